"""Writes addresses on the web as they go over the wire."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

_HOST = re.compile(r"[a-z0-9._:-]+")
_STRAY_PERCENT = re.compile("%(?![0-9A-Fa-f]{2})")
#: What stands in paths and queries as it is, and the percent signs of what is encoded already.
_PLAIN = "%/?:@!$&'()*+,;=~"


def address(src: str) -> str | None:
    """Return the address of what a document shows, ``//host/path`` being one of https.

    None stands for what is none that we fetch: it has another scheme, no host or a wrong one, or
    a name and a password.
    """
    try:
        parts = urlsplit(f"https:{src}" if src.startswith("//") else src)
        host = (parts.hostname or "").encode("idna").decode()
        port = "" if parts.port is None else f":{parts.port}"
    except ValueError:
        return None
    is_named = parts.username is not None
    if parts.scheme not in {"http", "https"} or not _HOST.fullmatch(host) or is_named:
        return None
    host = f"[{host}]" if ":" in host else host
    query = f"?{_encoded(parts.query)}" if parts.query else ""
    return f"{parts.scheme}://{host}{port}{_encoded(parts.path or '/')}{query}"


def _encoded(text: str) -> str:
    return quote(_STRAY_PERCENT.sub("%25", text), safe=_PLAIN, errors="replace")
