"""Finds what stands around the pairs of a document: title, sections, introduction, left-overs."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace
from itertools import zip_longest
from typing import TYPE_CHECKING

from deckgen.model import Finding
from deckgen.shapes.names import names_questions
from deckgen.shapes.text import plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from deckgen.shapes.shape import Heading, Page, Pair


def with_sections(page: Page, pairs: Sequence[Pair]) -> tuple[tuple[Pair, ...], str]:
    """Return the pairs with the headings above each, and the document's title.

    The first heading above all pairs is as good as a title where there is none.  Others are
    sections even where there is no second one yet: what is written next week must not change the
    notes of today.  Only a name such as "Questions" is none.
    """
    sections = _without_letters(
        [tuple(plain(h.text) for h in each) for each in _above(page, pairs)]
    )
    title = plain(page.title.text) if page.title else ""
    while (
        sections
        and sections[0]
        and all(section[:1] == sections[0][:1] for section in sections)
        and (not title or names_questions(sections[0][0]))
    ):
        title = title or sections[0][0]
        sections = [section[1:] for section in sections]
    placed = (replace(pair, section=s) for pair, s in zip(pairs, sections, strict=True))
    return tuple(placed), title


def _without_letters(sections: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Leave out the letters that a glossary is sorted by: they say nothing of its terms."""
    innermost = [section[-1] for section in sections if section]
    if not innermost or any(len(name) > 1 or not name.isalpha() for name in innermost):
        return sections
    return [section[:-1] for section in sections] if len({*innermost}) > 1 else sections


def _outer(page: Page, pairs: Sequence[Pair]) -> list[Heading]:
    """Return the headings that are in no pair, the title left out."""
    starts = [pair.line for pair in pairs]
    outer = []
    for heading in page.headings:
        position = bisect_right(starts, heading.line) - 1
        inside = position >= 0 and heading.line <= pairs[position].end
        if heading is not page.title and not inside:
            outer.append(heading)
    return outer


def _above(page: Page, pairs: Sequence[Pair]) -> Iterator[list[Heading]]:
    coming = iter(_outer(page, pairs))
    following = next(coming, None)
    above: list[Heading] = []
    for pair in pairs:
        while following and following.line < pair.line:
            level = following.level
            above = [*(heading for heading in above if heading.level < level), following]
            following = next(coming, None)
        yield above


def first_line(page: Page, pairs: Sequence[Pair]) -> int:
    """Return the line of the first section or question."""
    headings = [heading.line for heading in page.headings if heading is not page.title]
    lines = [*headings[:1], *(pair.line for pair in pairs[:1])]
    return min(lines, default=len(page.lines) + 1)


def left_out(page: Page, pairs: Sequence[Pair]) -> Iterator[Finding]:
    """Yield where a text stands that belongs to no question."""
    starts = [pair.line for pair in pairs]
    outer = _outer(page, pairs)
    for heading, after in zip_longest(outer, outer[1:]):
        last = after.line - 1 if after else len(page.lines)
        position = bisect_right(starts, heading.line)
        if position < len(pairs):
            last = min(last, starts[position] - 1)
        if page.text_between(heading.end + 1, last) > 0:
            message = f'the text under "{plain(heading.text)}" is part of no card'
            yield _info(page.name, heading.line, message)
    if pairs:
        end = max(pair.end for pair in pairs) + 1
        after_all = [heading.line for heading in outer if heading.line >= end]
        last = min(after_all, default=len(page.lines) + 1) - 1
        if page.text_between(end, last) > 0:
            yield _info(page.name, end, "the text after the last answer is part of no card")


def _info(file: str, line: int, message: str) -> Finding:
    return Finding(severity="info", code="left-out", message=message, file=file, line=line)
