"""Reads ``docs/checks.md``: what each code says, why that matters and how to mend it."""

from __future__ import annotations

import re
from dataclasses import dataclass

_ENTRY = re.compile(
    r"^## `(?P<code>[^`\n]+)`\n+\*(?P<severity>\w+)\.\* (?P<what>(?:(?!^## ).)*?)\n+"
    r"\*\*Why:\*\* (?P<why>(?:(?!^## ).)*?)\n+\*\*Mend:\*\* (?P<mend>(?:(?!^## ).)*)",
    re.MULTILINE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Entry:
    """What the documentation says of a code, in markdown."""

    code: str
    severity: str
    what: str
    why: str
    mend: str


def parse_entries(text: str) -> dict[str, Entry]:
    """Return the entries of ``docs/checks.md`` by their codes."""
    return {
        match["code"]: Entry(**{name: part.strip() for name, part in match.groupdict().items()})
        for match in _ENTRY.finditer(text)
    }
