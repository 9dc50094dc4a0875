"""Finds the options of a multiple-choice question, and the key that says which are right."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import takewhile
from textwrap import dedent, indent
from typing import TYPE_CHECKING

from deckgen.shapes.text import ANSWER_WORDS, folded

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

#: The letters that options are counted by, script by script.
_ALPHABETS = (
    "ABCDEFGHIJ",
    "АБВГДЕЖЗИК",
    "ΑΒΓΔΕΖΗΘΙΚ",
    "①②③④⑤⑥⑦⑧⑨⑩",
    "가나다라마바사아자차",
    "ㄱㄴㄷㄹㅁㅂㅅㅇㅈㅊ",
    "甲乙丙丁戊己庚辛壬癸",
    "1234567890",
    "أبجدهوزحطي",
)
_PLACES = {c: (n, place) for n, letters in enumerate(_ALPHABETS) for place, c in enumerate(letters)}
_LETTER = f"[A-Ja-jА-Иа-иΑ-Κα-κ①-⑩{_ALPHABETS[4]}{_ALPHABETS[5]}{_ALPHABETS[6]}{_ALPHABETS[8]}]|\\d"
_ITEM = r"(?P<indent>[ \t]*)(?P<bullet>[-*+•][ \t]+)?"
_BOX = re.compile(rf"{_ITEM}\[(?P<mark>[ xX✓✔]?)\][ \t]+(?P<text>\S.*)")
_LETTERED = re.compile(
    rf"{_ITEM}(?P<wrap>\*\*|__|`)?[(（\[]?(?P<letter>{_LETTER})(?:\\?[.)）\]、:：．]+|(?<=[①-⑩]))(?P=wrap)?"
    r"(?:[ \t]+|(?<=[、．：）①-⑩])[ \t]*|(?=[^\s\w]))(?P<text>\S.*)".replace(
        "(?P=wrap)", r"(?:\*\*|__|`)"
    )
)
_BREAK = re.compile(r"(?:\\|<br\s*/?>)\Z", re.IGNORECASE)
_LONGEST_KEY = 500
_WORD = re.compile(r"[^\W\d_]{2}[^:：]*$")
_BEGINS_SEVERAL = re.compile(rf"[ \t*+(（-]*(?:{_LETTER})[.)）、:：．]")
_SEVERAL = re.compile(rf"(?:^|\s)[(（]?({_LETTER})[.)）、:：．]\s*(?=\S)")
_KEY = re.compile(
    rf"""[\s\W_]*
    (?:(?P<word>[^\n:：]{{0,60}}?)\s*(?:[:：]|(?<=[a-z]\ )is|은|는|是|为)\s*[\W_]*
     |(?P<known>(?:{ANSWER_WORDS}))\b[\W_]*)?
    (?P<letters>(?:{_LETTER})(?:(?:[\s,、，;/&+]|and|und|и|y|e|和|및|و)*(?:{_LETTER})(?![^\W_]))*)
    (?P<end>\Z|[^\w].*)""",
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Option:
    """One option: its letter, if it has one, its text, and whether a box says that it is right."""

    letter: str
    text: str
    checked: bool | None = None

    def line(self) -> str:
        """Return the option as an item of a markdown list."""
        return "- " + indent(str(self), "  ")[2:]

    def __str__(self) -> str:
        if not self.letter:
            return self.text
        mark = "\\. " if self.letter.isdecimal() else ". "  # "1. " would begin a list
        return f"{self.letter}{mark}{self.text}"


@dataclass(frozen=True, slots=True)
class Options:
    """The options of a question, and the lines that they stand in (from 0, ``end`` excluded)."""

    start: int
    end: int
    options: tuple[Option, ...]

    @property
    def are_checked(self) -> bool:
        """Whether boxes say which ones are right."""
        return any(option.checked for option in self.options)


def begins_options(line: str) -> bool:
    """Whether options may begin with a line, if it is no code: a cheap look, for many lines."""
    match = _BOX.match(line) or _LETTERED.match(line)
    return (match is not None and _follows(match, (), None)) or bool(_several(line))


def find_options(lines: Sequence[str], code: Container[int] = ()) -> Options | None:
    """Return the first run of options in the lines, None if there is none."""
    start = 0
    while start < len(lines):
        if start not in code:
            found = _options_at(lines, start, code)
            if found:
                return found
        start += 1
    return None


def _options_at(lines: Sequence[str], start: int, code: Container[int]) -> Options | None:
    several = _several(lines[start])
    if several:
        return Options(start, start + 1, tuple(several))
    options: list[Option] = []
    first: re.Match[str] | None = None
    end = number = start
    more: list[str] = []
    while number < len(lines):
        line = lines[number]
        match = None if number in code else _BOX.match(line) or _LETTERED.match(line)
        if match and _follows(match, options, first):
            first = first or match
            if options:
                options[-1] = _longer(options[-1], more)
            options.append(_option(match))
            more = []
            end = number + 1
        elif options and (number in code or _continues(line, first, more)):
            more.append(line)
        else:
            break
        number += 1
    if len(options) < 2:
        return None
    # What is indented below the last option belongs to it; what only follows it does not.
    own = len(list(takewhile(lambda line: _is_deeper(line, first), more)))
    options[-1] = _longer(options[-1], more[:own])
    return Options(start, end + own, tuple(options))


def _follows(match: re.Match[str], options: Sequence[Option], first: re.Match[str] | None) -> bool:
    """Whether this is the option after those found: the next letter, or another box."""
    letter = match.groupdict().get("letter")
    if first is None:
        return letter is None or _place(letter)[1] == 0
    if len(match["indent"].expandtabs(4)) > len(first["indent"].expandtabs(4)) + 3:
        return False
    before = options[-1].letter
    if letter is None or not before:
        return letter is None and not before
    return _place(letter) == (_place(before)[0], _place(before)[1] + 1)


def _place(letter: str) -> tuple[int, int]:
    return _PLACES.get(letter.upper(), (-1, -1))


def _option(match: re.Match[str]) -> Option:
    text = match["text"].rstrip()
    text = text[:-8] + _BREAK.sub("", text[-8:]).rstrip()
    groups = match.groupdict()
    if groups.get("letter") is None:
        checked = match["mark"] not in ("", " ")
        inner = _LETTERED.match(text)
        if inner and _place(inner["letter"])[1] >= 0:
            return Option("", text, checked)
        return Option("", text, checked)
    return Option(match["letter"], text)


def _continues(line: str, first: re.Match[str] | None, more: Sequence[str]) -> bool:
    """Whether a line may belong to the option above: blank, or indented, or soft-wrapped."""
    return (
        not line.strip() or _is_deeper(line, first) or (not more and _WORD.match(line) is not None)
    )


def _is_deeper(line: str, first: re.Match[str] | None) -> bool:
    indent = len(first["indent"].expandtabs(4)) if first else 0
    return (
        bool(line.strip()) and len(line) - len(line.lstrip()) > indent + 1 and "<" not in line[:40]
    )


def _longer(option: Option, more: Sequence[str]) -> Option:
    text = dedent("\n".join(more)).strip("\n")
    if not text:
        return option
    gap = "\n\n" if "```" in text else "\n"
    return Option(option.letter, f"{option.text}{gap}{text}", option.checked)


def _several(line: str) -> list[Option]:
    """Return the options that share one line: ``A. one  B. two  C. three``."""
    if not _BEGINS_SEVERAL.match(line):
        return []
    marks = list(_SEVERAL.finditer(line))
    places = [_place(mark[1]) for mark in marks]
    wanted = [(places[0][0], n) for n in range(len(marks))] if marks else []
    if len(marks) < 3 or places != wanted or line[: marks[0].start(1)].strip(" \t-*+(（"):
        return []
    ends = [mark.start() for mark in marks[1:]] + [len(line)]
    return [
        Option(mark[1], line[mark.end() : end].strip(" \t;；"))
        for mark, end in zip(marks, ends, strict=True)
    ]


# -------------------------------------------------------------------------- the key


def find_key(text: str, options: Sequence[Option]) -> tuple[list[Option], str] | None:
    """Return the right options that a text names first, and the rest: the explanation.

    The key is a line with a letter or several, perhaps behind a label; or an option's own text.
    """
    by_letter = {option.letter.upper(): option for option in options if option.letter}
    by_text = {folded(option.text): option for option in options}
    lines = text.split("\n")
    for number, line in enumerate(lines[:6]):
        if not line.strip():
            continue
        rest = "\n".join(lines[number + 1 :])
        match = _KEY.fullmatch(line) if len(line) < _LONGEST_KEY else None
        if match:
            letters = [c.upper() for c in match["letters"] if c.upper() in by_letter]
            if letters and _names_letters(match, by_letter):
                right = [by_letter[letter] for letter in dict.fromkeys(letters)]
                return right, _explanation(match["end"], right, rest)
        same = by_text.get(folded(line.rpartition(":")[2])) or by_text.get(folded(line))
        if same and folded(line):
            return [same], rest.strip("\n")
    return None


def _names_letters(match: re.Match[str], known: Container[str]) -> bool:
    """Whether the letters are a key: all are options, and no sentence goes on behind them."""
    letters = re.sub(r"and|und", "", match["letters"], flags=re.IGNORECASE)
    named = [c.upper() for c in letters if c.isalnum() and c not in "иyeو和및"]
    end = match["end"]
    plain_word = not (match["word"] or match["known"]) and re.match(r"[\s,'’-]+[^\W\d_]", end)
    return bool(named) and all(c in known for c in named) and not plain_word


def _explanation(end: str, right: Sequence[Option], rest: str) -> str:
    """Return what follows the key, without the right option's text where that is repeated."""
    tail = end.strip(" \t.)）:：*_`>-–—、．]|")
    if tail and any(folded(tail) == folded(option.text) for option in right):
        tail = ""
    if not folded(re.sub(r"<[^>]*>", "", tail)):
        tail = ""
    return "\n".join(part for part in (tail, rest) if part.strip()).strip("\n")
