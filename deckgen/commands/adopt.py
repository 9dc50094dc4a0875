"""``deckgen adopt``: takes a note type out of Anki into a project."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from deckgen.commands import options
from deckgen.commands.terminal import say

if TYPE_CHECKING:
    from pathlib import Path

    from deckgen.model import Kind


@click.command()
@click.argument("package", type=options.PATH)
@click.option("--name", default="", help="The note type to take, where there are several.")
@click.option(
    "--kind",
    type=click.Choice(["basic", "reversed", "cloze", "choice", "typed"]),
    help="Take it for notes of this kind.  [basic, or cloze if it has gaps]",
)
@options.config
def adopt(package: Path, name: str, kind: Kind | None, config: Path | None) -> None:
    """Use a note type that you have in Anki. It is taken out of PACKAGE, which Anki exported.

    Its templates are written into the project's templates/anki/; what deckgen.toml should say of
    it is printed.
    """
    from pathlib import Path

    from deckgen.adopt import choose, kind_for, settings, templates
    from deckgen.disk import find_config, read_bytes, write_new_files
    from deckgen.messages import file_name
    from deckgen.package import read_note_types

    note_type = choose(read_note_types(read_bytes(package), str(package)), name, str(package))
    kind = kind_for(note_type, kind)
    found = config or find_config(Path.cwd())
    folder = (found.parent if found else Path()) / "templates" / "anki"
    files = {folder / each: text.encode() for each, text in templates(note_type).items()}
    write_new_files(files, "move it away first, if it is to be replaced")
    say("".join(f"  {file_name(str(path))}\n" for path in files), nl=False, err=True)
    say("Now put this into deckgen.toml, and say what each field holds:\n", err=True)
    say(settings(note_type, kind), nl=False)
