"""Gives a slice of a document the link definitions that it needs to stand alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deckgen.markdown.blocks import parse
from deckgen.markdown.inline import labels

if TYPE_CHECKING:
    from collections.abc import Mapping


def self_contained(markdown: str, references: Mapping[str, str]) -> str:
    """Append the link definitions that a slice uses and lacks, so that it renders alone.

    Args:
        markdown: A slice of a document.
        references: That document's definitions, as in :attr:`Document.references`.
    """
    if not references or "[" not in markdown:
        return markdown
    used = labels(markdown) & references.keys()
    missing = sorted(used - parse(markdown).references.keys()) if used else []
    if not missing:
        return markdown
    definitions = "\n".join(references[label] for label in missing)
    longer = f"{markdown.rstrip()}\n\n{definitions}\n"
    if parse(longer).references.keys() >= set(missing):
        return longer
    # Something at the end of the slice, such as an open fence, would swallow them.
    return f"{definitions}\n\n{markdown}"
