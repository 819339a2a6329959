"""The ledger of a folder: what a build enters, what a run without changes tells from it, and what its loss costs."""

import hashlib
import json
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from support import unchanged
from support.four import (
    RUBRIC,
    SCORES,
    Row,
    altered,
    asked,
    built,
    codes,
    document,
    everything,
    retype,
    row,
    rows,
    runs,
    states,
    texts,
    typed_into,
    write,
)

from formgen import __version__
from formgen.changes.diff import compare_with_folder
from formgen.commands.build import plan_build
from formgen.commands.change_sheet import write_change_sheet
from formgen.commands.ledger import read_ledger
from formgen.commands.submit import submit_version
from formgen.commands.undo import undo_run
from formgen.folder.build import BuildResult, build_folder
from formgen.folder.document_paths import FLAT, Layout
from formgen.folder.plan import Options
from formgen.ledger.store import HOME, LEDGER_FILE
from formgen.model import Fate
from formgen.office import package
from formgen.problems import FormgenError


# -- what is entered ----------------------------------------------------------------------------------
def test_a_build_enters_its_run_inputs_communities_and_documents(out: Path) -> None:
    tables = ("inputs", "runs", "communities", "documents", "submissions", "submitted")
    counts = {table: asked(out, f"SELECT count(*) FROM {table}")[0][0] for table in tables}  # noqa: S608 - names of this test
    assert counts == {
        "inputs": 1,
        "runs": 1,
        "communities": 4,
        "documents": 4 * 3 + 4,
        "submissions": 0,
        "submitted": 0,
    }
    submit_version(out, "第1稿")
    assert asked(out, "SELECT label, files FROM submissions") == [("第1稿", 16)]
    assert asked(out, "SELECT name FROM submitted ORDER BY number") == [
        (f"第{at}社区",) for at in range(1, 5)
    ]


def test_a_document_is_entered_as_it_lies_on_the_disk(out: Path) -> None:
    found = asked(
        out, "SELECT path, township, name, form, suffix, size, time, fate, moved, kept FROM documents"
    )
    entered = {path: rest for path, *rest in found}
    assert entered.keys() == states(out).keys()
    path = "甲镇/第1社区/第1社区-考核评分表.xlsx"
    data, modified = states(out)[path]
    assert entered[path] == [
        "甲镇", "第1社区", "yongjia-scorecard", ".xlsx", len(data), modified, "new", 0, 0,
    ]  # fmt: skip


def test_inputs_hold_readings_templates_wishes_and_tool(tmp_path: Path) -> None:
    source, out = write(tmp_path / "data.yaml", rows()), tmp_path / "out"
    built(source, out, columns=["township=computed"], draft=True)
    (found,) = asked(out, "SELECT rubric_id, rubric_name, readings, templates, wishes, tool FROM inputs")
    readings, templates, wishes = (json.loads(each) for each in found[2:5])
    assert found[:2] + found[5:] == (RUBRIC, RUBRIC, __version__)
    assert (readings["P01"], readings["P21"]) == ("include", "zero")
    assert set(templates) == {"yongjia-application", "yongjia-scorecard"}
    assert wishes == {"township": "computed", "draft": "yes"}


def test_every_run_is_remembered_with_what_it_did(source: Path, out: Path) -> None:
    unchanged(source, RUBRIC, Options(), out)
    write(source, rows(second={"facts": {"address": "和平路2号"}}))
    built(source, out)
    submit_version(out, "第1稿")
    found = runs(out)
    assert [(run.kind, Path(run.data).name, run.done) for run in found] == [
        ("build", "data.yaml", True),
        ("build", "data.yaml", True),
        ("build", "data.yaml", True),
        ("submit", "第1稿", True),
    ]
    assert found[2].data == "../data.yaml"
    assert [dict(run.tally) for run in found] == [
        {"new": 16},
        {"same": 16},
        {"same": 15, "renewed": 1},
        {"files": 16},
    ]
    assert found[0].data_hash == found[1].data_hash != found[2].data_hash
    assert found[2].data_hash == hashlib.sha256(source.read_bytes()).hexdigest()


def test_inputs_are_entered_once_however_often_they_are_used(source: Path, out: Path) -> None:
    for columns in ([], ["township=computed"], [], ["township=computed"]):
        built(source, out, columns=columns)
    assert [run.inputs for run in runs(out)] == [1, 1, 2, 1, 2]
    assert asked(out, "SELECT count(*) FROM inputs") == [(2,)]


# -- a ledger that cannot be read -----------------------------------------------------------------------
USES: dict[str, Callable[[Path, Path], object]] = {
    "build": built,
    "unchanged": lambda source, folder: unchanged(source, RUBRIC, Options(), folder),
    "diff": lambda source, folder: compare_with_folder(plan_build(source, RUBRIC, Options()), folder),
    "submit": lambda _, folder: submit_version(folder, "第1稿"),
    "change-sheet": lambda _, folder: write_change_sheet(folder, folder / "x.docx"),
    "ledger": lambda _, folder: read_ledger(folder),
}


@pytest.mark.parametrize("use", USES.values(), ids=USES)
def test_a_ledger_of_a_newer_version_is_refused_and_nothing_changed(
    use: Callable[[Path, Path], object], source: Path, out: Path
) -> None:
    submit_version(out, "第0稿")
    altered(out, "PRAGMA user_version = 99")
    write(source, rows(first={"facts": {"phone": "111"}}))
    before = everything(out)
    with pytest.raises(FormgenError) as caught:
        use(source, out)
    assert [problem.code for problem in caught.value.problems] == ["F120"]
    assert "是较新版本的 formgen 写的（99，本程序只认得2），没有动它" in str(caught.value)
    assert "请把 formgen 升级到最新版" in str(caught.value)
    assert everything(out) == before


def garbage(file: Path) -> None:
    file.write_bytes(b"no ledger at all" * 100)


def other_tables(file: Path) -> None:
    file.unlink()
    base = sqlite3.connect(file)
    base.executescript("CREATE TABLE x (y); PRAGMA user_version = 1;")
    base.close()


def cut_off(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def page_size(file: Path) -> int:
    base = sqlite3.connect(file)
    try:
        return int(base.execute("PRAGMA page_size").fetchone()[0])
    finally:
        base.close()


def overwritten_inside(file: Path) -> None:
    """Leave the first page, with all names of tables, and spoil the rest."""
    data, size = file.read_bytes(), page_size(file)
    file.write_bytes(data[:size] + b"\xff" * (len(data) - size))


def spoilt(table: str) -> Callable[[Path], None]:
    """Spoil the pages of one table, as a disk does; what is looked at when the ledger is opened is sound."""

    def spoil(file: Path) -> None:
        base, size = sqlite3.connect(file), page_size(file)
        names = [table, f"sqlite_autoindex_{table}_1"]
        roots = [
            page
            for name in names
            for (page,) in base.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (name,))
        ]
        base.close()
        data = bytearray(file.read_bytes())
        for page in roots:
            data[(page - 1) * size : page * size] = b"\xff" * size
        file.write_bytes(data)

    return spoil


DAMAGES = [
    garbage,
    other_tables,
    cut_off,
    overwritten_inside,
    *(
        pytest.param(spoilt(table), id=f"spoilt_{table}")
        for table in ("inputs", "runs", "communities", "documents")
    ),
]


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_ledger_is_put_aside_and_no_document_is_touched(
    damage: Callable[[Path], None], source: Path, out: Path
) -> None:
    file = out / HOME / LEDGER_FILE
    damage(file)
    damaged, before = file.read_bytes(), states(out)
    result = built(source, out)
    assert codes(result) == ["F121"]
    told = str(result.problems[0])
    (aside,) = (out / HOME).glob("ledger-damaged-*.sqlite")
    assert f"已损坏，改名为“{aside.name}”，并重新建立" in told
    assert "表格都还在，有人填过的也认得出" in told
    assert not result.failed
    assert aside.read_bytes() == damaged
    assert states(out) == before
    assert dict(result.fates) == {"same": 16}
    assert codes(built(source, out)) == []


READ_BY_DIFF = [
    garbage,
    other_tables,
    cut_off,
    overwritten_inside,
    *(pytest.param(spoilt(table), id=f"spoilt_{table}") for table in ("inputs", "communities")),
]


@pytest.mark.parametrize("damage", READ_BY_DIFF)
def test_a_diff_reads_the_documents_where_the_ledger_is_damaged(
    damage: Callable[[Path], None], source: Path, out: Path
) -> None:
    damage(out / HOME / LEDGER_FILE)
    before = everything(out)
    found = compare_with_folder(plan_build(source, RUBRIC, Options()), out)
    assert codes(found) == ["F127"]
    assert found.documents == []
    assert everything(out) == before


def test_what_makes_no_sense_in_a_ledger_is_made_again(source: Path, out: Path) -> None:
    altered(out, "UPDATE communities SET made = x'00' WHERE name = '第1社区'")
    before = states(out)
    assert unchanged(source, RUBRIC, Options(), out) is None
    again = built(source, out)
    assert (codes(again), dict(again.fates), states(out)) == ([], {"same": 16}, before)
    assert unchanged(source, RUBRIC, Options(), out) is not None


def test_the_loss_of_the_ledger_costs_no_document_and_no_text_of_a_person(source: Path, out: Path) -> None:
    retype(document(out, 1), "0577-67220001", "222")
    typed_into(document(out, 2, SCORES, ".xlsx"), "H6", 14)
    before = states(out)
    for path in (out / HOME).rglob("*"):
        if path.is_file():
            path.unlink()
    (out / HOME / "undo").rmdir()
    (out / HOME).rmdir()
    time.sleep(0.02)
    result = built(source, out)
    assert states(out) == before
    assert (codes(result), dict(result.fates), result.kept) == (["T165"], {"same": 14, "kept": 2}, 2)


def test_without_its_ledger_a_build_still_renews_what_changed_around_what_was_typed(
    source: Path, out: Path
) -> None:
    retype(document(out, 1), "0577-67220001", "222")
    (out / HOME / LEDGER_FILE).unlink()
    write(source, rows(first={"facts": {"address": "和平路1号"}}))
    result = built(source, out)
    assert (codes(result), result.fates[Fate.MERGED]) == ([], 1)
    assert {"222", "和平路1号"} <= set(texts(document(out, 1)))


def test_the_same_content_is_no_change_however_it_was_compressed(
    source: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another machine, and now and then another process, packs the same parts into other bytes."""
    before = states(out)
    (out / HOME / LEDGER_FILE).unlink()
    monkeypatch.setattr(package, "compressor", package.ZLIB)
    result = built(source, out)
    assert dict(result.fates) == {"same": 16}
    assert states(out) == before


# -- a run without changes ------------------------------------------------------------------------------
TAIZHOU_LONG = {"name": "甲村", "township": "示例镇", "facts": {"narrative": "好" * 301}}
TOLD: dict[str, tuple[str, list[Row]]] = {
    "nothing to tell": (RUBRIC, rows()),
    "open points": (RUBRIC, [row(1, indicators={"r3": ""}), row(3, facts={"narrative": ""})]),
    "a contradiction": (RUBRIC, [row(1, indicators={"target_employed": 101}), row(2)]),
    "a misspelt key": (RUBRIC, [row(1, facts={"fone": "1"}), row(2)]),
    "a document refused": ("taizhou-2019", [TAIZHOU_LONG, {"name": "乙村", "township": "示例镇"}]),
}


@pytest.mark.parametrize(("rubric", "communities"), TOLD.values(), ids=TOLD)
def test_a_run_without_changes_tells_the_same_and_writes_nothing(
    rubric: str, communities: list[Row], tmp_path: Path
) -> None:
    source, out = write(tmp_path / "data.yaml", communities), tmp_path / "out"
    first = built(source, out, rubric)
    before, notes = states(out), everything(out / HOME / "undo")
    again = unchanged(source, rubric, Options(), out)
    assert again is not None
    assert again.problems == first.problems
    assert again.rows == first.rows
    assert (again.files, again.refused) == (first.files, first.refused)
    assert again.failed == first.failed
    assert dict(again.fates) == {"same": first.files}
    assert states(out) == before
    assert everything(out / HOME / "undo") == notes


def test_a_run_without_changes_keeps_telling_of_communities_that_are_gone(source: Path, out: Path) -> None:
    write(source, rows()[:3])
    first = built(source, out)
    again = unchanged(source, RUBRIC, Options(), out)
    assert again is not None
    assert codes(first) == codes(again) == ["T117"]


def test_a_run_without_changes_tells_the_communities_in_the_order_of_the_data(
    source: Path, out: Path
) -> None:
    write(source, rows()[::-1])
    first = built(source, out)
    again = unchanged(source, RUBRIC, Options(), out)
    assert again is not None
    assert [row.name for row in again.rows] == ["第4社区", "第3社区", "第2社区", "第1社区"]
    assert again.rows == first.rows


def test_a_run_without_changes_leaves_alone_what_was_typed_before_the_last_run(
    source: Path, out: Path
) -> None:
    retype(document(out, 1), "0577-67220001", "222")
    assert built(source, out).kept == 1
    before = states(out)
    again = unchanged(source, RUBRIC, Options(), out)
    assert again is not None
    assert again.kept == 1
    assert states(out) == before


def data_changed(source: Path, _: Path) -> None:
    write(source, rows(first={"facts": {"phone": "111"}}))


def document_edited(_: Path, out: Path) -> None:
    retype(document(out, 1), "0577-67220001", "222")


def document_deleted(_: Path, out: Path) -> None:
    document(out, 1).unlink()


def summary_edited(_: Path, out: Path) -> None:
    typed_into(out / "甲镇" / "汇总表.xlsx", "A1", "改过的标题")


def summary_deleted(_: Path, out: Path) -> None:
    (out / "甲镇" / "汇总表.xlsx").unlink()


def index_deleted(_: Path, out: Path) -> None:
    (out / "目录.xlsx").unlink()


def conflict_left(source: Path, out: Path) -> None:
    document_edited(source, out)
    data_changed(source, out)
    assert codes(built(source, out)) == ["T115"]


def one_left_beside(source: Path, out: Path) -> None:
    document(out, 1).write_bytes(b"somebody's own")
    assert codes(built(source, out)) == ["T111"]


def summary_left_beside(source: Path, out: Path) -> None:
    summary_edited(source, out)
    write(source, rows(first={"indicators": {"r3": 9}}))
    assert codes(built(source, out)) == ["T111", "T220"]


def document_open(source: Path, out: Path) -> None:
    data_changed(source, out)
    lock = document(out, 1).with_name(f".~lock.{document(out, 1).name}#")
    lock.touch()
    assert codes(built(source, out)) == ["F107", "T123"]
    lock.unlink()


def killed(source: Path, out: Path) -> None:
    def stop(_: BuildResult) -> None:
        raise KeyboardInterrupt

    data_changed(source, out)
    with pytest.raises(KeyboardInterrupt):
        build_folder(plan_build(source, RUBRIC, Options(jobs=1)), out, stop)


def handed_back(source: Path, out: Path) -> None:
    write(source, rows(first={"facts": {"phone": "111"}}))
    built(source, out)
    undo_run(out)


def other_communities(source: Path, out: Path) -> None:
    built(source, out, only=["第1社区"])


def ledger_lost(_: Path, out: Path) -> None:
    (out / HOME / LEDGER_FILE).unlink()


def ledger_damaged(_: Path, out: Path) -> None:
    garbage(out / HOME / LEDGER_FILE)


CHANGES = [
    data_changed, document_edited, document_deleted, summary_edited, summary_deleted, index_deleted,
    conflict_left, one_left_beside, summary_left_beside, document_open, killed, handed_back,
    other_communities, ledger_lost, ledger_damaged,
]  # fmt: skip


@pytest.mark.parametrize("change", CHANGES)
def test_a_run_is_not_without_changes_when_anything_is_left_to_do(
    change: Callable[[Path, Path], None], source: Path, out: Path
) -> None:
    change(source, out)
    assert unchanged(source, RUBRIC, Options(), out) is None


OPTIONS: dict[str, dict[str, Any]] = {
    "a column": {"columns": ["township=computed"]},
    "drafts": {"draft": True},
    "another layout": {"layout": Layout(FLAT)},
    "some communities": {"only": ["第1社区"]},
    "some townships": {"townships": ["甲镇"]},
}


@pytest.mark.parametrize("options", OPTIONS.values(), ids=OPTIONS)
def test_a_run_that_asks_for_something_else_is_not_without_changes(
    options: dict[str, Any], source: Path, out: Path
) -> None:
    assert unchanged(source, RUBRIC, Options(**options), out) is None
    assert unchanged(source, RUBRIC, Options(), out) is not None


def test_a_folder_without_a_ledger_and_data_that_are_missing_are_left_to_the_build(
    source: Path, out: Path, tmp_path: Path
) -> None:
    assert unchanged(source, RUBRIC, Options(), tmp_path / "elsewhere") is None
    assert not (tmp_path / "elsewhere").exists()
    assert unchanged(tmp_path / "no-such.yaml", RUBRIC, Options(), out) is None


def test_what_is_left_to_decide_is_told_at_every_run(source: Path, out: Path) -> None:
    conflict_left(source, out)
    one = built(source, out)
    assert codes(one) == ["T115"]
    one_left_beside(source, out)
    summary_edited(source, out)
    assert sorted(codes(built(source, out))) == ["T111", "T111", "T220"]
