"""Finds questions to which the answer is yes or no.

Half of all guesses are right, so that the card teaches little; and what is worth knowing is most
often the reason.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from deckgen.checks.advice import advice
from deckgen.checks.prose import prose
from deckgen.messages import excerpt

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from deckgen.model import Deck, Finding, Note

_WORDS = (
    "yes no yep nope ja nein jein doch oui non si sí sì não sim nee da нет да tak nie evet hayır "
    "igen nem na ne ano joo ei はい いいえ 是 是的 不 不是 对 不对 否 예 네 아니요 아니오 نعم لا"
)
_YES_NO = re.compile(
    rf"(?:{'|'.join(map(re.escape, _WORDS.split()))})(?=\s*(?:[.,;:!—–(。，；！-]|\Z))",
    re.IGNORECASE,
)
_QUESTION_MARKS = ("?", "？", "؟")


def check_yes_no(decks: Sequence[Deck]) -> Iterator[Finding]:
    """Yield each question whose answer begins with yes or no, in one of many languages."""
    for deck in decks:
        for note in deck.notes:
            if note.kind == "basic" and _is_yes_no(note):
                yield _finding(note)


def _is_yes_no(note: Note) -> bool:
    question = prose(note.front).rstrip()
    asks_once = question.endswith(_QUESTION_MARKS) and sum(map(question.count, "?？؟")) == 1
    return asks_once and _YES_NO.match(prose(note.back).lstrip()) is not None


def _finding(note: Note) -> Finding:
    return advice(
        note,
        code="yes-no",
        message=f'"{excerpt(note.question)}" can be answered by yes or no',
        hint="ask for the reason or the difference instead: why, when, what happens if …",
    )
