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
    "a audio b blockquote br code del details div em h1 h2 h3 h4 h5 h6 hr i img li mark ol p pre"
    " span strong sub summary sup table tbody td th thead tr ul".split()
)
SAFE_ATTRIBUTES = set(
    "align alt class controls data-cloze data-ordinal dir href id open src start title".split()
)
#: What Anki replaces wherever it stands.
LIVE = re.compile(r"\[(sound:|/?latex\]|/?\$\$?\]|anki:|\[?type:)", re.IGNORECASE)

#: What our own templates bring that acts: the box to type in, and the shuffling of options.
_OWN_BOX = "[[type:Answer]]"
_OWN_SCRIPT = re.compile(r"<script>\n// Shuffles the options.*?</script>", re.DOTALL)


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


def notes_of(
    sources: list[Source], folder: Path, collection: Collection, tmp_path: Path
) -> list[Any]:
    """Go through the whole pipeline and Anki's importer; return the notes as Anki has them."""
    decks, findings = read(sources, shape="headings")
    decks, _ = media.place(decks, disk.read_media(folder, media.wanted(decks)))
    decks, *_ = identify(decks, Lock(), now=1_700_000_000)
    (file,), _ = run_exporter("anki", decks, disk.read_templates(), {})
    path = tmp_path / "a.apkg"
    path.write_bytes(file.content)
    collection.import_package(path)

    assert not [finding for finding in findings if finding.skips]
    assert all(deck.media == () for deck in decks)
    return collection.notes()


def test_nothing_acts_and_nothing_is_lost_in_answers(
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
    notes = notes_of(sources, folder, collection, tmp_path)

    assert collection.col.card_count() == len(HAZARDS)
    wrong = {}
    for note in notes:
        hazard = HAZARDS[int(re.findall(r"\d+", note["Question"])[0])]
        if faults := faults_of(note.cards()[0].render_output(), hazard):
            wrong[hazard["text"]] = faults
    assert not wrong, "\n".join(f"{text!r}: {faults}" for text, faults in wrong.items())


#: Where else a hazard may stand, by the kind of note; {} is the hazard.
QUESTIONS = {
    "basic": "before\n\n{}\n\nafter",
    "reversed": "before\n\n{}\n\nafter",
    "typed": "before\n\n{}\n\nafter",
    "cloze": "before {{{{c9::gap}}}}\n\n{}\n\nafter",
    "choice": "Which?\n\n- before\n\n  {}\n\n  after\n- other",
}


@pytest.mark.parametrize("kind", QUESTIONS)
def test_nothing_acts_and_nothing_is_lost_in_questions(
    collection: Collection, tmp_path: Path, folder: Path, kind: str
) -> None:
    """Each hazard is a question of each kind."""
    notes = [
        {
            "deck": f"{n:03}",
            "kind": kind,
            "question": QUESTIONS[kind].format(
                hazard["text"].replace("\n", "\n  ") if kind == "choice" else hazard["text"]
            ),
            "answer": f"Answer {n}",
        }
        for n, hazard in enumerate(HAZARDS)
        if not (kind == "cloze" and "{{c" in hazard["text"])  # there it is a gap
    ]
    data = json.dumps({"deckgen": 1, "decks": [], "notes": notes}).encode()

    made = notes_of([Source(name="a.json", content=data)], folder, collection, tmp_path)

    wrong = {}
    for note in made:
        hazard = HAZARDS[int(re.findall(r"\d+", note["Answer"])[0])]
        for card in note.cards():
            if faults := faults_of(card.render_output(), hazard):
                wrong[hazard["text"]] = faults
    assert len({note.id for note in made}) == len(notes)
    assert not wrong, "\n".join(f"{text!r}: {faults}" for text, faults in wrong.items())


def faults_of(output: Any, hazard: dict[str, str]) -> list[str]:
    """What acts on a card, and what it should show and does not."""
    html = _OWN_SCRIPT.sub("", output.answer_text.replace(_OWN_BOX, "", 1), count=1)
    seen = Seen()
    seen.feed(html)
    seen.close()
    faults = [*seen.acts, *map(str, output.answer_av_tags)]
    faults += [f"live: {m[0]}" for m in LIVE.finditer(html)]
    wanted = ("before", hazard.get("shows", ""), "after")
    text = " ".join(seen.text.split())
    return faults + [f"lost: {word}" for word in wanted if " ".join(word.split()) not in text]
