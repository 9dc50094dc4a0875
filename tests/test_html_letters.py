from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from deckgen.exporters.html.letters import Letters
from deckgen.model import Deck, Note


def letters(*topics: str) -> Letters:
    notes = tuple(
        Note(question="Q", answer="A", topics=(topic,) if topic else ()) for topic in topics
    )
    return Letters([Deck(name="A", notes=notes)])


def test_a_topic_has_a_letter_of_its_own_name_and_a_count() -> None:
    found = letters("gan", "gan::style", "vae", "graphs").topics

    assert [(name, each.letter, each.count) for name, each in found.items()] == [
        ("gan", "G", 2),
        ("vae", "V", 1),
        ("graphs", "R", 1),
    ]


def test_what_all_topics_share_tells_nothing() -> None:
    assert list(letters("interview::gan", "interview::vae::x").topics) == ["gan", "vae"]


def test_one_topic_alone_gets_no_letter() -> None:
    made = letters("gan", "gan")

    assert made.topic_of(Note(question="Q", answer="A", topics=("gan",))) is None


@given(st.lists(st.text(min_size=1), unique=True))
def test_no_two_topics_have_the_same_letter(topics: list[str]) -> None:
    found = letters(*topics).topics.values()

    assert len({each.letter for each in found}) == len(found)
