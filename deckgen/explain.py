"""Words how documents were understood: which readings were considered, and why one was taken."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from deckgen.messages import counted, file_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from deckgen.model import Finding
    from deckgen.shapes.detection import Candidate, Detection

#: So many readings say enough.
_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Explained:
    """A document's name, how it was understood, and what is to be said about that."""

    file: str
    detection: Detection
    findings: Sequence[Finding]


def explanation_text(explained: Explained) -> str:
    """Return the readings of a document as a table, the best one first."""
    detection = explained.detection
    chosen = [each for each in detection.considered if each.verdict == "chosen"]
    found = " and ".join(each.reading.evidence for each in chosen) or (
        f"refused: {explained.findings[-1].message}" if explained.findings else "nothing"
    )
    number = counted(len(detection.pairs), "question")
    lines = [f"{file_name(explained.file)}: {number}: {found}"]
    if detection.considered:
        lines.append("  score  cards  covers  answered  likeness  reading")
    lines += [_row(each) for each in detection.considered[:_SHOWN]]
    more = len(detection.considered) - _SHOWN
    return "\n".join([*lines, f"  … and {more} more"] if more > 0 else lines)


def _row(candidate: Candidate) -> str:
    marks = "marked by the author; " if candidate.reading.explicit else ""
    verdict = candidate.verdict or "scored less"
    return (
        f"  {candidate.score:5.2f}  {candidate.members:5}  {candidate.coverage:6.0%}"
        f"  {candidate.answered:8.0%}  {candidate.likeness:8.2f}"
        f"  {candidate.shape}: {candidate.reading.evidence} ({marks}{verdict})"
    )


def explanation_data(explained: Explained) -> dict[str, Any]:
    """Return the same as data that JSON can hold, with all readings."""
    detection = explained.detection
    return {
        "file": explained.file,
        "questions": len(detection.pairs),
        "shapes": list(dict.fromkeys(each.shape for each in detection.chosen)),
        "refusal": detection.refusal,
        "considered": [
            {
                "shape": each.shape,
                "evidence": each.reading.evidence,
                "score": round(each.score, 4),
                "cards": each.members,
                "coverage": round(each.coverage, 4),
                "answered": round(each.answered, 4),
                "likeness": round(each.likeness, 4),
                "explicit": each.reading.explicit,
                "verdict": each.verdict or "scored less",
            }
            for each in detection.considered
        ],
    }


def question_sheet(detection: Detection) -> str:
    """Return the questions of a document as markdown with room for the answers.

    What is filled in becomes cards.
    """
    pairs = detection.pairs or (detection.rivals[0].reading.pairs if detection.rivals else ())
    parts = []
    for number, pair in enumerate(pairs, 1):
        first, _, more = pair.question.partition("\n")
        parts.append(f"### {number}. {first}\n{more}\n\n**Answer:**\n")
    return "\n".join(parts)
