from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import read


def document(part: str) -> str:
    return "\n".join(part.replace("N", str(n)) for n in range(1, 5))


@pytest.mark.parametrize(
    "part",
    [
        "Q: What is N?\nA: It is N.\n",
        "QN: What is N?\n\nAN: It is N.\n",
        "**Q:** What is N?\n\n**A:** It is N.\n",
        "**Q: What is N?**\n\nA: It is N.\n",
        "**Q**: What is N?\n**A**: It is N.\n",
        "### Q: What is N?\n\nA: It is N.\n",
        "- Q: What is N?\n- A: It is N.\n",
        "- Q: What is N?\n  - A: It is N.\n",
        "问：What is N?\n\n答：It is N.\n",
        "**Вопрос:** What is N?\n\n**Ответ:** It is N.\n",
        "**Pergunta N:** What is N?\n\n**Resposta:** It is N.\n",
        "Swali: What is N?\n\nJibu: It is N.\n",
        "NN. **Question:** What is N?\n   **Answer:** It is N.\n".replace("NN", "N"),
    ],
)
def test_labels_tell_question_and_answer(part: str) -> None:
    assert read(document(part)) == [(f"What is {n}?", f"It is {n}.") for n in range(1, 5)]


def test_one_pair_is_enough() -> None:
    assert read("Q: What?\nA: This.\n") == [("What?", "This.")]


def test_answer_goes_on_to_the_next_question_and_code_before_it_belongs_to_the_question() -> None:
    part = "Q: What is N?\n\n```\nx\n```\n\nA: It is N.\n\n- one N\n- two\n"

    assert read(document(part))[0] == ("What is 1?\n\n```\nx\n```", "It is 1.\n\n- one 1\n- two")


@pytest.mark.parametrize(
    "text",
    [
        document("Alice: I say N.\n\nBob: And I say N.\n"),
        document("Input: N\nOutput: N\n"),
        "# T\n\n" + document("Pros: N\n\nCons: N\n"),
        "```\n" + document("Q: What is N?\nA: It is N.\n") + "```\n",
    ],
    ids=["dialogue", "input", "pros", "code"],
)
def test_other_labels_make_no_cards(text: str) -> None:
    assert read(text) == []


_words = st.text(alphabet="abc dé水", min_size=1, max_size=20).map(lambda text: f"W{text.strip()}")


@given(st.lists(st.tuples(_words, _words), min_size=1, max_size=8))
def test_what_went_in_comes_out(pairs: list[tuple[str, str]]) -> None:
    text = "".join(f"Q: {question}?\nA: {answer}\n\n" for question, answer in pairs)

    assert read(text) == [(f"{question}?", answer) for question, answer in pairs]
