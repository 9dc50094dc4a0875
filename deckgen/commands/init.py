"""``deckgen init``: begins a small project."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from deckgen.commands import options
from deckgen.commands.terminal import say

if TYPE_CHECKING:
    from pathlib import Path


@click.command()
@click.argument("folder", type=options.PATH, default=".", required=False)
def init(folder: Path) -> None:
    """Begin a small project in FOLDER. It has settings, topics and a document to start from."""
    from deckgen.disk import start_project
    from deckgen.messages import file_name

    for path in start_project(folder):
        say(f"  {file_name(str(path))}")
    say("Now write your questions there, and type: deckgen build")
