from __future__ import annotations

import pytest

from deckgen import Source, markdown, mathematics, read


def mathml(text: str) -> str:
    return mathematics.to_mathml(markdown.render(text))


def test_formulas_become_mathml() -> None:
    html = mathml("The $\\frac{a}{b}$:\n\n$$\\sum_{i=1}^n i$$\n")

    assert "<mfrac><mi>a</mi><mi>b</mi></mfrac>" in html
    assert '<div class="math"><math display="block">' in html
    assert "\\" not in html


@pytest.mark.parametrize(
    "tex",
    [
        r"\begin{eqnarray} a &=& b \\ c &=& d \end{eqnarray}",
        r"\begin{alignat}{2} a &= b \end{alignat}",
        r"\begin{equation} x \label{eq} \end{equation}",
        r"\begin{align} x &= y \tag{1} \end{align}",
        r"\mbox{if } x > 0",
        r"\begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix}",
        r"\operatorname*{arg\,min}_\theta \mathcal{L}(\theta)",
        r"\mathbb{E}_{x \sim p}\left[\log D(x)\right]",
        r"f(x) = \begin{cases} 1 & x > 0 \\ 0 & \text{else} \end{cases}",
    ],
)
def test_what_mathjax_knows_is_known_here_too(tex: str) -> None:
    html = markdown.render(f"$${tex}$$")

    assert mathematics.checked(html) == (html, [])
    assert "<math" in mathematics.to_mathml(html)


def test_broken_formula_is_reported_at_its_line_and_shown_as_source() -> None:
    text = "## What?\n\nFirst $x$.\n\n$$\n\\frac{a\n$$\n"
    decks, findings = read([Source(name="a.md", content=text.encode())])

    assert [(f.severity, f.code, f.file, f.line) for f in findings] == [
        ("warning", "formula", "a.md", 6)
    ]
    assert "<pre><code>\\frac{a</code></pre>" in decks[0].notes[0].back
    assert "\\(x\\)" in decks[0].notes[0].back


def test_command_that_only_mathjax_may_know_stays_on_the_card() -> None:
    html = markdown.render(r"$\ce{H2O}$")
    kept, (fault,) = mathematics.checked(html)

    assert kept == html
    assert fault.message == 'Unknown command "\\ce"'
    assert mathematics.to_mathml(html) == "<p><code>\\ce{H2O}</code></p>\n"


@pytest.mark.parametrize(
    "tex",
    [
        r"\href{javascript:alert(1)}{x}",
        r"\style{background:url(http://x)}{x}",
        r"\let\h\href \h{javascript:alert(1)}{x}",
        r"\csname href\endcsname{javascript:alert(1)}{x}",
        r"\includegraphics{http://x/y.png}",
    ],
)
def test_formula_that_could_act_is_shown_as_source(tex: str) -> None:
    kept, (fault,) = mathematics.checked(markdown.render(f"${tex}$"))

    assert 'class="math"' not in kept
    assert "<code>" in kept
    assert fault.message.endswith("is not allowed")


@pytest.mark.parametrize("tex", [r"\text{<script>alert(1)</script>}", r"\mathrm{<b>x</b>}", "a<b"])
def test_mathml_holds_no_markup_of_the_author(tex: str) -> None:
    html = mathematics.to_mathml(markdown.render(f"${tex}$"))

    assert "<script" not in html
    assert "<b>" not in html
