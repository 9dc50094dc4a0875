"""How cards look and act in a browser like the ones that Anki shows them in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from deckgen.disk import read_templates
from deckgen.exporters import run_exporter
from deckgen.model import Deck, Note
from deckgen.rendering import render_notes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from tests.conftest import Collection

MODES = {
    "desktop by day": (760, "linux chrome", "card card1 isLin"),
    "desktop by night": (760, "linux chrome night-mode", "card card1 isLin nightMode night_mode"),
    "phone by day": (360, "mobile android linux", "card card1"),
    "phone by night": (360, "mobile android linux night-mode", "card card1 nightMode night_mode"),
}


@pytest.fixture(scope="module")
def gallery(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, list[str]]:
    """The style and both sides of all cards of the gallery, as Anki renders them."""
    pytest.importorskip("anki", reason="the package anki is not installed")
    from tests.gallery.gallery import cards, imported

    col = imported(tmp_path_factory.mktemp("gallery"))
    rendered = list(cards(col))
    compared = col.compare_answer("Paris", "Pariss or Lima")
    col.close()
    sides = [side for _, *both in rendered for side in both]
    return rendered[0][0], [*sides, f'<div class="typed">{compared}</div>']


@pytest.fixture
def shown(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Open a side of a card as Anki does, without a network."""
    contexts = []

    def run(css: str, side: str, mode: str = "desktop by day", **settings: Any) -> Page:
        width, html, body = MODES[mode]
        contexts.append(
            browser.new_context(offline=True, viewport={"width": width, "height": 800}, **settings)
        )
        page = contexts[-1].new_page()
        page.set_content(
            f'<!doctype html><html lang="en" class="{html}"><title>Anki</title>'
            f'<style>{css}</style><body class="{body}"><main id="qa">{side}</main></body></html>'
        )
        return page

    yield run
    for context in contexts:
        context.close()


@pytest.mark.parametrize("mode", MODES)
def test_text_has_contrast_on_every_kind_of_card(
    gallery: tuple[str, list[str]], shown: Callable[..., Page], mode: str
) -> None:
    """At least 4.5, as the rule of axe says."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs axe-core")
    css, sides = gallery
    page = shown(css, "\n".join(sides), mode)

    options = {"runOnly": ["color-contrast"]}
    result = axe.Axe().run(page, options=options).response

    looked_at = sum(len(each["nodes"]) for each in result["passes"])
    assert looked_at > 200
    assert [node["html"] for each in result["violations"] for node in each["nodes"]] == []


@pytest.mark.parametrize("mode", ["phone by day", "desktop by night"])
def test_no_card_is_wider_than_the_screen(
    gallery: tuple[str, list[str]], shown: Callable[..., Page], mode: str
) -> None:
    css, sides = gallery

    page = shown(
        css, "".join(f'<section style="width: 100%">{side}</section>' for side in sides), mode
    )

    wide = page.eval_on_selector_all(
        "section",
        "all => all.filter(one => one.scrollWidth > innerWidth).map(one => one.innerText)",
    )
    assert page.locator("section").count() == len(sides)
    assert wide == []


def choice(collection: Collection, tmp_path: Path, question: str) -> tuple[str, str, str]:
    note = Note(question=question, answer="x", kind="choice", guid="g", modified=1_700_000_000)
    (deck,), _ = render_notes([Deck(name="D", notes=(note,))])
    (file,), _ = run_exporter("anki", [deck], read_templates(), {})
    path = tmp_path / "a.apkg"
    path.write_bytes(file.content)
    collection.import_package(path)
    ((front, back),) = collection.rendered()
    return collection.notes()[0].note_type()["css"], front, back


def options_of(page: Page) -> list[str]:
    return page.locator("ul.options > li, ol.options > li").all_inner_texts()


def on_day(day: int) -> str:
    """What makes it another day for the scripts of a page."""
    return f"<script>Date.prototype.toDateString = () => 'day {day}'</script>"


def test_options_stand_in_one_order_on_both_sides_and_in_others_on_other_days(
    collection: Collection, tmp_path: Path, shown: Callable[..., Page]
) -> None:
    css, front, back = choice(collection, tmp_path, "Which?\n\n- one\n- two\n- three\n- four\n")
    orders = []
    for day in range(6):
        first, second = (options_of(shown(css, on_day(day) + side)) for side in (front, back))
        assert first == second
        assert sorted(first) == ["four", "one", "three", "two"]
        orders.append(tuple(first))

    assert len(set(orders)) > 2
    assert len({order[0] for order in orders}) > 1


@pytest.mark.parametrize(
    "question",
    [
        "Which?\n\n- one\n- two\n- all of the above\n",
        "Which?\n\n- A) one\n- B) two\n- C) three\n",
        "Which?\n\n- one\n- two\n- both A and B\n",
    ],
)
def test_options_that_name_each_other_keep_their_order(
    collection: Collection, tmp_path: Path, shown: Callable[..., Page], question: str
) -> None:
    css, front, _ = choice(collection, tmp_path, question)
    written = re.findall(r"^- (.*)", question, re.MULTILINE)

    for day in range(4):
        assert options_of(shown(css, on_day(day) + front)) == written


def test_without_scripts_the_options_are_there_in_the_order_of_the_author(
    collection: Collection, tmp_path: Path, shown: Callable[..., Page]
) -> None:
    css, front, back = choice(collection, tmp_path, "Which?\n\n- one\n- two\n- three\n- four\n")

    for side in (front, back):
        page = shown(css, side, java_script_enabled=False)
        assert options_of(page) == ["one", "two", "three", "four"]
