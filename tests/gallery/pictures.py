"""Takes the README's pictures: a printed page, a card by day and by night, the terminal.

``python -m tests.gallery.pictures docs/pictures`` builds the deck in ``source/`` as a user would.
It needs Chromium, and pdftoppm of poppler-utils.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from anki.collection import Collection
from playwright.sync_api import sync_playwright

from tests.gallery.gallery import ARGUMENTS, MODES, cards, frame, import_package

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).parent.parent.parent
DECK = ROOT / "source" / "generative-ai.md"
#: The question whose card is shown: it has a formula.
SHOWN = "classifier-free guidance"
WIDTH = 720
_FIT = (
    "frame => { frame.srcdoc = frame.dataset.card; frame.onload = () => {"
    " frame.style.height = frame.contentDocument.documentElement.scrollHeight + 'px' } }"
)
_TERMINAL = """
<style>body { margin: 0; background: #16191d; color: #e6e8eb; width: fit-content }
pre { font: 15px/1.5 "DejaVu Sans Mono", monospace; padding: 18px 22px; margin: 0 }
b { color: #7ee787; font-weight: normal }</style>
"""


def main(folder: Path) -> None:
    """Build the deck far from the checkout, and take the pictures."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        work = Path(name)
        shutil.copytree(DECK.parent, work, dirs_exist_ok=True)
        said = [
            (command, run(work, command))
            for command in (
                "deckgen build generative-ai.md --topics generative-ai",
                "deckgen pdf generative-ai.md --topics generative-ai",
                "deckgen check generative-ai.md",
            )
        ]
        path = os.environ.get("DECKGEN_CHROMIUM") or shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        terminal(browser, said, folder / "terminal.png")
        card(browser, work, folder / "card.png")
        browser.close()
        page = "pdftoppm -r 80 -png -singlefile -f 3".split()
        subprocess.run([*page, work / "build/generative-ai.pdf", folder / "sheet"], check=True)


def run(work: Path, command: str) -> str:
    """What a command prints."""
    program = [sys.executable, "-m", *command.split()]
    return subprocess.run(program, cwd=work, check=True, capture_output=True, text=True).stdout


def terminal(browser: Browser, said: list[tuple[str, str]], target: Path) -> None:
    """Take a picture of what the commands print."""
    text = "\n".join(f"<b>$</b> {escape(command)}\n{escape(out)}" for command, out in said)
    page = browser.new_page(viewport={"width": 900, "height": 300})
    page.set_content(f"{_TERMINAL}<pre>{text.rstrip()}</pre>")
    page.locator("body").screenshot(path=target)


def card(browser: Browser, work: Path, target: Path) -> None:
    """Take a picture of one card as Anki makes it, by day and by night."""
    col = Collection(str(work / "collection.anki2"))
    import_package(col, work / "build/generative-ai.apkg")
    css, _, back = next(each for each in cards(col) if SHOWN in each[1])
    col.close()
    frames = "".join(frame(mode, css, back) for mode in MODES[:2])
    page = browser.new_page(viewport={"width": 2 * WIDTH, "height": 900})
    page.set_content(
        "<style>body { margin: 0; display: flex; align-items: start } iframe { border: 0 }</style>"
        f"<style>iframe {{ width: {WIDTH}px }}</style>{frames}"
    )
    for each in page.locator("iframe").all():
        each.evaluate(_FIT)
    page.wait_for_timeout(1000)
    height = page.locator("iframe").first.evaluate("frame => frame.offsetHeight")
    page.screenshot(path=target, clip={"x": 0, "y": 0, "width": 2 * WIDTH, "height": height})


if __name__ == "__main__":
    main(Path(sys.argv[1]))
