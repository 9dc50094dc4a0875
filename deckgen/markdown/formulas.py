r"""Tells formulas from money and regular expressions: ``$…$``, ``$$…$$``, ``\(…\)``, ``\[…\]``.

Anki's MathJax knows ``\(…\)`` and ``\[…\]`` only, so all formulas are written so.
"""

from __future__ import annotations

import re
from html import escape, unescape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

# No formula that is meant is longer; a bound keeps each search short.
_MOST = 4000
_ENVIRONMENT = (
    r"(?:equation|align|alignat|aligned|gather|gathered|multline|flalign|eqnarray|split|array|cases"
    r"|[bBpvV]?matrix|smallmatrix)\*?"
)
#: What a formula in a text begins with.
TRIGGER = rf"\$|\\[(\[]|\\begin\{{{_ENVIRONMENT}\}}"
_TRIGGER = re.compile(TRIGGER)
_TRIGGER_OR_ESCAPE = re.compile(rf"{TRIGGER}|\\.", re.DOTALL)
# A backtick belongs to code, which a formula cannot reach into, save in GitHub's $`…`$; where code
# is masked, NUL stands for it.
_FORMULA = re.compile(
    rf"""
      \$\$ (?P<dollars> (?: [^\\$`\0] | \\. | \$(?!\$) ){{1,{_MOST}}}? ) \$\$
    | \$` (?P<github> [^`]{{1,{_MOST}}} ) `\$
    | \$ (?P<dollar> (?![\s$]) (?: [^\\$`\0] | \\. ){{1,{_MOST}}}? (?<!\s) ) \$ (?!\d)
    | \\\( (?P<inline> (?: [^\\`\0] | \\[^()] ){{1,{_MOST}}}? ) \\\)
    | \\\[ (?P<display> (?: [^\\`\0] | \\[^\[\]] ){{1,{_MOST}}}? ) \\\]
    | (?P<environment> \\begin\{{(?P<name>{_ENVIRONMENT})\}} .{{0,{_MOST}}}? \\end\{{(?P=name)\}} )
    """,
    re.DOTALL | re.VERBOSE,
)
# "$5 a month or 10$" is money, "$HOME/$USER" are variables of a shell.
_MONEY = re.compile(r"\d[\d.,]*[^\\^_={]*\s[^\\^_={]*[A-Za-z]{2}")
_BLANK_LINE = re.compile(r"\n[ \t]*\n")
_CUT_OFF = re.compile(r"[-/:,;.=]\Z")
_REGEX = re.compile(r"\\[dwsbDWS.](?![A-Za-z])|\[\^|\.[*+]|\(\?[:=!<]|\[\w-\w|[\])][*+?]|\|\)|^\|")
_SPACE_OR_SIGN = re.compile(r"[\W_]*\Z")
_PERCENT = re.compile(r"(?<=\d)%")

# Formulas that are blocks of their own, by the line that they begin with.
_BLOCK = re.compile(rf"\$\$|\\\[|\\begin\{{(?P<name>{_ENVIRONMENT})\}}")
_NO_FORMULA = re.compile(r" {0,3}(?:#{1,6} |```|~~~)")
# Markup that text in raw HTML is between; what is in code stays as it is.
_MARKUP = re.compile(
    r"""(<(?:pre|code)\b.*?</(?:pre|code)\s*>|<[^>"']*(?:"[^"]*"[^>"']*|'[^']*'[^>"']*)*>)""",
    re.DOTALL | re.IGNORECASE,
)
# Text that MathJax would typeset, and the places where it is meant to or does not look.
_STRAY = re.compile(
    r'<(?P<tag>span|div) class="math">.*?</(?P=tag)>|<(?P<code>pre|code)\b.*?</(?P=code)>'
    r'|<[^>"]*(?:"[^"]*"[^>"]*)*>|\\(?P<open>[(\[])',
    re.DOTALL,
)


def formula_at(text: str, start: int) -> tuple[str, bool, int] | None:
    """The formula that begins at ``start``: its TeX, whether it is displayed, where it ends."""
    m = _FORMULA.match(text, start)
    if m is None or m.lastgroup is None:
        return None
    kind = "environment" if m["environment"] else m.lastgroup
    tex = m[kind]
    if kind == "dollar" and _is_no_formula(text, start, m.end(), tex):
        return None
    if kind in ("inline", "display") and (_SPACE_OR_SIGN.match(tex) or _REGEX.search(tex)):
        return None
    # "[$]…[/$]" is what Anki would make LaTeX of, not a formula between its dollars.
    if not tex.strip() or (tex[0] == "]" and text[start - 1 : start] == "["):
        return None
    return tex.strip(), kind in ("dollars", "display", "environment"), m.end()


def replace_formulas(markdown: str, by: Callable[[str], str]) -> str:
    """Replace each formula in a text, with its delimiters, by what ``by`` makes of it.

    Code is for the caller to mask, with NUL for each character.
    """
    if "$" not in markdown and "\\" not in markdown:
        return markdown
    pieces: list[str] = []
    copied = position = 0
    while hit := _TRIGGER_OR_ESCAPE.search(markdown, position):
        found = formula_at(markdown, hit.start())
        position = found[2] if found else hit.end()
        if found:
            pieces += markdown[copied : hit.start()], by(markdown[hit.start() : position])
            copied = position
    return "".join([*pieces, markdown[copied:]])


def _is_no_formula(text: str, start: int, end: int, tex: str) -> bool:
    before, after = text[start - 1 : start], text[end : end + 1]
    return (
        before.isalnum()
        or before == "$"
        or _MONEY.match(tex) is not None
        or _BLANK_LINE.search(tex) is not None
        or (after.isalpha() and _CUT_OFF.search(tex) is not None)
    )


def formula(tex: str, *, display: bool, tag: str = "span") -> str:
    """A formula as HTML, in the delimiters that Anki knows."""
    opening, closing = ("\\[", "\\]") if display else ("\\(", "\\)")
    # After a number nobody means a comment of TeX, which would swallow the rest.
    tex = _PERCENT.sub(r"\\%", tex)
    return f'<{tag} class="math">{opening}{escape(tex, quote=False)}{closing}</{tag}>'


def block_end(lines: list[str], number: int, text: str) -> str:
    """What ends the block of mathematics that a line begins; empty where it begins none.

    Args:
        lines: The document's lines.
        number: The line's number, from 1.
        text: What the line holds behind the marks of its containers.
    """
    m = _BLOCK.match(text)
    if m is None:
        return ""
    end = f"\\end{{{m['name']}}}" if m["name"] else {"$$": "$$", "\\[": "\\]"}[m[0]]
    rest = text[m.end() :]
    if end in rest:
        return end if rest.rstrip(" \t").endswith(end) and rest.count(end) == 1 else ""
    # Only what is alone on its line may have blank lines in it: it is hardly anything else.
    alone = not rest.strip(" \t")
    for line in lines[number : number + 100]:
        if end in line:
            return end if line.rstrip(" \t").endswith(end) else ""
        if _NO_FORMULA.match(line) or (not alone and not line.strip(" \t>")):
            return ""
    return ""


def block_tex(lines: list[str], end: str) -> str:
    """The TeX of a block that ended with ``end``, without its delimiters."""
    text = "\n".join(lines).strip(" \t\n")
    if end.startswith("\\end"):
        return text
    return text[2:-2].strip(" \t\n")


def in_raw_html(html: str) -> str:
    """Typeset the formulas in the text of raw HTML, where no markdown is read."""
    pieces = _MARKUP.split(html)
    return "".join(piece if n % 2 else _typeset(piece) for n, piece in enumerate(pieces))


def _typeset(text: str) -> str:
    if "$" not in text and "\\" not in text:
        return text
    text = unescape(text)
    out: list[str] = []
    done = 0
    for hit in _TRIGGER.finditer(text):
        found = formula_at(text, hit.start()) if hit.start() >= done else None
        if found:
            tex, display, end = found
            out += escape(text[done : hit.start()], quote=False), formula(tex, display=display)
            done = end
    return "".join(out) + escape(text[done:], quote=False)


def without_strays(html: str) -> str:
    r"""Keep MathJax from typesetting a ``\(`` or ``\[`` that is text: a regular expression."""
    if "\\(" not in html and "\\[" not in html:
        return html
    return _STRAY.sub(lambda m: f"\\<span></span>{m['open']}" if m["open"] else m[0], html)
