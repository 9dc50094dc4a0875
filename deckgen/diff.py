"""Says what a learner who has the last build will see of this one."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any, Literal, get_args

from deckgen.identity import snapshot
from deckgen.media import as_sounds
from deckgen.messages import excerpt, file_name
from deckgen.package import plain_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from deckgen.identity import Match
    from deckgen.lock import Lock, LockEntry
    from deckgen.model import Deck

Kind = Literal[
    "new", "returned", "reworded", "answer", "tags", "moved", "retyped", "rendered", "gone"
]

_TITLES: dict[Kind, str] = {
    "new": "new",
    "returned": "back, with their history",
    "reworded": "reworded, history kept",
    "answer": "with another answer",
    "tags": "with other tags",
    "moved": "moved",
    "retyped": "of another note type",
    "rendered": "rendered anew",
    "gone": "gone",
}
# What one has to know of a kind and Anki does not say.
_ADVICE: dict[Kind, str] = {
    "new": "Is a question not new but one that is gone? Write the id that is named here under it.",
    "reworded": "Is one another question? Write <!-- deckgen: new --> under it.",
    "tags": "Updated notes take these tags in place of the learner's own.",
    "moved": "Anki leaves cards in the deck where they are; to move them, search in Anki for",
    "retyped": 'Learners must tick "Merge note types" at the import; else these stay as they are.',
    "gone": "Anki keeps these cards; to find, suspend or delete them, search in Anki for",
}
_CODE = re.compile(r"(`+[^`]*`+)")
_SEARCHED: tuple[Kind, ...] = ("moved", "gone")
_IDS_IN_A_SEARCH = 100  # Anki's search does not take any number of terms


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What differs in one note, before and now; empty where there is no before or no now."""

    guid: str
    kinds: tuple[Kind, ...]
    question: str
    old_question: str = ""
    deck: str = ""
    old_deck: str = ""
    section: tuple[str, ...] = ()
    old_section: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    old_tags: tuple[str, ...] = ()
    #: Where the note stands; empty for a note that is gone.
    file: str = ""
    line: int = 0
    #: Why it was taken for the same as before; of a new note, why it was not, or cannot be.
    reason: str = ""
    #: Of a new note, the question that is gone and resembles it, and that one's GUID.
    resembles: str = ""
    resembles_guid: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Diff:
    """The notes that changed, in study order with those that are gone last."""

    changes: tuple[Change, ...]
    untouched: int


def compare(old: Lock, decks: Sequence[Deck], matches: Iterable[Match] = ()) -> Diff:
    """Compares decks whose notes have their identity with an older build.

    Args:
        old: The lock of the older build, or the :func:`~deckgen.identity.snapshot` of its decks.
        decks: What this build makes.
        matches: How notes were recognised that had changed, where that is known.
    """
    new = snapshot(decks)
    before = {guid: entry for guid, entry in old.entries.items() if not entry.gone}
    told = {(match.note.file, match.note.line): match for match in matches}
    changes = [
        Change(
            kinds=kinds,
            file=note.file,
            line=note.line,
            **_decision(told.get((note.file, note.line))),
            **_sides(old.entries.get(note.guid), new.entries[note.guid]),
        )
        for deck in decks
        for note in deck.notes
        if (kinds := _kinds(old.entries.get(note.guid), new.entries[note.guid]))
    ]
    untouched = len(new.entries) - len(changes)
    changes += [
        Change(kinds=("gone",), **_sides(entry, None))
        for guid, entry in sorted(before.items())
        if guid not in new.entries
    ]
    return Diff(changes=tuple(changes), untouched=untouched)


def compare_packages(old: Sequence[Deck], new: Sequence[Deck]) -> Diff:
    """Compares decks as they are in packages: by the HTML of question and answer."""
    return compare(snapshot(map(_as_in_package, old)), [_as_in_package(deck) for deck in new])


def _as_in_package(deck: Deck) -> Deck:
    notes = (
        replace(
            note,
            question=plain_text(note.front),
            answer=as_sounds(note.back),
            front=as_sounds(note.front),
            back=as_sounds(note.back),
            source="",
            id="",
            new=False,
        )
        for note in deck.notes
    )
    return replace(deck, notes=tuple(notes))


def _decision(match: Match | None) -> dict[str, Any]:
    if match is None:
        return {}
    if match.kind == "near":
        return {
            "reason": match.reason,
            "resembles": match.old.question,
            "resembles_guid": match.old.guid,
        }
    return {"reason": match.reason}


def _kinds(old: LockEntry | None, new: LockEntry) -> tuple[Kind, ...]:
    if old is None:
        return ("new",)
    differs: dict[Kind, bool] = {
        "returned": bool(old.gone),
        "reworded": old.question != new.question,
        # A cloze that is reworded has another answer as well: they are one text.
        "answer": old.answer != new.answer
        and not (new.kind == "cloze" and old.question != new.question),
        "tags": old.tags != new.tags,
        "moved": (old.deck, old.section) != (new.deck, new.section),
        "retyped": old.note_type != new.note_type,
    }
    kinds = tuple(kind for kind, does in differs.items() if does)
    # The text is the same but what was made of it is not, say by a newer deckgen.
    return kinds or (("rendered",) if old.content != new.content else ())


def _sides(old: LockEntry | None, new: LockEntry | None) -> dict[str, Any]:
    one = new or old
    if one is None:
        return {}
    sides: dict[str, Any] = {"guid": one.guid, "question": one.question}
    for name in ("question", "deck", "section", "tags"):
        if new:
            sides[name] = getattr(new, name)
        if old:
            sides[f"old_{name}"] = getattr(old, name)
    return sides


def search_for(guids: Iterable[str]) -> list[str]:
    """The searches that find notes in Anki, by our note types' field ``ID``."""
    terms = [f"ID:{guid}" for guid in guids]
    starts = range(0, len(terms), _IDS_IN_A_SEARCH)
    return [" or ".join(terms[start : start + _IDS_IN_A_SEARCH]) for start in starts]


def as_json(diff: Diff) -> dict[str, Any]:
    """The diff as plain values for JSON: counts by kind, the changes, and Anki's searches."""
    return {
        "counts": {kind: len(_of_kind(diff, kind)) for kind in _TITLES} | _untouched(diff),
        "changes": [
            {key: value for key, value in asdict(change).items() if value}
            for change in diff.changes
        ],
        "searches": {kind: _search(diff, kind) for kind in _SEARCHED},
    }


def as_text(diff: Diff) -> str:
    """The diff for a terminal."""
    lines = [summary(diff)]
    for kind in _given(diff):
        lines += ["", f"{_TITLES[kind]}:"]
        lines += [f"  {_place(change)}{_told(change, kind)}" for change in _of_kind(diff, kind)]
        lines += [f"  {line}" for line in _advice(diff, kind, str, str)]
    return "\n".join(lines) + "\n"


def as_markdown(diff: Diff) -> str:
    """The diff as Markdown, for a comment on a pull request."""
    lines = [f"**{summary(diff)}**"]
    for kind in _given(diff):
        changes = _of_kind(diff, kind)
        lines += ["", f"<details><summary>{len(changes)} {_TITLES[kind]}</summary>", ""]
        lines += [f"- {_escaped(_told(change, kind))}" for change in changes]
        lines += ["", *_advice(diff, kind, _escaped, _code), "", "</details>"]
    return "\n".join(lines) + "\n"


def summary(diff: Diff) -> str:
    """One line: how many notes changed in which way."""
    parts = [f"{len(_of_kind(diff, kind))} {_TITLES[kind]}" for kind in _given(diff)]
    return "; ".join([*parts, f"{diff.untouched} untouched"])


def _untouched(diff: Diff) -> dict[str, int]:
    return {"untouched": diff.untouched}


def _given(diff: Diff) -> list[Kind]:
    return [kind for kind in get_args(Kind) if _of_kind(diff, kind)]


def _of_kind(diff: Diff, kind: Kind) -> list[Change]:
    return [change for change in diff.changes if kind in change.kinds]


def _search(diff: Diff, kind: Kind) -> list[str]:
    """The searches for the notes of a kind; of those moved, only where the deck is another."""
    changes = _of_kind(diff, kind)
    return search_for(
        change.guid for change in changes if kind != "moved" or change.deck != change.old_deck
    )


def _advice(
    diff: Diff, kind: Kind, said: Callable[[str], str], shown: Callable[[str], str]
) -> list[str]:
    """What is to be known of the changes of a kind, and the searches, each made fit to print."""
    searches = _search(diff, kind) if kind in _SEARCHED else []
    resembling = any(change.resembles for change in _of_kind(diff, kind))
    if (
        kind not in _ADVICE
        or (kind in _SEARCHED and not searches)
        or (kind == "new" and not resembling)
    ):
        return []
    return [said(_ADVICE[kind]), *map(shown, searches)]


def _place(change: Change) -> str:
    return f"{file_name(change.file)}:{change.line}: " if change.file else ""


def _told(change: Change, kind: Kind) -> str:
    """The change in one line, as far as it is of the kind."""
    question = excerpt(change.question)
    if kind == "reworded":
        because = f" ({change.reason})" if change.reason else ""
        return f"{excerpt(change.old_question)} → {question}{because}"
    if kind == "new" and change.resembles:
        return (
            f"{question} (not “{excerpt(change.resembles)}”: {change.reason}; "
            f"<!-- deckgen: id={change.resembles_guid} --> makes it the same)"
        )
    if kind == "new" and change.reason:
        return f"{question} ({change.reason}: learners get a new card)"
    if kind == "moved":
        return f"{question} ({_path(change, 'old_')} → {_path(change, '')})"
    if kind == "tags":
        lost = [f"-{tag}" for tag in change.old_tags if tag not in change.tags]
        gained = [f"+{tag}" for tag in change.tags if tag not in change.old_tags]
        return f"{question} ({' '.join(lost + gained)})"
    return question


def _path(change: Change, side: Literal["", "old_"]) -> str:
    return " / ".join([getattr(change, f"{side}deck"), *getattr(change, f"{side}section")])


def _code(text: str) -> str:
    return f"\n```\n{text}\n```"


def _escaped(text: str) -> str:
    """Keeps angle brackets from being HTML, and what looks like a person from being called."""
    # In code, signs stand for themselves.
    parts = _CODE.split(text)
    parts[::2] = [_entities(part) for part in parts[::2]]
    return "".join(parts)


def _entities(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("@", "&#64;")
