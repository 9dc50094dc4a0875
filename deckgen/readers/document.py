"""Reads a markdown document: finds its questions and answers and makes a deck of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from deckgen import markdown
from deckgen.checks.pages import check_page
from deckgen.model import Deck, Finding, Note
from deckgen.readers.attributes import take_attributes
from deckgen.readers.citation import take_citation
from deckgen.readers.directives import ignores, said_of_pairs, take_directives
from deckgen.readers.document_tags import document_tags
from deckgen.readers.front_matter import FrontMatter, split_front_matter
from deckgen.readers.kinds import as_kind
from deckgen.readers.private_comments import without_private_comments
from deckgen.refusal import nearest
from deckgen.shapes import SHAPES
from deckgen.shapes.detection import Detection, detect
from deckgen.shapes.numbering import check_numbers, check_promise
from deckgen.shapes.outline import first_line, left_out, with_sections
from deckgen.shapes.page import page_of
from deckgen.shapes.refusals import why_refused
from deckgen.shapes.stubs import without_stubs

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from deckgen.markdown import Block, Document
    from deckgen.model import Kind
    from deckgen.readers.directives import Directive, Said
    from deckgen.shapes.shape import Page, Pair

#: What ends code and comments that nothing closes, in words.
_CONTAINERS = {
    "item": "list item",
    "quote": "quote",
    "admonition": "admonition",
    "footnote": "footnote",
}


@dataclass(frozen=True, slots=True)
class _Input:
    """A document taken apart: what the author says of it, its blocks, and its page."""

    front_matter: FrontMatter
    directives: list[Directive]
    document: Document
    page: Page
    findings: list[Finding]


def read_document(
    text: str, name: str, kind: Kind | None = None, shape: str = ""
) -> tuple[Deck, list[Finding]]:
    """Return the deck that a markdown document makes, and what is to be said about it.

    The deck has no notes where no questions were found.  Notes have no HTML yet, and a question
    without an answer is a note with an empty one.

    Args:
        text: The document.
        name: Its name.
        kind: What notes its questions make where neither their shape nor the author says more.
        shape: The name of the only shape to read it by; empty for the one that fits best.
    """
    given = _take_apart(text, name)
    page, findings = given.page, given.findings
    detection, complaints = _detect(given, shape)
    findings += complaints
    findings += check_page(page, detection.pairs)
    if not detection.pairs:
        silent = tuple(ignores(given.directives, (), page))
        return Deck(name=_deck_name(given.front_matter, "", name), ignores=silent), findings
    pairs, title = with_sections(page, detection.pairs)
    findings += [
        *check_numbers(page, pairs),
        *check_promise(page, given.front_matter.title or title, len(pairs)),
        *left_out(page, pairs),
        *(finding for each in detection.chosen for finding in each.reading.findings),
    ]
    said, complaints = said_of_pairs(given.directives, pairs, page)
    findings += complaints
    sayings = {pair.line: each for pair, each in zip(pairs, said, strict=True)}
    written, complaints = without_stubs(page, pairs)
    findings += complaints
    deck = Deck(
        name=_deck_name(given.front_matter, title, name),
        notes=tuple(_note(pair, sayings[pair.line], given, kind) for pair in written),
        description=markdown.render(_introduction(page, first_line(page, pairs))),
        language=given.front_matter.language,
        ignores=tuple(ignores(given.directives, pairs, page)),
    )
    return deck, findings


def explain_document(text: str, name: str, shape: str = "") -> tuple[Detection, list[Finding]]:
    """Return how the document was understood, and what is to be said about that."""
    return _detect(_take_apart(text, name), shape)


def _take_apart(text: str, name: str) -> _Input:
    lines = text.split("\n")
    front_matter, text, findings = split_front_matter(text, name)
    tags, complaints = document_tags(front_matter.tags, lines, name)
    front_matter = replace(front_matter, tags=tags)
    findings += complaints
    document = markdown.parse(text)
    directives, bare, complaints = take_directives(text, document.blocks, name)
    bare, anchors = take_attributes(bare, document.blocks)
    bare = without_private_comments(bare, document.blocks)
    if bare != text:
        text, document = bare, markdown.parse(bare)
    findings += [*complaints, *_unclosed(document.blocks, name)]
    page = page_of(name, text.split("\n"), document.blocks, front_matter.title, anchors)
    return _Input(front_matter, directives, document, page, findings)


def _detect(given: _Input, shape: str) -> tuple[Detection, list[Finding]]:
    shape = shape or given.front_matter.shape
    if shape and shape.partition(":")[0] not in SHAPES:
        return Detection(), [_unknown_shape(shape, given.page.name)]
    detection = detect(given.page, SHAPES, shape)
    return detection, [why_refused(given.page, detection)] if detection.refusal else []


def open_page(text: str, name: str) -> tuple[Page, Sequence[Pair]]:
    """Return a document as the shapes see it, and the questions in it."""
    given = _take_apart(text, name)
    return given.page, _detect(given, "")[0].pairs


def _deck_name(front_matter: FrontMatter, title: str, name: str) -> str:
    # "::" makes a subdeck in Anki; only an author who names the deck can mean that.
    title = (front_matter.title or title or PurePosixPath(name).stem).replace("::", ":")
    return front_matter.deck or title


def _topic_file(named: str, name: str) -> str:
    """Return the topic file's name, or its path from the project's folder: it may stand beside."""
    return str(PurePosixPath(name).parent / named) if named.endswith(".toml") else named


def _note(pair: Pair, said: Said, given: _Input, default: Kind | None) -> Note:
    references: Mapping[str, str] = given.document.references
    answer, source = take_citation(pair.answer)
    default = given.front_matter.kind or default
    question, answer, kind = as_kind(pair.question, answer, pair.kind, said.kind, default)
    return Note(
        question=markdown.self_contained(question, references),
        answer=markdown.self_contained(answer, references),
        source=markdown.self_contained(source, references) if source else "",
        kind=kind,
        number=pair.number,
        section=pair.section,
        tags=tuple(dict.fromkeys((*given.front_matter.tags, *said.tags))),
        topic_file=_topic_file(given.front_matter.topics, given.page.name),
        file=given.page.name,
        line=pair.line,
        answer_line=pair.answer_line,
        id=said.id,
        new=said.new,
    )


def _introduction(page: Page, start: int) -> str:
    """Return what stands between the title and the first section or question."""
    title_line = page.title.line if page.title else 0
    paragraphs = [
        page.cut(block.line, block.end)
        for block in page.blocks
        if title_line < block.line < start
        and block.kind in {"paragraph", "list", "quote"}
        and block.line not in page.aside
    ]
    return "\n\n".join(paragraphs)


def _unclosed(blocks: Sequence[Block], name: str, inside: str = "") -> Iterator[Finding]:
    """Yield the comments and the code that nothing closes; ``inside`` is what they stand in."""
    for block in blocks:
        yield from _unclosed(block.blocks, name, _CONTAINERS.get(block.kind, inside))
        if block.closed:
            continue
        end = f"up to the end of the {inside}" if inside else "below it"
        if block.kind == "html" and block.text.lstrip().startswith("<!--"):
            yield Finding(
                severity="warning",
                code="unclosed-comment",
                message=f"the comment that begins here never ends: nothing {end} is shown",
                hint="close it with -->",
                file=name,
                line=block.line,
            )
        if block.kind == "code":
            yield Finding(
                severity="warning",
                code="unclosed-fence",
                message=f"the code that begins here never ends: all {end} is taken for code",
                hint="close it with a line of ``` (or ~~~, as it was opened)",
                file=name,
                line=block.line,
            )


def _unknown_shape(shape: str, name: str) -> Finding:
    return Finding(
        severity="error",
        code="unknown-shape",
        message=f'there is no shape "{shape}"',
        hint=nearest(shape, SHAPES),
        file=name,
        line=1,
    )
