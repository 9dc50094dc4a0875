"""Finds the gaps of a cloze text in the ways in which apps write them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

#: ``{{c1::x}}``, ``{{1::x}}``, ``{{cloze x}}``, ``{1:x}``, ``{c1|x}``
_BRACES = re.compile(
    r"\{\{c?(?P<double>\d{1,3})::|\{\{cloze[ \t:]+|\{c?(?P<single>\d{1,3})(?:::?|\|)(?=\S)",
    re.IGNORECASE,
)
# Code keeps its colons: an entity would be shown there.
_COLONS = re.compile(r"(`+.*?`+|\$.*?\$)|::")
_SPACE = re.compile(r"\s")
_BRACE = re.compile(r"[{}]")
_HIGHLIGHT = re.compile(r"(?<![=A-Za-z0-9_!<>\\])==(?=[^\s=])")
_HIGHLIGHT_END = re.compile(r"(?<=[^\s=])==(?!=)")
_BRACKET = re.compile(r"(?<![!\\\]A-Za-z0-9_])\[(?P<text>[^\[\]\n^][^\[\]\n]{0,300})\](?![(\[{])")
#: What looks longer than this is no gap.
_MOST = 1000


@dataclass(frozen=True, slots=True)
class Gap:
    """What is left out of a text: its span there with the marks, and the span without them.

    ``number`` is the author's, 0 for none; a highlight alone may be no more than that.
    """

    start: int
    end: int
    inner_start: int
    inner_end: int
    number: int = 0
    is_highlight: bool = False


def gaps(masked: str) -> list[Gap]:
    """Return the gaps in a text in which code and the like are hidden; brackets are none."""
    found: list[Gap] = []
    if "{" in masked:
        found += _in_braces(masked)
    if "==" in masked:
        found += _highlights(masked)
    return _apart(found)


def table_gaps(masked: str) -> list[Gap]:
    """Return the gaps in the cells of a table: ``{1:d}`` in one explains formats."""
    return [
        gap
        for gap in gaps(masked)
        if (gap.is_highlight or masked.startswith("{{", gap.start))
        and not set("|\n") & set(masked[gap.start : gap.end])
    ]


def bracket_gaps(masked: str) -> list[Gap]:
    """Return what stands in brackets and is no link: the gaps of a ``C:`` line."""
    return [
        Gap(m.start(), m.end(), m.start("text"), m.end("text")) for m in _BRACKET.finditer(masked)
    ]


def canonical(text: str, found: Sequence[Gap]) -> str:
    """Write the gaps as ``{{c1::…}}``; those without a number are counted on from the others."""
    pieces, done = [], 0
    last = max((gap.number for gap in found), default=0)
    for gap in found:
        last += not gap.number
        inner = text[gap.inner_start : gap.inner_end]
        if gap.is_highlight:
            # Between these marks "::" begins no hint: ==std::vector==
            inner = _COLONS.sub(lambda m: m[1] or "&#58;:", inner)
        pieces += [text[done : gap.start], f"{{{{c{gap.number or last}::{inner}}}}}"]
        done = gap.end
    return "".join([*pieces, text[done:]])


def _in_braces(masked: str) -> Iterator[Gap]:
    closes: dict[int, int] = {}
    opened: list[int] = []
    for match in _BRACE.finditer(masked):
        if match[0] == "{":
            opened.append(match.start())
        elif opened:
            closes[opened.pop()] = match.start()
    for match in _BRACES.finditer(masked):
        start, close = match.start(), closes.get(match.start(), 0)
        inner_end = close - match[0].startswith("{{")
        if match.end() < inner_end < start + _MOST and masked[inner_end] == "}":
            number = int(match["double"] or match["single"] or 0)
            yield Gap(start, close + 1, match.end(), inner_end, number)


def _highlights(masked: str) -> Iterator[Gap]:
    # Each end is looked at once, however many marks begin before it.
    ends = _HIGHLIGHT_END.finditer(masked)
    close = next(ends, None)
    position = 0
    while close and (match := _HIGHLIGHT.search(masked, position)):
        position = match.end()
        while close and close.start() < position:
            close = next(ends, None)
        if close and close.end() <= position + _MOST and _ends_well(masked, position, close):
            yield Gap(match.start(), close.end(), position, close.start(), is_highlight=True)
            position = close.end()


def _ends_well(masked: str, start: int, close: re.Match[str]) -> bool:
    """``a ==b and c==d`` compares; ``==photo==synthesis`` has a gap."""
    following = masked[close.end() : close.end() + 1]
    return not (following.isascii() and following.isalnum()) or not _SPACE.search(
        masked, start, close.start()
    )


def _apart(found: Iterable[Gap]) -> list[Gap]:
    """Return the gaps in order, without those that begin inside of another."""
    kept: list[Gap] = []
    for gap in sorted(found, key=lambda each: each.start):
        if not kept or gap.start >= kept[-1].end:
            kept.append(gap)
    return kept
