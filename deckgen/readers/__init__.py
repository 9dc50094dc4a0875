"""Readers turn a source into decks; the source's name says which reader it is for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deckgen.readers.document import explain_document, read_document
from deckgen.readers.json import read_json
from deckgen.readers.text import decode
from deckgen.shapes.detection import Detection

if TYPE_CHECKING:
    from deckgen.model import Deck, Finding, Kind, Source


def read_source(
    source: Source, kind: Kind | None = None, shape: str = ""
) -> tuple[tuple[Deck, ...], list[Finding]]:
    """Return the decks that a source makes, and what is to be said about it.

    A name that ends in ``.json`` is for what our own exporter wrote, any other for markdown;
    ``kind`` and ``shape`` are as in :func:`read_document`.
    """
    text, findings = decode(source.content, source.name)
    if findings:
        return (), findings
    if source.name.lower().endswith(".json"):
        return read_json(text, source.name)
    deck, findings = read_document(text, source.name, kind, shape)
    return (deck,), findings


def explain_source(source: Source, shape: str = "") -> tuple[Detection, list[Finding]]:
    """Return how a source is understood; there is nothing to understand in our own JSON."""
    text, findings = decode(source.content, source.name)
    if findings or source.name.lower().endswith(".json"):
        return Detection(), findings
    return explain_document(text, source.name, shape)
