from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deckgen.readers.document import read_document
from tests.conftest import read


def codes(text: str) -> set[str]:
    return {finding.code for finding in read_document(text, "a.md")[1]}


def document(part: str) -> str:
    return "# T\n\n" + "\n".join(part.replace("N", str(n)) for n in range(1, 5))


@pytest.mark.parametrize(
    "part",
    [
        "N. What is N?\n\n   It is N.\n",
        "N. What is N?\n   It is N.\n",
        "N. **What is N?**\n\n   It is N.\n",
        "N. **What is N?**\n\nIt is N.\n",
        "N. **What is N?** It is N.\n",
        "N) What is N?\n\n    Answer: It is N.\n",
        "- **What is N?**\n  It is N.\n",
        "* What is N?\n\n  It is N.\n",
    ],
)
def test_item_is_the_question_and_what_is_in_it_or_below_it_the_answer(part: str) -> None:
    assert read(document(part)) == [(f"What is {n}?", f"It is {n}.") for n in range(1, 5)]


def test_numbered_steps_in_an_answer_are_no_questions() -> None:
    part = "N. **What is N?**\n\nDo this:\n\n1. one N\n2. two\n"

    assert [question for question, _ in read(document(part))] == [
        f"What is {n}?" for n in range(1, 5)
    ]


@pytest.mark.parametrize(
    "text",
    [
        document("- What is N?\n"),
        document("- What is N?\n  - And why is N?\n"),
        "# T\n\n1. Vectors\n" + "".join(f"    1. [E] What is {n}?\n" for n in range(4)),
        document("## Section N\n\n- What is N?\n- Why is N?\n- How is N?\n"),
    ],
    ids=["bullets", "follow-ups", "nested", "sections"],
)
def test_questions_without_answers_are_refused_as_such(text: str) -> None:
    assert read(text) == []
    assert "no-answers" in codes(text)


@pytest.mark.parametrize(
    "text",
    [
        document("- feature N\n"),
        document("- [What is N?](https://example.org/N)\n"),
        document("- apples N\n  - red\n"),
    ],
    ids=["features", "links", "nested"],
)
def test_other_lists_make_no_cards(text: str) -> None:
    assert read(text) == []
    assert "no-questions" in codes(text)


_words = st.text(alphabet="abc dé水", min_size=1, max_size=20).map(lambda text: f"W{text.strip()}")


@given(st.lists(st.tuples(_words, _words), min_size=3, max_size=8))
def test_what_went_in_comes_out(pairs: list[tuple[str, str]]) -> None:
    text = "".join(f"{n}. {q}?\n\n   {a}\n\n" for n, (q, a) in enumerate(pairs, 1))

    assert read(text) == [(f"{question}?", answer) for question, answer in pairs]
