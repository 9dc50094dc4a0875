"""Writes down a note type that is in Anki already, as ``deckgen.toml`` and templates say it."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from deckgen.refusal import USAGE_ERROR, nearest, refuse

if TYPE_CHECKING:
    from collections.abc import Sequence

    from deckgen.model import Kind

#: What the first fields of most note types hold.
_FIRST = ("question", "answer")


def choose(note_types: Sequence[dict[str, Any]], name: str, package: str) -> dict[str, Any]:
    """Return the note type of this name, or without one the only one.

    Raises:
        RefusedError: There is none of this name, or there are several and none is named.
    """
    names = [each["name"] for each in note_types]
    if name and name not in names:
        message = f'no note of {package} has the note type "{name}"'
        raise refuse("no-such-note-type", message, nearest(name, names), exit_code=USAGE_ERROR)
    if not name and len(names) != 1:
        raise refuse(
            "no-such-note-type",
            f"the notes of {package} have {len(names)} note types: {', '.join(sorted(names))}",
            "name one with --name",
            exit_code=USAGE_ERROR,
        )
    return note_types[names.index(name) if name else 0]


def kind_for(note_type: dict[str, Any], wanted: Kind | None) -> Kind:
    """Return the kind of notes that a note type is taken for: the one wanted, or the usual one.

    Raises:
        RefusedError: One of the two has gaps and the other has not.
    """
    usual: Kind = "cloze" if note_type["type"] else "basic"
    if wanted and (wanted == "cloze") != (usual == "cloze"):
        has = "has gaps" if usual == "cloze" else "has no gaps"
        raise refuse(
            "wrong-kind",
            f'"{note_type["name"]}" {has}, so no note that is {wanted} can have it',
            f"leave out --kind: it is for notes that are {usual}",
            exit_code=USAGE_ERROR,
        )
    return wanted or usual


def settings(note_type: dict[str, Any], kind: Kind) -> str:
    """Return what ``deckgen.toml`` says of a note type for notes of a kind.

    As in most, its first fields hold the question and the answer: that is for the author to check.
    """
    slug = _slug(note_type["name"])
    table = f"note_types.{kind}"
    holds = (*_FIRST, *[""] * len(note_type["flds"]))
    fields = zip((field["name"] for field in note_type["flds"]), holds, strict=False)
    lines = [
        f"[{table}]",
        f"name = {_text(note_type['name'])}",
        f"id = {int(note_type['id'])}",
        f'css = ["{slug}.css"]',
        "",
        f"[{table}.fields]",
        *(f"{_text(name)} = {_text(word)}" for name, word in fields),
        "",
        f"[{table}.cards]",
        *(
            f'{_text(card["name"])} = ["{slug}-{n}-front.html", "{slug}-{n}-back.html"]'
            for n, card in enumerate(note_type["tmpls"], 1)
        ),
    ]
    return "\n".join(lines) + "\n"


def templates(note_type: dict[str, Any]) -> dict[str, str]:
    """Return the templates of a note type, by their names in ``templates/anki/``."""
    slug = _slug(note_type["name"])
    sides = {
        f"{slug}-{n}-{side}.html": card[key]
        for n, card in enumerate(note_type["tmpls"], 1)
        for side, key in (("front", "qfmt"), ("back", "afmt"))
    }
    return {**sides, f"{slug}.css": note_type["css"]}


def _slug(name: str) -> str:
    return re.sub(r"\W+", "-", name).strip("-").lower() or "note-type"


def _text(text: str) -> str:
    # What JSON writes for a text, TOML reads.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
