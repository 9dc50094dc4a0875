from __future__ import annotations

import pytest

from deckgen import markdown
from deckgen.checks.pages import check_page
from deckgen.readers.attributes import take_attributes
from deckgen.readers.document import open_page, read_document
from tests.conftest import read


def taken(text: str) -> tuple[str, frozenset[str]]:
    return take_attributes(text, markdown.parse(text).blocks)


@pytest.mark.parametrize(
    "behind",
    [
        " {#cell}",
        "{#cell}",
        " { #cell .important }",
        " {: #cell}",
        " {:#cell .x}",
        ' {.x #cell key="two words"}',
        " ## {#cell}",
        " {/* #cell */}",
        "  {#cell}  ",
    ],
)
def test_what_stands_behind_a_heading_is_no_part_of_it(behind: str) -> None:
    text, ids = taken(f"## What is a cell?{behind}\n\nSmall.\n")

    assert markdown.parse(text).blocks[0].text == "What is a cell?"
    assert ids == {"cell"}


@pytest.mark.parametrize(
    "heading",
    [
        "## What is {#each items as item}",
        "## What is `{#each}`",
        "## What is $x^{.5}$",
        "## What is x_{#5}",
        "## What is {name}",
        "## What is {a=1}",
        "## What is \\{#each}",
        "## What is { #cell } in a cell?",
        "## {#cell}",
    ],
)
def test_other_braces_stay(heading: str) -> None:
    assert taken(f"{heading}\n\nSmall.\n") == (f"{heading}\n\nSmall.\n", frozenset())


def test_lines_of_attributes_go_and_lines_keep_their_numbers() -> None:
    text = "## Cells\n{: .no_toc }\n\nSmall.\n{: .note #a}\n\n> Cells\n> {:toc}\n\nEnd {: .x}\n"

    assert taken(text) == ("## Cells\n\n\nSmall.\n\n\n> Cells\n\n\nEnd {: .x}\n", frozenset({"a"}))


def test_code_and_hashes_of_ruby_stay() -> None:
    text = "## Cells\n\n    {: .note}\n\n```\n## Cell {#cell}\n{: .x}\n```\n{:a => 1}\n\n{:a=>1}\n"

    assert taken(text) == (text, frozenset())


def test_documents_out_of_google_docs_are_read() -> None:
    text = (
        "# **Exam on trees** {#exam-on-trees}\n\n"
        "### **1\\. What is a root?** {#1.-what-is-a-root?}\n\nThe top\\!\n\n"
        "### **2\\. What is a leaf?** {#2.-what-is-a-leaf?}\n\nThe end.\n\n"
        "#### Example {#example}\n\nAn oak.\n"
    )
    deck, _ = read_document(text, "a.md")

    assert deck.name == "Exam on trees"
    assert [(note.number, note.question) for note in deck.notes] == [
        (1, "What is a root?"),
        (2, "What is a leaf?"),
    ]
    assert deck.notes[1].answer == "The end.\n\n#### Example\n\nAn oak."


def test_headings_underlined_and_in_items_lose_them_too() -> None:
    underlined = "What is a cell? {#a}\n-----\n\nSmall.\n\nWhat is a root? {#b}\n-----\n\nDeep.\n"
    items = "1. ### What is a cell? {#a}\n   Small.\n2. ### What is a root? {#b}\n   Deep.\n"

    expected = [("What is a cell?", "Small."), ("What is a root?", "Deep.")]
    assert read(underlined) == expected
    assert read(items) == expected


def test_links_to_what_an_author_named_lead_somewhere() -> None:
    text = "## What is a cell? {#unit}\n\nSee [below](#root) and [here](#unit) and [there](#no).\n"
    page, pairs = open_page(text + "\n## What is a root? {#root}\n\nDeep.\n", "a.md")

    broken = [each for each in check_page(page, pairs) if each.code == "broken-anchor"]
    assert [each.message for each in broken] == ['no heading makes the anchor "#no"']
