from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deckgen.fingerprint import plain
from deckgen.identity import Match, date_templates, identify, report, snapshot
from deckgen.lock import Lock, format_lock, parse_lock
from deckgen.model import Deck, Note, Template

REWORDINGS = Path(__file__).parent / "data"

LONG = (
    "It maps an input to a distribution over a latent space and learns to rebuild the input from "
    "a sample of it, while a penalty keeps the distribution close to a normal one."
)
OTHER = (
    "Two networks play against each other: one makes pictures from noise, its opponent tells them "
    "apart from photographs, and both become better until nobody can say which is which."
)


def _note(question: str, answer: str = LONG, **known: Any) -> Note:
    return Note(
        question=question, answer=answer, front=f"<p>{question}", back=f"<p>{answer}", **known
    )


def _deck(*notes: Note, name: str = "Deck") -> Deck:
    return Deck(name=name, notes=notes)


def _build(*notes: Note, lock: Lock | None = None, now: int = 1000) -> tuple[list[str], Lock]:
    """Build one deck; return its notes' guids, and the lock as the next build reads it."""
    decks, new_lock, _ = identify([_deck(*notes)], lock or Lock(), now=now)
    read, findings = parse_lock(format_lock(new_lock), "deckgen.lock")
    assert (read, findings) == (new_lock, [])
    return [note.guid for note in decks[0].notes], read


def _matches(*notes: Note, lock: Lock) -> list[Match]:
    return identify([_deck(*notes)], lock, now=2000)[2]


# --- the first guid


def test_first_guid_depends_on_the_question_alone() -> None:
    note = _note("What is  a *VAE*?")
    moved = _note(
        "What is a\n*VAE*?", OTHER, number=7, section=("A",), tags=("t",), file="b.md", line=9
    )

    (guid,), _ = _build(note)
    decks, _, _ = identify([_deck(name="x"), _deck(moved, name="Other")], Lock(), now=5)

    assert decks[1].notes[0].guid == guid


def test_questions_with_the_same_text_get_guids_of_their_own() -> None:
    guids, _ = _build(_note("Advantages?", LONG), _note("Advantages?", OTHER))

    assert len(set(guids)) == 2


def test_notes_that_are_the_same_in_all_get_guids_of_their_own_and_keep_them() -> None:
    guids, lock = _build(_note("Advantages?"), _note("Advantages?"), _note("Advantages?"))

    assert len(set(guids)) == 3
    assert _build(_note("Advantages?"), _note("Advantages?"), lock=lock)[0][0] in guids


def test_guid_that_a_reworded_question_holds_is_not_given_twice() -> None:
    (guid,), lock = _build(_note("What is a VAE?"))
    (kept,), lock = _build(_note("Explain the VAE."), lock=lock)
    (still, new), _ = _build(_note("Explain the VAE."), _note("What is a VAE?", OTHER), lock=lock)

    assert (kept, still) == (guid, guid)
    assert new != guid


# --- recognition


@pytest.mark.parametrize(
    "change",
    [
        {"number": 12, "line": 40},
        {"section": ("Elsewhere",)},
        {"file": "other.md"},
        {"tags": ("x",)},
        {"answer": "Something else altogether.", "back": "<p>Something"},
        {"answer": "", "back": ""},
        {"question": "What is  a VAE?"},
        {"question": "What is a VAE"},
        {"question": "what is a vae?"},
        {"question": "What's a VAE?"},
        {"question": "What are VAEs?"},
        {"question": "Explain the concept of a VAE."},
        {"question": "Define the term VAE."},
        {"question": "Explain the VAE in simple terms."},
        {"question": "What is a VAE, briefly?"},
        {"question": "How do you make samples of faces?"},  # the same answer, long and its own
        {"id": "vae"},
    ],
    ids=str,
)
def test_history_is_kept_when(change: dict[str, Any]) -> None:
    note = _note("What is a VAE?")
    other = _note("What is a GAN?", OTHER)
    (guid, other_guid), lock = _build(note, other)

    assert _build(other, replace(note, **change), lock=lock)[0] == [other_guid, guid]


@pytest.mark.parametrize(
    "question, answer",
    [
        ("What is a GAN?", OTHER),
        ("What is not a VAE?", LONG),
        ("What is a CVAE?", LONG.replace("input", "label")),
        ("What is a VAE for pictures?", OTHER),
        ("Why is a VAE blurry?", OTHER),
        ("Can you name something else?", OTHER),
    ],
)
def test_another_question_gets_a_guid_of_its_own(question: str, answer: str) -> None:
    (guid,), lock = _build(_note("What is a VAE?"))

    assert _build(_note(question, answer), lock=lock)[0] != [guid]


def test_deck_renamed_and_split_keeps_every_history() -> None:
    notes = [_note(f"What is term {letter}?", f"{letter} {LONG}") for letter in "KLMN"]
    guids, lock = _build(*notes)

    decks, _, _ = identify(
        [_deck(*notes[2:], name="New::One"), _deck(*notes[:2], name="New::Two")], lock, now=2000
    )

    assert [note.guid for deck in decks for note in deck.notes] == guids[2:] + guids[:2]


def test_deleted_question_returns_with_its_history() -> None:
    vae, gan = _note("What is a VAE?"), _note("What is a GAN?", OTHER)
    guids, lock = _build(vae, gan)
    _, lock = _build(vae, lock=lock, now=2000)
    assert lock.entries[guids[1]].gone == 2000
    _, lock = _build(vae, lock=lock, now=3000)
    assert lock.entries[guids[1]].gone == 2000

    assert [match.kind for match in _matches(vae, gan, lock=lock)] == ["returned"]
    returned, lock = _build(vae, gan, lock=lock, now=4000)
    assert (returned, lock.entries[guids[1]].gone) == (guids, 0)


def test_same_text_with_other_answers_keeps_apart_in_any_order() -> None:
    answers = (LONG, OTHER, "Because the sun is far away and its rays come in almost parallel.")
    notes = [_note("Why?", answer) for answer in answers]
    guids, lock = _build(*notes)
    edited = replace(notes[2], answer=f"{notes[2].answer} Nearly.")

    assert _build(edited, notes[1], notes[0], lock=lock)[0] == guids[::-1]
    assert _build(edited, lock=lock)[0] == guids[2:]
    assert _build(_note("Why?", "Nobody knows."), notes[0], lock=lock)[0][1] == guids[0]
    assert _build(_note("Why?", "Nobody knows."), notes[0], lock=lock)[0][0] not in guids


def test_same_text_under_two_headings_is_told_apart_by_its_place() -> None:
    notes = [
        _note("Advantages?", LONG, section=("VAE",)),
        _note("Advantages?", OTHER, section=("GAN",)),
    ]
    guids, lock = _build(*notes)

    assert _build(notes[0], replace(notes[1], answer="Sharp."), lock=lock)[0] == guids


def test_question_that_says_nothing_by_itself_needs_its_answer_or_its_place() -> None:
    """What “Advantages?” asks for depends on what it stands under."""
    note = _note("Advantages?", LONG, section=("VAE",))
    guids, lock = _build(note)

    assert _build(_note("Advantages?", OTHER, section=("GAN",)), lock=lock)[0] != guids
    assert _build(replace(note, section=("GAN",)), lock=lock)[0] == guids
    assert _build(replace(note, answer=OTHER), lock=lock)[0] == guids


def test_answers_after_one_pattern_do_not_make_questions_the_same() -> None:
    pattern = (
        "The default port is {}; it can be changed in the configuration file of the server, in "
        "its environment, or by an option on the command line, and takes effect with the next "
        "start, unless another program listens on the same port of the same address already."
    )
    old = _note("What is the default port of MySQL?", pattern.format(3306))
    guids, lock = _build(old)

    assert _build(_note("Where does Redis listen?", pattern.format(6379)), lock=lock)[0] != guids
    assert _build(_note("Where does MySQL listen?", pattern.format(3306)), lock=lock)[0] == guids


def test_what_could_be_either_is_new() -> None:
    guids, lock = _build(_note("What is a VAE?", LONG))

    twins = [_note("What are VAEs?", LONG), _note("What's a VAE", LONG)]

    assert set(_build(*twins, lock=lock)[0]).isdisjoint(guids)


def test_answer_that_several_notes_have_proves_nothing() -> None:
    copied = [_note("What is a VAE?"), _note("How are faces made?")]
    guids, lock = _build(*copied)

    assert _build(copied[0], _note("Which model rebuilds inputs?"), lock=lock)[0][1] not in guids


def test_question_before_the_last_comes_before_one_long_gone() -> None:
    """What left with this build is nearer than what left before it."""
    old, kept = _note("What is a VAE?"), _note("What is a VAE in deep learning?")
    _, lock = _build(old)
    (guid,), lock = _build(replace(kept, new=True), lock=lock)

    assert _build(_note("Explain a VAE in deep learning."), lock=lock)[0] == [guid]


SENTENCE = (
    "The {{c1::mitochondrion}} burns sugar and fat with oxygen, and stores the energy that this "
    "sets free in {{c2::ATP::a molecule}} for all other parts of the cell."
)


@pytest.mark.parametrize(
    "changed",
    [
        SENTENCE.replace("burns", "{{c3::burns}}"),
        SENTENCE.replace("{{c2::ATP::a molecule}}", "ATP"),
        SENTENCE.replace("all other parts", "the other parts"),
        SENTENCE.replace("burns", "consumes"),
        SENTENCE.replace("oxygen", "oxigen"),
    ],
)
def test_cloze_is_recognised_by_its_text_with_the_gaps_filled(changed: str) -> None:
    note, other = (
        _note(SENTENCE, "", kind="cloze"),
        _note("An {{c1::atom}} is small.", "", kind="cloze"),
    )
    guids, lock = _build(note, other)

    assert _build(other, _note(changed, "", kind="cloze"), lock=lock)[0] == guids[::-1]


@pytest.mark.parametrize(
    "one, other",
    [
        ("The capital of {{c1::France}} is Paris.", "The capital of {{c1::Spain}} is Madrid."),
        ("Water boils at {{c1::100}} degrees.", "Water freezes at {{c1::0}} degrees."),
        (SENTENCE, SENTENCE.replace("mitochondrion", "chloroplast")),
        (SENTENCE, SENTENCE.replace("burns", "does not burn")),
    ],
)
def test_cloze_of_another_fact_is_another_note(one: str, other: str) -> None:
    guids, lock = _build(_note(one, "", kind="cloze"))

    assert _build(_note(other, "", kind="cloze"), lock=lock)[0] != guids


def test_same_text_with_other_gaps_keeps_apart() -> None:
    notes = [
        _note("{{c1::Paris}} is the capital of France.", "", kind="cloze"),
        _note("Paris is the capital of {{c1::France}}.", "", kind="cloze"),
    ]
    guids, lock = _build(*notes)

    assert len(set(guids)) == 2
    assert _build(*notes[::-1], lock=lock)[0] == guids[::-1]


# --- what the author says


def test_id_keeps_the_history_whatever_changes() -> None:
    (guid,), lock = _build(_note("What is a VAE?", id="vae"))

    assert _build(_note("What is a GAN?", OTHER, id="vae"), lock=lock)[0] == [guid]


def test_id_given_later_or_taken_away_keeps_the_history() -> None:
    (guid,), lock = _build(_note("What is a VAE?"))
    with_id, lock = _build(_note("What is a VAE?", id="vae"), lock=lock)
    without, _ = _build(_note("What is a VAE?"), lock=lock)

    assert (with_id, without) == ([guid], [guid])


def test_notes_with_different_ids_are_never_the_same() -> None:
    guids, lock = _build(_note("What is a VAE?", id="one"))

    assert _build(_note("What is a VAE?", id="two"), lock=lock)[0] != guids


def test_old_guid_as_id_takes_up_its_history() -> None:
    (guid,), lock = _build(_note("What is a VAE?", LONG))
    (lost,), lock = _build(_note("What is a GAN?", OTHER), lock=lock)
    assert lost != guid

    again, lock = _build(_note("What is a GAN?", OTHER, id=guid), lock=lock)
    assert again == [guid]
    assert _build(_note("What is a GAN?", OTHER, id=guid), lock=lock)[0] == [guid]


def test_veto_undoes_a_match_even_after_the_build_that_made_it() -> None:
    (guid,), lock = _build(_note("What is a VAE?"))
    reworded = _note("Explain the concept of a VAE.")
    (kept,), lock = _build(reworded, lock=lock)
    assert kept == guid

    (new,), lock = _build(replace(reworded, new=True), lock=lock)
    assert new != guid
    assert lock.entries[guid].gone


def test_veto_is_stable_and_its_question_is_recognised_by_itself() -> None:
    _, lock = _build(_note("What is a VAE?"))
    vetoed = _note("Explain the concept of a VAE.", new=True)
    (guid,), lock = _build(vetoed, lock=lock)

    assert _build(vetoed, lock=lock)[0] == [guid]
    assert _build(replace(vetoed, answer=OTHER), lock=lock)[0] == [guid]
    assert _build(replace(vetoed, question="Explain a VAE."), lock=lock)[0] == [guid]
    assert _build(replace(vetoed, new=False), lock=lock)[0] == [guid]


def test_what_was_decided_is_reported_with_the_way_to_overrule_it() -> None:
    (guid, _), lock = _build(_note("What is a VAE?"), _note("What is a GAN?", OTHER))
    notes = [
        _note("Explain the concept of a VAE.", file="ai.md", line=8),
        _note("What is no GAN?", OTHER, file="ai.md", line=12),
    ]
    (near,) = (entry for entry in lock.entries if entry != guid)

    findings = report(_matches(*notes, lock=lock))

    assert [(finding.code, finding.file, finding.line) for finding in findings] == [
        ("reworded", "ai.md", 8),
        ("looks-reworded", "ai.md", 12),
    ]
    assert "<!-- deckgen: new -->" in findings[0].hint
    assert f"<!-- deckgen: id={near} -->" in findings[1].hint


# --- time


def test_content_that_did_not_change_keeps_its_time() -> None:
    note = _note("What is a VAE?", section=("S",), tags=("b", "a"))
    _, lock = _build(note, now=1000)
    moved = replace(note, number=3, line=90, tags=("a", "b"))

    assert _build(moved, lock=lock, now=2000)[1] == lock
    (entry,) = _build(replace(moved, file="b.md"), lock=lock, now=2000)[1].entries.values()
    assert (entry.file, entry.modified) == ("b.md", 1000)


@pytest.mark.parametrize(
    "change",
    [{"front": "<p>F"}, {"back": "<p>B"}, {"section": ("T",)}, {"section": ()}, {"tags": ("c",)}],
    ids=str,
)
def test_content_that_changed_gets_the_time_of_the_build(change: dict[str, Any]) -> None:
    note = _note("What is a VAE?", section=("S",), tags=("b", "a"))
    (guid,), lock = _build(note, now=1000)

    assert _build(replace(note, **change), lock=lock, now=2000)[1].entries[guid].modified == 2000


def test_renamed_deck_is_a_change() -> None:
    (guid,), lock = _build(_note("What is a VAE?"))
    renamed = _deck(_note("What is a VAE?"), name="Other")

    assert identify([renamed], lock, now=2000)[1].entries[guid].modified == 2000


def test_time_rises_with_each_change_even_if_the_clock_goes_back() -> None:
    first, second = _note("What is a VAE?"), _note("What is a VAE?", OTHER)
    lock = Lock()
    times: list[int] = []
    for note in (first, second, first):
        (guid,), lock = _build(note, lock=lock, now=1000 - len(times))
        times.append(lock.entries[guid].modified)

    assert times == [1000, 1001, 1002]


def test_template_keeps_its_time_until_its_text_changes() -> None:
    templates = {"anki/style.css": Template("a{}\n"), "html/page.html": Template("<p>")}
    dated, lock = date_templates(templates, Lock(), now=1000)
    assert {name: dated[name].modified for name in dated} == {
        "anki/style.css": 1000,
        "html/page.html": 0,
    }

    lock, _ = parse_lock(format_lock(lock), "deckgen.lock")
    on_windows = {"anki/style.css": Template("a{}\r\n")}
    assert date_templates(on_windows, lock, now=2000)[1] == lock
    changed = {"anki/style.css": Template("b{}\n")}
    assert date_templates(changed, lock, now=3)[0]["anki/style.css"].modified == 1001


def test_snapshot_of_a_build_is_its_lock() -> None:
    decks, lock, _ = identify([_deck(_note("What is a VAE?", id="x"))], Lock(), now=1000)

    assert snapshot(decks) == lock


# --- the labelled rewordings


def _cases(kind: str) -> list[Any]:
    cases = []
    for path in sorted(REWORDINGS.glob("rewordings*.toml")):
        for base in tomllib.loads(path.read_text(encoding="utf-8"))["question"]:
            old = _note(base["question"], base["answer"])
            new = [_note(case["question"], _answer(base, case)) for case in base[kind]]
            cases += [pytest.param(old, note, id=f"{path.stem}: {note.question}") for note in new]
    return cases


def _answer(base: dict[str, str], case: dict[str, str]) -> str:
    if "drops" in case:
        return base["answer"].rpartition(". ")[0] + "."
    return case.get("answer") or f"{base['answer']} {case.get('adds', '')}".strip()


def _keeps(old: Note, new: Note) -> bool:
    guids, lock = _build(old)
    return _build(new, lock=lock)[0] == guids


@pytest.mark.parametrize("old, new", _cases("different"))
def test_near_miss_never_takes_the_history(old: Note, new: Note) -> None:
    assert not _keeps(old, new)


def test_most_rewordings_keep_the_history() -> None:
    kept = [_keeps(*case.values) for case in _cases("same")]

    assert sum(kept) / len(kept) > 0.9


def test_whole_set_as_one_project_mixes_nothing_up() -> None:
    """All questions at once are replaced by one rewording each, amid all near misses."""
    bases = tomllib.loads((REWORDINGS / "rewordings.toml").read_text(encoding="utf-8"))["question"]
    guids, lock = _build(*(_note(base["question"], base["answer"]) for base in bases))
    for turn in range(4):
        cases = [(base, base["same"][turn % len(base["same"])]) for base in bases]
        reworded = [_note(case["question"], _answer(base, case)) for base, case in cases]
        others = [
            _note(case["question"], case["answer"])
            for base in bases
            for case in base["different"]
            if "same answer" not in case["how"]
        ]
        found, _ = _build(*others, *reworded, lock=lock)

        of_reworded = found[len(others) :]
        assert set(found[: len(others)]).isdisjoint(guids)
        assert [guid for guid in of_reworded if guid in guids] == [
            guid for guid, own in zip(of_reworded, guids, strict=True) if guid == own
        ]


# --- random scripts of edits

_THINGS = ("buffer", "cache", "queue", "stack", "router", "socket", "thread", "kernel")
_FRAMES = (
    "What is a {}?",
    "What are {}s?",
    "Explain the concept of a {}.",
    "What's a {}",
    "What is a {} in computing, and where does one meet it?",
    "Why?",
)


def _thing(key: int, frame: int, edits: int, section: int) -> Note:
    """A note about a thing of its own, with an answer that is made like all others."""
    thing = f"{_THINGS[key % 8]} {_THINGS[key // 8 % 8]}{key // 64 or ''}"
    answer = f"A {thing} is what programs use whenever they have to wait for some {thing} {key}."
    own = " ".join(f"{thing}{part}" for part in range(8))
    return _note(
        _FRAMES[frame].format(thing),
        f"{answer} {own}{' Mind the edge cases.' * edits}",
        section=(f"Section {section}",),
        number=key,
    )


_EDITS = st.tuples(
    st.sampled_from(["frame", "answer", "section", "remove", "insert", "reverse", "both"]),
    st.integers(0, 60),
    st.integers(0, 5),
)


@settings(max_examples=150)
@given(st.lists(st.lists(_EDITS, min_size=1, max_size=6), min_size=1, max_size=6))
def test_no_history_ever_lands_on_another_question(
    builds: list[list[tuple[str, int, int]]],
) -> None:
    """The author edits, builds, and edits again; each guid belongs to one thing for ever."""
    state = {key: [0, 0, 0] for key in range(12)}
    owner: dict[str, int] = {}
    lock = Lock()
    for edits in builds:
        for edit in edits:
            state = _edited(state, *edit)
        guids, lock = _build(*(_thing(key, *state[key]) for key in state), lock=lock)
        assert len(set(guids)) == len(guids)
        for key, guid in zip(state, guids, strict=True):
            assert owner.setdefault(guid, key) == key


def _edited(state: dict[int, list[int]], edit: str, key: int, value: int) -> dict[int, list[int]]:
    if edit == "reverse":
        return dict(reversed(state.items()))
    if edit == "insert":
        return {key: [0, 0, value], **state}
    if edit == "remove":
        return {other: state[other] for other in state if other != key}
    frame, edits, section = state.get(key, (0, 0, 0))
    changed = {
        "frame": [value, edits, section],
        "answer": [frame, value, section],
        "section": [frame, edits, value],
        "both": [value, value, section],
    }
    return {**state, key: changed[edit]} if key in state else state


@given(
    st.lists(
        st.tuples(st.text(max_size=12), st.text(max_size=12)),
        max_size=8,
        unique_by=lambda pair: tuple(map(plain, pair)),  # the same card is made only once
    )
)
def test_second_build_changes_nothing(texts: list[tuple[str, str]]) -> None:
    notes = [_note(question, answer) for question, answer in texts]
    guids, lock = _build(*notes, now=1000)

    assert _build(*notes, lock=lock, now=2000) == (guids, lock)
    assert set(_build(*notes[::-1], lock=lock, now=2000)[0]) == set(guids)
