from __future__ import annotations

import pytest

from deckgen.media_types import suffix_of, type_of

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"/>'


@pytest.mark.parametrize(
    "content, suffix",
    [
        (b"\x89PNG\r\n\x1a\n....", "png"),
        (b"\xff\xd8\xff\xe0....", "jpg"),
        (b"GIF89a....", "gif"),
        (b"RIFF\1\2\3\4WEBPVP8 ", "webp"),
        (b"\0\0\0 ftypavif\0\0", "avif"),
        (b"BM\1\2\3\4\0\0\0\0....", "bmp"),
        (SVG, "svg"),
        (b'\xef\xbb\xbf<?xml version="1.0"?>\n<!-- a drawing -->\n' + SVG, "svg"),
        (b'<!DOCTYPE svg PUBLIC "a" "b" [<!ENTITY c "d">]>' + SVG, "svg"),
        (b"RIFF\1\2\3\4WAVEfmt ", "wav"),
        (b"OggS\0....", "ogg"),
        (b"fLaC....", "flac"),
        (b"ID3\3....", "mp3"),
        (b"\xff\xfb\x90....", "mp3"),
        (b"\xff\xf1....", "aac"),
        (b"\0\0\0 ftypM4A ....", "m4a"),
        (b"\0\0\0 ftypisom....", "mp4"),
        (b"\x1aE\xdf\xa3....", "webm"),
    ],
)
def test_first_bytes_tell_a_type_that_is_shown(content: bytes, suffix: str) -> None:
    assert suffix_of(content) == suffix
    assert suffix_of(content, "application/octet-stream") == suffix
    assert type_of(suffix)


@pytest.mark.parametrize(
    "content, content_type",
    [
        (b"<!DOCTYPE html><html><svg></svg></html>", "text/plain"),
        (b"<html>not found</html>", "image/png"),
        (b'<?xml version="1.0"?><!DOCTYPE html><html><svg/></html>', "image/svg+xml"),
        (b"\x89PNG\r\n\x1a\n", "text/html"),
        (SVG, "application/json"),
        (b"II*\0 a TIFF", "image/tiff"),
        (b"BMW is a maker of cars", "text/plain"),
        (b"root:x:0:0:root:/root:/bin/sh", ""),
        (b"", "image/png"),
    ],
)
def test_what_is_none_or_is_called_something_else_has_no_type(
    content: bytes, content_type: str
) -> None:
    assert suffix_of(content, content_type) == ""


def test_wrong_name_of_a_picture_does_not_matter() -> None:
    assert suffix_of(b"RIFF\1\2\3\4WEBPVP8 ", "image/jpeg") == "webp"
