from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deckgen.exporters.html.fit import SIZES, size_for
from deckgen.exporters.html.formulas import fitted, size
from deckgen.mathematics import to_mathml

PARAGRAPH = "<p>" + "Some words of a text that goes on. " * 8 + "</p>"


def formula(tex: str) -> str:
    return to_mathml(f'<div class="math">\\[{tex}\\]</div>')


def test_short_text_is_as_large_as_text_gets() -> None:
    assert size_for("<p>So.</p>", 86, 50) == (SIZES[0], True)


def test_text_beyond_the_smallest_size_is_smaller_and_said_to_be_unreadable() -> None:
    points, readable = size_for(PARAGRAPH * 12, 86, 50)

    assert points < SIZES[-1]
    assert not readable


@given(st.integers(1, 30), st.integers(20, 150), st.integers(10, 150))
def test_more_text_or_a_smaller_card_never_makes_letters_larger(
    count: int, width: int, height: int
) -> None:
    points, _ = size_for(PARAGRAPH * count, width, height)

    assert size_for(PARAGRAPH * (count + 1), width, height)[0] <= points
    assert size_for(PARAGRAPH * count, width - 5, height)[0] <= points


@pytest.mark.parametrize(
    ("tex", "wide"),  # as ziamath draws them, in em
    [
        ("ax^2+bx+c=0", 7.5),
        (r"x=\frac{-b\pm\sqrt{b^2-4ac}}{2a}", 9.5),
        (r"\operatorname{softmax}\left(\frac{QK^\top}{\sqrt{d_k}}\right)V", 8.4),
        (r"\lim_{n\to\infty}\left(1+\frac1n\right)^n=e", 8.1),
        (r"\alpha+\beta+\gamma", 4.2),
    ],
)
def test_a_formula_is_not_taken_for_narrower_than_it_is(tex: str, wide: float) -> None:
    mathml = formula(tex).removeprefix('<div class="math">').removesuffix("</div>")

    assert wide <= size(mathml)[0] <= 1.4 * wide


def test_a_formula_wider_than_its_card_makes_its_text_smaller() -> None:
    html = formula("+".join("abcdefghijklmnopqrstuvwxyz"))

    assert size_for(html, 86, 50)[0] < size_for(html, 200, 50)[0]


def test_only_a_formula_wider_than_its_column_is_made_smaller() -> None:
    html = formula("a+b")

    assert fitted(html, 100) == html
    assert '<math style="--fit:0.' in fitted(html, 1)
