from __future__ import annotations

import hashlib
import json
import os
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from deckgen import disk, media
from deckgen.model import Source
from deckgen.pipeline import read

if TYPE_CHECKING:
    from collections.abc import Callable

    from deckgen.model import Deck, Finding
    from tests.conftest import Collection, Ran

PNG = b"\x89PNG\r\n\x1a\n one"
OTHER = b"\x89PNG\r\n\x1a\n two"


def name_of(content: bytes, suffix: str = "png") -> str:
    return f"dg-{hashlib.sha1(content).hexdigest()[:16]}.{suffix}"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A folder with documents' pictures; a secret lies outside of it."""
    (tmp_path / "secret.png").write_bytes(b"secret")
    folder = tmp_path / "root"
    for path, content in {
        "a.png": PNG,
        "img/a.png": OTHER,
        "my file.png": PNG,
        "100% ü.png": PNG,
        "say.mp3": b"sound",
        "film.mp4": b"film",
        "drawing.svg": b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        "notes.txt": b"text",
        "sub/b.png": OTHER,
    }.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    (folder / "link.png").symlink_to(tmp_path / "secret.png")
    (folder / "out").symlink_to(tmp_path)
    return folder


def placed(root: Path, answer: str, name: str = "notes.md") -> tuple[Deck, list[Finding]]:
    decks, findings = read([Source(name=name, content=f"## Q?\n\n{answer}\n".encode())])
    assert findings == []
    (deck,), findings = media.place(decks, disk.read_media(root, media.wanted(decks)))
    return deck, findings


def test_picture_gets_a_name_by_its_content(root: Path) -> None:
    deck, findings = placed(root, "See ![an a](a.png).")

    assert findings == []
    assert f'<img src="{name_of(PNG)}" alt="an a">' in deck.notes[0].back
    assert [(each.name, each.content) for each in deck.media] == [(name_of(PNG), PNG)]


def test_two_pictures_of_one_name_are_kept_apart(root: Path) -> None:
    deck, _ = placed(root, "![1](a.png) ![2](img/a.png) ![3](./img/../a.png)")

    assert {each.content for each in deck.media} == {PNG, OTHER}
    assert deck.notes[0].back.count(name_of(PNG)) == 2
    assert deck.notes[0].back.count(name_of(OTHER)) == 1


@pytest.mark.parametrize(
    "answer",
    [
        "![x](my%20file.png)",
        "![x](<my file.png>)",
        "![x](my file.png)",
        "![[my file.png]]",
        "![[my file.png|200]]",
        '<img src="my file.png" width="20">',
        "![x][p]\n\n[p]: <my file.png>",
        "![x](a.png?raw=true)",
        "![x](100%25%20ü.png)",
        "![x](<100% ü.png>)",
        "![x](<100% u\u0308.png>)",
    ],
)
def test_picture_is_found_however_its_name_is_written(root: Path, answer: str) -> None:
    deck, findings = placed(root, answer)

    assert findings == []
    assert name_of(PNG) in deck.notes[0].back


def test_names_count_from_the_documents_folder(root: Path) -> None:
    deck, findings = placed(root, "![x](b.png)", "sub/notes.md")

    assert findings == []
    assert name_of(OTHER) in deck.notes[0].back


@pytest.mark.parametrize(
    "src, code",
    [
        ("../secret.png", "media-outside"),
        ("img/../../secret.png", "media-outside"),
        ("%2e%2e/secret.png", "media-outside"),
        ("..%2Fsecret.png", "media-outside"),
        ("..%5Csecret.png", "media-outside"),
        ("/etc/passwd", "media-outside"),
        ("/etc/logo.png", "media-outside"),
        ("%2Fetc/logo.png", "media-outside"),
        ("C:/Windows/logo.png", "media-outside"),
        ("a%00.png", "media-outside"),
        ("link.png", "media-missing"),
        ("out/secret.png", "media-missing"),
        ("missing.png", "media-missing"),
        ("A.PNG", "media-missing"),
        ("img", "media-type"),
        ("notes.txt", "media-type"),
        ("x" * 5000 + ".png", "media-missing"),
    ],
)
def test_what_may_not_be_read_is_a_warning_and_the_card_is_made(
    root: Path, src: str, code: str
) -> None:
    deck, findings = placed(root, f"First\nand ![what it shows]({src}) last.")

    assert [(f.severity, f.code, f.line) for f in findings] == [("warning", code, 4)]
    assert deck.media == ()
    assert "<img" not in deck.notes[0].back
    assert "what it shows" in deck.notes[0].back
    assert "last." in deck.notes[0].back


@pytest.mark.parametrize(
    "src", ["https://example.org/a.png", "//example.org/a.png", "data:image/png;base64,AAAA"]
)
def test_what_is_elsewhere_stays_a_link(root: Path, src: str) -> None:
    deck, findings = placed(root, f"![x]({src})")

    assert findings == []
    assert f'src="{src}"' in deck.notes[0].back


def test_what_could_not_be_fetched_is_named_at_its_own_line() -> None:
    answer = "![1](https://a.org/f?m=1&n=ü)\n![2](https://a.org/f?m=2)\n"
    answer += '<img src="https://a.org/f?m=3&amp;n=4">'
    decks, _ = read([Source(name="notes.md", content=f"## Q?\n\n{answer}\n".encode())])
    sources = media.on_the_web(decks)
    why = media.Unfetched("it is gone", "look")
    _, findings = media.place(decks, {}, dict.fromkeys(sources, why))

    assert [(each.code, each.line) for each in findings] == [
        ("media-not-fetched", 3),
        ("media-not-fetched", 4),
        ("media-not-fetched", 5),
    ]


def test_sound_is_played_by_anki_and_by_the_browser(root: Path) -> None:
    name = name_of(b"sound", "mp3")
    for answer in ("![say it](say.mp3)", '<audio controls src="say.mp3"></audio>', "![[say.mp3]]"):
        deck, findings = placed(root, answer)
        assert findings == []
        assert f'<audio controls src="{name}">' in deck.notes[0].back
        assert f"[sound:{name}]" in media.as_sounds(deck.notes[0].back)
    assert "say it" in placed(root, "![say it](say.mp3)")[0].notes[0].back


def test_media_go_into_a_page_as_data(root: Path) -> None:
    deck, _ = placed(root, "![x](drawing.svg) ![y](a.png)")
    html = media.embedded(deck.notes[0].back, deck.media)

    assert 'src="data:image/svg+xml;base64,' in html
    assert 'src="data:image/png;base64,' in html
    assert "dg-" not in html


def test_large_media_are_a_warning(root: Path) -> None:
    (root / "big.png").write_bytes(bytes(51_000_000))
    _, findings = placed(root, "![x](big.png)")

    assert [f.code for f in findings] == ["media-large", "media-size"]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "img").mkdir()
    (tmp_path / "img" / "a b.png").write_bytes(PNG)
    (tmp_path / "say.mp3").write_bytes(b"sound")
    text = "## What?\n\n![x](img/a%20b.png) and ![s](say.mp3)\n"
    (tmp_path / "notes.md").write_text(text, encoding="utf-8")
    return tmp_path


def test_anki_gets_the_files_and_misses_none(
    project: Path, deckgen: Callable[..., Ran], collection: Collection
) -> None:
    assert deckgen("build", "notes.md", "-o", "n.apkg").code == 0
    collection.import_package(project / "n.apkg")
    check = collection.col.media.check()
    folder = Path(collection.col.media.dir())

    assert (list(check.missing), list(check.unused)) == ([], [])
    assert (folder / name_of(PNG)).read_bytes() == PNG
    assert (folder / name_of(b"sound", "mp3")).read_bytes() == b"sound"
    assert "[anki:play:a:0]" in collection.rendered()[0][1]


def test_picture_that_changes_is_a_note_that_changes(
    project: Path, deckgen: Callable[..., Ran], collection: Collection
) -> None:
    deckgen("build", "notes.md", "-o", "n.apkg", SOURCE_DATE_EPOCH="1700000000")
    collection.import_package(project / "n.apkg")
    (project / "img" / "a b.png").write_bytes(OTHER)
    deckgen("build", "notes.md", "-o", "n.apkg", SOURCE_DATE_EPOCH="1700000500")
    log = collection.import_package(project / "n.apkg")

    assert (len(log.new), len(log.updated)) == (0, 1)
    assert (Path(collection.col.media.dir()) / name_of(OTHER)).read_bytes() == OTHER


def test_json_holds_the_media_and_gives_them_back(
    project: Path, deckgen: Callable[..., Ran]
) -> None:
    assert deckgen("build", "notes.md", "-o", "n.json").code == 0
    (project / "img" / "a b.png").unlink()
    (project / "say.mp3").unlink()
    ran = deckgen("build", "n.json", "-o", "n.apkg")

    assert (ran.code, "missing" in ran.err) == (0, False)
    with zipfile.ZipFile(project / "n.apkg") as package:
        names = json.loads(package.read("media"))
        contents = {names[number]: package.read(number) for number in names}
    assert contents == {name_of(PNG): PNG, name_of(b"sound", "mp3"): b"sound"}


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_file_without_the_right_to_read_it_is_missing(root: Path) -> None:
    (root / "a.png").chmod(0)
    _, (finding,) = placed(root, "![x](a.png)")

    assert finding.code == "media-missing"
