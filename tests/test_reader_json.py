from __future__ import annotations

import json
from typing import Any

import pytest

from deckgen import pipeline
from deckgen.interchange import data_from_decks
from deckgen.model import Deck, Note, Source
from deckgen.readers.json import read_json


def _filtered(decks: tuple[Deck, ...], **changes: Any) -> Note:
    """The first note after a filter of the user's has changed it."""
    data = data_from_decks(decks)
    data["notes"][0].update(changes)
    content = json.dumps(data).encode()
    read, findings = pipeline.read([Source(name="a.json", content=content)])
    assert findings == []
    return next(note for deck in read for note in deck.notes if note.guid == "AAAAAAAAAA1")


def test_changed_markdown_is_rendered_anew(decks: tuple[Deck, ...]) -> None:
    note = _filtered(decks, answer="A *unit*.")

    assert note.back == "<p>A <em>unit</em>.</p>\n"


def test_changed_html_is_kept_while_the_markdown_is_the_same(decks: tuple[Deck, ...]) -> None:
    note = _filtered(decks, back="<b>Mine</b>")

    assert note.back == "<b>Mine</b>"


def test_note_may_be_moved_to_another_deck(decks: tuple[Deck, ...]) -> None:
    data = data_from_decks(decks)
    data["notes"][0]["deck"] = "New"
    read, _ = read_json(json.dumps(data), "a.json")

    assert [(deck.name, len(deck.notes)) for deck in read] == [
        ("Biology::Cells", 1),
        ("Chemistry", 1),
        ("New", 1),
    ]


def test_question_answer_and_deck_are_enough() -> None:
    text = '{"deckgen": 1, "notes": [{"question": "Q?", "answer": "A.", "deck": "D"}]}'

    assert read_json(text, "a.json") == (
        (Deck(name="D", notes=(Note(question="Q?", answer="A."),)),),
        [],
    )


@pytest.mark.parametrize(
    ("text", "message", "line"),
    [
        ("{\n nonsense", "not valid JSON", 2),
        ("[]", "the file should be an object", 0),
        ("{}", '"deckgen" is None; this version reads 1', 0),
        ('{"deckgen": 2}', '"deckgen" is 2; this version reads 1', 0),
        ('{"deckgen": 1, "note": []}', 'unknown key "note"; did you mean "notes"?', 0),
        ('{"deckgen": 1, "notes": [{"note_type": {}}]}', 'unknown key "note_type"', 0),
        ('{"deckgen": 1, "notes": {}}', "notes should be an array", 0),
        ('{"deckgen": 1, "notes": [1]}', "notes[0] should be an object", 0),
        ('{"deckgen": 1, "notes": [{}]}', "notes[0].question should be a text", 0),
        (
            '{"deckgen": 1, "notes": [{"question": "Q", "answer": "A", "deck": "D", "line": "3"}]}',
            "notes[0].line should be a whole number",
            0,
        ),
        (
            '{"deckgen": 1, "notes": [{"question": "Q", "answer": "A", "deck": "D", "tags": [1]}]}',
            "notes[0].tags should be a text",
            0,
        ),
    ],
)
def test_other_forms_are_refused_with_the_place(text: str, message: str, line: int) -> None:
    decks, (finding,) = read_json(text, "a.json")

    assert decks == ()
    assert (finding.severity, finding.code, finding.line) == ("error", "json", line)
    assert message in finding.message


def test_deep_nesting_is_refused() -> None:
    _, (finding,) = read_json("[" * 100_000, "a.json")

    assert finding.code == "json"


def test_half_a_surrogate_pair_is_replaced() -> None:
    text = '{"deckgen": 1, "notes": [{"question": "\\ud800?", "answer": "A", "deck": "D"}]}'
    ((deck,), _) = read_json(text, "a.json")

    assert deck.notes[0].question == "\ufffd?"
