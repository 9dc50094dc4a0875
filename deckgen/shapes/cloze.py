"""Texts with gaps: ``==…==``, ``{{c1::…}}``, ``{1:…}``, and ``C:`` lines with brackets."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from deckgen.shapes.app_text import content, declares_cards, is_content, without_block_id
from deckgen.shapes.gaps import Gap, bracket_gaps, canonical, gaps, table_gaps
from deckgen.shapes.prose import dedented, leaves, without_code
from deckgen.shapes.shape import Pair, marked

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from deckgen.markdown import Block
    from deckgen.shapes.prose import Prose
    from deckgen.shapes.shape import Page, Reading

_LABEL = re.compile(r"(?:\*\*)?C(?:\*\*)?[:：](?:\*\*)?[ \t]+")
_LETTER = re.compile(r"[^\W_]")


@dataclass(frozen=True, slots=True)
class Text:
    """A text with gaps, the lines it stands in, and the lines of what hangs below it, if any."""

    first: int
    last: int
    text: str
    found: tuple[Gap, ...]
    below: tuple[int, int] | None = None
    labelled: bool = False

    @property
    def is_bare(self) -> bool:
        """Whether nothing but the gaps is in it, so that nothing asks for them."""
        rest = list(self.text)
        for gap in self.found:
            rest[gap.start : gap.end] = " " * (gap.end - gap.start)
        return not _LETTER.search("".join(rest))


def read_cloze(page: Page) -> Iterator[Reading]:
    """Propose the texts with gaps."""
    if not any("{" in line or "==" in line or "C" in line for line in page.lines):
        return iter(())
    prose = page.prose
    texts = _meant(list(_texts(page.blocks, prose)), page, prose)
    return marked((_pair(text, prose) for text in texts), "text with gaps", "texts with gaps")


def _texts(blocks: Sequence[Block], prose: Prose) -> Iterator[Text]:
    for before, block in pairwise([None, *blocks]):
        if block is None:
            continue
        if block.kind == "paragraph":
            yield from _text(prose, block)
        elif block.kind == "list":
            yield from _texts_of_list(before, block, prose)
        elif block.kind == "table":
            yield from _text_of_table(block, prose)
        elif block.blocks:
            yield from _texts(block.blocks, prose)


def _text_of_table(block: Block, prose: Prose) -> Iterator[Text]:
    """Yield one text for the whole of a table: each gap is asked for beside all other cells."""
    lines = prose.lines[block.line - 1 : block.end]
    text = "\n".join(line[block.indent :] for line in lines)
    if found := tuple(table_gaps(without_code(text))):
        yield Text(block.line, block.end, text, found)


def _texts_of_list(before: Block | None, block: Block, prose: Prose) -> Iterator[Text]:
    """Yield a text for each item; if the items are but gaps, one with the paragraph above."""
    texts = [text for item in block.blocks for text in _texts_of_item(item, prose)]
    if not texts or sum(text.is_bare for text in texts) * 2 <= len(texts):
        yield from texts
        return
    above = before.line if before and before.kind == "paragraph" else block.line
    yield from _text(prose, block, first=above)


def _texts_of_item(item: Block, prose: Prose) -> Iterator[Text]:
    if not item.blocks:
        return
    head, *others = item.blocks
    own = list(_text(prose, head)) if head.kind == "paragraph" else []
    inner = list(_texts(others if own or head.kind == "paragraph" else item.blocks, prose))
    if own and others and not inner:
        text = own[0]
        below = (others[0].line, item.end)
        yield Text(text.first, text.last, text.text, text.found, below, text.labelled)
    else:
        yield from own
        yield from inner


def _text(prose: Prose, block: Block, first: int = 0) -> Iterator[Text]:
    first = first or block.line
    spans = [
        (line, _margin(prose.masked[line - 1], block, line))
        for line in range(first, block.end + 1)
        if is_content(prose.masked[line - 1])
    ]
    masked = "\n".join(prose.masked[line - 1][margin:] for line, margin in spans)
    text = "\n".join(prose.lines[line - 1][margin:] for line, margin in spans)
    label = _LABEL.match(masked)
    if label:
        masked, text = masked[label.end() :], text[label.end() :]
    if found := tuple(bracket_gaps(masked) if label else gaps(masked)):
        yield Text(first, block.end, text, found, labelled=bool(label))


def _margin(masked: str, block: Block, line: int) -> int:
    """Return how much of the line is indentation or the mark of a list or quote."""
    if line == block.line and block.kind == "paragraph":
        return block.indent
    space = len(masked) - len(masked.lstrip(" \t>"))
    return space if block.kind == "paragraph" else min(space, block.indent)


def _meant(texts: Sequence[Text], page: Page, prose: Prose) -> list[Text]:
    """Leave out texts whose marks may be mere highlights, or ``{1:d}`` of a format string."""
    highlighted = [text for text in texts if all(gap.is_highlight for gap in text.found)]
    others = [text for text in texts if not all(gap.is_highlight for gap in text.found)]
    sure = any(
        text.labelled or text.text.startswith("{{", gap.start)
        for text in others
        for gap in text.found
    )
    if len(others) < 2 and not sure:
        others = []
    if not (declares_cards(prose) or _fill_document(highlighted, page, prose)):
        highlighted = []
    return sorted([*highlighted, *others], key=lambda text: text.first)


def _fill_document(texts: Sequence[Text], page: Page, prose: Prose) -> bool:
    """Whether nearly all that the document says is said in texts with gaps."""
    everything = sum(
        len(line.strip())
        for block in leaves(page.blocks)
        if block.kind != "heading"
        for line in prose.masked[block.line - 1 : block.end]
    )
    covered = sum(len(text.text) for text in texts)
    return len(texts) >= 3 and covered * 4 > everything * 3


def _pair(text: Text, prose: Prose) -> Pair:
    answer = dedented(content(prose, *text.below)) if text.below else ""
    end = text.below[1] if text.below else text.last
    return Pair(
        question=without_block_id(canonical(text.text, text.found)).strip(),
        answer=answer,
        line=text.first,
        answer_line=text.below[0] if text.below else text.first,
        end=end,
        kind="cloze",
    )
