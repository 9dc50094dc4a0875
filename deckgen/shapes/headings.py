"""Questions that are headings, whatever their level, with or without numbers."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import TYPE_CHECKING

from deckgen import markdown
from deckgen.model import Finding
from deckgen.shapes.labels import (
    Label,
    answer_label_length,
    question_label,
    unwrapped,
    without_bare_label,
)
from deckgen.shapes.shape import Pair, Reading

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Sequence

    from deckgen.markdown import Block
    from deckgen.shapes.shape import Page

_QUESTION_MARKS = tuple("?？؟;՞፧")
_SENTENCE_ENDS = tuple(".!:。！：…")
_RULE = re.compile(r" {0,3}([-*_])[ \t]*(?:\1[ \t]*){2,}")
_DASHES = re.compile(r" {0,3}-+[ \t]*")
_ANCHOR_LINK = re.compile(r"\[[^\]]*\]\(#[^)]*\)")
#: A heading's text that occurs so often is a part of the answers, such as "Example".
_OFTEN = 3


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading at the top level of the document.

    ``position`` counts the headings from 0; ``body`` is the line after the heading.
    """

    position: int
    line: int
    body: int
    level: int
    text: str

    @property
    def asks(self) -> bool:
        """Whether it ends in a question mark of any script."""
        return unwrapped(self.text).endswith(_QUESTION_MARKS)


@dataclass(frozen=True, slots=True)
class Outline:
    """A document's headings, and how much text stands before each line."""

    page: Page
    headings: tuple[Heading, ...]
    title: Heading | None
    recurring: frozenset[str]
    text_before: tuple[int, ...]

    def text_between(self, first: int, last: int) -> int:
        """Return how many characters the lines from ``first`` to ``last`` hold."""
        return max(0, self.text_before[last] - self.text_before[first - 1])

    def line_after(self, heading: Heading) -> int:
        """Return the line of the next heading, or the one behind the document."""
        following = self.headings[heading.position + 1 : heading.position + 2]
        return following[0].line if following else len(self.page.lines) + 1


@dataclass(frozen=True, slots=True)
class Member:
    """A heading that may be a question, and the last line that belongs to it."""

    heading: Heading
    end: int


@dataclass(frozen=True, slots=True)
class Family:
    """Headings that may be the questions; ``label`` is what they are numbered with, if they are."""

    members: tuple[Member, ...]
    label: tuple[str, str] | None = None


def read_headings(page: Page) -> Reading | None:
    """Read the headings as questions, if a family of them looks like it."""
    outline = _outline(page)
    scored = [(_score(outline, family), family) for family in _families(outline)]
    score, family = max(scored, key=lambda each: each[0], default=(0.0, Family(())))
    return _reading(outline, family, score) if score else None


# -------------------------------------------------------------------------- the headings


def _outline(page: Page) -> Outline:
    headings = tuple(_headings(page))
    highest = [heading for heading in headings if heading.level == 1]
    has_title = len(highest) == 1 and len(headings) > 1 and headings[0] is highest[0]
    counts = Counter(heading.text.casefold() for heading in headings)
    lengths = accumulate((len(line.strip()) for line in page.lines), initial=0)
    return Outline(
        page=page,
        headings=headings,
        title=headings[0] if has_title else None,
        recurring=frozenset(text for text, count in counts.items() if count >= _OFTEN),
        text_before=tuple(lengths),
    )


def _headings(page: Page) -> Iterator[Heading]:
    blocks = [block for block in page.blocks if block.kind == "heading" and block.text.strip()]
    some_have_marks = any(not _is_underlined(page, block) for block in blocks)
    true = [b for b in blocks if not (some_have_marks and _is_separated_text(page, b))]
    for position, block in enumerate(true):
        text = " ".join(block.text.split())
        yield Heading(position, block.line, block.end + 1, block.level, text)


def _is_underlined(page: Page, block: Block) -> bool:
    return _DASHES.fullmatch(page.lines[block.end - 1]) is not None


def _is_separated_text(page: Page, block: Block) -> bool:
    """Whether the heading is but the end of an answer with a ``---`` right below it."""
    several_lines = block.end > block.line + 1
    ends_a_sentence = block.text.rstrip().endswith(_SENTENCE_ENDS)
    return _is_underlined(page, block) and (several_lines or ends_a_sentence)


# -------------------------------------------------------------------------- the families


def _families(outline: Outline) -> Iterator[Family]:
    """Yield the sets of headings that may be the questions, the likelier ones first."""
    candidates = [
        heading
        for heading in outline.headings
        if heading is not outline.title and not _holds_contents_only(outline, heading)
    ]
    for label, headings in _numbered(candidates).items():
        yield Family(_members(outline, headings), label)
    for level in range(1, 7):
        headings = _without_edges([h for h in candidates if h.level == level])
        yield Family(_members(outline, headings))
    yield Family(_members(outline, [heading for heading in candidates if heading.asks]))


def _numbered(candidates: Sequence[Heading]) -> dict[tuple[str, str], list[Heading]]:
    families: dict[tuple[str, str], tuple[Label, list[Heading]]] = {}
    for heading in candidates:
        if label := question_label(unwrapped(heading.text)):
            families.setdefault(label.family, (label, []))[1].append(heading)
    # "Python 3: what is new?" looks like a label until it turns out to stand alone.
    return {
        label.family: headings
        for label, headings in families.values()
        if len(headings) > 1 or label.is_plain
    }


def _without_edges(headings: list[Heading]) -> list[Heading]:
    """Leave out an "Introduction" or "Further reading" around headings that ask."""
    asking = [n for n, heading in enumerate(headings) if heading.asks]
    if not asking or len(asking) * 4 < len(headings) * 3:
        return headings
    return headings[asking[0] : asking[-1] + 1]


def _members(outline: Outline, headings: Sequence[Heading]) -> tuple[Member, ...]:
    positions = {heading.position for heading in headings}
    return tuple(Member(heading, _end(outline, heading, positions)) for heading in headings)


def _end(outline: Outline, heading: Heading, members: Container[int]) -> int:
    """Return the line before the next member, or before a heading that is not below this one."""
    for position in range(heading.position + 1, len(outline.headings)):
        other = outline.headings[position]
        if position in members or other.level <= heading.level:
            return other.line - 1
    return len(outline.page.lines)


def _holds_contents_only(outline: Outline, heading: Heading) -> bool:
    """Whether nothing but a list of links into the document stands under the heading."""
    lines = outline.page.lines[heading.body - 1 : outline.line_after(heading) - 1]
    lines = [line for line in lines if line.strip()]
    links = [line for line in lines if _ANCHOR_LINK.search(line)]
    return len(links) > len(lines) / 2


# -------------------------------------------------------------------------- the choice


def _score(outline: Outline, family: Family) -> float:
    """Return how well it explains the document that these headings are its questions.

    Three shares count: of the members that have a text of their own, of the document's text that
    the members cover, and of the covered text that stands under no sub-heading (sections have
    little of it).  Zero means that nothing marks the headings as questions.
    """
    members = family.members
    if not members:
        return 0.0
    asking = sum(member.heading.asks for member in members) / len(members)
    labelled = sum(_has_answer_label(outline, member) for member in members) / len(members)
    if not (family.label or asking >= 1 / 3 or labelled >= 1 / 2):
        return 0.0
    likeness = 0.6 + 0.2 * bool(family.label) + 0.2 * max(asking, labelled)
    texts = [_direct_text(outline, member) for member in members]
    covered = sum(outline.text_between(member.heading.body, member.end) for member in members)
    answered = sum(text > 0 for text in texts) / len(members)
    coverage = covered / max(1, outline.text_before[-1])
    directness = min(1.0, 4 * sum(texts) / max(1, covered))
    return likeness * (0.1 + 0.9 * answered * coverage * directness)


def _direct_text(outline: Outline, member: Member) -> int:
    """Return how much text stands between the heading and its first sub-heading of its own."""
    position = member.heading.position + 1
    while (
        position < len(outline.headings)
        and outline.headings[position].text.casefold() in outline.recurring
    ):
        position += 1
    last = outline.headings[position].line - 1 if position < len(outline.headings) else member.end
    return outline.text_between(member.heading.body, min(last, member.end))


def _has_answer_label(outline: Outline, member: Member) -> bool:
    lines = outline.page.lines[member.heading.body - 1 : member.end]
    first = next((line for line in lines if line.strip()), "")
    return answer_label_length(first) > 0


# -------------------------------------------------------------------------- the pairs


def _reading(outline: Outline, family: Family, score: float) -> Reading:
    closing = _closing_line(outline, family)
    sections = list(_sections(outline, family))
    title = _plain(outline.title.text) if outline.title else ""
    if sections[0] and all(section[:1] == sections[0][:1] for section in sections):
        # A heading above all questions tells nothing apart; it is as good as a title.
        title = title or sections[0][0]
        sections = [section[1:] for section in sections]
    pairs = tuple(
        _pair(outline.page, replace(member, end=min(member.end, closing - 1)), family, section)
        for member, section in zip(family.members, sections, strict=True)
    )
    return Reading(
        pairs=pairs,
        score=score,
        start=next(h.line for h in outline.headings if h is not outline.title),
        title=title,
        title_line=outline.title.line if outline.title else 0,
        findings=tuple(_left_out(outline, family, closing)),
    )


def _pair(page: Page, member: Member, family: Family, section: tuple[str, ...]) -> Pair:
    first, last = _trimmed(page.lines, member.heading.body, member.end)
    text = page.cut(first, last)
    answer = text[answer_label_length(text) :].lstrip("\n")
    question, number = _question(member.heading, family)
    return Pair(
        question=question,
        answer=answer if answer.strip() else "",
        number=number,
        section=section,
        line=member.heading.line,
        answer_line=first + text.count("\n") - answer.count("\n"),
        end=max(member.end, member.heading.line),
    )


def _question(heading: Heading, family: Family) -> tuple[str, int | None]:
    """Return the heading's text without its label, and its number."""
    text = unwrapped(heading.text)
    label = question_label(text)
    if label and (label.family == family.label or label.is_plain):
        return unwrapped(text[label.length :]), label.number
    return unwrapped(without_bare_label(text)), None


def _trimmed(lines: Sequence[str], first: int, last: int) -> tuple[int, int]:
    """Leave out blank lines and separators at both ends."""
    while first <= last and _is_blank(lines[first - 1]):
        first += 1
    while last >= first and _is_blank(lines[last - 1]):
        last -= 1
    return first, last


def _is_blank(line: str) -> bool:
    return not line.strip() or _RULE.fullmatch(line) is not None


def _closing_line(outline: Outline, family: Family) -> int:
    """Return the line of the separator, behind the last answer, that a closing text follows.

    Where other answers hold separators too, they are part of the answers, and the line returned
    is behind the document.
    """
    lines = outline.page.lines
    rules = [block.line for block in outline.page.blocks if block.kind == "rule"]
    spans = [_trimmed(lines, member.heading.body, member.end) for member in family.members]
    inner = [rules[bisect_left(rules, first) : bisect_right(rules, last)] for first, last in spans]
    return inner[-1][-1] if inner[-1] and not any(inner[:-1]) else len(lines) + 1


def _sections(outline: Outline, family: Family) -> Iterator[tuple[str, ...]]:
    """Yield for each member the headings above it, outermost first."""
    members = {member.heading.position: member for member in family.members}
    above: list[tuple[int, str]] = []
    end = 0
    for heading in outline.headings:
        if member := members.get(heading.position):
            end = member.end
            yield tuple(text for _, text in above)
        elif heading.line > end and heading is not outline.title:
            above = [each for each in above if each[0] < heading.level]
            above.append((heading.level, _plain(heading.text)))


def _left_out(outline: Outline, family: Family, closing: int) -> Iterator[Finding]:
    """Yield where a text stands that belongs to no question."""
    ends = {member.heading.position: member.end for member in family.members}
    end = 0
    for heading in outline.headings:
        end = ends.get(heading.position, end)
        last = outline.line_after(heading) - 1
        if (
            heading.line > end
            and heading is not outline.title
            and outline.text_between(heading.body, last)
            and not _holds_contents_only(outline, heading)
        ):
            message = f'the text under "{_plain(heading.text)}" is part of no card'
            yield _info(outline.page.name, heading.line, message)
    if closing <= len(outline.page.lines):
        yield _info(outline.page.name, closing, "the text after the last answer is part of no card")


def _plain(text: str) -> str:
    """Return inline markdown as plain text, for names."""
    return markdown.plain_text(markdown.render_inline(text))


def _info(file: str, line: int, message: str) -> Finding:
    return Finding(severity="info", code="left-out", message=message, file=file, line=line)
