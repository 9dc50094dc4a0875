"""Reads the decks of an Anki package, as far as deckgen itself writes them."""

from __future__ import annotations

import html
import io
import json
import re
import sqlite3
import zipfile
from contextlib import closing, contextmanager
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from deckgen.model import Deck, Kind, Media, Note, NoteField, NoteType
from deckgen.note_types import FIELDS, NOTE_TYPES
from deckgen.refusal import refuse

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

PACKAGE_SUFFIX = ".apkg"
_TAG = re.compile(r"<[^>]*>")
_CITATION = re.compile(r'<div class="citation">(.*?)</div>', re.DOTALL)
_SEPARATOR = "\x1f"  # what Anki puts between a note's fields

#: What is in our fields, by their ids.
_HOLDS = {field.id: field.holds for field in FIELDS}


def read_package(
    content: bytes, name: str, own: Mapping[Kind, NoteType] = MappingProxyType({})
) -> tuple[Deck, ...]:
    """Return the decks of a package, with each note's HTML, tags, GUID and time.

    Each deck has all media of the package.
    ``question`` is the front without its tags, ``answer`` is the back; where a note stood in the
    author's documents is not in a package.

    Args:
        content: The package.
        name: What it is called, for messages.
        own: The author's own note types, by the kinds that they stand for.

    Raises:
        RefusedError: It is no package, or one that Anki wrote in its own newer format.
    """
    with _opened(content, name) as (connection, package):
        media = _media(package)
        return tuple(replace(deck, media=media) for deck in _decks(connection, own))


def read_note_types(content: bytes, name: str) -> list[dict[str, Any]]:
    """Return the note types that the notes of a package have, as Anki writes them down.

    Raises:
        RefusedError: It is no package, or one that Anki wrote in its own newer format.
    """
    with _opened(content, name) as (connection, _):
        (models,) = connection.execute("select models from col").fetchone()
        used = [str(number) for (number,) in connection.execute("select distinct mid from notes")]
        return [json.loads(models)[number] for number in sorted(used)]


@contextmanager
def _opened(content: bytes, name: str) -> Iterator[tuple[sqlite3.Connection, zipfile.ZipFile]]:
    """Open a package's database; whatever turns out to be wrong with it is refused."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            if "collection.anki21b" in package.namelist():
                raise refuse(
                    "foreign-package",
                    f"{name} was exported by Anki, in a format that only Anki reads",
                    'export it again with "Support older Anki versions" ticked',
                )
            names = ("collection.anki21", "collection.anki2")
            newest = next((each for each in names if each in package.namelist()), names[-1])
            database = package.read(newest)
            with closing(sqlite3.connect(":memory:")) as connection:
                # Given nothing, SQLite says that it has no memory.
                connection.deserialize(database or b"nothing")
                yield connection, package
    except (zipfile.BadZipFile, sqlite3.Error, LookupError, ValueError, TypeError) as error:
        raise refuse(
            "not-a-package",
            f"{name} is not an Anki package: {error}",
            "name a file of deckgen build, or one that Anki exported",
        ) from error


def _media(package: zipfile.ZipFile) -> tuple[Media, ...]:
    if "media" not in package.namelist():
        return ()
    names: dict[str, str] = json.loads(package.read("media"))
    return tuple(Media(name, package.read(member)) for member, name in names.items())


def plain_text(fragment: str) -> str:
    """Return the text of a piece of HTML, in one line."""
    return " ".join(html.unescape(_TAG.sub(" ", fragment)).split())


def _decks(connection: sqlite3.Connection, own: Mapping[Kind, NoteType]) -> tuple[Deck, ...]:
    models, decks = map(json.loads, connection.execute("select models, decks from col").fetchone())
    kinds = {each.id: kind for kind, each in [*NOTE_TYPES.items(), *own.items()]}
    known = {each.id: each for each in [*NOTE_TYPES.values(), *own.values()]}
    fields_of = {
        int(number): known[int(number)].fields if int(number) in known else _guessed(model["flds"])
        for number, model in models.items()
    }
    notes: dict[str, list[Note]] = {}
    # A note's deck is that of its first card; cards are due in study order.
    rows = connection.execute(
        "select guid, mid, notes.mod, tags, flds, did, min(ord) "
        "from notes join cards on nid = notes.id group by notes.id order by due"
    )
    for guid, model, modified, tags, fields, deck_id, _ in rows:
        deck = decks[str(deck_id)]["name"]
        values = zip(fields_of[model], fields.split(_SEPARATOR), strict=False)
        # Of several fields that hold the same, the first counts.
        held = {field.holds: value for field, value in reversed([*values])}
        note = Note(
            question=plain_text(held["question"]),
            answer=held.get("answer", ""),
            front=held["question"],
            back=held.get("answer", ""),
            kind=kinds.get(model, "basic"),
            note_type=known[model] if known.get(model) in own.values() else None,
            source=_source(held.get("source", "")),
            number=int(held["number"]) if held.get("number", "").isdecimal() else None,
            section=_section(held.get("context", ""), deck),
            tags=tuple(tags.split()),
            guid=guid,
            modified=modified,
        )
        notes.setdefault(deck, []).append(note)
    return tuple(Deck(name=name, notes=tuple(each)) for name, each in notes.items())


def _guessed(fields: Sequence[Mapping[str, Any]]) -> tuple[NoteField, ...]:
    """What the fields of an unknown note type hold: those with ids of ours, what ours do.

    Most others have the question first and the answer behind it.
    """
    if any(field.get("id") in _HOLDS for field in fields):
        return tuple(
            NoteField(each["name"], 0, _HOLDS.get(each.get("id", 0), "")) for each in fields
        )
    holds = ("question", "answer", *[""] * len(fields))
    return tuple(
        NoteField(each["name"], 0, word) for each, word in zip(fields, holds, strict=False)
    )


def _source(field: str) -> str:
    """What a note says of where its answer is from, as HTML, which is markdown too."""
    found = _CITATION.match(field)
    return found[1] if found else ""


def _section(context: str, deck: str) -> tuple[str, ...]:
    """The section in the context that a card shows, which begins with the deck."""
    parts = html.unescape(context).split(" › ")
    return tuple(parts[len(deck.split("::")) :])
