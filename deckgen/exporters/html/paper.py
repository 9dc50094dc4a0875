"""The papers that pages are made for, in millimetres, and how many columns they hold."""

from __future__ import annotations

from typing import Literal

Paper = Literal["A4", "Letter", "A5", "Legal"]
Density = Literal["compact", "standard", "large"]

#: Width and height, upright.
SIZES = {
    "A4": (210.0, 297.0),
    "Letter": (215.9, 279.4),
    "A5": (148.0, 210.0),
    "Legal": (215.9, 355.6),
}
#: Margins of a page; 30 mm beside large print keep its lines short enough to read.
MARGINS = {"compact": "9mm", "standard": "13mm", "large": "16mm 30mm"}
#: The size of the text in points; print.css has the same.
SIZE = {"compact": 7.0, "standard": 8.6, "large": 12.0}
#: Columns of about 60 characters on upright and on landscape paper, A5 and larger.
_COLUMNS = {"compact": (3, 4), "standard": (2, 3), "large": (1, 2)}
_COLUMNS_A5 = {"compact": (2, 3), "standard": (1, 2), "large": (1, 1)}


def columns(paper: Paper, density: Density, *, landscape: bool) -> int:
    """Return how many columns of text stand side by side."""
    table = _COLUMNS_A5 if paper == "A5" else _COLUMNS
    return table[density][landscape]


def column_width(paper: Paper, density: Density, count: int, *, landscape: bool) -> float:
    """Return the width of a column of text in em."""
    across = SIZES[paper][landscape]
    margin = float(margins(paper, density).removesuffix("mm").split("mm ")[-1])
    gap = {"compact": 4, "standard": 6, "large": 8}[density]
    return ((across - 2 * margin - (count - 1) * gap) / count) / (SIZE[density] * 25.4 / 72)


def margins(paper: Paper, density: Density) -> str:
    """Return the page's margins as CSS."""
    return "10mm" if paper == "A5" and density != "compact" else MARGINS[density]


def css_size(paper: Paper, *, landscape: bool) -> str:
    """Return the paper as the value of ``size`` in CSS."""
    return paper + " landscape" * landscape
