"""Text pasted from a web page: a lone number, the question, a line that recurs, the answer."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from deckgen.messages import counted
from deckgen.shapes.shape import Pair, Reading
from deckgen.shapes.text import answer_label_length

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from deckgen.shapes.shape import Page

_NUMBER = re.compile(
    r"[ \t]*(?P<word>[^\W\d_]{1,12}\.?[ \t]*)?#?(?P<number>\d{1,4})[ \t]*"
    r"(?P<mark>[题題问問]?[.):：．、]?)[ \t]*"
)
_LINK_TARGET = re.compile(r"\]\([^)\n]*\)")
_OTHER = re.compile(r"[ \t]*(?:[-*+>|#]|\d{1,9}[.)])[ \t]|    |\t|[ \t]*[`~]{3}")
_LEAST = 3
#: A line that parts questions from answers is shorter than this.
_SHORT = 60


@dataclass(frozen=True, slots=True)
class Numbered:
    """A lone number and the lines below it, up to the next."""

    line: int
    number: int
    last: int


def read_pasted(page: Page) -> Iterator[Reading]:
    """Propose what stands below lone numbers."""
    if pairs := pasted_pairs(page):
        yield Reading(
            pairs=tuple(pairs),
            likeness=1.0,
            evidence=f"{counted(len(pairs), 'lone number')} with a question and an answer below",
        )


def pasted_pairs(page: Page) -> list[Pair]:
    """Return the cards below lone numbers."""
    numbered = list(_numbered(page))
    if len(numbered) < _LEAST:
        return []
    texts = [_texts(each, page) for each in numbered]
    recurring = _recurring(texts, page)
    divider = _divider(texts, recurring, page)
    if not divider and not _are_regular(numbered, texts):
        return []
    pairs = (
        _pair(each, _trimmed(lines, divider, recurring, page), divider, page)
        for each, lines in zip(numbered, texts, strict=True)
    )
    return [pair for pair in pairs if pair is not None]


def _numbered(page: Page) -> Iterator[Numbered]:
    """Yield the lone numbers that count on, or begin anew, from one to the next."""
    fenced = {
        line
        for block in page.blocks
        if block.kind == "code" and block.fenced
        for line in range(block.line, block.end + 1)
    }
    families: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for line, text in enumerate(page.lines, 1):
        if len(text) < 30 and line not in fenced and (match := _NUMBER.fullmatch(text)):
            family = ((match["word"] or "").strip(" .").casefold(), match["mark"])
            families.setdefault(family, []).append((line, int(match["number"])))
    numbers = max(families.values(), key=len, default=[])
    apart = [each for each in numbers if not "".join(page.lines[each[0] - 2 : each[0] - 1]).strip()]
    if len(apart) * 2 > len(numbers):
        numbers = apart  # the others are numbers in answers
    runs: list[list[tuple[int, int]]] = []
    for line, number in numbers:
        if runs and runs[-1][-1][1] < number <= runs[-1][-1][1] + 3:
            runs[-1].append((line, number))
        elif number == 1 or not runs:
            runs.append([(line, number)])
    found = [each for run in runs if len(run) > 1 for each in run]
    ends = [line - 1 for line, _ in found[1:]] + [len(page.lines)]
    # A closing section ends the last answer; elsewhere "# …" may be a comment in code.
    closing = [
        heading.line - 1 for heading in page.headings if found and heading.line > found[-1][0]
    ]
    ends[-1] = next((line for line in closing if not page.lines[line - 1].strip()), ends[-1])
    for (line, number), last in zip(found, ends, strict=False):
        yield Numbered(line, number, last)


def _texts(each: Numbered, page: Page) -> list[int]:
    return [n for n in range(each.line + 1, each.last + 1) if page.lines[n - 1].strip()]


def _folded(line: str) -> str:
    return " ".join(_LINK_TARGET.sub("]", line).split()).casefold()


def _recurring(texts: Sequence[Sequence[int]], page: Page) -> frozenset[str]:
    """Return the lines that stand under most numbers, folded."""
    counts = Counter(
        line
        for lines in texts
        for line in {_folded(page.lines[n - 1]) for n in lines}
        if len(line) < _SHORT
    )
    return frozenset(line for line, count in counts.items() if count * 5 >= len(texts) * 3)


def _divider(texts: Sequence[Sequence[int]], recurring: frozenset[str], page: Page) -> str:
    """Return the line that stands between most questions and answers, such as "Hide Answer"."""
    places: dict[str, list[int]] = {}
    for lines in texts:
        for place, n in enumerate(lines):
            if 0 < place < len(lines) - 1 and (line := _folded(page.lines[n - 1])) in recurring:
                places.setdefault(line, []).append(place)
    inside = {line: found for line, found in places.items() if len(found) * 2 >= len(texts)}
    return min(inside, key=lambda line: sum(inside[line]) / len(inside[line]), default="")


def _are_regular(numbered: Sequence[Numbered], texts: Sequence[Sequence[int]]) -> bool:
    """Whether the numbers count by ones, and under each stand a line and more."""
    counts_on = all(b.number in {1, a.number + 1} for a, b in pairwise(numbered))
    return len(numbered) >= 5 and counts_on and all(len(lines) > 1 for lines in texts)


def _trimmed(
    lines: Sequence[int], divider: str, recurring: frozenset[str], page: Page
) -> Sequence[int]:
    """Leave out what recurs below the answers ("Report").

    The line right behind the divider is an answer, however many questions have the same.
    """
    texts = [_folded(page.lines[n - 1]) for n in lines]
    last = len(lines)
    while last > 1 and texts[last - 1] in recurring and divider not in texts[last - 2 : last]:
        last -= 1
    return lines[:last]


def _pair(each: Numbered, lines: Sequence[int], divider: str, page: Page) -> Pair | None:
    if not lines:
        return None
    at = next((n for n in lines[1:] if _folded(page.lines[n - 1]) == divider), 0)
    first, last = lines[0], lines[-1]
    front_last, back_first = (at - 1, at + 1) if divider else (first, first + 1)
    if divider and not at:
        front_last, back_first = last, last + 1
    return Pair(
        question=_with_line_breaks(page.lines[first - 1 : front_last]),
        answer=_without_label(_with_line_breaks(page.lines[back_first - 1 : last])),
        number=each.number,
        line=first,
        answer_line=min(back_first, last),
        end=each.last,
    )


def _without_label(answer: str) -> str:
    return answer[answer_label_length(answer) :].lstrip("\n") or answer


def _with_line_breaks(lines: Sequence[str]) -> str:
    """Return lines of text that is no markdown so that they stay lines."""
    text = "\n".join(lines).strip("\n").rstrip().split("\n")
    broken = [
        f"{line.rstrip()}  "
        if line.strip() and after.strip() and not (_OTHER.match(line) or _OTHER.match(after))
        else line
        for line, after in pairwise(text)
    ]
    return "\n".join([*broken, text[-1]])
