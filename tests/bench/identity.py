"""Measures how well reworded questions are recognised, and how fast; fails if any is mistaken."""

from __future__ import annotations

import sys
import time
import tomllib
from pathlib import Path
from typing import Any

from deckgen.identity import identify
from deckgen.lock import Lock, format_lock, parse_lock
from deckgen.model import Deck, Note

DATA = Path(__file__).parent.parent / "data"
NOTES, EDITS = 10_000, 500
#: Words of which questions and answers are made for the measure of time.
_WORDS = [f"{start}{end}" for start in "ba ke li mo nu pra ste tri gro fla".split() for end in
          "den lor mix nas pol qua rit sun tev wog".split()]  # fmt: skip


def main() -> int:
    """Print both measures; return 1 if a history went to another question."""
    wrong = sum(_report(path) for path in sorted(DATA.glob("rewordings*.toml")))
    _time()
    return int(wrong > 0)


def _report(path: Path) -> int:
    bases = tomllib.loads(path.read_text(encoding="utf-8"))["question"]
    kept: list[tuple[dict[str, Any], dict[str, str]]] = []
    lost: list[tuple[dict[str, Any], dict[str, str]]] = []
    wrong = []
    for base in bases:
        old = _note(base["question"], base["answer"])
        for case in base["same"]:
            (kept if _takes(old, case, base) else lost).append((base, case))
        wrong += [(base, case) for case in base["different"] if _takes(old, case, base)]
    misses = sum(len(base["different"]) for base in bases)
    print(f"{path.name}: {len(kept) + len(lost)} rewordings, {misses} other questions")
    print(f"  kept {len(kept)}, lost {len(lost)}, wrong {len(wrong)}")
    for name, cases in (("lost", lost), ("wrong", wrong)):
        for base, case in cases:
            print(f"  {name}: {base['question']} → {case['question']} ({case['how']})")
    return len(wrong)


def _takes(old: Note, case: dict[str, str], base: dict[str, Any]) -> bool:
    """Whether a build with the case's question in the place of the old one keeps its GUID."""
    (before,), lock, _ = identify([Deck(name="D", notes=(old,))], Lock(), now=1)
    new = _note(case["question"], _answer(base, case))
    (after,), _, _ = identify([Deck(name="D", notes=(new,))], lock, now=2)
    return before.notes[0].guid == after.notes[0].guid


def _answer(base: dict[str, Any], case: dict[str, str]) -> str:
    if "drops" in case:
        return str(base["answer"]).rpartition(". ")[0] + "."
    return case.get("answer") or f"{base['answer']} {case.get('adds', '')}".strip()


def _note(question: str, answer: str) -> Note:
    return Note(question=question, answer=answer, front=question, back=answer)


def _time() -> None:
    notes = [_made(number) for number in range(NOTES)]
    lock = _timed("first build", notes, Lock())
    _timed("nothing changed", notes, lock)
    step = NOTES // EDITS
    edited = [
        _note(f"Explain the concept of {note.question[10:]}", f"{note.answer} Quite so.")
        if number % step == 0
        else note
        for number, note in enumerate(notes)
    ]
    _timed(f"{EDITS} reworded with an edited answer", edited, lock)
    replaced = [
        _made(number + NOTES) if number % step == 0 else n for number, n in enumerate(notes)
    ]
    _timed(f"{EDITS} replaced by others", replaced, lock)
    _timed("all replaced by others", [_made(number + NOTES) for number in range(NOTES)], lock)


def _timed(what: str, notes: list[Note], lock: Lock) -> Lock:
    start = time.perf_counter()
    _, new_lock, matches = identify([Deck(name="D", notes=tuple(notes))], lock, now=2)
    seconds = time.perf_counter() - start
    text = format_lock(new_lock)
    read, findings = parse_lock(text, "deckgen.lock")
    total = time.perf_counter() - start
    if findings or read != new_lock:
        raise ValueError(findings)
    kept = sum(match.kind == "reworded" for match in matches)
    print(
        f"{NOTES:,} notes, {what}: {seconds:.2f} s, with the lock's file {total:.2f} s; "
        f"{kept} reworded"
    )
    return read


def _made(number: int) -> Note:
    """A note of ordinary length, in words that many others have too."""
    words = [_WORDS[(number * prime + number // 97) % len(_WORDS)] for prime in range(3, 93, 2)]
    name = f"{_WORDS[number % 100]}{_WORDS[number // 100 % 100]}{number // 10_000 or ''}"
    return _note(f"What is a {name} {words[0]}?", f"A {name} is {' '.join(words)}.")


if __name__ == "__main__":
    sys.exit(main())
