from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from deckgen.readers.document import read_document
from deckgen.shapes.inline_cards import read_inline_cards
from tests.conftest import read

if TYPE_CHECKING:
    from collections.abc import Callable

    from deckgen.shapes.shape import Pair, Shape

    Read = Callable[[Shape, str], list[Pair]]


def texts(pairs: list[Pair]) -> list[tuple[str, str]]:
    return [(pair.question, pair.answer) for pair in pairs]


@pytest.mark.parametrize(
    ("line", "front", "back"),
    [
        ("Capital of Peru :: Lima", "Capital of Peru", "Lima"),
        ("- Hauptstadt von Peru:: Lima", "Hauptstadt von Peru", "Lima"),
        ("3. Año del Quijote::1605", "Año del Quijote", "1605"),
        ("光合作用::植物利用光能", "光合作用", "植物利用光能"),
        ("ما عاصمة بيرو؟::ليما", "ما عاصمة بيرو؟", "ليما"),
        ("> **Osmose**::Wasser wandert", "**Osmose**", "Wasser wandert"),
        ("#### Who wrote it?::Voltaire", "Who wrote it?", "Voltaire"),
        ("What does `std::move` do?::It casts", "What does `std::move` do?", "It casts"),
        ("How to call std::move :: with a name", "How to call std::move", "with a name"),
        ("Peru? #geo :: Lima <!--SR:!2023-01-12,4,270-->", "Peru?", "Lima"),
        ("Peru?::Lima #geo ^a1b2c3", "Peru?", "Lima"),
    ],
)
def test_two_colons_part_front_and_back(line: str, front: str, back: str, pairs_of: Read) -> None:
    assert texts(pairs_of(read_inline_cards, f"Prose.\n\n{line}\n")) == [(front, back)]


@pytest.mark.parametrize(
    "line",
    [
        "Use std::vector and Foo::Bar for it.",
        "A call of crate::run() starts it.",
        "See https://x.example/a::b or [this](#a::b).",
        "At 12::30 we eat.",
        "The loopback is ::1, another is fe80::1.",
        "The selector is p::before or ::after.",
        "Well done :tada::smile:",
        "Write `front::back` for a card.",
        "    front :: back",
        "``` x :: y ```",
        "| front :: back | b |\n|---|---|\n| c :: d | e |",
        "<!-- front :: back -->",
        "::: warning",
        ":::note A title",
        ".. note:: A title",
        "Front::",
        ":: back",
        "a :::: b",
        "## :: back",
        "The value [rating:: 5] is inline.",
        "Euler's $f :: x$ is mathematics.",
        r"The map \(f :: a \to b\) is total.",
    ],
)
def test_other_colons_part_nothing(line: str, pairs_of: Read) -> None:
    assert pairs_of(read_inline_cards, f"# Notes\n\n{line}\n\nMore prose.\n") == []


def test_colons_between_two_sums_of_money_part_a_card(pairs_of: Read) -> None:
    (pair,) = pairs_of(read_inline_cards, "# Notes\n\nThe $5 plan :: costs a team 20$ each.\n")

    assert (pair.question, pair.answer) == ("The $5 plan", "costs a team 20$ each.")


def test_names_with_colons_are_cards_where_the_whole_document_is_written_so(
    pairs_of: Read,
) -> None:
    text = "Capital of Peru::Lima\nCapital of Chile::Santiago\nAuthor of Hamlet::Shakespeare\n"

    assert [pair.answer for pair in pairs_of(read_inline_cards, text)] == [
        "Lima", "Santiago", "Shakespeare"
    ]  # fmt: skip


def test_a_namespace_that_recurs_is_no_front(pairs_of: Read) -> None:
    text = "- Call std::sort now\n- Call std::find now\n- Call std::swap now\n- Use std::map\n"

    assert pairs_of(read_inline_cards, text) == []


def test_three_colons_ask_both_ways(pairs_of: Read) -> None:
    (pair,) = pairs_of(read_inline_cards, "perro ::: dog\n")

    assert (pair.question, pair.answer, pair.kind) == ("perro", "dog", "reversed")


def test_properties_are_no_cards(pairs_of: Read) -> None:
    text = (
        "type:: note\ncourse:: biology\n\n# Cells\n\nauthor:: A\nOsmosis:: of water\n\n"
        "author:: B\nTurgor:: a pressure\nid:: 63a5\n"
    )

    assert texts(pairs_of(read_inline_cards, text)) == [
        ("Osmosis", "of water"),
        ("Turgor", "a pressure"),
    ]


def test_an_answer_has_the_lines_and_bullets_below_it(pairs_of: Read) -> None:
    text = "- Phases :: they are\n  four\n  - one\n  - two\n- Other :: back\n"
    first, second = pairs_of(read_inline_cards, text)

    assert first.answer == "they are\nfour\n\n- one\n- two"
    assert (first.line, first.end) == (1, 4)
    assert (second.line, second.answer) == (5, "back")


PROSE = "A long text on cells that belongs to no card, with words and words and words.\n\n" * 8


@pytest.mark.parametrize(
    "mark",
    [
        "#flashcards\n\nRibosome::Makes proteins",
        "Vacuole:::A bubble\n\nRibosome::Makes proteins",
        "Wall? :: Outside <!--SR:!2023-01-12,4,270-->\n\nRibosome::Makes proteins",
        "What is a wall?::Outside\n\nRibosome::Makes proteins",
    ],
)
def test_one_mark_is_enough_where_it_is_sure(mark: str) -> None:
    text = f"# Cell\n\n{mark}\n\n{PROSE}"

    assert ("Ribosome", "Makes proteins") in read(text)


@pytest.mark.parametrize(
    "line", ["Use std::vector for it.", "Ribosome::Makes proteins", "Try stats:::median(x) of R."]
)
def test_a_single_mark_between_names_is_none(line: str) -> None:
    assert read(f"# Cell\n\n{line}\n\n{PROSE}") == []


def test_namespaces_that_recur_are_left_out_and_named() -> None:
    text = "# C #flashcards\n\nstd::sort sorts\n\nstd::find finds\n\nHeap::A tree\n"
    deck, findings = read_document(text, "a.md")

    assert [note.question for note in deck.notes] == ["Heap"]
    (said,) = [each for each in findings if "std::sort" in each.message]
    assert (said.code, said.line) == ("left-out", 3)
    assert "1 more line" in said.message


def test_cards_of_all_marks_stand_in_one_document() -> None:
    text = (
        "# Cell\n\n#flashcards\n\nWhat gives power?\n?\nThe mitochondrion.\nAs in std::map.\n\n"
        "Ribosome::Makes proteins\nDNA:::An acid\n\nThe ==nucleus== holds it.\n\n"
        "What is a vacuole?\n?\nA bubble.\n\nNo card.\n"
    )

    assert read(text) == [
        ("What gives power?", "The mitochondrion.\nAs in std::map."),
        ("Ribosome", "Makes proteins"),
        ("DNA", "An acid"),
        ("The {{c1::nucleus}} holds it.", ""),
        ("What is a vacuole?", "A bubble."),
    ]


def test_gaps_of_anki_part_no_cards() -> None:
    text = "# Rivers #flashcards\n\n{{c1::Nile}} flows.\n\nThe {{c1::Po::3}} too.\n\nIll::A river\n"
    deck, findings = read_document(text, "a.md")

    assert [note.kind for note in deck.notes] == ["cloze", "cloze", "basic"]
    assert [each.code for each in findings] == []
