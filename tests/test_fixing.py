from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from deckgen.fixing import fixed

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Ran

Q = "## 1. What is a cell?\n\nA unit.\n\n"


def mended(text: str) -> str:
    return fixed(text.encode(), "a.md").decode()


@pytest.mark.parametrize(
    ("text", "result"),
    [
        (Q + "##2. Why?\n\nB.\n", Q + "## 2. Why?\n\nB.\n"),
        (Q + "##\u00a02. Why?\n\nB.\n", Q + "## 2. Why?\n\nB.\n"),
        (Q + "＃＃ 2. Why?\n\nB.\n", Q + "## 2. Why?\n\nB.\n"),
        (Q + "    ## 2. Why?\n\nB.\n", Q + "## 2. Why?\n\nB.\n"),
        (Q + "## 3. Why?\n\nB.\n", Q + "## 2. Why?\n\nB.\n"),
        (
            Q + "## 1. Why?\n\nB.\n\n## 3. How?\n\nC.\n",
            Q + "## 1. Why?\n\nB.\n\n## 2. How?\n\nC.\n",
        ),
        (Q + "##2. Why?\n\nB.\n\n## 4. How?\n\nC.\n", Q + "## 2. Why?\n\nB.\n\n## 3. How?\n\nC.\n"),
        (Q + "## 2. Why?  \n \t\nB.\n", Q + "## 2. Why?\n\nB.\n"),
    ],
    ids=["no space", "no-break space", "wide", "indented", "gap", "anew at 1", "both", "spaces"],
)
def test_what_is_safe_is_mended(text: str, result: str) -> None:
    assert mended(text) == result


@pytest.mark.parametrize(
    "text",
    [
        Q + "## 2. Why?\n\nSoft  \nbreak, trailing \n\n```\n##2. x\n \n```\n",
        Q + "[see](#3-why)\n\n## 3. Why?\n\nB.\n",
        Q + "#hashtag\n\n## 2. Why?\n\nB.\n",
        Q + "    # a comment\n\n## 2. Why?\n\nB.\n",
        "---\ntitle: a \n \n---\n" + Q,
        Q + "<!-- deckgen: tags=a --> \n\n## 2. Why? \u00a0\n\nB.\n",
        "{}",
        "\x00" * 10,
    ],
    ids=[
        "code",
        "numbered links",
        "hashtag",
        "comment",
        "front matter",
        "directive",
        "json",
        "bin",
    ],
)
def test_what_may_be_meant_stays(text: str) -> None:
    assert mended(text) == text


def test_line_ends_and_the_byte_order_mark_stay() -> None:
    before = b"\xef\xbb\xbf##1. A?\r\n\r\nB\r##2. C?\n\nD"

    assert fixed(before, "a.md") == b"\xef\xbb\xbf## 1. A?\r\n\r\nB\r## 2. C?\n\nD"


_LINES = st.lists(
    st.sampled_from(
        (
            "## 1. A?|##2. B?|## 4. C? |text| ||- item|Sentence here.|```|    ## 9. D?|> ##3. E?|"
            "<!-- deckgen: tags=x --> |---|title: x|**Q5:** F?"
        ).split("|")
    ),
    max_size=14,
)


@example(
    "## 1. A?|**Q5:** F?|text|**Q5:** F?|## 1. A?|**Q5:** F?|> ##3. E?|## 4. C? |##2. B?|##2. B?"
    "|text".split("|"),
    "\n",
)
@given(_LINES, st.sampled_from(["\n", "\r\n"]))
def test_mending_keeps_the_lines_and_is_done_once(lines: list[str], end: str) -> None:
    before = end.join(lines).encode()
    after = fixed(before, "a.md")

    assert after.count(b"\n") == before.count(b"\n")
    assert after.count(b"deckgen:") == before.count(b"deckgen:")
    assert fixed(after, "a.md") == after


def test_difference_is_shown_and_nothing_written(
    deckgen: Callable[..., Ran], tmp_path: Path
) -> None:
    (tmp_path / "a.md").write_text(Q + "##2. Why?\n\nB.\n")
    ran = deckgen("check", "a.md", "--diff")

    assert ran.code == 1
    assert "-##2. Why?\n+## 2. Why?\n" in ran.out
    assert (tmp_path / "a.md").read_text() == Q + "##2. Why?\n\nB.\n"


def test_mended_document_is_then_checked(deckgen: Callable[..., Ran], tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(Q + "##2. Why?\n\n")
    (tmp_path / "a.md").chmod(0o640)
    (tmp_path / "link.md").symlink_to("a.md")
    (tmp_path / "other.md").write_text(Q)
    linked = deckgen("check", "link.md", "--diff")
    ran = deckgen("check", "a.md", "other.md", "--fix", "--select", "no-answer,near-heading")

    assert (linked.code, linked.out) == (0, "")
    assert ran.err.startswith("mended a.md\na.md:5: warning: ")
    assert (tmp_path / "a.md").read_text() == Q + "## 2. Why?\n\n"
    assert (tmp_path / "a.md").stat().st_mode & 0o777 == 0o640
    assert deckgen("check", "a.md", "--diff").code == 0
