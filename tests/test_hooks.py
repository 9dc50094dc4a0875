"""The pre-commit hook and the GitHub Action, run as far as they run without GitHub."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parent.parent
BIN = Path(sys.executable).parent
GOOD = "## 1. What is a cell?\n\nA unit.\n\n## 2. What is a gene?\n\nA stretch of DNA.\n"
BAD = GOOD + "\n## 3. What is missing?\n"


def action() -> Any:
    return yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project under version control, with a document that is none of its cards."""
    (tmp_path / "deckgen.toml").write_text('sources = ["notes.md"]\n')
    (tmp_path / "notes.md").write_text(GOOD)
    (tmp_path / "README.md").write_text("No questions.\n")
    subprocess.run(["git", "init", "--quiet"], cwd=tmp_path, check=True)
    return tmp_path


# ---------------------------------------------------------------------------------- the action


def checked(project: Path, **inputs: str) -> tuple[int, str]:
    """Run the action's second step as its runner does; return its exit code and what it printed."""
    step = action()["runs"]["steps"][1]
    values = {name: each["default"] for name, each in action()["inputs"].items()} | inputs
    names = {variable: value[len("${{ inputs.") : -3] for variable, value in step["env"].items()}
    environment = {variable: values[name] for variable, name in names.items()}
    process = subprocess.run(
        ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", step["run"]],
        cwd=project,
        env={**os.environ, **environment, "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        check=False,
    )
    return process.returncode, process.stdout


needs_bash = pytest.mark.skipif(not shutil.which("bash"), reason="the action's shell is not here")


def test_action_has_the_form_that_github_asks_for() -> None:
    pytest.importorskip("check_jsonschema", reason="check-jsonschema is not here")
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema"]
    process = subprocess.run(
        [*command, "vendor.github-actions", ROOT / "action.yml"], capture_output=True, check=False
    )

    assert process.returncode == 0, process.stdout


@needs_bash
def test_action_passes_on_good_cards_and_annotates_bad_ones(project: Path) -> None:
    passed = checked(project)
    (project / "notes.md").write_text(BAD)
    failed = checked(project)

    assert passed[0] == 0
    assert failed[0] == 1
    assert "::warning file=notes.md,line=9,title=deckgen%3A no-answer::" in failed[1]


@needs_bash
@pytest.mark.parametrize(
    ("inputs", "code"),
    [
        ({"strict": "false"}, 0),
        ({"ignore": "no-answer"}, 0),
        ({"sources": "README.md"}, 1),
        ({"sources": "notes.md; touch run"}, 2),
        ({"ignore": "no-answer`touch run`"}, 2),
    ],
)
def test_inputs_of_the_action_are_options_and_never_commands(
    project: Path, inputs: dict[str, str], code: int
) -> None:
    (project / "notes.md").write_text(BAD)

    assert checked(project, **inputs)[0] == code
    assert not (project / "run").exists()


# ---------------------------------------------------------------------------------- the hook


def hook() -> Any:
    (only,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    return only


def pre_commit(*arguments: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    pytest.importorskip("pre_commit", reason="pre-commit is not here")
    return subprocess.run(
        [sys.executable, "-m", "pre_commit", *arguments],
        cwd=cwd,
        env={**os.environ, "PRE_COMMIT_HOME": str(cwd / ".cache")},
        capture_output=True,
        text=True,
        check=False,
    )


def test_hook_has_the_form_that_pre_commit_asks_for(tmp_path: Path) -> None:
    ran = pre_commit("validate-manifest", ROOT / ".pre-commit-hooks.yaml", cwd=tmp_path)

    assert ran.returncode == 0, ran.stdout


def test_hook_checks_the_project_when_a_document_changes(project: Path) -> None:
    """Pre-commit would install us from a clone first; here it runs what is installed."""
    here = {**hook(), "language": "system", "entry": f"{BIN}/{hook()['entry']}"}
    config = {"repos": [{"repo": "local", "hooks": [here]}]}
    (project / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config))
    subprocess.run(["git", "add", "."], cwd=project, check=True)
    passed = pre_commit("run", cwd=project)
    (project / "notes.md").write_text(BAD)
    subprocess.run(["git", "add", "."], cwd=project, check=True)
    failed = pre_commit("run", cwd=project)

    assert (passed.returncode, "Passed" in passed.stdout) == (0, True)
    assert failed.returncode == 1
    assert "notes.md:9: warning:" in failed.stdout
