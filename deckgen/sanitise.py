"""Lets only harmless HTML and URLs pass; the only module that knows nh3."""

from __future__ import annotations

import re
from functools import cache

import nh3

_FORMATTING = (
    "a abbr b bdi bdo br cite code del dfn div em hr i ins kbd mark p pre q rp rt ruby s samp"
    " small span strong sub sup time u var wbr"
)
_STRUCTURE = (
    "blockquote caption col colgroup dd details dl dt figcaption figure h1 h2 h3 h4 h5 h6 img li"
    " ol summary table tbody td tfoot th thead tr ul"
)
_TAGS = frozenset(f"{_FORMATTING} {_STRUCTURE}".split())
# HTML's other elements: their tags go, their text stays.
_OTHER_TAGS = frozenset(
    "acronym address applet area article aside audio base basefont big blink body button canvas"
    " center data datalist dialog dir embed fieldset font footer form frame frameset head header"
    " hgroup html iframe input label legend link main map marquee math menu meta meter nav nobr"
    " noembed noframes noscript object optgroup option output param picture plaintext progress"
    " script search section select slot source strike style svg template textarea title track tt"
    " video xmp".split()
)
#: They are written as images are in markdown.
_PLAYERS = frozenset({"audio", "video", "source"})
_SRC = re.compile(r"""\ssrc\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'=<>`]+)""", re.IGNORECASE)
_ATTRIBUTES = {
    "*": {"class", "dir", "lang", "title"},
    "a": {"href"},
    "col": {"span"},
    "colgroup": {"span"},
    "details": {"open"},
    "img": {"src", "alt", "width", "height"},
    "li": {"value"},
    "ol": {"start", "type", "reversed"},
    "td": {"align", "colspan", "rowspan"},
    "th": {"align", "colspan", "rowspan", "scope"},
    "time": {"datetime"},
}
_SCHEMES = frozenset({"http", "https", "mailto"})
# Anything else might be a script: text/html and image/svg+xml are.
_IMAGE_DATA = re.compile(r"data:image/(?:png|jpe?g|gif|webp)[;,]", re.IGNORECASE)
# Browsers skip some of these inside a scheme; we skip them all.
_INVISIBLE = re.compile("[\x00-\x20\x7f-\xa0\xad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]+")
_BEFORE_PATH = re.compile(r"[^/?#]*")

# A tag with nothing left open, for CommonMark and browsers alike.
_MARKUP = re.compile(
    r"""
    <!--.*?(?:-->|\Z) | <\?.*?(?:\?>|\Z) | <!\[CDATA\[.*?(?:\]\]>|\Z) | <![A-Za-z][^>]*(?:>|\Z)
    | </?(?P<name>[A-Za-z][A-Za-z0-9-]*)
      (?:(?:\s+|(?<=["']))[^\s"'<>/=]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'=<>`][^\s"'<>`]*))?)*
      \s*/?>
    | <
    """,
    re.DOTALL | re.IGNORECASE | re.VERBOSE,
)
#: Browsers nest no deeper than twice this.
_DEEPEST = 256
# They hold nothing, or the next one ends them.
_CLOSED_BY_OTHERS = frozenset(
    "br hr img col wbr p li dt dd tr td th tbody tfoot thead caption colgroup".split()
)
_CLOSING = {name: re.compile(rf"</{name}\s*>", re.IGNORECASE) for name in ("script", "style")}
# What Anki replaces wherever it stands, even in code and attributes: sounds, LaTeX, speech,
# fields to type into.
_LIVE_IN_ANKI = re.compile(
    r"\[(?=sound:|/?latex\]|/?\$\$?\]|anki:|\[?type:)|\[(?=\[type:)", re.IGNORECASE
)


def is_safe_url(url: str, *, image: bool = False) -> bool:
    """Whether a link may lead to ``url``, or an image may come from it.

    Relative ones may, and those with a scheme that runs nothing; images also as data.
    """
    start = _BEFORE_PATH.match(_INVISIBLE.sub("", url))
    scheme, colon, _ = start[0].partition(":") if start else ("", "", "")
    if image and len(scheme) == 1:
        return True  # a drive of Windows: no image, but worth a message
    return not colon or scheme.lower() in _SCHEMES or (image and _IMAGE_DATA.match(url) is not None)


def whole_tags(html: str, *, inline: bool) -> str:
    """Keep the complete tags of a piece of raw HTML that we allow; make text of all else.

    What remains cannot swallow the text behind it, as ``<a title="`` and ``<!--`` would.
    Comments go; a script or a style sheet goes with its content.

    Args:
        html: The raw HTML.
        inline: Whether it stands among text, where a tag that HTML does not have is text that
            the author forgot to escape (``List<String>``), not markup.
    """
    pieces: list[str] = []
    start = 0
    for m in _MARKUP.finditer(html):
        if m.start() >= start:
            pieces += html[start : m.start()], _kept(m, inline=inline)
            start = _end_of_content(html, m)
    return "".join(pieces) + html[start:]


def _kept(m: re.Match[str], *, inline: bool) -> str:
    if m[0] == "<":
        return "&lt;"
    name = (m["name"] or "").lower()
    if name in _TAGS:
        return m[0]
    if name in _PLAYERS and (source := _SRC.search(m[0])):
        # What is shown of a sound is decided where the file is found.
        return f"<img{source[0]} alt>"
    # Alone on its line, "<your-name>" is forgotten to be escaped too; "<Note>" is a component.
    if name and name not in _OTHER_TAGS and (inline or m["name"].islower()):
        return f"&lt;{m[0][1:-1]}&gt;"
    return ""


def _end_of_content(html: str, m: re.Match[str]) -> int:
    """Where a script or a style sheet ends that begins with this tag; else the tag's end."""
    closing = _CLOSING.get((m["name"] or "").lower())
    if closing is None or m[0].startswith("</"):
        return m.end()
    end = closing.search(html, m.end())
    return end.end() if end else len(html)


def clean(html: str) -> str:
    """Close what is open and drop each attribute and URL that is not allowed.

    Elements within very many others lose their tags: the cleaner takes quadratic time for depth.
    """
    return _cleaner().clean(_flattened(html) if html.count("<") > _DEEPEST else html)


def _flattened(html: str) -> str:
    depth = 0
    pieces: list[str] = []
    start = 0
    for m in _MARKUP.finditer(html):
        name = (m["name"] or "").lower()
        if name and name not in _CLOSED_BY_OTHERS:
            is_end = m[0].startswith("</")
            depth += not is_end
            if depth > _DEEPEST:
                pieces.append(html[start : m.start()])
                start = m.end()
            depth = max(0, depth - is_end)
    return "".join([*pieces, html[start:]])


def inert(html: str) -> str:
    """Keep Anki from reading ``[sound:…]``, ``[latex]`` and the like in a text as commands."""
    return _LIVE_IN_ANKI.sub("&#91;", html) if "[" in html else html


@cache
def _cleaner() -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=set(_TAGS),
        attributes={tag: set(names) for tag, names in _ATTRIBUTES.items()},
        attribute_filter=_attribute,
        url_schemes={*_SCHEMES, "data"},
        link_rel=None,
    )


def _attribute(tag: str, name: str, value: str) -> str | None:
    if name in ("href", "src") and not is_safe_url(value, image=tag == "img"):
        return None
    return value
