"""Gets the pictures and sounds on the web that notes show, from the cache or the network."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, NamedTuple

from deckgen import disk
from deckgen.addresses import address
from deckgen.media import Fetched, Unfetched
from deckgen.media_types import type_of
from deckgen.model import Finding

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_DAY = 24 * 60 * 60
#: After these, a picture is fetched anew.
_FRESH_DAYS = 30
_CACHE_BYTES = 500_000_000
#: What an entry begins with: this, the digest of its content, and how a name of its type ends.
_MARK = "deckgen-1"
_NO_ADDRESS = Unfetched(
    "that is no address that deckgen fetches",
    "write it as in https://example.org/picture.png, without a name and a password",
)


class _Kept(NamedTuple):
    fetched: Fetched
    days: float


def get_media(
    sources: Iterable[str],
) -> tuple[dict[str, Fetched | Unfetched], list[Finding]]:
    """Return what became of pictures and sounds on the web, and what is wrong with the cache.

    What the cache holds is taken from there, so that no network is needed for it; what it has
    held for long is fetched anew, and taken all the same where that fails.

    Args:
        sources: Where they are, as the documents say.
    """
    addresses = {src: address(src) for src in sources}
    urls = tuple(dict.fromkeys(url for url in addresses.values() if url))
    kept = _from_cache(urls)
    old = [url for url in urls if url not in kept or kept[url].days > _FRESH_DAYS]
    fetched = _from_network(old)
    new = {url: got for url, got in fetched.items() if isinstance(got, Fetched)}
    failed = {url: got for url, got in fetched.items() if isinstance(got, Unfetched)}
    findings = [*_to_cache(new), *_outdated(failed, kept)]
    known: dict[str, Fetched | Unfetched]
    known = {**failed, **{url: each.fetched for url, each in kept.items()}, **new}
    found = {src: known.get(url or "", _NO_ADDRESS) for src, url in addresses.items()}
    return found, findings


def _from_network(urls: Sequence[str]) -> dict[str, Fetched | Unfetched]:
    if not urls:
        return {}
    from deckgen.fetching import fetch  # noqa: PLC0415 - few runs need it, and it costs 40 ms

    return fetch(urls)


def _from_cache(urls: Iterable[str]) -> dict[str, _Kept]:
    names = {url: _name(url) for url in urls}
    cached = disk.read_cache(names.values())
    entries = {url: cached[name] for url, name in names.items() if name in cached}
    kept = {url: (_unpacked(entry.content), entry.age) for url, entry in entries.items()}
    return {url: _Kept(got, age / _DAY) for url, (got, age) in kept.items() if got}


def _to_cache(new: Mapping[str, Fetched]) -> list[Finding]:
    packed = {_name(url): _packed(got) for url, got in new.items()}
    problem = disk.write_cache(packed, _CACHE_BYTES) if packed else ""
    return [_not_kept(problem)] if problem else []


def _name(url: str) -> str:
    return hashlib.sha256(url.encode()).hexdigest()


def _packed(fetched: Fetched) -> bytes:
    digest = hashlib.sha256(fetched.content).hexdigest()
    return f"{_MARK} {digest} {fetched.suffix}\n".encode() + fetched.content


def _unpacked(entry: bytes) -> Fetched | None:
    """Return what an entry of the cache holds; None if it is damaged."""
    head, _, content = entry.partition(b"\n")
    suffix = head.rpartition(b" ")[2].decode("ascii", "replace")
    fetched = Fetched(content, suffix)
    return fetched if type_of(suffix) and _packed(fetched) == entry else None


def _not_kept(problem: str) -> Finding:
    return Finding(
        severity="info",
        code="cache-unwritable",
        message=f"what was fetched cannot be kept: {problem}",
        hint="mend that, or name another folder in the environment variable DECKGEN_CACHE_DIR",
    )


def _outdated(failed: Mapping[str, Unfetched], kept: Mapping[str, _Kept]) -> list[Finding]:
    urls = [url for url in failed if url in kept]
    if not urls:
        return []
    days = max(kept[url].days for url in urls)
    others = f" and {len(urls) - 1} more" if urls[1:] else ""
    message = f"{urls[0]}{others}: fetched up to {days:.0f} days ago, and not now"
    return [
        Finding(
            severity="warning",
            code="media-outdated",
            message=f"{message}: {failed[urls[0]].reason}",
            hint=failed[urls[0]].hint,
        )
    ]
