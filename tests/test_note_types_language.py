from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from deckgen.note_types.language import Tag, fields_of, orders, tags_of, unbalanced, with_names

if TYPE_CHECKING:
    from tests.conftest import Collection

FRONTS = [
    "{{A}}",
    "{{B}}",
    "{{C}}",
    "text {{A}}",
    "{{#B}}{{A}}{{/B}}",
    "{{#C}}{{A}}{{/C}}",
    "{{^C}}{{A}}{{/C}}",
    "{{^A}}{{B}}{{/A}}",
    "{{#A}}{{#C}}{{B}}{{/C}}{{/A}}",
    "{{#A}}{{^C}}{{B}}{{/C}}{{/A}}",
    "{{^C}}{{#C}}{{A}}{{/C}}{{/C}}",
    "{{#A}}text{{/A}}",
    "{{text:A}} {{ hint:B }}",
    "{{ # C }}{{A}}{{ / C }}",
    "<!-- {{A}} -->{{C}}",
    "<!-- {{#A}} -->{{A}}",
    "{{type:A}}",
    "{{furigana:C}}",
    "{{#Tags}}{{A}}{{/Tags}}",
]
VALUES = [
    {"A": "a", "B": "b", "C": ""},
    {"A": "a", "B": "<div><br></div> \n", "C": "0"},
    {"A": "&nbsp;", "B": "<img src=x>", "C": "<br/></div>"},
    {"A": "a", "B": "", "C": "<b></b>"},
]


@pytest.mark.parametrize("values", VALUES)
def test_the_cards_are_those_that_anki_makes(
    collection: Collection, values: dict[str, str]
) -> None:
    models = collection.col.models
    model = models.new("Type")
    for name in values:
        models.add_field(model, models.new_field(name))
    for front in FRONTS:
        template = models.new_template(front)
        template["qfmt"], template["afmt"] = front, "{{A}}"
        models.add_template(model, template)
    models.add_dict(model)
    model = models.by_name("Type")
    note = collection.col.new_note(model)
    for name, value in values.items():
        note[name] = value
    collection.col.add_note(note, 1)

    made = {FRONTS[card.ord] for card in note.cards()}

    fronts = [tuple(tags_of(front)) for front in FRONTS]
    assert {FRONTS[order] for order in orders(fronts, values)} == made


def test_tags_are_read_with_their_filters_and_lines() -> None:
    assert list(tags_of("{{#A}}\n{{cloze:type:B}}\n<!-- {{C}} -->{{/A}}")) == [
        Tag("#", (), "A", 1),
        Tag("", ("cloze", "type"), "B", 2),
        Tag("/", (), "A", 3),
    ]


def test_what_anki_fills_in_itself_needs_no_field() -> None:
    text = "{{FrontSide}}{{Tags}}{{#c1}}{{Deck}}{{/c1}}{{text:Word}}"

    assert [tag.field for tag in fields_of(text)] == ["Word"]


def test_fields_are_called_by_their_other_names() -> None:
    text = "{{Question}} {{cloze:Question}} {{#Question}}x{{/Question}} {{Other}} Question"

    assert with_names(text, {"Question": "Word"}) == (
        "{{Word}} {{cloze:Word}} {{#Word}}x{{/Word}} {{Other}} Question"
    )


@pytest.mark.parametrize(
    "text, field",
    [
        ("{{#A}}{{B}}", "A"),
        ("{{B}}{{/A}}", "A"),
        ("{{#A}}{{#B}}{{/A}}{{/B}}", "A"),
        ("{{#A}}{{^B}}{{/B}}{{/A}}", None),
    ],
)
def test_condition_without_its_other_half_is_found(text: str, field: str | None) -> None:
    found = unbalanced(text)

    assert (found.field if found else None) == field
