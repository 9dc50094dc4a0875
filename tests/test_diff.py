from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from deckgen.diff import as_json, as_markdown, as_text, compare, search_for, summary
from deckgen.identity import identify
from deckgen.lock import Lock
from deckgen.model import Deck, Note

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from deckgen.diff import Diff
    from tests.conftest import Ran

    Deckgen = Callable[..., Ran]

NOTE = Note(
    question="What is a nova?",
    answer="A white dwarf that flares up when gas from its companion begins to burn.",
    front="<p>What is a nova?",
    back="<p>A dwarf",
    section=("Stars",),
    tags=("stars",),
    file="stars.md",
    line=3,
)
OTHER = replace(NOTE, question="What is a fjord?", answer="A valley that the sea has filled.")


def diff(old: list[Note], new: list[Note], names: tuple[str, str] = ("D", "D")) -> Diff:
    """What a learner sees of the new notes who has the old ones, all of them in one deck."""
    _, lock, _ = identify([Deck(name=names[0], notes=tuple(old))], Lock(), now=1)
    decks, _, matches = identify([Deck(name=names[1], notes=tuple(new))], lock, now=2)
    return compare(lock, decks, matches)


@pytest.mark.parametrize(
    ("change", "kinds"),
    [
        ({"question": "Explain the concept of a nova.", "front": "<p>E"}, ("reworded",)),
        ({"answer": "A star that flares up.", "back": "<p>A star"}, ("answer",)),
        ({"tags": ("stars", "exam")}, ("tags",)),
        ({"section": ("Skies",)}, ("moved",)),
        ({"tags": (), "section": ()}, ("tags", "moved")),
        ({"back": '<p class="x">A dwarf'}, ("rendered",)),
    ],
    ids=str,
)
def test_change_is_named_by_what_differs(change: dict[str, Any], kinds: tuple[str, ...]) -> None:
    found = diff([NOTE, OTHER], [replace(NOTE, **change), OTHER])

    assert [each.kinds for each in found.changes] == [kinds]
    assert found.untouched == 1


@pytest.mark.parametrize("change", [{"line": 90}, {"number": 7}, {"file": "sky.md"}], ids=str)
def test_what_a_learner_does_not_see_is_no_change(change: dict[str, Any]) -> None:
    assert diff([NOTE], [replace(NOTE, **change)]).changes == ()


def test_new_gone_and_returned_notes_are_told() -> None:
    _, lock, _ = identify([Deck(name="D", notes=(NOTE, OTHER))], Lock(), now=1)
    _, lock, _ = identify([Deck(name="D", notes=(OTHER,))], lock, now=2)
    new = replace(NOTE, question="Which metal is liquid?", answer="Mercury.")
    decks, _, matches = identify([Deck(name="D", notes=(NOTE, new))], lock, now=3)
    found = compare(lock, decks, matches)

    assert [(each.question, each.kinds) for each in found.changes] == [
        (NOTE.question, ("returned",)),
        (new.question, ("new",)),
        (OTHER.question, ("gone",)),
    ]
    assert summary(found) == "1 new; 1 back, with their history; 1 gone; 0 untouched"


def test_doubtful_question_is_shown_with_the_id_that_makes_it_the_same() -> None:
    found = diff([NOTE], [replace(NOTE, question="What is no nova?")])
    guid = found.changes[1].guid

    assert f"<!-- deckgen: id={guid} -->" in as_text(found)


def test_question_of_another_kind_is_new_for_that_reason_and_no_id_is_advised() -> None:
    found = diff([NOTE, OTHER], [replace(NOTE, kind="reversed"), OTHER])

    assert [each.kinds for each in found.changes] == [("new",), ("gone",)]
    assert f"{NOTE.question} (was basic, now it is reversed: learners get a new card)" in as_text(
        found
    )
    assert "id=" not in as_text(found)
    assert "id that is named" not in as_text(found)


def test_renamed_deck_comes_with_the_search_that_finds_the_cards() -> None:
    found = diff([NOTE], [NOTE], names=("D", "E"))

    assert as_json(found)["searches"]["moved"] == [f"ID:{found.changes[0].guid}"]
    assert f"ID:{found.changes[0].guid}" in as_text(found)


def test_searches_are_no_longer_than_anki_takes() -> None:
    guids = [f"g{number}" for number in range(250)]
    searches = search_for(guids)

    assert [search.count("ID:") for search in searches] == [100, 100, 50]
    assert " or ".join(searches).split(" or ") == [f"ID:{guid}" for guid in guids]


def test_question_cannot_break_out_of_the_markdown() -> None:
    note = replace(NOTE, question="Ask @octocat </details> of `<b>`")
    told = as_markdown(diff([], [note]))

    assert told.count("</details>") == 1
    assert "@octocat" not in told
    assert "`<b>`" in told


def _stars(question: str) -> str:
    """A document with this question, which is about a nova, and another one."""
    return (
        f"# Stars\n\n## 1. {question}\n\n{NOTE.answer}\n\n"
        f"## 2. {OTHER.question}\n\n{OTHER.answer}\n"
    )


def test_command_says_what_will_change_in_three_forms(deckgen: Deckgen, tmp_path: Path) -> None:
    document = tmp_path / "stars.md"
    document.write_text(_stars(NOTE.question))
    deckgen("build", "stars.md", "-o", "old.apkg")
    lock = (tmp_path / "deckgen.lock").read_bytes()
    document.write_text(_stars("Explain the concept of a nova."))
    text = deckgen("diff", "stars.md")
    data = json.loads(deckgen("diff", "stars.md", "--json").out)
    told = deckgen("diff", "stars.md", "--markdown")

    assert (text.code, text.err) == (0, "")
    assert text.out.startswith("1 reworded, history kept; 1 untouched\n")
    assert "stars.md:3: What is a nova? → Explain the concept of a nova." in text.out
    assert (data["counts"]["reworded"], data["changes"][0]["line"]) == (1, 3)
    assert told.out.startswith("**1 reworded, history kept; 1 untouched**\n")
    assert (tmp_path / "deckgen.lock").read_bytes() == lock


def test_command_compares_packages_and_the_source_with_a_package_or_another_lock(
    deckgen: Deckgen, tmp_path: Path
) -> None:
    document = tmp_path / "stars.md"
    document.write_text(_stars(NOTE.question))
    deckgen("build", "stars.md", "-o", "old.apkg")
    (tmp_path / "last.lock").write_bytes((tmp_path / "deckgen.lock").read_bytes())
    document.write_text(_stars("Explain the concept of a nova."))
    deckgen("build", "stars.md", "-o", "new.apkg")
    summary_line = "1 reworded, history kept; 1 untouched\n"

    assert deckgen("diff", "stars.md").out == "2 untouched\n"
    for arguments in (
        ["old.apkg", "new.apkg"],
        ["stars.md", "--against", "old.apkg"],
        ["stars.md", "--against", "last.lock"],
    ):
        assert deckgen("diff", *arguments).out.startswith(summary_line)


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["a.apkg"], 2, "--against"),
        (["a.apkg", "a.md"], 2, "--against"),
        (["a.apkg", "a.apkg"], 1, "[not-a-package]"),
        (["none.apkg", "a.apkg"], 1, "cannot read none.apkg"),
        (["a.md", "--against", "a.apkg"], 1, "[not-a-package]"),
        (["a.md", "--against", "a.md"], 1, "[lock-damaged]"),
        (["a.md", "--against", "none.lock"], 2, "'none.lock' does not exist"),
    ],
)
def test_what_cannot_be_compared_is_said(
    deckgen: Deckgen, tmp_path: Path, arguments: list[str], code: int, said: str
) -> None:
    (tmp_path / "a.apkg").write_bytes(b"PK\x03\x04 not really")
    (tmp_path / "a.md").write_text("# A\n\n## 1. What?\n\nThis.\n")
    ran = deckgen("diff", *arguments)

    assert (ran.code, ran.out) == (code, "")
    assert said in ran.err


def test_sources_are_read_as_the_build_read_them(deckgen: Deckgen, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# T\n\n## S\n\n### What?\n\nA.\n\n### Why?\n\nB.\n")
    options = ["--shape", "headings:level-3", "--deck", "D", "--subdecks"]
    deckgen("build", "a.md", *options, "-f", "anki", "-o", "old.apkg")
    same = deckgen("diff", "a.md", *options, "--json")
    packages = deckgen("diff", "a.md", *options, "--against", "old.apkg", "--json")
    elsewhere = deckgen("diff", "a.md", "--deck", "E", "--json")

    assert [json.loads(each.out)["changes"] for each in (same, packages)] == [[], []]
    assert [each["kinds"] for each in json.loads(elsewhere.out)["changes"]] == [["moved"]] * 2


def test_decks_by_topic_are_compared_with_a_package_of_such(
    deckgen: Deckgen, tmp_path: Path
) -> None:
    (tmp_path / "a.md").write_text("# T\n\n## What is a GAN?\n\nA.\n\n## What is a VAE?\n\nB.\n")
    options = ["a.md", "--topics", "generative-ai", "--split", "topics"]
    deckgen("build", *options, "-f", "anki", "-o", "old.apkg")
    ran = deckgen("diff", *options, "--against", "old.apkg", "--json")

    assert json.loads(ran.out)["changes"] == []
