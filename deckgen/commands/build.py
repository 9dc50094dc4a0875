"""``deckgen build``: makes the files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from deckgen.commands import options
from deckgen.commands.terminal import print_findings, print_json, say, track

if TYPE_CHECKING:
    from pathlib import Path

    from click.shell_completion import CompletionItem


def _complete_format(_: click.Context, __: click.Parameter, start: str) -> list[CompletionItem]:
    from click.shell_completion import CompletionItem

    from deckgen.exporters import entry_points_by_name

    return [CompletionItem(name) for name in entry_points_by_name() if name.startswith(start)]


@click.command()
@options.sources
@options.output
@click.option(
    "-f",
    "--format",
    "formats",
    multiple=True,
    callback=options.split_names,
    shell_complete=_complete_format,
    metavar="NAMES",
    help="Write these formats; `deckgen exporters` lists them.  [anki,csv,html]",
)
@options.deck
@options.subdecks
@options.topics
@options.split
@options.layout
@options.page
@options.fetch
@click.option("--no-lock", is_flag=True, help="Neither read nor write deckgen.lock.")
@click.option("--frozen", is_flag=True, help="Fail if deckgen.lock would change, as in CI.")
@options.shape
@click.option(
    "--retire",
    type=options.FILE,
    metavar="PACKAGE",
    help="Keep notes of this earlier package that are gone, tagged deckgen::retired.",
)
@options.config
@options.strict
@options.quiet
@options.as_json
def build(
    sources: tuple[Path, ...],
    output: Path | None,
    formats: tuple[str, ...],
    deck: str | None,
    subdecks: bool | None,
    topics: str,
    split: str | None,
    layout: str | None,
    page: str | None,
    fetch: bool | None,
    no_lock: bool,
    frozen: bool,
    shape: str | None,
    retire: Path | None,
    config: Path | None,
    strict: bool,
    quiet: bool,
    as_json: bool,
) -> int:
    """Build the decks of SOURCE and write them to files."""
    from deckgen.build import build_project
    from deckgen.project import find_project
    from deckgen.report import exit_code, receipt_data, receipt_text
    from deckgen.target import find_target

    if no_lock and (frozen or retire):
        raise click.UsageError("--no-lock excludes --frozen and --retire")  # noqa: TRY003
    project = find_project(sources, config, topics=topics, split=split)
    printing = {"layout": layout, "page": page}
    given = {name: value for name, value in printing.items() if value is not None}
    target = find_target(project, output, formats, given)
    receipt = build_project(
        project,
        target,
        deck=deck,
        subdecks=subdecks,
        shape=shape,
        with_lock=not no_lock,
        frozen=frozen,
        fetch=fetch,
        retire_from=retire,
        strict=strict,
        track=track,
    )
    print_findings(receipt.findings, ["error"] if quiet else ["error", "warning"])
    if as_json:
        print_json(receipt_data(receipt))
    elif not quiet:
        say(receipt_text(receipt))
    return exit_code(receipt.findings, strict=strict)
