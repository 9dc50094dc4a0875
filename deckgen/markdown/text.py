"""Makes readable text of the HTML that answers render to."""

from __future__ import annotations

import re
from html import unescape

# An attribute's value may hold ">"; our attributes are all in double quotes.
_PIECE = re.compile(r'<(/?)([a-z][a-z0-9]*)([^>"]*(?:"[^"]*"[^>"]*)*)>|([^<]+)')
_ALT = re.compile(r' alt="([^"]*)"')
_START = re.compile(r' start="(-?\d{1,9})"')
_WHITE = re.compile(r"[ \t\n]+")
_PARAGRAPHS = frozenset(
    "blockquote caption details div dl figcaption figure h1 h2 h3 h4 h5 h6 hr p pre summary"
    " table".split()
)
_LINES = frozenset(("dd", "dt", "tr"))


def plain_text(html: str) -> str:
    """The text of HTML that ``render`` made, as a reader would type it.

    Paragraphs are apart by a blank line.  List items begin with ``- `` or their number and are
    indented by nesting, table cells are apart by `` | ``, code is verbatim, images are their
    alternative texts.
    """
    return _Text().read(html)


class _Text:
    """The text under way."""

    def __init__(self) -> None:
        self.out: list[str] = []
        #: What comes before the next text: newlines, else perhaps a space.
        self.newlines = 0
        self.space = False
        #: The open lists: the next number, or None for bullets; and the open items' indents.
        self.lists: list[int | None] = []
        self.indents = [""]
        #: Whether an item's marker waits for the text beside it.
        self.after_marker = False
        self.verbatim = 0

    def read(self, html: str) -> str:
        for m in _PIECE.finditer(html):
            closing, tag, attributes, text = m.groups()
            if text:
                self.text(unescape(text) if "&" in text else text)
            elif closing:
                self.close(tag)
            else:
                self.open(tag, attributes)
        return "".join(self.out).rstrip("\n")

    def text(self, text: str) -> None:
        if self.verbatim:
            self.put(text)
            return
        bare = _WHITE.sub(" ", text).strip(" ")
        self.space = self.space or text[0] in " \n\t"
        if bare:
            self.put(bare)
            self.space = text[-1] in " \n\t"

    def put(self, text: str) -> None:
        if self.newlines and self.out:
            self.out.append("\n" * self.newlines + self.indents[-1])
        elif self.space and self.out and not self.after_marker:
            self.out.append(" ")
        self.out.append(text)
        self.newlines, self.space, self.after_marker = 0, False, False

    def part(self, newlines: int) -> None:
        """Set what follows apart, except the beginning of an item from its marker."""
        if not self.after_marker:
            self.newlines = max(self.newlines, newlines)

    def open(self, tag: str, attributes: str) -> None:
        if tag in ("ul", "ol"):
            self.part(1 if self.lists else 2)
            m = _START.search(attributes)
            self.lists.append((int(m[1]) if m else 1) if tag == "ol" else None)
        elif tag == "li":
            self.open_item()
        elif tag in ("td", "th"):
            if not self.newlines:
                self.out.append(" | ")
            self.space = False
        elif tag == "br":
            self.newlines = min(2, self.newlines + 1)
        elif tag == "img":
            m = _ALT.search(attributes)
            if m and m[1]:
                self.put(unescape(m[1]))
        else:
            self.part(_gap(tag))
            self.verbatim += tag in ("pre", "code")

    def open_item(self) -> None:
        number = self.lists[-1] if self.lists else None
        marker = "- " if number is None else f"{number}. "
        if number is not None:
            self.lists[-1] = number + 1
        self.part(1)
        self.put(marker)
        self.after_marker = True
        self.indents.append(self.indents[-1] + " " * len(marker))

    def close(self, tag: str) -> None:
        if tag in ("ul", "ol"):
            if self.lists:
                self.lists.pop()
            self.part(1 if self.lists else 2)
        elif tag == "li":
            self.after_marker = False
            self.newlines = 1
            if len(self.indents) > 1:
                self.indents.pop()
        else:
            if tag == "pre" and self.out:
                self.out[-1] = self.out[-1].removesuffix("\n")
            self.part(_gap(tag))
            self.verbatim -= tag in ("pre", "code")


def _gap(tag: str) -> int:
    """The newlines that a tag sets text apart by."""
    return 2 if tag in _PARAGRAPHS else 1 if tag in _LINES else 0
