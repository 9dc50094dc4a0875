"""Checks formulas and makes MathML of them; the only module that knows math-core."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from html import unescape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from math_core import LatexToMathML

#: A formula as the renderer of markdown writes it, in MathJax's own delimiters.
_FORMULA = re.compile(
    r'<(?P<tag>span|div) class="math">\\(?P<open>[(\[])(?P<tex>.*?)\\[)\]]</(?P=tag)>', re.DOTALL
)
# MathJax would make links, styles and scripts of these, or fetch what they need.
_LIVE = re.compile(
    r"\\(?:href|url|style|class|cssId|data|require|csname|includegraphics|toggle)(?![A-Za-z])"
)
# What MathJax may know though math-core does not: the card keeps such a formula.
_UNKNOWN = ("Unknown command", "Unknown environment", "Found ")
_PLACE = re.compile(r"^\d+: ")
# TeX that math-core lacks, and what says the same on a page without numbered equations.
_SUBSTITUTES = (
    (re.compile(r"\\(begin|end)\{eqnarray\*?\}"), r"\\\1{aligned}"),
    (re.compile(r"\\begin\{alignat\*?\}\s*\{\d+\}"), r"\\begin{aligned}"),
    (re.compile(r"\\end\{alignat\*?\}"), r"\\end{aligned}"),
    (re.compile(r"\\begin\{(equation|align|gather|multline)\}"), r"\\begin{\1*}"),
    (re.compile(r"\\end\{(equation|align|gather|multline)\}"), r"\\end{\1*}"),
    (re.compile(r"\\mbox(?![A-Za-z])"), r"\\text"),
    (re.compile(r"\\(?:label|tag\*?)\{[^{}]*\}|\\(?:nonumber|notag)(?![A-Za-z])"), ""),
)


@dataclass(frozen=True, slots=True)
class Fault:
    """A formula that does not parse: its TeX, and what is wrong with it."""

    tex: str
    message: str


def to_mathml(html: str) -> str:
    """Make MathML of the formulas in HTML, for pages without a script.

    A formula that does not parse becomes its source, as code.
    """
    if 'class="math"' not in html:
        return html
    return _FORMULA.sub(_as_mathml, html)


def checked(html: str) -> tuple[str, list[Fault]]:
    """Return the HTML with the source in place of each formula that is broken, and the faults.

    A formula with a command that only MathJax may know is a fault too, but stays.
    """
    faults: list[Fault] = []

    def check(m: re.Match[str]) -> str:
        tex = unescape(m["tex"])
        _, message = _converted(tex, display=m["open"] == "[")
        if not message:
            return m[0]
        faults.append(Fault(tex, message))
        return m[0] if message.startswith(_UNKNOWN) else _source(m)

    return (_FORMULA.sub(check, html) if 'class="math"' in html else html), faults


def _as_mathml(m: re.Match[str]) -> str:
    mathml, message = _converted(unescape(m["tex"]), display=m["open"] == "[")
    if message:
        return _source(m)
    return f'<{m["tag"]} class="math">{mathml}</{m["tag"]}>'


def _source(m: re.Match[str]) -> str:
    code = f"<code>{m['tex']}</code>"
    return f"<pre>{code}</pre>" if m["tag"] == "div" else code


@lru_cache(maxsize=1 << 12)
def _converted(tex: str, *, display: bool) -> tuple[str, str]:
    """A formula's MathML, or what is wrong with it."""
    from math_core import LatexError  # noqa: PLC0415 - few documents have formulas

    if live := _LIVE.search(tex):
        return "", f"{live[0]} is not allowed"
    for pattern, substitute in _SUBSTITUTES:
        tex = pattern.sub(substitute, tex)
    try:
        return _converter().convert_with_local_state(tex, displaystyle=display), ""
    except LatexError as error:
        return "", _PLACE.sub("", str(error)).rstrip(".")


@cache
def _converter() -> LatexToMathML:
    from math_core import LatexToMathML  # noqa: PLC0415 - as above

    return LatexToMathML(fancy_error=False)
