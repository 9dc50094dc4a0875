"""``deckgen pdf``: prints to PDF, as ``deckgen build -f pdf`` does."""

from __future__ import annotations

import click

from deckgen.commands.build import build

_HELP = """Print SOURCE to PDF: a sheet, a quiz, a table or cards.

It is the same as `deckgen build -f pdf`. A browser prints (Chromium, Chrome or Edge), or
WeasyPrint where there is none.
"""


def _print(**options: object) -> object:
    return build.callback and build.callback(formats=("pdf",), **options)


pdf = click.Command(
    "pdf",
    callback=_print,
    params=[each for each in build.params if each.name != "formats"],
    help=_HELP,
)
