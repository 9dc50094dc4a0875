"""Estimates how large a formula is on paper, as no browser breaks one into lines."""

from __future__ import annotations

import re
from functools import lru_cache
from xml.etree import ElementTree as ET

from deckgen.exporters.html.widths import width_of

#: A formula in a page, with the attributes of its element.
FORMULA = re.compile(r"<math\b.*?</math>", re.DOTALL)
#: What XML does not know the names of, and what has no width.
_NAMED = re.compile("&(?!(?:amp|lt|gt|quot|apos);|#)\\w+;|[\u2061-\u2064\ufe00-\ufe0f]")
_LINE = 1.25
#: By so much a formula may be wider than its letters, for the space around signs.
_SAFETY = 1.15
#: How much smaller an exponent, an index or a bound is.
_SCRIPT = 0.72
_SIDE = frozenset({"msub", "msup", "msubsup", "mmultiscripts"})
_STACK = frozenset({"munder", "mover", "munderover"})


def fitted(html: str, width: float) -> str:
    """Return HTML whose formulas say how much smaller they have to be printed to fit a width."""
    return FORMULA.sub(lambda m: _fitted(m[0], width), html) if "<math" in html else html


def _fitted(mathml: str, width: float) -> str:
    scale = scale_for(mathml, width)
    return mathml if scale >= 1 else mathml.replace("<math", f'<math style="--fit:{scale:.2f}"', 1)


def scale_for(mathml: str, width: float) -> float:
    """Return the part of its size that a formula can have in a width in em; 1 where it fits."""
    return min(1.0, width / size(mathml)[0])


@lru_cache(maxsize=1 << 12)
def size(mathml: str) -> tuple[float, float]:
    """Return the width and the height of a formula in em; on the safe side, never too small."""
    try:
        width, height = _size(ET.fromstring(_NAMED.sub("", mathml)))  # noqa: S314 - our own MathML, without a declaration
    except ET.ParseError:
        text = re.sub(r"<[^>]*>", "", mathml)
        width, height = width_of(text), 2 * _LINE
    return width * _SAFETY, height


def _size(element: ET.Element) -> tuple[float, float]:
    tag = element.tag.rpartition("}")[2]
    parts = [_size(each) for each in element]
    if tag == "mspace":
        return float(element.get("width", "0").removesuffix("em") or 0), 0.0
    if not parts:
        text = "".join(element.itertext()).strip()
        around = 0.5 if tag == "mo" and len(text) == 1 and text in "=≤≥<>+−-±∼≈≠→⇒∈⊂∣|×" else 0.1
        return width_of(text) + around, _LINE
    widths = [width for width, _ in parts]
    heights = [height for _, height in parts]
    if tag == "mfrac":
        return max(widths) + 0.3, sum(heights)
    if tag == "mtable":
        return _table_width(element) + 0.5, sum(heights)
    if tag in _STACK:
        return max(widths[0], *(_SCRIPT * w for w in widths[1:])), heights[0] + _SCRIPT * sum(
            heights[1:]
        )
    if tag in _SIDE:
        return widths[0] + _SCRIPT * max(widths[1:]), heights[0] + 0.35 * len(heights[1:])
    if tag in {"msqrt", "mroot"}:
        return sum(widths) + 0.8, max(heights) + 0.2
    return sum(widths), max(heights)


def _table_width(table: ET.Element) -> float:
    """The width of all columns, each as wide as its widest cell."""
    columns: dict[int, float] = {}
    for row in table:
        for place, cell in enumerate(row):
            columns[place] = max(columns.get(place, 0), _size(cell)[0] + 0.9)
    return sum(columns.values())
