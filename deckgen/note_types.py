"""The note types that we bring into a learner's collection: frozen, since Anki never forgets them.

Anki puts notes into a second note type, and stops updating the first, as soon as fields or
templates are added, removed or reordered.  So the fields below stay as they are for good.  The
spare ones may be given a name and a use, because Anki follows a *renamed* field by its id; a note
type that needs more gets a new id and a way to migrate.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from deckgen import markdown
from deckgen.media import as_sounds

if TYPE_CHECKING:
    from collections.abc import Mapping

    from deckgen.model import Deck, Kind, Note

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
#: The templates that the style sheet of all note types is made of.
STYLES = ("anki/card.css", "anki/code.css")


@dataclass(frozen=True, slots=True)
class CardTemplate:
    """A card that each note of a note type makes: its id in Anki and the templates of its sides."""

    id: int
    front: str
    back: str


@dataclass(frozen=True, slots=True)
class NoteType:
    """A note type: its name and id in Anki, and its cards; with gaps, each gap makes a card."""

    name: str
    id: int
    cards: tuple[CardTemplate, ...]
    has_gaps: bool = False

    @property
    def templates(self) -> tuple[str, ...]:
        """The names of all templates that it is made of."""
        return (*(name for card in self.cards for name in (card.front, card.back)), *STYLES)


#: The ids are in learners' collections: they never change, nor does the order of the cards.
NOTE_TYPES: Mapping[Kind, NoteType] = {
    "basic": NoteType(
        name="deckgen basic",
        id=1740410010001,
        cards=(CardTemplate(7404110001, "anki/basic-front.html", "anki/basic-back.html"),),
    ),
    "reversed": NoteType(
        name="deckgen reversed",
        id=1740410010002,
        cards=(
            CardTemplate(7404110002, "anki/basic-front.html", "anki/basic-back.html"),
            CardTemplate(7404110003, "anki/reversed-front.html", "anki/reversed-back.html"),
        ),
    ),
    "cloze": NoteType(
        name="deckgen cloze",
        id=1740410010003,
        cards=(CardTemplate(7404110004, "anki/cloze-front.html", "anki/cloze-back.html"),),
        has_gaps=True,
    ),
    "choice": NoteType(
        name="deckgen choice",
        id=1740410010004,
        cards=(CardTemplate(7404110005, "anki/choice-front.html", "anki/basic-back.html"),),
    ),
    "typed": NoteType(
        name="deckgen typed",
        id=1740410010005,
        cards=(CardTemplate(7404110006, "anki/typed-front.html", "anki/typed-back.html"),),
    ),
}


def field_values(note: Note, deck: Deck, source_url: str = "") -> tuple[str, ...]:
    """Return what a note's fields hold, in the order of :data:`FIELDS`; all of it is HTML.

    Args:
        note: The note.
        deck: Its deck.
        source_url: Where its document can be seen, with ``{file}`` and ``{line}`` in it.
    """
    return (
        as_sounds(note.front),
        as_sounds(note.back),
        _escaped(" › ".join([*deck.name.split("::"), *note.section])),
        citation(note) + _place(note, source_url),
        "" if note.number is None else str(note.number),
        "",
        "",
        "",
        _escaped(note.guid),
    )


def citation(note: Note) -> str:
    """Return where the answer is from, as HTML; nothing where the author does not say."""
    if not note.source:
        return ""
    # More than a line has the definitions of its links with it.
    render = markdown.render if "\n" in note.source else markdown.render_inline
    return f'<div class="citation">{render(note.source)}</div>'


def _place(note: Note, source_url: str) -> str:
    if not note.file:
        return ""
    place = _escaped(f"{note.file}:{note.line}")
    if not source_url:
        return place
    url = source_url.replace("{file}", quote(note.file)).replace("{line}", str(note.line))
    return f'<a href="{_escaped(url)}">{place}</a>'


def _escaped(text: str) -> str:
    for character, entity in _ENTITIES.items():
        text = text.replace(character, entity)
    return text


# Brackets and backslashes would be commands to Anki and to MathJax.
_ENTITIES = {"&": "&amp;", "<": "&lt;", '"': "&quot;", "[": "&#91;", "\\": "\\<span></span>"}
