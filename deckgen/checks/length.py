"""Finds questions and answers that are too long to be learnt as one.

Both follow from the minimum information principle, the fourth of SuperMemo's twenty rules of
formulating knowledge.  Code, tables and formulas are not counted.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from deckgen.checks.advice import advice
from deckgen.checks.prose import prose
from deckgen.messages import excerpt
from deckgen.words import count_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from deckgen.model import Deck, Finding, Note

_ANSWER_LIMIT = 150
_QUESTION_LIMIT = 50
#: From this number of notes on, a document of whose answers more than this share are too long is
#: told so once: it is written that way, and the author knows.
_MANY = 5
_MOST = 0.25
_QUESTION = re.compile(r"[^\s?？][^?？]*[?？]+(?=\s|\Z|[^\x00-\x7f])")
_QUESTIONS_LIMIT = 3


def check_long_answers(decks: Sequence[Deck]) -> Iterator[Finding]:
    """Yield each answer that is too long, or one finding for a document that is full of them."""
    by_file: dict[str, list[Note]] = {}
    for deck in decks:
        for note in deck.notes:
            by_file.setdefault(note.file, []).append(note)
    for notes in by_file.values():
        counted = [(count_words(prose(note.back)), note) for note in notes]
        long = [(count, note) for count, note in counted if count > _ANSWER_LIMIT]
        if len(long) > max(_MANY, _MOST * len(notes)):
            yield _long_answers(long, len(notes))
        else:
            yield from (_long_answer(count, note) for count, note in long)


def check_long_questions(decks: Sequence[Deck]) -> Iterator[Finding]:
    """Yield each question that takes long to read, or that is several questions."""
    for deck in decks:
        for note in deck.notes:
            if note.kind != "basic":
                continue
            text = prose(note.front)
            count = count_words(text)
            asked = len(_QUESTION.findall(text))
            if count > _QUESTION_LIMIT:
                yield _long_question(count, note)
            elif asked >= _QUESTIONS_LIMIT:
                yield _several_questions(asked, note)


def _long_answer(count: int, note: Note) -> Finding:
    return advice(
        note,
        code="long-answer",
        message=f'the answer to "{excerpt(note.question)}" has {count} words',
        hint=f"a learner recalls no more than {_ANSWER_LIMIT} at once: split it into several "
        "questions, or begin with the one sentence to remember",
        line=note.answer_line,
    )


def _long_answers(long: Sequence[tuple[int, Note]], total: int) -> Finding:
    count, longest = max(long, key=lambda each: each[0])
    return advice(
        longest,
        code="long-answer",
        message=f"{len(long)} of {total} answers have more than {_ANSWER_LIMIT} words; the "
        f'longest, to "{excerpt(longest.question)}", has {count}',
        hint="they are good to read and hard to recall: split them, or begin each with the one "
        "sentence to remember",
        line=longest.answer_line,
    )


def _long_question(count: int, note: Note) -> Finding:
    return advice(
        note,
        code="long-question",
        message=f"this question has {count} words",
        hint="move what only explains it into the answer",
    )


def _several_questions(asked: int, note: Note) -> Finding:
    return advice(
        note,
        code="several-questions",
        message=f"these are {asked} questions on one card",
        hint="a learner who knows all but one has to learn all again: make a card of each",
    )
