"""Arranges notes in decks: those of one name together, all under one name, by section."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from deckgen.model import Deck, Note


def merged(decks: Iterable[Deck]) -> tuple[Deck, ...]:
    """Return the decks with those of the same name made one, in the order of first occurrence."""
    named: dict[str, list[Deck]] = {}
    for deck in decks:
        named.setdefault(deck.name, []).append(deck)
    return tuple(
        replace(
            same[0],
            notes=tuple(note for deck in same for note in deck.notes),
            description=next((deck.description for deck in same if deck.description), ""),
            language=next((deck.language for deck in same if deck.language), ""),
            media=tuple({each.name: each for deck in same for each in deck.media}.values()),
        )
        for same in named.values()
    )


def under(decks: Sequence[Deck], name: str) -> tuple[Deck, ...]:
    """Return the one deck with that name, or several ones as children of it."""
    if len(decks) == 1:
        return (replace(decks[0], name=name),)
    return tuple(replace(deck, name=f"{name}::{deck.name}") for deck in decks)


def by_section(decks: Iterable[Deck]) -> tuple[Deck, ...]:
    """Return a child deck for each section; notes above all sections stay where they are."""
    result: dict[str, tuple[Deck, list[Note]]] = {}
    for deck in decks:
        result.setdefault(deck.name, (deck, []))
        for note in deck.notes:
            # "::" in a heading is no deck below a deck, and Anki would name an empty one "blank".
            parts = [part.replace("::", ":").strip(": ") or "-" for part in note.section]
            name = "::".join([deck.name, *parts])
            child = replace(deck, name=name, description="")
            result.setdefault(name, (child, []))[1].append(note)
    return tuple(
        replace(deck, notes=tuple(notes))
        for deck, notes in result.values()
        if notes or deck.description
    )
