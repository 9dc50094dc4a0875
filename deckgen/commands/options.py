"""The options that several commands share."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from click.shell_completion import CompletionItem


class _LazyPath(click.Path):
    """A path as click checks it; pathlib is imported when one is given, which --help need not."""

    def convert(self, value: Any, parameter: Any, context: Any) -> Path:  # noqa: ANN401
        from pathlib import Path

        return Path(os.fsdecode(super().convert(value, parameter, context)))


def _complete_shape(_: click.Context, __: click.Parameter, start: str) -> list[CompletionItem]:
    from click.shell_completion import CompletionItem

    from deckgen.shapes import SHAPES

    return [CompletionItem(name) for name in SHAPES if name.startswith(start)]


def _deck(_: click.Context, __: click.Parameter, value: str | None) -> str | None:
    from deckgen.config import deck_fault

    if value and (fault := deck_fault(value)):
        raise click.BadParameter(fault)
    return value


PATH = _LazyPath()
FILE = _LazyPath(exists=True, dir_okay=False)

sources = click.argument("sources", nargs=-1, type=PATH, metavar="[SOURCE]...")
topics = click.option(
    "--topics",
    default="",
    metavar="NAME|FILE",
    help="Tag by this topic file, or by one of ours: generative-ai.",
)
output = click.option(
    "-o",
    "--output",
    type=PATH,
    metavar="PATH",
    help="Write into this folder, or this one file (its ending says the format).  [build]",
)
layout = click.option(
    "--layout",
    metavar="NAMES",
    help="Print as sheet, questions, key, table, cards or fold.  [sheet]",
)
page = click.option(
    "--page",
    type=click.Choice(["A4", "Letter", "A5", "Legal"], case_sensitive=False),
    help="Print on this paper.  [A4]",
)
deck = click.option("--deck", metavar="NAME", callback=_deck, help="Put all cards into this deck.")
subdecks = click.option(
    "--subdecks/--no-subdecks", default=None, help="Make a deck of each section."
)
split = click.option(
    "--split",
    type=click.Choice(["topics"]),
    help="Make a deck of each topic, and a file of each for CSV and HTML.",
)
fetch = click.option(
    "--fetch/--no-fetch",
    default=None,
    help="Fetch pictures and sounds that are on the web, and put them in.  [no]",
)
config = click.option(
    "--config", type=FILE, metavar="FILE", help="Use this deckgen.toml instead of the nearest."
)
shape = click.option(
    "--shape",
    metavar="NAME",
    shell_complete=_complete_shape,
    help="Read the documents by this shape only; docs/shapes.md lists them.",
)
strict = click.option("--strict", is_flag=True, help="Let warnings fail the run as errors do.")
quiet = click.option("-q", "--quiet", is_flag=True, help="Print errors only.")
as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


def split_names(_: click.Context, __: click.Parameter, value: Sequence[str]) -> tuple[str, ...]:
    """Return the names of an option that may be given often, and hold several with commas."""
    names = (name.strip() for item in value for name in item.split(","))
    return tuple(dict.fromkeys(name for name in names if name))
