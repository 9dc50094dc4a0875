"""Reads the JSON that our exporter wrote, perhaps after a filter of the user's changed it."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from deckgen.interchange import InterchangeError, decks_from_data
from deckgen.model import Finding

if TYPE_CHECKING:
    from deckgen.model import Deck

_DECODER = json.JSONDecoder()
#: What stands before a value: the opening of what holds it, or what parts it from the one before.
_BETWEEN = re.compile(r"[ \t\n\r]*[\[{:,]?[ \t\n\r]*")


def read_json(text: str, name: str) -> tuple[tuple[Deck, ...], list[Finding]]:
    """Return the decks that the text describes, or an error among the findings."""
    try:
        data = json.loads(text)
        return decks_from_data(_with_places(data, text, name)), []
    except json.JSONDecodeError as error:
        return (), [_error(f"not valid JSON: {error.msg}", name, error.lineno)]
    except RecursionError:
        return (), [_error("not valid JSON: nested too deeply", name)]
    except InterchangeError as error:
        return (), [_error(str(error), name)]


def _with_places(data: object, text: str, name: str) -> object:
    """Say of notes that are from no document that they stand here, and at which line."""
    notes = data.get("notes") if isinstance(data, dict) else None
    if not isinstance(notes, list) or all(_has_file(note) for note in notes):
        return data
    for note, line in zip(notes, _lines_of_notes(text), strict=True):
        if not _has_file(note):
            note["file"] = name
            note |= {key: note.get(key) or line for key in ("line", "answer_line")}
    return data


def _has_file(note: object) -> bool:
    """Whether a note names its document; what is no note is complained of elsewhere."""
    return not isinstance(note, dict) or bool(note.get("file"))


def _lines_of_notes(text: str) -> list[int]:
    """Return the line where each element of the array "notes" begins in valid JSON."""
    starts: list[int] = []
    at = _past(text, 0)
    while text[at] != "}":
        key, at = _DECODER.raw_decode(text, at)
        at = _past(text, at)
        if key == "notes" and text[at] == "[":
            # Of two arrays of that name the later one counts, here as in the standard library.
            starts, at = _starts(text, at)
        else:
            _, at = _DECODER.raw_decode(text, at)
        at = _past(text, at)
    return [1 + text.count("\n", 0, start) for start in starts]


def _starts(text: str, at: int) -> tuple[list[int], int]:
    """Return where the elements of the array begin that begins here, and where it ends."""
    starts = []
    at = _past(text, at)
    while text[at] != "]":
        starts.append(at)
        _, at = _DECODER.raw_decode(text, at)
        at = _past(text, at)
    return starts, at + 1


def _past(text: str, at: int) -> int:
    """Return where the next value begins, or a closing bracket."""
    found = _BETWEEN.match(text, at)
    return found.end() if found else at


def _error(message: str, file: str, line: int = 0) -> Finding:
    return Finding(
        severity="error",
        code="json",
        message=message,
        hint="docs/json.md describes the form; `deckgen build -f json` writes it",
        file=file,
        line=line,
    )
