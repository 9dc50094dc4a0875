"""The options that several commands share."""

from __future__ import annotations

from pathlib import Path

import click

PATH = click.Path(path_type=Path)

sources = click.argument("sources", nargs=-1, type=PATH, metavar="[SOURCE]...")
topics = click.option(
    "--topics",
    default="",
    metavar="NAME|FILE",
    help="Tag by this topic file, or by one of ours: generative-ai.",
)
config = click.option(
    "--config", type=PATH, metavar="FILE", help="Use this deckgen.toml instead of the nearest."
)
strict = click.option("--strict", is_flag=True, help="Let warnings fail the run as errors do.")
as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
