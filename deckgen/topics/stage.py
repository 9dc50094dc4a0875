"""Gives notes their tags: those that the author gave, the sections' names and the topics."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from deckgen.model import Finding
from deckgen.refusal import nearest
from deckgen.tags import changed_tag, given_tag, tag_path
from deckgen.topics.rules import every_topic
from deckgen.topics.score import topics_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from deckgen.model import Deck, Note
    from deckgen.topics.rules import Topics

#: A question on more topics than this is worth a look.
_MANY = 3


def tag(
    decks: Sequence[Deck], topics: Topics | None = None, *, prefix: str = ""
) -> tuple[tuple[Deck, ...], list[Finding]]:
    """Return the decks with ``topics`` and ``tags`` set on all notes, and what to say of them.

    Tags that a note brings along were given by its author: ``x`` and ``+x`` add a tag, ``-x``
    takes away x and all under it, wherever it came from.  What is given for the question comes
    last, so it has the last word.  A tag that names a topic of the file is that topic.  Without
    a topic file the topics of a note are those that it brings along from another build, by JSON;
    of a note from a document it is its section.

    Args:
        decks: Decks as readers make them.
        topics: The rules, or None where the author has no topic file.
        prefix: The tag that topics are put under; given tags stay as they are.
    """
    findings: list[Finding] = []
    tagged = []
    known = every_topic(topics.topics) if topics else ()
    paths = {topic.path.lower(): _under(prefix, topic.path) for topic in known}
    for deck in decks:
        notes = []
        for note, found in zip(deck.notes, _found_topics(deck.notes, topics, prefix), strict=True):
            notes.append(_tagged(note, found, prefix, paths, findings))
            if topics is not None and not notes[-1].topics:
                findings.append(_no_topic(note))
        tagged.append(replace(deck, notes=tuple(notes)))
    return tuple(tagged), findings


def _under(prefix: str, path: str) -> str:
    return f"{prefix}::{path}" if prefix else path


def _found_topics(
    notes: Sequence[Note], topics: Topics | None, prefix: str
) -> Iterator[tuple[str, ...]]:
    """Yield the topics of each note, under the prefix."""
    if topics is None:
        for note in notes:
            # A note from another build brings its topics along, or none, under its own prefix.
            brought = note.topics or note.guid
            yield note.topics if brought else tuple(_section_topics(note, prefix))
        return
    for note, earned in zip(notes, topics_of(notes, topics), strict=True):
        section = _section_topics(note, prefix) if topics.sections else ()
        yield (*(_under(prefix, path) for path in earned), *section)


def _section_topics(note: Note, prefix: str) -> Iterator[str]:
    if path := tag_path(note.section):
        yield _under(prefix, path)


def _tagged(
    note: Note,
    found: tuple[str, ...],
    prefix: str,
    paths: Mapping[str, str],
    findings: list[Finding],
) -> Note:
    given_topics: dict[str, None] = {}
    tags = dict.fromkeys(found)
    removed: list[str] = []
    for given in note.tags:
        name = given_tag(given.lstrip("+-"))
        if name and given.startswith("-"):
            gone = [tag for tag in tags if _is_under(tag, name, prefix)]
            removed += gone
            if not gone and not any(_is_under(tag, name, prefix) for tag in removed):
                findings.append(_nothing_to_remove(name, list(tags), note))
            tags = {tag: None for tag in tags if tag not in gone}
        elif name.lower() in paths:
            given_topics[paths[name.lower()]] = None
            tags[paths[name.lower()]] = None
        elif name:
            tags[name] = None
        if name != given.lstrip("+-"):
            findings.append(changed_tag(given, name, note.file, note.line))
    # What the author says comes first.
    topics = dict.fromkeys((*reversed(given_topics), *found))
    kept = tuple(topic for topic in topics if topic in tags)
    in_order = tuple(sorted(tags))
    if (kept, in_order) == (note.topics, note.tags):
        return note  # without topics these are most notes, and a copy takes long
    return replace(note, topics=kept, tags=in_order)


def _is_under(tag: str, name: str, prefix: str) -> bool:
    """Return whether a tag is the named one or under it; Anki's tags know no case."""
    names = (name.lower(), f"{prefix}::{name}".lower() if prefix else name.lower())
    return any(tag.lower() == name or tag.lower().startswith(name + "::") for name in names)


def _no_topic(note: Note) -> Finding:
    return Finding(
        severity="info",
        code="no-topic",
        message="no topic was found for this question",
        hint="give it one below the question: <!-- deckgen: tags=… -->",
        file=note.file,
        line=note.line,
    )


def _nothing_to_remove(name: str, tags: list[str], note: Note) -> Finding:
    return Finding(
        severity="warning",
        code="tag",
        message=f'there is no tag "{name}" to take away',
        hint=nearest(name, tags) if tags else "this question has no tags",
        file=note.file,
        line=note.line,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """How the topics cover the questions."""

    questions: int
    #: Questions by topic, sorted by topic; a topic counts those of the topics under it too.
    topics: tuple[tuple[str, int], ...]
    untagged: tuple[Note, ...]
    #: Notes with more topics than a question is likely to be about.
    over_tagged: tuple[Note, ...]
    #: The number of topics that is not yet more than that.
    many: int = _MANY


def coverage(decks: Sequence[Deck]) -> Coverage:
    """Return how the topics of tagged decks cover their questions."""
    notes = [note for deck in decks for note in deck.notes]
    counts = Counter(path for note in notes for path in _with_parents(note.topics))
    return Coverage(
        questions=len(notes),
        topics=tuple(sorted(counts.items())),
        untagged=tuple(note for note in notes if not note.topics),
        over_tagged=tuple(note for note in notes if len(note.topics) > _MANY),
    )


def _with_parents(topics: Sequence[str]) -> set[str]:
    parts = [topic.split("::") for topic in topics]
    return {"::".join(names[:n]) for names in parts for n in range(1, len(names) + 1)}
