"""Leaves out the findings that the author wants no word about."""

from __future__ import annotations

from dataclasses import replace
from difflib import get_close_matches
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from deckgen.model import Finding
from deckgen.refusal import USAGE_ERROR, nearest, refuse

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from deckgen.model import Ignore

_ALL_CODES = "docs/checks.md has all codes; a finding shows its own in brackets"


def without_ignored(findings: Iterable[Finding], ignores: Sequence[Ignore]) -> list[Finding]:
    """Return the findings without those that are to be ignored.

    An error is never ignored.  Of a question that became no card the finding stays, marked as
    ignored, so that the questions can be counted.
    """
    ignored = {code for ignore in ignores for code in ignore.codes}
    result = []
    for finding in findings:
        if finding.code not in ignored or not _is_ignored(finding, ignores):
            result.append(finding)
        elif finding.skips:
            result.append(replace(finding, ignored=True))
    return result


def _is_ignored(finding: Finding, ignores: Iterable[Ignore]) -> bool:
    return finding.severity != "error" and any(
        finding.code in ignore.codes
        and ignore.first <= finding.line <= ignore.last
        and (ignore.files == finding.file or fnmatchcase(finding.file, ignore.files))
        for ignore in ignores
    )


def unknown_codes(ignores: Iterable[Ignore], known: Collection[str]) -> list[Finding]:
    """Return a warning for each code that is to be ignored but does not exist."""
    return [
        Finding(
            severity="warning",
            code="unknown-code",
            message=f'there is no finding of the code "{code}" to ignore',
            hint=nearest(code, known),
            file=ignore.file,
            line=ignore.line,
        )
        for ignore in dict.fromkeys(ignores)
        for code in ignore.codes
        if code not in known
    ]


def unmatched(ignores: Iterable[Ignore], files: Collection[str]) -> list[Finding]:
    """Return a warning for each pattern of files that none of the files has."""
    return [
        Finding(
            severity="warning",
            code="unmatched-ignore",
            message=f'no file has the name "{ignore.files}", so nothing is ignored there',
            hint=nearest(ignore.files, files)
            if get_close_matches(ignore.files, files)
            else "write the path as findings show it from here, such as source/drafts/*.md",
            file=ignore.file,
            line=ignore.line,
        )
        for ignore in ignores
        if ignore.files not in files and not any(fnmatchcase(each, ignore.files) for each in files)
    ]


def chosen(
    findings: Iterable[Finding], select: Collection[str], ignore: Collection[str]
) -> list[Finding]:
    """Return the findings of the selected codes, all if there are none, and the errors."""
    return [
        each
        for each in findings
        if each.severity == "error"
        or (not each.ignored and each.code not in ignore and (not select or each.code in select))
    ]


def refuse_unknown(codes: Iterable[str], known: Collection[str]) -> None:
    """Refuse a code that no finding has.

    Raises:
        RefusedError: One of the codes is not known.
    """
    for code in codes:
        if code not in known:
            message = f'there is no finding of the code "{code}"'
            hint = nearest(code, known) if get_close_matches(code, known) else _ALL_CODES
            raise refuse("unknown-code", message, hint, exit_code=USAGE_ERROR)
