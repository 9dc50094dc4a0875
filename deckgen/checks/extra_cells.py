"""Finds cells that stand beyond the columns of their table, where nobody shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deckgen.markdown import walk
from deckgen.model import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from deckgen.shapes.shape import Page, Pair

#: So much of a long text is named.
_LONGEST = 60


def check_extra_cells(page: Page, _pairs: Sequence[Pair]) -> Iterator[Finding]:
    """Yield each row of more cells with text than the table's head has columns."""
    for row in walk(page.blocks):
        if row.kind == "row" and row.text:
            text = row.text if len(row.text) <= _LONGEST else f"{row.text[:_LONGEST]}…"
            columns = len(row.blocks)
            yield Finding(
                severity="warning",
                code="extra-cell",
                message=f'"{text}" is shown nowhere: the table has {columns} '
                f"column{'s' if columns > 1 else ''}",
                hint=r"write \| for a bar within a cell, or give the table's head another column",
                file=page.name,
                line=row.line,
            )
