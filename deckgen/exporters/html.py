"""Makes one self-contained HTML page of the decks, for the screen and for the printer."""

from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from html import escape, unescape
from itertools import groupby
from operator import attrgetter
from string import Template as Skeleton
from typing import TYPE_CHECKING, Literal, NamedTuple

from deckgen.exporters.sides import sides
from deckgen.model import Finding, OutputFile

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from deckgen.model import Deck, Note, Template

#: An answer longer than this, in characters or in lines, may be split between columns: kept
#: whole it would leave a hole at the end of the column before.
_LONG_CHARACTERS = 1200
_LONG_LINES = 30

_LEADING_COMMENT = re.compile(r"\A\s*<!--.*?-->\s*", re.DOTALL)
_LOADED_IMAGE = re.compile(r'<img\b[^>]*?\ssrc="(?!data:)([^"]*)"', re.IGNORECASE)


class _Section(NamedTuple):
    """A run of a deck's notes that stand under one heading, or under none."""

    path: tuple[str, ...]
    #: The place of the first note among all of the page's, from 1.
    first: int
    notes: tuple[Note, ...]


def export(
    decks: Sequence[Deck],
    templates: Mapping[str, Template],
    *,
    page: Literal["A4", "Letter"] = "A4",
    title: str = "",
) -> Iterator[OutputFile | Finding]:
    """One self-contained HTML page: searchable on screen, a two-column sheet when printed.

    It is made from three templates: ``html/page.html``, its skeleton, ``html/page.css`` and
    ``html/page.js``.  A fault in the skeleton is an error, an image that the page would have to
    load a warning.

    Options:
        page: The paper to print on.
        title: The page's title; without one, what the decks' names have in common.
    """
    skeleton = templates["html/page.html"].text
    values = _values(decks, title)
    style = _inert(templates["html/page.css"].text)
    script = _inert(templates["html/page.js"].text)
    values |= {"page": page, "style": style, "script": f"<script>{script}</script>"}
    values["script_hash"] = _source_hash(script)
    if faults := list(_skeleton_faults(skeleton, values.keys())):
        yield from faults
        return
    yield from _images_not_shown(decks)
    text = Skeleton(_LEADING_COMMENT.sub("", skeleton)).substitute(values)
    yield OutputFile(".html", text.encode())


def _values(decks: Sequence[Deck], title: str) -> dict[str, str]:
    """Everything of the page that the decks determine, by placeholder."""
    path = (title,) if title else _common_name(decks)
    several = len(decks) > 1
    total = sum(len(deck.notes) for deck in decks)
    paged = list(_paged(decks))
    return {
        "language": escape(next((deck.language for deck in decks if deck.language), "en")),
        "title": escape(" › ".join(path)),
        "heading": _path_html(path),
        "footer": _css_string(" › ".join(path)),
        "intro": "" if several else "".join(map(_intro, decks)),
        "contents": _contents(paged, several=several),
        "topics": _topic_options(decks),
        "count": "1 question" if total == 1 else f"{total} questions",
        "body": "".join(
            _deck(deck, sections, index, several=several)
            for index, (deck, sections) in enumerate(paged, 1)
        ),
    }


def _common_name(decks: Sequence[Deck]) -> tuple[str, ...]:
    """The parts of the name that all decks share, or the names of the outermost decks."""
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


def _deck(deck: Deck, sections: Sequence[_Section], index: int, *, several: bool) -> str:
    # An empty `lang` says that the language is unknown, which is better than a wrong one.
    parts = [f'<section class="deck" id="d{index}" lang="{escape(deck.language)}">\n']
    if several:
        parts.append(f'<h2 dir="auto">{_path_html(deck.name.split("::"))}</h2>\n{_intro(deck)}')
    parts += [_section(section, level=3 if several else 2) for section in sections]
    parts.append("</section>\n")
    return "".join(parts)


def _section(section: _Section, *, level: int) -> str:
    shared = _shared_tags(section.notes)
    parts = [f'<section class="section" id="s{section.first}">\n']
    if section.path:
        parts.append(f'<h{level} dir="auto">{_path_html(section.path)}</h{level}>\n')
        level += 1
    parts.append(_chips(section.notes[0], shared))
    for place, note in enumerate(section.notes, section.first):
        own = [tag for tag in note.tags if tag not in shared]
        parts.append(_article(note, place, level, own))
    parts.append("</section>\n")
    return "".join(parts)


def _shared_tags(notes: Sequence[Note]) -> list[str]:
    """The tags that every question of a section has, to be told once and not at each."""
    if len(notes) == 1:
        return []
    shared = set(notes[0].tags).intersection(*(note.tags for note in notes[1:]))
    return [tag for tag in notes[0].tags if tag in shared]


def _article(note: Note, place: int, level: int, tags: Sequence[str]) -> str:
    long = ' class="long"' if _is_long(note.answer) else ""
    front, back = sides(note)
    topics = f' data-topics="{escape(" ".join(note.topics))}"' if note.topics else ""
    # The question is no part of the summary: a link in it could not be followed by everyone there.
    return (
        f'<article id="q{place}"{long}{topics} dir="auto">\n'
        f'<div class="question"><span class="number">{_number(note, place)}</span> '
        f"<h{level}>{_scrollable(front)}</h{level}></div>\n"
        '<details open><summary aria-label="Answer"></summary>\n'
        f'<div class="answer" dir="auto">{_scrollable(back)}</div></details>\n'
        f"{_chips(note, tags)}</article>\n"
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
    """A line of the contents: a name, and the numbers of the first and the last question."""
    numbers = ""
    if sections:
        last = sections[-1]
        ends = (
            _number(sections[0].notes[0], sections[0].first),
            _number(last.notes[-1], last.first + len(last.notes) - 1),
        )
        numbers = f" <span>{'–'.join(map(str, dict.fromkeys(ends)))}</span>"
    return f'<li><a href="#{target}" dir="auto">{_path_html(path)}{numbers}</a></li>\n'


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


def _css_string(text: str) -> str:
    """The text as a string of CSS, with everything escaped that could end it."""
    return '"' + re.sub(r"[^\w .,]", lambda match: f"\\{ord(match[0]):x} ", text) + '"'


def _inert(text: str) -> str:
    """A script or style sheet as the browser will see it, unable to end its own element."""
    return re.sub(r"</(?=script|style)", r"<\\/", re.sub(r"\r\n?", "\n", text), flags=re.IGNORECASE)


def _source_hash(script: str) -> str:
    digest = hashlib.sha256(script.encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"


def _skeleton_faults(skeleton: str, known: Collection[str]) -> Iterator[Finding]:
    """An error for each ``$`` in the skeleton that begins no placeholder of ours."""
    for match in Skeleton.pattern.finditer(skeleton):
        name = match["named"] or match["braced"]
        if match["escaped"] or name in known:
            continue
        yield Finding(
            severity="error",
            code="template-placeholder",
            message=f"the page has no placeholder ${name or ''}",
            hint=f"write $$ for a dollar sign, or one of ${', $'.join(sorted(known))}",
            file="templates/html/page.html",
            line=skeleton.count("\n", 0, match.start()) + 1,
        )


def _images_not_shown(decks: Sequence[Deck]) -> Iterator[Finding]:
    """A warning for each image that is not in the page itself, as the page loads nothing."""
    for deck in decks:
        for note in deck.notes:
            if "<img" in note.front or "<img" in note.back:
                for source in _LOADED_IMAGE.findall(note.front + note.back):
                    yield Finding(
                        severity="warning",
                        code="html-image",
                        message=f"the page loads no files and will not show {unescape(source)}",
                        file=note.file,
                        line=note.line,
                    )
