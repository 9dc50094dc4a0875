"""Makes the page that reads on screen and prints as a sheet, a quiz, a key or a table."""

from __future__ import annotations

from collections import Counter
from html import escape
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from deckgen.exporters.html import fonts, paper, skeleton, terms
from deckgen.exporters.html.direction import direction
from deckgen.exporters.html.formulas import FORMULA, fitted, scale_for
from deckgen.model import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from deckgen.exporters.html.letters import Letters, Topic
    from deckgen.model import Deck, Note, Template

#: An answer longer than this, in characters or in lines, may be split between columns: kept
#: whole it would leave a hole at the end of the column before.
_LONG_CHARACTERS = 1200
_LONG_LINES = 30
#: A formula that would be smaller than this part of its size is worth a word.
_SMALLEST_FORMULA = 0.6
#: So many questions are laid out together on screen when they come into view.
_RUN = 50
#: The layouts of which the answers are covered until one asks for them.
_COVERED = frozenset({"questions", "key"})


#: An index of fewer terms is none.
_FEWEST_TERMS = 10
_NEW_LINE = "\n"


class Made(NamedTuple):
    """A page, what is to be said about it, and the characters that its fonts lack."""

    html: str
    findings: Sequence[Finding]
    missing: frozenset[str]


class Print(NamedTuple):
    """How a page is printed."""

    paper: paper.Paper
    density: paper.Density
    ink: str
    landscape: bool


class _Section(NamedTuple):
    """A run of a deck's notes that stand under one heading, or under none."""

    path: tuple[str, ...]
    #: The place of the first note among all of the page's, from 1.
    first: int
    notes: tuple[Note, ...]


def make(
    decks: Sequence[Deck],
    templates: Mapping[str, Template],
    letters: Letters,
    printed: Print,
    *,
    layout: str,
    title: str,
    version: str,
    index: bool,
    lines: int,
) -> Made:
    """Return the page of a layout.

    It is made from the skeleton ``html/page.html``, the script ``html/page.js`` and the style
    sheets ``html/base.css``, ``html/page.css``, ``html/print.css`` and the layout's own.
    """
    column = _column(layout, printed)
    values = _values(decks, letters, title, layout=layout, lines=lines, column=column)
    values["version"] = f'<p class="version">{escape(version)}</p>\n' if version else ""
    values["index"] = _index(decks) if index else ""
    script = skeleton.inert(templates["html/page.js"].text)
    values |= _style(templates, layout, printed)
    values |= {"script": f"<script>{script}</script>", "script_hash": skeleton.source_hash(script)}
    text = "".join(values[name] for name in ("title", "intro", "contents", "body", "index", "key"))
    values["fonts"], missing = fonts.embedded(text, templates)
    html, faults = skeleton.fill("html/page.html", templates, values)
    return Made(html, [*faults, *_too_wide(decks, column)], missing)


def _column(layout: str, printed: Print) -> float:
    """The width of what holds an answer, in em."""
    count = paper.columns(printed.paper, printed.density, landscape=printed.landscape)
    if layout == "table":
        width = paper.column_width(printed.paper, printed.density, 1, landscape=printed.landscape)
        return 0.63 * width
    return paper.column_width(printed.paper, printed.density, count, landscape=printed.landscape)


def _too_wide(decks: Sequence[Deck], column: float) -> Iterator[Finding]:
    """A warning for each formula that would have to be printed too small to be read."""
    for deck in decks:
        for note in deck.notes:
            for html in (note.front, note.back):
                for formula in FORMULA.findall(html):
                    if scale_for(formula, column) < _SMALLEST_FORMULA:
                        yield Finding(
                            severity="warning",
                            code="wide-formula",
                            message="a formula is wider than a column and is printed very small",
                            hint="break it into lines (\\begin{aligned} … \\\\ … \\end{aligned}), "
                            'or print fewer columns: density = "large" under [export.html]',
                            file=note.file,
                            line=note.line,
                        )


def _style(templates: Mapping[str, Template], layout: str, printed: Print) -> dict[str, str]:
    """The style sheets, and what they are told of the paper."""
    names = ["page", "print", *([layout] if layout != "sheet" else [])]
    columns = paper.columns(printed.paper, printed.density, landscape=printed.landscape)
    return {
        "style": skeleton.style(templates, *names),
        "classes": f"{layout} {printed.density} {printed.ink}",
        "columns": str(1 if layout == "table" else columns),
        "page": paper.css_size(printed.paper, landscape=printed.landscape),
        "margin": paper.margins(printed.paper, "compact" if layout == "table" else printed.density),
    }


def _values(
    decks: Sequence[Deck],
    letters: Letters,
    title: str,
    *,
    layout: str,
    lines: int,
    column: float,
) -> dict[str, str]:
    """Everything of the page that the decks determine, by placeholder."""
    path = (title,) if title else common_name(decks)
    several = len(decks) > 1
    total = sum(len(deck.notes) for deck in decks)
    paged = list(_paged(decks))
    article = _Article(letters, column, covered=layout in _COVERED, lines=_lines(layout, lines))
    return {
        "language": escape(next((deck.language for deck in decks if deck.language), "en")),
        "direction": direction(decks),
        "title": escape(" › ".join(path)),
        "heading": _path_html(path),
        "footer": skeleton.css_string(" › ".join(path)),
        "intro": "" if several else "".join(map(_intro, decks)),
        "contents": _contents(paged, several=several) or _topic_chips(decks, letters),
        "topics": _topic_options(decks),
        "count": "1 question" if total == 1 else f"{total} questions",
        "body": "".join(
            _deck(deck, sections, index, article, several=several)
            for index, (deck, sections) in enumerate(paged, 1)
        ),
        "key": _key(paged, article) if layout == "key" else "",
    }


def common_name(decks: Sequence[Deck]) -> tuple[str, ...]:
    """Return the parts of the name that all decks share, or the names of the outermost decks."""
    paths = [deck.name.split("::") for deck in decks]
    common = []
    for parts in zip(*paths, strict=False):
        if len(set(parts)) > 1:
            break
        common.append(parts[0])
    return tuple(common) or (", ".join(dict.fromkeys(path[0] for path in paths)) or "Questions",)


def _paged(decks: Sequence[Deck]) -> Iterator[tuple[Deck, list[_Section]]]:
    """Each deck with its sections, the notes counted through the page."""
    first = 1
    for deck in decks:
        sections = []
        for path, run in groupby(deck.notes, key=attrgetter("section")):
            sections.append(_Section(path, first, tuple(run)))
            first += len(sections[-1].notes)
        yield deck, sections


def _deck(
    deck: Deck, sections: Sequence[_Section], index: int, article: _Article, *, several: bool
) -> str:
    # An empty `lang` says that the language is unknown, which is better than a wrong one.
    parts = [f'<section class="deck" id="d{index}" lang="{escape(deck.language)}">\n']
    if several:
        parts.append(f'<h2 dir="auto">{_path_html(deck.name.split("::"))}</h2>\n{_intro(deck)}')
    parts += [_section(section, article, level=3 if several else 2) for section in sections]
    parts.append("</section>\n")
    return "".join(parts)


def _section(section: _Section, article: _Article, *, level: int) -> str:
    shared = _shared_tags(section.notes)
    parts = [f'<section class="section" id="s{section.first}">\n']
    if section.path:
        topics = {article.letters.topic_of(note) for note in section.notes}
        topic = topics.pop() if len(topics) == 1 else None
        letter = f"{_letter(topic)} " if topic else ""
        parts.append(f'<h{level} dir="auto">{letter}{_path_html(section.path)}</h{level}>\n')
        level += 1
    parts.append(_chips(section.notes[0], shared))
    for start in range(0, len(section.notes), _RUN):
        run = section.notes[start : start + _RUN]
        parts.append(f'<div class="run" style="--count:{len(run)}">\n')
        for place, note in enumerate(run, section.first + start):
            own = [tag for tag in note.tags if tag not in shared]
            parts.append(article.html(note, place, level, own))
        parts.append("</div>\n")
    parts.append("</section>\n")
    return "".join(parts)


def _shared_tags(notes: Sequence[Note]) -> list[str]:
    """The tags that every question of a section has, to be told once and not at each."""
    if len(notes) == 1:
        return []
    shared = set(notes[0].tags).intersection(*(note.tags for note in notes[1:]))
    return [tag for tag in notes[0].tags if tag in shared]


class _Article(NamedTuple):
    """How a question is written: which topics have letters, and whether it shows its answer."""

    letters: Letters
    column: float
    covered: bool
    lines: str

    def html(self, note: Note, place: int, level: int, tags: Sequence[str]) -> str:
        long = ' class="long"' if _is_long(note.answer) else ""
        topics = f' data-topics="{escape(" ".join(note.topics))}"' if note.topics else ""
        topic = self.letters.topic_of(note)
        letter = f"{_letter(topic)} " if topic else ""
        # The question is no part of the summary: a link in it could not be followed there.
        return (
            f'<article id="q{place}"{long}{topics} dir="auto">\n'
            f'<div class="question"><span class="number">{_number(note, place)}</span> '
            f"{letter}<h{level}>{self.side(note.front)}</h{level}></div>\n"
            f'<details{"" if self.covered else " open"}><summary aria-label="Answer"></summary>\n'
            f'<div class="answer" dir="auto">{self.side(note.back)}</div></details>\n'
            f"{self.lines}{_chips(note, tags)}</article>\n"
        )

    def side(self, html: str) -> str:
        return _scrollable(fitted(html, self.column))


def _letter(topic: Topic) -> str:
    """The topic's letter in its colour; the name in full is among the chips and the contents."""
    title = escape(topic.title)
    return f'<abbr class="letter c{topic.colour}" title="{title}">{escape(topic.letter)}</abbr>'


def _lines(layout: str, lines: int) -> str:
    """Lines to write an answer on."""
    if layout != "questions" or lines <= 0:
        return ""
    return f'<div class="lines" aria-hidden="true">{"<i></i>" * lines}</div>\n'


def _key(paged: Sequence[tuple[Deck, Sequence[_Section]]], article: _Article) -> str:
    """The answers by their numbers, for print only: on screen each is at its question."""
    entries = []
    for deck, sections in paged:
        notes = [
            (place, note)
            for section in sections
            for place, note in enumerate(section.notes, section.first)
        ]
        entries += [
            f'<div class="entry{" long" if _is_long(note.answer) else ""}" id="a{place}">'
            f'<span class="number">{_number(note, place)}</span>\n'
            f'<div class="answer" lang="{escape(deck.language)}" dir="auto">'
            f"{article.side(note.back)}</div></div>\n"
            for place, note in notes
        ]
    body = "".join(entries)
    return f'<section class="flow answers">\n<h2>Answers</h2>\n{body}</section>\n'


def _index(decks: Sequence[Deck]) -> str:
    """The terms with links to their questions; nothing where there are too few to look up."""
    numbers: dict[int, int] = {}
    texts = []
    for deck in decks:
        for note in deck.notes:
            place = len(numbers) + 1
            numbers[place] = _number(note, place)
            texts.append((place, note.front, note.back))
    found = terms.index(texts)
    if len(found) < _FEWEST_TERMS:
        return ""
    entries = [
        f"<dt>{escape(term)}</dt><dd>"
        + ", ".join(f'<a href="#q{place}">{numbers[place]}</a>' for place in places)
        + "</dd>"
        for term, places in found.items()
    ]
    return (
        '<details class="index"><summary>Index</summary>\n'
        f"<dl>\n{_NEW_LINE.join(entries)}\n</dl></details>\n"
    )


def _is_long(answer: str) -> bool:
    return len(answer) > _LONG_CHARACTERS or answer.count("\n") >= _LONG_LINES


def _number(note: Note, place: int) -> int:
    """The number that a reader sees: the author's own, or else the place on the page."""
    return place if note.number is None else note.number


def _scrollable(html: str) -> str:
    """Lets wide code and tables scroll within themselves, with the keyboard too."""
    # What is put in has no quotes: even in an attribute's value it could not end the value.
    if "<pre" in html:
        html = html.replace("<pre", "<pre tabindex=0")
    if "<table" in html:
        html = html.replace("<table", "<div class=table tabindex=0><table")
        html = html.replace("</table>", "</table></div>")
    return html


def _chips(note: Note, tags: Sequence[str]) -> str:
    if not tags:
        return ""
    chips = [
        f'<span class="topic">{_spaced(tag)}</span>'
        if tag in note.topics
        else f"<span>{_spaced(tag)}</span>"
        for tag in tags
    ]
    return f'<p class="tags">{" ".join(chips)}</p>\n'


def _spaced(tag: str) -> str:
    return escape(tag.replace("::", " › "))


def _intro(deck: Deck) -> str:
    return (
        f'<div class="intro" dir="auto">{_scrollable(deck.description)}</div>\n'
        if deck.description
        else ""
    )


def _path_html(path: Sequence[str]) -> str:
    *outer, name = path
    before = "".join(f"{escape(part)} › " for part in outer)
    return (f'<span class="outer">{before}</span>' if before else "") + escape(name)


def _contents(paged: Sequence[tuple[Deck, Sequence[_Section]]], *, several: bool) -> str:
    """The decks and sections as links; nothing where there would be only one."""
    links = []
    for index, (deck, sections) in enumerate(paged, 1):
        if several:
            links.append(_link(f"d{index}", deck.name.split("::"), sections))
        links += [_link(f"s{each.first}", each.path, [each]) for each in sections if each.path]
    if len(links) < 2:
        return ""
    return f'<nav class="contents" aria-label="Contents">\n<ul>\n{"".join(links)}</ul>\n</nav>\n'


def _link(target: str, path: Sequence[str], sections: Sequence[_Section]) -> str:
    """A line of the contents: a name, and its questions' numbers or else how many they are."""
    numbers = [
        _number(note, place)
        for section in sections
        for place, note in enumerate(section.notes, section.first)
    ]
    shown = f"({len(numbers)})"
    if numbers and numbers == list(range(numbers[0], numbers[0] + len(numbers))):
        shown = "–".join(map(str, dict.fromkeys((numbers[0], numbers[-1]))))
    mark = f" <span>{shown}</span>" if numbers else ""
    return f'<li><a href="#{target}" dir="auto">{_path_html(path)}{mark}</a></li>\n'


def _topic_chips(decks: Sequence[Deck], letters: Letters) -> str:
    """The topics with their letters and counts, each a link to its first question."""
    first: dict[Topic, int] = {}
    place = 0
    for deck in decks:
        for note in deck.notes:
            place += 1
            if topic := letters.topic_of(note):
                first.setdefault(topic, place)
    if len(first) < 2:
        return ""
    links = "".join(
        f'<li><a href="#q{place}">{_letter(topic)}&nbsp;{escape(topic.title)} '
        f"<span>({topic.count})</span></a></li>\n"
        for topic, place in first.items()
    )
    return f'<nav class="contents" aria-label="Topics">\n<ul>\n{links}</ul>\n</nav>\n'


def _topic_options(decks: Sequence[Deck]) -> str:
    """The topics and the topics above them with their counts, as options of a select."""
    counts: Counter[tuple[str, ...]] = Counter()
    for deck in decks:
        for note in deck.notes:
            counts.update(_with_parents(note.topics))
    return "".join(
        f'<option value="{escape("::".join(path))}">{escape(" › ".join(path))} ({count})</option>\n'
        for path, count in sorted(counts.items())
    )


def _with_parents(topics: Sequence[str]) -> set[tuple[str, ...]]:
    paths = [tuple(topic.split("::")) for topic in topics]
    return {path[:depth] for path in paths for depth in range(1, len(path) + 1)}
