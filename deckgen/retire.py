"""Keeps notes that left the source in the package, tagged, so that learners can tell them apart."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from deckgen.decks import merged
from deckgen.lock import Lock, by_guid
from deckgen.model import Finding

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from deckgen.model import Deck, Note

TAG = "deckgen::retired"


def retire(earlier: Iterable[Deck], lock: Lock, *, now: int) -> tuple[tuple[Deck, ...], Lock]:
    """Take the notes that are gone from an earlier package.

    Args:
        earlier: The decks of a package that learners have.
        lock: The lock of this build.
        now: The time of this build in seconds since 1970.

    Returns:
        Decks of those notes with the tag, and the lock that knows since when they have it: a note
        that returns must be later than that, or Anki would leave the tag on it.
    """
    entries = dict(lock.entries)
    decks = []
    for deck in earlier:
        notes = []
        for note in deck.notes:
            entry = entries.get(note.guid)
            if entry is None or not entry.gone:
                continue
            since = entry.retired or max(now, note.modified + 1)
            entries[note.guid] = replace(entry, retired=since)
            notes.append(replace(note, tags=(*_without_tag(note), TAG), modified=since))
        shown = "".join(note.front + note.back for note in notes)
        media = tuple(each for each in deck.media if each.name in shown)
        if notes:
            decks.append(replace(deck, notes=tuple(notes), media=media))
    return tuple(decks), replace(lock, entries=by_guid(entries.values()))


def with_retired(decks: Sequence[Deck], retired: Sequence[Deck]) -> tuple[Deck, ...]:
    """Return the decks with the retired notes behind all others."""
    return merged([*decks, *retired])


def report(retired: Iterable[Deck]) -> list[Finding]:
    """Say how many notes were kept that are gone."""
    number = sum(len(deck.notes) for deck in retired)
    message = f"{number} gone from the source but kept in the package, with the tag {TAG}"
    hint = f"learners find them in Anki with the search tag:{TAG}"
    return [Finding(severity="info", code="retired", message=message, hint=hint)] if number else []


def _without_tag(note: Note) -> tuple[str, ...]:
    return tuple(tag for tag in note.tags if tag != TAG)
