"""Takes off an answer the last paragraph that says where it is from: ``*Source: …*``."""

from __future__ import annotations

import re

_CITATION = re.compile(r"([*_])(?!\1)Sources?:[ \t]*(?P<source>\S.*?)(?<![\s*_])\1", re.DOTALL)
_PARAGRAPH_END = re.compile(r"\n[ \t]*\n")


def take_citation(answer: str) -> tuple[str, str]:
    """Return the answer without its source, and the source as markdown.

    The source is a last paragraph that is wholly emphasised and begins with "Source:"; an answer
    that is nothing else keeps it.
    """
    if "ource" not in answer:
        return answer, ""
    text = answer.rstrip()
    start = max((m.end() for m in _PARAGRAPH_END.finditer(text)), default=0)
    m = _CITATION.fullmatch(text, start)
    if not start or m is None:
        return answer, ""
    return text[:start].rstrip(), " ".join(m["source"].split())
