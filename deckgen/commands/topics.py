"""``deckgen topics``: shows what the topics cover, says why, and drafts a topic file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from deckgen.commands import options
from deckgen.commands.terminal import print_findings, print_json, track

if TYPE_CHECKING:
    from pathlib import Path

    from deckgen.build import Compiled


class _OrSuggest(click.Command):
    """The command, and ``suggest`` behind it, which no source is called."""

    def make_context(
        self,
        info_name: str | None,
        args: list[str],
        parent: click.Context | None = None,
        **extra: Any,  # noqa: ANN401 - whatever click hands on
    ) -> click.Context:
        if args[:1] == ["suggest"]:
            return suggest.make_context(f"{info_name} suggest", args[1:], parent, **extra)
        return super().make_context(info_name, args, parent, **extra)


@click.command(cls=_OrSuggest)
@options.sources
@click.option(
    "--explain",
    is_flag=False,
    flag_value="",
    metavar="[NUMBER|TEXT]",
    help="Say why each question has its topics: all, or those with this number or text.",
)
@options.topics
@options.config
@options.as_json
def topics(
    sources: tuple[Path, ...],
    explain: str | None,
    topics: str,
    config: Path | None,
    as_json: bool,
) -> int:
    """Show how the topics cover SOURCE. That is, how many questions have which, none, or many.

    `deckgen topics suggest [SOURCE]...` drafts a topic file.
    """
    import pathlib

    from deckgen.build import compile_project
    from deckgen.project import find_project
    from deckgen.report import exit_code
    from deckgen.topics import coverage
    from deckgen.topics.report import coverage_data, coverage_text

    if explain and (document := pathlib.Path(explain)).exists():
        # `--explain notes.md`: the name of a document is no text to look for.
        sources, explain = (*sources, document), ""
    project = find_project(sources, config, topics=topics)
    compiled = compile_project(project, with_lock=False, fetch=False, track=track)
    print_findings(compiled.findings, ["error"])
    if explain is not None:
        _explain(compiled, explain, as_json=as_json)
    elif as_json:
        print_json(coverage_data(coverage(compiled.decks)))
    else:
        click.echo(coverage_text(coverage(compiled.decks)))
    return exit_code(compiled.findings, strict=False)


def _explain(compiled: Compiled, wanted: str, *, as_json: bool) -> None:
    from deckgen.topic_files import explained
    from deckgen.topics.report import explanation_data, explanation_text

    found = explained(compiled.decks, compiled.topic_files, wanted)
    if as_json:
        print_json([explanation_data(note, evidence) for note, evidence in found])
    else:
        click.echo("\n\n".join(explanation_text(note, evidence) for note, evidence in found))


@click.command()
@options.sources
@click.option("-o", "--output", type=options.PATH, metavar="FILE", help="Write to this new file.")
@options.config
def suggest(sources: tuple[Path, ...], output: Path | None, config: Path | None) -> int:
    """Draft a topic file from the terms that the questions of SOURCE share."""
    from deckgen import disk, pipeline
    from deckgen.project import find_project
    from deckgen.report import exit_code, located
    from deckgen.topic_files import drafted

    project = find_project(sources, config)
    decks, findings = pipeline.read(disk.read_sources(project.documents, project.root))
    print_findings(located(findings, str), ["error"])
    if code := exit_code(findings, strict=False):
        return code
    draft = drafted(decks)
    if output is None:
        click.echo(draft, nl=False)
    else:
        hint = "name another file with -o, or move that one away"
        disk.write_new_files({output: draft.encode()}, hint)
        click.echo(
            f"  {output}\nNow edit it, and see what it does: deckgen topics --topics {output}"
        )
    return 0
