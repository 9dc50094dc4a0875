"""Mends in a document's text what is safe to mend, line by line.

Three things are: a line that is nearly a heading becomes one, questions that are numbered are
numbered without gaps, and spaces go where they mean nothing.  All else stays as it is, byte for
byte.
"""

from __future__ import annotations

import difflib
import re
from itertools import count
from typing import TYPE_CHECKING

from deckgen.checks.near_headings import near_headings
from deckgen.markdown import walk
from deckgen.readers.document import open_page
from deckgen.readers.text import decode

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from deckgen.shapes.shape import Page, Pair

_LINE = re.compile(r"([^\r\n]*)(\r\n|\r|\n|\Z)")
#: What may stand before a question's number: marks, and a short word such as "Q" or "Question".
_NUMBER = re.compile(r"(?P<before>\W*(?:[^\W\d_]{1,12}\.?[ #]*)?)(?P<number>\d{1,6})(?!\d|\.\d)")
#: Renumbering would break links to numbered headings.
_NUMBERED_LINK = re.compile(r"\]\(#\W*[a-z]{0,12}-?\d")

#: The new texts of lines, by their numbers.
_Edits = dict[int, str]


def fixed(content: bytes, name: str) -> bytes:
    """Return a document's bytes with all mended that is safe to mend.

    What is no markdown text of ours is returned as it is.
    """
    text, findings = decode(content, name)
    if findings or name.lower().endswith(".json"):
        return content
    # What becomes a heading ends the paragraph around it, which may show another one.
    for edits_of in (_headings, _headings, _headings, _spaces, _numbers):
        page, pairs = open_page(text, name)
        lines = text.split("\n")
        # A line that says something to us beside the text is left alone.
        edits = {
            number: new
            for number, new in edits_of(page, pairs).items()
            if lines[number - 1] == page.lines[number - 1]
        }
        mended = _edited(content, edits) if edits else content
        text_mended, _ = decode(mended, name)
        # Other numbers may show other questions, which would want other numbers: hands off.
        if edits_of is _numbers and edits and _numbers(*open_page(text_mended, name)):
            continue
        content, text = mended, text_mended
    return content


def difference(before: bytes, after: bytes, name: str) -> str:
    """Return a unified diff of two versions of a document."""
    old, new = (decode(content, name)[0].split("\n") for content in (before, after))
    lines = difflib.unified_diff(old, new, f"{name} (as it is)", f"{name} (mended)", lineterm="")
    return "\n".join(lines)


def _edited(content: bytes, edits: _Edits) -> bytes:
    """Return the content with other texts in some lines; line ends and a mark at the start stay."""
    # Decoded with the mark in front, so that it is the first line's and comes back.
    lines = _LINE.finditer(content.decode())
    pieces = []
    for number, line in enumerate(lines, 1):
        start = "\ufeff" if number == 1 and line[1].startswith("\ufeff") else ""
        pieces += [start + edits[number] if number in edits else line[1], line[2]]
    return "".join(pieces).encode()


def _headings(page: Page, _pairs: Sequence[Pair]) -> _Edits:
    """Return headings in place of the lines that are nearly headings."""
    return {near.line: near.heading for near in near_headings(page.lines, page.blocks)}


def _spaces(page: Page, _pairs: Sequence[Pair]) -> _Edits:
    """Return headings and blank lines without the spaces at their ends."""
    headings = {block.line for block in page.blocks if block.kind == "heading"}
    verbatim = {
        number
        for block in walk(page.blocks)
        if block.kind in {"code", "html"}
        for number in range(block.line, block.end + 1)
    }
    return {
        number: line.rstrip(" \t")
        for number, line in enumerate(page.lines, 1)
        if line[-1:] in {" ", "\t"}
        and (number in headings or (not line.strip(" \t") and number not in verbatim))
    }


def _numbers(page: Page, pairs: Sequence[Pair]) -> _Edits:
    """Return the lines of numbered questions with numbers that count up; 1 begins anew."""
    if any(_NUMBERED_LINK.search(line) for line in page.lines):
        return {}
    edits: _Edits = {}
    wanted: Iterator[int] | None = None
    for pair in pairs:
        if pair.number is None:
            continue
        if wanted is None or pair.number == 1:
            wanted = count(pair.number)
        number = next(wanted)
        if pair.number != number:
            line = page.lines[pair.line - 1]
            match = _NUMBER.match(line)
            if match is None or int(match["number"]) != pair.number:
                return {}  # the number is where we do not see it: hands off
            edits[pair.line] = f"{match['before']}{number}{line[match.end() :]}"
    return edits
