"""What was written in a shape of its own comes out of it again, whatever stands around."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deckgen.shapes import SHAPES
from tests.conftest import read

if TYPE_CHECKING:
    from collections.abc import Callable

Cards = list[tuple[str, str]]

WORDS = (
    "water light número célula вода свет 水 光合作用 세포 ماء خلية élan Straße víz 細胞 C++ 3.5 x=1"
    " a/b §5 naïve don't (so) “far” 10% e-mail #1 A&B"
).split()
words = st.sampled_from(WORDS)
phrases = st.lists(words, min_size=1, max_size=6).map(" ".join)
fronts = phrases.map(lambda text: f"Term {text}")
backs = phrases.map(lambda text: f"It is {text}.")
#: Words before the mark that recur would speak for a namespace: ``std::vector``.
decks = st.lists(
    st.tuples(fronts, backs), min_size=4, max_size=9, unique_by=lambda each: each[0].split()[-1]
)

#: What may stand before and after the cards; none of it is one.
NOISE = st.sampled_from(
    [
        "[![build](https://x.example/b.svg)](https://x.example)\n\n# Notes\n\n",
        "# Notes\n\nA word before.\n\n- [One](#one)\n- [Two](#two)\n\n## Cards\n\n",
        "```cpp\nstd::vector<int> a; // x :: y\nq\n?\n==c== {{c1::d}} #card\n```\n\n",
        "See `a::b`, <https://x.example/a::b> and `==z==`.\n\n",
        "",
    ]
)
TAILS = st.sampled_from(["\n\n## License\n\n`front::back` is MIT\n", "\n", ""])


def inline(cards: Cards) -> str:
    return "\n".join(f"{front}::{back}" for front, back in cards)


def spaced(cards: Cards) -> str:
    return "\n\n".join(f"- {front} :: {back} <!--SR:!2023-01-01,3,250-->" for front, back in cards)


def question_marks(cards: Cards) -> str:
    return "\n\n".join(f"{front}\n?\n{back}\n<!--SR:!2023-01-01,3,250-->" for front, back in cards)


def tagged_headings(cards: Cards) -> str:
    return "\n\n".join(f"## {front} #card\n\n{back}\n^1670000000000" for front, back in cards)


def outline(cards: Cards) -> str:
    return "\n".join(
        f"- {front} #card\n  id:: 63a5\n  collapsed:: true\n\t- {back}" for front, back in cards
    )


def table(cards: Cards) -> str:
    rows = "\n".join(f"| {n} | {front} | {back} |" for n, (front, back) in enumerate(cards, 1))
    return f"| Nr. | Frage | Antwort |\n|--:|---|---|\n{rows}"


def definitions(cards: Cards) -> str:
    return "\n\n".join(f"{front}\n:   {back}" for front, back in cards)


def dots(cards: Cards) -> str:
    return "\n\n---\n\n".join(f"{front}\n\n. . .\n\n{back}" for front, back in cards)


def pasted(cards: Cards) -> str:
    return "\n\n".join(
        f"{n}.\n{front}\nVoir la réponse\n{back}" for n, (front, back) in enumerate(cards, 1)
    )


WRITERS: list[Callable[[Cards], str]] = [
    inline, spaced, question_marks, tagged_headings, outline, table, definitions, dots, pasted
]  # fmt: skip


@pytest.mark.parametrize("write", WRITERS)
@settings(max_examples=30)
@given(cards=decks, before=NOISE, after=TAILS)
def test_cards_come_out_as_they_went_in_whatever_stands_around(
    write: Callable[[Cards], str], cards: Cards, before: str, after: str
) -> None:
    assert read(before + write(cards) + after) == cards


@settings(max_examples=30)
@given(cards=decks)
def test_gaps_come_out_as_numbered_cloze(cards: Cards) -> None:
    text = "\n\n".join(f"{front} has ==this gap== and {back}" for front, back in cards)
    expected = [f"{front} has {{{{c1::this gap}}}} and {back}" for front, back in cards]

    assert [question for question, _ in read(text)] == expected


MARKS = st.sampled_from(
    "# ## - 1. > | :: ::: ? ?? % --- . . . === == {{c1:: }} { } [ ] ( ) `` ``` $ $$ <!-- --> #card"
    " C: Q: A: : ~ ^abc123 key:: 1. 2. 3 Text <details> <summary> </details> \n \n\n \t     "
    .split(" ")
)  # fmt: skip


@given(st.lists(MARKS, max_size=60).map(" ".join), st.lists(MARKS, max_size=60).map("".join))
def test_no_text_makes_a_shape_raise_or_ask_nothing(spaced: str, tight: str) -> None:
    for text in (spaced, tight):
        assert all(question.strip() for question, _ in read(text))


def test_each_shape_is_quiet_about_an_empty_document() -> None:
    from deckgen.shapes.page import page_of

    page = page_of("a.md", [""], ())
    assert not [name for name, shape in SHAPES.items() if list(shape(page))]
