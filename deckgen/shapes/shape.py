"""What a shape gets and what it gives back.

A shape is one small file in this folder with one function, and is named in
:data:`deckgen.shapes.SHAPES`::

    def read_tables(page: Page) -> Iterator[Reading]:
        ...
        yield Reading(pairs=tuple(pairs), explicit=True, evidence="2 tables with two columns")

It proposes; :mod:`deckgen.shapes.detection` disposes.  A shape need not ask whether another one
explains the document better, nor fill in what is the same for all: sections, the document's
title, the text that belongs to no card, stub answers, gaps in numbers, promised counts.  It
proposes pairs only where it sees marks of its own, and several readings where it sees several
possibilities.

Helpers for all shapes: ``page.aside`` has the lines that are no content (contents lists, badges);
:mod:`deckgen.shapes.answers` cuts answers at the next question and trims what repeats after every
card (navigation, separators, answer labels); :mod:`deckgen.shapes.text` reads labels and question
marks; :mod:`deckgen.shapes.details` finds collapsed answers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from deckgen.messages import counted

if TYPE_CHECKING:
    from deckgen.markdown import Block
    from deckgen.model import Finding, Kind
    from deckgen.shapes.prose import Prose


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: of markdown or HTML, on its own or at the start of a list item.

    ``line`` and ``end`` are its first and last line; ``text`` is inline markdown.
    """

    line: int
    end: int
    level: int
    text: str
    #: Its place among the page's headings, from 0.
    position: int = 0
    #: In a list item: its number or 0 for a bullet, its last line, and its content's column.
    item: int | None = None
    item_end: int = 0
    width: int = 0


@dataclass(frozen=True, slots=True)
class Page:
    """A document as the shapes see it; :func:`deckgen.shapes.page.page_of` makes it.

    Lines count from 1.  ``aside`` has those that are no content: lists of contents, pictures and
    badges; ``contents`` has the first of these only.  ``code`` has the lines of code.
    ``text_before`` says how many characters of content stand before each line (counted from 0),
    ``links_before`` how many of them are in lines that begin with a link to elsewhere.
    ``prose`` has the lines without code, comments, mathematics and addresses.  ``tables`` has
    the tables wherever they stand, those that are written in HTML too.
    """

    name: str
    lines: Sequence[str]
    blocks: Sequence[Block]
    headings: tuple[Heading, ...]
    title: Heading | None
    aside: frozenset[int]
    contents: frozenset[int]
    code: frozenset[int]
    #: The first and last lines of the collapsed parts that are in no other one.
    folds: tuple[tuple[int, int], ...]
    #: The anchors that the lists of contents link to, folded: ``whatisit`` for ``#what-is-it``.
    targets: frozenset[str]
    text_before: tuple[int, ...]
    links_before: tuple[int, ...]
    prose: Prose
    tables: tuple[Block, ...]
    #: What the document is called elsewhere than in a heading.
    called: str = ""
    #: What the author named headings behind them (``{#cell}``), for links to them.
    anchors: frozenset[str] = frozenset()

    def cut(self, first: int, last: int) -> str:
        """Return the lines from ``first`` to ``last``, both included."""
        return "\n".join(self.lines[first - 1 : last])

    def text_between(self, first: int, last: int) -> int:
        """Return how many characters of content the lines from ``first`` to ``last`` hold."""
        return _between(self.text_before, first, last)

    def links_between(self, first: int, last: int) -> int:
        """Return how many of these characters are in lines that begin with a link."""
        return _between(self.links_before, first, last)


def _between(before: Sequence[int], first: int, last: int) -> int:
    return max(0, before[min(last, len(before) - 1)] - before[first - 1])


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A question and its answer as markdown, and the lines that they stand in.

    ``line`` is the question's first line, ``end`` the last line that belongs to the pair (what
    was trimmed off the answer included); an empty answer means that there is none.
    """

    question: str
    answer: str
    line: int
    answer_line: int
    end: int
    #: As in :class:`deckgen.model.Note`.
    kind: Kind = "basic"
    number: int | None = None
    #: Filled in by the detection.
    section: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a shape proposes: pairs in the order of their lines, and what speaks for them."""

    pairs: tuple[Pair, ...]
    #: In words, for ``deckgen show --explain``: "54 headings of level 3".
    evidence: str
    #: What tells this reading from the shape's others, for ``--shape NAME:VARIANT``.
    variant: str = ""
    #: Whether the author marked each pair as one (``#card``, ``Q:`` and ``A:``, a table …).
    explicit: bool = False
    #: Whether the marks can mean nothing else, so that one will do in however long a text.
    certain: bool = False
    #: From 0 to 1: how like questions the leads are, apart from ending in a question mark:
    #: numbered alike, followed by an answer's label or a fold.
    likeness: float = 0.0
    #: The share of the leads that a list of contents names; sections are listed as well.
    listed: float = 0.0
    #: From 0 to 1: how much alike the members are built.
    regularity: float = 1.0
    #: What the shape has to say about lines of its own; kept if the reading is chosen.
    findings: tuple[Finding, ...] = ()


def marked(
    pairs: Iterable[Pair],
    one: str,
    many: str,
    *,
    certain: bool = False,
    findings: Iterable[Finding] = (),
) -> Iterator[Reading]:
    """Yield the reading of pairs that the author marked as such, if there are any.

    Args:
        pairs: The pairs; those without a question are left out.
        one: What one of them is, in words: "heading tagged as a card".
        many: What several are: "headings tagged as cards".
        certain: As in :class:`Reading`.
        findings: As in :class:`Reading`.
    """
    if asking := tuple(pair for pair in pairs if pair.question):
        yield Reading(
            pairs=asking,
            explicit=True,
            certain=certain,
            evidence=counted(len(asking), one, many),
            findings=tuple(findings),
        )


#: A shape returns what it sees in a document, nothing where it sees nothing of its own.
Shape = Callable[[Page], Iterable[Reading]]
