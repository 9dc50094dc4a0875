"""Prepares notes for a page that loads nothing: formulas, pictures, gaps, sources."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from deckgen import mathematics, media
from deckgen.exporters.html.choice import with_letters
from deckgen.exporters.sides import sides
from deckgen.note_types import citation

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from deckgen.model import Deck, Note


def prepared(decks: Sequence[Deck]) -> list[Deck]:
    """Return the decks with notes whose HTML is all that a page needs."""
    return [replace(deck, notes=tuple(_notes(deck))) for deck in decks]


def _notes(deck: Deck) -> Iterator[Note]:
    for note in deck.notes:
        front, back = sides(note)
        if note.kind == "choice":
            back = with_letters(front, back)
        if note.source:
            back += citation(note)
        front, back = (mathematics.to_mathml(html) for html in (front, back))
        if deck.media:
            front, back = (media.embedded(html, deck.media) for html in (front, back))
        unchanged = front is note.front and back is note.back
        yield note if unchanged else replace(note, front=front, back=back)
