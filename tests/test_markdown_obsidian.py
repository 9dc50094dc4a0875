from __future__ import annotations

import pytest

from deckgen import markdown
from deckgen.readers.document import read_document
from deckgen.rendering import render_notes


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("See [[Cell|a cell]].", "See a cell."),
        ("See [[Cell]].", "See Cell."),
        ("See [[Cell#Wall]].", "See Cell &gt; Wall."),
        ("See [[#Wall]].", "See Wall."),
        ("See [[Cell#^a1b2]].", "See Cell."),
        ("See [[biology/Cell & co|cells < all]].", "See cells &lt; all."),
        ("**[[細胞]]**", "<strong>細胞</strong>"),
    ],
)
def test_link_to_another_note_shows_its_text(text: str, html: str) -> None:
    assert markdown.render_inline(text) == html


def test_link_to_another_note_in_a_table_keeps_to_its_cell() -> None:
    html = markdown.render("| a | b |\n|---|---|\n| [[Cell\\|a cell]] | c |\n")

    assert "<td>a cell</td>" in html


@pytest.mark.parametrize(
    "text",
    [
        "x[[1]]",
        'frame[["name"]]',
        "[[1, 2], [3, 4]]",
        "[[0, 1]]",
        "[[ -f file ]]",
        "[[:alpha:]]",
        "[[^a-z]]",
        "[[[foo]]]",
        "![[Note]]",
        "[[]]",
    ],
)
def test_other_double_brackets_stay(text: str) -> None:
    assert markdown.render_inline(text) == text


def test_mark_of_anki_is_no_link() -> None:
    assert markdown.render_inline("[[type:Answer]]").endswith("type:Answer]]")


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("`[[Cell]]`", "<code>[[Cell]]</code>"),
        ("[[a]](https://b.org)", '<a href="https://b.org">[a]</a>'),
        ("![[cell.png]]", '<img src="cell.png" alt="">'),
        ("![[cell.png|100]]", '<img src="cell.png" alt="">'),
    ],
)
def test_double_brackets_that_mean_something_else_still_do(text: str, html: str) -> None:
    assert markdown.render_inline(text) == html


def test_double_brackets_around_a_reference_are_one() -> None:
    assert 'href="https://b.org"' in markdown.render("[[a]]\n\n[a]: https://b.org\n")


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("It is ==so==.", "It is <mark>so</mark>."),
        ("==*So* it is==!", "<mark><em>So</em> it is</mark>!"),
        ("**==so==**", "<strong><mark>so</mark></strong>"),
        ("これは==重要==です", "これは<mark>重要</mark>です"),
    ],
)
def test_highlight_is_marked(text: str, html: str) -> None:
    assert markdown.render_inline(text) == html


@pytest.mark.parametrize(
    "text",
    ["a == b and c == d", "a==b and c==d", "===so===", "x ==y", "== so ==", "x==", "=a="],
)
def test_equals_signs_that_compare_stay(text: str) -> None:
    assert markdown.render_inline(text) == text


@pytest.mark.parametrize("text", ["`==a==`", "$==a==$", r"\==a=="])
def test_no_highlight_begins_in_code_formulas_and_escapes(text: str) -> None:
    assert "<mark>" not in markdown.render_inline(text)


def test_highlight_that_is_a_gap_stays_a_gap() -> None:
    text = "#flashcards\n\nThe ==cell== is small.\n\nThe ==nerve== is long.\n"
    deck, _ = read_document(text, "a.md")
    (rendered,), _ = render_notes([deck])

    assert [note.kind for note in rendered.notes] == ["cloze", "cloze"]
    assert "{{c1::cell}}" in rendered.notes[0].front
    assert "<mark>" not in rendered.notes[0].front
