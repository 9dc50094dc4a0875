"""Knows pictures and sounds by the endings of their names, their content types and first bytes."""

from __future__ import annotations

import re

#: By the element that shows them: the content types, by the endings of names.
TYPES = {
    "img": {
        "avif": "image/avif",
        "bmp": "image/bmp",
        "gif": "image/gif",
        "jpeg": "image/jpeg",
        "jpg": "image/jpeg",
        "png": "image/png",
        "svg": "image/svg+xml",
        "webp": "image/webp",
    },
    "audio": {
        "aac": "audio/aac",
        "flac": "audio/flac",
        "m4a": "audio/mp4",
        "mp3": "audio/mpeg",
        "oga": "audio/ogg",
        "ogg": "audio/ogg",
        "opus": "audio/ogg",
        "wav": "audio/wav",
    },
    "video": {"mp4": "video/mp4", "webm": "video/webm"},
}
#: How files begin.  All of these groups are possessive: no document makes a match take long.
_BEGINNINGS = {
    suffix: re.compile(beginning, re.DOTALL)
    for suffix, beginning in {
        "png": rb"\x89PNG\r\n\x1a\n",
        "jpg": rb"\xff\xd8\xff",
        "gif": rb"GIF8[79]a",
        "webp": rb"RIFF.{4}WEBP",
        "svg": rb"(?:\xef\xbb\xbf)?(?:\s++|<\?(?>.*?\?>)|<!--(?>.*?-->)"
        rb"|<!DOCTYPE\s++svg\b[^>\[]*+(?:\[[^\]]*+\]\s*+)?>)*+<svg[\s>]",
        "avif": rb".{4}ftypavi[fs]",
        "bmp": rb"BM.{4}\0{4}",
        "wav": rb"RIFF.{4}WAVE",
        "ogg": rb"OggS",
        "flac": rb"fLaC",
        "m4a": rb".{4}ftypM4[AB]",
        "mp3": rb"ID3|\xff[\xe2\xe3\xf2\xf3\xfa\xfb]",
        "aac": rb"\xff[\xf0\xf1\xf8\xf9]|ADIF",
        "mp4": rb".{4}ftyp(?:iso|mp4|avc|M4V|dash)",
        "webm": rb"\x1aE\xdf\xa3",
    }.items()
}
_KNOWN = re.compile(r"(?:image|audio|video)/")
#: What servers say of files that they know nothing of.
_GENERIC = frozenset(
    {
        "",
        "application/octet-stream",
        "application/ogg",
        "application/xml",
        "binary/octet-stream",
        "text/plain",
        "text/xml",
    }
)


def type_of(suffix: str) -> str:
    """Return the content type of files whose names end so; empty if we do not know it."""
    return next((types[suffix] for types in TYPES.values() if suffix in types), "")


def suffix_of(content: bytes, content_type: str = "") -> str:
    """Return how the name of a picture or a sound should end; empty if it is none that we know.

    Its first bytes tell: servers mix up the types of pictures.  What a server calls something
    else altogether, such as ``text/html``, is none.
    """
    if content_type not in _GENERIC and not _KNOWN.match(content_type):
        return ""
    matches = (suffix for suffix, begins in _BEGINNINGS.items() if begins.match(content))
    return next(matches, "")
