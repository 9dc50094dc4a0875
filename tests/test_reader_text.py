from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deckgen.readers.text import decode


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b"a\nb\n", "a\nb\n"),
        (b"a\r\nb\rc", "a\nb\nc"),
        (b"\xef\xbb\xbf# T", "# T"),
        (b"a\0b and much more text", "a\ufffdb and much more text"),
        ("ü 水 \u2028 x".encode(), "ü 水 \u2028 x"),
    ],
    ids=["plain", "line ends", "byte order mark", "NUL", "Unicode"],
)
def test_text_is_decoded_with_one_kind_of_line_end(content: bytes, text: str) -> None:
    assert decode(content, "a.md") == (text, [])


@pytest.mark.parametrize(
    ("content", "code", "line"),
    [
        (b"fine\nfine\nnot fin\xe9\n", "not-utf-8", 3),
        ("wide".encode("utf-16"), "not-utf-8", 0),
        (b"PK\x03\x04\x00\x00\xff\xfe", "binary", 0),
        (b"\0" * 100, "binary", 0),
    ],
)
def test_what_is_no_text_is_refused_with_its_line(content: bytes, code: str, line: int) -> None:
    text, findings = decode(content, "a.md")

    assert text == ""
    assert [(each.severity, each.code, each.line) for each in findings] == [("error", code, line)]


@pytest.mark.parametrize("content", [b"", b" \n\t\n", b"\xef\xbb\xbf"])
def test_an_empty_file_is_named_and_stops_no_others(content: bytes) -> None:
    text, findings = decode(content, "a.md")

    assert text == ""
    assert [(each.severity, each.code) for each in findings] == [("warning", "empty")]


@given(st.binary())
def test_any_bytes_are_text_or_refused(content: bytes) -> None:
    text, findings = decode(content, "a.md")

    assert bool(text) != bool(findings)
    assert "\r" not in text
    assert "\0" not in text
