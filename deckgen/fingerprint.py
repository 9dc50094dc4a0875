"""Reduces texts to what the lock keeps of them: plain lines, digests and sketches of answers."""

from __future__ import annotations

import base64
import math
import string
import struct
import unicodedata
from functools import lru_cache
from hashlib import blake2b
from itertools import chain

from deckgen.wording import piece_words

_DIGITS = string.digits + string.ascii_uppercase + string.ascii_lowercase
_DIGEST_LENGTH = 11  # enough digits of base 62, or 64, for 64 bits
_SKETCH_SIZE = 64  # most answers have fewer different words, or not many more
_HASH_SIZE = 3  # bytes; with two, rare words of a large project would be mistaken for each other
_SEVERAL = 3
_LARGEST = (1 << 8 * _HASH_SIZE) - 1


def plain(text: str) -> str:
    """One line of text that stays the same when its source is only wrapped anew."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def digest(*parts: str) -> str:
    """Eleven characters that stand for ``parts``: 64 bits, never two parts run together."""
    return base64.b64encode(_hashed(parts))[:_DIGEST_LENGTH].decode()


def guid_for(*parts: str) -> str:
    """Eleven letters and digits that stand for ``parts``: no sign that a search or CSV minds."""
    rest, letters = int.from_bytes(_hashed(parts), "big"), ""
    for _ in range(_DIGEST_LENGTH):
        rest, digit = divmod(rest, len(_DIGITS))
        letters = _DIGITS[digit] + letters
    return letters


def _hashed(parts: tuple[str, ...]) -> bytes:
    state = blake2b(digest_size=8)
    for part in parts:
        # Anki stores NFC, and a checkout may turn line ends; neither is a change of content.
        text = unicodedata.normalize("NFC", part.replace("\r\n", "\n")).encode()
        state.update(struct.pack(">Q", len(text)))
        state.update(text)
    return state.digest()


@lru_cache(maxsize=1 << 17)
def word_hash(word: str) -> int:
    """The bits that stand for a word in a sketch."""
    return int.from_bytes(blake2b(word.encode(), digest_size=_HASH_SIZE).digest(), "big")


@lru_cache(maxsize=1 << 17)
def _hashes(piece: str) -> tuple[int, ...]:
    """The hashes of the words in what stands between two spaces."""
    return tuple(map(word_hash, piece_words(piece)))


def sketch(text: str) -> str:
    """The smallest hashes of a text's words in base64: at most 256 characters."""
    pieces = {*unicodedata.normalize("NFKC", text).split()}
    found = {*chain.from_iterable(map(_hashes, pieces))}
    hashes = sorted(found)[:_SKETCH_SIZE]
    packed = bytearray(struct.pack(f">{len(hashes)}I", *hashes))
    del packed[::4]  # the first byte of four is always zero
    return base64.b64encode(packed).decode()


@lru_cache(maxsize=1 << 16)
def read_sketch(text: str) -> tuple[int, ...]:
    """The hashes in a sketch, ascending.

    Raises:
        ValueError: ``text`` is no sketch.
    """
    packed = base64.b64decode(text, validate=True)
    number, rest = divmod(len(packed), _HASH_SIZE)
    if rest:
        raise ValueError(text)
    spread = bytearray(4 * number)
    for at in range(_HASH_SIZE):
        spread[at + 1 :: 4] = packed[at::_HASH_SIZE]
    return struct.unpack(f">{number}I", spread)


def likeness(one: str, other: str) -> float:
    """How much of their words the texts of two sketches have in common, from 0 to 1.

    The share of common words, exact where both texts fit into their sketches, otherwise estimated
    from the hashes that both sketches would hold if the texts had them.  A text that only adds
    words to the other contradicts none of them, so there the root of the share counts.
    """
    first, second = read_sketch(one), read_sketch(other)
    limit = min(_reach(first), _reach(second))
    seen_first = {value for value in first if value <= limit}
    seen_second = {value for value in second if value <= limit}
    common, union = seen_first & seen_second, seen_first | seen_second
    if not common:
        return 0.0
    share = len(common) / len(union)
    return math.sqrt(share) if common in (seen_first, seen_second) else share


def extends(longer: str, text: str) -> bool:
    """Whether the one text has all words of the other and several more, as far as both tell.

    One or two more are no sign that somebody has added to a text: that is what texts made after
    one pattern differ in.
    """
    first, second = read_sketch(longer), read_sketch(text)
    limit = min(_reach(first), _reach(second))
    seen_first = {value for value in first if value <= limit}
    seen_second = {value for value in second if value <= limit}
    return seen_second <= seen_first and len(seen_first) - len(seen_second) >= _SEVERAL


def mentions(text: str, word: str, *, unsure: bool) -> bool:
    """Whether the sketched text has the word; ``unsure`` where it is too long to tell."""
    hashes = read_sketch(text)
    value = word_hash(word)
    return unsure if value > _reach(hashes) else value in hashes


def _reach(hashes: tuple[int, ...]) -> int:
    return hashes[-1] if len(hashes) == _SKETCH_SIZE else _LARGEST
