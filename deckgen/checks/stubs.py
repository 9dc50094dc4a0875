"""Answers that only hold the place of an answer."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from deckgen.model import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from deckgen.model import Deck, Note

_STUB = re.compile(
    r"""\W* (?: todo | tbd | tba | wip | fixme | xxx | \?+ | \.{2,} | …
    | (?:to\ be|will\ be|not\ yet)\ (?:completed|added|answered|written|done|continued)(?:\ soon)?
    | coming\ soon | answer\ (?:here|goes\ here|pending) | (?:your|add|write)\ answer(?:\ here)?
    ) \W*""",
    re.VERBOSE | re.IGNORECASE,
)


def check_stubs(decks: Sequence[Deck]) -> Iterator[Finding]:
    """Yield each answer that is nothing but "TODO" or the like."""
    for deck in decks:
        for note in deck.notes:
            if _STUB.fullmatch(note.answer):
                yield _finding(note)


def _finding(note: Note) -> Finding:
    return Finding(
        severity="warning",
        code="stub",
        message=f'the answer to "{note.question}" is still to be written',
        hint="write it; until then the card is made as it is",
        file=note.file,
        line=note.answer_line,
    )
