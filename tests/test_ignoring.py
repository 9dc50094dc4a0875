from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from deckgen.ignoring import chosen, unknown_codes, without_ignored
from deckgen.model import Finding, Ignore, Severity, Source
from deckgen.pipeline import read

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Ran


def finding(
    code: str = "stub", severity: Severity = "warning", file: str = "a.md", line: int = 5
) -> Finding:
    return Finding(severity=severity, code=code, message="It is so", file=file, line=line)


@pytest.mark.parametrize(
    ("ignore", "left"),
    [
        (Ignore(codes=("stub",)), 0),
        (Ignore(codes=("tag",)), 1),
        (Ignore(codes=("stub",), files="a.md"), 0),
        (Ignore(codes=("stub",), files="*.md"), 0),
        (Ignore(codes=("stub",), files="b.md"), 1),
        (Ignore(codes=("stub",), first=5, last=5), 0),
        (Ignore(codes=("stub",), first=6), 1),
        (Ignore(codes=("stub",), last=4), 1),
    ],
)
def test_code_file_and_lines_say_what_is_ignored(ignore: Ignore, left: int) -> None:
    assert len(without_ignored([finding()], [ignore])) == left


def test_file_whose_name_looks_like_a_pattern_is_meant_itself() -> None:
    ignore = Ignore(codes=("stub",), files="[a].md")

    assert without_ignored([finding(file="[a].md")], [ignore]) == []


def test_error_is_never_ignored() -> None:
    error = finding(severity="error")

    assert without_ignored([error], [Ignore(codes=("stub",))]) == [error]
    assert chosen([error], (), ["stub"]) == chosen([error], ["tag"], ()) == [error]


def test_codes_are_selected_and_ignored() -> None:
    stub, tag = finding("stub"), finding("tag")

    assert chosen([stub, tag], ["stub"], ()) == [stub]
    assert chosen([stub, tag], (), ["stub"]) == [tag]


def test_unknown_code_is_named_where_it_was_said() -> None:
    ignore = Ignore(codes=("stub", "stubb"), file="deckgen.toml", line=3)
    (said,) = unknown_codes([ignore], ["stub", "tag"])

    assert (said.code, said.file, said.line) == ("unknown-code", "deckgen.toml", 3)
    assert said.hint == 'did you mean "stub"?'


DOCUMENT = """\
# Notes

## A

### 1. What is missing?
<!-- deckgen: ignore=no-answer -->

### 2. What else is missing?

## B
<!-- deckgen: ignore=no-answer,stub -->

### 3. What is missing here?

### 4. What is there?

This.
"""


def test_comment_holds_for_its_question_or_its_section() -> None:
    _, findings = read([Source(name="a.md", content=DOCUMENT.encode())])

    assert [(each.line, each.ignored) for each in findings if each.code == "no-answer"] == [
        (5, True),
        (8, False),
        (13, True),
    ]


def test_ignored_question_is_counted_but_not_spoken_of(
    deckgen: Callable[..., Ran], tmp_path: Path
) -> None:
    (tmp_path / "a.md").write_text(DOCUMENT)
    (tmp_path / "deckgen.toml").write_text(
        'sources = ["a.md"]\nformats = ["csv"]\n[check.per_file_ignores]\n"a*" = ["no-answer"]\n'
    )
    built = deckgen("build", "--strict")
    checked = deckgen("check", "--select", "no-answer")

    assert (built.code, built.err) == (0, "")
    assert built.out.startswith("4 questions found, 1 card made, 3 skipped\n")
    assert (checked.code, checked.err, checked.out) == (0, "", "no findings\n")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--ignore", "no-anser"], 'did you mean "no-answer"?'),
        (["--select", "no-answer,stbu"], 'did you mean "stub"?'),
        (["--explain", "stbu"], 'did you mean "stub"?'),
    ],
)
def test_unknown_code_on_the_command_line_is_refused(
    deckgen: Callable[..., Ran], tmp_path: Path, arguments: list[str], said: str
) -> None:
    (tmp_path / "a.md").write_text(DOCUMENT)
    ran = deckgen("check", "a.md", *arguments)

    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
