from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deckgen.fingerprint import digest, guid_for, likeness, sketch
from deckgen.lock import Lock, LockEntry, TemplateEntry, by_guid, format_lock, parse_lock

if TYPE_CHECKING:
    from pathlib import Path

_TEXT = st.text()
_TEXTS = st.lists(_TEXT).map(tuple)
_ENTRIES = st.builds(
    LockEntry,
    guid=_TEXT.filter(bool),
    question=_TEXT,
    kind=_TEXT,
    file=_TEXT,
    deck=_TEXT,
    section=_TEXTS,
    tags=_TEXTS,
    id=_TEXT,
    new=st.booleans(),
    modified=st.integers(0),
    gone=st.integers(0),
    content=_TEXT,
    answer=_TEXT,
    words=_TEXT.map(sketch),
)


def _entry(question: str, modified: int = 1) -> LockEntry:
    return LockEntry(guid=digest(question), question=question, modified=modified)


def _lock(*entries: LockEntry) -> Lock:
    return Lock(by_guid(entries), {})


def _codes(text: str) -> list[tuple[str, int]]:
    lock, findings = parse_lock(text, "deckgen.lock")
    assert (lock == Lock()) == bool(findings)
    return [(finding.code, finding.line) for finding in findings]


@given(st.lists(_ENTRIES, max_size=4), st.dictionaries(_TEXT.filter(bool), _TEXT, max_size=2))
def test_lock_reads_back_as_it_was_written(entries: list[LockEntry], texts: dict[str, str]) -> None:
    templates = {
        name: TemplateEntry(template=name, modified=7, content=text) for name, text in texts.items()
    }
    lock = Lock(by_guid(entries), templates)

    assert parse_lock(format_lock(lock), "deckgen.lock") == (lock, [])


@given(_TEXT)
def test_no_text_makes_the_reader_fail(text: str) -> None:
    for whole in (text, f"{format_lock(Lock())}{text}"):
        lock, findings = parse_lock(whole, "deckgen.lock")
        assert lock == Lock() or findings == []


def test_lock_has_one_line_a_note_in_the_order_of_the_guids() -> None:
    entries = (
        LockEntry(guid="b", question="What is “B”?", section=("Letters",), modified=5),
        LockEntry(guid="a", question="What is A?", tags=("x", "y"), modified=6, gone=9),
    )

    assert format_lock(_lock(*entries)).split("\n")[1:] == [
        '{"guid": "a", "question": "What is A?", "tags": ["x", "y"], "modified": 6, "gone": 9}',
        '{"guid": "b", "question": "What is “B”?", "section": ["Letters"], "modified": 5}',
        "",
    ]


def test_windows_checkout_is_read_alike() -> None:
    lock = _lock(_entry("What is A?"), _entry("What is B?"))
    text = format_lock(lock).replace("\n", "\r\n")

    assert parse_lock(f"\ufeff{text}", "deckgen.lock") == (lock, [])


@pytest.mark.parametrize(
    "line",
    [
        "{",
        "[]",
        "7",
        "NaN",
        '{"question": "no guid"}',
        '{"guid": ""}',
        '{"guid": 7}',
        '{"guid": "a", "modified": "yesterday"}',
        '{"guid": "a", "modified": true}',
        '{"guid": "a", "tags": "x"}',
        '{"guid": "a", "tags": [1]}',
        '{"guid": "a", "words": "A"}',
        '{"guid": "a", "words": "AAA="}',
        '{"guid": "a", "shoe": 43}',
        '{"template": "anki/style.css", "question": "?"}',
        '{"guid": "a", "question": "cut off he',
    ],
)
def test_damaged_line_is_named(line: str) -> None:
    text = format_lock(_lock(_entry("What is A?")))

    assert _codes(f"{text}{line}\n") == [("lock-damaged", 3)]


def test_all_damaged_lines_are_one_error_that_counts_them() -> None:
    text = format_lock(_lock(_entry("What is A?")))

    lock, (finding,) = parse_lock(f'{text}{{"old": 1}}\n\n{{\n{{"old": 2}}\n', "deckgen.lock")

    assert lock == Lock()
    assert (finding.line, finding.message) == (
        3,
        '3 lines of the lock are damaged, of which this is the first: "old" is not as expected',
    )


@pytest.mark.parametrize("text", ["", "\n", "hello", '{"guid": "a"}', "# deckgen lock x"])
def test_text_without_our_header_is_no_lock(text: str) -> None:
    assert _codes(text) == [("lock-damaged", 1)]


def test_lock_of_a_newer_version_is_refused() -> None:
    newer = format_lock(Lock()).replace("lock 1", "lock 2")

    assert _codes(newer) == [("lock-version", 1)]


def test_marks_of_a_merge_are_refused_and_leave_a_lock_when_deleted() -> None:
    old, ours, theirs = _entry("What is A?", 1), _entry("What is A?", 3), _entry("What is A?", 2)
    header, was, line, other = (
        *format_lock(_lock(old)).splitlines(),
        *(format_lock(_lock(entry)).splitlines()[1] for entry in (ours, theirs)),
    )
    text = f"{header}\n<<<<<<< a\n{line}\n||||||| b\n{was}\n=======\n{other}\n>>>>>>> c\n"

    assert _codes(text) == [("lock-conflict", 2)]
    kept = "".join(f"{each}\n" for each in (header, line, was, other))
    assert parse_lock(kept, "deckgen.lock") == (_lock(ours), [])


@given(st.permutations([_entry("A", 1), _entry("A", 2), replace(_entry("A", 2), gone=3)]))
def test_the_later_of_two_lines_wins_in_any_order(entries: list[LockEntry]) -> None:
    header = format_lock(Lock())
    lines = [format_lock(_lock(entry)).splitlines()[1] for entry in entries]

    lock, _ = parse_lock(header + "\n".join(lines), "deckgen.lock")

    assert lock == _lock(replace(_entry("A", 2), gone=3))


def test_branches_that_both_add_questions_merge_with_git(tmp_path: Path) -> None:
    """Both build, both commit; ``merge=union`` in .gitattributes keeps the lines of both."""
    if not shutil.which("git"):
        pytest.skip("git is not installed")
    base = [_entry(f"What is {number}?") for number in range(3)]
    ours = [_entry(f"What is our {number}?", 2) for number in range(20)]
    theirs = [_entry(f"What is their {number}?", 3) for number in range(20)]
    edited = replace(base[0], question="What is nought?", modified=4)
    paths = []
    for name, entries in (
        ("ours", [*base, *ours]),
        ("base", base),
        ("theirs", [*base, *theirs, edited]),
    ):
        paths.append(tmp_path / name)
        paths[-1].write_text(format_lock(_lock(*entries)), encoding="utf-8")

    command = ["git", "merge-file", "-p", "--union", *map(str, paths)]
    merged = subprocess.run(command, capture_output=True, check=True).stdout.decode()

    assert parse_lock(merged, "deckgen.lock") == (
        _lock(edited, *base[1:], *ours, *theirs),
        [],
    )


@pytest.mark.parametrize(
    "one, other",
    [
        (("ab", "c"), ("a", "bc")),
        (("a", ""), ("a",)),
        (("a", "b"), ("b", "a")),
        (("",), ()),
        (("a\n",), ("a",)),
    ],
)
def test_different_parts_have_different_digests(
    one: tuple[str, ...], other: tuple[str, ...]
) -> None:
    assert digest(*one) != digest(*other)


def test_digest_does_not_see_line_ends_and_composition() -> None:
    assert digest("café\r\n") == digest("cafe\u0301\n")


@given(_TEXT)
def test_guid_is_eleven_letters_and_digits(text: str) -> None:
    """Nothing in it means anything to a spreadsheet or to a search in Anki."""
    assert len(guid_for(text)) == 11
    assert guid_for(text).isascii()
    assert guid_for(text).isalnum()


@pytest.mark.parametrize(
    "one, other, expected",
    [
        ("red green blue grey", "red green blue grey", 1.0),
        ("red green blue grey", "red green blue pink", 0.6),
        ("red", "red green blue grey", 0.5),  # only adds: the root of a quarter
        ("red", "green", 0.0),
        ("", "", 0.0),
        ("", "red", 0.0),
    ],
)
def test_likeness_is_the_share_of_common_words(one: str, other: str, expected: float) -> None:
    assert likeness(sketch(one), sketch(other)) == pytest.approx(expected)


def test_likeness_of_long_texts_is_estimated() -> None:
    one = " ".join(f"word{number}" for number in range(600))
    other = " ".join(f"word{number}" for number in range(200, 800))

    assert likeness(sketch(one), sketch(other)) == pytest.approx(0.5, abs=0.2)
    assert len(sketch(one)) <= 256
