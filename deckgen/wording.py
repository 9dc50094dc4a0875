"""Splits a text into the words that tell it apart, and a question into what and how it asks."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from deckgen.words import UNSPACED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# What a word is here is told apart more finely than in deckgen.words: C, C++ and C# are three
# languages, `a` in code is no article.  Locks hold hashes of these words, so none of this may
# change without taking a question of some project for another.
# In scripts without spaces the pairs of neighbouring characters are words.
_LETTER = rf"(?:(?![{UNSPACED}])[^\W_])"
_TOKEN = re.compile(
    rf"(?P<unspaced>[{UNSPACED}]+)"
    # A sign before a number, a dot before a name (.NET), and the plus signs after one (C++) count.
    rf"|(?P<word>(?:(?<!\S)[-.])?{_LETTER}+(?:['’.]{_LETTER}+)*[+#]*)"
    r"|(?P<signs>(?:(?!_)[^\w\s])+)"
)
# Money between two dollar signs counts as a formula here, as it always did: locks hold to it.
_CODE = re.compile(r"(`+|\$\$?)(.+?)\1", re.DOTALL)
# In prose these signs only order the text; in code every sign may be the point of the question.
_PUNCTUATION = frozenset("?!.,;:'\"’‘“”„`()[]{}*~…–—-/¿¡«»·।。，、？！；：（）「」『』《》【】")
_DASHES = frozenset("-–—…:;?!«»")
_QUOTES = frozenset('"“”„«»*_「」『』')

_NEUTRAL_WORDS = (
    "a an the is are was were be been being am do does did can could would will shall has have had "
    "please you we one your our us my me they their them it its this that these those there here "
    "of in on for at and as also so really exactly actually basically generally typically commonly "
    "usually briefly e.g i.e etc"
)
_NEUTRAL = frozenset(_NEUTRAL_WORDS.split())

# Only words that no field uses as a term: "drop" and "delete" mean the same to most, not in SQL.
_SAME_MEANING = (
    "advantage benefit pro strength merit upside",
    "disadvantage drawback con downside weakness shortcoming",
    "use used using usage purpose utilize utilise",
    "work works working operate",
    "type kind variety",
    "mitigate avoid prevent combat",
    "important importance significant significance crucial essential matter vital",
    "metric measure measured measuring measurement",
    "evaluate evaluated evaluation evaluating assess assessed assessment assessing",
    "challenge problem issue difficulty",
    "technique method approach way",
    "improve improved improving enhance enhanced enhancing",
    "create created creating make making made build building built",
    "affect influence impact effect",
    "reduce reduced reducing decrease decreased decreasing",
    "implement implemented implementing implementation",
    "happen occur",
    "need needed require required necessary",
    "choose chosen choosing select selected selecting pick",
    "common popular widespread typical",
    "detect recognize recognise spot",
    "begin start",
    "goal aim objective",
    "helpful useful",
)
_MEANING = {word: group.split()[0] for group in _SAME_MEANING for word in group.split()}
# Words that name no subject; of those above, each group's first stands for all.
_GENERIC_WORDS = (
    "example definition formula syntax limitation application property feature characteristic "
    "component part step history meaning summary overview complexity cost note exercise answer "
    "question solution pros cons when where why how which what do done mean get know explain"
)
_GENERIC = frozenset(_GENERIC_WORDS.split()) | {group.split()[0] for group in _SAME_MEANING}

_COMPARING_WORDS = (
    "difference differ different differs distinguish distinguishes compare compares comparison "
    "contrast versus vs differentiate differentiates"
)
_COMPARING = frozenset(_COMPARING_WORDS.split())
_BESIDE_COMPARING_WORDS = "between from with to main what which how"
_BESIDE_COMPARING = frozenset(_BESIDE_COMPARING_WORDS.split())
_ASKING = ("what", "which", "why", "how", "when", "where", "who", "whose", "whom")

_IMPERATIVE = (
    "explain|describe|define|discuss|outline|summarize|summarise|state|give|list|name|mention|"
    "enumerate|provide|tell"
)
# Ways to ask "what is" that begin a question, in the order in which they can follow each other.
_OPENINGS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?:please |(?:can|could|would) you (?:please )?|briefly )+(?=(?:{_IMPERATIVE})\b)",
        rf"(?:{_IMPERATIVE}) (?:(?:me|us|briefly|some|a few|about|in detail) )*",
        r"(?:an? )?(?:overview|definition|description|explanation|summary) of ",
        r"what (?:do|does|would) (?:you|one|we) (?:mean|understand) by ",
        r"what(?:['’]s| (?:is|are|was|were)) (?:meant by |some (?:of )?)?",
        r"(?:the )?(?:concept|idea|notion|meaning|definition|term) (?:of|behind) ",
        r"the term (?=\S)",
    )
)
# Longer ways to ask, and the word that says the same.
_ROUNDABOUT = tuple(
    (re.compile(pattern, re.IGNORECASE), word)
    for pattern, word in (
        (r"^in (?:what|which) ways? (?=\w)", "how "),
        (r"^by (?:what|which) means (?=\w)", "how "),
        (
            r"^(?:for (?:what|which) reasons?|how come|what is the reason(?: that| why)?) (?=\w)",
            "why ",
        ),
    )
)
# What may be added at the end without asking for something else.
_ENDING = re.compile(
    r"[\s,;–—-]+(?:in (?:short|brief|detail|a nutshell|a few words|one sentence|your own words|"
    r"simple (?:terms|words))|briefly|with (?:an example|examples)|to (?:a|an) "
    r"(?:beginner|layman|child|outsider)|please)(?=\W*$)",
    re.IGNORECASE,
)
_WHAT_DOES_IT_MEAN = re.compile(r"what (?:do|does) (.+) mean\W*", re.IGNORECASE)


class Wording(NamedTuple):
    """A question as far as it can be told from others: how it asks, and about what."""

    #: ``what``, ``how``, ``why``, … or ``compare``.
    asks: str
    #: The words that carry meaning, in order, words of like meaning made one.
    subject: tuple[str, ...]


@lru_cache(maxsize=1 << 15)
def words(text: str) -> tuple[str, ...]:
    """The words of markdown ``text`` in order, without case, plural and words like *the*.

    Signs count where they can be the point: everywhere in code, and all but punctuation in prose.
    """
    normal = unicodedata.normalize("NFKC", text)
    shouted = text.isupper()
    if shouted or "`" in normal or "$" in normal:
        kept = tuple(_kept(_tokens(normal), shouted=shouted))
    else:
        # Without code each piece between spaces stands for itself, and most have been seen before.
        first, *rest = normal.split() or [""]
        kept = (*_kept(_prose(first), shouted=False), *chain.from_iterable(map(piece_words, rest)))
    return kept or tuple(token.text.casefold() for token in _tokens(normal))


@lru_cache(maxsize=1 << 17)
def piece_words(piece: str) -> tuple[str, ...]:
    """The words in what stands between two spaces, as :func:`words` gives them.

    For answers it is all that is looked at: in code with spaces in it only those signs count that
    would count in prose.
    """
    bare = piece.strip(".,;:()")
    # Most pieces are but a word, and to find that out is what takes long.
    is_word = bare.isascii() and bare.isalpha()
    tokens = (_Token(bare, is_name=False),) if is_word else _tokens(f" {piece} ")
    return tuple(_kept(tokens, shouted=False, start=1))


def _kept(tokens: Iterable[_Token], *, shouted: bool, start: int = 0) -> Iterator[str]:
    """The tokens that count, ``start`` being the position of the first in its text."""
    for position, token in enumerate(tokens, start):
        if token.is_name or not _is_neutral(token.text, first=position == 0, shouted=shouted):
            yield _singular(token.text)


@lru_cache(maxsize=1 << 15)
def wording(question: str) -> Wording:
    """Takes a question apart."""
    text = _ENDING.sub("", " ".join(question.split()))
    for pattern, word in _ROUNDABOUT:
        text = pattern.sub(word, text)
    meant = _WHAT_DOES_IT_MEAN.fullmatch(text)
    rest = words(meant[1] if meant else _without_opening(text))
    # What stands in code is a name, whatever it would mean in prose.
    coded = {word for code in _CODE.finditer(question) for word in words(code[0])}
    subject = [word if word in coded else _MEANING.get(word, word) for word in rest]
    if not _COMPARING.isdisjoint(subject):
        dropped = _COMPARING | _BESIDE_COMPARING
        return Wording("compare", tuple(word for word in subject if word not in dropped))
    asks = next((word for word in subject if word in _ASKING), "what")
    if asks in subject:
        subject.remove(asks)
    return Wording("what" if asks == "which" else asks, tuple(subject))


def is_generic(question: str) -> bool:
    """Whether a question only says what it is about together with its place: "Advantages?"."""
    return _GENERIC.issuperset(wording(question).subject)


def _without_opening(text: str) -> str:
    for opening in _OPENINGS:
        rest = opening.sub("", text, count=1) if opening.match(text) else text
        text = rest if words(rest) else text
    return text


class _Token(NamedTuple):
    text: str
    #: Whether it stands in code, in quotes or in emphasis: then even "the" may be the point.
    is_name: bool


def _tokens(normal: str) -> Iterator[_Token]:
    end = 0
    for code in _CODE.finditer(normal):
        yield from _prose(normal[end : code.start()])
        yield from (_Token(token, is_name=True) for token in _code(code[2]))
        end = code.end()
    yield from _prose(normal[end:])


def _prose(text: str) -> Iterator[_Token]:
    for match in _TOKEN.finditer(text):
        is_name = not _QUOTES.isdisjoint(text[max(match.start() - 1, 0) : match.end() + 1])
        if match["signs"] is None:
            yield from (_Token(token, is_name) for token in _split(match))
        elif not _PUNCTUATION.issuperset(match[0]) or _stands_alone(match):
            yield _Token(match[0].strip("?,;:\"'`") or match[0], is_name=True)


def _stands_alone(match: re.Match[str]) -> bool:
    """Whether signs stand between spaces as a word would: "What does * do?"."""
    around = match.string[match.start() - 1 : match.start()], match.string[match.end() :][:1]
    return all(map(str.isspace, around)) and _DASHES.isdisjoint(match[0])


def _code(text: str) -> Iterator[str]:
    for match in _TOKEN.finditer(text.replace("()", "").replace(";", "")):
        yield from _split(match)


def _split(match: re.Match[str]) -> Iterator[str]:
    if match["unspaced"]:
        yield from _neighbours(match[0])
    elif match["word"]:
        yield from _uncontracted(match[0])
    else:
        yield match[0]


def _neighbours(run: str) -> Iterator[str]:
    if len(run) == 1:
        yield run
    yield from (run[at : at + 2] for at in range(len(run) - 1))


def _uncontracted(token: str) -> Iterator[str]:
    word = token.replace("’", "'")
    lowered = word.casefold()
    if lowered == "cannot" or lowered.endswith("n't"):
        yield from (word[:3] if lowered[:3] in {"can", "won"} else word[:-3], "not")
    elif lowered.endswith(("'s", "'re", "'ve", "'d", "'ll", "'m")):
        yield word[: word.rindex("'")]
    else:
        yield word


def _is_neutral(token: str, *, first: bool, shouted: bool) -> bool:
    # "IT", "OR" and the "A" of "vitamin A" are names, not the little words that they look like.
    is_name = token.isupper() and not shouted and not (first and len(token) == 1)
    return token.casefold() in _NEUTRAL and not is_name


def _singular(token: str) -> str:
    """The word without case and plural: of those that `deckgen.words` makes one, some stay two.

    The hashes in locks are of these forms.
    """
    word, stem = token.casefold(), token[:-1]
    if len(word) < 4 or not token.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("xes", "sses", "shes")):
        return word[:-2]
    # Without a vowel it is no plural but an abbreviation: https, smtps.
    is_plural = stem.isupper() or re.search("[aeiouy]", word[:-1])
    return stem.casefold() if is_plural else word
