"""Weighs the phrases that a question holds, and decides which topics they earn it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Literal, NamedTuple

from deckgen.messages import counted
from deckgen.topics.phrases import Phrases
from deckgen.topics.rules import Topic, Topics, every_topic
from deckgen.words import tokens

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from deckgen.model import Note

#: A heading is a section's name that consists of the phrase alone.
Place = Literal["question", "setting", "heading", "section", "answer"]
Kind = Literal["words", "hints", "not"]

#: What a phrase counts for by the list that it stands in.
_WORTH: dict[Kind, float] = {"words": 1, "hints": 0.5, "not": -1}
#: A phrase that is repeated in an answer counts this often at most.
_MENTIONS = 2
#: Stands for a topic where a phrase opens a setting; no topic has this path.
_OPENER = ""
#: Where no topic has enough points, the best is given only if the next has less than this share.
_CLOSE = 0.8
#: The most that an answer adds to what the question says, in mentions of words.
_SUPPORT = 2
#: Punctuation that ends a setting; the full stop does not, for "e.g." and "3.5".
_END_OF_SETTING = frozenset(",;:?!()[]")


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase of a topic that was found, where, how often, and the points that it gave."""

    phrase: str
    kind: Kind
    place: Place
    count: int
    points: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What speaks for one topic of one question, and what came of it."""

    topic: str
    given: bool
    points: float
    #: Why it was given or was not, in words.
    because: str
    hits: tuple[Hit, ...] = ()


class _Points(NamedTuple):
    """The points of a topic and of all that it holds, by where they come from."""

    #: The question but for its setting, and the section's name.
    question: float = 0
    setting: float = 0
    answer: float = 0

    @property
    def asked(self) -> float:
        """All that is no answer."""
        return self.question + self.setting


class _Rules:
    """A topic file made ready for matching: all its phrases in one tree."""

    def __init__(self, topics: Topics) -> None:
        self.topics = topics
        self.by_path = {topic.path: topic for topic in every_topic(topics.topics)}
        uses: dict[str, list[tuple[str, Kind]]] = {
            opener: [(_OPENER, "hints")] for opener in topics.setting
        }
        for topic in self.by_path.values():
            for kind, phrases in _lists(topic):
                for phrase in phrases:
                    uses.setdefault(phrase, []).append((topic.path, kind))
        self.phrases = list(uses)
        self.uses = list(uses.values())
        self.tree = Phrases(self.phrases)
        self.value: dict[Place, float] = {
            "question": topics.question,
            "setting": topics.question / 2,
            "heading": topics.question,
            "section": topics.section,
            "answer": topics.answer,
        }


def _lists(topic: Topic) -> tuple[tuple[Kind, tuple[str, ...]], ...]:
    return ("words", topic.words), ("hints", topic.hints), ("not", topic.against)


@lru_cache(maxsize=8)
def _rules(topics: Topics) -> _Rules:
    return _Rules(topics)


def topics_of(notes: Iterable[Note], topics: Topics) -> Iterator[tuple[str, ...]]:
    """Yield the paths of the topics that each note earns, the one with most points first."""
    rules = _rules(topics)
    for note in notes:
        hits = _hits(note, rules)
        yield tuple(_decide(hits, rules)) if hits else ()


def explain(note: Note, topics: Topics) -> list[Evidence]:
    """Return what speaks for each topic that anything speaks for, best first."""
    rules = _rules(topics)
    hits = _hits(note, rules)
    points = _points(hits)
    reasons = _decide(hits, rules)
    evidence = [
        Evidence(
            topic=path,
            given=path in reasons,
            points=_supported(points.get(path, _Points()), topics),
            because=reasons.get(path) or _why_not(path, points, reasons, rules),
            hits=tuple(hits.get(path, ())),
        )
        for path in {*hits, *reasons}
    ]
    return sorted(evidence, key=lambda each: (not each.given, -each.points, each.topic))


def _hits(note: Note, rules: _Rules) -> dict[str, list[Hit]]:
    """Return the hits of each topic that has any."""
    found = Counter(_found(note, rules))
    hits: dict[str, list[Hit]] = {}
    for (path, kind, number, place), count in found.items():
        if place == "setting" and (path, kind, number, "question") in found:
            continue
        times = min(count, _MENTIONS) if place == "answer" else 1
        points = _WORTH[kind] * rules.value[place] * times
        hits.setdefault(path, []).append(Hit(rules.phrases[number], kind, place, count, points))
    return hits


def _found(note: Note, rules: _Rules) -> Iterator[tuple[str, Kind, int, Place]]:
    """Yield a topic, one of its lists, a phrase on it by number, and where the phrase is."""
    yield from _found_in_question(tokens(note.question), rules)
    for heading in note.section:
        yield from _found_in_section(tokens(heading), rules)
    for _, _, path, kind, number in _longest(tokens(note.answer), rules):
        if path != _OPENER:
            yield path, kind, number, "answer"


def _found_in_section(
    words: Sequence[str], rules: _Rules
) -> Iterator[tuple[str, Kind, int, Place]]:
    # "2.1 Diffusion models" is nothing but the phrase.
    begin = next((n for n, word in enumerate(words) if word[0].isalpha()), 0)
    for start, end, path, kind, number in _longest(words, rules):
        if path != _OPENER:
            whole = (start, end) == (begin, len(words))
            yield path, kind, number, "heading" if whole else "section"


def _found_in_question(
    words: Sequence[str], rules: _Rules
) -> Iterator[tuple[str, Kind, int, Place]]:
    setting = len(words)
    for start, _, path, kind, number in _longest(words, rules):
        if not _END_OF_SETTING.isdisjoint(words[setting:start]):
            setting = len(words)
        if path == _OPENER:
            setting = min(setting, start)
        else:
            yield path, kind, number, "setting" if start > setting else "question"


def _longest(words: Sequence[str], rules: _Rules) -> Iterator[tuple[int, int, str, Kind, int]]:
    """Yield start and end of a phrase and what it says: of those that overlap, the first, longest.

    Phrases under "not" count also where they are part of another phrase.
    """
    spent = 0
    for start, matches in groupby(rules.tree.find(words), key=itemgetter(0)):
        ends = [match[1:] for match in matches]
        longest = max(ends)[0]
        said = set()
        for end, number in ends:
            whole = start >= spent and end == longest
            for path, kind in rules.uses[number]:
                # A topic may list two spellings of one phrase.
                if (whole or kind == "not") and path not in said:
                    said.add(path)
                    yield start, end, path, kind, number
        if start >= spent:
            spent = longest


def _points(hits: Mapping[str, Sequence[Hit]]) -> dict[str, _Points]:
    """Return the points of each topic with hits and of those that hold it."""
    # Most topics have no hits, so the tree of those that have some is much smaller.
    held: dict[str, set[str]] = {}
    for path in hits:
        part = path
        while part and part not in held.setdefault(parent := part.rpartition("::")[0], set()):
            held[parent].add(part)
            part = parent
    points: dict[str, _Points] = {}
    for root in held.get("", ()):
        _add_up(root, held, hits, points)
    return points


def _add_up(
    path: str,
    held: Mapping[str, Iterable[str]],
    hits: Mapping[str, Sequence[Hit]],
    points: dict[str, _Points],
) -> _Points:
    question = setting = answer = 0.0
    for hit in hits.get(path, ()):
        if hit.place == "answer":
            answer += hit.points
        elif hit.place == "setting":
            setting += hit.points
        else:
            question += hit.points
    for child in held.get(path, ()):
        part = _add_up(child, held, hits, points)
        if part.asked > 0:
            question += part.question
            setting += part.setting
        answer += max(0, part.answer)
    points[path] = _Points(question, setting, answer)
    return points[path]


def _supported(points: _Points, topics: Topics) -> float:
    """Return the points where the answer only supports what the question says."""
    return points.asked + max(0, min(points.answer, _SUPPORT * topics.answer))


def _in_full(points: _Points) -> float:
    """Return the points where the answer and the setting count like the question itself."""
    return _asked_in_full(points) + max(0, points.answer)


def _asked_in_full(points: _Points) -> float:
    """Return the points of the question where its setting counts like the rest of it."""
    return points.asked + points.setting


def _decide(hits: Mapping[str, Sequence[Hit]], rules: _Rules) -> dict[str, str]:
    """Return the topics that are given, the one with most points first, each with the reason."""
    topics = rules.topics
    specific = {path: each for path, each in hits.items() if not rules.by_path[path].general}
    points = _points(specific)
    named = _named(specific)
    reasons: dict[str, str] = {}
    for root in topics.topics:
        if root.path in named and _supported(points[root.path], topics) >= topics.enough:
            _add_parts(root, points, topics, "", reasons)
    if not reasons:
        everything = _points(hits)
        if leader := _fallback(points, everything, rules):
            points = everything
            _add_parts(leader, points, topics, _in_words(points[leader.path], topics), reasons)
    for path in list(reasons):
        for implied in rules.by_path[path].implies:
            reasons.setdefault(implied, f"{path} implies it")
    given = [path for path in reasons if not _holds_another(path, reasons)]
    given.sort(key=lambda path: (-_supported(points.get(path, _Points()), topics), path))
    return {path: reasons[path] for path in given}


def _named(hits: Mapping[str, Sequence[Hit]]) -> set[str]:
    """Return the roots of which the question or its section has a word: hints only support."""
    return {
        _root(path)
        for path, each in hits.items()
        if any(hit.kind == "words" and hit.place != "answer" for hit in each)
    }


def _fallback(
    specific: Mapping[str, _Points], everything: Mapping[str, _Points], rules: _Rules
) -> Topic | None:
    """Return the topic that leads where none has enough points by itself.

    What the question names comes first: a specific topic named as clearly as any general one,
    then a general one, and only then what the answer speaks of.
    """
    general = _named_in_general(everything, rules)
    floor = max((_asked_in_full(each) for each in general.values()), default=0)
    asked = {path: each for path, each in specific.items() if 0 < _asked_in_full(each) >= floor}
    candidates = (asked, general, everything)
    return next(filter(None, (_leading(each, rules.topics) for each in candidates)), None)


def _in_words(points: _Points, topics: Topics) -> str:
    return (
        f"no topic has {topics.enough:g} points; this one leads, "
        f"with {_in_full(points):g} where setting and answer count in full"
    )


def _why_not(
    path: str, points: Mapping[str, _Points], reasons: Mapping[str, str], rules: _Rules
) -> str:
    if _holds_another(path, reasons):
        return "given with one of its parts"
    if rules.by_path[path].general and reasons:
        return "a general topic gives way to others"
    parent = path.rpartition("::")[0]
    is_part = bool(parent) and (parent in reasons or _holds_another(parent, reasons))
    needed = rules.topics.enough / (2 if is_part else 1)
    has = _supported(points[path], rules.topics)
    if has < needed:
        return f"{max(has, 0):g} of {needed:g} points"
    if is_part:
        return "others say more"
    return f"the question has no word of {_root(path)}, and others say as much"


def _named_in_general(points: Mapping[str, _Points], rules: _Rules) -> dict[str, _Points]:
    """Return the points of the general topics that the question names, and of their roots."""
    general = [p for p, each in points.items() if rules.by_path[p].general and each.asked > 0]
    roots = set(map(_root, general))
    return {path: points[path] for path in {*general, *roots}}


def _root(path: str) -> str:
    return path.partition("::")[0]


def _holds_another(path: str, paths: Iterable[str]) -> bool:
    return any(other.startswith(path + "::") for other in paths)


def _leading(points: Mapping[str, _Points], topics: Topics) -> Topic | None:
    """Return the one topic that everything together speaks for, if there is one."""
    roots = [root for root in topics.topics if root.path in points]
    ranked = sorted(roots, key=lambda root: -_in_full(points[root.path]))
    if not ranked or _in_full(points[ranked[0].path]) < topics.enough:
        return None
    best, *others = (_in_full(points[root.path]) for root in ranked)
    return None if others and others[0] > _CLOSE * best else ranked[0]


def _add_parts(
    topic: Topic,
    points: Mapping[str, _Points],
    topics: Topics,
    why: str,
    reasons: dict[str, str],
) -> None:
    """Add the children that a question on this topic is about, or the topic itself."""
    parts = _parts(topic, points, topics)
    for child in parts:
        _add_parts(child, points, topics, why, reasons)
    if not parts:
        # Where the topic is only the setting of another question, nothing more is known of it.
        is_asked = why or points[topic.path].question > 0
        path = (is_asked and topic.otherwise) or topic.path
        reasons[path] = why or _earned(topic.path, points, topics)


def _earned(path: str, points: Mapping[str, _Points], topics: Topics) -> str:
    own, root = (_supported(points[each], topics) for each in (path, _root(path)))
    return counted(own, "point") if path == _root(path) else f"{own:g} of the {root:g} points"


def _parts(topic: Topic, points: Mapping[str, _Points], topics: Topics) -> list[Topic]:
    """Return the children that have half of what a topic needs, and are not much outdone."""
    children = [child for child in topic.children if child.path in points]
    named = [child for child in children if points[child.path].asked > 0]
    if not named and not topic.otherwise:
        named = children
    value = {child.path: _supported(points[child.path], topics) for child in named}
    floor = min(max([topics.enough, *value.values()]), 2 * topics.enough) / 2
    parts = [child for child in named if value[child.path] >= floor]
    return [child for child in parts if not child.general] or parts
