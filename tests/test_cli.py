"""The command as a user meets it: in a shell, with files."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Collection, Ran

    Deckgen = Callable[..., Ran]

NOTES = (
    "# Notes\n\n## 1. What is a cell?\n\nA unit.\n\n## 2. What is a gene?\n\nA stretch of DNA.\n"
)


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    path = tmp_path / "notes.md"
    path.write_text(NOTES, encoding="utf-8")
    return path


def test_build_makes_the_three_usual_files_and_a_receipt(
    deckgen: Deckgen, notes: Path, tmp_path: Path
) -> None:
    ran = deckgen("build", notes)

    assert ran.code == 0
    assert ran.out.startswith("2 questions found, 2 cards made, 0 skipped\n")
    assert sorted(path.name for path in (tmp_path / "build").iterdir()) == [
        "notes.apkg",
        "notes.csv",
        "notes.html",
    ]


def test_hundred_questions_arrive_in_anki_in_order(
    deckgen: Deckgen, tmp_path: Path, hundred: str, collection: Collection
) -> None:
    (tmp_path / "hundred.md").write_text(hundred, encoding="utf-8")
    deckgen("build", "hundred.md", "-o", "hundred.apkg")
    log = collection.import_package(tmp_path / "hundred.apkg")

    assert len(log.new) == 100
    assert [note["Number"] for note in collection.notes()] == [str(n) for n in range(1, 101)]
    assert collection.notes()[11]["Answer"].endswith("</ul>\n<p>Both say the same of 12.</p>\n")


def test_skipped_questions_are_named_with_line_and_reason(deckgen: Deckgen, tmp_path: Path) -> None:
    text = NOTES + "\n## 3. What is missing?\n\n## 4. What is a base?\n\nA unit.\n"
    (tmp_path / "notes.md").write_text(text)
    ran = deckgen("build", "notes.md", "--json")
    receipt = json.loads(ran.out)

    assert (receipt["questions"], receipt["cards"], ran.code) == (4, 3, 0)
    assert [(each["code"], each["file"], each["line"]) for each in receipt["skipped"]] == [
        ("no-answer", "notes.md", 11)
    ]


def test_same_card_twice_is_made_once(deckgen: Deckgen, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(
        "## 1. What?\n\nThis.\n\n## 2. Why?\n\nB.\n\n## 3. What?\n\nThis.\n"
    )
    ran = deckgen("build", "a.md")

    assert ran.out.startswith(
        "3 questions found, 2 cards made, 1 skipped\n  skipped, duplicate: a.md:9\n"
    )
    assert ran.code == 0


def test_receipt_says_why_and_where_questions_are_skipped_and_the_rest_is_said_once(
    deckgen: Deckgen, tmp_path: Path
) -> None:
    missing = "".join(f"## {n}. What is thing number {n}?\n\n" for n in range(3, 10))
    (tmp_path / "notes.md").write_text(f"{NOTES}\n{missing}## 10. What is left?\n\nThis.\n")
    ran = deckgen("build", "notes.md")
    first, second = ran.out.splitlines()[:2]

    assert first == "10 questions found, 3 cards made, 7 skipped"
    assert second.startswith("  skipped, no-answer: notes.md:11, notes.md:13, ")
    assert second.endswith(" and 2 more")
    assert ran.err.count("has no answer [no-answer]") == 7
    assert "has no answer" not in ran.out


def test_message_names_a_question_by_its_first_line_and_not_by_its_code(
    deckgen: Deckgen, tmp_path: Path
) -> None:
    code = "\n".join(f"const value{n} = {n};" for n in range(20))
    card = f"Q: What's the output?\n\n```js\n{code}\n```\n\nA: One\n\n"
    (tmp_path / "a.md").write_text(f"{card}{card}Q: What else?\n\nA: This.\n")
    for command in ("build", "check", "show", "topics"):
        ran = deckgen(command, "a.md")

        assert "What's the output?" in ran.out + ran.err
        assert "value7" not in ran.out + ran.err


def test_strict_lets_warnings_fail_and_writes_nothing(deckgen: Deckgen, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("## 1. What?\n\n## 2. Why?\n\nB.\n")
    ran = deckgen("build", "a.md", "--strict")

    assert (ran.code, ran.out) == (1, "nothing was written: 1 warning\n")
    assert "a.md:1: warning:" in ran.err
    assert not (tmp_path / "build").exists()


def test_an_empty_document_among_others_is_left_out(
    deckgen: Deckgen, notes: Path, tmp_path: Path
) -> None:
    notes.with_name("2024-01-01.md").write_text("")
    ran = deckgen("build", tmp_path)

    assert ran.code == 0
    assert "2024-01-01.md: warning: the file is empty [empty]" in ran.err
    assert list(tmp_path.rglob("*.apkg"))


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"\xff\xfe\x00", "not-utf-8"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "binary"),
        (b"Only text.\n", "no-questions"),
        (b"## 1. What?\n\n## 2. Why?\n", "no-answers"),
        (b"## A?\n<!-- deckgen: id=x -->\nA\n\n## B?\n<!-- deckgen: id=x -->\nB\n", "same-id"),
    ],
)
def test_bad_documents_fail_and_leave_earlier_output(
    deckgen: Deckgen, notes: Path, tmp_path: Path, content: bytes, code: str
) -> None:
    deckgen("build", notes)
    before = {path: path.read_bytes() for path in (tmp_path / "build").iterdir()}
    notes.write_bytes(content)
    ran = deckgen("build", notes)

    assert ran.code == 1
    assert f"[{code}]" in ran.err
    assert {path: path.read_bytes() for path in (tmp_path / "build").iterdir()} == before


@pytest.mark.parametrize(
    ("arguments", "exit_code", "said"),
    [
        (["build", "missing.md"], 2, "no such file or folder: missing.md"),
        (["build"], 2, "deckgen init"),
        (["build", "empty"], 1, "no documents in the folder empty"),
        (["build", "notes.md", "-f", "ankii"], 2, 'did you mean "anki"?'),
        (["build", "notes.md", "--deck", "A::"], 2, 'a deck in "A::" has no name'),
        (["build", "notes.md", "--layout", "shet"], 2, 'did you mean "sheet"?'),
        (["build", "notes.md", "-o", "collection.apkg"], 2, "replace the learner's"),
        (["build", "notes.md", "-o", "Backup-1.apkg"], 2, "replace the learner's"),
        (["build", "notes.md", "-f", "anki,csv", "-o", "x.apkg"], 2, "one file"),
        (["build", "notes.md", "-o", "notes.md/x"], 1, "cannot write"),
        (["build", "notes.md", "-f", "pdf", "-o", "foo.html"], 2, "call it foo.pdf, or"),
        (["pdf", "notes.md", "-o", "foo.html"], 2, "foo.html ends like html, but pdf is asked for"),
        (["build", "notes.md", "-f", "anki", "-o", "my.csv"], 2, "call it my.apkg, or"),
        (["build", "notes.md", "-f", "csv", "-o", "x.anki.csv"], 2, "ends like anki-csv"),
        (["build", "notes.md", "--layout", "table", "-o", "x.key.html"], 2, "the layout key"),
        (["build", "notes.md", "-o", "cards.xlsx"], 2, "no format of ours ends in .xlsx"),
        (["build", "notes.md", "-o", "cards.apkgg"], 2, 'did you mean ".apkg"?'),
        (["build", "notes.md", "-o", "-"], 2, "- is no file, and deckgen writes files"),
        (["build", "notes.md", "-o", "/dev/stdout"], 2, "/dev/stdout is no file"),
        (["build", "notes.md", "-o", "/dev/null"], 2, "/dev/null is no file"),
        (["build", "notes.md", "-o", "notes.md"], 2, "does not say what to write"),
        (["build", "-"], 2, "write it into a file first"),
        (["build", "notes.md", "--config", "none.toml"], 2, "none.toml"),
        (["build", "notes.md", "--retire", "none.apkg"], 2, "none.apkg"),
        (["diff", "notes.md", "--against", "none.lock"], 2, "none.lock"),
        (["build", "notes.md", "--confg", "x"], 2, "--config"),
        (["bild"], 2, "build"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_message(
    deckgen: Deckgen,
    notes: Path,
    tmp_path: Path,
    arguments: list[str],
    exit_code: int,
    said: str,
) -> None:
    (tmp_path / "empty").mkdir()
    ran = deckgen(*arguments)

    assert ran.code == exit_code
    assert said in ran.err
    assert ran.out == ""
    assert notes.read_text() == NOTES
    assert sorted(path.name for path in tmp_path.iterdir()) == ["empty", "notes.md"]


@pytest.mark.parametrize(
    ("settings", "exit_code", "said"),
    [
        ('outptu = "x"', 1, 'deckgen.toml:2: error: unknown setting "outptu"'),
        ('[export.csv]\nseperator = "tab"', 1, 'did you mean "separator"?'),
        ('[export.csv]\nseparator = "dot"', 1, "it is one of: comma, semicolon, tab"),
        ("[export.csv]\nspreadsheet_safe = 1", 1, "deckgen.toml:3: error: the option"),
        ("[export.csv]\nspreadsheet_safe = 1", 1, "it is true or false"),
        ('[export.htm]\nlayout = "cards"', 1, 'deckgen.toml:2: error: there is no exporter "htm"'),
        ('[export.html]\nlayout = "sheet, carts"', 1, 'did you mean "cards"?'),
        ('[export.html]\nstock = "a4-7"', 1, "deckgen.toml:3: error: the option"),
        ('formats = ["ank"]', 1, 'deckgen.toml:2: error: there is no exporter "ank"'),
        ('shape = "x"', 1, 'deckgen.toml:2: error: there is no shape "x"'),
        ('topics = "nonsense"', 1, 'deckgen.toml:2: error: there is no topic file "nonsense"'),
    ],
)
def test_bad_settings_are_refused(
    deckgen: Deckgen, notes: Path, tmp_path: Path, settings: str, exit_code: int, said: str
) -> None:
    (tmp_path / "deckgen.toml").write_text(f'sources = ["{notes.name}"]\n{settings}\n')
    ran = deckgen("build")

    assert ran.code == exit_code
    assert said in ran.err
    assert not (tmp_path / "build").exists()


@pytest.mark.parametrize("option", ['numbers = "1-"', 'topics = "foo"'])
def test_what_only_one_exporter_finds_wrong_keeps_all_files_from_being_written(
    deckgen: Deckgen, notes: Path, tmp_path: Path, option: str
) -> None:
    (tmp_path / "deckgen.toml").write_text(f'sources = ["{notes.name}"]\n[export.html]\n{option}\n')
    ran = deckgen("build")

    assert (ran.code, ran.out) == (1, "nothing was written: 1 error\n")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["deckgen.toml", "notes.md"]


def test_exporter_that_fails_keeps_all_files_from_being_written(
    deckgen: Deckgen, notes: Path, tmp_path: Path
) -> None:
    plugins = guest(tmp_path, "def export(decks, templates):\n    raise KeyError('x')\n")
    ran = deckgen("build", notes, "-f", "csv,guest", PYTHONPATH=plugins)

    assert ran.code == 1
    assert "the exporter \"guest\" failed: KeyError: 'x' [exporter-failed]" in ran.err
    assert not (tmp_path / "build").exists()


def guest(folder: Path, code: str) -> str:
    """Install an exporter called guest; return the folder to look for it in."""
    plugins = folder / "plugins"
    (plugins / "guest-1.dist-info").mkdir(parents=True)
    (plugins / "guest.py").write_text(code)
    (plugins / "guest-1.dist-info" / "METADATA").write_text("Name: guest\nVersion: 1\n")
    (plugins / "guest-1.dist-info" / "entry_points.txt").write_text(
        "[deckgen.exporters]\nguest = guest:export\n"
    )
    return str(plugins)


def test_json_without_notes_makes_no_package(deckgen: Deckgen, tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text('{"deckgen": 1, "notes": []}')
    ran = deckgen("build", "a.json")

    assert (ran.code, ran.out) == (1, "nothing was written: 1 error\n")
    assert "a.json: error: there is no question in the file [no-questions]" in ran.err
    assert [path.name for path in tmp_path.iterdir()] == ["a.json"]


def test_damaged_lock_is_named_once_with_its_folder(deckgen: Deckgen, tmp_path: Path) -> None:
    (tmp_path / "q").mkdir()
    (tmp_path / "q" / "a.md").write_text(NOTES)
    (tmp_path / "q" / "deckgen.lock").write_text("no lock\n")
    ran = deckgen("build", "q/a.md")

    assert ran.code == 1
    assert ran.err.startswith("q/deckgen.lock:1: error: ")


@pytest.mark.parametrize("arguments", [["show", "notes.md"], ["exporters"], ["build", "notes.md"]])
@pytest.mark.skipif(sys.platform != "linux", reason="this system has no full device")
@pytest.mark.usefixtures("notes")
def test_full_output_is_said_and_is_no_fault_of_deckgen(
    tmp_path: Path, arguments: list[str]
) -> None:
    with Path("/dev/full").open("w") as full:
        process = subprocess.run(
            [sys.executable, "-m", "deckgen", *arguments],
            cwd=tmp_path,
            stdout=full,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            check=False,
        )

    assert process.returncode == 1
    assert process.stderr.startswith("error: cannot print: ")
    assert len(process.stderr.splitlines()) == 2


def test_page_needs_no_lock_and_leaves_none(deckgen: Deckgen, notes: Path, tmp_path: Path) -> None:
    (tmp_path / "deckgen.lock").write_text("no lock\n")
    with_broken = deckgen("build", notes, "-f", "html")
    (tmp_path / "deckgen.lock").unlink()
    without = deckgen("build", notes, "-f", "html", "--strict")
    for_anki = deckgen("build", notes, "-f", "html,csv")

    assert (with_broken.code, with_broken.err) == (without.code, without.err) == (0, "")
    assert "deckgen.lock" not in without.out
    assert "deckgen.lock is new" in for_anki.out


@pytest.mark.usefixtures("notes")
def test_missing_topic_file_is_a_fault_of_what_names_it(deckgen: Deckgen, tmp_path: Path) -> None:
    (tmp_path / "own.md").write_text("---\ntopics: foo.toml\n---\n" + NOTES)
    asked = deckgen("build", "notes.md", "--topics", "generative-ia")
    of_its_own = deckgen("build", "own.md")

    assert (asked.code, 'did you mean "generative-ai"?' in asked.err) == (2, True)
    assert of_its_own.code == 1
    assert of_its_own.err.startswith('own.md: error: there is no topic file "foo.toml" [no-topics]')


def test_begun_project_needs_a_folder_that_can_be_written(deckgen: Deckgen, notes: Path) -> None:
    ran = deckgen("init", notes / "below")

    assert ran.code == 1
    assert "name another folder: deckgen init FOLDER" in ran.err


def test_nothing_is_shown_of_what_is_refused(deckgen: Deckgen, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("Only text.\n")

    assert [deckgen(command, "a.md").out for command in ("show", "topics")] == ["", ""]
    assert deckgen("show", "a.md", "--explain", "--questions").code == 2


def test_missing_sources_of_a_project_are_a_fault_of_its_settings(
    deckgen: Deckgen, tmp_path: Path
) -> None:
    (tmp_path / "deckgen.toml").write_text('name = "x"\nsources = ["src"]\n')
    ran = deckgen("build")

    assert ran.code == 1
    assert ran.err.startswith("deckgen.toml:2: error: no such file or folder: src [no-such-file]")
    assert "mend sources in deckgen.toml" in ran.err


def test_pattern_that_ignores_nothing_is_named_in_its_own_file(
    deckgen: Deckgen, tmp_path: Path
) -> None:
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "a.md").write_text(NOTES)
    (tmp_path / "deckgen.toml").write_text(
        '[check.per_file_ignores]\n"drafts/*.md" = ["stub"]\n"source/*.md" = ["stub"]\n'
    )
    ran = deckgen("check", "--config", "deckgen.toml")
    of_one = deckgen("check", "source/a.md")

    assert 'deckgen.toml:1: warning: no file has the name "drafts/*.md"' in ran.err
    assert ran.err.count("unmatched-ignore") == 1
    assert "unmatched-ignore" not in of_one.err


def test_project_is_found_from_a_folder_below(tmp_path: Path) -> None:
    (tmp_path / "source" / "deep").mkdir(parents=True)
    (tmp_path / "source" / "deep" / "a.md").write_text(NOTES)
    (tmp_path / "deckgen.toml").write_text('name = "mine"\nformats = ["csv"]\ndeck = "D"\n')
    process = subprocess.run(
        [sys.executable, "-m", "deckgen", "build", "--json"],
        cwd=tmp_path / "source" / "deep",
        capture_output=True,
        check=True,
    )
    receipt = json.loads(process.stdout)

    assert (tmp_path / "build" / "mine.csv").exists()
    assert [deck["name"] for deck in receipt["decks"]] == ["D"]


def test_begun_project_builds_as_it_is(deckgen: Deckgen, tmp_path: Path) -> None:
    assert deckgen("init").code == 0
    ran = deckgen("build", "--strict")

    assert (ran.code, ran.err) == (0, "")
    assert (tmp_path / "build" / "my-cards.apkg").exists()
    assert deckgen("init").code == 2


def test_check_says_everything_and_writes_nothing(
    deckgen: Deckgen, notes: Path, tmp_path: Path
) -> None:
    notes.write_text(NOTES + "\n---\n\nThe end.\n")
    ran = deckgen("check", notes)

    assert ran.code == 0
    assert "notes.md:11: info:" in ran.err
    assert ran.out == "1 info\n"
    assert [path.name for path in tmp_path.iterdir()] == ["notes.md"]


@pytest.mark.parametrize("given", [["--json"], ["--format", "json"]])
def test_check_prints_json(deckgen: Deckgen, tmp_path: Path, given: list[str]) -> None:
    (tmp_path / "a.md").write_text("## 1. What?\n<!-- deckgen: idd=x -->\nThis.\n")
    ran = deckgen("check", "a.md", *given)
    (finding,) = [each for each in json.loads(ran.out) if each["severity"] == "error"]

    assert (ran.code, ran.err) == (1, "")
    assert (finding["code"], finding["line"], finding["column"]) == ("directive", 2, 15)


def test_check_prints_annotations(deckgen: Deckgen, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("## 1. What?\n\nTODO\n\n## 2. Why?\n\nBecause.\n")
    ran = deckgen("check", "a.md", "--format", "github")

    assert (ran.code, ran.err) == (0, "")
    assert "::warning file=a.md,line=3,title=deckgen%3A stub::" in ran.out


def test_check_explains_a_code(deckgen: Deckgen) -> None:
    ran = deckgen("check", "--explain", "no-answer")

    assert ran.code == 0
    assert ran.out.startswith("no-answer (warning)\n\nA question has no answer")


def test_show_lists_number_line_and_question(deckgen: Deckgen, notes: Path) -> None:
    ran = deckgen("show", notes)

    assert [line.split() for line in ran.out.splitlines()] == [
        ["Notes", "(2", "cards)"],
        ["1", "notes.md:3", "What", "is", "a", "cell?"],
        ["2", "notes.md:7", "What", "is", "a", "gene?"],
    ]


def test_show_gives_notes_as_json(deckgen: Deckgen, notes: Path) -> None:
    shown = json.loads(deckgen("show", notes, "--json").out)

    assert [(note["number"], note["front"], note["line"]) for note in shown] == [
        (1, "What is a cell?", 3),
        (2, "What is a gene?", 7),
    ]


def test_filter_stands_between_reading_and_exporting(
    deckgen: Deckgen, notes: Path, tmp_path: Path
) -> None:
    deckgen("build", notes, "-o", "notes.json")
    data = json.loads((tmp_path / "notes.json").read_text())
    data["notes"] = data["notes"][:1]
    (tmp_path / "one.json").write_text(json.dumps(data))
    ran = deckgen("build", "one.json", "-o", "one.json.csv")

    assert ran.out.startswith("1 question found, 1 card made, 0 skipped\n")
    assert (tmp_path / "one.json.csv").exists()


@pytest.mark.parametrize("ending", ["apkg", "csv", "tsv", "html", "json"])
def test_output_may_be_one_file(deckgen: Deckgen, notes: Path, tmp_path: Path, ending: str) -> None:
    ran = deckgen("build", notes, "-o", f"out/x.{ending}", "-q")

    assert (ran.code, ran.out, ran.err) == (0, "", "")
    assert [path.name for path in (tmp_path / "out").iterdir()] == [f"x.{ending}"]


@pytest.mark.parametrize(
    ("ending", "start"),
    [
        ("anki.csv", "#separator:Comma\n"),
        ("csv", "guid,number,"),
        ("tsv", "guid\tnumber\t"),
    ],
)
def test_longest_ending_says_what_a_table_is(
    deckgen: Deckgen, notes: Path, tmp_path: Path, ending: str, start: str
) -> None:
    (tmp_path / "deckgen.toml").write_text('[export.csv]\nseparator = "tab"\n')
    deckgen("build", notes, "-o", f"x.{ending}")

    assert (tmp_path / f"x.{ending}").read_text().startswith(start)


def test_ending_says_the_layout_of_a_page(deckgen: Deckgen, notes: Path, tmp_path: Path) -> None:
    (tmp_path / "deckgen.toml").write_text('[export.html]\nlayout = "cards"\n')
    deckgen("build", notes, "-o", "own.html", "--layout", "key")
    deckgen("build", notes, "-o", "x.key.html")
    deckgen("build", notes, "-o", "x.sheet.html")

    assert (tmp_path / "x.key.html").read_bytes() == (tmp_path / "own.html").read_bytes()
    assert (tmp_path / "x.sheet.html").read_bytes() != (tmp_path / "own.html").read_bytes()


def test_guest_exporter_writes_into_the_file_that_is_named(
    deckgen: Deckgen, notes: Path, tmp_path: Path
) -> None:
    plugins = guest(
        tmp_path,
        "from deckgen import OutputFile\n\n"
        "def export(decks, templates):\n    yield OutputFile('.words.txt', b'words')\n",
    )
    deckgen("build", notes, "-f", "guest", "-o", "x.words.txt", PYTHONPATH=plugins)

    assert (tmp_path / "x.words.txt").read_text() == "words"


def test_folder_may_have_a_version_in_its_name(
    deckgen: Deckgen, notes: Path, tmp_path: Path
) -> None:
    deckgen("build", notes, "-f", "csv", "-o", "build-1.2")

    assert (tmp_path / "build-1.2" / "notes.csv").exists()


def test_deck_and_subdecks_are_named_on_the_command_line(deckgen: Deckgen, tmp_path: Path) -> None:
    text = "# T\n\n## One\n\n### What?\n\nA.\n\n## Two\n\n### Why?\n\nB.\n"
    (tmp_path / "a.md").write_text(text)
    receipt = json.loads(deckgen("build", "a.md", "--deck", "D", "--subdecks", "--json").out)

    assert [deck["name"] for deck in receipt["decks"]] == ["D::One", "D::Two"]


@pytest.mark.usefixtures("notes")
def test_own_template_changes_the_page(deckgen: Deckgen, tmp_path: Path) -> None:
    (tmp_path / "deckgen.toml").write_text('sources = ["notes.md"]\nformats = ["html"]\n')
    (tmp_path / "templates" / "html").mkdir(parents=True)
    (tmp_path / "templates" / "html" / "page.css").write_text("body { color: teal }")
    deckgen("build")

    assert "color: teal" in next((tmp_path / "build").iterdir()).read_text()


@pytest.mark.parametrize("locale", ["C", "C.UTF-8"])
def test_locale_does_not_matter(deckgen: Deckgen, tmp_path: Path, locale: str) -> None:
    (tmp_path / "水.md").write_text("## 1. 水とは？\n\nH₂O\n\n## 2. は？\n", encoding="utf-8")
    ran = deckgen("build", "水.md", LC_ALL=locale, PYTHONIOENCODING="utf-8")

    assert ran.code == 0
    assert "水.md:5" in ran.out
    assert (tmp_path / "build" / "水.apkg").exists()


def test_closed_pipe_is_no_failure_worth_a_word(notes: Path) -> None:
    process = subprocess.run(
        f"{sys.executable} -m deckgen show {notes} | true",
        shell=True,
        capture_output=True,
        check=True,
    )

    assert process.stderr == b""


#: Runs the command, and sends it a signal when half of the second file is on the disk.
STOPPED_MIDWAY = """
import os, sys
from deckgen import disk
from deckgen.commands.main import main

write, written = disk._write_part, []

def write_and_stop(part, content):
    written.append(part)
    write(part, content[: len(content) // len(written)])
    if len(written) == 2:
        os.kill(os.getpid(), int(sys.argv[1]))

disk._write_part = write_and_stop
main(sys.argv[2:])
"""


@pytest.mark.parametrize(
    ("number", "exit_code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)], ids=["^C", "SIGTERM"]
)
def test_stopped_build_leaves_old_output_and_no_rubbish(
    tmp_path: Path, notes: Path, number: signal.Signals, exit_code: int
) -> None:
    (tmp_path / "build").mkdir()
    (tmp_path / "build" / "notes.apkg").write_bytes(b"old")
    process = subprocess.run(
        [sys.executable, "-c", STOPPED_MIDWAY, str(int(number)), "build", notes],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert process.returncode == exit_code
    assert "Traceback" not in process.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["build", "notes.md"]
    assert [path.name for path in (tmp_path / "build").iterdir()] == ["notes.apkg"]
    assert (tmp_path / "build" / "notes.apkg").read_bytes() == b"old"


def test_version_and_help(deckgen: Deckgen) -> None:
    assert deckgen("--version").out.startswith("deckgen ")
    assert deckgen("-h").out == deckgen("--help").out


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_script_is_printed(deckgen: Deckgen, shell: str) -> None:
    assert "_DECKGEN_COMPLETE" in deckgen("completion", shell).out


def test_formats_are_completed(deckgen: Deckgen) -> None:
    ran = deckgen(
        _DECKGEN_COMPLETE="bash_complete", COMP_WORDS="deckgen build -f an", COMP_CWORD="3"
    )

    assert ran.out.split() == ["plain,anki", "plain,anki-csv"]


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="this system has no pseudo-terminals")
def test_long_work_shows_its_way_on_a_terminal_only(tmp_path: Path, hundred: str) -> None:
    (tmp_path / "a.md").write_text(hundred * 25, encoding="utf-8")
    command = [sys.executable, "-m", "deckgen", "build", "a.md", "-o", "a.csv"]
    ours, theirs = os.openpty()
    process = subprocess.Popen(command, cwd=tmp_path, stderr=theirs, stdout=subprocess.DEVNULL)
    os.close(theirs)
    shown = b"".join(iter(lambda: _read(ours), b""))
    os.close(ours)
    piped = subprocess.run(command, cwd=tmp_path, capture_output=True, check=True)

    assert process.wait(timeout=60) == 0
    assert b"2500/2500" in shown
    assert b"/2500" not in piped.stderr


def _read(terminal: int) -> bytes:
    """What a terminal shows next; nothing once the program at its other end is gone."""
    try:
        return os.read(terminal, 100_000)
    except OSError:
        return b""
