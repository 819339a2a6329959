"""A ledger that SQLite can read and that makes no sense: put aside like any damaged one, by every command."""

import sqlite3
import zlib
from pathlib import Path

import pytest
from support import unchanged
from support.command import run
from support.four import RUBRIC, altered, built, codes, document, everything, first_build, rows, states, write

from formgen.changes.diff import compare_with_folder
from formgen.commands.build import plan_build
from formgen.commands.change_sheet import write_change_sheet
from formgen.commands.submit import submit_version
from formgen.folder.plan import Options
from formgen.ledger import access
from formgen.ledger.store import HOME, LEDGER_FILE


@pytest.fixture
def out(tmp_path_factory: pytest.TempPathFactory, tmp_path: Path) -> Path:
    """A folder that was built once and handed in."""
    folder = first_build(tmp_path_factory, tmp_path)
    submit_version(folder, "第1稿")
    return folder


@pytest.fixture
def source(out: Path) -> Path:
    return out.parent / "data.yaml"


NONSENSE = {
    "a tally that is no JSON": "UPDATE runs SET tally = 'x'",
    "a tally that is a list": "UPDATE runs SET tally = '[]'",
    "a tally of texts": """UPDATE runs SET tally = '{"new": "x"}'""",
    "a tally nested too deeply": f"UPDATE runs SET tally = '{'[' * 100000}'",  # noqa: S608 - of this test
    "a time that is none": "UPDATE runs SET at = 'x'",
    "a time without a zone": "UPDATE runs SET at = '2026-01-01T00:00:00'",
    "a selection that is none": "UPDATE runs SET selection = '' WHERE kind = 'build'",
    "a selection of numbers": "UPDATE runs SET selection = '[1, 2, 3]' WHERE kind = 'build'",
    "inputs of a run that are not there": "UPDATE runs SET inputs = 99",
    "inputs of a community that are not there": "UPDATE communities SET inputs = 99",
    "no inputs at all": "DELETE FROM inputs",
    "wishes that are no JSON": "UPDATE inputs SET wishes = 'x'",
    "templates that are a list": "UPDATE inputs SET templates = '[]'",
    "readings that are numbers": """UPDATE inputs SET readings = '{"P01": 1}'""",
    "a number that is a text": "UPDATE communities SET number = 'x'",
    "a snapshot that is a text": "UPDATE communities SET snapshot = 'x'",
    "a name that is bytes": "UPDATE communities SET name = x'00' WHERE number = 1",
    "a fate that is unknown": "UPDATE documents SET fate = 'lost'",
    "a size that is a text": "UPDATE documents SET size = 'x'",
    "a time of a version that is none": "UPDATE submissions SET at = 'x'",
    **{
        f"no table {table}": f"DROP TABLE {table}"
        for table in ("inputs", "runs", "communities", "documents", "submissions", "submitted")
    },
    "no column": "ALTER TABLE documents DROP COLUMN digest",
    "another column": "ALTER TABLE runs ADD COLUMN more TEXT",
    "no version": "PRAGMA user_version = 0",
}


@pytest.mark.parametrize("statement", NONSENSE.values(), ids=NONSENSE)
def test_a_ledger_that_makes_no_sense_is_put_aside_and_no_document_is_touched(
    statement: str, source: Path, out: Path
) -> None:
    altered(out, statement)
    before = states(out)
    with access.look_into(out) as ledger:
        assert ledger is None
    diffed = compare_with_folder(plan_build(source, RUBRIC, Options()), out)
    assert codes(diffed) == ["F127"]
    result = built(source, out)
    assert codes(result) == ["F121"]
    assert "已损坏，改名为“ledger-damaged-" in str(result.problems[0])
    assert states(out) == before
    assert unchanged(source, RUBRIC, Options(), out) is not None


def test_every_command_gets_over_a_ledger_that_makes_no_sense(source: Path, out: Path) -> None:
    altered(out, "UPDATE runs SET tally = 'x'")
    assert "[F131]" in run("ledger", str(out)).stderr
    for words in (
        ("collect", str(out), "--data", str(source), "--rubric", RUBRIC),
        ("change-sheet", str(out), "--rubric", RUBRIC, "-o", str(out.parent / "更正说明.docx")),
        ("submit", str(out), "--label", "第2稿"),
        ("build", str(source), "--rubric", RUBRIC, "-o", str(out)),
        ("undo", str(out), "--yes"),
    ):
        assert run(*words).exit_code == 0, words


def spoil(out: Path, table: str, data: bytes) -> None:
    base = sqlite3.connect(out / HOME / LEDGER_FILE)
    base.execute(f"UPDATE {table} SET snapshot = ? WHERE name = '第1社区'", (data,))  # noqa: S608 - a name of this test
    base.commit()
    base.close()


SPOILT = {
    "no bytes": b"",
    "bytes that are not packed": b"\0" * 30,
    "no JSON": zlib.compress(b"x"),
    "a list": zlib.compress(b"[]"),
    "an object without parts": zlib.compress(b"{}"),
    "points that are none": zlib.compress(
        b'{"texts":{},"cells":{},"points":{"item1":"x"},"totals":{},"passed":null,"awards":{},"forms":{}}'
    ),
    "a verdict that is none": zlib.compress(
        b'{"texts":{},"cells":{},"points":{},"totals":{},"passed":"x","awards":{},"forms":{}}'
    ),
    "a text without a cell": zlib.compress(
        b'{"texts":{"a":"b"},"cells":{},"points":{},"totals":{},"passed":null,"awards":{},"forms":{}}'
    ),
}


@pytest.mark.parametrize("data", SPOILT.values(), ids=SPOILT)
def test_a_snapshot_that_makes_no_sense_costs_no_other(data: bytes, source: Path, out: Path) -> None:
    spoil(out, "communities", data)
    changed = {"facts": {"phone": "111"}, "indicators": {"target_employed": 90}}
    write(source, rows(first=changed, second=changed))
    found = compare_with_folder(plan_build(source, RUBRIC, Options()), out)
    assert [each.who.name for each in found.changes] == ["第2社区"]
    assert "台账里“甲镇第1社区”以前的情形读不出，没有和它比" in str(found.problems[-1])
    assert codes(found) == ["F151"]
    spoil(out, "submitted", data)
    sheet = write_change_sheet(out, out.parent / "更正说明.docx")
    assert {problem.code for problem in sheet.problems} == {"F151"}


def test_a_spoilt_snapshot_is_entered_anew_by_the_next_build(source: Path, out: Path) -> None:
    spoil(out, "communities", b"\0" * 30)
    assert unchanged(source, RUBRIC, Options(), out) is None
    assert codes(built(source, out)) == []
    write(source, rows(first={"facts": {"phone": "111"}}))
    found = compare_with_folder(plan_build(source, RUBRIC, Options()), out)
    assert (codes(found), [each.who.name for each in found.changes]) == ([], ["第1社区"])


# -- undo and a run that goes on ----------------------------------------------------------------------
def test_undo_refuses_a_ledger_of_a_newer_version_and_touches_nothing(source: Path, out: Path) -> None:
    write(source, rows(first={"facts": {"phone": "111"}}))
    built(source, out)
    altered(out, "PRAGMA user_version = 99")
    before = everything(out)
    result = run("undo", str(out), "--yes")
    assert (result.exit_code, "[F120]" in result.stderr) == (1, True)
    assert "请把 formgen 升级到最新版" in result.stderr
    assert everything(out) == before


@pytest.mark.parametrize("text", ["", "[]", "{}", "x"])
def test_undo_works_where_the_kind_of_the_run_cannot_be_told(text: str, source: Path, out: Path) -> None:
    before = document(out, 1).read_bytes()
    write(source, rows(first={"facts": {"phone": "111"}}))
    built(source, out)
    (out / HOME / "undo" / "about.json").write_text(text, encoding="utf-8")
    with (out / HOME / "undo" / "1.jsonl").open("w", encoding="utf-8") as stream:
        stream.write('{"path": 3, "aside": null, "hash": []}\n')
    result = run("undo", str(out), "--yes")
    assert (result.exit_code, "哪一种已认不出" in result.stdout) == (0, True)
    assert document(out, 1).read_bytes() == before


def test_a_run_that_goes_on_is_not_told_to_have_stopped(out: Path) -> None:
    altered(out, "UPDATE runs SET done = 0 WHERE id = (SELECT max(id) FROM runs)")
    assert "中途停止" in run("ledger", str(out)).stdout
    with access.lock_folder(out):
        told = run("ledger", str(out)).stdout
    assert ("正在进行" in told, "中途停止" in told) == (True, False)


def test_looking_whether_a_run_goes_on_makes_nothing(tmp_path: Path) -> None:
    assert not access.is_locked(tmp_path)
    assert list(tmp_path.iterdir()) == []
