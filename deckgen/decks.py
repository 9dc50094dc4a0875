"""Arranges notes in decks: those of one name together, all under one name, by section or topic."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from deckgen.model import Deck, Note

#: What the sheet of notes without a topic is called.
NO_TOPIC = "no-topic"


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
            ignores=tuple(ignore for deck in same for ignore in deck.ignores),
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
    return _by(decks, _section_names)


def by_topic(decks: Iterable[Deck], prefix: str = "") -> tuple[Deck, ...]:
    """Return a child deck for each topic; a note is in that of its main topic, or stays.

    ``prefix`` is the tag that topics stand under; it makes no deck.
    """
    return _by(decks, lambda note: [_bare(path, prefix) for path in note.topics[:1]])


def sheets(decks: Sequence[Deck], prefix: str = "") -> dict[str, tuple[Deck, ...]]:
    """Return for each topic of the first level, by its name, decks of all notes on it.

    A note on several topics is on several sheets; those on none are on ``no-topic``.
    """
    roots = {
        _root(path, prefix): None for deck in decks for note in deck.notes for path in note.topics
    }
    found = {root: _on(decks, root, prefix) for root in sorted(roots)}
    rest = _on(decks, "", prefix)
    return {**found, **({NO_TOPIC: rest} if rest else {})}


def _on(decks: Sequence[Deck], root: str, prefix: str) -> tuple[Deck, ...]:
    """Return decks of the notes on a topic, or for an empty one of those that have none."""
    result = []
    for deck in decks:
        roots = ({_root(path, prefix) for path in note.topics} or {""} for note in deck.notes)
        notes = tuple(n for n, on in zip(deck.notes, roots, strict=True) if root in on)
        if notes:
            name = f"{deck.name}::{root or NO_TOPIC}"
            result.append(replace(deck, name=name, notes=notes, description=""))
    return tuple(result)


def _root(path: str, prefix: str) -> str:
    return _bare(path, prefix).partition("::")[0]


def _bare(path: str, prefix: str) -> str:
    return path.removeprefix(f"{prefix}::") if prefix else path


def _section_names(note: Note) -> list[str]:
    # "::" in a heading is no deck below a deck, and Anki would name an empty one "blank".
    return [part.replace("::", ":").strip(": ") or "-" for part in note.section]


def _by(decks: Iterable[Deck], names_of: Callable[[Note], Sequence[str]]) -> tuple[Deck, ...]:
    result: dict[str, tuple[Deck, list[Note]]] = {}
    for deck in decks:
        result.setdefault(deck.name, (deck, []))
        for note in deck.notes:
            name = "::".join([deck.name, *names_of(note)])
            child = replace(deck, name=name, description="")
            result.setdefault(name, (child, []))[1].append(note)
    return tuple(
        replace(deck, notes=tuple(notes))
        for deck, notes in result.values()
        if notes or deck.description
    )
