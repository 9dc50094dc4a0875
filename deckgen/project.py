"""Finds out what a command is about: which sources, and which settings."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from deckgen import disk
from deckgen.config import Config, parse_config
from deckgen.export_settings import check_exports
from deckgen.refusal import USAGE_ERROR, RefusedError, refuse
from deckgen.report import located
from deckgen.toml import line_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from deckgen.model import Finding


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
    #: The ``deckgen.toml`` itself.
    settings: Path | None = None
    #: Whether these are all sources that the settings name, not some that were asked for now.
    whole: bool = False
    #: The topic file that was asked for now, whatever documents and settings say.
    topics: str = ""

    @property
    def lock(self) -> Path:
        """Where the identities of the project's notes are kept."""
        return self.root / disk.LOCK_NAME


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
    whole = path is not None and not sources
    if path and folder and whole:
        name = _name(folder)
        sources = [Path(os.path.relpath(folder / source)) for source in config.sources]
        documents = _own_documents(sources, path)
    else:
        name = _name(sources[0] if len(sources) == 1 else _common_folder(sources))
        documents = tuple(disk.find_documents(sources))
    return Project(
        root=folder or _common_folder(sources),
        folder=folder,
        config=config,
        documents=documents,
        name=config.name or name,
        settings=path,
        whole=whole,
        topics=_topic_file(topics),
    )


def _topic_file(name: str) -> str:
    """Return what ``--topics`` names: one of ours, or a path that holds in every folder."""
    return (
        str(_absolute(Path(name)))
        if name.endswith(".toml") or disk.may_be_there(Path(name))
        else name
    )


def _read_config(path: Path) -> Config:
    """Read the settings; findings about them name the file as seen from its folder."""
    text = disk.read_text(path)
    config, findings = parse_config(text, path.name)
    findings += check_exports(config.formats, config.export, text, path.name)
    if findings:
        raise RefusedError(*_shown_from_here(findings, path.parent))
    return config


def _shown_from_here(findings: Iterable[Finding], folder: Path) -> tuple[Finding, ...]:
    return located(findings, lambda file: os.path.relpath(folder / file))


def _own_documents(sources: Sequence[Path], config_path: Path) -> tuple[Path, ...]:
    """Return the documents that the settings name; what is wrong with them is wrong there."""
    try:
        return tuple(disk.find_documents(sources))
    except RefusedError as refused:
        line = line_of(disk.read_text(config_path), "sources")
        hint = f"mend sources in {config_path.name}, or put the documents there"
        if not line:
            hint = f'put the documents there, or say in {config_path.name}: sources = ["notes.md"]'
        findings = [
            replace(each, file=config_path.name, line=line, hint=hint) for each in refused.findings
        ]
        raise RefusedError(*_shown_from_here(findings, config_path.parent)) from refused


def _common_folder(paths: Sequence[Path]) -> Path:
    folders = [path if disk.is_folder(path) else path.parent for path in map(_absolute, paths)]
    try:
        return Path(os.path.commonpath(folders))
    except ValueError:  # on several drives
        return Path.cwd()


def _name(path: Path) -> str:
    return (_absolute(path).name if disk.is_folder(path) else path.stem) or "deck"


def _absolute(path: Path) -> Path:
    """Return the whole path without ``..``; unlike resolve(), this keeps links."""
    return Path(os.path.abspath(path))  # noqa: PTH100
