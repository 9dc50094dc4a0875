"""Feeds the whole pipeline with documents that nobody would write, from bytes to files.

Nothing may raise but a refusal, nothing may hang, and whatever is written must be what it claims to
be.  ``python tests/fuzz/pipeline.py SECONDS [SEED]`` runs for a time and prints what fails.
"""

from __future__ import annotations

import faulthandler
import io
import json
import random
import sys
import time
import zipfile
from contextlib import suppress
from typing import TYPE_CHECKING

from deckgen.checks import advise, check
from deckgen.disk import read_templates
from deckgen.fixing import fixed
from deckgen.identity import identify
from deckgen.lock import Lock, format_lock, parse_lock
from deckgen.model import Source
from deckgen.pipeline import export, read
from deckgen.refusal import RefusedError
from deckgen.topics import parse_topics, tag

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from deckgen.model import Deck

#: So long may a document of a few kilobytes take, on a machine that has other things to do.
SLOW = 20
FORMATS = ("anki", "anki-csv", "csv", "html", "json")
TEMPLATES = read_templates()
TOPICS, _ = parse_topics(TEMPLATES["topics/generative-ai.toml"].text, "generative-ai")

_FRAGMENTS = r"""
### 1. What is a cell?
###2. What is a gene?
## Q3: What is *it*?
# Notes
What is setext?
===============
Separated
---
**What is bold?**
**Q:** What is a label?
**A:** This.
**Answer:**
Q: What?
A: This
TODO
- a point
- a nested
    - deeper
1. one
2. two
- [x] right
- [ ] wrong
A. one
B. two
> quoted
<details><summary>What is hidden?</summary>
Answer: B
</details>
<summary>
| Question | Answer |
|---|---|
| What? | This |
| a \| b | $x|y$ |
Term
:   Its meaning
front::back
{{c1::cloze}} and {{c2::two::hint}}
{{c1::{{c2::nested}}}}
==marked==
?
. . .
%
```python
```
~~~
    indented
$x_1$ costs $5
$$\frac{1}{2}$$
\(a\) \[b
\begin{align}a\end{align}
`code` ``a ` b``
[a](#1-what) ![b](c.png "d")
[ref]: /target "title"
[ref] [^1]
[^1]: a note
https://example.org/a?b=c&d
<b>bold</b> <script>alert(1)</script>
<!-- deckgen: id=x tags=a,-b new -->
<!-- deckgen: ignore=stub kind=reversed -->
<!-- not closed
title: x
tags: [a, b
language: en
a: &a [*a, *a]
***
&amp; &#0; &bogus; \*
[sound:a.mp3] {{Front}} [latex]
*a **b* c**
~~gone~~ a~b~ c^d^
水とは？
ما هذا؟
e\u0301 \u202e \ufeff \u200b \ud800
=1+1
"quoted, ""twice""
*Source: A, "B", 2000*
#card #tag
""".strip().split("\n")

_JSON = {"deckgen": 1, "decks": [], "notes": [{"question": "Q?", "answer": "A", "deck": "D"}]}
_BYTES = (
    b"\0",
    b"\xff",
    b"\r",
    b"\r\n",
    b"\n\n",
    b"\t",
    b"\xef\xbb\xbf",
    b"\xc2\xa0",
    b" ",
    b"\x1b",
)


def document(rng: random.Random) -> bytes:
    """Return a document made at random: lines of all shapes, then some damage."""
    kind = rng.random()
    if kind < 0.04:
        text = json.dumps(_JSON)
    elif kind < 0.12:
        # One piece again and again: what takes more than its share of time shows here.
        text = rng.choice(("", "\n", " ")).join([_line(rng)] * rng.randint(200, 2000))
    elif kind < 0.18:
        text = _nested(rng)
    else:
        lines = [_line(rng) for _ in range(rng.randint(1, 60))]
        text = rng.choice(("\n", "\n\n", "\n")).join(lines)
    if rng.random() < 0.1:
        text = f"---\n{text}\n---\n{text}"
    content = text.encode("utf-8", "surrogatepass")
    for _ in range(rng.choice((0, 0, 0, 1, 2, 8))):
        content = _damaged(rng, content)
    return content


def _line(rng: random.Random) -> str:
    line = rng.choice(_FRAGMENTS)
    if "\\u" in line:
        with suppress(ValueError):
            line = line.encode().decode("unicode_escape")
    if rng.random() < 0.1:
        line += rng.choice((" ", "  ", "\\", "\t")) + rng.choice(_FRAGMENTS)
    return rng.choice(("", "", "", "", "  ", "    ", "> ", "- ", "1. ")) + line


def _nested(rng: random.Random) -> str:
    mark = rng.choice(
        ("> ", "- ", "1. ", "[", "(", "*", "**", "<b>", "<details>", "{{c1::", "![", "`")
    )
    return "### 1. What?\n\n" + mark * rng.randint(50, 1500) + " deep\n\n### 2. Why?\n\nA.\n"


def _damaged(rng: random.Random, content: bytes) -> bytes:
    start = rng.randrange(len(content) + 1)
    end = min(len(content), start + rng.randint(0, 40))
    return rng.choice(
        (
            content[:start] + content[end:],
            content[:start] + rng.choice(_BYTES) + content[start:],
            content[:end] + content[start:],
            content[:start],
            content[:start] + bytes([rng.randrange(256)]) + content[start + 1 :],
        )
    )


def run(content: bytes, name: str) -> None:
    """Take a document through all stages; raises where one of them fails."""
    with suppress(RefusedError):
        decks, findings = read([Source(name=name, content=content)])
        decks, said = tag(decks, TOPICS)
        findings += said
        decks, lock, _ = identify(decks, Lock(), now=1_700_000_000)
        assert parse_lock(format_lock(lock), "lock") == (lock, [])
        findings += [*check(decks), *advise(decks)]
        lines = content.count(b"\n") + content.count(b"\r") + 1
        assert all(0 <= each.line <= lines for each in findings), "a finding is beyond the end"
        assert decks or any(each.severity == "error" for each in findings), "lost without a word"
        if decks:
            _exported(decks)
    assert fixed(fixed(content, name), name) == fixed(content, name), "mended twice"


def _exported(decks: Sequence[Deck]) -> None:
    files, findings = export(decks, FORMATS, TEMPLATES)
    failed = [each.message for each in findings if each.severity == "error"]
    assert not failed, failed
    by_suffix = {file.suffix: file.content for file in files}
    assert zipfile.ZipFile(io.BytesIO(by_suffix[".apkg"])).testzip() is None
    again, _ = read([Source(name="again.json", content=by_suffix[".json"])])
    assert _count(again) == _count(decks)
    for suffix in (".csv", ".html"):
        by_suffix[suffix].decode()


def _count(decks: Sequence[Deck]) -> int:
    return sum(len(deck.notes) for deck in decks)


def failures(seeds: Iterator[int], until: Callable[[], bool]) -> Iterator[tuple[int, str]]:
    """Yield the seeds of the documents that fail, each with what went wrong."""
    for seed in seeds:
        if until():
            return
        rng = random.Random(seed)
        content = document(rng)
        name = "a.json" if content.startswith(b"{") else "a.md"
        started = time.process_time()
        try:
            run(content, name)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is what we look for
            yield seed, f"{type(error).__name__}: {error}"
        if (taken := time.process_time() - started) > SLOW:
            yield seed, f"took {taken:.0f} s for {len(content)} bytes"


def _main(seconds: float, first: int) -> int:
    end = time.monotonic() + seconds
    count = 0

    def until() -> bool:
        nonlocal count
        count += 1
        # What hangs for good is shown with its place, and ends the run.
        faulthandler.dump_traceback_later(10 * SLOW, exit=True)
        return time.monotonic() > end

    found = 0
    for seed, what in failures(iter(range(first, first + 10**9)), until):
        found += 1
        print(f"seed {seed}: {what}", flush=True)
    print(f"{count:,} documents, {found} failures")
    return int(found > 0)


if __name__ == "__main__":
    given = [*map(int, sys.argv[1:]), *(600, 0)[len(sys.argv) - 1 :]]
    sys.exit(_main(*given))
