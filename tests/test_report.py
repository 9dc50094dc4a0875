from __future__ import annotations

import pytest

from deckgen.model import Finding, Severity
from deckgen.report import exit_code, finding_text, findings_summary, located


def finding(severity: Severity = "warning", **values: object) -> Finding:
    return Finding(severity=severity, code="some-code", message="It is so", **values)  # type: ignore[arg-type]  # the values are those of Finding


@pytest.mark.parametrize(
    ("given", "text"),
    [
        (finding(file="a.md", line=3), "a.md:3: warning: It is so [some-code]"),
        (finding(file="a.md"), "a.md: warning: It is so [some-code]"),
        (finding(hint="type this"), "warning: It is so [some-code]\n  type this"),
    ],
)
def test_finding_is_worded_as_editors_read_it(given: Finding, text: str) -> None:
    assert finding_text(given) == text


def test_line_of_the_source_stands_below_with_a_mark_at_the_column() -> None:
    given = finding(file="a.md", line=2, column=3, hint="type this")

    assert finding_text(given, ["one", "two\t2"]).split("\n") == [
        "a.md:2:3: warning: It is so [some-code]",
        "  2 | two 2",
        "    |   ^",
        "  type this",
    ]


def test_long_line_is_shown_around_the_column() -> None:
    given = finding(file="a.md", line=1, column=501)
    _, shown, mark = finding_text(given, ["x" * 500 + "!" + "y" * 500]).split("\n")

    assert len(shown) < 100
    assert shown[mark.index("^")] == "!"


def test_message_stays_on_one_line_and_holds_no_control_characters() -> None:
    given = Finding(severity="info", code="c", message="a\nb \x1b[31m c")

    assert finding_text(given) == "info: a b \ufffd[31m c [c]"


def test_findings_come_by_file_and_line() -> None:
    findings = [finding(file="b", line=1), finding(file="a", line=9), finding(file="a", line=2)]

    assert [(each.file, each.line) for each in located(findings, lambda file: f"x/{file}")] == [
        ("x/a", 2),
        ("x/a", 9),
        ("x/b", 1),
    ]


@pytest.mark.parametrize(
    ("severities", "strict", "code"),
    [
        ([], True, 0),
        (["info"], True, 0),
        (["warning"], False, 0),
        (["warning"], True, 1),
        (["info", "error"], False, 1),
    ],
)
def test_exit_code_follows_the_worst_finding(
    severities: list[Severity],
    strict: bool,  # noqa: FBT001
    code: int,
) -> None:
    assert exit_code([finding(each) for each in severities], strict=strict) == code


def test_summary_counts_each_severity() -> None:
    findings = [finding("error"), finding("warning"), finding("warning"), finding("info")]

    assert findings_summary(findings) == "1 error, 2 warnings, 1 info"
    assert findings_summary([]) == "no findings"
