from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from deckgen.disk import read_templates
from deckgen.exporters.anki import export
from deckgen.model import Deck, Note, OutputFile, Template
from deckgen.note_types import FIELDS, NOTE_TYPES, STYLES

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Collection

TEMPLATES = {name: replace(each, modified=1_700_000_000) for name, each in read_templates().items()}


def package(decks: tuple[Deck, ...], templates: dict[str, Template] = TEMPLATES) -> bytes:
    (file,) = export(decks, templates)
    assert isinstance(file, OutputFile)
    assert file.suffix == ".apkg"
    return file.content


@pytest.fixture
def written(tmp_path: Path, decks: tuple[Deck, ...]) -> Path:
    path = tmp_path / "cells.apkg"
    path.write_bytes(package(decks))
    return path


def test_anki_imports_every_note_with_its_fields(
    collection: Collection, written: Path, decks: tuple[Deck, ...]
) -> None:
    log = collection.import_package(written)
    first, second, third = collection.notes()

    assert (len(log.new), len(log.updated), len(log.conflicting)) == (3, 0, 0)
    assert dict(first.items()) == {
        "Question": "What is a cell?",
        "Answer": "<p>The <em>smallest</em> living unit.</p>\n",
        "Context": "Biology › Cells › Basics",
        "Source": "cells.md:3",
        "Number": "1",
        "Spare 1": "",
        "Spare 2": "",
        "Spare 3": "",
        "ID": "AAAAAAAAAA1",
    }
    assert [note.guid for note in (first, second, third)] == [
        note.guid for deck in decks for note in deck.notes
    ]
    assert first.tags == ["basics", "exam"]
    assert [note.mod for note in (first, second, third)] == [
        1_700_000_000,
        1_700_000_100,
        1_700_000_200,
    ]


def test_anki_finds_nothing_to_mend(collection: Collection, written: Path) -> None:
    collection.import_package(written)

    problems, ok = collection.col.fix_integrity()

    assert ok, problems
    assert collection.col.card_count() == 3
    assert list(collection.col.get_empty_cards().notes) == []


def test_decks_arrive_with_parents_and_description(collection: Collection, written: Path) -> None:
    collection.import_package(written)
    decks = {deck.name: deck.id for deck in collection.col.decks.all_names_and_ids()}

    assert {"Biology", "Biology::Cells", "Chemistry"} <= decks.keys()
    assert collection.col.decks.get(decks["Biology::Cells"])["desc"] == "<p>All about cells.</p>"


def test_cards_show_question_answer_and_context(collection: Collection, written: Path) -> None:
    collection.import_package(written)
    question, answer = collection.rendered()[0]

    assert "What is a cell?" in question
    assert "Biology › Cells › Basics" in question
    assert "smallest" not in question
    assert "The <em>smallest</em> living unit." in answer
    assert "cells.md:3" in answer


def test_package_imported_again_changes_nothing(collection: Collection, written: Path) -> None:
    collection.import_package(written)
    log = collection.import_package(written)

    assert (len(log.new), len(log.updated), len(log.duplicate)) == (0, 0, 3)


def test_changed_note_with_a_later_time_is_the_only_update(
    collection: Collection, written: Path, decks: tuple[Deck, ...]
) -> None:
    collection.import_package(written)
    first = decks[0].notes[0]
    edited = replace(first, back="<p>New.</p>\n", modified=first.modified + 1)
    newer = (replace(decks[0], notes=(edited, *decks[0].notes[1:])), decks[1])
    written.write_bytes(package(newer))
    log = collection.import_package(written)

    assert (len(log.new), len(log.updated), len(log.duplicate)) == (0, 1, 2)
    assert collection.notes()[0]["Answer"] == "<p>New.</p>\n"


def test_changed_style_with_a_later_time_updates_the_cards_and_no_note(
    collection: Collection, written: Path, decks: tuple[Deck, ...]
) -> None:
    collection.import_package(written)
    css = Template(".card { color: red }", TEMPLATES[STYLES[0]].modified + 1)
    written.write_bytes(package(decks, {**TEMPLATES, STYLES[0]: css}))
    log = collection.import_package(written)

    assert len(log.updated) == 0
    assert collection.col.models.get(NOTE_TYPES["basic"].id)["css"].startswith(
        ".card { color: red }"
    )
    assert len(collection.col.models.all_names_and_ids()) == len(
        {each.name for each in collection.col.models.all_names_and_ids()}
    )


def test_fields_and_templates_have_the_ids_that_we_promised(
    collection: Collection, written: Path
) -> None:
    """These numbers are in learners' collections: they never change."""
    collection.import_package(written)
    model = collection.col.models.get(1740410010001)

    assert model["name"] == "deckgen basic"
    fields = [(field["name"], field["id"]) for field in model["flds"]]
    assert fields == [(field.name, field.id) for field in FIELDS]
    assert [number for _, number in fields] == list(range(7404100001, 7404100010))
    assert [template["id"] for template in model["tmpls"]] == [7404110001]


def test_same_decks_make_the_same_bytes_whatever_the_hash_seed(
    decks: tuple[Deck, ...],
) -> None:
    script = (
        "import hashlib\n"
        "from deckgen import Lock, Source, export, identify, read, read_templates\n"
        "text = '\\n'.join(f'## {n}. What is {n}?\\nNumber {n}.\\n' for n in range(1, 50))\n"
        "decks, _ = read([Source(name='a.md', content=text.encode())])\n"
        "decks, _, _ = identify(decks, Lock(), now=1_700_000_000)\n"
        "(file,), findings = export(decks, ['anki'], read_templates())\n"
        "print(hashlib.sha256(file.content).hexdigest())\n"
    )
    hashes = {
        subprocess.run(
            [sys.executable, "-c", script],
            env={"PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }

    assert len(hashes) == 1
    assert package(decks) == package(decks)


def test_package_is_small_and_holds_no_dates(decks: tuple[Deck, ...]) -> None:
    entries = zipfile.ZipFile(io.BytesIO(package(decks))).infolist()

    assert [entry.filename for entry in entries] == ["collection.anki2", "media"]
    assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
    assert entries[0].compress_size < entries[0].file_size / 5


@pytest.mark.parametrize("front", ["0", "<img src=x>", "&nbsp;", "{{Back}} {{c1::x}}", "a" * 9000])
def test_every_front_makes_a_card(collection: Collection, tmp_path: Path, front: str) -> None:
    note = Note(question="Q", answer="A", front=front, back="A", guid="g", modified=1_700_000_000)
    path = tmp_path / "a.apkg"
    path.write_bytes(package((Deck(name="D", notes=(note,)),)))
    collection.import_package(path)

    assert collection.col.card_count() == 1
    assert front in collection.rendered()[0][0]
