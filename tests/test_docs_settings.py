"""What the pages on settings and cards say is what deckgen knows."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest

from deckgen.config import Config, parse_config
from deckgen.exporters import entry_points_by_name, load_exporter, options_of
from deckgen.note_types import VALUES
from deckgen.note_types.settings import SETTINGS

DOCS = Path(__file__).parent.parent / "docs"
CONFIGURATION, CARDS, PRINT = (
    (DOCS / name).read_text(encoding="utf-8")
    for name in ("configuration.md", "cards.md", "print.md")
)
EXAMPLES = re.findall(r"```toml\n(.*?)```", CONFIGURATION + CARDS, re.DOTALL)


def first_cells(table: str) -> list[str]:
    """The words in code in the first column of a table, below its head."""
    rows = [line.split("|")[1] for line in table.splitlines() if line.startswith("|")]
    return [word for cell in rows[2:] for word in re.findall(r"`([^`]+)`", cell)]


def table_after(text: str, words: str) -> str:
    return text.partition(words)[2].partition("|\n\n")[0]


@pytest.mark.parametrize("example", EXAMPLES)
def test_examples_of_settings_are_right(example: str) -> None:
    assert parse_config(example, "deckgen.toml")[1] == []


def test_each_setting_has_a_row() -> None:
    rows = first_cells(table_after(CONFIGURATION, 'separator = "tab"\n```\n'))

    assert sorted(rows) == sorted(field.name for field in fields(Config))


def test_each_setting_of_a_note_type_and_all_that_a_field_can_hold_have_rows() -> None:
    section = CARDS.partition("## Note types of your own")[2]

    assert sorted(first_cells(section.partition("\n\nA field holds")[0])) == sorted(SETTINGS)
    assert sorted(first_cells(table_after(section, "A field holds"))) == sorted(VALUES)


@pytest.mark.parametrize("name", sorted(entry_points_by_name()))
def test_each_option_of_an_exporter_is_explained(name: str) -> None:
    missing = [
        option
        for option in options_of(load_exporter(name))
        if not re.search(rf"`{option}(?: =|`)", CONFIGURATION + PRINT)
    ]

    assert missing == []
