"""Decides what kind of note a question makes, from its shape and from what the author says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deckgen import cloze
from deckgen.shapes.gaps import canonical, gaps

if TYPE_CHECKING:
    from deckgen.model import Kind


def as_kind(
    question: str, answer: str, seen: Kind, said: Kind | None, default: Kind | None
) -> tuple[str, str, Kind]:
    """Return a question and an answer as their kind of note holds them, and the kind.

    Args:
        question: The question's markdown.
        answer: The answer's markdown.
        seen: The kind that the question's shape tells.
        said: The kind that the author gave it, if any: that counts.
        default: The kind that the author gave to what has no shape of its own.
    """
    kind = said or (seen if seen != "basic" else default or "basic")
    if kind == seen or kind != "cloze":
        return question, answer, kind
    question, answer = (canonical(side, gaps(side)) for side in (question, answer))
    if cloze.numbers(question):
        return question, answer, kind
    if cloze.numbers(answer):
        # The gaps are in the answer: both together are the text that the learner completes.
        return f"{question}\n\n{answer}", "", kind
    return question, answer, kind if said else seen
