"""Definition lists: a term, and below it a line that begins with a colon; or ``<dl>`` of HTML."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from deckgen.messages import counted
from deckgen.shapes.hypertext import html_definitions
from deckgen.shapes.prose import dedented
from deckgen.shapes.shape import Pair, Reading, marked
from deckgen.shapes.text import asks, unwrapped

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from deckgen.shapes.prose import Prose
    from deckgen.shapes.shape import Page

_MEANING = re.compile(r" {0,3}[:~][ \t]+(?=\S)")
_NO_TERM = re.compile(r"[ \t]*(?:#{1,6}[ \t]|[-*+>|:][ \t]|\d{1,9}[.)][ \t]|[-=*_]{3,}[ \t]*$)")
#: What pandoc and kramdown let authors write behind a term: ``[term]{#id}``, ``term {.class}``
_SPAN = re.compile(r"\[([^\[\]\n]*)\]\{[#.:][^{}\n]*\}")
_ATTRIBUTES = re.compile(r"[ \t]*\{[#.:][^{}\n]*\}|<a\s[^>\n]*>\s*</a>", re.IGNORECASE)
#: A paragraph of more lines is no list of terms.
_TERMS = 4
_LONGEST = 200


@dataclass(slots=True)
class Entry:
    """A term's lines, and the first and last line of each of its meanings."""

    term: tuple[int, int]
    meanings: list[tuple[int, int]] = field(default_factory=list)


def read_definitions(page: Page) -> Iterator[Reading]:
    """Propose the terms of definition lists."""
    if any(_MEANING.match(line) for line in page.lines):
        entries = _entries(page.prose)
        yield from marked(
            (_pair(entry, page.prose) for entry in entries),
            "term of a definition list",
            "terms of definition lists",
        )
    if pairs := _html_pairs(page):
        # Manuals explain options and settings so; only how much of the document it is tells.
        yield Reading(
            pairs=tuple(pairs),
            likeness=1.0,
            evidence=counted(
                len(pairs), "term of a list in HTML (<dl>)", "terms of lists in HTML (<dl>)"
            ),
        )


def _html_pairs(page: Page) -> list[Pair]:
    """Return the terms of the lists that are written in HTML with their meanings."""
    code = frozenset(line - 1 for line in page.code)
    pairs = (
        _made_of(
            [text for _, text in found.terms],
            [text for _, text in found.meanings],
            (found.terms[0][0], found.meanings[0][0], found.end),
        )
        for found in html_definitions(page.prose.lines, code)
    )
    return [pair for pair in pairs if pair.question]


def _entries(prose: Prose) -> Iterator[Entry]:
    current: Entry | None = None
    end = 0
    for line, masked in enumerate(prose.masked, 1):
        if line <= end or not _MEANING.match(masked):
            continue
        term = _term(line, end, prose)
        if term:
            if current:
                yield current
            current = Entry(term)
        elif current is None or not _follows(end, line, prose):
            continue
        end = _end(line, prose)
        current.meanings.append((line, end))
    if current:
        yield current


def _term(line: int, above: int, prose: Prose) -> tuple[int, int] | None:
    """Return the lines of the term above a meaning, at most one blank line apart."""
    last = line - 1
    if last > above and prose.is_blank(last):
        last -= 1
    first = last
    while (
        first > above and not prose.is_blank(first) and not _NO_TERM.match(prose.masked[first - 1])
    ):
        first -= 1
    lines = prose.masked[first:last]
    is_term = 0 < len(lines) <= _TERMS and max(map(len, lines)) <= _LONGEST
    return (first + 1, last) if is_term else None


def _follows(end: int, line: int, prose: Prose) -> bool:
    return all(prose.is_blank(between) for between in range(end + 1, line))


def _end(line: int, prose: Prose) -> int:
    """Return the last line of a meaning: of its paragraph, and of what is indented below it."""
    last, position = line, line + 1
    while position <= len(prose.masked):
        masked = prose.masked[position - 1]
        if not prose.is_blank(position):
            after_blank = prose.is_blank(position - 1)
            indented = masked.startswith(("  ", "\t")) or prose.lines[position - 1][:2] == "  "
            if _MEANING.match(masked) or (after_blank and not indented):
                break
            if not after_blank and not indented and _begins_entry(position, prose):
                break
            last = position
        position += 1
    return last


def _begins_entry(line: int, prose: Prose) -> bool:
    """Whether a line is no continuation but a heading or the next term."""
    masked = prose.masked[line - 1]
    following = prose.masked[line] if line < len(prose.masked) else ""
    is_heading = re.match(r" {0,3}#{1,6}[ \t]", masked) is not None
    return is_heading or _MEANING.match(following) is not None


def _pair(entry: Entry, prose: Prose) -> Pair:
    first, last = entry.term
    return _made_of(
        [prose.lines[line - 1] for line in range(first, last + 1)],
        [_meaning(prose, *span) for span in entry.meanings],
        (first, entry.meanings[0][0], entry.meanings[-1][1]),
    )


def _made_of(terms: Sequence[str], meanings: Sequence[str], lines: tuple[int, int, int]) -> Pair:
    """Return the pair of an entry; ``lines`` are its term's, its meaning's and its last one."""
    line, answer_line, end = lines
    question = " / ".join(filter(None, map(_bare_term, terms)))
    if len(meanings) > 1 and not any("\n\n" in meaning for meaning in meanings):
        meanings = ["\n".join("- " + meaning.replace("\n", "\n  ") for meaning in meanings)]
    return Pair(
        question=question,
        answer="\n\n".join(meanings),
        line=line,
        answer_line=answer_line,
        end=end,
        kind="basic" if asks(question) else "reversed",
    )


def _bare_term(line: str) -> str:
    term = _ATTRIBUTES.sub("", _SPAN.sub(r"\1", line)).strip()
    return unwrapped(term)


def _meaning(prose: Prose, first: int, last: int) -> str:
    start = _MEANING.match(prose.lines[first - 1])
    head = prose.lines[first - 1][start.end() if start else 0 :]
    lines = prose.lines[first:last]
    paragraph = next((n for n, line in enumerate(lines) if not line.strip()), len(lines))
    rest = dedented(lines[paragraph:])
    text = "\n".join([head, *(line.strip() for line in lines[:paragraph])])
    return f"{text}\n\n{rest}".strip()
