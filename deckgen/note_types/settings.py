"""Reads what ``deckgen.toml`` says of note types of the author's own.

A note type stands for one of ours, that of its kind.  Its fields are ours under other names and
in another order, with more between them: what the author names keeps the id of ours, and those
of ours that are not named stand behind.  So Anki can turn notes of our type into the author's
and keep their history.  Only a note type that is in a collection already has just the fields that
are named.
"""

from __future__ import annotations

import re
from dataclasses import replace
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, get_args

from deckgen.model import CardTemplate, Finding, Kind, NoteField, NoteType
from deckgen.note_types import FIELDS, NOTE_TYPES, VALUES
from deckgen.note_types.language import SPECIAL
from deckgen.refusal import nearest
from deckgen.toml import line_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

#: What can be said of a note type, and what it should be.
SETTINGS = {
    "name": "a text in quotes",
    "id": "a whole number",
    "fields": 'a table of what each field holds: Word = "question"',
    "cards": 'a table with two templates for each card: "Card 1" = ["front.html", "back.html"]',
    "css": 'a list of style sheets: ["vocabulary.css"]',
}
_FOLDER = "anki/"
#: What Anki takes out of the name of a field, or reads as something else.
_NO_NAME = re.compile(r'[:{}"]|^[#^/]|^\s|\s$|^$')


def parse_note_types(
    table: Mapping[str, Any], text: str, file: str
) -> tuple[dict[Kind, NoteType], list[Finding]]:
    """Return the author's note types by the kinds that they stand for, and what is wrong.

    Args:
        table: What ``[note_types]`` holds.
        text: The text of the whole file.
        file: The file's name, for the findings.
    """
    made: dict[Kind, NoteType] = {}
    findings: list[Finding] = []
    kinds: dict[str, Kind] = {kind: kind for kind in get_args(Kind)}
    for kind, given in table.items():
        problems = list(_problems(kind, given))
        if not problems and given["name"] in (each.name for each in made.values()):
            problems = [("name", f'two kinds cannot both be "{given["name"]}"', "rename one")]
        findings += [
            Finding(
                severity="error",
                code="config",
                message=message,
                hint=hint,
                file=file,
                line=_line_of(text, kind, key),
            )
            for key, message, hint in problems
        ]
        if not problems:
            made[kinds[kind]] = _note_type(kinds[kind], given)
    return made, findings


def _line_of(text: str, kind: str, key: str) -> int:
    table = f"note_types.{kind}"
    return line_of(text, key, table) or line_of(text, kind, "note_types")


def _problems(kind: str, given: Any) -> Iterator[tuple[str, str, str]]:  # noqa: ANN401 - of TOML
    """Yield what is wrong with the settings of one note type: the key, what, and what to do."""
    where = f"note_types.{kind}"
    if kind not in get_args(Kind):
        yield "", f'there is no kind "{kind}" of notes', nearest(kind, get_args(Kind))
        return
    if not isinstance(given, dict):
        yield "", f'"{where}" should be a table: [{where}]', ""
        return
    yield from _setting_problems(kind, where, given)
    name = given.get("name", "")
    if not name:
        yield "", f'"{where}" has no name', f'add name = "…" below [{where}]'
    elif name in (each.name for each in NOTE_TYPES.values()):
        yield "name", f'"{name}" is the name of one of ours', "choose another"
    if "id" in given and not {"question", "answer"} <= {*_holdings(given)}:
        hint = f'write the names of its fields: [{where}.fields] Front = "question" …'
        yield "id", "with an id, the fields must hold the question and the answer", hint


def _setting_problems(
    kind: str, where: str, given: Mapping[str, Any]
) -> Iterator[tuple[str, str, str]]:
    for key, value in given.items():
        if key not in SETTINGS:
            yield key, f'unknown setting "{where}.{key}"', nearest(key, SETTINGS)
        elif not _FITS[key](value):
            yield key, f'"{where}.{key}" should be {SETTINGS[key]}', ""
        elif key == "fields":
            yield from _field_problems(value, exact="id" in given)
        elif key == "cards" and kind == "cloze" and len(value) != 1:
            yield key, "a note type with gaps has one card, which Anki makes for each gap", ""


def _holdings(given: Mapping[str, Any]) -> list[object]:
    fields = given.get("fields", {})
    return [*fields.values()] if isinstance(fields, dict) else []


def _field_problems(fields: Mapping[str, str], *, exact: bool) -> Iterator[tuple[str, str, str]]:
    names = [name.casefold() for name in fields]
    ours = {each.name.casefold(): each.name for each in FIELDS}
    for name, holds in fields.items():
        if holds and holds not in VALUES:
            yield "fields", f'a field cannot hold "{holds}"', nearest(holds, VALUES)
        if _NO_NAME.search(name) or name in SPECIAL:
            yield "fields", f'Anki knows no field called "{name}"', "call it something else"
        if names.count(name.casefold()) > 1:
            yield "fields", f'two fields are called "{name}"', "Anki does not tell Aa from aa"
        if not exact and ours.get(name.casefold(), name) != name:
            yield "fields", f'"{name}" is one of ours', f'write "{ours[name.casefold()]}"'


def _is_texts(value: object, number: int = 0) -> bool:
    return (
        isinstance(value, list)
        and all(isinstance(each, str) and each for each in value)
        and (len(value) == number if number else bool(value))
    )


_FITS: Mapping[str, Callable[[Any], bool]] = {
    "name": lambda value: isinstance(value, str),
    "id": lambda value: isinstance(value, int) and not isinstance(value, bool) and value > 0,
    "fields": lambda value: (
        isinstance(value, dict) and all(isinstance(each, str) for each in value.values())
    ),
    "cards": lambda value: (
        isinstance(value, dict)
        and bool(value)
        and all(_is_texts(each, 2) for each in value.values())
    ),
    "css": _is_texts,
}


def _note_type(kind: Kind, given: Mapping[str, Any]) -> NoteType:
    ours, name, exact = NOTE_TYPES[kind], given["name"], "id" in given
    fields = _fields(name, given.get("fields", {}), exact=exact)
    cards = _cards(name, ours, given.get("cards", {}), exact=exact)
    styles = tuple(f"{_FOLDER}{each}" for each in given.get("css", ())) or ours.styles
    # With other fields or cards it is another note type to Anki, and so it has another id.
    number = given.get("id") or _id(
        1_600_000_000_000, name, *(each.id for each in fields), *(each.id for each in cards)
    )
    return NoteType(name, number, fields, cards, styles, ours.has_gaps)


def _fields(name: str, given: Mapping[str, str], *, exact: bool) -> tuple[NoteField, ...]:
    if exact:
        return tuple(NoteField(each, 0, holds) for each, holds in given.items())
    free = {each.id: each for each in FIELDS if each.name not in given}
    fields = []
    for field, holds in given.items():
        named = next((each for each in FIELDS if each.name == field), None)
        like = named or next(
            (each for each in free.values() if holds and each.holds == holds), None
        )
        if like:
            free.pop(like.id, None)
        fields.append(NoteField(field, like.id if like else _id(0, name, field), holds))
    return (*fields, *free.values())


def _cards(
    name: str, ours: NoteType, given: Mapping[str, Sequence[str]], *, exact: bool
) -> tuple[CardTemplate, ...]:
    cards = ours.cards
    if given:
        ids = [each.id for each in ours.cards] + [
            _id(0, name, "card", each) for each in [*given][len(ours.cards) :]
        ]
        cards = tuple(
            CardTemplate(card, number, f"{_FOLDER}{front}", f"{_FOLDER}{back}")
            for number, (card, (front, back)) in zip(ids, given.items(), strict=False)
        )
    return tuple(replace(card, id=0) for card in cards) if exact else cards


def _id(base: int, *parts: object) -> int:
    text = "\0".join(map(str, parts)).encode()
    return base + int.from_bytes(blake2b(text, digest_size=8).digest(), "big") % 100_000_000_000
