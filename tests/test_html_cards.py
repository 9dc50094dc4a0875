from __future__ import annotations

import re
from typing import Any

import pytest

from deckgen.disk import read_templates
from deckgen.exporters.html import export
from deckgen.exporters.html.stocks import STOCKS
from deckgen.model import Deck, Finding, Note, OutputFile
from deckgen.refusal import RefusedError

TEMPLATES = read_templates()


def note(front: str, back: str = "<p>So.</p>", **values: Any) -> Note:
    return Note(question=front, answer=back, front=front, back=back, **values)


def made(*notes: Note, layout: str = "cards", **options: Any) -> str:
    [file] = export([Deck(name="A", notes=notes)], TEMPLATES, layout=layout, **options)
    assert isinstance(file, OutputFile)
    assert file.suffix == f".{layout}.html"
    return file.content.decode()


@pytest.mark.parametrize("name", STOCKS)
def test_all_cards_are_within_their_sheet_and_apart(name: str) -> None:
    stock = STOCKS[name]
    boxes = list(stock.boxes())

    assert len(boxes) == stock.count
    for box in boxes:
        assert -1e-9 <= box.left <= box.left + box.width <= stock.width + 1e-9
        assert -1e-9 <= box.top <= box.top + box.height <= stock.height + 1e-9
    corners = {(round(box.left, 3), round(box.top, 3)) for box in boxes}
    assert len(corners) == stock.count


@pytest.mark.parametrize("name", STOCKS)
@pytest.mark.parametrize("flip", ["long", "short"])
def test_what_is_behind_the_back_is_the_front(name: str, flip: str) -> None:
    stock = STOCKS[name]

    for box in stock.boxes():
        assert stock.behind(stock.behind(box, flip), flip) == pytest.approx(box)


def test_a_note_is_on_a_front_and_on_a_back() -> None:
    page = made(note("Why?", number=7))

    sides = re.findall(r'class="side (\w+)" style="[^"]*"><p class="name">(\d)</p>', page)
    assert sides == [("front", "7"), ("back", "7")]


def test_gaps_are_open_on_the_front_and_filled_on_the_back() -> None:
    page = made(note("A {{c1::cell}} lives.", "", kind="cloze"))

    front, back = re.findall(r'<div class="text"[^>]*>(.*?)</div></div>', page, re.DOTALL)
    assert "cell" not in front
    assert "[…]" in front
    assert re.sub("<.*?>", "", back).strip() == "A cell lives."


def test_a_text_too_long_for_its_card_is_reported_with_its_line_and_printed_whole() -> None:
    long = note("Why?", "<p>" + "many words " * 1500 + "end</p>", file="a.md", answer_line=9)
    file, finding = export([Deck(name="A", notes=(long,))], TEMPLATES, layout="cards")

    assert isinstance(file, OutputFile)
    assert isinstance(finding, Finding)
    assert b"words end</p>" in file.content
    assert (finding.severity, finding.code) == ("warning", "card-overflow")
    assert (finding.file, finding.line) == ("a.md", 9)


def test_front_and_back_are_side_by_side_to_fold() -> None:
    page = made(note("Why?"), layout="fold")

    lefts = re.findall(r'class="side (\w+)" style="transform:translate\(([\d.]+)mm', page)
    assert lefts == [("front", "10.000"), ("back", "105.000")]
    assert 'class="tick fold"' in page


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"layout": "fold", "stock": "letter-3x5"}, "no-fold"),
        ({"layout": "cards", "back_offset": "1"}, "bad-option"),
        ({"layout": "cards", "back_offset": "99, 0"}, "bad-option"),
    ],
)
def test_what_cannot_be_printed_is_refused(options: dict[str, Any], code: str) -> None:
    with pytest.raises(RefusedError) as refused:
        list(export([Deck(name="A", notes=(note("Why?"),))], TEMPLATES, **options))

    [finding] = refused.value.findings
    assert finding.code == code
    assert finding.hint


def test_several_layouts_make_several_files() -> None:
    deck = Deck(name="A", notes=(note("Why?"),))
    files = list(export([deck], TEMPLATES, layout="sheet, cards,key"))

    assert [each.suffix for each in files if isinstance(each, OutputFile)] == [
        ".html",
        ".cards.html",
        ".key.html",
    ]
