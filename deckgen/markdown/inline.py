"""Parses inline markdown with mistune; the only module that knows mistune.

mistune finds links, images, code, HTML and escapes.  Emphasis is ours: mistune's takes quadratic
time on ``*a *a … b* b*``, and counts combining marks as punctuation.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping
from functools import lru_cache
from typing import Any

from mistune import InlineParser
from mistune.core import InlineState
from mistune.helpers import LINK_LABEL, parse_link_href, parse_link_title, unescape_char
from mistune.util import escape_url, unikey
from mistune.util import unescape as unescape_entities

from deckgen.markdown import formulas

__all__ = [
    "Targets",
    "Token",
    "definition_at",
    "labels",
    "normal_label",
    "targets",
    "tokens",
    "unescape_entities",
    "unescape_literal",
]

# A mistune token: a "type", and "raw" text or "children".
Token = dict[str, Any]
# What links may refer to: by normalised label the "url" and perhaps the "title".
Targets = Mapping[str, Mapping[str, str]]

# Emphasis deeper than this stays as typed; nobody means it.
_MAX_DEPTH = 50
_TAGS = {
    ("*", 1): "em",
    ("_", 1): "em",
    ("*", 2): "strong",
    ("_", 2): "strong",
    ("~", 2): "del",
    ("=", 2): "mark",
}

_DEFINITION = re.compile(rf"\[({LINK_LABEL})\]:")
_LABEL = re.compile(r"\[((?:[^\\\[\]]|\\.){1,999})\]", re.DOTALL)
_LINE_REST = re.compile(r"[ \t]*(?:\n|$)")

_MEDIA = r"\.(?i:png|jpe?g|gif|webp|svg|avif|bmp|mp3|ogg|oga|opus|m4a|aac|flac|wav|mp4|webm)"
_FILE = re.compile(
    rf"!\[\[(?P<embedded>[^\[\]|<>\n]{{1,250}}?{_MEDIA})(?:\|[^\[\]\n]{{0,100}})?\]\]"
    rf"|!\[(?P<alt>[^\[\]\n]{{0,300}})\]"
    rf"\((?P<spaced>[^()<>\n\"']{{1,250}} [^()<>\n\"']{{0,250}}{_MEDIA})\)"
)

# A link to another note, as in Obsidian: [[Note]], [[Note#Part]], [[Note|as shown]].  x[[1]] is
# an index, [[:alpha:]] and [[ -f x ]] are code, [[1]](url) is a link's text in brackets, [[[a]]]
# is text; and no note has a colon in its name, so that [[type:x]] is none.
_NOTE_LINK = re.compile(
    r"(?<![\w)\[\]])\[\[(?=[\w#(])(?=[^\[\]|]*[^\W\d_])(?P<target>[^\[\]|:\n]{1,250})(?<!\s)"
    r"(?:\|(?P<shown>[^\[\]|\n]{1,250}))?\]\](?![(\[\]:])"
)

_FOOTNOTE = re.compile(r"\[(\^[^\]\s]{1,100})\]")
_BARE_URL = r"https?://[\w-]+(?:\.[\w-]+)+[^\s<]*"
_ENTITY_AT_END = re.compile(r"&[A-Za-z0-9]+;$")


def tokens(text: str, targets: Targets, footnotes: Collection[str] = ()) -> list[Token]:
    """Split inline markdown into tokens.

    The types are mistune's: text, codespan, inline_html (with ``raw``), linebreak, link and image
    (with ``children`` and ``attrs``: ``url``, perhaps ``title``).  Four are ours: ``literal`` is
    text without entities, ``mark`` is the HTML tag at an end of emphasis, ``formula`` is TeX,
    ``footnote`` is a footnote's label (all with ``raw``; a formula has ``display`` and ``source``
    too).
    Text still holds entities, and the line breaks that no backslash makes.

    Args:
        text: Markdown; its lines have no leading space.
        targets: What the text's references may refer to.
        footnotes: The labels of the footnotes that it may refer to.
    """
    parser = _WITH_URLS if "://" in text else _PLAIN
    state = InlineState({"ref_links": targets, "footnotes": footnotes})
    state.src = text
    return parser.parse(state)


def targets(definitions: Mapping[str, str]) -> Targets:
    """What definitions, as in :attr:`Document.references`, make references point to."""
    found = {
        label: definition_at(source, 0)
        for label, source in definitions.items()
        if not label.startswith("^")
    }
    return {label: definition[1] for label, definition in found.items() if definition}


def unescape_literal(text: str) -> str:
    """Resolve the backslashes and entities of a text without other markdown."""
    return unescape_entities(unescape_char(text))


def normal_label(label: str) -> str:
    """A label as it is compared with others."""
    return unikey(label)


def labels(text: str) -> set[str]:
    """The normalised labels of all in ``text`` that might refer to a definition."""
    return {unikey(m[1]) for m in _LABEL.finditer(text)}


def definition_at(text: str, start: int) -> tuple[str, dict[str, str], int] | None:
    """The link definition at ``start``: its normalised label, its target, where its lines end."""
    m = _DEFINITION.match(text, start)
    label = unikey(m[1]) if m else ""
    if m is None or not label:
        return None
    url, url_end = parse_link_href(text, m.end(), block=True)
    if url is None or url_end is None:
        return None
    target = {"url": escape_url(unescape_char(url))}
    title, title_end = parse_link_title(text, url_end, len(text))
    rest = _LINE_REST.match(text, title_end) if title_end is not None else None
    if rest is None:
        rest = _LINE_REST.match(text, url_end)
    elif title:
        target["title"] = title
    return rest and (label, target, rest.end())


class _Inline(InlineParser):
    """mistune's inline parser with our own emphasis, and a main loop that skips plain text."""

    def __init__(self, *, bare_urls: bool) -> None:
        super().__init__()
        # Lines are joined and broken where text is rendered: only the backslash needs a token.
        self.specification["linebreak"] = r"\\\n"
        self.rules.remove("softbreak")
        self.specification["emphasis"] = r"\*+|_+|(?<!~)~~(?!~)|(?<!=)==(?!=)"
        # Before the escapes: the backslash of "\(" is one of a formula, if one follows.
        self.register("formula", formulas.TRIGGER, _Inline._parse_formula, before="escape")
        trigger = r"[\\`*_<\]$]|!?\[|~~|=="
        if bare_urls:
            self.register("bare_url", rf"(?i:{_BARE_URL})", _Inline._parse_bare_url)
            trigger += "|(?i:https?://)"
        self._search = re.compile(trigger).search

    def parse(self, state: InlineState) -> list[Token]:
        src, end = state.src, len(state.src)
        match = self.compile_sc().match
        position = 0
        while position < end:
            hit = self._search(src, position)
            start = hit.start() if hit else end
            if start > position:
                state.append_token({"type": "text", "raw": src[position:start]})
            if hit is None:
                break
            m = match(src, start)
            position = (self.parse_method(m, state) if m else None) or 0
            if not position:
                position = start + 1
                state.append_token({"type": "text", "raw": src[start:position]})
        state.tokens = self.finalize_tokens(state.tokens, state.depth)
        return state.tokens

    def process_text(self, text: str, state: InlineState, parse_emphasis: bool = True) -> None:  # noqa: FBT001, FBT002 - mistune's signature
        """Append text; mistune says with ``parse_emphasis`` whether it was escaped."""
        state.append_token({"type": "text" if parse_emphasis else "literal", "raw": text})

    def parse_emphasis(self, m: re.Match[str], state: InlineState) -> int:
        """Note a run of marks; what it means shows when the whole text is read."""
        src, start, end = state.src, m.start(), m.end()
        before = _class_of(src[start - 1]) if start else " "
        after = _class_of(src[end]) if end < len(src) else " "
        # Chinese and Japanese set no space around emphasis, not even beside a full stop.
        left = after != " " and (after == "a" or before != "a" or _is_cjk(src[start - 1]))
        right = before != " " and (before == "a" or after != "a" or _is_cjk(src[end]))
        if m[0][0] == "=":
            # What stands between words is a comparison: a==b.
            left = left and (before != "a" or _is_cjk(src[start - 1]))
            right = right and (after != "a" or _is_cjk(src[end]))
        if m[0][0] == "_":
            left, right = (
                left and (not right or before == "."),
                right and (not left or after == "."),
            )
        state.append_token({"type": "delimiter", "raw": m[0], "opens": left, "closes": right})
        return end

    def finalize_tokens(self, tokens: list[Token], depth: int) -> list[Token]:  # noqa: ARG002 - mistune's signature
        """Replace the runs of marks by tags; mistune calls this for every link's text too."""
        delimiters = [token for token in tokens if token["type"] == "delimiter"]
        if not delimiters:
            return tokens
        _pair(delimiters)
        return [
            piece
            for token in tokens
            for piece in (_pieces(token) if token["type"] == "delimiter" else (token,))
        ]

    def _parse_formula(self, m: re.Match[str], state: InlineState) -> int | None:
        found = formulas.formula_at(state.src, m.start())
        if found is None:
            # "\(" is an escaped bracket then; the rest of the marks is text.
            return self._parse_escaped(m, state)
        tex, display, end = found
        source = state.src[m.start() : end]
        token = {"type": "formula", "raw": tex, "display": display, "source": source}
        state.append_token(token)
        return end

    def parse_link(self, m: re.Match[str], state: InlineState) -> int | None:
        """Parse a link or an image; also ``![[a.png]]`` and names with spaces in them."""
        note = _FOOTNOTE.match(state.src, m.start())
        if note and (label := normal_label(note[1])) in state.env["footnotes"]:
            state.append_token({"type": "footnote", "raw": label})
            return note.end()
        file = _FILE.match(state.src, m.start()) if m[0][0] == "!" else None
        link = _NOTE_LINK.match(state.src, m.end() - 1)
        if file is None and link and normal_label(link[0][2:-2]) not in state.env["ref_links"]:
            # Another note that is to be shown here stays as typed, as it is none of ours; of a
            # link its text is shown, as a card has nothing to go to.
            shown = link["shown"] or _shown(link["target"])
            raw = f"!{link[0]}" if m[0][0] == "!" else shown
            state.append_token({"type": "text", "raw": raw})
            return link.end()
        if file is None:
            return super().parse_link(m, state)
        url = file["embedded"] or file["spaced"]
        children = [{"type": "literal", "raw": file["alt"] or ""}]
        state.append_token({"type": "image", "children": children, "attrs": {"url": url}})
        return file.end()

    def _parse_escaped(self, m: re.Match[str], state: InlineState) -> int | None:
        if m[0] not in ("\\(", "\\["):
            return None
        state.append_token({"type": "literal", "raw": m[0][1]})
        return m.end()

    def _parse_bare_url(self, m: re.Match[str], state: InlineState) -> int | None:
        start = m.start()
        if start and not (state.src[start - 1].isspace() or state.src[start - 1] in "*_~("):
            return None
        url = _trim_url(m[0])
        if state.brackets:
            # A link's text may hold a URL, and then ends at the bracket.
            url = url.partition("]")[0]
        if state.in_link:
            state.append_token({"type": "text", "raw": url})
        else:
            self._add_auto_link(url, url, state)
            state.tokens[-1]["_autolink"] = url
        return start + len(url)


# One parser each: to look for URLs at every "h" would cost the texts without any.
_PLAIN = _Inline(bare_urls=False)
_WITH_URLS = _Inline(bare_urls=True)


def _shown(target: str) -> str:
    """Return what Obsidian shows of a link's target: ``Note > Part``, without a block's name."""
    names = [name for name in target.split("#") if name and not name.startswith("^")]
    return " > ".join(names) or target


@lru_cache(maxsize=1024)
def _class_of(c: str) -> str:
    """CommonMark's classes of the characters beside a mark: space, punctuation, all others."""
    if c.isspace():
        return " "
    if c >= "\U000f0000":
        # Not a letter, but what stands for the mark of a gap.
        return "."
    return "." if unicodedata.category(c)[0] in "PS" else "a"


def _is_cjk(c: str) -> bool:
    return (
        "\u2e80" <= c <= "\ua4cf" or "\uac00" <= c <= "\ud7af" or "\U00020000" <= c < "\U000f0000"
    )


def _pair(delimiters: list[Token]) -> None:
    """Match runs of marks that close emphasis with runs that open it; give each run its tags.

    ``left`` counts a run's marks that are still unused, ``closing`` and ``opening`` are its tags,
    and ``inner`` is how deep the emphasis nests between this opener and the next one.
    """
    openers: list[Token] = []
    # Where the search of an opener for such a closer failed, it need not look again: without
    # these notes every closer would search all openers.
    floors: dict[tuple[str, bool, int], int] = {}
    for order, run in enumerate(delimiters):
        run.update(order=order, left=len(run["raw"]), closing="", opening="", inner=0)
        kind = (run["raw"][0], run["opens"], len(run["raw"]) % 3)
        while run["closes"] and run["left"]:
            at = _find_opener(openers, run, floors.get(kind, 0))
            if at is None:
                floors[kind] = order
                break
            _match(openers, at, run)
        if run["opens"] and run["left"]:
            openers.append(run)


def _find_opener(openers: list[Token], closer: Token, floor: int) -> int | None:
    for at in range(len(openers) - 1, -1, -1):
        opener = openers[at]
        if opener["order"] < floor:
            return None
        if opener["raw"][0] == closer["raw"][0] and _fit(opener, closer):
            return at
    return None


def _fit(opener: Token, closer: Token) -> bool:
    """CommonMark's rule of three: ``**a*b*`` is no emphasis around ``*a``."""
    if not (opener["closes"] or closer["opens"]):
        return True
    a, b = len(opener["raw"]), len(closer["raw"])
    return (a + b) % 3 != 0 or (a % 3 == 0 and b % 3 == 0)


def _match(openers: list[Token], at: int, closer: Token) -> None:
    opener = openers[at]
    depth = 1 + max(run["inner"] for run in openers[at:])
    del openers[at + 1 :]
    if depth > _MAX_DEPTH:
        del openers[at]
        return
    used = min(2, opener["left"], closer["left"])
    tag = _TAGS[opener["raw"][0], used]
    opener["opening"] = f"<{tag}>{opener['opening']}"
    closer["closing"] += f"</{tag}>"
    opener["left"] -= used
    closer["left"] -= used
    if not opener["left"]:
        del openers[at]
    if openers:
        openers[-1]["inner"] = max(openers[-1]["inner"], depth)


def _pieces(run: Token) -> list[Token]:
    pieces = (
        ("mark", run["closing"]),
        ("literal", run["raw"][: run["left"]]),
        ("mark", run["opening"]),
    )
    return [{"type": kind, "raw": raw} for kind, raw in pieces if raw]


def _trim_url(url: str) -> str:
    """Leave what ends the sentence rather than the URL, as GitHub does."""
    surplus = url.count(")") - url.count("(")
    end = len(url)
    while end:
        last = url[end - 1]
        if last == ")" and surplus > 0:
            surplus -= 1
        elif last == ";" and (m := _ENTITY_AT_END.search(url, max(0, end - 40), end)):
            end = m.start() + 1
        elif last not in "?!.,:*_~'\"":
            break
        end -= 1
    return url[:end]
