"""PDF of the pages that the HTML exporter makes, by a browser or by WeasyPrint."""

from __future__ import annotations

from deckgen.exporters.pdf.export import export

__all__ = ["export"]
