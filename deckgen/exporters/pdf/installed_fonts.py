"""Asks the system which fonts it has, for the characters that the page's own fonts lack."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

from deckgen.exporters.html.fonts import by_script, embedded
from deckgen.model import Finding

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from deckgen.model import Deck, Template

#: So many characters of a script are looked up.
_SAMPLE = 5


def lacking(decks: Sequence[Deck], templates: Mapping[str, Template]) -> Finding | None:
    """Return a warning that names the scripts for which this machine has no font, if any.

    It is known only where fontconfig is (Linux, and what brings it elsewhere).
    """
    tool = shutil.which("fc-list")
    text = "".join(f"{note.front}{note.back}" for deck in decks for note in deck.notes)
    _, characters = embedded(text, templates)
    if not tool or not characters:
        return None
    boxes = {
        script: "".join(each for each in some[:_SAMPLE] if not _has_font(tool, each))
        for script, some in by_script(characters).items()
    }
    named = [f"{script} ({some})" for script, some in boxes.items() if some]
    if not named:
        return None
    return Finding(
        severity="warning",
        code="no-font",
        message=f"no font of this machine has: {', '.join(named)}; they are printed as boxes",
        hint="install one, such as fonts-noto-core, fonts-noto-cjk or fonts-noto-color-emoji",
    )


def _has_font(tool: str, character: str) -> bool:
    command = [tool, f":charset={ord(character):x}", "family"]
    try:
        run = subprocess.run(command, capture_output=True, timeout=30, check=False)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        return True  # not known, so nothing to warn of
    return bool(run.stdout.strip())
