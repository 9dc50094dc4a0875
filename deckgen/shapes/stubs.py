"""Says which answers only hold the place of one, "TODO" say, and takes these out of the pairs.

What may be an answer is one: "No.", "42", "Pending", a sign.  Only what nobody would put on the
back of a card is a stub, and each is reported with the way to keep it.
"""

from __future__ import annotations

import re
from collections import Counter
from statistics import median
from typing import TYPE_CHECKING

from deckgen import markdown
from deckgen.messages import excerpt
from deckgen.model import Finding
from deckgen.shapes.text import folded, plain, unwrapped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from deckgen.model import Kind
    from deckgen.shapes.shape import Page, Pair

#: Who puts a word in quotes or in code means the word.
_QUOTES = "`\"'“”„«»‘’「」『』"
_AROUND = rf"(?:[^\w{_QUOTES}]|_)*"
#: "Todo." is "everything" in Spanish and Portuguese; "XXX" is thirty.
_MARKS = r"todo(?!\.[*_]*\Z) | (?-i:TODO) | tbd | tba | wip | fixme | (?-i:xxx+)"
#: These may be the other word for a term, so they count as answers to questions only.
_PHRASES = r"""n/a
    | (?:to\ be|will\ be|not\ yet)\ (?:completed|added|answered|written|done|continued|updated
      |defined|determined|decided|announced)(?:\ soon)?
    | coming\ soon | (?:an?\ )?answer\ (?:here|goes\ here|pending|to\ be\ added|coming\ soon)
    | (?:your|add|write|no|put|insert)\ (?:an?\ |the\ |your\ )?answers?(?:\ here|\ yet)?
    | work\ in\ progress | under\ construction | placeholder
    | 待补充 | 待更新 | 待完善 | 待续 | 待定 | 暂无 | 暂无答案 | 未完待续 | 略 | 準備中
    | 작성\ ?중 | 작성\ ?예정 | 추후\ ?작성 | нет\ ответа | ответа?\ нет | в\ разработке
    | por\ completar | a\ completar | próximamente | em\ breve"""
#: Ordinary answers, unless several questions have the same.
_ORDINARY = r"pending | soon | later | pendiente | pendente | скоро | hamarosan | قريبًا? | لاحقا"
_FLAGS = re.VERBOSE | re.IGNORECASE
_MARK = re.compile(f"{_AROUND}(?:{_MARKS}){_AROUND}", _FLAGS)
_STUB = re.compile(f"{_AROUND}(?:{_MARKS}|{_PHRASES}){_AROUND}", _FLAGS)
_WEAK = re.compile(f"{_AROUND}(?:{_ORDINARY}){_AROUND}", _FLAGS)
_MENTIONED = re.compile(f"[{_QUOTES}](?:{_MARKS}|{_PHRASES})[{_QUOTES}]", _FLAGS)
_DOTS = re.compile(r"[\s*_(\[>+-]*(?:\.{2,}|…+|[?？؟]+)[\s*_)\]]*")
_NO_LETTERS = re.compile(r"[\W_]+")
#: Dashes and the bullets of empty lists.
_DASHES = " \n-–—"
#: What may stand around the words of a short answer: emphasis, the marks of lists and quotes.
_EDGES = " \n*_>#+-"
#: Who ends a sentence has said it.
_SENTENCE_ENDS = tuple(".!。！")
#: An answer that this many cards share is a stub, if the others are so many times as long.
_CARDS = 3
_TIMES = 6
_LONGEST = 40


def is_stub(question: str, answer: str, kind: Kind = "basic") -> bool:
    """Whether an answer is nothing but "TODO" or the like, or shows nothing.

    It is none if the question is about such words: "What does `TODO` mean?".
    """
    if kind in {"cloze", "choice"} or not _can_be_one(answer):
        return False
    if _NO_LETTERS.fullmatch(answer):
        return _DOTS.fullmatch(answer) is not None or not _shows(answer)
    pattern = _MARK if kind == "reversed" else _STUB
    return pattern.fullmatch(answer) is not None and not (
        _STUB.fullmatch(unwrapped(question)) or _MENTIONED.search(question)
    )


def without_stubs(page: Page, pairs: Sequence[Pair]) -> tuple[list[Pair], list[Finding]]:
    """Return the pairs that have answers, and a finding for each that has but a stub.

    A pair whose answer is empty stays: it is for the caller to say so.
    """
    shared = _shared_stubs(pairs)
    kept = []
    findings = []
    for pair in pairs:
        if pair.answer and is_stub(pair.question, pair.answer, pair.kind):
            findings.append(_finding(page, pair))
        elif _may_be_shared(pair) and (count := shared.get(folded(pair.answer))):
            findings.append(_finding(page, pair, count))
        else:
            kept.append(pair)
    return kept, findings


def _can_be_one(answer: str) -> bool:
    return 0 < len(answer) <= 2 * _LONGEST and "](" not in answer and "![" not in answer


def _shows(answer: str) -> bool:
    """Whether an answer without letters shows anything: "%" does, an empty bullet does not."""
    return "<" in answer or bool(markdown.plain_text(markdown.render(answer)).strip(_DASHES))


def _shared_stubs(pairs: Sequence[Pair]) -> dict[str, int]:
    """Return the folded answers that cannot be the answer to each of the questions they are under.

    These are phrases, in any language, that several questions share where others have long
    answers; a word or a sentence may well answer several.
    """
    answers = [pair.answer for pair in pairs if pair.answer and pair.kind == "basic"]
    usual = median(map(len, answers)) if len(answers) >= 2 * _CARDS else 0
    short = [pair.answer.strip(_EDGES) for pair in pairs if _may_be_shared(pair)]
    counts = Counter(map(folded, short))
    return {
        text: counts[text]
        for answer in short
        if (text := folded(answer))
        and counts[text] >= _CARDS
        and (_WEAK.fullmatch(answer) or (len(text) * _TIMES < usual and " " in answer))
    }


def _may_be_shared(pair: Pair) -> bool:
    answer = pair.answer.strip(_EDGES)
    return (
        pair.kind == "basic"
        and len(answer) <= _LONGEST
        and _can_be_one(answer)
        and answer[0] not in _QUOTES
        and not answer.endswith(_SENTENCE_ENDS)
    )


def _finding(page: Page, pair: Pair, sharing: int = 1) -> Finding:
    """Return what is said of a stub; ``sharing`` is how many questions have the same."""
    answer = f'"{" ".join(pair.answer.split())}"'
    if sharing > 1:
        what = f"seems still to be written: {sharing} questions have {answer}"
        keep = "make it a sentence that ends in a full stop"
    else:
        what = f"is still to be written: {answer}"
        keep = "put it in quotes or backticks"
    return Finding(
        severity="warning",
        code="stub",
        message=f'the answer to "{excerpt(plain(pair.question))}" {what}',
        hint=f"write it; if it is the answer, {keep}",
        file=page.name,
        line=pair.answer_line,
        skips=True,
    )
