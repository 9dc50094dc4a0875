from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deckgen.disk import read_templates
from deckgen.exporters.html import export
from deckgen.model import Deck, Finding, Note, OutputFile, Template

TEMPLATES = read_templates()
VOID = {"meta", "input", "br", "img", "hr"}


class _Outline(HTMLParser):
    """Reads a page into (element, attributes, text within) and fails on a stray end tag."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None], list[str]]] = []
        self.open: list[tuple[str, list[str]]] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        text: list[str] = []
        self.found.append((tag, dict(attrs), text))
        if tag not in VOID:
            self.open.append((tag, text))

    def handle_endtag(self, tag: str) -> None:
        assert tag == self.open.pop()[0]

    def handle_data(self, data: str) -> None:
        for _, text in self.open:
            text.append(data)

    def texts(self, tag: str) -> list[str]:
        return ["".join(text) for name, _, text in self.found if name == tag]

    def attributes(self, tag: str, name: str) -> list[str | None]:
        return [attrs[name] for found, attrs, _ in self.found if found == tag and name in attrs]


def note(front: str = "Why?", **values: object) -> Note:
    return replace(
        Note(question=front, answer="So.", front=front, back="<p>So.</p>"),
        **values,  # type: ignore[arg-type]  # what a test wants to differ
    )


def deck(*notes: Note, name: str = "Basics", language: str = "", description: str = "") -> Deck:
    return Deck(name=name, notes=notes, language=language, description=description)


def made(*decks: Deck, **options: str | int) -> str:
    """The page, when nothing is to be said about it but what fonts it lacks."""
    found = export(decks, TEMPLATES, **options)  # type: ignore[arg-type]  # options of all kinds
    [file] = [each for each in found if isinstance(each, OutputFile) or each.severity != "info"]
    assert isinstance(file, OutputFile)
    return file.content.decode()


def body(page: str) -> str:
    return page[page.index("<body>") : page.index("<script>")]


def headings(page: str) -> list[str]:
    found = _Outline(page).found
    return [f"{tag[1]} {''.join(text)}" for tag, _, text in found if re.fullmatch(r"h\d", tag)]


def overridden(name: str, text: str) -> list[OutputFile | Finding]:
    return list(export([deck(note())], TEMPLATES | {name: Template(text)}))


def test_one_file_is_made() -> None:
    [file] = export([deck(note())], TEMPLATES)

    assert isinstance(file, OutputFile)
    assert file.suffix == ".html"


def test_the_same_decks_make_the_same_bytes() -> None:
    decks = (deck(note(tags=("b", "a")), note("How?", topics=("x", "y"), tags=("x", "y"))),)

    assert made(*decks) == made(*decks)


def test_a_page_begins_with_its_doctype() -> None:
    assert made(deck(note())).startswith("<!doctype html>\n")


def test_the_page_loads_nothing_itself() -> None:
    page = made(deck(note(section=("A",), tags=("t",)), note(section=("B",))))
    page = re.sub(r"url\(data:font/woff2;base64,[\w+/=]+\)", "", page)

    assert re.findall(r"https?:|//\w|@import|url\(|<link|\ssrc=", page) == []


def test_questions_and_answers_stand_as_they_were_rendered() -> None:
    page = made(deck(note("Is <em>1</em> &lt; 2?", back="<p>Yes &amp; no.</p>")))

    assert "<h2>Is <em>1</em> &lt; 2?</h2>" in page
    assert '<div class="answer" dir="auto"><p>Yes &amp; no.</p></div>' in page


@pytest.mark.parametrize("text", ["$title", "${body}", "$$", "$ 5", "$script_hash", r"\1"])
def test_what_looks_like_a_placeholder_stays_in_a_note(text: str) -> None:
    page = made(deck(note(text, back=text), description=text, name=text))

    assert f"<h2>{text}</h2>" in page
    assert f'dir="auto">{text}</div></details>' in page
    assert f'<div class="intro" dir="auto">{text}</div>' in page
    assert _Outline(page).texts("h1") == [text]


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0\r"), min_size=1)))
def test_no_name_can_break_the_page(names: list[str]) -> None:
    # The parser reads "</", "<!" and "&" as a browser does, which is what could go wrong.
    notes = [note(section=(name,), tags=(name,), topics=(name,)) for name in names]
    decks = [Deck(name=name, notes=tuple(notes)) for name in names]

    found = _Outline(body(made(*decks, title="".join(names) or "T")))

    assert found.open == [("body", found.found[0][2])]
    assert found.texts("h1") == ["".join(names) or "T"]
    assert found.attributes("article", "data-topics") == names * len(names)


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0\r"), min_size=1))
def test_the_footer_is_one_string_of_css(title: str) -> None:
    style = _Outline(made(deck(note()), title=title)).texts("style")[0]

    [match] = re.finditer(r'^@page \{ size: .* content: "(.*)" \} \}$', style, re.MULTILINE)
    assert re.fullmatch(r"([\w .,]|\\[0-9a-f]+ )+", match[1])
    assert re.sub(r"\\([0-9a-f]+) ", lambda each: chr(int(each[1], 16)), match[1]) == title


def test_the_policy_admits_the_script_and_no_other() -> None:
    page = made(deck(note()))

    [policy] = re.findall(r'http-equiv="Content-Security-Policy" content="(.*?)"', page)
    [script] = _Outline(page).texts("script")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert policy == (
        "default-src 'none'; style-src 'unsafe-inline'; "
        f"script-src 'sha256-{digest}'; img-src data:; media-src data:; font-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def test_the_hash_is_of_the_line_ends_that_a_browser_sees() -> None:
    [windows] = overridden("html/page.js", "let a;\r\nlet b;\rlet c;\n")
    [unix] = overridden("html/page.js", "let a;\nlet b;\nlet c;\n")

    assert windows == unix


@pytest.mark.parametrize("name", ["html/page.js", "html/page.css"])
@pytest.mark.parametrize("end", ["</script>", "</STYLE >"])
def test_a_script_or_style_cannot_end_its_element(name: str, end: str) -> None:
    [file] = overridden(name, f"/* {end} */")

    assert isinstance(file, OutputFile)
    assert rf"/* <\{end[1:]} */" in file.content.decode()


def test_other_slashes_of_a_script_stay() -> None:
    [file] = overridden("html/page.js", 'text.replace(/</g, "</b>")')

    assert isinstance(file, OutputFile)
    assert '<script>text.replace(/</g, "</b>")</script>' in file.content.decode()


def test_a_skeleton_of_ones_own_is_used() -> None:
    [file] = overridden("html/page.html", "<!-- mine: $title -->\n<p>$count for $$5 in ${title}")

    assert file == OutputFile(".html", b"<p>1 question for $5 in Basics")


def test_faults_of_the_skeleton_are_told_with_their_lines() -> None:
    findings = overridden("html/page.html", "<!--\n$topic -->\n$title\n<p>$ 5 ${2}\n$$\n$boddy")

    assert [
        (each.severity, each.code, each.message, each.line)
        for each in findings
        if isinstance(each, Finding)
    ] == [
        ("error", "template-placeholder", "the page has no placeholder $topic", 2),
        ("error", "template-placeholder", "the page has no placeholder $", 4),
        ("error", "template-placeholder", "the page has no placeholder $", 4),
        ("error", "template-placeholder", "the page has no placeholder $boddy", 6),
    ]
    assert len(findings) == 4


def test_every_placeholder_is_explained_in_the_skeleton() -> None:
    comment, skeleton = TEMPLATES["html/page.html"].text.split("-->", 1)

    explained = re.findall(r"^    \$(\w+) ", comment, re.MULTILINE)
    assert sorted(explained) == sorted(set(re.findall(r"\$(\w+)", skeleton)))


@pytest.mark.parametrize("page", ["A4", "Letter", "A5", "Legal"])
@pytest.mark.parametrize("landscape", [False, True])
def test_the_paper_is_chosen_by_options(page: str, landscape: bool) -> None:  # noqa: FBT001 (a table)
    size = f"{page}{' landscape' * landscape}"

    assert f"@page {{ size: {size};" in made(deck(note()), page=page, landscape=landscape)


@pytest.mark.parametrize(
    ("count", "words"), [(0, "0 questions"), (1, "1 question"), (2, "2 questions")]
)
def test_the_questions_are_counted(count: int, words: str) -> None:
    assert f'role="status">{words}</p>' in made(deck(*[note()] * count))


def test_a_question_shows_the_authors_number_or_else_its_place() -> None:
    page = made(deck(note(number=7), note(), name="A"), deck(note(), note(number=1), name="B"))

    assert re.findall(r'id="q(\d+)".*\n.*"number">(\d+)<', page) == [
        ("1", "7"),
        ("2", "2"),
        ("3", "3"),
        ("4", "1"),
    ]


def test_no_two_elements_have_the_same_id() -> None:
    same = note(section=("A",), number=1)
    page = made(deck(same, same, name="X"), deck(), deck(note(), same, name="Y"))

    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))


A, B = ("A",), ("A", "B")


@pytest.mark.parametrize(
    ("decks", "expected"),
    [
        pytest.param([deck(note())], ["1 Basics", "2 Why?"], id="one deck"),
        pytest.param(
            [deck(note(), note(section=A), note(section=B))],
            ["1 Basics", "2 Why?", "2 A", "3 Why?", "2 A › B", "3 Why?"],
            id="sections",
        ),
        pytest.param(
            [deck(note(section=A), note(section=B), note(section=A))],
            ["1 Basics", "2 A", "3 Why?", "2 A › B", "3 Why?", "2 A", "3 Why?"],
            id="a section again",
        ),
        pytest.param(
            [deck(note(), name="X::Y"), deck(note(section=A), name="X::Z")],
            ["1 X", "2 X › Y", "3 Why?", "2 X › Z", "3 A", "4 Why?"],
            id="decks",
        ),
    ],
)
def test_headings_follow_decks_and_sections(decks: list[Deck], expected: list[str]) -> None:
    assert headings(made(*decks)) == expected


@pytest.mark.parametrize(
    ("names", "title"),
    [
        ((), "Questions"),
        (("A",), "A"),
        (("A::B",), "A › B"),
        (("A::B::C", "A::B::D"), "A › B"),
        (("A", "A::B"), "A"),
        (("A::X", "B::X", "A::Y"), "A, B"),
        (("AB", "AC"), "AB, AC"),
    ],
)
def test_the_title_is_what_the_decks_have_in_common(names: tuple[str, ...], title: str) -> None:
    page = made(*(deck(note(), name=name) for name in names))

    assert _Outline(page).texts("title") == [title]
    assert _Outline(page).texts("h1") == [title]


def test_an_authors_title_goes_first() -> None:
    page = made(deck(note(), name="A::B"), title="Mine")

    assert _Outline(page).texts("title") == ["Mine"]


def test_the_introduction_of_one_deck_is_the_pages_own() -> None:
    page = made(deck(note(), description="<p>Read <em>on</em>.</p>"))

    assert page.count("<p>Read <em>on</em>.</p>") == 1
    assert page.index("Read <em>on") < page.index("</header>")


def test_introductions_of_several_decks_stand_under_their_names() -> None:
    page = made(deck(note(), name="X", description="one"), deck(name="Y", description="two"))

    assert re.findall(r"<h2 [^>]*>(.)</h2>\n<div [^>]*>(.*)</div>", page) == [
        ("X", "one"),
        ("Y", "two"),
    ]


@pytest.mark.parametrize(
    ("languages", "of_page", "of_decks"),
    [
        ([""], "en", [""]),
        (["pt-BR"], "pt-BR", ["pt-BR"]),
        (["", "de", "fr"], "de", ["", "de", "fr"]),
    ],
)
def test_languages_are_named_and_never_guessed_for_a_deck(
    languages: list[str], of_page: str, of_decks: list[str]
) -> None:
    page = made(*(deck(name=str(i), language=each) for i, each in enumerate(languages)))

    assert _Outline(page).attributes("html", "lang") == [of_page]
    assert _Outline(page).attributes("section", "lang") == of_decks


def test_the_contents_name_sections_and_their_numbers() -> None:
    page = made(deck(note(section=A), note(section=A), note(), note(section=("C",), number=9)))

    assert re.findall(r'<a href="#(.*?)".*?>(.*) <span>(.*)</span></a>', page) == [
        ("s1", "A", "1–2"),
        ("s4", "C", "9"),
    ]


@pytest.mark.parametrize(
    ("decks", "entries"),
    [
        ([deck(note())], 0),
        ([deck(note(), note(section=A))], 0),
        ([deck(note(section=A), note(section=B))], 2),
        ([deck(note(), name="X"), deck(name="Y")], 2),
        ([deck(note(section=A), name="X"), deck(name="Y")], 3),
    ],
)
def test_contents_of_one_entry_are_left_out(decks: list[Deck], entries: int) -> None:
    page = made(*decks)

    assert page.count("<li>") == entries
    assert ("<nav" in page) == (entries > 0)


def test_the_topics_to_choose_from_include_those_above_them() -> None:
    page = made(
        deck(note(topics=("gan::style", "gan::w")), note(topics=("gan",)), note(topics=("a&b",)))
    )

    assert re.findall(r'<option value="(.*)">(.*)</option>', page) == [
        ("", "All topics"),
        ("a&amp;b", "a&amp;b (1)"),
        ("gan", "gan (2)"),
        ("gan::style", "gan › style (1)"),
        ("gan::w", "gan › w (1)"),
    ]


def chips(page: str) -> list[list[str]]:
    rows = re.findall(r'<p class="tags">(.*)</p>', page)
    return [re.findall(r"<span[^>]*>(.*?)</span>", row) for row in rows]


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        pytest.param([()], [], id="none"),
        pytest.param([("a", "b::c")], [["a", "b › c"]], id="one question"),
        pytest.param([("a", "x"), ("a",)], [["a"], ["x"]], id="a shared tag once"),
        pytest.param([("a",), ("b",)], [["a"], ["b"]], id="none shared"),
        pytest.param([("a",), ()], [["a"]], id="not shared by all"),
    ],
)
def test_tags_are_shown_at_the_question_or_once_for_all(
    tags: list[tuple[str, ...]], expected: list[list[str]]
) -> None:
    assert chips(made(deck(*(note(tags=each) for each in tags)))) == expected


def test_topics_are_marked_among_the_tags() -> None:
    page = made(deck(note(tags=("gan", "hard"), topics=("gan",))))

    assert '<span class="topic">gan</span> <span>hard</span>' in page


@pytest.mark.parametrize(
    ("answer", "long"),
    [
        ("x" * 1200, False),
        ("x" * 1201, True),
        ("\n".join("x" * 30), False),
        ("\n".join("x" * 31), True),
    ],
)
def test_only_a_long_answer_may_be_split_when_printed(answer: str, long: bool) -> None:  # noqa: FBT001 (a row of a table)
    assert ('class="long"' in made(deck(note(answer=answer)))) == long


def test_wide_code_and_tables_scroll_within_themselves() -> None:
    page = made(deck(note(back='<pre class="x">1</pre><table><tr><td>2</td></tr></table>')))

    assert '<pre tabindex=0 class="x">1</pre>' in page
    assert "<div class=table tabindex=0><table><tr><td>2</td></tr></table></div>" in page


@pytest.mark.parametrize("quote", ['"', "'"])
def test_what_looks_like_a_table_in_an_attribute_stays_one_attribute(quote: str) -> None:
    hostile = f"<p title={quote}<table onclick=alert(1)>{quote}>x</p>"
    page = made(deck(note(back=hostile)))

    assert _Outline(page).attributes("table", "onclick") == []
    assert _Outline(page).attributes("p", "title") == [
        "<div class=table tabindex=0><table onclick=alert(1)>"
    ]


def test_an_image_that_cannot_show_is_told() -> None:
    shown = '<img src="data:image/png;base64,AA==" alt="">'
    lost = '<img alt="x" src="a&amp;b.png">'
    finding, file = export([deck(note(), note(back=shown + lost, file="ai.md", line=9))], TEMPLATES)

    assert finding == Finding(
        severity="warning",
        code="html-image",
        message="the page loads no files and will not show a&b.png",
        hint="shown is what lies beside the document or comes by --fetch",
        file="ai.md",
        line=9,
    )
    assert isinstance(file, OutputFile)
    assert (shown + lost).encode() in file.content


def test_an_image_that_cannot_show_is_told_at_its_own_line() -> None:
    one = note(
        question="What is it?",
        answer="Look:\n\n![x](https://a.org/b%20c.png?d=1&e=2)",
        back='<img src="https://a.org/b%20c.png?d=1&amp;e=2" alt="x">',
        line=9,
        answer_line=11,
    )
    finding, _ = export([deck(one)], TEMPLATES)

    assert isinstance(finding, Finding)
    assert (finding.code, finding.line) == ("html-image", 13)
