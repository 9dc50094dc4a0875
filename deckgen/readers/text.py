"""Turns a document's bytes into text, or says why they are none."""

from __future__ import annotations

import codecs
import re
from dataclasses import replace

from deckgen.model import Finding

#: Control characters that text does not hold; form feed and escape do occur in old notes.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]")
#: From this share of control characters on, a file is taken for a binary one.
_BINARY_SHARE = 0.05


def decode(content: bytes, name: str) -> tuple[str, list[Finding]]:
    r"""Return the text of ``content`` with ``\n`` between lines and without a byte order mark.

    NUL becomes U+FFFD, as CommonMark has it.  Lines stay what they were, so that a line of the
    text is a line of the file.  With a finding the text is empty.
    """
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "", [_error("not-utf-8", "the file is UTF-16, not UTF-8", _SAVE, name)]
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return "", [_undecodable(content, error.start, name)]
    if not text.strip():
        return "", [replace(_EMPTY, file=name)]
    if len(_CONTROL.findall(text)) > _BINARY_SHARE * len(text):
        return "", [_binary(name)]
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text.replace("\0", "\ufffd"), []


#: Among other documents, one that is empty is a note for later.
_EMPTY = Finding(
    severity="warning",
    code="empty",
    message="the file is empty",
    hint="write a question into it",
)
_SAVE = "save it as UTF-8 and try again"


def _undecodable(content: bytes, position: int, name: str) -> Finding:
    if b"\0" in content:
        return _binary(name)
    line = content.count(b"\n", 0, position) + 1
    message = f"the file is not UTF-8: byte 0x{content[position]:02x} cannot be read"
    return _error("not-utf-8", message, _SAVE, name, line)


def _binary(name: str) -> Finding:
    return _error("binary", "the file is binary, not text", "name a markdown document", name)


def _error(code: str, message: str, hint: str, file: str, line: int = 0) -> Finding:
    return Finding(severity="error", code=code, message=message, hint=hint, file=file, line=line)
