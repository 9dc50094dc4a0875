from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from deckgen.shapes.separators import read_separators

if TYPE_CHECKING:
    from collections.abc import Callable

    from deckgen.shapes.shape import Pair, Shape

    Read = Callable[[Shape, str], list[Pair]]


def texts(pairs: list[Pair]) -> list[tuple[str, str]]:
    return [(pair.question, pair.answer) for pair in pairs]


def test_a_sign_parts_the_sides_and_rules_part_the_cards(pairs_of: Read) -> None:
    text = (
        "# Physik\n\nEin Wort vorab.\n\n---\n\nWas ist Kraft?\n\n. . .\n\nMasse mal\n\n"
        "Beschleunigung.\n\n"
        "---\n\nWas ist Arbeit?\n\n. . .\n\nKraft mal Weg.\n"
    )
    first, second = pairs_of(read_separators, text)

    assert (first.question, first.answer) == ("Was ist Kraft?", "Masse mal\n\nBeschleunigung.")
    assert (first.line, first.answer_line, first.end) == (7, 11, 13)
    assert (second.question, second.answer) == ("Was ist Arbeit?", "Kraft mal Weg.")


def test_what_a_second_sign_parts_off_are_tags(pairs_of: Read) -> None:
    text = "2+2?\n%\n4\n%\nmaths, easy\n---\nPrime?\n%\nSeven\n"

    assert texts(pairs_of(read_separators, text)) == [("2+2?", "4"), ("Prime?", "Seven")]


def test_headings_part_the_cards_where_no_rule_does(pairs_of: Read) -> None:
    text = "# Deck\n\n## One?\n\nYes.\n\n## Two?\nmore\n%\nNo.\n\n## Three?\n%\nPerhaps.\n"

    assert texts(pairs_of(read_separators, text)) == [
        ("One?", "Yes."),
        ("Two?\n\nmore", "No."),
        ("Three?", "Perhaps."),
    ]


def test_blocks_around_the_sign_are_the_sides_where_nothing_parts_the_cards(
    pairs_of: Read,
) -> None:
    text = "One\n\n%\n\nuno\n\nTwo\n\n%\n\ndos\n"

    assert texts(pairs_of(read_separators, text)) == [("One", "uno"), ("Two", "dos")]


def test_two_signs_that_take_turns_part_sides_and_cards(pairs_of: Read) -> None:
    text = "a\n===\n1\n---\nb\n===\n2\n---\nc\n===\n3\n"

    assert texts(pairs_of(read_separators, text)) == [("a", "1"), ("b", "2"), ("c", "3")]


def test_paragraphs_that_ask_between_rules_are_fronts(pairs_of: Read) -> None:
    text = "Qui ?\n\nMoi.\n\n---\n\nQuoi ?\n\nÇa.\n\nEncore.\n\n---\n\nOù ?\n\nIci.\n"

    assert texts(pairs_of(read_separators, text)) == [
        ("Qui ?", "Moi."),
        ("Quoi ?", "Ça.\n\nEncore."),
        ("Où ?", "Ici."),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "# Talk\n\nMe\n\n---\n\n## One\n\nText.\n\n---\n\n## Two\n\nText.\n\n---\n\nThanks!\n",
        "Text.\n\n---\n\nMore text.\n\n***\n\nEnd.\n",
        "It grew at\n%\nand fell.\n",
        "```\na\n%\nb\n%\nc\n```\n",
        "Why?\n\n---\n\nText.\n\n---\n\nText.\n\nText.\n",
        "Title\n=====\n\nText.\n\nOther\n-----\n\nText.\n",
    ],
)
def test_other_signs_part_nothing(text: str, pairs_of: Read) -> None:
    assert pairs_of(read_separators, text) == []
