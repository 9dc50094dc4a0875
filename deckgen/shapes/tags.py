"""Finds HTML tags in the lines of a document, those in code aside."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Sequence

#: Longer lines are no text that people write; to look for code in them could take long.
_LONGEST = 2000
_CODE_SPAN = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)")

#: A line and a column, both from 0.
Place = tuple[int, int]


class Tag(NamedTuple):
    """A tag of a name in lower case, from the place of its ``<`` to the place behind its ``>``."""

    name: str
    closing: bool
    start: Place
    end: Place
    attributes: str


def tag_pattern(names: str) -> re.Pattern[str]:
    """Return what :func:`find_tags` looks for, the names parted by ``|``."""
    return re.compile(rf"<(/?)({names})\b([^<>]*)>", re.IGNORECASE)


def find_tags(
    lines: Sequence[str], pattern: re.Pattern[str], code: Container[int] = ()
) -> Iterator[Tag]:
    """Yield the tags, in the order of the lines.

    Args:
        lines: What to search.
        pattern: For which tags, as :func:`tag_pattern` makes it.
        code: The indices of the lines that are in code.
    """
    for number, line in enumerate(lines):
        if "<" not in line or number in code:
            continue
        bare = (
            _CODE_SPAN.sub(lambda m: " " * len(m[0]), line)
            if "`" in line and len(line) < _LONGEST
            else line
        )
        for match in pattern.finditer(bare):
            yield Tag(
                match[2].lower(),
                bool(match[1]),
                (number, match.start()),
                (number, match.end()),
                match[3],
            )


def text_between(lines: Sequence[str], start: Place, end: Place) -> str:
    """Return the text from one place to another."""
    if start[0] == end[0]:
        return lines[start[0]][start[1] : end[1]]
    return "\n".join(
        (lines[start[0]][start[1] :], *lines[start[0] + 1 : end[0]], lines[end[0]][: end[1]])
    )
