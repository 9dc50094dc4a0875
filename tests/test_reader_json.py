from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from deckgen import pipeline
from deckgen.interchange import InterchangeError, data_from_decks, decks_from_data
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

    note = Note(question="Q?", answer="A.", file="a.json", line=1, answer_line=1)

    assert read_json(text, "a.json") == ((Deck(name="D", notes=(note,)),), [])


@pytest.mark.parametrize("indent", [1, None])
def test_note_without_a_document_stands_in_the_json_at_its_line(indent: int | None) -> None:
    notes: list[dict[str, Any]] = [
        {"question": '{[:,"notes"', "answer": "A", "deck": "D"},
        {"question": "Second", "answer": "A", "deck": "E", "file": "b.md", "line": 7},
        {"question": "Third", "answer": "A", "deck": "D", "tags": ["x"], "section": []},
    ]
    data = {"decks": [{"name": "D"}], "deckgen": 1, "notes": notes}
    text = json.dumps(data, indent=indent)
    decks, _ = read_json(text, "a.json")
    places = {note.question: (note.file, note.line) for deck in decks for note in deck.notes}
    lines = text.split("\n")

    assert places["Second"] == ("b.md", 7)
    for question in ('{[:,"notes"', "Third"):
        file, line = places[question]
        following = "".join(lines[line - 1 : line + 1])
        assert (file, json.dumps(question) in following) == ("a.json", True)


@pytest.mark.parametrize(
    ("text", "message", "line"),
    [
        ("{\n nonsense", "not valid JSON", 2),
        ("[]", "the file should be an object", 0),
        ("{}", '"deckgen" is None; this version reads 1', 0),
        ('{"deckgen": 2}', '"deckgen" is 2; this version reads 1', 0),
        ('{"deckgen": 1, "note": []}', 'unknown key "note"; did you mean "notes"?', 0),
        ('{"deckgen": 1, "notes": [{"note_type": {}}]}', 'unknown key "note_type"', 0),
        ('{"deckgen": 1, "notes": [{"topic_file": ""}]}', 'unknown key "topic_file"', 0),
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


def test_each_key_of_a_note_is_documented() -> None:
    page = (Path(__file__).parent.parent / "docs" / "json.md").read_text(encoding="utf-8")
    rows = [line for line in page.split("\n") if line.startswith("| `")]
    documented = {key for row in rows for key in re.findall(r"`(\w+)`", row.split("|")[1])}
    with pytest.raises(InterchangeError, match="known are") as refused:
        decks_from_data({"deckgen": 1, "notes": [{"?": 1}]})

    assert set(str(refused.value).partition("known are: ")[2].split(", ")) == documented


def test_topics_of_a_build_stay_topics_when_its_json_is_built(tmp_path: Path) -> None:
    text = "# D\n\n## Part\n\n### What is a StyleGAN?\n\nA GAN.\n\n### What is a cell?\n\nA unit.\n"
    (tmp_path / "a.md").write_text(text, encoding="utf-8")
    (tmp_path / "topics.toml").write_text('[gan.style]\nwords = ["StyleGAN"]\n', encoding="utf-8")
    (tmp_path / "deckgen.toml").write_text('tag_prefix = "p"\n', encoding="utf-8")
    arguments = ["build", "a.md", "--topics", "topics.toml", "-o", "a.json"]
    first = _built(tmp_path, *arguments)
    second = _built(tmp_path, "build", "a.json", "-o", "b.json")

    assert [note["topics"] for note in first] == [["p::gan::style"], []]
    assert [note["topics"] for note in second] == [["p::gan::style"], []]
    assert [note["tags"] for note in second] == [note["tags"] for note in first]


def _built(folder: Path, *arguments: str) -> list[dict[str, Any]]:
    """The notes of the JSON that a command writes."""
    command = [sys.executable, "-m", "deckgen", *arguments, "--no-lock"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    notes: list[dict[str, Any]] = json.loads((folder / arguments[-1]).read_bytes())["notes"]
    return notes
