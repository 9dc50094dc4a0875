"""A CSV that Anki imports without a click, and that updates notes when it is imported again."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from deckgen.exporters.sides import sides
from deckgen.media import as_sounds
from deckgen.model import OutputFile
from deckgen.note_types import FIELDS, NOTE_TYPES, field_values

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from deckgen.model import Deck, Template

#: What Anki reads from the lines above the table; columns are counted from 1.
_HEADER = """\
#separator:Comma
#html:true
#guid column:1
#notetype column:2
#deck column:3
#tags column:4
#columns:{columns}
"""


def export(
    decks: Sequence[Deck], _templates: Mapping[str, Template], *, note_type: str = "Basic"
) -> Iterator[OutputFile]:
    """A CSV that Anki imports without a click and updates from.

    Options:
        note_type: The note type of the rows, which must be in the collection already: Anki's
            own "Basic", which Anki translates ("Einfach" in German); another one with two
            fields; or "deckgen", for the note types that our package brings, with all fields.
    """
    ours = note_type in ("deckgen", NOTE_TYPES["basic"].name)
    lines = io.StringIO(newline="")
    columns = ("guid", "notetype", "deck", "tags", *(FIELDS if ours else ("Front", "Back")))
    lines.write(_HEADER.format(columns=",".join(columns)))
    # Quoted, since Anki takes a row that begins with a bare "#" for a comment.
    writer = csv.writer(lines, quoting=csv.QUOTE_ALL, lineterminator="\n")
    for deck in decks:
        for note in deck.notes:
            name = NOTE_TYPES[note.kind].name if ours else note_type
            values = field_values(note, deck) if ours else map(as_sounds, sides(note))
            writer.writerow((note.guid, name, deck.name, " ".join(note.tags), *values))
    yield OutputFile(".anki.csv", lines.getvalue().encode())
