"""The plain values that readers make, stages pass on and exporters take."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

#: A question that became no card is a warning too; what the author need not mend is an info.
Severity = Literal["error", "warning", "info"]
#: What cards a note makes, and so its note type in Anki; :class:`Note` says more.
Kind = Literal["basic", "reversed", "cloze", "choice", "typed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something that a stage has to say about the author's input.

    ``file`` is a document's name as in :attr:`Note.file`; ``line`` and ``column`` count from 1
    and are 0 where the finding is about the file or the line as a whole.  ``code`` is stable and
    documented in ``docs/checks.md``; ``hint`` says what to type to mend it.
    """

    severity: Severity
    code: str
    message: str
    hint: str = ""
    file: str = ""
    line: int = 0
    column: int = 0
    #: Whether a question became no card for this reason.
    skips: bool = False
    #: Whether the author wants no word about it.
    ignored: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Ignore:
    """Findings that the author wants no word about: of which codes, in which files and lines."""

    codes: tuple[str, ...]
    #: A file's name as in :attr:`Finding.file`, or a pattern such as ``drafts/*.md``.
    files: str = "*"
    first: int = 0
    last: float = math.inf
    #: Where the author said so: the file and its line.
    file: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A document as it was found: its name relative to the project's folder, and its bytes."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class NoteField:
    """A field of a note type: its name, its id in Anki (0: none), and what of a note it holds.

    What it can hold, :data:`deckgen.note_types.VALUES` says; an empty word is for a field that
    stays empty.
    """

    name: str
    id: int
    holds: str = ""


@dataclass(frozen=True, slots=True)
class CardTemplate:
    """A card that each note of a note type makes: its id in Anki and the templates of its sides."""

    name: str
    id: int
    front: str
    back: str


@dataclass(frozen=True, slots=True)
class NoteType:
    """A note type in Anki; with gaps, each gap makes a card."""

    name: str
    id: int
    fields: tuple[NoteField, ...]
    cards: tuple[CardTemplate, ...]
    #: The templates that its style sheet is made of.
    styles: tuple[str, ...]
    has_gaps: bool = False

    @property
    def templates(self) -> tuple[str, ...]:
        """The names of all templates that it is made of."""
        sides = (name for card in self.cards for name in (card.front, card.back))
        return (*sides, *self.styles)

    @property
    def definition(self) -> str:
        """The name that its definition has among the templates, if it is the author's own."""
        return f"anki/{self.name} (note type)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """One question with its answer, and all that is known about them.

    ``question`` and ``answer`` are markdown that stands on its own; ``front`` and ``back`` are
    the HTML that they render to, empty until :func:`deckgen.read` has rendered them.

    ========  ===========================================================================
    kind      what question and answer hold
    ========  ===========================================================================
    basic     a question and its answer
    reversed  a term and its meaning: a card asks for the one, another for the other
    cloze     ``question`` is a text with gaps, ``{{c1::…}}`` or ``{{c1::…::hint}}``;
              ``answer`` is what else there is to say, perhaps nothing
    choice    ``question`` ends with the list of its options; ``answer`` begins with the
              right ones
    typed     a question and a short answer, which the learner types in
    ========  ===========================================================================
    """

    question: str
    answer: str
    front: str = ""
    back: str = ""
    kind: Kind = "basic"
    #: The author's own note type for this kind; None where it is the one that we bring.
    note_type: NoteType | None = None
    #: Where the answer is from, as markdown: a book, a page; empty where the author does not say.
    source: str = ""
    #: The author's own number, if the question has one.
    number: int | None = None
    #: The headings above the question, outermost first, without the document's title.
    section: tuple[str, ...] = ()
    #: All tags as Anki shows them: those that the author gave and the topics.
    tags: tuple[str, ...] = ()
    #: The topics among the tags, the main one first: those of the topic file that the author
    #: gave or that the question earned, and the section's name where there is no topic file.
    topics: tuple[str, ...] = ()
    #: The topic file that tags the note: the name of one that we ship, or a path relative to the
    #: project's folder; of a document of the deck, so that others may have another.
    topic_file: str = ""
    #: The document that the note was read from, relative to the project's folder, with ``/``.
    file: str = ""
    #: The lines of the question and of the answer's first line in that document, from 1.
    line: int = 0
    answer_line: int = 0
    #: The identity that the author gave, if any: ``<!-- deckgen: id=… -->``.
    id: str = ""
    #: Whether the author said that this is a new question, whatever it resembles.
    new: bool = False
    #: The identity that Anki knows the note by.
    guid: str = ""
    #: When the note's content last changed, in seconds since 1970.
    modified: int = 0


@dataclass(frozen=True, slots=True)
class Media:
    """A picture or a sound under the name that notes have for it: ``dg-`` and a digest of it."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Deck:
    """Notes in study order under the name that Anki shows; ``::`` separates parent and child."""

    name: str
    notes: tuple[Note, ...] = ()
    #: The document's introduction as HTML.
    description: str = ""
    #: A BCP 47 language tag such as ``en`` or ``pt-BR``; empty where the author named none.
    language: str = ""
    #: Where its documents can be seen, with ``{file}`` and ``{line}`` in it; empty: nowhere.
    source_url: str = ""
    #: What the notes show, each once.
    media: tuple[Media, ...] = ()
    #: What the documents say of findings in them.
    ignores: tuple[Ignore, ...] = ()


@dataclass(frozen=True, slots=True)
class Template:
    """A template's text, and when it last changed in seconds since 1970."""

    text: str
    modified: int = 0


@dataclass(frozen=True, slots=True)
class OutputFile:
    """A file that an exporter made: what follows the output's name (``.csv``), and its bytes."""

    suffix: str
    content: bytes
