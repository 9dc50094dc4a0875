"""Checks what ``deckgen.toml`` says of exporters before any of them runs, with its lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deckgen.exporters import entry_points_by_name, faults_of, load_exporter
from deckgen.model import Finding
from deckgen.refusal import RefusedError, nearest
from deckgen.toml import line_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence


def check_exports(
    formats: Sequence[str], export: Mapping[str, Mapping[str, object]], text: str, file: str
) -> list[Finding]:
    """Return an error for each format and option that does not exist, and for each wrong value.

    Args:
        formats: The formats that the settings name.
        export: Each exporter's options.
        text: The text of the whole ``deckgen.toml``.
        file: Its name, for the findings.
    """
    line = line_of(text, "formats")
    unknown = [_unknown(name, file, line) for name in formats if name not in entry_points_by_name()]
    return [*unknown, *_option_faults(export, text, file)]


def _option_faults(
    export: Mapping[str, Mapping[str, object]], text: str, file: str
) -> Iterator[Finding]:
    for name, options in export.items():
        table = line_of(text, name, "export") or line_of(text, "export")
        if name not in entry_points_by_name():
            yield _unknown(name, file, table)
            continue
        try:
            exporter = load_exporter(name)
        except RefusedError:  # said where it is to run
            continue
        for fault in faults_of(name, exporter, options):
            line = line_of(text, fault.option, f"export.{name}") or table
            yield _error(fault.code, fault.message, fault.hint, file, line)


def _unknown(name: str, file: str, line: int) -> Finding:
    message = f'there is no exporter "{name}"'
    return _error("unknown-exporter", message, nearest(name, entry_points_by_name()), file, line)


def _error(code: str, message: str, hint: str, file: str, line: int) -> Finding:
    return Finding(severity="error", code=code, message=message, hint=hint, file=file, line=line)
