"""The widths of the letters of the embedded font, for estimates without a browser."""

from __future__ import annotations

from functools import lru_cache
from unicodedata import east_asian_width

#: The advance widths of U+0020 to U+007E in Source Sans 3 semibold, in thousandths of an em.
_ASCII = (
    200, 315, 482, 513, 513, 841, 639, 275, 324, 324, 438, 513, 275, 322, 275, 344, 513, 513, 513,
    513, 513, 513, 513, 513, 513, 513, 275, 275, 513, 513, 513, 444, 875, 558, 597, 576, 625, 538,
    510, 628, 663, 282, 494, 597, 502, 745, 657, 674, 582, 674, 592, 545, 546, 655, 536, 800, 541,
    501, 540, 324, 344, 324, 513, 500, 549, 516, 563, 462, 564, 507, 317, 520, 558, 262, 263, 522,
    271, 843, 560, 549, 564, 564, 373, 431, 361, 556, 495, 748, 481, 495, 443, 324, 255, 324, 513,
)  # fmt: skip
_WIDTHS = {chr(32 + place): width / 1000 for place, width in enumerate(_ASCII)}
#: A space between words.
SPACE = _WIDTHS[" "]
#: A letter of code, which is set smaller than the text around it.
CODE = 0.6 * 0.9


@lru_cache(maxsize=1 << 14)  # most words come again
def width_of(text: str) -> float:
    """Return the width of a text on one line, in em; rather too much than too little."""
    return sum([_WIDTHS.get(letter) or _other(letter) for letter in text])


def _other(letter: str) -> float:
    return 1.0 if east_asian_width(letter) in "WF" or ord(letter) > 0x1F000 else 0.66
