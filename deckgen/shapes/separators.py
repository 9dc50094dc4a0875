"""Cards with a lone sign such as ``%`` or ``. . .`` between front and back."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from deckgen.messages import counted
from deckgen.shapes.prose import HIDDEN, dedented
from deckgen.shapes.shape import Pair, Reading
from deckgen.shapes.text import asks

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from deckgen.shapes.prose import Prose
    from deckgen.shapes.shape import Page

#: These part front and back in the apps that we know; other signs have to recur.
_KNOWN = frozenset(("%", ". . ."))
_SIGN = re.compile(r"(?:[^\w\s#`<>\[\](){}\"'“”„«»?？][ \t]?){1,5}")
_NO_SIGN = frozenset("#`<>[](){}?？=")
_RULES = frozenset(("---", "***", "___"))
_HEADING = re.compile(r" {0,3}(?P<marks>#{1,6})[ \t]+(?P<text>.*?)[ \t#]*")
#: What stands behind a second sign: tags.
_TAGS = re.compile(r"[\w#/,\-\[\]() \t]{1,120}")
_OFTEN = 3


@dataclass(frozen=True, slots=True)
class Region:
    """The lines of one card, and those of the signs that part its sides."""

    first: int
    last: int
    signs: tuple[int, ...]


def read_separators(page: Page) -> Iterator[Reading]:
    """Propose the cards whose sides a sign parts, or else those that only rules part."""
    if not any(map(_sign, page.lines)):
        return
    prose = page.prose
    found = {line: sign for line, text in enumerate(prose.masked, 1) if (sign := _sign(text))}
    inner = _inner_sign(list(found.values()))
    rules = [line for line, sign in found.items() if sign in _RULES and sign != inner]
    if not inner:
        if pairs := _pairs_at_rules(rules, prose):
            evidence = counted(
                len(pairs),
                "paragraph that asks, between rules",
                "paragraphs that ask, between rules",
            )
            yield Reading(pairs=tuple(pairs), likeness=1.0, evidence=evidence)
        return
    signs = [line for line, sign in found.items() if sign == inner]
    if pairs := _pairs_at_signs(signs, rules, prose):
        evidence = f'{counted(len(pairs), "card")} with "{inner}" between the sides'
        yield Reading(pairs=tuple(pairs), explicit=True, evidence=evidence)


def _pairs_at_signs(signs: Sequence[int], rules: Sequence[int], prose: Prose) -> list[Pair]:
    pauses = "." in prose.masked[signs[0] - 1]
    headings = [n for n, text in enumerate(prose.masked, 1) if _HEADING.fullmatch(text)]
    for bounds, skip in ((rules, 1), (_above(signs, headings, prose), 0)):
        regions = _between(bounds, signs, prose, skip=skip)
        if bounds and all(len(region.signs) <= 2 for region in regions):
            # A slide that appears step by step has such dots too, but not every slide.
            is_talk = pauses and not all(region.signs for region in regions)
            return [] if is_talk else _pairs(regions, prose)
    return _pairs(_blocks_around(signs, prose), prose)


def _sign(masked: str) -> str:
    """Return the line if it is but a sign; ``---`` is the same however long."""
    bare = masked.strip()
    if not bare or bare[0].isalnum() or HIDDEN in bare:
        return ""
    if len(bare) >= 3 and len(set(bare)) == 1 and bare[0] not in _NO_SIGN:
        return bare[0] * 3
    return bare if len(bare) < 6 and _SIGN.fullmatch(bare) else ""


def _inner_sign(order: Sequence[str]) -> str:
    """Return the sign between the sides: one that is known, or one that takes turns."""
    counts = Counter(order)
    known = max(_KNOWN & counts.keys(), key=lambda sign: counts[sign], default="")
    if counts[known] > 1:
        return known
    takes_turns = len(counts) == 2 and all(a != b for a, b in pairwise(order))
    enough = len(order) >= 2 * _OFTEN - 1
    return order[0] if takes_turns and enough and _RULES & counts.keys() else ""


def _between(
    bounds: Sequence[int], signs: Sequence[int], prose: Prose, *, skip: int
) -> list[Region]:
    """Return the regions between the bounds; ``skip`` says how many lines a bound takes."""
    starts = [1, *(line + skip for line in bounds)]
    lasts = [*(line - 1 for line in bounds), len(prose.masked)]
    regions = []
    for first, last in zip(starts, lasts, strict=True):
        inside = signs[bisect_left(signs, first) : bisect_right(signs, last)]
        if inside or (not skip and first > 1):
            regions.append(Region(first, last, tuple(inside)))
    return regions


def _above(signs: Sequence[int], headings: Sequence[int], prose: Prose) -> list[int]:
    """Return the headings of cards: those of a level that stands above signs, or higher."""
    nearest = {headings[at - 1] for sign in signs if (at := bisect_left(headings, sign))}
    lowest = max((_level(line, prose) for line in nearest), default=0)
    return [line for line in headings if _level(line, prose) <= lowest]


def _level(line: int, prose: Prose) -> int:
    match = _HEADING.fullmatch(prose.masked[line - 1])
    return len(match["marks"]) if match else 0


def _blocks_around(signs: Sequence[int], prose: Prose) -> list[Region]:
    """Return the blocks above and below each sign."""
    regions = []
    above = 0
    for index, sign in enumerate(signs):
        limit = signs[index + 1] if index + 1 < len(signs) else len(prose.masked) + 1
        first, last = _reach(sign, -1, above, prose), _reach(sign, 1, limit, prose)
        regions.append(Region(first, last, (sign,)))
        above = last
    return regions


def _reach(sign: int, step: int, limit: int, prose: Prose) -> int:
    """Walk from a sign over blank lines and over the block behind them."""
    line = sign + step
    while line != limit and prose.is_blank(line):
        line += step
    while line != limit and not prose.is_blank(line):
        line += step
    return line - step


def _pairs(regions: Sequence[Region], prose: Prose) -> list[Pair]:
    if not regions:
        return []
    trimmed = [_trimmed(region, prose) for region in _ended_at_heading(list(regions), prose)]
    levels = Counter(level for region in trimmed if (level := _level(region.first, prose)))
    level, count = levels.most_common(1)[0] if levels else (0, 0)
    # Headings that stand above most cards alike are fronts; others are sections.
    level = level if count * 2 > len(trimmed) else 0
    fronts = [_without_sections(region, level, prose) for region in trimmed]
    if len(fronts) > 2 and all(_is_one_block(region, prose) for region in fronts[1:]):
        fronts[0] = _last_block(fronts[0], prose)
    return [pair for region in fronts if (pair := _pair(region, prose)) is not None]


def _is_one_block(region: Region, prose: Prose) -> bool:
    lines = range(region.first, region.signs[0] if region.signs else region.first)
    texts = [line for line in lines if not prose.is_blank(line)]
    return not texts or texts[-1] - texts[0] == len(texts) - 1


def _last_block(region: Region, prose: Prose) -> Region:
    """Leave out an introduction before the first front."""
    if not region.signs:
        return region
    first = _reach(region.signs[0], -1, region.first - 1, prose)
    return Region(first, region.last, region.signs)


def _without_sections(region: Region, level: int, prose: Prose) -> Region:
    """Leave out the headings above a front that are not themselves a part of it."""
    if not region.signs:
        return region
    first, stop = region.first, region.signs[0]
    while _level(first, prose) not in {0, level} and any(
        not prose.is_blank(line) for line in range(first + 1, stop)
    ):
        first += 1
        while prose.is_blank(first):
            first += 1
    return Region(first, region.last, region.signs)


def _ended_at_heading(regions: list[Region], prose: Prose) -> list[Region]:
    """End the last card at a heading, if no other back holds one."""
    *others, last = regions
    if any(_heading_in_back(region, prose) for region in others):
        return regions
    heading = _heading_in_back(last, prose)
    return [*others, Region(last.first, heading - 1, last.signs)] if heading else regions


def _heading_in_back(region: Region, prose: Prose) -> int:
    lines = range(region.signs[0] + 1 if region.signs else region.first + 1, region.last + 1)
    return next((line for line in lines if _level(line, prose)), 0)


def _trimmed(region: Region, prose: Prose) -> Region:
    first, last = region.first, region.last
    while first < last and prose.is_blank(first):
        first += 1
    while last > first and prose.is_blank(last):
        last -= 1
    return Region(first, last, region.signs)


def _pair(region: Region, prose: Prose) -> Pair | None:
    first = region.first
    stops = [*(region.signs or [first]), region.last + 1]
    heading = _HEADING.fullmatch(prose.lines[first - 1])
    question = dedented(prose.lines[first - 1 + bool(heading) : stops[0] - 1])
    if heading:
        question = f"{heading['text']}\n\n{question}".strip()
    if not question.strip():
        return None
    answer = dedented(prose.lines[stops[0] : stops[1] - 1])
    further = dedented(prose.lines[stops[1] : region.last]) if len(stops) > 2 else ""
    if further and not _TAGS.fullmatch(further):
        answer = f"{answer}\n\n{further}"
    return Pair(
        question=question,
        answer=answer.strip(),
        line=first,
        answer_line=next(
            (line for line in range(stops[0] + 1, region.last + 1) if not prose.is_blank(line)),
            stops[0],
        ),
        end=region.last,
    )


def _pairs_at_rules(rules: Sequence[int], prose: Prose) -> list[Pair]:
    """Return the cards between rules whose first paragraph asks and whose others answer."""
    regions = [
        _trimmed(region, prose)
        for region in _between(rules, range(1, len(prose.masked) + 1), prose, skip=1)
    ]
    cards = []
    for region in regions:
        lines = range(region.first, region.last + 1)
        blank = next((line for line in lines if prose.is_blank(line)), 0)
        if blank and asks(prose.masked[blank - 2]) and not _level(region.first, prose):
            cards.append(Region(region.first, region.last, (blank,)))
    enough = len(cards) >= _OFTEN and len(cards) * 5 >= len(regions) * 4
    return _pairs(cards, prose) if enough else []
