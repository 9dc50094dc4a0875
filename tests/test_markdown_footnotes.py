from __future__ import annotations

import re

import pytest

from deckgen import markdown
from deckgen.readers.document import read_document
from deckgen.rendering import render_notes


def test_footnotes_are_numbered_as_they_are_referred_to() -> None:
    html = markdown.render("One[^b], two[^a], one[^b].\n\n[^a]: A\n[^b]: B *b*\n[^c]: unused\n")

    assert re.findall(r'<sup class="footnote">\[(\d)\]</sup>', html) == ["1", "2", "1"]
    assert html.endswith('<ol class="footnotes">\n<li>B <em>b</em></li>\n<li>A</li>\n</ol>\n')


def test_footnote_has_as_many_paragraphs_as_are_indented() -> None:
    html = markdown.render("x[^1]\n\n[^1]: First\nlazy\n\n    - second\n\nafter\n")

    assert "<p>after</p>\n<ol" in html
    assert "<p>First\nlazy</p>\n<ul>\n<li>second</li>\n</ul>" in html


@pytest.mark.parametrize(
    "text",
    [
        "- x[^1]\n\n  [^1]: First\n\n      - second\n\n  after\n- other",
        "> x[^1]\n>\n> [^1]: First\n>\n>     - second\n\nafter",
        "- a\n  - x[^1]\n\n    [^1]: First\n\n        - second\n\nafter",
        "x[^1] after\n\n- [^1]: First\n\n      - second",
    ],
)
def test_footnote_in_a_list_or_a_quote_is_one(text: str) -> None:
    html = markdown.render(text)

    assert "after" in html.partition('<ol class="footnotes">')[0]
    assert "<p>First</p>\n<ul>\n<li>second</li>\n</ul>" in html.partition('"footnotes">')[2]
    # A card that refers to it brings it along.
    (source,) = markdown.parse(text).references.values()
    assert markdown.render(f"y[^1]\n\n{source}").endswith(html.partition('"footnotes">')[2])


@pytest.mark.parametrize("text", ["x[^1]", "`[^1]`\n\n[^1]: n", "\\[^1]\n\n[^1]: n", "x [^a b]"])
def test_reference_to_no_footnote_stays_text(text: str) -> None:
    assert "footnote" not in markdown.render(text)


def test_footnotes_that_refer_to_each_other_end() -> None:
    html = markdown.render("x[^1]\n\n[^1]: y[^2]\n[^2]: z[^1]\n")

    assert html.count("<li>") == 2


def test_footnote_is_found_anywhere_in_the_document() -> None:
    """A card stands on its own: it brings along the notes that it refers to, and no others."""
    text = "## What[^q]?\nA[^n].\n\n## Why?\nB.\n\n[^n]: note n\n[^q]: note q\n[^x]: note x\n"
    deck, _ = read_document(text, "a.md")
    (deck,), findings = render_notes([deck])
    what, why = deck.notes

    assert findings == []
    assert ("note q" in what.front, "note n" in what.front) == (True, False)
    assert ("note n" in what.back, "note q" in what.back) == (True, False)
    assert "note" not in why.back


@pytest.mark.parametrize(
    "text",
    [
        "> [!NOTE]\n> Body *text*\n> - item",
        "> [!note]+\n> Body *text*\n> - item",
        "!!! note\n    Body *text*\n\n    - item",
        "Before\n!!! note\n    Body *text*\n    - item",
        '??? Note "Note"\n    Body *text*\n    - item',
    ],
)
def test_admonition_has_a_title_and_its_blocks(text: str) -> None:
    html = markdown.render(text)

    assert '<blockquote class="admonition note">\n<p class="title">Note</p>\n<p>Body <em>' in html
    assert "<ul>\n<li>item</li>\n</ul>" in html


def test_admonition_has_the_authors_title_and_the_tone_of_its_type() -> None:
    github = markdown.render("> [!CAUTION] Mind the *gap*\n> x")
    material = markdown.render('!!! bug "It `breaks`"\n    x\n\nout')

    assert 'class="admonition warning">\n<p class="title">Mind the <em>gap</em></p>' in github
    assert 'class="admonition danger">\n<p class="title">It <code>breaks</code></p>' in material
    assert material.endswith("</blockquote>\n<p>out</p>\n")


@pytest.mark.parametrize(
    "text", ["!important", "!!!", "!!! two words", "??? what is it", "> [x] a"]
)
def test_what_only_begins_like_an_admonition_is_text(text: str) -> None:
    assert "admonition" not in markdown.render(text)


@pytest.mark.parametrize(
    "text, expected",
    [
        ("**强调。**后文", "<strong>强调。</strong>后文"),
        ("前文**「强调」**后文", "前文<strong>「强调」</strong>后文"),
        ("これは**“重要”**です", "これは<strong>“重要”</strong>です"),
        ("이것은 **강조(强調)**입니다", "이것은 <strong>강조(强調)</strong>입니다"),
        ("a**b.**c", "a**b.**c"),
    ],
)
def test_emphasis_beside_cjk_punctuation_is_emphasis(text: str, expected: str) -> None:
    assert markdown.render_inline(text) == expected
