"""How well the topic file for generative AI tags questions that people labelled, and how fast.

A question's optional topics count neither for nor against.  At the first level ``gan::stylegan``
is ``gan``; at the second level only topics below another one count.
"""

from __future__ import annotations

import time
import tomllib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from deckgen.model import Note
from deckgen.topics import parse_topics
from deckgen.topics.rules import every_topic
from deckgen.topics.score import topics_of

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from deckgen.topics import Topics

ROOT = Path(__file__).parent.parent.parent
RULES = ROOT / "templates" / "topics" / "generative-ai.toml"
LABELLED = ROOT / "tests" / "data" / "topics"
QUESTIONS = 100_000


@dataclass(frozen=True, slots=True)
class Labelled:
    """A question, the topics that it is about, and those that may be given or not."""

    note: Note
    topics: frozenset[str]
    optional: frozenset[str]


def read_labelled(path: Path) -> list[Labelled]:
    """Return the questions of a labelled set."""
    tables = tomllib.loads(path.read_text(encoding="utf-8"))["note"]
    return [
        Labelled(
            note=Note(question=table["question"], answer=table["answer"]),
            topics=frozenset(table["topics"]),
            optional=frozenset(table.get("optional", ())),
        )
        for table in tables
    ]


def at_level(paths: Collection[str], level: int) -> set[str]:
    """Return the topics of this level among the paths and above them."""
    split = [path.split("::") for path in paths]
    return {"::".join(names[:level]) for names in split if len(names) >= level}


def measure(labelled: Sequence[Labelled], rules: Topics, level: int) -> tuple[float, float]:
    """Return precision and recall at this level."""
    right = wrong = missed = 0
    given = topics_of([each.note for each in labelled], rules)
    for each, found in zip(labelled, given, strict=True):
        wanted, optional = at_level(each.topics, level), at_level(each.optional, level)
        got = at_level(found, level)
        right += len(got & wanted)
        wrong += len(got - wanted - optional)
        missed += len(wanted - got)
    return right / (right + wrong), right / (right + missed)


def confusion(labelled: Sequence[Labelled], rules: Topics) -> Counter[tuple[str, str]]:
    """Count, for each topic that was missed or wrong, what stood in its place."""
    pairs: Counter[tuple[str, str]] = Counter()
    given = topics_of([each.note for each in labelled], rules)
    for each, found in zip(labelled, given, strict=True):
        missed = at_level(each.topics, 1) - at_level(found, 1)
        missed |= at_level(each.topics, 2) - at_level(found, 2)
        wrong = set(found) - each.topics - each.optional - at_level(each.optional, 1)
        lowest = {path for path in missed if not any(o.startswith(path + "::") for o in missed)}
        pairs.update((want, got) for want in lowest or {"-"} for got in wrong or {"-"})
    del pairs["-", "-"]
    return pairs


def main() -> None:
    """Print the figures."""
    rules, findings = parse_topics(RULES.read_text(encoding="utf-8"), RULES.name)
    if findings:
        raise SystemExit(findings)
    everything = []
    print("topics: labelled questions   precision and recall, first level | second level")
    for path in sorted(LABELLED.glob("*.toml")):
        labelled = read_labelled(path)
        everything += labelled
        (p1, r1), (p2, r2) = (measure(labelled, rules, level) for level in (1, 2))
        print(f"  {path.stem:<16} {len(labelled):>4}   {p1:.3f} {r1:.3f} | {p2:.3f} {r2:.3f}")
    print("topics: wanted, and given in its place")
    for (want, got), count in sorted(confusion(everything, rules).items()):
        print(f"  {count} × {want} -> {got}")
    time_tagging([each.note for each in everything], rules)


def time_tagging(notes: Sequence[Note], rules: Topics) -> None:
    """Print how long many questions take."""
    many = [notes[number % len(notes)] for number in range(QUESTIONS)]
    topics = sum(1 for _ in every_topic(rules.topics))
    start = time.perf_counter()
    for _ in topics_of(many, rules):
        pass
    seconds = time.perf_counter() - start
    print(f"topics: {QUESTIONS:,} questions against {topics} topics in {seconds:.1f} s")


if __name__ == "__main__":
    main()
