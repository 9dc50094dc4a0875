"""What note-taking apps write beside the text of a card: tags, properties, block identities."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Container, Iterable

    from deckgen.shapes.prose import Prose

_TAG = r"#(?!\d+(?:\s|$))[^\s#.,;:!?()\[\]{}'\"`]+"
_TAG_LINE = re.compile(rf"\s*{_TAG}(?:\s+{_TAG})*\s*")
_TAGS_AT_END = re.compile(rf"(?:\s+{_TAG})+\s*\Z")
_BLOCK_ID = re.compile(r"(?:^|\s)\^[A-Za-z0-9-]{4,40}\s*$")
_PROPERTY = re.compile(r"\s*(?:[-*+]\s+)?(?P<key>[^\W\d_][\w./-]{0,40})::(?:\s|$)")
#: Properties that such apps write themselves.
_OWN_KEYS = frozenset(
    "alias aliases banner collapsed created deck icon id public query-table tags template title"
    " type updated".split()
)
_CARD_TAG = re.compile(
    r"(?:(?<=\s)|^)#(?:flash)?cards?(?P<more>(?:[-/][\w-]+)*)(?=\s|$)", re.IGNORECASE
)

#: What parts front and back on a line of its own; the second half asks both ways.
LONE_MARKS = {"?": 1, "？": 1, "؟": 1, "??": 2, "？？": 2, "؟؟": 2}


def is_lone_mark(masked: str) -> bool:
    """Whether a line holds a question mark, or two, and nothing else."""
    return len(masked) < 80 and masked.strip() in LONE_MARKS


def property_key(line: str) -> str:
    """Return the key if the line looks like a property (``key:: value``), else nothing."""
    match = _PROPERTY.match(line)
    return match["key"].casefold() if match else ""


def is_own_key(key: str) -> bool:
    """Whether an app writes properties of this name by itself."""
    return key in _OWN_KEYS or key.startswith("card-")


def card_tag(masked: str) -> re.Match[str] | None:
    """Find ``#card``, ``#flashcards`` or the like in a line."""
    return _CARD_TAG.search(masked) if "#" in masked else None


def declares_cards(prose: Prose) -> bool:
    """Whether a tag such as ``#flashcards`` says that a document holds cards."""
    return any(card_tag(line) for line in prose.masked)


def is_scheduled(lines: Iterable[str]) -> bool:
    """Whether the app wrote into a document when its cards are due."""
    return any("<!--SR:" in line for line in lines)


def asks_both_ways(tag: re.Match[str]) -> bool:
    """Whether the tag is one such as ``#card-reverse``."""
    return "revers" in tag["more"].lower()


def without_tags_at_end(text: str) -> str:
    """Return ``text`` without the tags that it ends with."""
    return _TAGS_AT_END.sub("", text)


def without_card_tag(text: str) -> str:
    """Return ``text`` without ``#card``, and without other tags at its end."""
    before, after = _CARD_TAG.split(text, maxsplit=1)[::2] if card_tag(text) else (text, "")
    joined = " ".join(filter(None, (before.rstrip(), after.strip())))
    return without_tags_at_end(joined).strip()


def is_content(masked: str, keys: Container[str] = ()) -> bool:
    """Whether a line is more than tags, or a property with one of the keys."""
    return not (_TAG_LINE.fullmatch(masked) or property_key(masked) in keys)


def without_block_id(text: str) -> str:
    """Return ``text`` without the ``^1679922`` that it ends with."""
    return _BLOCK_ID.sub("", text)


def content(prose: Prose, first: int, last: int, keys: Container[str] = ()) -> list[str]:
    """Return the lines from ``first`` to ``last`` without what is no text of a card.

    That is lines of tags alone, block identities, and properties with one of the keys.
    """
    kept = []
    for number in range(first, last + 1):
        masked, line = prose.masked[number - 1], prose.lines[number - 1]
        if not is_content(masked, keys):
            continue
        match = _BLOCK_ID.search(masked)
        if match is None or line[: match.start()].strip():
            kept.append(line if match is None else line[: match.start()])
    return kept
