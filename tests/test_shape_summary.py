from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import read


def document(part: str) -> str:
    return "# Primes\n\n" + "\n".join(part.replace("NN", str(n)) for n in range(1, 5))


@pytest.mark.parametrize(
    "part",
    [
        "<details>\n<summary>Name prime NN?</summary>\n\nIt is pNN.\n</details>\n",
        "<details>\n<summary><b>Name prime NN?</b></summary><br>\n\nIt is pNN.\n</details>\n",
        "<details><summary>Name prime NN?</summary>It is pNN.</details>\n",
        (
            "<details class='x' open>\n  <summary>\n  Name prime NN?\n  </summary>\n"
            "  It is pNN.\n</details>\n"
        ),
        "<b><details><summary>Name prime NN?</summary></b>\n\nIt is pNN.\n\n</details>\n",
        "<details>\n<summary>NN. Name prime NN?</summary><br><b>\n\nIt is pNN.\n</b></details>\n",
        (
            "<details>\n<summary><h3>Name prime NN?</h3></summary>\n<p>\n\nIt is pNN.\n\n</p>\n"
            "</details>\n"
        ),
    ],
)
def test_summary_is_the_question_and_the_rest_the_answer(part: str) -> None:
    expected = [(f"Name prime {n}?", f"It is p{n}.") for n in range(1, 5)]

    assert [(q, a.replace("\n\n</p>", "")) for q, a in read(document(part))] == expected


def test_summary_may_hold_code() -> None:
    part = (
        "<details>\n<summary>What does this print?\n\n```py\nprint(NN)\n```\n\n</summary>\n\n"
        "It prints NN.\n\n</details>\n"
    )

    assert read(document(part))[1] == (
        "What does this print?\n\n```py\nprint(2)\n```",
        "It prints 2.",
    )


def test_parts_within_a_part_that_holds_nothing_else_are_the_questions() -> None:
    inner = document("<details>\n<summary>What is NN?</summary>\n\nIt is NN.\n</details>\n")
    text = f"<details><summary><h2>Linux</h2></summary>\n\n{inner}\n</details>\n"

    assert [question for question, _ in read(text)] == [f"What is {n}?" for n in range(1, 5)]


@pytest.mark.parametrize(
    "text",
    [
        document("### Text NN\n\n<details>\n<summary>More</summary>\n\nIt is NN.\n</details>\n"),
        "# Tool\n\nRun it.\n\n"
        + document(
            "Very long text about many a thing, and then some more of it for good measure.\n\n"
            "<details><summary>Output on system NN</summary>\n\nok\n\n</details>\n"
        ),
        "```html\n<details>\n<summary>What is it?</summary>\nThis.\n</details>\n```\n",
        "Write `<details><summary>What?</summary>` around it.\n",
        "<details>\n\nNo summary at all.\n\n</details>\n",
        "# T\n\n<details>\n<summary>Contents?</summary>\n\n- [A](#a)\n- [B](#b)\n\n</details>\n",
    ],
    ids=["recurs", "asides", "code", "code span", "no summary", "contents"],
)
def test_collapsed_parts_that_are_no_questions_make_no_cards(text: str) -> None:
    assert not any("system" in q or q in {"More", "What?", "Contents?"} for q, _ in read(text))
    assert not any("No summary" in answer for _, answer in read(text))


_words = st.text(alphabet="abc dé水", min_size=1, max_size=20).map(lambda text: f"W{text.strip()}")


@given(st.lists(st.tuples(_words, _words), min_size=1, max_size=8, unique_by=lambda each: each[0]))
def test_what_went_in_comes_out(pairs: list[tuple[str, str]]) -> None:
    text = "\n".join(
        f"<details>\n<summary>{question}?</summary>\n\n{answer}\n\n</details>\n"
        for question, answer in pairs
    )

    assert read(text) == [(f"{' '.join(q.split())}?", a) for q, a in pairs]
