"""``deckgen topics``: shows what the topics cover, says why, and drafts a topic file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from deckgen.commands import options
from deckgen.commands.terminal import print_findings, print_json, say, track

if TYPE_CHECKING:
    from pathlib import Path

    from click.shell_completion import CompletionItem

    from deckgen.build import Compiled


class _Group(click.Group):
    """A group that runs ``coverage`` where none of its commands is named, and shows its help."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        named = args[:1] and (args[0] in self.commands or args[0] in ctx.help_option_names)
        # Where nothing is written yet, the shell completes the names of commands too.
        is_open = ctx.resilient_parsing and not args
        return super().parse_args(ctx, args if named or is_open else ["coverage", *args])

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        return coverage.collect_usage_pieces(ctx)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        click.Command.format_options(coverage, ctx, formatter)
        self.format_commands(ctx, formatter)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        if incomplete.startswith("-"):
            return coverage.shell_complete(ctx, incomplete)
        sources = next(each for each in coverage.params if isinstance(each, click.Argument))
        return super().shell_complete(ctx, incomplete) + sources.shell_complete(ctx, incomplete)


@click.group(cls=_Group)
def topics() -> None:
    """Show how the topics cover SOURCE. That is, how many questions have which, none, or many."""


@topics.command(short_help="The same, spelled out.")
@options.sources
@click.option(
    "--explain",
    is_flag=False,
    flag_value="",
    metavar="[NUMBER|TEXT]",
    help="Say why each question has its topics: all, or those with this number or text.",
)
@options.topics
@options.shape
@options.config
@options.as_json
def coverage(
    sources: tuple[Path, ...],
    explain: str | None,
    topics: str,
    shape: str | None,
    config: Path | None,
    as_json: bool,
) -> int:
    """Show how the topics cover SOURCE. That is, how many questions have which, none, or many."""
    import pathlib

    from deckgen import topics as stage
    from deckgen.build import compile_project
    from deckgen.project import find_project
    from deckgen.report import exit_code
    from deckgen.topics.report import coverage_data, coverage_text

    if explain and (document := pathlib.Path(explain)).exists():
        # `--explain notes.md`: the name of a document is no text to look for.
        sources, explain = (*sources, document), ""
    project = find_project(sources, config, topics=topics)
    compiled = compile_project(project, shape=shape, with_lock=False, fetch=False, track=track)
    print_findings(compiled.findings, ["error"])
    if not compiled.decks:
        return exit_code(compiled.findings, strict=False)
    if explain is not None:
        _explain(compiled, explain, as_json=as_json)
    elif as_json:
        print_json(coverage_data(stage.coverage(compiled.decks)))
    else:
        say(coverage_text(stage.coverage(compiled.decks)))
    return exit_code(compiled.findings, strict=False)


def _explain(compiled: Compiled, wanted: str, *, as_json: bool) -> None:
    from deckgen.topic_files import explained
    from deckgen.topics.report import explanation_data, explanation_text

    found = explained(compiled.decks, compiled.topic_files, wanted)
    if as_json:
        print_json([explanation_data(note, evidence) for note, evidence in found])
    else:
        say("\n\n".join(explanation_text(note, evidence) for note, evidence in found))


@topics.command(short_help="Draft a topic file.")
@options.sources
@click.option("-o", "--output", type=options.PATH, metavar="FILE", help="Write to this new file.")
@options.shape
@options.config
def suggest(
    sources: tuple[Path, ...], output: Path | None, shape: str | None, config: Path | None
) -> int:
    """Draft a topic file from the terms that the questions of SOURCE share."""
    from deckgen import disk, pipeline
    from deckgen.build import shape_named
    from deckgen.messages import file_name
    from deckgen.project import find_project
    from deckgen.report import exit_code, located
    from deckgen.topic_files import drafted

    project = find_project(sources, config)
    decks, findings = pipeline.read(
        disk.read_sources(project.documents, project.root),
        shape=shape_named(shape or project.config.shape),
    )
    print_findings(located(findings, str), ["error"])
    if code := exit_code(findings, strict=False):
        return code
    draft = drafted(decks)
    if output is None:
        say(draft, nl=False)
    else:
        hint = "name another file with -o, or move that one away"
        disk.write_new_files({output: draft.encode()}, hint)
        name = file_name(str(output))
        say(f"  {name}\nNow edit it, and see what it does: deckgen topics --topics {name}")
    return 0
