from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from deckgen.readers.document import read_document
from deckgen.shapes.cloze import read_cloze

if TYPE_CHECKING:
    from collections.abc import Callable

    from deckgen.shapes.shape import Pair, Shape

    Read = Callable[[Shape, str], list[Pair]]


def texts(pairs: list[Pair]) -> list[tuple[str, str]]:
    return [(pair.question, pair.answer) for pair in pairs]


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        (
            "The {{c1::cell}} has a {{c2::wall::part}}.",
            "The {{c1::cell}} has a {{c2::wall::part}}.",
        ),
        ("Die {{1::Zelle}} und die {{2::Wand}}.", "Die {{c1::Zelle}} und die {{c2::Wand}}."),
        ("Peru: {{cloze Lima}}.", "Peru: {{c1::Lima}}."),
        (
            "C: Speech is [made] in [Broca's] area.",
            "Speech is {{c1::made}} in {{c2::Broca's}} area.",
        ),
        ("C: See [here](x.md), [^1] and [that].", "See [here](x.md), [^1] and {{c1::that}}."),
        (r"So {{c1::$\frac{a}{b}$}} is it.", r"So {{c1::$\frac{a}{b}$}} is it."),
        (r"So {{c1::\frac{a}{b}}} is it.", r"So {{c1::\frac{a}{b}}} is it."),
    ],
)
def test_a_text_with_sure_gaps_is_a_note(text: str, canonical: str, pairs_of: Read) -> None:
    (pair,) = pairs_of(read_cloze, f"# T\n\nProse.\n\n{text}\n\nMore prose.\n")

    assert (pair.question, pair.kind, pair.line) == (canonical, "cloze", 5)


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("Peru: {1:Lima}, {2:PE}", "Peru: {{c1::Lima}}, {{c2::PE}}"),
        ("Peru: {c1:Lima}, {c1:PE}", "Peru: {{c1::Lima}}, {{c1::PE}}"),
        ("Peru: {1|Lima}, ==PE==", "Peru: {{c1::Lima}}, {{c2::PE}}"),
        ("Peru: ==Lima== and ==PE==", "Peru: {{c1::Lima}} and {{c2::PE}}"),
        ("发生在==叶绿体==中", "发生在{{c1::叶绿体}}中"),
        ("It is ==photo==synthesis", "It is {{c1::photo}}synthesis"),
        ("The law $a == b$ is ==$F = ma$==.", "The law $a == b$ is {{c1::$F = ma$}}."),
        ("Call ==`std::move`== ^a1b2c3", "Call {{c1::`std::move`}}"),
    ],
)
def test_texts_with_gaps_are_notes_where_they_fill_the_document(
    text: str, canonical: str, pairs_of: Read
) -> None:
    pairs = pairs_of(read_cloze, f"# T\n\n{text}\n\n- {text}\n\n> {text}\n")

    assert [pair.question for pair in pairs] == [canonical] * 3


@pytest.mark.parametrize(
    "text",
    [
        "This is ==important== to us.",
        "If a ==b and c==d then e.",
        "Test whether a == b or c == d.",
        "Write `==gap==` or `{{c1::gap}}`.",
        "Write {{ name }}, {{x::y}} or ${HOME:-x}.",
        "Print {1:d} with it.",
        "```\n{{c1::gap}} ==gap==\n```",
        "The C: drive is [full].",
        "<!-- {{c1::gap}} -->",
        "| a | b |\n|---|---|\n| ==c== | {1:d} {2:e} |",
        "| a | b |\n|---|---|\n| {{c1::c | d}} | `{{c1::e}}` |",
        "$${{c1::x}} ==y==$$",
        "Heading\n=======\n\nText ==",
        "The {{c1::}} is empty.",
    ],
)
def test_other_marks_are_no_gaps(text: str, pairs_of: Read) -> None:
    prose = "A long text that says nothing of gaps and goes on for a while, line after line."

    assert pairs_of(read_cloze, f"# T\n\n{prose}\n\n{text}\n\n{prose}\n") == []


def test_a_tag_for_cards_makes_single_highlights_gaps(pairs_of: Read) -> None:
    prose = "Some prose that has no gap in it at all."
    (pair,) = pairs_of(read_cloze, f"#flashcards/bio\n\n{prose}\n\nThe ==nucleus== is inside.\n")

    assert pair.question == "The {{c1::nucleus}} is inside."


def test_gaps_that_are_whole_items_stay_with_their_list(pairs_of: Read) -> None:
    text = "The phases are:\n\n1. {{c1::prophase}}\n2. {{c2::metaphase}}\n"
    (pair,) = pairs_of(read_cloze, text)

    assert pair.question == text.strip()
    assert (pair.line, pair.end) == (1, 4)


def test_what_hangs_below_a_bullet_with_gaps_is_the_answer(pairs_of: Read) -> None:
    (pair,) = pairs_of(read_cloze, "- TCP needs {{c1::three}} messages\n  - as RFC 9293 says\n")

    assert pair.answer == "- as RFC 9293 says"


def test_table_with_gaps_in_its_cells_is_one_note(pairs_of: Read) -> None:
    text = (
        "# T\n\nProse.\n\n- item\n\n  | Term | Meaning |\n  |---|---|\n  | ==a== | `b \\| c` |\n"
        "  | d | {{c1::e::hint}} |\n\nMore prose.\n"
    )
    (pair,) = pairs_of(read_cloze, f"#flashcards\n\n{text}")

    assert pair.question == (
        "| Term | Meaning |\n|---|---|\n| {{c2::a}} | `b \\| c` |\n| d | {{c1::e::hint}} |"
    )
    assert (pair.line, pair.end, pair.kind) == (9, 12, "cloze")


@pytest.mark.parametrize("head", ["Term | Meaning", "Person | Form"])
def test_table_with_gaps_is_not_read_by_its_rows(head: str) -> None:
    text = f"# Verbs\n\n| {head} |\n|---|---|\n| go | {{{{c1::gehen}}}} |\n| see | sehen |\n"
    deck, findings = read_document(text, "a.md")

    assert [(note.kind, note.line) for note in deck.notes] == [("cloze", 3)]
    assert findings == []
