from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deckgen.topics.phrases import Phrases
from deckgen.words import tokens


def _found(phrase: str, text: str) -> bool:
    return bool(list(Phrases([phrase]).find(tokens(text))))


@pytest.mark.parametrize(
    "phrase, text",
    [
        ("GAN", "What is a GAN?"),
        ("GAN", "what are gans good for"),
        ("GAN", "the GAN's loss"),
        ("GAN", "**GAN**s... no: **GAN**"),
        ("StyleGAN", "StyleGAN2 and StyleGAN3"),
        ("diffusion model", "Diffusion Models"),
        ("diffusion model", "diffusion\nmodels"),
        ("fine-tuning", "fine-tuning"),
        ("fine-tuning", "fine tuning"),
        ("fine-tuning", "finetuning"),
        ("fine-tuning", "fine‑tuning"),
        ("text to image", "text-to-image"),
        ("DALL-E", "DALL·E, DALLE or DALL E"),
        ("policy", "policies"),
        ("bias", "biases"),
        ("loss", "losses"),
        ("hallucinat*", "It hallucinates."),
        ("=IS", "the IS"),
        ("=LLM", "two LLMs"),
        ("F1 score", "F1 scores"),
        ("node.js", "In Node.js, what is a stream?"),
        ("naïve Bayes", "nai\u0308ve bayes"),
        ("扩散模型", "什么是扩散模型？"),
        ("Straße", "STRASSE"),
        ("GAN", "`GAN`"),
        ("GAN", "$5 for a GAN, $10 for two"),
        ("GAN", "a $5 GAN a month or a 10$ one"),
        ("GAN", "[GAN](https://example.org)"),
    ],
)
def test_phrase_is_found(phrase: str, text: str) -> None:
    assert _found(phrase, text)


@pytest.mark.parametrize(
    "phrase, text",
    [
        ("GAN", "the organ began"),
        ("flow", "workflow, overflow, flowing"),
        ("diffusion model", "diffusion. Models"),
        ("diffusion model", "diffusion (model)"),
        ("diffusion model", "diffusion\n\nmodel"),
        ("diffusion model", "- diffusion\n- model"),
        ("diffusion model", "model of diffusion"),
        ("fine-tuning", "fine motor tuning"),
        ("=IS", "what is it"),
        ("=RAG", "a rag"),
        ("hallucinat*", "shallucination"),
        ("top-k", "top"),
        ("L1", "L2"),
        ("模型散", "扩散模型"),
        ("GAN", "```python\nGAN()\n```"),
        ("GAN", "~~~\nGAN()"),
        ("GAN", "<!-- GAN -->"),
        ("GAN", '<span class="GAN">'),
        ("GAN", "[this](https://example.org/GAN)"),
        ("GAN", "https://example.org/GAN"),
        ("nbsp", "a&nbsp;b"),
        ("theta", "$p_\\theta(x)$ and $$\\theta$$"),
        ("mathrm", "$$p_\\theta(x_{<i})$$ and $x > \\mathrm{y}$"),
        ("theta", "\\(\\theta\\) and \\[\\theta\\]"),
    ],
)
def test_phrase_is_not_found(phrase: str, text: str) -> None:
    assert not _found(phrase, text)


def test_text_after_a_code_block_is_read() -> None:
    assert _found("GAN", "```\ncode\n```\nA GAN.")


def test_phrases_inside_others_are_found_too() -> None:
    phrases = Phrases(["latent diffusion model", "diffusion", "latent"])

    assert list(phrases.find(["latent", "diffusion", "models"])) == [
        (0, 1, 2),
        (0, 3, 0),
        (1, 2, 1),
    ]


@given(st.lists(st.sampled_from(["ab", "cd", "ef", ".", "gh"]), max_size=30))
def test_one_walk_finds_what_a_search_for_each_phrase_finds(words: list[str]) -> None:
    wanted = [["ab"], ["ab", "cd"], ["cd", "ef", "gh"], ["gh", "gh"], ["ef", ".", "ab"]]
    expected = {
        (start, start + len(phrase), number)
        for number, phrase in enumerate(wanted)
        for start in range(len(words))
        if words[start : start + len(phrase)] == phrase
    }

    found = Phrases([" ".join(phrase) for phrase in wanted]).find(words)

    assert set(found) == expected
