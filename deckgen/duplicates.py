"""Finds the same card made twice, and two cards with the same id."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING

from deckgen.messages import excerpt
from deckgen.model import Finding

if TYPE_CHECKING:
    from collections.abc import Sequence

    from deckgen.model import Deck, Note


def drop_duplicates(decks: Sequence[Deck]) -> tuple[tuple[Deck, ...], list[Finding]]:
    """Return the decks without cards whose question and answer are those of an earlier one.

    The same question with another answer stays a card of its own.  Two cards with one explicit
    id are an error.
    """
    first: dict[tuple[str, str], Note] = {}
    by_id: dict[str, Note] = {}
    findings = []
    result = []
    for deck in decks:
        kept = []
        for note in deck.notes:
            earlier = first.setdefault((_folded(note.question), _folded(note.answer)), note)
            if earlier is not note:
                findings.append(_duplicate(note, earlier))
                continue
            if note.id and by_id.setdefault(note.id, note) is not note:
                findings.append(_same_id(note, by_id[note.id]))
            kept.append(note)
        result.append(replace(deck, notes=tuple(kept)))
    return tuple(result), findings


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def _duplicate(note: Note, earlier: Note) -> Finding:
    return Finding(
        severity="warning",
        code="duplicate",
        message=f'"{excerpt(note.question)}" is here again, with the same answer',
        hint=f"delete it; the card is made from {earlier.file}:{earlier.line}",
        file=note.file,
        line=note.line,
        skips=True,
    )


def _same_id(note: Note, earlier: Note) -> Finding:
    return Finding(
        severity="error",
        code="same-id",
        message=f'the id "{note.id}" is that of {earlier.file}:{earlier.line} too',
        hint="give one of them another id",
        file=note.file,
        line=note.line,
    )
