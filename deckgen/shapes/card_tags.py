"""Cards that a tag marks: ``## Title #card``, ``Question #flashcard``, ``- #card front``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from deckgen.shapes.app_text import (
    asks_both_ways,
    card_tag,
    content,
    is_content,
    is_lone_mark,
    property_key,
    without_card_tag,
)
from deckgen.shapes.gaps import canonical, gaps
from deckgen.shapes.inline_cards import one_line_cards
from deckgen.shapes.prose import dedented
from deckgen.shapes.shape import Pair, marked

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from deckgen.markdown import Block
    from deckgen.model import Kind
    from deckgen.shapes.prose import Prose
    from deckgen.shapes.shape import Page, Reading

_ONE_LINE_CARD = re.compile(r"\S[^:\n]*::")
_BULLET = re.compile(r"[-*+][ \t]+")


def read_card_tags(page: Page) -> Iterator[Reading]:
    """Propose what is tagged as a card."""
    if not any("#" in line and "card" in line.lower() for line in page.lines):
        return iter(())
    prose = page.prose
    keys = frozenset(filter(None, (property_key(line) for line in prose.masked)))
    title = _tagged_title(page)
    pairs = (pair for pair in _pairs(page.blocks, prose, keys) if pair.line != title)
    return marked(
        pairs,
        "heading, paragraph or bullet tagged as a card",
        "headings, paragraphs or bullets tagged as cards",
        certain=True,
    )


def _tagged_title(page: Page) -> int:
    """Return the line of a title whose tag says that cards stand below; 0 where it is a card."""
    heading = page.headings[0] if page.headings else None
    cards = one_line_cards(page) or any(map(is_lone_mark, page.prose.masked))
    return heading.line if heading and heading.level == 1 and cards else 0


def _pairs(blocks: Sequence[Block], prose: Prose, keys: frozenset[str]) -> Iterator[Pair]:
    tagged = [_tagged_line(block, prose) for block in blocks]
    ends = _heading_ends(blocks, tagged)
    for index, block in enumerate(blocks):
        if tagged[index]:
            pair = _pair_of_text(
                blocks, index, tagged[index], prose, heading_end=ends.get(index), keys=keys
            )
            if pair is not None:
                yield pair
        elif block.kind == "item":
            yield from _pairs_of_item(block, prose, keys)
        elif block.kind != "table":
            yield from _pairs(block.blocks, prose, keys)


def _tagged_line(block: Block, prose: Prose) -> int:
    """Return the line of a heading's or paragraph's tag, 0 for none."""
    if block.kind not in {"heading", "paragraph"}:
        return 0
    lines = range(block.line, block.end + 1)
    return next((line for line in lines if _is_tagged(prose.masked[line - 1])), 0)


def _is_tagged(masked: str) -> bool:
    return card_tag(masked) is not None and is_content(masked) and not _ONE_LINE_CARD.match(masked)


def _heading_ends(blocks: Sequence[Block], tagged: Sequence[int]) -> dict[int, int]:
    """Return where the text under each tagged heading ends, by the heading's index."""
    ends: dict[int, int] = {}
    current: int | None = None
    for index, block in enumerate(blocks):
        is_heading = block.kind == "heading"
        if current is not None and (
            tagged[index] or (is_heading and block.level <= blocks[current].level)
        ):
            ends[current] = block.line - 1
            current = None
        if is_heading and tagged[index]:
            current = index
    return ends if current is None else {**ends, current: blocks[-1].end}


def _pair_of_text(
    blocks: Sequence[Block],
    index: int,
    line: int,
    prose: Prose,
    *,
    heading_end: int | None,
    keys: frozenset[str],
) -> Pair | None:
    block = blocks[index]
    tag = card_tag(prose.masked[line - 1])
    if block.kind == "heading":
        question, end = without_card_tag(block.text), heading_end or block.end
    else:
        above = "".join(f"{each}\n" for each in content(prose, block.line, line - 1, keys))
        question = above + without_card_tag(prose.lines[line - 1])
        end = block.end if line < block.end else _end_of_next(blocks, index)
    answer = dedented(content(prose, block.end + 1 if heading_end else line + 1, end, keys))
    if not question.strip() or (block.level and not answer and _cards_follow(blocks, index, prose)):
        return None  # "# Biology #flashcards" tags all cards below
    return Pair(
        question=question.strip(),
        answer=answer,
        line=block.line,
        answer_line=_first_text(prose, line + 1, end) or line,
        end=max(end, line),
        kind="reversed" if tag and asks_both_ways(tag) else "basic",
    )


def _cards_follow(blocks: Sequence[Block], index: int, prose: Prose) -> bool:
    following = blocks[index + 1 : index + 2]
    return any(_tagged_line(block, prose) for block in following)


def _end_of_next(blocks: Sequence[Block], index: int) -> int:
    following = blocks[index + 1] if index + 1 < len(blocks) else None
    if following is None or following.kind in {"heading", "rule"}:
        return blocks[index].end
    return following.end


def _first_text(prose: Prose, first: int, last: int) -> int:
    return next((line for line in range(first, last + 1) if not prose.is_blank(line)), 0)


def _pairs_of_item(item: Block, prose: Prose, keys: frozenset[str]) -> Iterator[Pair]:
    """Yield the card that a bullet and what hangs below it make, or those inside."""
    head = item.blocks[0] if item.blocks else None
    if head is None or head.kind not in {"paragraph", "heading"}:
        yield from _pairs(item.blocks, prose, keys)
        return
    pairs = list(_pairs(item.blocks[1:], prose, keys))
    last = pairs[0].line - 1 if pairs else item.end
    if pair := _pair_of_item(head, last, prose, keys):
        yield pair
    yield from pairs


def _pair_of_item(head: Block, last: int, prose: Prose, keys: frozenset[str]) -> Pair | None:
    text = "\n".join(line.strip() for line in content(prose, head.line, head.end, keys))
    text = text.removeprefix(prose.lines[head.line - 1][: head.indent].strip()).lstrip()
    tag = card_tag(text)
    if tag is None or _ONE_LINE_CARD.match(text):
        return None
    question = without_card_tag(text)
    kind: Kind = "reversed" if asks_both_ways(tag) else "basic"
    if found := gaps(question):
        question, kind = canonical(question, found), "cloze"
    if not question:
        return None
    below = _only_item(dedented(content(prose, head.end + 1, last, keys)))
    return Pair(
        question=question,
        answer=below,
        line=head.line,
        answer_line=_first_text(prose, head.end + 1, last) or head.line,
        end=max(last, head.end),
        kind=kind,
    )


def _only_item(text: str) -> str:
    """Return the text of a list's only item, which the app's outline alone made a list."""
    first, *others = text.split("\n")
    match = _BULLET.match(first)
    if match is None or any(line[:1] not in {"", " ", "\t"} for line in others):
        return text
    return f"{first[match.end() :]}\n{dedented(others)}".strip()
