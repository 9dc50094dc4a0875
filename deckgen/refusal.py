"""The one exception of ours: the run cannot go on, and the user can mend that."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from deckgen.model import Finding

if TYPE_CHECKING:
    from collections.abc import Iterable

#: Exit codes: the input has errors; the command was used wrongly.
INPUT_ERROR = 1
USAGE_ERROR = 2


class RefusedError(Exception):
    """Stops the run with one message; nothing has been written.

    Attributes:
        findings: What is wrong and how to mend it, one at least.
        exit_code: What the command returns to the shell.
    """

    def __init__(self, *findings: Finding, exit_code: int = INPUT_ERROR) -> None:
        super().__init__("; ".join(finding.message for finding in findings))
        self.findings = findings
        self.exit_code = exit_code


def refuse(
    code: str,
    message: str,
    hint: str = "",
    *,
    file: str = "",
    line: int = 0,
    exit_code: int = INPUT_ERROR,
) -> RefusedError:
    """Return the exception to raise for one thing that is wrong."""
    finding = Finding(severity="error", code=code, message=message, hint=hint, file=file, line=line)
    return RefusedError(finding, exit_code=exit_code)


def nearest(word: str, known: Iterable[str]) -> str:
    """Return a hint that names the known word nearest to ``word``, or all that are known."""
    words = sorted(known)
    close = get_close_matches(word, words, n=1)
    return f'did you mean "{close[0]}"?' if close else f"known are: {', '.join(words)}"
