"""Compiles a project: from what is on the disk through all stages to written files."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from deckgen import disk, media, pipeline
from deckgen.checks import advise, check
from deckgen.checks.entries import parse_entries
from deckgen.decks import by_section, by_topic, under
from deckgen.diff import compare, compare_packages, summary
from deckgen.disk import Rewrite
from deckgen.explain import Explained
from deckgen.fixing import fixed
from deckgen.identity import date_templates, identify, in_scope, report
from deckgen.ignoring import unknown_codes, unmatched, without_ignored
from deckgen.lock import RESTORE, Lock, format_lock, parse_lock
from deckgen.model import Finding
from deckgen.note_types.check import check_note_types
from deckgen.note_types.own import definitions, report_moves, report_unused, with_note_types
from deckgen.package import PACKAGE_SUFFIX, read_package
from deckgen.readers import explain_source
from deckgen.refusal import USAGE_ERROR, RefusedError, nearest, refuse
from deckgen.remote_media import get_media
from deckgen.report import Receipt, exit_code, located
from deckgen.retire import report as report_retired
from deckgen.retire import retire
from deckgen.shapes import SHAPES
from deckgen.split import check_split, export_by_topic
from deckgen.toml import line_of
from deckgen.topic_files import read_topic_files, tag_decks, with_topic_files

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from deckgen.diff import Diff
    from deckgen.identity import Match
    from deckgen.model import Deck, Kind, NoteType, OutputFile, Template
    from deckgen.project import Project
    from deckgen.rendering import Track
    from deckgen.target import Target
    from deckgen.topics import Topics


@dataclass(frozen=True, slots=True)
class Compiled:
    """A project's decks, ready for export, and all that is to be said about them."""

    decks: tuple[Deck, ...]
    findings: tuple[Finding, ...]
    #: The bytes of the sources, by the names that findings give them.
    texts: Mapping[str, bytes]
    templates: Mapping[str, Template]
    #: The topic files by the names that the decks know them by.
    topic_files: Mapping[str, Topics]
    #: Whether topics make decks and files, and the tag that topics stand under.
    split: bool
    prefix: str
    #: The author's own note types.
    note_types: Mapping[Kind, NoteType]
    #: What the lock held of notes that may be those of this build.
    known: Lock
    #: The names of the documents in this build, and the folder that they are relative to.
    documents: frozenset[str]
    root: Path
    #: How notes were recognised that had changed.
    matches: tuple[Match, ...]
    #: Notes that are gone from the source and stay in what Anki imports.
    retired: tuple[Deck, ...]
    #: The lock's file before and after by its path; nothing where the build goes without.
    lock: Mapping[Path, Rewrite]


_TRIES = 5
#: The formats for people, whose files hold no identity of a note.
_PAPER = frozenset({"html", "pdf"})
#: When a note changed of which no lock tells: on paper better no date than that of the print.
_UNKNOWN = 0
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
    shape: str | None = None,
    with_lock: bool = True,
    on_paper: bool = False,
    fetch: bool | None = None,
    retire_from: Path | None = None,
    advice: bool = False,
    track: Track = iter,
) -> Compiled:
    """Read, arrange, tag, identify and check what the project's sources hold.

    ``on_paper`` says that no file will hold an identity: then the lock, if there is a sound one,
    only tells when notes have changed, and nothing is said of it.
    ``retire_from`` is an earlier package, whose notes that are gone shall be kept as retired.
    With ``fetch``, or where the settings say so, pictures and sounds on the web are put in.
    With ``advice`` it is also said which cards could be better, which takes longer.

    Raises:
        RefusedError: A file cannot be read, or there is no such shape.
    """
    subdecks = _first(subdecks, project.config.subdecks)
    check_split(project, subdecks=subdecks)
    own = project.config.note_types
    templates = {**disk.read_templates(project.folder), **definitions(own.values())}
    sources = disk.read_sources(project.documents, project.root)
    decks, findings = pipeline.read(
        sources,
        kind=project.config.kind,
        shape=shape_named(shape or project.config.shape),
        track=track,
    )
    decks = with_topic_files(decks, project.topics, project.config.topics)
    decks = _arranged(decks, deck or project.config.deck, subdecks)
    decks, said = _with_media(decks, project.root, fetch=_first(fetch, project.config.fetch))
    findings += said
    topic_files, said = read_topic_files(
        decks, project.root, templates, project.topics, _named_by_settings(project)
    )
    findings += said
    decks, said = tag_decks(decks, topic_files, project.config.tag_prefix)
    findings += said
    decks = tuple(replace(each, source_url=project.config.source_url) for each in decks)
    decks = with_note_types(decks, own)
    findings += check_note_types(own.values(), templates)
    if project.whole and project.settings and own:
        settings = disk.read_text(project.settings)
        findings += report_unused(decks, own, settings, project.settings.name)
    is_kept = with_lock and not on_paper
    before, lock, said = _read_lock(project, with_lock=with_lock, on_paper=on_paper)
    findings += said
    documents = frozenset(
        [source.name for source in sources] + [note.file for deck in decks for note in deck.notes]
    )
    elsewhere = _elsewhere(lock, documents, project.root)
    now = _now(otherwise=_UNKNOWN) if on_paper else _now()
    decks, new_lock, matches = identify(decks, lock, now=now, elsewhere=elsewhere)
    templates, new_lock = date_templates(templates, new_lock, now=now)
    retired: tuple[Deck, ...] = ()
    if retire_from:
        earlier = read_package(disk.read_bytes(retire_from), _shown(retire_from), own)
        retired, new_lock = retire(earlier, new_lock, now=now)
    after = format_lock(new_lock).encode()
    findings += [*report_retired(retired), *check(decks)]
    if not on_paper:
        findings += [*report(matches), *report_moves(decks, lock.entries)]
    findings += advise(decks) if advice else ()
    findings = _without_ignored(findings, decks, project, documents)
    return Compiled(
        decks=decks,
        findings=located(findings, lambda file: _shown(project.root / file)),
        texts={_shown(project.root / each.name): each.content for each in sources},
        templates=templates,
        topic_files=topic_files,
        split=bool(project.config.split),
        prefix=project.config.tag_prefix,
        note_types=own,
        known=in_scope(lock, elsewhere),
        documents=documents,
        root=project.root,
        matches=tuple(matches),
        retired=retired,
        lock={project.lock: Rewrite(before, after)} if is_kept and before != after else {},
    )


def build_project(
    project: Project,
    target: Target,
    *,
    deck: str | None = None,
    subdecks: bool | None = None,
    shape: str | None = None,
    with_lock: bool = True,
    frozen: bool = False,
    fetch: bool | None = None,
    retire_from: Path | None = None,
    strict: bool = False,
    track: Track = iter,
) -> Receipt:
    """Compile a project and write its files, again if another build came in between.

    Raises:
        RefusedError: A file cannot be read or written, there is no such exporter, or the build is
            ``frozen`` and the lock would change.
    """
    on_paper = _PAPER.issuperset(target.formats) and not (frozen or retire_from)
    for _ in range(_TRIES):
        compiled = compile_project(
            project,
            deck=deck,
            subdecks=subdecks,
            shape=shape,
            with_lock=with_lock,
            on_paper=on_paper,
            fetch=fetch,
            retire_from=retire_from,
            track=track,
        )
        receipt = build_files(compiled, target, strict=strict, frozen=frozen)
        if receipt is not None:
            return receipt
    raise refuse(
        "lock-busy",
        f"other builds keep writing {_shown(project.lock)}",
        "wait until they have ended, then run deckgen build again",
    )


def shape_named(name: str) -> str:
    """Return the name of a shape, or refuse it; an empty one is for whatever fits.

    Raises:
        RefusedError: There is no such shape.
    """
    if name and name.partition(":")[0] not in SHAPES:
        message = f'there is no shape "{name}"'
        raise refuse("unknown-shape", message, nearest(name, SHAPES), exit_code=USAGE_ERROR)
    return name


def explain_project(project: Project, shape: str = "") -> list[Explained]:
    """Return how each markdown document of a project is understood.

    Raises:
        RefusedError: A file cannot be read, or there is no such shape.
    """
    shape = shape_named(shape)
    explained = []
    for source in disk.read_sources(project.documents, project.root):
        detection, findings = explain_source(source, shape)
        shown = located(findings, lambda file: _shown(project.root / file))
        explained.append(Explained(_shown(project.root / source.name), detection, shown))
    return explained


def build_files(
    compiled: Compiled, target: Target, *, strict: bool, frozen: bool = False
) -> Receipt | None:
    """Export the decks and write the files, unless there are errors.

    Returns:
        What became of the input; its files are none where there were errors, in the decks or in
        what an exporter made of them.  Nothing, if another
        build has written the lock since this one read it: then it is to be compiled again.

    Raises:
        RefusedError: There is no such exporter, the files cannot be written, or the build is
            ``frozen`` and the lock would change.
    """
    if exit_code(compiled.findings, strict=strict):
        return Receipt(compiled.decks, compiled.findings, {})
    if frozen and compiled.lock:
        raise _out_of_date(compiled)
    made, findings = _exported(compiled, target)
    if exit_code(findings, strict=strict):
        return Receipt(compiled.decks, (*compiled.findings, *findings), {})
    files = {
        target.folder / _file_name(file.suffix, target, len(made)): file.content for file in made
    }
    _refuse_dangerous(files)
    new_lock = [_for_git(path) for path, change in compiled.lock.items() if change.before is None]
    # The lock comes first: whatever stops us between two files, no package has a note that the
    # lock does not know.
    beside = {path: content for attributes, _ in new_lock for path, content in attributes.items()}
    if not disk.write_files({**files, **beside}, first=compiled.lock):
        return None
    sizes = {_shown(path): len(content) for path, content in files.items()}
    findings += [finding for _, finding in new_lock]
    return Receipt(compiled.decks, (*compiled.findings, *findings), sizes)


def _exported(compiled: Compiled, target: Target) -> tuple[list[OutputFile], list[Finding]]:
    if compiled.split:
        return export_by_topic(
            compiled.decks, target, compiled.templates, compiled.prefix, compiled.retired
        )
    return pipeline.export(
        compiled.decks, target.formats, compiled.templates, target.options, compiled.retired
    )


def _for_git(lock: Path) -> tuple[dict[Path, bytes], Finding]:
    """Return what lets branches merge their locks, where it is missing, and what to say of it."""
    attributes = lock.with_name(disk.ATTRIBUTES_NAME)
    files = {}
    message = f"{_shown(lock)} is new: it tells Anki which card is which"
    if disk.lacks_git_attributes(lock.parent):
        files[attributes] = f"{lock.name} merge=union\n".encode()
        message += f", and {_shown(attributes)} lets git merge it"
    hint = "commit it together with the sources"
    return files, Finding(severity="info", code="new-lock", message=message, hint=hint)


def changes(compiled: Compiled, against: Path | None = None) -> Diff:
    """Return what a learner who has the last build will see of this one.

    Args:
        compiled: This build.
        against: The last build's lock or package, where it is not what our own lock knows.

    Raises:
        RefusedError: That file cannot be read.
    """
    found = _changes(compiled, against)
    shown = (
        replace(each, file=_shown(compiled.root / each.file)) if each.file else each
        for each in found.changes
    )
    return replace(found, changes=tuple(shown))


def _changes(compiled: Compiled, against: Path | None) -> Diff:
    if against is None:
        return compare(compiled.known, compiled.decks, compiled.matches)
    content = disk.read_bytes(against)
    if against.suffix.lower() == PACKAGE_SUFFIX:
        old = read_package(content, _shown(against), compiled.note_types)
        decks = by_topic(compiled.decks, compiled.prefix) if compiled.split else compiled.decks
        return compare_packages(old, decks)
    lock, findings = _parse_lock(content, _shown(against))
    if findings:
        raise RefusedError(*findings)
    elsewhere = _elsewhere(lock, compiled.documents, compiled.root)
    return compare(in_scope(lock, elsewhere), compiled.decks)


def two_packages(paths: Sequence[Path]) -> tuple[Path, Path] | None:
    """Return the packages to compare where these are packages and no documents.

    Raises:
        RefusedError: There is a package among them, but they are not two packages.
    """
    if not any(path.suffix.lower() == PACKAGE_SUFFIX for path in paths):
        return None
    if len(paths) != 2 or any(path.suffix.lower() != PACKAGE_SUFFIX for path in paths):
        raise refuse(
            "two-packages",
            "a package can only be compared with another one here",
            "name two (deckgen diff old.apkg new.apkg), or the old one with --against",
            exit_code=USAGE_ERROR,
        )
    old, new = paths
    return old, new


def package_changes(old: Path, new: Path) -> Diff:
    """Return what a learner who has the one package will see of the other.

    Raises:
        RefusedError: One of them cannot be read.
    """
    one, other = (read_package(disk.read_bytes(path), _shown(path)) for path in (old, new))
    return compare_packages(one, other)


def _out_of_date(compiled: Compiled) -> RefusedError:
    (path,) = compiled.lock
    return refuse(
        "lock-out-of-date",
        f"{_shown(path)} is not up to date, and --frozen keeps it as it is: "
        f"{summary(changes(compiled))}",
        "run deckgen build without --frozen, and commit the lock together with the sources",
    )


def _named_by_settings(project: Project) -> dict[str, tuple[str, int]]:
    """Return where the settings name their topic file, if they do."""
    if not (project.settings and project.config.topics):
        return {}
    line = line_of(disk.read_text(project.settings), "topics")
    return {project.config.topics: (project.settings.name, line)}


def _read_lock(
    project: Project, *, with_lock: bool, on_paper: bool
) -> tuple[bytes | None, Lock, list[Finding]]:
    """Return the lock as it is on the disk and as it reads, and what is to be said of it."""
    if not with_lock:
        return None, Lock(), [] if on_paper else [_NO_LOCK]
    try:
        content = disk.read_bytes_if_there(project.lock)
    except RefusedError:
        if not on_paper:
            raise
        return None, Lock(), []
    lock, findings = _parse_lock(content, project.lock.name)
    return (content, Lock(), []) if on_paper and findings else (content, lock, findings)


def _parse_lock(content: bytes | None, name: str) -> tuple[Lock, list[Finding]]:
    if content is None:
        return Lock(), []
    try:
        return parse_lock(content.decode(), name)
    except UnicodeDecodeError:
        finding = Finding(
            severity="error",
            code="lock-damaged",
            message="the lock is not UTF-8 text",
            hint=RESTORE,
            file=name,
        )
        return Lock(), [finding]


def _elsewhere(lock: Lock, documents: frozenset[str], root: Path) -> frozenset[str]:
    """Return the documents that the lock knows, and that are there but not part of this build."""
    known = {entry.file for entry in lock.entries.values()} - documents
    return frozenset(name for name in known if name and disk.may_be_there(root / name))


def mended(project: Project) -> dict[Path, tuple[bytes, bytes]]:
    """Return the project's documents as they are and as they would be with all mended that can be.

    Those that would stay as they are are left out, and links: what they lead to is not of the
    project.
    """
    documents = [path for path in project.documents if not path.is_symlink()]
    contents = {path: disk.read_bytes(path) for path in documents}
    fixes = {path: fixed(content, path.name) for path, content in contents.items()}
    return {
        path: (contents[path], after) for path, after in fixes.items() if after != contents[path]
    }


def _without_ignored(
    findings: list[Finding], decks: Sequence[Deck], project: Project, documents: frozenset[str]
) -> list[Finding]:
    """Leave out what the project and its documents want no word about."""
    ignores = [*project.config.check, *(ignore for deck in decks for ignore in deck.ignores)]
    if not ignores:
        return findings
    known = parse_entries(disk.read_checks())
    kept = [*without_ignored(findings, ignores), *unknown_codes(ignores, known)]
    if not project.whole:
        return kept
    # A file without documents, such as a topic file, is ignored by its own name.
    named = [
        each for each in project.config.check if not disk.may_be_there(project.root / each.files)
    ]
    return [*kept, *unmatched(named, documents | {each.file for each in findings if each.file})]


def _with_media(
    decks: Sequence[Deck], root: Path, *, fetch: bool
) -> tuple[tuple[Deck, ...], list[Finding]]:
    local = disk.read_media(root, media.wanted(decks))
    fetched, findings = get_media(media.on_the_web(decks)) if fetch else ({}, [])
    placed, said = media.place(decks, local, fetched)
    return placed, [*findings, *said]


def _arranged(decks: tuple[Deck, ...], name: str, subdecks: bool) -> tuple[Deck, ...]:  # noqa: FBT001
    if name:
        decks = under(decks, name)
    return by_section(decks) if subdecks else decks


def _first(given: bool | None, otherwise: bool) -> bool:  # noqa: FBT001
    return otherwise if given is None else given


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


def _now(otherwise: int | None = None) -> int:
    """Return the time of this build in seconds since 1970; builds that repeat another set it.

    ``otherwise`` is taken where they do not, in place of the clock's.
    """
    given = os.environ.get("SOURCE_DATE_EPOCH", "")
    if given and not given.isdecimal():
        raise refuse(
            "source-date-epoch",
            f"SOURCE_DATE_EPOCH is {given!r}, not a number of seconds",
            "set it as in: SOURCE_DATE_EPOCH=1700000000",
            exit_code=USAGE_ERROR,
        )
    # Anki's database check fails on notes of the year 1970.
    if given:
        return max(1, int(given))
    return int(time.time()) if otherwise is None else otherwise


def _shown(path: Path) -> str:
    """Return a path as one would type it here."""
    return min(os.path.relpath(path), str(path), key=len)
