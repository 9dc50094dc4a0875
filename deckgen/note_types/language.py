"""Reads the language of Anki's card templates: which fields a side shows, and when it shows any."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

#: What Anki fills in beside the fields; the front itself is known on the back only.
SPECIAL = frozenset("Card CardFlag CardID Deck FrontSide Subdeck Tags Type".split())
#: In notes with gaps, whether the card asks for this one.
_GAP = re.compile(r"c\d+")
_TAG = re.compile(r"<!--.*?-->|\{\{\s*(?P<sign>[#^/]?)(?P<content>[^{}]*)\}\}", re.DOTALL)

#: What Anki takes for an empty field.
_EMPTY = re.compile(r"(?:\s|</?(?:br|div) ?/?>)*")


class Tag(NamedTuple):
    """What stands in double braces: ``{{cloze:Question}}``, or what begins or ends a condition."""

    #: ``#`` if the field is not empty, ``^`` if it is, ``/`` where that ends; empty to show it.
    sign: str
    filters: tuple[str, ...]
    field: str
    line: int


def tags_of(text: str) -> Iterator[Tag]:
    """Yield the tags of a template; those in comments are none."""
    for m in _TAG.finditer(text):
        if m["content"] is not None:
            *filters, field = (part.strip() for part in m["content"].split(":"))
            yield Tag(m["sign"], tuple(filters), field, text.count("\n", 0, m.start()) + 1)


def fields_of(text: str) -> Iterator[Tag]:
    """Yield the tags that need a field of this name."""
    for tag in tags_of(text):
        if tag.field not in SPECIAL and not (tag.sign and _GAP.fullmatch(tag.field)):
            yield tag


def with_names(text: str, names: Mapping[str, str]) -> str:
    """Return a template with other names of fields."""

    def renamed(m: re.Match[str]) -> str:
        if m["content"] is None:
            return m[0]
        *filters, field = (part.strip() for part in m["content"].split(":"))
        if field not in names:
            return m[0]
        return f"{{{{{m['sign']}{':'.join([*filters, names[field]])}}}}}"

    return _TAG.sub(renamed, text) if names else text


def unbalanced(text: str) -> Tag | None:
    """Return the first condition that does not end, or the first end of none."""
    begun: list[Tag] = []
    for tag in tags_of(text):
        if tag.sign == "/":
            if not begun or begun.pop().field != tag.field:
                return tag
        elif tag.sign:
            begun.append(tag)
    return begun[0] if begun else None


def orders(fronts: Iterable[Sequence[Tag]], values: Mapping[str, str]) -> list[int]:
    """Return which of a note type's cards Anki makes of a note: those whose front shows a field.

    Args:
        fronts: The tags of each card's front, with all conditions ended.
        values: What the note's fields hold, by their names.
    """
    filled = {name for name, value in values.items() if not _EMPTY.fullmatch(value)}
    return [order for order, tags in enumerate(fronts) if _shows(tags, filled)]


def _shows(tags: Iterable[Tag], filled: Collection[str]) -> bool:
    met = [True]
    for tag in tags:
        if tag.sign == "/":
            met.pop()
        elif tag.sign:
            met.append(met[-1] and (tag.field in filled) == (tag.sign == "#"))
        elif met[-1] and tag.field in filled:
            return True
    return False
