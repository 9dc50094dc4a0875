"""``deckgen check``: says what is wrong with the sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from deckgen.commands import options
from deckgen.commands.terminal import print_findings, print_json, say, track

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from deckgen.checks.entries import Entry
    from deckgen.model import Finding
    from deckgen.project import Project


@click.command()
@options.sources
@options.topics
@options.shape
@options.fetch
@options.config
@options.strict
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "sarif", "github"]),
    default="text",
    help="Print the findings as text, JSON, SARIF or GitHub annotations.  [text]",
)
@options.as_json
@click.option(
    "--select",
    multiple=True,
    callback=options.split_names,
    metavar="CODES",
    help="Say these only, and errors.",
)
@click.option(
    "--ignore",
    multiple=True,
    callback=options.split_names,
    metavar="CODES",
    help="Say nothing of these.",
)
@click.option("--fix", is_flag=True, help="First mend what is safe to mend, in the sources.")
@click.option("--diff", is_flag=True, help="Show what --fix would do, and do nothing.")
@click.option("--explain", metavar="CODE", help="Say what a code means, why and how to mend it.")
def check(
    sources: tuple[Path, ...],
    topics: str,
    shape: str | None,
    fetch: bool | None,
    config: Path | None,
    strict: bool,
    form: str,
    as_json: bool,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    fix: bool,
    diff: bool,
    explain: str | None,
) -> int:
    """Say all there is to say about SOURCE. Nothing is written but what --fix mends."""
    from deckgen import disk
    from deckgen.build import compile_project
    from deckgen.checks.entries import parse_entries
    from deckgen.ignoring import chosen, refuse_unknown
    from deckgen.project import find_project
    from deckgen.report import exit_code

    entries = parse_entries(disk.read_checks())
    refuse_unknown([*select, *ignore, *([explain] if explain else [])], entries)
    if explain:
        _explain(entries[explain])
        return 0
    project = find_project(sources, config, topics=topics)
    if diff:
        return _show_difference(project)
    if fix:
        _fix(project)
    compiled = compile_project(project, shape=shape, fetch=fetch, advice=True, track=track)
    findings = chosen(compiled.findings, select, ignore)
    _print(findings, "json" if as_json else form, entries, compiled.texts)
    return exit_code(findings, strict=strict)


def _show_difference(project: Project) -> int:
    from deckgen.build import mended
    from deckgen.fixing import difference
    from deckgen.messages import file_name

    changes = mended(project)
    for path, (before, after) in changes.items():
        say(difference(before, after, file_name(str(path))))
    return int(bool(changes))


def _fix(project: Project) -> None:
    from deckgen import disk
    from deckgen.build import mended
    from deckgen.messages import file_name

    changes = mended(project)
    mended_files = {path: after for path, (_, after) in changes.items()}
    disk.write_files(mended_files, elsewhere="")
    for path in changes:
        say(f"mended {file_name(str(path))}", err=True)


def _explain(entry: Entry) -> None:
    text = "\n\n".join(
        (f"{entry.code} ({entry.severity.lower()})", entry.what, entry.why, entry.mend)
    )
    say(text)


def _print(
    findings: Sequence[Finding],
    form: str,
    entries: Mapping[str, Entry],
    texts: Mapping[str, bytes],
) -> None:
    from deckgen import __version__
    from deckgen.annotations import annotation
    from deckgen.report import finding_data, findings_summary
    from deckgen.sarif import sarif_log

    if form == "json":
        print_json([finding_data(finding) for finding in findings])
    elif form == "sarif":
        print_json(sarif_log(findings, entries, __version__))
    elif form == "github":
        for finding in findings:
            say(annotation(finding))
    else:
        named = {finding.file for finding in findings if finding.column}
        lines = {name: _lines(texts[name]) for name in named & texts.keys()}
        print_findings(findings, ["error", "warning", "info"], lines)
        say(findings_summary(findings))


def _lines(content: bytes) -> list[str]:
    text = content.decode("utf-8-sig", "replace")
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
