"""Makes cards to cut out: fronts and backs for duplex printing, or side by side to fold."""

from __future__ import annotations

import re
from functools import lru_cache
from html import escape
from itertools import islice
from typing import TYPE_CHECKING, Literal, NamedTuple

from deckgen.exporters.html import fonts, skeleton
from deckgen.exporters.html.fit import SIZES, size_for
from deckgen.exporters.html.page import Made, common_name
from deckgen.exporters.html.stocks import BY_PAPER, STOCKS, Box, Stock
from deckgen.model import Finding
from deckgen.refusal import USAGE_ERROR, refuse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from deckgen.exporters.html.letters import Letters, Topic
    from deckgen.exporters.html.paper import Paper
    from deckgen.model import Deck, Note, Template

Sides = Literal["duplex", "fronts-backs", "fronts-backs-reversed"]

#: What lies between a card's edge and its text, and the line above the text that names the card.
_PADDING = 4.5
_NAME_LINE = 4.0
_OFFSET = re.compile(r"\s*(-?\d+(?:\.\d+)?)\s*,\s*(-?\d+(?:\.\d+)?)\s*\Z")
#: No printer is further off than this, in millimetres.
_FARTHEST = 10
_TICK = 4.0
#: A margin below this has no room for a line that says how to print.
_NOTE_MARGIN = 8


class Duplex(NamedTuple):
    """How a printer prints the backs."""

    flip: str
    sides: str
    back_offset: str


class _Card(NamedTuple):
    """A note, and as HTML its language and what names it on both sides: number and topic."""

    note: Note
    language: str
    name: str


class _Sheet(NamedTuple):
    """One side of a sheet of paper: what it is, and what stands where on it."""

    kind: str
    number: int
    items: Sequence[tuple[Box, _Card, str]]


def stock_of(name: str, paper: Paper) -> Stock:
    """Return the stock of this name, or what suits the paper."""
    return STOCKS[name or BY_PAPER[paper]]


def make(
    decks: Sequence[Deck],
    templates: Mapping[str, Template],
    letters: Letters,
    *,
    layout: str,
    title: str,
    ink: str,
    marks: str,
    stock: Stock,
    duplex: Duplex,
) -> Made:
    """Return the page of cards, from the skeleton ``html/cards.html`` and its style sheets.

    Raises:
        RefusedError: The offset is none, or the stock has no room for cards to fold.
    """
    offset = _offset(duplex.back_offset)
    cards = list(_cards(decks, letters))
    if layout == "fold":
        sheets = list(_folded(cards, _fold_boxes(stock)))
        how = "print on one side, cut, fold"
    else:
        sheets = _duplexed(cards, stock, duplex, offset)
        how = _how(duplex)
    findings: list[Finding] = []
    name = title or " › ".join(common_name(decks))
    sizes = _Sizes(findings)
    cuts = "".join(_ticks(stock, fold=layout == "fold")) if marks == "crop" else ""
    has_margin = min(box.top for box in stock.boxes()) >= _NOTE_MARGIN
    remark = escape(f"{name} · {how}") if has_margin else ""
    body = "".join(_sheet_html(sheet, sizes, cuts=cuts, remark=remark) for sheet in sheets)
    values = {
        "language": escape(next((deck.language for deck in decks if deck.language), "en")),
        "title": escape(name),
        "heading": escape(name),
        "count": "1 card" if len(cards) == 1 else f"{len(cards)} cards",
        "how": how,
        "body": body,
        "style": skeleton.style(templates, "cards"),
        "classes": f"{layout} {ink} {marks}",
        "width": f"{stock.width:g}mm",
        "height": f"{stock.height:g}mm",
        # A sheet that is a hair too high would push an empty page out of the printer.
        "sheet_height": f"{stock.height - 0.3:g}mm",
    }
    values["fonts"], missing = fonts.embedded(values["title"] + body, templates)
    html, faults = skeleton.fill("html/cards.html", templates, values)
    return Made(html, [*findings, *faults], missing)


def _cards(decks: Sequence[Deck], letters: Letters) -> Iterator[_Card]:
    marks = {None: ""} | {topic: _mark(topic) for topic in letters.topics.values()}
    place = 0
    for deck in decks:
        language = escape(deck.language)
        for note in deck.notes:
            place += 1
            number = place if note.number is None else note.number
            yield _Card(note, language, f"{number}{marks[letters.topic_of(note)]}")


def _mark(topic: Topic) -> str:
    """The topic behind a card's number."""
    letter, title = escape(topic.letter), escape(topic.title)
    return f' <span class="letter c{topic.colour}">{letter}</span> {title}'


def _offset(text: str) -> tuple[float, float]:
    match = _OFFSET.match(text)
    if not match or max(abs(float(match[1])), abs(float(match[2]))) > _FARTHEST:
        raise refuse(
            "bad-option",
            f'back_offset cannot be "{text}"',
            'write millimetres right and down, at most 10: back_offset = "0.5, -1"',
            exit_code=USAGE_ERROR,
        )
    return float(match[1]), float(match[2])


def _how(duplex: Duplex) -> str:
    if duplex.sides == "duplex":
        return f"print at 100 %, on both sides, flipped on the {duplex.flip} edge"
    return (
        "print the fronts at 100 %, put the sheets back turned over their "
        f"{duplex.flip} edge, print the backs"
    )


def _duplexed(
    cards: Sequence[_Card], stock: Stock, duplex: Duplex, offset: tuple[float, float]
) -> list[_Sheet]:
    """Fronts, and backs each behind its front, in the order in which they are printed."""
    boxes = list(stock.boxes())
    behind = [_moved(stock.behind(box, duplex.flip), offset) for box in boxes]
    fronts = []
    backs = []
    for number, run in enumerate(_runs(cards, stock.count), 1):
        fronts.append(
            _Sheet("front", number, [(b, c, "front") for b, c in zip(boxes, run, strict=False)])
        )
        backs.append(
            _Sheet("back", number, [(b, c, "back") for b, c in zip(behind, run, strict=False)])
        )
    if duplex.sides == "duplex":
        return [sheet for pair in zip(fronts, backs, strict=True) for sheet in pair]
    return [*fronts, *(backs if duplex.sides == "fronts-backs" else reversed(backs))]


def _moved(box: Box, offset: tuple[float, float]) -> Box:
    return box._replace(left=box.left + offset[0], top=box.top + offset[1])


def _fold_boxes(stock: Stock) -> list[tuple[Box, Box]]:
    """The places of fronts and backs side by side."""
    boxes = list(stock.boxes())
    if stock.columns % 2:
        names = ", ".join(name for name, each in STOCKS.items() if each.columns % 2 == 0)
        raise refuse(
            "no-fold",
            "cards to fold need two columns, and this stock has one",
            f"take one of: {names}",
            exit_code=USAGE_ERROR,
        )
    return list(zip(boxes[::2], boxes[1::2], strict=True))


def _folded(cards: Sequence[_Card], boxes: Sequence[tuple[Box, Box]]) -> Iterator[_Sheet]:
    for number, run in enumerate(_runs(cards, len(boxes)), 1):
        items = []
        for (left, right), card in zip(boxes, run, strict=False):
            items += [(left, card, "front"), (right, card, "back")]
        yield _Sheet("folded", number, items)


def _runs(cards: Iterable[_Card], length: int) -> Iterator[list[_Card]]:
    rest = iter(cards)
    while run := list(islice(rest, length)):
        yield run


class _Sizes:
    """Chooses each side's size of text, and remembers what is too long to be read."""

    def __init__(self, findings: list[Finding]) -> None:
        self.findings = findings

    def of(self, card: _Card, side: str, html: str, box: Box) -> float:
        width, height = box.width - 2 * _PADDING, box.height - 2 * _PADDING - _NAME_LINE
        size, readable = size_for(html, width, height)
        if not readable:
            what = "question" if side == "front" else "answer"
            self.findings.append(
                Finding(
                    severity="warning",
                    code="card-overflow",
                    message=f"the {what} is too long for its card: it would need {size:g} pt, "
                    f"and below {SIZES[-1]:g} pt nobody can read it",
                    hint='shorten it, or take larger cards: stock = "a4-4" under [export.html]',
                    file=card.note.file,
                    line=card.note.line if side == "front" else card.note.answer_line,
                )
            )
        return size


def _sheet_html(sheet: _Sheet, sizes: _Sizes, *, cuts: str, remark: str) -> str:
    label = {"front": "Fronts", "back": "Backs", "folded": "Cards"}[sheet.kind]
    items = "".join(_item(*item, sizes) for item in sheet.items)
    if sheet.kind == "back":
        cuts = ""
    if remark:
        remark = f'<p class="note">{remark} · {label.lower()} {sheet.number}</p>\n'
    return (
        f'<section class="sheet {sheet.kind}" aria-label="{label}, sheet {sheet.number}">\n'
        f"{items}{cuts}{remark}</section>\n"
    )


def _item(box: Box, card: _Card, side: str, sizes: _Sizes) -> str:
    html = card.note.front if side == "front" else card.note.back
    size = sizes.of(card, side, html, box)
    return (
        f'<div class="side {side}" style="{_position(box)}">'
        f'<p class="name">{card.name}</p>\n'
        f'<div class="text" lang="{card.language}" dir="auto" style="font-size:{size:g}pt">'
        f"{html}</div></div>\n"
    )


@lru_cache(maxsize=64)  # the same for every sheet
def _position(box: Box) -> str:
    # Moved, not placed: browsers put the text of a placed box on whole pixels, 0.26 mm apart.
    return (
        f"transform:translate({box.left:.3f}mm,{box.top:.3f}mm);"
        f"width:{box.width:.3f}mm;height:{box.height:.3f}mm"
    )


def _ticks(stock: Stock, *, fold: bool) -> Iterator[str]:
    """Short lines in the margins where to cut; where to fold, they are dashed."""
    boxes = list(stock.boxes())
    lefts = sorted({box.left for box in boxes} | {boxes[-1].left + boxes[-1].width})
    tops = sorted({box.top for box in boxes} | {boxes[-1].top + boxes[-1].height})
    for place, left in enumerate(lefts):
        kind = "fold" if fold and place % 2 else "v"
        for top in (tops[0] - _TICK - 1, tops[-1] + 1):
            yield f'<i class="tick {kind}" style="left:{left:.3f}mm;top:{top:.3f}mm"></i>\n'
    for top in tops:
        for left in (lefts[0] - _TICK - 1, lefts[-1] + 1):
            yield f'<i class="tick h" style="left:{left:.3f}mm;top:{top:.3f}mm"></i>\n'
