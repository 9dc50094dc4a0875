"""The shapes that questions and answers take in markdown, one file each.

A shape is a function as :data:`deckgen.shapes.shape.Shape` describes it.  To add one, write it in
a file of its own and name it in :data:`SHAPES`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from deckgen.shapes.headings import read_headings

if TYPE_CHECKING:
    from deckgen.shapes.shape import Page, Reading, Shape

SHAPES: tuple[Shape, ...] = (read_headings,)


def best_reading(page: Page) -> Reading | None:
    """Return the reading that explains the document best, or None if no shape fits."""
    readings = [reading for shape in SHAPES if (reading := shape(page)) is not None]
    return max(readings, key=lambda reading: reading.score, default=None)
