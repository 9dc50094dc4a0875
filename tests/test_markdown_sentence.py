from __future__ import annotations

import pytest

from deckgen import markdown


@pytest.mark.parametrize(
    "text",
    [
        "- a  \nBoth are models\n",
        "- a\\\nboth are models\n",
        "- One is quick.\nBoth are models.\n",
        "- One\n- **Two:** is slow.\nBoth are models\nbut differ.\n",
        "- 一つは速い。\n両方ともモデルです。\n",
        "> - One is quick.\n> Both are models.\n",
        "- One\n  - is quick.\nBoth are models.\n",
    ],
)
def test_closing_sentence_is_no_part_of_the_last_bullet(text: str) -> None:
    blocks = markdown.parse(text).blocks
    if blocks[0].kind == "quote":
        blocks = blocks[0].blocks

    assert [block.kind for block in blocks] == ["list", "paragraph"]


@pytest.mark.parametrize(
    "text",
    [
        "- a long bullet that\ngoes on here.\n",  # wrapped
        "- One is quick, e.g.\nThis one.\n",  # an abbreviation ends no sentence
        "- One is quick.\nand cheap.\n",  # a small letter begins none
        "- One is quick.\n  Both are models.\n",  # indented on purpose
        "- One is quick.\nIt is good.\n- Two\n",  # the list goes on
        "1. One is quick.\nBoth are models.\n",  # only bullets are compared with each other
    ],
)
def test_all_else_stays_where_commonmark_has_it(text: str) -> None:
    assert len(markdown.parse(text).blocks) == 1


def test_no_underline_makes_a_heading_of_a_closing_sentence() -> None:
    first, tail, *rest = markdown.parse("- One is quick.\nBoth are models.\n---\n").blocks

    assert (first.kind, tail.kind, [block.kind for block in rest]) == (
        "list",
        "paragraph",
        ["rule"],
    )
