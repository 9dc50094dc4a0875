from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import pytest

from deckgen.disk import read_templates
from deckgen.exporters.html import export
from deckgen.model import Deck, Note, OutputFile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

TEMPLATES = read_templates()


class Opened(NamedTuple):
    """A page in the browser, what its console said and what it asked for beyond itself."""

    page: Page
    said: list[str]
    asked: list[str]


@pytest.fixture
def opened(browser: Browser, tmp_path: Path) -> Iterator[Callable[..., Opened]]:
    """Open the page of some decks, without a network."""
    contexts = []

    def run(
        *decks: Deck,
        paper: Literal["A4", "Letter"] = "A4",
        options: dict[str, Any] | None = None,
        **settings: Any,
    ) -> Opened:
        found = export(decks, TEMPLATES, page=paper, **(options or {}))
        [made] = [each for each in found if isinstance(each, OutputFile)]
        file = tmp_path / "page.html"
        file.write_bytes(made.content)
        contexts.append(browser.new_context(offline=True, **settings))
        page = contexts[-1].new_page()
        said: list[str] = []
        asked: list[str] = []
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("request", lambda request: asked.append(request.url))
        page.goto(file.as_uri())
        asked.remove(file.as_uri())
        return Opened(page, said, asked)

    yield run
    for context in contexts:
        context.close()


def note(front: str, back: str = "<p>So.</p>", **values: Any) -> Note:
    return replace(Note(question=front, answer=back, front=front, back=back), **values)


FRUIT = Deck(
    name="Fruit",
    language="en",
    notes=(
        note("What is an apple?", "<p>A pome.</p>", topics=("pome",), tags=("pome", "easy")),
        note("What is a <em>pêche</em>?", "<p>A drupe,\nlike a plum.</p>", topics=("drupe::big",)),
        note("Is a pear a pome?", "<p>Yes.</p>", section=("Pears",), topics=("pome",)),
        note("What is a tomato?", "<p>A berry.</p>", section=("Odd",), topics=("drupeless",)),
    ),
)

WIDE = "w" * 200
HARD = Deck(
    name="Hard cases",
    description=f"<p>Introduction {WIDE}</p>",
    notes=(
        note(f"What is {WIDE}?", f"<p>{WIDE} <code>{WIDE}</code></p>", section=(WIDE,)),
        note("<p>What is printed?</p>\n<pre><code>" + "x + " * 60 + "</code></pre>"),
        note("Code?", "<ul><li><pre><code>" + "print(x); " * 40 + "</code></pre></li></ul>"),
        note(
            "Table?",
            "<table><thead><tr><th>A</th></tr></thead><tbody><tr>"
            + f"<td>{'a long cell ' * 4}</td>" * 7
            + f"<td>{WIDE}</td></tr></tbody></table>",
        ),
        note(f'Link <a href="https://example.org/{WIDE}">https://example.org/{WIDE}</a>?'),
        note("ما هو التفاح؟", "<p>التفاح <code>f(x)</code> فاكهة.</p>"),
        note("Tags?", tags=("t" * 90, "a::b"), topics=("a::b",)),
    ),
)


def shown(page: Page) -> list[str]:
    """The numbers of the questions that can be seen, also of those that are still to be drawn."""
    return [text.strip() for text in page.locator("article:visible .number").all_text_contents()]


def search(page: Page, words: str) -> None:
    """Type and wait until the page has answered, by a later timer than its own."""
    page.fill("#search", words)
    page.evaluate("new Promise(done => setTimeout(done, 200))")


def test_the_page_says_nothing_and_asks_for_nothing(opened: Callable[..., Opened]) -> None:
    page, said, asked = opened(FRUIT, HARD)
    search(page, "apple")
    page.click("#answers")

    assert (said, asked) == ([], [])


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ("", ["1", "2", "3", "4"]),
        ("APPLE", ["1"]),
        ("peche", ["2"]),
        ("PÊCHE", ["2"]),
        ("pe\u0302che", ["2"]),
        ("app", ["1"]),
        ("like plum", ["2"]),
        ("pome", ["1", "3"]),
        ("pome pear", ["3"]),
        ("ｂｅｒｒｙ", ["4"]),
        ("<p>", []),
        (".*", []),
    ],
)
def test_search_finds_all_words_in_questions_and_answers(
    opened: Callable[..., Opened], words: str, numbers: list[str]
) -> None:
    page = opened(FRUIT).page
    search(page, words)

    assert shown(page) == numbers


@pytest.mark.parametrize(
    ("topic", "numbers"), [("pome", ["1", "3"]), ("drupe", ["2"]), ("", ["1", "2", "3", "4"])]
)
def test_a_topic_is_chosen_with_those_below_it(
    opened: Callable[..., Opened], topic: str, numbers: list[str]
) -> None:
    page = opened(FRUIT).page
    page.select_option("#topic", topic)

    assert shown(page) == numbers


def test_search_and_topic_work_together_and_are_counted(opened: Callable[..., Opened]) -> None:
    page = opened(FRUIT).page
    page.select_option("#topic", "pome")
    search(page, "pear")

    assert shown(page) == ["3"]
    assert page.locator("#count").inner_text() == "1 of 4 questions"
    assert page.locator(".section:visible > h2").all_inner_texts() == ["P Pears"]


def test_escape_shows_all_again(opened: Callable[..., Opened]) -> None:
    page = opened(FRUIT).page
    search(page, "pear")
    page.press("#search", "Escape")

    assert shown(page) == ["1", "2", "3", "4"]
    assert page.locator("#count").inner_text() == "4 questions"


def test_the_slash_key_goes_to_the_search_and_can_be_typed_there(
    opened: Callable[..., Opened],
) -> None:
    page = opened(FRUIT).page
    page.keyboard.press("/")
    page.keyboard.type("and/or")

    assert page.evaluate("document.activeElement.id") == "search"
    assert page.input_value("#search") == "and/or"


def test_all_controls_are_reached_by_the_keyboard(opened: Callable[..., Opened]) -> None:
    page = opened(replace(FRUIT, notes=FRUIT.notes[:2])).page
    reached = []
    for _ in range(9):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.id || document.activeElement.tagName"))

    assert reached == [
        *("A", "A", "search", "topic", "answers", "start", "print", "SUMMARY", "SUMMARY")
    ]


def test_answers_can_be_hidden_and_uncovered_one_by_one(opened: Callable[..., Opened]) -> None:
    page = opened(FRUIT).page
    page.click("#answers")
    hidden = page.locator(".answer:visible").count()
    page.locator("summary").nth(1).focus()
    page.keyboard.press("Enter")

    assert hidden == 0
    assert page.locator(".answer:visible").all_inner_texts() == ["A drupe, like a plum."]
    page.click("text=Show answers")
    assert page.locator(".answer:visible").count() == 4


def test_a_click_on_a_question_covers_its_answer_and_a_link_in_it_is_followed(
    opened: Callable[..., Opened],
) -> None:
    linked = note('What is <a href="#q1">this</a>?')
    page = opened(Deck(name="A", notes=(note("Why?"), linked))).page
    page.click("text=Why?")
    page.click("text=this")

    assert page.locator("details").evaluate_all("all => all.map(each => each.open)") == [
        False,
        True,
    ]
    assert page.url.endswith("#q1")


def test_a_quiz_asks_all_that_is_shown_until_it_is_known(opened: Callable[..., Opened]) -> None:
    page = opened(FRUIT).page
    page.select_option("#topic", "pome")
    page.click("#start")
    first = shown(page)
    page.keyboard.press("Space")
    page.keyboard.press("2")  # missed: it comes again
    second = shown(page)
    page.keyboard.press("Space")
    page.keyboard.press("1")
    third = shown(page)
    page.keyboard.press("Space")
    answers = page.locator(".answer:visible").count()
    page.keyboard.press("1")

    assert sorted(first + second) == ["1", "3"]
    assert third == first
    assert answers == 1
    assert page.inner_text("#progress") == "Done: 2 of 2 known, 1 at once."
    page.keyboard.press("Escape")
    assert shown(page) == ["1", "3"]


@pytest.mark.parametrize("layout", ["questions", "key", "cards", "fold", "table"])
def test_each_layout_is_quiet_narrow_and_without_faults(
    opened: Callable[..., Opened], layout: str
) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs axe-core")
    page, said, asked = opened(
        FRUIT, HARD, options={"layout": layout}, viewport={"width": 320, "height": 600}
    )
    page.add_style_tag(content="article { content-visibility: visible !important }")

    assert page.evaluate("document.documentElement.scrollWidth") == 320
    assert (said, asked) == ([], [])
    found = axe.Axe().run(page).response["violations"]
    assert [(each["id"], [node["html"] for node in each["nodes"]]) for each in found] == []


@pytest.mark.parametrize("layout", ["questions", "key"])
def test_a_quiz_covers_its_answers(opened: Callable[..., Opened], layout: str) -> None:
    page = opened(FRUIT, options={"layout": layout}).page

    assert page.locator(".answer:visible").count() == 0
    page.click("text=Show answers")
    assert page.locator("article .answer:visible").count() == 4


def test_print_button_prints(opened: Callable[..., Opened]) -> None:
    page = opened(FRUIT).page
    page.evaluate("window.print = () => { document.title = 'printed'; }")
    page.click("#print")

    assert page.title() == "printed"


def test_there_is_nothing_to_choose_without_topics(opened: Callable[..., Opened]) -> None:
    page = opened(Deck(name="A", notes=(note("Why?"),))).page

    assert not page.is_visible("#topic")


def test_without_a_script_everything_is_read_and_no_dead_control_is_shown(
    opened: Callable[..., Opened],
) -> None:
    page = opened(FRUIT, java_script_enabled=False).page

    assert page.locator(".answer:visible").count() == 4
    assert page.locator(":is(input, select, button):visible").count() == 0


def test_no_text_of_a_note_has_an_effect(opened: Callable[..., Opened]) -> None:
    evil = "</title></script><script>alert(1)</script><img src=x onerror=alert(1)>"
    text = f"$title {evil}"
    front = text.replace("<", "&lt;")
    notes = (note(front, section=(evil,), tags=(evil,), topics=('x"y',)),)
    page, said, asked = opened(Deck(name=evil, notes=notes, language='"><b>'))

    assert (said, asked) == ([], [])
    assert page.title() == evil
    assert page.locator("article h3").inner_text() == text
    assert page.locator("article img, article script, b").count() == 0


def test_what_rendering_should_never_let_through_is_stopped_by_the_policy(
    opened: Callable[..., Opened],
) -> None:
    raw = "<script>console.log(1)</script><img src='https://example.org/x' onerror='alert(1)'>"
    _, said, _ = opened(Deck(name="A", notes=(note("Why?", raw),)))

    assert [each for each in said if "violates the following Content Security" not in each] == []
    assert said != []


@pytest.mark.parametrize("deck", [FRUIT, HARD], ids=lambda deck: deck.name)
def test_a_narrow_screen_does_not_scroll_sideways(
    opened: Callable[..., Opened], deck: Deck
) -> None:
    page = opened(deck, viewport={"width": 320, "height": 600}).page
    page.add_style_tag(content="article { content-visibility: visible !important }")

    assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_the_direction_is_that_of_the_text(opened: Callable[..., Opened]) -> None:
    page = opened(HARD).page
    style = "each => getComputedStyle(each).direction"

    assert page.locator("#q6").evaluate(style) == "rtl"
    assert page.locator("#q6 .answer").evaluate(style) == "rtl"
    assert page.locator("#q6 code").evaluate(style) == "ltr"
    assert page.locator("#q5").evaluate(style) == "ltr"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("hidden", [False, True], ids=["answers shown", "answers hidden"])
def test_axe_finds_no_fault(
    opened: Callable[..., Opened],
    scheme: str,
    hidden: bool,  # noqa: FBT001 (a row of a table)
) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs axe-core")
    page = opened(FRUIT, HARD, color_scheme=scheme).page
    if hidden:
        page.click("#answers")

    violations = axe.Axe().run(page).response["violations"]

    assert [(each["id"], [node["html"] for node in each["nodes"]]) for each in violations] == []


def test_of_many_questions_only_those_near_the_view_are_laid_out_whatever_one_does(
    opened: Callable[..., Opened],
) -> None:
    notes = tuple(note(f"Is {i} even?", topics=(f"t{i % 2}",)) for i in range(1000))
    page = opened(Deck(name="A", notes=notes)).page
    page.evaluate(
        "addEventListener('contentvisibilityautostatechange',"
        " (event) => { window.drawn += !event.skipped; }, true)"
    )
    drawn = {}

    def after(what: str, act: Callable[[], object]) -> None:
        """Count the runs of fifty questions that the browser lays out after an act."""
        page.evaluate("window.drawn = 0")
        act()
        page.evaluate("new Promise(done => requestAnimationFrame(() => setTimeout(done, 50)))")
        drawn[what] = page.evaluate("window.drawn")

    after("one topic", lambda: page.select_option("#topic", "t1"))
    after("all topics", lambda: page.select_option("#topic", ""))
    after("answers hidden", lambda: page.click("#answers"))
    after("answers shown", lambda: page.click("#answers"))
    after("quiz", lambda: page.click("#start"))
    for _ in range(20):
        page.keyboard.press("Space")
        page.keyboard.press("1")
    after("end of quiz", lambda: page.keyboard.press("Escape"))

    assert {what: runs for what, runs in drawn.items() if runs > 5} == {}


def test_the_page_of_what_is_found_is_no_longer_than_that(opened: Callable[..., Opened]) -> None:
    notes = tuple(note(f"Is {i}{' rare' * (i % 20 == 0)}?") for i in range(1000))
    page = opened(Deck(name="A", notes=notes)).page
    search(page, "rare")

    assert len(shown(page)) == 50
    assert page.evaluate("document.documentElement.scrollHeight") < 50 * 200 + 400


class Word(NamedTuple):
    """A word on paper and its place, in points from the upper left corner."""

    text: str
    page: int
    left: float
    right: float
    top: float
    bottom: float

    @property
    def column(self) -> tuple[int, bool]:
        """The page, and whether it is the right column there."""
        return self.page, self.left > 297


def printed(opened: Opened, folder: Path) -> list[Word]:
    """Print the page as the browser's dialog would, and read its words back."""
    tool = shutil.which("pdftotext")
    if not tool:
        pytest.skip("needs pdftotext of poppler-utils")
    file = folder / "page.pdf"
    file.write_bytes(opened.page.pdf(prefer_css_page_size=True))
    command = [tool, "-bbox", str(file), "-"]
    out = subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stdout
    number = r'([\d.]+)"'
    words = re.compile(
        rf'<word xMin="{number} yMin="{number} xMax="{number} yMax="{number}>(.*)</word>'
    )
    return [
        Word(text, page, float(left), float(right), float(top), float(bottom))
        for page, part in enumerate(out.split("<page ")[1:], 1)
        for left, top, right, bottom, text in words.findall(part)
    ]


LINE = "some words that fill a line of the column to its end or nearly so. "


def paged_deck() -> Deck:
    """Questions of many lengths, each begun and ended by a word of its own."""
    notes = []
    for i in range(120):
        back = f"<p>{LINE * (i * 7 % 11)}</p><p>{LINE} end{i}.</p>"
        notes.append(note(f"start{i} {LINE}", back, section=(f"section{i // 6}",)))
    return Deck(name="Paged", notes=tuple(notes))


def test_a_printed_question_stays_with_its_answer(
    opened: Callable[..., Opened], tmp_path: Path
) -> None:
    words = {word.text: word for word in printed(opened(paged_deck()), tmp_path)}

    parted = [i for i in range(120) if words[f"start{i}"].column != words[f"end{i}."].column]
    assert parted == []


def test_a_printed_section_begins_with_a_question(
    opened: Callable[..., Opened], tmp_path: Path
) -> None:
    words = {word.text: word for word in printed(opened(paged_deck()), tmp_path)}

    alone = [i for i in range(20) if words[f"section{i}"].column != words[f"start{6 * i}"].column]
    assert alone == []


def test_a_long_answer_goes_on_in_the_next_column(
    opened: Callable[..., Opened], tmp_path: Path
) -> None:
    back = f"<p>{LINE * 30}</p>" * 4
    deck = Deck(name="A", notes=(note("short", f"<p>{LINE * 10}</p>"), note("long", back)))
    words = printed(opened(deck), tmp_path)

    [start] = [word for word in words if word.text == "long"]
    columns = {word.column for word in words if word.text == "column" and word.page == start.page}
    assert start.column == (1, False)
    assert columns == {(1, False), (1, True)}


@pytest.mark.parametrize("paper", ["A4", "Letter"])
@pytest.mark.parametrize("deck", [HARD, paged_deck()], ids=lambda deck: deck.name)
def test_nothing_leaves_its_column_or_the_paper(
    opened: Callable[..., Opened], tmp_path: Path, deck: Deck, paper: str
) -> None:
    width, height = {"A4": (595, 842), "Letter": (612, 792)}[paper]
    words = printed(opened(deck, paper=paper), tmp_path)
    margin, gutter = 13 / 25.4 * 72 - 1, 6 / 25.4 * 72 / 2 - 1
    header = max(word.bottom for word in words if word.text == "questions")
    body = [word for word in words if word.page > 1 or word.top > header]

    foot = height - 11
    outside = [w for w in words if w.left < margin or w.right > width - margin or w.bottom > foot]
    across = [w for w in body if w.left < width / 2 - gutter and w.right > width / 2 - gutter]
    assert outside == []
    assert across == []


def test_what_hide_answers_has_hidden_is_not_printed(
    opened: Callable[..., Opened], tmp_path: Path
) -> None:
    page = opened(FRUIT)
    page.page.click("#answers")
    page.page.locator("summary").nth(1).click()
    text = " ".join(word.text for word in printed(page, tmp_path))

    assert "What is an apple?" in text
    assert "A pome." not in text
    assert "A drupe, like a plum." in text


def test_an_answer_closed_by_itself_is_printed_and_controls_are_not(
    opened: Callable[..., Opened], tmp_path: Path
) -> None:
    page = opened(FRUIT)
    page.page.locator("summary").first.click()
    text = " ".join(word.text for word in printed(page, tmp_path))

    assert "What is an apple? A pome." in text
    assert "What is a tomato? A berry." in text
    assert "answers" not in text
    assert "Print" not in text


def test_what_is_filtered_out_is_not_printed(opened: Callable[..., Opened], tmp_path: Path) -> None:
    page = opened(FRUIT)
    page.page.select_option("#topic", "pome")
    text = " ".join(word.text for word in printed(page, tmp_path))

    assert "2 of 4 questions" in text
    assert "Is a pear a pome?" in text
    assert "tomato" not in text


def test_every_printed_page_has_the_title_and_its_number(
    opened: Callable[..., Opened], tmp_path: Path
) -> None:
    words = printed(opened(paged_deck()), tmp_path)
    last = words[-1].page

    for page in range(1, last + 1):
        foot = [word.text for word in words if word.page == page and word.top > 805]
        assert sorted(foot) == sorted(["Paged", str(page), "/", str(last)])


def test_paper_is_white_whatever_the_screen_is(opened: Callable[..., Opened]) -> None:
    page = opened(FRUIT, color_scheme="dark").page
    page.emulate_media(media="print", color_scheme="dark")

    for name, colour in (("color", "rgb(0, 0, 0)"), ("backgroundColor", "rgb(255, 255, 255)")):
        assert page.locator("body").evaluate(f"each => getComputedStyle(each).{name}") == colour


@pytest.mark.parametrize("layout", ["sheet", "cards"])
@pytest.mark.parametrize("ink", ["colour", "mono", "saver"])
def test_code_and_letters_are_printed_in_colour_where_that_is_asked_for(
    opened: Callable[..., Opened], layout: str, ink: str
) -> None:
    code = '<pre><code class="language-python"><span class="hl-k">def</span></code></pre>'
    deck = replace(FRUIT, notes=(note("What is code?", code, topics=("a",)), *FRUIT.notes))
    page = opened(deck, options={"layout": layout, "ink": ink}).page
    page.emulate_media(media="print")

    for place in (".hl-k", ".letter"):
        colour = page.locator(place).first.evaluate(
            "each => getComputedStyle(each)[each.matches('.letter') ? 'borderTopColor' : 'color']"
        )
        assert (colour != "rgb(0, 0, 0)") == (ink == "colour"), place


def test_code_on_cards_has_the_colours_of_the_night_on_a_dark_screen(
    opened: Callable[..., Opened],
) -> None:
    deck = Deck(name="Code", notes=(note("What?", '<pre><code class="hl-k">if</code></pre>'),))
    shown = {
        (layout, scheme): opened(deck, options={"layout": layout}, color_scheme=scheme)
        .page.locator(".hl-k")
        .first.evaluate("each => getComputedStyle(each).color")
        for layout in ("sheet", "cards")
        for scheme in ("light", "dark")
    }

    assert shown["cards", "dark"] == shown["sheet", "dark"] != shown["sheet", "light"]
    assert shown["cards", "light"] == shown["sheet", "light"]


NUMBERED = Deck(
    name="Lists",
    notes=(
        note("Twelve?", "<ol>" + "<li>x</li>" * 12 + "</ol>"),
        note("Many?", "<ol>" + "<li>x</li>" * 102 + "</ol>"),
        note("When?", '<ol start="1789"><li>x</li><li>y</li></ol>'),
        note("On?", '<ol start="98"><li>x</li><li>y</li><li>z</li></ol>'),
        note("Few?", "<ol><li>x</li><li>y</li></ol>"),
    ),
)


@pytest.mark.parametrize("media", ["screen", "print"])
@pytest.mark.parametrize("layout", ["sheet", "questions", "key", "table", "cards", "fold"])
def test_there_is_room_for_the_numbers_of_lists(
    opened: Callable[..., Opened], layout: str, media: Literal["screen", "print"]
) -> None:
    """What hangs out of a column is cut off on paper."""
    page = opened(NUMBERED, options={"layout": layout}).page
    page.emulate_media(media=media)

    lists = page.eval_on_selector_all(
        "ol:has(li)",
        """all => all.map(one => {
            const style = getComputedStyle(one), last = one.start + one.children.length - 1;
            const pen = document.createElement("canvas").getContext("2d");
            pen.font = style.font;
            const width = pen.measureText(last + ". ").width;
            return [last, width - parseFloat(style.paddingInlineStart)];
        })""",
    )

    assert {last for last, _ in lists} >= {2, 12, 100, 102, 1790}
    assert [last for last, missing in lists if missing > 0] == []


def left(page: Page, selector: str) -> float:
    box = page.locator(selector).bounding_box()
    assert box
    return box["x"]


@pytest.mark.parametrize("language", ["", "ar"])
def test_page_in_arabic_runs_from_the_right(opened: Callable[..., Opened], language: str) -> None:
    questions = tuple(note(f"ما هو السؤال رقم {n}؟", "<p>هذا هو الجواب.</p>") for n in range(12))
    deck = Deck(name="أسئلة", language=language, notes=questions)
    page = opened(deck, viewport={"width": 1000, "height": 700}).page
    page.emulate_media(media="print")

    assert left(page, "#q1") > left(page, "#q12")
    table = opened(deck, options={"layout": "table"}).page
    assert left(table, "#q1 .question") > left(table, "#q1 .answer")


def test_page_in_english_runs_from_the_left(opened: Callable[..., Opened]) -> None:
    assert opened(FRUIT).page.evaluate("document.documentElement.dir") == "ltr"
