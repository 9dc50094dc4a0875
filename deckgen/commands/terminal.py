"""Prints all that commands have to say, and shows how far long work has come.

Nothing else prints: what is written here can hold whatever a document or a file's name holds, and
none of it may command the terminal.
"""

from __future__ import annotations

import sys
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from deckgen.model import Finding, Note

#: From this number of notes on, a terminal is shown how far the work has come.
_LONG_WORK = 2000
_COLOURS = {"error": "red", "warning": "yellow", "info": "cyan"}


def say(text: str, *, err: bool = False, nl: bool = True) -> None:
    """Print text to standard output, or to standard error, without what a terminal would obey."""
    from deckgen.messages import harmless

    click.echo(harmless(text), err=err, nl=nl)


def print_findings(
    findings: Iterable[Finding],
    severities: Sequence[str],
    sources: Mapping[str, Sequence[str]] = MappingProxyType({}),
) -> None:
    """Print the findings of these severities, with their lines of ``sources``, to standard error.

    The sources are the lines of files, by the files' names.
    """
    from deckgen.messages import harmless
    from deckgen.report import finding_text

    for finding in findings:
        if finding.severity in severities and not finding.ignored:
            severity = click.style(finding.severity, fg=_COLOURS[finding.severity], bold=True)
            text = harmless(finding_text(finding, sources.get(finding.file, ())))
            click.echo(text.replace(f"{finding.severity}:", f"{severity}:", 1), err=True)


def print_json(data: Any) -> None:  # noqa: ANN401 - whatever JSON can hold
    """Print data as JSON to standard output; what a terminal would obey is escaped in it."""
    import json

    from deckgen.messages import escaped

    click.echo(escaped(json.dumps(data, ensure_ascii=False, indent=1)))


def track(notes: Sequence[Note]) -> Iterable[Note]:
    """Go through notes; where that takes long, show a terminal how far it has come."""
    if len(notes) < _LONG_WORK or not sys.stderr.isatty():
        return notes
    return _with_bar(notes)


def _with_bar(notes: Sequence[Note]) -> Iterator[Note]:
    with click.progressbar(notes, label="Rendering", file=sys.stderr, show_pos=True) as bar:
        yield from bar
