"""An Anki package, the same to the byte whenever its notes are the same."""

from __future__ import annotations

import hashlib
import io
import itertools
import json
import sqlite3
import zipfile
from typing import TYPE_CHECKING, Any

import genanki

from deckgen import cloze
from deckgen.model import OutputFile
from deckgen.note_types import field_values, note_type_of, side_of
from deckgen.note_types.language import orders, tags_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from deckgen.model import CardTemplate, Deck, Note, NoteField, NoteType, Template

#: The date of all files in the package: the oldest one that a ZIP archive knows.
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)
_RIGHTS = 0o100644 << 16


def export(decks: Sequence[Deck], templates: Mapping[str, Template]) -> Iterator[OutputFile]:
    """A package for Anki; importing a newer one updates notes and keeps their history."""
    media = {each.name: each.content for deck in decks for each in deck.media}
    names = dict(enumerate(sorted(media)))
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as package:
        package.writestr(_zip_entry("collection.anki2"), _database(decks, templates))
        package.writestr(_zip_entry("media"), json.dumps(names))
        for number, name in names.items():
            package.writestr(_zip_entry(str(number)), media[name])
    yield OutputFile(".apkg", archive.getvalue())


class _DatedNote(genanki.Note):  # type: ignore[misc]  # genanki has no types
    """A note with a modification time and cards of its own.

    genanki gives all notes the same time, and guesses which cards have a front.
    """

    def __init__(self, modified: int, orders: Sequence[int], **values: Any) -> None:  # noqa: ANN401
        super().__init__(**values)
        self.modified = modified
        self.orders = orders

    def write_to_db(
        self, cursor: sqlite3.Cursor, _timestamp: float, deck_id: int, ids: Iterator[int]
    ) -> None:
        super().write_to_db(cursor, self.modified, deck_id, ids)

    @property
    def cards(self) -> list[genanki.Card]:
        return [genanki.Card(order) for order in self.orders]

    def _check_invalid_html_tags_in_fields(self) -> None:
        """Leave it out: the fields are HTML of ours, and genanki's pattern is quadratic."""


class _DatedModel(genanki.Model):  # type: ignore[misc]
    """A note type with a modification time of its own."""

    def __init__(self, modified: int, **values: Any) -> None:  # noqa: ANN401
        super().__init__(**values)
        self.modified = modified
        self.fronts = [tuple(tags_of(each["qfmt"])) for each in self.templates]

    #: What each card needs to be made: Anki finds it out itself.
    _req = ()

    def to_json(self, _timestamp: float, deck_id: int) -> dict[str, Any]:
        data: dict[str, Any] = super().to_json(self.modified, deck_id)
        return data


def _database(decks: Sequence[Deck], templates: Mapping[str, Template]) -> bytes:
    used = {each.id: each for each in map(note_type_of, _notes(decks))}
    models = {number: _model(used[number], templates) for number in sorted(used)}
    positions = itertools.count(1)
    package = genanki.Package([_deck(deck, models, positions) for deck in decks])
    connection = sqlite3.connect(":memory:")
    try:
        # Without this, pages keep garbage that differs between builds of SQLite.
        connection.execute("PRAGMA secure_delete = ON")
        package.write_to_db(connection.cursor(), 0, itertools.count(_first_id(decks)))
        _verify(connection, sum(len(deck.notes) for deck in decks))
        connection.commit()
        connection.execute("VACUUM")
        return _without_versions(connection.serialize())
    finally:
        connection.close()


def _notes(decks: Iterable[Deck]) -> Iterator[Note]:
    return (note for deck in decks for note in deck.notes)


def _verify(connection: sqlite3.Connection, notes: int) -> None:
    """Make sure that each note has its card: Anki would import one without it, unseen."""
    (cards,) = connection.execute("SELECT count(DISTINCT nid) FROM cards").fetchone()
    if cards != notes:
        message = f"{notes - cards} of {notes} notes have no card"
        raise ValueError(message)


def _without_versions(database: bytes) -> bytes:
    """Blank what the header says of SQLite's own version and of how often it was changed."""
    header = bytearray(database[:100])
    header[24:28] = header[92:96] = (1).to_bytes(4, "big")
    header[96:100] = bytes(4)
    return bytes(header) + database[100:]


def _model(note_type: NoteType, templates: Mapping[str, Template]) -> _DatedModel:
    names = (*note_type.templates, note_type.definition)
    return _DatedModel(
        modified=max(templates[name].modified for name in names if name in templates),
        model_id=note_type.id,
        name=note_type.name,
        fields=[{"name": field.name, **_id(field)} for field in note_type.fields],
        templates=[
            {
                "name": card.name,
                **_id(card),
                "qfmt": side_of(note_type, card.front, templates),
                "afmt": side_of(note_type, card.back, templates),
            }
            for card in note_type.cards
        ],
        css="\n".join(templates[name].text for name in note_type.styles),
        model_type=genanki.Model.CLOZE if note_type.has_gaps else genanki.Model.FRONT_BACK,
    )


def _id(part: NoteField | CardTemplate) -> dict[str, int]:
    """The id of a field or a card; Anki goes by names where there is none."""
    return {"id": part.id} if part.id else {}


def _deck(deck: Deck, models: Mapping[int, _DatedModel], positions: Iterator[int]) -> genanki.Deck:
    result = genanki.Deck(_deck_id(deck.name), deck.name, deck.description)
    for note in deck.notes:
        fields = field_values(note, deck)
        result.add_note(_note(note, fields, models[note_type_of(note).id], next(positions)))
    return result


def _note(note: Note, fields: Sequence[str], model: _DatedModel, position: int) -> _DatedNote:
    return _DatedNote(
        modified=note.modified,
        orders=_orders(note, fields, model),
        model=model,
        fields=list(fields),
        guid=note.guid,
        tags=note.tags,
        due=position,
    )


def _orders(note: Note, fields: Sequence[str], model: _DatedModel) -> Sequence[int]:
    if note.kind == "cloze":
        return [number - 1 for number in cloze.numbers(note.front)]
    if note.note_type is None:  # on ours, each front shows what is never empty
        return range(len(model.fronts))
    names = (field.name for field in note.note_type.fields)
    # Anki too makes the first card where there would be none.
    return orders(model.fronts, dict(zip(names, fields, strict=True))) or [0]


def _deck_id(name: str) -> int:
    """Return an id that depends on the name only; Anki matches decks by their names."""
    return (1 << 30) + _hash(name) % (1 << 30)


def _first_id(decks: Sequence[Deck]) -> int:
    """Return the first note's id, in milliseconds of the years from 2017 to 2021.

    Anki takes ids for times of creation, which must be neither zero nor in the future.  It gives
    new ones where they clash; different decks begin at different times so that they rarely do.
    """
    name = decks[0].name if decks else ""
    return 1_500_000_000_000 + _hash(name) % 130_000_000_000


def _hash(name: str) -> int:
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest(), "big")


def _zip_entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _ZIP_DATE)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system = 3  # Unix, wherever it is built
    entry.external_attr = _RIGHTS
    return entry
