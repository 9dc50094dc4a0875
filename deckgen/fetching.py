"""The one module that touches the network: fetches pictures and sounds, within limits."""

from __future__ import annotations

import re
import zlib
from http import HTTPStatus
from queue import Empty, SimpleQueue
from threading import Thread
from time import monotonic
from typing import TYPE_CHECKING, NamedTuple
from urllib.error import HTTPError, URLError
from urllib.parse import urljoin
from urllib.request import (
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
)

from deckgen import __version__
from deckgen.addresses import address
from deckgen.media import Fetched, Unfetched
from deckgen.media_types import suffix_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from http.client import HTTPResponse


class Limits(NamedTuple):
    """How much is fetched, of each file and in all, and for how long at most."""

    file_bytes: int = 20_000_000
    file_seconds: float = 30
    total_bytes: int = 200_000_000
    total_seconds: float = 300
    at_once: int = 6
    redirects: int = 5


LIMITS = Limits()
_HEADERS = {
    "User-Agent": f"deckgen/{__version__} (compiles study notes to flash cards)",
    "Accept": "image/*, audio/*, video/*",
    "Accept-Encoding": "identity",
}
_STATUSES = frozenset(HTTPStatus)
_BUSY = frozenset({HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_MANY_REQUESTS})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
#: That zlib shall expect the head of a gzip file.
_GZIP = 31
_TYPE = re.compile(r"[a-z0-9.+-]{1,40}/[a-z0-9.+-]{1,40}")

_BESIDE = "or put the file beside the document"
_MEND = f"mend the address, {_BESIDE}"
_AGAIN = f"look at the address and the network and build again, {_BESIDE}"
_SMALLER = "put a smaller one beside the document"


class _UnfetchedError(Exception):
    """Carries why a file does not come."""

    def __init__(self, why: Unfetched) -> None:
        super().__init__(why.reason)
        self.why = why


def fetch(urls: Iterable[str], limits: Limits = LIMITS) -> dict[str, Fetched | Unfetched]:
    """Fetch pictures and sounds, several at once.

    Each is fetched in a thread of its own that nobody waits for longer than the limits say:
    whatever a server, a resolver or a proxy does, when the time is up it is up.

    Args:
        urls: Addresses as :func:`deckgen.addresses.address` writes them.
        limits: Where to stop.
    """
    waiting = list(dict.fromkeys(urls))
    found: dict[str, Fetched | Unfetched] = dict.fromkeys(waiting, _too_much(limits))
    done: SimpleQueue[tuple[str, Fetched | Unfetched]] = SimpleQueue()
    opener = _opener()
    deadlines: dict[str, float] = {}
    end = monotonic() + limits.total_seconds
    room = limits.total_bytes
    while (waiting or deadlines) and room >= 0 and monotonic() < end:
        for url in waiting[: limits.at_once - len(deadlines)]:
            waiting.remove(url)
            deadlines[url] = monotonic() + limits.file_seconds
            Thread(target=_work, args=(opener, url, limits, done), daemon=True).start()
        url, result = _next_of(done, min(end, *deadlines.values()))
        if url in deadlines:
            del deadlines[url]
            room -= len(result.content) if isinstance(result, Fetched) else 0
            found[url] = result if room >= 0 else _too_much(limits)
        for late in [each for each, deadline in deadlines.items() if deadline <= monotonic()]:
            del deadlines[late]
            found[late] = _too_slow(limits)
    return found


def _next_of(
    done: SimpleQueue[tuple[str, Fetched | Unfetched]], deadline: float
) -> tuple[str, Fetched | Unfetched]:
    """Wait for what is done next; for nothing if that takes too long."""
    try:
        return done.get(timeout=max(0, deadline - monotonic()))
    except Empty:
        return "", Unfetched("", "")


def _work(
    opener: OpenerDirector,
    url: str,
    limits: Limits,
    done: SimpleQueue[tuple[str, Fetched | Unfetched]],
) -> None:
    try:
        done.put((url, _fetched(opener, url, limits)))
    except _UnfetchedError as error:
        done.put((url, error.why))
    except TimeoutError:
        done.put((url, _too_slow(limits)))
    except Exception as error:  # noqa: BLE001 - what a thread raises nobody hears
        done.put((url, Unfetched(f"it cannot be fetched: {_reason(error)}", _AGAIN)))


def _opener() -> OpenerDirector:
    """Return what speaks HTTP and HTTPS, also through proxies, and nothing else."""
    opener = OpenerDirector()
    for handler in (
        ProxyHandler(),
        HTTPHandler(),
        HTTPSHandler(),
        HTTPErrorProcessor(),
        HTTPDefaultErrorHandler(),
    ):
        opener.add_handler(handler)
    return opener


def _fetched(opener: OpenerDirector, url: str, limits: Limits) -> Fetched:
    with _answer(opener, url, limits) as answer:
        content = _content(answer, limits)
        # A server may name the type with parameters, or in capital letters, or not at all.
        content_type = answer.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    suffix = suffix_of(content, content_type)
    if not suffix:
        shown = content_type if _TYPE.fullmatch(content_type) else "something else"
        raise _unfetched(
            reason=f"that is no picture and no sound that deckgen knows, but {shown}",
            hint=f"name the picture itself and not a page that shows it, {_BESIDE}",
        )
    return Fetched(content, suffix)


def _answer(opener: OpenerDirector, url: str, limits: Limits) -> HTTPResponse:
    """Return the answer of the server, wherever that sends us."""
    for _ in range(limits.redirects + 1):
        try:
            # The scheme is checked: addresses are of http and https only.
            return opener.open(Request(url, headers=_HEADERS), timeout=limits.file_seconds)  # type: ignore[no-any-return]  # noqa: S310
        except HTTPError as error:
            # The body of such an answer is not read: it could have no end.
            error.close()
            place = error.headers.get("Location", "")
            if error.code not in _REDIRECTS or not place:
                raise _status(error.code) from error
            url = _next_address(url, place)
        except URLError as error:
            if isinstance(error.reason, OSError):
                raise error.reason from error
            raise
    raise _unfetched(reason="the address leads to another one again and again", hint=_MEND)


def _next_address(url: str, place: str) -> str:
    # Headers are read as Latin-1, and hold UTF-8.
    place = urljoin(url, place.encode("latin-1", "replace").decode("utf-8", "replace"))
    following = address(place)
    if following is None:
        message = f"the address leads to {place[:80]}, and only http and https are fetched"
        raise _unfetched(reason=message, hint=_MEND)
    return following


def _content(answer: HTTPResponse, limits: Limits) -> bytes:
    """Return what the answer holds, unpacked; no more is read than the limits say."""
    if (answer.length or 0) > limits.file_bytes:
        raise _too_large(limits)
    content = answer.read(limits.file_bytes + 1)
    if answer.length:
        raise _broken_off()
    encoding = answer.headers.get("Content-Encoding", "identity").strip().lower()
    if len(content) <= limits.file_bytes and encoding != "identity":
        content = _unpacked(content, encoding, limits.file_bytes + 1)
    if len(content) > limits.file_bytes:
        raise _too_large(limits)
    return content


def _unpacked(content: bytes, encoding: str, most: int) -> bytes:
    """Unpack what was not asked for packed: some servers keep their files so."""
    if encoding not in {"gzip", "x-gzip"}:
        raise _unfetched(reason="the server packs it in a way that was not asked for", hint=_MEND)
    unpacking = zlib.decompressobj(_GZIP)
    unpacked = unpacking.decompress(content, most)
    if not unpacking.eof and len(unpacked) < most:
        raise _broken_off()
    return unpacked


def _unfetched(*, reason: str, hint: str) -> _UnfetchedError:
    return _UnfetchedError(Unfetched(reason, hint))


def _broken_off() -> _UnfetchedError:
    return _unfetched(reason="it broke off before its end", hint=_AGAIN)


def _too_large(limits: Limits) -> _UnfetchedError:
    return _unfetched(reason=f"it is larger than {_megabytes(limits.file_bytes)}", hint=_SMALLER)


def _too_slow(limits: Limits) -> Unfetched:
    return Unfetched(f"it took longer than {limits.file_seconds:g} seconds", _AGAIN)


def _too_much(limits: Limits) -> Unfetched:
    most = f"{_megabytes(limits.total_bytes)} or {limits.total_seconds:g} seconds"
    return Unfetched(
        f"all that is fetched in one run would take more than {most}",
        f"build again, since what has come is kept, {_BESIDE}",
    )


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:g} MB"


def _status(code: int) -> _UnfetchedError:
    named = f"{code} {HTTPStatus(code).phrase}" if code in _STATUSES else str(code)
    # Of these the server says that they pass.
    hint = _AGAIN if code >= HTTPStatus.INTERNAL_SERVER_ERROR or code in _BUSY else _MEND
    return _unfetched(reason=f"the server says {named}", hint=hint)


def _reason(error: Exception) -> str:
    said = error.strerror if isinstance(error, OSError) else ""
    return said or str(error) or type(error).__name__
