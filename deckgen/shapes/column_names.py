"""What authors in many languages write above the columns of questions, terms and their answers."""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

#: What a column holds; "number" counts its rows, "language" has words of one, and nothing is
#: known of any other.
Role = Literal["question", "answer", "term", "meaning", "number", "language", ""]

_WORDS: dict[Role, str] = {
    "question": """
        question questions q que frage fragen pregunta preguntas pergunta perguntas questão
        questao questões domanda domande vraag вопрос вопросы запитання питання pytanie pytania
        kérdés kérdések soru sorular otázka fråga spørgsmål spørsmål kysymys întrebare ερώτηση
        问题 問題 题目 題目 提问 問 问 质问 質問 設問 질문 문제 سؤال السؤال الأسئلة پرسش سوال שאלה
        प्रश्न câu_hỏi pertanyaan soal คำถาม front vorderseite anverso recto avers лицо 正面 表
        앞면
    """,
    "answer": """
        answer answers a ans réponse réponses antwort antworten respuesta respuestas resposta
        respostas risposta risposte antwoord ответ ответы відповідь odpowiedź odpowiedzi válasz
        válaszok cevap cevaplar yanıt odpověď svar vastaus răspuns απάντηση 答案 答 回答 解答 답변
        답 정답 대답 جواب الجواب إجابة الإجابة پاسخ תשובה उत्तर trả_lời câu_trả_lời đáp_án jawaban
        คำตอบ solution solución solução lösung soluzione back rückseite reverso verso оборот 背面
        裏 뒷면
    """,
    "term": """
        term terms word words phrase concept acronym abbreviation expression vocabulary vocab
        keyword idiom verb noun terme termes mot mots sigle acronyme concept begriff begriffe wort
        wörter vokabel abkürzung fachbegriff término termino términos palabra palabras concepto
        sigla acrónimo vocablo expresión termo termos palavra palavras conceito expressão termine
        parola parole concetto woord begrip термин термины слово слова понятие фраза термін termin
        pojęcie słowo szó szavak kifejezés fogalom terim kelime kavram sözcük termín pojem slovo
        ord begrepp begreb termi sana termen cuvânt όρος λέξη 术语 術語 词 詞 词汇 詞彙 单词 單字
        名词 概念 用語 単語 語彙 言葉 용어 단어 어휘 개념 낱말 مصطلح المصطلح كلمة الكلمة مفهوم
        واژه מונח מילה शब्द thuật_ngữ từ từ_vựng istilah kata คำศัพท์ คำ
    """,
    "meaning": """
        definition definitions meaning meanings explanation translation description signification
        définition définitions sens traduction explication description bedeutung definition
        übersetzung erklärung beschreibung definición definiciones significado traducción
        explicación descripción definição definicao significados tradução explicação descrição
        definizione significato traduzione spiegazione descrizione definitie betekenis vertaling
        uitleg определение значение перевод объяснение описание расшифровка визначення переклад
        значення definicja znaczenie tłumaczenie opis definíció meghatározás jelentés jelentése
        fordítás magyarázat tanım anlam çeviri açıklama definice význam překlad betydelse
        översättning määritelmä käännös definiție traducere ορισμός σημασία 定义 定義 含义 含義
        意思 释义 解释 解釋 翻译 翻譯 说明 說明 意味 説明 翻訳 訳 정의 뜻 의미 번역 설명 تعريف
        التعريف معنى المعنى ترجمة الترجمة شرح תרגום הגדרה अर्थ परिभाषा अनुवाद định_nghĩa nghĩa
        ý_nghĩa dịch arti makna definisi terjemahan ความหมาย คำแปล
    """,
    "language": """
        english englisch anglais inglés inglês inglese engels английский англійська angielski
        angol ingilizce engelska 英语 英語 英文 영어 الإنجليزية german deutsch allemand alemán
        alemão tedesco duits немецкий німецька niemiecki német almanca tyska 德语 德語 ドイツ語
        독일어 الألمانية french français französisch francés francês francese frans французский
        francuski francia fransızca franska 法语 法語 フランス語 프랑스어 الفرنسية spanish español
        castellano spanisch espagnol espanhol spagnolo испанский hiszpański spanyol ispanyolca
        西班牙语 スペイン語 스페인어 portuguese português portugiesisch portugais portugués
        portoghese португальский portugál italian italiano italienisch italien итальянский włoski
        olasz 意大利语 イタリア語 이탈리아어 russian русский russisch russe ruso russo rosyjski
        orosz rusça 俄语 ロシア語 러시아어 الروسية chinese 中文 汉语 漢語 中国語 chinesisch
        chinois chino chinês cinese китайский kínai 중국어 pinyin japanese 日本語 日语 日文
        japanisch japonais japonés japonês giapponese японский japán 일본어 kanji korean 한국어
        韩语 韓国語 koreanisch coréen coreano корейский koreai hungarian magyar ungarisch hongrois
        húngaro венгерский polish polski polnisch польский turkish türkçe türkisch arabic العربية
        عربي arabisch arabe árabe арабский arab dutch nederlands niederländisch swedish svenska
        schwedisch danish dansk norwegian norsk finnish suomi czech čeština greek ελληνικά
        griechisch latin latein latín latim latino hebrew עברית hindi हिन्दी ukrainian українська
        ukrainisch romanian română vietnamese tiếng_việt thai ไทย indonesian persian فارسی
        esperanto
    """,
    "number": """
        # no no. nr nr. n n. n° nº № num id idx index number sl s/n sn sno 编号 序号 番号 번호
    """,
}
_ROLES: dict[str, Role] = {
    word.replace("_", " "): role for role, words in _WORDS.items() for word in words.split()
}
_MARKS = re.compile(r"[*_`~]+|<[^>]*>|[:：?？.]+$|\(.*\)$|（.*）$")


def role_of(header: str) -> Role:
    """Return what a column with this header holds."""
    bare = unicodedata.normalize("NFKC", header).strip().casefold()
    if bare in {"#", "№", "no."}:
        return "number"
    bare = _MARKS.sub("", bare).strip()
    if role := _ROLES.get(bare, ""):
        return role
    # "Interview question", "Question text", "Englisches Wort": one word of it tells.
    roles = [role for word in bare.split() if (role := _ROLES.get(word, "")) and len(word) > 3]
    return roles[0] if len(set(roles)) == 1 and len(bare.split()) <= 3 else ""
