"""A CSV that Anki imports without a click, and that updates notes when it is imported again."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from deckgen.exporters.sides import sides
from deckgen.media import as_sounds
from deckgen.model import OutputFile
from deckgen.note_types import NOTE_TYPES, field_values, note_type_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from deckgen.model import Deck, Note, Template

#: What Anki reads from the lines above the table; columns are counted from 1.
_HEADER = """\
#separator:Comma
#html:true
#guid column:1
#notetype column:2
#deck column:3
#tags column:4
"""


def export(
    decks: Sequence[Deck], _templates: Mapping[str, Template], *, note_type: str = "Basic"
) -> Iterator[OutputFile]:
    """A CSV that Anki imports without a click and updates from.

    Options:
        note_type: The note type of the rows, which must be in the collection already: Anki's
            own "Basic", which Anki translates ("Einfach" in German); another one with two
            fields; or "deckgen", for the note types that our package brings, with all fields.
            Notes of the author's own note types are rows of these.
    """
    ours = note_type in ("deckgen", NOTE_TYPES["basic"].name)
    rows = [
        ((note.guid, name, deck.name, " ".join(note.tags)), fields)
        for deck in decks
        for note in deck.notes
        for name, fields in [_fields(note, deck, "" if ours else note_type)]
    ]
    widest = max((fields for _, fields in rows), key=len, default={"Front": "", "Back": ""})
    lines = io.StringIO(newline="")
    lines.write(_HEADER)
    columns = csv.writer(lines, lineterminator="\n")
    columns.writerow(("#columns:guid", "notetype", "deck", "tags", *widest))
    # Quoted, since Anki takes a row that begins with a bare "#" for a comment.
    writer = csv.writer(lines, quoting=csv.QUOTE_ALL, lineterminator="\n")
    for row, fields in rows:
        writer.writerow((*row, *fields.values(), *[""] * (len(widest) - len(fields))))
    yield OutputFile(".anki.csv", lines.getvalue().encode())


def _fields(note: Note, deck: Deck, note_type: str) -> tuple[str, dict[str, str]]:
    """The note type of a row and its fields by name; ``note_type`` is one with two fields."""
    if note_type and not note.note_type:
        return note_type, dict(zip(("Front", "Back"), map(as_sounds, sides(note)), strict=True))
    own = note_type_of(note)
    names = (field.name for field in own.fields)
    return own.name, dict(zip(names, field_values(note, deck), strict=True))
