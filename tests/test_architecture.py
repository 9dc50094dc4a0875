from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "deckgen"
MODULES = sorted(PACKAGE.rglob("*.py"))

#: Who may import what of ours, where that is less than everything.
ALLOWED = {
    "model": set[str](),
    "refusal": {"model"},
    "toml": {"model"},
    "config": {"model", "note_types", "refusal", "shapes", "toml", "tags"},
    "export_settings": {"exporters", "model", "refusal", "toml"},
    "note_types": {"lock", "markdown", "media", "model", "note_types", "refusal", "toml"},
    "addresses": set[str](),
    "media_types": set[str](),
    "media": {"media_types", "model"},
    "fetching": {"__version__", "addresses", "media", "media_types"},
    "remote_media": {"addresses", "disk", "fetching", "media", "media_types", "model"},
    "interchange": {"model", "refusal"},
    "decks": {"model"},
    "duplicates": {"messages", "model"},
    "messages": set[str](),
    "tags": {"model"},
    "report": {"messages", "model"},
    "disk": {"model", "refusal"},
    "rendering": {"cloze", "markdown", "mathematics", "messages", "model"},
    "cloze": set[str](),
    "words": {"markdown"},
    "mathematics": set[str](),
    "sanitise": set[str](),
    "highlighting": set[str](),
    "markdown": {"highlighting", "markdown", "sanitise"},
    "shapes": {"markdown", "messages", "model", "shapes"},
    "readers": {
        "cloze",
        "readers",
        "checks",
        "shapes",
        "markdown",
        "model",
        "refusal",
        "interchange",
        "messages",
        "tags",
    },
    "checks": {"checks", "cloze", "markdown", "messages", "model", "shapes", "wording", "words"},
    "exporters": {
        "cloze",
        "exporters",
        "markdown",
        "mathematics",
        "messages",
        "model",
        "refusal",
        "interchange",
        "media",
        "note_types",
    },
    "ignoring": {"model", "refusal"},
    "sarif": {"checks", "model"},
    "annotations": {"model"},
}
#: The one home of each third-party library.
HOMES = {
    "mistune": "markdown",
    "nh3": "sanitise",
    "pygments": "highlighting",
    "math_core": "mathematics",
    "genanki": "exporters.anki",
    "click": "commands",
    "platformdirs": "disk",
    "yaml": "readers.front_matter",
    "weasyprint": "exporters.pdf.weasy",
    "ziamath": "exporters.pdf.weasy",
}
#: Who touches the disk: one module for all that is ours, and one for a browser's temporary folder.
ON_DISK = {"disk", "exporters.pdf.browser"}
#: What only they may call: functions, and methods of paths and os.
FUNCTIONS = {"open"}
#: What only the one module that touches the network may import.
NETWORK = {
    "asyncio",
    "ftplib",
    "http",
    "smtplib",
    "socket",
    "ssl",
    "urllib.error",
    "urllib.request",
}
METHODS = {"read_text", "read_bytes", "write_text", "write_bytes", "unlink", "mkdir", "rename"}


def _name(path: Path) -> str:
    return ".".join(path.relative_to(PACKAGE).with_suffix("").parts)


def _imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module == "deckgen":
            found |= {f"deckgen.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_module_imports_only_what_its_place_allows(path: Path) -> None:
    """Readers, model and exporters do not know each other, and nobody below knows the command."""
    part = _name(path).split(".")[0]
    ours = {name.split(".")[1] for name in _imports(path) if name.startswith("deckgen.")}

    assert ours <= ALLOWED.get(part, ours)
    assert "commands" not in ours or part in {"commands", "__main__"}


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_each_library_is_imported_in_its_home_only(path: Path) -> None:
    libraries = {name.split(".")[0] for name in _imports(path)} & HOMES.keys()
    here = _name(path)

    strangers = {
        library for library in libraries if not f"{here}.".startswith(f"{HOMES[library]}.")
    }

    assert strangers == set()


def test_each_library_that_we_depend_on_has_a_home() -> None:
    """Nothing else is imported than the standard library, our own code and what has a home."""
    imported = {name.split(".")[0] for path in MODULES for name in _imports(path)}

    assert imported - set(sys.stdlib_module_names) - {"deckgen"} == HOMES.keys()


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_only_the_terminal_prints(path: Path) -> None:
    """What is printed in one place is made harmless in one place."""
    calls = (
        n.func for n in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(n, ast.Call)
    )

    printed = {ast.unparse(call) for call in calls} & {"print", "click.echo", "click.secho"}

    assert not printed or _name(path) == "commands.terminal"


@pytest.mark.parametrize("path", [p for p in MODULES if _name(p) not in ON_DISK], ids=_name)
def test_no_other_module_touches_the_disk(path: Path) -> None:
    called = [
        node.func
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
    ]
    functions = {each.id for each in called if isinstance(each, ast.Name)}
    methods = {
        each.attr
        for each in called
        if isinstance(each, ast.Attribute) and ast.unparse(each.value) != "disk"
    }

    assert functions & FUNCTIONS == set()
    assert methods & METHODS == set()


def test_one_module_touches_the_network() -> None:
    speakers = {
        _name(path)
        for path in MODULES
        if any(f"{name}.".startswith(f"{each}.") for name in _imports(path) for each in NETWORK)
    }

    assert speakers == {"fetching"}


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_each_module_says_what_it_is_for(path: Path) -> None:
    docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""

    assert docstring.split("\n")[0].endswith(".")


def test_help_loads_no_library_but_click() -> None:
    """What a command needs is imported when it runs: the help is there at once."""
    script = "import sys; import deckgen.commands.main; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True)
    names = {name.split(".")[0] for name in loaded.stdout.decode().split()}

    assert names & HOMES.keys() == {"click"}
    assert names.isdisjoint({"json", "pathlib", "sqlite3", "dataclasses", "importlib.metadata"})
    assert names.isdisjoint({"ssl", "socket", "urllib"})
