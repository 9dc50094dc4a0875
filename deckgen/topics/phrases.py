"""Finds an author's phrases among the words of a text in one pass."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from unicodedata import normalize

from deckgen.words import singular, tokens, without_possessive

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_HYPHEN = re.compile(r"(?<=\w)[-‐‑–·](?=\w)")


@dataclass(slots=True)
class _Node:
    following: dict[str, _Node] = field(default_factory=dict)
    #: The numbers of the phrases that end here; several topics may spell one phrase differently.
    phrases: list[int] = field(default_factory=list)


class Phrases:
    """Phrases by number, in a form in which one walk over a text finds all of them.

    A phrase matches whole words, in any case, singular or plural, with or without the hyphens
    that it is written with.  ``=`` before a phrase asks for its exact case, ``*`` at the end of
    a word stands for the rest of the word, and a number at the end of a word in the text
    (``StyleGAN2``) may be missing in the phrase.
    """

    def __init__(self, phrases: Sequence[str]) -> None:
        self._root = _Node()
        self._keys: set[str] = set()
        self._stems: list[str] = []
        #: Of each word of a text so far: the keys that it answers to, and where they lead from
        #: the root, which is nowhere for most words.
        self._known: dict[str, tuple[tuple[str, ...], tuple[_Node, ...]]] = {}
        for number, phrase in enumerate(phrases):
            for variant in _variants(phrase):
                self._add(variant, number)
        self._stems = sorted(key for key in self._keys if key.endswith("*"))

    def _add(self, keys: Iterable[str], number: int) -> None:
        node = self._root
        for key in keys:
            self._keys.add(key)
            node = node.following.setdefault(key, _Node())
        if number not in node.phrases:
            node.phrases.append(number)

    def find(self, words: Sequence[str]) -> Iterator[tuple[int, int, int]]:
        """Yield start, end and number of each phrase in the words, also those inside others.

        They come by start, and by end where the start is the same.
        """
        known = self._known
        first = self._root.following
        for word in set(words).difference(known):
            keys = self._keys_of(word)
            known[word] = keys, tuple(first[key] for key in keys if key in first)
        at = [known[word] for word in words]
        for start, (_, nodes) in enumerate(at):
            if nodes:
                yield from _walk(nodes, at, start)

    def _keys_of(self, word: str) -> tuple[str, ...]:
        """Return the keys in the tree that a word of a text answers to."""
        bare = without_possessive(word)
        keys = self._keys_of_bare(bare)
        without_number = bare.rstrip("0123456789")
        if not keys and len(without_number) > 2:
            keys = self._keys_of_bare(without_number)
        return keys

    def _keys_of_bare(self, word: str) -> tuple[str, ...]:
        folded = word.casefold()
        stems = [stem for stem in self._stems if folded.startswith(stem[:-1])]
        keys = (singular(folded), "=" + singular(word), *stems)
        return tuple(key for key in keys if key in self._keys)


def _walk(
    reached: Sequence[_Node], at: Sequence[tuple[tuple[str, ...], tuple[_Node, ...]]], start: int
) -> Iterator[tuple[int, int, int]]:
    end = start + 1
    while reached:
        for each in reached:
            for number in each.phrases:
                yield start, end, number
        if end == len(at) or not (keys := at[end][0]):
            return
        reached = [n.following[key] for n in reached for key in keys if key in n.following]
        end += 1


def _variants(phrase: str) -> Iterator[tuple[str, ...]]:
    """Yield the phrase's keys, with its hyphens as spaces and with its hyphens left out."""
    exact = phrase.startswith("=")
    text = normalize("NFC", phrase.removeprefix("="))
    for variant in sorted({_HYPHEN.sub(" ", text), _HYPHEN.sub("", text)}):
        # The star is no word character, so it is carried through the cutting as a letter.
        words = tokens(variant.replace("*", "ⵣ"))
        yield tuple(_key(word, exact=exact) for word in words)


def _key(word: str, *, exact: bool) -> str:
    if word.endswith("ⵣ"):
        return word[:-1].casefold() + "*"
    return "=" + singular(word) if exact else singular(word.casefold())
