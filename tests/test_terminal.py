from __future__ import annotations

import os
import re
import subprocess
import sys
import unicodedata
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

pytestmark = pytest.mark.skipif(
    not hasattr(os, "openpty"), reason="this system has no pseudo-terminals"
)

#: Sets a terminal's title, clears it, and does so by a sign of one byte.
_ATTACK = "\x1b]0;owned\x07 \x1b[2J \x9b2J \u202e"
_DOCUMENT = f"""\
---
tags: [bad{_ATTACK}tag]
---
# Cells{_ATTACK}

## What is a cell{_ATTACK}?

The smallest unit{_ATTACK} of life, which *lives.

## What is a nucleus{_ATTACK}?

## What is a nerve{_ATTACK}?

A cell $\\broken{_ATTACK}$ that tells. See [there](#nowhere{_ATTACK}). As an AI language model, no.

## What is a nerve{_ATTACK}?

A cell $\\broken{_ATTACK}$ that tells. See [there](#nowhere{_ATTACK}). As an AI language model, no.

##What is a gap{_ATTACK}?

What is between two cells.
"""
#: The colours of severities are ours.
_OURS = re.compile(r"\x1b\[(?:0|1|31|33|36)m")


_COMMANDS = (
    "build .",
    "check .",
    "check . --format json",
    "check . --format github",
    "check . --diff",
    "diff .",
    "diff . --json",
    "diff . --markdown",
    "show .",
    "show . --questions",
    "show . --explain",
    "topics .",
    "topics . --explain",
    "topics suggest .",
    "build \x1b[2J.md",
    "build . -f \x1b[2J",
    "build . --\x1b[2J",
)
_COMMANDS_IN_TURN = """
import sys
from deckgen.commands.main import _guarded, _run
for command in sys.argv[1:]:
    print(f"@@{command!r}@@", flush=True)
    _guarded(lambda: _run(command.split(" ")))
"""


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What a terminal is sent by commands on a document that attacks it, under such a name."""
    folder = tmp_path_factory.mktemp("attack")
    document = folder / "a\x1b[2J\n::error::b.md"
    document.write_text(_DOCUMENT.replace("a cell", "any cell at all"), encoding="utf-8")
    _sent(folder, ["build ."])
    document.write_text(_DOCUMENT, encoding="utf-8")
    parts = _sent(folder, _COMMANDS).split("@@")
    return dict(zip(parts[1::2], parts[2::2], strict=True))


@pytest.mark.parametrize("command", _COMMANDS)
def test_nothing_that_a_document_holds_commands_the_terminal(
    shown: dict[str, str], command: str
) -> None:
    sent = _OURS.sub("", shown[repr(command)])

    assert sent.strip()
    assert {c for c in sent if unicodedata.category(c) == "Cc"} <= {"\r", "\n", "\t"}
    assert "\u202e" not in sent
    assert not re.search(r"^::error::b", sent, re.MULTILINE)


def _sent(folder: Path, commands: Sequence[str]) -> str:
    """What a terminal is sent by commands, on both their outputs."""
    ours, theirs = os.openpty()
    process = subprocess.Popen(
        [sys.executable, "-c", _COMMANDS_IN_TURN, *commands],
        cwd=folder,
        stdout=theirs,
        stderr=theirs,
    )
    os.close(theirs)
    sent = b"".join(iter(lambda: _read(ours), b""))
    os.close(ours)
    process.wait(timeout=60)
    return sent.decode()


def _read(terminal: int) -> bytes:
    """What a terminal shows next; nothing once the program at its other end is gone."""
    try:
        return os.read(terminal, 100_000)
    except OSError:
        return b""
