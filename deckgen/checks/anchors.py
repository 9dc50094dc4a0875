"""Finds links within a document to a place that is not there."""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING
from urllib.parse import unquote

from deckgen import markdown
from deckgen.model import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from deckgen.shapes.shape import Page, Pair

_LINK = re.compile(r"\]\(#(?P<anchor>[^)\s]*)")
_NAMED = re.compile(r"""\b(?:id|name)\s*=\s*(?:"([^"]+)"|'([^']+)'|([^\s"'>]+))|\{#([^}\s]+)""")
_CODE = re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)")
_COUNTED = re.compile(r"-\d+$")
#: What browsers and frameworks know without a heading.
_ALWAYS_THERE = frozenset(("", "top"))
#: A document with more broken links than this is told so once.
_MANY = 3


def check_anchors(page: Page, _pairs: Sequence[Pair]) -> Iterator[Finding]:
    """Yield the links within a document that lead nowhere.

    Sites make anchors of headings in many ways; they are compared by letters and digits only.
    """
    links = list(_links(page))
    if not links:
        return
    known = _known(page)
    broken = [link for link in links if _folded(link[2]) not in known]
    broken = [link for link in broken if _folded(_COUNTED.sub("", link[2])) not in known]
    for n, (line, column, anchor) in enumerate(broken[:1] if len(broken) > _MANY else broken):
        more = f", and {len(broken) - 1} other links lead nowhere" if len(broken) > _MANY else ""
        yield Finding(
            severity="info",
            code="broken-anchor",
            message=f'no heading makes the anchor "#{anchor}"{more if n == 0 else ""}',
            hint="link to a heading by its words: small letters, hyphens for spaces",
            file=page.name,
            line=line,
            column=column,
        )


def _links(page: Page) -> Iterator[tuple[int, int, str]]:
    for number, line in enumerate(page.lines, 1):
        if "](#" in line and number not in page.code:
            for match in _LINK.finditer(_CODE.sub(lambda code: " " * len(code[0]), line)):
                anchor = unquote(match["anchor"])
                if anchor.casefold() not in _ALWAYS_THERE and anchor[0] not in "/!:":
                    yield number, match.start() + 3, anchor


def _known(page: Page) -> set[str]:
    headings = (block for block in markdown.walk(page.blocks) if block.kind == "heading")
    texts = (markdown.plain_text(markdown.render_inline(block.text)) for block in headings)
    named = (
        next(filter(None, match.groups()))
        for line in page.lines
        if "=" in line or "{#" in line
        for match in _NAMED.finditer(line)
    )
    return {_folded(text) for text in chain(texts, named, page.anchors)}


def _folded(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())
