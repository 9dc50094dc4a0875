"""Fits what authors wrote into messages: short, on one line, and harmless to a terminal."""

from __future__ import annotations

import re

#: What a terminal obeys in place of showing it, but for the ends of lines and tabs, and the signs
#: that turn round the order of all that follows them.  What joins and parts letters and pictures
#: (as in Persian, in Hindi and in emoji) is no such sign.
_HAZARD = re.compile(r"\r(?!\n)|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_REPLACEMENT = "\ufffd"
_SPACE = re.compile(r"[\t\n\r]")
#: Where the first paragraph of a text ends; what follows it is another one, a list or code.
_NEXT_BLOCK = re.compile(r"\n[ \t]*(?:\n|```|~~~|[-*+>|][ \t]|\d+[.)][ \t])")
#: So many characters of a text say which one is meant.
_ENOUGH = 80


def harmless(text: str) -> str:
    """Return a text of any number of lines with nothing in it that a terminal would obey."""
    return _HAZARD.sub(_REPLACEMENT, text)


def one_line(text: str) -> str:
    """Return a text as one line of words, with nothing in it that a terminal would obey."""
    return harmless(" ".join(text.split()))


def excerpt(text: str) -> str:
    """Return the beginning of a text of any length, by which its author knows it again."""
    block = _NEXT_BLOCK.search(text := text.strip())
    line = one_line(text[: block.start()] if block else text)
    if len(line) > _ENOUGH:
        whole_words = line[:_ENOUGH].rpartition(" ")[0]
        # Not all scripts have spaces, and neither have addresses.
        line = (whole_words if len(whole_words) > _ENOUGH // 2 else line[: _ENOUGH - 1]) + "…"
    elif block:
        line += " …"
    return line


def counted(number: float, one: str, many: str = "") -> str:
    """Return a number with its noun: ``1 card``, ``2 cards``, ``1,000 texts with gaps``."""
    written = f"{number:,}" if isinstance(number, int) else f"{number:g}"
    return f"{written} {one if number == 1 else many or f'{one}s'}"


def file_name(name: str) -> str:
    """Return the name of a file on one line: each space counts in it, and it may hold anything."""
    return harmless(_SPACE.sub(_REPLACEMENT, name))


def escaped(json: str) -> str:
    """Return JSON that means the same, without what a terminal would obey."""
    return _HAZARD.sub(lambda m: f"\\u{ord(m[0]):04x}", json)
