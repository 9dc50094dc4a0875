from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deckgen.addresses import address


@pytest.mark.parametrize(
    "src, written",
    [
        ("https://example.org/a.png", "https://example.org/a.png"),
        ("HTTPS://Example.ORG/A.png", "https://example.org/A.png"),
        ("//example.org/x.png", "https://example.org/x.png"),
        ("http://example.org", "http://example.org/"),
        ("http://example.org:8080/a b.png", "http://example.org:8080/a%20b.png"),
        ("http://example.org/a%20b.png", "http://example.org/a%20b.png"),
        ("http://example.org/100%/ü.png", "http://example.org/100%25/%C3%BC.png"),
        ("http://bücher.example/a.png", "http://xn--bcher-kva.example/a.png"),
        (
            "http://example.org/?m=\\alpha + 1&n=ä",
            "http://example.org/?m=%5Calpha%20+%201&n=%C3%A4",
        ),
        ("http://example.org/a.png#part", "http://example.org/a.png"),
        ("http://[::1]:80/a.png", "http://[::1]:80/a.png"),
    ],
)
def test_address_is_written_for_the_wire(src: str, written: str) -> None:
    assert address(src) == written


@pytest.mark.parametrize(
    "src",
    [
        "ftp://example.org/a.png",
        "file:///etc/passwd",
        "data:image/png;base64,AAAA",
        "http://",
        "http:///a.png",
        "http://[/a.png",
        "http://example.org:99999/a.png",
        "http://exa mple.org/a.png",
        "http://a..b/a.png",
        "http://name:word@example.org/a.png",
        "picture.png",
    ],
)
def test_what_cannot_be_fetched_has_no_address(src: str) -> None:
    assert address(src) is None


@given(st.text(), st.sampled_from(["http://example.org/", "//", "https://a?", ""]))
def test_address_is_plain_and_stays_as_it_is(text: str, start: str) -> None:
    written = address(start + text)

    assert written is None or (written.isascii() and written.isprintable() and " " not in written)
    assert written is None or address(written) == written
