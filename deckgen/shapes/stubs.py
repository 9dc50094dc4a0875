"""Takes out answers that only hold the place of one: "TODO", or what many cards say alike."""

from __future__ import annotations

import re
from collections import Counter
from statistics import median
from typing import TYPE_CHECKING

from deckgen.model import Finding
from deckgen.shapes.text import folded, plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from deckgen.shapes.shape import Page, Pair

_STUB = re.compile(
    r"""\W* (?: todo | tbd | tba | wip | fixme | xxx | n/?a | pending
    | (?:to\ be|will\ be|not\ yet)\ (?:completed|added|answered|written|done|continued|updated)
      (?:\ soon)?
    | coming\ soon | (?:an?\ )?answer\ (?:here|goes\ here|pending|to\ be\ added|coming\ soon)
    | (?:your|add|write|no|put|insert)\ (?:an?\ |the\ |your\ )?answers?(?:\ here|\ yet)?
    | work\ in\ progress | under\ construction | placeholder
    | 待补充 | 待更新 | 待完善 | 待续 | 待定 | 暂无 | 暂无答案 | 未完待续 | 略
    | 작성\ ?중 | 작성\ ?예정 | 추후\ ?작성
    | нет\ ответа | ответа?\ нет | скоро | в\ разработке | pendiente | por\ completar | próximamente
    | pendente | em\ breve | a\ completar | hamarosan | قريبا | قريبًا | لاحقا | いつか | 準備中
    )? \W*""",
    re.VERBOSE | re.IGNORECASE,
)
#: An answer that this many cards share is a stub, if the others are so many times as long.
_CARDS = 3
_TIMES = 6
_LONGEST = 40


def without_stubs(page: Page, pairs: Sequence[Pair]) -> tuple[list[Pair], list[Finding]]:
    """Return the pairs that have answers, and a finding for each that has but a stub.

    A pair whose answer is empty stays: it is for the caller to say so.
    """
    shared = _shared_stubs(pairs)
    kept = []
    findings = []
    for pair in pairs:
        if pair.answer and pair.kind == "basic" and _is_stub(pair.answer, shared):
            findings.append(_finding(page, pair))
        else:
            kept.append(pair)
    return kept, findings


def _shared_stubs(pairs: Sequence[Pair]) -> frozenset[str]:
    answers = [pair.answer for pair in pairs if pair.answer and pair.kind == "basic"]
    if len(answers) < 2 * _CARDS:
        return frozenset()
    usual = median(map(len, answers))
    counts = Counter(folded(answer) for answer in answers if len(answer) <= _LONGEST)
    return frozenset(
        text
        for text, count in counts.items()
        if count >= _CARDS and 0 < len(text) * _TIMES < usual and not text.isdecimal()
    )


def _is_stub(answer: str, shared: frozenset[str]) -> bool:
    if len(answer) > 2 * _LONGEST or "](" in answer or "![" in answer:
        return False
    return _STUB.fullmatch(answer) is not None or folded(answer) in shared


def _finding(page: Page, pair: Pair) -> Finding:
    answer = " ".join(pair.answer.split())
    return Finding(
        severity="warning",
        code="stub",
        message=f'the answer to "{plain(pair.question)}" is still to be written: "{answer}"',
        hint="write it, and there will be a card",
        file=page.name,
        line=pair.answer_line,
        skips=True,
    )
