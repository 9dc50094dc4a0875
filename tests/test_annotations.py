from __future__ import annotations

import pytest

from deckgen.annotations import annotation
from deckgen.model import Finding


@pytest.mark.parametrize(
    ("finding", "command"),
    [
        (
            Finding(severity="warning", code="c", message="So", file="a.md", line=3, column=7),
            "::warning file=a.md,line=3,col=7,title=deckgen%3A c::So",
        ),
        (
            Finding(severity="info", code="c", message="100 %\nso", hint="type: this"),
            "::notice title=deckgen%3A c::100 %25%0Aso%0Atype: this",
        ),
        (
            Finding(severity="error", code="c", message="So", file="a,b:c\n.md", line=3),
            "::error file=a%2Cb%3Ac%0A.md,line=3,title=deckgen%3A c::So",
        ),
    ],
)
def test_finding_is_one_command_whatever_it_holds(finding: Finding, command: str) -> None:
    assert annotation(finding) == command
