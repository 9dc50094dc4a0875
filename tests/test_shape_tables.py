from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from deckgen.shapes.tables import read_tables

if TYPE_CHECKING:
    from collections.abc import Callable

    from deckgen.shapes.shape import Pair, Shape

    Read = Callable[[Shape, str], list[Pair]]


def texts(pairs: list[Pair]) -> list[tuple[str, str]]:
    return [(pair.question, pair.answer) for pair in pairs]


def test_rows_of_questions_are_cards_with_their_numbers_and_remarks(pairs_of: Read) -> None:
    text = (
        "| # | Pregunta | Respuesta | Nivel |\n|--:|---|:-:|---|\n"
        "| 1 | **¿Qué es?** | Esto<br>o `a \\| b` | fácil |\n"
        "| 2 | ¿Y eso? | | media |\n"
    )
    first, second = pairs_of(read_tables, text)

    assert (first.question, first.number, first.line) == ("¿Qué es?", 1, 3)
    assert first.answer == "Esto<br>o `a | b`\n\n**Nivel:** fácil"
    assert (second.question, second.answer, second.kind) == ("¿Y eso?", "", "basic")


@pytest.mark.parametrize(
    "header",
    [
        "Term | Definition",
        "Wort | Übersetzung",
        "Begriff | Erklärung",
        "**Concepto** | **Significado**",
        "Термин | Определение",
        "术语 | 含义",
        "用語 | 意味",
        "용어 | 설명",
        "المصطلح | التعريف",
        "Kifejezés | Jelentés",
        "Palavra | Tradução",
        "English | Deutsch",
        "Español | English",
        "Acronym | Meaning",
    ],
)
def test_rows_of_terms_ask_both_ways(header: str, pairs_of: Read) -> None:
    (pair,) = pairs_of(read_tables, f"| {header} |\n|---|---|\n| alpha | beta |\n")

    assert (pair.question, pair.answer, pair.kind) == ("alpha", "beta", "reversed")


def test_columns_may_stand_in_any_order(pairs_of: Read) -> None:
    text = "Note | Answer | Question\n--- | --- | ---\nn | a | q\n"

    assert texts(pairs_of(read_tables, text)) == [("q", "a\n\n**Note:** n")]


def test_columns_without_telling_headers_are_known_by_what_is_in_them(pairs_of: Read) -> None:
    text = "| | |\n|---|---|\n| Why? | So. |\n| How? | Thus. |\n| Who? | Me. |\n"
    words = "| A | B |\n|---|---|\n| cat | macska |\n| dog | kutya |\n| horse | ló |\n"

    assert [pair.kind for pair in pairs_of(read_tables, text)] == ["basic"] * 3
    assert [pair.kind for pair in pairs_of(read_tables, words)] == ["reversed"] * 3


def test_a_question_in_the_place_of_the_header_is_a_card(pairs_of: Read) -> None:
    text = "| Why? | So. |\n|---|---|\n| How? | Thus. |\n| Who? | Me. |\n| When? | Now. |\n"

    assert texts(pairs_of(read_tables, text))[0] == ("Why?", "So.")


def test_a_row_without_a_question_goes_on_with_the_one_above(pairs_of: Read) -> None:
    text = "| Question | Answer |\n|---|---|\n| Why? | So. |\n| | And so. |\n"
    (pair,) = pairs_of(read_tables, text)

    assert (pair.answer, pair.line, pair.end) == ("So.\n\nAnd so.", 3, 4)


@pytest.mark.parametrize(
    "text",
    [
        "| No. | Questions |\n|---|---|\n| 1 | [What?](#what) |\n| 2 | [Who?](#who) |\n",
        "| # | Question | Solution |\n|---|---|---|\n| 1 | Two sum | [Python](a.py) |\n",
        "| Method | Accuracy |\n|---|---|\n| A | 76.1 |\n| B | 81.8 |\n| C | 83.5 |\n",
        "| Feature | SQL | NoSQL |\n|---|---|---|\n| Schema | fixed | free |\n| J | y | n |\n",
        "| Question | Difficulty |\n|---|---|\n| Why? | hard |\n",
        "| Term |\n|---|\n| alone |\n",
        "| Question | Answer |\n|---|---|\n",
        "```\n| Question | Answer |\n|---|---|\n| Why? | So. |\n```\n",
        "| Task | State |\n|---|---|\n| a | done |\n| b | done |\n| c | open |\n",
    ],
)
def test_other_tables_hold_no_cards(text: str, pairs_of: Read) -> None:
    assert pairs_of(read_tables, text) == []
