"""A learner with reviews, edits and tags of their own imports all builds of a changing book."""

from __future__ import annotations

import itertools
import time
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deckgen.build import build_project
from deckgen.project import find_project
from deckgen.target import find_target

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from deckgen.report import Receipt
    from tests.conftest import Collection

TERMS = dict(
    line.split(" | ")
    for line in (Path(__file__).parent / "data" / "terms.txt").read_text("utf-8").splitlines()
)
FRAMES = ("What is a {}?", "Explain {}.", "What do you mean by {}?", "Define the term {}.")
LIGHTLY = ("What exactly is a {}?", "Please explain the {}s.", "What is a {}, in short?")
HEAVILY = {
    "enzyme": "Which proteins speed up the reactions in a cell?",
    "tide": "Why does the sea rise and fall twice a day?",
    "deadlock": "How can two threads block each other for good?",
    "black hole": "Where can light not get away from?",
    "entropy": "Which quantity grows in all that happens?",
    "sonnet": "How many lines has the form of poem that Petrarch wrote?",
    "placebo": "How can a treatment without any effect of its own help?",
}
#: The learner's own: notes that they edited, tagged, and moved to a deck of theirs.
EDITED, TAGGED, MOVED = "gene", "atom", "queue"
OWN_WORDS = "<p>My own words.</p>"


@dataclass(frozen=True)
class Question:
    """A question of the book; ``key`` says which one it is for a person, whatever its words."""

    key: str
    question: str
    answer: str
    section: str = "Section 1"


def book() -> list[Question]:
    return [
        Question(key, FRAMES[n % 4].format(key), answer, f"Section {n // 10 + 1}")
        for n, (key, answer) in enumerate(TERMS.items())
    ]


@dataclass
class Author:
    """Writes the book's documents and builds the package, some time after the build before."""

    folder: Path
    now: int
    deck: str = "Book"
    first_number: int = 1
    files: int = 1
    receipt: Any = field(default=None)

    def build(
        self,
        questions: list[Question],
        monkeypatch: pytest.MonkeyPatch,
        retire_from: Path | None = None,
    ) -> Path:
        """Write the questions down, build, and return the package."""
        for document in self.folder.glob("*.md"):
            document.unlink()
        share = -(-len(questions) // self.files)
        for part in range(self.files):
            text = self._document(questions[part * share : (part + 1) * share], part * share)
            (self.folder / f"part{self.files}{part}.md").write_text(text, encoding="utf-8")
        self.now += 500
        monkeypatch.setenv("SOURCE_DATE_EPOCH", str(self.now))
        project = find_project([self.folder])
        package = self.folder / "build" / f"{self.now}.apkg"
        target = find_target(project, package, [])
        self.receipt = build_project(
            project, target, shape="headings:numbered", retire_from=retire_from
        )
        return package

    def _document(self, questions: list[Question], start: int) -> str:
        lines = [f"---\ndeck: {self.deck}\n---\n\n# A book\n"]
        section = ""
        for number, each in enumerate(questions, start + self.first_number):
            if each.section != section:
                section = each.section
                lines.append(f"## {section}\n")
            lines.append(f"### {number}. {each.question}\n\n{each.answer}\n")
        return "\n".join(lines)


class Learner:
    """Studies what they import; knows by its key to which question each review belongs."""

    def __init__(self, collection: Collection) -> None:
        self.col = collection.col
        self.collection = collection
        self.reviews: dict[str, int] = {}
        self._intervals = itertools.count(20)

    def study(self, guids: dict[str, str]) -> None:
        """Review each new card once, and remember how long its interval then is."""
        for key, guid in guids.items():
            if key not in self.reviews:
                card = self.card(guid)
                card.type = card.queue = 2
                card.ivl = next(self._intervals)
                card.reps = 1
                self.col.update_card(card)
                self.col.db.execute(
                    "insert into revlog values (?, ?, -1, 3, ?, 1, 2500, 4000, 1)",
                    1_600_000_000_000 + card.ivl,
                    card.id,
                    card.ivl,
                )
                self.reviews[key] = card.ivl

    def card(self, guid: str) -> Any:
        """The only card of a note."""
        (card_id,) = self.col.db.list(
            "select cards.id from cards join notes on nid = notes.id where guid = ?", guid
        )
        return self.col.get_card(card_id)

    def make_own(self, guids: dict[str, str]) -> None:
        """Edit a note, tag another one, and move the card of a third."""
        note = self.card(guids[EDITED]).note()
        note["Answer"] += OWN_WORDS
        self.col.update_note(note)
        note = self.card(guids[TAGGED]).note()
        note.add_tag("mine")
        self.col.update_note(note)
        self.col.set_deck([self.card(guids[MOVED]).id], self.col.decks.id("Mine"))

    def own(self, guids: dict[str, str]) -> tuple[str, list[str], str]:
        """What became of these three."""
        answer = self.card(guids[EDITED]).note()["Answer"]
        tags = self.card(guids[TAGGED]).note().tags
        return answer, tags, self.col.decks.name(self.card(guids[MOVED]).did)

    def history(self, guid: str) -> int:
        """The interval of a note's card, which its only review must know too; 0 without any."""
        card = self.card(guid)
        assert self.col.db.list("select ivl from revlog where cid = ?", card.id) in (
            [card.ivl],
            [],
        )
        return int(card.ivl)


def guids_of(receipt: Receipt, questions: Iterable[Question]) -> dict[str, str]:
    """Each question's GUID by its key."""
    keys = {each.question: each.key for each in questions}
    return {keys[note.question]: note.guid for deck in receipt.decks for note in deck.notes}


def edited(questions: list[Question], keys: Iterable[str], suffix: str) -> list[Question]:
    return [
        replace(each, answer=each.answer + suffix) if each.key in keys else each
        for each in questions
    ]


def reworded(questions: list[Question], words: dict[str, str]) -> list[Question]:
    return [replace(each, question=words.get(each.key, each.question)) for each in questions]


def without(questions: list[Question], keys: Iterable[str]) -> list[Question]:
    return [each for each in questions if each.key not in keys]


@pytest.fixture
def author(tmp_path: Path) -> Author:
    folder = tmp_path / "book"
    folder.mkdir()
    return Author(folder, int(time.time()) - 100_000)


def test_every_history_stays_with_its_question_through_all_edits(
    author: Author, collection: Collection, monkeypatch: pytest.MonkeyPatch
) -> None:
    learner = Learner(collection)
    keys = list(TERMS)

    def step(questions: list[Question], *, new: int = 0, updated: int = 0) -> Path:
        package = author.build(questions, monkeypatch)
        assert author.receipt.cards == len(questions)
        log = collection.import_package(package)
        assert (len(log.new), len(log.updated), len(log.conflicting)) == (new, updated, 0)
        guids = guids_of(author.receipt, questions)
        for each in questions:
            assert learner.history(guids[each.key]) == learner.reviews.get(each.key, 0), each
        learner.study(guids)
        return package

    current = book()
    first_package = step(current, new=100)
    guids = guids_of(author.receipt, current)

    learner.make_own(guids)

    step(current)
    step(current := edited(current, keys[:7:3], " As is well known."), updated=3)
    light = {key: LIGHTLY[n % 3].format(key) for n, key in enumerate(keys[40:52])}
    step(current := reworded(current, light), updated=12)
    step(current := reworded(current, HEAVILY), updated=7)
    both = {key: f"Explain the concept of {key} to a beginner." for key in keys[60:66]}
    step(current := edited(reworded(current, both), both, " That is all."), updated=6)
    top = [Question(f"top{n}", f"What came before {n}?", f"Nothing at all {n}.") for n in range(3)]
    step(current := [*top, *current], new=3)
    step(without(current, keys[20:30]))
    step(current)
    step(current := current[::-1])
    author.first_number = 500
    step(current)
    renamed = {"Section 2": "Chapter II", "Section 9": "Chapter IX"}
    current = [replace(each, section=renamed.get(each.section, each.section)) for each in current]
    step(current, updated=20)
    author.files = 3
    step(current)
    author.deck = "Better book"
    step(current, updated=101)  # all but the two that the learner has changed since
    assert len(collection.import_package(first_package).updated) == 0

    assert learner.own(guids) == (
        f"<p>{TERMS[EDITED]}</p>\n{OWN_WORDS}",
        ["mine", "section-3"],
        "Mine",
    )
    assert learner.col.decks.name(learner.card(guids[TAGGED]).did) == "Book"
    shown = {note["Question"] for note in collection.notes()}
    assert shown == {each.question for each in current}


def test_edit_that_is_taken_back_arrives_too(
    author: Author, collection: Collection, monkeypatch: pytest.MonkeyPatch
) -> None:
    questions = book()[:5]
    answers = []
    for current in (questions, edited(questions, ["ribosome"], " More."), questions):
        collection.import_package(author.build(current, monkeypatch))
        answers.append(collection.notes()[0]["Answer"])

    assert answers[0] == answers[2] != answers[1]


def test_style_that_changes_arrives_and_an_old_package_does_not_take_it_back(
    author: Author, collection: Collection, monkeypatch: pytest.MonkeyPatch
) -> None:
    (author.folder / "deckgen.toml").write_text('sources = ["."]\n')
    questions = book()[:3]
    old = author.build(questions, monkeypatch)
    collection.import_package(old)
    style = author.folder / "templates" / "anki" / "card.css"
    style.parent.mkdir(parents=True)
    style.write_text(".card { color: teal }\n")
    log = collection.import_package(author.build(questions, monkeypatch))
    styles = []
    for package in (None, old):
        if package:
            collection.import_package(package)
        (name,) = (
            each.name
            for each in collection.col.models.all_names_and_ids()
            if "deckgen" in each.name
        )
        styles.append(collection.col.models.by_name(name)["css"])

    assert len(log.updated) == 0
    assert all(style.startswith(".card { color: teal }\n") for style in styles)
    assert styles[0] == styles[1]


def test_searches_of_the_diff_find_what_is_gone_and_what_moved(
    author: Author, collection: Collection, monkeypatch: pytest.MonkeyPatch
) -> None:
    from deckgen.build import changes, compile_project
    from deckgen.diff import as_json

    questions = book()
    collection.import_package(author.build(questions, monkeypatch))
    (document,) = author.folder.glob("*.md")
    author.deck = "Elsewhere"
    document.write_text(author._document(questions[30:], 0), encoding="utf-8")
    data = as_json(changes(compile_project(find_project([document]), shape="headings:numbered")))
    found = {
        kind: {
            collection.col.get_note(note)["Question"]
            for search in searches
            for note in collection.col.find_notes(search)
        }
        for kind, searches in data["searches"].items()
    }

    assert found == {
        "gone": {each.question for each in questions[:30]},
        "moved": {each.question for each in questions[30:]},
    }


# --- random scripts of edits

_EDITS: dict[str, Callable[[list[Question], int], list[Question]]] = {
    "answer": lambda book, at: edited(book, [book[at].key], f" See also {at}."),
    "lightly": lambda book, at: reworded(
        book, {book[at].key: LIGHTLY[at % 3].format(book[at].key)}
    ),
    "heavily": lambda book, at: reworded(
        book, {book[at].key: f"What would a teacher say of {book[at].key}, and why?"}
    ),
    "delete": lambda book, at: [*book[:at], *book[at + 1 :]],
    "move": lambda book, at: [book[at], *book[:at], *book[at + 1 :]],
    "section": lambda book, at: [
        replace(each, section="Elsewhere") if n == at else each for n, each in enumerate(book)
    ],
    "reverse": lambda book, _: book[::-1],
}


@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    st.lists(
        st.lists(st.tuples(st.sampled_from(sorted(_EDITS)), st.integers(0, 99)), max_size=9),
        min_size=1,
        max_size=4,
    )
)
def test_no_history_lands_on_another_question_whatever_the_author_does(
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
    builds: list[list[tuple[str, int]]],
) -> None:
    pytest.importorskip("anki", reason="the package anki is not installed")
    from tests.conftest import Collection

    folder = tmp_path_factory.mktemp("script")
    author = Author(folder, int(time.time()) - 100_000)
    collection = Collection(folder / "collection.anki2")
    learner = Learner(collection)
    try:
        questions = book()[::4]
        for edits in [[], *builds]:
            for edit, at in edits:
                questions = _EDITS[edit](questions, at % len(questions)) if questions else []
            if not questions:
                break
            collection.import_package(author.build(questions, monkeypatch))
            guids = guids_of(author.receipt, questions)
            for key, guid in guids.items():
                assert learner.history(guid) in {learner.reviews.get(key, 0), 0}
            for key in [key for key, guid in guids.items() if not learner.history(guid)]:
                learner.reviews.pop(key, None)
            learner.study(guids)
    finally:
        collection.col.close()
