"""``deckgen pdf``: prints to PDF."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from deckgen.commands import options
from deckgen.commands.build import build

if TYPE_CHECKING:
    from pathlib import Path


@click.command()
@options.sources
@options.output
@options.topics
@options.layout
@options.page
@options.config
@options.strict
@options.quiet
@options.as_json
@click.pass_context
def pdf(
    context: click.Context,
    sources: tuple[Path, ...],
    output: Path | None,
    topics: str,
    layout: str | None,
    page: str | None,
    config: Path | None,
    strict: bool,
    quiet: bool,
    as_json: bool,
) -> int:
    """Print SOURCE to PDF: a sheet, a quiz, a table or cards.

    It is the same as `deckgen build -f pdf`. A browser prints (Chromium, Chrome or Edge), or
    WeasyPrint where there is none.
    """
    code: int = context.invoke(
        build,
        sources=sources,
        output=output,
        formats=("pdf",),
        topics=topics,
        layout=layout,
        page=page,
        config=config,
        strict=strict,
        quiet=quiet,
        as_json=as_json,
    )
    return code
