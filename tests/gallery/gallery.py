"""Shows one card of every kind as Anki makes it, by day and by night, on a desktop and a phone.

``python tests/gallery/gallery.py build/gallery.html`` builds ``cards.md``, imports the package
with Anki's own backend, and takes a picture of each card in each mode.  Anki typesets formulas
with MathJax, which its backend does not have: here they are MathML.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
import tempfile
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest

from deckgen import mathematics, media
from deckgen.build import build_files, compile_project
from deckgen.exporters import run_exporter
from deckgen.model import Deck, Media, Note
from deckgen.project import find_project
from deckgen.rendering import render_notes
from deckgen.target import find_target

if TYPE_CHECKING:
    from collections.abc import Iterator

SOURCE = Path(__file__).parent / "cards.md"
CHOICE = Note(
    question="Which of these is trained by *two* networks?\n\n- a VAE\n- a GAN\n- `k`-means\n",
    answer="a GAN\n\nA generator and a discriminator play against each other.",
    kind="choice",
    file="cards.md",
    guid="choice",
    modified=1_700_000_000,
)


class Mode(NamedTuple):
    """How a card is looked at."""

    name: str
    width: int
    html: str
    body: str


#: A browser without network that runs in a container.
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
MODES = (
    Mode("desktop, day", 760, "linux chrome", "card card1 isLin"),
    Mode("desktop, night", 760, "linux chrome night-mode", "card card1 isLin nightMode night_mode"),
    Mode("phone, day", 390, "mobile android linux", "card card1"),
    Mode("phone, night", 390, "mobile android linux night-mode", "card card1 nightMode night_mode"),
)
#: Each frame becomes as high as its card, and red where the card is wider than the frame.
_FIT = """
for (const frame of document.querySelectorAll("iframe")) frame.addEventListener("load", () => {
  const page = frame.contentDocument.documentElement;
  frame.style.height = page.scrollHeight + "px";
  if (page.scrollWidth > frame.clientWidth) frame.style.outline = "4px solid red";
});
for (const frame of document.querySelectorAll("iframe")) frame.srcdoc = frame.dataset.card;
"""
_STYLE = """
body { zoom: 0.6; font: 20px sans-serif; } td { vertical-align: top; padding: 4px; }
iframe { display: block; border: 1px solid #888; margin-bottom: 8px; height: 60px; }
"""


def main(target: Path) -> None:
    """Make the page, and a picture of it where there is a browser."""
    with tempfile.TemporaryDirectory() as folder:
        col = imported(Path(folder))
        rows = [row(*card) for card in cards(col)]
        col.close()
    head = "".join(f"<th>{mode.name}</th>" for mode in MODES)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(
        "<!doctype html><meta charset=utf-8><title>deckgen: every kind of card</title>"
        f"<style>{_STYLE}</style><table><tr>{head}</tr>{''.join(rows)}</table>"
        f"<script>{_FIT}</script>",
        encoding="utf-8",
    )
    print(f"wrote {target}")
    if path := os.environ.get("DECKGEN_CHROMIUM") or shutil.which("chromium"):
        photograph(target, path)


def photograph(target: Path, browser: str) -> None:
    """Take a picture of the page, and say which cards are too wide."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=browser, args=ARGUMENTS)
        page = running.new_page(viewport={"width": 1500, "height": 800})
        page.goto(target.absolute().as_uri())
        page.wait_for_timeout(1000)
        wide = page.locator("iframe[style*=outline]").count()
        page.locator("table").screenshot(path=target.with_suffix(".png"))
        running.close()
    print(f"wrote {target.with_suffix('.png')}; {wide} cards are too wide")


def imported(folder: Path) -> Collection:
    """A collection with the gallery's cards, and one that its document cannot hold."""
    project = find_project([SOURCE])
    compiled = compile_project(project, with_lock=False)
    package = folder / "gallery.apkg"
    build_files(compiled, find_target(project, package, []), strict=False)
    col = Collection(str(folder / "collection.anki2"))
    import_package(col, package)
    decks, _ = render_notes([Deck(name="Gallery::Every kind of card", notes=(CHOICE,))])
    (file,), _ = run_exporter("anki", decks, compiled.templates, {})
    package.write_bytes(file.content)
    import_package(col, package)
    return col


def import_package(col: Collection, package: Path) -> None:
    """Import as the dialog of a fresh profile would."""
    options = ImportAnkiPackageOptions()
    col.import_anki_package(ImportAnkiPackageRequest(package_path=str(package), options=options))


def cards(col: Collection) -> Iterator[tuple[str, str, str]]:
    """The style, the front and the back of each card, as Anki renders them."""
    files = [Media(path.name, path.read_bytes()) for path in Path(col.media.dir()).iterdir()]
    for cid in col.db.list("select id from cards order by due, ord"):
        output = col.get_card(cid).render_output()
        sides = (output.question_text, output.answer_text)
        question, answer = (media.embedded(played(side), files) for side in sides)
        yield output.css, question, answer


def played(html: str) -> str:
    """A side as the reviewer shows it: with formulas, and an input in the place of its mark."""
    html = re.sub(r"\[\[type:[^\]]*\]\]", '<input id="typeans" value="Pari">', html)
    return mathematics.to_mathml(html)


def row(css: str, question: str, answer: str) -> str:
    """One card in all modes, the front above the back."""
    cells = ["".join(frame(mode, css, side) for side in (question, answer)) for mode in MODES]
    return f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"


def frame(mode: Mode, css: str, side: str) -> str:
    """One side of a card as the reviewer shows it."""
    card = (
        f'<!doctype html><html class="{mode.html}"><style>body{{margin:20px}}{css}</style>'
        f'<body class="{mode.body}"><div id="qa">{side}</div></body></html>'
    )
    return f'<iframe width="{mode.width}" data-card="{escape(card)}"></iframe>'


if __name__ == "__main__":
    main(Path(sys.argv[1]))
