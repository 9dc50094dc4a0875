"""The labels that authors write before questions and answers, and how to take them off."""

from __future__ import annotations

import re
from typing import NamedTuple

_QUESTION_LABEL = re.compile(
    r"""
    (?P<word>[^\W\d_]{1,12}\.?\ ?)??       # Q, Question, 题目 …
    \#?(?P<number>\d{1,6}(?:\.\d{1,6})*)   # 12, 1.2
    (?P<mark>\s*[.):：．、）]+ | \s+[-–—](?=\s) | (?=\s))
    \s*
    """,
    re.VERBOSE,
)
#: ``Q:`` needs no number to be known for what it is.
_BARE_QUESTION_LABEL = re.compile(r"Q(?:uestion)?\s*[.:：]\s+", re.IGNORECASE)
_WRAPPED = re.compile(r"(\*\*\*|\*\*|__)(?=\S)(?P<inner>(?:(?!\1).)+)(?<=\S)\1", re.DOTALL)
#: Bold or not, with the colon inside or outside of the bold marks.
_ANSWER_LABEL = re.compile(
    r"\s*(?:(?P<wrap>\*{1,3}|_{1,3})\s*(?:answer|ans|a)\s*(?:[:：.]\s*(?P=wrap)|(?P=wrap)\s*[:：])"
    r"|(?:answer|ans|a)\s*[:：](?=\s|\Z))[ \t]*",
    re.IGNORECASE,
)


class Label(NamedTuple):
    """A question's numbered label; ``family`` is what the labels of one list have in common."""

    family: tuple[str, str]
    number: int | None
    length: int

    @property
    def is_plain(self) -> bool:
        """Whether it is a label beyond doubt, even if it stands alone: ``3.`` or ``Q3:``."""
        word, mark = self.family
        return word in {"", "q", "question"} and mark not in {"", "1.1"}


def question_label(text: str) -> Label | None:
    """Return the numbered label that ``text`` begins with: ``3.``, ``Q7:``, ``题目003：``."""
    match = _QUESTION_LABEL.match(text)
    if match is None or not text[match.end() :].strip():
        return None
    word = (match["word"] or "").strip(" .").casefold()
    mark = match["mark"].strip()[:1]
    dotted = "." in match["number"]
    if not (word or mark or dotted):
        return None  # "3 kinds of cells" has no label
    number = None if dotted else int(match["number"])
    return Label((word, "1.1" if dotted else mark), number, match.end())


def without_bare_label(question: str) -> str:
    """Return the question without a ``Q:`` that has no number."""
    match = _BARE_QUESTION_LABEL.match(question)
    return question[match.end() :] if match else question


def unwrapped(text: str) -> str:
    """Return ``text`` without the bold marks around the whole of it."""
    text = text.strip()
    match = _WRAPPED.fullmatch(text)
    return match["inner"].strip() if match else text


def answer_label_length(text: str) -> int:
    """Return the length of the ``Answer:`` label that ``text`` begins with, 0 for none."""
    match = _ANSWER_LABEL.match(text)
    return match.end() if match else 0
