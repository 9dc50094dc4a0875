"""Exports with a deck of each topic, and a file of each in formats that know no decks."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from deckgen import pipeline
from deckgen.decks import by_topic, sheets
from deckgen.refusal import USAGE_ERROR, refuse
from deckgen.topics import tag_name

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from deckgen.model import Deck, Finding, OutputFile, Template
    from deckgen.project import Project
    from deckgen.target import Target

#: The formats that hold all topics in one file: what reads them knows decks.
_WHOLE = frozenset({"anki", "anki-csv", "json"})


def check_split(project: Project, *, subdecks: bool) -> None:
    """Refuse to split by topics what is split by sections already.

    Raises:
        RefusedError: The settings ask for both.
    """
    if project.config.split and subdecks:
        raise refuse(
            "split",
            "decks are made of sections or of topics, not of both",
            "leave out subdecks, or the splitting by topics",
            exit_code=USAGE_ERROR,
        )


def export_by_topic(
    decks: Sequence[Deck],
    target: Target,
    templates: Mapping[str, Template],
    prefix: str,
    retired: Sequence[Deck],
) -> tuple[list[OutputFile], list[Finding]]:
    """Return what the exporters make of the decks, split by topics.

    ``prefix`` is the tag that topics stand under, which makes neither decks nor names of files.

    Raises:
        RefusedError: No note has a topic, one file is asked for where there are to be several,
            or the exporters refuse.
    """
    if decks and not any(note.topics for deck in decks for note in deck.notes):
        raise refuse(
            "split",
            "there is nothing to split by: no question has a topic",
            "name a topic file with --topics, or draft one: deckgen topics suggest",
        )
    several = [name for name in target.formats if name not in _WHOLE]
    if several and target.file:
        raise refuse(
            "one-file",
            f"{target.file} is one file, but each topic gets a file of its own",
            "name a folder with -o, or leave out the splitting by topics",
            exit_code=USAGE_ERROR,
        )
    whole = [name for name in target.formats if name in _WHOLE]
    made, findings = pipeline.export(
        by_topic(decks, prefix), whole, templates, target.options, retired
    )
    for topic, on_topic in sheets(decks, prefix).items() if several else ():
        files, said = pipeline.export(on_topic, several, templates, target.options)
        made += [replace(file, suffix=f"-{tag_name(topic)}{file.suffix}") for file in files]
        findings += said
    # A note on two sheets is complained of twice.
    return made, list(dict.fromkeys(findings))
