"""What an author may write, by accident or by malice: nothing acts, and nothing is lost."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from deckgen import disk, media
from deckgen.exporters import run_exporter
from deckgen.identity import identify
from deckgen.lock import Lock
from deckgen.model import Source
from deckgen.pipeline import read

if TYPE_CHECKING:
    from tests.conftest import Collection

FOLDER = Path(__file__).parent / "data" / "hazards"
HAZARDS: list[dict[str, str]] = [
    hazard
    for path in sorted(FOLDER.glob("*.json"))
    for hazard in json.loads(path.read_text(encoding="utf-8"))
]
SAFE_TAGS = set(
    "a audio b blockquote br code del details div em h1 h2 h3 h4 h5 h6 hr i img li ol p pre span"
    " strong sub summary sup table tbody td th thead tr ul".split()
)
SAFE_ATTRIBUTES = set(
    "align alt class controls data-cloze data-ordinal dir href id open src start title".split()
)
#: What Anki replaces wherever it stands.
LIVE = re.compile(r"\[(sound:|/?latex\]|/?\$\$?\]|anki:|\[?type:)", re.IGNORECASE)


def acts(url: str) -> bool:
    """Whether a URL leads elsewhere than to the web."""
    scheme, colon, _ = re.sub(r"[\s\x00-\x20]", "", url).lower().partition(":")
    return bool(colon) and scheme not in ("http", "https")


class Seen(HTMLParser):
    """What a card shows, and what of it could act."""

    def __init__(self) -> None:
        super().__init__()
        self.text = ""
        self.acts: list[str] = []
        self.in_math = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what an element could do."""
        if tag not in SAFE_TAGS:
            self.acts.append(f"<{tag}>")
        for name, value in attrs:
            if name not in SAFE_ATTRIBUTES or (name in ("href", "src") and acts(value or "")):
                self.acts.append(f"{name}={value}")
            elif name == "alt":
                self.text += value or ""
        if ("class", "math") in attrs:
            self.in_math = 1

    def handle_endtag(self, tag: str) -> None:
        """Leave a formula."""
        if tag in ("span", "div"):
            self.in_math = 0

    def handle_data(self, data: str) -> None:
        """Read text; MathJax would take what looks like a formula for one."""
        if (
            not self.in_math
            and self.get_starttag_text() != "<code>"
            and re.search(r"\\[(\[]", data)
        ):
            self.acts.append(f"mathematics: {data}")
        self.text += data


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("hazards")
    (root / "secret.png").write_bytes(b"secret")
    (root / "notes").mkdir()
    (root / "notes" / "link.png").symlink_to(root / "secret.png")
    return root / "notes"


def test_there_are_enough_hazards() -> None:
    assert len(HAZARDS) >= 120
    assert len({hazard["text"] for hazard in HAZARDS}) == len(HAZARDS)


def test_nothing_acts_and_nothing_is_lost_in_anki(
    collection: Collection, tmp_path: Path, folder: Path
) -> None:
    """Each hazard is an answer in a document of its own, between two words that must remain."""
    sources = [
        Source(
            name=f"{n:03}.md",
            content=f"## Question {n}?\n\nbefore\n\n{hazard['text']}\n\nafter\n".encode(),
        )
        for n, hazard in enumerate(HAZARDS)
    ]
    decks, findings = read(sources, shape="headings")
    decks, _ = media.place(decks, disk.read_media(folder, media.wanted(decks)))
    decks, *_ = identify(decks, Lock(), now=1_700_000_000)
    (file,), _ = run_exporter("anki", decks, disk.read_templates(), {})
    path = tmp_path / "a.apkg"
    path.write_bytes(file.content)
    collection.import_package(path)

    assert not [finding for finding in findings if finding.skips]
    assert all(deck.media == () for deck in decks)
    assert collection.col.card_count() == len(HAZARDS)
    wrong = {}
    for note in collection.notes():
        number = int(re.findall(r"\d+", note["Question"])[0])
        if faults := faults_of(note.cards()[0].render_output(), HAZARDS[number]):
            wrong[HAZARDS[number]["text"]] = faults
    assert not wrong, "\n".join(f"{text!r}: {faults}" for text, faults in wrong.items())


def faults_of(output: Any, hazard: dict[str, str]) -> list[str]:
    """What acts on a card, and what it should show and does not."""
    seen = Seen()
    seen.feed(output.answer_text)
    seen.close()
    faults = [*seen.acts, *map(str, output.answer_av_tags)]
    faults += [f"live: {m[0]}" for m in LIVE.finditer(output.answer_text)]
    wanted = ("before", hazard.get("shows", ""), "after")
    text = " ".join(seen.text.split())
    return faults + [f"lost: {word}" for word in wanted if " ".join(word.split()) not in text]
