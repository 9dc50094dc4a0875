"""``deckgen exporters``: lists the formats that can be written."""

from __future__ import annotations

import click

from deckgen.commands.terminal import say


@click.command()
def exporters() -> None:
    """List the formats that can be written, with their options."""
    import json

    from deckgen.exporters import entry_points_by_name, load_exporter, options_of, summary
    from deckgen.refusal import RefusedError

    for name in entry_points_by_name():
        try:
            exporter = load_exporter(name)
        except RefusedError as refused:
            say(f"{name:<10} {refused}")
            continue
        say(f"{name:<10} {summary(exporter)}")
        for option, parameter in options_of(exporter).items():
            say(f"{'':<10}   {option} = {json.dumps(parameter.default)}")
