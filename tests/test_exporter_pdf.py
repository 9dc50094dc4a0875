from __future__ import annotations

import io
import random
import re
import shutil
import stat
import struct
import subprocess
import time
import zlib
from base64 import b64encode
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from deckgen import markdown
from deckgen.disk import read_templates
from deckgen.exporters import options_of
from deckgen.exporters.html import export as export_html
from deckgen.exporters.html.stocks import STOCKS
from deckgen.exporters.pdf import browser, export, weasy
from deckgen.model import Deck, Finding, Note, OutputFile

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

TEMPLATES = read_templates()
POINT = 25.4 / 72


def needs_weasyprint() -> None:
    try:
        import weasyprint  # noqa: F401
    except (ImportError, OSError):  # the latter where Pango is missing
        pytest.skip("needs WeasyPrint and its libraries")


#: Tests of what either engine does right or wrong run with both; the rest with one.
ONE = pytest.mark.parametrize("engine", ["browser"], indirect=True)


@pytest.fixture(params=["browser", "weasyprint"])
def engine(request: pytest.FixtureRequest) -> str:
    """Each engine that is here."""
    if request.param == "browser" and not browser.find():
        pytest.skip("needs Chromium, Chrome or Edge, or DECKGEN_CHROMIUM")
    if request.param == "weasyprint":
        needs_weasyprint()
    return str(request.param)


def note(front: str, back: str = "<p>So.</p>", **values: Any) -> Note:
    return replace(Note(question=front, answer=back, front=front, back=back), **values)


def printed(engine: str, *decks: Deck, **options: Any) -> bytes:
    """The one PDF, when nothing is said about it."""
    [made] = export(decks, TEMPLATES, engine=engine, **options)  # type: ignore[arg-type]
    assert isinstance(made, OutputFile)
    return made.content


def opened(pdf: bytes) -> Any:
    return pytest.importorskip("pikepdf", reason="needs pikepdf").open(io.BytesIO(pdf))


class Word(NamedTuple):
    """A word on a page, in millimetres from its upper left corner."""

    text: str
    page: int
    left: float
    top: float


def poppler(pdf: bytes, *arguments: str) -> str:
    tool = shutil.which("pdftotext")
    if not tool:
        pytest.skip("needs pdftotext of poppler-utils")
    command = [tool, *arguments, "-", "-"]
    return subprocess.run(command, input=pdf, capture_output=True, check=True).stdout.decode()


def words(pdf: bytes) -> list[Word]:
    pattern = re.compile(r'<word xMin="([\d.]+)" yMin="([\d.]+)" .*>(.*)</word>')
    pages = poppler(pdf, "-bbox").split("<page ")[1:]
    return [
        Word(text, number, float(left) * POINT, float(top) * POINT)
        for number, page in enumerate(pages, 1)
        for left, top, text in pattern.findall(page)
    ]


def letters(text: str) -> str:
    return "".join(each for each in text if each.isalnum())


def interview() -> Deck:
    """A hundred questions with answers as long as those of interview lists are."""
    chance = random.Random(7)
    vocabulary = [
        "".join(chance.choice("etaoinshrdlucmfwyp") for _ in range(length))
        for length in (2, 3, 3, 4, 5, 5, 6, 7, 8, 9, 11)
        for _ in range(60)
    ]

    def sentence(length: int) -> str:
        text = ""
        while len(text) < length:
            text += " " + chance.choice(vocabulary)
        return text.strip().capitalize() + "."

    notes = []
    for number in range(1, 101):
        parts = [sentence(chance.randint(110, 170)) for _ in range(2)]
        back = f"<p>{' '.join(parts)}</p>\n"
        if number % 4 == 0:
            back = "<ul>\n" + "".join(f"<li>{part}</li>\n" for part in parts) + "</ul>\n"
        topic = f"topic-{number % 12}"
        front = f"{sentence(chance.randint(30, 70))[:-1]}?"
        notes.append(note(front, back, number=number, topics=(topic,), tags=(topic,)))
    return Deck(name="Interview", language="en", notes=tuple(notes))


@pytest.mark.parametrize(
    ("engine", "density", "pages"),
    [("browser", "compact", 4), ("browser", "standard", 7), ("weasyprint", "standard", 7)],
    indirect=["engine"],
)
def test_a_hundred_questions_fit_their_pages_with_every_word(
    engine: str, density: str, pages: int
) -> None:
    deck = interview()
    pdf = printed(engine, deck, density=density, index=False)

    # Without the foot of each page: it stands in the way of an answer that goes on overleaf.
    text = letters(re.sub(r"Interview\s+\d+ / \d+|\d+ / \d+\s+Interview", "", poppler(pdf, "-raw")))
    lost = [
        each.number for each in deck.notes if letters(markdown.plain_text(each.back)) not in text
    ]
    assert lost == []
    assert len(opened(pdf).pages) <= pages


@pytest.mark.parametrize(("stock", "flip"), [("a4-8", "long"), ("letter-10", "short")])
def test_each_back_is_behind_its_front(engine: str, stock: str, flip: str) -> None:
    sheet = STOCKS[stock]
    names = [str(1001 + place) for place in range(11)]
    deck = Deck(name="A", notes=tuple(note("Q?", number=int(name)) for name in names))
    found = {
        (word.text, word.page): word
        for word in words(printed(engine, deck, layout="cards", stock=stock, flip=flip))
    }

    for place, name in enumerate(names):
        page = 2 * (place // (sheet.columns * sheet.rows)) + 1
        front, back = found[name, page], found[name, page + 1]
        # The name stands 4.5 mm from the left edge of either side.
        left = front.left - 4.5
        if flip == "long":
            expected = (sheet.width - left - sheet.card_width + 4.5, front.top)
        else:
            top = sheet.height - sheet.card_height
            offset = front.top - _top(sheet, place)
            expected = (front.left, top - _top(sheet, place) + offset)
        assert (back.left, back.top) == pytest.approx(expected, abs=0.1)


def _top(sheet: Any, place: int) -> float:
    """The upper edge of a card, as the sheet's measures have it."""
    row = place % (sheet.columns * sheet.rows) // sheet.columns
    return float((sheet.height - sheet.rows * sheet.card_height) / 2 + row * sheet.card_height)


@ONE
def test_backs_are_moved_by_the_offset(engine: str) -> None:
    deck = Deck(name="A", notes=(note("Q?", number=1001),))
    plain = words(printed(engine, deck, layout="cards"))
    moved = words(printed(engine, deck, layout="cards", back_offset="1.5, -2"))

    before = {word.page: word for word in plain if word.text == "1001"}
    after = {word.page: word for word in moved if word.text == "1001"}
    assert (after[1].left, after[1].top) == pytest.approx((before[1].left, before[1].top), abs=0.05)
    assert after[2].left - before[2].left == pytest.approx(1.5, abs=0.05)
    assert after[2].top - before[2].top == pytest.approx(-2, abs=0.05)


@pytest.mark.parametrize(
    ("sides", "sheets"),
    [
        ("duplex", ["Fronts, 1", "Backs, 1", "Fronts, 2", "Backs, 2"]),
        ("fronts-backs", ["Fronts, 1", "Fronts, 2", "Backs, 1", "Backs, 2"]),
        ("fronts-backs-reversed", ["Fronts, 1", "Fronts, 2", "Backs, 2", "Backs, 1"]),
    ],
)
def test_sides_come_in_the_order_that_the_printer_needs(sides: Any, sheets: list[str]) -> None:
    deck = Deck(name="A", notes=tuple(note("Q?") for _ in range(6)))
    [made] = export_html([deck], TEMPLATES, layout="cards", stock="a4-4", sides=sides)

    assert isinstance(made, OutputFile)
    labels = re.findall(r'aria-label="(\w+), sheet (\d)"', made.content.decode())
    assert [", ".join(label) for label in labels] == sheets


@pytest.mark.parametrize("modified", [0, 1_700_000_000])
def test_the_same_decks_make_the_same_bytes(engine: str, modified: int) -> None:
    deck = Deck(name="A", notes=(note("Why?", modified=modified),))
    first = printed(engine, deck)
    time.sleep(1.1)  # a PDF knows the second in which it was made

    assert printed(engine, deck) == first


def test_title_language_tags_and_outline_are_in_the_file(engine: str) -> None:
    deck = Deck(name="Früchte", language="de", notes=(note("Was?", section=("Äpfel",)),))
    pdf = opened(printed(engine, deck))

    assert str(pdf.docinfo["/Title"]) == "Früchte"
    assert str(pdf.Root["/Lang"]) == "de"
    assert bool(pdf.Root["/MarkInfo"]["/Marked"])
    with pdf.open_outline() as outline:
        titles = []
        todo = list(outline.root)
        while todo:
            item = todo.pop(0)
            titles.append(item.title)
            todo = [*item.children, *todo]
    assert titles == ["Früchte", "Äpfel", "Was?"]


def test_weasyprint_claims_pdf_ua() -> None:
    needs_weasyprint()
    pdf = opened(printed("weasyprint", Deck(name="A", notes=(note("Why?"),))))

    assert pdf.open_metadata()["pdfuaid:part"] == "1"


def red_png() -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + check

    header = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"\0\xff\0\0")
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    )


def dots(pdf: bytes) -> int:
    """How many pictures of one pixel there are; a browser draws a larger one where it has none."""
    file = opened(pdf)
    return sum(each.Width == 1 for page in file.pages for each in page.get_images().values())


def test_only_pictures_within_the_page_are_printed(engine: str, tmp_path: Path) -> None:
    picture = tmp_path / "red.png"
    picture.write_bytes(red_png())
    within = f"data:image/png;base64,{b64encode(red_png()).decode()}"

    def tried(source: str) -> int:
        deck = Deck(name="A", notes=(note("Why?", f'<p><img src="{source}" alt="red"></p>'),))
        made = list(export([deck], TEMPLATES, engine=engine))  # type: ignore[arg-type]
        return sum(dots(each.content) for each in made if isinstance(each, OutputFile))

    assert tried(within) == 1
    assert tried(picture.as_uri()) == 0


def test_a_pdf_has_all_options_of_the_page_and_the_engine() -> None:
    assert options_of(export).keys() == options_of(export_html).keys() | {"engine"}


def test_the_command_has_all_options_of_a_build_but_the_format() -> None:
    from deckgen.commands.build import build
    from deckgen.commands.pdf import pdf

    assert [each.name for each in pdf.params] == [
        each.name for each in build.params if each.name != "formats"
    ]


@pytest.fixture
def pdf_command(deckgen: Callable[..., Any], tmp_path: Path) -> Callable[..., Any]:
    """Run ``deckgen pdf`` on a small document, in a project of these settings."""

    def run(*arguments: str, settings: str = "", **env: str) -> Any:
        (tmp_path / "notes.md").write_text("# N\n\n## 1. Why?\n\nSo.\n", encoding="utf-8")
        (tmp_path / "deckgen.toml").write_text(settings, encoding="utf-8")
        return deckgen("pdf", "notes.md", *arguments, **env)

    return run


def program(path: Path, text: str) -> str:
    path.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


def test_an_option_of_the_page_is_refused_for_a_pdf_too(pdf_command: Callable[..., Any]) -> None:
    result = pdf_command(settings='[export.pdf]\nflip = "left"\n')

    assert result.code == 1
    assert 'the option "flip" of "pdf" cannot be \'left\' [bad-option]' in result.err


def test_the_settings_of_the_page_hold_for_its_pdf(
    pdf_command: Callable[..., Any], tmp_path: Path
) -> None:
    if not browser.find():
        pytest.skip("needs Chromium, Chrome or Edge, or DECKGEN_CHROMIUM")
    result = pdf_command("-o", "n.pdf", settings='[export.html]\npage = "A5"\n')

    assert result.code == 0
    pdf = opened((tmp_path / "n.pdf").read_bytes())
    [page] = pdf.pages
    assert [float(x) * POINT for x in page.mediabox] == pytest.approx([0, 0, 148, 210], abs=0.3)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("exit 0", "made no file"),
        ("echo It broke >&2; exit 0", "made no file: It broke"),
        (
            'for each; do case $each in --print-to-pdf=*) echo no > "${each#*=}";; esac; done',
            "made a file that is no PDF",
        ),
    ],
)
def test_a_browser_that_prints_nothing_is_an_error_whatever_its_exit_code(
    pdf_command: Callable[..., Any], tmp_path: Path, text: str, said: str
) -> None:
    before = tmp_path / "n.pdf"
    before.write_bytes(b"an earlier one")
    result = pdf_command("-o", "n.pdf", DECKGEN_CHROMIUM=program(tmp_path / "browser", text))

    assert result.code == 1
    assert f"{said} [pdf-failed]" in result.err
    assert before.read_bytes() == b"an earlier one"


def test_a_browser_that_cannot_be_run_is_an_error(pdf_command: Callable[..., Any]) -> None:
    result = pdf_command(DECKGEN_CHROMIUM="/nowhere/chromium")

    assert result.code == 1
    assert "error: no PDF: /nowhere/chromium cannot be run: No such file" in result.err


def test_a_browser_that_hangs_is_ended_with_all_that_it_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(browser, "_PATIENCE", 1)
    child = tmp_path / "child"
    hangs = program(tmp_path / "browser", f"sleep 60 & echo $! > {child}; wait")

    with pytest.raises(browser.BrowserError, match="took more than"):
        browser.print_page(hangs, b"", 0)

    state = subprocess.run(
        ["ps", "-o", "stat=", "-p", child.read_text().strip()],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert state.stdout.strip() in {"", "Z"}


def test_without_an_engine_one_error_says_what_to_type(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(browser, "find", lambda: "")
    monkeypatch.setattr(weasy, "is_installed", lambda: False)

    [finding] = export([Deck(name="A", notes=(note("Why?"),))], TEMPLATES)

    assert isinstance(finding, Finding)
    assert (finding.severity, finding.code) == ("error", "no-pdf-engine")
    assert 'pip install "deckgen-cards[pdf]"' in finding.hint
    assert "DECKGEN_CHROMIUM=" in finding.hint


@ONE
def test_characters_that_no_font_here_has_are_named(engine: str) -> None:
    if not shutil.which("fc-list"):
        pytest.skip("needs fc-list of fontconfig")
    deck = Deck(name="A", notes=(note("\U00012000 and \U0001e922?"),))  # Cuneiform, Adlam
    made = export([deck], TEMPLATES, engine=engine)  # type: ignore[arg-type]
    findings = [each for each in made if isinstance(each, Finding)]

    assert [(each.severity, each.code) for each in findings] == [("warning", "no-font")]
    assert "Cuneiform (\U00012000)" in findings[0].message
