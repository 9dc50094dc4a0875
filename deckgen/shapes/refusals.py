"""Says why no cards are made of a document, what was seen in it, and what can be done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deckgen.messages import counted
from deckgen.model import Finding
from deckgen.shapes.detection import is_lone_title, samples
from deckgen.shapes.hints import hint_of

if TYPE_CHECKING:
    from deckgen.shapes.detection import Candidate, Detection
    from deckgen.shapes.shape import Page

_USUAL = 'write each question as a heading ("### 1. What is …?") and its answer below it'


def why_refused(page: Page, detection: Detection) -> Finding:
    """Return the finding for a document that gives no cards; :attr:`Detection.refusal` is set."""
    if detection.refusal == "no-answers":
        return _no_answers(page, detection.rivals[0])
    if detection.refusal == "ambiguous":
        return _ambiguous(page, detection)
    return _no_questions(page, detection)


def _no_questions(page: Page, detection: Detection) -> Finding:
    seen = next((each for each in detection.considered if not is_lone_title(each)), None)
    nearest = ""
    if seen:
        nearest = f"; nearest to it: {seen.reading.evidence}, but {seen.verdict}"
    hint = hint_of(page) or _USUAL
    if seen:
        hint += f"; or, if these are the questions, say so: --shape {seen.shape}"
    return Finding(
        severity="warning",
        code="no-questions",
        message=f"no questions found{nearest}",
        hint=hint,
        file=page.name,
    )


def _no_answers(page: Page, found: Candidate) -> Finding:
    first = found.reading.pairs[0]
    without = sum(not pair.answer for pair in found.reading.pairs)
    amount = "no answers" if without == found.members else f"answers to {found.members - without}"
    return Finding(
        severity="warning",
        code="no-answers",
        message=f"{counted(found.members, 'question')}, {amount} found: {samples(found)} …",
        hint="write the answers: `deckgen show --questions` prints a sheet with room for them",
        file=page.name,
        line=first.line,
    )


def _ambiguous(page: Page, detection: Detection) -> Finding:
    readings = [f"{each.reading.evidence} ({samples(each)} …)" for each in detection.rivals[:3]]
    names = dict.fromkeys(each.shape for each in detection.rivals)
    return Finding(
        severity="error",
        code="ambiguous",
        message=f"the questions may be {', or '.join(readings)}",
        hint=f"say which: --shape {' or --shape '.join(names)}",
        file=page.name,
    )
