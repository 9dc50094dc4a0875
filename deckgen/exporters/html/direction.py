"""Tells whether a page is read from the right."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from deckgen.model import Deck

#: The languages that are written from the right, by the first part of their tags.
_FROM_THE_RIGHT = frozenset("ar ckb dv fa he ps sd syr ug ur yi".split())
_STRONG = {"L": "ltr", "R": "rtl", "AL": "rtl"}


def direction(decks: Sequence[Deck]) -> Literal["ltr", "rtl"]:
    """Return how the page runs: as its language says, or else as most of the questions do."""
    if language := next((deck.language for deck in decks if deck.language), ""):
        return "rtl" if language.lower().split("-")[0] in _FROM_THE_RIGHT else "ltr"
    questions = [_of(note.question) for deck in decks for note in deck.notes]
    return "rtl" if 2 * questions.count("rtl") > len(questions) else "ltr"


def _of(text: str) -> str:
    """The direction of a text, which is that of its first letter."""
    return next(
        (_STRONG[kind] for kind in map(unicodedata.bidirectional, text) if kind in _STRONG), ""
    )
