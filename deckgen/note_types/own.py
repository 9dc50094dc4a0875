"""Gives notes the author's own note types, and says which notes have another one than before."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from deckgen.model import Finding, Template
from deckgen.note_types import note_type_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from deckgen.lock import LockEntry
    from deckgen.model import Deck, Kind, Note, NoteType


def definitions(note_types: Iterable[NoteType]) -> dict[str, Template]:
    """Return the note types as texts among the templates, so that they are dated like these.

    A new name of a field reaches learners only if the note type is later than theirs.
    """
    return {each.definition: Template(repr(each)) for each in note_types}


def with_note_types(decks: Sequence[Deck], note_types: Mapping[Kind, NoteType]) -> tuple[Deck, ...]:
    """Return the decks with notes of the author's note types."""
    if not note_types:
        return tuple(decks)
    return tuple(
        replace(
            deck,
            notes=tuple(replace(note, note_type=note_types.get(note.kind)) for note in deck.notes),
        )
        for deck in decks
    )


def report_moves(decks: Iterable[Deck], before: Mapping[str, LockEntry]) -> list[Finding]:
    """Say which notes have another note type than in the build before."""
    moved: defaultdict[str, list[Note]] = defaultdict(list)
    for deck in decks:
        for note in deck.notes:
            entry = before.get(note.guid)
            if entry and entry.note_type != (note.note_type.id if note.note_type else 0):
                moved[note_type_of(note).name].append(note)
    return [_move(name, notes) for name, notes in moved.items()]


def _move(name: str, notes: Sequence[Note]) -> Finding:
    number = f"{len(notes)} notes" if len(notes) > 1 else "a note"
    return Finding(
        severity="warning",
        code="note-type-changed",
        message=f'{number} of earlier builds, this one first, shall have the note type "{name}"',
        hint='learners must tick "Merge note types" when they import this; else these notes stay '
        "as they are and get no more updates",
        file=notes[0].file,
        line=notes[0].line,
    )
