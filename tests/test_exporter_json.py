from __future__ import annotations

import json

from deckgen.exporters.json import export
from deckgen.model import Deck, Source
from deckgen.readers import read_source


def test_what_is_written_is_read_back_the_same(decks: tuple[Deck, ...]) -> None:
    (file,) = export(decks, {})

    assert read_source(Source(name="a.json", content=file.content)) == (decks, [])


def test_each_note_carries_what_filters_need(decks: tuple[Deck, ...]) -> None:
    (file,) = export(decks, {})
    note = json.loads(file.content)["notes"][0]

    assert note["question"] == "What is a cell?"
    assert note["back"] == "<p>The <em>smallest</em> living unit.</p>\n"
    assert (note["guid"], note["number"], note["deck"]) == ("AAAAAAAAAA1", 1, "Biology::Cells")
    assert (note["file"], note["line"], note["section"]) == ("cells.md", 3, ["Basics"])
    assert (note["tags"], note["topics"]) == (["basics", "exam"], ["basics"])
