"""Reads the small marks that authors write: question marks, numbers, labels, bold around a line."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from deckgen import markdown

#: So many texts are remembered: each shape asks the same of the same headings.
_REMEMBERED = 1 << 16
_QUESTION_MARK = re.compile("[?？؟\u037e՞፧⁇︖﹖]")
#: What may follow the question mark of a question: quotes, marks, a remark in brackets.
_AFTER_MARK = re.compile(r"[\s\W_]*(?:[(（\[【][^)）\]】]{0,40}[)）\]】][\s\W_]*)?")
_QUESTION_LABEL = re.compile(
    r"""
    (?:[^\w\s<\[(`*#"'\\.-]{1,4}\s*)?          # ❓
    (?:
      第\s*(?P<counted>\d{1,4})\s*[题題问問條条道][、.:：．\s]*
    |
      (?P<word>[^\W\d_]{1,12}[.\ -]?\ ?)??     # Q, Question, 题目 …
      (?:no\.?|nº|n°|№)?\s*
      [#(\[]?(?P<number>\d{1,6}(?:\.\d{1,6})*) # 12, 1.2
      (?P<mark>\s*\\?[.)\]:：．、）,]+ | \s*[-–—|](?=\s) | (?=\s))
      \s*
    )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_INDEX = re.compile(
    r"[\W_]*(?P<word>[^\W\d_]{0,12})[\s.#№:-]*(?P<number>\d{1,6})\s*[.):：．、）\]]*[\W_]*"
)
#: ``Q:`` needs no number to be known for what it is.
_BARE_QUESTION_LABEL = re.compile(
    r"(?:Q(?:uestion)?|问题?|問題?|질문|Вопрос|Pregunta|Pergunta|Frage|Kérdés|سؤال|س)"
    r"(?:\s*[:：]\s*|\.\s+)",
    re.IGNORECASE,
)
_QUESTION_WORD = re.compile(
    r"q|qn|question|ques|问|问题|题|题目|第|問|問題|題目|질문|문|문제|вопрос|в|pregunta|pergunta|p|frage|f|kérdés|k"
    r"|سؤال|السؤال|س|domanda|d|pytanie|soru|s|питання|प्रश्न|câu|câu hỏi|fråga|vraag|kysymys|faq",
    re.IGNORECASE,
)
_WRAPPED = re.compile(r"(\*\*\*|\*\*|__)(?=\S)(?P<inner>(?:(?!\1).)+)(?<=\S)\1", re.DOTALL)
_WRAPPED_IN_HTML = re.compile(
    r"<(b|strong)>(?P<inner>(?:(?!</?\1>).)+)</\1>", re.DOTALL | re.IGNORECASE
)
#: The words for "answer" that a label may be; everything else must show by repetition.
ANSWER_WORDS = (
    "answer|ans|a|solutions?|correct\\s+answers?|right\\s+answers?|答案?|答え|回答|解答|参考答案|正确答案"
    "|正解|답|답변|정답|해답|모범\\s?답안|ответы?|правильный\\s+ответ|решение|respuestas?|r"
    "|respuesta\\s+correcta|soluci[oó]n|respostas?|resposta\\s+correta|solução|válasz|helyes\\s+válasz"
    "|megoldás|antwort|lösung|réponse|risposta|odpowiedź|cevap|jawaban|الإجابة|الجواب|إجابة|جواب|ج"
    "|відповідь|उत्तर|trả\\s+lời|đáp\\s+án|svar|antwoord|vastaus"
)
#: Bold or not, with the colon inside or outside of the bold marks.
_ANSWER_LABEL = re.compile(
    rf"\s*(?:(?P<wrap>\*{{1,3}}|_{{1,3}})\s*(?:{ANSWER_WORDS})"
    r"\s*\d{0,4}\s*(?:[:：.]\s*(?P=wrap)|(?P=wrap)\s*[:：])"
    rf"|(?:{ANSWER_WORDS})\s*\d{{0,4}}\s*(?:：|:(?=\s|\Z)))[ \t]*",
    re.IGNORECASE,
)
#: A letter alone needs its colon.
_ANSWER_WORD = re.compile(
    rf"[^\w?？]*_*(?![A-Za-zج](?:(?![:：])[\W\d_]|\Z))(?:{ANSWER_WORDS})[^?？\w]*[\d_]*[^?？\w]*",
    re.IGNORECASE,
)
_LINKED = re.compile(r"\[(?P<text>[^\[\]]*)\]\([^()\s]*(?:\([^()]*\)[^()\s]*)*\)")
_LINK_TARGET = re.compile(r"\]\([^()\n]*\)")
_NO_LETTERS = re.compile(r"[\W_]+")
_TAG = re.compile(r"<[^<>\n]*>")


class Label(NamedTuple):
    """A question's numbered label; ``family`` is what the labels of one list have in common."""

    family: tuple[str, str]
    number: int | None
    length: int

    @property
    def is_plain(self) -> bool:
        """Whether it is a label beyond doubt, even if it stands alone: ``3.`` or ``Q3:``."""
        word, mark = self.family
        return word in {"", "q", "question"} and mark not in {"", "1.1"}


@lru_cache(maxsize=_REMEMBERED)
def question_label(text: str) -> Label | None:
    """Return the numbered label that ``text`` begins with: ``3.``, ``Q7:``, ``题目003：``."""
    match = _QUESTION_LABEL.match(text, 0, 200)
    if match is None or not text[match.end() :].strip():
        return None
    if match["counted"]:
        return Label(("第", ""), int(match["counted"]), match.end())
    word = (match["word"] or "").strip(" .-").casefold()
    mark = match["mark"].strip(" \\")[:1]
    dotted = "." in match["number"]
    if not (word or mark or dotted):
        return None  # "3 kinds of cells" has no label
    number = None if dotted else int(match["number"])
    return Label((word, "1.1" if dotted else mark), number, match.end())


def index_number(text: str) -> int | None:
    """Return the number of a heading that says nothing else: ``#4``, ``Question 4``."""
    match = _INDEX.fullmatch(unwrapped(text)) if len(text) < 60 else None
    if match is None or (match["word"] and not is_question_word(match["word"])):
        return None  # "Part 4" is a section
    return int(match["number"])


def has_bare_label(text: str) -> bool:
    """Whether ``text`` begins with a ``Q:`` that has no number."""
    return _BARE_QUESTION_LABEL.match(text) is not None


def bare(text: str) -> str:
    """Return a heading's text without the bold marks or the link around the whole of it."""
    text = unwrapped(text)
    link = _LINKED.fullmatch(text)
    return unwrapped(link["text"]) if link else text


def without_bare_label(question: str) -> str:
    """Return the question without a ``Q:`` that has no number."""
    match = _BARE_QUESTION_LABEL.match(question)
    rest = question[match.end() :] if match else question
    return rest if rest.strip() else question


@lru_cache(maxsize=_REMEMBERED)
def unwrapped(text: str) -> str:
    """Return ``text`` without the bold marks, of markdown or HTML, around the whole of it."""
    text = text.strip()
    match = (_WRAPPED_IN_HTML if text.startswith("<") else _WRAPPED).fullmatch(text)
    return match["inner"].strip() if match else text


def answer_label_length(text: str) -> int:
    """Return the length of the ``Answer:`` label that ``text`` begins with, 0 for none."""
    match = _ANSWER_LABEL.match(text[:120])
    return match.end() if match else 0


def is_question_word(text: str) -> bool:
    """Whether a label's word says "Question", in full or by its first letter."""
    return _QUESTION_WORD.fullmatch(text) is not None


def is_answer_word(text: str) -> bool:
    """Whether a line or a heading says "Answer" and nothing else, in a language we know."""
    return len(text) < 60 and _ANSWER_WORD.fullmatch(text) is not None


@lru_cache(maxsize=_REMEMBERED)
def asks(text: str) -> bool:
    """Whether ``text`` ends in a question mark of any script, a remark behind it aside."""
    end = text[-80:]
    marks = list(_QUESTION_MARK.finditer(end))
    return bool(marks) and _AFTER_MARK.fullmatch(end, marks[-1].end()) is not None


@lru_cache(maxsize=_REMEMBERED)
def folded(text: str) -> str:
    """Return the letters and digits of inline markdown, to compare texts by.

    Link targets, tags and marks do not count, nor does upper case.
    """
    if "](" in text or "<" in text:
        text = _TAG.sub(" ", _LINK_TARGET.sub("]", text))
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    return _NO_LETTERS.sub("", text.casefold())


def plain(text: str) -> str:
    """Return inline markdown as plain text on one line, for names."""
    return " ".join(markdown.plain_text(markdown.render_inline(text)).split())
