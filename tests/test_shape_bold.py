from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import read


def document(part: str) -> str:
    return "# FAQ\n\n" + "\n".join(part.replace("NN", str(n)) for n in range(1, 5))


@pytest.mark.parametrize(
    "part",
    [
        "**What is NN?**\n\nIt is NN.\n",
        "__What is NN?__\n\nIt is NN.\n",
        "**What is NN?**\nIt is NN.\n",
        "**What is NN?** It is NN.\n",
        "**What is NN**?\n\nIt is NN.\n",
        "**NN. What is NN?**\n\nIt is NN.\n\n<br/>\n",
        "**QNN:** What is NN?\n\nIt is NN.\n",
        "**NN. What is NN?**\n\n**Ans:** It is NN.\n",
    ],
)
def test_bold_paragraph_is_the_question(part: str) -> None:
    assert read(document(part)) == [(f"What is {n}?", f"It is {n}.") for n in range(1, 5)]


def test_mark_behind_the_bold_belongs_to_the_question() -> None:
    assert read(document("**What is NN?** 👶\n\nIt is NN.\n"))[0][0] == "What is 1? 👶"


def test_bold_paragraphs_need_not_ask_where_the_title_says_that_they_do() -> None:
    text = "# Perguntas\n\n" + "".join(f"**O que é {n}**\n\nÉ {n}.\n\n" for n in range(5))

    assert [question for question, _ in read(text)] == [f"O que é {n}" for n in range(5)]


def test_lead_ins_stay_in_the_answer() -> None:
    part = "**What is NN?**\n\n**Bias** is this.\n\n**Note:**\n\nIt is NN.\n"

    assert read(document(part))[0] == (
        "What is 1?",
        "**Bias** is this.\n\n**Note:**\n\nIt is 1.",
    )


def test_bold_questions_that_demand_are_apart_from_those_that_ask() -> None:
    text = (
        "# Cells\n\n**Why do cells divide?**\n\nTo grow.\n\n**Describe mitosis**\n\nPhases:\n\n"
        "**Prophase** comes first.\n\n**Pros**\n\nSafe.\n\n**Explain meiosis.** Two divisions.\n\n"
        "**Pros**\n\nMixes.\n\n**Gametes**\n\nSex cells.\n"
    )

    assert read(text) == [
        ("Why do cells divide?", "To grow."),
        ("Describe mitosis", "Phases:\n\n**Prophase** comes first.\n\n**Pros**\n\nSafe."),
        ("Explain meiosis.", "Two divisions.\n\n**Pros**\n\nMixes."),
        ("Gametes", "Sex cells."),
    ]


def test_answer_that_begins_beside_the_question_keeps_its_paragraphs_and_lists() -> None:
    part = "**What is NN?** It is NN.\n\nThat is all.\n\n**Why is NN?** For:\n- this\n- that\n"

    assert read(document(part))[:2] == [
        ("What is 1?", "It is 1.\n\nThat is all."),
        ("Why is 1?", "For:\n- this\n- that"),
    ]


def test_lead_ins_stay_in_the_answers_of_bold_questions_that_all_ask() -> None:
    part = "**What is NN?**\n\nIt is NN.\n\n**High NN**\n\nMuch.\n\n**Low NN**\n\nLittle.\n"

    assert [question for question, _ in read(document(part))] == [
        f"What is {n}?" for n in range(1, 5)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "# Docs\n\n## Install\n\n**Linux**\n\napt\n\n**Mac**\n\nbrew\n\n**BSD**\n\npkg\n",
        "# Docs\n\n**This** is a word.\n\n**That** is one too.\n\n**These** are two.\n",
        "# Docs\n\n**Important!**\n\nRead this.\n",
    ],
)
def test_other_bold_text_makes_no_cards(text: str) -> None:
    assert read(text) == []


_words = st.text(alphabet="abc dé水", min_size=1, max_size=20).map(lambda text: f"W{text.strip()}")


@given(st.lists(st.tuples(_words, _words), min_size=3, max_size=8))
def test_what_went_in_comes_out(pairs: list[tuple[str, str]]) -> None:
    text = "".join(f"**{question}?**\n\n{answer}\n\n" for question, answer in pairs)

    assert read(text) == [(f"{question}?", answer) for question, answer in pairs]
