from __future__ import annotations

import pytest

from deckgen.exporters.html.choice import with_letters
from deckgen.model import Deck, Note
from deckgen.rendering import render_notes


def answer(question: str, right: str) -> str:
    note = Note(question=question, answer=right, kind="choice")
    (deck,), _ = render_notes([Deck(name="D", notes=(note,))])
    return with_letters(deck.notes[0].front, deck.notes[0].back)


@pytest.mark.parametrize(
    "question, right, shown",
    [
        ("Which?\n\n- 4\n- 7\n- 9", "7\n\nBecause 7.", "<p><strong>B.</strong> 7</p>"),
        ("Which?\n\n- *a*\n- `b`\n- $c$", "$c$", "<strong>C.</strong> <span"),
        ("Which?\n\n1. one\n2. two", "one", "<p><strong>A.</strong> one</p>"),
        ("Which?\n\n- a\n\n- b\n\n- c", "b", "<p><strong>B.</strong> b</p>"),
    ],
)
def test_right_option_has_the_letter_that_the_page_gives_it(
    question: str, right: str, shown: str
) -> None:
    html = answer(question, right)

    assert shown in html
    assert html.count("<strong>") == 1


def test_several_right_options_have_theirs() -> None:
    html = answer("Which?\n\n- 4\n- 5\n- 7", "- 5\n- 7\n\nThey are:\n\n- 4")

    assert "<li><strong>B.</strong> 5</li>\n<li><strong>C.</strong> 7</li>" in html
    assert html.count("<strong>") == 2


@pytest.mark.parametrize(
    "question, right",
    [
        ("Which?\n\n- A) 4\n- B) 7", "B) 7"),
        ("Which?\n\n- 4\n- 7", "Neither."),
        ("Which?\n\n- 4\n  - four\n- 7", "7"),
        ("Which?", "7"),
    ],
)
def test_answer_stays_as_it_is_where_no_letter_fits(question: str, right: str) -> None:
    assert "<strong>" not in answer(question, right)
