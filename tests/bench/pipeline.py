"""Measures start-up, and the whole run beside mistune's parse and genanki's write alone.

Each figure comes from a process of its own: the least of a few runs, against noise.

``python tests/bench/pipeline.py [QUESTIONS…]`` measures decks of other sizes than 100, 1,000,
10,000 and 100,000 questions.
"""

from __future__ import annotations

import compileall
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import deckgen

SIZES = (100, 1_000, 10_000, 100_000)
TARGET_START = 1.2
TARGET_RUN = 1.5

EMPTY_GROUP = "import click\n@click.group()\ndef cli(): pass\ncli()"

BASELINE = """
import sys, mistune, genanki
text = open(sys.argv[1], encoding="utf-8").read()
mistune.create_markdown()(text)
if sys.argv[2:]:
    import json
    notes = json.load(open(sys.argv[2], encoding="utf-8"))["notes"]
    model = genanki.Model(1, "m", [{"name": "f"}, {"name": "b"}, {"name": "s"}],
                          [{"name": "c", "qfmt": "{{f}}", "afmt": "{{b}}"}])
    deck = genanki.Deck(2, "d")
    for note in notes:
        fields = [note["front"], note["back"], note["file"]]
        deck.add_note(genanki.Note(model=model, fields=fields, guid=note["guid"]))
    genanki.Package(deck).write_to_file(sys.argv[1] + ".apkg")
"""

# Runs a command, and prints its processor time (the clock's would count what else is running)
# and the most memory that it had.
MEASURE = """
import json, resource, subprocess, sys
subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
memory = used.ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)
print(json.dumps([used.ru_utime + used.ru_stime, memory]))
"""


def measured(*command: object, runs: int) -> tuple[float, float]:
    """The least seconds and the most megabytes of several runs of a command."""
    found = [
        json.loads(
            subprocess.run(
                [sys.executable, "-c", MEASURE, *map(str, command)],
                check=True,
                capture_output=True,
            ).stdout
        )
        for _ in range(runs)
    ]
    return min(seconds for seconds, _ in found), max(memory for _, memory in found)


def document(questions: int) -> str:
    """A list of interview questions: numbered headings, a label, a paragraph or bullets."""
    return "# Questions\n\n" + "\n".join(map(_question, range(1, questions + 1)))


def _question(number: int) -> str:
    aspect = ("speed", "memory", "precision", "cost", "safety", "size", "quality")[number % 7]
    text = (
        f"The {aspect} of method {number} depends on its *input*: more of it means more work, and "
        f"beyond {number * 3} items a `cache` of {number % 97} entries pays off. In practice one "
        f"measures first, changes one thing at a time and keeps what helped in case {number}.\n"
    )
    bullets = (
        f"- **First:** method {number} reads its input once.\n"
        f"- **Second:** it keeps {number % 13} results for the {aspect} of the next step.\n"
        f"- **Third:** what is left is written in order.\n"
    )
    answer = text if number % 3 else f"{bullets}\n{text}"
    return (
        f"### {number}. What decides about the {aspect} of method {number}?\n**Answer:**\n{answer}"
    )


def start_up() -> None:
    """Prints the time of ``--help`` beside that of a click group without commands."""
    own = sys.executable, Path(sys.executable).with_name("deckgen"), "--help"
    empty = sys.executable, "-c", EMPTY_GROUP, "--help"
    times: dict[str, list[float]] = {"deckgen": [], "empty": []}
    for _ in range(15):  # in turns, so that noise hits both alike
        for name, command in (("deckgen", own), ("empty", empty)):
            begin = time.perf_counter()
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
            times[name].append(time.perf_counter() - begin)
    ours, theirs = min(times["deckgen"]), min(times["empty"])
    print(f"deckgen --help      {1000 * ours:6.0f} ms")
    print(
        f"empty click group   {1000 * theirs:6.0f} ms   ×{ours / theirs:.2f}, aim ×{TARGET_START}"
    )


def whole_run(folder: Path, questions: int) -> None:
    """Prints what a build costs, the first and the second time, beside the two libraries."""
    runs = 3 if questions <= 10_000 else 1
    path = folder / f"{questions}.md"
    path.write_text(document(questions), encoding="utf-8")
    build = sys.executable, "-m", "deckgen", "build", path, "-q", "-o"
    subprocess.run([*map(str, build), str(folder / f"{questions}.json")], check=True)
    base, base_memory = measured(
        sys.executable, "-c", BASELINE, path, folder / f"{questions}.json", runs=runs
    )
    again, again_memory = measured(*build, folder / "again.apkg", runs=runs)
    (folder / "deckgen.lock").unlink()
    first, first_memory = measured(*build, folder / "first.apkg", runs=1)
    print(
        f"{questions:>9,} {base:9.2f} {base_memory:7.0f} {first:9.2f} {first_memory:7.0f}"
        f" {again:9.2f} {again_memory:7.0f}   ×{first / base:.2f} ×{again / base:.2f}"
    )
    (folder / "deckgen.lock").unlink()


def main(sizes: tuple[int, ...]) -> None:
    """Measure and print, with the package compiled as an installed one is."""
    compileall.compile_dir(Path(deckgen.__file__).parent, quiet=2)
    start_up()
    print(f"\nmistune + genanki, deckgen's first build, and a rebuild (aim ×{TARGET_RUN})")
    print("questions   s alone      MB   s first      MB   s again      MB")
    with tempfile.TemporaryDirectory() as folder:
        for questions in sizes:
            whole_run(Path(folder), questions)


if __name__ == "__main__":
    main(tuple(map(int, sys.argv[1:])) or SIZES)
