"""Renders the markdown of notes to HTML, and leaves out notes that would make no card."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from deckgen import markdown, mathematics
from deckgen.model import Finding

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from deckgen.model import Deck, Note

    #: Goes through notes; a command line shows how far it has come.
    Track = Callable[[Sequence[Note]], Iterable[Note]]


def render_notes(
    decks: Sequence[Deck], track: Track = iter
) -> tuple[tuple[Deck, ...], list[Finding]]:
    """Return the decks with HTML for each note, without the notes that lack one of their sides."""
    # Tracked over all decks at once, so that there is one way to go from start to end.
    findings: list[Finding] = []
    notes = track([note for deck in decks for note in deck.notes])
    rest = iter([_rendered(note, findings) for note in notes])
    result = []
    for deck in decks:
        whole = []
        for note in islice(rest, len(deck.notes)):
            if note.front and (note.back or note.kind == "cloze"):
                whole.append(note)
            else:
                findings.append(_no_answer(note) if note.front else _no_question(note))
        result.append(replace(deck, notes=tuple(whole)))
    return tuple(result), findings


def _rendered(note: Note, findings: list[Finding]) -> Note:
    if note.front and note.back:
        return note
    # One line is the inside of a heading: "+ operator" in it is no list.
    render = markdown.render if "\n" in note.question else markdown.render_inline
    front, broken_in_front = mathematics.checked(note.front or render(note.question))
    back, broken_in_back = mathematics.checked(note.back or markdown.render(note.answer))
    findings += [_broken(each, note, note.question, note.line) for each in broken_in_front]
    findings += [_broken(each, note, note.answer, note.answer_line) for each in broken_in_back]
    return replace(note, front=front, back=back)


def _broken(fault: mathematics.Fault, note: Note, text: str, line: int) -> Finding:
    """What is wrong with a formula, at the line where it begins."""
    first_line = fault.tex.partition("\n")[0]
    before = text.partition(first_line)[0] if first_line in text else ""
    tex = " ".join(fault.tex.split())
    return Finding(
        severity="warning",
        code="formula",
        message=f"{fault.message}: {tex if len(tex) < 80 else tex[:79] + '…'}",
        hint="mend the formula; is it none? Write \\$ for a dollar sign",
        file=note.file,
        line=line + before.count("\n"),
    )


def _no_answer(note: Note) -> Finding:
    return Finding(
        severity="warning",
        code="no-answer",
        message=f'"{note.question}" has no answer',
        hint="write the answer below the question",
        file=note.file,
        line=note.line,
        skips=True,
    )


def _no_question(note: Note) -> Finding:
    return Finding(
        severity="warning",
        code="no-question",
        message="there is an answer here, but no text in its question",
        hint="write the question into the heading",
        file=note.file,
        line=note.line,
        skips=True,
    )
