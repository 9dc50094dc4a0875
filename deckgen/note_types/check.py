"""Finds what would keep the cards of the author's own note types from being shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deckgen.model import Finding
from deckgen.note_types import side_of
from deckgen.note_types.language import fields_of, orders, tags_of, unbalanced
from deckgen.refusal import nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from deckgen.model import NoteType, Template

_FOLDER = "anki/"
_NEVER_EMPTY = ("question", "answer")


def check_note_types(
    note_types: Iterable[NoteType], templates: Mapping[str, Template]
) -> list[Finding]:
    """Return what would keep the cards of the author's note types from being shown.

    The files of the findings are relative to the project's folder.
    """
    found = (finding for each in note_types for finding in _faults(each, templates))
    # A field that is wrong at both ends of a condition is wrong once, and so is a missing file.
    return list(dict.fromkeys(found))


def _faults(note_type: NoteType, templates: Mapping[str, Template]) -> Iterator[Finding]:
    missing = [name for name in note_type.templates if name not in templates]
    for name in missing:
        message = f'there is no such template for "{note_type.name}"'
        yield _fault(name, 0, message, "put it there, or mend its name in deckgen.toml")
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
