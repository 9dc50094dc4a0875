from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from deckgen.shapes.terms import read_terms

if TYPE_CHECKING:
    from collections.abc import Callable

    from deckgen.shapes.shape import Pair, Shape

    Read = Callable[[Shape, str], list[Pair]]


def texts(pairs: list[Pair]) -> list[tuple[str, str]]:
    return [(pair.question, pair.answer) for pair in pairs]


GLOSSARY = """# Glossary of sailing

Words on board.

## Boom
The spar at the foot.

## Clew
The lower corner.

#### Example
This one.

### Clew outhaul
The line that pulls it.

#### Example
That one.

## Jib
A small sail.

#### Example
And this.

---

## Keel
What keeps it upright.
"""


def test_headings_of_a_glossary_are_terms_sub_terms_too(pairs_of: Read) -> None:
    assert texts(pairs_of(read_terms, GLOSSARY)) == [
        ("Boom", "The spar at the foot."),
        ("Clew", "The lower corner.\n\n#### Example\nThis one."),
        ("Clew outhaul", "The line that pulls it.\n\n#### Example\nThat one."),
        ("Jib", "A small sail.\n\n#### Example\nAnd this."),
        ("Keel", "What keeps it upright."),
    ]
    assert {pair.kind for pair in pairs_of(read_terms, GLOSSARY)} == {"reversed"}


def test_terms_in_the_order_of_the_alphabet_need_no_title(pairs_of: Read) -> None:
    names = ["Алгоритм", "Архив", "Байт", "Бит", "Ключ", "Код", "Стек"]
    text = "\n\n".join(f"### {name}\nСлово о том, что это." for name in names)

    pairs = pairs_of(read_terms, f"# Программирование\n\n{text}\n")
    assert [pair.question for pair in pairs] == names


def test_sentences_with_one_bullet_below_are_asked_one_way(pairs_of: Read) -> None:
    text = (
        "# House\n\n## Never leave the door of the house open\n- A cat may come in.\n\n"
        "## Always wash the cups right after the tea\n- Stains stay.\n\n## Pianos\n- Ask first.\n"
    )

    assert [(pair.answer, pair.kind) for pair in pairs_of(read_terms, text)] == [
        ("- A cat may come in.", "basic"),
        ("- Stains stay.", "basic"),
        ("- Ask first.", "reversed"),
    ]


@pytest.mark.parametrize(
    "headings",
    [
        "Installation Usage Configuration Contributing License Authors Changes",
        "1.0.1 1.0.2 1.0.3 1.0.4 1.0.5 1.0.6 1.0.7",
        "abort() begin() close() delete() exit() flush() get()",
        "Added Fixed Added Fixed Added Fixed Added",
        "Apple? Bear? Cat? Dog? Emu? Fox? Goat?",
    ],
)
def test_other_headings_are_no_terms(headings: str, pairs_of: Read) -> None:
    text = "\n\n".join(f"## {name}\n\nA word on {name} here." for name in headings.split())

    assert pairs_of(read_terms, f"# My tool\n\n{text}\n") == []


@pytest.mark.parametrize("label", ["{}. ", "Step {}: ", "题目{}："])
def test_numbers_are_no_order_of_the_alphabet(label: str, pairs_of: Read) -> None:
    text = "".join(f"## {label.format(n)}A thing\n\nA word on it.\n\n" for n in range(1, 8))

    assert pairs_of(read_terms, f"# My tool\n\n{text}") == []


def test_lists_of_links_in_the_order_of_the_alphabet_are_no_terms(pairs_of: Read) -> None:
    names = "Android Bash Clojure Dart Elixir Fortran Go".split()
    text = "\n".join(f"## {name}\n\n- [a](x)\n- [b](y)\n" for name in names)

    assert pairs_of(read_terms, f"# Awesome\n\n{text}") == []
