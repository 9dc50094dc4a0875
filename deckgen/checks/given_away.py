"""Finds cards that show their answer in the question.

Such a card is answered by reading, not by remembering.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from deckgen import cloze
from deckgen.checks.advice import advice
from deckgen.messages import excerpt
from deckgen.wording import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from deckgen.model import Deck, Finding, Note

#: A question that offers two things to choose from names the answer, as it must.
_OFFERS = re.compile(r"\b(?:or|oder|ou|o|или|lub|vs)\b|还是|或|または|それとも", re.IGNORECASE)
#: An answer so many times as long as its question says more than it.
_MUCH = 3
_IN_BRACKETS = re.compile(r"\([^()]*\)")
#: Shorter gaps, such as a digit, may well stand elsewhere by chance.
_GAP_LENGTH = 4


def check_given_away(decks: Sequence[Deck]) -> Iterator[Finding]:
    """Yield each card whose answer can be read in its question."""
    for deck in decks:
        for note in deck.notes:
            if message := _given_away(note):
                yield _finding(note, message)


def _given_away(note: Note) -> str:
    if note.kind == "cloze":
        gap = next(_shown_gaps(note.question), "")
        return f'what the gap hides stands beside it: "{gap}"' if gap else ""
    if note.kind == "reversed":
        term = words(_IN_BRACKETS.sub("", note.question))
        if term and set(term) <= set(words(note.answer)):
            return f'the meaning holds the term "{excerpt(note.question)}", which one card asks for'
        return ""
    if note.kind != "basic" or _OFFERS.search(note.question):
        return ""
    if len(note.answer) > _MUCH * len(note.question):
        return ""
    asked, told = words(note.question), words(note.answer)
    # What the question does not say is in signs and little words at most.
    if told and set(told) <= set(asked) and any(word.isalpha() for word in told):
        return f'the answer to "{excerpt(note.question)}" stands in the question'
    return ""


def _shown_gaps(text: str) -> Iterator[str]:
    """Yield the text of each gap that can be read elsewhere while it is hidden."""
    for number, gap in cloze.numbered(text):
        hidden = gap.strip()
        if len(hidden) < _GAP_LENGTH or not hidden[0].isalnum() or not hidden[-1].isalnum():
            continue
        # The card hides all gaps of this number.
        shown = cloze.without(text, number)
        if re.search(rf"(?<!\w){re.escape(hidden)}(?!\w)", shown, re.IGNORECASE):
            yield hidden


def _finding(note: Note, message: str) -> Finding:
    return advice(
        note,
        code="given-away",
        message=message,
        hint="put it in other words, or ask for something that it does not say",
    )
