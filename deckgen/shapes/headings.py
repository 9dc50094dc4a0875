"""Questions that are headings: numbered, labelled or bare, in list items, of markdown or HTML."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, replace
from itertools import pairwise, zip_longest
from typing import TYPE_CHECKING

from deckgen import markdown
from deckgen.messages import counted
from deckgen.shapes.answers import Lead, pairs_of
from deckgen.shapes.names import is_boilerplate
from deckgen.shapes.shape import Reading
from deckgen.shapes.text import (
    Label,
    answer_label_length,
    asks,
    bare,
    folded,
    has_bare_label,
    index_number,
    is_answer_word,
    is_question_word,
    question_label,
    unwrapped,
    without_bare_label,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from deckgen.shapes.shape import Heading, Page, Pair

#: A heading's text that occurs so often is a part of the answers, such as "Example".
_OFTEN = 3
#: So many numbered chapters a manual may have.
_CHAPTERS = 11
#: What a line begins with that may recur on every card.
_MARKS = ("#", "*", "_", "[", "<")
_LINK_ONLY = re.compile(r"(?:[-*+]|\d+[.)])?\s*(?:<?https?://\S+|!?\[[^\[\]]*\]\([^()]*\)\W*)")


@dataclass(frozen=True, slots=True)
class Family:
    """Headings that may be the questions; ``label`` is what they are numbered with, if they are."""

    headings: tuple[Heading, ...]
    evidence: str
    variant: str
    label: tuple[str, str] | None = None
    regularity: float = 1.0


def read_headings(page: Page) -> Iterator[Reading]:
    """Read families of headings as questions: of one label, of one level, or all that ask."""
    seen: set[tuple[int, ...]] = set()
    for family in families(page):
        lines = tuple(heading.line for heading in family.headings)
        if lines and lines not in seen:
            seen.add(lines)
            leads = [lead_of(heading, family) for heading in family.headings]
            yield Reading(
                pairs=tuple(_with_question(pair) for pair in pairs_of(page, leads)),
                evidence=family.evidence,
                variant=family.variant,
                likeness=_likeness(page, family),
                listed=_listed(page, family),
                regularity=family.regularity,
            )


def families(page: Page) -> Iterator[Family]:
    """Yield the sets of headings that may be the questions, the likelier ones first."""
    candidates = [
        heading
        for heading, after in zip_longest(page.headings, page.headings[1:])
        if heading is not page.title
        and heading.line not in page.aside
        and not _holds_contents_only(page, heading, after)
        and not is_answer_word(heading.text)
        and not (is_boilerplate(unwrapped(heading.text)) and _is_at_an_end(page, heading))
    ]
    recurring = _recurring(candidates)
    in_items = [heading for heading in candidates if heading.item is not None]
    if in_items:
        words = counted(
            len(in_items),
            "list item that begins with a heading",
            "list items that begin with a heading",
        )
        yield Family(tuple(in_items), words, "items", ("item", ""))
    indexes = tuple(h for h in candidates if index_number(h.text) is not None)
    if len(indexes) > 1:
        words = f"{len(indexes)} headings that hold but a number"
        yield Family(indexes, words, "index", ("index", ""))
    for label, headings in _numbered(candidates).items():
        levels = {heading.level for heading in headings}
        for level in (0, *levels) if len(levels) > 1 else (0,):
            same = tuple(h for h in headings if level in (0, h.level))
            words = f"{counted(len(same), 'heading')}{f' of level {level}' if level else ''} "
            regularity = 0.5 + 0.5 * _counts_on(same)
            variant = f"numbered-{level}" if level else "numbered"
            yield Family(same, words + _label_text(label), variant, label, regularity)
    for level in range(1, 7):
        whole = [h for h in candidates if h.level == level and h.item is None]
        headings = _without_edges(page, [h for h in whole if folded(h.text) not in recurring])
        yield Family(
            tuple(headings),
            f"{counted(len(headings), 'heading')} of level {level}",
            f"level-{level}",
        )
    asking = tuple(heading for heading in candidates if asks(unwrapped(heading.text)))
    words = counted(
        len(asking),
        "heading that ends in a question mark",
        "headings that end in a question mark",
    )
    yield Family(asking, words, "asking", regularity=0.95)


def _is_at_an_end(page: Page, heading: Heading) -> bool:
    """Whether a heading is among the first or the last ones of the document."""
    return heading.position < 4 or heading.position >= len(page.headings) - 4


def _label_text(label: tuple[str, str]) -> str:
    word, mark = label
    return f'numbered like "{word.capitalize()}{" " if word and mark != "1.1" else ""}1{mark}"'


def _counts_on(headings: Sequence[Heading]) -> float:
    """Return the share of the numbers that follow the one before, or begin again in a section."""
    steps = []
    for before, after in pairwise(headings):
        one, other = _number(before), _number(after)
        if one is not None and other is not None:
            begins_again = other == 1 and after.position > before.position + 1
            steps.append(other == one + 1 or begins_again)
    return sum(steps) / len(steps) if steps else 1.0


def _number(heading: Heading) -> int | None:
    label = question_label(bare(heading.text))
    return label.number if label else None


def _recurring(candidates: Sequence[Heading]) -> frozenset[str]:
    """Return the texts that recur but are not what nearly all headings say."""
    counts: dict[str, int] = {}
    for heading in candidates:
        text = folded(heading.text)
        counts[text] = counts.get(text, 0) + 1
    return frozenset(
        text for text, n in counts.items() if n >= _OFTEN and not asks(text) and len(text) < 40
    )


def _numbered(candidates: Sequence[Heading]) -> dict[tuple[str, str], list[Heading]]:
    found: dict[tuple[str, str], list[Heading]] = {}
    plain = set()
    for heading in candidates:
        label = question_label(bare(heading.text))
        if label is None and has_bare_label(bare(heading.text)):
            label = Label(("q", ""), None, 0)
        if label:
            found.setdefault(label.family, []).append(heading)
            if label.is_plain:
                plain.add(label.family)
    # "Python 3: what is new?" looks like a label until it turns out to stand alone.
    return {family: hs for family, hs in found.items() if len(hs) > 1 or family in plain}


def _without_edges(page: Page, headings: list[Heading]) -> list[Heading]:
    """Leave out an "Introduction" or "Further reading" around headings that ask.

    Wherever it stands, a heading that does not ask and holds nothing but links is no question.
    """
    headings = [h for h in headings if asks(h.text) or not _holds_links_only(page, h)]
    asking = [n for n, heading in enumerate(headings) if asks(unwrapped(heading.text))]
    if not asking or len(asking) * 4 < len(headings) * 3:
        return headings
    return headings[asking[0] : asking[-1] + 1]


def _next_line(page: Page, heading: Heading) -> int:
    following = page.headings[heading.position + 1 : heading.position + 2]
    return following[0].line if following else len(page.lines) + 1


def _holds_links_only(page: Page, heading: Heading) -> bool:
    lines = [
        line for line in page.lines[heading.end : _next_line(page, heading) - 1] if line.strip()
    ]
    return bool(lines) and all(
        len(line) < 1000 and _LINK_ONLY.fullmatch(line.strip()) for line in lines
    )


def _holds_contents_only(page: Page, heading: Heading, after: Heading | None) -> bool:
    """Whether nothing but a list of contents stands under the heading."""
    last = after.line - 1 if after else len(page.lines)
    inside = range(heading.end + 1, last + 1)
    contents = sum(len(page.lines[n - 1].strip()) for n in inside if n in page.contents)
    other = page.text_between(heading.end + 1, last)
    return contents > 0 and other < min(contents, 80)


# -------------------------------------------------------------------------- the evidence


def _likeness(page: Page, family: Family) -> float:
    """Return how like questions the headings are: numbered, or answered behind a mark."""
    if not family.headings:
        return 0.0
    count = len(family.headings)
    levels = [heading.level for heading in family.headings]
    if family.label and family.label[1] == "1.1":  # versions are numbered so too
        numbered = 0.0
    elif family.label and (
        family.label[0] in ("item", "index") or is_question_word(family.label[0])
    ):
        numbered = 1.0
    else:  # chapters are numbered too, but they are of a high level, and few are more than ten
        numbered = min(1.0, count / _CHAPTERS * 0.34) if family.label else 0.0
    ends = [heading.line for heading in family.headings[1:]] + [len(page.lines) + 1]
    marked = sum(
        _is_marked(page, heading, end) for heading, end in zip(family.headings, ends, strict=True)
    )
    if family.label:
        counts_on = _counts_on(family.headings)
        numbered *= counts_on if numbered < 1 else 1
        is_bare = not family.label[0] and family.label[1] != "1.1"  # "Step 1:" is not
        if is_bare and counts_on > 0.9 and min(levels) > 2:
            numbered = max(numbered, 0.5)
        alike = _built_alike(page, family.headings, ends) if family.label[1] != "1.1" else 0
        numbered = max(numbered, 0.5 * alike)
    return max(numbered, marked / count)


def _listed(page: Page, family: Family) -> float:
    """Return the share of the headings that the contents link to."""
    listed = sum(folded(heading.text) in page.targets for heading in family.headings)
    return listed / max(1, len(family.headings))


def _built_alike(page: Page, headings: Sequence[Heading], ends: Sequence[int]) -> float:
    """Return the share of the members that hold the line that most of them hold.

    It is a sub-heading, a bold line or a link, such as "Example" or "Back to top".
    """
    counts: Counter[str] = Counter()
    for heading, end in zip(headings, ends, strict=True):
        lines = (line for line in page.lines[heading.end : end - 1] if len(line) < 80)
        counts.update({folded(line) for line in lines if line.lstrip().startswith(_MARKS)})
    counts.pop("", None)
    most = max(counts.values(), default=0)
    return most / len(headings) if most >= _OFTEN else 0.0


def _is_marked(page: Page, heading: Heading, end: int) -> bool:
    """Whether an answer's label or a fold stands between the heading and the line ``end``."""
    position = bisect_left(page.folds, (heading.line, 0))
    if position < len(page.folds) and page.folds[position][0] < end:
        return True
    lines = page.lines[heading.end : min(end - 1, heading.end + 30)]
    return any(answer_label_length(line) > 0 for line in lines if len(line) < 200)


# -------------------------------------------------------------------------- the leads


def lead_of(heading: Heading, family: Family) -> Lead:
    """Return the lead that a heading is."""
    text = bare(heading.text)
    number = heading.item or None
    body = heading.end + 1
    label = question_label(text)
    if family.label == ("index", ""):
        text, number, label = "", index_number(text), None
    if label and (label.family == family.label or label.is_plain):
        text, number = unwrapped(text[label.length :]), label.number
    return Lead(
        line=heading.line,
        body=body,
        question=unwrapped(without_bare_label(text)),
        number=number,
        level=heading.level - (heading.item is not None),
        item_end=heading.item_end,
        width=heading.width,
    )


def _with_question(pair: Pair) -> Pair:
    """Take the question of an index heading ("Question 4") from the text below it."""
    question = pair.question.strip()
    if question:
        return pair if question == pair.question else replace(pair, question=question)
    blocks = markdown.parse(pair.answer).blocks
    first = next((block for block in blocks if block.kind in ("heading", "paragraph")), None)
    if first is None:
        return pair
    rest = pair.answer.split("\n")[first.end :]
    return replace(pair, question=unwrapped(first.text), answer="\n".join(rest).strip("\n"))
