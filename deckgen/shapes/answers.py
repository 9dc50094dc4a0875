"""Cuts the answers to a sequence of questions, and trims off what repeats after every card."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import dataclass, replace
from textwrap import dedent
from typing import TYPE_CHECKING

from deckgen.shapes.details import find_details, generic_summaries
from deckgen.shapes.shape import Pair
from deckgen.shapes.tags import text_between
from deckgen.shapes.text import answer_label_length, folded, is_answer_word, unwrapped

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from deckgen.shapes.shape import Page

#: Behind this share of the cards, a line is navigation; before that share, a label.
_NAVIGATION = 0.3
_LABEL = 0.6
#: What separates cards and says nothing.
_SEPARATOR = re.compile(
    r"(?:([-*_])[ \t]*(?:\1[ \t]*){2,}|(?:<br\s*/?>\s*|<hr\s*/?>\s*|&nbsp;\s*|\\\s*)+"
    r"|<!--.*?-->|</?(?:div|p|center|ol|ul|li|section|article)\b[^<>]*>|<a\b[^<>]*></a>|\#+)?"
)
_PARAGRAPH = re.compile(r"\s*<p>(.*?)(?:</p>\s*)?", re.IGNORECASE | re.DOTALL)
_BREAKS = re.compile(r"\A\s*(?:<br\s*/?>\s*)+|(?<!\s)\s*<br\s*/?>\s*\Z")
_BLOCK_START = re.compile(r"\s*(?:[-*+][ \t]|\d+[.)][ \t]|\||>|```|~~~|\$\$)")
_CLOSING = re.compile(r"</details\s*>", re.IGNORECASE)
_ANCHOR_LINK = re.compile(r"\[[^\[\]]*\]\(\s*#[^()\n]*\)|<a\b[^<>]*>[^<>]*</a>", re.IGNORECASE)
_HAS_ANCHOR = re.compile(r"\]\(\s*#|href=[\"']?#")


@dataclass(frozen=True, slots=True, kw_only=True)
class Lead:
    """Where a question begins: the lines from ``line`` up to ``body`` hold it.

    ``level`` says which headings end its answer: those of the same or a higher level.  In a list
    item, lines up to ``item_end`` are indented by ``width``.  ``rest`` is what the question's
    lines hold of the answer already.
    """

    line: int
    body: int
    question: str
    number: int | None = None
    level: int = 7
    item_end: int = 0
    width: int = 0
    rest: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """A lead and its text: all of it in ``end``, trimmed from ``first`` to ``last``.

    ``last`` is below ``first`` where there is no text.  From line ``answer`` on (and column
    ``column``) the text is the answer; what is before it belongs to the question.
    """

    lead: Lead
    first: int
    last: int
    end: int


def cards_of(page: Page, leads: Sequence[Lead]) -> list[Card]:
    """Return for each lead the text up to the next one, or up to the section that ends it."""
    lines = [lead.line for lead in leads]
    structure = _structure(page, leads)
    members = set(lines)
    others = [
        h
        for h in page.headings
        if h.line not in members
        and folded(h.text) not in structure
        and not answer_label_length(f"{h.text} ")
    ]
    positions = [heading.line for heading in others]
    cards = []
    for lead, following in zip(leads, [*lines[1:], len(page.lines) + 1], strict=True):
        end = following - 1
        for heading in others[
            bisect_left(positions, lead.body) : bisect_left(positions, following)
        ]:
            if (
                heading.level <= lead.level
                and heading.item is None
                and not _in_fold(page, heading.line, lead.line)
            ):
                end = heading.line - 1
                break
        cards.append(Card(lead, lead.body, end, end))
    return _trimmed(page, _without_closing(page, cards))


def _in_fold(page: Page, line: int, after: int) -> bool:
    """Whether a line is in a collapsed part that begins behind another line."""
    position = bisect_right(page.folds, (line, len(page.lines) + 1)) - 1
    return position >= 0 and after <= page.folds[position][0] < line <= page.folds[position][1]


def _structure(page: Page, leads: Sequence[Lead]) -> frozenset[str]:
    """Return the folded headings that recur under different questions, or say "Answer"."""
    under: dict[str, set[int]] = {}
    ending: set[str] = set()
    lines = [lead.line for lead in leads]
    members = set(lines)
    for heading in page.headings:
        if heading.line not in members:
            position = bisect_right(lines, heading.line)
            text = folded(heading.text)
            under.setdefault(text, set()).add(position)
            if position and heading.level <= leads[position - 1].level < 7:
                ending.add(text)
    return frozenset(
        text
        for text, positions in under.items()
        if (is_answer_word(text) and positions != {0})
        # What ranks with the questions or above them may be a section that recurs.
        or (len(positions) > 2 and (text not in ending or _is_under_most(positions, len(leads))))
    )


def _is_under_most(positions: Collection[int], questions: int) -> bool:
    return 0 not in positions and len(positions) > questions / 2


def _without_closing(page: Page, cards: list[Card]) -> list[Card]:
    """End the last answer at the rule that a closing text follows, if no other has rules in it."""
    if not cards or cards[-1].last <= cards[-1].first:
        return cards
    rules = [block.line for block in page.blocks if block.kind == "rule"]
    inner = []
    for card in cards:
        first, last = _bare(page, card.first, card.last)
        inner.append(rules[bisect_left(rules, first) : bisect_right(rules, last)])
    if len(cards) < 2 or not inner[-1] or any(inner[:-1]):
        return cards
    end = inner[-1][-1] - 1
    return [*cards[:-1], replace(cards[-1], last=end, end=end)]


# -------------------------------------------------------------------------- trimming


def _trimmed(page: Page, cards: list[Card]) -> list[Card]:
    """Trim separators off both ends, and lines at the end that recur after many cards."""
    spans = [_bare(page, card.first, card.last) for card in cards]
    for _ in range(4):
        tails: dict[str, list[int]] = {}
        for number, (first, last) in enumerate(spans):
            if first <= last and last not in page.code:
                tails.setdefault(_key(page.lines[last - 1]), []).append(number)
        found = [
            number
            for numbers in tails.values()
            if _is_navigation(page, spans, numbers, len(cards))
            for number in numbers
        ]
        if not found:
            break
        for number in found:
            first, last = spans[number]
            spans[number] = _bare(page, first, last - 1)
    return [
        Card(card.lead, first, last, card.end)
        for card, (first, last) in zip(cards, spans, strict=True)
    ]


def _key(line: str) -> str:
    return folded(line) or "".join(line.split())


def _is_navigation(
    page: Page, spans: Sequence[tuple[int, int]], numbers: Sequence[int], cards: int
) -> bool:
    last = spans[numbers[0]][1]
    line = page.lines[last - 1]
    if _HAS_ANCHOR.search(line) and not folded(_ANCHOR_LINK.sub("", line)):
        return len(numbers) > 1 or cards < 3 or "|" not in line
    if answer_label_length(line.strip(" *_")):
        return False  # "Answer: true" may well recur
    linked = "](" in line or "href=" in line
    if len(numbers) < max(3, (_NAVIGATION if linked else _LABEL) * cards):
        return False
    apart = sum(_stands_apart(page, *spans[number]) for number in numbers)
    return apart * 5 > 4 * len(numbers)


def _stands_apart(page: Page, first: int, last: int) -> bool:
    """Whether the last line is a paragraph of its own below other text."""
    if first == last or _BLOCK_START.match(page.lines[last - 1]):
        return False
    return _says_nothing(page, last - 1)


def _bare(page: Page, first: int, last: int) -> tuple[int, int]:
    """Leave out blank lines, separators and set-aside lines at both ends."""
    while first <= last and _says_nothing(page, first):
        first += 1
    surplus: int | None = None
    while last >= first:
        if not _says_nothing(page, last):
            if not _CLOSING.fullmatch(page.lines[last - 1].strip()):
                break
            # It closes a part that began before, unless it began in these lines.
            surplus = _surplus(page, first, last) if surplus is None else surplus - 1
            if surplus < 1:
                break
        last -= 1
    return first, last


def _surplus(page: Page, first: int, last: int) -> int:
    """Return how many collapsed parts are closed that were not opened in these lines."""
    text = page.cut(first, last).lower()
    return text.count("</details") - text.count("<details")


def _says_nothing(page: Page, line: int) -> bool:
    return line not in page.code and _SEPARATOR.fullmatch(page.lines[line - 1].strip()) is not None


# -------------------------------------------------------------------------- question and answer


def pairs_of(page: Page, leads: Sequence[Lead]) -> tuple[Pair, ...]:
    """Return the pairs that begin with the leads.

    What stands before the answer's label or fold belongs to the question.
    """
    cards = card_texts(page, leads)
    divider = _divider(cards)
    return tuple(divider.pair(*card) for card in cards)


def card_texts(page: Page, leads: Sequence[Lead]) -> list[tuple[Card, list[str], frozenset[int]]]:
    """Return the cards with their lines, unindented, and the indices of the lines of code."""
    return [(card, _lines(page, card), _code(page, card)) for card in cards_of(page, leads)]


def _code(page: Page, card: Card) -> frozenset[int]:
    return frozenset(n - card.first for n in range(card.first, card.last + 1) if n in page.code)


def _lines(page: Page, card: Card) -> list[str]:
    """Return the card's lines without the indentation of the list item that they are in."""
    lead = card.lead
    return [
        _dedented(line, lead.width) if number <= lead.item_end else line
        for number, line in enumerate(page.lines[card.first - 1 : card.last], card.first)
    ]


def _dedented(line: str, width: int) -> str:
    space = len(line) - len(line.lstrip(" \t"))
    prefix = line[:space].expandtabs(4)
    return prefix[min(width, len(prefix)) :] + line[space:]


@dataclass(frozen=True, slots=True)
class Divider:
    """What stands between question and answer on most cards of a document.

    ``summaries`` are the folded texts of folds that say no more than "Answer"; ``lines`` are the
    folded lines that do; ``folds`` and ``labels`` say whether they divide even behind other text.
    """

    summaries: frozenset[str]
    folds: bool
    lines: frozenset[str]
    labels: bool

    def pair(self, card: Card, lines: list[str], code: frozenset[int]) -> Pair:
        """Divide a card's lines into question and answer."""
        question, answer, offset = self._divided(lines, code)
        lead = card.lead
        if lead.rest.strip():
            # A list may follow right below; a paragraph stands apart.
            space = "\n\n" if card.first > lead.body else "\n"
            answer = f"{lead.rest.strip()}{space}{answer}" if not question else answer
            question = f"{lead.rest.strip()}\n\n{question}" if question else ""
            offset = 0
        answer, cut = without_label(dedent(answer) if lead.width else answer)
        more = question.strip("\n")
        return Pair(
            question=f"{lead.question}\n\n{more}" if more.strip() else lead.question,
            answer=answer if answer.strip() else "",
            number=lead.number,
            line=lead.line,
            answer_line=min(card.end, card.first + offset + cut) if answer.strip() else lead.line,
            end=max(card.end, lead.body - 1),
        )

    def _divided(self, lines: list[str], code: frozenset[int]) -> tuple[str, str, int]:
        """Return what belongs to the question, the answer, and the answer's line from 0."""
        for part in find_details(lines, code):
            summary = text_between(lines, *part.summary) if part.summary else ""
            if folded(summary) in self.summaries:
                before = text_between(lines, (0, 0), part.start)
                inner = text_between(lines, part.inner, part.close)
                end = (len(lines) - 1, len(lines[-1]))
                after = text_between(lines, part.after, end).strip()
                inner = _without_paragraph_tags(inner)
                if self.folds or not before.strip():
                    return before, f"{inner}\n\n{after}" if after else inner, part.inner[0]
                break
        for number, line in enumerate(lines):
            if number in code or not self._divides(line, first=number == 0):
                continue
            length = answer_label_length(line)
            rest = [line[length:] if length else "", *lines[number + 1 :]]
            return "\n".join(lines[:number]), "\n".join(rest), number
        return "", "\n".join(lines), 0

    def _divides(self, line: str, *, first: bool) -> bool:
        if not line.strip():
            return False
        if folded(line) in self.lines:
            return True
        return (first or self.labels) and (
            answer_label_length(line) > 0 or (_is_marked(line) and is_answer_word(line))
        )


def _is_marked(line: str) -> bool:
    """Whether a line that holds but a word stands out: as a heading, bold, or with a colon."""
    bare = line.strip()
    return (
        bare.startswith(("#", "<"))
        or bare.endswith((":", "："))
        or unwrapped(bare) != bare
        or (bare[:1] in "*_" and bare[-1:] == bare[:1])
    )


def without_label(answer: str) -> tuple[str, int]:
    """Take off the label that an answer begins with; return how many lines that cost."""
    whole = answer
    answer = answer.lstrip("\n")
    answer = answer[answer_label_length(answer) :].lstrip("\n")
    answer = answer.rstrip()
    return answer, whole.rstrip().count("\n") - answer.count("\n")


def _without_paragraph_tags(text: str) -> str:
    """Take off the ``<p>`` around all of a fold's content."""
    match = _PARAGRAPH.fullmatch(text)
    return _BREAKS.sub("\n", match[1] if match else text)


def _divider(cards: Sequence[tuple[Card, list[str], frozenset[int]]]) -> Divider:
    """Find out what stands between question and answer, by what repeats."""
    summaries: list[str] = []
    with_parts = 0
    lines: Counter[str] = Counter()
    short_before: Counter[str] = Counter()
    labels = 0
    for _, text, code in cards:
        parts = find_details(text, code) if any("<" in line for line in text) else []
        summaries += [text_between(text, *part.summary) if part.summary else "" for part in parts]
        with_parts += bool(parts)
        seen: set[str] = set()
        labelled = False
        first = next((n for n, line in enumerate(text) if line.strip()), 0)
        for number, line in enumerate(text):
            if number in code or len(line) > 80 or not line.strip():
                continue
            labelled = (
                labelled
                or answer_label_length(line) > 0
                or (_is_marked(line) and is_answer_word(line))
            )
            key = folded(line)
            if key and key not in seen and _is_marked(line):
                seen.add(key)
                lines[key] += 1
                short_before[key] += number == first
        labels += labelled
    enough = max(3, _LABEL * len(cards))
    folds = with_parts * 2 >= len(cards)
    known = folds or labels * 2 >= len(cards)  # then a line that recurs is part of the question
    return Divider(
        summaries=generic_summaries(summaries),
        folds=folds,
        lines=frozenset(
            key
            for key, count in lines.items()
            if not known and count >= enough and short_before[key] * 2 >= count and len(key) < 25
        ),
        labels=labels * 2 >= len(cards),
    )
