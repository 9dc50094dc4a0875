"""Multiple choice: questions with lettered options and a key, or with boxes to tick."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from deckgen.messages import counted
from deckgen.shapes.answers import card_texts
from deckgen.shapes.bold import bold_families
from deckgen.shapes.details import find_details
from deckgen.shapes.headings import families, lead_of
from deckgen.shapes.lists import list_families
from deckgen.shapes.options import begins_options, find_key, find_options
from deckgen.shapes.shape import Pair, Reading
from deckgen.shapes.tags import text_between
from deckgen.shapes.text import answer_label_length, asks, is_answer_word, is_question_word

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from deckgen.shapes.answers import Card, Lead
    from deckgen.shapes.options import Option
    from deckgen.shapes.shape import Page

#: From this share of questions with options on, they are multiple choice.
_WITH_OPTIONS = 0.5
#: One question with options is a list in an answer.
_FEWEST = 2


def read_choice(page: Page) -> Iterator[Reading]:
    """Read headings, list items and bold paragraphs that options follow."""
    # To cut the cards takes long, and most documents hold no options at all.
    most = sum(map(begins_options, page.lines))
    if most < _FEWEST:
        return
    seen: set[tuple[int, ...]] = set()
    for leads, are_labelled in _families(page):
        lines = tuple(lead.line for lead in leads)
        if not lines or lines in seen or most < _WITH_OPTIONS * len(leads):
            continue
        seen.add(lines)
        with_letters: set[int] = set()
        read = [_pair(*each, with_letters) for each in card_texts(page, leads)]
        found = [pair for pair in read if pair is not None]
        if len(found) >= _FEWEST and len(found) >= _WITH_OPTIONS * len(leads):
            asking = sum(asks(lead.question) for lead in leads)
            lettered = sum(pair.line in with_letters for pair in found)
            yield Reading(
                pairs=tuple(found),
                evidence=counted(len(found), "question with options", "questions with options"),
                # Boxes alone may be a plan's.
                explicit=are_labelled or max(3 * asking, 2 * lettered) >= len(found),
                regularity=len(found) / len(leads),
            )


def _families(page: Page) -> Iterator[tuple[Sequence[Lead], bool]]:
    """Yield leads that may be questions, and whether they are labelled "Question"."""
    for family in families(page):
        word = family.label[0] if family.label else ""
        labelled = word == "index" or is_question_word(word)
        yield [lead_of(heading, family) for heading in family.headings], labelled
    for leads, _ in list_families(page):
        yield leads, False
    for leads, *_ in bold_families(page):
        yield leads, False


def _pair(
    card: Card, lines: list[str], code: frozenset[int], with_letters: set[int]
) -> Pair | None:
    """Return the pair of a card with options; None if it has none, or no key.

    Options lose their letters, so that they can be shuffled, unless the explanation names them;
    ``with_letters`` gets the lines of the questions that had some.
    """
    if card.lead.rest:
        return None
    options = find_options(lines, code)
    if options is None:
        return None
    before = "\n".join(lines[: options.start]).strip("\n")
    after = _unfolded(lines[options.end :], frozenset(n - options.end for n in code))
    right: list[Option] = [option for option in options.options if option.checked]
    explanation = _without_label(after)
    if not right:
        key = find_key(after, options.options)
        right, explanation = key or ([], "")
    listed = list(options.options)
    if any(option.letter for option in listed):
        with_letters.add(card.lead.line)
    if not _may_name(explanation, listed):
        listed = [replace(option, letter="") for option in listed]
        right = [replace(option, letter="") for option in right]
    parts = [card.lead.question, before, "\n".join(option.line() for option in listed)]
    answer = "\n".join(option.line() for option in right) if len(right) > 1 else ""
    if len(right) == 1:
        answer = str(right[0])
    if right and explanation.strip():
        answer = f"{answer}\n\n{explanation.strip()}"
    return Pair(
        question="\n\n".join(part for part in parts if part.strip()),
        answer=answer,
        kind="choice",
        number=card.lead.number,
        line=card.lead.line,
        answer_line=min(card.end, card.first + options.end),
        end=max(card.end, card.lead.body - 1),
    )


def _may_name(explanation: str, options: Sequence[Option]) -> bool:
    """Whether the explanation may speak of an option by its letter."""
    letters = "".join(option.letter for option in options)
    if not (letters.isascii() and letters.isalpha()):
        return True  # numbers are everywhere, and many alphabets have words of one letter
    others = "".join(letter for letter in letters if letter not in "AaIi")
    # "A" and "I" are words too, unless a bracket closes behind them.
    names = rf"(?<![\w'’])(?:[{others}](?![\w'’+#-])|[{letters}](?=[)\]]))"
    return others == "" or re.search(names, explanation) is not None


def _unfolded(lines: list[str], code: frozenset[int]) -> str:
    """Return the text below the options, out of the part that it is collapsed in."""
    for part in find_details(lines, code):
        inner = text_between(lines, part.inner, part.close)
        after = text_between(lines, part.after, (len(lines) - 1, len(lines[-1])))
        before = text_between(lines, (0, 0), part.start)
        text = "\n".join(
            line.strip() if n < 4 else line for n, line in enumerate(inner.split("\n"))
        )
        return "\n\n".join(each for each in (before, text, after) if each.strip())
    return "\n".join(lines)


def _without_label(text: str) -> str:
    lines = text.strip("\n").split("\n")
    while lines and (not lines[0].strip() or is_answer_word(lines[0])):
        lines.pop(0)
    rest = "\n".join(lines)
    return rest[answer_label_length(rest) :]
