"""The words by which titles and sections say that questions follow, in many languages."""

from __future__ import annotations

import re
from functools import lru_cache

_NAMES = re.compile(
    r"\b(?:faqs?|f\.a\.q|q\s?(?:&|&amp;|and|/|\+)\s?as?|questions?|flash\s?-?cards?|glossar\w*"
    r"|quiz\w*|terminology|trivia|troubleshooting"
    r"|preguntas?|perguntas?|glosario|glossário|d[uú]vidas|questionário|cuestionario"
    r"|вопрос\w*|глоссарий|чаво|kérdés\w*|gyik|fogalomtár|fragen|glossar|domande|lexique|pytania"
    r"|foire\s+aux|sorular?|pertanyaan|питання|câu\s?hỏi|frågor|vragen|kysymy\w*)\b"
    r"|面试题|面試題|问题|問題|问答|題目|题目|题库|常见|常見|八股|术语|用語|質問|よくある"
    r"|질문|문제|용어|퀴즈|أسئلة|الأسئلة|سؤال|مصطلحات|प्रश्न|คำถาม|שאלות",
    re.IGNORECASE,
)
_GLOSSARY = re.compile(
    r"gloss|glos(?:ario|ário)|глоссари|словар|словник|słown|терминолог|terminolog|thesaur|lexi[ck]on"
    r"|vocab|vokab|begriffe|fogalomt|szójegyz|kifejez|sözlük|sözlüğ|slovník|slovn[ií]|ordlist|sanasto"
    r"|用語集|用语|术语|術語|詞彙|词汇|词典|용어|어휘|단어장|مسرد|مصطلحات|معجم|قاموس|واژه|מונחים"
    r"|शब्दावली|thuật\s*ngữ|istilah|คำศัพท์|abbreviations|acronyms|abkürzungen"
    # "Terms of use" are no terms, nor are "payment terms" with a condition each.
    r"|\bterms\b(?!\s+(?:of\s+(?:use|service|sale)|(?:and|&)\s+conditions))",
    re.IGNORECASE,
)
#: Words of documents in which questions are but likely.
_HINTS = re.compile(
    r"\b(?:interviews?|exams?|entrevistas?|собеседован\w*|interjú\w*|test|trivia)\b"
    r"|面试|面試|考试|면접|시험|مقابلة|المقابلات",
    re.IGNORECASE,
)
#: What the sections of a README and the end of a document are called.
_BOILERPLATE = re.compile(
    r"\W*(?:table of contents|contents|toc|index|introduction|intro|about|overview|preface"
    r"|foreword"
    r"|getting started|installation|install|requirements|prerequisites|usage|quick start|features"
    r"|contributing|contributions?|contributors?|how to contribute|licen[sc]e|credits|authors?"
    r"|acknowledge?ments?|references?|resources?|links|further reading"
    r"|sponsors?|support"
    r"|translations?|disclaimer|related projects|conclusion|summary|tests?|development"
    r"|contact|roadmap|changelog|see also"
    r"|目录|目錄|前言|简介|介绍|参考|参考资料|参考文献|贡献|许可证|总结|致谢|联系我"
    r"|목차|소개|참고|참고\s?자료|기여|라이선스|出典|目次|はじめに|参考文献|ライセンス"
    r"|índice|introducción|contribuir|contribuciones|licencia|referencias|recursos|conclusión"
    r"|introdução|sumário|contribuindo|contribuição|licença|referências|conclusão"
    r"|содержание|оглавление|введение|установка|лицензия|ссылки|источники|литература|заключение"
    r"|tartalomjegyzék|bevezetés|telepítés|licenc|források|hivatkozások|összefoglalás"
    r"|inhalt|einleitung|lizenz|sommaire|licence|المحتويات|الفهرس|مقدمة|المراجع|المصادر)\W*",
    re.IGNORECASE,
)


def is_boilerplate(text: str) -> bool:
    """Whether a heading is one that documents of all kinds have, such as "License"."""
    return _BOILERPLATE.fullmatch(text) is not None


def hints_at_questions(text: str) -> bool:
    """Whether a title or a file's name is about interviews or exams."""
    return _HINTS.search(text.replace("_", " ").replace("-", " ")) is not None


@lru_cache(maxsize=1 << 16)
def names_questions(text: str) -> bool:
    """Whether a title, a section's heading or a file's name announces questions or terms."""
    return _NAMES.search(text.replace("_", " ").replace("-", " ")) is not None


@lru_cache(maxsize=1 << 16)
def names_glossary(text: str) -> bool:
    """Whether a title, a section's heading or a file's name announces terms or vocabulary."""
    return _GLOSSARY.search(text.replace("_", " ").replace("-", " ")) is not None
