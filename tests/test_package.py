from __future__ import annotations

import io
import sqlite3
import zipfile
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from deckgen.disk import read_templates
from deckgen.exporters.anki import export
from deckgen.model import OutputFile
from deckgen.package import read_package
from deckgen.refusal import RefusedError

if TYPE_CHECKING:
    from deckgen.model import Deck


def _package(decks: tuple[Deck, ...]) -> bytes:
    (content,) = (
        made.content for made in export(decks, read_templates()) if isinstance(made, OutputFile)
    )
    return content


def test_package_of_ours_is_read_back(decks: tuple[Deck, ...]) -> None:
    read = read_package(_package(decks), "a.apkg")

    assert [deck.name for deck in read] == [deck.name for deck in decks]
    for before, after in zip(decks, read, strict=True):
        for note, found in zip(before.notes, after.notes, strict=True):
            for name in ("guid", "front", "back", "tags", "section", "kind", "modified"):
                assert getattr(found, name) == getattr(note, name)


def test_question_of_a_package_is_text(decks: tuple[Deck, ...]) -> None:
    assert read_package(_package(decks), "a.apkg")[0].notes[1].question == 'Is a < b , or "not"?'


def _zip(**members: bytes) -> bytes:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as package:
        for name, content in members.items():
            package.writestr(name.replace("_", "."), content)
    return archive.getvalue()


def _database(script: str) -> bytes:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript(script)
        return connection.serialize()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "not-a-package"),
        (b"hello", "not-a-package"),
        (_zip(media=b"{}"), "not-a-package"),
        (_zip(collection_anki2=b""), "not-a-package"),
        (_zip(collection_anki2=b"hello" * 999), "not-a-package"),
        (_zip(collection_anki2=_database("create table notes (id)")), "not-a-package"),
        (
            _zip(collection_anki2=_database("create table col (models, decks)")),
            "not-a-package",
        ),
        (_zip(collection_anki2=b"", collection_anki21b=b""), "foreign-package"),
    ],
)
def test_what_is_no_package_is_refused_by_name(content: bytes, code: str) -> None:
    with pytest.raises(RefusedError, match=r"a\.apkg") as refused:
        read_package(content, "a.apkg")

    assert refused.value.findings[0].code == code
