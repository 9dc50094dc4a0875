from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from deckgen.checks import advise
from deckgen.checks.enumerations import check_enumerations
from deckgen.checks.given_away import check_given_away
from deckgen.checks.length import check_long_answers, check_long_questions
from deckgen.checks.pronouns import check_pronouns, orphan
from deckgen.checks.yes_no import check_yes_no
from deckgen.markdown import render
from deckgen.model import Deck, Note

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from deckgen.model import Finding

    Check = Callable[[Sequence[Deck]], Iterable[Finding]]


def note(question: str = "What?", answer: str = "This.", **values: Any) -> Note:
    return Note(
        question=question,
        answer=answer,
        front=render(question),
        back=render(answer),
        file="a.md",
        line=1,
        answer_line=3,
        **values,
    )


def codes(check: Check, *notes: Note, language: str = "") -> list[str]:
    deck = Deck(name="A", notes=notes, language=language)
    return [finding.code for finding in check([deck])]


# ---------------------------------------------------------------------------------- length


@pytest.mark.parametrize(
    ("answer", "found"),
    [
        ("word " * 151, ["long-answer"]),
        ("word " * 150, []),
        ("Short.\n\n```\n" + "word " * 500 + "\n```", []),
        ("Short.\n\n| a | b |\n|---|---|\n" + "| word word | word word |\n" * 90, []),
        ("水" * 301, ["long-answer"]),
        ("水" * 299, []),
    ],
    ids=["151 words", "150 words", "code", "table", "301 characters", "299 characters"],
)
def test_answer_of_many_words_is_long(answer: str, found: list[str]) -> None:
    assert codes(check_long_answers, note(answer=answer)) == found


def test_document_of_long_answers_is_told_so_once() -> None:
    long = [note(f"Why {n}?", "word " * (160 + n)) for n in range(8)]
    (finding,) = check_long_answers([Deck(name="A", notes=(*long, note()))])

    assert finding.message.startswith('8 of 9 answers have more than 150 words; the longest, to "W')
    assert '"Why 7?", has 167' in finding.message


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("word " * 51, ["long-question"]),
        ("What is a cell? What is a gene? What is a base?", ["several-questions"]),
        ("细胞是什么？基因是什么？碱基是什么？", ["several-questions"]),
        ("What is a cell? And what is a gene?", []),
        ("What does `a?.b?.c?.d` do?", []),
        ("What is this?\n\n```\n" + "word " * 60 + "\n```", []),
    ],
)
def test_question_should_be_one_and_short(question: str, found: list[str]) -> None:
    assert codes(check_long_questions, note(question)) == found


# ---------------------------------------------------------------------------------- lists


@pytest.mark.parametrize(
    ("answer", "found"),
    [
        ("- a thing\n" * 7, ["enumeration"]),
        ("1. a thing\n" * 9, ["enumeration"]),
        ("They are:\n\n" + "- a thing\n" * 7, ["enumeration"]),
        ("- a thing\n" * 6, []),
        ("- a\n  - b\n  - c\n  - d\n  - e\n" * 3, []),
        ("word " * 30 + "\n\n" + "- a thing\n" * 7, []),
        ("```\n" + "- a thing\n" * 9 + "```", []),
    ],
    ids=["seven", "numbered", "lead-in", "six", "nested", "mostly text", "code"],
)
def test_answer_that_is_a_long_list_is_to_be_recited(answer: str, found: list[str]) -> None:
    assert codes(check_enumerations, note(answer=answer)) == found


# ---------------------------------------------------------------------------------- yes or no


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Is water wet?", "Yes."),
        ("Is water wet?", "**No**, it is not."),
        ("Ist Wasser nass?", "Ja, immer."),
        ("水是液体吗？", "是的，通常如此。"),
    ],
)
def test_answer_that_begins_with_yes_or_no_is_half_guessed(question: str, answer: str) -> None:
    assert codes(check_yes_no, note(question, answer)) == ["yes-no"]


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Who said that?", "No one knows."),
        ("What does the form send?", "Yes and no."),
        ("Is water wet? Why?", "Yes: it wets."),
        ("Name the opposite of yes.", "No."),
        ("Which chemical is it?", "No₂"),
    ],
)
def test_other_answers_are_not_half_guessed(question: str, answer: str) -> None:
    assert codes(check_yes_no, note(question, answer)) == []


# ---------------------------------------------------------------------------------- given away


@pytest.mark.parametrize(
    "given",
    [
        note("Which tower is called Eiffel Tower?", "The **Eiffel Tower**."),
        note("Markov chain (MC)", "A chain of Markov's.", kind="reversed"),
        note("{{c1::Berlin}} lies on the Spree; Berlin is large.", "", kind="cloze"),
        note("{{c1::Berlin}} is a city, and so is {{c2::Berlin}}.", "", kind="cloze"),
        note("{{c1::The city of {{c2::Berlin}}}} is where Berlin is.", "", kind="cloze"),
    ],
    ids=["words", "term in its meaning", "cloze", "two gaps", "a gap in a gap"],
)
def test_card_that_shows_its_answer_is_reported(given: Note) -> None:
    assert codes(check_given_away, given) == ["given-away"]


@pytest.mark.parametrize(
    "given",
    [
        note("Is HTTP stateless or stateful?", "Stateless."),
        note("What is a cell?", "A unit of life."),
        note("What does `a + b` return?", "`a`, then `b`, then 3"),
        note("What is 2 + 2?", "4"),
        note(
            "Markov chain", "A sequence where each state depends on the one before.", kind="basic"
        ),
        note("{{c1::Berlin}} and {{c1::Berlin}} are one.", "", kind="cloze"),
        note("{{c1::10}} of 10 or 100.", "", kind="cloze"),
    ],
)
def test_card_that_does_not_show_its_answer_is_not(given: Note) -> None:
    assert codes(check_given_away, given) == []


# ---------------------------------------------------------------------------------- pronouns


@pytest.mark.parametrize(
    ("question", "pronoun"),
    [
        ("Why is it important?", "it"),
        ("What are its advantages?", "its"),
        ("How does this work?", "this"),
        ("How many of them are there?", "them"),
        ("When would you use it?", "it"),
    ],
)
def test_pronoun_before_anything_was_named_is_an_orphan(question: str, pronoun: str) -> None:
    assert orphan(question) == pronoun


@pytest.mark.parametrize(
    "question",
    [
        "What is a closure and why is it useful?",
        "Why is it important to sleep?",
        "What does it mean if a pupil is wide?",
        "What is it called when a cell divides?",
        "How does `this` work?",
        "Explain how this works in JavaScript.",
        "How do cells protect themselves and their genes?",
        "What is that?\n\n![A cell](cell.png)",
        "What is the use of this keyword?",
    ],
)
def test_pronoun_that_stands_for_something_is_none(question: str) -> None:
    assert orphan(question) == ""


def test_pronouns_are_looked_for_in_english_only() -> None:
    it = note("Why is it important?")

    assert codes(check_pronouns, it, language="en-GB") == ["orphan-pronoun"]
    assert codes(check_pronouns, it, language="de") == []


# ---------------------------------------------------------------------------------- all of them


def test_advice_is_for_the_author_to_judge() -> None:
    notes = (note("Why is it so?", "Yes. " + "word " * 200), note("A? B? C?", "- a\n" * 9))

    assert {finding.severity for finding in advise([Deck(name="A", notes=notes)])} == {"info"}
