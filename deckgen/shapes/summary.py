"""Questions that are the summary of a collapsed part: ``<details><summary>…</summary>``."""

from __future__ import annotations

import re
from textwrap import dedent
from typing import TYPE_CHECKING

from deckgen.messages import counted
from deckgen.shapes.answers import without_label
from deckgen.shapes.details import Details, find_details, generic_summaries
from deckgen.shapes.shape import Pair, Reading
from deckgen.shapes.tags import text_between
from deckgen.shapes.text import asks, folded, question_label, unwrapped, without_bare_label

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from deckgen.shapes.shape import Page

_WRAPPERS = re.compile(
    r"</?(?:b|strong|h[1-6]|summary|span|font|big|p|div|u|i|em|center|dt)\b[^<>]*>", re.IGNORECASE
)
_BREAK = re.compile(r"\s*<br\s*/?>\s*", re.IGNORECASE)
_BEFORE = re.compile(r"\s*(?:<br\s*/?>|</?(?:p|b|div)>)", re.IGNORECASE)
_AFTER = re.compile(r"(?:<br\s*/?>|</(?:b|div)>)\Z", re.IGNORECASE)
#: Parts that ask, are numbered or are most of the document are questions; others are asides.
_ASKING = 0.4
_COVERED = 0.6


def read_summaries(page: Page) -> Iterator[Reading]:
    """Read collapsed parts whose summaries differ; what recurs as "Show answer" is no question."""
    code = frozenset(line - 1 for line in page.code)
    parts = list(_parts(find_details(page.lines, code)))
    texts = [_summary(page, part) for part in parts]
    generic = generic_summaries(texts)
    pairs = [
        _pair(page, part, text)
        for part, text in zip(parts, texts, strict=True)
        if folded(text) not in generic and not _holds_contents(page, part)
    ]
    if not pairs:
        return
    asking = sum(asks(pair.question) for pair in pairs)
    numbered = sum(pair.number is not None for pair in pairs)
    covered = sum(page.text_between(pair.line, pair.end) for pair in pairs)
    sure = (
        max(asking, numbered) >= _ASKING * len(pairs) or covered >= _COVERED * page.text_before[-1]
    )
    yield Reading(
        pairs=tuple(pairs),
        evidence=counted(
            len(pairs),
            "collapsed part with a summary of its own",
            "collapsed parts with summaries of their own",
        ),
        explicit=sure,
        likeness=numbered / len(pairs),
    )


def _parts(found: Sequence[Details]) -> Iterator[Details]:
    """Yield the parts with a summary; where one only holds several others, these."""
    for part in found:
        inner = [child for child in part.children if child.summary]
        covered = sum(child.after[0] - child.start[0] + 1 for child in inner)
        if len(inner) > 1 and covered * 10 > (part.close[0] - part.inner[0]) * 7:
            yield from _parts(inner)
        elif part.summary:
            yield part


def _summary(page: Page, part: Details) -> str:
    text = text_between(page.lines, *part.summary) if part.summary else ""
    text = dedent(_WRAPPERS.sub("", text)).strip()
    if "```" in text or "~~~" in text:
        return text
    return _BREAK.sub(" ", " ".join(text.split())).strip()


def _holds_contents(page: Page, part: Details) -> bool:
    lines = range(part.inner[0] + 1, part.close[0] + 2)
    return any(n in page.contents for n in lines) and page.text_between(lines[0], lines[-1]) < 80


def _pair(page: Page, part: Details, summary: str) -> Pair:
    first, _, more = summary.partition("\n")
    label = question_label(unwrapped(first))
    text = unwrapped(first)[label.length :] if label else first
    question = unwrapped(without_bare_label(text)) + (f"\n{more}" if more else "")
    raw = text_between(page.lines, part.inner, part.close)
    head, newline, tail = raw.partition("\n")
    answer = head.strip() + newline + dedent(tail)
    answer, _ = without_label(_without_breaks(answer))
    lines = part.close[0] - part.inner[0]
    offset = max(0, lines - answer.count("\n") - (raw.rstrip(" \t") != raw.rstrip()))
    return Pair(
        question=question,
        answer=answer,
        number=label.number if label else None,
        line=part.start[0] + 1,
        answer_line=part.inner[0] + 1 + (offset if answer else 0),
        end=part.after[0] + 1,
    )


def _without_breaks(text: str) -> str:
    """Take off the line breaks and the bold that hold an answer together."""
    while match := _BEFORE.match(text):
        text = text[match.end() :]
    text = text.strip("\n").rstrip()
    while match := _AFTER.search(text, max(0, len(text) - 8)):
        text = text[: match.start()].rstrip()
    return text
