from __future__ import annotations

import pytest

from deckgen.readers.document import read_document

TEXT = """---
title: T
tags: [TAG, exam]
---

## What is a cell?

A unit.

## What is a gene?

A part.
"""


@pytest.mark.parametrize(
    ("given", "tag"),
    [
        ("biology/cells", "biology::cells"),
        ("+biology/cells/walls", "+biology::cells::walls"),
        ("-biology/cells", "-biology::cells"),
        ("Biologie/Zellen", "Biologie::Zellen"),
        ("\u751f\u7269/\u7d30\u80de", "\u751f\u7269::\u7d30\u80de"),
    ],
)
def test_nested_tag_of_obsidian_is_nested_in_anki(given: str, tag: str) -> None:
    deck, findings = read_document(TEXT.replace("TAG", f'"{given}"'), "a.md")

    assert [note.tags for note in deck.notes] == [(tag, "exam"), (tag, "exam")]
    assert findings == []


@pytest.mark.parametrize(
    "given", ["TCP/IP", "CI/CD", "I/O", "i/o", "24/7", "2024/01", "a/", "/a", "a::b", "cells"]
)
def test_slash_within_a_name_stays(given: str) -> None:
    deck, findings = read_document(TEXT.replace("TAG", f'"{given}"'), "a.md")

    assert deck.notes[0].tags == (given, "exam")
    assert findings == []


def test_tag_that_anki_cannot_keep_is_told_once_at_its_line() -> None:
    deck, findings = read_document(TEXT.replace("TAG", "exam part 1"), "a.md")

    assert deck.notes[1].tags == ("exam-part-1", "exam")
    assert [(each.code, each.line, each.hint) for each in findings] == [
        ("tag", 3, 'it became "exam-part-1"')
    ]
