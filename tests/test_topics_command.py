"""What a user sees of topics: the command, and the ways to name a topic file."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

import pytest

from deckgen.commands.main import main
from deckgen.topics import parse_topics
from tests.conftest import Ran

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Collection

    Deckgen = Callable[..., Ran]

NOTES = """# Models

## 1. What is a GAN?

A generator against a discriminator.

## 2. How does a diffusion model differ from a GAN?

It removes noise step by step; a diffusion model takes its time.

## 3. What is mode collapse?
<!-- deckgen: tags=exam,-gan::training-stability -->

A GAN that draws one thing only.

## 4. How do you split a project into sprints?

By time.
"""
OWN = '[games]\nwords = ["GAN"]\n[noise]\nwords = ["diffusion model"]\n'


@pytest.fixture
def deckgen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Deckgen:
    """Run the command in ``tmp_path``, within this process: there are many runs here."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str | Path) -> Ran:
        with pytest.raises(SystemExit) as end:
            main(list(map(str, arguments)))
        said = capsys.readouterr()
        return Ran(int(end.value.code or 0), said.out, said.err)

    return run


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    path = tmp_path / "notes.md"
    path.write_text(NOTES, encoding="utf-8")
    (tmp_path / "own.toml").write_text(OWN, encoding="utf-8")
    return path


def test_coverage_says_questions_a_topic_and_names_those_without(
    deckgen: Deckgen, notes: Path
) -> None:
    ran = deckgen("topics", notes, "--topics", "own.toml")

    assert ran.code == 0
    lines = [" ".join(line.split()) for line in ran.out.splitlines()]
    assert lines == [
        "4 questions",
        "games 2",
        "noise 1",
        "2 without a topic",
        "notes.md:11 3. What is mode collapse?",
        "notes.md:16 4. How do you split a project into sprints?",
        "0 on more than 3 topics",
    ]


def test_coverage_as_json(deckgen: Deckgen, notes: Path) -> None:
    data = json.loads(deckgen("topics", notes, "--topics", "own.toml", "--json").out)

    assert data["questions"] == 4
    assert data["topics"] == {"games": 2, "noise": 1}
    assert [note["number"] for note in data["untagged"]] == [3, 4]
    assert data["over_tagged"] == []


def test_explanation_names_words_places_scores_and_what_nearly_made_it(
    deckgen: Deckgen, notes: Path
) -> None:
    ran = deckgen("topics", notes, "--topics", "generative-ai", "--explain", "3")

    assert ran.code == 0
    assert "notes.md:11  3. What is mode collapse?" in ran.out
    assert "exam: given by the author" in ran.out
    assert "gan::training-stability: 4 of the 5 points, but taken away by the author" in ran.out
    assert '+4  word "mode collapse" in the question' in ran.out
    assert "1. What is a GAN?" not in ran.out

    nearly = deckgen("topics", notes, "--topics", "own.toml", "--explain", "3").out
    assert nearly.endswith(
        '  nearly:\n  - games: 1 of 4 points\n        +1  word "GAN" in the answer\n'
    )


def test_question_to_explain_can_be_named_by_its_text(deckgen: Deckgen, notes: Path) -> None:
    ran = deckgen("topics", notes, "--topics", "own.toml", "--explain", "SPRINTS")

    assert ran.out == (
        "notes.md:16  4. How do you split a project into sprints?\n  nothing speaks for any topic\n"
    )


def test_explanation_as_json_of_all_questions(deckgen: Deckgen, notes: Path) -> None:
    ran = deckgen("topics", "--topics", "own.toml", "--json", "--explain", notes)

    data = json.loads(ran.out)
    assert [note["number"] for note in data] == [1, 2, 3, 4]
    (evidence,) = data[0]["evidence"]
    assert (evidence["topic"], evidence["given"]) == ("games", True)
    assert evidence["hits"] == [
        {"phrase": "GAN", "kind": "words", "place": "question", "count": 1, "points": 4}
    ]
    assert data[2]["sources"] == {"exam": "given by the author"}


def test_question_that_is_not_there_cannot_be_explained(deckgen: Deckgen, notes: Path) -> None:
    ran = deckgen("topics", notes, "--topics", "own.toml", "--explain", "77")

    assert ran.code == 2
    assert '"77"' in ran.err
    assert "deckgen show" in ran.err


def test_without_topics_the_receipt_and_the_coverage_say_what_to_type(
    deckgen: Deckgen, notes: Path
) -> None:
    built = deckgen("build", notes, "-o", "out", "-f", "csv")

    assert "4 questions without a topic: try `deckgen topics suggest`, or write" in built.out
    assert "deckgen topics suggest" in deckgen("topics", notes).out


def test_draft_can_be_used_at_once_and_never_replaces_a_file(
    deckgen: Deckgen, notes: Path, tmp_path: Path
) -> None:
    first = deckgen("topics", "suggest", notes, "-o", "topics.toml")
    draft = (tmp_path / "topics.toml").read_text(encoding="utf-8")
    again = deckgen("topics", "suggest", notes, "-o", "topics.toml")
    used = deckgen("topics", notes, "--topics", "topics.toml", "--json")

    assert first.code == 0
    assert parse_topics(draft, "topics.toml")[1] == []
    assert (again.code, (tmp_path / "topics.toml").read_text(encoding="utf-8")) == (2, draft)
    assert "is there already [exists]" in again.err
    assert json.loads(used.out)["topics"]["gan"] == 2
    assert deckgen("topics", "suggest", notes).out == draft


def test_coverage_is_meant_where_no_command_is_named(deckgen: Deckgen, notes: Path) -> None:
    for arguments in ([], [notes], ["--json", notes], ["--explain", "3", notes], ["none.md"]):
        named = deckgen("topics", "coverage", *arguments)

        assert deckgen("topics", *arguments) == named


def test_help_shows_the_options_and_the_commands(deckgen: Deckgen) -> None:
    shown = deckgen("topics", "--help").out

    assert shown == deckgen("topics", "-h").out
    assert shown.startswith("Usage: deckgen topics [OPTIONS] [SOURCE]...\n")
    assert "--explain [NUMBER|TEXT]" in shown
    assert "\n  suggest " in shown
    assert deckgen("topics", "suggest", "-h").out.startswith("Usage: deckgen topics suggest ")


@pytest.mark.parametrize(
    "words, expected",
    [
        ("deckgen topics su", ["plain,suggest", "file,su"]),
        ("deckgen topics --e", ["plain,--explain"]),
        ("deckgen topics notes.md --e", ["plain,--explain"]),
        ("deckgen topics suggest --o", ["plain,--output"]),
    ],
)
def test_shell_completes_options_commands_and_files(
    deckgen: Deckgen, monkeypatch: pytest.MonkeyPatch, words: str, expected: list[str]
) -> None:
    monkeypatch.setenv("_DECKGEN_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_WORDS", words)
    monkeypatch.setenv("COMP_CWORD", str(words.count(" ")))

    assert deckgen().out.split() == expected


def test_nothing_to_suggest_is_said(deckgen: Deckgen, tmp_path: Path) -> None:
    (tmp_path / "one.md").write_text("# N\n\n## What is a cell?\n\nA unit.\n", encoding="utf-8")

    ran = deckgen("topics", "suggest", "one.md", "-o", "t.toml")

    assert ran.code == 1
    assert "[nothing-to-suggest]" in ran.err
    assert not (tmp_path / "t.toml").exists()


def test_topic_file_is_named_by_option_before_document_before_settings(
    deckgen: Deckgen, notes: Path, tmp_path: Path
) -> None:
    def topics(*options: str) -> set[str]:
        return set(json.loads(deckgen("topics", "--json", *options).out)["topics"])

    (tmp_path / "deckgen.toml").write_text(
        'sources = ["notes.md"]\ntopics = "own.toml"\n', encoding="utf-8"
    )
    assert topics() == {"games", "noise"}
    notes.write_text(f"---\ntopics: generative-ai\n---\n{NOTES}", encoding="utf-8")
    assert topics() >= {"gan", "diffusion"}
    assert topics("--topics", "own.toml") == {"games", "noise"}


def test_document_names_a_topic_file_beside_it(deckgen: Deckgen, tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "own.toml").write_text(OWN, encoding="utf-8")
    document = tmp_path / "a" / "notes.md"
    document.write_text(f"---\ntopics: own.toml\n---\n{NOTES}", encoding="utf-8")

    shown = deckgen("show", "a", "--json")

    assert json.loads(shown.out)[0]["topics"] == ["games"]


def test_documents_of_one_deck_keep_their_own_topic_files(deckgen: Deckgen, tmp_path: Path) -> None:
    for folder, topics in (("a", OWN), ("b", '[arts]\nwords = ["GAN"]\n'), ("c", "")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "own.toml").write_text(topics, encoding="utf-8")
        named = "topics: own.toml\n" if topics else ""
        text = f"---\ndeck: All\n{named}---\n## What is a GAN in {folder}?\n\nTwo networks.\n"
        (tmp_path / folder / "notes.md").write_text(text, encoding="utf-8")
    (tmp_path / "rest.toml").write_text('[rest]\nwords = ["GAN"]\n', encoding="utf-8")
    (tmp_path / "deckgen.toml").write_text(
        'sources = ["a", "b", "c"]\ntopics = "rest.toml"\n', encoding="utf-8"
    )

    shown = json.loads(deckgen("show", "--json").out)
    explained = json.loads(deckgen("topics", "--explain", "GAN", "--json").out)

    assert {note["deck"] for note in shown} == {"All"}
    assert [note["topics"] for note in shown] == [["games"], ["arts"], ["rest"]]
    assert [note["evidence"][0]["topic"] for note in explained] == ["games", "arts", "rest"]


@pytest.mark.parametrize("command", ["build", "check", "show", "topics"])
def test_unknown_topic_file_is_refused_with_the_nearest(
    deckgen: Deckgen, notes: Path, command: str
) -> None:
    ran = deckgen(command, notes, "--topics", "generativ-ai")

    assert ran.code == 2
    assert 'there is no topic file "generativ-ai" [no-topics]' in ran.err
    assert '"generative-ai"' in ran.err


def test_bad_topic_file_is_refused_with_its_line(
    deckgen: Deckgen, notes: Path, tmp_path: Path
) -> None:
    (tmp_path / "bad.toml").write_text("[a]\nword = ['x']\n", encoding="utf-8")

    ran = deckgen("build", notes, "--topics", "bad.toml", "-o", "out")

    assert ran.code == 1
    assert 'bad.toml:2: error: a topic has no "word" [topic-file]' in ran.err
    assert not (tmp_path / "out").exists()


def test_split_makes_a_deck_of_each_topic_in_anki(
    deckgen: Deckgen, notes: Path, tmp_path: Path, collection: Collection
) -> None:
    ran = deckgen("build", notes, "--topics", "own.toml", "--split", "topics", "-o", "models.apkg")
    log = collection.import_package(tmp_path / "models.apkg")

    decks = {
        collection.col.decks.name(card.did): card.note()["Question"]
        for note in collection.notes()
        for card in note.cards()
    }
    assert ran.code == 0
    assert len(log.new) == 4
    assert decks.keys() == {"Models", "Models::games", "Models::noise"}
    assert "GAN" in decks["Models::games"]


def test_split_makes_a_file_of_each_topic_in_csv_and_html(
    deckgen: Deckgen, notes: Path, tmp_path: Path
) -> None:
    ran = deckgen(
        "build", notes, "--topics", "own.toml", "--split", "topics", "-o", "out", "-f", "csv,html"
    )

    assert ran.code == 0
    assert {path.name for path in (tmp_path / "out").iterdir()} == {
        f"notes-{topic}.{ending}"
        for topic in ("games", "noise", "no-topic")
        for ending in ("csv", "html")
    }
    numbers = {}
    for topic in ("games", "noise", "no-topic"):
        with (tmp_path / "out" / f"notes-{topic}.csv").open(encoding="utf-8", newline="") as file:
            numbers[topic] = [row["number"] for row in csv.DictReader(file)]
    assert numbers == {"games": ["1", "2"], "noise": ["2"], "no-topic": ["3", "4"]}


@pytest.mark.parametrize(
    "options, message",
    [
        (["--topics", "own.toml", "--subdecks", "-o", "out"], "of sections or of topics"),
        (["--topics", "own.toml", "-o", "x.csv"], "x.csv is one file"),
        (["-o", "out"], "no question has a topic"),
    ],
)
def test_split_that_cannot_be_made_is_refused(
    deckgen: Deckgen, notes: Path, tmp_path: Path, options: list[str], message: str
) -> None:
    ran = deckgen("build", notes, "--split", "topics", *options)

    assert ran.code != 0
    assert message in ran.err
    assert {path.name for path in tmp_path.iterdir()} == {"notes.md", "own.toml"}


def test_split_can_be_set(deckgen: Deckgen, notes: Path, tmp_path: Path) -> None:
    assert notes.exists()
    settings = tmp_path / "deckgen.toml"
    settings.write_text(
        'sources = ["notes.md"]\ntopics = "own.toml"\ntag_prefix = "ai"\n'
        'formats = ["csv"]\nsplit = "topics"\n',
        encoding="utf-8",
    )
    assert deckgen("build").code == 0
    assert any(path.name.endswith("-games.csv") for path in (tmp_path / "build").iterdir())

    settings.write_text('sources = ["notes.md"]\nsplit = "topic"\n', encoding="utf-8")
    assert '"split" should be "topics" or "" [config]' in deckgen("build").err


@pytest.mark.parametrize("command", [["topics"], ["topics", "suggest"]])
def test_documents_are_read_by_the_shape_that_is_named(
    deckgen: Callable[..., Ran], tmp_path: Path, command: list[str]
) -> None:
    (tmp_path / "a.md").write_text("## What is a cell?\n\nA.\n\n## What is a cell wall?\n\nB.\n")

    assert "[unknown-shape]" in deckgen(*command, "a.md", "--shape", "x").err
    assert deckgen(*command, "a.md", "--shape", "headings").code == 0
    assert deckgen(*command, "a.md", "--shape", "tables").code == 1
