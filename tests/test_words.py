from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deckgen.words import count_words, singular, tokens, without_possessive


@given(st.text())
def test_any_text_can_be_cut_into_words(text: str) -> None:
    assert all(word.strip() or "\n" in word for word in tokens(text))


@pytest.mark.parametrize(
    "one, many",
    [
        ("network", "networks"),
        ("box", "boxes"),
        ("batch", "batches"),
        ("query", "queries"),
        ("response", "responses"),
        ("alias", "aliases"),
        ("class", "classes"),
        ("idea", "ideas"),
    ],
)
def test_word_and_plural_share_a_form(one: str, many: str) -> None:
    assert singular(one) == singular(many)


@pytest.mark.parametrize("word", ["loss", "bias", "corpus", "analysis", "gas", "es"])
def test_word_that_only_looks_like_a_plural_is_left_alone(word: str) -> None:
    assert singular(word) == word


def test_word_is_its_possessive_without_the_ending() -> None:
    assert [without_possessive(word) for word in ("GAN's", "GAN’s", "GANs")] == ["GAN"] * 2 + [
        "GANs"
    ]


@pytest.mark.parametrize(
    "text, count",
    [
        ("", 0),
        ("Text-to-image models don't see.", 4),
        ("3.5 % of it", 3),
        ("扩散模型", 2),
        ("𠀀𠀁", 1),
        ("GAN 是", 2),
    ],
)
def test_words_are_counted_as_readers_see_them(text: str, count: int) -> None:
    assert count_words(text) == count


@pytest.mark.parametrize("text", ["扩散", "ไทย", "𠀀𠀁"])
def test_each_character_is_a_word_in_scripts_without_spaces(text: str) -> None:
    assert tokens(text) == list(text)
