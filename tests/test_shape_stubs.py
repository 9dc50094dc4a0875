from __future__ import annotations

import pytest

from deckgen.readers.document import read_document
from deckgen.shapes.stubs import is_stub

LONG = "This goes on about the matter for a while, as the answers of an FAQ mostly do, until {n}."


@pytest.mark.parametrize(
    "answer",
    [
        "TODO",
        "Todo",
        "_TODO_",
        "- [ ] TODO",
        "<!-- TBD -->",
        "TBD!",
        "*To be completed.*",
        "> Coming soon",
        "(answer here)",
        "N/A",
        "待补充",
        "…",
        "- ...",
        "???",
        "xxx",
        "+",
        "#",
        ">",
        "---",
    ],
)
def test_what_nobody_would_learn_is_a_stub(answer: str) -> None:
    assert is_stub("What is a cell?", answer)


@pytest.mark.parametrize(
    "answer",
    [
        "No.",
        "Yes",
        "None.",
        "42",
        "1945.",
        "A",
        "水",
        "Na",
        "NA",
        "XXX",
        "Todo.",
        "**Todo.**",
        "Pending",
        "скоро",
        "To do that, call it.",
        "TODO lists",
        "It will be done.",
        "%",
        "**",
        "=>",
        "👍",
        "∅",
        ".",
        "`...`",
        "`+`",
        "`TODO`",
        '"TODO"',
        "“coming soon”",
        "`placeholder`",
        "![](…)",
        '<img src="a.png">',
        "TODO " * 20,
    ],
)
def test_what_may_be_an_answer_is_one(answer: str) -> None:
    assert not is_stub("What is a cell?", answer)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("What does `TODO` mean?", "to be done"),
        ("Which word stands for “to be determined”?", "TBD"),
        ("WIP", "Work in progress"),
        ("**TBA**", "To be announced."),
    ],
)
def test_question_about_such_a_word_has_it_for_an_answer(question: str, answer: str) -> None:
    assert not is_stub(question, answer)


def test_phrase_may_be_the_meaning_of_a_term_but_a_mark_is_none() -> None:
    assert not is_stub("not applicable", "N/A", "reversed")
    assert not is_stub("demnächst", "coming soon", "reversed")
    assert is_stub("demnächst", "TODO", "reversed")


@pytest.mark.parametrize("kind", ["cloze", "choice"])
def test_what_has_its_answer_elsewhere_has_no_stub(kind: str) -> None:
    assert not is_stub("The {{c1::cell}} …", "…", kind)  # type: ignore[arg-type]


def faq(short: str) -> str:
    answers = [short if n % 3 == 0 else LONG.format(n=n) for n in range(12)]
    return "# FAQ\n\n" + "".join(f"## What of {n}?\n\n{a}\n\n" for n, a in enumerate(answers))


@pytest.mark.parametrize("answer", ["No.", "Yes", "Not yet.", "Нет", "不是", "- No", "`a b`", "7"])
def test_short_answer_is_kept_however_many_questions_share_it(answer: str) -> None:
    deck, findings = read_document(faq(answer), "a.md")

    assert [note.answer for note in deck.notes].count(answer) == 4
    assert findings == []


@pytest.mark.parametrize("answer", ["Jibu hapa", "> Jibu hapa", "Pending", "скоро"])
def test_what_many_questions_share_beside_long_answers_is_a_stub(answer: str) -> None:
    deck, findings = read_document(faq(answer), "a.md")

    assert len(deck.notes) == 8
    assert [(f.code, f.line, f.skips) for f in findings] == [
        ("stub", line, True) for line in (5, 17, 29, 41)
    ]
    assert "4 questions" in findings[0].message


def test_stub_in_a_table_of_terms_is_named_and_makes_no_card() -> None:
    text = "| Term | Meaning |\n|---|---|\n| cell | unit of life |\n| gene | TODO |\n| n | N/A |\n"
    deck, findings = read_document(text, "a.md")

    assert [note.question for note in deck.notes] == ["cell", "n"]
    assert [(f.code, f.line, f.skips) for f in findings] == [("stub", 4, True)]
