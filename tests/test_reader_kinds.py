from __future__ import annotations

import pytest

from deckgen.readers.citation import take_citation
from deckgen.readers.document import read_document
from deckgen.readers.kinds import as_kind


def test_what_the_author_says_counts_more_than_the_shape() -> None:
    assert as_kind("Q", "A", "cloze", "basic", None) == ("Q", "A", "basic")


def test_default_counts_only_where_the_shape_tells_nothing() -> None:
    assert as_kind("Q", "A", "choice", None, "reversed") == ("Q", "A", "choice")
    assert as_kind("Q", "A", "basic", None, "reversed") == ("Q", "A", "reversed")


def test_gaps_in_the_answer_make_one_text_of_question_and_answer() -> None:
    expected = ("What is it?\n\nIt is {{c1::this}}.", "", "cloze")

    assert as_kind("What is it?", "It is {{c1::this}}.", "basic", "cloze", None) == expected


def test_question_without_gaps_is_a_cloze_only_if_its_own_author_says_so() -> None:
    assert as_kind("Q", "A", "basic", "cloze", None) == ("Q", "A", "cloze")
    assert as_kind("Q", "A", "basic", None, "cloze") == ("Q", "A", "basic")


@pytest.mark.parametrize(
    "answer, expected",
    [
        ('So.\n\n*Source: Ada, "Notes", 1843*', ("So.", 'Ada, "Notes", 1843')),
        ("So.\n\n_Source: a\nb_  \n", ("So.", "a b")),
        ("So.\n \n*Sources: a, b*\n", ("So.", "a, b")),
        ("So.\n\n*Source: [a](https://b.org/x_y)*", ("So.", "[a](https://b.org/x_y)")),
        ("So.\n*Source: a*", ("So.\n*Source: a*", "")),
        ("So.\n\n**Source: a**", ("So.\n\n**Source: a**", "")),
        ("So.\n\n*Source: a* and more", ("So.\n\n*Source: a* and more", "")),
        ("*Source: a*", ("*Source: a*", "")),
        ("*Source: a*\n\nSo.", ("*Source: a*\n\nSo.", "")),
    ],
)
def test_source_is_a_last_paragraph_that_is_all_emphasis(
    answer: str, expected: tuple[str, str]
) -> None:
    assert take_citation(answer) == expected


def test_note_knows_its_source() -> None:
    deck, _ = read_document("## Why?\nSo.\n\n*Source: [a][b]*\n\n## What?\nX\n\n[b]: /u\n", "a.md")

    assert deck.notes[0].answer == "So."
    assert deck.notes[0].source == "[a][b]\n\n[b]: /u\n"


@pytest.mark.parametrize("gap", ["{{c1::this}}", "==this==", "{1:this}"])
def test_gaps_are_known_however_they_are_marked(gap: str) -> None:
    question, _, kind = as_kind("What?", f"It is {gap}.", "basic", "cloze", None)

    assert (question, kind) == ("What?\n\nIt is {{c1::this}}.", "cloze")
