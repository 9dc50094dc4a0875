"""Parses markdown into blocks: one pass over the lines, as CommonMark describes it.

mistune's own block parser is not used.  It moves and swallows text where blocks follow each
other without blank lines, knows no line numbers, and takes quadratic time on some inputs.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from deckgen.markdown import formulas, sentence
from deckgen.markdown.inline import definition_at, normal_label
from deckgen.markdown.tree import Block, Document

if TYPE_CHECKING:
    from collections.abc import Sequence

# Deeper containers are read as text: nobody nests so deep, and a tree can be walked recursively.
_MAX_DEPTH = 100

_ATX = re.compile(r"(#{1,6})(?:[ \t]+|$)")
_SETEXT = re.compile(r"(?:=+|-+)[ \t]*$")
_FENCE = re.compile(r"(`{3,})([^`]*)$|(~{3,})(.*)$")
_BULLET = re.compile(r"[*+-](?=[ \t]|$)")
_NUMBER = re.compile(r"(\d{1,9})[.)](?=[ \t]|$)", re.ASCII)
_DELIMITER_ROW = re.compile(r"\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?$")
_CELL_END = re.compile(r"\\.|\|")
_QUOTE_MARKS = re.compile(r"(?: {0,3}> ?)+")
# Only a line that begins with one of these can be anything but a paragraph's text.
_STARTERS = frozenset(">#`~<=*+-_|:$\\[!?0123456789")
_FOOTNOTE = re.compile(r"\[\^([^\]\s]{1,100})\]:")
_ADMONITION = re.compile(r'(?:!!!|\?\?\?\+?)[ \t]+(\w[\w-]*)(?:[ \t]+"(.*)")?[ \t]*$')

_TAG_NAME = r"[A-Za-z][A-Za-z0-9-]*"
_ATTRIBUTE = r"""[ \t]+[A-Za-z_:][\w.:-]*(?:[ \t]*=[ \t]*(?:[^ \t"'=<>`]+|'[^']*'|"[^"]*"))?"""
_LONE_TAG = re.compile(
    rf"(?:<{_TAG_NAME}(?:{_ATTRIBUTE})*[ \t]*/?>|</{_TAG_NAME}[ \t]*>)[ \t]*$", re.ASCII
)
_BLOCK_TAG = re.compile(
    "</?(?:address|article|aside|base|basefont|blockquote|body|caption|center|col|colgroup|dd"
    "|details|dialog|dir|div|dl|dt|fieldset|figcaption|figure|footer|form|frame|frameset|h[1-6]"
    "|head|header|hr|html|iframe|legend|li|link|main|menu|menuitem|nav|noframes|ol|optgroup"
    "|option|p|param|search|section|summary|table|tbody|td|tfoot|th|thead|title|tr|track|ul)"
    r"(?=[ \t]|/?>|$)",
    re.IGNORECASE,
)
# HTML that goes on over blank lines to its own end mark.
_HTML_TO_MARK = (
    (
        re.compile(r"<(?:pre|script|style|textarea)(?=[ \t>]|$)", re.IGNORECASE),
        re.compile("</(?:pre|script|style|textarea)>", re.IGNORECASE),
    ),
    (re.compile("<!--"), re.compile("-->")),
    (re.compile(r"<\?"), re.compile(r"\?>")),
    (re.compile(r"<!\[CDATA\["), re.compile(r"\]\]>")),
    (re.compile("<![A-Za-z]"), re.compile(">")),
)


def parse(text: str) -> Document:
    """Parse a text into its blocks; what is inside paragraphs stays markdown.

    Args:
        text: Markdown with LF line ends, without byte order mark and NUL.
    """
    return _Parser(text.removesuffix("\n").split("\n")).run()


@dataclass(slots=True)
class _Container:
    """An open document, quote or item, and the list that is open in it."""

    kind: str
    line: int
    end: int
    indent: int
    #: For items and the like: the columns that a line must be indented to belong to it.
    width: int = 0
    #: For footnotes and admonitions: the label or title, and the type.
    text: str = ""
    info: str = ""
    blocks: list[Block] = field(default_factory=list)
    #: The items of the list that is open, and their marker: a bullet, or what follows a number.
    items: list[Block] = field(default_factory=list)
    marker: str = ""
    start: int = 1


@dataclass(slots=True)
class _Leaf:
    """An open paragraph, code, html or table, and its lines so far."""

    kind: str
    line: int
    indent: int
    lines: list[str]
    info: str = ""
    #: The fence; empty for indented code.
    fence: str = ""
    fence_indent: int = 0
    #: What the last line of a formula ends with.
    closer: str = ""
    #: What ends the html; None is a blank line.
    mark: re.Pattern[str] | None = None
    #: A paragraph that was lifted out of a list; nothing makes it a heading.
    lifted: bool = False
    aligns: tuple[str, ...] = ()


@dataclass(slots=True)
class _Rest:
    """What remains of a line behind the marks of its containers."""

    raw: str
    #: The column of ``raw``, where a tab goes on to the next multiple of four.
    column: int
    #: ``raw`` without leading space, the columns of that space, and the index in the line.
    text: str
    space: int
    indent: int


class _Parser:
    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.number = 0
        self.stack = [_Container("document", 1, 1, 0)]
        self.leaf: _Leaf | None = None
        self.references: dict[str, str] = {}
        self.footnotes: dict[str, Block] = {}
        # Up to this line no sentence closes its list: an item is known to follow.
        self.in_list_until = 0

    def run(self) -> Document:
        for number, line in enumerate(self.lines, 1):
            self.number = number
            self._line(line)
        self._close(1)
        document = self.stack[0]
        _end_list(document)
        return Document(tuple(document.blocks), self.references, self.footnotes)

    def _line(self, line: str) -> None:
        raw, column, depth = self._descend(line)
        if depth == len(self.stack) and self._continue(raw, column):
            return
        rest = _rest(line, raw, column)
        while rest.text and not self._start_leaf(depth, rest):
            inside = self._start_container(depth, rest)
            if inside is None:
                self._text(depth, rest)
                return
            rest = _rest(line, *inside)
            depth += 1
        if not rest.text:
            self._close(depth)

    def _descend(self, line: str) -> tuple[str, int, int]:
        """Walk down the open containers that the line belongs to.

        Returns the rest of the line, its column, and the number of containers.
        """
        raw, column = line, 0
        for depth in range(1, len(self.stack)):
            container = self.stack[depth]
            space = _space(raw, column)
            if container.kind == "quote":
                text = raw.lstrip(" \t")
                if space >= 4 or not text.startswith(">"):
                    return raw, column, depth
                container.end = self.number
                raw, column = _after_mark(text[1:], column + space + 1)
            elif space >= container.width:
                raw = _dedent(raw, column, container.width)
                column += container.width
            elif raw.strip(" \t") or self._is_empty(container):
                return raw, column, depth
            else:
                raw = ""
        return raw, column, len(self.stack)

    def _is_empty(self, item: _Container) -> bool:
        return item is self.stack[-1] and self.leaf is None and not item.blocks and not item.items

    # An open code block, html or table takes its lines before anything else may begin.

    def _continue(self, raw: str, column: int) -> bool:
        leaf = self.leaf
        if leaf is None or leaf.kind in ("paragraph", "table"):
            return False
        if leaf.fence:
            self._continue_fence(leaf, raw, column)
        elif leaf.closer:
            leaf.lines.append(raw)
            if leaf.closer in raw:
                self._end_leaf(closed=True)
        elif leaf.mark is not None:
            leaf.lines.append(raw)
            if leaf.mark.search(raw):
                self._end_leaf(closed=True)
        elif leaf.kind == "html":
            if not raw.strip(" \t"):
                return False
            leaf.lines.append(raw)
        else:
            if raw.strip(" \t") and _space(raw, column) < 4:
                return False
            leaf.lines.append(_dedent(raw, column, 4))
        return True

    def _continue_fence(self, leaf: _Leaf, raw: str, column: int) -> None:
        mark = raw.strip(" \t")
        if (
            mark.startswith(leaf.fence)
            and not mark.strip(leaf.fence[0])
            and _space(raw, column) < 4
        ):
            self._end_leaf(closed=True)
        else:
            leaf.lines.append(_dedent(raw, column, leaf.fence_indent))

    # Blocks without children: each method says whether such a block took the line.

    def _start_leaf(self, depth: int, rest: _Rest) -> bool:
        paragraph = self.leaf if self.leaf and self.leaf.kind == "paragraph" else None
        if rest.space >= 4:
            if paragraph:
                return False
            code = _dedent(rest.raw, rest.column, 4)
            self._open(depth, _Leaf("code", self.number, rest.indent, [code]))
            return True
        first = rest.text[0]
        if first not in _STARTERS or first in ">[!?":
            return False
        if first == "#":
            return self._heading(depth, rest)
        if first in "`~":
            return self._fence(depth, rest)
        if first == "<":
            return self._html(depth, rest)
        if first in "$\\":
            return self._math(depth, rest)
        if paragraph and not paragraph.lifted and depth == len(self.stack) and first in "=-|:":
            return self._underline(paragraph, rest.text) or self._rule(depth, rest)
        return self._rule(depth, rest)

    def _heading(self, depth: int, rest: _Rest) -> bool:
        m = _ATX.match(rest.text)
        if not m:
            return False
        title = rest.text[m.end() :].strip(" \t")
        bare = title.rstrip("#")
        if not bare or bare[-1] in " \t":
            title = bare.rstrip(" \t")
        line = self.number
        self._add(depth, Block("heading", line, line, rest.indent, len(m[1]), title))
        return True

    def _fence(self, depth: int, rest: _Rest) -> bool:
        m = _FENCE.match(rest.text)
        if not m:
            return False
        leaf = _Leaf("code", self.number, rest.indent, [])
        leaf.fence = m[1] or m[3]
        leaf.fence_indent = rest.space
        leaf.info = (m[2] or m[4] or "").strip(" \t")
        self._open(depth, leaf)
        return True

    def _math(self, depth: int, rest: _Rest) -> bool:
        closer = formulas.block_end(self.lines, self.number, rest.text)
        if not closer:
            return False
        leaf = _Leaf("math", self.number, rest.indent, [rest.text], closer=closer)
        self._open(depth, leaf)
        if closer in rest.text[2:]:
            self._end_leaf(closed=True)
        return True

    def _html(self, depth: int, rest: _Rest) -> bool:
        leaf = _Leaf("html", self.number, rest.indent, [rest.raw])
        for opening, mark in _HTML_TO_MARK:
            m = opening.match(rest.text)
            if m:
                leaf.mark = mark
                self._open(depth, leaf)
                # "<!-->" is a whole comment: the marks may share their dashes.
                if mark.search(rest.text, min(m.end(), 2)):
                    self._end_leaf(closed=True)
                return True
        if _BLOCK_TAG.match(rest.text) or (
            _LONE_TAG.match(rest.text) and not self._is_paragraph_open()
        ):
            self._open(depth, leaf)
            return True
        return False

    def _is_paragraph_open(self) -> bool:
        if self.leaf is None or self.leaf.kind != "paragraph":
            return False
        # Definitions of links alone are no paragraph.
        self._take_definitions(self.leaf)
        return bool(self.leaf.lines)

    def _rule(self, depth: int, rest: _Rest) -> bool:
        first = rest.text[0]
        if first not in "*-_":
            return False
        marks = rest.text.replace(" ", "").replace("\t", "")
        if len(marks) < 3 or marks.strip(first):
            return False
        self._add(depth, Block("rule", self.number, self.number, rest.indent))
        return True

    def _underline(self, paragraph: _Leaf, text: str) -> bool:
        """Turn the open paragraph into a heading or a table, if ``text`` underlines it."""
        if not _SETEXT.match(text):
            return "|" in text and self._table(paragraph, text)
        self._take_definitions(paragraph)
        self.leaf = None
        if not paragraph.lines:
            return False
        title = "\n".join(paragraph.lines).rstrip(" \t")
        level = 1 if text[0] == "=" else 2
        self.stack[-1].blocks.append(
            Block("heading", paragraph.line, self.number, paragraph.indent, level, title)
        )
        return True

    def _table(self, paragraph: _Leaf, text: str) -> bool:
        header = paragraph.lines[-1]
        if not _DELIMITER_ROW.match(text.rstrip(" \t")):
            return False
        columns = _cells(text)
        if len(columns) != len(_cells(header)):
            return False
        del paragraph.lines[-1]
        self._end_leaf()
        indent = len(self.lines[self.number - 2]) - len(header)
        self.leaf = _Leaf("table", self.number - 1, indent, [header, text])
        self.leaf.aligns = tuple(_align(column) for column in columns)
        return True

    def _text(self, depth: int, rest: _Rest) -> None:
        """Add the line to the open paragraph or table, or begin a paragraph."""
        leaf = self.leaf
        inside = depth == len(self.stack)
        if leaf is not None and (
            (leaf.kind == "table" and inside)
            or (
                leaf.kind == "paragraph"
                and (inside or self._is_paragraph_open())
                and not self._closes_list(depth, leaf, rest)
            )
        ):
            leaf.lines.append(rest.text)
            return
        lifted = leaf is not None and leaf.kind == "paragraph"
        self._open(depth, _Leaf("paragraph", self.number, rest.indent, [rest.text], lifted=lifted))

    def _closes_list(self, depth: int, leaf: _Leaf, rest: _Rest) -> bool:
        """Whether an unindented line is a paragraph behind the bullets, not part of the last."""
        if depth == len(self.stack) or rest.space or self.number <= self.in_list_until:
            return False
        return (
            all(container.kind == "quote" for container in self.stack[1:depth])
            and all(inner.kind == "item" for inner in self.stack[depth:])
            and all(outer.marker in "*+-" for outer in self.stack[depth - 1 : -1])
            and sentence.closes_list(leaf.lines[-1], rest.text)
            and not self._item_follows(self.stack[depth - 1].marker)
        )

    def _item_follows(self, bullet: str) -> bool:
        """Whether the list goes on behind the current line and others like it."""
        for number in range(self.number + 1, len(self.lines) + 1):
            line = self.lines[number - 1]
            m = _QUOTE_MARKS.match(line)
            line = line[m.end() if m else 0 :].lstrip(" ")
            if line.startswith((bullet + " ", bullet + "\t")):
                self.in_list_until = number
                return True
            if not line.strip(" \t") or line[0] in _STARTERS:
                return False
        return False

    # Containers.

    def _start_container(self, depth: int, rest: _Rest) -> tuple[str, int] | None:
        """Open a quote or an item if one begins here; what is left of the line, and its column."""
        text = rest.text
        if rest.space >= 4 or text[0] not in _STARTERS or depth > _MAX_DEPTH:
            return None
        column = rest.column + rest.space
        if text[0] == ">":
            self._close(depth)
            _end_list(self.stack[-1])
            self.stack.append(_Container("quote", self.number, self.number, rest.indent))
            return _after_mark(text[1:], column + 1)
        if text[0] in "[!?":
            return self._start_labelled(depth, rest)
        m = _BULLET.match(text) or _NUMBER.match(text)
        if m is None:
            return None
        after = text[m.end() :]
        blank = not after.strip(" \t")
        if (
            self.leaf is not None
            and self.leaf.kind == "paragraph"
            and depth == len(self.stack)
            and (blank or (m.lastindex and int(m[1]) != 1))
        ):
            return None
        item = self._open_item(depth, m, rest.indent)
        column += m.end()
        gap = _space(after, column)
        if blank or gap > 4:
            item.width = rest.space + m.end() + 1
            return _after_mark(after, column)
        item.width = rest.space + m.end() + gap
        return after.lstrip(" \t"), column + gap

    def _start_labelled(self, depth: int, rest: _Rest) -> tuple[str, int] | None:
        """Open a footnote or an admonition."""
        note = _FOOTNOTE.match(rest.text)
        m = note or _ADMONITION.match(rest.text)
        if m is None:
            return None
        self._close(depth)
        _end_list(self.stack[-1])
        kind = "footnote" if note else "admonition"
        container = _Container(kind, self.number, self.number, rest.indent, rest.space + 4)
        container.text, container.info = (m[1], "") if note else (m[2] or "", m[1].lower())
        self.stack.append(container)
        after = rest.text[m.end() :]
        return after.lstrip(" \t"), rest.column + rest.space + m.end()

    def _open_item(self, depth: int, m: re.Match[str], indent: int) -> _Container:
        self._close(depth)
        parent = self.stack[-1]
        marker = m[0][-1]
        if parent.marker != marker:
            _end_list(parent)
        if not parent.items:
            parent.marker = marker
            parent.start = int(m[1]) if m.lastindex else 1
        item = _Container("item", self.number, self.number, indent)
        self.stack.append(item)
        return item

    # Ends.

    def _open(self, depth: int, leaf: _Leaf) -> None:
        self._close(depth)
        _end_list(self.stack[-1])
        self.leaf = leaf

    def _add(self, depth: int, block: Block) -> None:
        self._close(depth)
        _end_list(self.stack[-1])
        self.stack[-1].blocks.append(block)

    def _close(self, depth: int) -> None:
        """End the open leaf, and the containers from ``depth`` on."""
        self._end_leaf()
        while len(self.stack) > depth:
            container = self.stack.pop()
            _end_list(container)
            end = max(container.end, container.blocks[-1].end if container.blocks else 0)
            block = Block(
                container.kind,
                container.line,
                end,
                container.indent,
                text=container.text,
                info=container.info,
                blocks=tuple(container.blocks),
            )
            parent = self.stack[-1]
            if container.kind == "footnote":
                label = normal_label(f"^{container.text}")
                self.references.setdefault(label, _unquoted(self.lines[block.line - 1 : end]))
                self.footnotes.setdefault(label, block)
            (parent.items if container.kind == "item" else parent.blocks).append(block)

    def _end_leaf(self, *, closed: bool = False) -> None:
        leaf = self.leaf
        if leaf is None:
            return
        self.leaf = None
        tex = formulas.block_tex(leaf.lines, leaf.closer) if leaf.closer else ""
        if leaf.kind == "math" and not (closed and tex):
            # The end that was seen ahead belongs to another container, or there is nothing in it.
            leaf.kind = "paragraph"
            leaf.lines = [line.lstrip(" \t") for line in leaf.lines]
        if leaf.kind == "paragraph":
            self._take_definitions(leaf)
            if not leaf.lines:
                return
            block = _paragraph(leaf)
        elif leaf.kind == "table":
            block = self._table_block(leaf)
        elif leaf.closer:
            end = leaf.line + len(leaf.lines) - 1
            block = Block("math", leaf.line, end, leaf.indent, text=tex)
        elif leaf.fence:
            block = _fenced_code(leaf, closed=closed)
        elif leaf.kind == "code":
            block = _indented_code(leaf)
        else:
            block = _html_block(leaf, closed=closed or leaf.mark is None)
        self.stack[-1].blocks.append(block)

    def _take_definitions(self, leaf: _Leaf) -> None:
        """Move the definitions that a paragraph begins with out of it."""
        if not leaf.lines or not leaf.lines[0].startswith("["):
            return
        text = "\n".join(leaf.lines)
        start = 0
        while text.startswith("[", start):
            found = definition_at(text, start)
            if found is None:
                break
            label, _, end = found
            source = text[start:end].strip(" \t\n")
            lines = source.count("\n") + 1
            self.references.setdefault(label, source)
            last = leaf.line + lines - 1
            block = Block("definition", leaf.line, last, leaf.indent, text=source)
            self.stack[-1].blocks.append(block)
            del leaf.lines[:lines]
            leaf.line += lines
            if leaf.lines:
                leaf.indent = len(self.lines[leaf.line - 1]) - len(leaf.lines[0])
            start = end

    def _table_block(self, leaf: _Leaf) -> Block:
        width = len(leaf.aligns)
        rows = [
            self._row(line, leaf.line + index, width)
            for index, line in enumerate(leaf.lines)
            if index != 1
        ]
        end = leaf.line + len(leaf.lines) - 1
        return Block("table", leaf.line, end, leaf.indent, blocks=tuple(rows), aligns=leaf.aligns)

    def _row(self, text: str, line: int, width: int) -> Block:
        indent = len(self.lines[line - 1]) - len(text)
        found = _cells(text)
        cells = (found + [""] * width)[:width]
        blocks = tuple(Block("cell", line, line, indent, text=cell) for cell in cells)
        beyond = " | ".join(filter(None, found[width:]))
        return Block("row", line, line, indent, text=beyond, blocks=blocks)


def _rest(line: str, raw: str, column: int) -> _Rest:
    text = raw.lstrip(" \t")
    return _Rest(raw, column, text, _space(raw, column), len(line) - len(text))


def _space(raw: str, column: int) -> int:
    """The columns of white space that a line's rest begins with."""
    width = len(raw) - len(raw.lstrip(" "))
    if raw[width : width + 1] != "\t":
        return width
    width = column
    for c in raw:
        if c == " ":
            width += 1
        elif c == "\t":
            width += 4 - width % 4
        else:
            break
    return width - column


def _dedent(raw: str, column: int, width: int) -> str:
    """Take up to ``width`` columns of white space off; what is left of a tab becomes spaces."""
    done = index = 0
    while done < width and raw[index : index + 1] in (" ", "\t"):
        done += 1 if raw[index] == " " else 4 - (column + done) % 4
        index += 1
    return " " * (done - width) + raw[index:]


def _after_mark(after: str, column: int) -> tuple[str, int]:
    """Take off the one space that belongs to the mark before it."""
    if after.startswith((" ", "\t")):
        return _dedent(after, column, 1), column + 1
    return after, column


def _unquoted(lines: Sequence[str]) -> str:
    """A footnote's markdown without the marks of the lists and quotes that it stands in."""
    column = lines[0].index("[^")
    prefix = re.compile(rf"[ \t>]{{0,{column}}}")
    return "\n".join([lines[0][column:], *(prefix.sub("", line, count=1) for line in lines[1:])])


def _end_list(container: _Container) -> None:
    items = container.items
    if not items:
        return
    first, last = items[0], items[-1]
    container.blocks.append(
        Block(
            "list",
            first.line,
            last.end,
            first.indent,
            blocks=tuple(items),
            ordered=container.marker in ".)",
            start=container.start,
            tight=_is_close(items) and all(_is_close(item.blocks) for item in items),
        )
    )
    container.items = []


def _is_close(blocks: Sequence[Block]) -> bool:
    """Whether no blank line separates the blocks."""
    return all(after.line <= before.end + 1 for before, after in pairwise(blocks))


def _paragraph(leaf: _Leaf) -> Block:
    text = "\n".join(leaf.lines).rstrip(" \t")
    return Block("paragraph", leaf.line, leaf.line + len(leaf.lines) - 1, leaf.indent, text=text)


def _fenced_code(leaf: _Leaf, *, closed: bool) -> Block:
    return Block(
        "code",
        leaf.line,
        leaf.line + len(leaf.lines) + (1 if closed else 0),
        leaf.indent,
        text="".join(line + "\n" for line in leaf.lines),
        fenced=True,
        info=leaf.info,
        closed=closed,
    )


def _indented_code(leaf: _Leaf) -> Block:
    while not leaf.lines[-1].strip(" \t"):
        del leaf.lines[-1]
    text = "".join(line + "\n" for line in leaf.lines)
    return Block("code", leaf.line, leaf.line + len(leaf.lines) - 1, leaf.indent, text=text)


def _html_block(leaf: _Leaf, *, closed: bool) -> Block:
    # Where nothing closes a comment but the end of its list item, the blank lines are outside.
    while not leaf.lines[-1].strip(" \t"):
        del leaf.lines[-1]
    text = "\n".join(leaf.lines)
    end = leaf.line + len(leaf.lines) - 1
    return Block("html", leaf.line, end, leaf.indent, text=text, closed=closed)


def _cells(row: str) -> list[str]:
    """Split a table's row at its pipes, save those behind a backslash."""
    row = row.strip(" \t").removeprefix("|")
    cells, start = [], 0
    for m in _CELL_END.finditer(row):
        if m[0] == "|":
            cells.append(row[start : m.start()])
            start = m.end()
    if row[start:].strip(" \t"):
        cells.append(row[start:])
    return [cell.strip(" \t").replace("\\|", "|") for cell in cells]


def _align(column: str) -> str:
    left, right = column.startswith(":"), column.endswith(":")
    return "center" if left and right else "left" if left else "right" if right else ""
