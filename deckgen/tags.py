"""Makes names that are safe as tags in Anki."""

from __future__ import annotations

from unicodedata import category, normalize

from deckgen.model import Finding

#: Besides letters, marks and digits of any script; no quotes, no space, none of the characters
#: that Anki's search reads as wildcards or escapes.  ``C++``, ``C#`` and ``.NET`` stay apart.
_KEPT = frozenset("-_.+#")


def tag_name(text: str) -> str:
    """Return one part of a tag: lower case, NFC, hyphens for what a tag cannot hold.

    The result is empty where the text has no letter and no digit.
    """
    lower = normalize("NFC", text.lower())
    kept = "".join(c if c in _KEPT or category(c)[0] in "LMN" else "-" for c in lower)
    name = "-".join(part for part in kept.split("-") if part)
    return name if any(category(c)[0] in "LN" for c in name) else ""


def tag_path(parts: tuple[str, ...]) -> str:
    """Return the tag of nested names, outermost first: ``part-1::chapter-2``."""
    return "::".join(name for name in map(tag_name, parts) if name)


def given_tag(text: str) -> str:
    """Return a tag as its author wrote it, case and all, but for what Anki cannot keep."""
    parts = normalize("NFC", text).split("::")
    return "::".join(part for part in map(_clean, parts) if part)


def _clean(part: str) -> str:
    # Anki takes a space for the end of a tag, and its search cannot name quotes and wildcards.
    unsafe = {c for c in part if c.isspace() or c in "\"'*\\" or category(c)[0] == "C"}
    for c in unsafe:
        part = part.replace(c, "-")
    return part.strip(":-") if unsafe else part.strip(":")


def changed_tag(given: str, name: str, file: str, line: int) -> Finding:
    """Return what is said of a tag that Anki cannot keep as its author wrote it."""
    return Finding(
        severity="warning",
        code="tag",
        message=f'Anki cannot keep the tag "{given}"',
        hint=f'it became "{name}"' if name else "it was left out",
        file=file,
        line=line,
    )
