from __future__ import annotations

import json
import re
import sys
import tarfile
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from deckgen import sanitise
from deckgen.disk import read_templates
from deckgen.exporters import run_exporter
from deckgen.model import Deck, Note
from deckgen.rendering import render_notes

if TYPE_CHECKING:
    from tests.conftest import Collection

#: `make setup-tests` puts the sources of markdown-it-py there, which hold the specification.
FOLDER = Path(sys.prefix) / "commonmark"

#: The examples that a card shows otherwise than CommonMark's HTML, on purpose.
MEANT_OTHERWISE = {
    "a tag that is open or that HTML does not have is text that nobody escaped": {
        *(150, 156, 157, 158, 201, 491, 524, 536, 613, 614, 615, 617, 623),
    },
    "a link may only lead to the web or to a mail address; others are text": {
        *(500, 596, 598, 599, 601),
    },
    "a bare address is a link, as on GitHub": {608, 611},
    "processing instructions and CDATA go": {180, 629},
}


@pytest.fixture(scope="module")
def examples() -> list[dict[str, Any]]:
    """The examples of the CommonMark specification."""
    archive = next(iter(FOLDER.glob("*.tar.gz")), None)
    if archive is None:
        pytest.skip("needs the CommonMark specification: make setup-tests")
    with tarfile.open(archive) as sources:
        name = next(n for n in sources.getnames() if n.endswith("test_cmark_spec/commonmark.json"))
        file = sources.extractfile(name)
        assert file is not None
        found: list[dict[str, Any]] = json.load(file)
    return found


def normal(html: str) -> str:
    """HTML as it is seen, in one spelling."""
    html = sanitise.clean(html).replace("\u00a0", "&nbsp;")
    html = re.sub(r'<span class="hl-\w">([^<]*)</span>', r"\1", html)
    html = re.sub(r"\s+", " ", html.replace("\n</code>", "</code>").replace("<span></span>", ""))
    return re.sub(r"\s*(</?[a-z]+\d?[^>]*>)\s*", r"\1", html).strip()


def test_every_example_of_commonmark_arrives_in_anki_as_it_was_meant(
    examples: list[dict[str, Any]], collection: Collection, tmp_path: Path
) -> None:
    notes = tuple(
        Note(
            question=f"Example {each['example']}",
            answer=each["markdown"],
            guid=str(each["example"]),
            modified=1_700_000_000,
        )
        for each in examples
    )
    (deck,), findings = render_notes([Deck(name="D", notes=notes)])
    (file,), _ = run_exporter("anki", [deck], read_templates(), {})
    path = tmp_path / "a.apkg"
    path.write_bytes(file.content)
    collection.import_package(path)
    arrived = {note.guid: note["Answer"] for note in collection.notes()}
    empty = {f.message for f in findings if f.code == "no-answer"}

    assert len(examples) >= 652
    assert len(arrived) + len(empty) == len(examples)
    assert all(arrived[note.guid] == unicodedata.normalize("NFC", note.back) for note in deck.notes)
    wrong = {
        each["example"]: (each["markdown"], normal(each["html"]), normal(arrived[guid]))
        for each in examples
        if (guid := str(each["example"])) in arrived
        and normal(each["html"]) != normal(arrived[guid])
    }
    assert wrong.keys() == {n for numbers in MEANT_OTHERWISE.values() for n in numbers}, wrong
