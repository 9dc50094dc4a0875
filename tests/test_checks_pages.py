from __future__ import annotations

import pytest

from deckgen.model import Finding, Source
from deckgen.pipeline import read

QUESTION = "## 1. What is a cell?\n\nA unit.\n\n"


def findings(text: str) -> list[Finding]:
    _, said = read([Source(name="a.md", content=text.encode())])
    return said


def found(text: str, code: str) -> list[tuple[int, int]]:
    return [(each.line, each.column) for each in findings(text) if each.code == code]


# ---------------------------------------------------------------------------------- near headings


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ("##2. Why?", 3),
        ("###Why?", 4),
        ("##\u00a02. Why?", 3),
        ("＃＃ 2. Why?", 3),
        ("    ## 2. Why?", 5),
    ],
)
def test_line_that_is_nearly_a_heading_is_found(line: str, column: int) -> None:
    text = QUESTION + line + "\n\nBecause.\n"

    assert found(text, "near-heading") == [(5, column)]
    (said,) = [each for each in findings(text) if each.code == "near-heading"]
    assert said.hint.startswith('write "## ' if "###" not in line else 'write "### ')


@pytest.mark.parametrize(
    "text",
    [
        "#hashtag\n",
        "```\n##2. Why?\n```\n",
        "`##2` is code\n",
        "    ## a comment\n    x <- 1\n",
        "    # a comment\n",
        "## 2. Why?\n\nB.\n",
        "A ## in the text.\n",
        "#!/bin/sh\n",
        "##\n",
    ],
)
def test_other_lines_are_not_nearly_headings(text: str) -> None:
    assert found(QUESTION + text, "near-heading") == []


# ---------------------------------------------------------------------------------- sentences


def test_sentence_behind_a_list_of_phrases_is_found() -> None:
    text = QUESTION + "- quick to sample\n- hard to train\nBoth kinds need a lot of data.\n"

    assert found(text, "swallowed-sentence") == [(7, 1)]


@pytest.mark.parametrize(
    "text",
    [
        "- quick to sample\n- hard to train\n\nBoth kinds need a lot of data.\n",
        "- quick to sample\n- hard to train\n  Both kinds need a lot of data.\n",
        "- It is quick to sample.\n- It is hard to train.\nBoth kinds need a lot of data.\n",
        "- quick to sample\n- hard to train and to\nuse in a product of your own.\n",
        "- quick to sample\nand to use\n- hard to train\nBoth kinds need a lot of data.\n",
        "- quick to sample\n- hard to train\nToo slow.\n",
    ],
    ids=["apart", "indented", "closed already", "goes on", "wrapped", "short"],
)
def test_other_text_behind_a_list_is_not(text: str) -> None:
    assert found(QUESTION + text, "swallowed-sentence") == []


# ---------------------------------------------------------------------------------- anchors


def test_link_to_no_heading_is_found_at_its_column() -> None:
    assert found(QUESTION + "See [there](#there).\n", "broken-anchor") == [(5, 13)]


@pytest.mark.parametrize(
    "text",
    [
        "[a](#1-what-is-a-cell)\n",
        "[a](#what-is-it-2)\n\n### What *is* it?\n\nA.\n\n### What is it?\n",
        "[a](#_what-is-it)\n\n### What is `it`?\n",
        '<a name="here"></a>[a](#here)\n',
        "[a]{#here} [b](#here)\n",
        "[a](#%E6%B0%B4)\n\n### 水\n",
        "[to the top](#top) [nowhere](#) [app](#/route)\n",
        "```\n[a](#nowhere)\n```\n",
        "`[a](#nowhere)`\n",
    ],
)
def test_link_to_what_is_there_is_not(text: str) -> None:
    assert found(QUESTION + text, "broken-anchor") == []


def test_many_broken_links_are_named_once() -> None:
    text = QUESTION + "".join(f"[a](#no-{n}x)\n" for n in range(9))
    (said,) = [each for each in findings(text) if each.code == "broken-anchor"]

    assert "and 8 other links" in said.message


# -------------------------------------------------------------------------------- extra cells


def test_cells_beyond_the_columns_are_named() -> None:
    table = "| a | b |\n|---|---|\n| 1 | $|x|$ |\n| 2 | 3 | lost |\n\n> |a|\n> |-|\n> |1|2|\n"

    assert [line for line, _ in found(QUESTION + table, "extra-cell")] == [7, 8, 12]
    first, second, third = (
        each for each in findings(QUESTION + table) if each.code == "extra-cell"
    )
    assert first.message.startswith('"x | $" is shown nowhere')
    assert second.message.startswith('"lost" is shown nowhere: the table has 2 columns')
    assert third.message.endswith("1 column")


@pytest.mark.parametrize(
    "table",
    [
        "| a | b |\n|---|---|\n| 1 | $\\|x\\|$ |\n| 2 | 3 | |\n| 4 | 5 | | |\n",
        "| a | b |\n|---|---|\n| 1 |\n",
        "```\n| a | b |\n|---|---|\n| 1 | 2 | 3 |\n```\n",
    ],
)
def test_rows_with_all_cells_in_columns_are_not(table: str) -> None:
    assert found(QUESTION + table, "extra-cell") == []
