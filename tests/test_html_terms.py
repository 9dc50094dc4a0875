from __future__ import annotations

import pytest

from deckgen.exporters.html.terms import index


def test_terms_are_found_with_their_places_in_the_order_of_the_alphabet() -> None:
    found = index(
        [
            (1, "What is a GAN?", "<p>Two nets, unlike VAEs.</p>"),
            (2, "How do GANs learn?", "<p>By the Earth Mover distance.</p>"),
            (3, "What is a VAE?", "<p>See above.</p>"),
            (4, "Why?", "<p>So.</p>"),
        ]
    )

    assert found == {"GAN": [1, 2], "VAE": [1, 3]}


@pytest.mark.parametrize(
    "question",
    ["What is it?", "Explain this.", "<pre>SELECT A FROM B</pre>", '<img src="data:AAAA">?'],
)
def test_what_is_no_term_is_not_in_the_index(question: str) -> None:
    assert index([(1, question, "")]) == {}


def test_a_term_of_most_questions_tells_nothing() -> None:
    assert index([(place, "What is AI?", "") for place in range(1, 41)]) == {}
