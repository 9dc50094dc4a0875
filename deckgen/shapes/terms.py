"""Glossaries whose terms are headings, with what they mean below."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from deckgen import markdown
from deckgen.messages import counted
from deckgen.shapes.answers import Lead, pairs_of
from deckgen.shapes.names import names_glossary
from deckgen.shapes.shape import Reading
from deckgen.shapes.text import question_label, unwrapped

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from deckgen.markdown import Block
    from deckgen.shapes.shape import Page, Pair

_ENDS_SENTENCE = re.compile(r"[.!?。！？؟…:：;][\W_]*$")
_CODE = re.compile(r"`|\w\(|\w[._]\w")
_VERSION_OR_DATE = re.compile(r"[\[(]?v?\d+(?:[.\-/]\d+)+|\d{4}\b")
#: A term has at most so many words, or characters in scripts without spaces.
_WORDS = 6
_LETTERS = 60
_LEAST = 5
_LONGEST_MEANING = 800


@dataclass(frozen=True, slots=True)
class Entry:
    """A heading and the blocks directly below it, up to the next heading."""

    heading: Block
    blocks: tuple[Block, ...]


def read_terms(page: Page) -> Iterator[Reading]:
    """Propose the headings of a glossary, or those with a single bullet below each."""
    entries = _entries(page)
    recurring = _recurring(entries)
    terms = [entry for entry in entries if _is_term(entry, recurring)]
    if len(terms) >= _LEAST and _is_glossary(terms, entries, recurring, page):
        yield Reading(
            pairs=_pairs(terms, page),
            likeness=0.9,
            evidence=counted(len(terms), "heading that is a term", "headings that are terms"),
        )
    elif bulleted := _with_one_bullet(entries, recurring):
        yield Reading(
            pairs=_pairs(bulleted, page),
            likeness=0.6,
            evidence=f"{counted(len(bulleted), 'heading')} with a single bullet below",
        )


def _with_one_bullet(entries: Sequence[Entry], recurring: frozenset[str]) -> list[Entry]:
    """Return the headings with a list of one item below, if all that have a text are alike."""
    with_text = [entry for entry in entries if entry.blocks]
    alike = [
        entry
        for entry in with_text
        if len(entry.blocks) == 1
        and _is_own(entry, recurring)
        and entry.blocks[0].kind == "list"
        and not entry.blocks[0].ordered
        and len(entry.blocks[0].blocks) == 1
    ]
    return alike if len(alike) > 2 and len(alike) * 10 >= len(with_text) * 9 else []


def _entries(page: Page) -> list[Entry]:
    titles = {page.title.line} if page.title else set()
    own = {heading.line for heading in page.headings} - titles
    entries: list[tuple[Block, list[Block]]] = []
    for block in page.blocks:
        if block.kind == "heading" and block.line in own:
            entries.append((block, []))
        elif entries and block.kind not in {"rule", "definition"}:
            entries[-1][1].append(block)
    return [Entry(heading, tuple(blocks)) for heading, blocks in entries]


def _recurring(entries: Sequence[Entry]) -> frozenset[str]:
    """Return the headings that stand under many others, such as "Example"."""
    counts = Counter(entry.heading.text.casefold() for entry in entries)
    return frozenset(text for text, count in counts.items() if count > 2)


def _is_term(entry: Entry, recurring: frozenset[str]) -> bool:
    if question_label(unwrapped(entry.heading.text)):
        return False  # numbers are in order, but are no alphabet
    return bool(entry.blocks) and _is_own(entry, recurring) and _is_short(entry)


def _is_own(entry: Entry, recurring: frozenset[str]) -> bool:
    """Whether the heading is not one of many alike, nor a version of a change log."""
    text = entry.heading.text
    return text.casefold() not in recurring and not _VERSION_OR_DATE.match(text)


def _is_short(entry: Entry) -> bool:
    text = _name(entry)
    return (
        len(text.split()) <= _WORDS
        and 1 < len(text) <= _LETTERS
        and not _ENDS_SENTENCE.search(text)
    )


def _name(entry: Entry) -> str:
    return markdown.plain_text(markdown.render_inline(unwrapped(entry.heading.text)))


def _is_glossary(
    terms: Sequence[Entry], entries: Sequence[Entry], recurring: frozenset[str], page: Page
) -> bool:
    """Whether the headings are terms, not the chapters of a text.

    The document says so, or the terms are in the order of the alphabet; and what stands below
    them is short and no code.
    """
    with_text = [entry for entry in entries if entry.blocks and _is_own(entry, recurring)]
    lengths = [_length(entry, page) for entry in terms]
    if len(terms) * 4 < len(with_text) * 3 or median(lengths) > _LONGEST_MEANING:
        return False
    starts = Counter(entry.blocks[0].kind for entry in terms)
    if (starts["paragraph"] + starts["list"] + starts["quote"]) * 5 < len(terms) * 4:
        return False
    own = {entry.heading.line for entry in terms}
    names = [page.name, *(e.heading.text for e in entries if e.heading.line not in own)]
    names += [page.title.text] if page.title else []
    return any(map(names_glossary, names)) or (
        starts["paragraph"] * 5 >= len(terms) * 4
        and sum(_CODE.search(entry.heading.text) is not None for entry in terms) * 5 < len(terms)
        and _are_in_order(terms)
    )


def _length(entry: Entry, page: Page) -> int:
    return len(page.cut(entry.blocks[0].line, entry.blocks[-1].end))


def _are_in_order(terms: Sequence[Entry]) -> bool:
    """Whether the terms of each level are in the order of the alphabet."""
    deepest = Counter(entry.heading.level for entry in terms).most_common(1)[0][0]
    names = [_name(entry).casefold() for entry in terms if entry.heading.level == deepest]
    in_order = sum(before <= after for before, after in pairwise(names))
    return len(names) > _LEAST and in_order * 20 >= (len(names) - 1) * 19


def _pairs(terms: Sequence[Entry], page: Page) -> tuple[Pair, ...]:
    leads = [
        Lead(
            line=entry.heading.line,
            body=entry.heading.end + 1,
            question=unwrapped(entry.heading.text),
            level=entry.heading.level,
        )
        for entry in terms
    ]
    return tuple(
        replace(pair, kind="reversed" if _is_short(entry) else "basic")
        for pair, entry in zip(pairs_of(page, leads), terms, strict=True)
    )
