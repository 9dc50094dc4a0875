"""Chooses which questions are printed, and in which order."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Literal, NamedTuple

from deckgen.model import Finding
from deckgen.refusal import nearest

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from deckgen.exporters.html.letters import Letters
    from deckgen.model import Deck, Note

Order = Literal["document", "topic", "number"]
_RANGE = re.compile(r"\s*(\d+)\s*(?:[-–]\s*(\d+)\s*)?\Z")
#: The heading of what has no topic where topics are the headings.
_NO_TOPIC = "Other"


class Wanted(NamedTuple):
    """What an author chose; an empty text leaves that out of account."""

    topics: str = ""
    tags: str = ""
    numbers: str = ""
    order: Order = "document"


def select(
    decks: Sequence[Deck], wanted: Wanted, letters: Letters
) -> tuple[list[Deck], list[Finding]]:
    """Return the chosen notes, each with the number that it had among all of them.

    What chooses nothing, such as a topic that no note has, is an error among the findings.
    """
    if wanted == Wanted():
        return list(decks), []
    ranges, findings = _ranges(wanted.numbers)
    for what, words in (("topic", wanted.topics), ("tag", wanted.tags)):
        known = {
            name for deck in decks for note in deck.notes for name in getattr(note, f"{what}s")
        }
        findings += _unknown(what, _words(words), known)
    chosen = []
    for deck in _numbered(decks):
        notes = [note for note in deck.notes if _is_wanted(note, wanted, ranges)]
        chosen.append(replace(deck, notes=tuple(_ordered(notes, wanted.order, letters))))
    if not findings and not any(deck.notes for deck in chosen):
        hint = "mend topics, tags or numbers under [export.html]"
        findings.append(_error("what is to be printed are no questions at all", hint))
    return [deck for deck in chosen if deck.notes], findings


def _ranges(text: str) -> tuple[list[range], list[Finding]]:
    matches = {word: _RANGE.match(word) for word in _words(text)}
    ranges = [range(int(m[1]), int(m[2] or m[1]) + 1) for m in matches.values() if m]
    wrong = [word for word, match in matches.items() if not match]
    return ranges, [
        _error(f'"{word}" are no numbers of questions', 'write for example numbers = "1-20, 35"')
        for word in wrong
    ]


def _words(text: str) -> list[str]:
    return [word.strip() for word in text.split(",") if word.strip()]


def _unknown(what: str, words: Sequence[str], known: Collection[str]) -> Iterator[Finding]:
    for word in words:
        if not any(_is_under(name, word) for name in known):
            hint = nearest(word, known) if known else f"no question has a {what}"
            yield _error(f'no question has the {what} "{word}"', hint)


def _error(message: str, hint: str) -> Finding:
    return Finding(severity="error", code="print-selection", message=message, hint=hint)


def _is_under(name: str, wanted: str) -> bool:
    return name == wanted or name.startswith(f"{wanted}::")


def _is_wanted(note: Note, wanted: Wanted, ranges: Sequence[range]) -> bool:
    return (
        _has_one(note.topics, _words(wanted.topics))
        and _has_one(note.tags, _words(wanted.tags))
        and (not wanted.numbers or any(note.number in each for each in ranges))
    )


def _has_one(names: Sequence[str], wanted: Sequence[str]) -> bool:
    return not wanted or any(_is_under(name, word) for name in names for word in wanted)


def _numbered(decks: Sequence[Deck]) -> Iterator[Deck]:
    """Give each note without a number its place among all, which it keeps when others go."""
    place = 0
    for deck in decks:
        notes = []
        for note in deck.notes:
            place += 1
            notes.append(replace(note, number=place) if note.number is None else note)
        yield replace(deck, notes=tuple(notes))


def _ordered(notes: list[Note], order: Order, letters: Letters) -> list[Note]:
    if order == "number":
        return sorted(notes, key=lambda note: note.number or 0)
    if order == "topic":
        places = {name: place for place, name in enumerate(letters.topics)}
        names = [letters.name_of(note) for note in notes]
        headed = [
            replace(note, section=(letters.topics[name].title if name else _NO_TOPIC,))
            for note, name in zip(notes, names, strict=True)
        ]
        ranked = sorted(
            zip(names, headed, strict=True), key=lambda pair: places.get(pair[0], len(places))
        )
        return [note for _, note in ranked]
    return notes
