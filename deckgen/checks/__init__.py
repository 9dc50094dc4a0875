"""The checks of what was read, one file each.

A check is a function from decks to findings.  To add one, write it in a file of its own, name it
in :data:`CHECKS` or :data:`ADVICE` and describe its code in ``docs/checks.md``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from deckgen.checks.enumerations import check_enumerations
from deckgen.checks.given_away import check_given_away
from deckgen.checks.length import check_long_answers, check_long_questions
from deckgen.checks.near_duplicates import check_near_duplicates
from deckgen.checks.pronouns import check_pronouns
from deckgen.checks.stubs import check_stubs
from deckgen.checks.yes_no import check_yes_no

if TYPE_CHECKING:
    from deckgen.model import Deck, Finding

Check = Callable[[Sequence["Deck"]], Iterable["Finding"]]

#: What is worth a warning in each build.
CHECKS: tuple[Check, ...] = (check_stubs,)
#: What is for the author to judge, and for ``deckgen check`` to say.
ADVICE: tuple[Check, ...] = (
    check_enumerations,
    check_given_away,
    check_long_answers,
    check_long_questions,
    check_near_duplicates,
    check_pronouns,
    check_yes_no,
)


def check(decks: Sequence[Deck]) -> list[Finding]:
    """Return what all checks have to say about the decks."""
    return [finding for each in CHECKS for finding in each(decks)]


def advise(decks: Sequence[Deck]) -> list[Finding]:
    """Return how the cards could be better to learn."""
    return [finding for each in ADVICE for finding in each(decks)]
