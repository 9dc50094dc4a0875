"""Finds for every note the identity that it had in the builds before, or gives it its first."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from itertools import count
from typing import TYPE_CHECKING, Literal, NamedTuple

from deckgen import cloze
from deckgen.fingerprint import digest, guid_for, plain, read_sketch, sketch
from deckgen.likeness import Text, Verdict, judge
from deckgen.lock import Lock, LockEntry, TemplateEntry, by_guid
from deckgen.messages import excerpt
from deckgen.model import Deck, Finding, Note, Template
from deckgen.wording import is_generic, wording, words

if TYPE_CHECKING:
    from collections.abc import (
        Callable,
        Collection,
        Hashable,
        Iterable,
        Iterator,
        Mapping,
        Sequence,
    )

_MARGIN = 0.08  # by how much the best pair must beat the next best
_CROWD = 48  # a word that more of the questions have than this leads to no candidate
_CLUES = 24  # how many of a note's rarest words are looked up
_CANDIDATES = 8  # how many of the likeliest old notes are compared with a new one
_NEARLY = 0.45  # the score from which a pair that was not matched is worth a word


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """How a note was recognised where that was not plain, or that it nearly was.

    ``reworded``: history kept under another wording; ``returned``: a question that was gone is
    back; ``near``: taken for a new question though it resembles one that is gone; ``recast``: the
    same question as a card of another kind, which Anki cannot make of the old one.
    """

    kind: Literal["reworded", "returned", "near", "recast"]
    note: Note
    #: The note as the builds before knew it.
    old: LockEntry
    reason: str = ""
    #: How sure we are, from 0 to 1.
    score: float = 1.0


class _Pair(NamedTuple):
    verdict: Verdict
    new: int
    old: str


@dataclass(slots=True)
class _Search:
    """Who is still looking for whom; the stages of recognition take from it in turn."""

    notes: tuple[Note, ...]
    drafts: tuple[LockEntry, ...]  # what the lock will hold of the notes, still without guids
    entries: Mapping[str, LockEntry]  # those that a note of this build may be
    found: dict[int, str]
    free: set[str]  # the guids that no note has taken

    def take(self, note: int, guid: str) -> None:
        self.found[note] = guid
        self.free.discard(guid)

    def open(self) -> list[tuple[int, LockEntry]]:
        """The notes without identity; those that may take the fewest entries come first."""
        missing = [(at, draft) for at, draft in enumerate(self.drafts) if at not in self.found]
        return sorted(missing, key=lambda item: not item[1].new)

    def pools(self) -> Iterable[list[LockEntry]]:
        """The entries to find, those that the last build had before those that were gone."""
        for gone in (False, True):
            pool = [self.entries[guid] for guid in sorted(self.free)]
            if pool := [entry for entry in pool if bool(entry.gone) == gone]:
                yield pool


def identify(
    decks: Sequence[Deck], lock: Lock, *, now: int, elsewhere: Collection[str] = ()
) -> tuple[tuple[Deck, ...], Lock, list[Match]]:
    """Gives every note its identity and the time when its content last changed.

    Args:
        decks: What is built, rendered.
        lock: What the builds before knew.
        now: The time of this build in seconds since 1970.
        elsewhere: The documents that are not part of this build but are still there; what the
            lock knows of their notes is no other note's and stays as it is.

    Returns:
        The decks whose notes have ``guid`` and ``modified``, the lock to write, and how notes were
        recognised that had changed.
    """
    known = in_scope(lock, elsewhere)
    search = _begin(decks, known)
    _by_guid(search)
    _by_id(search)
    for key in (_whole, _question_and_answer):
        _by_key(search, key)
    _by_own_key(search, _question, says_enough=lambda draft: not is_generic(_asked(draft)))
    matches = _by_likeness(search)
    matches += [
        _plain_match(search, at, "reworded", "the same question in the same place, another answer")
        for at in _by_own_key(search, _question_and_place)
    ]
    matches += _returned(search, matches)
    matches += _recast(search)
    _mint(search, lock.entries)
    entries = tuple(
        replace(
            draft,
            guid=search.found[at],
            modified=_modified(draft, known.entries.get(search.found[at]), now),
        )
        for at, draft in enumerate(search.drafts)
    )
    gone = (
        replace(known.entries[guid], gone=known.entries[guid].gone or now) for guid in search.free
    )
    new_lock = Lock(
        by_guid([*{**lock.entries, **by_guid(gone), **by_guid(entries)}.values()]), lock.templates
    )
    return _with_identity(decks, entries), new_lock, matches


def in_scope(lock: Lock, elsewhere: Collection[str]) -> Lock:
    """The lock without the notes of documents that are not part of a build but still there.

    What is gone is nobody's, wherever it was.
    """
    return replace(
        lock,
        entries={
            guid: entry
            for guid, entry in lock.entries.items()
            if entry.gone or entry.file not in elsewhere
        },
    )


def snapshot(decks: Iterable[Deck]) -> Lock:
    """The lock of decks whose notes have their identity already, such as those of an export."""
    return Lock(by_guid(_draft(deck, note, {}) for deck in decks for note in deck.notes))


def report(matches: Iterable[Match]) -> list[Finding]:
    """Says which decisions the author may want to look at, and how to overrule each."""
    return [finding for match in matches if (finding := _finding(match))]


def _finding(match: Match) -> Finding | None:
    if match.kind == "returned":
        return None
    old = f"“{excerpt(match.old.question)}”"
    if match.kind == "recast":
        code, message = "recast", f"{old} {match.reason}: learners get a new card"
        hint = "Anki cannot turn the one into the other; their old card stays as it was"
    elif match.kind == "reworded":
        code, message = "reworded", f"history kept from {old}: {match.reason}"
        hint = "is it another question? Write <!-- deckgen: new --> under it"
    else:
        code, message = "looks-reworded", f"taken for a new question, not for {old}: {match.reason}"
        hint = f"is it the same? Write <!-- deckgen: id={match.old.guid} --> under it"
    return Finding(
        severity="info",
        code=code,
        message=message,
        hint=hint,
        file=match.note.file,
        line=match.note.line,
    )


def date_templates(
    templates: Mapping[str, Template], lock: Lock, *, now: int
) -> tuple[dict[str, Template], Lock]:
    """Gives the templates of Anki's note types the times when their texts last changed."""
    dated = dict(templates)
    entries = {}
    for name in sorted(name for name in templates if name.startswith("anki/")):
        entry = TemplateEntry(template=name, content=digest(templates[name].text))
        modified = _modified(entry, lock.templates.get(name), now)
        entries[name] = replace(entry, modified=modified)
        dated[name] = replace(templates[name], modified=entries[name].modified)
    return dated, replace(lock, templates=entries)


def _modified(
    entry: LockEntry | TemplateEntry, old: LockEntry | TemplateEntry | None, now: int
) -> int:
    """When the content last changed."""
    if old is None:
        return now
    retired = old.retired if isinstance(old, LockEntry) else 0
    if old.content == entry.content and not retired:
        return old.modified
    # Anki takes an update only where its time is later, even if our clock went back.
    return max(now, old.modified + 1, retired + 1)


def _draft(deck: Deck, note: Note, sketches: Mapping[str, str]) -> LockEntry:
    """What the lock shall hold of a note; ``sketches`` are those known, by the answers' digests."""
    tags = tuple(sorted(note.tags))
    told = note.answer
    if note.kind == "cloze":
        # What it asks for and what it tells are one text.
        told = f"{cloze.without_marks(note.question)} {note.answer}"
    answer = digest(plain(told))
    return LockEntry(
        guid=note.guid,
        question=plain(note.question),
        kind=note.kind,
        note_type=note.note_type.id if note.note_type else 0,
        file=note.file,
        deck=deck.name,
        section=note.section,
        tags=tags,
        id=note.id,
        new=note.new,
        modified=note.modified,
        content=digest(
            note.front, note.back, deck.name, *note.section, "", *tags, *_said_besides(note, deck)
        ),
        answer=answer,
        words=sketches[answer] if answer in sketches else sketch(told),
    )


def _said_besides(note: Note, deck: Deck) -> tuple[str, ...]:
    """What else reaches the learner: for most notes, nothing."""
    own = note.note_type
    fields = (f"{each.id} {each.holds}" for each in own.fields) if own else ()
    # Only that there is a link, and where to: the line in it moves with every edit above.
    link = (f"at {deck.source_url}",) if deck.source_url and note.file else ()
    usual = note.kind == "basic" and not note.source and not own
    return link if usual else (note.kind, note.source, *fields, *link)


def _begin(decks: Sequence[Deck], lock: Lock) -> _Search:
    notes = tuple(note for deck in decks for note in deck.notes)
    # To sketch an answer is what takes longest, and most answers are as they were.
    sketches = {entry.answer: entry.words for entry in lock.entries.values()}
    drafts = tuple(_draft(deck, note, sketches) for deck in decks for note in deck.notes)
    return _Search(notes, drafts, lock.entries, {}, set(lock.entries))


def _may_be(note: LockEntry, entry: LockEntry) -> bool:
    """Whether the author has not ruled out that the two are the same.

    A question that the author called new can only be one that was called new before: the others
    are what it was to be told from.
    """
    return note.kind == entry.kind and (entry.new or not note.new) and not (note.id and entry.id)


def _by_guid(search: _Search) -> None:
    """A note that comes from an export knows who it is."""
    for at, draft in enumerate(search.drafts):
        if draft.guid in search.free and draft.kind == search.entries[draft.guid].kind:
            search.take(at, draft.guid)


def _by_id(search: _Search) -> None:
    given = {(entry.id, entry.kind): guid for guid, entry in search.entries.items() if entry.id}
    for at, draft in enumerate(search.drafts):
        if not draft.id or at in search.found:
            continue
        # An author may also take up the identity of an old note by its guid.
        guid = given.get((draft.id, draft.kind), draft.id)
        if guid in search.free and draft.kind == search.entries[guid].kind:
            search.take(at, guid)


def _whole(entry: LockEntry) -> Hashable:
    return entry.question, entry.answer, entry.deck, entry.section


def _question_and_answer(entry: LockEntry) -> Hashable:
    return entry.question, entry.answer


def _question(entry: LockEntry) -> Hashable:
    return entry.question


def _question_and_place(entry: LockEntry) -> Hashable:
    return entry.question, entry.deck, entry.section


def _by_key(search: _Search, key: Callable[[LockEntry], Hashable]) -> None:
    """Pairs what has the same key.  Notes with the same key are alike, so any pairing is right."""
    for pool in search.pools():
        groups = _grouped(pool, key)
        for at, draft in search.open():
            fits = _fits(search, draft, groups[key(draft)])
            if fits:
                search.take(at, fits[0].guid)


def _by_own_key(
    search: _Search,
    key: Callable[[LockEntry], Hashable],
    says_enough: Callable[[LockEntry], bool] = lambda _: True,
) -> list[int]:
    """Pairs what has the same key where no other note, now or in the last build, has it too.

    Returns the notes that found their entries.
    """
    taken: list[int] = []
    if not (search.free and search.open()):
        return taken
    now = Counter(map(key, search.drafts))
    before = Counter(key(entry) for entry in search.entries.values() if not entry.gone)
    for pool in search.pools():
        groups = _grouped(pool, key)
        for at, draft in search.open():
            fits = _fits(search, draft, groups[key(draft)])
            if (
                len(fits) == 1
                and says_enough(draft)
                and now[key(draft)] == 1
                and before[key(draft)] <= 1
            ):
                search.take(at, fits[0].guid)
                taken.append(at)
    return taken


def _fits(search: _Search, draft: LockEntry, entries: Iterable[LockEntry]) -> list[LockEntry]:
    return [entry for entry in entries if entry.guid in search.free and _may_be(draft, entry)]


def _grouped(
    entries: Iterable[LockEntry], key: Callable[[LockEntry], Hashable]
) -> defaultdict[Hashable, list[LockEntry]]:
    groups: defaultdict[Hashable, list[LockEntry]] = defaultdict(list)
    for entry in entries:
        groups[key(entry)].append(entry)
    return groups


def _by_likeness(search: _Search) -> list[Match]:
    """Pairs what is likely the same, and returns what was decided and what nearly was."""
    matches: list[Match] = []
    if not (search.free and search.open()):
        return matches
    shared = _Shared(search)
    for pool in search.pools():
        pairs = [
            _Pair(shared.judge(entry, draft), at, entry.guid)
            for at, draft, entry in _candidates(search, pool)
        ]
        for pair in _settled([pair for pair in pairs if pair.verdict.same]):
            search.take(pair.new, pair.old)
            matches.append(_match(search, pair, "reworded"))
        matches += [_match(search, pair, "near") for pair in _near(search, pairs)]
    return matches


class _Shared:
    """Which questions and answers several notes have, now or in the last build."""

    def __init__(self, search: _Search) -> None:
        alive = [entry for entry in search.entries.values() if not entry.gone]
        self.questions = _repeated(map(_wording, search.drafts)) | _repeated(map(_wording, alive))
        self.answers = _repeated(map(_answer, search.drafts)) | _repeated(map(_answer, alive))

    def judge(self, old: LockEntry, new: LockEntry) -> Verdict:
        return judge(
            Text(_asked(old), old.words, _gaps(old)),
            Text(_asked(new), new.words, _gaps(new)),
            shared_question=is_generic(_asked(old))
            or not self.questions.isdisjoint((_wording(old), _wording(new))),
            shared_answer=not self.answers.isdisjoint((old.answer, new.answer)),
        )


def _asked(entry: LockEntry) -> str:
    """The question as one reads it, with all gaps filled."""
    return cloze.without_marks(entry.question) if entry.kind == "cloze" else entry.question


def _gaps(entry: LockEntry) -> tuple[str, ...]:
    return cloze.gaps(entry.question) if entry.kind == "cloze" else ()


def _wording(entry: LockEntry) -> Hashable:
    return wording(_asked(entry))


def _answer(entry: LockEntry) -> Hashable:
    return entry.answer


def _repeated(keys: Iterable[Hashable]) -> set[Hashable]:
    return {key for key, times in Counter(keys).items() if times > 1}


def _candidates(
    search: _Search, pool: Iterable[LockEntry]
) -> Iterator[tuple[int, LockEntry, LockEntry]]:
    """The pairs that are worth a comparison: they share rare words of question or answer."""
    index: defaultdict[Hashable, list[LockEntry]] = defaultdict(list)
    for entry in pool:
        for clue in _clues(entry):
            index[clue].append(entry)
    for at, draft in search.open():
        clues = [clue for clue in _clues(draft) if 0 < len(index.get(clue, ())) <= _CROWD]
        weights: defaultdict[str, float] = defaultdict(float)
        for clue in sorted(clues, key=lambda clue: len(index[clue]))[:_CLUES]:
            for entry in index[clue]:
                weights[entry.guid] += 1 / len(index[clue])
        # Equal weights go by guid: the same input is always decided in the same way.
        ranked = sorted(weights, key=lambda guid: (-weights[guid], guid))[:_CANDIDATES]
        likely = (search.entries[guid] for guid in ranked)
        yield from ((at, draft, entry) for entry in _fits(search, draft, likely))


def _clues(entry: LockEntry) -> list[Hashable]:
    asked = dict.fromkeys(words(_asked(entry)))
    return [_wording(entry), entry.answer, *asked, *read_sketch(entry.words)]


def _settled(pairs: list[_Pair]) -> Iterator[_Pair]:
    """The pairs in which each is clearly the other's best; first the clear ones, then what is left.

    What stays ambiguous is left out: better a new card than another question's history.
    """
    while pairs:
        best_of_new = _clear_best(pairs, lambda pair: pair.new)
        best_of_old = _clear_best(pairs, lambda pair: pair.old)
        clear = best_of_new & best_of_old
        if not clear:
            return
        yield from sorted(clear, key=lambda pair: pair.new)
        settled = {pair.new for pair in clear}, {pair.old for pair in clear}
        pairs = [
            pair for pair in pairs if pair.new not in settled[0] and pair.old not in settled[1]
        ]


def _clear_best(pairs: Iterable[_Pair], side: Callable[[_Pair], Hashable]) -> set[_Pair]:
    rivals: defaultdict[Hashable, list[_Pair]] = defaultdict(list)
    for pair in sorted(pairs, key=lambda pair: -pair.verdict.score):
        rivals[side(pair)].append(pair)
    return {
        best
        for best, *others in rivals.values()
        if not others or best.verdict.score - others[0].verdict.score >= _MARGIN
    }


def _near(search: _Search, pairs: Iterable[_Pair]) -> Iterator[_Pair]:
    """For each note that stays new, the old one that left just now and resembles it most."""
    seen = set()
    for pair in sorted(pairs, key=lambda pair: (-pair.verdict.score, pair.new)):
        left_now = pair.old in search.free and not search.entries[pair.old].gone
        if left_now and pair.new not in search.found and pair.new not in seen:
            seen.add(pair.new)
            if pair.verdict.same or pair.verdict.score >= _NEARLY:
                yield pair


def _match(search: _Search, pair: _Pair, kind: Literal["reworded", "near"]) -> Match:
    reason = pair.verdict.reason
    if kind == "near" and pair.verdict.same:
        reason = "another question is as likely to be the one"
    return Match(
        kind=kind,
        note=search.notes[pair.new],
        old=search.entries[pair.old],
        reason=reason,
        score=pair.verdict.score,
    )


def _returned(search: _Search, matches: Iterable[Match]) -> list[Match]:
    """The notes that are back unchanged, or with another answer."""
    told = {match.old.guid for match in matches if match.kind != "near"}
    return [
        _plain_match(search, at, "returned", "")
        for at, guid in sorted(search.found.items())
        if search.entries[guid].gone and guid not in told
    ]


def _recast(search: _Search) -> list[Match]:
    """The new notes whose question left just now as a card of another kind."""
    left = {
        entry.question: entry
        for entry in search.entries.values()
        if entry.guid in search.free and not entry.gone
    }
    return [
        Match(
            kind="recast",
            note=search.notes[at],
            old=left[draft.question],
            reason=f"was {left[draft.question].kind}, now it is {draft.kind}",
        )
        for at, draft in search.open()
        if draft.question in left and left[draft.question].kind != draft.kind
    ]


def _plain_match(
    search: _Search, at: int, kind: Literal["reworded", "returned"], reason: str
) -> Match:
    old = search.entries[search.found[at]]
    return Match(kind=kind, note=search.notes[at], old=old, reason=reason)


def _mint(search: _Search, known: Iterable[str]) -> None:
    """Gives each note that was not recognised a guid that no other note has or ever had."""
    shared = _repeated(map(_question, search.drafts))
    taken = {*known}
    for at, draft in enumerate(search.drafts):
        if at not in search.found:
            guids = _possible_guids(draft, shared=draft.question in shared)
            search.found[at] = next(guid for guid in guids if guid not in taken)
            taken.add(search.found[at])


def _possible_guids(draft: LockEntry, *, shared: bool) -> Iterator[str]:
    """Guids derived from what does not move, the best first."""
    if draft.guid:
        yield draft.guid
    if draft.id:
        yield guid_for("id", draft.id)
    if not shared:
        yield guid_for("question", draft.question)
    yield guid_for("question", draft.question, draft.answer)
    yield from (guid_for("question", draft.question, draft.answer, str(at)) for at in count(2))


def _with_identity(decks: Sequence[Deck], entries: Iterable[LockEntry]) -> tuple[Deck, ...]:
    # Each deck takes its own share of the entries, which are in the order of the notes.
    rest = iter(entries)
    return tuple(
        replace(
            deck,
            notes=tuple(
                replace(note, guid=entry.guid, modified=entry.modified)
                for note, entry in zip(deck.notes, rest, strict=False)
            ),
        )
        for deck in decks
    )
