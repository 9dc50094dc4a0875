"""Reads TOML files of the author's, and knows at which line a key stands."""

from __future__ import annotations

import re
import tomllib
from typing import Any

from deckgen.model import Finding

_POSITION = re.compile(r" \(at (?:line (?P<line>\d+), column \d+|end of document)\)$")


def load_toml(text: str, file: str) -> tuple[dict[str, Any], list[Finding]]:
    """Return the values of a TOML file; where it is not valid, none and an error."""
    try:
        return tomllib.loads(text), []
    except tomllib.TOMLDecodeError as error:
        position = _POSITION.search(str(error))
        line = int(position["line"]) if position and position["line"] else text.count("\n") + 1
        message = f"not valid TOML: {_POSITION.sub('', str(error))}"
        hint = 'texts stand in quotes, lists in brackets: sources = ["notes.md"]'
        return {}, [
            Finding(severity="error", code="toml", message=message, hint=hint, file=file, line=line)
        ]


def line_of(text: str, key: str, table: str = "") -> int:
    """Return the line of a key in a table (``a.b``; empty for the top), 0 if it is not found."""
    path = f"{table}.{key}" if table else key
    current = ""
    for number, line in enumerate(text.split("\n"), 1):
        if header := re.match(r"\s*\[+([^\[\]]+)\]", line):
            current = header[1].replace(" ", "").replace('"', "")
            if f"{current}.".startswith(f"{path}."):
                return number
        elif current == table and re.match(rf'\s*"?{re.escape(key)}"?\s*[.=]', line):
            return number
    return 0
