"""What strange files, full disks and sudden ends do not break."""

from __future__ import annotations

import importlib.util
import os
import signal
import subprocess
import sys
import time
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Ran

    Deckgen = Callable[..., Ran]

NOTES = "## 1. What is a cell?\n\nA unit.\n\n## 2. What is a gene?\n\nA stretch of DNA.\n"


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    path = tmp_path / "notes.md"
    path.write_text(NOTES, encoding="utf-8")
    return path


def fuzzer() -> Any:
    path = Path(__file__).parent / "fuzz" / "pipeline.py"
    spec = importlib.util.spec_from_file_location("fuzz_pipeline", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_documents_made_at_random_become_files_or_are_refused() -> None:
    runs = count()

    assert list(fuzzer().failures(count(), lambda: next(runs) >= 60)) == []


# ---------------------------------------------------------------------------------- odd files


def test_huge_document_is_refused_before_all_of_it_is_read(
    deckgen: Deckgen, tmp_path: Path
) -> None:
    with (tmp_path / "huge.md").open("wb") as file:
        file.truncate(10**11)  # a hole: it takes no room on the disk
    ran = deckgen("check", "huge.md")

    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith("huge.md: error: the file has more than 64 MB [too-large]\n")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_what_is_no_file_is_not_waited_for(deckgen: Deckgen, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.md")
    (tmp_path / "a.md").write_text(NOTES)

    assert deckgen("check", ".").code == 0


@pytest.mark.skipif(not Path("/dev/stdin").exists(), reason="this system has no /dev/stdin")
def test_document_may_come_from_a_pipe(notes: Path, tmp_path: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "deckgen",
        "build",
        "/dev/stdin",
        "--no-lock",
        "-o",
        f"{tmp_path}/x.csv",
    ]
    subprocess.run(command, input=notes.read_bytes(), check=True)

    assert b"What is a gene?" in (tmp_path / "x.csv").read_bytes()


def test_linked_document_is_read_and_a_broken_link_is_named(
    deckgen: Deckgen, notes: Path, tmp_path: Path
) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "link.md").symlink_to(notes)
    linked = deckgen("build", "deep/link.md", "-o", "x.csv")
    (tmp_path / "deep" / "broken.md").symlink_to(tmp_path / "nowhere.md")
    broken = deckgen("build", "deep", "-o", "y.csv")

    assert linked.code == 0
    assert broken.code == 1
    assert "broken.md" in broken.err
    assert not (tmp_path / "y.csv").exists()


@pytest.mark.parametrize("name", ["a\nb.md", "-.md", "a b.md", "ä%$'\".md", "x" * 200 + ".md"])
@pytest.mark.skipif(os.name == "nt", reason="this system allows no such names")
def test_name_may_be_anything(deckgen: Deckgen, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(NOTES + "\n## 3. What is missing?\n")
    ran = deckgen("build", ".")
    checked = deckgen("check", ".", "--format", "sarif")

    assert (ran.code, checked.code) == (0, 0)
    assert len(ran.err.splitlines()) == len(ran.err.split("\n")) - 1
    assert any(line.endswith("[no-answer]") for line in ran.err.splitlines())
    assert list((tmp_path / "build").glob("*.apkg"))


def test_name_that_is_no_text_is_shown_as_it_can_be(deckgen: Deckgen, tmp_path: Path) -> None:
    try:
        (tmp_path / "a\udcff.md").write_text(NOTES + "\n## 3. What is missing?\n")
    except OSError:
        pytest.skip("this system allows no such names")
    ran = deckgen("build", ".", "-o", "out", "--json")
    checked = deckgen("check", ".")

    assert (ran.code, checked.code) == (0, 0)
    assert len(list((tmp_path / "out").iterdir())) == 3


def test_thousands_of_small_files_are_one_project(deckgen: Deckgen, tmp_path: Path) -> None:
    for n in range(2000):
        (tmp_path / f"{n:04}.md").write_text(
            f"# Deck {n % 7}\n\n## What is {n}?\n\nThe number {n}.\n"
        )
    ran = deckgen("build", ".", "-o", "all.csv")

    assert ran.code == 0
    assert ran.out.startswith("2,000 questions found, 2,000 cards made")


@pytest.mark.parametrize("mark", ["> ", "- ", "[", "*", "<b>", "{{c1::"])
def test_deep_nesting_is_no_trouble(deckgen: Deckgen, tmp_path: Path, mark: str) -> None:
    text = NOTES + f"\n## 3. What is deep?\n\n{mark * 3000} deep\n"
    (tmp_path / "deep.md").write_text(text)
    ran = deckgen("build", "deep.md")

    assert ran.code == 0
    assert ran.out.startswith("3 questions found")


# ---------------------------------------------------------------------------------- surroundings


@pytest.mark.parametrize("missing", ["HOME", "LANG", "PATH", "TMPDIR"])
def test_environment_may_be_empty(tmp_path: Path, notes: Path, missing: str) -> None:
    env = {name: value for name, value in os.environ.items() if name != missing}
    process = subprocess.run(
        [sys.executable, "-m", "deckgen", "build", notes], cwd=tmp_path, env=env, check=False
    )

    assert process.returncode == 0


def test_unprintable_letters_do_not_stop_a_report_in_ascii(
    deckgen: Deckgen, tmp_path: Path
) -> None:
    (tmp_path / "水.md").write_text("## 1. 水?\n\nH₂O\n\n## 2. は?\n", encoding="utf-8")
    ran = deckgen("build", "水.md", LC_ALL="C", PYTHONUTF8="0", PYTHONIOENCODING="ascii")

    assert ran.code == 0
    assert "2 questions found" in ran.out


@pytest.mark.parametrize("arguments", [["show"], ["check", "--json"], ["build", "--json"]])
def test_closed_pipe_ends_the_run_quietly(
    tmp_path: Path, hundred: str, arguments: list[str]
) -> None:
    (tmp_path / "a.md").write_text(hundred * 5, encoding="utf-8")
    with (tmp_path / "said").open("wb") as said:
        process = subprocess.Popen(
            [sys.executable, "-m", "deckgen", *arguments, "a.md"],
            cwd=tmp_path,
            stdout=subprocess.PIPE,
            stderr=said,
        )
        assert process.stdout
        process.stdout.read(100)
        process.stdout.close()
        process.wait(timeout=100)

    assert b"Traceback" not in (tmp_path / "said").read_bytes()
    assert b"BrokenPipe" not in (tmp_path / "said").read_bytes()


# ---------------------------------------------------------------------------------- sudden ends

#: Runs the command and ends it for good before the step of writing that has this number.
KILLED = """
import os, pathlib, sys
from deckgen import disk
from deckgen.commands.main import main

steps = int(sys.argv[1])

def counted(function):
    def step(*arguments, **values):
        global steps
        steps -= 1
        if steps < 0:
            os.kill(os.getpid(), 9)
        return function(*arguments, **values)
    return step

disk._write_part = counted(disk._write_part)
disk.os.fsync = counted(os.fsync)
pathlib.Path.replace = counted(pathlib.Path.replace)
main(["build", "notes.md"])
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no SIGKILL")
def test_kill_at_any_step_leaves_whole_files_and_no_rubbish_for_long(
    deckgen: Deckgen, notes: Path, tmp_path: Path
) -> None:
    deckgen("build", notes, SOURCE_DATE_EPOCH="1700000000")
    old = {path: path.read_bytes() for path in tmp_path.rglob("*.*") if path.is_file()}
    notes.write_text(NOTES.replace("A unit.", "The unit of life."))
    results = set()
    for step in range(0, 40, 3):
        code = subprocess.run(
            [sys.executable, "-c", KILLED, str(step)],
            cwd=tmp_path,
            capture_output=True,
            check=False,
        ).returncode
        left = {path for path in tmp_path.rglob("*") if path.is_file()}
        assert {path for path in left if path.suffix != ".part"} >= set(old)
        assert all(path.stat().st_size for path in left if path.suffix != ".part")
        results.add(code)
        if code == 0:
            break
    for part in tmp_path.rglob(".*.part"):
        os.utime(part, (time.time() - 3600, time.time() - 3600))
    deckgen("build", notes)

    assert results == {-9, 0}
    assert list(tmp_path.rglob("*.part")) == []
