"""What several test files need: documents to read, the command, and Anki itself."""

from __future__ import annotations

import http.server
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings

from deckgen.model import Deck, Note

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser

    from deckgen.shapes.shape import Pair, Shape

ROOT = Path(__file__).parent.parent

#: What a browser may be called, and what lets it run in a container without network.
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]

# What takes long is for benchmarks to say: on a busy machine a deadline fails at random.
settings.register_profile("deckgen", deadline=None)
settings.load_profile("deckgen")


def read(text: str, shape: str = "") -> list[tuple[str, str]]:
    """The questions and answers of a document."""
    from deckgen.readers.document import read_document

    deck, _ = read_document(text, "a.md", shape=shape)
    return [(note.question, note.answer) for note in deck.notes]


@pytest.fixture
def hundred() -> str:
    """A document like those on interview questions: a hundred numbered headings with answers."""
    questions = "\n".join(_question(number) for number in range(1, 101))
    return (
        "# 100 Questions about Numbers (Detailed)\n\n"
        "Below are questions on *numbers*, from one to a hundred.\n\n---\n\n"
        f"{questions}\n---\n\nThese 100 questions cover all that there is to say.\n"
    )


def _question(number: int) -> str:
    if number % 12 == 0:
        answer = (
            f"- **Halves:** {number} is twice {number / 2}.\n"
            f"- **Doubles:** {2 * number} is twice {number}.  \n"
            f"Both say the same of {number}."
        )
    else:
        answer = f"The number {number} follows {number - 1}. It has “{len(str(number))}” digits."
    return f"### {number}. What is the number {number}?\n**Answer:**  \n{answer}\n"


@dataclass(frozen=True)
class Ran:
    """What a command said and returned."""

    code: int
    out: str
    err: str


@pytest.fixture
def deckgen(tmp_path: Path) -> Callable[..., Ran]:
    """Run the command in ``tmp_path`` as a shell does, and return what it said."""

    def run(*arguments: str | Path, **env: str) -> Ran:
        import os

        process = subprocess.run(
            [sys.executable, "-m", "deckgen", *map(str, arguments)],
            cwd=tmp_path,
            env={**os.environ, **env},
            capture_output=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )
        assert "Traceback" not in process.stderr
        return Ran(process.returncode, process.stdout, process.stderr)

    return run


class Collection:
    """A learner's collection, in Anki's own backend."""

    def __init__(self, path: Path) -> None:
        from anki.collection import Collection as AnkiCollection

        self.col = AnkiCollection(str(path))

    def import_package(self, package: Path) -> Any:
        """Import as the dialog of a fresh profile would; return Anki's log."""
        from anki.collection import ImportAnkiPackageOptions, ImportAnkiPackageRequest

        request = ImportAnkiPackageRequest(
            package_path=str(package), options=ImportAnkiPackageOptions()
        )
        log = self.col.import_anki_package(request).log
        self.col.models._clear_cache()  # Python keeps note types as they were before the import
        return log

    def import_csv(self, path: Path) -> Any:
        """Import with the settings that Anki reads from the file itself, without a click."""
        from anki.collection import ImportCsvRequest

        metadata = self.col.get_csv_metadata(str(path), None)
        return self.col.import_csv(ImportCsvRequest(path=str(path), metadata=metadata)).log

    def notes(self) -> list[Any]:
        """All notes, in the order in which they are studied."""
        ids = self.col.db.list("select nid from cards order by due")
        return [self.col.get_note(nid) for nid in ids]

    def rendered(self) -> list[tuple[str, str]]:
        """The question and answer of each card as HTML, in the order of study."""
        ids = self.col.db.list("select id from cards order by due")
        outputs = [self.col.get_card(cid).render_output() for cid in ids]
        return [(output.question_text, output.answer_text) for output in outputs]


@pytest.fixture
def collection(tmp_path: Path) -> Iterator[Collection]:
    """An empty collection."""
    pytest.importorskip("anki", reason="the package anki is not installed")
    result = Collection(tmp_path / "collection.anki2")
    yield result
    result.col.close()


@pytest.fixture(scope="session")
def pairs_of() -> Callable[[Shape, str], list[Pair]]:
    """Return the pairs of a shape's first reading of a document."""
    from deckgen import markdown
    from deckgen.shapes.page import page_of

    def read(shape: Shape, text: str) -> list[Pair]:
        page = page_of("a.md", text.split("\n"), markdown.parse(text).blocks)
        reading = next(iter(shape(page)), None)
        return list(reading.pairs) if reading else []

    return read


@pytest.fixture
def decks() -> tuple[Deck, ...]:
    """Two small decks, complete for export."""
    return (
        Deck(
            name="Biology::Cells",
            language="en",
            description="<p>All about cells.</p>",
            notes=(
                Note(
                    question="What is a cell?",
                    answer="The *smallest* living unit.",
                    front="What is a cell?",
                    back="<p>The <em>smallest</em> living unit.</p>\n",
                    number=1,
                    section=("Basics",),
                    tags=("basics", "exam"),
                    topics=("basics",),
                    file="cells.md",
                    line=3,
                    answer_line=4,
                    guid="AAAAAAAAAA1",
                    modified=1_700_000_000,
                ),
                Note(
                    question='Is `a < b`, or "not"?',
                    answer="=1+1; yes",
                    front="Is <code>a &lt; b</code>, or &quot;not&quot;?",
                    back="<p>=1+1; yes</p>\n",
                    file="cells.md",
                    line=7,
                    answer_line=8,
                    guid="AAAAAAAAAA2",
                    modified=1_700_000_100,
                ),
            ),
        ),
        Deck(
            name="Chemistry",
            notes=(
                Note(
                    question="水とは何ですか？",
                    answer="# H₂O\nلماء",
                    front="水とは何ですか？",
                    back="<h1>H₂O</h1>\n<p>لماء</p>\n",
                    file="chemistry.md",
                    line=1,
                    answer_line=2,
                    guid="AAAAAAAAAA3",
                    modified=1_700_000_200,
                ),
            ),
        ),
    )


def _not_found(handler: Any) -> None:
    handler.send_error(404)


class Web:
    """A server on this machine: what it shows by path, and what was asked of it."""

    def __init__(self) -> None:
        self.pages: dict[str, Callable[[Any], None]] = {}
        self.asked: list[str] = []
        self.headers: list[Any] = []
        #: Set when the server ends: what never ends by itself looks at it.
        self.over = threading.Event()
        web = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                web.asked.append(self.path)
                web.headers.append(self.headers)
                try:
                    web.pages.get(self.path, _not_found)(self)
                except OSError:  # the other end has gone
                    self.close_connection = True

            def log_message(self, *_: object) -> None:
                pass

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.start()

    def url(self, path: str) -> str:
        """The whole address of a path."""
        return f"http://127.0.0.1:{self._server.server_port}{path}"

    def show(
        self, path: str, content: bytes, kind: str = "", status: int = 200, **headers: str
    ) -> str:
        """Answer a path with this content; return its address."""

        def answer(handler: Any) -> None:
            handler.send_response(status)
            named = {"Content-Type": kind, "Content-Length": str(len(content))}
            named |= {name.replace("_", "-"): value for name, value in headers.items()}
            for name, value in named.items():
                if value:
                    handler.send_header(name, value)
            handler.end_headers()
            handler.wfile.write(content)

        self.pages[path] = answer
        return self.url(path)

    def stop(self) -> None:
        """End, so that nobody answers any more."""
        self.over.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


@pytest.fixture
def web(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Web]:
    """A server of pictures, and an empty cache for what is fetched from it."""
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setenv("DECKGEN_CACHE_DIR", str(tmp_path / "cache"))
    result = Web()
    yield result
    result.stop()


@pytest.fixture(scope="session")
def png() -> bytes:
    """A whole picture: blue, 40 by 20."""
    import struct
    import zlib

    def chunk(name: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    rows = 20 * (b"\0" + 40 * b"\x20\x40\xff")
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 40, 20, 8, 2, 0, 0, 0))
    data = chunk(b"IDAT", zlib.compress(rows))
    return b"\x89PNG\r\n\x1a\n" + head + data + chunk(b"IEND", b"")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, as it is installed."""
    import os
    import shutil

    playwright = pytest.importorskip("playwright.sync_api", reason="needs playwright")
    installed = filter(None, map(shutil.which, BROWSERS))
    path = os.environ.get("DECKGEN_CHROMIUM") or next(installed, None)
    if not path:
        pytest.skip("needs Chromium: DECKGEN_CHROMIUM, or one of " + ", ".join(BROWSERS))
    with playwright.sync_playwright() as started:
        running = started.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield running
        running.close()
