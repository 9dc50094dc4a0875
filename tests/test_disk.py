from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from deckgen import disk
from deckgen.refusal import RefusedError


def test_folder_gives_its_documents_in_order_and_once(tmp_path: Path) -> None:
    for name in ["b.md", "a.markdown", "c.txt", ".hidden.md", "sub/d.MD", ".git/e.md"]:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")

    found = disk.find_documents([tmp_path / "b.md", tmp_path])

    assert [path.relative_to(tmp_path).as_posix() for path in found] == [
        "b.md",
        "a.markdown",
        "sub/d.MD",
    ]


def test_link_to_a_folder_above_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("x")
    (tmp_path / "loop").symlink_to(tmp_path)

    assert disk.find_documents([tmp_path]) == [tmp_path / "a.md"]


@pytest.mark.parametrize(
    ("make", "code", "exit_code"),
    [(lambda _: None, "no-such-file", 2), (Path.mkdir, "no-documents", 1)],
    ids=["no such file", "no documents"],
)
def test_nothing_to_read_is_refused(
    tmp_path: Path, make: object, code: str, exit_code: int
) -> None:
    assert callable(make)
    make(tmp_path / "x")

    with pytest.raises(RefusedError) as refused:
        disk.find_documents([tmp_path / "x"])

    assert [each.code for each in refused.value.findings] == [code]
    assert refused.value.exit_code == exit_code


def test_own_template_takes_the_place_of_ours(tmp_path: Path) -> None:
    (tmp_path / "templates" / "anki").mkdir(parents=True)
    (tmp_path / "templates" / "anki" / "card.css").write_text("mine")
    ours, mixed = disk.read_templates(), disk.read_templates(tmp_path)

    assert mixed["anki/card.css"].text == "mine"
    assert {name for name in ours if ours[name] != mixed[name]} == {"anki/card.css"}


def test_files_are_written_whole(tmp_path: Path) -> None:
    disk.write_files({tmp_path / "new" / "a.txt": b"a", tmp_path / "b.txt": b"b"})

    assert (tmp_path / "new" / "a.txt").read_bytes() == b"a"
    assert sorted(path.name for path in tmp_path.rglob("*.txt")) == ["a.txt", "b.txt"]
    assert list(tmp_path.rglob("*.part")) == []


def test_nothing_is_replaced_unless_everything_can_be_written(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"old")
    (tmp_path / "file").write_bytes(b"in the way")

    with pytest.raises(RefusedError) as refused:
        disk.write_files({tmp_path / "a.txt": b"new", tmp_path / "file" / "b.txt": b"b"})

    assert [each.code for each in refused.value.findings] == ["unwritable"]
    assert (tmp_path / "a.txt").read_bytes() == b"old"
    assert list(tmp_path.rglob("*.part")) == []


def test_full_disk_leaves_old_files(tmp_path: Path) -> None:
    resource = pytest.importorskip("resource", reason="this system knows no limits on file sizes")
    (tmp_path / "a.txt").write_bytes(b"old")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    # To the program it is the same: from some byte on, the system refuses to write.
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, limits[1]))
    try:
        with pytest.raises(RefusedError) as refused:
            disk.write_files({tmp_path / "b.txt": b"new", tmp_path / "a.txt": b"x" * 2000})
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)

    assert [each.code for each in refused.value.findings] == ["unwritable"]
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("a.txt", b"old")]


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may write everywhere")
def test_read_only_folder_is_refused(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)

    with pytest.raises(RefusedError):
        disk.write_files({tmp_path / "a.txt": b"new"})


def test_project_is_begun_once(tmp_path: Path) -> None:
    begun = disk.start_project(tmp_path)

    assert tmp_path / "deckgen.toml" in begun
    with pytest.raises(RefusedError):
        disk.start_project(tmp_path)


@pytest.fixture
def without_rights() -> list[str]:
    """What a command begins with so that the rights of files hold for it."""
    if os.geteuid():
        return []
    if not shutil.which("setpriv"):
        pytest.skip("needs setpriv: the superuser may read everything")
    return ["setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-all", "--"]


@pytest.mark.parametrize("builds_before", [0, 1])
def test_folder_that_cannot_be_read_is_named(
    tmp_path: Path, without_rights: list[str], builds_before: int
) -> None:
    def build(source: str) -> tuple[int, str]:
        command = [*without_rights, sys.executable, "-m", "deckgen", "build", "-f", "csv", "-q"]
        ran = subprocess.run(
            [*command, source], cwd=tmp_path, capture_output=True, encoding="utf-8", check=False
        )
        return ran.returncode, ran.stderr.partition("\n")[0]

    secret = tmp_path / "d" / "secret"
    secret.mkdir(parents=True)
    for folder in (secret, secret.parent):
        (folder / "a.md").write_text(f"# {folder.name}\n\n## What?\n\nA {folder.name}.\n")
    for _ in range(builds_before):
        build("d")
    secret.chmod(0)
    try:
        said = [build(source) for source in ("d", "d/secret/a.md", "d/a.md")]
    finally:
        secret.chmod(0o700)

    assert said == [
        (1, "error: cannot read d/secret: Permission denied [unreadable]"),
        (1, "error: cannot read d/secret/a.md: Permission denied [unreadable]"),
        (0, ""),
    ]
    # What could not be looked at keeps its place in the lock.
    assert (tmp_path / "d" / "deckgen.lock").read_text().count("secret/a.md") == builds_before
