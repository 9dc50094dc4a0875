"""Reads the JSON that our exporter wrote, perhaps after a filter of the user's changed it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from deckgen.interchange import InterchangeError, decks_from_data
from deckgen.model import Finding

if TYPE_CHECKING:
    from deckgen.model import Deck


def read_json(text: str, name: str) -> tuple[tuple[Deck, ...], list[Finding]]:
    """Return the decks that the text describes, or an error among the findings."""
    try:
        return decks_from_data(json.loads(text)), []
    except json.JSONDecodeError as error:
        return (), [_error(f"not valid JSON: {error.msg}", name, error.lineno)]
    except RecursionError:
        return (), [_error("not valid JSON: nested too deeply", name)]
    except InterchangeError as error:
        return (), [_error(str(error), name)]


def _error(message: str, file: str, line: int = 0) -> Finding:
    return Finding(
        severity="error",
        code="json",
        message=message,
        hint="docs/json.md describes the form; `deckgen build -f json` writes it",
        file=file,
        line=line,
    )
