"""The blocks of a markdown document, as plain values that know their lines."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence


@dataclass(frozen=True, slots=True)
class Block:
    """A block of a document and its exact place in the text.

    =============  ==================================================================
    kind           what it holds
    =============  ==================================================================
    heading        ``text`` and ``level`` 1 to 6; both ATX and setext headings
    paragraph      ``text``
    list           ``blocks``, all of kind item; ``ordered``, ``start``, ``tight``
    item, quote    ``blocks`` of any kind
    admonition     ``blocks``; ``info`` is its type (``note``), ``text`` its title
    footnote       ``blocks``; ``text`` is its label; renders where it is referred to
    code           ``text``; ``fenced`` or indented; if fenced, ``info`` and ``closed``
    math           ``text``: the TeX of a displayed formula
    html           ``text``; ``closed`` is False if its end mark (``-->``) is missing
    rule           nothing
    table          ``blocks``, all of kind row, the head first; ``aligns`` by column
    row            ``blocks`` of kind cell: as many as the table has columns; ``text`` is
                   what stands in cells beyond these, and is shown nowhere
    cell           ``text``
    definition     ``text``: the definition of a link's target; renders as nothing
    =============  ==================================================================
    """

    kind: str
    #: First and last line, from 1; ``end`` is inclusive and leaves out trailing blank lines
    #: unless they are content (of a fence that nothing closes).
    line: int
    end: int
    #: Index of the block's first character in its line, container marks and spaces skipped.
    indent: int = 0
    #: A heading's level.
    level: int = 0
    #: Heading, paragraph, cell: inline markdown without container prefixes and heading marks.
    #: Code: the code, each line ended by a newline.  Html: the raw lines.
    text: str = ""
    blocks: tuple[Block, ...] = ()
    #: Whether a list is numbered, from which number, and whether its paragraphs stand close.
    ordered: bool = False
    start: int = 1
    tight: bool = True
    fenced: bool = False
    #: A fence's info string, entities and escapes still undecoded.
    info: str = ""
    #: False where a fence or a comment runs on to the end because nothing closes it.
    closed: bool = True
    #: A table's columns: "left", "center", "right" or "".
    aligns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """All blocks of a text, and the definitions of links and footnotes anywhere in it.

    ``references`` maps a normalised label, a footnote's with its ``^``, to the markdown of its
    (first) definition; ``footnotes`` maps the label to the footnote itself.
    """

    blocks: tuple[Block, ...]
    references: Mapping[str, str]
    footnotes: Mapping[str, Block] = field(default_factory=dict)


def walk(blocks: Sequence[Block]) -> Iterator[Block]:
    """Yield the blocks and all that are in them, in the order of the document."""
    coming = [*reversed(blocks)]
    while coming:
        block = coming.pop()
        yield block
        coming += reversed(block.blocks)
