from __future__ import annotations

from deckgen.decks import by_section, by_topic, merged, sheets, under
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


def on(question: str, *topics: str) -> Note:
    return Note(question=question, answer="A", topics=topics)


def test_each_main_topic_becomes_a_child_and_the_prefix_does_not() -> None:
    deck = Deck(name="A", notes=(on("1"), on("2", "p::x::y", "p::z"), on("3", "p::z")))

    assert [(d.name, [n.question for n in d.notes]) for d in by_topic([deck], "p")] == [
        ("A", ["1"]),
        ("A::x::y", ["2"]),
        ("A::z", ["3"]),
    ]


def test_sheet_of_a_topic_holds_all_questions_on_it_and_none_is_lost() -> None:
    deck = Deck(name="A", notes=(on("1"), on("2", "x::y", "z"), on("3", "x", "x::w"), on("4")))

    found = sheets([deck])

    assert {
        name: [(d.name, [n.question for n in d.notes]) for d in decks]
        for name, decks in found.items()
    } == {
        "x": [("A::x", ["2", "3"])],
        "z": [("A::z", ["2"])],
        "no-topic": [("A::no-topic", ["1", "4"])],
    }
