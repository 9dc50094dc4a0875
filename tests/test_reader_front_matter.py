from __future__ import annotations

from itertools import pairwise

import pytest

from deckgen.readers.front_matter import FrontMatter, split_front_matter


def test_front_matter_leaves_blank_lines_so_that_lines_stay_true() -> None:
    text = "---\ntitle: Cells\ndeck: Biology::Cells\ntags: [a, b c]\nlang: en\n---\n# Heading\n"

    front_matter, rest, findings = split_front_matter(text, "a.md")

    assert front_matter == FrontMatter("Cells", "Biology::Cells", ("a", "b c"), "en")
    assert rest == "\n" * 6 + "# Heading\n"
    assert findings == []


@pytest.mark.parametrize(
    ("yaml", "tags"),
    [
        ("tags: a, b c", ("a", "b c")),
        ("tags: a b", ("a", "b")),
        ("tags:\n- a\n- 1", ("a", "1")),
        ("tags:", ()),
        ("title: x", ()),
    ],
)
def test_tags_are_a_list_or_a_text(yaml: str, tags: tuple[str, ...]) -> None:
    assert split_front_matter(f"---\n{yaml}\n---\n", "a.md")[0].tags == tags


@pytest.mark.parametrize(
    "text",
    [
        "# No front matter\n",
        "---\n\nJust text between rules\n\n---\n",
        "\n---\ntitle: not at the top\n---\n",
        "----\ntitle: four dashes\n----\n",
    ],
)
def test_other_documents_stay_as_they_are(text: str) -> None:
    assert split_front_matter(text, "a.md") == (FrontMatter(), text, [])


def test_bad_yaml_is_reported_at_its_line() -> None:
    front_matter, _, findings = split_front_matter("---\na: 1\nb: x: y\n---\n", "a.md")

    assert front_matter == FrontMatter()
    assert [(each.code, each.line) for each in findings] == [("front-matter", 3)]


def test_slip_is_reported_with_the_key_that_was_meant() -> None:
    _, _, findings = split_front_matter("---\nlayout: post\ntitel: x\n---\n", "a.md")

    assert [(each.line, each.hint) for each in findings] == [(3, 'did you mean "title"?')]


def test_kind_of_the_document_and_a_slip_in_it() -> None:
    good, _, none = split_front_matter("---\nkind: Reversed\n---\n", "a.md")
    bad, _, (finding,) = split_front_matter("---\ntitle: T\nkind: clozes\n---\n", "a.md")

    assert (good.kind, none) == ("reversed", [])
    assert (bad.kind, finding.line) == (None, 3)
    assert "cloze" in finding.hint


def test_front_matter_names_a_topic_file() -> None:
    front_matter, _, findings = split_front_matter("---\ntopics: generative-ai\n---\n", "a.md")

    assert front_matter.topics == "generative-ai"
    assert findings == []


@pytest.mark.parametrize(
    "yaml",
    [
        "a: " + "[" * 3000,
        "- " * 3000,
        "a: &a [*a, *a]\ntitle: *a\ntags: *a",
        "a: &a [x,x,x,x,x,x,x,x,x]\n"
        + "".join(f"{c}: &{c} [{','.join(['*' + p] * 9)}]\n" for p, c in pairwise("abcdefgh"))
        + "title: *h\ntags: *h",
        "title: 0x" + "f" * 9000,
    ],
    ids=["deep", "deep list", "endless", "billion laughs", "long number"],
)
def test_front_matter_that_would_never_end_says_nothing(yaml: str) -> None:
    front_matter, rest, _ = split_front_matter(f"---\nlanguage: en\n{yaml}\n---\nText\n", "a.md")

    assert front_matter.title == ""
    assert rest.strip() == "Text"


CARD = "## What is a cell?\n\nSmall.\n"


@pytest.mark.parametrize("rule", ["", "\n---\n\n## What is a root?\n\nDeep.\n"])
def test_front_matter_that_never_ends_is_named_and_takes_no_question(rule: str) -> None:
    front_matter, text, findings = split_front_matter(f"---\ntags: x\n\n{CARD}{rule}", "a.md")

    assert front_matter == FrontMatter()
    assert CARD in text
    assert [(each.line, each.hint) for each in findings] == [(1, "close it with a line of ---")]


def test_front_matter_that_is_a_list_of_tags_is_named() -> None:
    _, text, findings = split_front_matter(f"---\n- cells\n- exam\n---\n\n{CARD}", "a.md")

    assert text.endswith(CARD)
    assert [(each.line, each.hint) for each in findings] == [(1, 'write "tags: [cells, exam]"')]


@pytest.mark.parametrize(
    "opening",
    [
        "---\n\n",
        "---\nA text.\n\n",
        "---\nNote: a text.\n\n",
        "---\n- What is a cell?\n- What is a root?\n---\n\n",
        "---\ntitle: A\n\ntags: [a]\n---\n\n",
        "---\ntitle: A\n\n# tags\n---\n\n",
    ],
)
def test_other_openings_are_not(opening: str) -> None:
    _, _, findings = split_front_matter(opening + CARD, "a.md")

    assert findings == []
