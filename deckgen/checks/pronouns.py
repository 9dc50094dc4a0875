"""Finds questions that speak of "it" and do not say what.

Cards come in any order and without the section around them.  English only: which words stand for
others is a matter of the language.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from deckgen.checks.advice import advice
from deckgen.messages import excerpt

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from deckgen.model import Deck, Finding, Note

_WORD = re.compile(r"`[^`]*`|[^\W_]+(?:['’][^\W_]+)?|[?]")
_PRONOUNS = frozenset("it its they them their theirs".split())
_POINTING = frozenset("this these those".split())
#: So many words and marks may follow "this" in "how does this work?"; "this" may also be a word
#: of the field, as in "explain how this works in JavaScript".
_ENDS = 2
#: What may stand before the pronoun and names nothing that it could stand for.
_BEFORE = frozenset(
    "what's what which why how when where who and but so then is are was were be does do did can "
    "could should would will has have had may might must the a an you we i one people used use "
    "using work works called mean means about of in on for to with from by at explain describe "
    "name list give define say tell me us some few any many much often long different main "
    "advantages disadvantages benefits drawbacks pros cons uses limitations types kinds "
    "examples features components parts steps differences ways purpose role importance "
    "affect improve need happen happens if not or".split()
)
#: "It" stands for nothing in "is it possible to" and "what does it mean if".
_DUMMY = frozenset("to that when if for called like possible take".split())
#: What follows "this" where it stands for a thing, not before its name.
_AFTER_POINTING = frozenset(
    "? is are was were do does did work works mean happen important".split()
)


def check_pronouns(decks: Sequence[Deck]) -> Iterator[Finding]:
    """Yield each question with a pronoun that stands for nothing in the question."""
    for deck in decks:
        for note in deck.notes:
            if note.kind == "basic" and deck.language[:2].lower() in ("", "en"):
                pronoun = orphan(note.question)
                if pronoun:
                    yield _finding(note, pronoun)


def orphan(question: str) -> str:
    """Return the pronoun that stands for nothing that was named before it; empty for none."""
    if "\n" in question.strip():
        return ""  # it may stand for the code or picture that is shown
    found = [word.casefold() for word in _WORD.findall(question)]
    for position, word in enumerate(found):
        following = found[position + 1 :]
        if word in _PRONOUNS:
            dummy = word == "it" and not _DUMMY.isdisjoint(following)
            return "" if dummy else word
        if word in _POINTING:
            alone = set(following[:1]) <= _AFTER_POINTING and len(following) <= _ENDS
            return word if position and following and alone else ""
        if word not in _BEFORE:
            return ""
    return ""


def _finding(note: Note, pronoun: str) -> Finding:
    return advice(
        note,
        code="orphan-pronoun",
        message=f'"{excerpt(note.question)}" does not say what "{pronoun}" is',
        hint="name it: a card is shown without the section that it stands in",
    )
