"""What comes over the network, from a server on this machine that does all that servers do."""

from __future__ import annotations

import gzip
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from deckgen import __version__
from deckgen.fetching import LIMITS as ALL
from deckgen.fetching import Limits, fetch
from deckgen.media import Fetched, Unfetched

if TYPE_CHECKING:
    from tests.conftest import Web

ROOT = Path(__file__).parent.parent
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'
#: So that a test that fails ends soon; where time counts a test names its own.
LIMITS = Limits(file_bytes=100_000, file_seconds=20)


def got(url: str, limits: Limits = LIMITS) -> Fetched | Unfetched:
    return fetch([url], limits)[url]


def reason(url: str, limits: Limits = LIMITS) -> str:
    result = got(url, limits)
    assert isinstance(result, Unfetched)
    assert result.hint
    return result.reason


@pytest.mark.parametrize("kind", ["image/png", "Image/PNG; q=1", "application/octet-stream", ""])
def test_picture_comes_with_the_ending_of_its_type(web: Web, png: bytes, kind: str) -> None:
    assert got(web.show("/picture", png, kind)) == Fetched(png, "png")


def test_badge_without_an_ending_is_a_drawing(web: Web) -> None:
    url = web.show("/badge/a-b-blue?x=1", SVG, "image/svg+xml;charset=utf-8")

    assert got(url) == Fetched(SVG, "svg")


def test_server_learns_who_asks(web: Web, png: bytes) -> None:
    got(web.show("/a.png", png))
    (headers,) = web.headers

    assert headers["User-Agent"].startswith(f"deckgen/{__version__} ")
    assert headers["Accept-Encoding"] == "identity"


def test_same_address_is_asked_for_once(web: Web, png: bytes) -> None:
    url = web.show("/a.png", png)
    fetch([url, url], LIMITS)

    assert web.asked == ["/a.png"]


@pytest.mark.parametrize("status", [404, 403, 500, 418, 599])
def test_status_is_named(web: Web, png: bytes, status: int) -> None:
    assert f"the server says {status}" in reason(web.show("/a.png", png, "image/png", status))


@pytest.mark.parametrize("status, again", [(404, False), (403, False), (429, True), (503, True)])
def test_hint_says_whether_to_try_again(web: Web, status: int, *, again: bool) -> None:
    result = got(web.show("/a.png", b"", status=status))

    assert isinstance(result, Unfetched)
    assert ("build again" in result.hint) == again


def test_page_of_the_limits_names_them() -> None:
    text = (ROOT / "docs" / "cards.md").read_text(encoding="utf-8")
    file, total = (f"{size / 1_000_000:g} MB" for size in (ALL.file_bytes, ALL.total_bytes))
    words = {4: "four", 5: "five", 6: "six", 8: "eight"}

    assert f"A file may have {file} and take {ALL.file_seconds} seconds" in text
    assert f"all of one run {total} and {ALL.total_seconds / 60:g} minutes" in text
    assert f"({words[ALL.redirects]} times at most)" in text
    assert f"{words[ALL.at_once]} are fetched at once" in text


def test_page_with_status_200_is_no_picture(web: Web) -> None:
    page = b"<!DOCTYPE html><p>We moved."

    assert reason(web.show("/a.png", page, "text/html; charset=utf-8")).endswith("but text/html")
    assert "no picture" in reason(web.show("/b.png", page, "image/png"))
    assert "no picture" in reason(web.show("/c.png", page))


def test_type_of_a_server_that_writes_nonsense_is_not_repeated(web: Web) -> None:
    assert reason(web.show("/a", b"x", "text/\x1b[31mhtml")).endswith("but something else")


# ------------------------------------------------------------------------------------- redirects


def test_redirect_is_followed(web: Web, png: bytes) -> None:
    web.show("/b/ü.png".replace("ü", "%C3%BC"), png)
    web.show("/b/c", b"", status=308, Location="ü.png".encode().decode("latin-1"))
    url = web.show("/a", b"gone", "text/html", 302, Location="b/c")

    assert got(url) == Fetched(png, "png")


@pytest.mark.parametrize(
    "place",
    ["file:///etc/passwd", "ftp://127.0.0.1/a.png", "data:image/png;base64,AA==", "gopher://a/"],
)
def test_redirect_leads_to_http_only(web: Web, place: str) -> None:
    said = reason(web.show("/a.png", b"", status=302, Location=place))

    assert f"leads to {place}, and only http and https" in said


def test_redirects_in_a_circle_end(web: Web) -> None:
    web.show("/b.png", b"", status=301, Location="/a.png")

    assert "again and again" in reason(web.show("/a.png", b"", status=307, Location="/b.png"))
    assert len(web.asked) == LIMITS.redirects + 1


def test_redirect_to_nowhere_is_a_status(web: Web) -> None:
    assert "302" in reason(web.show("/a.png", b"", status=302))


# ---------------------------------------------------------------------------------------- limits


def flow(web: Web, path: str, length: str, pause: float = 0) -> str:
    """A picture without end, fast or a byte at a time."""

    def answer(handler: Any) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "image/png")
        if length:
            handler.send_header("Content-Length", length)
        handler.end_headers()
        while not web.over.wait(pause):
            handler.wfile.write(b"\x89" if pause else bytes(10_000))

    web.pages[path] = answer
    return web.url(path)


@pytest.mark.parametrize("length", ["", "1000000000000"])
def test_endless_file_is_too_large(web: Web, length: str) -> None:
    assert reason(flow(web, "/a.png", length)) == "it is larger than 0.1 MB"


def test_chunks_without_end_are_too_large(web: Web) -> None:
    def answer(handler: Any) -> None:
        handler.protocol_version = "HTTP/1.1"
        handler.send_response(200)
        handler.send_header("Transfer-Encoding", "chunked")
        handler.end_headers()
        while not web.over.is_set():
            handler.wfile.write(b"1000\r\n" + bytes(0x1000) + b"\r\n")

    web.pages["/a.png"] = answer

    assert reason(web.url("/a.png")) == "it is larger than 0.1 MB"


def test_file_as_large_as_the_limit_comes(web: Web, png: bytes) -> None:
    size = len(png)
    url = web.show("/a.png", png)

    assert got(url, LIMITS._replace(file_bytes=size)) == Fetched(png, "png")
    assert "larger" in reason(url, LIMITS._replace(file_bytes=size - 1))


def test_little_that_unpacks_to_much_is_too_large(web: Web, png: bytes) -> None:
    bomb = gzip.compress(png + bytes(50_000_000))
    assert len(bomb) < LIMITS.file_bytes

    url = web.show("/a.png", bomb, "image/png", Content_Encoding="gzip")
    assert reason(url) == "it is larger than 0.1 MB"


def test_what_a_server_keeps_packed_is_unpacked(web: Web) -> None:
    packed = gzip.compress(SVG)
    url = web.show("/a.svg", packed, "image/svg+xml", Content_Encoding="gzip")
    broken = web.show("/b.svg", packed[:-9], "image/svg+xml", Content_Encoding="gzip")
    damaged = web.show("/c.svg", b"x" + packed, "image/svg+xml", Content_Encoding="gzip")
    other = web.show("/d.svg", packed, "image/svg+xml", Content_Encoding="br")

    assert got(url) == Fetched(SVG, "svg")
    assert "broke off" in reason(broken)
    assert "cannot be fetched" in reason(damaged)
    assert "not asked for" in reason(other)


def test_file_that_breaks_off_is_none(web: Web, png: bytes) -> None:
    url = web.show("/a.png", png, "image/png", Content_Length=str(len(png) + 10))

    assert "broke off" in reason(url)


def test_byte_now_and_then_does_not_keep_us_waiting(web: Web) -> None:
    soon = LIMITS._replace(file_seconds=0.3)

    assert reason(flow(web, "/a.png", "", 0.05), soon) == "it took longer than 0.3 seconds"


def test_heading_that_never_ends_does_not_keep_us_waiting(web: Web) -> None:
    def answer(handler: Any) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Long: ")
        while not web.over.wait(0.05):
            handler.wfile.write(b"a")

    web.pages["/a.png"] = answer

    assert "longer" in reason(web.url("/a.png"), LIMITS._replace(file_seconds=0.3))


def test_server_that_says_nothing_does_not_keep_us_waiting(web: Web) -> None:
    def answer(_: Any) -> None:
        web.over.wait()

    web.pages["/a.png"] = answer

    assert "longer" in reason(web.url("/a.png"), LIMITS._replace(file_seconds=0.3))


def test_slow_ones_do_not_keep_others_from_coming(web: Web, png: bytes) -> None:
    slow = [flow(web, f"/{number}.png", "", 0.05) for number in range(4)]
    url = web.show("/a.png", png)
    results = fetch([*slow, url], LIMITS._replace(file_seconds=0.3, at_once=2))

    assert results[url] == Fetched(png, "png")
    assert all(isinstance(results[each], Unfetched) for each in slow)


def test_all_together_have_a_time(web: Web) -> None:
    slow = [flow(web, f"/{number}.png", "", 0.05) for number in range(4)]
    results = fetch(slow, LIMITS._replace(total_seconds=0.3, at_once=1))

    assert web.asked == ["/0.png"]
    for url in slow:
        result = results[url]
        assert isinstance(result, Unfetched)
        assert "one run" in result.reason


def test_all_together_have_a_size(web: Web, png: bytes) -> None:
    urls = [web.show(f"/{number}.png", png) for number in range(5)]
    limits = LIMITS._replace(total_bytes=2 * len(png), at_once=1)
    results = fetch(urls, limits)

    assert [isinstance(results[url], Fetched) for url in urls] == [True, True, False, False, False]
    assert web.asked == ["/0.png", "/1.png", "/2.png"]


def test_no_more_are_fetched_at_once_than_the_limit_says(web: Web, png: bytes) -> None:
    now: list[int] = [0]
    most: list[int] = []
    lock = threading.Lock()

    def answer(handler: Any) -> None:
        with lock:
            now[0] += 1
            most.append(now[0])
        web.over.wait(0.05)
        with lock:
            now[0] -= 1
        handler.send_response(200)
        handler.end_headers()
        handler.wfile.write(png)

    paths = [f"/{number}.png" for number in range(8)]
    web.pages |= dict.fromkeys(paths, answer)
    results = fetch(map(web.url, paths), LIMITS._replace(at_once=3))

    assert set(results.values()) == {Fetched(png, "png")}
    assert max(most) <= 3


# ------------------------------------------------------------------------------------ no network


def test_nobody_there_is_told(web: Web) -> None:
    web.stop()

    assert "refused" in reason(web.url("/a.png"))


def test_host_that_does_not_exist_is_told() -> None:
    assert "cannot be fetched" in reason("http://nobody.invalid/a.png")


def test_answer_that_is_no_http_is_told(web: Web) -> None:
    web.pages["/a.png"] = lambda handler: handler.wfile.write(b"220 smtp.example.org ready\r\n")

    assert "cannot be fetched" in reason(web.url("/a.png"))


def test_proxy_is_asked_where_there_is_one(
    web: Web, png: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    web.show("http://pictures.invalid/a.png", png)
    monkeypatch.setenv("http_proxy", web.url(""))

    assert got("http://pictures.invalid/a.png") == Fetched(png, "png")
