from __future__ import annotations

import pytest

pytest.importorskip("comrak", reason="the package comrak is not installed")
pytest.importorskip("markdown_it", reason="the package markdown-it-py is not installed")

from deckgen import markdown
from tests.fuzz import markdown as fuzz


@pytest.mark.parametrize("first", range(0, 3000, 1000))
def test_random_documents_are_read_as_two_other_parsers_read_them(first: int) -> None:
    """Order, nesting, HTML and the line of each block, wherever the two others agree."""
    assert list(fuzz.differences(first, 1000)) == []


@pytest.mark.parametrize(
    "text",
    [
        "> quote\n### 3. Next\n",
        "- a\n> q\n- b\n> q\n",
        "Para\n> q\n2. x\n",
        "- item\n<details>\n</details>\n",
        "- a\n> b\n" * 130,
        "> a\n- b\n" * 150,
        "answer\n---\n",
        "1. a\n  - b\n  - c\n",
        "- [a]: /x\n  <br>\n",
        "- - <!-- a\n\n  b -->\n",
        "**ที่**นี่ **हिन्दी**भाषा **e\u0301**a\n",
        "* a **b\n\n  c** d\n",
    ],
)
def test_known_traps_are_read_as_others_read_them(text: str) -> None:
    expected = fuzz.common(text)

    assert expected is not None
    assert fuzz.ours(text) == expected
    assert fuzz.our_lines(text) == fuzz.their_lines(text)


@pytest.mark.parametrize(
    "text",
    [
        "# a" + " " * 50_000 + "b",
        "- a\n> b\n" * 10_000,
        "- [a]: /x\n\n[b]: /y\n\n" * 5_000,
        "*a " * 20_000 + "b*" * 20_000,
        "**a *b " * 20_000 + "c* d**" * 20_000,
        "[" * 200_000,
        "![](" * 50_000,
        "`" * 3 + "a`" * 50_000,
        "<" * 100_000,
        "<a " * 50_000,
        "> " * 20_000 + "a",
        "- " * 20_000 + "a",
        "|a" * 50_000 + "\n" + "|-" * 50_000,
        "&" * 100_000,
        "[a](" + "(" * 50_000,
        "\\" * 100_000,
        "<details>\n" * 200_000,
        "a <b>" * 200_000,
    ],
    ids=lambda text: text[:12],
)
def test_hostile_document_comes_to_an_end(text: str) -> None:
    """Quadratic time would take minutes here, and the suite's limit for a test is shorter."""
    assert markdown.render(text)


def test_elements_within_hundreds_of_others_lose_their_tags_but_not_their_text() -> None:
    html = markdown.render("<div>\n" * 1000 + "a\n" + "</div>\n" * 1000)

    assert 200 < html.count("<div>") == html.count("</div>") < 1000
    assert html.split() == [
        *["<div>"] * html.count("<div>"),
        "a",
        *["</div>"] * html.count("<div>"),
    ]


def test_many_cells_and_items_without_end_tags_keep_their_tags() -> None:
    html = markdown.render("<table>" + "<tr><td>a<td><img alt='b'><br>" * 500 + "</table>")

    assert html.count("<td>") == 1000
