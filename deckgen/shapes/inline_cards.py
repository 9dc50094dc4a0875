"""Cards on one line, ``front::back``, and with a third colon the same both ways."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from deckgen.messages import counted
from deckgen.model import Finding
from deckgen.shapes.app_text import (
    content,
    declares_cards,
    is_lone_mark,
    is_own_key,
    is_scheduled,
    property_key,
    without_block_id,
    without_tags_at_end,
)
from deckgen.shapes.prose import HIDDEN, dedented
from deckgen.shapes.shape import Pair, marked
from deckgen.shapes.text import asks

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
#: ``stats:::median(x)`` of R, the only language that puts three between names.
_CALL_AFTER = re.compile(r"[A-Za-z.][\w.]*\(")
_NUMBER_BEFORE = re.compile(r"(?:^|\s)[0-9A-Fa-f:.]+\Z")
_NUMBER_AFTER = re.compile(r"[0-9A-Fa-f:.]+(?=\s|$)")
#: ``:smile::tada:``, ``(key::value)``, ``.. note::``, ``{{c1::gap}}``
_OTHER_USE_BEFORE = re.compile(r"(?:^|\s):[\w+-]+\Z|[\[(][\w -]{1,40}\Z|^\s*\.\.\s|\{\{[^{}]*\Z")


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
    properties = _property_keys(page, prose)
    marks = _candidates(page, properties)
    meant = _meant(marks, page, prose)
    pairs = [_pair(mark, prose, properties) for mark in meant]
    return marked(
        pairs,
        "line with :: between front and back",
        "lines with :: between front and back",
        certain=_is_for_an_app(marks, page, prose) or any(asks(pair.question) for pair in pairs),
        findings=_left_out(marks, meant, page),
    )


def one_line_cards(page: Page) -> frozenset[int]:
    """Return the lines with a mark that the author means."""
    marks = _candidates(page, _property_keys(page, page.prose))
    return frozenset(mark.line for mark in _meant(marks, page, page.prose))


def _candidates(page: Page, properties: frozenset[str]) -> list[Mark]:
    """Return the marks that are not those of properties."""
    masked = page.prose.masked
    return [
        mark
        for mark in _marks(page.blocks, page.prose)
        if property_key(masked[mark.line - 1][mark.first :]) not in properties
    ]


def _left_out(marks: Sequence[Mark], meant: Sequence[Mark], page: Page) -> Iterator[Finding]:
    """Say once which lines are no cards though they hold a mark."""
    lines = {mark.line for mark in meant}
    others = [mark.line for mark in marks if mark.line not in lines]
    if others:
        count = len(others) - 1
        more = f" (and in {counted(count, 'more line', 'more lines')})" if count else ""
        text = page.lines[others[0] - 1].strip()
        yield Finding(
            severity="info",
            code="left-out",
            message=f'"{text}" is no card: names hold two colons too{more}',
            hint="if it is one, write a space on either side: front :: back",
            file=page.name,
            line=others[0],
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
    in_back = False
    for line in range(block.line, block.end + 1):
        masked = prose.masked[line - 1]
        in_back = in_back or is_lone_mark(masked)
        first = block.indent if line == block.line else len(masked) - len(masked.lstrip(" \t>"))
        mark = _mark(masked, line, first)
        if mark and (mark.sure or not in_back):
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
    name_after = _NAME_AFTER if len(match[0]) == 2 else _CALL_AFTER
    sure = spaced or not (_NAME_BEFORE.search(before) and name_after.match(after))
    return Mark(line, first, match.start(), match.end(), line, sure, spaced)


def _meant(marks: Sequence[Mark], page: Page, prose: Prose) -> Sequence[Mark]:
    """Leave out what are names (``std::vector``), unless the document writes its cards so."""
    sure = [mark for mark in marks if mark.sure]
    unsure = [mark for mark in marks if not mark.sure]
    if not unsure or 3 * sum(not mark.spaced for mark in sure) >= len(unsure):
        return marks
    if _is_for_an_app(marks, page, prose):
        fronts = Counter(_front(mark, prose).strip() for mark in unsure)
        recurring = {front for front, count in fronts.items() if count > 1}
        return [mark for mark in marks if mark.sure or _front(mark, prose).strip() not in recurring]
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


def _is_for_an_app(marks: Sequence[Mark], page: Page, prose: Prose) -> bool:
    """Whether the document is for an app that makes a card of each ``::``.

    A tag says so, or the app itself, or three colons, which no name holds.
    """
    has_three = any(mark.sure and mark.end - mark.start == 3 for mark in marks)
    return has_three or declares_cards(prose) or is_scheduled(page.lines)


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
