"""Lets ``python -m deckgen`` be the command."""

from __future__ import annotations

from deckgen.commands.main import main

main()
