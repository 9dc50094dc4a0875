"""Measures the page: how long 1,000 questions take to write, and 10,000 to use in a browser.

All times are the processor's, the least of a few runs, as the clock would count what else runs.
"""

from __future__ import annotations

import shutil
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from deckgen import disk
from deckgen.exporters import run_exporter
from deckgen.model import Deck, Note

if TYPE_CHECKING:
    from collections.abc import Sequence

    from playwright.sync_api import Browser

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


#: A page should not take longer than so many times the JSON of the same questions.
LONGEST = 2.0
LAYOUTS = ("sheet", "questions", "key", "table", "cards", "fold")
ROUNDS = 12


def made(name: str, decks: Sequence[Deck], **options: object) -> tuple[float, OutputFile]:
    """The milliseconds that an exporter takes, and its file."""
    start = time.process_time()
    [file], _ = run_exporter(name, decks, TEMPLATES, options)
    return (time.process_time() - start) * 1000, file


def written(count: int) -> None:
    """Print how long each layout takes beside JSON, taking turns, and whether it is the same."""
    decks = [deck(count)]
    rounds = []
    for _ in range(ROUNDS):
        runs = {"json": made("json", decks)}
        rounds.append(runs | {each: made("html", decks, layout=each) for each in LAYOUTS})
    least = {name: min(runs[name][0] for runs in rounds) for name in rounds[0]}
    print(f"{count:,} questions: JSON {least['json']:.0f} ms")
    for layout in LAYOUTS:
        ratio = least[layout] / least["json"]
        files = {runs[layout][1].content for runs in rounds}
        same = "the same bytes each time" if len(files) == 1 else "OTHER BYTES AGAIN"
        size = len(files.pop()) / 1000
        late = f"  ABOVE {LONGEST:g} x" if ratio > LONGEST else ""
        print(
            f"  {layout:9} {least[layout]:5.0f} ms  {ratio:4.1f} x JSON  {size:5.0f} kB  "
            f"{same}{late}"
        )


#: A reader takes what answers within so many milliseconds for prompt.
PROMPT = 200

# What a reader does, in the order in which it is done, as events on the page's own controls.
ACTS = {
    "search, first": "enter('search', '7777')",
    "search, a third found": "enter('search', 'number 7')",
    "search, none found": "enter('search', 'xyzzy')",
    "search emptied": "enter('search', '')",
    "one topic": "enter('topic', 'topic-3')",
    "all topics": "enter('topic', '')",
    "answers hidden": "click('answers')",
    "answers shown": "click('answers')",
    "quiz begun": "click('start')",
    "quiz, answer shown": "click('reveal')",
    "quiz, next question": "click('knew')",
    "quiz ended": "click('stop')",
    "to the end": "scrollTo(0, document.documentElement.scrollHeight)",
    "back to the top": "scrollTo(0, 0)",
}

# Waits longer than the page does after a key, then until two frames are drawn.
DONE = """async () => {
  await new Promise((done) => setTimeout(done, 300));
  for (let i = 0; i < 2; i += 1) {
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  }
}"""
HANDS = """
const click = (id) => document.getElementById(id).click();
const enter = (id, value) => {
  const field = document.getElementById(id);
  field.value = value;
  field.dispatchEvent(new Event(field.matches("select") ? "change" : "input"));
};
"""


def used(browser: Browser, address: str) -> tuple[dict[str, float], float]:
    """The milliseconds that a page's thread takes for each act, and the page's megabytes."""
    page = browser.new_page()
    tools = page.context.new_cdp_session(page)
    tools.send("Performance.enable", {"timeDomain": "threadTicks"})

    def spent() -> float:
        found = tools.send("Performance.getMetrics")["metrics"]
        [seconds] = [float(each["value"]) for each in found if each["name"] == "TaskDuration"]
        return 1000 * seconds

    page.goto(address)
    page.evaluate(DONE)
    times = {"load": spent()}
    for name, act in ACTS.items():
        before = spent()
        page.evaluate(f"() => {{ {HANDS} {act} }}")
        page.evaluate(DONE)
        times[name] = spent() - before
    memory = _megabytes(browser)
    page.close()
    return times, memory


def _megabytes(browser: Browser) -> float:
    """What the largest process of the browser that draws a page holds, where Linux tells it."""
    processes = browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")["processInfo"]
    statuses = [
        Path(f"/proc/{each['id']}/smaps_rollup") for each in processes if each["type"] == "renderer"
    ]
    sizes = [
        status.read_text().partition("Pss:")[2].split()[0] for status in statuses if status.exists()
    ]
    return max(map(int, sizes), default=0) / 1000


def in_browser(count: int) -> None:
    """Print how promptly a page of so many questions answers."""
    path = shutil.which("chromium") or shutil.which("google-chrome")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        path = None
    if not path:
        print("The page in a browser: not measured, needs playwright and Chromium")
        return
    _, file = made("html", [deck(count)])
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        page = Path(folder) / "page.html"
        page.write_bytes(file.content)
        browser = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-gpu"]
        )
        runs = [used(browser, page.as_uri()) for _ in range(3)]
        browser.close()
    print(f"{count:,} questions in Chromium: {max(memory for _, memory in runs):.0f} MB")
    for name in runs[0][0]:
        took = min(times[name] for times, _ in runs)
        late = f"  ABOVE {PROMPT} MS" if took > PROMPT and name != "load" else ""
        print(f"  {name:22} {took:5.0f} ms{late}")


def main() -> None:
    written(1_000)
    in_browser(10_000)


if __name__ == "__main__":
    main()
