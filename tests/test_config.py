from __future__ import annotations

import pytest

from deckgen.config import Config, parse_config

EXAMPLE = """\
name = "biology"
sources = ["a.md", "more"]
subdecks = true

[export.csv]
separator = "tab"
"""


def test_settings_are_read() -> None:
    assert parse_config(EXAMPLE, "deckgen.toml") == (
        Config(
            name="biology",
            sources=("a.md", "more"),
            subdecks=True,
            export={"csv": {"separator": "tab"}},
        ),
        [],
    )


@pytest.mark.parametrize(
    ("text", "line", "message", "hint"),
    [
        ('\nsouces = ["a.md"]', 2, 'unknown setting "souces"', 'did you mean "sources"?'),
        ('deck = "x"\n[expert.csv]\na = 1', 2, 'unknown setting "expert"', '"export"?'),
        ("sources = 'a.md'", 1, '"sources" should be a list of texts', ""),
        ("sources = [1]", 1, '"sources" should be a list of texts', ""),
        ("subdecks = 1", 1, '"subdecks" should be true or false', ""),
        ("[export]\ncsv = 1", 1, '"export" should be a table', ""),
        ('name = "a/b"', 1, '"name" is a name, not a path', "output"),
        ('source_url = "javascript:alert(1)"', 1, "should be an address of the web", ""),
        (
            'source_url = "https://x.org/{fil}#L{line}"',
            1,
            '"source_url" knows nothing called {fil}',
            'did you mean "file"?',
        ),
        ("\nsources = []", 2, '"sources" names nothing to read', "notes.md"),
        ("formats = []", 1, '"formats" names nothing to write', "anki, csv, html"),
        ('deck = "A::"', 1, 'a deck in "A::" has no name', "Biology::Cells"),
        ('tag_prefix = "my exam"', 1, 'Anki cannot keep the tag "my exam"', "write my-exam"),
        ('shape = "headngs"', 1, 'there is no shape "headngs"', 'did you mean "headings"?'),
        ("name = x", 1, "not valid TOML", "quotes"),
        ('name = "a"\nname = "b"', 2, "not valid TOML", "quotes"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(
    text: str, line: int, message: str, hint: str
) -> None:
    _, findings = parse_config(text, "deckgen.toml")

    assert [each.line for each in findings] == [line]
    assert message in findings[0].message
    assert hint in findings[0].hint


def test_all_faults_are_named_at_once() -> None:
    _, findings = parse_config("a = 1\nb = 2\nsubdecks = 3\n", "deckgen.toml")

    assert [each.line for each in findings] == [1, 2, 3]
