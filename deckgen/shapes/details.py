"""Finds collapsed parts, ``<details>`` with a ``<summary>``, whole or broken, nested or not."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from deckgen.shapes.text import folded, is_answer_word

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Sequence

_TAG = re.compile(r"<(/?)(details|summary)\b[^<>]*>", re.IGNORECASE)
#: Longer lines are no text that people write; to look for code in them could take long.
_LONGEST = 2000
_CODE_SPAN = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)")


@dataclass(slots=True)
class Details:
    """A collapsed part; places are (line, column), both from 0, in the lines that were searched.

    ``inner`` is where its content begins, behind the summary; ``close`` is where ``</details>``
    begins and ``after`` the place behind it.  ``summary`` has the summary's ends, None for none.
    """

    start: tuple[int, int]
    inner: tuple[int, int]
    close: tuple[int, int] = (0, 0)
    after: tuple[int, int] = (0, 0)
    summary: tuple[tuple[int, int], tuple[int, int]] | None = None
    children: list[Details] = field(default_factory=list)
    closed: bool = True


def find_details(lines: Sequence[str], code: Container[int] = ()) -> list[Details]:
    """Return the collapsed parts that are in no other one, in the order of their lines.

    Args:
        lines: What to search.
        code: The indices of the lines that are in code.
    """
    found: list[Details] = []
    stack: list[Details] = []
    summary_start: tuple[int, int] | None = None
    for number, line in enumerate(lines):
        if "<" not in line or number in code:
            continue
        bare = (
            _CODE_SPAN.sub(lambda m: " " * len(m[0]), line)
            if "`" in line and len(line) < _LONGEST
            else line
        )
        for tag in _TAG.finditer(bare):
            before, behind = (number, tag.start()), (number, tag.end())
            closing, name = tag[1], tag[2].lower()
            if name == "details" and not closing:
                stack.append(Details(start=before, inner=behind))
            elif name == "summary" and not closing:
                summary_start = behind
            elif name == "summary" and stack and summary_start and stack[-1].summary is None:
                stack[-1].summary = (summary_start, before)
                stack[-1].inner = behind
                summary_start = None
            elif name == "details" and stack:
                _end(stack, found, before, behind)
    end = (max(0, len(lines) - 1), len(lines[-1]) if lines else 0)
    while stack:
        stack[-1].closed = False
        _end(stack, found, end, end)
    return found


def _end(
    stack: list[Details], found: list[Details], close: tuple[int, int], after: tuple[int, int]
) -> None:
    part = stack.pop()
    part.close, part.after = close, after
    (stack[-1].children if stack else found).append(part)


def text_between(lines: Sequence[str], start: tuple[int, int], end: tuple[int, int]) -> str:
    """Return the text from one place to another."""
    if start[0] == end[0]:
        return lines[start[0]][start[1] : end[1]]
    return "\n".join(
        (lines[start[0]][start[1] :], *lines[start[0] + 1 : end[0]], lines[end[0]][: end[1]])
    )


def generic_summaries(summaries: Iterable[str]) -> frozenset[str]:
    """Return the folded summaries that say "View answer" or the like: they recur, or we know them.

    A question may be there twice; what three of ten parts say is no question.
    """
    counts = Counter(map(folded, summaries))
    total = sum(counts.values())
    return frozenset(
        text
        for text, count in counts.items()
        if not text or is_answer_word(text) or (count > 2 and count * 10 >= total * 3)
    )
