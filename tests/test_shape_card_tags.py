from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from deckgen.shapes.card_tags import read_card_tags

if TYPE_CHECKING:
    from collections.abc import Callable

    from deckgen.shapes.shape import Pair, Shape

    Read = Callable[[Shape, str], list[Pair]]


def texts(pairs: list[Pair]) -> list[tuple[str, str]]:
    return [(pair.question, pair.answer) for pair in pairs]


def test_a_tag_makes_a_heading_and_all_below_it_a_card(pairs_of: Read) -> None:
    text = (
        "# Chimie\n\n## Qu'est-ce qu'un atome ? #flashcard\n\nUne partie.\n\n### Détails\n\n"
        "Noyau.\n^1669888123456\n\n## Remarques\n\nVoir le livre.\n"
    )
    (pair,) = pairs_of(read_card_tags, text)

    assert pair.question == "Qu'est-ce qu'un atome ?"
    assert pair.answer == "Une partie.\n\n### Détails\n\nNoyau."
    assert (pair.line, pair.answer_line) == (3, 5)


@pytest.mark.parametrize(
    ("tag", "kind"),
    [
        ("#card", "basic"),
        ("#flashcards", "basic"),
        ("#flashcards/bio/cells", "basic"),
        ("#Card #bio", "basic"),
        ("#card-reverse", "reversed"),
        ("#card/reverse", "reversed"),
        ("#flashcard-reversed", "reversed"),
    ],
)
def test_tags_have_variants(tag: str, kind: str, pairs_of: Read) -> None:
    for text in (f"## 細胞 {tag}\n\n生命の単位\n", f"細胞 {tag}\n生命の単位\n"):
        (pair,) = pairs_of(read_card_tags, text)

        assert (pair.question, pair.answer, pair.kind) == ("細胞", "生命の単位", kind)


def test_a_tagged_paragraph_takes_its_other_lines_or_the_next_block(pairs_of: Read) -> None:
    text = "One? #card\nfirst\n\nTwo? #card\n\n- second\n\nNo card.\n"

    assert texts(pairs_of(read_card_tags, text)) == [("One?", "first"), ("Two?", "- second")]


def test_bullets_of_an_outline_are_cards_without_their_properties(pairs_of: Read) -> None:
    text = (
        "title:: Redes\n\n- # Transporte\n"
        "\t- O que é TCP? #card\n\t  card-repeats:: 2\n\t  id:: 63a5\n\t\t- Um protocolo.\n"
        "\t\t- Garante a ordem.\n"
        "\t- #card O que é UDP?\n\t  collapsed:: true\n\t\t- Sem conexão.\n"
        "\t- Uma nota.\n\t\t- mais\n"
        "\t- TCP usa {{cloze três}} mensagens. #card\n\t  source:: livro\n"
    )
    first, second, third = pairs_of(read_card_tags, text)

    assert (first.question, first.answer) == (
        "O que é TCP?",
        "- Um protocolo.\n- Garante a ordem.",
    )
    assert (second.question, second.answer) == ("O que é UDP?", "Sem conexão.")
    assert (third.question, third.answer) == ("TCP usa {{c1::três}} mensagens.", "")
    assert [pair.kind for pair in (first, second, third)] == ["basic", "basic", "cloze"]
    assert [pair.line for pair in (first, second, third)] == [4, 9, 14]


@pytest.mark.parametrize(
    "text",
    [
        "#flashcards\n\nProse.\n",
        "# Biology #flashcards\n\n## A #card\n",
        "`## Title #card`\n",
        "- #card\n  - back\n",
        "```\n## Title #card\nback\n```\n",
        "A credit#card is no tag.\n",
        "## Cards #cardboard\n\nText.\n",
        "## The card #1\n\nText.\n",
        "See [cards](#card) below.\n",
        "<!-- ## Title #card -->\n",
        "front::back #card\n",
    ],
)
def test_other_tags_make_no_answered_card(text: str, pairs_of: Read) -> None:
    assert not [pair for pair in pairs_of(read_card_tags, text) if pair.answer]


def test_a_tagged_title_is_no_card_where_others_stand_below(pairs_of: Read) -> None:
    below = "Peru::Lima\nChile::Santiago\n"

    assert pairs_of(read_card_tags, f"# Capitals #flashcards\n\n{below}") == []
    assert pairs_of(read_card_tags, "# Capitals #flashcards\n\nOf Peru\n?\nLima\n") == []
    (pair,) = pairs_of(read_card_tags, "# Capital of Peru #flashcards\n\nLima\n")
    assert pair.answer == "Lima"
    (pair,) = pairs_of(read_card_tags, "## Sorting #card\n\nUse std::sort for it.\n")
    assert pair.question == "Sorting"
