"""Reads markdown: its blocks with their lines, and HTML and plain text made of its parts."""

from __future__ import annotations

from deckgen.markdown.blocks import parse
from deckgen.markdown.formulas import replace_formulas
from deckgen.markdown.html import render, render_inline
from deckgen.markdown.references import self_contained
from deckgen.markdown.text import plain_text
from deckgen.markdown.tree import Block, Document, walk

__all__ = [
    "Block",
    "Document",
    "parse",
    "plain_text",
    "render",
    "render_inline",
    "replace_formulas",
    "self_contained",
    "walk",
]
