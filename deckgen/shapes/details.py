"""Finds collapsed parts, ``<details>`` with a ``<summary>``, whole or broken, nested or not."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from deckgen.shapes.tags import find_tags, tag_pattern
from deckgen.shapes.text import folded, is_answer_word

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Sequence

    from deckgen.shapes.tags import Place

_TAGS = tag_pattern("details|summary")


@dataclass(slots=True)
class Details:
    """A collapsed part; places are (line, column), both from 0, in the lines that were searched.

    ``inner`` is where its content begins, behind the summary; ``close`` is where ``</details>``
    begins and ``after`` the place behind it.  ``summary`` has the summary's ends, None for none.
    """

    start: Place
    inner: Place
    close: Place = (0, 0)
    after: Place = (0, 0)
    summary: tuple[Place, Place] | None = None
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
    summary_start: Place | None = None
    for tag in find_tags(lines, _TAGS, code):
        if tag.name == "details" and not tag.closing:
            stack.append(Details(start=tag.start, inner=tag.end))
        elif tag.name == "summary" and not tag.closing:
            summary_start = tag.end
        elif tag.name == "summary" and stack and summary_start and stack[-1].summary is None:
            stack[-1].summary = (summary_start, tag.start)
            stack[-1].inner = tag.end
            summary_start = None
        elif tag.name == "details" and stack:
            _end(stack, found, tag.start, tag.end)
    end = (max(0, len(lines) - 1), len(lines[-1]) if lines else 0)
    while stack:
        stack[-1].closed = False
        _end(stack, found, end, end)
    return found


def _end(stack: list[Details], found: list[Details], close: Place, after: Place) -> None:
    part = stack.pop()
    part.close, part.after = close, after
    (stack[-1].children if stack else found).append(part)


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
