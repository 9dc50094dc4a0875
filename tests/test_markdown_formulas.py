from __future__ import annotations

import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from deckgen import markdown


def formulas(text: str) -> list[str]:
    """The formulas of a text, in their delimiters."""
    return re.findall(r'class="math">(.*?)</(?:span|div)>', markdown.render(text), re.DOTALL)


@pytest.mark.parametrize(
    "text, expected",
    [
        ("the $x_1$ and $y_2$ of it", [r"\(x_1\)", r"\(y_2\)"]),
        ("$a*b*c$ and $a_b c_d$", [r"\(a*b*c\)", r"\(a_b c_d\)"]),
        (r"by \(a_1\) and \[b_1\]", [r"\(a_1\)", r"\[b_1\]"]),
        ("$a<b$, $b & c$", [r"\(a&lt;b\)", r"\(b &amp; c\)"]),
        ("the $n$th, $n$-th", [r"\(n\)", r"\(n\)"]),
        ("HK$6. Then $a$", [r"\(a\)"]),
        ("$`a_b`$", [r"\(a_b\)"]),
        ("at $5%$ of it", [r"\(5\%\)"]),
        ("in a line $$x$$ too", [r"\[x\]"]),
        ("**$x$**, [$y$](u), ~~$z$~~", [r"\(x\)", r"\(y\)", r"\(z\)"]),
        ("| a |\n|---|\n| $x_1 \\| y_1$ |", [r"\(x_1 | y_1\)"]),
        ("text\n$$\na &= b\n= c\n- d\n# e\n$$\nmore", []),
        ("text\n$$\na\n= b\n- c\n$$\nmore", ["\\[a\n= b\n- c\\]"]),
        ("- item\n  $$\n  x\n  $$\n- next", [r"\[x\]"]),
        ("> $$\n> x\n> $$", [r"\[x\]"]),
        ("\\[\nx\n\ny\n\\]", ["\\[x\n\ny\\]"]),
        (
            "\\begin{align}\na &= b \\\\[4pt]\nc\n\\end{align}",
            ["\\[\\begin{align}\na &amp;= b \\\\[4pt]\nc\n\\end{align}\\]"],
        ),
        ("<details>\n<summary>$x$</summary>\nis $a<b$\n</details>", [r"\(x\)", r"\(a&lt;b\)"]),
    ],
)
def test_mathematics_gets_the_delimiters_that_anki_knows(text: str, expected: list[str]) -> None:
    assert formulas(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "costs $5 to $10",
        "a $5 a month or 10$ plan",
        "US$5, HK$6 and NZ$7",
        "($5) or (10$)",
        "$5-$10",
        "$HOME/$USER and $PATH:$HOME",
        r"\$x\$",
        "`$x$` and ``\\(x\\)``",
        "```\n$$\nx\n$$\n```",
        "    $$x$$",
        r"the pattern \(\d+\) or \([^)]*\)",
        r"escaped \\(x\\) and \\[y\\]",
        "<pre>\n$x$\n</pre>",
        "<code>$x$</code>",
        "$$\nnobody ends this\n\n# Next",
        "> $$\nx\n$$",
        "a $ b $ c",
        "$$ $$",
    ],
)
def test_money_code_and_patterns_are_no_mathematics(text: str) -> None:
    assert formulas(text) == []


@pytest.mark.parametrize(
    "text, expected",
    [
        (r"the $x$ and \(y\) of it", "the # and # of it"),
        ("in $$\nx\n\ny\n$$ lines", "in # lines"),
        (r"\begin{align}x\end{align}", "#"),
        ("a $5 a month or 10$ plan, $x$", "a $5 a month or 10$ plan, #"),
        (r"a \$x$ of \\(y\\)", r"a \$x$ of \\(y\\)"),
        ("a $x of one\n\nparagraph y$ of another", "a $x of one\n\nparagraph y$ of another"),
        ("beside $\0\0\0 masked code$", "beside $\0\0\0 masked code$"),
        ("no formula", "no formula"),
    ],
)
def test_formulas_of_a_text_are_replaced_and_nothing_else(text: str, expected: str) -> None:
    assert markdown.replace_formulas(text, lambda _: "#") == expected


@given(st.text(alphabet=["$", "\\", "(", ")", "[", "]", "a", "1", " ", "\n", "x"]))
def test_replacing_formulas_by_themselves_changes_nothing(text: str) -> None:
    assert markdown.replace_formulas(text, lambda formula: formula) == text


def test_backslash_and_bracket_of_a_text_are_kept_from_mathjax() -> None:
    r"""MathJax typesets a bare ``\(`` anywhere; an empty element between the two prevents it."""
    html = markdown.render(r"The pattern \\(a\\) or \\[b\\].")

    assert "\\(" not in html
    assert "\\[" not in html
    assert markdown.plain_text(html) == r"The pattern \(a\) or \[b\]."


def test_formula_in_its_own_lines_is_no_paragraph() -> None:
    html = markdown.render("So\n\n$$\nx\n$$\n\nholds.")

    assert html == '<p>So</p>\n<div class="math">\\[x\\]</div>\n<p>holds.</p>\n'


def test_blocks_of_mathematics_know_their_lines() -> None:
    blocks = markdown.parse("text\n$$\nx\n$$\nmore\n").blocks

    assert [(b.kind, b.line, b.end) for b in blocks] == [
        ("paragraph", 1, 1),
        ("math", 2, 4),
        ("paragraph", 5, 5),
    ]


@given(st.text(alphabet=["$", "\\", "(", ")", "[", "]", "a", "1", " ", "`", "\n", "<", "*"]))
def test_no_text_is_lost_whatever_the_delimiters(text: str) -> None:
    assume("```" not in text)  # what stands behind a fence names its language
    shown = markdown.plain_text(markdown.render(text))

    assert shown.count("a") == text.count("a")
    assert shown.count("1") >= text.count("1") - len(re.findall(r"(?m)^\s*1[.)]", text))
