"""What a shape gets and what it gives back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from deckgen.markdown import Block
    from deckgen.model import Finding, Kind


@dataclass(frozen=True, slots=True)
class Page:
    """A document as the shapes see it: its lines, and the blocks that they make."""

    name: str
    lines: Sequence[str]
    blocks: Sequence[Block]

    def cut(self, first: int, last: int) -> str:
        """Return the lines from ``first`` to ``last``, counted from 1, both included."""
        return "\n".join(self.lines[first - 1 : last])


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A question and its answer as markdown, and the lines that they stand in.

    ``end`` is the last line that belongs to the pair; an empty answer means that there is none.
    """

    question: str
    answer: str
    line: int
    answer_line: int
    end: int
    #: As in :class:`deckgen.model.Note`.
    kind: Kind = "basic"
    number: int | None = None
    section: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a shape saw in a document.

    ``score`` tells how well that explains the document, from 0 to 1, so that what several shapes
    see can be compared.  ``start`` is the line of the first section or question; what stands
    between the title and there introduces the document.
    """

    pairs: tuple[Pair, ...]
    score: float
    start: int
    title: str = ""
    title_line: int = 0
    findings: tuple[Finding, ...] = ()


#: A shape returns what it sees in a document, or None where it sees nothing of its own.
Shape = Callable[[Page], Reading | None]
