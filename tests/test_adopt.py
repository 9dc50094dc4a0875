"""A note type that somebody has in Anki, taken into a project."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Collection, Ran


def add_note_type(collection: Collection, name: str, *fields: str) -> dict[str, Any]:
    """Make a note type and a note of it, as a person does in Anki's windows."""
    models = collection.col.models
    model = models.new(name)
    for field in fields:
        models.add_field(model, models.new_field(field))
    template = models.new_template("Card 1")
    template["qfmt"] = f"<h1>{{{{{fields[1]}}}}}</h1>"
    template["afmt"] = f"{{{{FrontSide}}}} {{{{{fields[0]}}}}}"
    models.add_template(model, template)
    model["css"] = ".card { color: teal }"
    models.add(model)
    made: dict[str, Any] = models.by_name(name)
    note = collection.col.new_note(made)
    note.fields = list(fields)
    collection.col.add_note(note, 1)
    return made


def export(collection: Collection, path: Path, *, legacy: bool = True) -> Path:
    from anki.collection import ExportAnkiPackageOptions

    options = ExportAnkiPackageOptions(legacy=legacy, with_media=True)
    collection.col.export_anki_package(out_path=str(path), options=options, limit=None)
    return path


def test_notes_join_those_of_the_note_type_that_is_there(
    collection: Collection, tmp_path: Path, deckgen: Callable[..., Ran]
) -> None:
    add_note_type(collection, "My words", "Meaning", "Word", "Notes")
    export(collection, tmp_path / "mine.apkg")

    said = deckgen("adopt", "mine.apkg")
    settings = said.out.replace('"Meaning" = "question"', '"Meaning" = "answer"')
    settings = settings.replace('"Word" = "answer"', '"Word" = "question"')
    (tmp_path / "deckgen.toml").write_text(f'sources = ["a.md"]\nname = "a"\n{settings}')
    (tmp_path / "a.md").write_text("## What is a cell?\nThe unit.\n")
    deckgen("build", "-f", "anki")
    log = collection.import_package(tmp_path / "build" / "a.apkg")

    assert said.code == 0
    assert (len(log.new), len(log.conflicting)) == (1, 0)
    assert {each.note_type()["name"] for each in collection.notes()} == {"My words"}
    assert ["<p>The unit.</p>\n", "What is a cell?", ""] in [n.fields for n in collection.notes()]
    assert collection.notes()[0].note_type()["css"] == ".card { color: teal }"
    assert any("<h1>What is a cell?</h1>" in front for front, _ in collection.rendered())


def test_settings_are_valid_and_name_files_that_are_there(
    collection: Collection, tmp_path: Path, deckgen: Callable[..., Ran]
) -> None:
    there = add_note_type(collection, "Ünï / code", "A b", "C'd", "E")
    export(collection, tmp_path / "mine.apkg")

    settings = tomllib.loads(deckgen("adopt", "mine.apkg").out)["note_types"]["basic"]

    assert (settings["name"], settings["id"]) == ("Ünï / code", there["id"])
    assert settings["fields"] == {"A b": "question", "C'd": "answer", "E": ""}
    files = [*settings["css"], *settings["cards"]["Card 1"]]
    texts = [(tmp_path / "templates" / "anki" / name).read_text() for name in files]
    assert texts == [".card { color: teal }", "<h1>{{C'd}}</h1>", "{{FrontSide}} {{A b}}"]


def test_of_several_note_types_one_is_named(
    collection: Collection, tmp_path: Path, deckgen: Callable[..., Ran]
) -> None:
    add_note_type(collection, "One", "A", "B")
    add_note_type(collection, "Two", "C", "D")
    export(collection, tmp_path / "mine.apkg")

    unnamed, wrong = deckgen("adopt", "mine.apkg"), deckgen("adopt", "mine.apkg", "--name", "Tow")

    assert (unnamed.code, wrong.code) == (2, 2)
    assert "One, Two" in unnamed.err
    assert 'did you mean "Two"?' in wrong.err
    assert not (tmp_path / "templates").exists()
    assert 'name = "Two"' in deckgen("adopt", "mine.apkg", "--name", "Two").out


def test_templates_that_are_there_are_not_replaced(
    collection: Collection, tmp_path: Path, deckgen: Callable[..., Ran]
) -> None:
    add_note_type(collection, "One", "A", "B")
    export(collection, tmp_path / "mine.apkg")
    style = tmp_path / "templates" / "anki" / "one.css"
    style.parent.mkdir(parents=True)
    style.write_text("mine")

    said = deckgen("adopt", "mine.apkg")

    assert (said.code, said.out) == (2, "")
    assert "one.css is there already" in said.err
    assert [path.name for path in style.parent.iterdir()] == ["one.css"]
    assert style.read_text() == "mine"


@pytest.mark.parametrize("content", [b"", b"no package"])
def test_what_is_no_package_is_refused(
    tmp_path: Path, deckgen: Callable[..., Ran], content: bytes
) -> None:
    (tmp_path / "mine.apkg").write_bytes(content)

    said = deckgen("adopt", "mine.apkg")

    assert said.code == 1
    assert "mine.apkg is not an Anki package" in said.err


def test_package_that_only_anki_reads_is_refused_with_what_to_tick(
    collection: Collection, tmp_path: Path, deckgen: Callable[..., Ran]
) -> None:
    add_note_type(collection, "One", "A", "B")
    export(collection, tmp_path / "mine.apkg", legacy=False)

    said = deckgen("adopt", "mine.apkg")

    assert said.code == 1
    assert "Support older Anki versions" in said.err


def test_it_is_for_the_kind_that_is_named_and_another_kind_of_notes_is_told(
    collection: Collection, tmp_path: Path, deckgen: Callable[..., Ran]
) -> None:
    add_note_type(collection, "My words", "Word", "Meaning")
    export(collection, tmp_path / "mine.apkg")
    (tmp_path / "a.md").write_text("hola :: hello\nadiós :: goodbye\nagua :: water\n")

    with_gaps = deckgen("adopt", "mine.apkg", "--kind", "cloze")
    settings = deckgen("adopt", "mine.apkg", "--kind", "reversed").out
    (tmp_path / "deckgen.toml").write_text(f'sources = ["a.md"]\nkind = "reversed"\n{settings}')
    fits = deckgen("check")
    for_basic = settings.replace("note_types.reversed", "note_types.basic")
    (tmp_path / "deckgen.toml").write_text(f'sources = ["a.md"]\nkind = "reversed"\n{for_basic}')
    unused = deckgen("check")

    assert (with_gaps.code, "[wrong-kind]" in with_gaps.err) == (2, True)
    assert "[note_types.reversed.fields]" in settings
    assert "unused-note-type" not in fits.err
    assert 'deckgen.toml:3: warning: no note is basic, so none has the note type "My words"; ' in (
        unused.err
    )
    assert "the notes are: 3 reversed" in unused.err
    assert "[note_types.reversed] if it is meant for those" in unused.err
