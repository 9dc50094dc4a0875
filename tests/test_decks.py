from __future__ import annotations

from deckgen.decks import by_section, merged, under
from deckgen.model import Deck, Note


def note(question: str, *section: str) -> Note:
    return Note(question=question, answer="A", section=section)


def test_decks_of_one_name_become_one() -> None:
    decks = merged(
        [
            Deck(name="A", notes=(note("1"),)),
            Deck(name="B", notes=(note("2"),)),
            Deck(name="A", notes=(note("3"),), description="<p>x</p>", language="en"),
        ]
    )

    assert decks == (
        Deck(name="A", notes=(note("1"), note("3")), description="<p>x</p>", language="en"),
        Deck(name="B", notes=(note("2"),)),
    )


def test_one_deck_gets_the_name_and_several_become_children() -> None:
    one, two = Deck(name="A"), Deck(name="B")

    assert [deck.name for deck in under([one], "All")] == ["All"]
    assert [deck.name for deck in under([one, two], "All")] == ["All::A", "All::B"]


def test_each_section_becomes_a_child() -> None:
    deck = Deck(name="A", notes=(note("1"), note("2", "X"), note("3", "X", "a::b"), note("4", "X")))

    assert [(d.name, [n.question for n in d.notes]) for d in by_section([deck])] == [
        ("A", ["1"]),
        ("A::X", ["2", "4"]),
        ("A::X::a:b", ["3"]),
    ]


def test_deck_without_notes_of_its_own_stays_for_its_description() -> None:
    deck = Deck(name="A", notes=(note("1", "X"),), description="<p>x</p>")

    assert [(d.name, d.description) for d in by_section([deck])] == [
        ("A", "<p>x</p>"),
        ("A::X", ""),
    ]
