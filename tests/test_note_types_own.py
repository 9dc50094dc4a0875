"""Note types of the author's own, from deckgen.toml to the learner's collection."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import pytest

from deckgen.config import parse_config
from deckgen.note_types import FIELDS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Collection, Ran

NOTES = """\
# Bio

## Cells

### What is a cell?
The unit.

## Genes

### What is a gene?
A part.
"""
NAMED = """\
formats = ["anki"]
sources = ["a.md"]
name = "a"

[note_types.basic]
name = "Vocabulary"

[note_types.basic.fields]
Word = "question"
Chapter = "section"
Meaning = "answer"
"""
WITH_CARDS = f"""{NAMED}
[note_types.basic.cards]
"To meaning" = ["word-front.html", "word-back.html"]
"""
TEMPLATES = {
    "word-front.html": "<h1>{{Word}}</h1>{{#Chapter}}<p>In {{Chapter}}</p>{{/Chapter}}",
    "word-back.html": "{{FrontSide}}<hr>{{Meaning}} ({{Source}})",
}


class Author:
    """Who writes notes and settings, and builds."""

    def __init__(self, folder: Path, deckgen: Callable[..., Ran]) -> None:
        self.folder, self.deckgen, self.clock = folder, deckgen, int(time.time()) - 100_000
        self.writes(NOTES)

    def writes(self, notes: str) -> None:
        """Save the document."""
        (self.folder / "a.md").write_text(notes)

    def sets(self, settings: str, **templates: str) -> None:
        """Save the settings and the templates."""
        (self.folder / "deckgen.toml").write_text(settings)
        for name, text in {**TEMPLATES, **templates}.items():
            path = self.folder / "templates" / "anki" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)

    def builds(self, *options: str) -> Ran:
        """Build, later than before."""
        self.clock += 100
        return self.deckgen("build", *options, SOURCE_DATE_EPOCH=str(self.clock))

    @property
    def package(self) -> Path:
        """What learners import."""
        return self.folder / "build" / "a.apkg"


@pytest.fixture
def author(tmp_path: Path, deckgen: Callable[..., Ran]) -> Author:
    return Author(tmp_path, deckgen)


def merged(collection: Collection, package: Path) -> Any:
    """Import with "Merge note types" ticked."""
    from anki.collection import ImportAnkiPackageOptions, ImportAnkiPackageRequest

    options = ImportAnkiPackageOptions(merge_notetypes=True)
    request = ImportAnkiPackageRequest(package_path=str(package), options=options)
    log = collection.col.import_anki_package(request).log
    collection.col.models._clear_cache()
    return log


def study(collection: Collection) -> None:
    for cid in collection.col.find_cards(""):
        card = collection.col.get_card(cid)
        card.type = card.queue = 2
        card.ivl, card.reps = 30, 5
        collection.col.update_card(card)


def intervals(collection: Collection) -> list[int]:
    return sorted(collection.col.db.list("select ivl from cards"))


def counts(log: Any) -> tuple[int, int, int, int]:
    return len(log.new), len(log.updated), len(log.duplicate), len(log.conflicting)


def types(collection: Collection) -> set[str]:
    return {note.note_type()["name"] for note in collection.notes()}


def test_fields_and_cards_are_those_that_the_author_named(
    author: Author, collection: Collection
) -> None:
    author.sets(WITH_CARDS)
    author.builds()
    collection.import_package(author.package)
    first, second = collection.notes()

    assert types(collection) == {"Vocabulary"}
    assert dict(first.items()) | {"Source": "", "ID": ""} == {
        "Word": "What is a cell?",
        "Chapter": "Cells",
        "Meaning": "<p>The unit.</p>\n",
        "Context": "Bio › Cells",
        "Source": "",
        "Number": "",
        "Spare 1": "",
        "Spare 2": "",
        "Spare 3": "",
        "ID": "",
    }
    assert second["Chapter"] == "Genes"
    question, answer = collection.rendered()[0]
    assert "<h1>What is a cell?</h1><p>In Cells</p>" in question
    assert "<hr><p>The unit.</p>\n (a.md:5)" in answer
    assert [card["name"] for card in first.note_type()["tmpls"]] == ["To meaning"]
    problems, ok = collection.col.fix_integrity()
    assert ok, problems


def test_without_templates_the_cards_look_as_ours(author: Author, collection: Collection) -> None:
    author.sets(NAMED)
    author.builds()
    collection.import_package(author.package)
    question, answer = collection.rendered()[0]

    assert '<div class="question" dir="auto">What is a cell?</div>' in question
    assert '<div class="answer" dir="auto"><p>The unit.</p>' in answer


def test_notes_that_learners_have_move_with_their_history_where_they_merge(
    author: Author, collection: Collection
) -> None:
    author.sets('name = "a"\nsources = ["a.md"]\nformats = ["anki"]\n')
    author.builds()
    collection.import_package(author.package)
    study(collection)
    author.sets(WITH_CARDS)

    assert author.deckgen("diff").out.startswith("2 of another note type; 0 untouched")
    said = author.builds()

    assert "warning: 2 notes of earlier builds" in said.err
    assert "[note-type-changed]" in said.err
    assert counts(merged(collection, author.package)) == (0, 2, 0, 0)
    assert types(collection) == {"Vocabulary"}
    assert intervals(collection) == [30, 30]
    # From then on no tick is needed, and nothing is said.
    author.writes(NOTES.replace("The unit", "The smallest unit"))
    assert author.builds().err == ""
    assert counts(collection.import_package(author.package)) == (0, 1, 1, 0)
    assert collection.notes()[0]["Meaning"] == "<p>The smallest unit.</p>\n"
    assert intervals(collection) == [30, 30]


def test_notes_that_learners_have_stay_as_they_are_where_they_do_not_merge(
    author: Author, collection: Collection
) -> None:
    author.sets('name = "a"\nsources = ["a.md"]\nformats = ["anki"]\n')
    author.builds()
    collection.import_package(author.package)
    study(collection)
    author.sets(WITH_CARDS)
    author.builds()

    assert counts(collection.import_package(author.package)) == (0, 0, 0, 2)
    assert intervals(collection) == [30, 30]
    assert "What is a cell?" in collection.rendered()[0][0]
    # It is not too late to tick it at another import.
    assert counts(merged(collection, author.package)) == (0, 2, 0, 0)
    assert intervals(collection) == [30, 30]


def test_field_that_is_added_arrives_where_learners_merge(
    author: Author, collection: Collection
) -> None:
    author.sets(WITH_CARDS)
    author.builds()
    collection.import_package(author.package)
    study(collection)
    author.sets(WITH_CARDS.replace("Chapter =", 'Exam = "number"\nChapter ='))
    author.writes(NOTES.replace("### What", "### 7. What", 1))

    assert "[note-type-changed]" in author.builds().err
    assert counts(merged(collection, author.package)) == (0, 2, 0, 0)
    assert [note["Exam"] for note in collection.notes()] == ["7", ""]
    assert intervals(collection) == [30, 30]
    assert counts(collection.import_package(author.package)) == (0, 0, 2, 0)


def test_field_that_has_another_name_needs_no_tick(author: Author, collection: Collection) -> None:
    author.sets(NAMED)
    author.builds()
    collection.import_package(author.package)
    study(collection)
    author.sets(NAMED.replace("Meaning", "Sense"))

    assert "note-type-changed" not in author.builds().err
    assert counts(collection.import_package(author.package)) == (0, 0, 2, 0)
    first = collection.notes()[0]
    assert first["Sense"] == "<p>The unit.</p>\n"
    assert "The unit." in collection.rendered()[0][1]
    assert intervals(collection) == [30, 30]


def test_field_that_holds_something_else_updates_the_notes(
    author: Author, collection: Collection
) -> None:
    author.sets(NAMED)
    author.builds()
    collection.import_package(author.package)
    author.sets(NAMED.replace('"section"', '"deck"'))
    author.builds()

    assert counts(collection.import_package(author.package)) == (0, 2, 0, 0)
    assert collection.notes()[0]["Chapter"] == "Bio"


def test_style_that_is_chosen_later_reaches_learners(
    author: Author, collection: Collection
) -> None:
    """A style sheet may be older than the one that it takes the place of."""
    author.sets(NAMED, **{"mine.css": ".card { color: teal }"})
    author.builds()
    collection.import_package(author.package)
    author.sets(NAMED.replace("\n[note_types.basic.f", 'css = ["mine.css"]\n\n[note_types.basic.f'))
    author.builds()
    collection.import_package(author.package)

    assert collection.notes()[0].note_type()["css"] == ".card { color: teal }"


def test_note_type_of_the_collection_is_used_by_its_id(
    author: Author, collection: Collection
) -> None:
    models = collection.col.models
    model = models.new("Mine")
    for name in ("Meaning", "Word", "Notes"):
        models.add_field(model, models.new_field(name))
    template = models.new_template("Card 1")
    template["qfmt"], template["afmt"] = "{{Word}}", "{{Meaning}} {{Notes}}"
    models.add_template(model, template)
    models.add(model)
    author.sets(
        'name = "a"\nsources = ["a.md"]\nformats = ["anki"]\n[note_types.basic]\nname = "Mine"\n'
        f"id = {models.by_name('Mine')['id']}\n"
        '[note_types.basic.fields]\nMeaning = "answer"\nWord = "question"\nNotes = ""\n'
        '[note_types.basic.cards]\n"Card 1" = ["mine-front.html", "mine-back.html"]\n',
        **{"mine-front.html": "{{Word}}", "mine-back.html": "{{Meaning}} {{Notes}}"},
    )
    author.builds()

    assert counts(collection.import_package(author.package)) == (2, 0, 0, 0)
    assert types(collection) == {"Mine"}
    assert collection.notes()[0].fields == ["<p>The unit.</p>\n", "What is a cell?", ""]


def test_card_is_made_only_where_its_front_shows_something(
    author: Author, collection: Collection
) -> None:
    author.writes("## 1. What is a cell?\nThe unit.\n\n## What is a gene?\nA part.\n")
    author.sets(
        WITH_CARDS + '"By number" = ["number-front.html", "word-back.html"]\n',
        **{"number-front.html": "{{#Number}}{{Number}} {{Chapter}}{{/Number}}"},
    )
    author.builds()
    collection.import_package(author.package)

    assert len(collection.notes()[0].cards()) == 2
    assert collection.col.card_count() == 3
    assert list(collection.col.get_empty_cards().notes) == []


def test_gaps_are_asked_for_in_a_note_type_of_the_author(
    author: Author, collection: Collection
) -> None:
    author.writes("## A\nThe {{c1::cell}} is a {{c2::unit}}.\n")
    author.sets(
        'name = "a"\nsources = ["a.md"]\nformats = ["anki"]\n[note_types.cloze]\nname = "Gaps"\n'
        '[note_types.cloze.fields]\nExtra = "answer"\nText = "question"\n'
    )
    author.builds()
    collection.import_package(author.package)

    assert types(collection) == {"Gaps"}
    assert len(collection.rendered()) == 2
    assert "[...]" in collection.rendered()[0][0]


def test_table_for_anki_fills_the_fields_by_name_and_place(
    author: Author, collection: Collection
) -> None:
    models = collection.col.models
    model = models.new("Vocabulary")
    for name in ("Word", "Chapter", "Meaning"):
        models.add_field(model, models.new_field(name))
    template = models.new_template("Card 1")
    template["qfmt"], template["afmt"] = "{{Word}}", "{{Meaning}}"
    models.add_template(model, template)
    models.add(model)
    author.sets(NAMED.replace('"anki"', '"anki-csv"'))
    author.builds()

    log = collection.import_csv(author.folder / "build" / "a.anki.csv")

    assert (len(log.new), len(log.missing_notetype)) == (2, 0)
    assert collection.notes()[0].fields == ["What is a cell?", "Cells", "<p>The unit.</p>\n"]


def test_notes_that_are_gone_are_retired_in_their_own_note_type(
    author: Author, collection: Collection, tmp_path: Path
) -> None:
    author.sets(WITH_CARDS)
    author.writes(f"{NOTES}\n### What is an exon?\nA part of it.\n")
    author.builds()
    collection.import_package(author.package)
    old = author.package.rename(tmp_path / "old.apkg")
    author.writes(NOTES)
    author.builds("--retire", str(old))

    assert counts(collection.import_package(author.package)) == (0, 1, 2, 0)
    gone = next(note for note in collection.notes() if note["Word"] == "What is an exon?")
    assert "deckgen::retired" in gone.tags
    assert gone.note_type()["name"] == "Vocabulary"
    said = author.deckgen("diff", str(old), str(author.package)).out
    assert said.startswith("1 with other tags; 2 untouched")


def test_identities_are_those_of_our_fields_so_that_anki_can_merge() -> None:
    config, findings = parse_config(NAMED, "deckgen.toml")
    fields = config.note_types["basic"].fields

    assert findings == []
    assert {field.id for field in FIELDS} <= {field.id for field in fields}
    assert len({field.id for field in fields}) == len(fields)
    assert len({field.name for field in fields}) == len(fields)


@pytest.mark.parametrize(
    "settings, line, message, hint",
    [
        ('[note_types.basik]\nname = "A"', 1, 'no kind "basik"', 'did you mean "basic"?'),
        ("note_types = 1", 1, '"note_types" should be a table for each kind', ""),
        ("[note_types]\nbasic = 1", 2, '"note_types.basic" should be a table', ""),
        ("[note_types.basic]", 1, '"note_types.basic" has no name', "add name"),
        ('[note_types.basic]\nname = "deckgen basic"', 2, "the name of one of ours", "another"),
        ('[note_types.basic]\nname = "A"\ncsss = ["a.css"]', 3, "unknown setting", '"css"?'),
        ('[note_types.basic]\nname = "A"\ncss = "a.css"', 3, "should be a list", ""),
        ('[note_types.basic]\nname = "A"\nid = true', 3, "should be a whole number", ""),
        (
            '[note_types.basic]\nname = "A"\nid = 7\n[note_types.basic.fields]\nA = "question"',
            3,
            "must hold the question and the answer",
            "fields",
        ),
        (
            '[note_types.basic]\nname = "A"\n[note_types.basic.fields]\nA = "anwser"',
            3,
            'cannot hold "anwser"',
            '"answer"?',
        ),
        (
            '[note_types.basic]\nname = "A"\n[note_types.basic.fields]\n"A:b" = "answer"',
            3,
            'no field called "A:b"',
            "something else",
        ),
        (
            '[note_types.basic]\nname = "A"\n[note_types.basic.fields]\nTags = "tags"',
            3,
            'no field called "Tags"',
            "something else",
        ),
        (
            '[note_types.basic]\nname = "A"\n[note_types.basic.fields]\na = "tags"\nA = "deck"',
            3,
            "two fields are called",
            "",
        ),
        (
            '[note_types.basic]\nname = "A"\n[note_types.basic.cards]\nX = ["a.html"]',
            3,
            "two templates for each card",
            "",
        ),
        (
            '[note_types.cloze]\nname = "A"\ncards = {X = ["a", "b"], Y = ["c", "d"]}',
            3,
            "has one card",
            "",
        ),
        (
            '[note_types.basic]\nname = "A"\n[note_types.typed]\nname = "A"',
            4,
            'two kinds cannot both be "A"',
            "rename one",
        ),
    ],
)
def test_what_is_wrong_with_the_settings_is_named_with_its_line(
    settings: str, line: int, message: str, hint: str
) -> None:
    _, (finding, *_) = parse_config(settings, "deckgen.toml")

    assert finding.line == line
    assert message in finding.message
    assert hint in finding.hint


@pytest.mark.parametrize(
    "front, line, message, hint",
    [
        ("\n{{Wort}}", 2, 'has no field "Wort"', 'did you mean "Word"?'),
        ("{{#Word}}{{Word}}", 1, "has no other half", "{{/"),
        ("no field {{Tags}}", 0, "the front shows no field", "{{Question}}"),
        ("{{#Number}}{{Word}}{{/Number}}", 0, "makes no card", "without a condition"),
    ],
)
def test_template_that_cannot_work_stops_the_build(
    author: Author, front: str, line: int, message: str, hint: str
) -> None:
    author.sets(WITH_CARDS, **{"word-front.html": front})

    said = author.builds()

    place = f"templates/anki/word-front.html{f':{line}' if line else ''}: error: "
    assert said.code == 1
    assert said.err.startswith(place)
    assert message in said.err
    assert hint in said.err
    assert not author.package.exists()


def test_template_that_is_missing_is_named(author: Author) -> None:
    author.sets(WITH_CARDS.replace("word-back", "wrod-back"))

    said = author.builds()

    assert said.code == 1
    assert said.err.count("templates/anki/wrod-back.html: error: there is no such template") == 1
    assert "put it there, or mend its name in deckgen.toml" in said.err


def test_field_that_is_wrong_in_a_condition_is_named_once(author: Author) -> None:
    author.sets(WITH_CARDS, **{"word-front.html": "{{Word}}{{#Wrod}}{{Wrod}}{{/Wrod}}"})

    assert author.builds().err.count('has no field "Wrod"') == 1
