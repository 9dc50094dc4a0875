"""The example in docs/topics.md does what the page says."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from deckgen.commands.main import main
from deckgen.model import Note
from deckgen.topics import Topics, parse_topics
from deckgen.topics.score import topics_of

if TYPE_CHECKING:
    from collections.abc import Sequence

PAGE = (Path(__file__).parent.parent / "docs" / "topics.md").read_text(encoding="utf-8")
RULES, SETTINGS = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)


def _topics() -> Topics:
    topics, findings = parse_topics(RULES, "topics.toml")
    assert findings == []
    return topics


def test_explanation_on_the_page_is_what_the_command_prints(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "topics.toml").write_text(RULES, encoding="utf-8")
    (tmp_path / "notes.md").write_text(
        "# Computers\n\n### 1. Why is a cache fast?\n\nA hit in the cache, and most are hits.\n",
        encoding="utf-8",
    )
    monkeypatch.chdir(tmp_path)
    command, shown = re.findall(r"\$ deckgen (topics --topics .*?)\n(.*?)```", PAGE, re.DOTALL)[0]

    with pytest.raises(SystemExit) as end:
        main(command.split())

    assert end.value.code == 0
    assert capsys.readouterr().out == shown


def test_settings_on_the_page_are_the_defaults_but_for_sections() -> None:
    topics, findings = parse_topics(f"{SETTINGS}\n{RULES}", "topics.toml")

    assert findings == []
    assert topics.sections
    assert topics.setting == Topics().setting
    assert (topics.question, topics.section, topics.answer, topics.enough) == (4, 2, 1, 4)


@pytest.mark.parametrize(
    "question, topics",
    [
        ("What is an LRU cache?", ["memory::cache", "performance"]),
        ("What is a lru?", []),
        ("What is RAM?", ["memory"]),
        ("How does swapping differ from virtual memory?", ["memory"]),
        ("Is swapping slow?", []),
        ("Does muscle memory live in RAM?", []),
        ("What are RAMs?", ["memory"]),
        ("What is a program?", []),
        ("What is latency in virtual memory?", ["performance"]),
    ],
)
def test_rules_on_the_page_tag_as_it_says(question: str, topics: Sequence[str]) -> None:
    assert sorted(*topics_of([Note(question=question, answer="")], _topics())) == topics


def test_every_key_of_a_topic_is_on_the_page() -> None:
    keys = re.findall(r"^\| `(\w+)", PAGE, re.MULTILINE)

    assert set(keys) == {
        "words",
        "hints",
        "not",
        "implies",
        "otherwise",
        "general",
        "description",
    }
