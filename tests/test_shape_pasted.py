from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from deckgen.shapes.pasted import read_pasted

if TYPE_CHECKING:
    from collections.abc import Callable

    from deckgen.shapes.shape import Pair, Shape

    Read = Callable[[Shape, str], list[Pair]]


def texts(pairs: list[Pair]) -> list[tuple[str, str]]:
    return [(pair.question, pair.answer) for pair in pairs]


def test_a_line_that_recurs_parts_questions_and_answers(pairs_of: Read) -> None:
    text = (
        "Top 3\n\n1.\nWhat prints this?\n\nint x;\nA) 1\nB) 2\n\n"
        "Hide Answer\n\nA\nIt is one.\nReport\n\n"
        "2.\nWhat is a class?\nHide Answer\nA plan.\nReport\n\n"
        "3.\nWhat prints this?\nHide Answer\n5\nReport\n\n## Links\n\nNone.\n"
    )
    first, second, third = pairs_of(read_pasted, text)

    assert first.question == "What prints this?\n\nint x;  \nA) 1  \nB) 2"
    assert (first.answer, first.number) == ("A  \nIt is one.", 1)
    assert (first.line, first.answer_line) == (4, 11)
    assert (second.question, second.answer) == ("What is a class?", "A plan.")
    assert (third.question, third.answer) == ("What prints this?", "5")


@pytest.mark.parametrize("number", ["{}", "{}.", "#{}", "第{}题", "Вопрос {}.", "Q{}:", "{})"])
@pytest.mark.parametrize("divider", ["Показать ответ", "查看答案", "▼", "[Voir](x.example)"])
def test_numbers_and_dividers_are_known_by_recurring(
    number: str, divider: str, pairs_of: Read
) -> None:
    text = "\n\n".join(
        f"{number.format(n)}\nThe question {n}\n{divider}\nThe answer {n}" for n in (11, 12, 13)
    )

    assert texts(pairs_of(read_pasted, text)) == [
        (f"The question {n}", f"The answer {n}") for n in (11, 12, 13)
    ]


def test_a_question_without_the_divider_has_no_answer(pairs_of: Read) -> None:
    parts = [f"{n}.\nQuestion {n}\nShow\nAnswer {n}" for n in (1, 2, 3, 4)]
    parts[1] = "2.\nQuestion 2"

    assert texts(pairs_of(read_pasted, "\n".join(parts)))[1] == ("Question 2", "")


def test_without_a_divider_the_first_line_asks_if_all_are_built_alike(pairs_of: Read) -> None:
    text = "\n\n".join(f"{n}.\nQuestion {n}\nAnswer {n}\nmore on {n}" for n in range(1, 6))

    assert texts(pairs_of(read_pasted, text))[4] == ("Question 5", "Answer 5  \nmore on 5")


@pytest.mark.parametrize(
    "text",
    [
        "1.\nOpening\n\n2.\nReport\n\n3.\nAny other business\n",
        "1. One\n2. Two\n3. Three\n",
        "```\n1\na\nx\nb\n2\nc\nx\nd\n3\ne\nx\nf\n```\n",
        "2021\n\nA year.\n\n2030\n\nAnother.\n\n1999\n\nAnd one.\n",
        "Text.\n\n7\n\nText.\n",
    ],
)
def test_other_numbers_hold_no_cards(text: str, pairs_of: Read) -> None:
    assert pairs_of(read_pasted, text) == []


def test_answer_that_all_questions_share_is_kept_and_what_recurs_below_it_is_not(
    pairs_of: Read,
) -> None:
    text = "".join(f"{n}.\nTerm {n}\nVoir la réponse\nVrai.\nSignaler\n\n" for n in range(1, 5))

    assert texts(pairs_of(read_pasted, text)) == [(f"Term {n}", "Vrai.") for n in range(1, 5)]
