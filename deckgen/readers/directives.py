"""Reads ``<!-- deckgen: … -->``, what an author says of one question or one section.

In a comment it is unseen wherever the document is shown::

    <!-- deckgen: id=vae-objective tags=exam,hard -->
"""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeGuard, get_args

from deckgen.markdown import walk
from deckgen.model import Finding, Ignore, Kind
from deckgen.refusal import nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from deckgen.markdown import Block
    from deckgen.shapes.shape import Page, Pair

#: A backtick before it means that it is shown, not meant.
_DIRECTIVE = re.compile(r"(?<!`)<!--[ \t]*deckgen:(?P<body>.*?)-->")
#: ``<!-- deckgen tags=x -->``, ``<!-- Deckgen: new -->``, and what ends on another line.
_NEAR_MISS = re.compile(
    r"(?<!`)<!--[ \t]*deckgen[ \t]*(?P<sign>[:;=,]?)[ \t]*(?P<body>[^\n]*?)(?P<end>-->|\Z)",
    re.IGNORECASE,
)
_WORD = re.compile(r"(?P<key>[^\s=]+)(?:=(?P<value>\S*))?")
#: What may be said, with a value and without.
_WITH_VALUE = frozenset({"id", "ignore", "kind", "tags"})
_BARE = frozenset({"new"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What the author said of a question; most fields are those of :class:`deckgen.model.Note`."""

    id: str = ""
    tags: tuple[str, ...] = ()
    #: None where the author leaves it to the question's shape.
    kind: Kind | None = None
    new: bool = False
    #: The codes of findings that the author wants no word about.
    ignore: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Directive:
    """What the author said, and the line where."""

    line: int
    said: Said


@dataclass(frozen=True, slots=True)
class _Scope:
    """The lines, the last one excluded, that what is said at a line holds for."""

    start: int
    stop: float
    said: Said
    line: int


def take_directives(
    text: str, blocks: Sequence[Block], name: str
) -> tuple[list[Directive], str, list[Finding]]:
    """Return the directives, and the text without them but with the same lines."""
    if "deckgen" not in text.casefold():
        return [], text, []
    shown = set(_code_lines(blocks))
    lines = text.split("\n")
    directives: list[Directive] = []
    findings: list[Finding] = []
    for line, content in enumerate(lines, 1):
        if "deckgen" not in content.casefold() or line in shown:
            continue
        for match in _DIRECTIVE.finditer(content):
            column = match.start("body") + 1
            said, complaints = _parse(match["body"], name, line, column)
            directives.append(Directive(line, said))
            findings += complaints
        lines[line - 1] = _DIRECTIVE.sub("", content)
        findings += _near_misses(lines[line - 1], name, line)
    return directives, "\n".join(lines), findings


def _near_misses(content: str, name: str, line: int) -> Iterator[Finding]:
    """Yield the comments in a line that were meant to say something, and say nothing."""
    for match in _NEAR_MISS.finditer(content):
        words = [word["key"] for word in _WORD.finditer(match["body"])]
        if match["sign"] != ":" and not (words and words[0] in _WITH_VALUE | _BARE):
            continue  # "deckgen is what made this"
        body = f" {match['body'].strip()}" if words else " tags=…"
        yield Finding(
            severity="error",
            code="directive",
            message="this comment says nothing to deckgen"
            + ("" if match["end"] else ": it does not end in its line"),
            hint=f'write "<!-- deckgen:{body} -->" in one line',
            file=name,
            line=line,
            column=match.start() + 1,
        )


def _code_lines(blocks: Sequence[Block]) -> Iterator[int]:
    for block in walk(blocks):
        if block.kind == "code":
            yield from range(block.line, block.end + 1)


def said_of_pairs(
    directives: Sequence[Directive], pairs: Sequence[Pair], page: Page
) -> tuple[list[Said], list[Finding]]:
    """Return what was said of each pair, within it or for its section.

    What stands within a pair is said of that pair.  What stands elsewhere is said of all pairs
    under the heading above it, or of the whole document.
    """
    own, outer = _by_place(directives, pairs)
    findings = [_belongs_to_question(each, page) for each in outer if each.said.id or each.said.new]
    by_section = _said_of_sections(outer, pairs, page)
    merged = [
        _merged(above, [each.said for each in own.get(n, [])]) for n, above in enumerate(by_section)
    ]
    return merged, findings


def ignores(directives: Sequence[Directive], pairs: Sequence[Pair], page: Page) -> list[Ignore]:
    """Return which findings the author wants no word about, for the same places as tags."""
    own, outer = _by_place([each for each in directives if each.said.ignore], pairs)
    scopes = [
        *(
            _Scope(pairs[position].line, pairs[position].end + 1, each.said, each.line)
            for position, inside in own.items()
            for each in inside
        ),
        *_scopes(outer, pairs, page),
    ]
    return [
        Ignore(
            codes=scope.said.ignore,
            files=page.name,
            first=scope.start,
            last=scope.stop - 1,
            file=page.name,
            line=scope.line,
        )
        for scope in scopes
    ]


def _by_place(
    directives: Iterable[Directive], pairs: Sequence[Pair]
) -> tuple[dict[int, list[Directive]], list[Directive]]:
    """Return the directives within pairs, by the pair's position, and those elsewhere."""
    lines = [pair.line for pair in pairs]
    own: dict[int, list[Directive]] = {}
    outer = []
    for directive in directives:
        position = bisect_right(lines, directive.line) - 1
        if position >= 0 and directive.line <= pairs[position].end:
            own.setdefault(position, []).append(directive)
        else:
            outer.append(directive)
    return own, outer


def _merged(outer: Sequence[Said], own: Sequence[Said]) -> Said:
    everything = (*outer, *own)
    return Said(
        id=next((said.id for said in own if said.id), ""),
        tags=tuple(tag for said in everything for tag in said.tags),
        # The nearest word counts: the question's own, or that of the innermost section.
        kind=next((said.kind for said in reversed(everything) if said.kind), None),
        new=any(said.new for said in own),
    )


def _said_of_sections(
    directives: Sequence[Directive], pairs: Sequence[Pair], page: Page
) -> Iterator[tuple[Said, ...]]:
    coming = deque(_scopes(directives, pairs, page))
    active: list[_Scope] = []
    for pair in pairs:
        while coming and coming[0].start <= pair.line:
            active.append(coming.popleft())
        active = [scope for scope in active if pair.line < scope.stop]
        yield tuple(scope.said for scope in active)


def _scopes(directives: Sequence[Directive], pairs: Sequence[Pair], page: Page) -> Iterator[_Scope]:
    """Yield where each directive that is about a section holds, in the order of their starts."""
    if not directives:
        return
    inside = {n for pair in pairs for n in range(pair.line, pair.end + 1)}
    headings = [b for b in page.blocks if b.kind == "heading" and b.line not in inside]
    lines = [heading.line for heading in headings]
    for directive in directives:
        position = bisect_right(lines, directive.line) - 1
        start, stop = (lines[position], math.inf) if position >= 0 else (0, math.inf)
        for other in headings[position + 1 :] if position >= 0 else ():
            if other.level <= headings[position].level:
                stop = other.line
                break
        yield _Scope(start, stop, directive.said, directive.line)


def _belongs_to_question(directive: Directive, page: Page) -> Finding:
    return Finding(
        severity="error",
        code="directive",
        message='"id" and "new" are said of one question, and here is none',
        hint="move the comment below the question's heading",
        file=page.name,
        line=directive.line,
    )


def _parse(body: str, name: str, line: int, column: int) -> tuple[Said, list[Finding]]:
    words = list(_WORD.finditer(body))
    known = [word for word in words if _is_known(word["key"], word["value"])]
    values = {word["key"]: word["value"] or "" for word in known}
    findings = [
        _unknown(word[0], name, line, column + word.start())
        for word in words
        if not _is_known(word["key"], word["value"])
    ]
    kind = values.get("kind", "")
    if kind and not is_kind(kind):
        findings.append(_unknown_kind(kind, name, line))
    said = Said(
        id=values.get("id", ""),
        kind=kind if is_kind(kind) else None,
        tags=_split(values.get("tags", "")),
        new="new" in values,
        ignore=_split(values.get("ignore", "")),
    )
    return said, findings


def is_kind(text: str) -> TypeGuard[Kind]:
    """Whether a text names a kind of note."""
    return text in get_args(Kind)


def _unknown_kind(kind: str, name: str, line: int) -> Finding:
    return Finding(
        severity="error",
        code="directive",
        message=f'there is no kind "{kind}" of notes',
        hint=nearest(kind, get_args(Kind)),
        file=name,
        line=line,
    )


def _split(value: str) -> tuple[str, ...]:
    return tuple(part for part in value.split(",") if part)


def _is_known(key: str, value: str | None) -> bool:
    return key in (_BARE if value is None else _WITH_VALUE)


def _unknown(text: str, name: str, line: int, column: int) -> Finding:
    forms = {key: f"{key}=…" for key in _WITH_VALUE} | {key: key for key in _BARE}
    key = text.partition("=")[0]
    return Finding(
        severity="error",
        code="directive",
        message=f'"{text}" says nothing to deckgen',
        hint=f'write "{forms[key]}"' if key in forms else nearest(key, forms),
        file=name,
        line=line,
        column=column,
    )
