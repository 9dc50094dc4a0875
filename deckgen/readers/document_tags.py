"""Makes the tags that a document gives to all its questions fit for Anki."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from deckgen.tags import changed_tag, given_tag

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from deckgen.model import Finding

#: Between two words a slash parts a tag from the one below it, as in Obsidian.  TCP/IP, CI/CD,
#: I/O and 24/7 are one name.
_NESTING = re.compile(r"(?<=[^\W_])/(?=[^\W_])")
_PART = re.compile(r"[^\W_].*[^\W\d_]|[^\W\d_].*[^\W_]", re.DOTALL)


def document_tags(
    given: Iterable[str], lines: Sequence[str], name: str
) -> tuple[tuple[str, ...], list[Finding]]:
    """Return the tags as Anki takes them, and what is said of those that had to change.

    Args:
        given: The tags as the front matter has them, perhaps with a sign before them.
        lines: The lines of the document.
        name: The document's name.
    """
    tags: list[str] = []
    findings = []
    for tag in given:
        bare = tag.lstrip("+-")
        nested = _nested(bare)
        kept = given_tag(nested)
        if kept != nested:
            line = next((n for n, text in enumerate(lines, 1) if bare in text), 1)
            findings.append(changed_tag(bare, kept, name, line))
        if kept:
            tags.append(tag[: len(tag) - len(bare)] + kept)
    return tuple(tags), findings


def _nested(tag: str) -> str:
    parts = _NESTING.split(tag)
    is_path = all(_PART.fullmatch(part) and not part.isupper() for part in parts)
    return "::".join(parts) if is_path else tag
