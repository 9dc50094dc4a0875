from __future__ import annotations

from typing import Any

from deckgen.duplicates import drop_duplicates
from deckgen.model import Deck, Note


def note(line: int, question: str, answer: str, **values: Any) -> Note:
    return Note(question=question, answer=answer, file="a.md", line=line, **values)


def test_same_question_and_answer_make_one_card_over_all_decks() -> None:
    first, again = note(1, "What  is\nü?", "This."), note(9, "What is u\u0308?", "This.\n")
    decks, (finding,) = drop_duplicates(
        [Deck(name="A", notes=(first,)), Deck(name="B", notes=(again,))]
    )

    assert [deck.notes for deck in decks] == [(first,), ()]
    assert (finding.code, finding.severity, finding.line, finding.skips) == (
        "duplicate",
        "warning",
        9,
        True,
    )
    assert "a.md:1" in finding.hint


def test_same_question_with_another_answer_stays() -> None:
    deck = Deck(name="A", notes=(note(1, "What?", "This."), note(2, "What?", "That.")))

    assert drop_duplicates([deck]) == ((deck,), [])


def test_two_equal_ids_are_an_error() -> None:
    deck = Deck(name="A", notes=(note(1, "What?", "A.", id="x"), note(2, "Why?", "B.", id="x")))
    _, (finding,) = drop_duplicates([deck])

    assert (finding.code, finding.severity, finding.line) == ("same-id", "error", 2)
