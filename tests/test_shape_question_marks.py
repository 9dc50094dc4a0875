from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from deckgen.shapes.question_marks import read_question_marks

if TYPE_CHECKING:
    from collections.abc import Callable

    from deckgen.shapes.shape import Pair, Shape

    Read = Callable[[Shape, str], list[Pair]]


def texts(pairs: list[Pair]) -> list[tuple[str, str]]:
    return [(pair.question, pair.answer) for pair in pairs]


def test_a_lone_question_mark_parts_front_and_back(pairs_of: Read) -> None:
    text = (
        "# Biologie\n\n#flashcards/bio\n\nWas macht\ndas Mitochondrium?\n?\nEs liefert:\n- ATP\n"
        "<!--SR:!2023-01-12,4,270-->\n\nNur Prosa.\n\n## 首都\n？\n東京\n```py\na\n\n?\n```\n"
    )
    first, second = pairs_of(read_question_marks, text)

    assert (first.question, first.answer) == (
        "Was macht\ndas Mitochondrium?",
        "Es liefert:\n- ATP",
    )
    assert (first.line, first.answer_line) == (5, 8)
    assert (second.question, second.answer) == ("首都", "東京\n```py\na\n\n?\n```")


def test_two_question_marks_ask_both_ways(pairs_of: Read) -> None:
    (pair,) = pairs_of(read_question_marks, "perro\n??\ndog ^a1b2c3\n")

    assert (pair.question, pair.answer, pair.kind) == ("perro", "dog", "reversed")


def test_an_answer_goes_on_to_the_separator_where_most_do(pairs_of: Read) -> None:
    text = "A\n?\none\n\ntwo\n\n---\n\nB\n?\nthree\n\n- four\n\n---\n\nC\n?\nfive\n"

    assert [pair.answer for pair in pairs_of(read_question_marks, text)] == [
        "one\n\ntwo", "three\n\n- four", "five"
    ]  # fmt: skip


def test_a_front_on_a_bullet_has_no_bullet(pairs_of: Read) -> None:
    assert texts(pairs_of(read_question_marks, "- Why C++ or Rust\n?\nBecause.\n")) == [
        ("Why C++ or Rust", "Because.")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Is it so?\n\nYes.\n",
        "```\nfront\n?\nback\n```\n",
        "?\nback\n",
        "What `\n?\n` is this\n",
        "| a |\n|---|\n| ? |\n| b |\n",
        "front\n? back\n",
        "<!--\nfront\n?\nback\n-->\n",
        "front\n???\nback\n",
        "#tag\n?\nback\n",
    ],
)
def test_other_question_marks_part_nothing(text: str, pairs_of: Read) -> None:
    assert pairs_of(read_question_marks, text) == []
