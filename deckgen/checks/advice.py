"""Makes the findings that advise on a note, which are for its author to judge."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deckgen.model import Finding

if TYPE_CHECKING:
    from deckgen.model import Note


def advice(note: Note, *, code: str, message: str, hint: str, line: int = 0) -> Finding:
    """Return advice on a note, at its question unless ``line`` says where else."""
    return Finding(
        severity="info",
        code=code,
        message=message,
        hint=hint,
        file=note.file,
        line=line or note.line,
    )
