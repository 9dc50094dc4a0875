"""Compares the questions found with their numbers and with the count that the title promises."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from deckgen.model import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from deckgen.shapes.shape import Page, Pair

#: Smaller numbers in a title, and years, are seldom counts of questions.
_PROMISE = re.compile(r"(?<![\w.])(\d{2,4})(?=\+?\s*[^\W\d_])")
_YEARS = range(1900, 2100)


def check_numbers(page: Page, pairs: Sequence[Pair]) -> Iterator[Finding]:
    """Yield where a question's number does not follow that of the question before.

    A count that begins again at 1 is a new list.
    """
    numbered = [pair for pair in pairs if pair.number is not None]
    steps = [(a.number or 0, b.number or 0, b) for a, b in pairwise(numbered)]
    odd = [step for step in steps if step[1] not in (step[0] + 1, 1)]
    if len(odd) * 2 > len(steps):
        return  # these are no numbers that count
    for before, number, pair in odd:
        if number == before:
            message = f"number {number} is here again"
        else:
            message = f"number {number} follows {before}"
        yield _info("number-gap", message, page.name, pair.line)


def check_promise(page: Page, title: str, found: int) -> Iterator[Finding]:
    """Yield where the title promises another count of questions than were found."""
    promised = [int(m[1]) for m in _PROMISE.finditer(title) if int(m[1]) not in _YEARS]
    line = page.title.line if page.title else 1
    if len(promised) == 1 and promised[0] != found:
        message = f"the title says {promised[0]}, found {found}"
        yield _info("promised-count", message, page.name, line)


def _info(code: str, message: str, file: str, line: int) -> Finding:
    return Finding(
        severity="info", code=code, message=message, hint=_HINTS[code], file=file, line=line
    )


_HINTS = {
    "number-gap": "nothing is lost: cards do not depend on their numbers",
    "promised-count": "`deckgen show` lists what was found",
}
