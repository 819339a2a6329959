"""A version that was handed in: a frozen copy that anybody can check, and that nothing changes any more."""

import hashlib
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document
from openpyxl import Workbook
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
    states,
    typed_into,
    write,
)

from formgen.commands.ledger import read_ledger
from formgen.commands.submit import submit_version
from formgen.commands.undo import undo_run
from formgen.folder import submission
from formgen.folder.plan import Options
from formgen.ledger.store import HOME, LEDGER_FILE
from formgen.office.disk import write_file
from formgen.problems import FormgenError, Problem

FROZEN = "报送稿"


def frozen(out: Path, label: str = "第1稿") -> dict[str, bytes]:
    return {name: data for name, (data, _) in states(out / FROZEN / label).items()}


def plain(out: Path) -> dict[str, bytes]:
    """Documents of a folder without what was handed in."""
    return {name: data for name, (data, _) in states(out).items() if not name.startswith(FROZEN)}


def refused(out: Path, label: str = "第1稿") -> FormgenError:
    with pytest.raises(FormgenError) as caught:
        submit_version(out, label)
    return caught.value


def test_all_documents_are_copied_with_sums_that_anybody_can_check(out: Path) -> None:
    before = plain(out)
    done = submit_version(out, "第1稿")
    assert (done.folder, done.files, done.problems) == (out / FROZEN / "第1稿", 16, ())
    copied = frozen(out)
    sums = copied.pop("校验.sha256").decode()
    assert copied == plain(out) == before
    lines = [line.split("  ", 1) for line in sums.splitlines()]
    assert {name: digest for digest, name in lines} == {
        name: hashlib.sha256(data).hexdigest() for name, data in before.items()
    }
    assert sums.endswith("\n")


def test_a_form_that_was_refused_beside_others_is_told_as_an_old_one(tmp_path: Path, out: Path) -> None:
    source = write(tmp_path / "changed.yaml", rows(first={"facts": {"county_opinion": "同意推荐。" * 200}}))
    assert "T129" in codes(built(source, out))
    problems = submit_version(out, "第1稿").problems
    told = [(each.code, each.words["file"]) for each in problems if each.code in {"T123", "T137"}]
    assert told == [("T123", document(out, 1).relative_to(out).as_posix())]


def test_a_form_that_could_not_be_written_is_told_as_an_old_one_and_not_as_unwanted(
    tmp_path: Path, out: Path
) -> None:
    held = document(out, 1)
    held.chmod(0o444)
    source = write(tmp_path / "changed.yaml", rows(first={"facts": {"phone": "0577-1"}}))
    assert "F118" in codes(built(source, out))
    problems = submit_version(out, "第1稿").problems
    assert [each.code for each in problems if each.code in {"T123", "T124", "T137"}] == ["T123", "T124"]
    (said,) = [str(each) for each in problems if each.code == "T123"]
    assert f"“甲镇/第1社区/{held.name}”没有重做，旧的一份还在" in said


def test_every_file_of_the_copy_is_read_only(out: Path) -> None:
    submit_version(out, "第1稿")
    modes = [path.stat().st_mode for path in (out / FROZEN).rglob("*") if path.is_file()]
    assert len(modes) == 17
    assert [mode for mode in modes if mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH)] == []


def test_documents_typed_by_hand_and_files_of_the_clerk_are_handed_in_too(out: Path) -> None:
    retype(document(out, 1), "0577-67220001", "222")
    (out / "附件").mkdir()
    (out / "附件" / "请示.docx").write_bytes((out / "甲镇/第1社区/第1社区-申报表.docx").read_bytes())
    (out / "说明.txt").write_text("no document")
    submit_version(out, "第1稿")
    assert frozen(out)["甲镇/第1社区/第1社区-申报表.docx"] == document(out, 1).read_bytes()
    assert "附件/请示.docx" in frozen(out)
    assert "说明.txt" not in frozen(out)


def test_a_later_version_holds_no_earlier_one_and_nothing_of_the_ledger(source: Path, out: Path) -> None:
    submit_version(out, "第1稿")
    first = everything(out / FROZEN / "第1稿")
    write(source, rows(first={"facts": {"address": "和平路1号"}}))
    built(source, out)
    assert submit_version(out, "第2稿").files == 16
    assert frozen(out).keys() == frozen(out, "第2稿").keys()
    assert everything(out / FROZEN / "第1稿") == first
    assert [name for name in frozen(out) if frozen(out)[name] != frozen(out, "第2稿")[name]] == [
        "校验.sha256",
        "甲镇/第1社区/第1社区-申报表.docx",
    ]
    assert submission.list_labels(out) == ["第1稿", "第2稿"]
    assert asked(out, "SELECT label, files FROM submissions ORDER BY rowid") == [("第1稿", 16), ("第2稿", 16)]


def test_later_changes_and_deletions_leave_the_frozen_copy_alone(source: Path, out: Path) -> None:
    submit_version(out, "第1稿")
    before = {name: state for name, state in states(out).items() if name.startswith(FROZEN)}
    document(out, 2).unlink()
    write(source, rows(first={"facts": {"address": "和平路1号"}})[:3])
    result = built(source, out)
    assert codes(result) == ["T118", "T117"], "the frozen copy is not taken for the document that is gone"
    assert "像是它的" not in str(result.problems[0])
    assert {name: state for name, state in states(out).items() if name.startswith(FROZEN)} == before


def test_a_submission_is_no_change_for_the_next_run(source: Path, out: Path) -> None:
    submit_version(out, "第1稿")
    before = states(out)
    assert unchanged(source, RUBRIC, Options(), out) is not None
    assert dict(built(source, out).fates) == {"same": 16}
    assert states(out) == before


LABELS = {
    "第1稿": "第1稿",
    "2009/11": "2009／11",
    "../x": "．．／x",
    "..": "．．",
    "/etc/x": "／etc／x",
    "CON": "CON_",
    " 第1稿 ": "第1稿",
    "": "_",
}


@pytest.mark.parametrize(("label", "name"), LABELS.items(), ids=[f"[{label}]" for label in LABELS])
def test_every_label_becomes_a_folder_within_the_folder_of_submissions(
    label: str, name: str, out: Path, tmp_path: Path
) -> None:
    above = sorted(path.name for path in tmp_path.iterdir())
    own = sorted(path.name for path in out.iterdir())
    submit_version(out, label)
    assert [path.name for path in (out / FROZEN).iterdir()] == [name]
    assert sorted(path.name for path in tmp_path.iterdir()) == above
    assert sorted(path.name for path in out.iterdir()) == sorted([*own, FROZEN])


def ledger_is_there(_: Path) -> None:
    """Leave all as it is."""


def ledger_is_lost(out: Path) -> None:
    (out / HOME / LEDGER_FILE).unlink()


def frozen_copy_is_moved_away(out: Path) -> None:
    (out / FROZEN).rename(out.parent / "存档")


@pytest.mark.parametrize("since", [ledger_is_there, ledger_is_lost, frozen_copy_is_moved_away])
def test_a_label_is_given_once(since: Callable[[Path], None], out: Path) -> None:
    submit_version(out, "第1稿")
    since(out)
    before = plain(out), frozen(out)
    error = refused(out)
    assert [problem.code for problem in error.problems] == ["F125"]
    assert f"“第1稿”已经存过，在“{out / FROZEN / '第1稿'}”，没有覆盖" in str(error)
    assert "请换一个名称，如“第2稿”" in str(error)
    assert (plain(out), frozen(out)) == before


def test_labels_that_would_share_a_folder_are_told_apart(out: Path) -> None:
    submit_version(out, "2009/11")
    before = everything(out / FROZEN)
    assert refused(out, "2009／11").problems[0].code == "F125"
    assert everything(out / FROZEN) == before


def test_a_folder_without_documents_has_nothing_to_hand_in(tmp_path: Path) -> None:
    (tmp_path / "说明.txt").write_text("no document")
    error = refused(tmp_path)
    assert [problem.code for problem in error.problems] == ["F128"]
    assert f"“{tmp_path}”里没有可以存的表格" in str(error)
    assert "请先用 formgen build 出表" in str(error)
    assert not (tmp_path / FROZEN).exists()
    assert refused(tmp_path / "no-such").problems[0].code == "F101"
    assert not (tmp_path / "no-such").exists()


def cut(data: bytes) -> bytes:
    return data[: len(data) // 2]


def flipped(data: bytes) -> bytes:
    """Spoil a part of an archive whose list of parts is sound."""
    at = data.index(b"word/document.xml") + 200
    return data[:at] + bytes(255 - each for each in data[at : at + 40]) + data[at + 40 :]


DAMAGES: list[Callable[[bytes], bytes]] = [cut, flipped, lambda _: b"", lambda _: b"no archive at all"]


@pytest.mark.parametrize("damage", DAMAGES, ids=["cut off", "a part spoilt", "empty", "no archive"])
def test_a_damaged_document_is_told_and_nothing_is_copied(
    damage: Callable[[bytes], bytes], out: Path
) -> None:
    for number in (1, 3):
        path = document(out, number)
        path.write_bytes(damage(path.read_bytes()))
    error = refused(out)
    assert [problem.code for problem in error.problems] == ["F109", "F109"]
    assert "“第3社区-申报表.docx”打不开" in str(error.problems[0])
    assert "“第1社区-申报表.docx”打不开" in str(error.problems[1])
    assert not (out / FROZEN).exists()
    assert asked(out, "SELECT count(*) FROM submissions") == [(0,)]


OPEN = {
    "Word": ("第1社区-申报表.docx", "~$社区-申报表.docx"),
    "WPS": ("第1社区-考核评分表.docx", "~$第1社区-考核评分表.docx"),
    "Excel": ("第1社区-考核评分表.xlsx", "~$第1社区-考核评分表.xlsx"),
    "LibreOffice": ("第1社区-申报表.docx", ".~lock.第1社区-申报表.docx#"),
}


@pytest.mark.parametrize(("name", "owner"), OPEN.values(), ids=OPEN)
def test_a_document_that_is_open_is_told_and_nothing_is_copied(name: str, owner: str, out: Path) -> None:
    lock = out / "甲镇" / "第1社区" / owner
    lock.write_bytes(b"a clerk")
    error = refused(out)
    assert [problem.code for problem in error.problems] == ["F107"]
    assert f"{name}”写不进去，可能正在别的程序中打开" in str(error)
    assert not (out / FROZEN).exists()
    lock.unlink()
    assert submit_version(out, "第1稿").files == 16
    assert [each for each in frozen(out) if "~" in each] == []


def test_two_versions_of_a_document_that_lie_side_by_side_are_told(source: Path, out: Path) -> None:
    typed_into(out / "甲镇" / "汇总表.xlsx", "A1", "改过的标题")
    Document().save(str(document(out, 1, SCORES)))
    assert codes(built(source, out)) == ["T111", "T111", "T220"]
    done = submit_version(out, "第1稿")
    assert [problem.code for problem in done.problems] == ["T122", "T122", "T124", "T220"]
    assert "甲镇/第1社区/第1社区-考核评分表（新）.docx”还和原来的一份并存，两份都存进了这一稿" in "".join(
        map(str, done.problems)
    )
    assert "请对照取舍，只留一份，再存一稿" in str(done.problems[0])
    assert done.files == 18


@pytest.mark.parametrize("name", ["滨江（新城）社区", "（新）社区", "东山（新村）"])
def test_a_community_with_such_a_name_is_no_second_version(name: str, tmp_path: Path) -> None:
    source = write(tmp_path / "data.yaml", [{**row(1), "name": name}])
    built(source, tmp_path / "out")
    assert submit_version(tmp_path / "out", "第1稿").problems == ()


def test_a_copy_that_the_disk_did_not_take_can_be_taken_back_and_made_again(
    out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, count = plain(out), [0]

    def full(target: Path, data: bytes) -> None:
        count[0] += 1
        if count[0] == 3:
            raise FormgenError(Problem("F108", words={"folder": str(target.parent), "detail": "磁盘已满"}))
        write_file(target, data)

    with monkeypatch.context() as patched:
        patched.setattr("formgen.folder.submission.write_file", full)
        assert refused(out).problems[0].code == "F108"
    undo_run(out)
    assert not (out / FROZEN).exists()
    assert submit_version(out, "第1稿").files == 16
    assert plain(out) == before


def test_a_copy_that_the_disk_did_not_take_is_no_version(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(target: Path, data: bytes) -> None:
        if target.name == "目录.xlsx":
            raise FormgenError(Problem("F108", words={"folder": str(target.parent), "detail": "磁盘已满"}))
        write_file(target, data)

    monkeypatch.setattr("formgen.folder.submission.write_file", full)
    assert refused(out).problems[0].code == "F108"
    assert submission.list_labels(out) == []
    assert read_ledger(out).submissions == ()


def test_a_half_copied_version_can_be_handed_in_again_under_its_label(
    out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(target: Path, _: bytes) -> None:
        raise FormgenError(Problem("F108", words={"folder": str(target.parent), "detail": "磁盘已满"}))

    with monkeypatch.context() as patched:
        patched.setattr("formgen.folder.submission.write_file", full)
        refused(out)
    assert submit_version(out, "第1稿").files == 16


def test_a_file_that_is_not_ours_is_left_out_and_told(source: Path, out: Path) -> None:
    built(source, out)
    book = Workbook()
    book.save(out / "数据.xlsx")
    done = submit_version(out, "第1稿")
    assert [problem.code for problem in done.problems] == ["T125"]
    assert "“数据.xlsx”不是 formgen 做的表格，没有存进这一稿" in done.problems[0].message
    assert not [name for name in frozen(out) if "数据" in name]


def test_an_open_conflict_is_told_when_a_version_is_handed_in(source: Path, out: Path) -> None:
    Document().save(str(document(out, 1, SCORES)))
    assert codes(built(source, out)) == ["T111"]
    done = submit_version(out, "第1稿")
    told = {problem.code: problem.message for problem in done.problems}
    assert "“甲镇第1社区”还有没定下来的事" in told["T124"]


def test_a_run_that_was_killed_while_copying_leaves_no_version_and_can_be_repeated(
    out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for last in (1, 9, 16, 17, 18):
        count = [0]

        def killed(target: Path, data: bytes, count: list[int] = count, last: int = last) -> None:
            count[0] += 1
            if count[0] == last:
                raise KeyboardInterrupt
            write_file(target, data)

        with monkeypatch.context() as patched:
            patched.setattr("formgen.folder.submission.write_file", killed)
            with pytest.raises(KeyboardInterrupt):
                submit_version(out, "第1稿")
        assert submission.list_labels(out) == []
        assert [each.name for each in (out / FROZEN).glob("*") if each.name[0] != "."] == []
    assert submit_version(out, "第1稿").files == 16
    assert [each.name for each in (out / FROZEN).iterdir()] == ["第1稿"]
    assert len(frozen(out)) == 17


def test_a_run_that_was_killed_before_the_ledger_knew_can_be_repeated(
    out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("formgen.ledger.store.Ledger.submit", killed)
        with pytest.raises(KeyboardInterrupt):
            submit_version(out, "第1稿")
    assert submission.list_labels(out) == ["第1稿"], "it is whole"
    retype(document(out, 1), "0577-67220001", "222")
    assert submit_version(out, "第1稿").files == 16
    assert frozen(out)["甲镇/第1社区/第1社区-申报表.docx"] == document(out, 1).read_bytes()
    assert refused(out).problems[0].code == "F125"


def test_a_second_version_that_stays_is_named_by_every_build_until_it_goes(
    source: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = document(out, 1, SCORES)
    printed = path.read_bytes()
    typed_into(out / "乙镇" / "汇总表.xlsx", "A1", "改过的标题")
    Document().save(str(path))
    monkeypatch.chdir(out.parent)
    assert codes(built(source, Path(out.name))) == ["T111", "T111", "T220"], "it was just told"
    path.write_bytes(printed)
    again = built(source, out)
    assert sorted(codes(again)) == ["T111", "T185", "T220"]
    (said,) = [each.message for each in again.problems if each.code == "T185"]
    assert said == f"“甲镇/第1社区/{path.stem}（新）.docx”是以前出表时写在旁边的，还和原来的一份并存。"
    assert sorted(codes(built(source, out))) == ["T111", "T185", "T220"]
    path.with_name(f"{path.stem}（新）.docx").unlink()
    assert codes(built(source, out)) == ["T111", "T220"]
