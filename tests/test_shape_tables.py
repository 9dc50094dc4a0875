from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from deckgen.readers.document import read_document
from deckgen.shapes.tables import read_tables

if TYPE_CHECKING:
    from collections.abc import Callable

    from deckgen.shapes.shape import Pair, Shape

    Read = Callable[[Shape, str], list[Pair]]


def texts(pairs: list[Pair]) -> list[tuple[str, str]]:
    return [(pair.question, pair.answer) for pair in pairs]


def test_rows_of_questions_are_cards_with_their_numbers_and_remarks(pairs_of: Read) -> None:
    text = (
        "| # | Pregunta | Respuesta | Nivel |\n|--:|---|:-:|---|\n"
        "| 1 | **¿Qué es?** | Esto<br>o `a \\| b` | fácil |\n"
        "| 2 | ¿Y eso? | | media |\n"
    )
    first, second = pairs_of(read_tables, text)

    assert (first.question, first.number, first.line) == ("¿Qué es?", 1, 3)
    assert first.answer == "Esto<br>o `a | b`\n\n**Nivel:** fácil"
    assert (second.question, second.answer, second.kind) == ("¿Y eso?", "", "basic")


@pytest.mark.parametrize(
    "header",
    [
        "Term | Definition",
        "Wort | Übersetzung",
        "Begriff | Erklärung",
        "**Concepto** | **Significado**",
        "Термин | Определение",
        "术语 | 含义",
        "用語 | 意味",
        "용어 | 설명",
        "المصطلح | التعريف",
        "Kifejezés | Jelentés",
        "Palavra | Tradução",
        "English | Deutsch",
        "Español | English",
        "Acronym | Meaning",
    ],
)
def test_rows_of_terms_ask_both_ways(header: str, pairs_of: Read) -> None:
    (pair,) = pairs_of(read_tables, f"| {header} |\n|---|---|\n| alpha | beta |\n")

    assert (pair.question, pair.answer, pair.kind) == ("alpha", "beta", "reversed")


def test_columns_may_stand_in_any_order(pairs_of: Read) -> None:
    text = "Note | Answer | Question\n--- | --- | ---\nn | a | q\n"

    assert texts(pairs_of(read_tables, text)) == [("q", "a\n\n**Note:** n")]


def test_columns_without_telling_headers_are_known_by_what_is_in_them(pairs_of: Read) -> None:
    text = "| | |\n|---|---|\n| Why? | So. |\n| How? | Thus. |\n| Who? | Me. |\n"
    words = "| A | B |\n|---|---|\n| cat | macska |\n| dog | kutya |\n| horse | ló |\n"

    assert [pair.kind for pair in pairs_of(read_tables, text)] == ["basic"] * 3
    assert [pair.kind for pair in pairs_of(read_tables, words)] == ["reversed"] * 3


def test_a_question_in_the_place_of_the_header_is_a_card(pairs_of: Read) -> None:
    text = "| Why? | So. |\n|---|---|\n| How? | Thus. |\n| Who? | Me. |\n| When? | Now. |\n"

    assert texts(pairs_of(read_tables, text))[0] == ("Why?", "So.")


def test_a_row_without_a_question_goes_on_with_the_one_above(pairs_of: Read) -> None:
    text = "| Question | Answer |\n|---|---|\n| Why? | So. |\n| | And so. |\n"
    (pair,) = pairs_of(read_tables, text)

    assert (pair.answer, pair.line, pair.end) == ("So.\n\nAnd so.", 3, 4)


@pytest.mark.parametrize(
    "text",
    [
        "| No. | Questions |\n|---|---|\n| 1 | [What?](#what) |\n| 2 | [Who?](#who) |\n",
        "| # | Question | Solution |\n|---|---|---|\n| 1 | Two sum | [Python](a.py) |\n",
        "| Method | Accuracy |\n|---|---|\n| A | 76.1 |\n| B | 81.8 |\n| C | 83.5 |\n",
        "| Feature | SQL | NoSQL |\n|---|---|---|\n| Schema | fixed | free |\n| J | y | n |\n",
        "| Question | Difficulty |\n|---|---|\n| Why? | hard |\n",
        "| Term |\n|---|\n| alone |\n",
        "| Question | Answer |\n|---|---|\n",
        "```\n| Question | Answer |\n|---|---|\n| Why? | So. |\n```\n",
        "| Task | State |\n|---|---|\n| a | done |\n| b | done |\n| c | open |\n",
    ],
)
def test_other_tables_hold_no_cards(text: str, pairs_of: Read) -> None:
    assert pairs_of(read_tables, text) == []


HEAD = "<tr><th>Question</th><th>Answer</th></tr>"


def test_table_of_html_is_read_as_one_of_markdown() -> None:
    rows = [
        ("#", "Question", "Answer", "Level"),
        ("1", "Why?", "So.", "low"),
        ("2", "Who?", "", ""),
    ]
    markdown = "\n".join(f"| {' | '.join(row)} |" for row in (rows[0], ("---",) * 4, *rows[1:]))
    cells = [
        "".join(f"<{tag}>{text}</{tag}>" for text in row)
        for tag, row in zip(("th", "td", "td"), rows, strict=True)
    ]
    html = "<table>\n" + "\n".join(f"<tr>{each}</tr>" for each in cells) + "\n</table>"

    assert read_document(html, "a.md") == read_document(markdown, "a.md")
    assert len(read_document(html, "a.md")[0].notes) == 2


def test_cells_of_html_know_their_lines_and_need_no_end_tags(pairs_of: Read) -> None:
    text = (
        f'# Quiz\n\n<table border="1">\n<thead>{HEAD}</thead>\n<tbody>\n<tr>\n'
        "  <td><b>Why\n    so?</b>\n  <td>\n\n  So:\n\n  - **one**\n\n<tr valign=top>\n"
        "  <TD><p>How?</p></TD>\n  <td><pre>\na\n  b</pre></td></tr></tbody></table>\n"
    )
    first, second = pairs_of(read_tables, text)

    assert (first.question, first.answer) == ("Why so?", "So:\n\n- **one**")
    assert (first.line, first.answer_line, first.end) == (7, 11, 15)
    assert (second.question, second.answer) == ("How?", "<pre>\na\n  b</pre>")
    assert (second.line, second.answer_line, second.end) == (16, 17, 19)


def test_cell_of_html_over_several_rows_joins_them_and_one_over_all_columns_is_no_row(
    pairs_of: Read,
) -> None:
    text = (
        f"<table>{HEAD}\n<tr><td colspan='2'>Part one</td></tr>\n"
        '<tr><td rowspan="2">Why?</td><td>So.</td></tr>\n<tr><td>And so.</td></tr>\n'
        "<tr><td>How?</td><td>Thus.</td></tr>\n</table>\n"
    )

    assert texts(pairs_of(read_tables, text)) == [("Why?", "So.\n\nAnd so."), ("How?", "Thus.")]


def test_table_in_a_cell_of_html_stays_as_it_is(pairs_of: Read) -> None:
    inner = f"<table>{HEAD}<tr><td>a?</td><td>b</td></tr></table>"
    text = f"<table>{HEAD}\n<tr><td>Why?</td><td>{inner}</td></tr>\n</table>\n"

    assert texts(pairs_of(read_tables, text)) == [("Why?", inner)]


def test_table_of_html_in_an_answer_stays_as_it_is() -> None:
    table = f"<table>\n{HEAD}\n<tr><td>a?</td><td>b</td></tr>\n</table>"
    parts = [f"## What is {n}?\n\nIt is {n}:\n\n{table}\n" for n in range(4)]
    deck, _ = read_document("# FAQ\n\n" + "\n".join(parts), "a.md")

    assert [note.answer for note in deck.notes] == [f"It is {n}:\n\n{table}" for n in range(4)]


@pytest.mark.parametrize(
    "text",
    [
        '<table><tr><td><img src="a.png"></td><td><a href="b">c</a></td></tr></table>\n',
        "<table><tr><td>Question</td><td>Answer</td></tr><tr><td>a?</td><td>b</td></tr></table>\n",
        "<table><tr><th>Question</th></tr><tr><td>a?</td></tr></table>\n",
        f"<table>{HEAD}</table>\n",
        f"<table>{HEAD}<tr><td>a?</td><td>b</td><td>c</td></tr></table>\n",
        "<table><tr><th colspan=2>Question<th>Answer</tr><tr><td>a?</td><td>b</td></tr></table>\n",
        "<table><tr><th>Linux</th><th>Mac</th></tr><tr><td>yes</td><td>no</td></tr></table>\n",
        f"<table>{HEAD}<tr><td>a?</td><td>b</td></tr>\n",
        f"<!--\n<table>{HEAD}<tr><td>a?</td><td>b</td></tr></table>\n-->\n",
        f"```html\n<table>{HEAD}<tr><td>a?</td><td>b</td></tr></table>\n```\n",
        f"`<table>{HEAD}<tr><td>a?</td><td>b</td></tr></table>`\n",
        "<table></table><table><tr></table></table>\n",
    ],
)
def test_other_tables_of_html_hold_no_cards(text: str, pairs_of: Read) -> None:
    assert pairs_of(read_tables, text) == []
