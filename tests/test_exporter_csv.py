from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest

from deckgen.exporters.csv import COLUMNS, export

if TYPE_CHECKING:
    from deckgen.model import Deck, OutputFile


def rows(file: OutputFile, delimiter: str = ",") -> list[dict[str, str]]:
    text = file.content.decode("utf-8")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))


def test_table_has_a_row_for_each_note_in_study_order(decks: tuple[Deck, ...]) -> None:
    (file,) = export(decks, {})
    first, second, third = rows(file)

    assert file.suffix == ".csv"
    assert first == {
        "guid": "AAAAAAAAAA1",
        "number": "1",
        "question": "What is a cell?",
        "answer": "The smallest living unit.",
        "question_html": "What is a cell?",
        "answer_html": "<p>The <em>smallest</em> living unit.</p>\n",
        "deck": "Biology::Cells",
        "section": "Basics",
        "topics": "basics",
        "tags": "basics exam",
        "file": "cells.md",
        "line": "3",
    }
    assert second["question"] == 'Is a < b, or "not"?'
    assert second["number"] == ""
    assert third["answer"] == "H₂O\n\nلماء"


def test_lines_end_as_rfc_4180_has_it(decks: tuple[Deck, ...]) -> None:
    (file,) = export(decks, {})

    assert file.content.startswith(",".join(COLUMNS).encode() + b"\r\n")
    assert file.content.endswith(b"\r\n")


def test_tab_separated_table_has_its_own_ending(decks: tuple[Deck, ...]) -> None:
    (file,) = export(decks, {}, separator="tab")

    assert file.suffix == ".tsv"
    assert [row["guid"][-1] for row in rows(file, "\t")] == ["1", "2", "3"]


@pytest.mark.parametrize(("safe", "answer"), [(True, "'=1+1; yes"), (False, "=1+1; yes")])
def test_formulas_are_made_safe_on_request(
    decks: tuple[Deck, ...],
    safe: bool,  # noqa: FBT001
    answer: str,
) -> None:
    (file,) = export(decks, {}, spreadsheet_safe=safe)

    assert rows(file)[1]["answer"] == answer
