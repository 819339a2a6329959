"""Building again: only what changed is written, what people did is respected, and each step says what it does."""

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook
from support import unchanged
from support.command import run
from support.four import (
    FORM,
    RUBRIC,
    SCORES,
    altered,
    built,
    codes,
    document,
    first_build,
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
from formgen.commands.submit import submit_version
from formgen.folder.plan import Options
from formgen.folder.summaries import INDEX_FILE
from formgen.ledger.store import HOME, LEDGER_FILE
from formgen.rubric.score import score

PHONE = "0577-67220001"
MOVED = {"facts": {"address": "和平路1号"}}


@pytest.fixture
def out(tmp_path_factory: pytest.TempPathFactory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that was built once."""
    monkeypatch.setenv("COLUMNS", "240")
    return first_build(tmp_path_factory, tmp_path)


@pytest.fixture
def source(out: Path) -> Path:
    return out.parent / "data.yaml"


def build(source: Path, out: Path, *more: str) -> Result:
    return run("build", str(source), "--rubric", RUBRIC, "-o", str(out), *more)


def changed(out: Path, before: dict[str, tuple[bytes, int]]) -> set[str]:
    """Files that were written, taken away or made."""
    after = states(out)
    return {path for path in {**before, **after} if before.get(path) != after.get(path)}


# -- what is written, and what is not --------------------------------------------------------------------
WRITTEN: dict[str, tuple[list[Any], set[str]]] = {
    "nothing": (rows(), set()),
    "a fact of one form": (rows(first=MOVED), {"甲镇/第1社区/第1社区-申报表.docx"}),
    "points that no form shows": (rows(third={"indicators": {"r3": 9}}), {"乙镇/汇总表.xlsx", "全部汇总表.xlsx"}),
    "a score": (
        rows(second={"scores": {"self": {"item1": 14}}}),
        {f"甲镇/第2社区/第2社区-考核评分表{suffix}" for suffix in (".docx", ".xlsx")},
    ),
    "one more community": (
        [*rows(), row(5)],
        {f"丙镇/第5社区/第5社区-{each}" for each in ("申报表.docx", "考核评分表.docx", "考核评分表.xlsx")}
        | {"丙镇/汇总表.xlsx", "全部汇总表.xlsx", "目录.xlsx"},
    ),
}  # fmt: skip


@pytest.mark.parametrize(("communities", "expected"), WRITTEN.values(), ids=WRITTEN)
def test_only_what_changed_is_written_and_all_else_keeps_its_bytes_and_time(
    communities: list[Any], expected: set[str], source: Path, out: Path, tmp_path: Path
) -> None:
    before = states(out)
    write(source, communities)
    assert codes(built(source, out)) == []
    found = changed(out, before)
    assert found == expected | (found & {path for path in found if path.endswith("汇总表.xlsx")})
    built(source, tmp_path / "anew")
    assert {path: data for path, (data, _) in states(out).items()} == {
        path: data for path, (data, _) in states(tmp_path / "anew").items()
    }


OTHERWISE: dict[str, dict[str, Any]] = {
    "a column": {"columns": ["township=computed"]},
    "drafts": {"draft": True},
}


@pytest.mark.parametrize("options", OTHERWISE.values(), ids=OTHERWISE)
def test_other_wishes_renew_the_documents_though_the_data_are_the_same(
    options: dict[str, Any], tmp_path: Path
) -> None:
    source = write(tmp_path / "data.yaml", rows(first={"facts": {"narrative": ""}}))
    built(source, tmp_path / "out")
    before = states(tmp_path / "out")
    built(source, tmp_path / "out", **options)
    assert changed(tmp_path / "out", before)
    built(source, tmp_path / "anew", **options)
    assert {path: data for path, (data, _) in states(tmp_path / "out").items()} == {
        path: data for path, (data, _) in states(tmp_path / "anew").items()
    }
    built(source, tmp_path / "out")
    assert {path: data for path, (data, _) in states(tmp_path / "out").items()} == {
        path: data for path, (data, _) in before.items()
    }


def test_a_community_that_did_not_change_is_not_even_looked_at(
    source: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scored: list[str] = []

    def counting(rubric: Any, community: Any) -> Any:
        scored.append(community.name)
        return score(rubric, community)

    monkeypatch.setattr("formgen.folder.community_work.score", counting)
    write(source, rows(third=MOVED))
    built(source, out)
    assert scored == ["第3社区"]


def test_a_run_without_changes_says_so(source: Path, out: Path) -> None:
    before = states(out)
    result = build(source, out)
    assert result.exit_code == 0
    assert f"已生成16个文件，在 {out}。" in result.stdout
    assert "其中没有变化16份。" in result.stdout
    assert states(out) == before


def test_a_run_says_how_many_documents_became_what(source: Path, out: Path) -> None:
    retype(document(out, 1), PHONE, "222")
    write(source, [*rows(first=MOVED, second=MOVED), row(5)])
    result = build(source, out)
    assert result.exit_code == 0
    for words in ("新做4份", "更新3份", "更新（手改保留）1份", "没有变化12份", "手填的1处都保留"):
        assert words in result.stdout
    assert {"222", "和平路1号"} <= set(texts(document(out, 1)))


# -- documents that are not where they were ------------------------------------------------------------
def test_a_document_that_was_deleted_is_made_again_and_told(source: Path, out: Path) -> None:
    before = states(out)
    document(out, 1).unlink()
    result = built(source, out)
    assert codes(result) == ["T118"]
    assert "“甲镇/第1社区/第1社区-申报表.docx”不在原来的位置了，照数据重做一份" in str(result.problems[0])
    assert not result.failed
    assert {path: data for path, (data, _) in states(out).items()} == {
        path: data for path, (data, _) in before.items()
    }
    assert codes(built(source, out)) == []


@pytest.mark.parametrize(
    "name", ["甲镇/第1社区/报县里的.docx", "报送/第1社区-申报表.docx"], ids=["renamed", "moved"]
)
def test_a_document_that_was_renamed_or_moved_is_renewed_where_it_lies(
    name: str, source: Path, out: Path
) -> None:
    (out / name).parent.mkdir(exist_ok=True)
    document(out, 1).rename(out / name)
    write(source, rows(first=MOVED))
    result = built(source, out)
    assert codes(result) == ["T116"]
    told = str(next(problem for problem in result.problems if problem.code == "T116"))
    assert f"“甲镇/第1社区/第1社区-申报表.docx”不在原来的位置，认出“{name}”是它，照新的位置更新" in told
    assert "和平路1号" in texts(out / name)
    assert not document(out, 1).exists()
    assert unchanged(source, RUBRIC, Options(), out) is not None
    write(source, rows(first={"facts": {"address": "和平路2号"}}))
    again = built(source, out)
    assert codes(again) == [], "it is known by now"
    assert "和平路2号" in texts(out / name)
    assert not document(out, 1).exists()
    index = load_workbook(out / INDEX_FILE).worksheets[0]
    assert (row(1)["township"], row(1)["name"], FORM, name) in list(index.iter_rows(values_only=True))


def test_a_moved_document_keeps_what_was_typed_into_it(source: Path, out: Path) -> None:
    retype(document(out, 1), PHONE, "222")
    document(out, 1).rename(out / "报县里的.docx")
    write(source, rows(first=MOVED))
    assert codes(built(source, out)) == ["T116"]
    assert {"222", "和平路1号"} <= set(texts(out / "报县里的.docx"))


def test_a_moved_document_of_a_community_with_such_a_name_is_recognised(tmp_path: Path) -> None:
    source, out = tmp_path / "data.yaml", tmp_path / "out"
    write(source, [{**row(1), "name": "滨江（新城）社区"}])
    built(source, out)
    path = out / "甲镇/滨江（新城）社区/滨江（新城）社区-申报表.docx"
    path.rename(path.with_name("滨江（新城）社区-报县里的.docx"))
    assert codes(built(source, out)) == ["T116"]


def test_a_moved_document_that_is_put_back_is_taken_where_it_lies(source: Path, out: Path) -> None:
    document(out, 1).rename(out / "报县里的.docx")
    assert codes(built(source, out)) == ["T116"]
    (out / "报县里的.docx").rename(document(out, 1))
    write(source, rows(first=MOVED))
    assert codes(built(source, out)) == []
    assert "和平路1号" in texts(document(out, 1))
    assert not (out / "报县里的.docx").exists()
    assert unchanged(source, RUBRIC, Options(), out) is not None


def test_a_moved_document_is_recognised_without_a_ledger(source: Path, out: Path) -> None:
    document(out, 1).rename(out / "报县里的.docx")
    (out / HOME / LEDGER_FILE).unlink()
    assert codes(built(source, out)) == ["T116"]
    assert not document(out, 1).exists()


def test_of_two_candidates_none_is_guessed(source: Path, out: Path) -> None:
    shutil.copy(document(out, 1), out / "一.docx")
    document(out, 1).rename(out / "二.docx")
    before = states(out)
    write(source, rows(first=MOVED))
    result = built(source, out)
    assert codes(result) == ["T118"]
    told = str(next(problem for problem in result.problems if problem.code == "T118"))
    assert "像是它的有2份：一.docx、二.docx，照数据重做一份" in told
    assert "如果是移走或改名的，请核对，只留一份" in told
    assert {states(out)[name] == before[name] for name in ("一.docx", "二.docx")} == {True}
    assert "和平路1号" in texts(document(out, 1))


def test_a_copy_that_a_clerk_made_is_left_alone(source: Path, out: Path) -> None:
    shutil.copy(document(out, 1), out / "留底.docx")
    before = states(out)["留底.docx"]
    write(source, rows(first=MOVED))
    assert codes(built(source, out)) == ["T166"]  # told: it says something else than the form in its place
    assert states(out)["留底.docx"] == before
    assert "和平路1号" in texts(document(out, 1))


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"townships": ("乙镇",)}, ["T117"]),
        ({"only": ("第3社区",)}, ["T117"]),
        ({"townships": ("甲镇",)}, []),
        ({"only": ("第1社区",)}, []),
        ({"only": ("第4社区",)}, ["T117"]),  # it is in another township now
        ({"townships": ("丙镇",)}, ["T117"]),
    ],
)
def test_a_build_of_some_tells_who_is_gone_from_their_townships_or_went_to_them(
    source: Path, out: Path, options: dict[str, Any], told: list[str]
) -> None:
    here = {"丙镇", "第4社区"}.intersection(*options.values())
    write(source, rows(fourth={"township": "丙镇"}) if here else rows()[:3])
    result = built(source, out, **options)
    assert codes(result) == told
    later = [each.code for each in submit_version(out, "第1稿").problems]
    assert later.count("T137") == (3 if told else 0)


def test_the_documents_of_a_community_that_is_gone_are_told_and_left_until_they_are_taken_away(
    source: Path, out: Path
) -> None:
    before = states(out)
    write(source, rows()[:3])
    for _ in range(2):
        result = built(source, out)
        assert codes(result) == ["T117"]
        assert "数据里没有“乙镇第4社区”了，它的3份表格还在，没有删除" in str(result.problems[-1])
        assert "如确已撤并，请自己移走这些表格" in str(result.problems[-1])
        assert not result.failed
    assert changed(out, before) == {"乙镇/汇总表.xlsx", "全部汇总表.xlsx", "目录.xlsx"}
    assert "[T117]" in build(source, out).stderr
    document(out, 4).unlink()
    assert "它的2份表格还在" in build(source, out).stderr
    shutil.rmtree(out / "乙镇" / "第4社区")
    assert "[T117]" not in build(source, out).stderr
    assert codes(built(source, out)) == []
    assert unchanged(source, RUBRIC, Options(), out) is not None, "what is taken away is forgotten"


def test_what_somebody_typed_into_the_form_of_a_community_that_was_renamed_is_not_lost_in_silence(
    source: Path, out: Path
) -> None:
    retype(document(out, 4), "0577-67220004", "444")
    write(source, rows(fourth={"name": "第四社区"}))
    result = built(source, out)
    assert codes(result) == ["T117", "T196"]
    name = document(out, 4).relative_to(out).as_posix()
    words = f"“{name}”不再做了，做好以后有人存过：填的字没有接到新做的表上，也可能没有收进数据"
    assert words in str(result.problems[-1])
    (told,) = [each for each in submit_version(out, "第1稿").problems if each.code == "T196"]
    assert str(told) == str(result.problems[-1])
    document(out, 4).unlink()
    assert codes(built(source, out)) == ["T117"]


def test_the_data_of_another_township_tell_of_all_that_lies_there_in_one_line(
    source: Path, out: Path
) -> None:
    moved = [{**each, "township": "丙镇"} for each in rows() if each["township"] == "乙镇"]
    write(source, moved)
    result = built(source, out)
    told = [str(each) for each in result.problems if each.code == "T117"]
    assert len(told) == 2, told
    for township, each in zip(("乙镇", "甲镇"), told, strict=True):
        assert f"数据里没有“{township}的2个社区（村）”了，它的6份表格还在，没有删除" in each
        assert "是另一份数据做的，请分开放在两个文件夹" in each
    (old,) = [str(each) for each in result.problems if each.code == "C197"]
    assert "只有丙镇的，文件夹里的“全部汇总表.xlsx”是以前几个乡镇的数据一起做的，没有重做" in old
    (out / "全部汇总表.xlsx").unlink()
    assert "[C197]" not in build(source, out).stderr
    listed = list(load_workbook(out / "目录.xlsx").worksheets[0].iter_rows(values_only=True))
    remarks = {(row[0], row[4]) for row in listed[1:]}
    gone = "不在这次的数据里"
    assert remarks == {("丙镇", None), ("乙镇", gone), ("甲镇", gone)}, "the index names all that lies there"


def test_a_part_of_the_communities_tells_nothing_of_those_left_out(source: Path, out: Path) -> None:
    assert codes(built(source, out, only=["第1社区"])) == []
    assert codes(built(source, out, townships=["甲镇"])) == []
    assert codes(built(source, out)) == []


def test_a_community_that_comes_back_gets_its_documents_back(source: Path, out: Path) -> None:
    before = {path: data for path, (data, _) in states(out).items()}
    write(source, rows()[:3])
    built(source, out)
    write(source, rows())
    assert codes(built(source, out)) == []
    assert {path: data for path, (data, _) in states(out).items()} == before


def test_an_open_summary_is_told_and_everything_else_is_written(source: Path, out: Path) -> None:
    lock = out / "甲镇" / ".~lock.汇总表.xlsx#"
    lock.touch()
    write(source, rows(first={"indicators": {"r3": 9}}, third={"indicators": {"r3": 9}}))
    before = states(out)
    result = build(source, out)
    assert result.exit_code == 1
    assert "[F107] 错误" in result.stderr
    assert "中途停止" not in result.stderr
    assert {"乙镇/汇总表.xlsx", "全部汇总表.xlsx"} <= changed(out, before)
    assert [each.done for each in runs(out)] == [True, True]
    lock.unlink()
    assert build(source, out).exit_code == 0
    assert "甲镇/汇总表.xlsx" in changed(out, before)


# -- what a person and the data both changed -------------------------------------------------------------
def both_changed(source: Path, out: Path) -> None:
    retype(document(out, 1), PHONE, "222")
    write(source, rows(first={"facts": {"phone": "111"}}))


PERSONS = ("330102199001011234", "330102198001011234")
TELEPHONE = "13812345678"  # a person has to choose between two of them
CONFLICTS = {
    "telephones": ("222", "111", "有人填成“222”，数据现在是“111”，表上的没有动"),
    "numbers of persons": (
        f"丙{PERSONS[0]}，{TELEPHONE}",
        f"丁{PERSONS[1]}",
        "有人填成“丙3301**********1234，13812345678”，数据现在是“丁3301**********1234”，表上的没有动",
    ),
}


@pytest.mark.parametrize(("typed", "new", "words"), CONFLICTS.values(), ids=CONFLICTS)
def test_a_conflict_is_told_and_the_text_of_the_person_stays(
    typed: str, new: str, words: str, source: Path, out: Path
) -> None:
    retype(document(out, 1), PHONE, typed)
    write(source, rows(first={"facts": {"phone": new}}))
    for _ in range(2):
        result = build(source, out)
        assert result.exit_code == 1
        assert "[T115] 错误 “甲镇/第1社区/第1社区-申报表.docx”的“联系电话”" in result.stderr
        assert words in result.stderr
        assert (
            "出表时加 --ask 逐处选，加 --ours 都用数据的（意见、日期除外），加 --theirs 都留表上的"
            in result.stderr
        )
        assert typed in texts(document(out, 1))
    assert any(new in text for text in texts(document(out, 1, SCORES))), "where nobody typed, the data count"
    shown = run("collect", str(out), "--data", str(source), "--rubric", RUBRIC).output
    shown += run("diff", str(source), "--rubric", RUBRIC, "-o", str(out), "--format", "json").output
    assert not any(number in shown + result.output for number in PERSONS)


SIDES = {
    "--ours": ("T119", "111", "有人填成“222”，已改成数据的“111”", "如选错了，用 formgen undo 撤销"),
    "--theirs": ("T120", "222", "留着有人填的“222”，数据是“111”", "用 formgen collect 写进数据"),
}


@pytest.mark.parametrize(("option", "told"), SIDES.items(), ids=SIDES)
def test_a_side_can_be_chosen_for_all_and_the_matter_is_settled(
    option: str, told: tuple[str, str, str, str], source: Path, out: Path
) -> None:
    code, stands, message, mend = told
    both_changed(source, out)
    typed = document(out, 1).read_bytes()
    result = build(source, out, option)
    assert result.exit_code == 0
    assert f"[{code}] 提示" in result.stderr
    assert message in result.stderr
    assert mend in result.stderr
    assert stands in texts(document(out, 1))
    assert ({"111", "222"} - {stands}).isdisjoint(texts(document(out, 1)))
    again = build(source, out)
    assert (again.exit_code, "[T1" in again.stderr) == (0, False)
    assert stands in texts(document(out, 1))
    run("undo", str(out), "--yes")
    assert document(out, 1).read_bytes() == typed


def build_asked(source: Path, out: Path, answers: str, monkeypatch: pytest.MonkeyPatch) -> Result:
    """Run ``build --ask`` with a clerk's answers."""
    invoke = CliRunner.invoke

    def answered(self: CliRunner, *args: Any, **how: Any) -> Result:
        return invoke(self, *args, **{**how, "input": answers})

    monkeypatch.setattr(CliRunner, "invoke", answered)
    return build(source, out, "--ask")


ANSWERS = {
    "the data": ("1\n", "T119", "111", 0),
    "the person": ("2\n", "T120", "222", 0),
    "not yet": ("0\n", "T115", "222", 1),
    "nothing said": ("\n", "T115", "222", 1),
    "first a wrong key": ("x\n1\n", "T119", "111", 0),
}


@pytest.mark.parametrize(("answers", "code", "stands", "ends"), ANSWERS.values(), ids=ANSWERS)
def test_a_conflict_is_asked_about_and_the_answer_holds(
    answers: str, code: str, stands: str, ends: int, source: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    both_changed(source, out)
    result = build_asked(source, out, answers, monkeypatch)
    assert result.exit_code == ends
    assert "甲镇/第1社区/第1社区-申报表.docx　联系电话（" in result.stdout
    assert "1 用数据的：111" in result.stdout
    assert "2 留表上的：222" in result.stdout
    assert "选 1 或 2，0 先不定" in result.stdout
    assert f"[{code}]" in result.stderr
    assert stands in texts(document(out, 1))


def test_each_conflict_is_asked_about_on_its_own(
    source: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    retype(document(out, 1), PHONE, "222")
    retype(document(out, 2), "0577-67220002", "444")
    write(source, rows(first={"facts": {"phone": "111"}}, second={"facts": {"phone": "333"}}))
    result = build_asked(source, out, "2\n1\n", monkeypatch)
    assert result.exit_code == 0
    assert "222" in texts(document(out, 1))
    assert "333" in texts(document(out, 2))
    assert result.stderr.index("[T120]") != result.stderr.index("[T119]")


def test_without_conflicts_nothing_is_asked(source: Path, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(source, rows(first=MOVED))
    result = build_asked(source, out, "", monkeypatch)
    assert (result.exit_code, "选 1 或 2" in result.output) == (0, False)
    assert "和平路1号" in texts(document(out, 1))


def test_an_opinion_is_never_taken_away_by_choosing_the_data(source: Path, out: Path) -> None:
    write(source, rows(first={"facts": {"township_opinion": "同意"}}))
    built(source, out)
    retype(document(out, 1), "同意", "同意上报")
    write(source, rows(first={"facts": {"township_opinion": "情况属实"}}))
    result = build(source, out, "--ours")
    assert (result.exit_code, "[T115]" in result.stderr) == (1, True)
    assert any("同意上报" in text for text in texts(document(out, 1)))


# -- undo, submit, ledger as commands --------------------------------------------------------------------
def undone(out: Path, answer: str, monkeypatch: pytest.MonkeyPatch) -> Result:
    invoke = CliRunner.invoke

    def answered(self: CliRunner, *args: Any, **how: Any) -> Result:
        return invoke(self, *args, **{**how, "input": answer})

    with monkeypatch.context() as patched:
        patched.setattr(CliRunner, "invoke", answered)
        return run("undo", str(out))


def test_undo_says_what_it_will_do_and_asks_first(
    source: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = states(out)
    write(source, [*rows(first=MOVED), row(5)])
    build(source, out)
    after = states(out)
    for answer in ("n\n", "\n"):
        result = undone(out, answer, monkeypatch)
        assert result.exit_code == 0
        assert re.search(
            r"上一次运行是20..-..-.. ..:..的出表：3个文件将恢复原样，4个新做的文件将拿走。", result.stdout
        )
        assert "没有撤销。" in result.stdout
        assert states(out) == after
    result = undone(out, "y\n", monkeypatch)
    assert (result.exit_code, "已撤销，7个文件退回到运行以前。" in result.stdout) == (0, True)
    assert states(out) == before
    result = run("undo", str(out), "--yes")
    assert result.exit_code == 1
    assert "[F122] 错误" in result.stderr


def test_undo_tells_of_files_that_were_edited_since(source: Path, out: Path) -> None:
    write(source, rows(first=MOVED))
    build(source, out)
    retype(document(out, 1), "和平路1号", "手写的地址")
    result = run("undo", str(out), "--yes")
    assert result.exit_code == 0
    assert "[F123] 提示" in result.stderr
    assert "第1社区-申报表（撤销前1）.docx" in result.stderr


def test_submit_says_where_the_version_lies(out: Path) -> None:
    result = run("submit", str(out), "--label", "第1稿")
    assert result.exit_code == 0
    assert (
        f"“第1稿”已存在 {out / '报送稿' / '第1稿'}，16个文件，校验码在其中的“校验.sha256”。" in result.stdout
    )
    result = run("submit", str(out), "--label", "第1稿")
    assert (result.exit_code, "[F125] 错误 “第1稿”已经存过" in result.stderr) == (1, True)
    result = run("undo", str(out), "--yes")
    assert "的存稿：0个文件将恢复原样，17个新做的文件将拿走。" in result.stdout


def test_the_ledger_is_shown_in_words(source: Path, out: Path) -> None:
    write(source, rows(first=MOVED))
    build(source, out)
    run("submit", str(out), "--label", "第1稿")
    result = run("ledger", str(out))
    assert result.exit_code == 0
    text = " ".join(result.stdout.replace("│", " ").split())
    for words in ("历次运行", "出表", "新做16", "../data.yaml 更新1、没有变化15", "存稿 第1稿 存下16"):
        assert words in text
    assert "个文件。" in text
    assert "第1稿：" in text
    assert "16个文件。" in text
    assert "表格：共16份；各份最近一次经手时：" in text


def test_the_ledger_tells_of_a_run_that_was_stopped(
    source: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stops(*_: object) -> None:
        raise KeyboardInterrupt

    write(source, rows(first=MOVED))
    with monkeypatch.context() as patched:
        patched.setattr("formgen.folder.regeneration.Regeneration.settle_summaries", stops)
        assert "中途停止" in build(source, out).stderr
    assert "中途停止" in run("ledger", str(out)).stdout


def test_the_ledger_is_shown_as_json(source: Path, out: Path) -> None:
    write(source, rows(first=MOVED))
    build(source, out)
    run("submit", str(out), "--label", "第1稿")
    found = json.loads(run("ledger", str(out), "--format", "json").stdout)
    assert [(each["kind"], each["done"], each["tally"]) for each in found["runs"]] == [
        ("build", True, {"new": 16}),
        ("build", True, {"renewed": 1, "same": 15}),
        ("submit", True, {"files": 16}),
    ]
    assert len(found["runs"][1]["data_hash"]) == 64
    assert sum(found["documents"].values()) == 16
    assert [(each["label"], each["files"]) for each in found["submissions"]] == [("第1稿", 16)]


def lost(out: Path) -> None:
    (out / HOME / LEDGER_FILE).unlink()


def damaged(out: Path) -> None:
    (out / HOME / LEDGER_FILE).write_bytes(b"garbage" * 1000)


@pytest.mark.parametrize("happened", [lost, damaged])
def test_a_ledger_that_is_not_there_is_told(happened: Callable[[Path], None], out: Path) -> None:
    happened(out)
    for style in ("text", "json"):
        result = run("ledger", str(out), "--format", style)
        assert result.exit_code == 1
        assert f"[F131] 错误 “{out}”里没有台账" in result.stderr
        assert "请用 formgen build 出一次表，台账就会建立" in result.stderr


PROBLEMS: dict[str, tuple[Callable[[Path], None], str, int]] = {
    "newer": (
        lambda out: altered(out, "PRAGMA user_version = 99"),
        "[F120] 错误 台账",
        1,
    ),
    "damaged": (damaged, "[F121] 提示 台账", 0),
    "clock": (
        lambda out: altered(out, "UPDATE runs SET at = '2999-01-02T03:04:05+08:00'"),
        "[F124] 提示 电脑的时钟是",
        0,
    ),
}


@pytest.mark.parametrize(("happened", "told", "ends"), PROBLEMS.values(), ids=PROBLEMS)
def test_what_is_wrong_with_the_ledger_is_told_by_a_build(
    happened: Callable[[Path], None], told: str, ends: int, source: Path, out: Path
) -> None:
    happened(out)
    write(source, rows(first=MOVED))
    result = build(source, out)
    assert told in result.stderr
    assert result.exit_code == ends
    assert "程序内部出错" not in result.output


MISSING = [
    ["diff", "{source}", "--rubric", RUBRIC, "-o", "{out}", "--certified", "-1"],
    ["submit", "{out}"],
    ["change-sheet", "{out}"],
    ["undo"],
    ["ledger", "{out}", "--format", "xml"],
]


@pytest.mark.parametrize("words", MISSING, ids=[each[0] for each in MISSING])
def test_wrong_use_of_the_new_commands_is_told_in_chinese(words: list[str], source: Path, out: Path) -> None:
    result = run(*(each.format(source=source, out=out) for each in words))
    assert result.exit_code == 2
    assert "--help" in result.output
    assert not [english for english in ("Missing", "Invalid", "Error", "Usage") if english in result.output]


@pytest.mark.parametrize(
    ("command", "words"),
    {
        "diff": "出表以前，先看会改动什么",
        "submit": "把报送的这一稿存下来",
        "change-sheet": "写更正说明",
        "undo": "撤销上一次运行",
        "ledger": "看台账",
    }.items(),
)
def test_the_new_commands_are_listed_and_explained_in_chinese(command: str, words: str) -> None:
    result = run(command, "--help")
    assert result.exit_code == 0
    assert "用法：" in result.output
    assert words in result.output
    assert "显示这份说明" in result.output
    assert not [
        english for english in ("Usage", "Options", "required", "default") if english in result.output
    ]
    assert f"\n  {command} " in run("--help").output


def test_the_help_of_build_explains_the_three_ways_out_of_a_conflict() -> None:
    text = "".join(run("build", "--help").output.split())
    for words in ("都用数据的；意见、日期除外", "都留表上的", "逐处询问"):
        assert words in text


def test_a_sheet_typed_over_in_excel_is_merged_too(source: Path, out: Path) -> None:
    path = document(out, 1, SCORES, ".xlsx")
    typed_into(path, "H6", 13)
    write(source, rows(first={"scores": {"self": {"item1": 14}}}))
    result = build(source, out)
    assert result.exit_code == 0
    assert "更新（手改保留）1份" in result.stdout
    sheet = load_workbook(path).worksheets[0]
    assert (sheet["E6"].value, sheet["H6"].value) == (14, 13)


def test_a_form_that_is_refused_says_that_the_old_one_is_out_of_date(source: Path, out: Path) -> None:
    assert build(source, out).exit_code == 0
    lock = document(out, 1).with_name(f".~lock.{document(out, 1).name}#")
    lock.touch()
    write(source, rows(first=MOVED))
    result = build(source, out)
    assert result.exit_code == 1
    assert (
        "[T123] 提示 “甲镇/第1社区/第1社区-申报表.docx”没有重做，旧的一份还在，内容可能过时" in result.stderr
    )


def test_a_build_with_other_options_than_the_last_says_so(source: Path, out: Path) -> None:
    assert build(source, out, "--draft").exit_code == 0
    result = build(source, out)
    assert "[T126] 提示 这次出表的选项和上次不同（上次：--draft、样式" in result.stderr
    assert "[T126]" not in build(source, out).stderr
    assert "--column self=computed" in build(source, out, "--column", "self=computed").stderr


def test_collect_finds_the_data_and_the_rubric_of_the_last_build_by_itself(tmp_path: Path) -> None:
    data, forms = tmp_path / "数据.xlsx", tmp_path / "表格"
    shutil.copy(assets.folder("samples") / RUBRIC / "data.xlsx", data)
    run("build", str(data), "--rubric", RUBRIC, "-o", str(forms), "--only", "望云社区")
    (path,) = forms.rglob("*申报表.docx")
    retype(path, "0577-00001034", "222")
    moved = tmp_path / "搬家"
    moved.mkdir()
    for each in (data, forms):
        each.rename(moved / each.name)
    result = run("collect", str(moved / "表格"), "--yes")
    assert result.exit_code == 0, result.stderr
    assert "读到1处填写" in result.stdout
    (moved / "数据.xlsx").rename(moved / "别处.xlsx")
    result = run("collect", str(moved / "表格"))
    assert (result.exit_code, "[F132]" in result.stderr) == (2, True)
    assert "请加 --data，写明数据工作簿" in result.stderr
    shutil.rmtree(moved / "表格" / HOME)
    result = run("collect", str(moved / "表格"), "--data", str(moved / "别处.xlsx"))
    assert (result.exit_code, "[F130]" in result.stderr) == (2, True)
