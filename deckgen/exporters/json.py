"""The whole model as JSON, for programs and for filters."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from deckgen.interchange import data_from_decks
from deckgen.model import OutputFile

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from deckgen.model import Deck, Template


def export(decks: Sequence[Deck], _templates: Mapping[str, Template]) -> Iterator[OutputFile]:
    """Everything deckgen knows, as JSON; deckgen reads it back as a source."""
    text = json.dumps(data_from_decks(decks), ensure_ascii=False, indent=1)
    yield OutputFile(".json", f"{text}\n".encode())
