"""Renders blocks of markdown to HTML that is safe to show and to import."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

from deckgen import highlighting, sanitise
from deckgen.markdown import formulas
from deckgen.markdown.blocks import parse
from deckgen.markdown.inline import (
    Targets,
    Token,
    targets,
    tokens,
    unescape_entities,
    unescape_literal,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from deckgen.markdown.tree import Block

# Most text holds none of these and needs no parser.
_SPECIAL = re.compile(r"[\\`*_<\[\]$]|~~|==|://")
_CODE_TAG = re.compile(r"<(/?)(?:code|pre)\b", re.IGNORECASE)
_CALLOUT = re.compile(r"\[!([A-Za-z][\w-]*)\][+-]?[ \t]*([^\n]*)(?:\n|$)")
#: The types of admonitions that have a colour of their own; all others are notes.
_TONES = {
    **dict.fromkeys(("tip", "hint", "success", "check", "done", "example"), "tip"),
    **dict.fromkeys(("important", "question", "help", "faq", "abstract", "summary"), "important"),
    **dict.fromkeys(("warning", "attention", "caution"), "warning"),
    **dict.fromkeys(("danger", "error", "failure", "fail", "missing", "bug"), "danger"),
}
_GAP_MARK = re.compile("[\U000f0000-\U000fffff]")
_TASK = re.compile(r"\[([ xX])\][ \t]+(?=\S)")
_IMAGE_OR_TAG = re.compile(r'<img src="[^"]*" alt="([^"]*)"[^>]*>|<[^>]*>')


def render(markdown: str) -> str:
    """Render a question or an answer, which stands on its own, to HTML.

    Raw HTML passes as far as :mod:`deckgen.sanitise` allows.  What Anki would take for a command
    stays visible text.
    """
    document = parse(markdown)
    page = _Page(targets(document.references), document.footnotes)
    return page.finish(page.blocks(document.blocks))


def render_inline(markdown: str) -> str:
    """Render a heading's text, without ``<p>`` around it."""
    page = _Page({}, {})
    return page.finish(page.inline(markdown.strip(" \t\n")))


class _Page:
    """The HTML under way: what its links may refer to, and whether it has raw HTML in it."""

    def __init__(self, targets: Targets, footnotes: Mapping[str, Block]) -> None:
        self.targets = targets
        self.footnotes = footnotes
        #: The labels of the footnotes that were referred to, in the order of their numbers.
        self.noted: list[str] = []
        self.has_raw_html = False
        #: Whether raw HTML has opened ``<code>`` and not closed it yet.
        self.in_code = False

    def finish(self, html: str) -> str:
        if self.noted:
            html += self.notes()
        if self.has_raw_html:
            html = sanitise.clean(html)
        return sanitise.inert(formulas.without_strays(html))

    def notes(self) -> str:
        """The footnotes that were referred to, as a list; they may refer to others."""
        items = []
        for label in self.noted:
            note = self.footnotes[label]
            items.append(self.item(note, tight=len(note.blocks) == 1))
        return f'<ol class="footnotes">\n{"".join(items)}</ol>\n'

    def blocks(self, blocks: tuple[Block, ...], *, tight: bool = False) -> str:
        return "".join([self.block(block, tight=tight) for block in blocks])

    def block(self, block: Block, *, tight: bool = False) -> str:
        kind = block.kind
        if kind == "paragraph":
            text = self.inline(block.text)
            return f"{text}\n" if tight else f"<p>{text}</p>\n"
        if kind == "list":
            return self.list_(block)
        if kind == "code":
            return _code(block)
        if kind == "math":
            return f"{formulas.formula(block.text, display=True, tag='div')}\n"
        if kind == "html":
            return self.raw_html(block.text, inline=False) + "\n"
        if kind == "heading":
            return f"<h{block.level}>{self.inline(block.text)}</h{block.level}>\n"
        if kind == "quote":
            return self.quote(block)
        if kind == "admonition":
            return self.admonition(block.info, block.text, self.blocks(block.blocks))
        if kind == "table":
            return self.table(block)
        return "<hr>\n" if kind == "rule" else ""

    def quote(self, block: Block) -> str:
        """A quotation, or an admonition as GitHub and Obsidian write it: ``> [!NOTE] Title``."""
        first = block.blocks[0] if block.blocks else None
        m = _CALLOUT.match(first.text) if first and first.kind == "paragraph" else None
        if first is None or m is None:
            return f"<blockquote>\n{self.blocks(block.blocks)}</blockquote>\n"
        rest = first.text[m.end() :]
        html = f"<p>{self.inline(rest)}</p>\n" if rest.strip() else ""
        return self.admonition(m[1].lower(), m[2], html + self.blocks(block.blocks[1:]))

    def admonition(self, kind: str, title: str, html: str) -> str:
        title = self.inline(title) if title else kind.capitalize()
        tone = _TONES.get(kind, "note")
        return (
            f'<blockquote class="admonition {tone}">\n<p class="title">{title}</p>\n'
            f"{html}</blockquote>\n"
        )

    def list_(self, block: Block) -> str:
        items = "".join([self.item(item, tight=block.tight) for item in block.blocks])
        if not block.ordered:
            return f"<ul>\n{items}</ul>\n"
        start = "" if block.start == 1 else f' start="{block.start}"'
        return f"<ol{start}>\n{items}</ol>\n"

    def item(self, item: Block, *, tight: bool) -> str:
        if not item.blocks:
            return "<li></li>\n"
        first, *others = item.blocks
        html = self.block(first, tight=tight)
        opening = "<li>"
        if first.kind == "paragraph" and (m := _TASK.match(first.text)):
            # A mark in the text survives where Anki or paper has no check box.
            box = "☐ " if m[1] == " " else "☑ "
            opening = '<li class="task">'
            text = box + self.inline(first.text[m.end() :])
            html = f"{text}\n" if tight else f"<p>{text}</p>\n"
        html += self.blocks(tuple(others), tight=tight)
        start = "" if tight and first.kind == "paragraph" else "\n"
        end = html[:-1] if tight and item.blocks[-1].kind == "paragraph" else html
        return f"{opening}{start}{end}</li>\n"

    def table(self, table: Block) -> str:
        head, *body = table.blocks
        html = f"<table>\n<thead>\n{self.row('th', head, table.aligns)}</thead>\n"
        if body:
            rows = "".join([self.row("td", row, table.aligns) for row in body])
            html += f"<tbody>\n{rows}</tbody>\n"
        return f"{html}</table>\n"

    def row(self, tag: str, row: Block, aligns: tuple[str, ...]) -> str:
        cells = []
        for cell, align in zip(row.blocks, aligns, strict=True):
            # Obsolete but for us right: it needs no style sheet and passes where styles do not.
            attribute = f' align="{align}"' if align else ""
            cells.append(f"<{tag}{attribute}>{self.inline(cell.text)}</{tag}>\n")
        return f"<tr>\n{''.join(cells)}</tr>\n"

    def inline(self, text: str) -> str:
        if not _SPECIAL.search(text):
            return _text(text)
        return self.tokens(tokens(text, self.targets, self.footnotes))

    def tokens(self, tokens: list[Token]) -> str:
        return "".join([self.token(token) for token in tokens])

    def token(self, token: Token) -> str:
        kind = token["type"]
        if kind == "text":
            return _text(token["raw"])
        if kind == "mark":
            return str(token["raw"])
        if kind == "codespan":
            return f"<code>{escape(token['raw'], quote=False)}</code>"
        if kind == "literal":
            return escape(token["raw"], quote=False)
        if kind == "linebreak":
            return "<br>\n"
        if kind == "footnote":
            return self.reference(token["raw"])
        if kind == "formula":
            if self.in_code:
                return _text(token["source"])
            return formulas.formula(token["raw"], display=token["display"])
        if kind == "inline_html":
            return self.raw_html(token["raw"], inline=True)
        text = self.tokens(token["children"])
        return _link(text, token["attrs"]) if kind == "link" else _image(text, token["attrs"])

    def reference(self, label: str) -> str:
        if label not in self.noted:
            self.noted.append(label)
        return f'<sup class="footnote">[{self.noted.index(label) + 1}]</sup>'

    def raw_html(self, html: str, *, inline: bool) -> str:
        kept = sanitise.whole_tags(html, inline=inline)
        if not inline:
            kept = formulas.in_raw_html(kept)
        elif m := _CODE_TAG.match(kept):
            self.in_code = not m[1]
        if "<" in kept:
            self.has_raw_html = True
        return kept


def _text(text: str) -> str:
    if "&" in text:
        text = unescape_entities(text)
    text = escape(text, quote=False)
    if "\n" not in text:
        return text
    *lines, last = text.split("\n")
    return "".join([_broken(line) for line in lines]) + last


def _broken(line: str) -> str:
    bare = line.rstrip(" ")
    return f"{bare}<br>\n" if len(line) - len(bare) >= 2 else f"{bare}\n"


def _attribute(value: str) -> str:
    return escape(value, quote=False).replace('"', "&quot;")


def _link(text: str, attrs: dict[str, str | None]) -> str:
    url = attrs["url"] or ""
    if not sanitise.is_safe_url(url):
        return text
    return f'<a href="{_attribute(url)}"{_title(attrs)}>{text}</a>'


def _image(text: str, attrs: dict[str, str | None]) -> str:
    alt = _IMAGE_OR_TAG.sub(lambda m: m[1] or "", text).replace('"', "&quot;")
    url = attrs["url"] or ""
    if not sanitise.is_safe_url(url, image=True):
        return alt
    return f'<img src="{_attribute(url)}" alt="{alt}"{_title(attrs)}>'


def _title(attrs: dict[str, str | None]) -> str:
    title = attrs.get("title")
    return f' title="{_attribute(unescape_entities(title))}"' if title else ""


def _code(block: Block) -> str:
    words = unescape_literal(block.info).split(maxsplit=1)
    if not words:
        return f"<pre><code>{escape(block.text, quote=False)}</code></pre>\n"
    # Many write attributes behind the language: ```python{1,3}, ```{.python}
    language = words[0]
    name = language.strip("{}").removeprefix(".").partition("{")[0].partition(",")[0]
    code = escape(block.text, quote=False)
    if not _GAP_MARK.search(code):
        # A part must not begin before a gap and end in it.
        code = highlighting.highlight(block.text, name)
    return f'<pre><code class="language-{_attribute(language)}">{code}</code></pre>\n'
