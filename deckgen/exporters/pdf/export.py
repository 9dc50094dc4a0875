"""Makes a PDF of each page that the HTML exporter makes."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any, Literal

from deckgen.exporters import html, options_of, types_of
from deckgen.exporters.pdf import browser, installed_fonts, weasy
from deckgen.model import Finding, OutputFile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from deckgen.model import Deck, Template

_HOW = (
    "install Chromium, Chrome or Edge (Debian: apt install chromium), name one with "
    'DECKGEN_CHROMIUM=/path/to/it, or type: pip install "deckgen-cards[pdf]"'
)


def export(
    decks: Sequence[Deck],
    templates: Mapping[str, Template],
    *,
    engine: Literal["auto", "browser", "weasyprint"] = "auto",
    **page: Any,  # noqa: ANN401 - the options of the HTML exporter
) -> Iterator[OutputFile | Finding]:
    """The pages of the HTML exporter as PDF, printed by a browser or by WeasyPrint.

    It has all options of the HTML exporter, and one more:

    Options:
        engine: ``weasyprint`` (the extra ``[pdf]``), an installed ``browser``, or ``auto``: the
            browser if there is one.
    """
    print_page = _engine(engine, decks, page)
    if isinstance(print_page, Finding):
        yield print_page
        return
    for made in html.export(decks, templates, **page):
        if isinstance(made, Finding):
            if made.code != "font-fallback":
                yield made
            continue
        try:
            pdf = print_page(made.content)
        except (browser.BrowserError, OSError) as error:
            yield _failed(error)
            return
        yield OutputFile(made.suffix.replace(".html", ".pdf"), pdf)
    if missing := installed_fonts.lacking(decks, templates):
        yield missing


def _with_the_pages_options() -> inspect.Signature:
    """The signature by which deckgen knows the options of an exporter."""
    own = list(inspect.signature(export).parameters.values())
    types = types_of(html.export)
    options = [
        option.replace(annotation=types[name]) for name, option in options_of(html.export).items()
    ]
    return inspect.Signature([*own[:-1], *options])


def _engine(
    name: str, decks: Sequence[Deck], page: Mapping[str, Any]
) -> Callable[[bytes], bytes] | Finding:
    """Return what prints a page, or the error that there is nothing."""
    found = browser.find() if name != "weasyprint" else ""
    if found:
        # The date of the last change, not of this run, so that the same decks make the same file.
        modified = max((note.modified for deck in decks for note in deck.notes), default=0)
        return lambda content: browser.print_page(found, content, modified)
    if name != "browser" and weasy.is_installed():
        layouts = str(page.get("layout", ""))
        duplex = "cards" in layouts and page.get("sides", "duplex") == "duplex"
        flip = str(page.get("flip", "long")) if duplex else ""
        return lambda content: weasy.print_page(content, two_sided=flip)
    what = {"browser": "there is no browser", "weasyprint": "WeasyPrint is not installed"}
    message = f"no PDF: {what.get(name, 'there is neither a browser nor WeasyPrint')}"
    return Finding(severity="error", code="no-pdf-engine", message=message, hint=_HOW)


def _failed(error: Exception) -> Finding:
    return Finding(
        severity="error",
        code="pdf-failed",
        message=f"no PDF: {error}",
        hint=f"try again, or {_HOW}",
    )


export.__signature__ = _with_the_pages_options()  # type: ignore[attr-defined]
