"""Finds questions that ask the same in other words.

Two cards are alike as far as they share words that are rare among all cards, in question and
answer together: the cosine of their word counts, each weighted by the word's rarity (tf-idf).
Words are compared by their beginnings, so that "retrieval" and "retrieved" are the same, and what
all cards say counts for nothing.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from deckgen.checks.advice import advice
from deckgen.messages import excerpt
from deckgen.wording import piece_words, wording
from deckgen.words import tokens

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from deckgen.model import Deck, Finding, Note

#: From this likeness on two cards are reported.  Among the hundred questions on generative AI
#: that we measured, pairs that ask the same have 0.42 to 0.59; others reach 0.37.
THRESHOLD = 0.41
#: Questions that share less than this ask about different things, however alike the answers are.
_QUESTIONS_SHARE = 0.15
#: To tell two things apart is another question than what one of them is.
_OTHERWISE_ASKED = 0.85
#: Words in more questions than this lead to no candidates.
_COMMON = 100
#: How much of a word has to be the same.
_STEM = 6
_EVIDENCE = 5
#: What is in code or has a digit names one thing and no other.
_NAME = re.compile(r"`[^`]+`|\b\w*\d\w*\b")

_Vector = dict[str, float]


@dataclass(frozen=True, slots=True)
class NearDuplicate:
    """Two notes that are alike: how much, from 0 to 1, and the words that show it."""

    likeness: float
    first: Note
    second: Note
    shared: tuple[str, ...]


def check_near_duplicates(decks: Sequence[Deck]) -> list[Finding]:
    """Return for each note the earlier one that asks nearly the same, the most alike first."""
    pairs = near_duplicates([note for deck in decks for note in deck.notes])
    best: dict[int, NearDuplicate] = {}
    for pair in pairs:
        best.setdefault(id(pair.second), pair)
    return [_finding(pair, n, len(best)) for n, pair in enumerate(best.values(), 1)]


def _finding(pair: NearDuplicate, rank: int, count: int) -> Finding:
    first = pair.first
    return advice(
        pair.second,
        code="near-duplicate",
        message=f'asks nearly what "{excerpt(first.question)}" asks ({first.file}:{first.line}): '
        f"{pair.likeness:.0%} alike, number {rank} of {count}",
        hint="make one card of both, or let each ask what the other does not"
        + (f"; both say: {', '.join(pair.shared)}" if pair.shared else ""),
    )


def near_duplicates(notes: Sequence[Note], threshold: float = THRESHOLD) -> list[NearDuplicate]:
    """Return the pairs of notes that are at least so much alike, the most alike first."""
    # Of a question only what it is about counts; of an answer all that its author says.
    questions = [_stems(wording(note.question).subject) for note in notes]
    wholes = [
        q + _stems(map(str.casefold, tokens(note.answer)))
        for q, note in zip(questions, notes, strict=True)
    ]
    counts = Counter(stem for whole in wholes for stem in whole)
    rarity = {stem: math.log((1 + len(notes)) / count) for stem, count in counts.items()}
    vectors = [_unit(whole, rarity) for whole in wholes]
    asks = [wording(note.question).asks == "compare" for note in notes]
    names = [frozenset(_NAME.findall(note.question)) for note in notes]
    found = []
    for first, second in _candidates([_unit(question, rarity) for question in questions]):
        # A term of a glossary and a question on it are meant to be two cards.
        of_a_kind = notes[first].kind == notes[second].kind
        if not of_a_kind or _name_others(names[first], names[second]):
            continue
        likeness = _dot(vectors[first], vectors[second])
        likeness *= 1 if asks[first] == asks[second] else _OTHERWISE_ASKED
        if likeness >= threshold:
            shared = _shared(vectors[first], vectors[second], notes[second])
            found.append(NearDuplicate(likeness, notes[first], notes[second], shared))
    return sorted(found, key=lambda pair: -pair.likeness)


def _name_others(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether each question names something that the other does not: ``L1`` and ``L2``."""
    return bool(one) and bool(other) and one.isdisjoint(other)


def _stems(found: Iterable[str]) -> Counter[str]:
    return Counter(word[:_STEM] for word in found if word[0].isalnum())


def _unit(counts: Mapping[str, int], rarity: Mapping[str, float]) -> _Vector:
    weights = {stem: (1 + math.log(count)) * rarity[stem] for stem, count in counts.items()}
    length = math.hypot(*weights.values()) or 1
    return {stem: weight / length for stem, weight in weights.items()}


def _candidates(questions: Sequence[_Vector]) -> Iterator[tuple[int, int]]:
    """Yield the positions of questions that share rare words, each with an earlier one."""
    counts = Counter(stem for question in questions for stem in question)
    holding: dict[str, list[int]] = defaultdict(list)
    for position, question in enumerate(questions):
        shares: dict[int, float] = defaultdict(float)
        for stem, weight in question.items():
            if counts[stem] <= _COMMON:
                for earlier in holding[stem]:
                    shares[earlier] += weight * questions[earlier][stem]
                holding[stem].append(position)
        yield from ((n, position) for n, share in shares.items() if share >= _QUESTIONS_SHARE)


def _dot(one: _Vector, other: _Vector) -> float:
    if len(one) > len(other):
        one, other = other, one
    return sum(weight * other[stem] for stem, weight in one.items() if stem in other)


def _shared(one: _Vector, other: _Vector, note: Note) -> tuple[str, ...]:
    """Return the words, as the note has them, that two notes are alike by."""
    # Words that weigh the same come in one order whenever the check runs.
    stems = sorted(one.keys() & other.keys(), key=lambda stem: (-one[stem] * other[stem], stem))
    written: dict[str, str] = {}
    for word in tokens(f"{note.question}\n{note.answer}"):
        for form in (word.casefold(), *piece_words(word)):
            written.setdefault(form[:_STEM], word)
    # A word may stand for another that means the same: then the note does not have it.
    return tuple(written[stem] for stem in stems if stem in written)[:_EVIDENCE]
