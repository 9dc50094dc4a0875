"""Self-contained HTML of the decks: a page for the screen that prints, or cards to cut out."""

from __future__ import annotations

from deckgen.exporters.html.export import export

__all__ = ["export"]
