"""The one module that touches the disk: finds, reads and writes files."""

from __future__ import annotations

import contextlib
import glob
import os
import re
import shutil
import stat
import tempfile
import time
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple, NoReturn, TypeVar

from platformdirs import user_cache_path

from deckgen.model import Source, Template
from deckgen.refusal import USAGE_ERROR, refuse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from deckgen.refusal import RefusedError

_Key = TypeVar("_Key", bound=tuple[str, str])

CONFIG_NAME = "deckgen.toml"
LOCK_NAME = "deckgen.lock"
ATTRIBUTES_NAME = ".gitattributes"
#: What a folder is searched for.  JSON of ours is read when it is named.
DOCUMENT_SUFFIXES = frozenset({".md", ".markdown"})
TEMPLATES_NAME = "templates"
CHECKS_NAME = "docs/checks.md"

_NOTHING: Mapping[Path, Rewrite] = MappingProxyType({})
#: How long a process may write files that others write too, and how often we look meanwhile.
_CLAIM_SECONDS = 10
_CLAIM_TRIES = 200
#: Far more than a person writes: a hundred thousand questions have 30 MB.
_DOCUMENT_LIMIT = 64_000_000
#: No run takes so long to write its files.
_STALE_SECONDS = 600
#: What is called so in the cache is ours: an entry, or a part of one.
_CACHED = re.compile(r"[0-9a-f]{64}|\..*\.part")


def find_config(start: Path) -> Path | None:
    """Return the nearest ``deckgen.toml`` in ``start``, an absolute path, or in a folder above."""
    folders = (start, *start.parents)
    return next((f / CONFIG_NAME for f in folders if _is_file(f / CONFIG_NAME)), None)


def find_documents(paths: Sequence[Path]) -> list[Path]:
    """Return the files among ``paths`` and the documents in the folders among them, once each.

    A folder is searched with all folders below it, in the order of their names; hidden ones are
    passed over and links to folders are not followed.

    Raises:
        RefusedError: A path does not exist, a folder cannot be read or holds no document.
    """
    found: dict[Path, None] = {}
    for path in paths:
        kind = _mode(path)
        if stat.S_ISDIR(kind):
            documents = sorted(_documents_below(path))
            if not documents:
                raise refuse(
                    "no-documents",
                    f"no documents in the folder {path}",
                    "put a markdown file (.md) there, or name another folder",
                )
            found.update(dict.fromkeys(documents))
        elif kind:
            found[path] = None
        else:
            raise refuse(
                "no-such-file",
                f"no such file or folder: {path}",
                "write it into a file first, and name that"
                if str(path) == "-"
                else "check the name, and where you are",
                exit_code=USAGE_ERROR,
            )
    return list(found)


def _mode(path: Path) -> int:
    """Return what a path is, as ``stat`` has it; 0 if it is nothing.

    Raises:
        RefusedError: It cannot be known.
    """
    try:
        return path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        return 0
    except (OSError, ValueError) as error:
        raise _unreadable(path, error) from error


def _is_file(path: Path, *, in_doubt: bool = False) -> bool:
    """Return whether a path is a file; ``in_doubt`` is the answer where we may not look."""
    try:
        return stat.S_ISREG(path.stat().st_mode)
    except PermissionError:
        return in_doubt
    except (OSError, ValueError):
        return False


def may_be_there(path: Path) -> bool:
    """Return whether a path is a file, or may be one in a folder that we may not look into."""
    return _is_file(path, in_doubt=True)


def is_folder(path: Path) -> bool:
    """Return whether a path is a folder; one that we may not look at is none."""
    try:
        return stat.S_ISDIR(path.stat().st_mode)
    except (OSError, ValueError):
        return False


def is_device(path: Path) -> bool:
    """Return whether a path is there and neither a file nor a folder, such as ``/dev/null``."""
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError):
        return False
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))


def _unreadable(path: Path | str, error: OSError | ValueError) -> RefusedError:
    reason = _reason(error) if isinstance(error, OSError) else str(error)
    hint = "check the name and its rights"
    return refuse("unreadable", f"cannot read {path}: {reason}", hint)


def _refuse_folder(error: OSError) -> NoReturn:
    """What a folder holds that cannot be looked into is unknown, and must not just be missing."""
    raise _unreadable(error.filename, error) from error


def _documents_below(folder: Path) -> Iterator[Path]:
    for parent, folders, names in os.walk(folder, onerror=_refuse_folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in names:
            path = Path(parent, name)
            is_document = path.suffix.lower() in DOCUMENT_SUFFIXES and not name.startswith(".")
            # A pipe would be waited for; a link that leads nowhere is reported when it is read.
            if is_document and (stat.S_ISREG(mode := _mode(path)) or not mode):
                yield path


def read_sources(paths: Iterable[Path], root: Path) -> list[Source]:
    """Read documents, named by their place below ``root``.

    Raises:
        RefusedError: A document cannot be read, or is larger than any that people write.
    """
    return [Source(name=_name_below(root, path), content=_read_document(path)) for path in paths]


def _read_document(path: Path) -> bytes:
    content = read_bytes(path, limit=_DOCUMENT_LIMIT)
    if len(content) == _DOCUMENT_LIMIT:
        raise refuse(
            "too-large",
            f"the file has more than {_DOCUMENT_LIMIT // 10**6} MB",
            "split it into several documents, and name the folder that holds them",
            file=str(path),
        )
    return content


def _name_below(root: Path, path: Path) -> str:
    name = Path(os.path.relpath(path.absolute(), root.absolute())).as_posix()
    # A name may hold bytes that are no text, and no file of ours could hold it.
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def read_bytes(path: Path, limit: int = -1) -> bytes:
    """Read a file, or as many bytes of it as ``limit`` says.

    Raises:
        RefusedError: It cannot be read.
    """
    try:
        with path.open("rb") as file:
            return file.read(limit)
    except OSError as error:
        raise _unreadable(path, error) from error


def read_bytes_if_there(path: Path) -> bytes | None:
    """Read a file; return None if there is none.

    Raises:
        RefusedError: It is there, but cannot be read.
    """
    return read_bytes(path) if os.path.lexists(path) else None


def lacks_git_attributes(folder: Path) -> bool:
    """Return whether a folder belongs to a git repository and has no ``.gitattributes``."""
    in_git = any(
        (parent / ".git").exists() for parent in (folder.absolute(), *folder.absolute().parents)
    )
    return in_git and not os.path.lexists(folder / ATTRIBUTES_NAME)


def read_media(root: Path, wanted: Mapping[_Key, Sequence[str]]) -> dict[_Key, bytes]:
    """Read pictures and sounds; what is not there or cannot be read is left out.

    Nothing outside of the folder of a document is read, whatever links and ``..`` lead there.

    Args:
        root: The folder that the names of documents are relative to.
        wanted: By a document's name and anything else, the paths where a file may be, relative
            to the document's folder.
    """
    found = {}
    for key, paths in wanted.items():
        folder = (root / key[0]).parent
        for path in _spellings(paths):
            content = _read_below(folder, path)
            if content is not None:
                found[key] = content
                break
    return found


def _spellings(paths: Sequence[str]) -> Iterator[str]:
    """Yield each path, also as macOS and as others write its accents."""
    for path in paths:
        yield from dict.fromkeys((path, *(unicodedata.normalize(f, path) for f in ("NFC", "NFD"))))


def _read_below(folder: Path, path: str) -> bytes | None:
    try:
        file = (folder / path).resolve()
        if file.is_relative_to(folder.resolve()) and file.is_file():
            return file.read_bytes()
    except (OSError, ValueError):  # no right to read it, or no name that a file can have
        pass
    return None


class Cached(NamedTuple):
    """What the cache holds under a name, and how many seconds ago it was written."""

    content: bytes
    age: float


def _cache_folder() -> Path:
    given = os.environ.get("DECKGEN_CACHE_DIR")
    return (Path(given) if given else user_cache_path("deckgen", appauthor=False)) / "media"


def read_cache(names: Iterable[str]) -> dict[str, Cached]:
    """Return what the user's cache holds under these names; what cannot be read is not there."""
    folder = _cache_folder()
    found = {}
    for name in names:
        with contextlib.suppress(OSError), (folder / name).open("rb") as file:
            age = time.time() - os.fstat(file.fileno()).st_mtime
            found[name] = Cached(file.read(), age)
    return found


def write_cache(contents: Mapping[str, bytes], limit: int) -> str:
    """Write contents under their names into the user's cache, and keep it below a size.

    The oldest entries go first.  Others may read and write the cache meanwhile.

    Args:
        contents: What to write, by names of 64 hexadecimal digits.
        limit: How many bytes the cache may have.

    Returns:
        Why something could not be written; empty if all was.
    """
    folder = _cache_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in contents.items():
            _write_alone(folder / name, content)
        _shrink(folder, limit)
    except OSError as error:
        return f"{folder}: {_reason(error)}"
    return ""


def _write_alone(path: Path, content: bytes) -> None:
    """Write a file by way of one that no other process has, even on another machine."""
    handle, part = tempfile.mkstemp(".part", ".", path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(part).replace(path)
    except OSError:
        with contextlib.suppress(OSError):
            Path(part).unlink(missing_ok=True)
        raise


def _shrink(folder: Path, limit: int) -> None:
    ours = [Path(each) for each in os.scandir(folder) if _CACHED.fullmatch(each.name)]
    found = [(path, path.stat()) for path in ours if path.is_file()]
    size = sum(status.st_size for _, status in found)
    for path, status in sorted(found, key=lambda each: each[1].st_mtime):
        if size > limit:
            path.unlink(missing_ok=True)
            size -= status.st_size


def read_text(path: Path) -> str:
    """Read a text file of ours: a configuration, a topic file, a template.

    Raises:
        RefusedError: It cannot be read or is not UTF-8.
    """
    try:
        return read_bytes(path).decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise refuse("not-utf-8", f"{path} is not UTF-8 text", "save it as UTF-8") from error


def shipped_templates() -> Path:
    """Return the folder of our templates: in the wheel, or at the top of a checkout."""
    package = Path(__file__).parent
    installed = package / TEMPLATES_NAME
    return installed if installed.is_dir() else package.parent / TEMPLATES_NAME


def read_checks() -> str:
    """Return ``docs/checks.md``, which the wheel holds too."""
    package = Path(__file__).parent
    installed = package / CHECKS_NAME
    return read_text(installed if installed.is_file() else package.parent / CHECKS_NAME)


def read_templates(project: Path | None = None) -> dict[str, Template]:
    """Read all templates by their names below ``templates/``, such as ``anki/card.css``.

    A file of the same name in the project's own ``templates/`` takes the place of ours.
    """
    folders = [shipped_templates(), *([project / TEMPLATES_NAME] if project else [])]
    return {
        path.relative_to(folder).as_posix(): Template(read_text(path))
        for folder in folders
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.startswith(".")
    }


@dataclass(frozen=True, slots=True)
class Rewrite:
    """What a file held when it was read (None if it was not there), and what it shall hold."""

    before: bytes | None
    after: bytes


def write_files(
    files: Mapping[Path, bytes],
    first: Mapping[Path, Rewrite] = _NOTHING,
    elsewhere: str = "name another place with -o",
) -> bool:
    """Write all files, replacing earlier ones only when all are complete.

    They are replaced in the order given.  Those in ``first`` come before all others, and only if
    nobody else has changed them since they were read: of several processes that rewrite them at
    the same time, one writes and the others are told.  ``elsewhere`` says how a user could choose
    another place.

    Returns:
        Whether the files were written.

    Raises:
        RefusedError: A folder cannot be made or written to; earlier files are as they were.
    """
    contents = {**{path: rewrite.after for path, rewrite in first.items()}, **files}
    parts: dict[Path, Path] = {}
    try:
        for path in first:
            part = _claimed(path)
            if part is None:
                return False
            parts[path] = part
        if any(read_bytes_if_there(path) != rewrite.before for path, rewrite in first.items()):
            return False
        for path, content in contents.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            _remove_stale_parts(path)
            _write_part(parts.setdefault(path, _part_of(path)), content)
            if path.exists() and not path.is_symlink():
                shutil.copymode(path, parts[path])
        for path, part in parts.items():
            part.replace(path)
    except OSError as error:
        raise refuse(
            "unwritable",
            f"cannot write {error.filename2 or error.filename or 'the files'}: {_reason(error)}",
            f"nothing was replaced; mend that{', or ' if elsewhere else ''}{elsewhere}"
            + (" (the lock stays where it is: --no-lock goes without)" if first else ""),
        ) from error
    finally:
        for part in parts.values():
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)
    return True


def _claimed(path: Path) -> Path | None:
    """Return a part of the file that this process alone may write, None if it cannot be had.

    Its name is the same for all processes, and who makes it has it.  It is held for moments; one
    that stays was left by a process that was killed.
    """
    part = path.with_name(f".{path.name}.part")
    for _ in range(_CLAIM_TRIES):
        try:
            part.open("xb").close()
        except FileExistsError:
            with contextlib.suppress(FileNotFoundError):
                if time.time() - part.stat().st_mtime > _CLAIM_SECONDS:
                    part.unlink(missing_ok=True)
                    continue
            time.sleep(_CLAIM_SECONDS / _CLAIM_TRIES)
        else:
            return part
    return None


def start_project(folder: Path) -> list[Path]:
    """Write the files of a new project into ``folder`` and return their paths.

    Raises:
        RefusedError: One of them is there already.
    """
    starter = shipped_templates() / "init"
    files = {
        folder / path.relative_to(starter): read_bytes(path)
        for path in sorted(starter.rglob("*"))
        if path.is_file()
    }
    write_new_files(files, "name another folder: deckgen init FOLDER")
    return list(files)


def write_new_files(files: Mapping[Path, bytes], hint: str) -> None:
    """Write files that are not there yet; the hint says what to do about one that is.

    Raises:
        RefusedError: One is there already, or they cannot be written.
    """
    for path in files:
        if os.path.lexists(path):
            raise refuse("exists", f"{path} is there already", hint, exit_code=USAGE_ERROR)
    write_files(files, elsewhere=hint)


def _part_of(path: Path) -> Path:
    """Return where a file stands until it is complete: beside it, so that renaming is enough."""
    return path.with_name(f".{path.name}.{os.getpid()}.part")


def _remove_stale_parts(path: Path) -> None:
    """Remove what a run left beside a file that was killed while it wrote."""
    pattern = f".{glob.escape(path.name)}.*.part"
    for part in path.parent.glob(pattern):
        with contextlib.suppress(OSError):
            if time.time() - part.stat().st_mtime > _STALE_SECONDS:
                part.unlink()


def _write_part(part: Path, content: bytes) -> None:
    with part.open("wb") as file:
        file.write(content)
        file.flush()
        # Without this a crash of the machine could leave a renamed file without its content.
        os.fsync(file.fileno())


def _reason(error: OSError) -> str:
    return error.strerror or str(error)
