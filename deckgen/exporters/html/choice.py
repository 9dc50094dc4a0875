"""Names the right options of a multiple choice by the letters that the page gives them."""

from __future__ import annotations

import re
from string import ascii_uppercase

_OPTIONS = re.compile(r'<([uo]l) class="options">(.*)</\1>', re.DOTALL)
_ITEM = re.compile(r"<li>(.*?)</li>", re.DOTALL)
_FIRST_BLOCK = re.compile(r"<(p|ul)>.*?</\1>", re.DOTALL)
_TEXT = re.compile(r"(<p>|<li>)(.*?)(?=</p>|</li>)", re.DOTALL)


def with_letters(front: str, back: str) -> str:
    """Return an answer in which the options that it begins with have their letters.

    Options with lists in them, or with letters of their own, are left alone.

    Args:
        front: The question, which ends with its options.
        back: The answer, which begins with the right ones: a paragraph, or a list.
    """
    options, answer = _OPTIONS.search(front), _FIRST_BLOCK.match(back)
    if not options or not answer or "<ul>" in options[2] or "<ol>" in options[2]:
        return back
    texts = map(_bare, _ITEM.findall(options[2]))
    letters = dict(zip(texts, ascii_uppercase, strict=False))

    def named(m: re.Match[str]) -> str:
        letter = letters.get(_bare(m[2]))
        return f"{m[1]}<strong>{letter}.</strong> {m[2]}" if letter else m[0]

    return _TEXT.sub(named, answer[0]) + back[answer.end() :]


def _bare(html: str) -> str:
    return html.replace("<p>", "").replace("</p>", "").strip()
