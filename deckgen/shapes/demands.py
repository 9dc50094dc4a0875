"""Knows questions that ask without a question mark: "Explain tides", "Опишите клетку".

Only what an examiner says counts: "Define the schema" and "List the users" are steps of manuals.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from deckgen.shapes.text import asks, unwrapped

if TYPE_CHECKING:
    from collections.abc import Sequence

_SOME = r"(?:two|three|four|five|six|some|any|at\s+least|examples?|\d{1,2})\b"
_BEGINS = re.compile(
    rf"""[^\w]* (?:(?:please|briefly|can\ you|could\ you)\ )* (?:
      (?: explain|describe|discuss|differentiate|distinguish|contrast|elaborate|enumerate
        | compare\ .+\ (?:and|with|to|vs\.?)|(?:name|list|give|state|mention)\ {_SOME}
        | (?:the\ )?differences?\ between
        | expliqu?(?:e|ez|er)|explica|describ[ae]|enumer[ae]|diferencias?\ entre
        | descreva|diferencie|discuta|cite|diferenças?\ entre
        | décri(?:s|vez|re)|énumérez|citez|comparez|différences?\ entre
        | (?:erkläre|erläutere|beschreibe|nenne)n?|unterschiede?\ zwischen
        | spiega(?:re)?|descrivi|elenca|differenz[ae]\ (?:tra|fra)
        | (?:объясни|поясни|опиши|назови|перечисли|расскажи|сравни)(?:те)?|дайте\ определение
        | поясніть|опишіть|назвіть|wyjaśnij|opisz|wymień|porównaj
        | magyarázd|ismertesd|sorold\ fel|leg\ uit|beschrijf|noem
        | اشرح|اذكر|صف|قارن
      )[ ]
      | (?:请|請)?(?:解释|解釋|描述|简述|簡述|说说|谈谈|阐述|列举)\w
      | (?:请|請)(?:说明|說明|介绍|介紹)
    )""",
    re.VERBOSE | re.IGNORECASE,
)
_ENDS = re.compile(
    r"(?:(?:です|ます|でした|ました|でしょう|だろう)か|説明(?:せよ|しなさい|してください)|述べ(?:よ|なさい)|(?:설명|서술)하(?:시오|세요|라|여라|십시오)"
    r"|\baçıkla(?:yın|yınız)?)\W*\Z",
    re.IGNORECASE,
)
#: Of so many members asking one way or another makes all alike.
_MOST = 0.75


@lru_cache(maxsize=1 << 16)
def demands(text: str) -> bool:
    """Whether ``text`` demands an answer: "Explain tides"."""
    text = text[:200]
    return _BEGINS.match(text) is not None or _ENDS.search(text) is not None


def share_asking(questions: Sequence[str]) -> float:
    """Return how many of the questions ask, from 0 to 1.

    Those that demand count where nearly all questions do the one or the other: one section of a
    guide may well be called "Describe your change".
    """
    bare = [unwrapped(question) for question in questions]
    asking = sum(map(asks, bare))
    either = sum(asks(text) or demands(text) for text in bare)
    return (either if either >= _MOST * len(bare) else asking) / len(bare)
