"""``deckgen check``: says what is wrong with the sources."""

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
@options.shape
@options.config
@options.strict
@options.as_json
def check(
    sources: tuple[Path, ...],
    topics: str,
    shape: str | None,
    config: Path | None,
    strict: bool,
    as_json: bool,
) -> int:
    """Say all there is to say about SOURCE, and write nothing."""
    from deckgen.build import compile_project
    from deckgen.project import find_project
    from deckgen.report import exit_code, finding_data, findings_summary

    project = find_project(sources, config, topics=topics)
    findings = compile_project(project, shape=shape, track=track).findings
    if as_json:
        print_json([finding_data(finding) for finding in findings])
    else:
        print_findings(findings, ["error", "warning", "info"])
        click.echo(findings_summary(findings))
    return exit_code(findings, strict=strict)
