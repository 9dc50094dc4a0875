"""Chooses among the readings of all shapes the one, or the few, that explain a document.

Each reading gets a score from 0 to 1.  It is the product of

- the share of the document's content that its pairs cover,
- the share of its pairs that have an answer,
- how like questions its leads are: marked by the author, numbered, listed in the contents,
  ending in a question mark or demanding an answer ("Explain …"),
- how alike its members are, and how many.

A reading whose pairs hold most of another's, several each, has found that one's sections and gives
way, also where each section's are of another shape.  Readings of different regions of a document
are combined, and what they cover counts together.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from deckgen.messages import excerpt
from deckgen.shapes.demands import demands, share_asking
from deckgen.shapes.names import hints_at_questions, is_boilerplate, names_questions
from deckgen.shapes.shape import Reading
from deckgen.shapes.text import asks, plain, unwrapped

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from deckgen.shapes.shape import Page, Pair, Shape

#: A reading needs so many members, unless the author marked them.
_MEMBERS = 3
#: So many do where each is bold, numbered or a list item, asks, and has an answer.
_FEW = 2
#: What a reading covers of the document at least, unless a heading names questions.
_COVERAGE = 0.4
#: What one or two questions cover at least, where there are other sections.
_FEW_COVER = 0.7
#: How like questions the leads are at least.
_LIKENESS = 0.34
#: What an author's own marks weigh more than structure.
_EXPLICIT = 1.15
#: Where so much of the text is links, it is a list of links.
_LINKS = 0.6
#: What it adds to be listed in the contents; alone it is too little: sections are listed too.
_LISTED = 0.3
#: How like questions leads are where the title announces questions.
_NAMED = 0.5
#: So like questions are the members of a reading that may be joined to others.
_STRONG = 0.6
#: Below this share of pairs with an answer the document holds questions only.
_ANSWERED = 0.2
#: Readings whose scores are nearer than this, but not their counts, are equally good.
_NEAR = 0.93
_COUNTS_DIFFER = 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A reading, the name of its shape, and how well it explains the document."""

    shape: str
    reading: Reading
    coverage: float
    answered: float
    likeness: float
    #: How like questions the leads are by themselves, whatever title and contents say.
    own_likeness: float
    score: float
    #: The share of the questions that ask, or demand an answer.
    asking: float = 0.0
    #: Why it cannot be right, or what became of it; empty for what simply scored less.
    verdict: str = ""

    @property
    def members(self) -> int:
        """How many pairs it proposes."""
        return len(self.reading.pairs)


@dataclass(frozen=True, slots=True, kw_only=True)
class Detection:
    """What was understood of a document: the pairs, and all readings with their scores.

    Without pairs, ``refusal`` says why: "no-questions", "no-answers" or "ambiguous"; ``rivals``
    are the readings that it is about.
    """

    pairs: tuple[Pair, ...] = ()
    considered: tuple[Candidate, ...] = ()
    chosen: tuple[Candidate, ...] = ()
    refusal: str = ""
    rivals: tuple[Candidate, ...] = ()


def detect(page: Page, shapes: Mapping[str, Shape], only: str = "") -> Detection:
    """Return the pairs that explain the document best, or why there are none.

    Args:
        page: The document.
        shapes: The shapes by their names.
        only: The name of the one shape that the author asks for, perhaps with a reading's
            variant (``headings:level-2``); it is taken at its best, however weak the evidence.
    """
    wanted, _, variant = only.partition(":")
    candidates = [
        _candidate(page, name, asking)
        for name in ([wanted] if wanted else shapes)
        for reading in shapes[name](page)
        if (asking := _that_ask(reading)).pairs and variant in ("", reading.variant)
    ]
    candidates.sort(key=lambda each: -each.score)
    judged = _judged(page, candidates, _joined(page, candidates), forced=bool(only))
    fit = [each for each in judged if not each.verdict]
    if not fit:
        return Detection(considered=tuple(judged), refusal="no-questions")
    best = fit[0]
    if best.answered < _ANSWERED:
        return _refused(judged, "no-answers", [best])
    rivals = [] if only else _rivals(fit)
    if rivals:
        return _refused(judged, "ambiguous", [best, *rivals])
    chosen, pairs = _combined(fit)
    return Detection(
        pairs=tuple(sorted(pairs, key=lambda pair: pair.line)),
        considered=tuple(_with_verdict(each, chosen) for each in judged),
        chosen=tuple(chosen),
    )


def _refused(judged: Sequence[Candidate], refusal: str, rivals: Sequence[Candidate]) -> Detection:
    return Detection(considered=tuple(judged), refusal=refusal, rivals=tuple(rivals))


# -------------------------------------------------------------------------- the score


def _that_ask(reading: Reading) -> Reading:
    """Leave out what has no question, such as a label with nothing behind it."""
    pairs = tuple(pair for pair in reading.pairs if pair.question.strip())
    return reading if len(pairs) == len(reading.pairs) else replace(reading, pairs=pairs)


def _candidate(page: Page, shape: str, reading: Reading) -> Candidate:
    pairs = reading.pairs
    total = max(1, page.text_before[-1])
    covered = sum(page.text_between(pair.line, pair.end) for pair in pairs)
    coverage = min(1.0, covered / total)
    answered = sum(bool(pair.answer or pair.kind == "cloze") for pair in pairs) / len(pairs)
    asking = share_asking([_first_paragraph(pair) for pair in pairs])
    own_likeness = 1.0 if reading.explicit else max(reading.likeness, asking)
    likeness = min(1.0, own_likeness + _LISTED * reading.listed)
    if _is_named(page, reading):
        likeness = max(likeness, _NAMED)
    score = (
        len(pairs)
        / (len(pairs) + 0.5)
        * coverage
        * (0.2 + 0.8 * answered)
        * (0.4 + 0.6 * likeness)
        * reading.regularity
        * (_EXPLICIT if reading.explicit else 1.0)
    )
    return Candidate(
        shape=f"{shape}:{reading.variant}" if reading.variant else shape,
        reading=reading,
        coverage=coverage,
        answered=answered,
        asking=asking,
        likeness=likeness,
        own_likeness=own_likeness,
        score=score,
    )


def _is_all_there_is(page: Page, candidate: Candidate) -> bool:
    """Whether no other heading has a text of its own, or hardly anything else is there."""
    own = {pair.line for pair in candidate.reading.pairs}
    ends = [*(heading.line for heading in page.headings[1:]), len(page.lines) + 1]
    others = any(
        page.text_between(heading.end + 1, end - 1)
        for heading, end in zip(page.headings, ends, strict=False)
        if heading is not page.title and heading.line not in own
    )
    return not others or candidate.coverage > _FEW_COVER


def _first_paragraph(pair: Pair) -> str:
    return pair.question.split("\n\n", 1)[0]


def _joined(
    page: Page, candidates: Sequence[Candidate]
) -> tuple[list[Candidate], Candidate] | None:
    """Return the readings of a document's regions, each of its own shape, and all of them as one.

    These are readings that are like questions by themselves and hold no others; None if there are
    not several.
    """
    strong = [each for each in candidates if each.own_likeness > _STRONG and _is_fit_to_join(each)]
    strong = [each for each in strong if not any(_holds(each, other) for other in strong)]
    if len(strong) < 2:
        return None
    chosen, pairs = _combined(strong)
    if len(chosen) < 2:
        return None
    reading = Reading(
        pairs=tuple(pairs),
        evidence=" and ".join(each.reading.evidence for each in chosen),
        explicit=all(each.reading.explicit for each in chosen),
        likeness=min(each.own_likeness for each in chosen),
    )
    return chosen, _candidate(page, " and ".join(each.shape for each in chosen), reading)


def _is_fit_to_join(candidate: Candidate) -> bool:
    return candidate.answered > 0.5 and candidate.members >= _fewest(candidate)


def _fewest(candidate: Candidate) -> int:
    """Return how many members a reading needs at least."""
    if candidate.reading.explicit:
        return 1
    is_set_off = candidate.shape in {"bold", "lists"} or all(
        pair.number is not None for pair in candidate.reading.pairs
    )
    return _FEW if is_set_off and candidate.asking == candidate.answered == 1 else _MEMBERS


def _holds(outer: Candidate, inner: Candidate) -> bool:
    """Whether most of a reading's pairs are inside of another's, several in each."""
    inside, parents = _inside(outer, inner)
    return inside * 2 > inner.members and inside * 2 >= parents * 3


def _judged(
    page: Page,
    candidates: Sequence[Candidate],
    joined: tuple[list[Candidate], Candidate] | None,
    *,
    forced: bool,
) -> list[Candidate]:
    """Return the candidates with a verdict on each that cannot be right."""
    judged = []
    regions, inners = [], [*candidates]
    if joined:
        regions = joined[0] if joined[1].coverage >= _COVERAGE else []
        inners.append(joined[1])
    # Whoever marks cards may do so in several ways in one document.
    marked = sum(each.members for each in candidates if each.reading.explicit)
    for each in candidates:
        is_region = any(each is region for region in regions)
        verdict = "" if forced else _unfit(page, each, marked, is_region=is_region)
        inner = next((o for o in inners if o is not each and _are_sections(each, o)), None)
        if inner and not verdict:
            verdict = f"its members are sections of {inner.members} other ones"
        judged.append(replace(each, verdict=verdict))
    return judged


def _unfit(page: Page, candidate: Candidate, marked: int, *, is_region: bool) -> str:
    """Say what is missing for these pairs to be questions and answers.

    ``marked`` is how many cards the author marked in the document, in whatever ways;
    ``is_region`` says that the pairs are some of those that together cover the document.
    """
    explicit = candidate.reading.explicit
    pairs = candidate.reading.pairs
    text = sum(page.text_between(pair.line, pair.end) for pair in pairs)
    links = sum(page.links_between(pair.line, pair.end) for pair in pairs)
    if links > _LINKS * text and not explicit:
        return "they hold little but links"
    named = _is_named(page, candidate.reading)
    usual = sum(is_boilerplate(unwrapped(pair.question)) for pair in pairs)
    if usual > 1 and usual * 8 > len(pairs) and not explicit:
        return "they are the usual sections of a document"
    if is_lone_title(candidate):
        return "a title is no question"
    if sum(len(unwrapped(pair.question)) == 1 for pair in pairs) * 2 > len(pairs) and not explicit:
        return "they are letters that sort what is below them"
    likeness = candidate.likeness
    if not candidate.reading.variant.startswith("level") and _is_hinted(page):
        likeness = max(likeness, _LIKENESS)
    if likeness < _LIKENESS:
        return "nothing says that these are questions"
    if candidate.members < _fewest(candidate) and not _is_all_there_is(page, candidate):
        return "too few"
    covers_enough = candidate.coverage >= _COVERAGE or named or is_region
    enough_marked = candidate.reading.certain or (explicit and marked >= _MEMBERS)
    if not covers_enough and not enough_marked:
        return "they cover too little of the document"
    return ""


def is_lone_title(candidate: Candidate) -> bool:
    """Whether a reading sees but one heading of the first level, and that asks nothing."""
    first, *others = candidate.reading.pairs
    is_title = candidate.reading.variant == "level-1" and not others
    return is_title and not (asks(first.question) or demands(first.question))


def _is_hinted(page: Page) -> bool:
    title = page.title.text if page.title else ""
    return any(map(hints_at_questions, (title, page.called, page.name)))


def _is_named(page: Page, reading: Reading) -> bool:
    """Whether the title, the file's name or the section of most pairs announces questions."""
    title = page.title.text if page.title else ""
    if any(map(names_questions, (title, page.called, page.name))):
        return True
    lines = [pair.line for pair in reading.pairs]
    own = set(lines)
    above = [h for h in page.headings if h.line not in own and names_questions(h.text)]
    if not above:
        return False
    starts = [heading.line for heading in above]
    named = 0
    for line in lines:
        position = bisect_left(starts, line) - 1
        named += position >= 0
    return named * 2 > len(lines)


def _are_sections(outer: Candidate, inner: Candidate) -> bool:
    """Whether the outer reading's members are but sections of the inner one's."""
    if (
        inner.members < 1.5 * outer.members
        or inner.coverage < 0.75 * outer.coverage
        or inner.likeness < max(_LIKENESS, outer.likeness - 0.3)
        or (outer.reading.explicit and not inner.reading.explicit)
    ):
        return False
    inside, parents = _inside(outer, inner)
    return inside * 10 >= inner.members * 8 and parents * 2 >= outer.members


def _inside(outer: Candidate, inner: Candidate) -> tuple[int, int]:
    """Return how many of the inner reading's pairs are in pairs of the outer one, in how many."""
    starts = [pair.line for pair in outer.reading.pairs]
    ends = [pair.end for pair in outer.reading.pairs]
    inside = 0
    parents = set()
    for pair in inner.reading.pairs:
        position = bisect_right(starts, pair.line) - 1
        if position >= 0 and starts[position] < pair.line and pair.end <= ends[position]:
            inside += 1
            parents.add(position)
    return inside, len(parents)


# -------------------------------------------------------------------------- the choice


def _rivals(fit: Sequence[Candidate]) -> list[Candidate]:
    """Return the readings that are as good as the best one but see another number of questions."""
    best = fit[0]
    return [
        each
        for each in fit[1:]
        if each.score >= _NEAR * best.score
        and each.reading.explicit == best.reading.explicit
        and abs(each.members - best.members) > _COUNTS_DIFFER * max(each.members, best.members)
        and _overlap(each, best) > 0.5
    ]


def _overlap(one: Candidate, other: Candidate) -> float:
    free = _outside(one.reading.pairs, other.reading.pairs)
    return 1 - len(free) / one.members


def _combined(fit: Sequence[Candidate]) -> tuple[list[Candidate], list[Pair]]:
    """Return the best reading and those that cover other regions, with all their pairs."""
    chosen = [fit[0]]
    pairs = list(fit[0].reading.pairs)
    for each in fit[1:]:
        free = _outside(each.reading.pairs, pairs)
        if (
            each.likeness > _STRONG
            and each.answered > 0.5
            and len(free) >= max(_fewest(each), each.members / 2)
        ):
            chosen.append(each)
            pairs = sorted([*pairs, *free], key=lambda pair: pair.line)
    return chosen, pairs


def _outside(pairs: Sequence[Pair], taken: Sequence[Pair]) -> list[Pair]:
    """Return the pairs that share no line with those taken (which are in order)."""
    starts = [pair.line for pair in taken]
    free = []
    for pair in pairs:
        position = bisect_right(starts, pair.end)
        if position == 0 or taken[position - 1].end < pair.line:
            free.append(pair)
    return free


def _with_verdict(candidate: Candidate, chosen: Iterable[Candidate]) -> Candidate:
    if any(candidate is each for each in chosen):
        return replace(candidate, verdict="chosen")
    return candidate


def samples(candidate: Candidate, count: int = 2) -> str:
    """Return the first questions of a reading, to name it by."""
    pairs = candidate.reading.pairs[:count]
    fronts = [plain(pair.question.split("\n", 1)[0]) for pair in pairs]
    return ", ".join(f'"{excerpt(front)}"' for front in fronts)
