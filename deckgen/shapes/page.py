"""Makes the page that the shapes see: finds all headings, and sets aside what is no content."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import accumulate
from typing import TYPE_CHECKING
from urllib.parse import unquote

from deckgen.markdown import walk
from deckgen.shapes.details import find_details
from deckgen.shapes.hypertext import html_tables
from deckgen.shapes.prose import prose_of
from deckgen.shapes.shape import Heading, Page
from deckgen.shapes.text import folded, question_label, unwrapped

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from deckgen.markdown import Block

_NUMBER = re.compile(r"\d{1,9}", re.ASCII)
_DASHES = re.compile(r" {0,3}-+[ \t]*")
_SENTENCE_ENDS = tuple(".!:。！：…")
_HTML_HEADING = re.compile(
    r"<h([1-6])\b[^<>]{0,300}>(.{0,600}?)</h\1\s*>", re.IGNORECASE | re.DOTALL
)
#: A heading right below HTML: CommonMark takes it for HTML, its author for a heading.
_SWALLOWED = re.compile(r"^(#{1,6})[ \t]+(\S[^\n]*)$", re.MULTILINE)
_ANCHOR = re.compile(r"\]\(\s*<?#([^()\s>]*)[^()\n]*\)|href=[\"']#([^\"']*)", re.IGNORECASE)
_TAG_OR_ENTITY = re.compile(r"<[^<>]*>|&\w+;|!\[[^\[\]]*\]\([^()\n]*\)|\[\s*\]\([^()\n]*\)")
_LINK_START = re.compile(
    r"(?:[-*+]|\d+[.)]|\|[ \t]?\d*[ \t]?\|)?[ \t]{0,8}(?:\*\*)?(?:\[[^\[\]]+\]\([^#)]|<?https?://)"
)
_LISTING = ("list", "table", "paragraph", "quote")
_RULE_OR_TAGS = re.compile(r"[-*_=`~ \t]*|(?:<[^<>]*>\s*)+")
_WORDLESS = re.compile(r"[\W_]*")


def page_of(
    name: str,
    lines: Sequence[str],
    blocks: Sequence[Block],
    called: str = "",
    anchors: frozenset[str] = frozenset(),
) -> Page:
    """Return the page for a document's lines and the blocks that they make.

    ``called`` is its title where it has one elsewhere than in a heading; ``anchors`` are the
    identities that were written behind headings.
    """
    found = sorted(_headings(lines, blocks), key=lambda each: each.line)
    headings = tuple(replace(heading, position=n) for n, heading in enumerate(found))
    every = list(walk(blocks))
    code = frozenset(n for b in every if b.kind == "code" for n in range(b.line, b.end + 1))
    aside, contents, targets = _set_aside(lines, blocks, headings)
    prose = prose_of(lines, blocks)
    tables = [block for block in every if block.kind == "table"]
    tables += html_tables(prose.lines, frozenset(n - 1 for n in code))
    # A table's head names what is below it, and says nothing of its own.
    heads = {line for table in tables for line in _lines_of_head(table)}
    weights = [
        0
        if line in aside or line in heads or _RULE_OR_TAGS.fullmatch(text.strip())
        else len(text.strip())
        for line, text in enumerate(lines, 1)
    ]
    links = (
        weight if weight and _LINK_START.match(text.lstrip()) else 0
        for weight, text in zip(weights, lines, strict=True)
    )
    return Page(
        name=name,
        lines=lines,
        blocks=blocks,
        headings=headings,
        title=_title(headings),
        aside=frozenset(aside),
        contents=frozenset(contents),
        code=code,
        folds=tuple(
            (part.start[0] + 1, part.after[0] + 1)
            for part in find_details(lines, frozenset(n - 1 for n in code))
            if part.closed
        ),
        targets=frozenset(targets),
        text_before=tuple(accumulate(weights, initial=0)),
        links_before=tuple(accumulate(links, initial=0)),
        prose=prose,
        tables=tuple(sorted(tables, key=lambda table: table.line)),
        called=called,
        anchors=anchors,
    )


def _lines_of_head(table: Block) -> range:
    body = table.blocks[1:2]
    return range(table.line, body[0].line if body else table.end + 1)


# -------------------------------------------------------------------------- headings


def _headings(lines: Sequence[str], blocks: Sequence[Block]) -> Iterator[Heading]:
    marked = [block for block in blocks if block.kind == "heading" and block.text.strip()]
    some_have_marks = any(not _is_underlined(lines, block) for block in marked)
    for block in marked:
        if not (some_have_marks and _is_separated_text(lines, block)):
            yield _heading(block)
    for block in blocks:
        if block.kind == "html":
            yield from _html_headings(block)
        elif block.kind == "list":
            yield from _item_headings(lines, block)


def _heading(block: Block) -> Heading:
    return Heading(block.line, block.end, block.level, " ".join(block.text.split()))


def _item_headings(lines: Sequence[str], block: Block) -> Iterator[Heading]:
    """Yield the headings that list items begin with: ``7. ### Why is the sky blue?``."""
    for item in block.blocks:
        if item.blocks and item.blocks[0].kind == "heading" and item.blocks[0].text.strip():
            first = item.blocks[0]
            yield Heading(
                first.line,
                first.end,
                first.level,
                " ".join(first.text.split()),
                item=number_of(lines, item) if block.ordered else 0,
                item_end=item.end,
                width=first.indent,
            )


def number_of(lines: Sequence[str], item: Block) -> int:
    """Return a numbered list item's number as the author wrote it; it need not count on."""
    match = _NUMBER.match(lines[item.line - 1], item.indent)
    return int(match[0]) if match else 0


def _html_headings(block: Block) -> Iterator[Heading]:
    if block.text.lstrip().lower().startswith(("<pre", "<script", "<style", "<!--", "<textarea")):
        return
    for match in _HTML_HEADING.finditer(block.text):
        text = " ".join(_TAG_OR_ENTITY.sub(" ", match[2]).split())
        if text:
            line = block.line + block.text.count("\n", 0, match.start())
            yield Heading(line, line + match[0].count("\n"), int(match[1]), text)
    for match in _SWALLOWED.finditer(block.text):
        line = block.line + block.text.count("\n", 0, match.start())
        yield Heading(line, line, len(match[1]), match[2].rstrip(" \t").rstrip("#").strip())


def _is_underlined(lines: Sequence[str], block: Block) -> bool:
    return _DASHES.fullmatch(lines[block.end - 1]) is not None


def _is_separated_text(lines: Sequence[str], block: Block) -> bool:
    """Whether the heading is but the end of an answer with a ``---`` right below it."""
    several_lines = block.end > block.line + 1
    ends_a_sentence = block.text.rstrip().endswith(_SENTENCE_ENDS)
    return _is_underlined(lines, block) and (several_lines or ends_a_sentence)


def _title(headings: Sequence[Heading]) -> Heading | None:
    """Return the one heading of the first level, if it comes first."""
    highest = [heading for heading in headings if heading.level == 1 and heading.item is None]
    only = len(highest) == 1 and len(headings) > 1 and headings[0] is highest[0]
    return highest[0] if only else None


# -------------------------------------------------------------------------- set aside


def _set_aside(
    lines: Sequence[str], blocks: Sequence[Block], headings: Sequence[Heading]
) -> tuple[set[int], set[int], set[str]]:
    """Return the lines to set aside, the contents among them, and what these link to."""
    aside: set[int] = set()
    contents: set[int] = set()
    targets: set[str] = set()
    names = {_bare(heading.text) for heading in headings} - {""}
    for block in blocks:
        text = "\n".join(lines[block.line - 1 : block.end])
        if block.kind in _LISTING and _is_contents(block, lines, names):
            contents.update(range(block.line, block.end + 1))
            targets |= {folded(unquote(m[1] or m[2] or "")) for m in _ANCHOR.finditer(text)}
        elif block.kind == "definition" or (
            block.kind in ("html", "paragraph")
            and _WORDLESS.fullmatch(_TAG_OR_ENTITY.sub("", text))
        ):
            aside.update(range(block.line, block.end + 1))
    return aside | contents, contents, targets


def _bare(text: str) -> str:
    text = unwrapped(text)
    label = question_label(text)
    return folded(text[label.length :] if label else text)


def _is_contents(block: Block, lines: Sequence[str], names: set[str]) -> bool:
    """Whether most entries link into the document, or say what its headings say."""
    entries = list(_entries(block, lines))
    if not entries:
        return False
    linking = sum(_ANCHOR.search(entry) is not None for entry in entries)
    if block.kind == "paragraph" and len(entries) < 3:
        return linking == len(entries) and linking > 1
    if linking * 2 > len(entries):
        return True
    naming = sum(_bare(entry) in names for entry in entries)
    return len(entries) > 2 and naming * 10 > len(entries) * 7


def _entries(block: Block, lines: Sequence[str]) -> Iterator[str]:
    """Yield the texts of a list's items, a table's rows or a paragraph's lines."""
    if block.kind in ("list", "item", "quote"):
        for child in block.blocks:
            if child.kind == "paragraph":
                yield from child.text.split("\n")
            else:
                yield from _entries(child, lines)
    elif block.kind == "table":
        for row in block.blocks[1:]:
            yield max((cell.text for cell in row.blocks), key=len, default="")
    elif block.kind == "paragraph":
        yield from block.text.split("\n")
    else:
        yield ""
