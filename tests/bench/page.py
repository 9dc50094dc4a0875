"""How long the page of 1,000 questions takes beside the JSON of the same, and that it repeats."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from deckgen import disk
from deckgen.exporters import run_exporter
from deckgen.model import Deck, Note

if TYPE_CHECKING:
    from collections.abc import Sequence

    from deckgen.model import OutputFile

TEMPLATES = disk.read_templates()
SENTENCE = "The Number {} has Several Properties that a DFT or an NLP model, say, would look for. "


def deck(count: int) -> Deck:
    """Questions with answers of some 330 characters, each of one of twelve topics."""
    notes = []
    for number in range(1, count + 1):
        text = SENTENCE.format(number) * 4
        topic = f"topic-{number % 12}"
        notes.append(
            Note(
                question=f"What is the number {number}?",
                answer=text,
                front=f"What is the number {number}?",
                back=f"<p>{text}</p>\n",
                number=number,
                topics=(topic,),
                tags=(topic,),
                guid=f"{number:011}",
                file="numbers.md",
                line=number,
            )
        )
    return Deck(name="Numbers", notes=tuple(notes))


def best(name: str, decks: Sequence[Deck], **options: object) -> tuple[float, list[OutputFile]]:
    """The shortest of five runs, in milliseconds of the processor, and what it made."""
    times = []
    for _ in range(5):
        start = time.process_time()
        files, _ = run_exporter(name, decks, TEMPLATES, options)
        times.append((time.process_time() - start) * 1000)
    return min(times), files


def main() -> None:
    decks = [deck(1000)]
    json, _ = best("json", decks)
    print(f"1,000 questions: JSON {json:.0f} ms")
    for layout in ("sheet", "key", "table", "cards", "fold"):
        took, [file] = best("html", decks, layout=layout)
        _, [again] = best("html", decks, layout=layout)
        same = "the same bytes again" if file == again else "OTHER BYTES AGAIN"
        size = len(file.content) / 1000
        print(f"  {layout:9} {took:5.0f} ms  {took / json:4.1f} x JSON  {size:5.0f} kB  {same}")


if __name__ == "__main__":
    main()
