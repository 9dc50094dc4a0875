"""The topic file for generative AI is right about questions that people labelled."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from deckgen.model import Note
from deckgen.topics import parse_topics
from deckgen.topics.rules import every_topic
from tests.bench.topics import LABELLED, RULES, Labelled, confusion, measure, read_labelled

if TYPE_CHECKING:
    from pathlib import Path

TOPICS, _ = parse_topics(RULES.read_text(encoding="utf-8"), RULES.name)
SETS = sorted(LABELLED.glob("*.toml"))


@pytest.mark.parametrize("path", SETS, ids=lambda path: path.stem)
@pytest.mark.parametrize("level, least", [(1, 0.95), (2, 0.85)])
def test_topics_are_right_and_few_are_missed(path: Path, level: int, least: float) -> None:
    precision, recall = measure(read_labelled(path), TOPICS, level)

    assert precision >= least
    assert recall >= least


@pytest.mark.parametrize("path", SETS, ids=lambda path: path.stem)
def test_labels_are_topics_of_the_file(path: Path) -> None:
    known = {topic.path for topic in every_topic(TOPICS.topics)}

    for each in read_labelled(path):
        assert each.topics | each.optional <= known, each.note.question


def test_every_topic_is_asked_for_by_some_question() -> None:
    lowest = {topic.path for topic in every_topic(TOPICS.topics) if not topic.children}
    asked = {path for file in SETS for each in read_labelled(file) for path in each.topics}

    assert lowest <= asked


def _labelled(question: str, topic: str, *optional: str) -> Labelled:
    note = Note(question=question, answer="")
    return Labelled(note=note, topics=frozenset({topic}), optional=frozenset(optional))


def test_precision_and_recall_are_what_they_are_called() -> None:
    rules, _ = parse_topics('[a]\nwords = ["x"]\n[b]\nwords = ["y"]\n[c]\nwords = ["z"]\n', "t")
    labelled = [
        _labelled("x", "a"),
        _labelled("x and y", "a"),
        _labelled("y", "a"),
        _labelled("z", "b", "c"),
    ]

    assert measure(labelled, rules, 1) == (2 / 4, 2 / 4)
    assert confusion(labelled, rules) == {("-", "b"): 1, ("a", "b"): 1, ("b", "-"): 1}
