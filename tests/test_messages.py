from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deckgen.messages import counted, escaped, excerpt, file_name, harmless, one_line


@pytest.mark.parametrize("sign", ["\x1b", "\x07", "\x7f", "\x9b", "\u202e", "\u2067", "\r"])
def test_what_a_terminal_obeys_is_replaced(sign: str) -> None:
    assert harmless(f"a{sign}b") == "a\ufffdb"


@pytest.mark.parametrize(
    "text",
    [
        "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",  # Persian, with a joiner that parts
        "\u0915\u094d\u200d\u0937",  # Hindi, with one that joins
        "\U0001f469\u200d\U0001f52c",  # a scientist: two pictures joined
        "\U0001f3f4\U000e0067\U000e0062\U000e007f",  # a flag, spelt with tags
        "one\r\ntwo\n\tthree",
    ],
)
def test_what_joins_letters_and_pictures_stays(text: str) -> None:
    assert harmless(text) == text


@given(st.text())
def test_no_control_character_is_left_but_ends_of_lines_and_tabs(text: str) -> None:
    left = {c for c in harmless(text).replace("\r\n", "\n") if unicodedata.category(c) == "Cc"}

    assert left <= {"\n", "\t"}


@given(st.text())
def test_json_means_the_same_when_it_is_escaped(text: str) -> None:
    written = escaped(json.dumps(text, ensure_ascii=False))

    assert json.loads(written) == text
    assert harmless(written) == written


def test_text_becomes_one_line() -> None:
    assert one_line(" a\n b\u2028c \x1b") == "a b c \ufffd"


def test_each_space_of_a_file_name_counts() -> None:
    assert file_name("a  b\n::error::c.md") == "a  b\ufffd::error::c.md"


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("What is a cell?", "What is a cell?"),
        ("What is\na cell?", "What is a cell?"),
        ("What does it print?\n\n```js\nlog(1)\n```", "What does it print? …"),
        ("What does it print?\n```js\nlog(1)\n```", "What does it print? …"),
        ("Which one?\n\n- this\n- that", "Which one? …"),
        ("word " * 40, "word " * 15 + "word…"),
        ("字" * 200, "字" * 79 + "…"),
    ],
)
def test_excerpt_is_the_first_paragraph_on_one_short_line(text: str, short: str) -> None:
    assert excerpt(text) == short


@given(st.text())
def test_excerpt_is_never_longer_than_a_line(text: str) -> None:
    assert len(excerpt(text)) <= 82
    assert len(excerpt(text).splitlines()) <= 1


@pytest.mark.parametrize(
    ("number", "text"), [(0, "0 texts"), (1, "1 text"), (2, "2 texts"), (1200, "1,200 texts")]
)
def test_noun_agrees_with_its_number(number: int, text: str) -> None:
    assert counted(number, "text") == text


def test_noun_with_more_words_says_its_plural() -> None:
    assert counted(3, "text with gaps", "texts with gaps") == "3 texts with gaps"
