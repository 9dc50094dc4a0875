from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deckgen.readers.document import explain_document, read_document
from tests.conftest import read


def codes(text: str) -> list[str]:
    return [finding.code for finding in read_document(text, "a.md")[1]]


def document(part: str, count: int = 4) -> str:
    return "\n".join(part.replace("NN", str(n)) for n in range(1, count + 1))


QUESTIONS = [f"What is {n}?" for n in range(1, 5)]


def test_choice_says_what_was_considered_and_which_one_won() -> None:
    text = "# T\n\n## One\n\n" + document("### What is NN?\n\nIt is NN.\n")
    detection, _ = explain_document(text, "a.md")
    first = detection.considered[0]

    assert (first.shape, first.members, first.verdict) == ("headings:level-3", 4, "chosen")
    assert [each.score for each in detection.considered] == sorted(
        (each.score for each in detection.considered), reverse=True
    )


def test_sections_are_not_taken_for_questions() -> None:
    text = "# T\n\n" + document(
        "## Part NN\n\n**What is a NN?**\n\nIt NN.\n\n**What is b NN?**\n\nIt NN.\n"
    )
    deck, _ = read_document(text, "a.md")

    assert len(deck.notes) == 8
    assert deck.notes[0].section == ("Part 1",)


def test_shapes_of_different_regions_combine() -> None:
    text = (
        "# T\n\n## FAQ\n\n"
        + document("### What is NN?\n\nIt is NN.\n")
        + "\n## More\n\n"
        + document("<details>\n<summary>Why is NN?</summary>\n\nSo NN.\n</details>\n")
    )

    assert [question for question, _ in read(text)] == [
        *QUESTIONS,
        *(f"Why is {n}?" for n in range(1, 5)),
    ]


def test_named_shape_is_taken_however_weak_its_evidence() -> None:
    text = "# T\n\n" + document("## Part NN\n\nText NN.\n")

    assert read(text) == []
    assert [question for question, _ in read(text, "headings:level-2")] == [
        f"Part {n}" for n in range(1, 5)
    ]


def test_front_matter_names_the_shape() -> None:
    text = "---\nshape: headings\n---\n# T\n\n" + document("## Part NN\n\nText NN.\n")

    assert len(read(text)) == 4


def test_unknown_shape_in_front_matter_is_an_error_with_the_nearest() -> None:
    _, findings = read_document("---\nshape: heading\n---\n## What?\n\nA.\n", "a.md")

    assert [(f.severity, f.code, f.hint) for f in findings] == [
        ("error", "unknown-shape", 'did you mean "headings"?')
    ]


def test_two_equally_good_readings_are_refused_and_named() -> None:
    part = (
        "## What about NN?\n\nIntro NN text.\n\n### How so NN?\n\nLike NN.\n\n"
        "### Why so NN?\n\nBecause NN.\n"
    )
    text = "# FAQ\n\n" + document(part)
    deck, findings = read_document(text, "a.md")

    assert deck.notes == ()
    assert [(f.severity, f.code) for f in findings] == [("error", "ambiguous")]
    assert "--shape headings:asking or --shape headings:level-2" in findings[0].hint


@pytest.mark.parametrize(
    "text",
    [
        "# Manual\n\n" + document("## NN. Chapter\n\nText NN.\n"),
        "# Changes\n\n" + document("## [1.NN.0] - 2024-01-0NN\n\n### Added\n\n- foo NN\n"),
        "# Links\n\n"
        + document("## Topic NN\n\n- [Best questions](https://a.b/NN)\n- [FAQ](https://a.b/NN)\n"),
        "# Why?\n\n" + document("## History NN\n\nText NN.\n"),
        (
            "# Tool\n\n## Why?\n\nGood.\n\n## Installation\n\nRun.\n\n## Usage\n\nUse.\n\n"
            "## How does it work?\n\nMagic.\n\n## License\n\nMIT\n"
        ),
    ],
    ids=["manual", "changelog", "links", "essay", "readme"],
)
def test_documents_of_other_kinds_are_refused(text: str) -> None:
    assert read(text) == []
    assert "no-questions" in codes(text)


def test_sections_that_the_contents_list_are_no_questions_for_that() -> None:
    names = ("Closures", "Prototypes", "Modules")
    contents = "".join(f"- [{name}](#{name.lower()})\n" for name in names)
    text = f"# Guide\n\n{contents}\n" + "".join(f"## {name}\n\nText.\n\n" for name in names)

    assert read(text) == []


def test_title_in_the_front_matter_may_announce_the_questions() -> None:
    text = document("## La cosa NN\n\nEs NN.\n")

    assert read(text) == []
    assert len(read(f"---\ntitle: Preguntas frecuentes\n---\n\n{text}")) == 4


def test_faq_in_a_long_readme_is_read_and_nothing_else() -> None:
    text = (
        "# Tool\n\n"
        + "Long text. " * 60
        + "\n\n## Usage\n\n"
        + "More text. " * 60
        + "\n\n## FAQ\n\n"
        + document("### Does it fail NN\n\nNo NN.\n")
        + "\n## License\n\nMIT\n"
    )

    assert read(text)[0] == ("Does it fail 1", "No 1.")
    assert len(read(text)) == 4


@pytest.mark.parametrize(
    "tail",
    [
        "**[⬆ Back to top](#contents)**",
        "[Volver a índice](#indice)",
        "<br>[к оглавлению](#x)",
        '<div align="right">\n    <b><a href="#">↥ 맨 위로</a></b>\n</div>',
        "[⬅ Prev](#aNN) | [Next ➡](#bNN)\n\n---",
        "---\n\n<br/>",
        "<!-- reviewed NN -->",
    ],
)
def test_what_recurs_behind_every_card_is_part_of_none(tail: str) -> None:
    text = "# FAQ\n\n" + document(f"### What is NN?\n\nIt is NN.\n\n{tail}\n")

    assert read(text) == [(q, f"It is {n}.") for n, q in enumerate(QUESTIONS, 1)]


@pytest.mark.parametrize(
    ("part", "question", "answer"),
    [
        (
            (
                "### Explain NN\n\n```js\nx(NN)\n```\n\n<details>\n<summary>show</summary>\n\n"
                "It is NN.\n\n#### More\n\nSo NN.\n\n</details>\n"
            ),
            "Explain 1\n\n```js\nx(1)\n```",
            "It is 1.\n\n#### More\n\nSo 1.",
        ),
        (
            "###### NN. What is NN?\n\n| a |\n|---|\n| NN |\n\n#### Answer\n\nIt is NN.\n",
            "What is 1?\n\n| a |\n|---|\n| 1 |",
            "It is 1.",
        ),
        ("## What is NN?\n\n## Answer\n\nIt is NN.\n", "What is 1?", "It is 1."),
        ("## #NN\n\n### What is NN?\n\nIt is NN.\n", "What is 1?", "It is 1."),
        (
            "## Question NN\n\nLook:\n\n```\nNN\n```\n\nWhat is it?\n\n### Answer\n\nIt is NN.\n",
            "Look:\n\n```\n1\n```\n\nWhat is it?",
            "It is 1.",
        ),
        ('<h3 name="qNN">\n  What is NN?\n</h3>\n\nIt is NN.\n', "What is 1?", "It is 1."),
        ("NN. ### What is NN?\n\n    It is NN.\n", "What is 1?", "It is 1."),
        ("### [NN. What is NN?](https://a.b/NN)\n\nIt is NN.\n", "What is 1?", "It is 1."),
        ("## Q. ***Explain NN***\n\nIt is NN.\n", "Explain 1", "It is 1."),
        ("### 第NN题 何谓甲NN\n\n答案：乙NN\n", "何谓甲1", "乙1"),
    ],
    ids=[
        "fold",
        "shallower answer",
        "answer of the same level",
        "index",
        "index and answer",
        "html",
        "item",
        "link",
        "bare label",
        "chinese",
    ],
)
def test_question_holds_all_before_the_answer_and_the_answer_all_after(
    part: str, question: str, answer: str
) -> None:
    found = read("# FAQ\n\n" + document(part))

    assert len(found) == 4
    assert found[0] == (question, answer)


def test_stray_fence_in_an_item_hides_nothing_after_it() -> None:
    text = "\n".join(
        f"{n}. ### What is {n}?\n\n    It is {n}.\n" + ("    ```\n" if n == 2 else "")
        for n in range(1, 5)
    )

    assert [question for question, _ in read(text)] == QUESTIONS
    assert "unclosed-fence" in codes(text)


def test_stubs_gaps_and_broken_promises_are_reported_with_their_lines() -> None:
    text = (
        "# 63 questions\n\n### 1. What is a?\n\nTODO\n\n### 2. What is b?\n\nIt is b.\n\n"
        "### 5. What is c?\n\nIt is c.\n\n### 6. What is d?\n\n"
    )
    deck, findings = read_document(text, "a.md")

    assert [note.question for note in deck.notes if note.answer] == ["What is b?", "What is c?"]
    assert {(f.code, f.line) for f in findings} == {
        ("promised-count", 1),
        ("stub", 5),
        ("number-gap", 11),
    }


def test_what_several_cards_say_alike_is_a_stub_in_any_language() -> None:
    answer = "Hii ni jibu refu sana linaloeleza mambo mengi kwa undani, tena kwa mifano mizuri "
    text = document(f"### Nini NN?\n\n{answer}NN.\n", 6) + "".join(
        f"\n### Kwa nini {n}?\n\nJibu hapa\n" for n in range(3)
    )

    assert codes(text).count("stub") == 3


def test_right_or_wrong_is_an_answer_however_often_it_recurs() -> None:
    text = "# Quiz\n\n" + document("### NN. It is NN.\n\nAnswer: true\n", 6)

    assert [answer for _, answer in read(text)] == ["true"] * 6


_line = st.text(alphabet="#-*_.:?`<> 12aQA水[]()|=~+x\t", max_size=30)
_tags = st.sampled_from(
    [
        "<details>",
        "<summary>a?</summary>",
        "</details>",
        "```",
        "- A. x",
        "- [x] b",
        "Answer: A",
        "Q: a?",
        "A: b",
        "**a?**",
        "### a?",
        "---",
        "1. a?",
        "<h3>",
        "a?</h3>",
        "",
    ]
)


@given(st.lists(_line | _tags, max_size=25))
def test_no_document_makes_the_reader_raise(lines: list[str]) -> None:
    deck, findings = read_document("\n".join(lines), "a.md")

    assert deck.notes or findings
    assert all(1 <= note.line <= len(lines) for note in deck.notes)


@given(st.permutations(range(4)))
def test_noise_around_the_questions_changes_no_card(order: list[int]) -> None:
    noise = [
        "[![Build](https://a.b/c.svg)](https://a.b)\n\n",
        "- [What is 1?](#what-is-1)\n- [What is 2?](#what-is-2)\n- [What is 3?](#what-is-3)\n\n",
        '<p align="center"><img src="a.png"></p>\n\n',
        "> A word before.\n\n",
    ]
    head = "".join(noise[n] for n in order)
    body = document("### What is NN?\n\nIt is NN.\n")
    text = f"# FAQ\n\n{head}{body}\n## License\n\nMIT\n"

    assert read(text) == [(q, f"It is {n}.") for n, q in enumerate(QUESTIONS, 1)]


def test_section_whose_name_recurs_ends_the_answer_before_it() -> None:
    part = "## Elsewhere\n\n### NN. What is NN?\n\nIt is NN.\n"
    deck, _ = read_document("# T\n\n" + document(part), "a.md")

    assert [note.answer for note in deck.notes] == [f"It is {n}." for n in range(1, 5)]


def test_heading_above_the_question_that_recurs_under_most_is_part_of_the_answer() -> None:
    part = "###### What is NN?\n\nIt is NN.\n\n#### Why so\n\nBecause of NN.\n"
    deck, _ = read_document(document(part), "a.md")

    assert [note.answer.endswith(f"Because of {n}.") for n, note in enumerate(deck.notes, 1)] == (
        [True] * 4
    )


_WRITERS = {
    "headings": "### What is NN?\n\nTEXT\n",
    "folds": "<details><summary>Why is NN?</summary>\n\nTEXT\n\n</details>\n",
    "bold": "**How is NN?**\n\nTEXT\n",
    "labels": "Q: Who saw NN?\nA: TEXT\n",
    "table": "| Question | Answer |\n|---|---|\n| When is NN? | TEXT |\n",
    "definitions": "thing NN\n: TEXT\n",
}


@pytest.mark.parametrize("title", ["Biology", "Questions on biology"])
@pytest.mark.parametrize("shapes", [*combinations(_WRITERS, 2), *combinations(_WRITERS, 3)])
def test_sections_of_different_shapes_come_out_whole(title: str, shapes: tuple[str, ...]) -> None:
    text = "This is what there is to say of it, as the books on the matter have it."
    sections = [
        f"## All the {shape}\n\n" + document(_WRITERS[shape].replace("TEXT", text), 5)
        for shape in shapes
    ]
    deck, findings = read_document(f"# {title}\n\n" + "\n".join(sections), "a.md")

    assert [note.answer for note in deck.notes] == [text] * 5 * len(shapes)
    assert [note.section for note in deck.notes[::5]] == [(f"All the {each}",) for each in shapes]
    assert findings == []


def test_few_questions_of_several_shapes_in_a_long_text_are_left_alone() -> None:
    prose = "This tells of the tool and of what it does for those who have work to do. " * 12
    some = [document(_WRITERS[each].replace("TEXT", "So."), 3) for each in ("headings", "bold")]
    text = (
        f"# Tool\n\n## Use\n\n{prose}\n\n" + "\n## More\n\n".join(some) + f"\n## End\n\n{prose}\n"
    )

    assert read(text) == []


OTHER = "## Licence\n\nDo with it what you like, and tell others that they may do so too.\n"


@pytest.mark.parametrize(
    "questions",
    [
        "**What is a jib?**\n\nA small sail.\n\n**Who steers?**\n\nThe helmsman does it.\n\n",
        "**What is a jib?** A small sail.\n\n**Who steers?** The helmsman does it.\n\n",
        "- What is a jib?\n    - A small sail.\n- Who steers?\n    - The helmsman does it.\n\n",
        "1. ### What is a jib?\n   A small sail.\n2. ### Who steers?\n   The helmsman.\n\n",
        "### 1. What is a jib?\n\nA small sail.\n\n### 2. Who steers?\n\nThe helmsman.\n\n",
        "### 問1　帆とは何ですか。\n\n風を受ける布。\n\n### 問2　舵は？\n\n船の後ろの板。\n\n",
    ],
)
def test_two_questions_are_enough_if_each_is_set_off_and_asks(questions: str) -> None:
    assert len(read(f"# Sailing\n\nA text.\n\n{questions}## Licence\n\nMIT\n")) == 2


@pytest.mark.parametrize(
    "text",
    [
        # one is none
        f"# Sailing\n\n**What is a jib?** A small sail, and a good one at that.\n\n{OTHER}",
        # sections of a guide, bare or not all of them asking
        f"# Sailing\n\n## What is it?\n\nA sport.\n\n## Why sail?\n\nFor fun.\n\n{OTHER}",
        f"# Sailing\n\n### 1. What is it?\n\nA sport.\n\n### 2. Set out\n\nGo on.\n\n{OTHER}",
        # questions to which there is no answer
        f"# Sailing\n\n- What is a jib?\n- Who steers the boat?\n- Where to?\n\n{OTHER}",
        # two questions in a long text
        f"# Sailing\n\n**Why?** So.\n\n**When?** Now.\n\n## Sea\n\n{'It is deep. ' * 40}\n",
    ],
)
def test_less_is_not_enough(text: str) -> None:
    assert read(text) == []


def test_few_questions_of_two_shapes_are_found_beside_each_other() -> None:
    text = (
        "# Lecture 4\n\n## First law\n\nEnergy is conserved.\n\n"
        "- What is heat?\n    - Energy in transit.\n- What is work?\n    - Force on a way.\n\n"
        "## Second law\n\n**What is entropy?** A measure of disorder.\n\n"
        "**Who stated it first?** Clausius.\n\n## Homework\n\n1. Read on.\n2. Solve it.\n"
    )

    assert [front for front, _ in read(text)] == [
        "What is heat?",
        "What is work?",
        "What is entropy?",
        "Who stated it first?",
    ]
