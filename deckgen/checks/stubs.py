"""Answers that only hold the place of an answer, in notes that no document holds.

Documents are read without them; this is for what JSON brings, and for what a citation hid.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from deckgen.messages import excerpt
from deckgen.model import Finding
from deckgen.shapes.stubs import is_stub

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from deckgen.model import Deck, Note


def check_stubs(decks: Sequence[Deck]) -> Iterator[Finding]:
    """Yield each answer that is nothing but "TODO" or the like."""
    for deck in decks:
        for note in deck.notes:
            if is_stub(note.question, note.answer, note.kind):
                yield _finding(note)


def _finding(note: Note) -> Finding:
    return Finding(
        severity="warning",
        code="stub",
        message=f'the answer to "{excerpt(note.question)}" is still to be written',
        hint="write it; until then the card is made as it is",
        file=note.file,
        line=note.answer_line,
    )
