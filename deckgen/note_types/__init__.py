"""The note types that we bring into a learner's collection: frozen, since Anki never forgets them.

Anki puts notes into a second note type, and stops updating the first, as soon as fields or
templates are added, removed or reordered.  So the fields below stay as they are for good.  The
spare ones may be given a name and a use, because Anki follows a *renamed* field by its id; a note
type that needs more gets a new id and a way to migrate.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from deckgen import markdown
from deckgen.media import as_sounds
from deckgen.model import CardTemplate, NoteField, NoteType
from deckgen.note_types.language import with_names

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from deckgen.model import Deck, Kind, Note, Template

#: The ids are for good.
FIELDS = (
    NoteField("Question", 7404100001, "question"),
    NoteField("Answer", 7404100002, "answer"),
    NoteField("Context", 7404100003, "context"),
    NoteField("Source", 7404100004, "source"),
    NoteField("Number", 7404100005, "number"),
    NoteField("Spare 1", 7404100006),
    NoteField("Spare 2", 7404100007),
    NoteField("Spare 3", 7404100008),
    NoteField("ID", 7404100009, "id"),
)
#: The templates that the style sheet of all note types is made of.
STYLES = ("anki/card.css", "anki/code.css")

#: The ids are in learners' collections: they never change, nor does the order of the cards.
NOTE_TYPES: Mapping[Kind, NoteType] = {
    "basic": NoteType(
        "deckgen basic",
        1740410010001,
        FIELDS,
        (CardTemplate("Card 1", 7404110001, "anki/basic-front.html", "anki/basic-back.html"),),
        STYLES,
    ),
    "reversed": NoteType(
        "deckgen reversed",
        1740410010002,
        FIELDS,
        (
            CardTemplate("Card 1", 7404110002, "anki/basic-front.html", "anki/basic-back.html"),
            CardTemplate(
                "Card 2", 7404110003, "anki/reversed-front.html", "anki/reversed-back.html"
            ),
        ),
        STYLES,
    ),
    "cloze": NoteType(
        "deckgen cloze",
        1740410010003,
        FIELDS,
        (CardTemplate("Card 1", 7404110004, "anki/cloze-front.html", "anki/cloze-back.html"),),
        STYLES,
        has_gaps=True,
    ),
    "choice": NoteType(
        "deckgen choice",
        1740410010004,
        FIELDS,
        (CardTemplate("Card 1", 7404110005, "anki/choice-front.html", "anki/basic-back.html"),),
        STYLES,
    ),
    "typed": NoteType(
        "deckgen typed",
        1740410010005,
        FIELDS,
        (CardTemplate("Card 1", 7404110006, "anki/typed-front.html", "anki/typed-back.html"),),
        STYLES,
    ),
}


def note_type_of(note: Note) -> NoteType:
    """Return the note type of a note: the author's own, or else ours for its kind."""
    return note.note_type or NOTE_TYPES[note.kind]


def side_of(note_type: NoteType, name: str, templates: Mapping[str, Template]) -> str:
    """Return the template of a card's side, which may call fields by our names in any note type."""
    theirs = {field.name for field in note_type.fields}
    names = {
        ours.name: field.name
        for ours in FIELDS
        if ours.name not in theirs
        for field in reversed(note_type.fields)
        if (field.id == ours.id if field.id else ours.holds and field.holds == ours.holds)
    }
    return with_names(templates[name].text, names)


def field_values(note: Note, deck: Deck) -> tuple[str, ...]:
    """Return what the fields of a note's note type hold, in their order; all of it is HTML."""
    return tuple(
        VALUES[field.holds](note, deck) if field.holds else ""
        for field in note_type_of(note).fields
    )


def citation(note: Note) -> str:
    """Return where the answer is from, as HTML; nothing where the author does not say."""
    if not note.source:
        return ""
    # More than a line has the definitions of its links with it.
    render = markdown.render if "\n" in note.source else markdown.render_inline
    return f'<div class="citation">{render(note.source)}</div>'


def _place(note: Note, deck: Deck) -> str:
    if not note.file:
        return ""
    place = _escaped(f"{note.file}:{note.line}")
    if not deck.source_url:
        return place
    url = deck.source_url.replace("{file}", quote(note.file)).replace("{line}", str(note.line))
    return f'<a href="{_escaped(url)}">{place}</a>'


def _escaped(text: str) -> str:
    for character, entity in _ENTITIES.items():
        text = text.replace(character, entity)
    return text


#: What a field can hold of a note in its deck, by the word that stands for it.
VALUES: Mapping[str, Callable[[Note, Deck], str]] = {
    "question": lambda note, _deck: as_sounds(note.front),
    "answer": lambda note, _deck: as_sounds(note.back),
    "context": lambda note, deck: _escaped(" › ".join([*deck.name.split("::"), *note.section])),
    "source": lambda note, deck: citation(note) + _place(note, deck),
    "number": lambda note, _deck: "" if note.number is None else str(note.number),
    "id": lambda note, _deck: _escaped(note.guid),
    "citation": lambda note, _deck: citation(note),
    "place": _place,
    "deck": lambda _note, deck: _escaped(deck.name),
    "section": lambda note, _deck: _escaped(" › ".join(note.section)),
    "topics": lambda note, _deck: _escaped(" ".join(note.topics)),
    "tags": lambda note, _deck: _escaped(" ".join(note.tags)),
}

# Brackets and backslashes would be commands to Anki and to MathJax.
_ENTITIES = {"&": "&amp;", "<": "&lt;", '"': "&quot;", "[": "&#91;", "\\": "\\<span></span>"}
