from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from deckgen.readers.document import read_document
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


def test_terms_of_a_list_in_html_know_their_lines_and_need_no_end_tags(pairs_of: Read) -> None:
    text = (
        "# Glosario\n\n<dl>\n  <dt><b>célula</b></dt>\n  <dd>Unidad\n      de la vida.</dd>\n"
        '  <DT id="t">Tejido\n  <dd>\n\n  Conjunto:\n\n  ```c\n  <dt>\n  ```\n  </dd>\n</dl>\n'
    )
    first, second = pairs_of(read_definitions, text)

    assert (first.question, first.answer, first.kind) == (
        "célula",
        "Unidad de la vida.",
        "reversed",
    )
    assert (first.line, first.answer_line, first.end) == (4, 5, 6)
    assert (second.question, second.answer) == ("Tejido", "Conjunto:\n\n```c\n<dt>\n```")
    assert (second.line, second.answer_line, second.end) == (7, 10, 15)


def test_several_terms_and_meanings_in_html_are_one_card(pairs_of: Read) -> None:
    text = "<dl><dt>bank</dt><dt>banks</dt><dd>of money</dd>\n<dd>of a river</dd></dl>\n"

    assert texts(pairs_of(read_definitions, text)) == [("bank / banks", "- of money\n- of a river")]


@pytest.mark.parametrize(
    "text",
    ["Is it free?\n: Yes.\n", "<dl>\n<dt>Is it free?</dt>\n<dd>Yes.</dd>\n</dl>\n"],
)
def test_term_that_asks_is_a_question_and_asks_one_way(text: str, pairs_of: Read) -> None:
    (pair,) = pairs_of(read_definitions, text)

    assert (pair.question, pair.answer, pair.kind) == ("Is it free?", "Yes.", "basic")


@pytest.mark.parametrize(
    "text",
    [
        "<dl></dl>\n",
        "<dl><dt>alone</dt></dl>\n",
        "<dl><dd>alone</dd></dl>\n",
        "<dt>no</dt><dd>list</dd>\n",
        "<dl><dt>never</dt><dd>closed</dd>\n",
        "```html\n<dl><dt>a</dt><dd>b</dd></dl>\n```\n",
        "<!-- <dl><dt>a</dt><dd>b</dd></dl> -->\n",
        "It is `<dl><dt>a</dt><dd>b</dd></dl>`.\n",
        "<dl><dt></dt><dd>b</dd></dl>\n",
    ],
)
def test_other_html_defines_nothing(text: str, pairs_of: Read) -> None:
    assert pairs_of(read_definitions, text) == []


def test_list_of_options_in_a_manual_is_no_deck() -> None:
    options = "".join(f"<dt>--{name}</dt>\n<dd>Be {name}.</dd>\n" for name in ("a", "b", "c", "d"))
    text = f"# Tool\n\n## Usage\n\n{'Run the tool. ' * 40}\n\n<dl>\n{options}</dl>\n"
    deck, findings = read_document(text, "a.md")

    assert deck.notes == ()
    assert [finding.code for finding in findings] == ["no-questions"]


def test_list_of_html_in_an_answer_stays_as_it_is() -> None:
    inner = "<dl>\n<dt>a</dt><dd>b</dd>\n<dt>c</dt><dd>d</dd>\n</dl>"
    parts = [f"## What is {n}?\n\nIt is {n}:\n\n{inner}\n" for n in range(4)]
    deck, _ = read_document("# FAQ\n\n" + "\n".join(parts), "a.md")

    assert [note.answer for note in deck.notes] == [f"It is {n}:\n\n{inner}" for n in range(4)]
