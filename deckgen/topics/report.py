"""Words coverage and evidence for people, and gives them as data for programs."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from deckgen.messages import counted, excerpt, file_name
from deckgen.tags import tag_path

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from deckgen.model import Note
    from deckgen.topics.score import Evidence
    from deckgen.topics.stage import Coverage

#: How many topics that were not given are shown, of those with any points.
_MOST_NEAR = 3
_PLACES = ("question", "setting", "heading", "section", "answer")
_KINDS = {"words": "word", "hints": "hint", "not": "not"}


def coverage_text(coverage: Coverage) -> str:
    """Return the questions a topic, and which questions have none or many."""
    names = [(path.count("::"), path.rpartition("::")[2], n) for path, n in coverage.topics]
    width = max([0, *(2 * depth + len(name) for depth, name, _ in names)])
    lines = [counted(coverage.questions, "question")]
    lines += [f"  {'  ' * depth + name:<{width}}  {number:>5,}" for depth, name, number in names]
    lines.append(f"{len(coverage.untagged):,} without a topic")
    lines += [f"  {_place(note)}  {_title(note)}" for note in coverage.untagged]
    if not coverage.topics:
        lines.append("Name a topic file with --topics, or draft one: deckgen topics suggest")
    lines.append(f"{len(coverage.over_tagged):,} on more than {coverage.many} topics")
    for note in coverage.over_tagged:
        lines += [f"  {_place(note)}  {_title(note)}", f"    {' '.join(note.topics)}"]
    return "\n".join(lines)


def coverage_data(coverage: Coverage) -> dict[str, Any]:
    """Return the coverage as data that JSON can hold."""
    return {
        "questions": coverage.questions,
        "topics": dict(coverage.topics),
        "untagged": [_note_data(note) for note in coverage.untagged],
        "over_tagged": [_note_data(note) for note in coverage.over_tagged],
    }


def explanation_text(note: Note, evidence: Sequence[Evidence]) -> str:
    """Return where each of a question's tags comes from, and what nearly became one."""
    lines = [f"{_place(note)}  {_title(note)}"]
    for tag, source in _other_sources(note, evidence):
        lines.append(f"  {tag}: {source}")
    for each in evidence:
        if each.given:
            lines.append(f"  {each.topic}: {each.because}{_taken_away(note, each)}")
            lines += _hit_lines(each, evidence)
    near = _near(evidence)
    lines += ["  nearly:"] if near else []
    for each in near:
        lines.append(f"  - {each.topic}: {each.because}")
        lines += _hit_lines(each, evidence)
    if len(lines) == 1:
        lines.append("  nothing speaks for any topic")
    return "\n".join(lines)


def explanation_data(note: Note, evidence: Sequence[Evidence]) -> dict[str, Any]:
    """Return the explanation as data that JSON can hold."""
    return {
        **_note_data(note),
        "tags": list(note.tags),
        "sources": dict(_other_sources(note, evidence)),
        "evidence": [asdict(each) for each in evidence],
    }


def _near(evidence: Sequence[Evidence]) -> list[Evidence]:
    """Return the topics with most points that were not given, without those above given ones."""
    given = {each.topic for each in evidence if each.given}
    near = [
        each
        for each in evidence
        if not each.given
        and each.points > 0
        and not any(topic.startswith(each.topic + "::") for topic in given)
    ]
    return near[:_MOST_NEAR]


def _other_sources(note: Note, evidence: Sequence[Evidence]) -> Iterator[tuple[str, str]]:
    """Yield the tags that no rule gave, each with where it comes from."""
    earned = tuple(each.topic for each in evidence if each.given)
    section = tag_path(note.section)
    for tag in note.tags:
        # What is put before topics is no part of their names in the file.
        if f"::{tag}".endswith(tuple(f"::{topic}" for topic in earned)):
            continue
        is_section = section and f"::{tag}".endswith(f"::{section}")
        yield tag, "the name of its section" if is_section else "given by the author"


def _taken_away(note: Note, each: Evidence) -> str:
    kept = any(f"::{tag}".endswith(f"::{each.topic}") for tag in note.tags)
    return "" if kept else ", but taken away by the author"


def _hit_lines(one: Evidence, evidence: Sequence[Evidence]) -> Iterator[str]:
    """Yield a line for each phrase that speaks for the topic or for one that holds it."""
    hits = [(each, hit) for each in evidence if _holds(each, one) for hit in each.hits]
    hits.sort(key=lambda each: (_PLACES.index(each[1].place), -each[1].points, each[1].phrase))
    for each, hit in hits:
        times = f" × {hit.count}" if hit.count > 1 else ""
        whose = "" if each is one else f" of {each.topic}"
        phrase = f'{_KINDS[hit.kind]} "{hit.phrase}"{whose}'
        yield f"      {hit.points:+4g}  {phrase} in the {hit.place}{times}"


def _holds(each: Evidence, one: Evidence) -> bool:
    return f"{one.topic}::".startswith(f"{each.topic}::")


def _place(note: Note) -> str:
    return f"{file_name(note.file)}:{note.line}"


def _title(note: Note) -> str:
    number = "" if note.number is None else f"{note.number}. "
    return number + excerpt(note.question)


def _note_data(note: Note) -> dict[str, Any]:
    return {
        "file": note.file,
        "line": note.line,
        "number": note.number,
        "question": note.question,
        "topics": list(note.topics),
    }
