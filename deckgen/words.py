"""Says what a word is in a text that an author wrote: where it ends, and its plural's form."""

from __future__ import annotations

import re
from unicodedata import normalize

from deckgen.markdown import replace_formulas

#: The characters of Chinese and Japanese, where a word has about two.
HAN_AND_KANA = "\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
#: Scripts that put no space between words, Thai, Lao, Burmese and Khmer among them.
UNSPACED = f"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff{HAN_AND_KANA}"

_COUNTED = re.compile(rf"[{HAN_AND_KANA}]{{1,2}}|[^\W_]+(?:['’.-][^\W_]+)*")
#: What an author shows or links to is not what he says: code blocks, tags, comments, addresses,
#: and formulas.
_SILENT = re.compile(
    r"^[ ]{0,3}(?P<fence>```+|~~~+).*?(?:^[ ]{0,3}(?P=fence)|\Z)"
    r"|<!--.*?-->|</?[A-Za-z][^<>]*>|\]\([^()\s]*\)|https?://\S+|&\#?\w+;",
    re.DOTALL | re.MULTILINE,
)
_SIGNS_OF_SILENCE = re.compile(r"```|~~~|<|\]\(|://|&")
#: In scripts without spaces each character is a word, and the neighbours in a phrase decide.
_UNSPACED_CHARACTER = re.compile(f"[{UNSPACED}]")
#: A word, or punctuation; no phrase reaches across the latter unless it contains it.
_TOKEN = re.compile(r"[^\W_]+(?:['’]s\b)?|[.,;:!?()\[\]|…]|\n\s*(?=[-*+>#|\n])")
_POSSESSIVE = ("'s", "’s")


def tokens(markdown: str) -> list[str]:
    """Return the words and the punctuation of markdown, in order, as they are written.

    This is for those who look for an author's terms in a text.  To tell one question from
    another takes signs, code and formulas too: see :mod:`deckgen.wording`.
    """
    # Formulas first: "<" in one begins no tag.
    markdown = replace_formulas(markdown, lambda _: " ")
    if _SIGNS_OF_SILENCE.search(markdown):
        markdown = _SILENT.sub(" ", markdown)
    if not markdown.isascii():
        markdown = _UNSPACED_CHARACTER.sub(r" \g<0> ", normalize("NFC", markdown))
    return _TOKEN.findall(markdown)


def singular(word: str) -> str:
    """Return the form that an English word and its plural share, which need not be a word."""
    if len(word) < 4 or not word.endswith("s") or word.endswith(("ss", "us", "is", "ias")):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes", "iases")):
        return word[:-2]
    return word[:-1]


def without_possessive(word: str) -> str:
    """Return a word without the ``'s`` that it may have."""
    return word[:-2] if word.endswith(_POSSESSIVE) else word


def count_words(text: str) -> int:
    """Return how many words a reader sees in a plain text: ``text-to-image`` is one."""
    return sum(1 for _ in _COUNTED.finditer(text))
