from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from deckgen.readers.document import read_document

if TYPE_CHECKING:
    from deckgen.model import Note

DOCUMENT = """\
# Title <!-- deckgen: tags=all -->

## One
<!-- deckgen: tags=one -->

### What is a? <!-- deckgen: id=letter-a -->
A. <!-- deckgen: tags=-one,x -->

### What is b?

<!-- deckgen: new -->
B.

## Two

### What is c?
C shows `<!-- deckgen: id=shown -->`.

```html
<!-- deckgen: id=code -->
```
"""


@pytest.fixture
def notes() -> tuple[Note, ...]:
    return read_document(DOCUMENT, "a.md")[0].notes


def test_question_keeps_what_is_said_within_it(notes: tuple[Note, ...]) -> None:
    assert [note.id for note in notes] == ["letter-a", "", ""]
    assert [note.new for note in notes] == [False, True, False]


def test_tags_hold_for_the_question_the_section_or_the_document(notes: tuple[Note, ...]) -> None:
    assert [note.tags for note in notes] == [
        ("all", "one", "-one", "x"),
        ("all", "one"),
        ("all",),
    ]


def test_directives_are_part_of_no_text(notes: tuple[Note, ...]) -> None:
    assert [note.question for note in notes] == ["What is a?", "What is b?", "What is c?"]
    assert [note.answer.strip() for note in notes[:2]] == ["A.", "B."]
    assert [note.line for note in notes] == [6, 9, 16]


def test_shown_directives_stay_text(notes: tuple[Note, ...]) -> None:
    assert notes[2].answer.count("deckgen:") == 2


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        ("idd=x", 'did you mean "id"?'),
        ("id", 'write "id=…"'),
        ("new=yes", 'write "new"'),
    ],
)
def test_unknown_words_are_errors_with_the_nearest_known(words: str, hint: str) -> None:
    _, findings = read_document(f"## What?\n<!-- deckgen: {words} -->\nA.\n", "a.md")

    assert [(each.severity, each.code, each.line, each.hint) for each in findings] == [
        ("error", "directive", 2, hint)
    ]


def test_id_outside_of_a_question_is_an_error() -> None:
    _, findings = read_document("# T\n<!-- deckgen: id=x -->\n\n## What?\nA.\n", "a.md")

    assert [(each.code, each.line) for each in findings] == [("directive", 2)]


def test_kind_is_said_of_a_question_or_of_a_section() -> None:
    text = (
        "# D\n\n## Terms\n<!-- deckgen: kind=reversed -->\n\n### Atom\nSmall.\n\n"
        "### What is it?\n<!-- deckgen: kind=typed -->\nX\n\n## Rest\n\n### Why?\nSo.\n"
    )
    deck, findings = read_document(text, "a.md")

    assert findings == []
    assert [note.kind for note in deck.notes] == ["reversed", "typed", "basic"]


def test_unknown_kind_is_an_error_that_names_the_nearest() -> None:
    text = "## What?\n<!-- deckgen: kind=reverse -->\nX\n\n## Why?\nY\n"
    _, (finding,) = read_document(text, "a.md")

    assert (finding.severity, finding.line) == ("error", 2)
    assert "reversed" in finding.hint


@pytest.mark.parametrize(
    ("comment", "hint"),
    [
        ("<!-- deckgen tags=x -->", 'write "<!-- deckgen: tags=x -->" in one line'),
        ("<!-- Deckgen: tags=x -->", 'write "<!-- deckgen: tags=x -->" in one line'),
        ("<!--DECKGEN:new-->", 'write "<!-- deckgen: new -->" in one line'),
        ("<!-- deckgen : id=a -->", 'write "<!-- deckgen: id=a -->" in one line'),
        ("<!-- deckgen; kind=basic -->", 'write "<!-- deckgen: kind=basic -->" in one line'),
        ("<!-- deckgen:\ntags=x -->", 'write "<!-- deckgen: tags=… -->" in one line'),
        ("<!-- deckgen: tags=x\n-->", 'write "<!-- deckgen: tags=x -->" in one line'),
    ],
)
def test_comments_that_are_nearly_ours_are_named(comment: str, hint: str) -> None:
    _, findings = read_document(f"## What is a cell?\n\nSmall.\n\n{comment}\n", "a.md")

    (said,) = [each for each in findings if each.code == "directive"]
    assert (said.severity, said.line, said.hint) == ("error", 5, hint)


@pytest.mark.parametrize(
    "comment",
    [
        "<!-- deckgen made this page -->",
        "<!-- new: see deckgen -->",
        "<!-- made with deckgen: tags=x -->",
        "Write `<!-- deckgen tags=x -->` for tags.",
        "```\n<!-- deckgen tags=x -->\n```",
        "Deckgen: tags=x",
    ],
)
def test_comments_about_us_are_left_alone(comment: str) -> None:
    _, findings = read_document(f"## What is a cell?\n\nSmall.\n\n{comment}\n", "a.md")

    assert [each for each in findings if each.code == "directive"] == []
