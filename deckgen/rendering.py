"""Renders the markdown of notes to HTML, and leaves out notes that would make no card."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from deckgen import cloze, markdown, mathematics
from deckgen.messages import excerpt
from deckgen.model import Finding

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from deckgen.model import Deck, Note

    #: Goes through notes; a command line shows how far it has come.
    Track = Callable[[Sequence[Note]], Iterable[Note]]


_LETTER = re.compile(r">\s*<li>\s*(?:<p>)?\w{1,2}[.)]\s")
_LIST_TAG = re.compile(r"<(/?)([uo]l)\b")


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
            missing = _missing(note)
            if missing:
                findings.append(missing)
                continue
            if note.kind == "choice" and 'class="options' not in note.front:
                findings.append(_no_options(note))
            whole.append(note)
        result.append(replace(deck, notes=tuple(whole)))
    return tuple(result), findings


def _rendered(note: Note, findings: list[Finding]) -> Note:
    if note.front and note.back:
        return note
    front, broken_in_front = mathematics.checked(note.front or _front(note))
    back, broken_in_back = mathematics.checked(note.back or markdown.render(note.answer))
    findings += [_broken(each, note, note.question, note.line) for each in broken_in_front]
    findings += [_broken(each, note, note.answer, note.answer_line) for each in broken_in_back]
    return replace(note, front=front, back=back)


def _front(note: Note) -> str:
    # One line is the inside of a heading: "+ operator" in it is no list.
    render = markdown.render if "\n" in note.question else markdown.render_inline
    if note.kind == "cloze":
        return cloze.field(render(cloze.mark(note.question)))
    html = render(note.question)
    return _with_options(html) if note.kind == "choice" else html


def _with_options(html: str) -> str:
    """Mark the list that a question ends with as its options; footnotes may follow it."""
    html, *notes = re.split(r'(?=<ol class="footnotes">)', html, maxsplit=1)
    return "".join([_with_options_at_the_end(html), *notes])


def _with_options_at_the_end(html: str) -> str:
    if not html.rstrip().endswith(("</ul>", "</ol>")):
        return html
    depth = 0
    for tag in reversed(list(_LIST_TAG.finditer(html))):
        depth += 1 if tag[1] else -1
        if not depth:
            # Where options bring letters of their own, style sheets add none.
            names = "options lettered" if _LETTER.match(html, tag.end()) else "options"
            return f'{html[: tag.end(2)]} class="{names}"{html[tag.end(2) :]}'
    return html


def _missing(note: Note) -> Finding | None:
    """Why a note would make no card; None if it makes one."""
    if not note.front:
        return _no_question(note)
    if note.kind == "cloze":
        return None if cloze.numbers(note.front) else _no_gap(note)
    return None if note.back else _no_answer(note)


def _broken(fault: mathematics.Fault, note: Note, text: str, line: int) -> Finding:
    """What is wrong with a formula, at the line where it begins."""
    first_line = fault.tex.partition("\n")[0]
    before = text.partition(first_line)[0] if first_line in text else ""
    return Finding(
        severity="warning",
        code="formula",
        message=f"{fault.message}: {excerpt(fault.tex)}",
        hint="mend the formula; is it none? Write \\$ for a dollar sign",
        file=note.file,
        line=line + before.count("\n"),
    )


def _no_answer(note: Note) -> Finding:
    message = f'"{excerpt(note.question)}" has no answer'
    return _skipped(note, "no-answer", message, "write the answer below the question")


def _no_gap(note: Note) -> Finding:
    message = f'"{excerpt(note.question)}" should have gaps, but has none'
    return _skipped(
        note, "no-gap", message, "write each gap as {{c1::…}}, with the number of its card"
    )


def _no_options(note: Note) -> Finding:
    return Finding(
        severity="warning",
        code="no-options",
        message=f'"{excerpt(note.question)}" has no options to choose from',
        hint="end the question with the list of its options, or say <!-- deckgen: kind=basic -->",
        file=note.file,
        line=note.line,
    )


def _no_question(note: Note) -> Finding:
    message = "there is an answer here, but no text in its question"
    return _skipped(note, "no-question", message, "write the question into the heading")


def _skipped(note: Note, code: str, message: str, hint: str) -> Finding:
    return Finding(
        severity="warning",
        code=code,
        message=message,
        hint=hint,
        file=note.file,
        line=note.line,
        skips=True,
    )
