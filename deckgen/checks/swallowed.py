"""Finds sentences that a list swallows: they stand below it, but belong to its last item.

::

    - GANs are quick to sample
    - flows know the likelihood
    Both need a lot of data.

Where the item above ends a sentence too, the list is closed as the author means it
(:mod:`deckgen.markdown.sentence`); here only the author can tell.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from deckgen.model import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from deckgen.markdown import Block
    from deckgen.shapes.shape import Page, Pair

_SENTENCE = re.compile(r"[*_\"“]*[^\W\d_](?<=[^a-z]).*[.!?。！？][*_\"”)]*\s*")
_FEWEST_WORDS = 4


def check_swallowed(page: Page, _pairs: Sequence[Pair]) -> Iterator[Finding]:
    """Yield each whole sentence that stands unindented behind a list of short items."""
    for block in page.blocks:
        if block.kind == "list" and len(block.blocks) > 1 and _swallows(page, block):
            yield Finding(
                severity="info",
                code="swallowed-sentence",
                message="this sentence belongs to the last item of the list above it",
                hint="leave a line empty above it, or indent it if it belongs there",
                file=page.name,
                line=block.end,
                column=1,
            )


def _swallows(page: Page, block: Block) -> bool:
    *items, last = block.blocks
    text = page.lines[last.end - 1]
    return (
        last.end == last.line + 1
        and all(item.line == item.end for item in items)
        and not text[:1].isspace()
        and len(text.split()) >= _FEWEST_WORDS
        and _SENTENCE.fullmatch(text) is not None
        # Items that end no sentence are phrases; a sentence does not go on from a phrase.
        and not any(_SENTENCE.search(page.lines[item.line - 1]) for item in block.blocks)
    )
