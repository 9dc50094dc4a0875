"""Makes prose of the HTML of questions and answers: text without code and tables."""

from __future__ import annotations

import re

from deckgen.markdown import plain_text

_NO_PROSE = re.compile(r"<(pre|table|svg|math)\b.*?</\1>|<div class=\"math\">.*?</div>", re.DOTALL)


def prose(html: str) -> str:
    """Return the text of HTML without code blocks, tables and formulas of their own."""
    return plain_text(_NO_PROSE.sub(" ", html))
