"""Drafts a topic file from the terms that a document's own questions share."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from deckgen.messages import counted, one_line
from deckgen.tags import tag_name
from deckgen.words import singular, tokens, without_possessive

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from deckgen.model import Deck, Note

#: Words that say what is asked of a thing, not which thing it is.
_PLAIN = frozenset(
    """
    a about above according across actually advantage affect after again against all allow almost
    along also although always among an and another answer any apply approach are aren around as ask
    at available avoid away back bad basic be became because become been before behave being below
    benefit best better between beyond big both briefly but by call can cannot case cause certain
    challenge change choose code come common compare comparison concept consider contain correct
    could create current day deal define demonstrate describe detail determine did differ difference
    different directly disadvantage discuss do does doesn doing don done down drawback due during
    each easily easy effect eight either else enable end enough ensure etc even ever every example
    explain fact far feature few find first five follow following for form found four from full
    function further general get give given go goes going good great had handle happen has have
    having he help hence her here high his how however i idea if impact implement importance
    important improve in include including incorrect indeed inside instead into involve is isn issue
    it its itself just keep key kind know known last later lead learn learned least less let level
    like likely limitation line list little ll long look low main mainly make many may mean mention
    method might more most much must name need never new next nine no non not note nothing now
    number occur of off often old on once one only onto or order other others our out over own part
    particular per perform performance person place please point possible prefer prevent problem
    process produce property provide purpose put question quite rather re real really reason reduce
    relate related require result return role run s said same say scenario see seem set seven
    several she should show similar simple simply since single six small so solve some someone
    something sometimes specific start state step still such take task technique tell ten term than
    that the their them then there these they thing think this those though three through time to
    together too tool toward true try two type typical typically under understand until up upon us
    use used useful user using usually value various ve very via want was way we well were what when
    where whether which while who whole whose why will with within without won word work would write
    yet you your
    """.split()
)
#: Words that make a term with others only.
_WEAK = frozenset(
    """
    application aware based code compute computing data element file fine free generate generated
    generation generative input large layer learning list model modeling modelling network object
    output page program random sample server set size source system test text train trainable
    trained training user value variable
    """.split()
)
_LONGEST = 3
_MOST_TOPICS = 24
_MOST_HINTS = 5
#: A term in more than this share of the questions sets none of them apart.
_COMMON = 0.15
#: In a short document that share would be too few.
_ALWAYS_RARE = 5
#: A part of a longer term that mostly occurs within it is no term of its own.
_WITHIN = 0.7

_Term: TypeAlias = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Terms:
    """Where each term occurs that two questions share, and how it is mostly written."""

    #: The numbers of the notes whose question has the term, and of those that have it anywhere.
    asked: Mapping[_Term, frozenset[int]]
    anywhere: Mapping[_Term, frozenset[int]]
    spelling: Mapping[_Term, str]
    #: What an acronym stands for, where the document says so.
    full: Mapping[_Term, str]


def suggest(decks: Sequence[Deck]) -> str:
    """Return a topic file, to be edited, for the terms that several questions share.

    It has no topics where no two questions share a term.
    """
    notes = [note for deck in decks for note in deck.notes]
    terms = _terms(notes)
    parts = ["# Topics drafted from the questions' own terms: merge, rename and remove at will.\n"]
    names: set[str] = set()
    for head in _heads(terms, len(notes)):
        name = _name(head, terms)
        if name and name not in names:
            names.add(name)
            parts.append(_table(_quoted_name(name), head, terms, notes))
            parts += _child_tables(name, head, terms, notes)
    return "\n".join(parts)


def _terms(notes: Sequence[Note]) -> _Terms:
    asked: dict[_Term, set[int]] = defaultdict(set)
    anywhere: dict[_Term, set[int]] = defaultdict(set)
    spellings: dict[_Term, Counter[str]] = defaultdict(Counter)
    full: dict[_Term, str] = {}
    for number, note in enumerate(notes):
        for text in (note.question, note.answer):
            words = tokens(text)
            full |= _acronyms(words)
            for term, spelling in _terms_in(words):
                anywhere[term].add(number)
                spellings[term][spelling] += 1
                if text is note.question:
                    asked[term].add(number)
    return _Terms(
        asked={term: frozenset(where) for term, where in asked.items() if len(where) > 1},
        anywhere={term: frozenset(where) for term, where in anywhere.items() if len(where) > 1},
        # Of two equally frequent spellings the one in lower case is no title's.
        spelling={
            term: min(each, key=lambda s: (-each[s], not s.islower(), s))
            for term, each in spellings.items()
        },
        full=full,
    )


def _acronyms(words: Sequence[str]) -> dict[_Term, str]:
    """Return what stands before its acronym: "retrieval-augmented generation (RAG)"."""
    found: dict[_Term, str] = {}
    for position, word in enumerate(words[:-1]):
        acronym = words[position + 1].rstrip("s")
        before = words[max(0, position - len(acronym)) : position]
        initials = "".join(each[0] for each in before).upper()
        if word == "(" and len(acronym) > 1 and initials == acronym:
            found[(singular(acronym.casefold()),)] = " ".join(before)
    return found


def _terms_in(words: Sequence[str]) -> Iterator[tuple[_Term, str]]:
    """Yield each run of up to three telling words, and how it is written."""
    run: list[str] = []
    for word in [*words, "."]:
        key = without_possessive(word.casefold())
        if key in _PLAIN or singular(key) in _PLAIN or not word[0].isalnum():
            yield from _terms_of_run(run)
            run = []
        else:
            run.append(word)


def _terms_of_run(run: Sequence[str]) -> Iterator[tuple[_Term, str]]:
    for start in range(len(run)):
        for end in range(start + 1, min(start + _LONGEST, len(run)) + 1):
            term = tuple(singular(word.casefold()) for word in run[start:end])
            if not all(_is_weak(word) for word in term) and "based" not in {term[0], term[-1]}:
                yield term, " ".join(run[start:end])


def _is_weak(word: str) -> bool:
    return word in _WEAK or len(word) == 1 or word.isdigit()


def _heads(terms: _Terms, notes: int) -> Iterator[_Term]:
    """Yield terms, each the one that most questions without a term so far are about."""
    telling = {
        term: where
        for term, where in terms.asked.items()
        if len(where) <= max(_COMMON * notes, _ALWAYS_RARE) and not _is_within(term, where, terms)
    }
    covered: set[int] = set()
    for _ in range(_MOST_TOPICS):
        best = max(
            telling,
            key=lambda t: (len(telling[t] - covered), len(t), len(terms.anywhere[t]), t),
            default=None,
        )
        if best is None or len(telling[best] - covered) < 2:
            return
        covered |= telling.pop(best)
        for term in _parts_of_full(best, terms):
            covered |= telling.pop(term, frozenset())
        yield best


def _parts_of_full(head: _Term, terms: _Terms) -> list[_Term]:
    """Return the terms within what an acronym stands for: "language model" belongs to LLM."""
    full = tuple(singular(word.casefold()) for word in terms.full.get(head, "").split())
    return [term for term in terms.asked if len(term) > 1 and _contains(full, term)]


def _is_within(term: _Term, where: frozenset[int], terms: _Terms) -> bool:
    """Return whether the term is mostly a part of one longer term."""
    return any(
        len(other) > len(term)
        and _contains(other, term)
        and len(terms.asked[other]) >= _WITHIN * len(where)
        for other in terms.asked
    )


def _contains(longer: _Term, term: _Term) -> bool:
    return any(longer[n : n + len(term)] == term for n in range(len(longer) - len(term) + 1))


def _name(term: _Term, terms: _Terms) -> str:
    *first, last = terms.spelling[term].split()
    return tag_name(" ".join([*first, singular(last.casefold())]))


def _table(name: str, head: _Term, terms: _Terms, notes: Sequence[Note]) -> str:
    words = [terms.spelling[head]]
    if head in terms.full:
        words.append(terms.full[head])
        shorter = (terms.spelling[term] for term in _parts_of_full(head, terms))
        words += [word for word in shorter if word.casefold() != words[1].casefold()]
    hints = [terms.spelling[term] for term in _companions(head, terms)]
    asked = terms.asked[head]
    lines = [
        f"[{name}]",
        f"# {counted(len(asked), 'question')}, the first: {one_line(notes[min(asked)].question)}",
        f"words = [{', '.join(map(_quoted, words))}]",
        *([f"hints = [{', '.join(map(_quoted, hints))}]"] if hints else []),
    ]
    return "\n".join(lines) + "\n"


def _child_tables(parent: str, head: _Term, terms: _Terms, notes: Sequence[Note]) -> Iterator[str]:
    """Yield the longer terms that a part of the head's questions are about."""
    names = set()
    for term, where in sorted(terms.asked.items(), key=lambda each: (-len(each[1]), each[0])):
        name = _name(term, terms)
        more = set(term) - set(head)
        if (
            name not in names
            and _contains(term, head)
            and not all(map(_is_weak, more))
            and len(where) < _WITHIN * len(terms.asked[head])
            and not _is_within(term, where, terms)
        ):
            names.add(name)
            yield _table(f"{_quoted_name(parent)}.{_quoted_name(name)}", term, terms, notes)


def _quoted_name(name: str) -> str:
    return name if name.isascii() and not set(name) & set(".+#") else _quoted(name)


def _companions(head: _Term, terms: _Terms) -> list[_Term]:
    """Return the terms that are mostly used where the head is."""
    here = terms.anywhere[head]
    said = {singular(word) for word in terms.full.get(head, "").casefold().split()}
    said.update(head)
    close = [
        (len(where & here), term)
        for term, where in terms.anywhere.items()
        if len(where & here) > 2
        and len(where & here) >= _WITHIN * len(where)
        and said.isdisjoint(term)
    ]
    close.sort(key=lambda each: (-each[0], -len(each[1]), each[1]))
    return [term for _, term in close[:_MOST_HINTS]]


def _quoted(text: str) -> str:
    """Return a TOML string; JSON's strings are among them."""
    return json.dumps(text, ensure_ascii=False)
