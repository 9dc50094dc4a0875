from __future__ import annotations

import pytest

from deckgen import markdown
from deckgen.readers.document import read_document
from deckgen.readers.private_comments import without_private_comments

#: What makes a document plainly one of Obsidian's.
OBSIDIAN = "\nSee [[Cell]].\n"


def kept(text: str) -> str:
    return without_private_comments(text, markdown.parse(text).blocks)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("a\n\n%% private %%\n\nb\n", "a\n\n\n\nb\n"),
        ("- a\n- %% private %%\n", "- a\n\n"),
        ("> a\n> %% private %%\n", "> a\n\n"),
        ("a\n\n%%\nprivate\n\n## too\n%%\n\nb\n", "a\n\n\n\n\n\n\n\nb\n"),
        ("%% private\nand more %%\nb\n", "\n\nb\n"),
    ],
)
def test_comment_with_lines_to_itself_is_taken_out(text: str, left: str) -> None:
    assert kept(text) == left


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("A unit %% ask again %% of life.\n", "A unit of life.\n"),
        ("A unit. %%ask%% Yes. %%why%%\n", "A unit. Yes.\n"),
        ("## What is a cell? %% hard %%\n", "## What is a cell?\n"),
    ],
)
def test_comment_within_a_line_is_taken_out_where_the_document_is_of_obsidian(
    text: str, left: str
) -> None:
    assert kept(text + OBSIDIAN) == left + OBSIDIAN
    assert kept(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "I am 100 %% sure and 50 %% not.\n",
        "Write `%% x %%` for it.\n",
        "```\n%% x %%\n```\n",
        "    %% x %%\n",
        "```matlab\n%%\nx = 1\n%%\n```\n",
        "So $a %% b %% c$ holds.\n",
        "$$\n%% x %%\na\n$$\n",
        "%% One\n\ntext\n\n%% Two\n\ntext\n",
        "%%%% x %%%%\n",
        "It prints %%d and %%s.\n",
        "%% never closed\n\ntext\n",
        "%%\n\n```\n%%timeit\n```\n",
    ],
)
@pytest.mark.parametrize("more", ["", OBSIDIAN])
def test_other_signs_stay(text: str, more: str) -> None:
    assert kept(text + more) == text + more


def test_lines_stay_where_they_were() -> None:
    text = "%%\nprivate\n%%\n\n## What is a cell?\n\nA unit %%no%% of life.\n\n%% no %%\n"
    deck, findings = read_document(f"{text}\n## What is a gene?\n\nA part.\n", "a.md")

    assert [(note.line, note.answer) for note in deck.notes] == [
        (5, "A unit of life."),
        (11, "A part."),
    ]
    assert findings == []
