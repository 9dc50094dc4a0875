"""``deckgen completion``: prints the script by which a shell completes our words."""

from __future__ import annotations

import click

from deckgen.commands.terminal import say


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Print the script that lets SHELL complete deckgen's words.

    For bash, say: eval "$(deckgen completion bash)"
    """
    from click.shell_completion import get_completion_class

    script = get_completion_class(shell)
    if script is not None:
        root = context.find_root().command
        say(script(root, {}, "deckgen", "_DECKGEN_COMPLETE").source())
