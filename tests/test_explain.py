from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from deckgen.readers.document import explain_document

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Ran

    Deckgen = Callable[..., Ran]


CARDS = "# T\n\n" + "".join(f"### What is {n}?\n\nIt is {n}.\n\n" for n in range(1, 5))
PARTS = "# T\n\n" + "".join(f"## Part {n}\n\nText {n}.\n\n" for n in range(1, 5))
SHEET = "# T\n\n" + "".join(f"- What is {n}?\n" for n in range(1, 5))


def test_explain_names_the_reading_that_was_taken_and_the_others(
    deckgen: Deckgen, tmp_path: Path
) -> None:
    (tmp_path / "a.md").write_text(CARDS)
    ran = deckgen("show", "--explain", "a.md")

    assert ran.code == 0
    assert ran.out.startswith("a.md: 4 questions: 4 headings of level 3\n")
    assert "(chosen)" in ran.out


def test_explain_gives_all_readings_as_json(deckgen: Deckgen, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(CARDS)
    (explained,) = json.loads(deckgen("show", "--explain", "--json", "a.md").out)

    assert (explained["file"], explained["questions"]) == ("a.md", 4)
    assert explained["shapes"] == ["headings:level-3"]
    assert explained["considered"][0]["verdict"] == "chosen"


def test_explain_says_why_a_document_is_refused(deckgen: Deckgen, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(PARTS)
    ran = deckgen("show", "--explain", "a.md")

    assert "0 questions: refused" in ran.out
    assert "nothing says that these are questions" in ran.out


def test_questions_without_answers_are_refused_and_printed_as_a_sheet(
    deckgen: Deckgen, tmp_path: Path
) -> None:
    (tmp_path / "a.md").write_text(SHEET)
    built = deckgen("build", "a.md")
    sheet = deckgen("show", "--questions", "a.md").out

    assert built.code == 1
    assert "4 questions, no answers found" in built.err
    assert not (tmp_path / "build").exists()
    (tmp_path / "b.md").write_text(sheet.replace("**Answer:**", "**Answer:** this"))
    assert "4 cards made" in deckgen("build", "b.md").out


@pytest.mark.parametrize("command", ["build", "check", "show"])
def test_named_shape_overrules_the_choice(deckgen: Deckgen, tmp_path: Path, command: str) -> None:
    (tmp_path / "a.md").write_text(PARTS)

    assert deckgen(command, "a.md").code == 1
    assert deckgen(command, "a.md", "--shape", "headings").code == 0


def test_project_names_the_shape(deckgen: Deckgen, tmp_path: Path) -> None:
    (tmp_path / "deckgen.toml").write_text('sources = ["a.md"]\nshape = "headings"\n')
    (tmp_path / "a.md").write_text(PARTS)

    assert deckgen("check").code == 0


def test_unknown_shape_is_refused_with_the_nearest(deckgen: Deckgen, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(CARDS)
    ran = deckgen("build", "a.md", "--shape", "heading")

    assert ran.code == 2
    assert 'did you mean "headings"?' in ran.err


@pytest.mark.parametrize(
    "text",
    [
        "## What is one?\n\nIt is one.\n",
        "1. ## What is one?\n\n   It is one.\n",
        "{{c1::One}} is a number.\n",
        "What is one?::A number.\n",
        "What is one?\n?\nA number.\n",
        "What is one? #card\nA number.\n",
        "One\n: A number.\n",
        "Question: What is one?\nAnswer: A number.\n",
        "| Question | Answer |\n|---|---|\n| What is one? | A number. |\n",
        "<details><summary>What is one?</summary>\n\nA number.\n\n</details>\n",
        "<dl><dt>One</dt><dd>A number.</dd></dl>\n",
        "**What is one?**\n\nA number.\n",
        "What is one?\n\n---\n\nA number.\n",
        "## What is one?\n\n- [ ] A number.\n- [x] A letter.\n",
        "## What is one?\n",
    ],
)
def test_evidence_of_one_is_in_the_singular(text: str) -> None:
    detection, findings = explain_document(f"# T\n\n{text}", "a.md")
    said = [each.reading.evidence for each in detection.considered]
    said += [finding.message for finding in findings]

    assert said
    assert [each for each in said if re.search(r"\b1 (?:\w+ )?\w+s\b", each)] == []
