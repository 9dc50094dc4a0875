from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deckgen.tags import given_tag, tag_name, tag_path


@pytest.mark.parametrize(
    "text, name",
    [
        ("Neural networks", "neural-networks"),
        ("C++ & C#", "c++-c#"),
        (".NET", ".net"),
        ('"Quotes" and *stars*', "quotes-and-stars"),
        ("Größe", "größe"),
        ("Gro\u0308ße", "größe"),
        ("日本語", "日本語"),
        ("— !", ""),
    ],
)
def test_heading_becomes_a_name_that_a_tag_can_hold(text: str, name: str) -> None:
    assert tag_name(text) == name


def test_nested_headings_become_a_path_without_empty_parts() -> None:
    assert tag_path(("Part 1", "***", "Cells")) == "part-1::cells"


@pytest.mark.parametrize(
    "text, tag",
    [
        ("Exam", "Exam"),
        ("a::B c", "a::B-c"),
        ("::a::::b::", "a::b"),
        ("what?*", "what?"),
        (' "" ', ""),
    ],
)
def test_tag_stays_as_its_author_wrote_it_but_for_what_anki_cannot_keep(
    text: str, tag: str
) -> None:
    assert given_tag(text) == tag


@given(st.text())
def test_no_name_and_no_tag_has_what_anki_takes_for_an_end_or_a_wildcard(text: str) -> None:
    for made in (tag_name(text), given_tag(text)):
        assert not any(c.isspace() or c in "\"'*\\" for c in made)


@given(st.text())
def test_a_name_of_a_name_is_that_name(text: str) -> None:
    assert tag_name(tag_name(text)) == tag_name(text)
