"""Fills a page's skeleton with its parts, and guards what could break the page."""

from __future__ import annotations

import base64
import hashlib
import re
from string import Template as Skeleton
from typing import TYPE_CHECKING

from deckgen.model import Finding

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from deckgen.model import Template

_LEADING_COMMENT = re.compile(r"\A\s*<!--.*?-->\s*", re.DOTALL)


def fill(
    name: str, templates: Mapping[str, Template], values: Mapping[str, str]
) -> tuple[str, list[Finding]]:
    """Return the page that a skeleton makes, or the errors in the skeleton."""
    skeleton = templates[name].text
    if faults := list(_faults(name, skeleton, values.keys())):
        return "", faults
    return Skeleton(_LEADING_COMMENT.sub("", skeleton)).substitute(values), []


def style(templates: Mapping[str, Template], *names: str) -> str:
    """The style sheets of a page: what all share, then its own by their names."""
    sheets = "anki/code", "html/base", *(f"html/{name}" for name in names)
    return inert("".join(templates[f"{sheet}.css"].text for sheet in sheets))


def inert(text: str) -> str:
    """A script or style sheet as the browser will see it, unable to end its own element."""
    return re.sub(r"</(?=script|style)", r"<\\/", re.sub(r"\r\n?", "\n", text), flags=re.IGNORECASE)


def source_hash(script: str) -> str:
    """The hash by which a content security policy admits a script."""
    digest = hashlib.sha256(script.encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"


def css_string(text: str) -> str:
    """The text as a string of CSS, with everything escaped that could end it."""
    return '"' + re.sub(r"[^\w .,]", lambda match: f"\\{ord(match[0]):x} ", text) + '"'


def _faults(name: str, skeleton: str, known: Collection[str]) -> Iterator[Finding]:
    """An error for each ``$`` in the skeleton that begins no placeholder of ours."""
    for match in Skeleton.pattern.finditer(skeleton):
        placeholder = match["named"] or match["braced"]
        if match["escaped"] or placeholder in known:
            continue
        yield Finding(
            severity="error",
            code="template-placeholder",
            message=f"the page has no placeholder ${placeholder or ''}",
            hint=f"write $$ for a dollar sign, or one of ${', $'.join(sorted(known))}",
            file=f"templates/{name}",
            line=skeleton.count("\n", 0, match.start()) + 1,
        )
