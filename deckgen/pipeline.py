"""The stages that lead from sources to files, each a function from values to values."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from deckgen.decks import merged
from deckgen.duplicates import drop_duplicates
from deckgen.exporters import run_exporter
from deckgen.ignoring import without_ignored
from deckgen.messages import excerpt
from deckgen.model import Finding
from deckgen.readers import read_source
from deckgen.refusal import refuse
from deckgen.rendering import render_notes
from deckgen.retire import with_retired

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from deckgen.model import Deck, Kind, OutputFile, Source, Template
    from deckgen.rendering import Track

#: The exporters whose files are imported over an earlier build.
_FOR_ANKI = frozenset({"anki", "anki-csv"})

#: Why a document makes no card at all.
_MAKE_NONE = frozenset({"empty", "no-questions", "no-answers"})


def read(
    sources: Iterable[Source], *, kind: Kind | None = None, shape: str = "", track: Track = iter
) -> tuple[tuple[Deck, ...], list[Finding]]:
    """Return the decks that the sources make, and all that is to be said about them.

    An error among the findings means that the decks are not fit for export.

    Args:
        sources: What to read.
        kind: What notes the questions make where neither their shape nor the author says more.
        shape: The only shape to read documents by; empty for the one that fits each best.
        track: Goes through the notes, as :data:`deckgen.rendering.Track` says.
    """
    decks: list[Deck] = []
    findings: list[Finding] = []
    for source in sources:
        made, said = read_source(source, kind, shape)
        if not said and not any(deck.notes for deck in made):
            said = [_nothing_in(source.name)]
        decks += made
        findings += said
    ignores = [ignore for deck in decks for ignore in deck.ignores]
    rendered, empty = render_notes(merged(decks), track)
    distinct, duplicates = drop_duplicates(rendered)
    findings += [*empty, *duplicates]
    with_notes = tuple(deck for deck in distinct if deck.notes)
    if not with_notes:
        findings = [_as_error(each) for each in findings]
    return with_notes, without_ignored(findings, ignores)


def _nothing_in(file: str) -> Finding:
    return Finding(
        severity="warning",
        code="no-questions",
        message="there is no question in the file",
        hint="look whether what wrote it had any",
        file=file,
    )


def _as_error(finding: Finding) -> Finding:
    """Where no card was made at all, whatever kept one from being made is an error."""
    reasons = finding.skips or finding.code in _MAKE_NONE
    return replace(finding, severity="error") if reasons else finding


def export(
    decks: Sequence[Deck],
    formats: Sequence[str],
    templates: Mapping[str, Template],
    options: Mapping[str, Mapping[str, object]] = MappingProxyType({}),
    retired: Sequence[Deck] = (),
) -> tuple[list[OutputFile], list[Finding]]:
    """Return the files that the exporters of these formats make.

    Args:
        decks: What to export, rendered and with GUIDs.
        formats: The exporters' names.
        templates: All templates by their names, as :func:`deckgen.read_templates` returns them.
        options: Each exporter's options by its name.
        retired: Notes that are gone, which only what Anki imports still holds.

    Raises:
        RefusedError: There is no such exporter, an option is not one of its own, two exporters
            make a file of the same name, or a note has no GUID.
    """
    if nameless := next((note for deck in decks for note in deck.notes if not note.guid), None):
        raise refuse(
            "no-guid",
            f'the note "{excerpt(nameless.question)}" has no GUID, and Anki could not update it',
            "give all notes theirs before export: deckgen.identify(decks, lock, now=…)",
        )
    files: list[OutputFile] = []
    findings: list[Finding] = []
    maker: dict[str, str] = {}
    for name in formats:
        wanted = with_retired(decks, retired) if name in _FOR_ANKI else decks
        made, said = run_exporter(name, wanted, templates, options.get(name, {}))
        for file in made:
            if maker.setdefault(file.suffix, name) != name:
                message = f'"{maker[file.suffix]}" and "{name}" both write "…{file.suffix}"'
                raise refuse("same-output", message, "build one of them with another -o")
        files += made
        findings += said
    return files, findings
