"""Prints a page to PDF with WeasyPrint, which is there with the extra ``[pdf]``."""

from __future__ import annotations

import logging
import re
from html import unescape
from importlib.util import find_spec
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

if TYPE_CHECKING:
    from collections.abc import Callable

_FORMULA = re.compile(r"<math\b.*?</math>", re.DOTALL)
#: Marks for how a letter is to be drawn, which ziamath would draw as boxes.
_VARIATION = re.compile("[\ufe00-\ufe0f]")
_FORMULA_SIZE = 24
_FIT = re.compile(r'^<math style="--fit:([\d.]+)"')
_TAG = re.compile(r"<[^>]*>")
_SCRIPT = re.compile(r"<script>.*?</script>", re.DOTALL)


def is_installed() -> bool:
    """Whether the extra is installed; the libraries that it needs may still be missing."""
    return find_spec("weasyprint") is not None


def print_page(html: bytes, *, two_sided: str) -> bytes:
    """Return the page as PDF/UA, the same bytes for the same page.

    Args:
        html: The page; WeasyPrint reads nothing else, from the disk or from the network.
        two_sided: The edge over which sheets are turned, "long" or "short"; "" for one-sided.

    Raises:
        OSError: A library of the system is missing.
    """
    from weasyprint import HTML  # noqa: PLC0415 - an extra, and slow to import
    from weasyprint.urls import URLFetcher  # noqa: PLC0415

    # It remarks on each rule of the style sheets that is for screens only.
    logging.getLogger("weasyprint").setLevel(logging.CRITICAL)
    logging.getLogger("fontTools").setLevel(logging.CRITICAL)
    text = _FORMULA.sub(_as_picture, _SCRIPT.sub("", html.decode()))
    page = HTML(string=text, url_fetcher=URLFetcher(allowed_protocols=["data"]))
    pdf: bytes = page.write_pdf(pdf_variant="pdf/ua-1", finisher=_preferences(two_sided))
    return pdf


def _as_picture(formula: re.Match[str]) -> str:
    """Draw a formula: WeasyPrint would print its letters in a row, which says something else."""
    from ziamath import Math  # noqa: PLC0415 - an extra, and few documents have formulas

    drawn = Math(_VARIATION.sub("", formula[0]), size=_FORMULA_SIZE)
    fit = _FIT.search(formula[0])
    em = (float(fit[1]) if fit else 1) / _FORMULA_SIZE
    svg = drawn.svgxml()
    width, height = (float(svg.attrib.pop(name)) * em for name in ("width", "height"))
    below = drawn.getyofst() * em
    svg.set("style", f"width:{width:.3f}em;height:{height:.3f}em;vertical-align:{below:.3f}em")
    title = ET.Element("title")
    title.text = unescape(_TAG.sub("", formula[0]))
    svg.insert(0, title)
    return ET.tostring(svg, encoding="unicode")


def _preferences(two_sided: str) -> Callable[[object, object], None]:
    """Tells the viewer's print dialog which edge to flip on, and to scale nothing."""

    def finish(_: object, pdf: object) -> None:
        if two_sided:
            preferences = pdf.catalog.setdefault("ViewerPreferences", {})  # type: ignore[attr-defined]
            preferences["PrintScaling"] = "/None"
            preferences["Duplex"] = f"/DuplexFlip{two_sided.capitalize()}Edge"

    return finish
