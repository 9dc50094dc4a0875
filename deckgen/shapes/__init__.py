"""The shapes that questions and answers take in markdown, one file each.

A shape is a function as :mod:`deckgen.shapes.shape` describes it.  To add one, write it in a file
of its own and name it in :data:`SHAPES`.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from deckgen.shapes.bold import read_bold
from deckgen.shapes.choice import read_choice
from deckgen.shapes.headings import read_headings
from deckgen.shapes.labels import read_labels
from deckgen.shapes.lists import read_lists
from deckgen.shapes.summary import read_summaries

if TYPE_CHECKING:
    from collections.abc import Mapping

    from deckgen.shapes.shape import Shape

#: The shapes by the names that ``--shape`` and ``shape =`` take.
SHAPES: Mapping[str, Shape] = MappingProxyType(
    {
        "headings": read_headings,
        "summary": read_summaries,
        "choice": read_choice,
        "bold": read_bold,
        "labels": read_labels,
        "lists": read_lists,
    }
)
