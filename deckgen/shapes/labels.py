"""Questions and answers behind labels: ``Q: …`` and ``A: …``, in bold or not, in any language."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from deckgen.messages import counted
from deckgen.shapes.answers import Lead, cards_of, pairs_of
from deckgen.shapes.shape import Pair, Reading
from deckgen.shapes.text import ANSWER_WORDS, asks, is_question_word

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from deckgen.shapes.shape import Page

_LABEL = re.compile(
    r"(?P<lead>[ \t]{0,3}(?:[-*+>][ \t]+|\#{1,6}[ \t]+|\d{1,4}[.)][ \t]+)?)"
    r"(?P<mark>\*{1,3}|_{1,2})?[\[(]?"
    r"(?P<word>[^\W\d_][^\W\d_]{0,11}(?:[ \t][^\W\d_]{2,10})?)"
    r"[ \t]{0,2}[#№]?(?P<number>\d{0,4})[\])]?"
    r"(?:(?P<inner>[ \t]?[:：.)．、])[ \t]*(?P<end>\*{1,3}|_{1,2})?"
    r"|(?P<outer>\*{1,3}|_{1,2})[ \t]?[:：])"
    r"(?:[ \t]*(?P<text>.*))?"
)
_ANSWER = re.compile(rf"(?:{ANSWER_WORDS})", re.IGNORECASE)
_MEMBERS = 3


@dataclass(frozen=True, slots=True)
class Label:
    """A line that a label begins: the label's word, its number, and the text behind it."""

    line: int
    word: str
    number: int | None
    text: str
    column: int


def read_labels(page: Page) -> Iterator[Reading]:
    """Read two labels that take turns, one before each question, one before each answer."""
    labels = list(_labels(page))
    counts = Counter(label.word for label in labels)
    answered = False
    for first, second in _partners(labels, counts):
        pairs = _pairs(page, labels, first, second)
        if not pairs:
            continue
        known = is_question_word(first) and _ANSWER.fullmatch(second)
        asking = sum(asks(pair.question) for pair in pairs) / len(pairs)
        if known or (len(pairs) >= _MEMBERS and asking >= 0.6):
            answered = True
            labels_in_words = f'"{first.capitalize()}:" and "{second.capitalize()}:"'
            yield Reading(
                pairs=tuple(pairs),
                evidence=f"{counted(len(pairs), 'time')} {labels_in_words}",
                explicit=True,
            )

    if not answered:
        yield from _questions_only(page, labels, counts)


def _questions_only(page: Page, labels: Sequence[Label], counts: Counter[str]) -> Iterator[Reading]:
    """Read labels before questions, where none stand before the answers."""
    for word, number in counts.items():
        if number >= _MEMBERS and is_question_word(word):
            leads = [_lead(label) for label in labels if label.word == word]
            yield Reading(
                pairs=pairs_of(page, leads),
                evidence=f'{number} lines that "{word.capitalize()}:" begins',
                likeness=1.0,
            )


def _lead(label: Label) -> Lead:
    return Lead(line=label.line, body=label.line + 1, question=label.text, number=label.number)


def _labels(page: Page) -> Iterator[Label]:
    for line, text in enumerate(page.lines, 1):
        if (
            line in page.code
            or line in page.aside
            or not (":" in text or "：" in text or "." in text)
        ):
            continue
        match = _LABEL.match(text)
        if match is None or (match["mark"] is None and match["outer"]):
            continue
        mark = (match["inner"] or ":").strip()
        if mark not in ":：" and not (match["number"] or match["mark"]):
            continue  # "A. An option"
        closing = match["end"] or ""
        rest = match["text"] or ""
        if match["mark"] and not closing and not match["outer"]:
            rest = _unmarked(rest, match["mark"])
        number = int(match["number"]) if match["number"] else None
        yield Label(line, match["word"].casefold(), number, rest.strip(), match.start("text"))


def _unmarked(text: str, mark: str) -> str:
    """Take off the mark that closes what began before the label: ``**Q: What?**``."""
    bare = text.rstrip()
    return bare.removesuffix(mark) if bare.endswith(mark) else f"{mark}{text}"


def _partners(labels: Sequence[Label], counts: Counter[str]) -> Iterator[tuple[str, str]]:
    """Yield the pairs of labels of which the second mostly follows the first."""
    after: Counter[tuple[str, str]] = Counter()
    for one, other in pairwise(labels):
        if one.word != other.word:
            after[one.word, other.word] += 1
    for (first, second), count in after.most_common(6):
        if count * 10 >= counts[first] * 6 and count * 10 >= counts[second] * 6:
            forward = next(label.word for label in labels if label.word in (first, second))
            if forward == first or after[first, second] > after[second, first]:
                yield first, second


def _pairs(page: Page, labels: Sequence[Label], first: str, second: str) -> list[Pair]:
    own = [label for label in labels if label.word in (first, second)]
    questions = [label for label in own if label.word == first]
    leads = [_lead(label) for label in questions]
    answers = {}
    for one, other in pairwise(own):
        if one.word == first and other.word == second:
            answers[one.line] = other
    pairs = []
    gaps = [label.line for label in labels if label.word == "c" and "[" in label.text]
    for card in cards_of(page, leads):
        lead = card.lead
        answer = answers.get(lead.line)
        # A "C:" line with gaps in brackets is a card of its own.
        at = bisect_right(gaps, lead.line)
        end = min(card.end, gaps[at] - 1) if at < len(gaps) else card.end
        last = min(card.last, end)
        if answer is None or answer.line > end:
            answer_text, question_last, start = "", last, lead.line
        else:
            below = page.cut(answer.line + 1, max(answer.line, last))
            answer_text = f"{answer.text}\n{below}".strip("\n")
            question_last, start = answer.line - 1, answer.line
        more = page.cut(lead.line + 1, question_last) if question_last > lead.line else ""
        question = f"{lead.question}\n{more}".strip("\n").rstrip()
        pairs.append(
            Pair(
                question=_joined(question),
                answer=answer_text if answer_text.strip() else "",
                number=lead.number,
                line=lead.line,
                answer_line=start + (1 if answer and not answer.text else 0),
                end=max(end, lead.line),
            )
        )
    return pairs


def _joined(question: str) -> str:
    """Return a question of one paragraph as one line, so that it is no list by accident."""
    if "\n\n" in question or "```" in question or "|" in question:
        return question
    lines = question.split("\n")
    if any(line.lstrip().startswith(("-", "*", "+", ">", "#", "<")) for line in lines[1:]):
        return question
    return " ".join(line.strip() for line in lines)
