from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from deckgen import disk
from deckgen.checks.entries import parse_entries

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent
_CODE = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_ENTRY = re.compile(r"^## (.*)\n((?:(?!## ).*\n?)*)", re.MULTILINE)
_FORM = re.compile(
    r"\n\*(?:Error|Warning|Info)\.\* \S.*?\n\n\*\*Why:\*\* \S.*?\n\n\*\*Mend:\*\* \S.*\n?",
    re.DOTALL,
)


def _entries() -> list[tuple[str, str]]:
    text = (ROOT / "docs" / "checks.md").read_text(encoding="utf-8").partition("# The codes\n")[2]
    return [(match[1], match[2]) for match in _ENTRY.finditer(text)]


def _codes() -> set[str]:
    """The codes that the source gives to findings."""
    return {
        code
        for path in (ROOT / "deckgen").rglob("*.py")
        for code in _codes_in(ast.parse(path.read_text(encoding="utf-8")))
    }


def _codes_in(tree: ast.Module) -> Iterator[str]:
    """Yield the texts that become a finding's code.

    They are given as ``code=`` or at the place of a parameter ``code``, are assigned to ``code``,
    or begin a tuple of code and message.
    """
    places = {"refuse": 0}
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            names = [each.arg for each in node.args.args if each.arg != "self"]
            places |= {node.name: names.index("code")} if "code" in names else {}
    for node in ast.walk(tree):
        for value in _values(node, places):
            for part in (value.body, value.orelse) if isinstance(value, ast.IfExp) else (value,):
                if isinstance(part, ast.Constant) and isinstance(part.value, str):
                    yield part.value


def _values(node: ast.AST, places: dict[str, int]) -> list[ast.expr]:
    if isinstance(node, ast.Call):
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        place = places.get(name, len(node.args))
        by_name = [keyword.value for keyword in node.keywords if keyword.arg == "code"]
        return by_name + node.args[place : place + 1]
    if isinstance(node, ast.Assign):
        return [value for target in node.targets for value in _assigned(target, node.value)]
    if isinstance(node, ast.Tuple) and len(node.elts) > 1 and _is_sentence(node.elts[1]):
        first = node.elts[0]
        is_code = isinstance(first, ast.Constant) and _CODE.fullmatch(str(first.value))
        return [first] if is_code and "-" in str(getattr(first, "value", "")) else []
    return []


def _is_sentence(node: ast.expr) -> bool:
    return isinstance(node, ast.JoinedStr) or (
        isinstance(node, ast.Constant) and " " in str(node.value)
    )


def _assigned(target: ast.expr, value: ast.expr) -> list[ast.expr]:
    """What is assigned to ``code``."""
    if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        pairs = zip(target.elts, value.elts, strict=True)
        return [each for name, each in pairs if ast.unparse(name) == "code"]
    return [value] if ast.unparse(target) == "code" else []


def test_each_code_has_one_entry_and_each_entry_a_code() -> None:
    assert sorted(title for title, _ in _entries()) == sorted(f"`{code}`" for code in _codes())


@pytest.mark.parametrize("code", sorted(_codes()))
def test_codes_are_words_with_hyphens(code: str) -> None:
    assert _CODE.fullmatch(code)


@pytest.mark.parametrize(("title", "body"), _entries(), ids=[title for title, _ in _entries()])
def test_entry_says_severity_what_why_and_how_to_mend(title: str, body: str) -> None:
    assert _FORM.fullmatch(body), f"docs/checks.md: mend the entry of {title}"


def test_entries_are_there_for_the_command_in_all_their_parts() -> None:
    entries = parse_entries(disk.read_checks())

    assert [f"`{code}`" for code in entries] == [title for title, _ in _entries()]
    assert entries["no-answer"].severity == "Warning"
    assert entries["no-answer"].mend == "Write the answer below the question."
