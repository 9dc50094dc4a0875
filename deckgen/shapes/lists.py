"""Questions that are list items, with the answer in the item or below it."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from itertools import pairwise, zip_longest
from typing import TYPE_CHECKING

from deckgen.shapes.answers import Lead, pairs_of
from deckgen.shapes.page import number_of
from deckgen.shapes.shape import Reading
from deckgen.shapes.text import (
    answer_label_length,
    asks,
    is_answer_word,
    unwrapped,
    without_bare_label,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from deckgen.markdown import Block
    from deckgen.shapes.shape import Page

_BOLD_START = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1\s*(?=\S)", re.DOTALL)
_LINK_ONLY = re.compile(r"\s*(?:\*\*)?(?:!?\[[^\]]*\]\([^)]*\)|<?https?://\S+)[\W_]*")
_FOLD = re.compile(r"<details\b", re.IGNORECASE)
#: From this share of items that ask on, a list is one of questions.
_ASKING = 0.4


@dataclass(frozen=True, slots=True)
class ItemLead:
    """A list item as a lead, and what is to be known of it.

    ``depth`` says how deep it is nested, ``of_list`` is its list's first line, ``links`` says
    whether it is but a link, ``styled`` whether it asks or is in bold.
    """

    lead: Lead
    depth: int
    of_list: int
    ordered: bool
    links: bool
    styled: bool


def read_lists(page: Page) -> Iterator[Reading]:
    """Read list items: numbered ones, bullets, and all of every depth."""
    for leads, evidence in list_families(page):
        asking = sum(asks(lead.question) for lead in leads) / len(leads)
        marked = sum(_is_marked(page, lead) for lead in leads) / len(leads)
        if max(asking, marked) >= _ASKING:
            yield Reading(
                pairs=pairs_of(page, leads), evidence=evidence, likeness=marked, regularity=0.97
            )


def list_families(page: Page) -> Iterator[tuple[list[Lead], str]]:
    """Yield the items that may be the questions, with words for them.

    Where nested items ask, they are questions too and no answers.
    """
    found = [item for item in _items(page) if not item.links]
    nested = [item for item in found if item.depth > 0]
    if 2 * sum(asks(item.lead.question) for item in nested) >= max(2, len(nested)):
        yield [item.lead for item in found], f"{len(found)} list items of every depth"
        return
    top = [item for item in found if item.depth == 0]
    numbered = _counted([item for item in top if item.ordered])
    bullets = _in_asking_lists([item for item in top if not item.ordered])
    for items, words in ((numbered, "numbered list items"), (bullets, "list items")):
        if items:
            yield [item.lead for item in items], f"{len(items)} {words}"


def _counted(items: list[ItemLead]) -> list[ItemLead]:
    """Leave out numbered items that are steps in an answer.

    Questions ask or are in bold; an item that does not is one too where it alone is missing in
    the count.
    """
    styled = [n for n, item in enumerate(items) if item.styled]
    numbers = [items[n].lead.number or 0 for n in styled]
    count_on = len(numbers) > 2 and all(b == a + 1 for a, b in pairwise(numbers))
    if len(styled) < _ASKING * len(items) and not count_on:
        return items
    kept = []
    for n, after in zip_longest(styled, styled[1:]):
        kept.append(items[n])
        expected = (items[n].lead.number or 0) + 1
        following = items[after].lead.number or 0 if after else math.inf
        for item in items[n + 1 : after]:
            if item.lead.number == expected < following:
                kept.append(item)
                expected += 1
    return kept


def _in_asking_lists(items: list[ItemLead]) -> list[ItemLead]:
    """Leave out the lists in which hardly an item asks."""
    lists: dict[int, list[ItemLead]] = {}
    for item in items:
        lists.setdefault(item.of_list, []).append(item)
    return [
        item
        for same in lists.values()
        if sum(each.styled for each in same) >= _ASKING * len(same)
        for item in same
    ]


def _items(page: Page) -> Iterator[ItemLead]:
    for block in page.blocks:
        if block.kind == "list" and block.line not in page.aside:
            yield from _items_of(page, block, 0)


def _items_of(page: Page, block: Block, depth: int) -> Iterator[ItemLead]:
    for item in block.blocks:
        if item.blocks and item.blocks[0].kind == "paragraph":
            first = item.blocks[0]
            number = number_of(page.lines, item) if block.ordered else None
            lead = _lead(item, first, number)
            yield ItemLead(
                lead=lead,
                depth=depth,
                of_list=block.line,
                ordered=block.ordered,
                links=len(first.text) < 1000 and _LINK_ONLY.fullmatch(first.text) is not None,
                styled=asks(lead.question) or first.text.lstrip().startswith(("**", "__")),
            )
        for child in item.blocks:
            if child.kind == "list":
                yield from _items_of(page, child, depth + 1)


def _lead(item: Block, first: Block, number: int | None) -> Lead:
    question, rest = _divided(first.text)
    return Lead(
        line=item.line,
        body=first.end + 1,
        question=unwrapped(without_bare_label(question)),
        number=number,
        rest=rest,
        item_end=item.end,
        width=first.indent,
    )


def _divided(text: str) -> tuple[str, str]:
    """Divide an item's first paragraph where the question ends, if the answer follows in it."""
    lines = text.split("\n")
    for number in range(1, len(lines)):
        if answer_label_length(lines[number]) or is_answer_word(lines[number]):
            return "\n".join(lines[:number]), "\n".join(lines[number:])
    if len(lines) > 1 and (asks(lines[0]) or unwrapped(lines[0]) != lines[0].strip()):
        return lines[0], "\n".join(lines[1:])
    match = _BOLD_START.match(text)
    if match and (asks(match[2]) or match[2].endswith((":", "："))):
        return match[2], text[match.end() :]
    return text.replace("\n", " "), ""


def _is_marked(page: Page, lead: Lead) -> bool:
    if lead.rest and answer_label_length(lead.rest):
        return True
    below = (line for line in page.lines[lead.body - 1 : lead.body + 12] if line.strip())
    line = next(below, "").strip()
    return bool(answer_label_length(line)) or _FOLD.search(line) is not None
