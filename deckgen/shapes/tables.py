"""Tables of questions and answers, or of terms and their meanings, one note a row."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from statistics import median
from typing import TYPE_CHECKING

from deckgen.messages import counted
from deckgen.shapes.column_names import role_of
from deckgen.shapes.gaps import table_gaps
from deckgen.shapes.prose import without_code
from deckgen.shapes.shape import Pair, Reading
from deckgen.shapes.text import asks, unwrapped

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from deckgen.markdown import Block
    from deckgen.model import Kind
    from deckgen.shapes.shape import Page

_LINK_ONLY = re.compile(r"[\W\d_]*!?\[[^\]]*\]\([^)]*\)[\W\d_]*")
_CODE_ONLY = re.compile(r"`[^`]+`(?:\s*[,/|]?\s*`[^`]+`)*")
_NUMBER = re.compile(r"\W*[A-Za-z]{0,2}(\d{1,6})\W*")
_LETTER = re.compile(r"[^\W\d_]")
#: A term is shorter than this.
_TERM = 60


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column of a table holds what; ``named`` says that the headers tell."""

    front: int
    back: int
    number: int | None
    kind: Kind
    named: bool
    #: As in :class:`deckgen.shapes.shape.Reading`.
    likeness: float = 1.0


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose rows are cards."""

    columns: Columns
    pairs: tuple[Pair, ...]


def read_tables(page: Page) -> Iterator[Reading]:
    """Propose the rows of tables: one reading by headers, one by what is in the columns."""
    tables = [table for block in page.tables if (table := _table(block))]
    for named in (True, False):
        chosen = [table for table in tables if table.columns.named == named]
        if pairs := tuple(pair for table in chosen for pair in table.pairs):
            yield Reading(
                pairs=pairs,
                explicit=named,
                likeness=min(table.columns.likeness for table in chosen),
                evidence=f"{counted(len(pairs), 'row')} of {counted(len(chosen), 'table')}, "
                f"known by the {'headers' if named else 'columns'}",
            )


def _table(block: Block) -> Table | None:
    headers, *rows = map(_texts, block.blocks)
    if len(headers) < 2 or not rows or _has_gaps(rows):
        return None
    columns = _named(headers, rows) or _placed(headers, rows)
    if columns is None:
        return None
    # A table needs a head, though its author may have none.
    has_head = columns.named or not asks(headers[columns.front])
    return Table(columns, tuple(_pairs(block.blocks[has_head:], headers, columns)))


def _has_gaps(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the author left gaps in the cells: then the table is a text with gaps."""
    return any(
        not gap.is_highlight
        for row in rows
        for cell in row
        if "{{" in cell
        for gap in table_gaps(without_code(cell))
    )


def _texts(row: Block) -> list[str]:
    return [cell.text for cell in row.blocks]


def _named(headers: Sequence[str], rows: Sequence[Sequence[str]]) -> Columns | None:
    """Tell the columns by their headers, in any order."""
    roles = [role_of(header) for header in headers]
    front = next((n for n, role in enumerate(roles) if role in {"question", "term"}), None)
    back = next((n for n, role in enumerate(roles) if role in {"answer", "meaning"}), None)
    languages = [n for n, role in enumerate(roles) if role == "language"]
    if front is None and len(languages) > 1:
        front, back = languages[:2]
    elif languages and (front is None) != (back is None):
        front, back = (languages[0], back) if front is None else (front, languages[0])
    if front is None or back is None or _is_mostly(_LINK_ONLY, rows, back):
        return None
    kind: Kind = "basic" if roles[front] == "question" else "reversed"
    return Columns(front, back, _number_column(headers, rows), kind, named=True)


def _placed(headers: Sequence[str], rows: Sequence[Sequence[str]]) -> Columns | None:
    """Tell the columns by what is in them, where just two hold text."""
    number = _number_column(headers, rows)
    texts = [n for n in range(len(headers)) if n != number]
    if len(texts) != 2 or len(rows) < 3 or any(_has_no_words(rows, n) for n in texts):
        return None
    front, back = texts
    if any(_is_mostly(_LINK_ONLY, rows, n) for n in texts):
        return None
    if sum(asks(row[front]) for row in rows) * 5 > len(rows) * 3:
        return Columns(front, back, number, "basic", named=False)
    are_short = median(len(row[front]) for row in rows) < _TERM
    if not (are_short and all(_are_distinct(rows, n) for n in texts)):
        return None
    # Options and commands are explained in all kinds of documents.
    likeness = 0.2 if _is_mostly(_CODE_ONLY, rows, front) else 0.5
    return Columns(front, back, number, "reversed", named=False, likeness=likeness)


def _number_column(headers: Sequence[str], rows: Sequence[Sequence[str]]) -> int | None:
    if role_of(headers[0]) == "number" or _is_mostly(_NUMBER, rows, 0):
        return 0
    return None


def _is_mostly(pattern: re.Pattern[str], rows: Sequence[Sequence[str]], column: int) -> bool:
    found = sum(pattern.fullmatch(row[column].strip()) is not None for row in rows)
    return found * 5 > len(rows) * 3


def _has_no_words(rows: Sequence[Sequence[str]], column: int) -> bool:
    return sum(bool(_LETTER.search(row[column])) for row in rows) * 10 < len(rows) * 9


def _are_distinct(rows: Sequence[Sequence[str]], column: int) -> bool:
    return len({row[column] for row in rows}) * 10 >= len(rows) * 9


def _pairs(rows: Sequence[Block], headers: Sequence[str], columns: Columns) -> list[Pair]:
    pairs: list[Pair] = []
    for row in rows:
        pair = _pair(row, headers, columns)
        if pair.question:
            pairs.append(pair)
        elif pairs and pair.answer:
            # A row without a question goes on with the one above.
            last = pairs.pop()
            answer = f"{last.answer}\n\n{pair.answer}".strip()
            pairs.append(replace(last, answer=answer, end=row.end))
    return pairs


def _pair(row: Block, headers: Sequence[str], columns: Columns) -> Pair:
    cells = _texts(row)
    number = _NUMBER.fullmatch(cells[columns.number]) if columns.number is not None else None
    remarks = [
        f"**{unwrapped(headers[n]).rstrip(':：')}:** {cell}" if headers[n] else cell
        for n, cell in enumerate(cells)
        if n not in {columns.front, columns.back, columns.number} and cell
    ]
    back = cells[columns.back]
    return Pair(
        question=unwrapped(cells[columns.front]),
        answer="\n\n".join([back, *remarks]) if back else "",
        line=row.blocks[columns.front].line,
        answer_line=row.blocks[columns.back].line,
        end=row.end,
        kind=columns.kind,
        number=int(number[1]) if number else None,
    )
