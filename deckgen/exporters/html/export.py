"""Makes the HTML files: one for each layout that is asked for."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Annotated, Literal

from deckgen.exporters import Choice
from deckgen.exporters.html import cards
from deckgen.exporters.html import page as flow
from deckgen.exporters.html.fonts import by_script
from deckgen.exporters.html.letters import Letters
from deckgen.exporters.html.notes import prepared
from deckgen.exporters.html.paper import Density, Paper  # noqa: TC001 - read at run time
from deckgen.exporters.html.selection import Order, Wanted, select
from deckgen.exporters.html.stocks import STOCKS
from deckgen.media import line_of
from deckgen.model import Finding, OutputFile

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from deckgen.model import Deck, Template

FLOWING = ("sheet", "questions", "key", "table")
LAYOUTS = (*FLOWING, "cards", "fold")

_LOADED_IMAGE = re.compile(r'<img\b[^>]*?\ssrc="(?!data:)([^"]*)"', re.IGNORECASE)


def export(
    decks: Sequence[Deck],
    templates: Mapping[str, Template],
    *,
    layout: Annotated[str, Choice(LAYOUTS, several=True)] = "sheet",
    page: Paper = "A4",
    landscape: bool = False,
    density: Density = "standard",
    ink: Literal["colour", "mono", "saver"] = "colour",
    title: str = "",
    version: str = "",
    topics: str = "",
    tags: str = "",
    numbers: str = "",
    order: Order = "document",
    index: bool = True,
    lines: int = 0,
    stock: Annotated[str, Choice(tuple(STOCKS))] = "",
    flip: Literal["long", "short"] = "long",
    sides: cards.Sides = "duplex",
    back_offset: str = "0, 0",
    marks: Literal["crop", "lines", "none"] = "crop",
) -> Iterator[OutputFile | Finding]:
    """One self-contained HTML page: searchable on screen, ready to print in several layouts.

    Options:
        layout: ``sheet``, ``questions``, ``key``, ``table``, ``cards`` or ``fold``; several with
            commas between make several files.
        page: The paper to print on.
        landscape: Print on the paper's long side.
        density: How much stands on a page.
        ink: ``mono`` prints without colours, ``saver`` without areas of ink either.
        title: The page's title; without one, what the decks' names have in common.
        version: What stands beside the title, such as a date.
        topics: Only questions of these topics, with commas between.
        tags: Only questions with one of these tags.
        numbers: Only these questions: ``1-20, 35``.
        order: ``topic`` groups by topic, ``number`` sorts by the author's numbers.
        index: Whether an index of terms comes at the end.
        lines: How many lines to write on follow each question of the layout ``questions``.
        stock: What cards are printed on.
        flip: The edge over which the printer turns the sheet.
        sides: The order of fronts and backs.
        back_offset: How far backs are moved right and down, in millimetres.
        marks: What shows where to cut.
    """
    layouts = _layouts(layout)
    letters = Letters(decks)
    decks, findings = select(decks, Wanted(topics, tags, numbers, order), letters)
    yield from findings
    if any(each.severity == "error" for each in findings):
        return
    decks = prepared(decks)
    yield from _images_not_shown(decks)
    sheet = flow.Print(page, density, ink, landscape=landscape)
    missing: frozenset[str] = frozenset()
    for name in layouts:
        if name in FLOWING:
            made = flow.make(
                decks,
                templates,
                letters,
                sheet,
                layout=name,
                title=title,
                version=version,
                index=index,
                lines=lines,
            )
        else:
            duplex = cards.Duplex(flip, sides, back_offset)
            made = cards.make(
                decks,
                templates,
                letters,
                layout=name,
                title=title,
                ink=ink,
                marks=marks,
                stock=cards.stock_of(stock, page),
                duplex=duplex,
            )
        if made.html:
            yield OutputFile(".html" if name == "sheet" else f".{name}.html", made.html.encode())
        yield from made.findings
        missing |= made.missing
    yield from _other_fonts(missing)


def _layouts(text: str) -> list[str]:
    names = [name.strip() for name in text.split(",") if name.strip()]
    return list(dict.fromkeys(names)) or ["sheet"]


def _other_fonts(characters: frozenset[str]) -> Iterator[Finding]:
    """A remark on the characters for which the page depends on the reader's machine."""
    if characters:
        scripts = ", ".join(f"{n} ({c[:3]})" for n, c in by_script(characters).items())
        yield Finding(
            severity="info",
            code="font-fallback",
            message=f"the page's own fonts lack: {scripts}",
            hint="they look as the fonts of the reader's machine have them",
        )


def _images_not_shown(decks: Sequence[Deck]) -> Iterator[Finding]:
    """A warning for each image that is not in the page itself, as the page loads nothing."""
    for deck in decks:
        for note in deck.notes:
            if "<img" in note.front or "<img" in note.back:
                for source in _LOADED_IMAGE.findall(note.front + note.back):
                    src = unescape(source)
                    yield Finding(
                        severity="warning",
                        code="html-image",
                        message=f"the page loads no files and will not show {src}",
                        hint="shown is what lies beside the document or comes by --fetch",
                        file=note.file,
                        line=line_of(note, src),
                    )
