"""Chooses how large a card's text can be, from the widths of the letters in the embedded font.

Nothing is measured in a browser: the estimate takes the wider, semibold letters throughout and
breaks lines as a browser does, so that a text which fits here fits on paper.
"""

from __future__ import annotations

import re
from html import unescape
from typing import NamedTuple

from deckgen.exporters.html.formulas import FORMULA
from deckgen.exporters.html.formulas import size as formula_size
from deckgen.exporters.html.widths import CODE, SPACE, width_of

#: The sizes to try, in points.  Text below the last of the readable ones is reported.
SIZES = (12.0, 11.0, 10.0, 9.5, 9.0, 8.5, 8.0, 7.5, 7.0, 6.5, 6.0, 5.5)
_SMALLER = (5.0, 4.5, 4.0, 3.5, 3.0)
LEADING = 1.25
_POINT = 25.4 / 72
_BLOCK = re.compile(
    r"(</?(?:p|li|ul|ol|pre|div|h[1-6]|tr|table|blockquote|dl|dt|dd|br|hr)\b[^>]*>)"
)
_DEEPER = re.compile(r"<(?:ul|ol|blockquote|dd)\b")
_BACK = re.compile(r"</(?:ul|ol|blockquote|dd)\b")
_TAG = re.compile(r"<[^>]*>")
_IMAGE = re.compile(r"<img\b")
_CELL = re.compile(r"</t[dh]>")
#: Stands around the place of a formula in the list of their sizes.
_MARK = "\ue000"
_KEPT = re.compile(f"{_MARK}(\\d+){_MARK}")


class _Line(NamedTuple):
    """A paragraph, or what else begins on a line of its own: the widths of its words, in em.

    ``solid`` is the width of the widest formula in it, which no engine breaks, and ``extra`` what
    the formulas are higher than a line.
    """

    words: tuple[float, ...]
    indent: float
    gap: bool
    solid: float = 0.0
    extra: float = 0.0


def size_for(html: str, width: float, height: float) -> tuple[float, bool]:
    """Return the text's size in points for a box in millimetres, and whether it is readable.

    A text that would have to be smaller than the smallest readable size gets the size that it
    takes to stay within its box, down to 3 pt.
    """
    lines = _lines(html)
    pictures = len(_IMAGE.findall(html))
    # A picture takes up to 22 mm with its margins; see cards.css.
    height = max(height / 5, height - 22 * pictures)
    for size in (*SIZES, *_SMALLER):
        em = size * _POINT
        is_wide = any((line.solid + line.indent) * em > width for line in lines)
        if not is_wide and _height(lines, width / em) * em <= height:
            return size, size >= SIZES[-1]
    return _SMALLER[-1], False


def _height(lines: list[_Line], width: float) -> float:
    """The height of the text in em, in a box of this width in em."""
    total = 0.0
    for line in lines:
        total += _count(line.words, max(1.0, width - line.indent)) * LEADING
        total += 0.3 * line.gap + line.extra
    return total


def _count(words: tuple[float, ...], width: float) -> int:
    """How many lines the words take."""
    count, used = 1, 0.0
    for word in words:
        if used and used + word > width:
            count, used = count + 1, 0.0
        if word > width:  # broken within
            count += int(word / width)
            used = word % width
        else:
            used += word + SPACE
    return count


def _lines(html: str) -> list[_Line]:
    lines = []
    depth = 0
    code = False
    formulas: list[tuple[float, float]] = []

    def keep(formula: re.Match[str]) -> str:
        formulas.append(formula_size(formula[0]))
        return f"{_MARK}{len(formulas) - 1}{_MARK}"

    # Texts and the tags between them take turns.
    for place, part in enumerate(_BLOCK.split(FORMULA.sub(keep, html))):
        if place % 2:
            depth += _DEEPER.match(part) is not None
            depth -= _BACK.match(part) is not None
            code = part.startswith("<pre") or (code and part != "</pre>")
            continue
        text = unescape(_TAG.sub("", part))
        if not text.strip():
            continue
        if _CELL.search(part):
            lines.append(_table_row(part, formulas))
        elif code:
            rows = text.strip("\n").split("\n")
            lines += [_code_row(row, 1.2 * depth + 0.8) for row in rows]
        else:
            inside = [formulas[int(place)] for place in _KEPT.findall(text)]
            lines.append(_line(_widths(text, formulas), 1.2 * depth, inside))
    return lines


def _code_row(row: str, indent: float) -> _Line:
    before = len(row) - len(row.lstrip())
    words = [CODE * len(word) for word in row.split()] or [0.0]
    return _Line((CODE * before + words[0], *words[1:]), indent, gap=False)


def _line(words: list[float], indent: float, inside: list[tuple[float, float]]) -> _Line:
    if not inside:
        return _Line(tuple(words), indent, gap=True)
    solid = max(width for width, _ in inside)
    extra = sum(max(0.0, height - LEADING) for _, height in inside)
    return _Line(tuple(words), indent, gap=True, solid=solid, extra=extra)


def _table_row(html: str, formulas: list[tuple[float, float]]) -> _Line:
    """A row as its longest cell, whose words are as wide as they seem in a share of the width."""
    cells = [unescape(_TAG.sub("", cell)) for cell in _CELL.split(html)]
    cells = [cell for cell in cells if cell.strip()]
    share = len(cells)
    inside = [formulas[int(place)] for cell in cells for place in _KEPT.findall(cell)]
    rows = [[share * (width + 0.2) for width in _widths(cell, formulas)] for cell in cells]
    line = _line(max(rows, key=sum), 0.7 * share, inside)
    return line._replace(solid=share * line.solid)


def _widths(text: str, formulas: list[tuple[float, float]]) -> list[float]:
    """The widths of the words of a text."""
    if _MARK not in text:
        return list(map(width_of, text.split()))
    widths = []
    for word in text.split():
        inside = sum(formulas[int(place)][0] for place in _KEPT.findall(word))
        widths.append(inside + width_of(_KEPT.sub("", word)))
    return widths
