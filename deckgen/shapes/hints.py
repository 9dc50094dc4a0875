"""Knows what of plain notes is nearly a card, to say what its author should write."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from deckgen.shapes.prose import HIDDEN
from deckgen.shapes.text import asks

if TYPE_CHECKING:
    from deckgen.shapes.shape import Page

#: ``hola - hello``, ``- What is supply? → the amount offered``, ``hola;hello``, or a tab between.
_PARTED = re.compile(
    r"[ \t]*(?:[-*+][ \t]+|\d{1,4}[.)][ \t]+)?"
    r"(?P<front>[^\s#>|<](?:(?!::|[;\t]).)*?)"
    r"(?:\t+|[ ]+[-–—=→>]{1,2}[ ]+|[ ]?;[ ]?|::)(?P<back>[^\s:].*)"
)
#: What may stand around a whole question: a quote's mark, a list's, emphasis.
_AROUND = re.compile(
    r"[ \t>]*(?:[-*+][ \t]+|\d{1,4}\\?[.)][ \t]+)?[*_]{0,3}(?P<text>.*?)[*_]{0,3}[ \t]*"
)
_LEAST = 2
#: This share of a document's lines at least is parted alike.
_MOST = 0.6
#: A longer line is no card but prose.
_LONGEST = 160


def hint_of(page: Page) -> str:
    """Return what to write in place of the first line that is nearly a card, empty for none."""
    lines = [
        line
        for number, line in enumerate(page.lines, 1)
        if line.strip()
        and number not in page.aside
        and not page.prose.masked[number - 1].startswith(("#", HIDDEN))
    ]
    short = [line for line in lines if len(line) <= _LONGEST]
    parted = [match for match in map(_PARTED.fullmatch, short) if match]
    if len(parted) >= _LEAST and len(parted) >= _MOST * len(lines):
        front, back = (parted[0][side].strip() for side in ("front", "back"))
        return f'write two colons between front and back, with spaces: "{front} :: {back}"'
    asking = [text for line in short if asks(text := _bare(line))]
    if len(asking) >= _LEAST:
        return f'write each question as a heading ("## {asking[0]}") and its answer below it'
    return ""


def _bare(line: str) -> str:
    match = _AROUND.fullmatch(line)
    return match["text"] if match else line
