"""Tells whether a line closes a bullet list with a sentence of its own.

CommonMark reads the second line here as part of the bullet; an author means a conclusion::

    - GANs are quick to sample.
    Both need much data.
"""

from __future__ import annotations

import re

# Full stops, question and exclamation marks of the scripts that have them.
_FINAL = ".!?…։؟۔܀।॥၊။።፧។៕᠃᠉‼⁇⁈⁉。！？．｡"
# What may follow them: quotes, brackets, marks of emphasis and code.
_CLOSERS = "\"'”’»›)]}*_`~」』）】》〉"
_SENTENCE_END = re.compile(rf"[{_FINAL}][{re.escape(_CLOSERS)}]*$")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(])(?:e\.g|i\.e|cf|vs|resp|approx|Fig|No|Dr|Mr|Mrs|Ms|Prof)\.$"
)


def closes_list(before: str, line: str) -> bool:
    """Whether ``line``, unindented, is a sentence after the bullet that ends with ``before``."""
    backslashes = len(before) - len(before.rstrip("\\"))
    if before.endswith("  ") or backslashes % 2:
        return True
    before = before.rstrip(" \t")
    return (
        _SENTENCE_END.search(before) is not None
        and _ABBREVIATION.search(before) is None
        and _starts_sentence(line)
    )


def _starts_sentence(line: str) -> bool:
    first = next((c for c in line if c.isalpha()), "")
    return first != "" and not first.islower()
