from __future__ import annotations

from pathlib import Path

import pytest

from deckgen.topics import parse_topics

SHIPPED = Path(__file__).parent.parent / "templates" / "topics"


def test_topic_file_gives_topics_with_their_parts() -> None:
    text = """
enough = 3
[gan]
description = "Adversarial   networks."
words = ["GAN"]
otherwise = "basics"
[gan.basics]
hints = ["generator"]
not = ["random number generator"]
[gan.cyclegan]
words = ["CycleGAN"]
implies = ["images"]
[images]
words = ["image"]
general = true
"""

    topics, findings = parse_topics(text, "topics.toml")

    gan, images = topics.topics
    basics, cyclegan = gan.children
    assert findings == []
    assert topics.enough == 3
    assert (gan.path, gan.description, gan.words) == ("gan", "Adversarial networks.", ("GAN",))
    assert gan.otherwise == basics.path == "gan::basics"
    assert (basics.hints, basics.against) == (("generator",), ("random number generator",))
    assert cyclegan.implies == ("images",)
    assert images.general


@pytest.mark.parametrize(
    "text, line, message, hint",
    [
        ("[a]\nword = ['x']\n", 2, 'a topic has no "word"', 'did you mean "words"?'),
        ("[a]\nwords = 'x'\n", 2, '"words" is a list of texts', 'write words = ["…"]'),
        ("[a]\nwords = ['x', 3]\n", 2, '"words" is a list of texts', 'write words = ["…"]'),
        (
            "[a]\nwords = ['x']\ngeneral = 1\n",
            3,
            '"general" is true or false',
            "write general = true",
        ),
        ("[a]\nwords = [\n  'x',\n  '-',\n]\n", 4, '"-" has no letters', "remove it"),
        (
            "[a]\nwords = ['x']\nhints = ['y',\n'x']\n",
            4,
            '"x" is in "words" and again in "hints"',
            "remove one of them",
        ),
        (
            "[a]\nwords = ['x']\n[b]\nwords = ['y']\n\nimplies = ['aa']\n",
            6,
            'there is no topic "aa"',
            'did you mean "a"?',
        ),
        (
            "[a]\nwords = ['x']\notherwise = 'basic'\n[a.basics]\nwords = ['y']\n",
            3,
            'there is no topic "a::basic"',
            'did you mean "a::basics"?',
        ),
        (
            "[a]\nwords = ['x']\n[\"My topic\"]\nwords = ['y']\n",
            3,
            '"My topic" cannot be a tag',
            'call it "My-topic"',
        ),
        (
            "[leech]\nwords = ['x']\n",
            1,
            'Anki keeps the tag "leech" for itself',
            "call the topic something else",
        ),
        (
            "answers = 2\n[a]\nwords = ['x']\n",
            1,
            'nothing before the first topic is called "answers"',
            'did you mean "answer"?',
        ),
        (
            "[gan]\nwords = ['x']\n[GAN]\nwords = ['y']\n",
            3,
            'to Anki "GAN" and "gan" are the same tag',
            "capitals make no difference: rename one, or make one of them",
        ),
        ("answer = 0\n[a]\nwords = ['x']\n", 1, '"answer" is a number above 0', "write answer = 4"),
        ("# nothing\n", 0, "this file has no topic", 'write [my-topic] and words = ["…"]'),
    ],
)
def test_bad_topic_file_is_an_error_with_its_line(
    text: str, line: int, message: str, hint: str
) -> None:
    _, findings = parse_topics(text, "topics.toml")

    assert [(f.severity, f.file, f.line, f.message, f.hint) for f in findings] == [
        ("error", "topics.toml", line, message, hint)
    ]


def test_all_that_is_wrong_is_said_at_once() -> None:
    _, findings = parse_topics("[a]\nword = ['x']\n[b]\nwords = 'x'\nhint = []\n", "t.toml")

    assert [f.line for f in findings if f.severity == "error"] == [2, 4, 5]


def test_file_that_is_not_toml_is_an_error_with_its_line() -> None:
    topics, findings = parse_topics("[a]\nwords = ['x'\n[b]\n", "t.toml")

    assert topics.topics == ()
    assert [(f.severity, f.line) for f in findings] == [("error", 3)]


def test_topic_without_words_is_a_warning() -> None:
    _, findings = parse_topics("[a]\ndescription = 'x'\n", "t.toml")

    assert [(f.severity, f.line) for f in findings] == [("warning", 1)]


@pytest.mark.parametrize("path", sorted(SHIPPED.glob("*.toml")), ids=lambda path: path.stem)
def test_shipped_topic_file_is_without_fault(path: Path) -> None:
    topics, findings = parse_topics(path.read_text(encoding="utf-8"), path.name)

    assert findings == []
    assert all(topic.description for topic in topics.topics)
