"""The way back: the last run is taken back byte for byte, once, and nothing that was typed since is lost."""

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook
from support import unchanged
from support.four import (
    RUBRIC,
    SCORES,
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

from formgen import assets
from formgen.commands.build import plan_build
from formgen.commands.collect import collect_entries, take_over
from formgen.commands.submit import submit_version
from formgen.commands.undo import preview_undo, undo_run
from formgen.folder.build import BuildResult, build_folder
from formgen.folder.plan import Options
from formgen.ledger.store import HOME, LEDGER_FILE
from formgen.model import Fate
from formgen.office.disk import write_file
from formgen.problems import FormgenError, Problem

ADDRESS = "和平路1号"
NEW = "丙镇/第5社区"
"""The folder that the second data bring."""


@pytest.fixture
def source(out: Path) -> Path:
    """Data that changed since: one community has an address, a fifth is new."""
    return write(out.parent / "data.yaml", [*rows(first={"facts": {"address": ADDRESS}}), row(5)])


def foreseen(folder: Path) -> tuple[str, int, int]:
    """The kind of the last run, how many files would go back and away."""
    found = preview_undo(folder)
    return found.kind, found.back, found.away


def ledger(folder: Path) -> list[str]:
    """All that the ledger holds, as text."""
    base = sqlite3.connect(folder / HOME / LEDGER_FILE)
    try:
        assert base.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        return list(base.iterdump())
    finally:
        base.close()


def built_until(source: Path, out: Path, most: int) -> None:
    """Run a build that somebody stops after some communities."""

    def stop(_: BuildResult) -> None:
        count[0] += 1
        if count[0] == most:
            raise KeyboardInterrupt

    count = [0]
    with pytest.raises(KeyboardInterrupt):
        build_folder(plan_build(source, RUBRIC, Options(jobs=1)), out, stop)


KILLED = """
import os, signal, sys
from pathlib import Path
from formgen.commands.build import plan_build
from formgen.folder.build import build_folder
from formgen.folder.plan import Options

def kill(_):
    count[0] += 1
    if count[0] == int(sys.argv[3]):
        os.kill(os.getpid(), signal.SIGKILL)

count = [0]
build_folder(plan_build(Path(sys.argv[1]), "yongjia-2009", Options(jobs=1)), Path(sys.argv[2]), kill)
"""


def killed_at(source: Path, out: Path, most: int, before: str = "") -> None:
    """Run a build in a process of its own that dies at once after some communities, as in a power cut."""
    words = [sys.executable, "-c", before + KILLED, str(source), str(out), str(most)]
    assert subprocess.run(words, check=False).returncode == -9


def test_undo_puts_back_what_was_written_over_takes_away_what_is_new_and_the_ledger_too(
    source: Path, out: Path
) -> None:
    before, entered = states(out), ledger(out)
    result = built(source, out)
    assert (result.fates[Fate.RENEWED], result.fates[Fate.NEW]) == (3, 4), "address, 全部汇总表 and 目录"
    assert states(out) != before
    assert foreseen(out) == ("build", 3, 4)
    assert undo_run(out) == (7, [])
    assert states(out) == before
    assert ledger(out) == entered
    assert not (out / "丙镇").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="starting workers costs too much there")
def test_undo_takes_back_what_several_workers_did(source: Path, out: Path) -> None:
    before = states(out)
    built(source, out, jobs=2)
    assert undo_run(out) == (7, [])
    assert states(out) == before


def test_undo_of_the_first_run_leaves_an_empty_folder_and_the_next_run_starts_anew(
    source: Path, tmp_path: Path
) -> None:
    built(source, tmp_path / "new")
    made = states(tmp_path / "new")
    assert undo_run(tmp_path / "new") == (len(made), [])
    assert [path.name for path in (tmp_path / "new").iterdir()] == [HOME]
    assert runs(tmp_path / "new") == []
    assert dict(built(source, tmp_path / "new").fates) == {"new": len(made)}
    assert {name: data for name, (data, _) in states(tmp_path / "new").items()} == {
        name: data for name, (data, _) in made.items()
    }


def test_what_was_undone_can_be_done_again(source: Path, out: Path) -> None:
    built(source, out)
    after = {name: data for name, (data, _) in states(out).items()}
    undo_run(out)
    assert unchanged(source, RUBRIC, Options(), out) is None
    assert codes(built(source, out)) == []
    assert {name: data for name, (data, _) in states(out).items()} == after


def test_a_run_that_changes_nothing_leaves_the_way_back_of_the_run_before(source: Path, out: Path) -> None:
    before = states(out)
    built(source, out)
    assert unchanged(source, RUBRIC, Options(), out) is not None
    built(source, out)
    built(source, out, only=["第1社区"])
    assert undo_run(out) == (7, [])
    assert states(out) == before


def test_only_the_last_run_that_changed_something_is_taken_back(source: Path, out: Path) -> None:
    built(source, out)
    before = states(out)
    write(source, [*rows(first={"facts": {"address": "和平路2号"}}), row(5)])
    built(source, out)
    assert undo_run(out) == (1, [])
    assert states(out) == before


def test_a_second_undo_finds_nothing(source: Path, out: Path) -> None:
    built(source, out)
    undo_run(out)
    before = everything(out)
    for again in (undo_run, preview_undo):
        with pytest.raises(FormgenError) as caught:
            again(out)
        assert [problem.code for problem in caught.value.problems] == ["F122"]
        assert f"“{out}”里没有可以撤销的运行" in str(caught.value)
        assert "每次运行只能撤销一次" in str(caught.value)
    assert everything(out) == before


def test_a_folder_that_was_never_built_has_nothing_to_undo(tmp_path: Path) -> None:
    (tmp_path / "own.txt").write_text("own")
    with pytest.raises(FormgenError) as caught:
        preview_undo(tmp_path)
    assert caught.value.problems[0].code == "F122"
    with pytest.raises(FormgenError) as caught:
        preview_undo(tmp_path / "no-such")
    assert caught.value.problems[0].code == "F101"
    assert not (tmp_path / "no-such").exists()
    assert (tmp_path / "own.txt").read_text() == "own"


# -- what somebody did since the run ------------------------------------------------------------------
def test_a_document_that_was_edited_since_is_kept_beside_the_old_one(source: Path, out: Path) -> None:
    before = states(out)
    built(source, out)
    retype(document(out, 1), ADDRESS, "手写的地址")
    edited = document(out, 1).read_bytes()
    count, problems = undo_run(out)
    assert (count, [problem.code for problem in problems]) == (7, ["F123"])
    beside = document(out, 1).with_name("第1社区-申报表（撤销前1）.docx")
    assert "第1社区-申报表.docx”在上次运行以后有人改过，没有丢掉" in str(problems[0])
    assert f"改过的那份留作“{beside.name}”" in str(problems[0])
    assert problems[0].severity == "warning"
    assert beside.read_bytes() == edited
    beside.unlink()
    assert states(out) == before


def test_a_name_that_is_taken_is_never_written_over_by_undo(source: Path, out: Path) -> None:
    built(source, out)
    beside = document(out, 1).with_name("第1社区-申报表（撤销前1）.docx")
    beside.write_bytes(b"of an earlier undo")
    retype(document(out, 1), ADDRESS, "手写的地址")
    _, problems = undo_run(out)
    assert "（撤销前2）" in str(problems[0])
    assert beside.read_bytes() == b"of an earlier undo"


def test_a_new_document_that_was_edited_since_stays_with_its_folder(source: Path, out: Path) -> None:
    before = states(out)
    built(source, out)
    new = out / NEW / "第5社区-申报表.docx"
    retype(new, "0577-67220005", "222")
    edited = new.read_bytes()
    count, problems = undo_run(out)
    assert (count, [problem.code for problem in problems]) == (6, ["F123"])
    assert "改过的那份留作“第5社区-申报表.docx”" in str(problems[0])
    assert new.read_bytes() == edited
    assert set(states(out)) - set(before) == {f"{NEW}/第5社区-申报表.docx"}


def test_a_document_that_was_deleted_since_comes_back_as_it_was_before(source: Path, out: Path) -> None:
    before = states(out)
    built(source, out)
    document(out, 1).unlink()
    shutil.rmtree(out / "丙镇")
    assert undo_run(out)[1] == []
    assert states(out) == before


def test_what_is_kept_beside_is_left_by_the_next_run_until_the_clerk_keeps_it_alone(
    source: Path, out: Path
) -> None:
    built(source, out)
    retype(document(out, 1), ADDRESS, "手写的地址")
    undo_run(out)
    beside = document(out, 1).with_name("第1社区-申报表（撤销前1）.docx")
    kept = beside.read_bytes()
    assert codes(built(source, out)) == ["T185"]
    assert ADDRESS in texts(document(out, 1))
    assert beside.read_bytes() == kept
    document(out, 1).unlink()
    assert codes(built(source, out)) == ["T116"]
    assert not document(out, 1).exists()
    assert "手写的地址" in texts(beside)


def test_somebody_elses_file_in_a_new_folder_is_left(source: Path, out: Path) -> None:
    built(source, out)
    (out / NEW / "照片.jpg").write_bytes(b"photo")
    undo_run(out)
    assert [path.name for path in (out / NEW).iterdir()] == ["照片.jpg"]


def test_an_undo_that_met_a_file_in_use_can_be_called_again(
    source: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, entered = states(out), ledger(out)
    built(source, out)
    true_replace = Path.replace

    def in_use(self: Path, target: Path) -> Path:
        if target == document(out, 1):
            raise PermissionError(13, "in use", str(self), None, str(target))
        return true_replace(self, target)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", in_use)
        with pytest.raises(FormgenError) as caught:
            undo_run(out)
    assert caught.value.problems[0].code == "F107"
    assert "第1社区-申报表.docx”写不进去" in str(caught.value)
    assert undo_run(out)[1] == []
    assert states(out) == before
    assert ledger(out) == entered


# -- runs that did not come to their end ---------------------------------------------------------------
def test_a_run_that_was_stopped_can_be_taken_back(source: Path, out: Path) -> None:
    before, entered = states(out), ledger(out)
    built_until(source, out, 1)
    assert states(out) != before
    assert [run.done for run in runs(out)] == [True, False]
    assert undo_run(out) == (1, [])
    assert states(out) == before
    assert ledger(out) == entered


def test_the_run_after_one_that_was_stopped_finishes_and_can_be_taken_back(source: Path, out: Path) -> None:
    built_until(source, out, 1)
    half, entered = states(out), ledger(out)
    result = built(source, out)
    assert (result.fates[Fate.RENEWED], result.fates[Fate.NEW]) == (2, 4)
    assert [run.done for run in runs(out)] == [True, False, True]
    assert unchanged(source, RUBRIC, Options(), out) is not None
    assert undo_run(out) == (6, [])
    assert states(out) == half
    assert ledger(out) == entered


KILLS = pytest.mark.skipif(sys.platform == "win32", reason="signals of this kind are POSIX")


@KILLS
def test_a_run_that_was_killed_can_be_taken_back(source: Path, out: Path) -> None:
    before, entered = states(out), ledger(out)
    killed_at(source, out, 5)
    assert set(states(out)) - set(before) == {
        f"{NEW}/第5社区-{each}" for each in ("申报表.docx", "考核评分表.docx", "考核评分表.xlsx")
    }
    assert foreseen(out) == ("build", 1, 3)
    assert undo_run(out) == (4, [])
    assert states(out) == before
    assert ledger(out) == entered


@KILLS
def test_a_first_run_that_was_killed_is_finished_by_the_next(source: Path, tmp_path: Path) -> None:
    killed_at(source, tmp_path / "new", 2)
    half = states(tmp_path / "new")
    assert len(half) == 2 * 3
    result = built(source, tmp_path / "new")
    assert codes(result) == []
    assert (result.fates[Fate.SAME], result.fates[Fate.NEW]) == (6, 9 + 5)
    assert {name: states(tmp_path / "new")[name] for name in half} == half
    assert unchanged(source, RUBRIC, Options(), tmp_path / "new") is not None
    undo_run(tmp_path / "new")
    assert states(tmp_path / "new") == half


SMALL = """
from formgen.ledger import store

def set_up(self):
    true_set_up(self)
    self._base.execute("PRAGMA cache_size = 3")

store._BATCH, true_set_up, store.Ledger._set_up = 5, store.Ledger._set_up, set_up
"""
"""What makes a small run fill its cache, as one of some hundred communities does."""


@KILLS
def test_the_journal_of_a_killed_run_is_not_played_into_the_ledger_that_was_put_back(tmp_path: Path) -> None:
    many = [{**row(1), "name": f"第{at}社区"} for at in range(20)]
    source, out = write(tmp_path / "data.yaml", many), tmp_path / "out"
    built(source, out)
    before, entered = states(out), ledger(out)
    write(source, [{**each, "facts": {"address": ADDRESS}} for each in many])
    killed_at(source, out, 17, SMALL)
    assert (out / HOME / f"{LEDGER_FILE}-journal").stat().st_size > 512, (
        "SQLite wrote before its first commit"
    )
    undo_run(out)
    assert states(out) == before
    assert ledger(out) == entered


@KILLS
def test_notes_that_were_half_written_are_passed_over(source: Path, out: Path) -> None:
    before = states(out)
    killed_at(source, out, 5)
    (notes,) = (out / HOME / "undo-now").glob("*.jsonl")
    with notes.open("a", encoding="utf-8") as stream:
        stream.write('{"path": "甲镇/第2社')
    assert undo_run(out) == (4, [])
    assert states(out) == before


def test_a_run_killed_before_it_wrote_a_noted_document_leaves_the_document(
    source: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = states(out)

    def dies(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("formgen.folder.renew.write_file", dies)
    with pytest.raises(KeyboardInterrupt):
        built(source, out)
    assert states(out) == before
    assert undo_run(out)[1] == []
    assert states(out) == before


def test_a_full_disk_stops_the_run_and_what_it_did_can_be_taken_back(
    source: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = states(out)

    def full(target: Path, data: bytes) -> None:
        if target.parent.name == "第5社区":
            raise FormgenError(Problem("F108", words={"folder": str(target.parent), "detail": "磁盘已满"}))
        write_file(target, data)

    monkeypatch.setattr("formgen.folder.renew.write_file", full)
    with pytest.raises(FormgenError):
        built(source, out)
    assert undo_run(out) == (1, [])
    assert states(out) == before


# -- other runs than builds -----------------------------------------------------------------------------
def test_undo_of_a_submission_takes_the_frozen_copy_away(source: Path, out: Path) -> None:
    before, entered = states(out), ledger(out)
    submit_version(out, "第1稿")
    assert foreseen(out) == ("submit", 0, 17)
    assert undo_run(out) == (17, [])
    assert states(out) == before
    assert ledger(out) == entered
    assert not (out / "报送稿").exists()
    assert submit_version(out, "第1稿").files == 16
    assert codes(built(source, out)) == []


@pytest.mark.parametrize("place", ["beside", "inside"])
def test_undo_of_collect_puts_the_data_workbook_back(place: str, tmp_path: Path) -> None:
    out = tmp_path / "forms"
    data = (tmp_path if place == "beside" else out) / "数据.xlsx"
    data.parent.mkdir(exist_ok=True)
    shutil.copy(assets.folder("samples") / RUBRIC / "data.xlsx", data)
    built(data, out, only=["望云社区"])
    (form,) = out.rglob("*-考核评分表.xlsx")
    typed_into(form, "H9", 2)
    before, entered = states(tmp_path), ledger(out)
    collected = collect_entries(data, RUBRIC, out)
    assert len(collected.found) == 1
    kept = take_over(data, RUBRIC, out, collected)
    assert data.read_bytes() != before[data.relative_to(tmp_path).as_posix()][0]
    assert kept.exists()
    assert [run.kind for run in runs(out)] == ["build", "collect"]
    assert foreseen(out) == ("collect", 1, 1)
    assert preview_undo(out).workbook == (data if place == "beside" else None)
    assert undo_run(out) == (2, [])
    assert states(tmp_path) == before
    assert ledger(out) == entered
    assert load_workbook(form).worksheets[0]["H9"].value == 2


def test_undo_of_collect_works_from_where_the_clerk_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The folder and the workbook are named as the clerk names them, and undo is called from elsewhere."""
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    data, out = Path("../数据.xlsx"), Path("../work/表格")
    shutil.copy(assets.folder("samples") / RUBRIC / "data.xlsx", data)
    built(data, out, only=["望云社区"])
    (form,) = out.rglob("*-考核评分表.xlsx")
    typed_into(form, "H9", 2)
    before = states(tmp_path)
    take_over(data, RUBRIC, out, collect_entries(data, RUBRIC, out))
    assert states(tmp_path) != before
    monkeypatch.chdir(tmp_path)
    assert undo_run(Path("work/表格")) == (2, [])
    assert states(tmp_path) == before


def test_a_folder_can_be_moved_between_a_build_and_its_undo(source: Path, out: Path, tmp_path: Path) -> None:
    before = states(out)
    built(source, out)
    out.rename(tmp_path / "elsewhere")
    assert undo_run(tmp_path / "elsewhere") == (7, [])
    assert states(tmp_path / "elsewhere") == before


def refused_label(out: Path) -> None:
    with pytest.raises(FormgenError):
        submit_version(out, "第1稿")


def refused_empty_document(out: Path) -> None:
    document(out, 3, SCORES).write_bytes(b"")
    with pytest.raises(FormgenError):
        submit_version(out, "第2稿")
    document(out, 3, SCORES).unlink()


@pytest.mark.parametrize("refused", [refused_label, refused_empty_document])
def test_a_submission_that_is_refused_leaves_the_way_back_of_the_run_before(
    refused: Callable[[Path], None], source: Path, out: Path
) -> None:
    submit_version(out, "第1稿")
    built(source, out)
    refused(out)
    assert foreseen(out) == ("build", 3, 4)
    assert asked(out, "SELECT label FROM submissions") == [("第1稿",)]
