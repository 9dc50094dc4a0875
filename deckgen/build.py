"""Compiles a project: from what is on the disk through all stages to written files."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from deckgen import disk, pipeline
from deckgen.checks import check
from deckgen.decks import by_section, under
from deckgen.identity import date_templates, identify, report
from deckgen.lock import Lock, format_lock, parse_lock
from deckgen.model import Finding
from deckgen.refusal import USAGE_ERROR, refuse
from deckgen.report import Receipt, exit_code, located
from deckgen.topics import parse_topics, tag

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from deckgen.model import Deck, Template
    from deckgen.project import Project, Target
    from deckgen.rendering import Track
    from deckgen.topics import Topics


@dataclass(frozen=True, slots=True)
class Compiled:
    """A project's decks, ready for export, and all that is to be said about them."""

    decks: tuple[Deck, ...]
    findings: tuple[Finding, ...]
    templates: Mapping[str, Template]
    #: The lock to write, by its path; nothing where the build goes without.
    lock: Mapping[Path, bytes]


_NO_LOCK = Finding(
    severity="warning",
    code="no-lock",
    message="without deckgen.lock every note counts as changed just now",
    hint="an import then overwrites what a learner edited, and rewording a question loses its "
    "history; leave out --no-lock",
)


def compile_project(
    project: Project,
    *,
    deck: str | None = None,
    subdecks: bool | None = None,
    with_lock: bool = True,
    track: Track = iter,
) -> Compiled:
    """Read, arrange, tag, identify and check what the project's sources hold.

    Raises:
        RefusedError: A file cannot be read.
    """
    templates = disk.read_templates(project.folder)
    sources = disk.read_sources(project.documents, project.root)
    decks, findings = pipeline.read(sources, track=track)
    decks = _arranged(decks, deck or project.config.deck, _first(subdecks, project.config.subdecks))
    topics, said = _topics(project, templates)
    findings += said
    decks, said = tag(decks, topics, prefix=project.config.tag_prefix)
    findings += said
    lock, said = _read_lock(project.lock) if with_lock else (Lock(), [_NO_LOCK])
    findings += said
    now = _now()
    decks, lock, matches = identify(decks, lock, now=now)
    templates, lock = date_templates(templates, lock, now=now)
    findings += [*report(matches), *check(decks)]
    return Compiled(
        decks=decks,
        findings=located(findings, lambda file: _shown(project.root / file)),
        templates=templates,
        lock={project.lock: format_lock(lock).encode()} if with_lock else {},
    )


def build_files(compiled: Compiled, target: Target, *, strict: bool) -> Receipt:
    """Export the decks and write the files, unless there are errors.

    Returns:
        What became of the input; its files are none where there were errors.

    Raises:
        RefusedError: There is no such exporter, or the files cannot be written.
    """
    if exit_code(compiled.findings, strict=strict):
        return Receipt(compiled.decks, compiled.findings, {})
    made, findings = pipeline.export(
        compiled.decks, target.formats, compiled.templates, target.options
    )
    files = {
        target.folder / _file_name(file.suffix, target, len(made)): file.content for file in made
    }
    _refuse_dangerous(files)
    # The lock comes first: whatever stops us between two files, no package has a note that the
    # lock does not know.
    disk.write_files({**compiled.lock, **files})
    sizes = {_shown(path): len(content) for path, content in files.items()}
    return Receipt(compiled.decks, (*compiled.findings, *findings), sizes)


def _read_lock(path: Path) -> tuple[Lock, list[Finding]]:
    return parse_lock(disk.read_text(path), path.name) if path.exists() else (Lock(), [])


def _arranged(decks: tuple[Deck, ...], name: str, subdecks: bool) -> tuple[Deck, ...]:  # noqa: FBT001
    if name:
        decks = under(decks, name)
    return by_section(decks) if subdecks else decks


def _first(given: bool | None, otherwise: bool) -> bool:  # noqa: FBT001
    return otherwise if given is None else given


def _topics(
    project: Project, templates: Mapping[str, Template]
) -> tuple[Topics | None, list[Finding]]:
    """Return the rules of the project's topic file: one that we ship, or one of its own."""
    named = project.config.topics
    if not named:
        return None, []
    if shipped := templates.get(f"topics/{named}.toml"):
        return parse_topics(shipped.text, named)
    path = project.root / named
    if not path.exists():
        ours = [n[7:-5] for n in templates if n.startswith("topics/")]
        raise refuse(
            "no-topics",
            f'there is no topic file "{named}"',
            f"name a file beside deckgen.toml, or one of ours: {', '.join(sorted(ours))}",
        )
    return parse_topics(disk.read_text(path), named)


def _file_name(suffix: str, target: Target, made: int) -> str:
    return target.file if target.file and made == 1 else f"{target.stem}{suffix}"


def _refuse_dangerous(files: Mapping[Path, bytes]) -> None:
    """Refuse the names by which Anki knows a whole collection: it would replace the learner's."""
    for path in files:
        name = path.name.lower()
        if name.endswith(".apkg") and (name == "collection.apkg" or name.startswith("backup-")):
            raise refuse(
                "dangerous-name",
                f"Anki would take {path.name} for a whole collection and replace the learner's",
                'give it another name, with -o or with name = "…" in deckgen.toml',
                exit_code=USAGE_ERROR,
            )


def _now() -> int:
    """Return the time of this build in seconds since 1970; builds that repeat another set it."""
    given = os.environ.get("SOURCE_DATE_EPOCH", "")
    if given and not given.isdecimal():
        raise refuse(
            "source-date-epoch",
            f"SOURCE_DATE_EPOCH is {given!r}, not a number of seconds",
            "set it as in: SOURCE_DATE_EPOCH=1700000000",
            exit_code=USAGE_ERROR,
        )
    # Anki's database check fails on notes of the year 1970.
    return max(1, int(given)) if given else int(time.time())


def _shown(path: Path) -> str:
    """Return a path as one would type it here."""
    return min(os.path.relpath(path), str(path), key=len)
