from __future__ import annotations

import tomllib

from hypothesis import given
from hypothesis import strategies as st

from deckgen.model import Deck, Note
from deckgen.topics import coverage, parse_topics, suggest, tag

QUESTIONS = [
    ("How does a central processing unit (CPU) fetch instructions?", "By its program counter."),
    ("What is a CPU cache?", "Fast memory near the CPU."),
    ("Why does a CPU have several cores?", "To run several threads."),
    ("What is a cache miss?", "The line is not in the cache."),
    ("How is a cache line replaced?", "By age, mostly."),
    ("What is virtual memory?", "Pages that may be on the disk."),
    ("When does virtual memory cost time?", "At a page fault."),
    ("What is a page fault?", "An access to a page that is not in memory."),
]
DECK = Deck(
    name="D", notes=tuple(Note(question=question, answer=answer) for question, answer in QUESTIONS)
)


def test_draft_is_a_topic_file_without_fault() -> None:
    topics, findings = parse_topics(suggest([DECK]), "draft.toml")

    assert findings == []
    assert {"cpu", "cache", "virtual-memory"} <= {topic.path for topic in topics.topics}


def test_draft_gives_most_questions_a_topic() -> None:
    topics, _ = parse_topics(suggest([DECK]), "draft.toml")
    tagged, _ = tag([DECK], topics)

    assert len(coverage(tagged).untagged) <= 1


def test_acronym_comes_with_what_it_stands_for() -> None:
    assert tomllib.loads(suggest([DECK]))["cpu"]["words"] == ["CPU", "central processing unit"]


def test_words_of_asking_are_no_topics() -> None:
    names = {name.partition("-")[0] for name in tomllib.loads(suggest([DECK]))}

    assert names.isdisjoint({"what", "how", "does", "why", "time", "several"})


def test_longer_terms_are_grouped_under_what_they_share() -> None:
    kinds = ["binary", "binary", "suffix", "suffix", "splay"]
    notes = tuple(Note(question=f"How deep is a {kind} tree?", answer="A") for kind in kinds)

    drafted = tomllib.loads(suggest([Deck(name="D", notes=notes)]))

    assert {"binary-tree", "suffix-tree"} <= drafted["tree"].keys()


def test_questions_that_share_no_term_get_no_topics() -> None:
    deck = Deck(name="D", notes=(Note(question="What is a cell?", answer="A unit."),))

    assert tomllib.loads(suggest([deck])) == {}


def test_same_document_gives_the_same_draft() -> None:
    assert suggest([DECK]) == suggest([DECK])


@given(st.lists(st.tuples(st.text(max_size=60), st.text(max_size=60)), max_size=6))
def test_any_document_gives_valid_toml(texts: list[tuple[str, str]]) -> None:
    notes = [Note(question=question, answer=answer) for question, answer in texts]
    deck = Deck(name="D", notes=(*notes, *notes))
    draft = suggest([deck])

    _, findings = parse_topics(draft, "draft.toml")

    assert [f for f in findings if f.message != "this file has no topic"] == []
