"""Cards on one line, ``front::back``, and with a third colon the same both ways."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from deckgen.shapes.app_text import (
    content,
    is_own_key,
    property_key,
    without_block_id,
    without_tags_at_end,
)
from deckgen.shapes.prose import HIDDEN, dedented
from deckgen.shapes.question_marks import is_lone_mark
from deckgen.shapes.shape import Pair, marked

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from deckgen.markdown import Block
    from deckgen.shapes.prose import Prose
    from deckgen.shapes.shape import Page, Reading

#: A line with more marks is no card.
_MOST = 12
#: So many characters on either side tell what a mark is.
_NEAR = 80
_MARK = re.compile(r"(?<!:):::?(?!:)")
_HEADING_MARK = re.compile(r"#{1,6}[ \t]+")
#: ``std::vector``, ``12::30``, ``fe80::1``: names and numbers that hold the mark themselves.
_NAME_BEFORE = re.compile(r"[A-Za-z_][A-Za-z0-9_:]*\Z")
_NAME_AFTER = re.compile(r"[A-Za-z_~<]")
_NUMBER_BEFORE = re.compile(r"(?:^|\s)[0-9A-Fa-f:.]+\Z")
_NUMBER_AFTER = re.compile(r"[0-9A-Fa-f:.]+(?=\s|$)")
#: ``:smile::tada:``, ``(key::value)``, ``.. note::``
_OTHER_USE_BEFORE = re.compile(r"(?:^|\s):[\w+-]+\Z|[\[(][\w -]{1,40}\Z|^\s*\.\.\s")


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark between a front and a back, and the lines that it may claim.

    ``start`` and ``end`` are the mark's own; ``sure`` says that no name or number can hold it.
    """

    line: int
    first: int
    start: int
    end: int
    last: int
    sure: bool
    spaced: bool
    inner: tuple[int, int] | None = None


def read_inline_cards(page: Page) -> Iterator[Reading]:
    """Propose the lines with ``::`` between front and back."""
    prose = page.prose
    marks = list(_marks(page.blocks, prose))
    properties = _property_keys(page, prose)
    marks = [
        mark
        for mark in marks
        if property_key(prose.masked[mark.line - 1][mark.first :]) not in properties
    ]
    pairs = (_pair(mark, prose, properties) for mark in _meant(marks, page, prose))
    return marked(
        pairs, "line with :: between front and back", "lines with :: between front and back"
    )


def _marks(blocks: Sequence[Block], prose: Prose) -> Iterator[Mark]:
    for block in blocks:
        if block.kind in {"paragraph", "heading"}:
            yield from _marks_of_text(block, prose, None)
        elif block.kind == "item" and block.blocks and block.blocks[0].kind == "paragraph":
            first, *others = block.blocks
            inner = (others[0].line, block.end) if others else None
            yield from _marks_of_text(first, prose, inner)
            yield from _marks(others, prose)
        else:
            yield from _marks(block.blocks, prose)


def _marks_of_text(block: Block, prose: Prose, inner: tuple[int, int] | None) -> Iterator[Mark]:
    """Yield the marks in a paragraph's lines; ``inner`` are the lines of what hangs below it."""
    found: list[Mark] = []
    for line in range(block.line, block.end + 1):
        masked = prose.masked[line - 1]
        first = block.indent if line == block.line else len(masked) - len(masked.lstrip(" \t>"))
        if mark := _mark(masked, line, first):
            found.append(mark)
    for index, mark in enumerate(found):
        last = found[index + 1].line - 1 if index + 1 < len(found) else block.end
        if any(is_lone_mark(prose.masked[line - 1]) for line in range(mark.line + 1, last + 1)):
            last = mark.line  # the front of another card follows
        hanging = inner if index + 1 == len(found) else None
        yield Mark(
            mark.line, mark.first, mark.start, mark.end, last, mark.sure, mark.spaced, hanging
        )


def _mark(masked: str, line: int, first: int) -> Mark | None:
    """Return the line's mark: the first that stands free, or the only one that could be meant."""
    if not 0 < masked.count("::") <= _MOST:
        return None
    candidates = [
        mark
        for match in _MARK.finditer(masked, first)
        if (mark := _candidate(masked, line, first, match))
    ]
    for wanted in (
        [mark for mark in candidates if mark.spaced],
        [mark for mark in candidates if mark.sure],
        candidates if len(candidates) == 1 else [],
    ):
        if wanted:
            return wanted[0]
    return None


def _candidate(masked: str, line: int, first: int, match: re.Match[str]) -> Mark | None:
    before = masked[max(first, match.start() - _NEAR) : match.start()]
    after = masked[match.end() : match.end() + _NEAR]
    if not before.strip() or not after.strip() or _OTHER_USE_BEFORE.search(before):
        return None
    if _NUMBER_BEFORE.search(before) and _NUMBER_AFTER.match(after):
        return None
    spaced = after[0].isspace()
    if before[-1].isspace() and not spaced:
        return None  # "see ::before"
    sure = spaced or not (_NAME_BEFORE.search(before) and _NAME_AFTER.match(after))
    return Mark(line, first, match.start(), match.end(), line, sure, spaced)


def _meant(marks: Sequence[Mark], page: Page, prose: Prose) -> Sequence[Mark]:
    """Leave out what are names (``std::vector``), unless the document writes its cards so."""
    sure = [mark for mark in marks if mark.sure]
    unsure = [mark for mark in marks if not mark.sure]
    if not unsure or 3 * sum(not mark.spaced for mark in sure) >= len(unsure):
        return marks
    # Cards end in many words before the mark; a namespace is always the same one.
    names = {_name_before(mark, prose) for mark in unsure}
    phrases = sum(" " in _front(mark, prose).strip() for mark in unsure)
    are_cards = (
        len(marks) >= 3
        and len(names) * 2 > len(unsure)
        and phrases * 2 > len(unsure)
        and _fill_document(marks, page, prose)
    )
    return marks if are_cards else sure


def _name_before(mark: Mark, prose: Prose) -> str:
    match = _NAME_BEFORE.search(_front(mark, prose)[-_NEAR:])
    return match[0] if match else ""


def _front(mark: Mark, prose: Prose) -> str:
    return prose.masked[mark.line - 1][mark.first : mark.start]


def _fill_document(marks: Sequence[Mark], page: Page, prose: Prose) -> bool:
    """Whether most of the document's lines of prose hold a mark."""
    lines = [
        line
        for number, line in enumerate(prose.masked, 1)
        if line.strip() and number not in page.aside and not line.startswith(("#", HIDDEN))
    ]
    return len(marks) * 5 >= len(lines) * 3


def _property_keys(page: Page, prose: Prose) -> frozenset[str]:
    """Return the keys of the document's properties, which look like ``term:: meaning``.

    The apps' own names are known; others recur, or stand in a block with one of those.
    """
    lines = {
        number: key
        for number, line in enumerate(prose.masked, 1)
        if "::" in line and (key := property_key(line))
    }
    counts = Counter(lines.values())
    keys = {key for key, count in counts.items() if count > 1 or is_own_key(key)}
    opening = next((n for n in range(1, len(page.lines) + 1) if not prose.is_blank(n)), 0)
    if lines.get(opening) in keys:
        while opening in lines:
            keys.add(lines[opening])
            opening += 1
    return frozenset(keys)


def _pair(mark: Mark, prose: Prose, properties: frozenset[str]) -> Pair:
    line = prose.lines[mark.line - 1]
    front = line[mark.first : mark.start]
    if heading := _HEADING_MARK.match(front):
        front = front[heading.end() :]
    following = content(prose, mark.line + 1, mark.last, properties)
    back = without_tags_at_end(without_block_id(line[mark.end :])).strip()
    answer = "\n".join([back, *map(str.strip, following)])
    end = mark.last
    if mark.inner:
        first, end = mark.inner
        answer += f"\n\n{dedented(content(prose, first, end, properties))}"
    return Pair(
        question=without_tags_at_end(front).strip(),
        answer=answer.strip(),
        line=mark.line,
        answer_line=mark.line,
        end=end,
        kind="reversed" if mark.end - mark.start == 3 else "basic",
    )
