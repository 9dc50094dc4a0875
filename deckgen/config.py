"""Reads ``deckgen.toml``, what an author says of a project."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any, get_args

from deckgen.model import Finding, Ignore, Kind, NoteType
from deckgen.note_types.settings import parse_note_types
from deckgen.refusal import nearest
from deckgen.shapes import SHAPES
from deckgen.tags import given_tag
from deckgen.toml import line_of, load_toml

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

DEFAULT_FORMATS = ("anki", "csv", "html")


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """A project's settings; ``docs/configuration.md`` has an entry for each.

    Paths are relative to the folder of ``deckgen.toml``.
    """

    #: What the written files are called, without their endings.
    name: str = ""
    sources: tuple[str, ...] = ("source",)
    output: str = "build"
    formats: tuple[str, ...] = DEFAULT_FORMATS
    deck: str = ""
    subdecks: bool = False
    #: What notes the questions make, where neither their shape nor the author says more.
    kind: Kind | None = None
    #: The author's own note types, by the kinds that they stand for.
    note_types: Mapping[Kind, NoteType] = field(default_factory=dict)
    #: ``"topics"``: decks by topic, and a file for each topic in formats that know no decks.
    split: str = ""
    topics: str = ""
    #: The only shape to read documents by.
    shape: str = ""
    tag_prefix: str = ""
    #: Where the documents can be seen on the web, with ``{file}`` and ``{line}`` in it.
    source_url: str = ""
    #: Whether pictures and sounds on the web are fetched and put in.
    fetch: bool = False
    #: Each exporter's options, checked when it runs.
    export: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    #: The findings to ignore: everywhere, and by file.
    check: tuple[Ignore, ...] = ()


#: What ``source_url`` can hold in braces.
_PLACES = ("file", "line")
_IN_BRACES = re.compile(r"\{([^{}]*)\}")
_KINDS = {
    "name": "a text in quotes",
    "sources": 'a list of texts: ["notes.md"]',
    "output": "a text in quotes",
    "formats": 'a list of texts: ["anki", "html"]',
    "deck": "a text in quotes",
    "subdecks": "true or false",
    "kind": f"one of {', '.join(get_args(Kind))}",
    "note_types": "a table for each kind: [note_types.basic]",
    "split": '"topics" or ""',
    "topics": "a text in quotes",
    "shape": "a text in quotes",
    "tag_prefix": "a text in quotes",
    "source_url": 'an address of the web: "https://example.org/notes/{file}#L{line}"',
    "fetch": "true or false",
    "export": "a table for each exporter: [export.csv]",
    "check": "a table: [check]",
    "ignore": 'a list of codes: ["no-topic"]',
    "per_file_ignores": 'a list of codes for each file: "drafts/*.md" = ["stub"]',
}


def parse_config(text: str, file: str) -> tuple[Config, list[Finding]]:
    """Return the settings that a ``deckgen.toml`` holds, and an error for each that is wrong."""
    data, findings = load_toml(text, file)
    known = {each.name for each in fields(Config)}
    values: dict[str, Any] = {}
    for key, value in data.items():
        line = line_of(text, key)
        if key not in known:
            message = f'unknown setting "{key}"'
            findings.append(_error(message, nearest(key, known), file, line))
        elif key == "check" and isinstance(value, dict):
            values[key], said = _ignores(value, text, file)
            findings += said
        elif key == "note_types" and isinstance(value, dict):
            values[key], said = parse_note_types(value, text, file)
            findings += said
        elif not _fits(key, value):
            findings.append(_error(f'"{key}" should be {_KINDS[key]}', "", file, line))
        else:
            values[key] = tuple(value) if isinstance(value, list) else value
    config = Config(**values)
    findings += [
        _error(message, hint, file, line_of(text, key)) for key, message, hint in _senseless(config)
    ]
    return config, findings


def _senseless(config: Config) -> Iterator[tuple[str, str, str]]:
    """Yield what is of the right kind and still makes no sense: the setting, what, what to do."""
    if "/" in config.name or "\\" in config.name:
        yield "name", '"name" is a name, not a path', 'say where files go with output = "…"'
    if not config.sources:
        yield "sources", '"sources" names nothing to read', 'write sources = ["notes.md"], say'
    if not config.formats:
        known = ", ".join(DEFAULT_FORMATS)
        yield "formats", '"formats" names nothing to write', f"the usual ones are: {known}"
    if message := deck_fault(config.deck):
        yield "deck", message, "write it as in Biology::Cells"
    if config.shape and config.shape.partition(":")[0] not in SHAPES:
        yield "shape", f'there is no shape "{config.shape}"', nearest(config.shape, SHAPES)
    if (tag := given_tag(config.tag_prefix)) != config.tag_prefix:
        hint = f"write {tag}" if tag else "write a word"
        yield "tag_prefix", f'Anki cannot keep the tag "{config.tag_prefix}"', hint
    for place in _IN_BRACES.findall(config.source_url):
        if place not in _PLACES:
            message = f'"source_url" knows nothing called {{{place}}}'
            yield "source_url", message, nearest(place, _PLACES)


def deck_fault(name: str) -> str:
    """Return what is wrong with the name of a deck; nothing if Anki can keep it."""
    if name and not all(part.strip() for part in name.split("::")):
        return f'a deck in "{name}" has no name, and Anki would call it "blank"'
    return ""


def _ignores(
    table: Mapping[str, Any], text: str, file: str
) -> tuple[tuple[Ignore, ...], list[Finding]]:
    """Return what ``[check]`` says, and what is wrong with it."""
    known = ("ignore", "per_file_ignores")
    found: list[tuple[str, Any, int]] = []
    findings = []
    for key, value in table.items():
        line = line_of(text, key, "check")
        by_file = value if key == "per_file_ignores" and isinstance(value, dict) else {"*": value}
        if key not in known:
            findings.append(
                _error(f'unknown setting "check.{key}"', nearest(key, known), file, line)
            )
        elif (key == "ignore") == (by_file is value) or not all(map(_is_texts, by_file.values())):
            findings.append(_error(f'"check.{key}" should be {_KINDS[key]}', "", file, line))
        else:
            found += [(files, codes, line) for files, codes in by_file.items()]
    ignores = tuple(
        Ignore(codes=tuple(codes), files=files, file=file, line=line)
        for files, codes, line in found
    )
    return ignores, findings


def _is_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)


def _fits(key: str, value: object) -> bool:
    if key == "kind":
        return value in get_args(Kind)
    default = getattr(Config(), key)
    if isinstance(default, tuple):
        return key != "check" and _is_texts(value)
    if key == "source_url":
        return isinstance(value, str) and value.startswith(("https://", "http://"))
    if key == "split":
        return value in {"", "topics"}
    if isinstance(default, dict):
        return isinstance(value, dict) and all(isinstance(each, dict) for each in value.values())
    return isinstance(value, type(default))


def _error(message: str, hint: str, file: str, line: int) -> Finding:
    return Finding(
        severity="error", code="config", message=message, hint=hint, file=file, line=line
    )
