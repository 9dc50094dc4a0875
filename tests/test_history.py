"""The lock as authors meet it: through the command, in folders, in git."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from deckgen.build import build_project
from deckgen.lock import parse_lock
from deckgen.project import find_project
from deckgen.refusal import RefusedError
from deckgen.target import find_target

if TYPE_CHECKING:
    from collections.abc import Callable

    from deckgen.lock import Lock
    from deckgen.report import Receipt
    from tests.conftest import Ran

    Deckgen = Callable[..., Ran]

CELLS = {
    "What is a ribosome?": "The place where a cell makes proteins from amino acids, as RNA says.",
    "What is a membrane?": "A double layer of fats that keeps what is inside a cell together.",
    "What is a nucleus?": "The part of a cell that holds most of its DNA, behind its own hull.",
}
STARS = {
    "What is a nova?": "A white dwarf that flares up when gas from its companion begins to burn.",
    "What is a pulsar?": "A turning neutron star whose beam sweeps over us like a lighthouse.",
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    write("cells.md", CELLS)
    write("stars.md", STARS)
    return tmp_path


def write(name: str, notes: dict[str, str]) -> None:
    parts = enumerate(notes.items(), 1)
    text = "".join(f"### {n}. {question}\n\n{answer}\n\n" for n, (question, answer) in parts)
    Path(name).write_text(f"# {Path(name).stem}\n\n{text}", encoding="utf-8")


def build(*sources: str, frozen: bool = False, with_lock: bool = True) -> Receipt:
    project = find_project([Path(source) for source in sources])
    target = find_target(project, Path("build"), ["json"])
    return build_project(project, target, frozen=frozen, with_lock=with_lock)


def guids(receipt: Receipt) -> dict[str, str]:
    return {note.question: note.guid for deck in receipt.decks for note in deck.notes}


def lock(path: str = "deckgen.lock") -> Lock:
    found, findings = parse_lock(Path(path).read_text(encoding="utf-8"), path)
    assert findings == []
    return found


def alive() -> set[str]:
    return {entry.question for entry in lock().entries.values() if not entry.gone}


# --- which documents a build is about


@pytest.mark.usefixtures("folder")
def test_documents_built_one_by_one_share_a_lock() -> None:
    cells, stars = guids(build("cells.md")), guids(build("stars.md"))
    both = Path("deckgen.lock").read_bytes()

    assert alive() == CELLS.keys() | STARS.keys()
    assert guids(build("cells.md")) == cells
    assert guids(build("cells.md", "stars.md")) == cells | stars
    assert guids(build(".")) == cells | stars
    assert Path("deckgen.lock").read_bytes() == both


@pytest.mark.usefixtures("folder")
def test_what_another_document_has_is_not_taken_from_it() -> None:
    """The same question, reworded or not, in a document that is built alone."""
    before = guids(build("."))
    question, answer = next(iter(STARS.items()))
    copies = {question: answer, "Explain the concept of a pulsar.": STARS["What is a pulsar?"]}
    write("cells.md", CELLS | copies)
    after = guids(build("cells.md"))

    assert {after[copy] for copy in copies}.isdisjoint(before.values())
    assert guids(build("stars.md")) == {name: before[name] for name in STARS}


@pytest.mark.usefixtures("folder")
def test_question_that_left_another_document_before_is_recognised() -> None:
    before = guids(build("."))
    write("stars.md", {"What is a pulsar?": STARS["What is a pulsar?"]})
    build("stars.md")
    write("cells.md", CELLS | {"What is a nova?": STARS["What is a nova?"]})

    assert guids(build("cells.md"))["What is a nova?"] == before["What is a nova?"]


@pytest.mark.usefixtures("folder")
def test_document_that_was_renamed_and_split_keeps_every_history() -> None:
    before = guids(build("."))
    Path("cells.md").unlink()
    questions = list(CELLS)
    write("one.md", {questions[0]: CELLS[questions[0]]})
    write("two.md", {question: CELLS[question] for question in questions[1:]} | STARS)
    Path("stars.md").unlink()

    assert guids(build(".")) == before
    assert {entry.file for entry in lock().entries.values()} == {"one.md", "two.md"}


@pytest.mark.usefixtures("folder")
def test_filtered_export_keeps_the_identities_even_far_from_the_lock() -> None:
    before = guids(build("cells.md"))
    Path("far").mkdir()
    data = json.loads(Path("build/cells.json").read_text(encoding="utf-8"))
    data["notes"][0]["question"] = "Where are proteins made?"
    Path("far/cells.json").write_text(json.dumps(data), encoding="utf-8")

    assert list(guids(build("far/cells.json")).values()) == list(before.values())


# --- what the author can say


@pytest.mark.usefixtures("folder")
def test_veto_in_the_document_makes_a_new_card() -> None:
    before = guids(build("cells.md"))
    answer = CELLS["What is a nucleus?"]
    write("cells.md", {"Explain the concept of a nucleus.": answer})
    kept = guids(build("cells.md"))
    write("cells.md", {"Explain the concept of a nucleus.": f"<!-- deckgen: new -->\n{answer}"})
    vetoed = guids(build("cells.md"))

    assert set(kept.values()) == {before["What is a nucleus?"]}
    assert set(vetoed.values()).isdisjoint(before.values())
    assert guids(build("cells.md")) == vetoed


@pytest.mark.usefixtures("folder")
def test_id_in_the_document_keeps_the_history_through_anything() -> None:
    write("cells.md", {"What is a nucleus?": "<!-- deckgen: id=core -->\nThe core."})
    before = guids(build("cells.md"))
    write("cells.md", {"Name two organelles.": "<!-- deckgen: id=core -->\nBoth of them."})

    assert list(guids(build("cells.md")).values()) == list(before.values())


@pytest.mark.usefixtures("folder")
def test_receipt_says_what_was_decided_and_how_to_overrule_it(deckgen: Deckgen) -> None:
    first = guids(build("cells.md"))
    (_, membrane), (_, nucleus) = list(CELLS.items())[1:]
    write("cells.md", {"Explain membranes.": membrane, "What is no nucleus?": nucleus})
    ran = deckgen("build", "cells.md")

    assert "  1 reworded, history kept: cells.md:3\n" in ran.out
    assert "  cells.md:7: taken for a new question, not for “What is a nucleus?”" in ran.out
    assert f"<!-- deckgen: id={first['What is a nucleus?']} -->" in ran.out


@pytest.mark.usefixtures("folder")
def test_question_of_another_kind_is_a_new_card_and_that_is_said() -> None:
    """Anki cannot turn a note of one type into another; it would never be updated again."""
    before = guids(build("cells.md"))
    data = json.loads(Path("build/cells.json").read_text(encoding="utf-8"))
    for note in data["notes"]:
        note.update(kind="reversed", guid="", file="cells.md")
    Path("cells.json").write_text(json.dumps(data), encoding="utf-8")
    receipt = build("cells.json")

    assert set(guids(receipt).values()).isdisjoint(before.values())
    assert [finding.code for finding in receipt.findings] == ["recast"] * 3
    assert guids(build("cells.json")) == guids(receipt)
    assert guids(build("cells.md")) == before


# --- frozen, and without a lock


@pytest.mark.usefixtures("folder")
def test_frozen_build_succeeds_while_the_lock_is_up_to_date() -> None:
    build("cells.md")
    before = Path("deckgen.lock").read_bytes()

    assert build("cells.md", frozen=True).files != {}
    assert Path("deckgen.lock").read_bytes() == before


@pytest.mark.usefixtures("folder")
def test_frozen_build_fails_and_writes_nothing_where_the_lock_would_change() -> None:
    build("cells.md")
    before = {path: path.read_bytes() for path in (Path("deckgen.lock"), Path("build/cells.json"))}
    write("cells.md", CELLS | STARS)

    with pytest.raises(RefusedError, match="2 new; 3 untouched") as refused:
        build("cells.md", frozen=True)

    assert [finding.code for finding in refused.value.findings] == ["lock-out-of-date"]
    assert {path: path.read_bytes() for path in before} == before


def test_frozen_build_without_a_lock_fails(deckgen: Deckgen, folder: Path) -> None:
    ran = deckgen("build", "cells.md", "--frozen")

    assert (ran.code, "[lock-out-of-date]" in ran.err) == (1, True)
    assert sorted(path.name for path in folder.iterdir()) == ["cells.md", "stars.md"]
    assert deckgen("build", "cells.md", "--frozen", "--no-lock").code == 2


@pytest.mark.usefixtures("folder")
def test_build_without_lock_warns_and_leaves_the_lock_alone() -> None:
    build("cells.md")
    before = Path("deckgen.lock").read_bytes()
    write("cells.md", STARS)
    receipt = build("cells.md", with_lock=False)

    assert [finding.code for finding in receipt.findings] == ["no-lock"]
    assert Path("deckgen.lock").read_bytes() == before


# --- faults


@pytest.mark.parametrize(
    ("damage", "code"),
    [
        (lambda text: text.replace("lock 1", "lock 9"), "lock-version"),
        (lambda text: text[:-9], "lock-damaged"),
        (lambda text: f"<<<<<<< HEAD\n{text}", "lock-conflict"),
        (lambda text: text.encode("utf-16").decode("latin-1"), "lock-damaged"),
        (lambda _: "", "lock-damaged"),
    ],
)
def test_bad_lock_is_one_clear_error_and_nothing_is_written(
    deckgen: Deckgen, folder: Path, damage: Callable[[str], str], code: str
) -> None:
    build("cells.md")
    path = folder / "deckgen.lock"
    path.write_text(damage(path.read_text(encoding="utf-8")), encoding="latin-1")
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    ran = deckgen("build", "cells.md")

    assert ran.code == 1
    assert f"[{code}]" in ran.err
    assert "deckgen.lock" in ran.err
    assert "run deckgen build" in ran.err or "install the newest" in ran.err
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


@pytest.mark.usefixtures("folder")
def test_bytes_that_are_no_text_in_the_lock_are_refused() -> None:
    build("cells.md")
    Path("deckgen.lock").write_bytes(Path("deckgen.lock").read_bytes().replace(b"ribo", b"r\xffbo"))

    receipt = build("cells.md")

    assert [(each.code, each.file) for each in receipt.findings if each.severity == "error"] == [
        ("lock-damaged", "deckgen.lock")
    ]
    assert not receipt.files


@pytest.mark.parametrize("earlier", [True, False])
def test_lock_that_cannot_be_written_stops_the_build(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    earlier: bool,  # noqa: FBT001
) -> None:
    if earlier:
        build("cells.md")
        write("cells.md", CELLS | STARS)
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    opened = Path.open

    def refuse_lock(path: Path, mode: str = "r", **options: str) -> object:
        if "deckgen.lock" in path.name and mode != "rb":
            raise PermissionError(13, "Permission denied", str(path))
        return opened(path, mode, **options)  # type: ignore[call-overload]  # any mode

    monkeypatch.setattr(Path, "open", refuse_lock)
    with pytest.raises(RefusedError, match="Permission denied") as refused:
        build("cells.md")

    assert "--no-lock" in refused.value.findings[0].hint
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before
    if earlier:
        write("cells.md", CELLS)
        assert build("cells.md").files != {}  # the lock stays as it is, so nobody writes it


@pytest.mark.usefixtures("folder")
def test_build_killed_between_lock_and_package_loses_no_guid(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    replaced: list[str] = []
    replace_file = Path.replace

    class KilledError(BaseException):
        pass

    def die_after_one(part: Path, path: Path) -> Path:
        if replaced:
            raise KilledError
        replaced.append(path.name)
        return replace_file(part, path)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", die_after_one)
        with pytest.raises(KilledError):
            build("cells.md")

    known = {entry.question: guid for guid, entry in lock().entries.items()}
    assert (replaced, Path("build/cells.json").exists()) == (["deckgen.lock"], False)
    assert guids(build("cells.md")) == known


@pytest.mark.usefixtures("folder")
def test_rubbish_of_a_killed_build_does_not_stop_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    part = Path(".deckgen.lock.part")
    part.write_text("half a l")
    monkeypatch.setattr("deckgen.disk._CLAIM_SECONDS", 0.05)
    build("cells.md")

    assert alive() == CELLS.keys()
    assert not part.exists()


def test_builds_at_the_same_time_lose_nothing(folder: Path) -> None:
    """Each knows its own document; whoever writes second takes up what the first one wrote."""
    names = [f"part{number}" for number in range(4)]
    for number, name in enumerate(names):
        write(f"{name}.md", {f"What is {name} {n}?": f"Thing {n} of {number}." for n in range(30)})
    processes = [
        subprocess.Popen(
            [sys.executable, "-m", "deckgen", "build", f"{name}.md", "-q", "-f", "json"],
            cwd=folder,
        )
        for name in names
    ]
    codes = [process.wait(timeout=120) for process in processes]
    locked = {entry.question: guid for guid, entry in lock().entries.items()}
    built: dict[str, str] = {}
    for name in names:
        data = json.loads(Path(f"build/{name}.json").read_text(encoding="utf-8"))
        built |= {note["question"]: note["guid"] for note in data["notes"]}

    assert codes == [0] * 4
    assert len(locked) == 120
    assert built == locked


# --- git


def git(*arguments: str) -> str:
    command = ["git", "-c", "user.name=A", "-c", "user.email=a@example.org", *arguments]
    process = subprocess.run(command, capture_output=True, check=False, encoding="utf-8")
    assert process.returncode == 0, process.stdout + process.stderr
    return process.stdout


@pytest.mark.skipif(not shutil.which("git"), reason="git is not installed")
@pytest.mark.usefixtures("folder")
def test_branches_that_both_add_questions_merge_without_a_clash() -> None:
    """Both edit, build and commit; the first build of all has told git how to merge locks."""
    git("init", "-b", "main")
    Path(".gitignore").write_text("build/\n")
    before = guids(build("."))
    git("add", "-A")
    git("commit", "-m", "Begin")
    found = {}
    for branch, document, notes in (("one", "cells.md", CELLS), ("two", "stars.md", STARS)):
        git("switch", "-c", branch, "main")
        more = {f"What is {branch} {n}?": f"The thing {n} that {branch} added." for n in range(40)}
        write(document, more | notes)
        found[branch] = guids(build("."))
        git("commit", "-am", branch)
    git("merge", "one")

    assert guids(build(".")) == found["one"] | found["two"] | before
    assert guids(build(".", frozen=True)) == found["one"] | found["two"] | before


@pytest.mark.usefixtures("folder")
def test_attributes_for_git_are_made_only_with_a_new_lock_in_a_repository_without_them() -> None:
    build("cells.md")
    assert not Path(".gitattributes").exists()

    Path(".git").mkdir()
    build("stars.md")
    assert not Path(".gitattributes").exists()

    Path("deckgen.lock").unlink()
    build("stars.md")
    assert Path(".gitattributes").read_text() == "deckgen.lock merge=union\n"

    Path("deckgen.lock").unlink()
    Path(".gitattributes").write_text("* text=auto\n")
    build("stars.md")
    assert Path(".gitattributes").read_text() == "* text=auto\n"


# --- the same bytes


def test_builds_have_the_same_bytes_whatever_the_hash_seed_folder_and_clock(
    deckgen: Deckgen, folder: Path
) -> None:
    """The first build is dated from outside; the later ones have the lock to go by."""
    built = []
    for seed, place in (("1", "here"), ("2", "there/and/deeper")):
        project = folder / place
        project.mkdir(parents=True)
        for name in ("cells.md", "stars.md"):
            shutil.copy(folder / name, project)
        for time in ("1700000000", ""):
            env = {"PYTHONHASHSEED": seed, "SOURCE_DATE_EPOCH": time}
            ran = deckgen("build", place, "-o", f"{place}/out", **env)
            assert ran.code == 0
            files = [*sorted((project / "out").iterdir()), project / "deckgen.lock"]
            built.append([path.read_bytes() for path in files])

    assert len(built[0]) == 4
    assert built[1:] == built[:1] * 3


@pytest.mark.usefixtures("folder")
def test_link_to_the_source_is_a_change_of_each_note_and_its_line_is_none() -> None:
    build("cells.md")
    before = lock().entries
    config = Path("deckgen.toml")
    config.write_text('source_url = "https://example.org/{file}#L{line}"\n')
    build("cells.md")
    linked = lock().entries
    write("cells.md", {"What is a cell?": "A unit of life.", **CELLS})
    build("cells.md")
    moved = lock().entries

    assert before.keys() == linked.keys()
    assert all(linked[guid].modified > before[guid].modified for guid in before)
    assert all(moved[guid].modified == linked[guid].modified for guid in linked)
