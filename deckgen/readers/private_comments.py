"""Takes out what an author wrote for nobody else, as in Obsidian: ``%% to do %%``.

Two per cent signs can mean other things: in code, in formulas, in "100 %% sure".  A comment that
has lines to itself is sure; one within a line counts only where the document is Obsidian's.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from deckgen.markdown import replace_formulas, walk

if TYPE_CHECKING:
    from collections.abc import Sequence

    from deckgen.markdown import Block

_SIGN = "%%"
_MARKS = r"[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?"
_OWN_LINE = re.compile(rf"{_MARKS}%%(?!%)(?:(?!%%).)*%%[ \t]*")
_OPENING = re.compile(rf"{_MARKS}%%(?!%)(?:(?!%%).)*")
_CLOSING = re.compile(r"(?:(?!%%).)*%%[ \t]*")
#: No number stands before it, and no word touches it.
_WITHIN = re.compile(r"(?<![\w%])(?<!\d )(?<!\d  )%%(?!%)((?:(?!%%).)+)%%(?![\w%])")
_CODE = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)")
_NOTE_LINK = re.compile(r"\[\[[^\[\]\n]{1,250}\]\]")


def without_private_comments(text: str, blocks: Sequence[Block]) -> str:
    """Return the text of a document without its private comments, but with the same lines."""
    if _SIGN not in text:
        return text
    verbatim = frozenset(
        line
        for block in walk(blocks)
        if block.kind in {"code", "math"}
        for line in range(block.line, block.end + 1)
    )
    lines = text.split("\n")
    own = _own_lines(lines, verbatim)
    kept = ["" if number in own else line for number, line in enumerate(lines, 1)]
    if own or any(_NOTE_LINK.search(_bare(line)) for line in kept):
        kept = [
            line if number in verbatim or _SIGN not in line else _without(line)
            for number, line in enumerate(kept, 1)
        ]
    return "\n".join(kept)


def _own_lines(lines: Sequence[str], verbatim: frozenset[int]) -> set[int]:
    """Return the numbers of the lines that comments have to themselves."""
    own: set[int] = set()
    for number, line in enumerate(lines, 1):
        if number in own or number in verbatim or _SIGN not in line:
            continue
        if _OWN_LINE.fullmatch(line):
            own.add(number)
        elif _OPENING.fullmatch(line):
            rest = enumerate(lines[number:], number + 1)
            end = next((last for last, each in rest if _SIGN in each), 0)
            if end and end not in verbatim and _CLOSING.fullmatch(lines[end - 1]):
                own |= set(range(number, end + 1))
    return own


def _without(line: str) -> str:
    """Return a line without the comments in it."""
    bare = _bare(line)
    for m in reversed(list(_WITHIN.finditer(bare))):
        line = line[: m.start()].rstrip(" ") + line[m.end() :]
    return line


def _bare(line: str) -> str:
    """Return a line with spaces in the place of its code and formulas."""
    coded = _CODE.sub(lambda m: "\0" * len(m[0]), line)
    return replace_formulas(coded, lambda formula: " " * len(formula))
