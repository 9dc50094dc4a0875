"""Reads the YAML block that may open a document: title, deck, tags, language, topic file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from typing import get_args

from deckgen.model import Finding, Kind
from deckgen.readers.directives import is_kind
from deckgen.refusal import nearest

_BLOCK = re.compile(
    r"---[ \t]*\n(?P<yaml>.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE
)
#: A rule and some text may open a document too; front matter begins with a key or a comment.
_KEY_OR_COMMENT = re.compile(r"\s*(?:[\w-]+[ \t]*:(?:\s|\Z)|#|\Z)")
#: Python writes no longer number as a text.
_MANY_BITS = 4096
#: What opens like front matter of ours: one of its keys below a rule.
_OPENING = re.compile(
    r"---[ \t]*\n[ \t]*(?:title|deck|tags|lang|language|kind|topics|shape)[ \t]*:(?:[ \t]|\n|\Z)",
    re.IGNORECASE,
)
#: What stands behind an empty line of YAML; all else is the document.
_GOES_ON = re.compile(r"[\w-]+[ \t]*:(?:\s|\Z)|[ \t]|- ")
#: A list of such words is one of tags, not of sentences.
_TAG = re.compile(r"#?[\w/-]{1,40}")
_KEYS = ("title", "deck", "tags", "language", "kind", "topics", "shape")


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What the author said of the document as a whole; empty where nothing was said."""

    title: str = ""
    deck: str = ""
    tags: tuple[str, ...] = ()
    language: str = ""
    #: What notes the document's questions make, where nothing else says so.
    kind: Kind | None = None
    topics: str = ""
    #: The shape to read the document by, if the author names one.
    shape: str = ""


def split_front_matter(text: str, name: str) -> tuple[FrontMatter, str, list[Finding]]:
    """Return the front matter, and the text with blank lines in its place.

    Keys of other tools are left alone; one that looks like a slip for ours is reported.
    """
    match = _BLOCK.match(text)
    if match is None or _is_of_document(match["yaml"]):
        return FrontMatter(), text, [_unclosed(name)] if _OPENING.match(text) else []
    if not _KEY_OR_COMMENT.match(match["yaml"]):
        return FrontMatter(), text, _list_of_tags(match["yaml"], name)
    rest = "\n" * match[0].count("\n") + text[match.end() :]
    parsed = _parse(match["yaml"], name)
    if parsed is None:  # a card between two rules: its heading looks like a comment
        return FrontMatter(), text, []
    return parsed[0], rest, parsed[1]


def _is_of_document(yaml_text: str) -> bool:
    """Whether the document itself stands between its first line and the next rule."""
    _, _, behind = yaml_text.strip().partition("\n\n")
    lines = [line for line in behind.split("\n") if line and not line.startswith("# ")]
    return bool(lines) and not _GOES_ON.match(lines[0])


def _unclosed(name: str) -> Finding:
    message = "the front matter that begins here never ends, and is taken for text"
    return _warning(message, name, 1, "close it with a line of ---")


def _list_of_tags(yaml_text: str, name: str) -> list[Finding]:
    """Say that a list is no front matter, where it is one of tags."""
    lines = yaml_text.strip().split("\n")
    tags = [line.strip()[2:].strip() for line in lines if line.strip().startswith("- ")]
    if len(tags) < len(lines) or not all(map(_TAG.fullmatch, tags)):
        return []
    message = "the front matter is a list without a name, and is taken for text"
    return [_warning(message, name, 1, f'write "tags: [{", ".join(tags)}]"')]


def _parse(yaml_text: str, name: str) -> tuple[FrontMatter, list[Finding]] | None:
    """Return what the YAML says, None where it says nothing by keys."""
    import yaml  # noqa: PLC0415 - few documents have front matter, and this costs 20 ms

    try:
        values = yaml.safe_load(yaml_text)
    except RecursionError:
        return FrontMatter(), [_warning("the front matter is nested too deeply", name, 1)]
    except (yaml.YAMLError, ValueError) as error:
        if yaml_text.lstrip().startswith("#"):
            return None
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 2 if mark else 1
        return FrontMatter(), [_warning("the front matter is not valid YAML", name, line)]
    if values is None:
        return FrontMatter(), []
    if not isinstance(values, dict):
        return None
    known = {str(key).lower(): value for key, value in values.items()}
    known.setdefault("language", known.get("lang"))
    kind = _text(known.get("kind")).lower()
    front_matter = FrontMatter(
        kind=kind if is_kind(kind) else None,
        title=_text(known.get("title")),
        deck=_text(known.get("deck")),
        tags=split_tags(known.get("tags")),
        language=_text(known.get("language")),
        topics=_text(known.get("topics")),
        shape=_text(known.get("shape")),
    )
    findings = [_slip(key, yaml_text, name) for key in known if _slip_for(key)]
    if kind and not front_matter.kind:
        findings.append(_no_kind(kind, yaml_text, name))
    return front_matter, findings


def _text(value: object) -> str:
    """Return what is a single value as text; others, which aliases can make endless, are none."""
    if value is None or isinstance(value, list | dict | set | tuple):
        return ""
    if isinstance(value, int) and value.bit_length() > _MANY_BITS:
        return ""
    return " ".join(str(value).split())


def split_tags(value: object) -> tuple[str, ...]:
    """Return tags given as a list, or as one text with commas or spaces between them."""
    if isinstance(value, list):
        return tuple(_text(tag) for tag in value if _text(tag))
    text = _text(value)
    parts = text.split(",") if "," in text else text.split()
    return tuple(part.strip() for part in parts if part.strip())


def _slip_for(key: str) -> str:
    if key in (*_KEYS, "lang"):
        return ""
    return next(iter(get_close_matches(key, _KEYS, n=1, cutoff=0.75)), "")


def _no_kind(kind: str, yaml_text: str, name: str) -> Finding:
    line = _line_of("kind", yaml_text)
    return _warning(
        f'there is no kind "{kind}" of notes', name, line, nearest(kind, get_args(Kind))
    )


def _line_of(key: str, yaml_text: str) -> int:
    lines = yaml_text.lower().split("\n")
    return next((n for n, text in enumerate(lines, 2) if text.lstrip().startswith(key)), 1)


def _slip(key: str, yaml_text: str, name: str) -> Finding:
    return _warning(
        f'the front matter\'s "{key}" says nothing to deckgen',
        name,
        _line_of(key, yaml_text),
        f'did you mean "{_slip_for(key)}"?',
    )


def _warning(message: str, file: str, line: int, hint: str = "") -> Finding:
    hint = hint or 'put values with ":" or "#" in them into quotes'
    return Finding(
        severity="warning", code="front-matter", message=message, hint=hint, file=file, line=line
    )
