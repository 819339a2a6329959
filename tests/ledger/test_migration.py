"""Ledgers of version 1: brought to the tables of today, nothing lost that anybody reads."""

import json
import sqlite3
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from support import unchanged
from support.four import (
    RUBRIC,
    altered,
    asked,
    built,
    codes,
    document,
    everything,
    first_build,
    retype,
    rows,
    runs,
    states,
    write,
)

from formgen.changes.diff import compare_with_folder
from formgen.commands.build import plan_build
from formgen.commands.change_sheet import write_change_sheet
from formgen.commands.collect import collect_entries, find_last_build
from formgen.commands.ledger import read_ledger
from formgen.commands.submit import submit_version
from formgen.folder.plan import Options
from formgen.folder.snapshot import unpack_snapshot
from formgen.ledger.store import HOME, LEDGER_FILE
from formgen.printing.known_folder import read_printed_folder

# The tables as version 1 had them.
SCHEMA_1 = """
CREATE TABLE inputs (
    id INTEGER PRIMARY KEY, digest TEXT NOT NULL UNIQUE, rubric_id TEXT NOT NULL, rubric_name TEXT NOT NULL,
    rubric TEXT NOT NULL, readings TEXT NOT NULL, templates TEXT NOT NULL, slots TEXT NOT NULL,
    wishes TEXT NOT NULL, tool TEXT NOT NULL
);
CREATE TABLE runs (
    id INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, kind TEXT NOT NULL, data TEXT NOT NULL,
    data_hash TEXT NOT NULL, inputs INTEGER, selection TEXT NOT NULL, done INTEGER NOT NULL, tally TEXT NOT NULL,
    problems BLOB
);
CREATE TABLE communities (
    rubric TEXT NOT NULL, township TEXT NOT NULL, name TEXT NOT NULL, number INTEGER NOT NULL,
    run INTEGER NOT NULL, inputs INTEGER NOT NULL, data_hash TEXT NOT NULL, made BLOB NOT NULL,
    snapshot BLOB NOT NULL, PRIMARY KEY (rubric, township, name)
);
CREATE TABLE documents (
    path TEXT PRIMARY KEY, rubric TEXT NOT NULL, township TEXT NOT NULL, name TEXT NOT NULL, form TEXT NOT NULL,
    suffix TEXT NOT NULL, run INTEGER NOT NULL, inputs INTEGER NOT NULL, data_hash TEXT NOT NULL,
    hash TEXT NOT NULL, size INTEGER NOT NULL, time INTEGER NOT NULL, fate TEXT NOT NULL, moved INTEGER NOT NULL
);
CREATE INDEX documents_of ON documents (rubric, township, name);
CREATE TABLE history (run INTEGER NOT NULL, path TEXT NOT NULL, fate TEXT NOT NULL, conflicts TEXT NOT NULL);
CREATE TABLE submissions (
    label TEXT PRIMARY KEY, at TEXT NOT NULL, folder TEXT NOT NULL, files INTEGER NOT NULL
);
CREATE TABLE submitted (
    label TEXT NOT NULL, rubric TEXT NOT NULL, township TEXT NOT NULL, name TEXT NOT NULL,
    number INTEGER NOT NULL, snapshot BLOB NOT NULL, PRIMARY KEY (label, rubric, township, name)
);
PRAGMA user_version = 1;
"""
COPIED = (
    (
        "INSERT INTO inputs SELECT id, digest, rubric_id, rubric_name, rubric, readings, templates, '{}', wishes, tool"
        " FROM today.inputs"
    ),
    "INSERT INTO runs SELECT * FROM today.runs",
    (
        "INSERT INTO communities SELECT rubric, township, name, number, 1, inputs, data_hash, made, snapshot"
        " FROM today.communities"
    ),
    (
        "INSERT INTO documents SELECT path, rubric, township, name, form, suffix, 1, 1,"
        " CASE form WHEN 'summary' THEN digest ELSE 'data' END, 'hash', size, time, fate, moved FROM today.documents"
    ),
    "INSERT INTO history VALUES (1, 'x.docx', 'renewed', '[]')",
    "INSERT INTO submissions SELECT label, at, label, files FROM today.submissions",
    "INSERT INTO submitted SELECT * FROM today.submitted",
)


def positional(snapshot: bytes) -> bytes:
    """Return a snapshot as version 1 packed it."""
    held = unpack_snapshot(snapshot)
    content: list[Any] = [
        {key: [datum.text, datum.cell] for key, datum in held.data.items()},
        dict(held.points),
        dict(held.totals),
        held.passed,
        dict(held.awards),
        {form: dict(slots) for form, slots in held.forms.items()},
    ]
    return zlib.compress(json.dumps(content, ensure_ascii=False).encode(), 1)


def make_version_1(out: Path) -> None:
    """Put a ledger of version 1 with the same content in the place of a folder's ledger."""
    file, today = out / HOME / LEDGER_FILE, out / HOME / "today.sqlite"
    file.rename(today)
    base = sqlite3.connect(file)
    base.executescript(SCHEMA_1)
    base.execute("ATTACH ? AS today", (str(today),))
    for statement in COPIED:
        base.execute(statement)
    old = zlib.compress(b'{"documents":[["form","x.docx"]],"refused":[]}', 1)
    base.execute("UPDATE communities SET made = ?", (old,))
    for table in ("communities", "submitted"):
        found = base.execute(f"SELECT rowid, snapshot FROM {table}").fetchall()  # noqa: S608 - names of this test
        base.executemany(
            f"UPDATE {table} SET snapshot = ? WHERE rowid = ?",  # noqa: S608 - names of this test
            [(positional(snapshot), number) for number, snapshot in found],
        )
    base.commit()
    base.close()
    today.unlink()


@pytest.fixture
def out(tmp_path_factory: pytest.TempPathFactory, tmp_path: Path) -> Path:
    """A folder that version 1 built, handed in and built again after a change."""
    folder = first_build(tmp_path_factory, tmp_path)
    submit_version(folder, "第1稿")
    write(tmp_path / "data.yaml", rows(third={"facts": {"phone": "111"}}))
    built(tmp_path / "data.yaml", folder)
    make_version_1(folder)
    return folder


@pytest.fixture
def source(out: Path) -> Path:
    """The data that the folder was built from."""
    return out.parent / "data.yaml"


def test_a_ledger_of_version_1_gets_the_tables_of_today(source: Path, out: Path) -> None:
    before = [(run.id, run.at, run.kind, run.data, run.tally) for run in runs(out)]
    assert [kind for _, _, kind, _, _ in before] == ["build", "submit", "build"]
    assert asked(out, "PRAGMA user_version") == [(1,)]
    built(source, out)
    assert asked(out, "PRAGMA user_version") == [(2,)]
    tables = {name for (name,) in asked(out, "SELECT name FROM sqlite_master WHERE type = 'table'")}
    assert tables == {
        "inputs", "runs", "communities", "documents", "submissions", "submitted", "sqlite_sequence",
    }  # fmt: skip
    columns = {name for _, name, *_ in asked(out, "PRAGMA table_info(documents)")}
    assert columns.isdisjoint({"hash", "run", "inputs", "data_hash"})
    assert asked(out, "SELECT count(*) FROM documents") == [(16,)]
    assert asked(out, "SELECT label, files FROM submissions") == [("第1稿", 16)]
    assert [(run.id, run.at, run.kind, run.data, run.tally) for run in runs(out)[:3]] == before
    assert [run.id for run in runs(out)] == [1, 2, 3, 4]


def test_the_first_build_over_a_ledger_of_version_1_looks_at_all_and_writes_nothing(
    source: Path, out: Path
) -> None:
    before = states(out)
    assert unchanged(source, RUBRIC, Options(), out) is None
    again = built(source, out)
    assert (codes(again), dict(again.fates), states(out)) == ([], {"same": 16}, before)
    assert unchanged(source, RUBRIC, Options(), out) is not None


LOOKS = {
    "ledger": lambda _, out: read_ledger(out),
    "diff": lambda source, out: compare_with_folder(plan_build(source, RUBRIC, Options()), out),
    "collect": lambda source, out: collect_entries(source, find_last_build(out).rubric, out),
    "pack": lambda _, out: read_printed_folder(out),
    "change-sheet": lambda _, out: write_change_sheet(out, out.parent / "更正说明.docx"),
}


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)
def test_looking_leaves_a_ledger_of_version_1_as_it_is(
    look: Callable[[Path, Path], object], source: Path, out: Path
) -> None:
    before = everything(out)
    look(source, out)
    assert everything(out) == before


def test_what_was_typed_before_the_migration_is_kept(source: Path, out: Path) -> None:
    retype(document(out, 1), "0577-67220001", "222")
    assert built(source, out).kept == 1


def test_what_was_handed_in_under_version_1_is_compared_with_cells_and_points(
    source: Path, out: Path
) -> None:
    found = compare_with_folder(plan_build(source, RUBRIC, Options()), out, "第1稿")
    (change,) = found.changes
    (value,) = change.values
    assert (change.who.name, value.key, value.old, value.new) == (
        "第3社区",
        "facts.phone",
        "0577-67220003",
        "111",
    )
    assert write_change_sheet(out, out.parent / "更正说明.docx").rows == 2


def test_a_diff_against_a_ledger_of_version_1_finds_no_change(source: Path, out: Path) -> None:
    found = compare_with_folder(plan_build(source, RUBRIC, Options()), out)
    assert (found.empty, found.causes) == (True, [])


def test_a_snapshot_of_version_1_that_makes_no_sense_is_left(source: Path, out: Path) -> None:
    altered(out, "UPDATE communities SET snapshot = x'00' WHERE name = '第1社区'")
    assert codes(built(source, out)) == []
    assert unchanged(source, RUBRIC, Options(), out) is not None
