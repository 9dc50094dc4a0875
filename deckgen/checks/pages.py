"""The checks of a document as it is written, beside what its questions are."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from deckgen.checks.anchors import check_anchors
from deckgen.checks.extra_cells import check_extra_cells
from deckgen.checks.near_headings import check_near_headings
from deckgen.checks.swallowed import check_swallowed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from deckgen.model import Finding
    from deckgen.shapes.shape import Page, Pair

PageCheck = Callable[["Page", "Sequence[Pair]"], Iterable["Finding"]]

PAGE_CHECKS: tuple[PageCheck, ...] = (
    check_anchors,
    check_extra_cells,
    check_near_headings,
    check_swallowed,
)


def check_page(page: Page, pairs: Sequence[Pair]) -> list[Finding]:
    """Return what there is to say about a document, of which these are the questions."""
    return [finding for each in PAGE_CHECKS for finding in each(page, pairs)]
