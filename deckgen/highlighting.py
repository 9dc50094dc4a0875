"""Marks the parts of code by classes that a style sheet colours; the only one to know Pygments."""

from __future__ import annotations

from functools import lru_cache
from html import escape
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pygments.lexer import Lexer

#: Each class and the Pygments tokens that it stands for, the more special ones first.
_CLASSES = {
    "Token.Comment.Preproc": "hl-m",
    "Token.Comment": "hl-c",
    "Token.Keyword.Constant": "hl-n",
    "Token.Keyword.Type": "hl-t",
    "Token.Keyword": "hl-k",
    "Token.Operator.Word": "hl-k",
    "Token.Name.Function": "hl-f",
    "Token.Name.Class": "hl-t",
    "Token.Name.Builtin": "hl-t",
    "Token.Name.Exception": "hl-t",
    "Token.Name.Decorator": "hl-m",
    "Token.Name.Tag": "hl-k",
    "Token.Name.Attribute": "hl-f",
    "Token.Literal.String": "hl-s",
    "Token.Literal.Number": "hl-n",
    "Token.Generic.Deleted": "hl-d",
    "Token.Generic.Inserted": "hl-s",
    "Token.Generic.Heading": "hl-k",
    "Token.Generic.Prompt": "hl-c",
}
#: Longer code is data; it stays plain.
_LONGEST = 50_000


@lru_cache(maxsize=1 << 10)
def highlight(code: str, language: str) -> str:
    """Return code as HTML, its parts in spans with classes; plain in a language that is unknown."""
    lexer = _lexer(language.lower()) if len(code) < _LONGEST else None
    if lexer is None:
        return escape(code, quote=False)
    return "".join(_html(name, text) for name, text in _parts(lexer, code))


def _parts(lexer: Lexer, code: str) -> Iterator[tuple[str, str]]:
    """The code's parts, neighbours of one class as one."""
    tokens = ((_class(str(kind)), text) for kind, text in lexer.get_tokens(code))
    for name, run in groupby(tokens, key=itemgetter(0)):
        yield name, "".join(text for _, text in run)


@lru_cache(maxsize=1 << 10)
def _class(kind: str) -> str:
    return next(
        (name for token, name in _CLASSES.items() if f"{kind}.".startswith(f"{token}.")), ""
    )


def _html(name: str, text: str) -> str:
    text = escape(text, quote=False)
    return f'<span class="{name}">{text}</span>' if name and not text.isspace() else text


@lru_cache(maxsize=1 << 8)
def _lexer(language: str) -> Lexer | None:
    from pygments.lexers import get_lexer_by_name  # noqa: PLC0415 - it costs 12 ms
    from pygments.util import ClassNotFound  # noqa: PLC0415

    try:
        return get_lexer_by_name(language, stripnl=False, ensurenl=False)
    except ClassNotFound:
        return None
