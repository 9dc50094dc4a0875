"""Reads a topic file: topics, and the phrases that speak for them and against them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from deckgen.model import Finding, Severity
from deckgen.refusal import nearest
from deckgen.tags import given_tag
from deckgen.toml import line_of, load_toml

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """One topic with the phrases that speak for it and against it."""

    #: Its own name under those of the topics that hold it: ``gan::stylegan``.
    path: str
    description: str = ""
    words: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    #: ``not`` in the file.
    against: tuple[str, ...] = ()
    #: Paths of topics that a question on this topic has as well.
    implies: tuple[str, ...] = ()
    #: The path of the child for questions that earn this topic and name none of its children.
    otherwise: str = ""
    #: Whether it gives way to every other topic.
    general: bool = False
    children: tuple[Topic, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Topics:
    """A topic file: its topics, and what a word is worth where."""

    topics: tuple[Topic, ...] = ()
    question: float = 4
    section: float = 2
    answer: float = 1
    #: The points that earn a topic.
    enough: float = 4
    #: What opens the setting of a question, where a word counts half: "A *in* B".
    setting: tuple[str, ...] = ("in", "for", "within", "inside", "during", "e.g.", "such as")
    #: Whether the names of sections are tags beside the topics.
    sections: bool = False


_LISTS = ("words", "hints", "not", "implies")
_TEXTS = ("description", "otherwise")
_TOPIC_KEYS = (*_LISTS, *_TEXTS, "general")
_NUMBERS = ("question", "section", "answer", "enough")
_FILE_KEYS = (*_NUMBERS, "setting", "sections")
#: Anki has its own use for these two and drops them on import.
_RESERVED = ("marked", "leech")


def every_topic(topics: Iterable[Topic]) -> Iterator[Topic]:
    """Yield the topics and all that they hold, each parent before its children."""
    for topic in topics:
        yield topic
        yield from every_topic(topic.children)


def parse_topics(text: str, file: str) -> tuple[Topics, list[Finding]]:
    """Return the topics of a topic file, and what is wrong with it.

    What cannot be read is left out and reported as an error.
    """
    table, findings = load_toml(text, file)
    if findings:
        return Topics(), findings
    topics = _topics(table)
    complaints = [*_about_file(table), *_about_names(topics)]
    # What a warning says may only follow from an error.
    errors = [complaint for complaint in complaints if complaint.severity == "error"]
    complaints = errors or complaints
    return topics, sorted((c.finding(text, file) for c in complaints), key=lambda f: f.line)


def _topics(table: dict[str, Any]) -> Topics:
    settings: dict[str, Any] = {
        key: value for key, value in table.items() if key in _NUMBERS and _is_number(value)
    }
    if _is_texts(table.get("setting")):
        settings["setting"] = tuple(table["setting"])
    tables = {key: value for key, value in table.items() if key not in _FILE_KEYS}
    sections = table.get("sections") is True
    return Topics(topics=_children(tables, ()), sections=sections, **settings)


def _children(table: dict[str, Any], place: tuple[str, ...]) -> tuple[Topic, ...]:
    tables = [(key, value) for key, value in table.items() if isinstance(value, dict)]
    return tuple(_topic(value, (*place, key)) for key, value in tables)


def _topic(table: dict[str, Any], place: tuple[str, ...]) -> Topic:
    path = "::".join(place)
    lists = {key: tuple(table[key]) if _is_texts(table.get(key)) else () for key in _LISTS}
    texts = {key: table[key] if isinstance(table.get(key), str) else "" for key in _TEXTS}
    return Topic(
        path=path,
        description=" ".join(texts["description"].split()),
        words=lists["words"],
        hints=lists["hints"],
        against=lists["not"],
        implies=lists["implies"],
        otherwise=f"{path}::{texts['otherwise']}" if texts["otherwise"] else "",
        general=table.get("general") is True,
        children=_children(table, place),
    )


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and value > 0


def _is_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


@dataclass(frozen=True, slots=True)
class _Complaint:
    """What is wrong, and in which topic, key and item."""

    place: tuple[str, ...]
    key: str
    message: str
    hint: str
    item: str = ""
    severity: Severity = "error"

    def finding(self, text: str, file: str) -> Finding:
        return Finding(
            severity=self.severity,
            code="topic-file",
            message=self.message,
            hint=self.hint,
            file=file,
            line=_line(text, self.place, self.key, self.item),
        )


def _line(text: str, place: tuple[str, ...], key: str, item: str) -> int:
    """Return the line of an item of a key of a topic, or of as much of that as can be found."""
    # line_of() knows the names in headers without their spaces.
    *above, name = [part.replace(" ", "") for part in place] or [""]
    start = (key and line_of(text, key, ".".join(place))) or line_of(text, name, ".".join(above))
    for number, line in enumerate(text.split("\n")[start - 1 :] if item and start else (), start):
        if f'"{item}"' in line or f"'{item}'" in line:
            return number
    return start


def _about_file(table: dict[str, Any]) -> Iterator[_Complaint]:
    for key, value in table.items():
        if isinstance(value, dict) and key not in _FILE_KEYS:
            yield from _about_topic(value, (key,))
        elif key not in _FILE_KEYS:
            message = f'nothing before the first topic is called "{key}"'
            yield _Complaint((), key, message, nearest(key, _FILE_KEYS))
        elif key == "setting" and not _is_texts(value):
            yield _Complaint((), key, f'"{key}" is a list of texts', f'write {key} = ["in"]')
        elif key == "sections" and not isinstance(value, bool):
            yield _Complaint((), key, f'"{key}" is true or false', f"write {key} = true")
        elif key in _NUMBERS and not _is_number(value):
            yield _Complaint((), key, f'"{key}" is a number above 0', f"write {key} = 4")


def _about_topic(table: dict[str, Any], place: tuple[str, ...]) -> Iterator[_Complaint]:
    yield from _about_name(place)
    for key, value in table.items():
        if key in _LISTS and not _is_texts(value):
            yield _Complaint(place, key, f'"{key}" is a list of texts', f'write {key} = ["…"]')
        elif key in _TEXTS and not isinstance(value, str):
            yield _Complaint(place, key, f'"{key}" is a text', f'write {key} = "…"')
        elif key == "general" and not isinstance(value, bool):
            yield _Complaint(place, key, f'"{key}" is true or false', f"write {key} = true")
        elif key not in _TOPIC_KEYS and isinstance(value, dict):
            yield from _about_topic(value, (*place, key))
        elif key not in _TOPIC_KEYS:
            message = f'a topic has no "{key}"'
            yield _Complaint(place, key, message, nearest(key, _TOPIC_KEYS))


def _about_name(place: tuple[str, ...]) -> Iterator[_Complaint]:
    name, safe = place[-1], given_tag(place[-1]).strip("+-")
    if name.lower() in _RESERVED:
        message = f'Anki keeps the tag "{name}" for itself'
        yield _Complaint(place, "", message, "call the topic something else")
    elif name != safe:
        hint = f'call it "{safe}"' if safe else "a name has letters"
        yield _Complaint(place, "", f'"{name}" cannot be a tag', hint)


def _about_names(topics: Topics) -> Iterator[_Complaint]:
    """Yield what is wrong with phrases, and with names that stand for no topic."""
    every = list(every_topic(topics.topics))
    if not every:
        yield _Complaint((), "", "this file has no topic", 'write [my-topic] and words = ["…"]')
    paths = [topic.path for topic in every]
    spellings = {path.lower(): path for path in reversed(paths)}
    for topic in every:
        if (other := spellings[topic.path.lower()]) != topic.path:
            message = f'to Anki "{topic.path}" and "{other}" are the same tag'
            hint = "capitals make no difference: rename one, or make one of them"
            yield _Complaint(tuple(topic.path.split("::")), "", message, hint)
        yield from _about_phrases(topic)
        place = tuple(topic.path.split("::"))
        for path in topic.implies:
            if path not in paths:
                message = f'there is no topic "{path}"'
                yield _Complaint(place, "implies", message, nearest(path, paths), path)
        children = [child.path for child in topic.children]
        if topic.otherwise and topic.otherwise not in children:
            message = f'there is no topic "{topic.otherwise}"'
            yield _Complaint(place, "otherwise", message, nearest(topic.otherwise, children))


def _about_phrases(topic: Topic) -> Iterator[_Complaint]:
    place = tuple(topic.path.split("::"))
    lists = {"words": topic.words, "hints": topic.hints, "not": topic.against}
    seen: dict[str, str] = {}
    for key, phrase in [(key, phrase) for key, phrases in lists.items() for phrase in phrases]:
        if not re.search(r"[^\W_]", phrase):
            yield _Complaint(place, key, f'"{phrase}" has no letters', "remove it", phrase)
        elif phrase in seen:
            message = f'"{phrase}" is in "{seen[phrase]}" and again in "{key}"'
            yield _Complaint(place, key, message, "remove one of them", phrase)
        seen[phrase] = key
    if not (topic.words or topic.hints or topic.children):
        message = f'"{topic.path}" has no words, so no question can earn it'
        yield _Complaint(place, "", message, 'write words = ["…"]', severity="warning")
