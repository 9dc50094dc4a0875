"""Reads the tables and definition lists that are written in HTML.

Tags may be closed or not, as HTML has it; what is inside of a cell, another table say, stays as
it is.
"""

from __future__ import annotations

import re
from textwrap import dedent
from typing import TYPE_CHECKING, NamedTuple

from deckgen.markdown import Block
from deckgen.shapes.tags import find_tags, tag_pattern, text_between

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Sequence

    from deckgen.shapes.tags import Place, Tag

_TABLE_TAGS = tag_pattern("table|thead|tbody|tfoot|tr|th|td|caption")
_LIST_TAGS = tag_pattern("dl|dt|dd")
_ROWS = re.compile(r"\browspan\s*=\s*[\"']?(\d{1,3})", re.IGNORECASE)
_COLUMNS = re.compile(r"\bcolspan\b", re.IGNORECASE)

_PARAGRAPH = re.compile(r"<p\b[^<>]*>((?:(?!<p\b).)*?)(?:</p\s*>)?", re.IGNORECASE | re.DOTALL)
_LINES_COUNT = re.compile(r"\n[ \t]*\n|<pre\b|```|~~~", re.IGNORECASE)


class Part(NamedTuple):
    """What stands directly in a table or a list: from its tag to where it ends."""

    tag: Tag
    end: Place


class Element(NamedTuple):
    """A table or a list that is in no other one, and its parts."""

    line: int
    end: int
    parts: list[Part]


class Definition(NamedTuple):
    """Terms and meanings, each with its line from 1 and its text."""

    terms: list[tuple[int, str]]
    meanings: list[tuple[int, str]]
    end: int


def html_tables(lines: Sequence[str], code: Container[int] = ()) -> Iterator[Block]:
    """Yield the tables that begin with a row of headers, as the blocks that markdown makes.

    A cell that spans several rows is empty but in the first; a row that is but one cell over
    several columns is left out.  A table that brings rows of more cells has no columns to tell.

    Args:
        lines: The document.
        code: The indices of the lines that are in code.
    """
    for table in _elements(find_tags(lines, _TABLE_TAGS, code), "table"):
        head, *body = _rows(table) or [[]]
        is_head = len(head) > 1 and all(cell.tag.name == "th" for cell in head)
        if not is_head or any(_COLUMNS.search(cell.tag.attributes) for cell in head):
            continue
        rows = [_row(lines, row, len(head)) for row in _spread([head, *body])]
        if all(len(row.blocks) == len(head) for row in rows):
            yield Block("table", table.line, table.end, blocks=tuple(rows))


def _rows(table: Element) -> list[list[Part]]:
    rows: list[list[Part]] = []
    for part in table.parts:
        if part.tag.name == "tr":
            rows.append([])
        elif part.tag.name in {"th", "td"} and rows:
            rows[-1].append(part)
    return [row for row in rows if row]


def _spread(rows: Sequence[Sequence[Part]]) -> Iterator[list[Part | None]]:
    """Yield the rows with None where a cell of a row above goes on."""
    going_on: dict[int, int] = {}
    for row in rows:
        if len(row) == 1 and _COLUMNS.search(row[0].tag.attributes):
            continue
        cells: list[Part | None] = []
        for part in row:
            while going_on.get(len(cells), 0) > 0:
                going_on[len(cells)] -= 1
                cells.append(None)
            if match := _ROWS.search(part.tag.attributes):
                going_on[len(cells)] = int(match[1]) - 1
            cells.append(part)
        yield cells


def _row(lines: Sequence[str], row: Sequence[Part | None], width: int) -> Block:
    parts = [part for part in row if part]
    line, end = parts[0].tag.start[0] + 1, parts[-1].end[0] + 1
    cells = [_cell(lines, part) if part else Block("cell", line, line) for part in row]
    cells += [Block("cell", end, end)] * (width - len(row))
    return Block("row", line, end, blocks=tuple(cells))


def _cell(lines: Sequence[str], part: Part) -> Block:
    line, text = _content(lines, part)
    return Block("cell", line, part.end[0] + 1, text=text)


def html_definitions(lines: Sequence[str], code: Container[int] = ()) -> Iterator[Definition]:
    """Yield the terms of ``<dl>`` lists with their meanings.

    Args:
        lines: The document.
        code: The indices of the lines that are in code.
    """
    for found in _elements(find_tags(lines, _LIST_TAGS, code), "dl"):
        terms: list[tuple[int, str]] = []
        meanings: list[tuple[int, str]] = []
        end = found.line
        for part in found.parts:
            if part.tag.name == "dt":
                if meanings:
                    yield Definition(terms, meanings, end)
                    terms, meanings = [], []
                terms.append(_content(lines, part))
            elif terms:
                meanings.append(_content(lines, part))
            end = part.end[0] + 1
        if terms and meanings:
            yield Definition(terms, meanings, end)


def _elements(tags: Iterator[Tag], name: str) -> Iterator[Element]:
    """Yield the elements of a name that are in no other one and that are closed."""
    depth = 0
    line = 0
    opened: Tag | None = None
    parts: list[Part] = []
    for tag in tags:
        if tag.name == name:
            depth = max(0, depth + (-1 if tag.closing else 1))
        if opened and (depth == 0 or (depth == 1 and tag.name != name)):
            parts.append(Part(opened, tag.start))
            opened = None
        if tag.name != name:
            opened = tag if depth == 1 and not tag.closing else opened
        elif depth == 1 and not tag.closing:
            line, parts = tag.start[0] + 1, []
        elif depth == 0 and line:
            yield Element(line, tag.end[0] + 1, parts)
            line = 0


def _content(lines: Sequence[str], part: Part) -> tuple[int, str]:
    """Return the line where a part's text begins, and the text without its indentation."""
    first, _, rest = text_between(lines, part.tag.end, part.end).partition("\n")
    text = f"{first.strip()}\n{dedent(rest)}".rstrip()
    bare = text.lstrip("\n")
    line = part.tag.end[0] + 1 + len(text) - len(bare)
    if match := _PARAGRAPH.fullmatch(bare):
        bare = match[1].strip()
    # Behind a blank line markdown begins, where lines count.
    return line, bare if _LINES_COUNT.search(bare) else " ".join(bare.split())
