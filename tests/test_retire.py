"""Notes that left the source, in the packages and in a learner's collection."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Collection, Ran

    Deckgen = Callable[..., Ran]

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010804000000b51c0c02"
    "0000000b4944415478da6364f80f00010501012718e3660000000049454e44ae426082"
)
NOVA = "What is a nova?\n\nA dwarf that flares up: ![flare](nova.png)\n\n*Source: Almanac, 1999*"
PULSAR = "What is a pulsar?\n\nA star that turns and sends a beam."
QUASAR = "What is a quasar?\n\nThe bright heart of a far galaxy."


@pytest.fixture
def build(deckgen: Deckgen, tmp_path: Path) -> Callable[..., Any]:
    """Build some notes into a package, and return the receipt."""
    (tmp_path / "nova.png").write_bytes(PNG)

    def run(package: str, *notes: str, retire: str = "") -> Any:
        text = "".join(f"## {number}. {note}\n\n" for number, note in enumerate(notes, 1))
        (tmp_path / "stars.md").write_text(f"# Stars\n\n{text}", encoding="utf-8")
        options = ["--retire", retire] if retire else []
        ran = deckgen("build", "stars.md", "-o", package, "--json", *options)
        assert ran.code == 0, ran.err
        return json.loads(ran.out)

    return run


def _notes(collection: Collection) -> dict[str, Any]:
    return {note["Question"]: note for note in collection.notes()}


def test_note_that_is_gone_stays_whole_with_the_tag_and_loses_it_when_it_returns(
    build: Callable[..., Any], collection: Collection, tmp_path: Path
) -> None:
    build("one.apkg", NOVA, PULSAR, QUASAR)
    collection.import_package(tmp_path / "one.apkg")
    before = _notes(collection)["What is a nova?"]

    build("two.apkg", PULSAR, retire="one.apkg")
    log = collection.import_package(tmp_path / "two.apkg")
    nova = _notes(collection)["What is a nova?"]
    assert (len(log.new), len(log.updated)) == (0, 2)
    assert nova.tags == ["deckgen::retired"]
    assert {name: nova[name] for name in ("Answer", "Context", "Number")} == {
        name: before[name] for name in ("Answer", "Context", "Number")
    }
    assert "Almanac, 1999" in nova["Source"]
    assert len(collection.col.find_notes("tag:deckgen::retired")) == 2

    build("three.apkg", PULSAR, retire="two.apkg")
    assert len(collection.import_package(tmp_path / "three.apkg").updated) == 0

    build("four.apkg", PULSAR, NOVA, retire="three.apkg")
    assert len(collection.import_package(tmp_path / "four.apkg").updated) == 1
    assert _notes(collection)["What is a nova?"].tags == []
    assert _notes(collection)["What is a quasar?"].tags == ["deckgen::retired"]
    assert collection.col.media.check().missing == []


def test_learner_who_begins_with_the_later_package_has_the_pictures_too(
    build: Callable[..., Any], collection: Collection, tmp_path: Path
) -> None:
    build("one.apkg", NOVA, PULSAR)
    build("two.apkg", PULSAR, retire="one.apkg")
    collection.import_package(tmp_path / "two.apkg")

    assert len(collection.notes()) == 2
    assert collection.col.media.check().missing == []


def test_receipt_says_how_many_were_kept_and_how_to_find_them(
    build: Callable[..., Any],
) -> None:
    build("one.apkg", NOVA, PULSAR)
    receipt = build("two.apkg", PULSAR, retire="one.apkg")
    (said,) = (each for each in receipt["findings"] if each["code"] == "retired")

    assert receipt["cards"] == 1
    assert said["message"].startswith("1 gone from the source")
    assert "tag:deckgen::retired" in said["hint"]


def test_only_what_anki_imports_holds_retired_notes(
    build: Callable[..., Any], deckgen: Deckgen, tmp_path: Path
) -> None:
    build("one.apkg", NOVA, PULSAR)
    (tmp_path / "stars.md").write_text(f"# Stars\n\n## {PULSAR}\n", encoding="utf-8")
    deckgen("build", "stars.md", "-f", "csv,anki-csv,html", "--retire", "one.apkg")
    held = {
        path.name: "nova" in path.read_text(encoding="utf-8")
        for path in (tmp_path / "build").iterdir()
        if path.suffix != ".apkg"
    }

    assert {name for name, has_it in held.items() if has_it} == {"stars.anki.csv"}


def test_package_of_another_project_gives_nothing(
    build: Callable[..., Any], deckgen: Deckgen, tmp_path: Path
) -> None:
    (tmp_path / "far").mkdir()
    (tmp_path / "far" / "sea.md").write_text("# Sea\n\n## 1. What is a reef?\n\nCorals.\n")
    deckgen("build", "far/sea.md", "-o", "sea.apkg")
    receipt = build("stars.apkg", PULSAR, retire="sea.apkg")

    assert [each for each in receipt["findings"] if each["code"] == "retired"] == []


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["--retire", "none.apkg"], 2, "'none.apkg' does not exist"),
        (["--retire", "a.md"], 1, "[not-a-package]"),
        (["--retire", "a.md", "--no-lock"], 2, "--no-lock excludes"),
    ],
)
def test_what_cannot_be_retired_is_said(
    deckgen: Deckgen, tmp_path: Path, arguments: list[str], code: int, said: str
) -> None:
    (tmp_path / "a.md").write_text("# A\n\n## 1. What?\n\nThis.\n")
    ran = deckgen("build", "a.md", *arguments)

    assert (ran.code, ran.out) == (code, "")
    assert said in ran.err
    assert not (tmp_path / "deckgen.lock").exists()
