"""Glossaries of lines: a term, a sign such as a colon or a dash, and what the term means."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from deckgen.messages import counted
from deckgen.shapes.answers import Lead, pairs_of
from deckgen.shapes.names import names_glossary
from deckgen.shapes.shape import Reading
from deckgen.shapes.text import asks, folded, plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from deckgen.markdown import Block
    from deckgen.shapes.shape import Page

#: ``**term**: meaning``, ``**term:** meaning``, ``**term** – meaning``
_BOLD = re.compile(
    r"(?P<wrap>\*\*|__)(?=\S)(?P<term>(?:(?!(?P=wrap)).)+?)"
    r"(?:[ \t]*(?:：(?P=wrap)|:(?P=wrap)(?!\S))"
    r"|(?P=wrap)(?:[ \t]*(?:：|:(?!\S))|[ \t]+[-–—=→][ \t]))"
)
#: ``term: meaning``, ``term – meaning``
_BARE = re.compile(
    r"(?P<term>[^\s*_`<>#|!\[\]~+:：-][^\n:：]*?)(?:[:：][ \t]|：|[ \t]+[-–—=→][ \t])"
)
#: A term is no longer.
_WORDS = 6
_LETTERS = 60
#: Behind so many characters, links and all, no sign parts term and meaning.
_SIGN_BY = 400
_LEAST = 3
#: So many of the lines have to be entries where no bold marks the terms.
_BARE_ARE = 0.8
#: Terms differ; "Note" and "Example" recur.
_DIFFER = 0.9


@dataclass(frozen=True, slots=True)
class Entry:
    """A line with a term, and whether the term is in bold."""

    lead: Lead
    bold: bool


def read_glossary(page: Page) -> Iterator[Reading]:
    """Propose the entries of a document, or a section, that says it is a glossary."""
    spans = _glossaries(page)
    if not spans:
        return
    lines = [
        found for found in _lines(page) if any(first <= found[0] <= last for first, last in spans)
    ]
    entries = [entry for _, entry in lines if entry]
    if not entries:
        return
    first = entries[0].lead.line
    count = sum(line >= first for line, _ in lines)
    if len(entries) < _BARE_ARE * count:
        entries = [entry for entry in entries if entry.bold]
    terms = {folded(entry.lead.question) for entry in entries}
    # A phrase to learn may ask; where most do, they are questions.
    asking = sum(asks(entry.lead.question) for entry in entries)
    if len(entries) < _LEAST or len(terms) < _DIFFER * len(entries) or 2 * asking > len(entries):
        return
    pairs = pairs_of(page, [entry.lead for entry in entries])
    yield Reading(
        pairs=tuple(replace(pair, kind="reversed") for pair in pairs),
        evidence=counted(len(entries), "line of a glossary", "lines of a glossary"),
        likeness=0.9,
    )


def _glossaries(page: Page) -> list[tuple[int, int]]:
    """Return the first and last lines of what is called a glossary, or sorted by letters."""
    last = len(page.lines)
    title = page.title.text if page.title else ""
    letters = sum(len(folded(heading.text)) == 1 for heading in page.headings)
    if letters >= _LEAST or any(map(names_glossary, (title, page.called, page.name))):
        return [(1, last)]
    return [
        (
            heading.line,
            next(
                (
                    other.line - 1
                    for other in page.headings[heading.position + 1 :]
                    if other.level <= heading.level
                ),
                last,
            ),
        )
        for heading in page.headings
        if names_glossary(heading.text)
    ]


def _lines(page: Page) -> Iterator[tuple[int, Entry | None]]:
    """Yield where a term may stand: list items, and paragraphs or the lines in them."""
    for block in page.blocks:
        if block.line in page.aside:
            continue
        if block.kind == "paragraph":
            yield from _in_paragraph(block)
        elif block.kind == "list":
            for item in block.blocks:
                first = item.blocks[0] if item.blocks else None
                is_text = first is not None and first.kind == "paragraph"
                yield item.line, _entry(first.text, first, item) if first and is_text else None


def _in_paragraph(block: Block) -> Iterator[tuple[int, Entry | None]]:
    lines = block.text.split("\n")
    found = [_entry(line, block) for line in lines]
    starts = [n for n, entry in enumerate(found) if entry and entry.bold]
    if all(found):
        starts = list(range(len(lines)))
    if 0 not in starts:
        starts = [0]
    for first, after in zip(starts, [*starts[1:], len(lines)], strict=True):
        part = replace(block, line=block.line + first, end=block.line + after - 1)
        yield part.line, _entry("\n".join(lines[first:after]), part)


def _entry(text: str, block: Block, item: Block | None = None) -> Entry | None:
    """Return the entry that a paragraph, perhaps the first one of a list item, begins with."""
    bold = _BOLD.match(text, 0, _SIGN_BY)
    match = bold or _BARE.match(text, 0, _SIGN_BY)
    if match is None:
        return None
    term, meaning = match["term"].strip(), text[match.end() :].strip()
    if not (_is_term(term) and (meaning or item)):
        return None
    lead = Lead(
        line=item.line if item else block.line,
        body=block.end + 1,
        question=term,
        rest=meaning,
        item_end=item.end if item else 0,
        width=block.indent if item else 0,
    )
    return Entry(lead, bold is not None)


def _is_term(text: str) -> bool:
    """Whether a text is short, and no letter that sorts the others."""
    bare = plain(text)
    is_short = len(bare) <= _LETTERS and len(bare.split()) <= _WORDS
    return is_short and len(folded(bare)) > 1
