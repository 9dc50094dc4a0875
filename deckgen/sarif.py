"""Gives findings as SARIF, the form in which code hosts and editors exchange them."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from deckgen.checks.entries import Entry
    from deckgen.model import Finding

_LEVELS = {"error": "error", "warning": "warning", "info": "note"}


def sarif_log(
    findings: Sequence[Finding], entries: Mapping[str, Entry], version: str
) -> dict[str, Any]:
    """Return a SARIF 2.1.0 log: the findings, and what is documented of their codes.

    Args:
        findings: What to report; files are relative to where the log is read, or absolute.
        entries: The documentation by code.
        version: That of deckgen.
    """
    codes = sorted({finding.code for finding in findings})
    driver = {
        "name": "deckgen",
        "version": version,
        "rules": [_rule(code, entries.get(code)) for code in codes],
    }
    results = [_result(finding, codes.index(finding.code)) for finding in findings]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [run],
    }


def _rule(code: str, entry: Entry | None) -> dict[str, Any]:
    if entry is None:
        return {"id": code}
    text = f"{entry.what}\n\nWhy: {entry.why}\n\nMend: {entry.mend}"
    markdown = f"{entry.what}\n\n**Why:** {entry.why}\n\n**Mend:** {entry.mend}"
    return {
        "id": code,
        "shortDescription": {"text": entry.what},
        "help": {"text": text, "markdown": markdown},
    }


def _result(finding: Finding, rule: int) -> dict[str, Any]:
    text = f"{finding.message}\n{finding.hint}" if finding.hint else finding.message
    result = {
        "ruleId": finding.code,
        "ruleIndex": rule,
        "level": _LEVELS[finding.severity],
        "message": {"text": text},
    }
    return {**result, "locations": [_location(finding)]} if finding.file else result


def _location(finding: Finding) -> dict[str, Any]:
    place: dict[str, Any] = {"artifactLocation": {"uri": _uri(finding.file)}}
    if finding.line:
        place["region"] = {"startLine": finding.line}
        if finding.column:
            place["region"]["startColumn"] = finding.column
    return {"physicalLocation": place}


def _uri(file: str) -> str:
    path = PurePath(file)
    return path.as_uri() if path.is_absolute() else quote(path.as_posix())
