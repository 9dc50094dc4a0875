from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deckgen.readers.document import read_document
from deckgen.shapes.options import begins_options, find_options

if TYPE_CHECKING:
    from deckgen.model import Note


def read(text: str) -> tuple[Note, ...]:
    return read_document(text, "a.md")[0].notes


def document(part: str) -> str:
    return "# Quiz\n\n" + "\n".join(part.replace("NN", str(n)) for n in range(1, 5))


_KEY_IN_FOLD = (
    "<details><summary><b>{word}</b></summary>\n<p>\n\n#### {word}: B\n\nBecause NN.\n\n</p>\n"
    "</details>\n\n---\n"
)


@pytest.mark.parametrize(
    ("part", "question", "answer"),
    [
        (
            "###### NN. What is printed?\n\n```js\nx(NN)\n```\n\n- A: one\n- B: `NN`\n\n"
            + _KEY_IN_FOLD.format(word="Answer"),
            "What is printed?\n\n```js\nx(1)\n```\n\n- one\n- `1`",
            "`1`\n\nBecause 1.",
        ),
        (
            "###### NN. Nini?\n\n- A: moja\n- B: mbili\n\n" + _KEY_IN_FOLD.format(word="Jibu"),
            "Nini?\n\n- moja\n- mbili",
            "mbili\n\nBecause 1.",
        ),
        (
            "### Q1. Which one NN?\n\n- [ ] one\n- [x] two NN\n\n**Note:** see NN\n",
            "Which one 1?\n\n- one\n- two 1",
            "two 1\n\n**Note:** see 1",
        ),
        (
            "NN. Какой вариант NN?\n\nА) один\nБ) два\nВ) три\n\nОтвет: Б\n",
            "Какой вариант 1?\n\n- А. один\n- Б. два\n- В. три",
            "Б. два",
        ),
        (
            "### NN、下列哪项正确（ ）\n\nA、一 B、二 C、三 D、四\n\n答案：B\n\n因为NN。\n",
            "下列哪项正确（ ）\n\n- 一\n- 二\n- 三\n- 四",
            "二\n\n因为1。",
        ),
        (
            "**NN. Which one NN?**\n\na) one\nb) two\nc) three\n\n*Answer: c*\n",
            "Which one 1?\n\n- one\n- two\n- three",
            "three",
        ),
        (
            (
                "NN. Which two NN?\n    - A. one\n    - B. two\n    - C. three\n\n"
                "    <details markdown=1><summary markdown='span'>Answer</summary>\n"
                "      Correct answer: A, C\n    </details>\n"
            ),
            "Which two 1?\n\n- one\n- two\n- three",
            "- one\n- three",
        ),
        (
            (
                "#### QNN. Which code?\n\n- [ ] A\n\n```java\nfoo(NN)\n```\n\n- [x] B\n\n"
                "```java\nbar(NN)\n```\n\n- [ ] C\n"
            ),
            (
                "Which code?\n\n- A\n\n  ```java\n  foo(1)\n  ```\n"
                "- B\n\n  ```java\n  bar(1)\n  ```\n- C"
            ),
            "B\n\n```java\nbar(1)\n```",
        ),
    ],
    ids=["fold", "unknown language", "boxes", "cyrillic", "one line", "bold", "list", "code"],
)
def test_options_are_in_the_question_and_the_right_ones_in_the_answer(
    part: str, question: str, answer: str
) -> None:
    notes = read(document(part))

    assert [note.kind for note in notes] == ["choice"] * 4
    assert (notes[0].question, notes[0].answer) == (question, answer)


def test_question_without_a_key_has_no_answer() -> None:
    part = "### QNN. Which?\n\n- A. one NN\n- B. two\n\n"
    text = document(part + "Answer: A\n") + "\n" + part.replace("NN", "9")

    assert [note.answer for note in read(text)][-1] == ""


@pytest.mark.parametrize(
    "text",
    [
        "# Plan\n\n" + "".join(f"## v1.{n}\n\n- [ ] a\n- [x] b\n\n" for n in range(5)),
        "# To do\n\n- [ ] a\n- [x] b\n- [ ] c\n",
        document("### What is NN?\n\n- A. first point\n- B. second point\n"),
        document("### What is NN?\n\n- Apples\n- Bananas\n\nBoth are fruit NN.\n"),
    ],
    ids=["plan", "to do", "no key", "plain list"],
)
def test_other_lists_are_no_options(text: str) -> None:
    assert not any(note.kind == "choice" and note.answer for note in read(text))


_options = st.lists(st.text(alphabet="xyz水", min_size=1, max_size=8), min_size=2, max_size=5)


@given(
    st.lists(st.tuples(_options, st.integers(0, 4)), min_size=3, max_size=6),
)
def test_what_went_in_comes_out(written: list[tuple[list[str], int]]) -> None:
    text = ""
    expected = []
    for number, (options, place) in enumerate(written, 1):
        letters = "ABCDE"[: len(options)]
        right = place % len(options)
        lines = "\n".join(f"- {c}. {option}" for c, option in zip(letters, options, strict=True))
        text += f"### {number}. Which is it?\n\n{lines}\n\nAnswer: {letters[right]}\n\n"
        listed = "\n".join(f"- {option}" for option in options)
        expected.append((f"Which is it?\n\n{listed}", options[right]))

    assert [(note.question, note.answer) for note in read(text)] == expected


@pytest.mark.parametrize("explanation", ["B is wrong: NN is not two.", "Unlike (A), NN is small."])
def test_letters_stay_where_the_explanation_names_them(explanation: str) -> None:
    part = f"### NN. Which NN?\n\n- A. one\n- B. two\n\nAnswer: A\n\n{explanation}\n"

    assert read(document(part))[0].question == "Which 1?\n\n- A. one\n- B. two"


def test_article_is_no_letter() -> None:
    part = "### NN. Which NN?\n\n- A. one\n- B. two\n\nAnswer: A\n\nA two is more.\n"

    assert read(document(part))[0].question == "Which 1?\n\n- one\n- two"


@given(
    st.lists(
        st.text("aA1bB2①② .)、(*-+`[]xX\t", max_size=12)
        | st.sampled_from(["A. one B. two C. three", "- [ ] one", "A. one", "B. two", "b) two"]),
        max_size=6,
    )
)
def test_the_cheap_look_misses_no_options(lines: list[str]) -> None:
    options = find_options(lines)
    assert options is None or begins_options(lines[options.start])
