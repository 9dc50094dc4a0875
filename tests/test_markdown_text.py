from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deckgen import markdown


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("One *two* `a < b` &amp; [three](x).", "One two a < b & three."),
        ("One\ntwo\n\nthree", "One two\n\nthree"),
        ("- a\n- b\n  1. c\n  2. d", "- a\n- b\n  1. c\n  2. d"),
        ("- a\n\n  b", "- a\n\n  b"),
        ("3. a\n4. b", "3. a\n4. b"),
        ("| a | b |\n|---|---|\n| 1 | 2 |", "a | b\n1 | 2"),
        ("```python\nif x:\n    y\n```", "if x:\n    y"),
        ("![a picture](x.png)", "a picture"),
        ("a  \nb", "a\nb"),
        ("> quoted", "quoted"),
        ("# Heading\ntext", "Heading\n\ntext"),
        ("a<br>b <sub>2</sub>", "a\nb 2"),
    ],
)
def test_html_becomes_text_as_a_reader_would_type_it(source: str, text: str) -> None:
    assert markdown.plain_text(markdown.render(source)) == text


@given(st.lists(st.text("abcxyz<>&\"'", min_size=1, max_size=8), min_size=1, max_size=6))
def test_no_word_is_lost_or_moved(words: list[str]) -> None:
    source = " ".join(words)
    for sign in "<&>":
        source = source.replace(sign, f"\\{sign}")
    rendered = markdown.render(f"**{source}**\n\n- {source}\n")

    assert markdown.plain_text(rendered).replace("**", "").split() == [*words, "-", *words]
