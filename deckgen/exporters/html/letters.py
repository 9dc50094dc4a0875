"""Gives each topic a letter and a colour: the letter tells it from others in gray too."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from string import ascii_uppercase, digits
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from deckgen.model import Deck, Note

#: How many colours the style sheet has; with more topics they come round again.
COLOURS = 8


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic as it is shown: its letter, the number of its colour, its name, its questions."""

    letter: str
    colour: int
    title: str
    count: int


class Letters:
    """The outermost topics by their names, in the order in which they first come up."""

    def __init__(self, decks: Sequence[Deck]) -> None:
        notes = [note for deck in decks for note in deck.notes if note.topics]
        self._depth = _shared_depth(notes)
        counts = Counter(self.name_of(note) for note in notes)
        letters = _letters(list(counts))
        self.topics = {
            name: Topic(letters[name], place % COLOURS + 1, re.sub(r"[-_]", " ", name), count)
            for place, (name, count) in enumerate(counts.items())
        }

    def name_of(self, note: Note) -> str:
        """The outermost part of a note's first topic that tells topics apart; "" for none."""
        if not note.topics:
            return ""
        parts = note.topics[0].split("::")
        return parts[min(self._depth, len(parts) - 1)]

    def topic_of(self, note: Note) -> Topic | None:
        """The topic of a note, if it has any and there is more than one."""
        return self.topics.get(self.name_of(note)) if len(self.topics) > 1 else None


def _shared_depth(notes: Sequence[Note]) -> int:
    """How many outer parts all topics share, such as a prefix of the author's own."""
    paths = [note.topics[0].split("::") for note in notes]
    depth = 0
    while paths and all(len(path) > depth + 1 and path[depth] == paths[0][depth] for path in paths):
        depth += 1
    return depth


def _letters(names: Sequence[str]) -> dict[str, str]:
    """A letter for each name: one of its own as far as it has one to spare."""
    taken: dict[str, str] = {}
    for name in names:
        own = [letter for letter in name.upper() if letter.isalnum()]
        free = [letter for letter in [*own, *ascii_uppercase, *digits] if letter not in taken]
        letter = free[0] if free else str(len(taken) + 1)
        taken[letter] = name
    return {name: letter for letter, name in taken.items()}
