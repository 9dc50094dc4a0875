"""Finds the terms of a deck for its index: acronyms, and names of several capitalised words."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

#: An acronym, with digits and small letters among its capitals: BERT, VAEs, GPT-4, StyleGAN.
#: What has no capital is soon left, as ``*+`` never tries fewer letters.
_ACRONYM = r"[a-z]*+[A-Z][a-z]*+[A-Z][A-Za-z]*(?:-\d+)?"
#: Two to four capitalised words with spaces or hyphens between.
_NAME = r"[A-Z][a-z]{2,}(?:[ -][A-Z][a-z]{2,}){1,3}"
_TERM = re.compile(rf"\b(?:{_NAME}|{_ACRONYM})\b")
_TAG = re.compile(r"<(pre|math)\b.*?</\1>|<[^>]*>", re.DOTALL)
#: What begins many questions is capitalised only for that.
_OPENERS = frozenset(
    "What Why How When Where Which Who Explain Describe Name List Define Compare Give Can Does Do"
    " Is Are The This These Those That There Their For While With Without From Some Each".split()
)
#: A term of more questions than this share of all tells nothing.
_COMMON = 0.15


def index(notes: Iterable[tuple[int, str, str]]) -> dict[str, list[int]]:
    """Return the terms in the order of the alphabet, with the places of the notes they are in.

    A term is one that a question asks about, or that several notes share.

    Args:
        notes: The place of each note, and its question and its answer as HTML.
    """
    found: dict[str, dict[int, None]] = {}
    asked: set[str] = set()
    total = 0
    for place, question, answer in notes:
        total += 1
        in_question = _terms(question)
        asked.update(in_question)
        for term in (*in_question, *_terms(answer)):
            found.setdefault(term, {})[place] = None
    most = max(3, total * _COMMON)
    kept = {
        term: list(places)
        for term, places in _merged(found).items()
        if len(places) <= most and (len(places) > 1 or term in asked)
    }
    return dict(sorted(kept.items(), key=lambda pair: (pair[0].casefold(), pair[0])))


def _terms(html: str) -> list[str]:
    return [term for match in _TERM.findall(_TAG.sub(" . ", html)) if (term := _trimmed(match))]


@lru_cache(maxsize=1 << 14)  # most terms come again
def _trimmed(term: str) -> str:
    """The term without a word that only begins a sentence; nothing where no term is left."""
    words = term.split(" ")
    while words and words[0] in _OPENERS:
        words.pop(0)
    if len(words) == 1 and not re.search(r"[A-Z].*[A-Z]", words[0]):
        return ""
    return " ".join(words)


def _merged(found: dict[str, dict[int, None]]) -> dict[str, dict[int, None]]:
    """Put plurals beside their singulars: "GANs" is found under "GAN"."""
    merged: dict[str, dict[int, None]] = {}
    for term, places in found.items():
        single = term.removesuffix("s")
        name = single if single in found else term
        merged[name] = dict.fromkeys(sorted({*merged.get(name, {}), *places}))
    return merged
