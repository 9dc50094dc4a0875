"""The note types that we bring into a learner's collection: frozen, since Anki never forgets them.

Anki puts notes into a second note type, and stops updating the first, as soon as fields or
templates are added, removed or reordered.  So the fields below stay as they are for good.  The
spare ones may be given a name and a use, because Anki follows a *renamed* field by its id; a note
type that needs more gets a new id and a way to migrate.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from deckgen.model import Deck, Note

#: Each field's name and its id for good.
FIELDS = {
    "Question": 7404100001,
    "Answer": 7404100002,
    "Context": 7404100003,
    "Source": 7404100004,
    "Number": 7404100005,
    "Spare 1": 7404100006,
    "Spare 2": 7404100007,
    "Spare 3": 7404100008,
    "ID": 7404100009,
}


@dataclass(frozen=True, slots=True)
class NoteType:
    """A note type with one card: its name and id in Anki, and the names of its templates."""

    name: str
    id: int
    template_id: int
    front: str
    back: str
    css: str


BASIC = NoteType(
    name="deckgen basic",
    id=1740410010001,
    template_id=7404110001,
    front="anki/basic-front.html",
    back="anki/basic-back.html",
    css="anki/card.css",
)


def field_values(note: Note, deck: Deck) -> tuple[str, ...]:
    """Return what a note's fields hold, in the order of :data:`FIELDS`; all of it is HTML."""
    return (
        note.front,
        note.back,
        _escaped(" › ".join([*deck.name.split("::"), *note.section])),
        _escaped(f"{note.file}:{note.line}"),
        "" if note.number is None else str(note.number),
        "",
        "",
        "",
        note.guid,
    )


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("[", "&#91;")
