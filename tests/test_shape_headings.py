from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deckgen import markdown
from deckgen.shapes.detection import detect
from deckgen.shapes.headings import read_headings
from deckgen.shapes.outline import left_out, with_sections
from deckgen.shapes.page import page_of

if TYPE_CHECKING:
    from deckgen.shapes.shape import Page, Pair


def page(text: str) -> Page:
    return page_of("a.md", text.split("\n"), markdown.parse(text).blocks)


def pairs(text: str) -> tuple[Pair, ...]:
    return detect(page(text), {"headings": read_headings}).pairs


def sections(text: str) -> list[tuple[str, ...]]:
    return [pair.section for pair in with_sections(page(text), pairs(text))[0]]


def title(text: str) -> str:
    return with_sections(page(text), pairs(text))[1]


def left_out_lines(text: str) -> list[int]:
    return [finding.line for finding in left_out(page(text), pairs(text))]


def questions(text: str) -> list[str]:
    return [pair.question for pair in pairs(text)]


def test_hundred_numbered_questions_are_read_with_their_lines_and_nothing_else(
    hundred: str,
) -> None:
    found = pairs(hundred)
    lines = hundred.split("\n")

    assert title(hundred) == "100 Questions about Numbers (Detailed)"
    assert [pair.number for pair in found] == list(range(1, 101))
    assert all(lines[pair.line - 1] == f"### {pair.number}. {pair.question}" for pair in found)
    assert all(pair.answer.startswith(lines[pair.answer_line - 1].strip()) for pair in found)
    assert not any("Answer" in pair.answer or "These 100" in pair.answer for pair in found)


@pytest.mark.parametrize(
    "heading",
    [
        "## 3. What is it?",
        "# 3) What is it?",
        "#### Q3: What is it?",
        "### Question 3. What is it?",
        "## **3. What is it?**",
        "## 3. **What is it?** ##",
        "## ３．What is it?",
        "### 题目3：What is it?",
        "## 3 - What is it?",
    ],
)
def test_numbers_labels_and_bold_are_taken_off(heading: str) -> None:
    other = heading.replace("3", "4").replace("３", "４").replace("What is it", "What else")
    found = pairs(f"{heading}\n\nThis.\n\n{other}\n\nThat.\n")

    assert [(pair.question, pair.number) for pair in found] == [
        ("What is it?", 3),
        ("What else?", 4),
    ]


@pytest.mark.parametrize(
    "heading",
    ["## 3 kinds of cells?", "## Python 3: what is new?", "## 2.5 GHz?", "## Is 3. a number?"],
)
def test_numbers_that_are_no_labels_stay(heading: str) -> None:
    assert questions(f"{heading}\n\nText.\n\n## What else?\n\nText.\n")[0] == heading[3:]


@pytest.mark.parametrize(
    "label",
    ["**Answer:**", "**Answer**:", "Answer:", "A:", "Ans:", "**Ans**:", "__Answer:__", "*A:*"],
)
@pytest.mark.parametrize("gap", [" ", "  \n", "\n\n"])
def test_answer_label_is_taken_off(label: str, gap: str) -> None:
    (pair,) = pairs(f"## What?\n{label}{gap}It is *this*.\n")

    assert pair.answer == "It is *this*."
    assert pair.answer_line == 2 + gap.count("\n")


@pytest.mark.parametrize(
    "answer",
    ["A: is not", "Answers: many", "**Anything:** goes", "**A** is a letter", "Ann: hello"],
)
def test_what_only_looks_like_an_answer_label_stays(answer: str) -> None:
    (pair,) = pairs(f"## What?\n\n{answer.removeprefix('A: ')}\n")

    assert pair.answer == answer.removeprefix("A: ")


def test_sections_are_the_headings_above_and_the_title_is_none() -> None:
    text = (
        "# Title\n\nIntro.\n\n## One\n\n### What is a?\n\nA.\n\n### What is b?\n\nB.\n\n"
        "## Two\n\nAbout two.\n\n### What is c?\n\nC.\n"
    )
    assert sections(text) == [("One",), ("One",), ("Two",)]
    assert title(text) == "Title"
    assert left_out_lines(text) == [15]


def test_one_section_above_all_is_no_section() -> None:
    text = "## Cells\n\n### 1. What?\n\nA.\n\n### 2. Why?\n\nB.\n"

    assert title(text) == "Cells"
    assert sections(text) == [(), ()]


@pytest.mark.parametrize("later", ["", "## Ch 2\n\n### What is c?\n\nC.\n"])
def test_first_section_below_a_title_is_one_before_there_is_a_second(later: str) -> None:
    text = f"# Biology\n\n## Ch 1\n\n### What is a?\n\nA.\n\n### What is b?\n\nB.\n\n{later}"

    assert title(text) == "Biology"
    assert sections(text)[:2] == [("Ch 1",), ("Ch 1",)]


def test_letters_that_terms_are_sorted_by_are_no_sections() -> None:
    text = "# Biology\n\n## A\n\n### What is a?\n\nA.\n\n## B\n\n### What is b?\n\nB.\n"

    assert sections(text) == [(), ()]
    assert sections(text.replace("## B", "## C++")) == [("A",), ("C++",)]


def test_section_that_only_announces_questions_is_none() -> None:
    text = "# Biology\n\n## Questions\n\n### What is a?\n\nA.\n\n### What is b?\n\nB.\n"

    assert sections(text) == [(), ()]


def test_sub_headings_belong_to_the_answer() -> None:
    text = "## What?\n\nIntro.\n\n### Example\n\nLike so.\n\n## Why?\n\nB.\n\n### Example\n\nC.\n"

    assert [pair.answer for pair in pairs(text)] == [
        "Intro.\n\n### Example\n\nLike so.",
        "B.\n\n### Example\n\nC.",
    ]


def test_level_of_numbered_questions_may_change() -> None:
    text = "## 1. What?\n\nA.\n\n#### 2. Why?\n\nB.\n\n### 3. How?\n\nC.\n"

    assert [(pair.number, pair.answer) for pair in pairs(text)] == [(1, "A."), (2, "B."), (3, "C.")]


def test_numbered_sections_are_no_questions() -> None:
    text = (
        "# Guide\n\n## 1. Basics\n\n### What is a?\n\nIt is a.\n\n### What is b?\n\nIt is b.\n\n"
        "## 2. More\n\n### What is c?\n\nIt is c.\n"
    )

    assert questions(text) == ["What is a?", "What is b?", "What is c?"]


def test_headings_in_code_are_none() -> None:
    text = "## What?\n\n```sh\n## not this?\n```\n\nEnd.\n\n## Why?\n\nB.\n"

    assert questions(text) == ["What?", "Why?"]


def test_contents_and_edges_are_no_questions() -> None:
    text = (
        "# FAQ\n\n## Contents\n\n- [What?](#what)\n- [Why?](#why)\n\n## What?\n\nA.\n\n"
        "## Why?\n\nB.\n\n## How?\n\nC.\n\n## References\n\nSome book.\n"
    )
    assert questions(text) == ["What?", "Why?", "How?"]
    assert left_out_lines(text) == [20]


def test_separators_are_part_of_no_answer() -> None:
    text = "## 1. What?\n\nA.\n\n---\n\n## 2. Why?\n\nB.\n***\n\n## 3. How?\n\nC.\n\n---\n\nBye.\n"
    assert [pair.answer for pair in pairs(text)] == ["A.", "B.", "C."]
    assert left_out_lines(text) == [16]


def test_dashes_right_below_an_answer_are_a_separator() -> None:
    text = "## 1. What?\nA long answer.\n---\n## 2. Why?\nBecause.\n"

    assert [pair.answer for pair in pairs(text)] == ["A long answer.", "Because."]


def test_separators_that_answers_use_stay() -> None:
    text = "## 1. What?\n\nA.\n\n---\n\nMore.\n\n## 2. Why?\n\nB.\n\n---\n\nMore.\n"

    assert [pair.answer for pair in pairs(text)] == ["A.\n\n---\n\nMore.", "B.\n\n---\n\nMore."]


def test_underlined_headings_are_questions_too() -> None:
    text = "Title\n=====\n\nWhat is it?\n-----------\n\nThis.\n\nWhat else?\n----------\n\nThat.\n"

    assert questions(text) == ["What is it?", "What else?"]


def test_question_without_answer_has_an_empty_one() -> None:
    assert [pair.answer for pair in pairs("## 1. What?\n\n**Answer:**\n\n## 2. Why?\n\nB.\n")] == [
        "",
        "B.",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Just text.\n",
        "# Title\n",
        "# Tool\n\n## Installation\n\nRun it.\n\n## Usage\n\nUse it.\n\n## License\n\nMIT.\n",
        "- a list\n- of things\n",
    ],
)
def test_documents_without_questions_give_none(text: str) -> None:
    assert pairs(text) == ()


_text = st.text(alphabet="abc dé水_*", min_size=1, max_size=30).map(
    lambda text: f"Word{text.strip()}"
)


@given(st.lists(st.tuples(_text, _text), min_size=1, max_size=12), st.integers(1, 6))
def test_numbered_headings_come_out_as_they_went_in(
    written: list[tuple[str, str]], level: int
) -> None:
    document = "\n\n".join(
        f"{'#' * level} {number}. {question}?\n\n{answer}"
        for number, (question, answer) in enumerate(written, 1)
    )

    assert [(pair.number, pair.answer) for pair in pairs(document)] == [
        (number, answer) for number, (_, answer) in enumerate(written, 1)
    ]


@given(st.text(alphabet="#-*_.:?`<> \n12aQA水[]()|", max_size=300))
def test_no_document_makes_the_shape_raise(text: str) -> None:
    lines = text.split("\n")

    for pair in pairs(text):
        assert 1 <= pair.line <= pair.end <= len(lines)
