"""Tells the lines that an author wrote as prose from code, comments, mathematics and addresses."""

from __future__ import annotations

import re
from dataclasses import dataclass
from textwrap import dedent
from typing import TYPE_CHECKING

from deckgen.markdown import replace_formulas

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from deckgen.markdown import Block

#: Stands for each hidden character; no text holds it (the reader replaces NUL).
HIDDEN = "\0"

_TICKS = re.compile(r"`+")
_NOT_NEWLINE = re.compile(r"[^\n]")
_ADDRESS = re.compile(
    r"(?<=\]\()[^()\s]+(?=[)\s])|<?\b[a-z][a-z+.-]{1,20}://[^\s)>\]]+", re.IGNORECASE
)
_VERBATIM_HTML = ("<pre", "<script", "<style", "<textarea")


@dataclass(frozen=True, slots=True)
class Prose:
    """A page's lines in two copies with the same columns.

    In ``masked`` all that can hold no mark of the author's is hidden; comments are blank in both,
    so that what is cut from ``lines`` has none.
    """

    masked: tuple[str, ...]
    lines: tuple[str, ...]

    def cut(self, first: int, last: int) -> str:
        """Return the lines from ``first`` to ``last``, counted from 1, both included."""
        return "\n".join(self.lines[first - 1 : last])

    def is_blank(self, line: int) -> bool:
        """Whether nothing stands in the line; one inside of code is never blank."""
        return not self.masked[line - 1].strip()


def prose_of(source: Sequence[str], blocks: Sequence[Block]) -> Prose:
    """Return what of a document's lines is prose."""
    masked, lines = list(source), list(source)
    for block in leaves(blocks):
        span = slice(block.line - 1, block.end)
        if _is_comment(block):
            masked[span] = lines[span] = _without_comments(lines[span])
        elif block.kind in {"code", "table"} or _is_verbatim(block):
            masked[span] = [HIDDEN * max(1, len(line)) for line in masked[span]]
        elif block.kind in {"paragraph", "heading", "html"}:
            lines[span] = _without_comments(lines[span])
            masked[span] = without_code("\n".join(lines[span])).split("\n")
    return Prose(tuple(masked), tuple(lines))


def leaves(blocks: Sequence[Block]) -> Iterator[Block]:
    """Yield the blocks that hold no others, in the order of the document; a table is one."""
    for block in blocks:
        if block.kind in {"list", "item", "quote"}:
            yield from leaves(block.blocks)
        else:
            yield block


def dedented(lines: Sequence[str]) -> str:
    """Return lines without the indentation that they share, and without blank ones around."""
    return dedent("\n".join(lines)).strip("\n").rstrip()


def _is_comment(block: Block) -> bool:
    return block.kind == "html" and block.text.lstrip().startswith("<!--")


def _is_verbatim(block: Block) -> bool:
    return block.kind == "html" and block.text.lstrip().lower().startswith(_VERBATIM_HTML)


def _without_comments(lines: Sequence[str]) -> list[str]:
    text = "\n".join(lines)
    pieces, done = [], 0
    while (start := text.find("<!--", done)) >= 0 and (end := text.find("-->", start)) >= 0:
        pieces += [text[done:start], _NOT_NEWLINE.sub(" ", text[start : end + 3])]
        done = end + 3
    return "".join([*pieces, text[done:]]).split("\n")


def _hidden(text: str) -> str:
    return _NOT_NEWLINE.sub(HIDDEN, text)


def without_code(text: str) -> str:
    """Hide what is code, mathematics or an address in a text."""
    if "`" in text:
        text = _mask_code(text)
    text = replace_formulas(text, _hidden)
    if "](" in text or "://" in text:
        text = _ADDRESS.sub(lambda match: _hidden(match[0]), text)
    return text


def _mask_code(text: str) -> str:
    """Hide code spans: a run of backticks goes up to the next run of the same length."""
    runs = [(match.start(), match.end()) for match in _TICKS.finditer(text)]
    following: dict[int, int] = {}
    closes = [-1] * len(runs)
    for index in range(len(runs) - 1, -1, -1):
        length = runs[index][1] - runs[index][0]
        closes[index] = following.get(length, -1)
        following[length] = index
    pieces, done, index = [], 0, 0
    while index < len(runs):
        close = closes[index]
        if close < 0:
            index += 1
            continue
        start, end = runs[index][0], runs[close][1]
        pieces += [text[done:start], _hidden(text[start:end])]
        done, index = end, close + 1
    return "".join([*pieces, text[done:]])
