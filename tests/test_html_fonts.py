from __future__ import annotations

import pytest

from deckgen.disk import read_templates
from deckgen.exporters.html.fonts import by_script, embedded

TEMPLATES = read_templates()


@pytest.mark.parametrize(
    ("html", "families"),
    [
        ("<p>Why? “So” – é</p>", ["Deckgen"]),
        ("Łódź", ["Deckgen", "Deckgen Latin"]),
        ("μ and Σ", ["Deckgen", "Deckgen Greek"]),
        ("Привет", ["Deckgen", "Deckgen Cyrillic"]),
        ("<code>x</code>", ["Deckgen", "Deckgen Code"]),
        ("<math><mi>x</mi></math>", ["Deckgen", "Deckgen Math"]),
        ("x ≤ ∞", ["Deckgen"]),
        ("x ⊂ A", ["Deckgen", "Deckgen Math"]),
    ],
)
def test_a_page_embeds_the_fonts_that_it_needs_and_no_others(
    html: str, families: list[str]
) -> None:
    sheets, missing = embedded(html, TEMPLATES)

    rules = sheets.split('font-family: "')[1:]
    assert list(dict.fromkeys(rule.partition('"')[0] for rule in rules)) == families
    assert missing == frozenset()


def test_no_two_faces_differ_in_nothing_but_their_characters() -> None:
    # WeasyPrint then draws the letters of one with the shapes of the other.
    rules = [
        rule.partition("; src")[0]
        for name, sheet in TEMPLATES.items()
        if name.startswith("fonts/") and name.endswith(".css")
        for rule in sheet.text.split("@font-face")[1:]
    ]

    assert len(rules) == len(set(rules)) > 8


def test_missing_characters_are_named_by_their_scripts() -> None:
    _, missing = embedded("日本の 你 עברית 😀", TEMPLATES)

    assert by_script(missing).keys() == {"CJK", "Hiragana", "Hebrew", "symbols"}
