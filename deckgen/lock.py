"""The lock file: which card is which, as text and as values."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field, fields
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from deckgen.fingerprint import read_sketch
from deckgen.model import Finding

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

VERSION = 1

_HEADER = (
    f"# deckgen lock {VERSION}: tells Anki which card is which. Made by deckgen build; commit it, "
    "do not edit it. Merged twice? Keep the lines of both sides."
)
_VERSION = re.compile(r"# deckgen lock (\d+)\b")
_CONFLICT = re.compile(r"(?:<{7}|={7}|>{7}|\|{7})(?: |$)")
RESTORE = "restore the file from version control, then run deckgen build again"


@dataclass(frozen=True, slots=True, kw_only=True)
class LockEntry:
    """What the lock knows of one note.

    ``answer`` is a digest, ``words`` a sketch, as in :mod:`deckgen.fingerprint`; ``content`` is a
    digest of all that the learner's collection gets.  Times are in seconds since 1970.
    """

    guid: str
    question: str
    #: What cards it makes, as in :attr:`deckgen.model.Note.kind`.
    kind: str = "basic"
    #: The id of its note type in Anki where that is the author's own; 0 where it is ours.
    note_type: int = 0
    #: The document that it stands, or last stood, in.
    file: str = ""
    deck: str = ""
    section: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    #: The identity that the author gave, if any.
    id: str = ""
    #: Whether the author said that this is a new question, whatever it resembles.
    new: bool = False
    #: When the content last changed.
    modified: int = 0
    #: Since when the note is not in the source any more; 0 while it is there.
    gone: int = 0
    #: The time of the version of it that packages keep as retired; 0 if none does.
    retired: int = 0
    content: str = ""
    answer: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateEntry:
    """What the lock knows of one template: a digest of its text, and when that last changed."""

    template: str
    modified: int = 0
    content: str = ""


#: What each key of a line is where the line lacks it.
_DEFAULTS: dict[type[LockEntry | TemplateEntry], dict[str, Any]] = {
    LockEntry: {
        each.name: getattr(LockEntry(guid="", question=""), each.name) for each in fields(LockEntry)
    },
    TemplateEntry: {
        each.name: getattr(TemplateEntry(template=""), each.name) for each in fields(TemplateEntry)
    },
}
_WRITE = json.JSONEncoder(ensure_ascii=False).encode


@dataclass(frozen=True, slots=True)
class Lock:
    """All that is known from the builds before: notes by guid, templates by name."""

    entries: Mapping[str, LockEntry] = field(default_factory=lambda: MappingProxyType({}))
    templates: Mapping[str, TemplateEntry] = field(default_factory=lambda: MappingProxyType({}))


def format_lock(lock: Lock) -> str:
    """Writes a lock down: a header, then one line for each template and each note.

    The lines of notes are in the order of their guids, which are random: what two branches add
    lands in different places and merges.
    """
    templates = (lock.templates[name] for name in sorted(lock.templates))
    entries = (lock.entries[guid] for guid in sorted(lock.entries))
    return "".join(f"{line}\n" for line in (_HEADER, *map(_line, templates), *map(_line, entries)))


def _line(entry: LockEntry | TemplateEntry) -> str:
    # What is as usual is left out, so that a line is no longer than what it says.
    given = {
        name: value
        for name, usual in _DEFAULTS[type(entry)].items()
        if (value := getattr(entry, name)) != usual
    }
    return _WRITE(given)


def parse_lock(text: str, file: str) -> tuple[Lock, list[Finding]]:
    """Reads a lock.

    Where a guid has two lines, as after a merge that kept both sides, the later modification wins.

    Args:
        text: The lock's text, with line ends of any system.
        file: The lock's name, for the findings.

    Returns:
        The lock, and the error if there is one: then the lock is empty and nothing may be written.
    """
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").split("\n")
    if finding := _unreadable(lines, file):
        return Lock(), [finding]
    entries: dict[str, LockEntry] = {}
    templates: dict[str, TemplateEntry] = {}
    damaged: list[tuple[int, str]] = []
    for number, line in enumerate(lines[1:], start=2):
        entry = _read_line(line) if line.strip() else None
        if isinstance(entry, LockEntry):
            entries[entry.guid] = max(entry, entries.get(entry.guid, entry), key=_age)
        elif isinstance(entry, TemplateEntry):
            known = templates.get(entry.template, entry)
            templates[entry.template] = max(entry, known, key=_template_age)
        elif entry:
            damaged.append((number, entry))
    return (Lock(), [_damage(damaged, file)]) if damaged else (Lock(entries, templates), [])


def _damage(lines: list[tuple[int, str]], file: str) -> Finding:
    """One error for all damaged lines: what is wrong with the first is mostly true of all."""
    number, problem = lines[0]
    message = f"this line of the lock is damaged: {problem}"
    if len(lines) > 1:
        message = (
            f"{len(lines)} lines of the lock are damaged, of which this is the first: {problem}"
        )
    return _error("lock-damaged", message, RESTORE, file, number)


def _unreadable(lines: list[str], file: str) -> Finding | None:
    """What is wrong with the file as a whole, if anything."""
    for number, line in enumerate(lines, start=1):
        if _CONFLICT.match(line):
            return _error(
                "lock-conflict",
                "the lock holds the marks of a merge that clashed",
                "delete the lines that begin with <<<<<<<, |||||||, ======= and >>>>>>>, keep "
                "all others, and run deckgen build",
                file,
                number,
            )
    version = _VERSION.match(lines[0])
    if not version:
        message = 'this is no lock: the first line does not begin with "# deckgen lock"'
        return _error("lock-damaged", message, RESTORE, file, 1)
    if int(version[1]) != VERSION:
        message = f"the lock is of version {version[1]}, and this deckgen knows version {VERSION}"
        return _error("lock-version", message, "install the newest deckgen", file, 1)
    return None


def _error(code: str, message: str, hint: str, file: str, line: int) -> Finding:
    return Finding(severity="error", code=code, message=message, hint=hint, file=file, line=line)


def _age(entry: LockEntry) -> tuple[object, ...]:
    # The line itself decides between equals, so that the order of the lines never does.
    return entry.modified, entry.gone, _line(entry)


def _template_age(entry: TemplateEntry) -> tuple[object, ...]:
    return entry.modified, entry.content


def _read_line(line: str) -> LockEntry | TemplateEntry | str:
    """What a line says, or else what is wrong with it."""
    try:
        given = json.loads(line)
    except (ValueError, RecursionError) as problem:
        return str(problem)
    if not isinstance(given, dict):
        return "it is no object"
    kind = TemplateEntry if "template" in given else LockEntry
    values = {key: tuple(value) if type(value) is list else value for key, value in given.items()}
    return _problem(values, _DEFAULTS[kind]) or kind(**{**_DEFAULTS[kind], **values})


def _problem(values: dict[str, Any], defaults: dict[str, Any]) -> str:
    """What is wrong with the values of a line, by the types that they should have; else ""."""
    for key, value in values.items():
        if (
            key not in defaults
            or type(value) is not type(defaults[key])
            or (type(value) is tuple and not all(isinstance(text, str) for text in value))
        ):
            return f'"{key}" is not as expected'
    if not (values.get("guid") or values.get("template")):
        return "it names no guid"
    try:
        read_sketch(values.get("words", ""))
    except ValueError:
        return '"words" is not as expected'
    return ""


def by_guid(entries: Iterable[LockEntry]) -> dict[str, LockEntry]:
    """Keys entries by their guids, in the guids' order."""
    return {entry.guid: entry for entry in sorted(entries, key=lambda entry: entry.guid)}
