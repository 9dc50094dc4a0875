"""Pictures and sounds on the web, from a document to Anki, by the command and with its cache."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import subprocess
import sys
import time
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from deckgen import disk
from deckgen.build import compile_project
from deckgen.media import Fetched
from deckgen.project import find_project
from deckgen.remote_media import get_media

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Collection, Ran, Web

    Deckgen = Callable[..., Ran]

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'
MP3 = b"ID3\3\0 some sound"
DAYS = 24 * 60 * 60
#: Runs commands, and ends at once where one looks for a host or connects to one.
NO_NETWORK = """
import os, sys
def hook(event, arguments):
    if event.startswith(("socket.connect", "socket.getaddrinfo", "socket.gethostby", "urllib.")):
        os.write(2, event.encode())
        os._exit(99)
sys.addaudithook(hook)
from deckgen.commands.main import cli
for command in sys.argv[1:]:
    if code := cli.main(command.split(), standalone_mode=False):
        sys.exit(code)
"""


def name_of(content: bytes, suffix: str) -> str:
    return f"dg-{hashlib.sha1(content).hexdigest()[:16]}.{suffix}"


def write(folder: Path, *answers: str, settings: str = "") -> None:
    text = "".join(f"## {n}. Question {n}?\n\n{answer}\n\n" for n, answer in enumerate(answers, 1))
    (folder / "notes.md").write_text(text, encoding="utf-8")
    (folder / "deckgen.toml").write_text(f'sources = ["notes.md"]\n{settings}', encoding="utf-8")


def media_in(package: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(package) as file:
        names = json.loads(file.read("media"))
        return {names[number]: file.read(number) for number in names}


def make_old(folder: Path, days: float) -> None:
    for path in (folder / "cache" / "media").iterdir():
        os.utime(path, (time.time() - days * DAYS,) * 2)


def run_without_network(folder: Path, *commands: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", NO_NETWORK, *commands],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


# ------------------------------------------------------------------------------------ on request


def test_nothing_is_fetched_unless_asked_for(web: Web, tmp_path: Path) -> None:
    write(tmp_path, f"![x]({web.url('/a.png')})")
    ran = run_without_network(tmp_path, "build", "check", "diff", "show", "topics")

    assert (ran.returncode, "socket" in ran.stderr) == (0, False)
    # The network is seen where it is touched: the above could fail.
    assert run_without_network(tmp_path, "build --fetch").returncode == 99


def test_topics_need_no_pictures(web: Web, tmp_path: Path) -> None:
    write(tmp_path, f"![x]({web.url('/a.png')})", settings="fetch = true")

    assert run_without_network(tmp_path, "topics").returncode == 0


@pytest.mark.parametrize(
    "settings, flag, asked",
    [
        ("", None, 0),
        ("", True, 1),
        ("fetch = true", None, 1),
        ("fetch = true", False, 0),
        ("fetch = false", True, 1),
    ],
)
def test_flag_goes_before_the_setting(
    web: Web, png: bytes, tmp_path: Path, settings: str, asked: int, *, flag: bool | None
) -> None:
    write(tmp_path, f"![x]({web.show('/a.png', png)})", settings=settings)
    compiled = compile_project(find_project([tmp_path / "notes.md"]), fetch=flag)

    assert len(web.asked) == asked
    assert len(compiled.decks[0].media) == asked


def test_all_that_compile_see_the_notes_of_the_build(
    web: Web, png: bytes, tmp_path: Path, deckgen: Deckgen
) -> None:
    write(tmp_path, f"![x]({web.show('/a.png', png)})", settings="fetch = true")

    assert deckgen("build", "--strict", "-f", "csv").code == 0
    assert name_of(png, "png") in json.loads(deckgen("show", "--json").out)[0]["back"]
    assert json.loads(deckgen("diff", "--json").out)["changes"] == []
    assert json.loads(deckgen("diff", "--json", "--no-fetch").out)["changes"] != []
    assert web.asked == ["/a.png"]


# -------------------------------------------------------------------------------------- the deck


def test_anki_gets_what_was_fetched_and_misses_nothing(
    web: Web, png: bytes, tmp_path: Path, deckgen: Deckgen, collection: Collection
) -> None:
    picture = web.show("/a.png", png, "image/png")
    badge = web.show("/badge/a-b?x=1&y=2", SVG, "image/svg+xml")
    sound = web.show("/say", MP3, "audio/mpeg")
    write(tmp_path, f"![x]({picture}) ![b]({badge})", f"![say it]({sound})")
    assert deckgen("build", "-o", "n.apkg", "--fetch").code == 0
    web.stop()
    collection.import_package(tmp_path / "n.apkg")
    check = collection.col.media.check()
    folder = Path(collection.col.media.dir())

    assert (list(check.missing), list(check.unused)) == ([], [])
    for content, suffix in ((png, "png"), (SVG, "svg"), (MP3, "mp3")):
        assert (folder / name_of(content, suffix)).read_bytes() == content
    assert f'<img src="{name_of(png, "png")}"' in collection.rendered()[0][1]
    assert "[anki:play:a:0]" in collection.rendered()[1][1]
    assert "127.0.0.1" not in "".join(map(str, collection.rendered()))


def test_page_and_json_hold_what_was_fetched(
    web: Web, png: bytes, tmp_path: Path, deckgen: Deckgen
) -> None:
    write(tmp_path, f"![x]({web.show('/a.png', png, 'image/png')})")
    ran = deckgen("build", "--fetch", "-f", "html,json", "-o", "out")

    assert "html-image" not in ran.err
    page = next((tmp_path / "out").glob("*.html")).read_text(encoding="utf-8")
    assert base64.b64encode(png).decode() in page
    assert base64.b64encode(png).decode() in next((tmp_path / "out").glob("*.json")).read_text()


def test_address_is_found_however_it_is_written(
    web: Web, png: bytes, tmp_path: Path, deckgen: Deckgen
) -> None:
    web.show("/%C3%BC%20b.png?x=1&y=2", png, "image/png")
    plain, encoded = web.url("/ü b.png?x=1&y=2"), web.url("/%C3%BC%20b.png?x=1&amp;y=2")
    write(
        tmp_path,
        f"![x](<{plain}>)",
        f"![x]({encoded})",
        f"![x][r]\n\n[r]: <{plain}>",
        f'<img src="{encoded}">',
        f"<img src='{plain}' alt=x>",
        f"[![x](<{plain}>)](https://example.org)",
        f"![x]({encoded}#part)",
    )
    ran = deckgen("build", "--fetch", "-f", "json", "-o", "n.json")

    assert (ran.code, ran.err) == (0, "")
    assert (tmp_path / "n.json").read_text().count(f'src=\\"{name_of(png, "png")}') == 7
    assert web.asked == ["/%C3%BC%20b.png?x=1&y=2"]


def test_what_cannot_be_fetched_stays_a_link_and_says_why(
    web: Web, png: bytes, tmp_path: Path, deckgen: Deckgen
) -> None:
    gone, page = web.url("/gone.png"), web.show("/page.png", b"<html>", "text/html")
    good = web.show("/good.png", png)
    write(tmp_path, f"First\n![x]({gone})\n![y]({page}) ![z]({good})\n![w](http://a:b@c/d.png)")
    ran = deckgen("check", "--fetch", "--json")
    found = [each for each in json.loads(ran.out) if each["code"] == "media-not-fetched"]

    assert [(each["severity"], each["file"], each["line"]) for each in found] == [
        ("warning", "notes.md", 4),
        ("warning", "notes.md", 5),
        ("warning", "notes.md", 6),
    ]
    messages = [each["message"] for each in found]
    assert messages[0] == f"{gone}: it stays a link: the server says 404 Not Found"
    assert "text/html" in messages[1]
    assert all(each["hint"] for each in found)
    assert deckgen("build", "--fetch", "-o", "n.apkg").code == 0
    assert set(media_in(tmp_path / "n.apkg")) == {name_of(png, "png")}
    assert gone in json.loads(deckgen("show", "--fetch", "--json").out)[0]["back"]


def test_large_picture_from_the_web_is_a_warning(
    web: Web, png: bytes, tmp_path: Path, deckgen: Deckgen
) -> None:
    write(tmp_path, f"![x]({web.show('/a.png', png + bytes(6_000_000))})")

    assert "[media-large]" in deckgen("build", "--fetch").err


# ------------------------------------------------------------------------------------- the cache


def test_what_is_kept_needs_no_network(
    web: Web, png: bytes, tmp_path: Path, deckgen: Deckgen
) -> None:
    write(tmp_path, f"![x]({web.show('/a.png', png)})")
    deckgen("build", "--fetch", "-o", "1.apkg")
    web.stop()
    ran = run_without_network(tmp_path, "build --fetch -o 2.apkg")

    assert (ran.returncode, ran.stderr) == (0, "")
    assert media_in(tmp_path / "2.apkg") == {name_of(png, "png"): png}
    assert web.asked == ["/a.png"]


def test_what_is_old_is_fetched_anew(web: Web, png: bytes, tmp_path: Path) -> None:
    url = web.show("/a", png)
    get_media([url])
    web.show("/a", SVG)
    make_old(tmp_path, 20)
    assert get_media([url]) == ({url: Fetched(png, "png")}, [])
    make_old(tmp_path, 40)
    assert get_media([url]) == ({url: Fetched(SVG, "svg")}, [])
    assert get_media([url]) == ({url: Fetched(SVG, "svg")}, [])

    assert web.asked == ["/a", "/a"]


def test_what_is_old_is_used_where_nothing_newer_comes(
    web: Web, png: bytes, tmp_path: Path
) -> None:
    one, other = web.show("/a", png), web.show("/b", SVG)
    get_media([one, other])
    web.stop()
    make_old(tmp_path, 40)
    media, (finding,) = get_media([one, other])

    assert media == {one: Fetched(png, "png"), other: Fetched(SVG, "svg")}
    assert (finding.severity, finding.code) == ("warning", "media-outdated")
    assert finding.message.startswith(f"{one} and 1 more: fetched up to 40 days ago, and not now: ")
    assert finding.hint


def test_damaged_entry_is_fetched_anew(web: Web, png: bytes, tmp_path: Path) -> None:
    url = web.show("/a", png)
    get_media([url])
    (entry,) = (tmp_path / "cache" / "media").iterdir()
    whole = entry.read_bytes()
    damages = (b"", b"deckgen-1", b"\xff" * 99, whole[:-1], whole.replace(b" png\n", b" html\n"))
    for damaged in damages:
        entry.write_bytes(damaged)

        assert get_media([url]) == ({url: Fetched(png, "png")}, [])
        assert entry.read_bytes() == whole
    assert len(web.asked) == 1 + len(damages)


def test_cache_that_cannot_be_written_fails_no_build(
    web: Web, png: bytes, tmp_path: Path, deckgen: Deckgen
) -> None:
    (tmp_path / "cache").write_text("a file where the folder should be")
    url = web.show("/a", png)
    write(tmp_path, f"![x]({url})")
    ran = deckgen("build", "--fetch", "--strict", "-o", "n.apkg")
    media, (finding,) = get_media([url])

    assert ran.code == 0
    assert media_in(tmp_path / "n.apkg") == {name_of(png, "png"): png}
    assert media == {url: Fetched(png, "png")}
    assert (finding.severity, finding.code) == ("info", "cache-unwritable")


def test_entry_that_is_a_folder_is_told_and_hinders_nothing(
    web: Web, png: bytes, tmp_path: Path
) -> None:
    url = web.show("/a", png)
    (tmp_path / "cache" / "media" / hashlib.sha256(url.encode()).hexdigest()).mkdir(parents=True)
    media, (finding,) = get_media([url])

    assert media == {url: Fetched(png, "png")}
    assert finding.code == "cache-unwritable"
    assert len(list((tmp_path / "cache" / "media").iterdir())) == 1


def test_builds_at_the_same_time_share_the_cache(web: Web, png: bytes, tmp_path: Path) -> None:
    write(tmp_path, *(f"![x]({web.show(f'/{n}', png + bytes(n))})" for n in range(20)))
    command = [sys.executable, "-m", "deckgen", "build", "--fetch", "--no-lock", "-q", "-o"]
    builds = [
        subprocess.Popen([*command, f"{n}.apkg"], cwd=tmp_path, stderr=subprocess.PIPE)
        for n in range(3)
    ]

    for number, build in enumerate(builds):
        assert build.communicate(timeout=60)[1] == b""
        assert build.returncode == 0
        assert len(media_in(tmp_path / f"{number}.apkg")) == 20
    assert len(list((tmp_path / "cache" / "media").iterdir())) == 20


def test_oldest_go_first_when_the_cache_is_full(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DECKGEN_CACHE_DIR", str(tmp_path / "cache"))
    names = [f"{number:064x}" for number in range(5)]
    disk.write_cache(dict.fromkeys(names[:4], bytes(100)), 1000)
    folder = tmp_path / "cache" / "media"
    for age, name in enumerate(names[:4]):
        os.utime(folder / name, (time.time() - 1000 + 10 * age,) * 2)
    (folder / "thesis.docx").write_bytes(bytes(5000))
    (folder / ".left.part").write_bytes(bytes(100))
    os.utime(folder / ".left.part", (1, 1))
    disk.write_cache({names[4]: bytes(100)}, 300)

    assert set(disk.read_cache(names)) == set(names[2:])
    assert sorted(path.name for path in folder.iterdir()) == [*names[2:], "thesis.docx"]


def test_cache_lies_where_the_system_keeps_such_things(
    web: Web, png: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DECKGEN_CACHE_DIR")
    for name in ("HOME", "XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(tmp_path / "home"))
    get_media([web.show("/a", png)])
    (entry,) = (path for path in (tmp_path / "home").rglob("*") if path.is_file())

    assert "deckgen" in entry.parts
    assert entry.read_bytes().endswith(png)
