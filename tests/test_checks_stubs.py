from __future__ import annotations

import pytest

from deckgen.checks.stubs import check_stubs
from deckgen.model import Deck, Note


def found(answer: str) -> list[tuple[str, int]]:
    note = Note(question="What?", answer=answer, answer_line=7)
    return [(each.code, each.line) for each in check_stubs([Deck(name="A", notes=(note,))])]


@pytest.mark.parametrize(
    "answer",
    ["TODO", "*To be completed.*", "…", "...", "TBD!", "> Coming soon", "(answer here)", "???"],
)
def test_placeholders_are_reported_at_the_answer(answer: str) -> None:
    assert found(answer) == [("stub", 7)]


@pytest.mark.parametrize(
    "answer",
    ["To do that, call it.", "Yes.", "42", "TODO lists", "It will be done.", "A: ...", "水"],
)
def test_short_answers_are_answers(answer: str) -> None:
    assert found(answer) == []
