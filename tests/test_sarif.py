from __future__ import annotations

import json
import tarfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from deckgen.checks.entries import Entry
from deckgen.model import Finding
from deckgen.sarif import sarif_log

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Ran

ROOT = Path(__file__).parent.parent
FINDING = Finding(
    severity="warning",
    code="stub",
    message="It is so",
    hint="do this",
    file="my notes/ä.md",
    line=3,
    column=7,
)
ENTRY = Entry("stub", "Warning", "It is a stub.", "It teaches nothing.", "Write it.")


@pytest.fixture(scope="module")
def schema() -> Any:
    """The schema of SARIF 2.1.0, which ``make setup-tests`` takes from an npm package."""
    packages = list((ROOT / ".venv").glob("microsoft-jest-sarif-*.tgz"))
    if not packages:
        pytest.skip("the npm package @microsoft/jest-sarif, which holds the schema, is not here")
    with tarfile.open(packages[0]) as package:
        (name,) = [name for name in package.getnames() if "/schemas/sarif-2.1.0" in name]
        member = package.extractfile(name)
        assert member
        return json.load(member)


def test_log_of_a_run_fits_the_schema(
    deckgen: Callable[..., Ran], tmp_path: Path, schema: Any
) -> None:
    jsonschema = pytest.importorskip("jsonschema", reason="jsonschema is not here")
    (tmp_path / "a.md").write_text(
        "## 1. What?\n<!-- deckgen: idd=x -->\n\nTODO\n\n## 2. Why?\n\n## 3. Who?\n\nWe.\n"
    )
    log = json.loads(deckgen("check", "a.md", "--format", "sarif").out)

    jsonschema.validate(log, schema)
    assert {"directive", "stub", "no-answer"} <= {
        result["ruleId"] for result in log["runs"][0]["results"]
    }


def test_schema_finds_fault_with_other_logs(schema: Any) -> None:
    jsonschema = pytest.importorskip("jsonschema", reason="jsonschema is not here")
    log = sarif_log([FINDING], {}, "1")
    log["runs"][0]["results"][0]["level"] = "info"

    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(log, schema)


def test_result_says_where_and_what_and_its_rule_why() -> None:
    (run,) = sarif_log([FINDING], {"stub": ENTRY}, "1.2")["runs"]
    (result,) = run["results"]
    place = result["locations"][0]["physicalLocation"]

    assert place["artifactLocation"] == {"uri": "my%20notes/%C3%A4.md"}
    assert place["region"] == {"startLine": 3, "startColumn": 7}
    assert result["message"] == {"text": "It is so\ndo this"}
    assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["shortDescription"] == {
        "text": "It is a stub."
    }


def test_finding_about_no_file_has_no_place() -> None:
    given = Finding(severity="info", code="guest", message="It is so")
    (run,) = sarif_log([given], {}, "1")["runs"]

    assert run["results"] == [
        {"ruleId": "guest", "ruleIndex": 0, "level": "note", "message": {"text": "It is so"}}
    ]
