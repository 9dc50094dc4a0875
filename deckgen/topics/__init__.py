"""Gives questions their topics by rules that an author writes, and says why."""

from __future__ import annotations

from deckgen.tags import tag_name
from deckgen.topics.rules import Topic, Topics, parse_topics
from deckgen.topics.score import Evidence, Hit, explain
from deckgen.topics.stage import Coverage, coverage, tag
from deckgen.topics.suggest import suggest

__all__ = [
    "Coverage",
    "Evidence",
    "Hit",
    "Topic",
    "Topics",
    "coverage",
    "explain",
    "parse_topics",
    "suggest",
    "tag",
    "tag_name",
]
