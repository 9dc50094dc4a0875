"""Finds answers that are long lists to recite.

Sets and enumerations are the ninth and tenth of SuperMemo's twenty rules of formulating
knowledge: of a list of many items a learner forgets now one, now another, and fails the card.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from deckgen.checks.advice import advice
from deckgen.markdown import plain_text
from deckgen.messages import excerpt
from deckgen.words import count_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from deckgen.model import Deck, Finding, Note

_LIMIT = 7
#: What the items say must be at least this share of the answer.
_SHARE = 0.5
_TAG = re.compile(r"<(/?)(ul|ol|li|pre)\b[^>]*>")


def check_enumerations(decks: Sequence[Deck]) -> Iterator[Finding]:
    """Yield each answer that is a list of more items than one remembers."""
    for deck in decks:
        for note in deck.notes:
            if note.kind == "basic" and "<li" in note.back:
                items, html = longest_list(note.back)
                share = count_words(plain_text(html)) / max(1, count_words(plain_text(note.back)))
                if items >= _LIMIT and share >= _SHARE:
                    yield _finding(note, items)


def longest_list(html: str) -> tuple[int, str]:
    """Return how many items the longest list has that is in no other, and the list."""
    best, depth, items, start = (0, ""), 0, 0, 0
    for match in _TAG.finditer(html):
        closing, tag = match[1], match[2]
        if tag in ("ul", "ol"):
            depth += -1 if closing else 1
            if depth == 1 and not closing:
                items, start = 0, match.start()
            elif depth == 0:
                best = max(best, (items, html[start : match.end()]))
        elif tag == "li" and depth == 1 and not closing:
            items += 1
    return best


def _finding(note: Note, items: int) -> Finding:
    return advice(
        note,
        code="enumeration",
        message=f'the answer to "{excerpt(note.question)}" is a list of {items} items to recite',
        hint="ask for one item a card, or for what the items have in common; or hide one item "
        "after the other in a text with gaps",
        line=note.answer_line,
    )
