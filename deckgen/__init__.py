r"""The compiler from study notes to flash cards.

The same stages that the command runs are plain functions here::

    import deckgen

    source = deckgen.Source(name="notes.md", content=b"## What is a byte?\n\nEight bits.\n")
    decks, findings = deckgen.read([source])
    decks, more = deckgen.tag(decks)
    decks, lock, matches = deckgen.identify(decks, deckgen.Lock(), now=1_700_000_000)
    findings += more + deckgen.check(decks)
    files, more = deckgen.export(decks, ["csv"], deckgen.read_templates())
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from deckgen.checks import check
    from deckgen.disk import read_templates
    from deckgen.identity import identify
    from deckgen.lock import Lock, format_lock, parse_lock
    from deckgen.model import Deck, Finding, Note, OutputFile, Source, Template
    from deckgen.pipeline import export, read
    from deckgen.refusal import RefusedError
    from deckgen.topics import tag

__version__ = "0.1.0"

__all__ = [
    "Deck",
    "Finding",
    "Lock",
    "Note",
    "OutputFile",
    "RefusedError",
    "Source",
    "Template",
    "check",
    "export",
    "format_lock",
    "identify",
    "parse_lock",
    "read",
    "read_templates",
    "tag",
]

_HOMES = {
    "check": "checks",
    "export": "pipeline",
    "format_lock": "lock",
    "identify": "identity",
    "Lock": "lock",
    "parse_lock": "lock",
    "read": "pipeline",
    "read_templates": "disk",
    "tag": "topics",
    "RefusedError": "refusal",
}


def __getattr__(name: str) -> object:
    """Import what is asked for, so that the command line need not wait for what it does not use."""
    if name not in __all__:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    from importlib import import_module  # noqa: PLC0415 - it is needed here only

    return getattr(import_module(f"deckgen.{_HOMES.get(name, 'model')}"), name)
