"""Names the pictures and sounds of notes by their content, and gives decks what notes show."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from html import escape, unescape
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from deckgen.media_types import TYPES, type_of
from deckgen.model import Finding, Media

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from deckgen.model import Deck, Note

_MEGABYTE = 1_000_000
#: Above these, a phone takes long to synchronise.
_LARGE_FILE = 5 * _MEGABYTE
_LARGE_DECK = 50 * _MEGABYTE

_IMAGE = re.compile(r'<img\b(?P<attributes>(?:[^>"]|"[^"]*")*)>')
_SRC = re.compile(r'\ssrc="([^"]*)"')
_ALT = re.compile(r'\salt="([^"]*)"')
_WEB = re.compile(r"(?:https?:)?//", re.IGNORECASE)
_ELSEWHERE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:|//|#")
_DRIVE = re.compile(r"[A-Za-z]:|\\")
_NAMED = re.compile(r"dg-[0-9a-f]{16}\.[a-z0-9]+")
_PLAYED = re.compile(rf'<(audio|video)\b[^>]*\ssrc="({_NAMED.pattern})"[^>]*>.*?</\1>', re.DOTALL)


class Reference(NamedTuple):
    """What a note shows: the document that it is in, and where the picture is, as written there."""

    file: str
    src: str


class Fetched(NamedTuple):
    """A picture or a sound from the web, and how a name of its type ends."""

    content: bytes
    suffix: str


class Unfetched(NamedTuple):
    """Why a picture or a sound does not come from the web, and what to do."""

    reason: str
    hint: str


_NOTHING: Mapping[str, Fetched | Unfetched] = MappingProxyType({})


def wanted(decks: Sequence[Deck]) -> dict[Reference, tuple[str, ...]]:
    """Return what the notes show that must be read, each with the paths where it may be.

    The paths are relative to the folder of the reference's document and do not leave it.
    """
    return {
        Reference(note.file, src): _paths(src)
        for deck in decks
        for note in deck.notes
        for src in _sources(note)
        if not _is_elsewhere(src) and not _problem(src) and not _is_there(src, deck)
    }


def on_the_web(decks: Sequence[Deck]) -> tuple[str, ...]:
    """Return what the notes show that is on the web, as it is written there, once each."""
    sources = (src for deck in decks for note in deck.notes for src in _sources(note))
    return tuple(dict.fromkeys(src for src in sources if _WEB.match(src)))


def place(
    decks: Sequence[Deck],
    contents: Mapping[Reference, bytes],
    fetched: Mapping[str, Fetched | Unfetched] = _NOTHING,
) -> tuple[tuple[Deck, ...], list[Finding]]:
    """Return the decks with their media, and what is wrong with these.

    What the notes show gets a name by its content: the same picture is there once, two of one
    name are kept apart, and a picture that changes is a note that changes.  In the place of what
    cannot be shown stands its text; what is on the web and was not fetched stays a link.

    Args:
        decks: Decks with rendered notes.
        contents: What was found of :func:`wanted`.
        fetched: What became of those :func:`on_the_web` that were to be fetched.
    """
    findings: list[Finding] = []
    placed = tuple(_placed(deck, contents, fetched, findings) for deck in decks)
    sizes = {each.name: len(each.content) for deck in placed for each in deck.media}
    if sum(sizes.values()) > _LARGE_DECK:
        findings.append(_too_much(sum(sizes.values())))
    return placed, findings


def _placed(
    deck: Deck,
    contents: Mapping[Reference, bytes],
    fetched: Mapping[str, Fetched | Unfetched],
    findings: list[Finding],
) -> Deck:
    media = {each.name: each for each in deck.media}
    notes = []
    for note in deck.notes:
        if "<img" in note.front or "<img" in note.back:
            work = _Work(note, deck, contents, fetched, media)
            changed = replace(note, front=work.shown(note.front), back=work.shown(note.back))
            notes.append(changed)
            findings += work.findings
        else:
            notes.append(note)
    return replace(deck, notes=tuple(notes), media=tuple(media[name] for name in sorted(media)))


class _Work:
    """A note whose pictures are being placed, and what is found wrong with them."""

    def __init__(
        self,
        note: Note,
        deck: Deck,
        contents: Mapping[Reference, bytes],
        fetched: Mapping[str, Fetched | Unfetched],
        media: dict[str, Media],
    ) -> None:
        self.note, self.deck, self.media = note, deck, media
        self.contents, self.fetched = contents, fetched
        self.findings: list[Finding] = []

    def shown(self, html: str) -> str:
        return _IMAGE.sub(self.element, html)

    def element(self, m: re.Match[str]) -> str:
        """The HTML in the place of an image."""
        src = _src(m)
        if src in self.fetched:
            return self.from_web(m, src, self.fetched[src])
        if _is_elsewhere(src) or _is_there(src, self.deck):
            return m[0]
        problem = _problem(src)
        content = self.contents.get(Reference(self.note.file, src))
        if problem or content is None:
            self.complain(src, *(problem or _MISSING))
            return _text_for(m, src)
        return self.with_content(m, src, content, _suffix(src))

    def from_web(self, m: re.Match[str], src: str, got: Fetched | Unfetched) -> str:
        if isinstance(got, Unfetched):
            self.complain(src, "media-not-fetched", f"it stays a link: {got.reason}", got.hint)
            return m[0]
        return self.with_content(m, src, *got)

    def with_content(self, m: re.Match[str], src: str, content: bytes, suffix: str) -> str:
        """The HTML of an image or a player of this content, which becomes one of the media."""
        if len(content) > _LARGE_FILE:
            size = f"{len(content) / _MEGABYTE:.0f} MB"
            self.complain(src, "media-large", f"{size} are much for a phone", "make it smaller")
        name = f"dg-{hashlib.sha1(content, usedforsecurity=False).hexdigest()[:16]}.{suffix}"
        self.media[name] = Media(name, content)
        for tag in ("audio", "video"):
            if suffix in TYPES[tag]:
                return f'<{tag} controls src="{name}">{_alt(m)}</{tag}>'
        return _SRC.sub(f' src="{name}"', m[0], count=1)

    def complain(self, src: str, code: str, message: str, hint: str) -> None:
        self.findings.append(
            Finding(
                severity="warning",
                code=code,
                message=f"{src if _WEB.match(src) else unquote(src)}: {message}",
                hint=hint,
                file=self.note.file,
                line=line_of(self.note, src),
            )
        )


_MISSING = (
    "media-missing",
    "there is no such file",
    "the name counts from the document's folder, and capital letters count",
)


def _sources(note: Note) -> Iterator[str]:
    for html in (note.front, note.back):
        if "<img" in html:
            yield from map(_src, _IMAGE.finditer(html))


def _src(m: re.Match[str]) -> str:
    src = _SRC.search(m["attributes"])
    return unescape(src[1]) if src else "#"


def _alt(m: re.Match[str]) -> str:
    alt = _ALT.search(m["attributes"])
    return alt[1] if alt else ""


def _text_for(m: re.Match[str], src: str) -> str:
    alt, path = _alt(m), escape(unquote(src))
    return f'<span class="missing">{alt} ({path})</span>' if alt else f"<code>{path}</code>"


def _is_elsewhere(src: str) -> bool:
    """Whether it is on the web, in the text itself, or nowhere."""
    return _ELSEWHERE.match(src) is not None


def _is_there(src: str, deck: Deck) -> bool:
    return _NAMED.fullmatch(src) is not None and any(each.name == src for each in deck.media)


def _problem(src: str) -> tuple[str, str, str] | None:
    """The code, the message and the hint for what must not be read."""
    path = unquote(_bare(src))
    if path.startswith("/") or _DRIVE.match(path) or not _stays_inside(path):
        hint = "put the file beside the document, or in a folder there"
        return "media-outside", "only files in the document's folder and below are read", hint
    if not type_of(_suffix(src)):
        known = " ".join(suffix for types in TYPES.values() for suffix in types)
        return "media-type", "that is no picture and no sound", f"it should end in one of: {known}"
    return None


def _stays_inside(path: str) -> bool:
    depth = 0
    for part in path.replace("\\", "/").split("/"):
        depth += -1 if part == ".." else part not in ("", ".")
        if depth < 0:
            return False
    return "\0" not in path


def _paths(src: str) -> tuple[str, ...]:
    """Where the file may be: the names of URLs are encoded, but authors also type plain ones."""
    return tuple(dict.fromkeys((unquote(_bare(src)), unquote(src), src)))


def _bare(src: str) -> str:
    return re.split(r"[?#]", src, maxsplit=1)[0]


def _suffix(src: str) -> str:
    return PurePosixPath(unquote(_bare(src))).suffix.lower().removeprefix(".")


def line_of(note: Note, src: str) -> int:
    """Return the line where a note's document names a picture, as far as that can be told."""
    names = (PurePosixPath(path).name for path in (unquote(_bare(src)), _bare(src)))
    for written in filter(None, (src, escape(src, quote=False), unquote(src), *names)):
        for text, line in ((note.question, note.line), (note.answer, note.answer_line)):
            if written in text:
                return line + text.partition(written)[0].count("\n")
    return note.line


def _too_much(size: int) -> Finding:
    return Finding(
        severity="warning",
        code="media-size",
        message=f"the pictures and sounds take {size / _MEGABYTE:.0f} MB",
        hint="make them smaller: learners carry them on their phones",
    )


def as_sounds(html: str) -> str:
    """Write what is to be heard as Anki plays it."""
    return _PLAYED.sub(r"[sound:\2]", html) if "<audio" in html or "<video" in html else html


def embedded(html: str, media: Sequence[Media]) -> str:
    """Put the media themselves into HTML, for a page that loads nothing."""
    for each in media:
        if each.name in html:
            html = html.replace(f'src="{each.name}"', f'src="{_data(each)}"')
    return html


def _data(media: Media) -> str:
    return f"data:{type_of(_suffix(media.name))};base64,{base64.b64encode(media.content).decode()}"
