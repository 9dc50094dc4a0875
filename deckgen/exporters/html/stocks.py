"""What cards are printed on: sheets to cut, sheets that come perforated, and index cards."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from deckgen.exporters.html.paper import SIZES, Paper

if TYPE_CHECKING:
    from collections.abc import Iterator


class Box(NamedTuple):
    """A place on a sheet, in millimetres from its upper left corner."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Stock:
    """A sheet and the grid of cards in the middle of it, in millimetres."""

    width: float
    height: float
    columns: int
    rows: int
    card_width: float
    card_height: float

    @property
    def count(self) -> int:
        """How many cards a sheet has."""
        return self.columns * self.rows

    def boxes(self) -> Iterator[Box]:
        """The places of the cards, row by row."""
        left = (self.width - self.columns * self.card_width) / 2
        top = (self.height - self.rows * self.card_height) / 2
        for place in range(self.count):
            row, column = divmod(place, self.columns)
            yield Box(
                left + column * self.card_width,
                top + row * self.card_height,
                self.card_width,
                self.card_height,
            )

    def behind(self, box: Box, flip: str) -> Box:
        """The place on the back of the sheet that is behind one on its front.

        Turned over its long edge, an upright sheet changes left and right; over its short edge
        it changes top and bottom.
        """
        if (flip == "long") == (self.height >= self.width):
            return box._replace(left=self.width - box.left - box.width)
        return box._replace(top=self.height - box.top - box.height)


def _cut(paper: Paper, columns: int, rows: int) -> Stock:
    """A sheet to be cut: margins of 10 mm, as printers do not reach the edges."""
    width, height = SIZES[paper]
    return Stock(
        width, height, columns, rows, (width - 20) / columns, round((height - 20) / rows, 2)
    )


_INCH = 25.4
_LETTER = SIZES["Letter"]
STOCKS = {
    "a4-4": _cut("A4", 2, 2),
    "a4-6": _cut("A4", 2, 3),
    "a4-8": _cut("A4", 2, 4),
    "a4-10": _cut("A4", 2, 5),
    "letter-4": _cut("Letter", 2, 2),
    "letter-6": _cut("Letter", 2, 3),
    "letter-8": _cut("Letter", 2, 4),
    "letter-10": Stock(*_LETTER, 2, 5, 3.5 * _INCH, 2 * _INCH),
    "letter-3x5": Stock(*_LETTER, 1, 3, 5 * _INCH, 3 * _INCH),
    "avery-5371": Stock(*_LETTER, 2, 5, 3.5 * _INCH, 2 * _INCH),
    "avery-5388": Stock(*_LETTER, 1, 3, 5 * _INCH, 3 * _INCH),
    "index-3x5": Stock(5 * _INCH, 3 * _INCH, 1, 1, 5 * _INCH, 3 * _INCH),
    "index-4x6": Stock(6 * _INCH, 4 * _INCH, 1, 1, 6 * _INCH, 4 * _INCH),
    "a6": Stock(148, 105, 1, 1, 148, 105),
    "a7": Stock(105, 74, 1, 1, 105, 74),
}
#: What is taken where an author names a paper only.
BY_PAPER = {"A4": "a4-8", "Letter": "letter-8", "A5": "a7", "Legal": "letter-8"}
