"""``deckgen show``: shows what is read from the sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from deckgen.commands import options
from deckgen.commands.terminal import print_findings, print_json, track

if TYPE_CHECKING:
    from pathlib import Path


@click.command()
@options.sources
@options.topics
@options.config
@options.as_json
def show(sources: tuple[Path, ...], topics: str, config: Path | None, as_json: bool) -> int:
    """Show what is read from SOURCE: each question's number, line, topics and text."""
    from deckgen.build import compile_project
    from deckgen.interchange import data_from_note
    from deckgen.project import find_project
    from deckgen.report import exit_code, notes_table

    compiled = compile_project(find_project(sources, config, topics=topics), track=track)
    print_findings(compiled.findings, ["error", "warning"])
    if as_json:
        notes = ((note, deck.name) for deck in compiled.decks for note in deck.notes)
        print_json([data_from_note(note, deck) for note, deck in notes])
    else:
        click.echo(notes_table(compiled.decks))
    return exit_code(compiled.findings, strict=False)
