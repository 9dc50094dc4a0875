"""Texts with gaps: writes ``{{c1::…}}`` so that Anki reads what was meant, and fills gaps in."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

#: Makes what is shown of a gap's number, text and hint.
_Show = Callable[[int, str, str], str]
#: Anki takes no higher number.
_MOST = 500
# A gap that is longer is a pair of braces that something else opened.
_LONGEST = 20_000
_OPENING = re.compile(r"\{\{c(\d{1,3})::")
# What stands for a gap's marks while markdown is read: characters that nobody types.
_FIRST = 0xF0000
_HINT = chr(_FIRST + _MOST + 1)
_END = chr(_FIRST + _MOST + 2)
_MARK = re.compile(f"([{chr(_FIRST + 1)}-{_END}])")
_CODE = re.compile(
    r"(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)|^ {0,3}(~{3,}).*?^ {0,3}\2", re.DOTALL | re.MULTILINE
)
# No gap's hint begins inside of these.
_INNER = re.compile(r"\{\{c\d.*?\}\}|(`+).*?\1", re.DOTALL)
# What Anki would take for a mark: "::", the first of two "}", "{{c1".  At the end of a piece a
# mark follows, which must not get longer.
_LIVE = re.compile(r":(?=:|\Z)|\}(?=\}|\Z)|\{(?=\{c\d)")
_TOKEN = re.compile(r"\{\{c\d{1,3}::|::|\}\}")
_FORMULA = re.compile(r'(class="math">)(\\[(\[].*?\\[)\]])(</)', re.DOTALL)


def mark(markdown: str) -> str:
    """Put characters of our own in the place of the marks of gaps, so that markdown can be read.

    A gap ends where its braces balance, so that a formula or code may hold ``}}``; its hint
    begins at the last ``::`` that is not in code.  What is no gap stays as it is.
    """
    return _marked(markdown, [m.span() for m in _CODE.finditer(markdown)])


def _marked(markdown: str, code: Sequence[tuple[int, int]]) -> str:
    pieces: list[str] = []
    done = 0
    for m in _OPENING.finditer(markdown):
        end = _end(markdown, m.end()) if m.start() >= done and 0 < int(m[1]) <= _MOST else -1
        if end < 0:
            continue
        text, hint = markdown[m.end() : end], ""
        if not any(start < m.start() < stop for start, stop in code):
            text, hint = _split(text)
        inner = [(start - m.end(), stop - m.end()) for start, stop in code]
        number = chr(_FIRST + int(m[1]))
        pieces += markdown[done : m.start()], number, _marked(text, inner), hint, _END
        done = end + 2
    return "".join(pieces) + markdown[done:]


def _end(text: str, start: int) -> int:
    """Where the ``}}`` of a gap is whose text begins at ``start``; -1 without text or end."""
    depth = 0
    for at in range(start, min(len(text), start + _LONGEST)):
        if text[at] == "{":
            depth += 1
        elif text[at] == "}":
            if not depth and text.startswith("}}", at):
                return at if text[start:at].strip() else -1
            depth = max(0, depth - 1)
    at = text.find("}}", start, start + _LONGEST)
    return at if text[start:at].strip() else -1


def _split(gap: str) -> tuple[str, str]:
    """A gap's text, and its hint with the mark before it."""
    outside = _INNER.sub(lambda m: " " * len(m[0]), gap)
    colons = outside.rfind("::")
    text, hint = gap[:colons], gap[colons + 2 :]
    if colons < 0 or not text.strip() or not hint.strip():
        return gap, ""
    return text, _HINT + hint


def field(html: str) -> str:
    """Write the HTML of a marked text as Anki's field: with its marks, and nothing else live."""
    pieces = _MARK.split(html)
    for n, piece in enumerate(pieces):
        pieces[n] = _anki_mark(piece) if n % 2 else _LIVE.sub(_entity, piece)
    return "".join(pieces)


def _anki_mark(character: str) -> str:
    if character in (_HINT, _END):
        return "::" if character == _HINT else "}}"
    return f"{{{{c{ord(character) - _FIRST}::"


def _entity(m: re.Match[str]) -> str:
    return f"&#{ord(m[0])};"


def numbers(field: str) -> list[int]:
    """The numbers of the gaps in a field, each of which makes a card."""
    return sorted({int(number) for number in _OPENING.findall(field)})


def with_gaps(field: str) -> str:
    """A field's HTML as one reads it before answering: hints or dots in the gaps."""
    return _read(
        field, lambda _, __, hint: f"[{hint or '…'}]", lambda _, __, ___: r"\underline{\quad}"
    )


def filled(field: str) -> str:
    """A field's HTML with the gaps' own texts in them."""
    return _read(field, _own_text, _own_text)


def without_marks(text: str) -> str:
    """A text with the gaps' own texts in them and nothing around these."""
    return _replaced(text, _own_text) if "{{c" in text else text


def without(text: str, number: int) -> str:
    """A text with a space in the gaps of this number, and the others' own texts in them."""
    return _replaced(text, lambda each, gap, _: " " if each == number else gap)


def gaps(text: str) -> tuple[str, ...]:
    """The texts of all gaps, inner ones first."""
    return tuple(gap for _, gap in numbered(text))


def numbered(text: str) -> list[tuple[int, str]]:
    """The number and the text of each gap, inner ones first."""
    found: list[tuple[int, str]] = []

    def take(number: int, gap: str, _: str) -> str:
        found.append((number, gap))
        return gap

    _replaced(text, take)
    return found


def _own_text(_: int, gap: str, __: str) -> str:
    return gap


def _read(field: str, show: _Show, show_in_formula: _Show) -> str:
    if "{{c" not in field:
        return field
    # No element may stand inside of a formula.
    field = _FORMULA.sub(lambda m: m[1] + _replaced(m[2], show_in_formula) + m[3], field)
    return _replaced(field, lambda *gap: f'<span class="cloze">{show(*gap)}</span>')


def _replaced(field: str, show: _Show) -> str:
    """The field with what ``show`` makes of each gap; inner gaps come first."""
    # Each open gap has a list of two texts, the second of which is its hint.
    stack: list[list[str]] = [["", ""]]
    hints: list[bool] = [False]
    opened: list[int] = []
    done = 0
    for m in _TOKEN.finditer(field):
        stack[-1][hints[-1]] += field[done : m.start()]
        done = m.end()
        if m[0].startswith("{{c"):
            stack.append(["", ""])
            hints.append(False)
            opened.append(int(m[0][3:-2]))
        elif len(stack) == 1 or (m[0] == "::" and hints[-1]):
            stack[-1][hints[-1]] += m[0]
        elif m[0] == "::":
            hints[-1] = True
        else:
            text, hint = stack.pop()
            hints.pop()
            stack[-1][hints[-1]] += show(opened.pop(), text, hint)
    stack[-1][hints[-1]] += field[done:]
    return "".join(text + hint for text, hint in stack)
