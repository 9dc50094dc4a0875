from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from deckgen.exporters.html.letters import Letters
from deckgen.exporters.html.selection import Wanted, select
from deckgen.model import Deck, Note


def note(name: str, topics: str = "", **values: Any) -> Note:
    named = tuple(topics.split())
    made = Note(question=name, answer="So.", front=name, back="<p>So.</p>", topics=named)
    return replace(made, tags=named, **values)


DECK = Deck(
    name="A",
    notes=(
        note("a", "vae", number=3),
        note("b", "gan::style"),
        note("c", "gan", number=1),
        note("d"),
        note("e", "vae::x"),
    ),
)


def chosen(**wanted: str) -> list[str]:
    decks, findings = select([DECK], Wanted(**wanted), Letters([DECK]))  # type: ignore[arg-type]
    assert findings == []
    return [each.question for deck in decks for each in deck.notes]


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        ({}, "abcde"),
        ({"topics": "gan"}, "bc"),
        ({"topics": "gan::style, vae::x"}, "be"),
        ({"tags": "vae"}, "ae"),
        ({"numbers": "1-2"}, "bc"),
        ({"numbers": "3, 5"}, "ae"),
        ({"numbers": "4–5", "topics": "vae"}, "e"),
        ({"order": "number"}, "cbade"),
        ({"order": "topic"}, "aebcd"),
    ],
)
def test_questions_are_chosen_and_ordered(wanted: dict[str, str], names: str) -> None:
    assert "".join(chosen(**wanted)) == names


def test_a_question_keeps_its_number_when_others_go() -> None:
    decks, _ = select([DECK], Wanted(topics="gan::style"), Letters([DECK]))

    assert [each.number for each in decks[0].notes] == [2]


def test_topics_are_the_sections_of_a_page_in_their_order() -> None:
    decks, _ = select([DECK], Wanted(order="topic"), Letters([DECK]))

    assert [each.section for each in decks[0].notes] == [
        ("vae",),
        ("vae",),
        ("gan",),
        ("gan",),
        ("Other",),
    ]


@pytest.mark.parametrize(
    ("wanted", "message", "hint"),
    [
        (Wanted(topics="gam"), 'no question has the topic "gam"', 'did you mean "gan"?'),
        (Wanted(tags="var"), 'no question has the tag "var"', 'did you mean "vae"?'),
        (Wanted(numbers="1-x"), '"1-x" are no numbers of questions', "write for example"),
        (Wanted(numbers="77"), "what is to be printed are no questions at all", "mend topics"),
    ],
)
def test_what_chooses_nothing_is_an_error(wanted: Wanted, message: str, hint: str) -> None:
    _, [finding] = select([DECK], wanted, Letters([DECK]))

    assert (finding.severity, finding.message) == ("error", message)
    assert finding.hint.startswith(hint)
