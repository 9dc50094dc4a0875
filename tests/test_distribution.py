from __future__ import annotations

import json
import re
import subprocess
import sys
import venv
from typing import TYPE_CHECKING

import pytest

from tests.conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

# One process makes what the tests of this file share.
pytestmark = pytest.mark.xdist_group("distribution")

NOTES = "# Notes\n\n## 1. What is a cell?\n\nA small *unit*.\n\n## 2. What is a gene?\n\nDNA.\n"


def run(*command: str | Path, cwd: Path) -> str:
    process = subprocess.run(command, cwd=cwd, capture_output=True, encoding="utf-8", check=False)
    assert process.returncode == 0, process.stderr
    return process.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel as it is built for the package index."""
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, *"-m build --wheel --no-isolation --outdir".split(), folder, cwd=ROOT)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def clean(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs of an environment outside the checkout that has only the wheel."""
    folder = tmp_path_factory.mktemp("clean")
    venv.create(folder, with_pip=True)
    programs = folder / ("Scripts" if sys.platform == "win32" else "bin")
    _install(programs, wheel)
    return programs


def _install(programs: Path, what: Path) -> None:
    install = [*map(str, (programs / "python", "-m", "pip", "install", "--quiet", what))]
    process = subprocess.run(install, capture_output=True, encoding="utf-8", check=False)
    if "Could not find a version" in process.stderr or "connection" in process.stderr.lower():
        pytest.skip("the package index cannot be reached, so nothing can be installed")
    assert process.returncode == 0, process.stderr


def test_wheel_builds_a_deck_far_from_the_checkout(clean: Path, tmp_path: Path) -> None:
    (tmp_path / "notes.md").write_text(NOTES)
    formats = "anki,anki-csv,csv,html,json"
    receipt = json.loads(
        run(clean / "deckgen", "build", "notes.md", "-f", formats, "--json", cwd=tmp_path)
    )

    assert receipt["cards"] == 2
    assert len(receipt["files"]) == len(formats.split(","))
    assert all(
        (tmp_path / each["path"]).stat().st_size == each["bytes"] for each in receipt["files"]
    )


def test_wheel_holds_each_template_once(clean: Path, tmp_path: Path) -> None:
    names = run(
        clean / "python",
        "-c",
        "import deckgen; print(*sorted(deckgen.read_templates()), sep='\\n')",
        cwd=tmp_path,
    ).split()
    here = ROOT / "templates"
    ours = {path.relative_to(here).as_posix() for path in here.rglob("*") if path.is_file()}

    assert set(names) == ours


def test_guest_exporter_of_the_docs_is_found_and_runs(clean: Path, tmp_path: Path) -> None:
    text = (ROOT / "docs" / "exporters.md").read_text(encoding="utf-8")
    blocks = dict(re.findall(r"^```(python|toml)\n(.*?)^```", text, re.DOTALL | re.MULTILINE))
    guest = tmp_path / "guest"
    guest.mkdir()
    (guest / "deckgen_words.py").write_text(blocks["python"])
    (guest / "pyproject.toml").write_text(blocks["toml"])
    _install(clean, guest)
    (tmp_path / "notes.md").write_text(NOTES)
    (tmp_path / "deckgen.toml").write_text(
        'sources = ["notes.md"]\nname = "notes"\n[export.words]\nminimum = 2\n'
    )

    assert "words" in run(clean / "deckgen", "exporters", cwd=tmp_path)
    run(clean / "deckgen", "build", "-f", "words,csv", cwd=tmp_path)
    lines = (tmp_path / "build" / "notes.words.txt").read_text().splitlines()
    assert [line.split(maxsplit=1) for line in lines] == [["3", "notes.md:3 What is a cell?"]]
    assert len(blocks["python"].strip().splitlines()) <= 15


def test_library_is_usable_and_typed(clean: Path, tmp_path: Path) -> None:
    """The example in the package's docstring runs, and the package says that it has types."""
    script = (
        "import deckgen, pathlib, textwrap\n"
        "example = deckgen.__doc__.partition('::')[2]\n"
        "exec(textwrap.dedent(example))\n"
        "assert [file.suffix for file in files] == ['.csv'], files\n"
        "assert (pathlib.Path(deckgen.__file__).parent / 'py.typed').exists()\n"
    )

    run(clean / "python", "-c", script, cwd=tmp_path)
