from __future__ import annotations

import pytest

from deckgen.readers.document import read_document


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("---\ntitle: T\ndeck: A::B\n---\n# H\n\n## What?\nA.\n", "A::B"),
        ("---\ntitle: T::U\n---\n# H\n\n## What?\nA.\n", "T:U"),
        ("# H::I *j*\n\n## What?\nA.\n", "H:I j"),
        ("## What?\nA.\n\n## Why?\nB.\n", "some-notes"),
    ],
    ids=["front matter's deck", "front matter's title", "title", "file"],
)
def test_deck_is_named_by_the_nearest_thing_to_a_name(text: str, name: str) -> None:
    assert read_document(text, "folder/some-notes.md")[0].name == name


def test_introduction_describes_the_deck_without_contents_and_rules() -> None:
    text = "# T\n\nHello *you*.\n\n---\n\n- [What?](#what)\n\n## What?\nA.\n"

    assert read_document(text, "a.md")[0].description == "<p>Hello <em>you</em>.</p>\n"


def test_answers_stand_on_their_own() -> None:
    text = "## What?\nSee [this] and [that][1].\n\n## Why?\nNo link.\n\n[this]: /a\n[1]: /b 'B'\n"

    first, second = read_document(text, "a.md")[0].notes

    assert "[this]: /a" in first.answer
    assert "/b" in first.answer
    assert "/a" not in second.answer.replace("[this]: /a\n[1]: /b 'B'", "")


def test_lines_are_those_of_the_file_below_front_matter() -> None:
    text = "---\ntitle: x\n---\n\n## 1. What?\n\n**Answer:**\n\nThis.\n"

    (note,) = read_document(text, "a.md")[0].notes

    assert (note.line, note.answer_line) == (5, 9)


def test_document_without_questions_says_so() -> None:
    deck, findings = read_document("Only text.\n", "a.md")

    assert deck.notes == ()
    assert [(each.severity, each.code) for each in findings] == [("warning", "no-questions")]


def test_fence_that_never_closes_is_reported_at_its_line() -> None:
    _, findings = read_document("## What?\n\n```\ncode\n\n## Why?\n\nB.\n", "a.md")

    assert [(each.code, each.line) for each in findings] == [("unclosed-fence", 3)]


def test_comment_without_an_end_is_reported_where_it_begins() -> None:
    _, findings = read_document("## What?\n\nA.\n\n<!-- never\n\nends\n", "a.md")

    assert [(f.code, f.line) for f in findings] == [("unclosed-comment", 5)]


@pytest.mark.parametrize(
    ("mark", "code"), [("```", "unclosed-fence"), ("<!-- x", "unclosed-comment")]
)
@pytest.mark.parametrize(
    ("text", "line", "reach"),
    [
        ("{}\nx\n\ny\n", 3, " below it is "),
        ("- a\n\n  {}\n  x\n\n- b\n", 5, " the end of the list item is "),
        ("> - a\n>\n>   {}\n>   x\n\nb\n", 5, " the end of the list item is "),
        ("> a\n>\n> {}\n> x\n\nb\n", 5, " the end of the quote is "),
    ],
)
def test_what_is_never_closed_says_how_far_it_reaches(
    mark: str, code: str, text: str, line: int, reach: str
) -> None:
    _, findings = read_document(f"# T\n\n{text.format(mark)}", "a.md")
    (said,) = [each for each in findings if each.code == code]

    assert said.line == line
    assert reach in said.message
