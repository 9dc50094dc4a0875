"""Finds the topic file of each note: one that we ship, or one of the author's own."""

from __future__ import annotations

from dataclasses import replace
from difflib import get_close_matches
from itertools import groupby
from operator import attrgetter
from types import MappingProxyType
from typing import TYPE_CHECKING

from deckgen import disk
from deckgen.model import Finding
from deckgen.refusal import USAGE_ERROR, RefusedError, refuse
from deckgen.topics import explain, parse_topics, suggest, tag

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from deckgen.model import Deck, Note, Template
    from deckgen.topics import Evidence, Topics

_FOLDER, _ENDING = "topics/", ".toml"


def with_topic_files(decks: Sequence[Deck], asked: str, configured: str) -> tuple[Deck, ...]:
    """Return the decks, each note with the topic file that it is tagged by.

    What was asked for now (``--topics``) goes before what a document says of itself, and that
    before what ``deckgen.toml`` says.
    """
    if not (asked or configured):
        return tuple(decks)
    return tuple(
        replace(
            deck,
            notes=tuple(
                replace(note, topic_file=asked or note.topic_file or configured)
                for note in deck.notes
            ),
        )
        for deck in decks
    )


def read_topic_files(
    decks: Sequence[Deck],
    root: Path,
    templates: Mapping[str, Template],
    asked: str = "",
    configured: Mapping[str, tuple[str, int]] = MappingProxyType({}),
) -> tuple[dict[str, Topics], list[Finding]]:
    """Return the topics of each topic file that a note names, by its name, and what is wrong.

    ``asked`` is the topic file that was asked for now; ``configured`` says in which file and line
    the settings name one.

    Raises:
        RefusedError: That does not exist, or one cannot be read.
    """
    read: dict[str, Topics] = {}
    findings: list[Finding] = []
    first = {note.topic_file: note for deck in reversed(decks) for note in reversed(deck.notes)}
    for name in filter(None, reversed(first)):
        found = _text(name, root, templates)
        if found is None:
            missing = _missing(name, templates)
            if asked:
                raise RefusedError(missing, exit_code=USAGE_ERROR)
            file, line = configured.get(name, (first[name].file, 0))
            findings.append(replace(missing, file=file, line=line))
            continue
        read[name], said = parse_topics(*found)
        findings += said
    return read, findings


def tag_decks(
    decks: Sequence[Deck], files: Mapping[str, Topics], prefix: str
) -> tuple[tuple[Deck, ...], list[Finding]]:
    """Return the decks, each note tagged by its topic file, and what is to be said of them."""
    tagged: list[Deck] = []
    findings: list[Finding] = []
    for deck in decks:
        notes: list[Note] = []
        # The documents of a deck may have topic files of their own.
        for name, run in groupby(deck.notes, key=attrgetter("topic_file")):
            (done,), said = tag([replace(deck, notes=tuple(run))], files.get(name), prefix=prefix)
            notes += done.notes
            findings += said
        tagged.append(replace(deck, notes=tuple(notes)))
    return tuple(tagged), findings


def explained(
    decks: Sequence[Deck], files: Mapping[str, Topics], wanted: str
) -> list[tuple[Note, list[Evidence]]]:
    """Return the notes with this number, or with this text in the question, and why their topics.

    Without anything wanted it is all notes.

    Raises:
        RefusedError: There is no such note.
    """
    found = [
        (note, explain(note, files[note.topic_file]) if note.topic_file in files else [])
        for deck in decks
        for note in deck.notes
        if _is_wanted(note, wanted)
    ]
    if wanted and not found:
        raise refuse(
            "no-such-question",
            f'no question has the number or the text "{wanted}"',
            "deckgen show lists the questions",
            exit_code=USAGE_ERROR,
        )
    return found


def drafted(decks: Sequence[Deck]) -> str:
    """Return a draft of a topic file for the decks.

    Raises:
        RefusedError: Their questions have no terms in common.
    """
    draft = suggest(decks)
    if not parse_topics(draft, "")[0].topics:
        raise refuse(
            "nothing-to-suggest",
            "no term is shared by two questions, so there is nothing to suggest",
            "name more documents, or write topics.toml by hand: docs/topics.md says how",
        )
    return draft


def _is_wanted(note: Note, wanted: str) -> bool:
    if wanted.isdecimal():
        return note.number == int(wanted)
    return wanted.casefold() in " ".join(note.question.split()).casefold()


def _text(name: str, root: Path, templates: Mapping[str, Template]) -> tuple[str, str] | None:
    """Return a topic file's text, and its path for findings; None if there is no such file."""
    key = f"{_FOLDER}{name}{_ENDING}"
    if key in templates:
        return templates[key].text, key
    path = root / name
    return (disk.read_text(path), name) if path.exists() else None


def _missing(name: str, templates: Mapping[str, Template]) -> Finding:
    """Return the error that a topic file is not there."""
    ours = sorted(_ours(templates))
    close = get_close_matches(name, ours, n=1)
    hint = f"name a file that ends in {_ENDING}, or one of ours: {', '.join(ours)}"
    return Finding(
        severity="error",
        code="no-topics",
        message=f'there is no topic file "{name}"',
        hint=f'did you mean "{close[0]}"?' if close else hint,
    )


def _ours(templates: Mapping[str, Template]) -> Iterator[str]:
    for name in templates:
        if name.startswith(_FOLDER):
            yield name.removeprefix(_FOLDER).removesuffix(_ENDING)
