"""``deckgen diff``: says what a learner will see of this build."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from deckgen.commands import options
from deckgen.commands.terminal import print_findings, print_json, say, track

if TYPE_CHECKING:
    from pathlib import Path


@click.command()
@options.sources
@click.option(
    "--against",
    type=options.FILE,
    metavar="FILE",
    help="Compare with this lock or package instead of our own lock.",
)
@click.option("--markdown", is_flag=True, help="Print Markdown, for a pull request.")
@options.deck
@options.subdecks
@options.topics
@options.split
@options.shape
@options.fetch
@options.config
@options.as_json
def diff(
    sources: tuple[Path, ...],
    against: Path | None,
    markdown: bool,
    deck: str | None,
    subdecks: bool | None,
    topics: str,
    split: str | None,
    shape: str | None,
    fetch: bool | None,
    config: Path | None,
    as_json: bool,
) -> int:
    """Say what learners who have the last build will see. Nothing is written.

    With two packages (old.apkg new.apkg) compare these.
    """
    from deckgen.build import changes, compile_project, package_changes, two_packages
    from deckgen.diff import as_json as diff_data
    from deckgen.diff import as_markdown, as_text
    from deckgen.project import find_project
    from deckgen.report import exit_code

    if packages := two_packages(sources):
        found = package_changes(*packages)
    else:
        project = find_project(sources, config, topics=topics, split=split)
        compiled = compile_project(
            project, deck=deck, subdecks=subdecks, shape=shape, fetch=fetch, track=track
        )
        print_findings(compiled.findings, ["error", "warning"])
        if code := exit_code(compiled.findings, strict=False):
            return code
        found = changes(compiled, against)
    if as_json:
        print_json(diff_data(found))
    else:
        say((as_markdown if markdown else as_text)(found), nl=False)
    return 0
