from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deckgen import markdown
from deckgen.disk import read_templates
from deckgen.highlighting import highlight

CSS = read_templates()["anki/code.css"].text


def text(html: str) -> str:
    return unescape(re.sub(r"<[^>]*>", "", html))


def test_parts_of_code_have_classes() -> None:
    html = highlight('def f(x):  # why\n    return "a" + 1\n', "python")

    assert '<span class="hl-k">def</span>' in html
    assert '<span class="hl-f">f</span>' in html
    assert '<span class="hl-c"># why</span>' in html
    assert '<span class="hl-s">"a"</span>' in html
    assert '<span class="hl-n">1</span>' in html


@pytest.mark.parametrize("language", ["nonsense", "", "<script>", "text"])
def test_code_in_an_unknown_language_is_plain(language: str) -> None:
    assert highlight("a < b\n", language) == "a &lt; b\n"


@pytest.mark.parametrize(
    "info", ["python", "Python", "py {.line}", "python{1,3}", "{.python}", "js"]
)
def test_language_is_known_by_its_names(info: str) -> None:
    assert 'class="hl-' in markdown.render(f"```{info}\nreturn 'x'\n```")


@given(st.text(), st.sampled_from(["python", "c++", "html", "bash", "json", "sql", "diff", "php"]))
def test_no_character_of_code_is_lost(code: str, language: str) -> None:
    # Pygments knows one kind of line end; text that was read has no other.
    code = code.replace("\r", "\n")

    assert text(highlight(code, language)) == code


def test_each_class_has_a_colour_by_day_and_by_night() -> None:
    code = "#include <a>\n@a class B { int f() { return 1 + 's' } } // c\n- x"
    used = {
        name
        for language in ("c", "java", "python", "diff", "html", "bash")
        for name in re.findall(r'class="(hl-\w)"', highlight(code, language))
    }
    variables = dict(re.findall(r"\.(hl-\w) \{ color: var\((--[\w-]+)\)", CSS))

    assert used <= variables.keys()
    assert all(CSS.count(f"{name}: #") == 3 for name in variables.values())
