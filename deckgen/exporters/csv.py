"""A table for other tools: spreadsheets, databases, other flash-card programs."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Literal

from deckgen import markdown
from deckgen.exporters.sides import sides
from deckgen.model import OutputFile

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from deckgen.model import Deck, Note, Template

#: The columns are stable: new ones come at the end.
COLUMNS = (
    "guid",
    "number",
    "question",
    "answer",
    "question_html",
    "answer_html",
    "deck",
    "section",
    "topics",
    "tags",
    "file",
    "line",
)
#: A cell that begins so is a formula to a spreadsheet.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def export(
    decks: Sequence[Deck],
    _templates: Mapping[str, Template],
    *,
    separator: Literal["comma", "semicolon", "tab"] = "comma",
    spreadsheet_safe: bool = False,
) -> Iterator[OutputFile]:
    """A table for other tools (RFC 4180): plain text and HTML, one row a question.

    Options:
        separator: What stands between cells; with "tab" the file ends in ``.tsv``.
        spreadsheet_safe: Put ``'`` before text that a spreadsheet would take for a formula.
    """
    delimiter = {"comma": ",", "semicolon": ";", "tab": "\t"}[separator]
    lines = io.StringIO(newline="")
    writer = csv.writer(lines, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    rows = (_row(note, deck.name) for deck in decks for note in deck.notes)
    writer.writerows(map(_without_formulas, rows) if spreadsheet_safe else rows)
    yield OutputFile(".tsv" if separator == "tab" else ".csv", lines.getvalue().encode())


def _row(note: Note, deck: str) -> tuple[str | int, ...]:
    front, back = sides(note)
    return (
        note.guid,
        "" if note.number is None else note.number,
        markdown.plain_text(front),
        markdown.plain_text(back),
        front,
        back,
        deck,
        " > ".join(note.section),
        " ".join(note.topics),
        " ".join(note.tags),
        note.file,
        note.line,
    )


def _without_formulas(row: tuple[str | int, ...]) -> tuple[str | int, ...]:
    return tuple(
        f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell for cell in row
    )
