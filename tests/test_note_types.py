from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from typing import TYPE_CHECKING

import pytest

from deckgen import cloze
from deckgen.disk import read_templates
from deckgen.exporters import run_exporter
from deckgen.exporters.sides import sides
from deckgen.model import Deck, Kind, Note
from deckgen.note_types import NOTE_TYPES
from deckgen.rendering import render_notes
from deckgen.shapes.gaps import canonical, gaps

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Collection


def make(kind: Kind, question: str, answer: str = "", **values: object) -> Deck:
    note = Note(question=question, answer=answer, kind=kind, guid="g1", modified=1_700_000_000)
    for name, value in values.items():
        object.__setattr__(note, name, value)
    (deck,), findings = render_notes([Deck(name="D", notes=(note,))])
    assert findings == []
    return deck


def imported(collection: Collection, tmp_path: Path, deck: Deck) -> list[tuple[str, str]]:
    (file,), findings = run_exporter("anki", [deck], read_templates(), {})
    assert findings == []
    path = tmp_path / "a.apkg"
    path.write_bytes(file.content)
    log = collection.import_package(path)
    assert (len(log.new), len(log.conflicting)) == (1, 0)
    assert list(collection.col.get_empty_cards().notes) == []
    problems, ok = collection.col.fix_integrity()
    assert ok, problems
    return collection.rendered()


def text(html: str) -> str:
    """What a learner reads, without the scripts."""
    html = re.sub(r"<script>.*?</script>", "", html, flags=re.DOTALL)
    html = re.sub(r"</?(?:span|code|strong|em)\b[^>]*>", "", html)
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())


def test_ids_are_those_that_learners_have() -> None:
    """These numbers are in learners' collections: they never change."""
    assert [(kind, each.id) for kind, each in NOTE_TYPES.items()] == [
        ("basic", 1740410010001),
        ("reversed", 1740410010002),
        ("cloze", 1740410010003),
        ("choice", 1740410010004),
        ("typed", 1740410010005),
    ]
    assert [card.id for each in NOTE_TYPES.values() for card in each.cards] == [
        *range(7404110001, 7404110007)
    ]


def test_reversed_note_asks_for_the_meaning_and_for_the_term(
    collection: Collection, tmp_path: Path
) -> None:
    deck = make("reversed", "Mitochondrion", "Where a cell gets its *energy*.")
    (term, _), (meaning, answer) = imported(collection, tmp_path, deck)

    assert "Mitochondrion" in term
    assert "energy" not in term
    assert "<em>energy</em>" in meaning
    assert "Mitochondrion" not in meaning
    assert "Mitochondrion" in answer


def test_each_number_of_a_gap_makes_a_card(collection: Collection, tmp_path: Path) -> None:
    deck = make("cloze", "{{c1::Paris}} is in {{c2::France::country}}, not {{c1::Berlin}}.", "See.")
    (first, answer), (second, _) = imported(collection, tmp_path, deck)

    assert text(first).endswith("[...] is in France, not [...].")
    assert text(second).endswith("Paris is in [country], not Berlin.")
    assert text(answer).endswith("Paris is in France, not Berlin. See.")


def test_note_with_gaps_needs_no_answer(collection: Collection, tmp_path: Path) -> None:
    ((front, back),) = imported(collection, tmp_path, make("cloze", "A {{c1::gap}}."))

    assert "gap" not in text(front)
    assert 'id="answer"' not in back


@pytest.mark.parametrize(
    "question, hidden, shown",
    [
        ("{{c1::`std::vector`}} grows", "[...] grows", "std::vector grows"),
        ("`{{c1::std::sort}}` sorts", "[...] sorts", "std::sort sorts"),
        ("`a::b` is {{c1::Ruby}}", "a::b is [...]", "a::b is Ruby"),
        ("{{ x }} and {{c1::Jinja}} }}", "{{ x }} and [...] }}", "{{ x }} and Jinja }}"),
        ("{{c1::}} {{c1::full}}", "{{c1::}} [...]", "{{c1::}} full"),
        ("`{{c1::{1: {}}}}` nests", "[...] nests", "{1: {}} nests"),
        ("{{c1::a {{c2::b}} c}}", "[...]", "a b c"),
        ("{{c1::**x**::`a::b`}}", "[a::b]", "x"),
        ("a:{{c1:::b:}}:c", "a:[...]:c", "a::b::c"),
    ],
)
def test_what_only_looks_like_a_gap_is_text(
    collection: Collection, tmp_path: Path, question: str, hidden: str, shown: str
) -> None:
    (front, back), *_ = imported(collection, tmp_path, make("cloze", question))

    assert text(front).removeprefix("D ") == hidden
    assert text(back).removeprefix("D ") == shown


@pytest.mark.parametrize(
    "question, hidden, shown",
    [
        (r"$x = {{c1::y^{2^{n}}}}$", r"\(x = [...]\)", r"\(x = y^{2^{n}}\)"),
        (r"$\frac{{{c1::a}}}{b}$", r"\(\frac{[...]}{b}\)", r"\(\frac{a}{b}\)"),
        (r"${{c1::a}} < b^{c^{d}}$", r"\([...] < b^{c^{d}}\)", r"\(a < b^{c^{d}}\)"),
    ],
)
def test_gap_in_a_formula_leaves_a_formula(
    collection: Collection, tmp_path: Path, question: str, hidden: str, shown: str
) -> None:
    ((front, back),) = imported(collection, tmp_path, make("cloze", question))

    assert text(front).removeprefix("D ") == hidden
    assert text(back).removeprefix("D ") == shown


def test_text_that_should_have_gaps_but_has_none_is_no_note() -> None:
    note = Note(question="No gap", answer="x", kind="cloze", file="a.md", line=3)
    (deck,), (finding,) = render_notes([Deck(name="D", notes=(note,))])

    assert deck.notes == ()
    assert (finding.code, finding.line, finding.skips) == ("no-gap", 3, True)


def test_choice_without_options_is_told() -> None:
    note = Note(question="Pick", answer="A", kind="choice", file="a.md", line=3)
    (deck,), (finding,) = render_notes([Deck(name="D", notes=(note,))])

    assert len(deck.notes) == 1
    assert (finding.code, finding.line) == ("no-options", 3)


@pytest.mark.parametrize("options", ["- a\n- b", "1. a\n2. b", "- a[^1]\n- b\n\n[^1]: c"])
def test_choice_with_options_is_not_told(options: str) -> None:
    note = Note(question=f"Pick\n\n{options}", answer="a", kind="choice")

    assert render_notes([Deck(name="D", notes=(note,))])[1] == []


def test_options_of_a_choice_are_shown_without_scripts(
    collection: Collection, tmp_path: Path
) -> None:
    deck = make("choice", "Which is prime?\n\n- 4\n- 7\n- 9\n", "7")
    ((front, back),) = imported(collection, tmp_path, deck)

    assert '<ul class="options">\n<li>4</li>\n<li>7</li>\n<li>9</li>\n</ul>' in front
    assert text(back).endswith("7")


def test_only_the_list_that_ends_the_question_is_its_options() -> None:
    deck = make("choice", "Of\n\n- a\n- b\n\nwhich?\n\n- x\n  - y\n- z", "z")
    front = deck.notes[0].front

    assert front.count('class="options"') == 1
    assert front.index('class="options"') > front.index("which?")


@pytest.mark.parametrize("mark", ["A) ", "b. "])
def test_options_with_letters_of_their_own_get_no_others(mark: str) -> None:
    front = make("choice", f"Which?\n\n- {mark}a\n- c", "c").notes[0].front

    assert '<ul class="options lettered">' in front


def test_footnotes_behind_the_options_are_no_options() -> None:
    deck = make("choice", "Which[^1]?\n\n- a\n- b\n\n[^1]: of two", "a")

    options, _, notes = deck.notes[0].front.partition('<ol class="footnotes">')
    assert '<ul class="options">\n<li>a</li>' in options
    assert "of two" in notes


def test_answer_to_type_is_compared_with_its_text(collection: Collection, tmp_path: Path) -> None:
    ((front, back),) = imported(collection, tmp_path, make("typed", "Capital of France?", "Paris"))

    assert "[[type:Answer]]" in front
    assert "[[type:Answer]]" in back
    field = collection.notes()[0]["Answer"]
    assert "typeBad" not in collection.col.compare_answer(field, "Paris")
    assert "typeBad" in collection.col.compare_answer(field, "London")


def test_every_kind_goes_into_one_package(collection: Collection, tmp_path: Path) -> None:
    notes = [
        make(kind, "A {{c1::b}}\n\n- c" if kind == "cloze" else "A\n\n- b", "x", guid=kind).notes[0]
        for kind in NOTE_TYPES
    ]
    (file,), _ = run_exporter("anki", [Deck(name="D", notes=tuple(notes))], read_templates(), {})
    path = tmp_path / "a.apkg"
    path.write_bytes(file.content)
    collection.import_package(path)

    assert collection.col.note_count() == len(NOTE_TYPES)
    assert collection.col.card_count() == len(NOTE_TYPES) + 1
    log = collection.import_package(path)
    assert (len(log.new), len(log.updated), len(log.duplicate)) == (0, 0, len(NOTE_TYPES))


def test_gaps_are_seen_where_nothing_can_be_hidden() -> None:
    note = make("cloze", "{{c1::Paris}} is in {{c2::France::country}}.\n\nYes.", "More.").notes[0]
    front, back = sides(note)

    assert text(front) == "[…] is in [country]. Yes."
    assert text(back) == "Paris is in France. Yes. More."


def test_place_becomes_a_link_where_the_author_says_to_what(
    collection: Collection, tmp_path: Path
) -> None:
    deck = make("basic", "Q", "A", file="a b/c.md", line=7)
    imported(collection, tmp_path, replace(deck, source_url="https://example.org/{file}#L{line}"))

    link = '<a href="https://example.org/a%20b/c.md#L7">a b/c.md:7</a>'
    assert collection.notes()[0]["Source"] == link


def test_source_of_an_answer_is_shown_on_the_back(collection: Collection, tmp_path: Path) -> None:
    deck = make("basic", "Q", "A", source='Ada, "*Notes*", 1843', file="a.md", line=1)
    ((front, back),) = imported(collection, tmp_path, deck)

    assert "Ada" not in front
    assert '<div class="citation">Ada, "<em>Notes</em>", 1843</div>' in back


@pytest.mark.parametrize("hostile", ['"><img src=x onerror=alert(1)>', "[sound:a.mp3]", r"\(x\)"])
def test_names_from_outside_are_inert_on_the_card(
    collection: Collection, tmp_path: Path, hostile: str
) -> None:
    deck = make("basic", "Q", "A", guid=hostile, file=hostile, section=(hostile,))
    ((front, back),) = imported(collection, tmp_path, deck)

    assert "<img" not in front + back
    assert "[sound:" not in front + back
    assert r"\(" not in front + back


def test_highlight_with_colons_in_it_is_a_gap_without_a_hint() -> None:
    written = "Use ==std::vector== or ==`std::list`==."

    question = canonical(written, gaps(written))
    front = make("cloze", question).notes[0].front

    assert cloze.filled(front).count("std&#58;:") == 2
    assert text(cloze.with_gaps(front)) == "Use […] or […]."
