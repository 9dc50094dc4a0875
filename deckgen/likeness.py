"""Judges whether a question that is new could be one that is gone, reworded."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from typing import NamedTuple

from deckgen.fingerprint import extends, likeness, mentions, read_sketch
from deckgen.wording import wording, words


class Text(NamedTuple):
    """A question, and what the lock keeps of its answer."""

    question: str
    #: The sketch of the answer, as in :mod:`deckgen.fingerprint`.
    words: str
    #: What it leaves out for the learner to fill in, if it is a cloze.
    gaps: tuple[str, ...] = ()


class Verdict(NamedTuple):
    """What a comparison found."""

    same: bool
    #: From 0 to 1; orders the pairs that are the same, and those that nearly are.
    score: float
    #: What the questions differ in, in words for the author.
    reason: str


class _Demand(NamedTuple):
    """How alike two answers must be to outweigh a difference of their questions.

    Each is the least likeness, and the least number of words that the shorter answer must have;
    one of them is enough.
    """

    answers: tuple[tuple[float, int], ...]
    #: Those that hold only where one answer extends the other: a word in the place of another is
    #: what answers made after one pattern differ in.
    extended: tuple[tuple[float, int], ...] = ()


_NOTHING = _Demand(((0, 0),))
_SOME = _Demand(((0.4, 1),))
_HALF = _Demand(((0.5, 4),))
_MOST_OF_A_TEXT = _Demand(((0.75, 8),))
_MORE = _Demand(((0.85, 12), (1, 8)))
_ALL_OF_LITTLE = _Demand(((0.85, 12), (1, 4)))
_REPLACED = _Demand(((0.95, 20), (1, 8)), ((0.85, 12),))
_NEARLY_ALL = _Demand(((1, 8),), ((0.95, 20),))
_ALL = _Demand(((1, 8),))
_IMPOSSIBLE = _Demand(())

# What likeness proves at most where several notes have that answer.
_SHARED_ANSWER = 0.5

_NEGATIONS_WORDS = (
    "not no never without none nor neither nothing nobody except unless hardly non nicht kein "
    "keine keinen nie ohne ne pas jamais sans nunca sin não sem не нет без"
)
_NEGATIONS = frozenset(_NEGATIONS_WORDS.split())
_DIRECTIONS_WORDS = (
    "over than to from into before after by instead without via onto until above below under "
    "against within toward towards"
)
_DIRECTIONS = frozenset(_DIRECTIONS_WORDS.split())

_OPPOSITES = (
    "advantage disadvantage|before after|over under|with without|more less|most least|more fewer|"
    "first last|best worst|better worse|max min|maximum minimum|maximize minimize|"
    "maximise minimise|high low|higher lower|highest lowest|increase reduce|increase decrease|"
    "left right|inner outer|internal external|top bottom|up down|upper lower|"
    "horizontal vertical|row column|width height|input output|import export|include exclude|"
    "encode decode|encoder decoder|encoding decoding|encrypt decrypt|encryption decryption|"
    "upload download|upstream downstream|push pull|push pop|read write|open close|start stop|"
    "begin end|start end|add remove|insert delete|enable disable|allow deny|lock unlock|"
    "public private|local global|local remote|static dynamic|strong weak|hard soft|true false|"
    "positive negative|sync async|forward backward|ascending descending|client server|"
    "sender receiver|producer consumer|parent child|precision recall|bias variance|shallow deep|"
    "short long|small large|fast slow|old new|early late|online offline|even odd|pre post|"
    "prefix suffix|prefix postfix|previous next|should must|always never|all none|all some|"
    "and or|necessary sufficient|success failure|pass fail|accept reject|hit miss|"
    "train test|training inference|training testing|serial parallel|sequential parallel|"
    "overfitting underfitting|inbound outbound|ingress egress|incoming outgoing|"
    "implicit explicit|abstract concrete|cause effect|problem solution|love hate"
)
_OPPOSITE = {frozenset(pair.split()) for pair in _OPPOSITES.split("|")}
_TURNED = re.compile(r"(?:un|in|im|ir|il|dis|de|non|a|anti|counter|mis)-?")


def judge(old: Text, new: Text, *, shared_question: bool, shared_answer: bool) -> Verdict:
    """Compares a question that is gone with one that is new.

    ``shared_question`` and ``shared_answer`` say that a third note has the same: then it proves
    little that these two have it in common.
    """
    answers = likeness(old.words, new.words)
    answers = min(answers, _SHARED_ANSWER) if shared_answer else answers
    shorter = min(len(read_sketch(old.words)), len(read_sketch(new.words)))
    reason, demand = _difference(old, new)
    demand = _HALF if shared_question and demand in (_NOTHING, _SOME) else demand
    accepted = demand.answers
    if extends(old.words, new.words) or extends(new.words, old.words):
        accepted += demand.extended
    same = any(answers >= least and shorter >= length for least, length in accepted)
    return Verdict(same, (_overlap(old.question, new.question) + answers) / 2, reason)


def _overlap(old: str, new: str) -> float:
    """Dice's coefficient of the words of two questions."""
    first, second = Counter(wording(old).subject), Counter(wording(new).subject)
    total = first.total() + second.total()
    return 2 * (first & second).total() / total if total else float(old == new)


def _difference(old: Text, new: Text) -> tuple[str, _Demand]:
    """Names the gravest difference of two questions, and the answers that would outweigh it."""
    if words(old.question) == words(new.question):
        return "the same words", _NOTHING
    before, after = wording(old.question), wording(new.question)
    if before == after:
        return "asked in another way", _SOME if old.words and new.words else _NOTHING
    lost = list((Counter(before.subject) - Counter(after.subject)).elements())
    gained = list((Counter(after.subject) - Counter(before.subject)).elements())
    # Where the questions have no word in common, one cannot contradict the other.
    alike = _overlap(old.question, new.question) > 0
    contradiction = alike and _contradiction(old.question, new.question, lost, gained)
    if old.gaps and old.gaps == new.gaps and not contradiction:
        # A cloze asks for what is in its gaps; all else is how it is put.
        return "the same gaps in other words", _MOST_OF_A_TEXT
    if contradiction or lost or gained:
        return contradiction or _other_words(old, new, lost, gained)
    if before.asks != after.asks:
        return f"asks “{after.asks}”, not “{before.asks}”", _MORE
    return "asked in another order", _SOME if before.asks == "compare" else _MORE


def _other_words(old: Text, new: Text, lost: list[str], gained: list[str]) -> tuple[str, _Demand]:
    said = ", ".join(f"“{word}”" for word in [*lost, *gained])
    added_only = not (lost and gained)
    turned = _turns(lost, old, new) or _turns(gained, new, old)
    _drop_misspelt(lost, gained)
    echoed = any(mentions(old.words, word, unsure=True) for word in lost)
    echoed |= any(mentions(new.words, word, unsure=True) for word in gained)
    unrelated = not _overlap(old.question, new.question)
    if turned or (lost and gained and echoed) or unrelated:
        demand = _NEARLY_ALL
    elif lost and gained:
        demand = _REPLACED
    else:
        demand = _ALL_OF_LITTLE if added_only else _MORE
    return f"differ in {said}", demand


def _turns(asked: list[str], own: Text, other: Text) -> bool:
    """Whether an answer takes up a word that only its own question has, and the other does not.

    Then the word is what the question is about, not how it is put.
    """
    return any(
        mentions(own.words, word, unsure=True) and not mentions(other.words, word, unsure=False)
        for word in asked
    )


def _contradiction(
    old: str, new: str, lost: list[str], gained: list[str]
) -> tuple[str, _Demand] | None:
    if _count(old, _NEGATIONS) != _count(new, _NEGATIONS):
        return "one of them negates", _IMPOSSIBLE
    for word in lost:
        for other in gained:
            if _opposite(word, other):
                return f"{word} is the opposite of {other}", _IMPOSSIBLE
    if _is_turned_round(old, new):
        return "turned round", _IMPOSSIBLE
    if any(any(map(str.isdigit, word)) for word in lost + gained):
        return "another number", _ALL
    return None


def _count(question: str, kind: frozenset[str]) -> int:
    return sum(word in kind for word in words(question))


def _opposite(one: str, other: str) -> bool:
    if frozenset((one, other)) in _OPPOSITE:
        return True
    shorter, longer = sorted((one, other), key=len)
    prefix = longer.removesuffix(shorter) if longer.endswith(shorter) else ""
    if _TURNED.fullmatch(prefix):
        return True
    stems = {word.removesuffix("ful").removesuffix("less") for word in (one, other)}
    return len(stems) == 1


def _is_turned_round(old: str, new: str) -> bool:
    """Whether what stood after *over* or *from* now stands elsewhere: "A over B", "B over A"."""
    if wording(old).asks == "compare":
        return False
    before, after = dict(_directed(old)), dict(_directed(new))
    both = {*words(old)} & {*words(new)}
    return any(
        before[way] != after[way] and before[way] in both and after[way] in both
        for way in before.keys() & after.keys()
    )


def _directed(question: str) -> list[tuple[str, str]]:
    return [pair for pair in pairwise(words(question)) if pair[0] in _DIRECTIONS]


def _drop_misspelt(lost: list[str], gained: list[str]) -> None:
    """Drops the pairs of words that are but spelt otherwise from both lists."""
    pairs = [(word, other) for word in lost for other in gained if _is_misspelt(word, other)]
    for word, other in pairs:
        if word in lost and other in gained:
            lost.remove(word)
            gained.remove(other)


def _is_misspelt(one: str, other: str) -> bool:
    """Whether two long words differ in one slip of the pen, or only behind a long common stem."""
    shorter, longer = sorted((one, other), key=len)
    stem, end = _common_start(one, other), _common_start(one[::-1], other[::-1])
    swapped = sorted(one) == sorted(other) and stem + end == len(one) - 2
    slip = len(shorter) >= 5 and (swapped or stem + end >= len(longer) - 1)
    return slip or stem >= max(4, 0.6 * len(longer))


def _common_start(one: str, other: str) -> int:
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))
