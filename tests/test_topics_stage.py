from __future__ import annotations

from typing import TYPE_CHECKING

from deckgen.model import Deck, Note
from deckgen.topics import Topics, coverage, parse_topics, tag

if TYPE_CHECKING:
    from deckgen.model import Finding

RULES, _ = parse_topics(
    '[gan]\nwords = ["GAN"]\n[gan.StyleGAN]\nwords = ["StyleGAN"]\n[flow]\nwords = ["flow"]\n', "t"
)


def _tagged(
    note: Note, topics: Topics | None = RULES, *, prefix: str = ""
) -> tuple[Note, list[Finding]]:
    decks, findings = tag([Deck(name="D", notes=(note,))], topics, prefix=prefix)
    return decks[0].notes[0], findings


def _note(*tags: str, question: str = "What is a StyleGAN?", section: tuple[str, ...] = ()) -> Note:
    return Note(question=question, answer="A", tags=tags, section=section, file="a.md", line=3)


def test_topics_are_tags_under_the_prefix() -> None:
    note, _ = _tagged(_note("exam"), prefix="interview")

    assert note.topics == ("interview::gan::StyleGAN",)
    assert note.tags == ("exam", "interview::gan::StyleGAN")


def test_tag_that_names_a_topic_is_that_topic_and_comes_first() -> None:
    note, findings = _tagged(_note("FLOW"), prefix="i")

    assert note.topics == ("i::flow", "i::gan::StyleGAN")
    assert findings == []


def test_topic_given_by_hand_is_enough() -> None:
    note, findings = _tagged(_note("flow", question="What is it?"))

    assert note.topics == ("flow",)
    assert findings == []


def test_question_without_a_topic_is_named() -> None:
    note, findings = _tagged(_note("exam", question="What is it?"))

    assert note.topics == ()
    assert note.tags == ("exam",)
    assert [(f.severity, f.code, f.file, f.line) for f in findings] == [
        ("info", "no-topic", "a.md", 3)
    ]


def test_minus_takes_a_tag_away_wherever_it_came_from() -> None:
    assert _tagged(_note("-gan::stylegan"))[0].tags == ()
    assert _tagged(_note("-gan"))[0].tags == ()
    assert _tagged(_note("-gan"), prefix="i")[0].tags == ()
    assert _tagged(_note("exam", "-exam"))[0].tags == ("gan::StyleGAN",)


def test_last_word_is_that_of_the_question() -> None:
    """Readers put the tags of a file before those of a section, and the question's last."""
    assert "exam" in _tagged(_note("exam", "-exam", "exam"))[0].tags


def test_tag_that_is_not_there_cannot_be_taken_away() -> None:
    _, findings = _tagged(_note("-gam::stylegan"))

    assert [(f.severity, f.code, f.hint) for f in findings] == [
        ("warning", "tag", 'did you mean "gan::StyleGAN"?')
    ]


def test_tag_that_anki_cannot_keep_is_changed_and_named() -> None:
    note, findings = _tagged(_note('my "own"'))

    assert "my--own" in note.tags
    assert [(f.severity, f.code) for f in findings] == [("warning", "tag")]


def test_without_a_topic_file_the_section_is_the_topic() -> None:
    note, findings = _tagged(_note(section=("Part 1", "GANs & co")), None, prefix="i")

    assert note.topics == note.tags == ("i::part-1::gans-co",)
    assert findings == []


def test_with_a_topic_file_the_section_is_a_topic_where_the_file_says_so() -> None:
    note = _note(section=("Part 1",))
    topics, _ = parse_topics('sections = true\n[gan]\nwords = ["StyleGAN"]\n', "t")

    assert _tagged(note)[0].topics == ("gan::StyleGAN",)
    assert _tagged(note, topics)[0].topics == ("gan", "part-1")


def test_coverage_counts_a_topic_with_all_that_it_holds() -> None:
    notes = tuple(
        Note(question=str(n), answer="A", topics=topics)
        for n, topics in enumerate([("gan::a",), ("gan::b", "gan::a"), ("gan", "x", "y", "z"), ()])
    )

    found = coverage([Deck(name="D", notes=notes)])

    assert found.questions == 4
    assert dict(found.topics) == {"gan": 3, "gan::a": 2, "gan::b": 1, "x": 1, "y": 1, "z": 1}
    assert [note.question for note in found.untagged] == ["3"]
    assert [note.question for note in found.over_tagged] == ["2"]
