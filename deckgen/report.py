"""Words findings and receipts for people, and gives them as data for programs."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from deckgen.messages import counted, excerpt, file_name, harmless, one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from deckgen.model import Deck, Finding

#: How many places one line of the receipt names.
_PLACES = 5
_ORDER = ("error", "warning", "info")
#: How many characters of a long line are shown, and how many of them before the mark.
_EXCERPT = 76
_BEFORE_MARK = 40


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of the input: what was found, what was made of it, and what was not."""

    decks: tuple[Deck, ...]
    findings: tuple[Finding, ...]
    #: The sizes of the written files in bytes, by their paths.
    files: Mapping[str, int]

    @property
    def cards(self) -> int:
        """How many cards were made."""
        return sum(len(deck.notes) for deck in self.decks)

    @property
    def skipped(self) -> list[Finding]:
        """The questions that became no card."""
        return [finding for finding in self.findings if finding.skips]

    @property
    def untagged(self) -> int:
        """How many notes have no topic."""
        return sum(not note.topics for deck in self.decks for note in deck.notes)


def located(findings: Iterable[Finding], locate: Callable[[str], str]) -> tuple[Finding, ...]:
    """Return the findings by file and line, with files named as ``locate`` names them."""
    ordered = sorted(findings, key=lambda each: (each.file, each.line, each.column))
    return tuple(replace(each, file=locate(each.file) if each.file else "") for each in ordered)


def exit_code(findings: Iterable[Finding], *, strict: bool) -> int:
    """Return 1 if there is an error among the findings, or with ``strict`` a warning."""
    severities = {finding.severity for finding in findings if not finding.ignored}
    return int("error" in severities or (strict and "warning" in severities))


def finding_text(finding: Finding, source: Sequence[str] = ()) -> str:
    """Return ``file:line:column: severity: message [code]`` and the hint below it.

    Where the column is known, the line of ``source`` that it is in is shown between the two.
    """
    place = _place(finding) + (f":{finding.column}" if finding.column else "")
    prefix = f"{place}: " if place else ""
    lines = [f"{prefix}{finding.severity}: {one_line(finding.message)} [{finding.code}]"]
    if finding.column and 0 < finding.line <= len(source):
        lines += _excerpt(source[finding.line - 1], finding.line, finding.column)
    if finding.hint:
        lines.append(f"  {one_line(finding.hint)}")
    return "\n".join(lines)


def _excerpt(line: str, number: int, column: int) -> Iterator[str]:
    """Yield the part of a line around a column, and a mark below that column."""
    start = max(0, column - _BEFORE_MARK)
    shown = harmless(line[start : start + _EXCERPT].replace("\t", " "))
    yield f"  {number} | {shown}"
    yield f"  {' ' * len(str(number))} | {' ' * (column - 1 - start)}^"


def findings_summary(findings: Sequence[Finding]) -> str:
    """Return how many findings there are of each severity."""
    counts = dict.fromkeys(_ORDER, 0)
    for finding in findings:
        counts[finding.severity] += 1
    many = {"info": "info"}
    parts = [counted(n, each, many.get(each, "")) for each, n in counts.items() if n]
    return ", ".join(parts) or "no findings"


def receipt_text(receipt: Receipt) -> str:
    """Return the receipt as it closes a build."""
    if not receipt.files:
        serious = [
            each for each in receipt.findings if not each.ignored and each.severity != "info"
        ]
        return f"nothing was written: {findings_summary(serious)}"
    skipped = receipt.skipped
    lines = [
        (
            f"{counted(receipt.cards + len(skipped), 'question')} found, "
            f"{counted(receipt.cards, 'card')} made, {len(skipped)} skipped"
        )
    ]
    lines += _reasons(skipped)
    lines += _history(receipt.findings)
    if receipt.untagged:
        lines.append(f"  {counted(receipt.untagged, 'question')} without a topic: {_mend(receipt)}")
    files = [(file_name(path), size) for path, size in receipt.files.items()]
    width = max((len(path) for path, _ in files), default=0)
    lines += [f"  {path:<{width}}  {_size(size):>9}" for path, size in files]
    return "\n".join(lines)


def _reasons(skipped: Sequence[Finding]) -> Iterator[str]:
    """Say why questions were skipped, and where: the warnings before have said all else."""
    for code in dict.fromkeys(finding.code for finding in skipped):
        yield f"  skipped, {code}: {_places([each for each in skipped if each.code == code])}"


def _history(findings: Sequence[Finding]) -> Iterator[str]:
    """Say which questions were recognised though they had changed, and which were not."""
    reworded = [finding for finding in findings if finding.code == "reworded"]
    if reworded:
        yield f"  {len(reworded):,} reworded, history kept: {_places(reworded)}"
    for finding in findings:
        if finding.code in {"looks-reworded", "recast"}:
            yield f"  {_place(finding)}: {one_line(finding.message)}"
            yield f"    {one_line(finding.hint)}"
        if finding.code in {"new-lock", "retired"}:
            yield f"  {one_line(finding.message)}; {one_line(finding.hint)}"


def _mend(receipt: Receipt) -> str:
    has_topic_file = any(finding.code == "no-topic" for finding in receipt.findings)
    if has_topic_file:
        return "`deckgen topics` names them"
    return "try `deckgen topics suggest`, or write a topic file (docs/topics.md)"


def notes_table(decks: Iterable[Deck]) -> str:
    """Return a line for each note: number, line, topics and question, under its deck's name."""
    lines = []
    for deck in decks:
        lines.append(f"{one_line(deck.name)} ({counted(len(deck.notes), 'card')})")
        rows = [
            (
                "" if note.number is None else str(note.number),
                f"{file_name(note.file)}:{note.line}",
                " ".join(note.topics),
                excerpt(note.question),
            )
            for note in deck.notes
        ]
        widths = [max((len(row[n]) for row in rows), default=0) for n in range(3)]
        lines += [
            f"  {number:>{widths[0]}}  {place:<{widths[1]}}  {topics:<{widths[2]}}  {question}"
            for number, place, topics, question in rows
        ]
    return "\n".join(lines)


def receipt_data(receipt: Receipt) -> dict[str, Any]:
    """Return the receipt as data that JSON can hold."""
    return {
        "questions": receipt.cards + len(receipt.skipped),
        "cards": receipt.cards,
        "untagged": receipt.untagged,
        "decks": [{"name": deck.name, "cards": len(deck.notes)} for deck in receipt.decks],
        "skipped": [finding_data(finding) for finding in receipt.skipped],
        "findings": [finding_data(each) for each in receipt.findings if not each.ignored],
        "files": [{"path": path, "bytes": size} for path, size in receipt.files.items()],
    }


def finding_data(finding: Finding) -> dict[str, Any]:
    """Return a finding as data that JSON can hold."""
    return asdict(finding)


def _places(findings: Sequence[Finding]) -> str:
    more = len(findings) - _PLACES
    return ", ".join(map(_place, findings[:_PLACES])) + (f" and {more:,} more" if more > 0 else "")


def _place(finding: Finding) -> str:
    return file_name(finding.file) + (f":{finding.line}" if finding.line else "")


def _size(size: int) -> str:
    if size < 1000:
        return f"{size} B"
    return f"{size / 1000:,.1f} kB" if size < 1_000_000 else f"{size / 1_000_000:,.1f} MB"
