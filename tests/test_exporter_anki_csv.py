from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from deckgen.disk import read_templates
from deckgen.exporters import anki, anki_csv
from deckgen.model import Deck, OutputFile, Template

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Collection


def write(path: Path, decks: tuple[Deck, ...], **options: str) -> Path:
    (file,) = anki_csv.export(decks, {}, **options)
    path.write_bytes(file.content)
    return path


def test_anki_imports_it_without_a_click(
    collection: Collection, tmp_path: Path, decks: tuple[Deck, ...]
) -> None:
    log = collection.import_csv(write(tmp_path / "a.csv", decks))
    notes = {
        note.guid: note for note in map(collection.col.get_note, collection.col.find_notes(""))
    }

    assert (len(log.new), len(log.missing_notetype), len(log.empty_first_field)) == (3, 0, 0)
    assert notes["AAAAAAAAAA1"].fields == [
        "What is a cell?",
        "<p>The <em>smallest</em> living unit.</p>\n",
    ]
    assert notes["AAAAAAAAAA1"].tags == ["basics", "exam"]
    assert collection.col.decks.id_for_name("Biology::Cells")


def test_imported_twice_it_changes_nothing(
    collection: Collection, tmp_path: Path, decks: tuple[Deck, ...]
) -> None:
    path = write(tmp_path / "a.csv", decks)
    collection.import_csv(path)
    log = collection.import_csv(path)

    assert (len(log.new), len(log.updated), len(log.duplicate)) == (0, 0, 3)


def test_imported_after_an_edit_it_updates_question_and_answer(
    collection: Collection, tmp_path: Path, decks: tuple[Deck, ...]
) -> None:
    collection.import_csv(write(tmp_path / "a.csv", decks))
    edited = replace(decks[1].notes[0], front='#New, "quoted"\nfront', back="<p>New</p>")
    newer = (decks[0], replace(decks[1], notes=(edited,)))
    log = collection.import_csv(write(tmp_path / "a.csv", newer))

    assert (len(log.new), len(log.updated)) == (0, 1)
    assert collection.col.note_count() == 3


def test_all_fields_go_into_the_note_type_of_our_package(
    collection: Collection, tmp_path: Path, decks: tuple[Deck, ...]
) -> None:
    templates = {name: Template(each.text, 1) for name, each in read_templates().items()}
    (package,) = anki.export(decks, templates)
    assert isinstance(package, OutputFile)
    (tmp_path / "a.apkg").write_bytes(package.content)
    collection.import_package(tmp_path / "a.apkg")
    edited = replace(decks[0].notes[0], back="<p>New</p>")
    newer = (replace(decks[0], notes=(edited, *decks[0].notes[1:])), decks[1])
    log = collection.import_csv(write(tmp_path / "a.csv", newer, note_type="deckgen"))

    assert (len(log.new), len(log.updated), len(log.duplicate)) == (0, 1, 2)
    assert collection.notes()[0]["Answer"] == "<p>New</p>"
    assert collection.notes()[0]["ID"] == "AAAAAAAAAA1"
