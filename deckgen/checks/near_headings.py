"""Finds lines that look like headings to people and are none to markdown.

A question in such a line is lost: it becomes the end of the answer above it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from deckgen.model import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from deckgen.markdown import Block
    from deckgen.shapes.shape import Page, Pair

#: ``###2. X``, and ``###`` with a space that only looks like one.  A single ``#`` begins hashtags.
_UNSPACED = re.compile(
    r"(?P<indent> {0,3})(?P<marks>#{2,6})(?P<gap>[\u00a0\u2000-\u200b\u3000]*)(?=[^#\s!])"
)
_WIDE = re.compile(r"(?P<indent> {0,3})(?P<marks>[＃#]*＃[＃#]*)(?P<gap>\s*)(?=\S)")
_INDENTED = re.compile(r"(?P<indent>(?: {4,}|\t)[ \t]*)(?P<marks>#{2,6})(?P<gap> +)(?=\S)")


@dataclass(frozen=True, slots=True)
class NearHeading:
    """A line that is nearly a heading, what is wrong with it, and the heading that it would be."""

    line: int
    column: int
    fault: str
    heading: str


def check_near_headings(page: Page, _pairs: Sequence[Pair]) -> Iterator[Finding]:
    """Yield each line that is nearly a heading."""
    for near in near_headings(page.lines, page.blocks):
        yield Finding(
            severity="warning",
            code="near-heading",
            message=f"this line is no heading: {near.fault}",
            hint=f'write "{near.heading}"; deckgen check --fix does that',
            file=page.name,
            line=near.line,
            column=near.column,
        )


def near_headings(lines: Sequence[str], blocks: Sequence[Block]) -> Iterator[NearHeading]:
    """Yield the lines of paragraphs and of one-line indented code that are nearly headings."""
    for block in blocks:
        if block.kind == "paragraph":
            for line in range(block.line, block.end + 1):
                text = lines[line - 1]
                if match := _UNSPACED.match(text):
                    yield _near(line, match, "a space is missing behind the #")
                elif match := _WIDE.match(text):
                    yield _near(line, match, "its # are wide characters")
        elif block.kind == "code" and not block.fenced and block.line == block.end:
            text = lines[block.line - 1]
            if match := _INDENTED.match(text):
                yield _near(block.line, match, "it is indented by four spaces, as code is")


def _near(line: int, match: re.Match[str], fault: str) -> NearHeading:
    marks = "#" * min(6, len(match["marks"]))
    text = match.string[match.end() :].rstrip()
    column = match.start("marks" if "four" in fault else "gap") + 1
    return NearHeading(line, column, fault, f"{marks} {text}")
