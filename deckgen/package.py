"""Reads the decks of an Anki package, as far as deckgen itself writes them."""

from __future__ import annotations

import html
import io
import json
import re
import sqlite3
import zipfile
from contextlib import closing
from dataclasses import replace
from typing import get_args

from deckgen.model import Deck, Kind, Media, Note
from deckgen.refusal import refuse

PACKAGE_SUFFIX = ".apkg"
_TAG = re.compile(r"<[^>]*>")
_CITATION = re.compile(r'<div class="citation">(.*?)</div>', re.DOTALL)
_SEPARATOR = "\x1f"  # what Anki puts between a note's fields


def read_package(content: bytes, name: str) -> tuple[Deck, ...]:
    """Return the decks of a package, with each note's HTML, tags, GUID and time.

    Each deck has all media of the package.
    ``question`` is the front without its tags, ``answer`` is the back; where a note stood in the
    author's documents is not in a package.

    Raises:
        RefusedError: It is no package, or one that Anki wrote in its own newer format.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            if "collection.anki21b" in package.namelist():
                raise refuse(
                    "foreign-package",
                    f"{name} was exported by Anki, in a format that only Anki reads",
                    'name a package that deckgen wrote, or export with "Support older Anki '
                    'versions"',
                )
            database = package.read("collection.anki2")
            media = _media(package)
        with closing(sqlite3.connect(":memory:")) as connection:
            # Given nothing, SQLite says that it has no memory.
            connection.deserialize(database or b"nothing")
            return tuple(replace(deck, media=media) for deck in _decks(connection))
    except (zipfile.BadZipFile, sqlite3.Error, LookupError, ValueError, TypeError) as error:
        raise refuse(
            "not-a-package",
            f"{name} is not an Anki package: {error}",
            "name a file of deckgen build",
        ) from error


def _media(package: zipfile.ZipFile) -> tuple[Media, ...]:
    if "media" not in package.namelist():
        return ()
    names: dict[str, str] = json.loads(package.read("media"))
    return tuple(Media(name, package.read(member)) for member, name in names.items())


def plain_text(fragment: str) -> str:
    """Return the text of a piece of HTML, in one line."""
    return " ".join(html.unescape(_TAG.sub(" ", fragment)).split())


def _decks(connection: sqlite3.Connection) -> tuple[Deck, ...]:
    models, decks = map(json.loads, connection.execute("select models, decks from col").fetchone())
    notes: dict[str, list[Note]] = {}
    # A note's deck is that of its first card; cards are due in study order.
    rows = connection.execute(
        "select guid, mid, notes.mod, tags, flds, did, min(ord) "
        "from notes join cards on nid = notes.id group by notes.id order by due"
    )
    for guid, model, modified, tags, fields, deck_id, _ in rows:
        deck = decks[str(deck_id)]["name"]
        values = fields.split(_SEPARATOR)
        names = (field["name"] for field in models[str(model)]["flds"])
        named = dict(zip(names, values, strict=True))
        note = Note(
            question=plain_text(values[0]),
            answer=values[1],
            front=values[0],
            back=values[1],
            kind=_kind(models[str(model)]["name"]),
            source=_source(named.get("Source", "")),
            number=int(named["Number"]) if named.get("Number", "").isdecimal() else None,
            section=_section(named.get("Context", ""), deck),
            tags=tuple(tags.split()),
            guid=guid,
            modified=modified,
        )
        notes.setdefault(deck, []).append(note)
    return tuple(Deck(name=name, notes=tuple(each)) for name, each in notes.items())


def _kind(note_type: str) -> Kind:
    return next((kind for kind in get_args(Kind) if note_type == f"deckgen {kind}"), "basic")


def _source(field: str) -> str:
    """What a note says of where its answer is from, as HTML, which is markdown too."""
    found = _CITATION.match(field)
    return found[1] if found else ""


def _section(context: str, deck: str) -> tuple[str, ...]:
    """The section in the context that a card shows, which begins with the deck."""
    parts = html.unescape(context).split(" › ")
    return tuple(parts[len(deck.split("::")) :])
