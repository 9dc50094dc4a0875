"""The command ``deckgen``: its subcommands, and what happens when something goes wrong.

Each subcommand imports what it needs when it runs, so that ``deckgen --help`` is there at once.
"""

from __future__ import annotations

import atexit
import errno
import gc
import os
import signal
import sys
from io import StringIO, TextIOWrapper
from typing import TYPE_CHECKING, NoReturn

import click

from deckgen import __version__
from deckgen.commands.adopt import adopt
from deckgen.commands.build import build
from deckgen.commands.check import check
from deckgen.commands.completion import completion
from deckgen.commands.diff import diff
from deckgen.commands.exporters import exporters
from deckgen.commands.init import init
from deckgen.commands.pdf import pdf
from deckgen.commands.show import show
from deckgen.commands.terminal import print_findings, say
from deckgen.commands.topics import topics

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

#: So many new values there may be before unreachable cycles of them are looked for.
_ALLOCATIONS = 1_000_000
#: Why standard output may take no more.
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EBADF}


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="deckgen %(version)s")
def cli() -> None:
    """Compile study notes to flash cards: Anki packages, CSV and print-ready HTML.

    SOURCE is a markdown document or a folder of them, taken as it is. Without SOURCE the project
    around you is meant: the nearest deckgen.toml.
    """


for command in (build, pdf, check, diff, show, topics, exporters, init, adopt, completion):
    cli.add_command(command)


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command, and turn whatever goes wrong into one message and an exit code."""
    # A document becomes hundreds of thousands of values, hardly any in cycles: to look for those
    # takes a tenth of the time, most of it at the end, when all is given back anyway.
    gc.set_threshold(_ALLOCATIONS)
    atexit.register(gc.freeze)
    sys.exit(_guarded(lambda: _run(arguments)))


def _run(arguments: Sequence[str] | None) -> int | None:
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # What a terminal cannot show is no reason to stop.
            stream.reconfigure(errors="backslashreplace")
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _stop)
    code: int | None = cli.main(arguments, prog_name="deckgen", standalone_mode=False)
    _flush()
    return code


def _flush() -> None:
    """Write what is still to be said, so that it is known here if that cannot be done."""
    try:
        if sys.stdout:
            sys.stdout.flush()
    except BrokenPipeError:  # who reads has seen enough
        sys.stdout = None


def _stop(number: int, _: object) -> NoReturn:
    """End the run; what is raised closes files and removes temporary ones on its way out.

    Not as KeyboardInterrupt: where that passes through an ``exec`` of the standard library's,
    Python ends with a code of its own whatever we return.
    """
    say("\nInterrupted; each file is either the old one or the new one.", err=True)
    sys.exit(128 + number)


def _guarded(run: Callable[[], int | None]) -> int:
    try:
        return run() or 0
    except click.ClickException as error:
        usage = StringIO()
        error.show(usage)
        say(usage.getvalue(), err=True, nl=False)
        return error.exit_code
    except Exception as error:  # noqa: BLE001 - no traceback ever reaches a user
        return _explain(error)


def _explain(error: Exception) -> int:
    from deckgen.refusal import RefusedError, refuse

    if isinstance(error, OSError) and error.filename is None and error.errno in _FULL:
        # Else Python would try it once more at its end, and fail again.
        sys.stdout = None
        message = f"cannot print: {error.strerror}"
        error = refuse("unprintable", message, "make room where the output goes to")
    if isinstance(error, RefusedError):
        print_findings(error.findings, ["error"])
        return error.exit_code
    if os.environ.get("DECKGEN_DEBUG"):
        raise error
    say(
        f"deckgen: internal error: {type(error).__name__}: {error}\n"
        "  this is a fault of deckgen, please report it\n"
        "  (with DECKGEN_DEBUG=1 it shows where it happened)",
        err=True,
    )
    return 70
