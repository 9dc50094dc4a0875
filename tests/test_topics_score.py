from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deckgen.model import Note
from deckgen.topics import Topics, explain, parse_topics
from deckgen.topics.score import topics_of

RULES = """
[gan]
words = ["GAN"]
hints = ["generator", "discriminator"]
not = ["text generator"]
otherwise = "basics"
[gan.basics]
hints = ["game"]
[gan.stylegan]
words = ["StyleGAN", "style mixing"]
implies = ["faces"]
[gan.collapse]
words = ["mode collapse"]
hints = ["collapse"]

[diffusion]
words = ["diffusion model"]
[diffusion.guidance]
words = ["guidance"]
hints = ["scale"]

[faces]
words = ["face"]

[overview]
general = true
words = ["generative model"]
"""


def _topics(text: str = RULES) -> Topics:
    topics, findings = parse_topics(text, "topics.toml")
    assert findings == []
    return topics


def _given(
    question: str, answer: str = "", section: tuple[str, ...] = (), rules: str = RULES
) -> list[str]:
    note = Note(question=question, answer=answer, section=section)
    return list(*topics_of([note], _topics(rules)))


def test_word_in_the_question_earns_its_topic() -> None:
    assert _given("What is a diffusion model?") == ["diffusion"]


def test_question_on_two_topics_has_both() -> None:
    assert set(_given("Compare diffusion models and StyleGAN")) == {
        "diffusion",
        "gan::stylegan",
        "faces",
    }


def test_mention_in_the_answer_is_no_topic() -> None:
    assert _given("What is attention?", "Used in a diffusion model and in a GAN.") == []


def test_hints_support_but_do_not_earn() -> None:
    with_word = _given("What does the discriminator of a GAN do?")
    hints_only = explain(
        Note(question="Generator, discriminator, diffusion model?", answer=""), _topics()
    )

    assert with_word == ["gan::basics"]
    assert [each.topic for each in hints_only if each.given] == ["diffusion"]


def test_answer_supports_what_the_section_says() -> None:
    section = ("More on diffusion models",)
    answer = "A diffusion model starts with noise, and guidance steers it."

    assert _given("How does it start?", "", section) == []
    assert _given("How does it start?", answer, section) == ["diffusion"]


def test_section_called_like_a_topic_gives_it_to_its_questions() -> None:
    assert _given("How does it start?", "", ("Diffusion models",)) == ["diffusion"]
    assert _given("How does it start?", "", ("Part A", "2. Diffusion models")) == ["diffusion"]


def test_many_mentions_in_an_answer_count_as_two() -> None:
    note = Note(question="What is a face?", answer="A GAN, a GAN, a GAN, a GAN, a GAN.")
    evidence = {each.topic: each for each in explain(note, _topics())}

    assert evidence["gan"].points == 2
    assert evidence["gan"].hits[0].count == 5


def test_what_is_only_the_setting_of_a_question_counts_half() -> None:
    note = Note(question="What does guidance do in a GAN?", answer="")
    hits = {hit.phrase: hit for each in explain(note, _topics()) for hit in each.hits}

    assert (hits["guidance"].place, hits["guidance"].points) == ("question", 4)
    assert (hits["GAN"].place, hits["GAN"].points) == ("setting", 2)


def test_setting_ends_at_punctuation() -> None:
    assert _given("In a face, what is a GAN?") == ["gan::basics"]


def test_phrase_under_not_takes_as_much_away_as_a_word_gives() -> None:
    assert _given("Is a GAN a text generator?") == []


def test_of_overlapping_phrases_the_longest_counts() -> None:
    note = Note(question="What is style mixing in StyleGAN?", answer="")
    rules = _topics('[a]\nwords = ["style", "style mixing"]\n')

    assert [hit.phrase for each in explain(note, rules) for hit in each.hits] == ["style mixing"]


def test_part_of_a_topic_stands_for_the_topic() -> None:
    assert _given("What is mode collapse in a GAN?") == ["gan::collapse"]


def test_topic_without_any_of_its_parts_is_the_part_that_is_named_for_that() -> None:
    assert _given("What is a GAN?") == ["gan::basics"]
    assert _given("What is a diffusion model?") == ["diffusion"]


def test_topic_brings_along_what_it_implies() -> None:
    assert set(_given("What is StyleGAN?")) == {"gan::stylegan", "faces"}


def test_general_topic_gives_way_to_others() -> None:
    assert _given("What is a generative model?") == ["overview"]
    assert _given("Is a GAN a generative model?") == ["gan::basics"]


def test_general_topic_that_is_asked_for_goes_before_what_only_the_answer_says() -> None:
    answer = "StyleGAN, mode collapse, style mixing, GAN, mode collapse, StyleGAN."

    assert _given("What is a generative model?", answer) == ["overview"]


def test_setting_of_a_general_question_is_its_topic() -> None:
    assert _given("What does a generative model gain in guidance?") == ["diffusion::guidance"]


def test_answer_alone_gives_a_topic_where_it_speaks_of_one_only() -> None:
    one = "A GAN suffers from mode collapse; StyleGAN uses style mixing."
    two = one + " A diffusion model has guidance; the guidance of a diffusion model has a scale."

    assert _given("What happens then?", one) != []
    assert _given("What happens then?", two) == []


def test_weights_are_the_authors() -> None:
    rules = 'answer = 4\n[a]\nwords = ["x"]\n'

    assert _given("Why?", "x") == []
    assert _given("Why?", "x", rules=rules) == ["a"]


def test_main_topic_comes_first() -> None:
    rules = '[a]\nwords = ["x"]\n[b]\nwords = ["y", "z"]\n'

    assert _given("x, y and z?", rules=rules) == ["b", "a"]


def test_evidence_says_what_was_missing() -> None:
    note = Note(question="What is a GAN?", answer="Not a diffusion model.")
    evidence = {each.topic: each for each in explain(note, _topics())}

    assert evidence["diffusion"].because == "1 of 4 points"
    assert evidence["gan"].because == "given with one of its parts"
    assert evidence["gan::basics"].given


@given(st.lists(st.sampled_from("GAN StyleGAN guidance face generator in , collapse".split())))
def test_explanation_and_tagging_agree(words: list[str]) -> None:
    note = Note(question=" ".join(words), answer=" ".join(reversed(words)))
    explained = {each.topic for each in explain(note, _topics()) if each.given}

    assert explained == set(_given(note.question, note.answer))


@pytest.mark.parametrize("text", ["", "?", "\n\n", "🙂" * 50, "a" * 5000])
def test_question_without_any_phrase_has_no_topic(text: str) -> None:
    assert _given(text) == []
