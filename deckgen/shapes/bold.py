"""Questions that are bold paragraphs, or bold at the start of a paragraph that answers them."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from deckgen.messages import counted
from deckgen.shapes.answers import Lead, pairs_of
from deckgen.shapes.demands import demands
from deckgen.shapes.shape import Reading
from deckgen.shapes.text import (
    answer_label_length,
    asks,
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

    from deckgen.markdown import Block
    from deckgen.shapes.shape import Page

_BOLD_START = re.compile(
    r"(?P<label>[^\w*]{0,3}(?:\d{1,4}\s*\\?[.)、．]\s*)?)(?P<mark>\*\*|__)(?=\S)(?P<bold>.+?)(?<=\S)(?P=mark)"
    r"(?P<after>[^\n]*)",
    re.DOTALL,
)
_COLON = (":", "：")


@dataclass(frozen=True, slots=True)
class BoldLead:
    """A lead in bold, what it is numbered with, and whether it takes the whole paragraph."""

    lead: Lead
    label: tuple[str, str] | None
    whole: bool
    asks: bool
    demands: bool


def read_bold(page: Page) -> Iterator[Reading]:
    """Read bold paragraphs: all of them, those numbered alike, and those that ask."""
    for leads, evidence, likeness, regularity in bold_families(page):
        yield Reading(
            pairs=pairs_of(page, leads),
            evidence=evidence,
            likeness=likeness,
            regularity=regularity,
        )


def bold_families(page: Page) -> Iterator[tuple[list[Lead], str, float, float]]:
    """Yield leads that may be the questions, with words for them, likeness and regularity."""
    found = list(_bold_leads(page))
    named = _without_recurring(found, 3)
    whole = [each.lead for each in named if each.whole]
    asking = [each.lead for each in named if each.asks]
    told = [each for each in found if each.asks or each.demands]
    if len(told) > len(asking) and len(told) * 2 > len(_without_recurring(found, 2)):
        # Who writes "Explain tides" does not tell questions by their marks.
        whole = [each.lead for each in _without_recurring(found, 2)]
        asking = []
    if len(whole) > 1:
        yield whole, f"{len(whole)} paragraphs in bold", _marked(page, whole), 1.0
    labels = Counter(each.label for each in named if each.label)
    for label, count in labels.items():
        if count > 1:
            numbered = [each.lead for each in named if each.label == label]
            yield numbered, f"{count} numbered paragraphs in bold", 1.0, 0.98
    if asking and asking != whole:
        evidence = counted(len(asking), "question in bold", "questions in bold")
        yield asking, evidence, 1.0, 0.95


def _bold_leads(page: Page) -> Iterator[BoldLead]:
    for block in page.blocks:
        if block.kind == "paragraph" and block.line not in page.aside:
            lead = _bold_lead(block)
            if lead is not None:
                yield lead


def _bold_lead(block: Block) -> BoldLead | None:
    match = _BOLD_START.match(block.text)
    if match is None:
        return None
    number_before, bold, after = match["label"], match["bold"].strip(), match["after"]
    rest = block.text[match.end() :].lstrip("\n")
    label = question_label(f"{number_before}{bold}")
    question = f"{number_before}{bold}"[label.length :] if label else bold
    if not folded(question) and label is None:
        return None
    if index_number(bold) is not None or has_bare_label(f"{bold} x") or bold.endswith("."):
        named = _behind_label(block, bold, after, rest)
        if named is not None:
            return named
    if _is_tail(after):
        question += after.rstrip().removesuffix("\\")
        whole = True
    elif question.strip(" .):：、") and not (asks(question) or demands(question)):
        return None  # a lead-in, such as "**Bias** is"
    else:
        rest = f"{after.strip()}\n{rest}"
        whole = False
    if answer_label_length(block.text) or is_answer_word(bold):
        return None
    return BoldLead(
        lead=Lead(
            line=block.line,
            body=block.end + 1,
            question=unwrapped(without_bare_label(question)),
            number=label.number if label else None,
            rest=rest,
        ),
        label=label.family if label else None,
        whole=whole,
        asks=asks(question),
        demands=demands(question),
    )


def _behind_label(block: Block, bold: str, after: str, rest: str) -> BoldLead | None:
    """Return the lead of a paragraph of which the label alone is in bold: ``**Q1:** What?``."""
    number = index_number(bold)
    word = folded(bold).rstrip("0123456789")
    if not after.strip() or not (number is not None or is_question_word(word)):
        return None
    lead = Lead(
        line=block.line, body=block.end + 1, question=after.strip(), number=number, rest=rest
    )
    return BoldLead(
        lead, (word, "bold"), whole=False, asks=asks(after), demands=demands(after.strip())
    )


def _is_tail(after: str) -> bool:
    """Whether what follows the bold on its line is but a mark: "👶", "?", "(easy)"."""
    bare = re.sub(r"<br\s*/?>|[(（\[][^)）\]]{0,20}[)）\]]", "", after)
    return not any(c.isalnum() for c in bare) and "](" not in after


def _without_recurring(found: Sequence[BoldLead], often: int) -> list[BoldLead]:
    """Leave out what is structure: texts that recur so often, lead-ins that end in a colon."""
    counts = Counter(folded(each.lead.question) for each in found)
    return [
        each
        for each in found
        if each.asks
        or each.demands
        or each.label
        or (counts[folded(each.lead.question)] < often and not each.lead.question.endswith(_COLON))
    ]


def _marked(page: Page, leads: Sequence[Lead]) -> float:
    """Return the share of the leads below which an answer's label stands."""
    marked = 0
    for lead in leads:
        below = (line for line in page.lines[lead.body - 1 : lead.body + 4] if line.strip())
        marked += answer_label_length(next(below, "")) > 0 or answer_label_length(lead.rest) > 0
    return marked / len(leads)
