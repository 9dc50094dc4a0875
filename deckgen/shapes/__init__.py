"""The shapes that questions and answers take in markdown, one file each.

A shape is a function as :mod:`deckgen.shapes.shape` describes it.  To add one, write it in a file
of its own and name it in :data:`SHAPES`.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from deckgen.shapes.bold import read_bold
from deckgen.shapes.card_tags import read_card_tags
from deckgen.shapes.choice import read_choice
from deckgen.shapes.cloze import read_cloze
from deckgen.shapes.definitions import read_definitions
from deckgen.shapes.glossary import read_glossary
from deckgen.shapes.headings import read_headings
from deckgen.shapes.inline_cards import read_inline_cards
from deckgen.shapes.labels import read_labels
from deckgen.shapes.lists import read_lists
from deckgen.shapes.pasted import read_pasted
from deckgen.shapes.question_marks import read_question_marks
from deckgen.shapes.separators import read_separators
from deckgen.shapes.summary import read_summaries
from deckgen.shapes.tables import read_tables
from deckgen.shapes.terms import read_terms

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
        "tables": read_tables,
        "definitions": read_definitions,
        "terms": read_terms,
        "glossary": read_glossary,
        "card-tags": read_card_tags,
        "inline-cards": read_inline_cards,
        "question-marks": read_question_marks,
        "cloze": read_cloze,
        "separators": read_separators,
        "pasted": read_pasted,
    }
)
