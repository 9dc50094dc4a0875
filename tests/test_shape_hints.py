from __future__ import annotations

import pytest

from deckgen import markdown
from deckgen.readers.document import explain_document
from deckgen.shapes.hints import hint_of
from deckgen.shapes.page import page_of
from tests.conftest import read


def hint(text: str) -> str:
    return hint_of(page_of("a.md", text.split("\n"), markdown.parse(text).blocks))


@pytest.mark.parametrize(
    ("line", "card"),
    [
        ("perro - dog", "perro :: dog"),
        ("- perro – dog", "perro :: dog"),
        ("amare = to love", "amare :: to love"),
        ("1492 - Columbus", "1492 :: Columbus"),
        ("perro\tdog", "perro :: dog"),
        ("perro;dog", "perro :: dog"),
        ("Ribosome::Makes proteins", "Ribosome :: Makes proteins"),
        ("* What is supply? - The amount.", "What is supply? :: The amount."),
        ("- What is supply? → the amount", "What is supply? :: the amount"),
        ("well-known -> famous", "well-known :: famous"),
    ],
)
def test_lines_with_two_sides_are_told_how_a_card_looks(line: str, card: str) -> None:
    other = line.replace("perro", "gato").replace("1492", "1789").replace("supply", "price")
    text = f"# Week 1\n\n{line}\n{other}\n"

    assert read(text) == []
    assert hint(text).endswith(f'"{card}"')
    front, _, back = card.partition(" :: ")
    assert (front, back) in read(f"# Week 1\n\n{card}\nla mesa :: table\n")


@pytest.mark.parametrize(
    "form", ["{}\n- {}", "{}\n\n{}", "{}\n{}", "> {}\n\n{}", "*{}*\n\n{}", "_{}_\n\n{}"]
)
def test_plain_questions_are_told_to_be_headings(form: str) -> None:
    pairs = [("What is a cell?", "A unit."), ("What is a root?", "An organ.")]
    text = "# Week 1\n\n" + "\n\n".join(form.format(*pair) for pair in pairs)
    _, findings = explain_document(text, "a.md")

    assert findings[0].code == "no-questions"
    assert '("## What is a cell?")' in findings[0].hint
    assert read("# Week 1\n\n" + "\n\n".join(f"## {q}\n\n{a}" for q, a in pairs)) == pairs


@pytest.mark.parametrize(
    "text",
    [
        "# Week 1\n\nThe sea - wide and deep - is cold.\n\nThe wind blows.\n\nNobody swims.\n",
        "# Week 1\n\nWho knows? Nobody does, and nobody asks.\n\nThat is all.\n",
        "# Week 1\n\n```\na = b\nc = d\n```\n\nSome text.\n",
        "# Week 1\n\n| a - b | c |\n|---|---|\n| d - e | f |\n",
    ],
)
def test_prose_gets_no_such_hint(text: str) -> None:
    assert hint(text) == ""
