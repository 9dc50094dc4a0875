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
from deckgen.model import Finding, OutputFile
from deckgen.note_types import FIELDS, NOTE_TYPES, STYLES, NoteType, field_values

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from deckgen.model import Deck, Kind, Note, Template

#: The date of all files in the package: the oldest one that a ZIP archive knows.
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)
_RIGHTS = 0o100644 << 16


def export(
    decks: Sequence[Deck], templates: Mapping[str, Template], *, source_url: str = ""
) -> Iterator[OutputFile | Finding]:
    """A package for Anki; importing a newer one updates notes and keeps their history.

    Options:
        source_url: Where a card's document can be seen, with ``{file}`` and ``{line}`` in it:
            the place on the card's back becomes a link.
    """
    if source_url and not source_url.startswith(("https://", "http://")):
        yield _no_url(source_url)
        return
    media = {each.name: each.content for deck in decks for each in deck.media}
    names = dict(enumerate(sorted(media)))
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as package:
        package.writestr(_zip_entry("collection.anki2"), _database(decks, templates, source_url))
        package.writestr(_zip_entry("media"), json.dumps(names))
        for number, name in names.items():
            package.writestr(_zip_entry(str(number)), media[name])
    yield OutputFile(".apkg", archive.getvalue())


class _DatedNote(genanki.Note):  # type: ignore[misc]  # genanki has no types
    """A note with a modification time of its own; genanki gives all notes the same one."""

    def __init__(self, modified: int, **values: Any) -> None:  # noqa: ANN401
        super().__init__(**values)
        self.modified = modified

    def write_to_db(
        self, cursor: sqlite3.Cursor, _timestamp: float, deck_id: int, ids: Iterator[int]
    ) -> None:
        super().write_to_db(cursor, self.modified, deck_id, ids)

    @property
    def cards(self) -> list[genanki.Card]:
        """All cards of the note type; genanki's own guesses which of them have a front."""
        if self.model.model_type == genanki.Model.CLOZE:
            return [genanki.Card(number - 1) for number in cloze.numbers(self.fields[0])]
        return [genanki.Card(order) for order in range(len(self.model.templates))]

    def _check_invalid_html_tags_in_fields(self) -> None:
        """Leave it out: the fields are HTML of ours, and genanki's pattern is quadratic."""


class _DatedModel(genanki.Model):  # type: ignore[misc]
    """A note type with a modification time of its own."""

    def __init__(self, modified: int, **values: Any) -> None:  # noqa: ANN401
        super().__init__(**values)
        self.modified = modified

    #: What each card needs to be made: Anki finds it out itself.
    _req = ()

    def to_json(self, _timestamp: float, deck_id: int) -> dict[str, Any]:
        data: dict[str, Any] = super().to_json(self.modified, deck_id)
        return data


def _no_url(source_url: str) -> Finding:
    return Finding(
        severity="error",
        code="source-url",
        message=f'"{source_url}" is no address of the web',
        hint='write it as in: source_url = "https://example.org/notes/{file}#L{line}"',
    )


def _database(decks: Sequence[Deck], templates: Mapping[str, Template], source_url: str) -> bytes:
    used = {note.kind for deck in decks for note in deck.notes}
    models = {kind: _model(each, templates) for kind, each in NOTE_TYPES.items() if kind in used}
    positions = itertools.count(1)
    package = genanki.Package([_deck(deck, models, positions, source_url) for deck in decks])
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
    return _DatedModel(
        modified=max(templates[name].modified for name in note_type.templates),
        model_id=note_type.id,
        name=note_type.name,
        fields=[{"name": name, "id": number} for name, number in FIELDS.items()],
        templates=[
            {
                "name": f"Card {number}",
                "id": card.id,
                "qfmt": templates[card.front].text,
                "afmt": templates[card.back].text,
            }
            for number, card in enumerate(note_type.cards, 1)
        ],
        css="\n".join(templates[name].text for name in STYLES),
        model_type=genanki.Model.CLOZE if note_type.has_gaps else genanki.Model.FRONT_BACK,
    )


def _deck(
    deck: Deck, models: Mapping[Kind, _DatedModel], positions: Iterator[int], source_url: str
) -> genanki.Deck:
    result = genanki.Deck(_deck_id(deck.name), deck.name, deck.description)
    for note in deck.notes:
        fields = field_values(note, deck, source_url)
        result.add_note(_note(note, fields, models[note.kind], next(positions)))
    return result


def _note(note: Note, fields: Sequence[str], model: _DatedModel, position: int) -> _DatedNote:
    return _DatedNote(
        modified=note.modified,
        model=model,
        fields=list(fields),
        guid=note.guid,
        tags=note.tags,
        due=position,
    )


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
