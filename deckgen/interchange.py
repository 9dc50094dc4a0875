"""The model as plain data, to be written as JSON and read back.

``docs/json.md`` describes the form for those who write filters.
"""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any, TypeGuard, get_args

from deckgen.model import Deck, Kind, Media, Note
from deckgen.refusal import nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

#: Raised when what a reader of the form relies on changes.
VERSION = 1
#: The author's own note type and the topic file are settings of who reads, not of the note.
_SETTINGS = ("note_type", "topic_file")
_NOTE_KEYS = tuple(field.name for field in fields(Note) if field.name not in _SETTINGS)
_DECK_KEYS = ("name", "language", "description", "media")
_MEDIA_NAME = re.compile(r"dg-[0-9a-f]{16}\.[a-z0-9]{1,5}")
#: What we write beside a note's own fields.
_ADDED_KEYS = ("deck", "rendered_from")


class InterchangeError(ValueError):
    """The data has not the form that :func:`data_from_decks` gives it."""


def data_from_decks(decks: Sequence[Deck]) -> dict[str, Any]:
    """Return the decks as data that JSON can hold, with all notes in one array."""
    return {
        "deckgen": VERSION,
        "decks": [_data_from_deck(deck) for deck in decks],
        "notes": [data_from_note(note, deck.name) for deck in decks for note in deck.notes],
    }


def _data_from_deck(deck: Deck) -> dict[str, Any]:
    media = {each.name: base64.b64encode(each.content).decode() for each in deck.media}
    return {
        "name": deck.name,
        "language": deck.language,
        "description": deck.description,
        **({"media": media} if media else {}),
    }


def data_from_note(note: Note, deck: str) -> dict[str, Any]:
    """Return one note as data; ``rendered_from`` tells later whether its markdown was changed."""
    return {
        "guid": note.guid,
        "id": note.id,
        "kind": note.kind,
        "number": note.number,
        "question": note.question,
        "answer": note.answer,
        "front": note.front,
        "back": note.back,
        "source": note.source,
        "tags": list(note.tags),
        "topics": list(note.topics),
        "section": list(note.section),
        "deck": deck,
        "file": note.file,
        "line": note.line,
        "answer_line": note.answer_line,
        "modified": note.modified,
        "new": note.new,
        "rendered_from": _digest(note.question, note.answer),
    }


def decks_from_data(data: object) -> tuple[Deck, ...]:
    """Return the decks that the data describes.

    A note's ``front`` and ``back`` are taken as they are as long as its ``question`` and
    ``answer`` are what they were rendered from; else they are left empty, to be rendered anew.

    Raises:
        InterchangeError: The data has another form; the message says where.
    """
    whole = _mapping(data, "the file", ("deckgen", "decks", "notes"))
    if whole.get("deckgen") != VERSION:
        message = f'"deckgen" is {whole.get("deckgen")!r}; this version reads {VERSION}'
        raise InterchangeError(message)
    decks = [_deck(deck, f"decks[{n}]") for n, deck in enumerate(_list(whole, "decks"))]
    notes: dict[str, list[Note]] = {deck.name: [] for deck in decks}
    for n, data_of_note in enumerate(_list(whole, "notes")):
        name, note = _note(data_of_note, f"notes[{n}]")
        notes.setdefault(name, []).append(note)
    known = {deck.name: deck for deck in decks}
    return tuple(
        replace(known.get(name, Deck(name=name)), notes=tuple(each)) for name, each in notes.items()
    )


def _deck(data: object, where: str) -> Deck:
    values = _mapping(data, where, _DECK_KEYS)
    return Deck(
        name=_text(values, "name", where),
        language=_text(values, "language", where, ""),
        description=_text(values, "description", where, ""),
        media=_media(values.get("media", {}), f"{where}.media"),
    )


def _media(data: object, where: str) -> tuple[Media, ...]:
    if not isinstance(data, dict):
        raise _wrong(where, "an object")
    media = []
    for name, content in data.items():
        try:
            media.append(Media(name, base64.b64decode(content, validate=True)))
        except (TypeError, ValueError) as error:
            raise _wrong(f'{where}["{name}"]', "a file in base64") from error
        if not _MEDIA_NAME.fullmatch(name):
            message = f'{where}: "{name}" is no name that deckgen gives to media'
            raise InterchangeError(message)
    return tuple(media)


def _note(data: object, where: str) -> tuple[str, Note]:
    """Return the name of the note's deck, and the note."""
    values = _mapping(data, where, (*_NOTE_KEYS, *_ADDED_KEYS))
    question, answer = _text(values, "question", where), _text(values, "answer", where)
    unchanged = values.get("rendered_from") == _digest(question, answer)
    number = values.get("number")
    if number is not None and not _is_integer(number):
        raise _wrong(f"{where}.number", "a whole number or null")
    kind = _text(values, "kind", where, "basic")
    if not _is_kind(kind):
        raise _wrong(f"{where}.kind", f"one of {', '.join(get_args(Kind))}")
    note = Note(
        question=question,
        answer=answer,
        front=_text(values, "front", where, "") if unchanged else "",
        back=_text(values, "back", where, "") if unchanged else "",
        kind=kind,
        source=_text(values, "source", where, ""),
        number=number,
        id=_text(values, "id", where, ""),
        guid=_text(values, "guid", where, ""),
        file=_text(values, "file", where, ""),
        new=values.get("new") is True,
        section=_texts(values, "section", where),
        tags=_texts(values, "tags", where),
        topics=_texts(values, "topics", where),
        line=_integer(values, "line", where),
        answer_line=_integer(values, "answer_line", where),
        modified=_integer(values, "modified", where),
    )
    return _text(values, "deck", where), note


def _digest(question: str, answer: str) -> str:
    # The length keeps question and answer apart: ("ab", "c") is not ("a", "bc").
    text = f"{len(question)}\n{question}{answer}"
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()


def _mapping(data: object, where: str, known: Iterable[str]) -> dict[str, Any]:
    if not isinstance(data, dict):
        raise _wrong(where, "an object")
    for key in data:
        if key not in known:
            message = f'{where}: unknown key "{key}"; {nearest(key, known)}'
            raise InterchangeError(message)
    return data


def _list(values: dict[str, Any], key: str, where: str = "") -> list[object]:
    value = values.get(key, [])
    if not isinstance(value, list):
        raise _wrong(f"{where}.{key}".lstrip("."), "an array")
    return value


def _text(values: dict[str, Any], key: str, where: str, default: str | None = None) -> str:
    value = values.get(key, default)
    if not isinstance(value, str):
        raise _wrong(f"{where}.{key}", "a text")
    # JSON can hold half of a surrogate pair, which no file can.
    return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _texts(values: dict[str, Any], key: str, where: str) -> tuple[str, ...]:
    items = _list(values, key, where)
    return tuple(_text({key: item}, key, where) for item in items)


def _integer(values: dict[str, Any], key: str, where: str) -> int:
    value = values.get(key, 0)
    if not _is_integer(value):
        raise _wrong(f"{where}.{key}", "a whole number")
    return value


def _is_kind(text: str) -> TypeGuard[Kind]:
    return text in get_args(Kind)


def _is_integer(data: object) -> TypeGuard[int]:
    return isinstance(data, int) and not isinstance(data, bool)


def _wrong(where: str, what: str) -> InterchangeError:
    return InterchangeError(f"{where} should be {what}")
