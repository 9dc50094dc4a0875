from __future__ import annotations

import pytest

from deckgen.readers.document import read_document
from deckgen.shapes.demands import demands, share_asking


@pytest.mark.parametrize(
    "text",
    [
        "Explain tides",
        "Briefly describe mitosis.",
        "Can you explain closures",
        "❓ Discuss the role of DNA",
        "Compare RNA with DNA",
        "Difference between RNA and DNA",
        "Name two congestion algorithms",
        "List 3 examples",
        "Explica la ósmosis",
        "Describa la célula",
        "Descreva a célula",
        "Expliquez les marées",
        "Décrivez la cellule",
        "Beschreiben Sie die Zelle",
        "Nenne zwei Gründe",
        "Unterschied zwischen RNA und DNA",
        "Spiega le maree",
        "Объясните осмос",
        "Назови причины",
        "Wyjaśnij osmozę",
        "请介绍一下闭包",
        "解释闭包",
        "クロージャを説明してください",
        "클로저를 설명하시오",
        "اشرح الإغلاق",
        "Kapanışı açıklayın",
    ],
)
def test_what_an_examiner_says_demands_an_answer(text: str) -> None:
    assert demands(text)


@pytest.mark.parametrize(
    "text",
    [
        "Explanation",
        "Explain",
        "Descriptions of cells",
        "Define the schema",
        "List the users",
        "List comprehension",
        "Name resolution",
        "State management",
        "Compare",
        "Comparison and contrast",
        "Create an account",
        "Give feedback",
        "How to describe",
        "说明",
        "介绍",
        "클로저 설명",
        "説明",
        "",
    ],
)
def test_what_guides_and_chapters_say_demands_none(text: str) -> None:
    assert not demands(text)


def test_demands_count_where_nearly_all_members_ask_one_way_or_the_other() -> None:
    assert share_asking(["What?", "**Explain a**", "Explain b", "c"]) == 0.75
    assert share_asking(["What?", "Explain a", "b", "c"]) == 0.25


@pytest.mark.parametrize(
    "text",
    [
        "## 1. Explain closures\n\nOne.\n",
        "# JS\n\n## 1. Explain closures\n\nOne.\n\n## 2. Describe hoisting\n\nTwo.\n",
        "# 1. Объясните осмос\n\nOne.\n\n# 2. Опишите клетку\n\nTwo.\n",
        "# B\n\n## Discuss DNA\n\nOne.\n\n## Describe RNA\n\nTwo.\n\n## What next?\n\nThree.\n",
    ],
)
def test_headings_that_demand_are_questions_however_few(text: str) -> None:
    deck, _ = read_document(text, "a.md")

    assert len(deck.notes) == text.count(".\n\n## ") + text.count(".\n\n# ") + 1
    assert deck.notes[0].answer == "One."


@pytest.mark.parametrize(
    "text",
    [
        "# Deploying\n\n## 1. Create an account\n\nGo.\n\n## 2. Install the tool\n\nRun.\n",
        "# Models\n\n## 1. Define the schema\n\nGo.\n\n## 2. List the users\n\nRun.\n",
        (
            "# Contributing\n\n## Before\n\nRead the rules.\n\n## Describe your change\n\n"
            "Say what.\n\n## Explain why\n\nSay why.\n\n## Open a pull request\n\nPush.\n"
        ),
    ],
)
def test_steps_of_a_guide_are_no_questions(text: str) -> None:
    deck, findings = read_document(text, "a.md")

    assert deck.notes == ()
    assert [finding.code for finding in findings] == ["no-questions"]
