"""Gives notes the author's own note types, and says which notes have another one than before."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from deckgen.model import Finding, Template
from deckgen.note_types import note_type_of
from deckgen.toml import line_of

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


def report_unused(
    decks: Iterable[Deck], note_types: Mapping[Kind, NoteType], text: str, file: str
) -> list[Finding]:
    """Say which of the author's note types no note has, and of what kinds the notes are.

    Args:
        decks: The decks of the whole project.
        note_types: The author's note types by the kinds that they stand for.
        text: The text of the whole ``deckgen.toml``.
        file: Its name, for the findings.
    """
    kinds = Counter(note.kind for deck in decks for note in deck.notes)
    there = ", ".join(f"{number} {kind}" for kind, number in kinds.most_common())
    likely = kinds.most_common(1)[0][0] if kinds else ""
    return [
        Finding(
            severity="warning",
            code="unused-note-type",
            message=f'no note is {kind}, so none has the note type "{note_type.name}"; '
            f"the notes are: {there}",
            hint=f"write [note_types.{likely}] if it is meant for those",
            file=file,
            line=line_of(text, kind, "note_types"),
        )
        for kind, note_type in note_types.items()
        if kinds and kind not in kinds
    ]


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
