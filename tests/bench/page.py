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


def best(name: str, decks: Sequence[Deck], **options: object) -> tuple[float, list[OutputFile]]:
    """The shortest of five runs, in milliseconds of the processor, and what it made."""
    times = []
    for _ in range(5):
        start = time.process_time()
        files, _ = run_exporter(name, decks, TEMPLATES, options)
        times.append((time.process_time() - start) * 1000)
    return min(times), files


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
    _, [file] = best("html", [deck(count)])
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
    decks = [deck(1000)]
    json, _ = best("json", decks)
    print(f"1,000 questions: JSON {json:.0f} ms")
    for layout in ("sheet", "key", "table", "cards", "fold"):
        took, [file] = best("html", decks, layout=layout)
        _, [again] = best("html", decks, layout=layout)
        same = "the same bytes again" if file == again else "OTHER BYTES AGAIN"
        size = len(file.content) / 1000
        print(f"  {layout:9} {took:5.0f} ms  {took / json:4.1f} x JSON  {size:5.0f} kB  {same}")
    in_browser(10_000)


if __name__ == "__main__":
    main()
