"""Cards with a lone ``?`` between front and back, and with ``??`` the same both ways."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from deckgen.shapes.app_text import (
    LONE_MARKS,
    content,
    is_lone_mark,
    is_scheduled,
    without_tags_at_end,
)
from deckgen.shapes.inline_cards import one_line_cards
from deckgen.shapes.prose import dedented
from deckgen.shapes.shape import Pair, marked

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from deckgen.shapes.prose import Prose
    from deckgen.shapes.shape import Page, Reading

_HEADING = re.compile(r" {0,3}#{1,6}[ \t]+(?P<text>.*?)[ \t#]*")
_ONE_LINE_CARD = re.compile(r"\w.*(?<!:):::?(?!:).*\w")
_BULLET = re.compile(r"[ \t]*(?:[-*+]|\d{1,4}[.)])[ \t]+(?=\S)")
#: What the apps let authors end a card with.
_RULE = re.compile(r" {0,3}(?:-{3,}|\*{3,}|_{3,}|\+{3,})[ \t]*")


@dataclass(frozen=True, slots=True)
class Mark:
    """A lone question mark: the lines of its front, and up to where its back may go."""

    line: int
    front: tuple[int, int]
    limit: int
    both_ways: bool


def read_question_marks(page: Page) -> Iterator[Reading]:
    """Propose what stands around lone question marks."""
    prose = page.prose
    marks = list(_marks(prose))
    # Who writes other cards between has the app itself take them apart, at blank lines.
    as_the_app = bool(one_line_cards(page)) or is_scheduled(page.lines)
    ends = [_block_end(mark, prose) for mark in marks] if as_the_app else _ends(marks, prose)
    pairs = (_pair(mark, end, prose) for mark, end in zip(marks, ends, strict=True))
    return marked(
        pairs,
        "lone question mark between front and back",
        "lone question marks between front and back",
        certain=True,
    )


def _marks(prose: Prose) -> Iterator[Mark]:
    last = len(prose.masked)
    fronts = []
    above = 0
    for line, masked in enumerate(prose.masked, 1):
        if is_lone_mark(masked) and (front := _front(line, above, prose)):
            fronts.append((line, front))
            above = line
    for index, (line, front) in enumerate(fronts):
        limit = fronts[index + 1][1][0] - 1 if index + 1 < len(fronts) else last
        yield Mark(line, front, limit, LONE_MARKS[prose.masked[line - 1].strip()] == 2)


def _front(mark: int, above: int, prose: Prose) -> tuple[int, int] | None:
    """Return the lines of the block above the mark, or of the heading."""
    last = mark - 1
    while last > above and prose.is_blank(last):
        last -= 1
    first = last
    while first > above and not (
        prose.is_blank(first)
        or (first < last and _ONE_LINE_CARD.search(prose.masked[first - 1]))
        or _RULE.fullmatch(prose.masked[first - 1])
        or _HEADING.fullmatch(prose.masked[first - 1])
    ):
        first -= 1
    if first == last and first > above and _HEADING.fullmatch(prose.masked[first - 1]):
        return first, first
    return (first + 1, last) if first < last else None


def _ends(marks: Sequence[Mark], prose: Prose) -> list[int]:
    """Return each card's last line.

    The apps end a card at a blank line.  Where most cards are followed by more text or by a
    separator, the author means the whole of it.
    """
    blocks = [_block_end(mark, prose) for mark in marks]
    bounds = [_bound(mark, prose) for mark in marks]
    longer = sum(
        any(not prose.is_blank(line) for line in range(block + 1, bound + 1))
        for block, bound in zip(blocks, bounds, strict=True)
    )
    return bounds if len(marks) > 1 and longer * 2 > len(marks) else blocks


def _block_end(mark: Mark, prose: Prose) -> int:
    line = mark.line + 1
    while line <= mark.limit and prose.is_blank(line):
        line += 1
    while line <= mark.limit and not prose.is_blank(line) and not _is_bound(line, prose):
        line += 1
    return line - 1


def _bound(mark: Mark, prose: Prose) -> int:
    for line in range(mark.line + 1, mark.limit + 1):
        if _is_bound(line, prose):
            return line - 1
    return mark.limit


def _is_bound(line: int, prose: Prose) -> bool:
    masked = prose.masked[line - 1]
    return bool(_RULE.fullmatch(masked) or _HEADING.fullmatch(masked))


def _pair(mark: Mark, end: int, prose: Prose) -> Pair:
    first, last = mark.front
    lines = [line for line in content(prose, first, last) if line.strip()]
    heading = _HEADING.fullmatch(lines[0]) if len(lines) == 1 else None
    question = heading["text"] if heading else dedented(lines)
    if len(lines) == 1:
        bullet = _BULLET.match(question)
        question = question[bullet.end() :] if bullet else question
    return Pair(
        question=without_tags_at_end(question).strip(),
        answer=dedented(content(prose, mark.line + 1, end)),
        line=first,
        answer_line=min(mark.line + 1, max(end, mark.line)),
        end=max(end, mark.line),
        kind="reversed" if mark.both_ways else "basic",
    )
