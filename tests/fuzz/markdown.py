"""Compares our reading of random documents with comrak's and markdown-it-py's.

``python tests/fuzz/markdown.py 20000`` reads as many documents and prints those that we read
otherwise than both.  A second number is the first seed.
"""

from __future__ import annotations

import random
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from html import escape
from unittest import mock

import comrak
from markdown_it import MarkdownIt

from deckgen import highlighting, markdown, sanitise
from deckgen.markdown import Block, html, sentence

_WORDS = (
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi 1 2026 C++ x_y_z"
    " don't – 中文 été नमस्ते A: Q3 2*3*4 snake_case < & > e.g. 100% #5 [x] (y)"
).split()
_INLINE = (
    "*emphasis*", "**strong words**", "***both***", "_so_", "__so__", "`code`", "`` a ` b ``",
    "[link](https://example.org/a?b=1&c=2)", '[title](/u "a title")', "[ref]", "[text][ref]",
    "![image](a.png)", "&copy;", "&nbsp;", "\\*", "\\[", "<https://example.org>", "<b>bold</b>",
    "H<sub>2</sub>O", "**Label:**", "[no]", "*open", "close*", "**a*b*", "line  \nbreak",
    "line\\\nbreak", "one\ntwo", "<!-- note -->",
)  # fmt: skip
_HTML = (
    "<details>\n<summary>More</summary>", "</details>", "<details>", "<div>\ntext\n</div>",
    "<!-- comment -->", "<!-- a\n\nb -->", "<br>", "<details><summary>S</summary>\n\ninner",
    "<b>alone</b>", "<p>x</p>", "<pre>\na\n\nb</pre>", "<span>", '<div class="x">',
)  # fmt: skip
_KINDS = {
    "heading": "heading_open", "paragraph": "paragraph_open", "item": "list_item_open",
    "quote": "blockquote_open", "html": "html_block", "rule": "hr",
}  # fmt: skip

Normal = tuple[str, tuple[tuple[str, int], ...]]


def document(seed: int) -> str:
    """A document as people write them: half of its blocks follow without a blank line."""
    rng = random.Random(seed)
    return "\n".join(_blocks(rng, 0, rng.randint(2, 8))) + "\n"


def _blocks(rng: random.Random, depth: int, count: int) -> list[str]:
    lines: list[str] = []
    for _ in range(count):
        if lines and rng.random() < 0.5:
            lines += [""] * rng.choice((1, 1, 1, 2))
        make = rng.choice(_LEAVES if depth > 2 else _LEAVES + _CONTAINERS)
        block = make(rng, depth)
        if rng.random() < 0.04:
            block[0] = " " * rng.randint(1, 5) + block[0]
        lines += block
    return lines


def _inline(rng: random.Random) -> str:
    return " ".join(
        rng.choice(_INLINE) if rng.random() < 0.15 else rng.choice(_WORDS)
        for _ in range(rng.randint(1, 9))
    )


def _paragraph(rng: random.Random, _: int) -> list[str]:
    text = "\n".join(_inline(rng) for _ in range(rng.choice((1, 1, 2, 3))))
    return (text + rng.choice(("", "", ".", "  ", ":"))).split("\n")


def _label(rng: random.Random, _: int) -> list[str]:
    return [rng.choice(("**Answer:**  ", "**Answer:**", "A: yes", "Answer:", ": text", "**Q:** a"))]


def _heading(rng: random.Random, _: int) -> list[str]:
    title = _inline(rng).replace("\n", " ")
    marks = "#" * rng.choice((1, 2, 3, 3, 3, 4, 6, 7))
    number = rng.randint(1, 99)
    return [
        rng.choice(
            (f"{marks} {number}. {title}", f"{marks} {title} {marks}", f"{marks}{number}. X", marks)
            + (f"{marks} {title}",) * 4
        )
    ]


def _setext(rng: random.Random, depth: int) -> list[str]:
    return [*_paragraph(rng, depth), rng.choice(("===", "---", "-", "=  "))]


def _fence(rng: random.Random, _: int) -> list[str]:
    fence = rng.choice(("```", "~~~", "````"))
    body = rng.choice(("x = 1", "# no heading", "a\n\n  b", "```", "- no list", "\tx", ""))
    end = [] if rng.random() < 0.1 else [fence]
    return [fence + rng.choice(("", "python", " sh -x")), *body.split("\n"), *end]


def _indented(rng: random.Random, _: int) -> list[str]:
    return [rng.choice(("    code", "    a\n\n    b", "\tcode", "    ### 5."))]


def _html(rng: random.Random, _: int) -> list[str]:
    return rng.choice(_HTML).split("\n")


def _rule(rng: random.Random, _: int) -> list[str]:
    return [rng.choice(("---", "***", "___", "* * *", "- - -", "--"))]


def _definition(rng: random.Random, _: int) -> list[str]:
    return rng.choice(
        ("[ref]: /target", '[ref]: <https://example.org> "Title"', "[ref]:\n/next", "[no]: a b")
    ).split("\n")


def _list(rng: random.Random, depth: int) -> list[str]:
    bullet = rng.choice(("-", "*", "+", "1.", "1)", "7."))
    spaces = " " * rng.choice((1, 1, 1, 1, 2, 3, 5))
    lines: list[str] = []
    for index in range(rng.randint(1, 4)):
        marker = bullet if bullet in "-*+" else f"{int(bullet[:-1]) + index}{bullet[-1]}"
        if lines and rng.random() < 0.2:
            lines.append("")
        body = _blocks(rng, depth + 1, rng.choice((1, 1, 1, 1, 2, 3)))
        lines += _in_item(rng, marker + spaces, body)
    return lines


def _in_item(rng: random.Random, marker: str, body: list[str]) -> list[str]:
    if rng.random() < 0.05:
        return [marker.rstrip()]
    # Now and then a line hangs short of its item's text.
    width = rng.choice((0, 1, 2)) if rng.random() < 0.1 else len(marker)
    return [marker + body[0], *(" " * width + line if line else "" for line in body[1:])]


def _quote(rng: random.Random, depth: int) -> list[str]:
    mark = rng.choice(("> ", "> ", ">"))
    body = _blocks(rng, depth + 1, rng.randint(1, 3))
    return [
        line if line and index and rng.random() < 0.07 else (mark + line).rstrip(" ")
        for index, line in enumerate(body)
    ]


_Make = Callable[[random.Random, int], list[str]]
_LEAVES: tuple[_Make, ...] = (
    _paragraph, _paragraph, _paragraph, _paragraph, _label, _heading, _heading, _setext, _fence,
    _indented, _html, _rule, _definition,
)  # fmt: skip
_CONTAINERS: tuple[_Make, ...] = (_list, _list, _list, _list, _quote, _quote)

_BLOCK_TAG = (
    r"</?(?:p|ul|ol|li|blockquote|h[1-6]|hr|pre|table|thead|tbody|tr|td|th|details|summary|div|br)"
)
# What makes all three show raw HTML as text: where it stands is the structure's business, what
# becomes of it the sanitiser's.
_COMRAK = comrak.RenderOptions()
_COMRAK.escape = True
_MARKDOWN_IT = MarkdownIt("commonmark")
for _rule_name in ("html_block", "html_inline"):
    _MARKDOWN_IT.add_render_rule(
        _rule_name, lambda _, tokens, at, *__: escape(tokens[at].content, quote=False)
    )


def normal(rendered: str) -> str:
    """HTML without white space that no one sees, and with one spelling of what has several."""
    text = rendered.replace("&quot;", '"').replace(" />", ">").replace("\u00a0", "&nbsp;")
    parts = re.split("(<pre>.*?</pre>)", text, flags=re.DOTALL)
    parts[::2] = [
        re.sub(rf"\s*({_BLOCK_TAG}\b[^>]*>)\s*", r"\1", re.sub(r"[ \n\t]+", " ", part))
        for part in parts[::2]
    ]
    return "".join(parts).replace("\n</code>", "</code>").strip()


@contextmanager
def plain_commonmark() -> Iterator[None]:
    """Switch off what we do beyond CommonMark, and show raw HTML as text."""
    with (
        mock.patch.object(sentence, "closes_list", return_value=False),
        mock.patch.object(html, "_TASK", re.compile("(?!)")),
        mock.patch.object(sanitise, "whole_tags", lambda text, **_: escape(text, quote=False)),
        mock.patch.object(sanitise, "clean", lambda text: text),
        mock.patch.object(highlighting, "highlight", lambda code, _: escape(code, quote=False)),
    ):
        yield


def ours(text: str) -> str:
    """Our HTML."""
    with plain_commonmark():
        # What keeps Anki from taking a regular expression for mathematics shows nothing.
        return normal(markdown.render(text).replace("\\<span></span>", "\\"))


def common(text: str) -> str | None:
    """The HTML of both others if they agree."""
    first = normal(comrak.render_markdown(text, render_options=_COMRAK))
    second = normal(_MARKDOWN_IT.render(text))
    return first if first == second else None


def our_lines(text: str) -> list[tuple[str, int]]:
    """The kind and first line of each block, in order."""
    with plain_commonmark():
        return [
            (_kind(block), block.line)
            for block in _walk(markdown.parse(text).blocks)
            if block.kind != "definition"
        ]


def their_lines(text: str) -> list[tuple[str, int]]:
    """The same according to markdown-it-py."""
    return [
        (token.type, token.map[0] + 1)
        for token in _MARKDOWN_IT.parse(text)
        if token.map and not token.type.endswith("_close") and token.type != "inline"
    ]


def differences(first: int, count: int) -> Iterator[tuple[int, str]]:
    """The seeds of the documents that we read otherwise, each with what differs."""
    for seed in range(first, first + count):
        text = document(seed)
        expected = common(text)
        if expected is None:
            continue
        if ours(text) != expected:
            yield seed, "html"
        elif our_lines(text) != their_lines(text):
            yield seed, "lines"


def _walk(blocks: tuple[Block, ...]) -> Iterator[Block]:
    for block in blocks:
        yield block
        yield from _walk(block.blocks)


def _kind(block: Block) -> str:
    if block.kind == "list":
        return "ordered_list_open" if block.ordered else "bullet_list_open"
    if block.kind == "code":
        return "fence" if block.fenced else "code_block"
    return _KINDS[block.kind]


if __name__ == "__main__":
    how_many, first_seed = [*map(int, sys.argv[1:]), *(1000, 0)[len(sys.argv) - 1 :]]
    failed = 0
    for seed, what in differences(first_seed, how_many):
        print(f"seed {seed}: {what}\n{document(seed)}")
        failed += 1
    sys.exit(failed > 0)
