from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from deckgen import Source, check, read

if TYPE_CHECKING:
    from deckgen.model import Kind


def said_of(answer: str, kind: Kind = "basic") -> list[tuple[str, int]]:
    note = {"deck": "A", "question": "What?", "answer": answer, "kind": kind, "answer_line": 7}
    data = {"deckgen": 1, "decks": [{"name": "A"}], "notes": [note]}
    decks, findings = read([Source(name="a.json", content=json.dumps(data).encode())])
    assert findings == []
    return [(each.code, each.line) for each in check(decks)]


@pytest.mark.parametrize("answer", ["TODO", "*To be completed.*", "…", "> Coming soon", "???"])
def test_placeholder_in_json_is_reported_at_the_answer(answer: str) -> None:
    assert said_of(answer) == [("stub", 7)]


@pytest.mark.parametrize("answer", ["Yes.", "42", "TODO lists", "`TODO`", "A: ...", "水"])
def test_short_answer_in_json_is_an_answer(answer: str) -> None:
    assert said_of(answer) == []


def test_meaning_of_a_term_in_json_is_judged_as_in_documents() -> None:
    assert said_of("N/A", "reversed") == []
    assert said_of("TODO", "reversed") == [("stub", 7)]
