"""Chooses the fonts that a page embeds: those that its characters need, and no others."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from unicodedata import category, name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from deckgen.model import Template

#: The families of running text, in the order of the style sheet's font list.
_TEXT = ("latin", "latin-extended", "greek", "cyrillic", "math")
_CHARACTERS = re.compile(r"characters: ([0-9a-f -]+)")
#: All that each font of ours has is quickly left out, whole lines of it first.
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")
_INVISIBLE = frozenset("\ufe0e\ufe0f")


def embedded(html: str, templates: Mapping[str, Template]) -> tuple[str, frozenset[str]]:
    """Return the style sheets of the fonts that ``html`` needs, and the characters that none has.

    Those characters take a font of the machine that shows the page.
    """
    lines = "".join(line for line in html.split("\n") if not line.isascii())
    beyond = set("".join(_BEYOND_ASCII.findall(lines))) - _INVISIBLE
    missing = frozenset(each for each in beyond if category(each)[0] != "C")
    sheets = []
    for family in _TEXT:
        sheet = templates[f"fonts/{family}.css"].text
        has = _characters(sheet)
        if family == "latin" or missing & has or (family == "math" and "<math" in html):
            sheets.append(sheet)
            missing -= has
    if "<code" in html or "<pre" in html:
        sheets.append(templates["fonts/code.css"].text)
    return "".join(sheets), missing


def _characters(sheet: str) -> frozenset[str]:
    listed = _CHARACTERS.search(sheet)
    found: set[str] = set()
    for run in listed[1].split() if listed else ():
        first, _, last = run.partition("-")
        found.update(map(chr, range(int(first, 16), int(last or first, 16) + 1)))
    return frozenset(found)


def by_script(characters: frozenset[str]) -> dict[str, str]:
    """Sort characters by their scripts as Unicode names them: "Hiragana", "Arabic", "symbols"."""
    found: dict[str, str] = {}
    for character in sorted(characters):
        script = "symbols"
        if category(character)[0] in "LM":
            first = name(character, "unassigned").split()[0]
            script = first if first == "CJK" else first.capitalize()
        found[script] = found.get(script, "") + character
    return found
