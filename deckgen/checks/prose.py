"""Measures the text of questions and answers: words in any script, without code and tables."""

from __future__ import annotations

import re

from deckgen.markdown import plain_text

_NO_PROSE = re.compile(r"<(pre|table|svg|math)\b.*?</\1>|<div class=\"math\">.*?</div>", re.DOTALL)
# A Chinese or Japanese word has about two characters.
_WORD = re.compile(
    r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]{1,2}|[^\W_]+(?:['’.-][^\W_]+)*"
)


def prose(html: str) -> str:
    """Return the text of HTML without code blocks, tables and formulas of their own."""
    return plain_text(_NO_PROSE.sub(" ", html))


def count_words(text: str) -> int:
    """Return how many words a text has."""
    return sum(1 for _ in _WORD.finditer(text))
