"""What a note shows where nothing is hidden and nothing can be turned over: tables and paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deckgen import cloze

if TYPE_CHECKING:
    from deckgen.model import Note


def sides(note: Note) -> tuple[str, str]:
    """Return a note's question and answer as HTML without the marks of gaps.

    A text with gaps is asked for with hints or dots in them, and answered by the whole text,
    each gap's own in ``<span class="cloze">``.
    """
    if note.kind != "cloze":
        return note.front, note.back
    whole = cloze.filled(note.front)
    if not note.front.startswith("<"):
        whole = f"<p>{whole}</p>\n"
    return cloze.with_gaps(note.front), whole + note.back
