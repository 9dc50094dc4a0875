"""Finds out where the files of a build go, and what they are."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from deckgen import disk
from deckgen.exporters import check_options, load_exporter
from deckgen.exporters.html.export import LAYOUTS
from deckgen.refusal import USAGE_ERROR, nearest, refuse

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from deckgen.config import Config
    from deckgen.project import Project

_Options = dict[str, dict[str, object]]


class _Ending(NamedTuple):
    """What the ending of a file's name says: the format, and its options."""

    format: str
    options: Mapping[str, object] = MappingProxyType({})


#: What -o may end in to name a file; the shortest of each format comes first.
_SIMPLE: Mapping[str, _Ending] = {
    ".apkg": _Ending("anki"),
    ".csv": _Ending("csv"),
    ".tsv": _Ending("csv", {"separator": "tab"}),
    ".anki.csv": _Ending("anki-csv"),
    ".html": _Ending("html"),
    ".json": _Ending("json"),
    ".pdf": _Ending("pdf"),
}
_ENDINGS: Mapping[str, _Ending] = {
    **_SIMPLE,
    **{
        f".{layout}.{printed}": _Ending(printed, {"layout": layout})
        for layout in LAYOUTS
        for printed in ("html", "pdf")
    },
}
_OURS = {ending.format for ending in _ENDINGS.values()}
#: What looks like the ending of a file, unlike that of ``build-1.2``.
_LIKE_AN_ENDING = re.compile(r".\.[A-Za-z]\w*\Z")
_STREAMS = ("-", "/dev/stdout", "/dev/stderr", "/dev/fd/1", "/proc/self/fd/1")


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


def find_target(
    project: Project,
    output: Path | None,
    formats: Sequence[str],
    printing: Mapping[str, object] = MappingProxyType({}),
) -> Target:
    """Return where to write what, from ``-o`` and ``-f`` or else from the settings.

    An output that ends like a file of ours (``.apkg``, ``.cards.pdf``) names the one file to
    write; any other is a folder.  ``printing`` are options of ``html`` and ``pdf`` that go before
    the settings.

    Raises:
        RefusedError: One file is named, but several formats are; its ending says something else
            than was asked for, or nothing that we know; an option is none; or nothing is made
            that the options of printing are for.
    """
    target = _find_target(project, output, tuple(formats), printing)
    if printing and not {"html", "pdf"} & set(target.formats):
        raise refuse(
            "nothing-to-print",
            f"--{' and --'.join(printing)} is for html and pdf, and neither is made",
            "add -f html or -f pdf",
            exit_code=USAGE_ERROR,
        )
    for name in target.formats:
        check_options(name, load_exporter(name), target.options.get(name, {}))
    return target


def _find_target(
    project: Project,
    output: Path | None,
    formats: tuple[str, ...],
    printing: Mapping[str, object],
) -> Target:
    options = _with_printing(project.config, printing)
    wanted = formats or project.config.formats
    if output is None:
        folder = (project.folder or Path()) / project.config.output
        return Target(folder, project.name, "", wanted, options)
    if str(output) in _STREAMS or disk.is_device(output):
        raise refuse(
            "no-stream",
            f"{output} is no file, and deckgen writes files",
            "name a file or a folder with -o; `deckgen show --json` prints the notes",
            exit_code=USAGE_ERROR,
        )
    if disk.is_folder(output):
        return Target(output, project.name, "", wanted, options)
    text = _ending_of(output)
    if formats and (len(formats) > 1 or formats[0] in _OURS) and text:
        _check_ending(output, text, formats)
    elif not text and not _is_of_a_guest(output, formats):
        _refuse_unknown_ending(output)
        return Target(output, project.name, "", wanted, options)
    return _file_target(output, text, formats, options, printing)


def _file_target(
    output: Path,
    text: str,
    formats: tuple[str, ...],
    options: _Options,
    printing: Mapping[str, object],
) -> Target:
    """Return the target of one file, whose ending says more of the options than settings do."""
    if not text or (formats and formats[0] not in _OURS):
        return Target(output.parent, output.stem, output.name, formats, options)
    ending = _ENDINGS[text]
    own = options.get(ending.format, {})
    if text == ".csv" and own.get("separator") == "tab":
        own = {**own, "separator": "comma"}
    asked = str(printing.get("layout", ""))
    if asked and "layout" in ending.options:
        _check_layout(output, str(ending.options["layout"]), asked)
        implied: Mapping[str, object] = {}
    else:
        implied = ending.options
    stem = output.name[: -len(text)]
    all_options = {**options, ending.format: {**own, **implied}}
    return Target(output.parent, stem, output.name, (ending.format,), all_options)


def _ending_of(output: Path) -> str:
    """Return the longest of our endings that a path has, or nothing."""
    name = output.name.lower()
    return max((each for each in _ENDINGS if name.endswith(each)), key=len, default="")


def _is_of_a_guest(output: Path, formats: tuple[str, ...]) -> bool:
    """Whether a file is named for an exporter of another package, whose endings are its own."""
    is_guest = len(formats) == 1 and formats[0] not in _OURS
    return is_guest and bool(_LIKE_AN_ENDING.search(output.name))


def _check_ending(output: Path, text: str, formats: tuple[str, ...]) -> None:
    if len(formats) > 1:
        raise refuse(
            "one-file",
            f"{output} is one file, but {len(formats)} formats are asked for",
            "name a folder with -o, or one format with -f",
            exit_code=USAGE_ERROR,
        )
    [asked], said = formats, _ENDINGS[text].format
    if asked != said:
        fitting = next(each for each, ending in _SIMPLE.items() if ending.format == asked)
        name = output.name[: -len(text)] + fitting
        raise refuse(
            "wrong-ending",
            f"{output} ends like {said}, but {asked} is asked for",
            f"call it {name}, or write it with: deckgen build -f {said}",
            exit_code=USAGE_ERROR,
        )


def _check_layout(output: Path, said: str, asked: str) -> None:
    if said not in [each.strip() for each in asked.split(",")]:
        raise refuse(
            "wrong-ending",
            f"{output} ends like the layout {said}, but --layout is {asked}",
            "leave out --layout, or name the file as you like without the layout",
            exit_code=USAGE_ERROR,
        )


def _refuse_unknown_ending(output: Path) -> None:
    """Refuse what looks like a file but has no ending that we know; it is no folder by chance."""
    ending = output.suffix.lower()
    if disk.may_be_there(output) or _LIKE_AN_ENDING.search(output.name):
        what = f"no format of ours ends in {ending}" if ending else "its name has no ending"
        raise refuse(
            "unknown-ending",
            f"{output} does not say what to write: {what}",
            f"{nearest(ending, _SIMPLE)}; for a folder of that name, make it first",
            exit_code=USAGE_ERROR,
        )


def _with_printing(config: Config, printing: Mapping[str, object]) -> _Options:
    """The exporters' options; a PDF is made of the page, so the page's are its own too."""
    options = {name: dict(each) for name, each in config.export.items()}
    html = {**options.get("html", {}), **printing}
    pdf = {**html, **options.get("pdf", {}), **printing}
    return {**options, "html": html, "pdf": pdf}
