"""Note types of the author's own: what ``deckgen.toml`` says of them, and whether they can work.

A note type stands for one of ours, that of its kind.  Its fields are ours under other names and
in another order, with more between them: what the author names keeps the id of ours, and those
of ours that are not named stand behind.  So Anki can turn notes of our type into the author's
and keep their history.  Only a note type that is in a collection already has just the fields that
are named.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, get_args

from deckgen.card_templates import SPECIAL, fields_of, orders, tags_of, unbalanced
from deckgen.model import CardTemplate, Finding, Kind, NoteField, NoteType, Template
from deckgen.note_types import FIELDS, NOTE_TYPES, VALUES, note_type_of, side_of
from deckgen.refusal import nearest
from deckgen.toml import line_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from deckgen.lock import LockEntry
    from deckgen.model import Deck, Note

_KEYS = {
    "name": "a text in quotes",
    "id": "a whole number",
    "fields": 'a table of what each field holds: Word = "question"',
    "cards": 'a table with two templates for each card: "Card 1" = ["front.html", "back.html"]',
    "css": 'a list of style sheets: ["vocabulary.css"]',
}
_FOLDER = "anki/"
_NEVER_EMPTY = ("question", "answer")
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
        if key not in _KEYS:
            yield key, f'unknown setting "{where}.{key}"', nearest(key, _KEYS)
        elif not _FITS[key](value):
            yield key, f'"{where}.{key}" should be {_KEYS[key]}', ""
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


def check_note_types(
    note_types: Iterable[NoteType], templates: Mapping[str, Template]
) -> list[Finding]:
    """Return what would keep the cards of the author's note types from being shown.

    The files of the findings are relative to the project's folder.
    """
    return [finding for each in note_types for finding in _faults(each, templates)]


def _faults(note_type: NoteType, templates: Mapping[str, Template]) -> Iterator[Finding]:
    known = [each.removeprefix(_FOLDER) for each in templates if each.startswith(_FOLDER)]
    missing = [name for name in note_type.templates if name not in templates]
    for name in missing:
        message = f'there is no such template for "{note_type.name}"'
        yield _fault(name, 0, message, nearest(name.removeprefix(_FOLDER), known))
    if missing:
        return
    sides = {
        name: side_of(note_type, name, templates)
        for card in note_type.cards
        for name in (card.front, card.back)
    }
    faults = [each for name, text in sides.items() for each in _side_faults(note_type, name, text)]
    yield from faults or _front_faults(note_type, sides)


def _front_faults(note_type: NoteType, sides: Mapping[str, str]) -> Iterator[Finding]:
    """Yield what is wrong with fronts that are right one by one."""
    fronts = [list(tags_of(sides[card.front])) for card in note_type.cards]
    full = dict.fromkeys((field.name for field in note_type.fields), "x")
    sure = {field.name: "x" for field in note_type.fields if field.holds in _NEVER_EMPTY}
    never = {*range(len(fronts))} - {*orders(fronts, full)}
    for order in sorted(never):
        message = "the front shows no field"
        yield _fault(note_type.cards[order].front, 0, message, "write {{Question}}, say")
    if not never and not orders(fronts, sure):
        message = f'"{note_type.name}" makes no card of a note with a question and an answer only'
        hint = "let one front show {{Question}} or {{Answer}} without a condition"
        yield _fault(note_type.cards[0].front, 0, message, hint)


def _side_faults(note_type: NoteType, side: str, text: str) -> Iterator[Finding]:
    known = {field.name for field in note_type.fields}
    used = list(fields_of(text))
    for tag in used:
        if tag.field not in known:
            message = f'"{note_type.name}" has no field "{tag.field}"'
            yield _fault(side, tag.line, message, nearest(tag.field, known))
    if half := unbalanced(text):
        message = f"{{{{{half.sign}{half.field}}}}} has no other half"
        yield _fault(
            side, half.line, message, "a condition begins with {{#…}} and ends with {{/…}}"
        )
    if note_type.has_gaps and not any("cloze" in tag.filters for tag in used):
        yield _fault(side, 0, "the gaps are not shown", "write {{cloze:Question}}")


def _fault(template: str, line: int, message: str, hint: str) -> Finding:
    return Finding(
        severity="error",
        code="note-type",
        message=message,
        hint=hint,
        file=f"templates/{template}",
        line=line,
    )


def definitions(note_types: Iterable[NoteType]) -> dict[str, Template]:
    """Return the note types as texts among the templates, so that they are dated like these.

    A new name of a field reaches learners only if the note type is later than theirs.
    """
    return {each.definition: Template(repr(each)) for each in note_types}


def with_note_types(decks: Sequence[Deck], note_types: Mapping[Kind, NoteType]) -> tuple[Deck, ...]:
    """Return the decks with notes of the author's note types."""
    if not note_types:
        return tuple(decks)
    return tuple(
        replace(
            deck,
            notes=tuple(replace(note, note_type=note_types.get(note.kind)) for note in deck.notes),
        )
        for deck in decks
    )


def report_moves(decks: Iterable[Deck], before: Mapping[str, LockEntry]) -> list[Finding]:
    """Say which notes have another note type than in the build before."""
    moved: defaultdict[str, list[Note]] = defaultdict(list)
    for deck in decks:
        for note in deck.notes:
            entry = before.get(note.guid)
            if entry and entry.note_type != (note.note_type.id if note.note_type else 0):
                moved[note_type_of(note).name].append(note)
    return [_move(name, notes) for name, notes in moved.items()]


def _move(name: str, notes: Sequence[Note]) -> Finding:
    number = f"{len(notes)} notes" if len(notes) > 1 else "a note"
    return Finding(
        severity="warning",
        code="note-type-changed",
        message=f'{number} of earlier builds, this one first, shall have the note type "{name}"',
        hint='learners must tick "Merge note types" when they import this; else these notes stay '
        "as they are and get no more updates",
        file=notes[0].file,
        line=notes[0].line,
    )
