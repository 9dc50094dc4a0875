"""Takes off what pandoc, kramdown, Docusaurus and Google Docs write behind headings: ``{#id}``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from deckgen.markdown import walk

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from deckgen.markdown import Block

_ATTRIBUTE = r"(?:[\#.][^\s{}]+|[\w:-]+=(?:\"[^\"\n]*\"|'[^'\n]*'|[^\s\"'{}=>]+))"
#: ``{#id .class key=value}``, ``{: #id}``, ``{-}``, ``{/* #id */}``; TeX has no space before it.
_BEHIND_HEADING = re.compile(
    rf"""
    (?: (?<![ \t])[ \t]+ | (?<=[^\W_]|[*?!.)]) (?=\{{\#) )
    \{{ [ \t]*
    (?: (?: (?=[\#.]) | :[ \t]* ) {_ATTRIBUTE} (?: [ \t]+ {_ATTRIBUTE} )*
      | -
      | /\* [ \t]* \#[^\s{{}}]+ [ \t]* \*/
    )
    [ \t]* \}} [ \t]* \Z
    """,
    re.VERBOSE,
)
#: A line of its own, as kramdown has it: ``{: .no_toc}``, ``{:toc}``.
_OWN_LINE = re.compile(
    rf"[ \t>]*\{{:[ \t]*(?:[\w-]+|{_ATTRIBUTE}(?:[ \t]+{_ATTRIBUTE})*)[ \t]*\}}[ \t]*"
)
_ID = re.compile(r"#([^\s{}]+)")


def take_attributes(text: str, blocks: Sequence[Block]) -> tuple[str, frozenset[str]]:
    """Return the text without attributes but with the same lines, and the ids among them."""
    if "{" not in text:
        return text, frozenset()
    lines = text.split("\n")
    ids: set[str] = set()
    for line, start in _attributes(lines, blocks):
        ids |= set(_ID.findall(lines[line - 1], start))
        lines[line - 1] = lines[line - 1][:start]
    return "\n".join(lines), frozenset(ids)


def _attributes(lines: Sequence[str], blocks: Sequence[Block]) -> Iterator[tuple[int, int]]:
    """Yield the lines that hold attributes, and where these begin."""
    for block in walk(blocks):
        if block.kind == "heading" and "{" in block.text:
            is_underlined = block.end > block.line
            line = block.end - 1 if is_underlined else block.end
            match = _BEHIND_HEADING.search(lines[line - 1])
            if match and lines[line - 1][block.indent : match.start()].strip(" \t#"):
                yield line, match.start()
        elif block.kind == "paragraph" and "{:" in block.text:
            for line in {block.line, block.end}:
                if _OWN_LINE.fullmatch(lines[line - 1]):
                    yield line, 0
