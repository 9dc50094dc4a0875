"""Reads a markdown document: finds its questions and answers and makes a deck of them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from deckgen import markdown
from deckgen.model import Deck, Finding, Note
from deckgen.readers.citation import take_citation
from deckgen.readers.directives import said_of_pairs, take_directives
from deckgen.readers.front_matter import FrontMatter, split_front_matter
from deckgen.readers.kinds import as_kind
from deckgen.shapes import best_reading
from deckgen.shapes.shape import Page

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from deckgen.model import Kind
    from deckgen.readers.directives import Said
    from deckgen.shapes.shape import Pair, Reading


def read_document(text: str, name: str, kind: Kind | None = None) -> tuple[Deck, list[Finding]]:
    """Return the deck that a markdown document makes, and what is to be said about it.

    ``kind`` is what notes its questions make where neither their shape nor the author says more.

    The deck has no notes where no questions were found.  Notes have no HTML yet, and a question
    without an answer is a note with an empty one.
    """
    front_matter, text, findings = split_front_matter(text, name)
    document = markdown.parse(text)
    directives, text, complaints = take_directives(text, document.blocks, name)
    if directives:
        document = markdown.parse(text)
    page = Page(name, text.split("\n"), document.blocks)
    findings += [*complaints, *_unclosed_fences(page)]
    reading = best_reading(page)
    if reading is None:
        return Deck(name=_deck_name(front_matter, "", name)), [*findings, _no_questions(name)]
    said, complaints = said_of_pairs(directives, reading.pairs, page)
    front_matter = replace(front_matter, kind=front_matter.kind or kind)
    notes = tuple(
        _note(pair, each, front_matter, document.references, name)
        for pair, each in zip(reading.pairs, said, strict=True)
    )
    deck = Deck(
        name=_deck_name(front_matter, reading.title, name),
        notes=notes,
        description=markdown.render(_introduction(page, reading)),
        language=front_matter.language,
        topics=_topic_file(front_matter.topics, name),
    )
    return deck, [*findings, *reading.findings, *complaints]


def _deck_name(front_matter: FrontMatter, title: str, name: str) -> str:
    # "::" makes a subdeck in Anki; only an author who names the deck can mean that.
    title = (front_matter.title or title or PurePosixPath(name).stem).replace("::", ":")
    return front_matter.deck or title


def _topic_file(named: str, name: str) -> str:
    """Return the topic file's name, or its path from the project's folder: it may stand beside."""
    return str(PurePosixPath(name).parent / named) if named.endswith(".toml") else named


def _note(
    pair: Pair, said: Said, front_matter: FrontMatter, references: Mapping[str, str], name: str
) -> Note:
    tags = front_matter.tags
    answer, source = take_citation(pair.answer)
    question, answer, kind = as_kind(pair.question, answer, pair.kind, said.kind, front_matter.kind)
    return Note(
        question=markdown.self_contained(question, references),
        answer=markdown.self_contained(answer, references),
        source=markdown.self_contained(source, references) if source else "",
        kind=kind,
        number=pair.number,
        section=pair.section,
        tags=tuple(dict.fromkeys((*tags, *said.tags))),
        file=name,
        line=pair.line,
        answer_line=pair.answer_line,
        id=said.id,
        new=said.new,
    )


def _introduction(page: Page, reading: Reading) -> str:
    """Return what stands between the title and the first section or question."""
    paragraphs = [
        page.cut(block.line, block.end)
        for block in page.blocks
        if reading.title_line < block.line < reading.start
        and block.kind in {"paragraph", "list", "quote"}
        and "](#" not in page.cut(block.line, block.end)  # a list of contents
    ]
    return "\n\n".join(paragraphs)


def _unclosed_fences(page: Page) -> Iterator[Finding]:
    for block in page.blocks:
        if block.kind == "code" and not block.closed:
            yield Finding(
                severity="warning",
                code="unclosed-fence",
                message="the code that begins here never ends: all below it is taken for code",
                hint="close it with a line of ``` (or ~~~, as it was opened)",
                file=page.name,
                line=block.line,
            )


def _no_questions(name: str) -> Finding:
    return Finding(
        severity="warning",
        code="no-questions",
        message="no questions found",
        hint='write each question as a heading ("### 1. What is …?") and its answer below it',
        file=name,
    )
