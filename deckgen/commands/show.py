"""``deckgen show``: shows what is read from the sources, and how."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from deckgen.commands import options
from deckgen.commands.terminal import print_findings, print_json, say, track

if TYPE_CHECKING:
    from pathlib import Path

    from deckgen.project import Project


@click.command()
@options.sources
@click.option("--explain", is_flag=True, help="Show which readings were considered, and why one.")
@click.option("--questions", is_flag=True, help="Print the questions with room for answers.")
@options.topics
@options.shape
@options.fetch
@options.config
@options.as_json
def show(
    sources: tuple[Path, ...],
    explain: bool,
    questions: bool,
    topics: str,
    shape: str | None,
    fetch: bool | None,
    config: Path | None,
    as_json: bool,
) -> int:
    """Show what is read from SOURCE. Each question has its number, line, topics and text."""
    from deckgen.build import compile_project
    from deckgen.interchange import data_from_note
    from deckgen.project import find_project
    from deckgen.report import exit_code, notes_table

    if explain and questions:
        raise click.UsageError("--explain and --questions exclude each other")  # noqa: TRY003
    project = find_project(sources, config, topics=topics)
    if explain or questions:
        return _explain(project, shape or project.config.shape, questions, as_json)
    compiled = compile_project(project, shape=shape, fetch=fetch, track=track)
    print_findings(compiled.findings, ["error", "warning"])
    if as_json:
        notes = ((note, deck.name) for deck in compiled.decks for note in deck.notes)
        print_json([data_from_note(note, deck) for note, deck in notes])
    elif compiled.decks:
        say(notes_table(compiled.decks))
    return exit_code(compiled.findings, strict=False)


def _explain(project: Project, shape: str, questions: bool, as_json: bool) -> int:
    from deckgen.build import explain_project
    from deckgen.explain import explanation_data, explanation_text, question_sheet
    from deckgen.report import exit_code

    explained = explain_project(project, shape)
    print_findings([finding for each in explained for finding in each.findings], ["error"])
    if questions:
        say("\n".join(question_sheet(each.detection) for each in explained))
    elif as_json:
        print_json([explanation_data(each) for each in explained])
    else:
        say("\n\n".join(explanation_text(each) for each in explained))
    return (
        0
        if questions
        else exit_code([finding for each in explained for finding in each.findings], strict=False)
    )
