from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from deckgen.shapes.definitions import read_definitions

if TYPE_CHECKING:
    from collections.abc import Callable

    from deckgen.shapes.shape import Pair, Shape

    Read = Callable[[Shape, str], list[Pair]]


def texts(pairs: list[Pair]) -> list[tuple[str, str]]:
    return [(pair.question, pair.answer) for pair in pairs]


def test_a_definition_has_its_lines_whether_indented_or_not(pairs_of: Read) -> None:
    text = (
        "# Glosario\n\n[célula]{#celula}\n:   Unidad de la\nvida.\n\nTejido {.t}\n: Conjunto\n"
        "  de [células](#celula)\n\n**Órgano**\n\n:   Parte del cuerpo.\n\n    - el corazón\n\n"
        "    ```c\n    x;\n\n    : y\n    ```\n\nFuente: un libro.\n"
    )
    first, second, third = pairs_of(read_definitions, text)

    assert (first.question, first.answer) == ("célula", "Unidad de la\nvida.")
    assert (first.line, first.answer_line, first.end, first.kind) == (3, 4, 5, "reversed")
    assert (second.question, second.answer) == ("Tejido", "Conjunto\nde [células](#celula)")
    assert third.question == "Órgano"
    assert third.answer == "Parte del cuerpo.\n\n- el corazón\n\n```c\nx;\n\n: y\n```"


def test_several_meanings_are_a_list_and_several_terms_one_question(pairs_of: Read) -> None:
    text = "bank\nbanks\n: of money\n: of a river,\n  or a lake\nbar\n: of iron\n"

    assert texts(pairs_of(read_definitions, text)) == [
        ("bank / banks", "- of money\n- of a river,\n  or a lake"),
        ("bar", "of iron"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        ":smile: hello\n",
        "term\n:param x: foo\n",
        "term\n:meaning without a space\n",
        "::: warning\ntext\n:::\n",
        "```\nterm\n: meaning\n```\n",
        "# Heading\n: text\n",
        "- item\n- : text\n",
        ": nothing above\n",
        "| a | b |\n| :--- | : |\n",
        "term: meaning\n",
        "{#id}\n: text\n",
        "a: b\nc : d\n",
        "<!--\nterm\n: meaning\n-->\n",
        "far above\n\n\n\n: text\n",
    ],
)
def test_other_colons_define_nothing(text: str, pairs_of: Read) -> None:
    assert pairs_of(read_definitions, text) == []
