"""The checks of what was read, one file each.

A check is a function from decks to findings.  To add one, write it in a file of its own, name it
in :data:`CHECKS` and describe its code in ``docs/checks.md``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from deckgen.checks.stubs import check_stubs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from deckgen.model import Deck, Finding

CHECKS: tuple[Callable[[Sequence[Deck]], Iterable[Finding]], ...] = (check_stubs,)


def check(decks: Sequence[Deck]) -> list[Finding]:
    """Return what all checks have to say about the decks."""
    return [finding for each in CHECKS for finding in each(decks)]
