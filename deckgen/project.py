"""Finds out what a command is about: which sources, which settings, where the files go."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from deckgen import disk
from deckgen.config import Config, parse_config
from deckgen.refusal import USAGE_ERROR, RefusedError, refuse

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

#: What -o may end in to name a file, and the format and options that it stands for.
_FILE_FORMATS: Mapping[str, tuple[str, dict[str, object]]] = {
    ".apkg": ("anki", {}),
    ".csv": ("csv", {}),
    ".tsv": ("csv", {"separator": "tab"}),
    ".html": ("html", {}),
    ".json": ("json", {}),
    ".pdf": ("pdf", {}),
}


@dataclass(frozen=True, slots=True)
class Project:
    """Sources and settings.

    ``root`` is the folder that the names of documents are relative to; ``folder`` is where
    ``deckgen.toml`` is, None without one.
    """

    root: Path
    folder: Path | None
    config: Config
    documents: tuple[Path, ...]
    name: str
    #: The topic file that was asked for now, whatever documents and settings say.
    topics: str = ""

    @property
    def lock(self) -> Path:
        """Where the identities of the project's notes are kept."""
        return self.root / disk.LOCK_NAME


@dataclass(frozen=True, slots=True)
class Target:
    """Where the files go and what they are.

    ``file`` is the name that the only file gets; empty where files are called ``stem`` and what
    their exporters put behind it.
    """

    folder: Path
    stem: str
    file: str
    formats: tuple[str, ...]
    options: Mapping[str, Mapping[str, object]]


def find_project(
    sources: Sequence[Path],
    config_path: Path | None = None,
    *,
    topics: str = "",
    split: str | None = None,
) -> Project:
    """Return the project that the sources are in, or without sources the one that we are in.

    ``topics`` and ``split`` are what was asked for now; they go before the settings.

    Raises:
        RefusedError: There is none, its ``deckgen.toml`` has errors, or a source is missing.
    """
    path = config_path or disk.find_config(_common_folder(sources or [Path()]))
    if path is None and not sources:
        raise refuse(
            "no-project",
            f"nothing to build: no SOURCE named, and no {disk.CONFIG_NAME} here or above",
            "name a document (deckgen build notes.md) or begin a project (deckgen init)",
            exit_code=USAGE_ERROR,
        )
    config = _read_config(path) if path else Config()
    config = replace(config, split=split or config.split)
    folder = path.parent if path else None
    if not sources and folder:
        name = _name(folder)
        sources = [Path(os.path.relpath(folder / source)) for source in config.sources]
    else:
        name = _name(sources[0] if len(sources) == 1 else _common_folder(sources))
    return Project(
        root=folder or _common_folder(sources),
        folder=folder,
        config=config,
        documents=tuple(disk.find_documents(sources)),
        name=config.name or name,
        topics=_topic_file(topics),
    )


def find_target(
    project: Project,
    output: Path | None,
    formats: Sequence[str],
    printing: Mapping[str, object] = MappingProxyType({}),
) -> Target:
    """Return where to write what, from ``-o`` and ``-f`` or else from the settings.

    An output that ends like a file of ours (``.apkg``) names the one file to write; any other
    is a folder.  ``printing`` are options of ``html`` and ``pdf`` that go before the settings.

    Raises:
        RefusedError: One file is named, but several formats are; or nothing is made that the
            options of printing are for.
    """
    target = _find_target(project, output, formats, _with_printing(project.config, printing))
    if printing and not {"html", "pdf"} & set(target.formats):
        raise refuse(
            "nothing-to-print",
            f"--{' and --'.join(printing)} is for html and pdf, and neither is made",
            "add -f html or -f pdf",
            exit_code=USAGE_ERROR,
        )
    return target


def _with_printing(config: Config, printing: Mapping[str, object]) -> dict[str, dict[str, object]]:
    """The exporters' options; a PDF is made of the page, so the page's are its own too."""
    options = {name: dict(each) for name, each in config.export.items()}
    html = {**options.get("html", {}), **printing}
    pdf = {**html, **options.get("pdf", {}), **printing}
    return {**options, "html": html, "pdf": pdf}


def _find_target(
    project: Project,
    output: Path | None,
    formats: Sequence[str],
    options: dict[str, dict[str, object]],
) -> Target:
    if output is None:
        folder = (project.folder or Path()) / project.config.output
        wanted = tuple(formats) or project.config.formats
        return Target(folder, project.name, "", wanted, options)
    ending = output.suffix.lower()
    if ending not in _FILE_FORMATS or output.is_dir():
        return Target(output, project.name, "", tuple(formats) or project.config.formats, options)
    implied, implied_options = _FILE_FORMATS[ending]
    wanted = tuple(formats) or (implied,)
    if len(wanted) > 1:
        raise refuse(
            "one-file",
            f"{output} is one file, but {len(wanted)} formats are asked for",
            "name a folder with -o, or one format with -f",
            exit_code=USAGE_ERROR,
        )
    if wanted == (implied,):
        options[implied] = {**options.get(implied, {}), **implied_options}
    return Target(output.parent, output.stem, output.name, wanted, options)


def _topic_file(name: str) -> str:
    """Return what ``--topics`` names: one of ours, or a path that holds in every folder."""
    return str(_absolute(Path(name))) if name.endswith(".toml") or Path(name).is_file() else name


def _read_config(path: Path) -> Config:
    config, findings = parse_config(disk.read_text(path), os.path.relpath(path))
    if findings:
        raise RefusedError(*findings)
    return config


def _common_folder(paths: Sequence[Path]) -> Path:
    folders = [path if path.is_dir() else path.parent for path in map(_absolute, paths)]
    try:
        return Path(os.path.commonpath(folders))
    except ValueError:  # on several drives
        return Path.cwd()


def _name(path: Path) -> str:
    return (_absolute(path).name if path.is_dir() else path.stem) or "deck"


def _absolute(path: Path) -> Path:
    """Return the whole path without ``..``; unlike resolve(), this keeps links."""
    return Path(os.path.abspath(path))  # noqa: PTH100
