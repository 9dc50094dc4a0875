from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from deckgen import markdown
from deckgen.readers.document import explain_document, read_document
from deckgen.shapes.glossary import read_glossary
from deckgen.shapes.names import names_glossary
from deckgen.shapes.page import page_of
from tests.conftest import read

if TYPE_CHECKING:
    from collections.abc import Callable

    from deckgen.shapes.shape import Pair, Shape

    Read = Callable[[Shape, str], list[Pair]]

BOATS = [
    ("Boom", "The spar at the foot."),
    ("Clew", "The lower corner."),
    ("Jib", "A small sail."),
]


def written(form: str, between: str = "\n\n") -> str:
    return between.join(form.format(term, meaning) for term, meaning in BOATS)


@pytest.mark.parametrize(
    "form",
    [
        "**{}**: {}",
        "**{}:** {}",
        "__{}__: {}",
        "**{}** - {}",
        "**{}** – {}",
        "**{}** — {}",
        "**{}**：{}",
        "{}: {}",
        "{} – {}",
        "{} = {}",
        "- **{}**: {}",
        "- **{}:** {}",
        "* **{}** — {}",
        "- {}: {}",
        "1. {} – {}",
    ],
)
def test_lines_of_a_glossary_are_terms(form: str) -> None:
    text = f"# Glossary of sailing\n\n{written(form)}\n"
    close = f"# Glossary of sailing\n\n{written(form, chr(10))}\n"

    assert read(text) == BOATS
    assert read(close) == BOATS
    assert {note.kind for note in read_document(text, "a.md")[0].notes} == {"reversed"}


@pytest.mark.parametrize("form", ["**{}**: {}", "- **{}**: {}", "{} – {}"])
def test_letters_that_sort_terms_are_no_terms(form: str) -> None:
    lines = "\n\n".join(f"## {term[0]}\n\n{form.format(term, said)}" for term, said in BOATS)

    assert read(f"# Glossary\n\n{lines}\n") == BOATS
    assert read(f"# Sailing from A to J\n\n{lines}\n") == BOATS


def test_letters_alone_make_no_cards() -> None:
    text = "# Questions\n\n" + "".join(f"## {c}\n\nAll that begins so.\n\n" for c in "ABCD")

    assert read(text) == []
    assert len(read(text, "headings:level-2")) == 4  # unless the author insists


def test_a_title_is_no_question_unless_it_asks() -> None:
    detection, findings = explain_document("# Glossary\n\nNothing here yet but words.\n", "a.md")

    assert not detection.pairs
    assert "--shape" not in findings[0].hint
    assert read("# What is a jib?\n\nA small sail.\n") == [("What is a jib?", "A small sail.")]


def test_a_section_may_be_a_glossary_among_questions() -> None:
    text = (
        "# Sailing\n\n## What is the wind?\n\nMoving air.\n\n- **Lee**: away from it.\n\n"
        "## Where is port?\n\nOn the left.\n\n## Who steers?\n\nThe helmsman.\n\n"
        f"## Glossary\n\n{written('- **{}**: {}', chr(10))}\n"
    )

    assert [front for front, _ in read(text)] == [
        "What is the wind?",
        "Where is port?",
        "Who steers?",
        "Boom",
        "Clew",
        "Jib",
    ]


def test_what_follows_a_term_belongs_to_it(pairs_of: Read) -> None:
    text = (
        "# Glossary\n\nWords on board.\n\n**Boom**: The spar\nat the foot.\n\nMind your head.\n\n"
        "- **Clew**: The corner.\n  - lower\n  - aft\n- **Jib**: A sail.\n\n## See also\n\nSea.\n"
    )

    assert [(pair.question, pair.answer) for pair in pairs_of(read_glossary, text)] == [
        ("Boom", "The spar\nat the foot.\n\nMind your head."),
        ("Clew", "The corner.\n- lower\n- aft"),
        ("Jib", "A sail."),
    ]


@pytest.mark.parametrize(
    "text",
    [
        # features, in a document that is no glossary
        f"# A boat\n\n{written('- **{}**: {}', chr(10))}\n",
        # remarks recur
        "# Glossary\n\n**Note**: One.\n\n**Note**: Two.\n\n**Note**: Three.\n",
        # a colon in a text
        (
            "# Glossary\n\nA few words.\n\nNote: they are old.\n\nNobody asks.\n\nSailors: few.\n\n"
            "There are some more: find them.\n\nThat is all of them now.\n"
        ),
        # letters, labels, addresses, questions, hyphens
        "# Glossary\n\nA: one\n\nB: two\n\nC: three\n",
        "# Glossary\n\nhttps://a.example\n\nhttps://b.example\n\nhttps://c.example\n",
        "# Glossary\n\n**Why?**: One.\n\n**Who?**: Two.\n\n**Where?**: Three.\n",
        "# Glossary\n\n- well-known\n- up-to-date\n- out-of-date\n",
    ],
)
def test_other_lines_are_no_terms(pairs_of: Read, text: str) -> None:
    assert pairs_of(read_glossary, text) == []


@pytest.mark.parametrize(
    ("title", "announces"),
    [
        ("Key terms", True),
        ("Networking terms", True),
        ("Vokabeln", True),
        ("Glossaire", True),
        ("Terms of use", False),
        ("Terms and conditions", False),
        ("Long-term plans", False),
        ("Determinants", False),
    ],
)
def test_a_title_tells_a_glossary(*, title: str, announces: bool) -> None:
    assert names_glossary(title) is announces


def test_the_file_may_tell_that_it_is_a_glossary() -> None:
    text = f"# Sailing\n\n{written('- **{}**: {}', chr(10))}\n"
    page = page_of("docs/glossary.md", text.split("\n"), markdown.parse(text).blocks)

    assert len(next(iter(read_glossary(page))).pairs) == len(BOATS)


def test_a_phrase_to_learn_may_ask() -> None:
    text = "# Vocabulary\n\n- hola - hello\n- gracias - thanks\n- ¿cómo estás? - how are you?\n"

    assert read(text)[2] == ("¿cómo estás?", "how are you?")
