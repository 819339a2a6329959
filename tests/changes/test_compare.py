"""What a build would change is told before it changes anything, and then comes true."""

import json
import shutil
from collections import Counter
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from support.command import TAIZHOU, run
from support.four import (
    RUBRIC,
    SCORES,
    altered,
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

from formgen.changes.diff import compare_with_folder
from formgen.changes.diff_result import Diff
from formgen.commands.build import plan_build
from formgen.commands.submit import submit_version
from formgen.folder.plan import Options
from formgen.ledger.store import HOME, LEDGER_FILE
from formgen.problems import FormgenError

AID = {"indicators": {"aid_employed": 3}}
"""The data of one community that change its points, its total and one printed figure."""


@pytest.fixture(autouse=True)
def _wide_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    """Print no table in folded lines."""
    monkeypatch.setenv("COLUMNS", "240")


def diff(source: Path, out: Path, rubric: str = RUBRIC, since: str = "", **options: Any) -> Diff:
    certified = options.pop("certified", None)
    return compare_with_folder(plan_build(source, rubric, Options(jobs=1, **options)), out, since, certified)


def shown(source: Path, out: Path, *more: str, rubric: str = RUBRIC) -> str:
    """What the command prints, without the lines of its tables."""
    result = run("diff", str(source), "--rubric", rubric, "-o", str(out), *more)
    assert result.exit_code == 0, result.output
    return " ".join(result.stdout.replace("│", " ").split())


def told(found: Diff) -> list[tuple[str, str, str | None, str | None]]:
    """Name, old and new of everything that changed, with the community."""
    return [
        (change.who[1], each.label, each.old, each.new)
        for change in found.changes
        for each in (*change.values, *change.points, *change.totals, *change.awards, *change.printed)
    ]


def test_nothing_changed_is_said_in_one_sentence(source: Path, out: Path) -> None:
    found = diff(source, out)
    assert found.empty
    assert (found.changes, found.documents, found.summaries, found.causes, found.ranks) == (
        [],
        [],
        [],
        [],
        [],
    )
    assert shown(source, out) == "没有变化，再出一次表什么也不会改。"


def test_a_change_of_data_is_told_with_cells_points_totals_documents_and_cause(
    source: Path, out: Path
) -> None:
    write(source, rows(second=AID))
    found = diff(source, out)
    assert not found.empty
    assert told(found) == [
        ("第2社区", "社区帮助解决就业人数", "7", "3"),
        ("第2社区", "14 就业援助（比例）", "15", "45/7"),
        ("第2社区", "合计", "99", "633/7"),
        ("第2社区", "总分", "99", "633/7"),
    ]
    (change,) = found.changes
    assert change.values[0].old_cell == change.values[0].new_cell == "communities[1].indicators.aid_employed"
    assert [(each.path, each.fate, each.causes) for each in found.documents] == [
        ("甲镇/第2社区/第2社区-考核评分表.docx", "renewed", ("数据",)),
        ("甲镇/第2社区/第2社区-考核评分表.xlsx", "renewed", ("数据",)),
    ]
    assert found.summaries == ["甲镇/汇总表.xlsx", "全部汇总表.xlsx"]
    assert [(each.who[1], each.old, each.new) for each in found.ranks] == [("第2社区", 1, 4)]


def test_a_change_of_data_is_printed_for_the_clerk(source: Path, out: Path) -> None:
    write(source, rows(second=AID))
    text = shown(source, out)
    for words in (
        "甲镇第2社区 数据 社区帮助解决就业人数 7 3 communities[1].indicators.aid_employed",
        "得分 14 就业援助（比例） 15 6.43",
        "合计 总分 99 90.43",
        "甲镇/第2社区/第2社区-考核评分表.xlsx 更新 数据",
        "甲镇/汇总表.xlsx 更新",
        "名次变化",
        "甲镇第2社区 1 4",
    ):
        assert words in text
    assert "没有变化" not in text


def test_a_value_that_is_filled_or_emptied_is_told_with_the_cell_it_stands_in(
    source: Path, out: Path
) -> None:
    write(source, rows(first={"facts": {"address": "和平路1号", "phone": ""}}))
    (change,) = diff(source, out).changes
    assert [(each.label, each.old, each.old_cell, each.new, each.new_cell) for each in change.values] == [
        ("联系电话", "0577-67220001", "communities[0].facts.phone", "", ""),
        ("社区地址", "", "", "和平路1号", "communities[0].facts.address"),
    ]
    text = shown(source, out)
    assert "社区地址 （空） 和平路1号 communities[0].facts.address" in text
    assert "联系电话 0577-67220001 （空） communities[0].facts.phone" in text


def test_points_that_become_open_are_told_as_such(source: Path, out: Path) -> None:
    write(source, rows(first={"indicators": {"r3": ""}}))
    text = shown(source, out)
    assert "得分 3 就业服务机构 10 待定" in text
    assert "合计 总分 99 待定" in text
    assert ("第1社区", "总分", "99", None) in told(diff(source, out))


# -- what changed beside the data -----------------------------------------------------------------------
@pytest.fixture
def county(tmp_path: Path) -> Callable[[str], str]:
    """A county's own rubric file: the notice with other words laid over it."""

    def make(words: str) -> str:
        path = tmp_path / "county.yaml"
        path.write_text(f"id: {RUBRIC}\nextends: {RUBRIC}\n{words}\n", encoding="utf-8")
        return str(path)

    return make


def test_another_reading_is_named_as_the_cause(county: Callable[[str], str], tmp_path: Path) -> None:
    source, out = tmp_path / "data.yaml", tmp_path / "out"
    write(source, rows(first={"indicators": {"target_employed": 48}}))
    built(source, out, county("chosen: {P21: zero}"))
    rubric = county("chosen: {P21: proportional}")
    found = diff(source, out, rubric)
    assert [(cause.word, cause.detail) for cause in found.causes] == [("口径", "P21：zero → proportional")]
    assert told(found) == [
        ("第1社区", "1 登记失业人员和持证人员就业率", "0", "7.5"),
        ("第1社区", "合计", "84", "91.5"),
        ("第1社区", "总分", "84", "91.5"),
    ]
    assert "口径变了：P21：zero → proportional" in shown(source, out, rubric=rubric)


def test_a_document_that_another_reading_changes_names_it(
    county: Callable[[str], str], tmp_path: Path
) -> None:
    source, out = tmp_path / "data.yaml", tmp_path / "out"
    write(source, rows(first={"indicators": {"target_employed": 48}}))
    columns = ["township=computed"]
    built(source, out, county("chosen: {P21: zero}"), columns=columns)
    found = diff(source, out, county("chosen: {P21: proportional}"), columns=columns)
    assert [(each.path, each.causes) for each in found.documents] == [
        (f"甲镇/第1社区/第1社区-考核评分表{suffix}", ("口径",)) for suffix in (".docx", ".xlsx")
    ]


def test_other_rules_and_other_wishes_are_named_as_causes(
    county: Callable[[str], str], source: Path, out: Path
) -> None:
    found = diff(source, out, county("title: 充分就业社区考核"), columns=["township=computed"])
    assert [(cause.word, cause.detail) for cause in found.causes] == [
        ("评分标准", "yongjia-2009 的内容改过"),
        ("出表选项", "无 → township=computed"),
    ]
    assert {each.fate for each in found.documents} == {"renewed"}


def test_another_version_of_formgen_is_named_as_a_cause(
    source: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("formgen.folder.hashes.__version__", "99.0")
    found = diff(source, out)
    assert [(cause.word, cause.detail.split(" → ")[1]) for cause in found.causes] == [("程序", "99.0")]
    assert found.documents == []


# -- the effects -------------------------------------------------------------------------------------------
def test_a_new_and_a_gone_community_are_told(source: Path, out: Path) -> None:
    write(source, [*rows()[:3], row(5)])
    found = diff(source, out)
    assert [(change.who, change.state) for change in found.changes] == [
        (("丙镇", "第5社区"), "new"),
        (("乙镇", "第4社区"), "gone"),
    ]
    assert {each.path: each.fate for each in found.documents} == {
        f"丙镇/第5社区/第5社区-{each}": "new"
        for each in ("申报表.docx", "考核评分表.docx", "考核评分表.xlsx")
    }
    assert found.summaries == ["乙镇/汇总表.xlsx", "丙镇/汇总表.xlsx", "全部汇总表.xlsx", "目录.xlsx"]
    assert [(each.who[1], each.old, each.new) for each in found.ranks] == [
        ("第5社区", None, 1),
        ("第4社区", 1, None),
    ]
    text = shown(source, out)
    assert "丙镇第5社区 新增" in text
    assert "乙镇第4社区 数据里没有了" in text


def test_a_community_that_is_gone_is_not_told_to_be_open(source: Path, out: Path) -> None:
    write(source, rows()[:3])
    text = shown(source, out)
    assert "待定" not in text[text.index("乙镇第4社区 数据里没有了") : text.index("└")]


def test_the_money_of_an_award_is_told_over_all_communities(source: Path, out: Path) -> None:
    write(
        source,
        rows(
            first={"facts": {"station": "是"}},
            second={"facts": {"station": "是"}},
            third={"facts": {"station": "否"}},
        ),
    )
    found = diff(source, out)
    ((title, old, new),) = found.awards
    assert (title, old.yuan, old.pending, new.yuan, new.pending) == (
        "工作机构经费",
        Fraction(0),
        4,
        Fraction(10000),
        1,
    )
    assert "工作机构经费：0元（另有4个待定） → 10000元（另有1个待定）" in shown(source, out)
    assert ("第1社区", "工作机构经费", None, "5000") in told(found)


@pytest.fixture(scope="module")
def villages_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample of 2019, built once."""
    folder = tmp_path_factory.mktemp("villages")
    book = load_workbook(TAIZHOU)
    levels = book["各级评分"]
    for at in range(levels.max_row, 1, -1):
        if levels.cell(at, 3).value == "县级考评分":  # the computed totals decide the ranks
            levels.delete_rows(at)
    book.save(folder / "数据.xlsx")
    built(folder / "数据.xlsx", folder / "out", "taizhou-2019")
    return folder


@pytest.fixture
def villages(villages_once: Path, tmp_path: Path) -> tuple[Path, Path]:
    """Its data and documents; one figure changed since: 双帆村 falls from the fourth to the fifth rank."""
    shutil.copytree(villages_once, tmp_path, dirs_exist_ok=True)
    book = load_workbook(tmp_path / "数据.xlsx")
    sheet = book.worksheets[0]
    (at,) = [cells[1].row for cells in sheet.iter_rows() if cells[1].value == "双帆村"]
    sheet[f"J{at}"] = 1
    book.save(tmp_path / "数据.xlsx")
    return tmp_path / "数据.xlsx", tmp_path / "out"


def test_a_quota_tells_who_enters_and_who_leaves(villages: tuple[Path, Path]) -> None:
    found = diff(*villages, "taizhou-2019", certified=40)
    ((title, most, entered, left),) = [
        (each.title, each.most, each.entered, each.left) for each in found.quotas
    ]
    assert (title, most) == ("推荐数量", 4)
    assert (entered, left) == ([("云屿镇", "沙岙村")], [("云屿镇", "双帆村")])
    text = shown(*villages, "--certified", "40", rubric="taizhou-2019")
    assert "推荐数量：最多4个；按名次进入：云屿镇沙岙村；按名次退出：云屿镇双帆村" in text
    text = shown(*villages, "--certified", "60", rubric="taizhou-2019")
    assert "推荐数量：最多6个；入围的没有变化" in text
    assert "推荐数量" not in shown(*villages, rubric="taizhou-2019")


def test_a_cell_of_a_workbook_is_named_as_the_clerk_knows_it(villages: tuple[Path, Path]) -> None:
    text = shown(*villages, rubric="taizhou-2019")
    assert "双帆村 数据 其中已就业人数" in text
    assert "社区数据!J7" in text


def test_the_number_of_those_that_pass_is_told(villages: tuple[Path, Path]) -> None:
    source, out = villages
    book = load_workbook(source)
    sheet = book.worksheets[0]
    (at,) = [cells[1].row for cells in sheet.iter_rows() if cells[1].value == "后岙村"]
    sheet[f"J{at}"] = 1
    book.save(source)
    found = diff(source, out, "taizhou-2019")
    assert found.passed == (6, 5)
    assert ("后岙村", "结论", "合格", "不合格") in told(found)
    assert "合格个数：6 → 5" in shown(source, out, rubric="taizhou-2019")


# -- against a version that was handed in ------------------------------------------------------------------
def test_a_diff_since_a_version_tells_what_changed_in_all_builds_since(source: Path, out: Path) -> None:
    submit_version(out, "第1稿")
    write(source, rows(second=AID))
    built(source, out)
    submit_version(out, "第2稿")
    write(source, rows(second=AID, third={"facts": {"address": "和平路3号"}}))
    built(source, out)
    assert diff(source, out).empty
    assert {who for who, *_ in told(diff(source, out, since="第1稿"))} == {"第2社区", "第3社区"}
    assert told(diff(source, out, since="第2稿")) == [("第3社区", "社区地址", "", "和平路3号")]
    assert "14 就业援助（比例） 15 6.43" in shown(source, out, "--since", "第1稿")


def test_a_version_that_is_not_there_is_told_with_those_that_are(source: Path, out: Path) -> None:
    words = ("diff", str(source), "--rubric", RUBRIC, "-o", str(out), "--since", "第9稿")
    result = run(*words)
    assert result.exit_code == 2
    assert "[F126] 错误 没有“第9稿”" in result.stderr
    assert "已存的有：（没有）" in result.stderr
    submit_version(out, "第1稿")
    submit_version(out, "第2稿")
    assert "已存的有：第1稿、第2稿；用 formgen submit 存一稿" in run(*words).stderr


# -- without a ledger --------------------------------------------------------------------------------------
def test_without_a_ledger_the_documents_tell_what_changed(source: Path, out: Path) -> None:
    (out / HOME / LEDGER_FILE).unlink()
    write(source, rows(second={"facts": {"address": "和平路2号"}, **AID}))
    found = diff(source, out)
    assert codes(found) == ["F127"]
    assert "里没有台账，或台账读不出，只能和表格上印的比" in str(found.problems[0])
    assert "再出一次表，台账就会重新建立" in str(found.problems[0])
    assert told(found) == [
        ("第2社区", "申报表 社区地址", "", "和平路2号"),
        ("第2社区", "考核评分表 社区帮助解决就业人数", "7", "3"),
    ]
    assert Counter(each.fate for each in found.documents) == {"renewed": 3}


def test_a_folder_with_nothing_in_it_is_told_as_new_and_not_made(source: Path, tmp_path: Path) -> None:
    found = diff(source, tmp_path / "new")
    assert Counter(each.fate for each in found.documents) == {"new": 12}
    assert {change.state for change in found.changes} == {"new"}
    assert codes(found) == []
    assert not (tmp_path / "new").exists()


# -- a diff is a forecast ----------------------------------------------------------------------------------
def edited(source: Path, out: Path) -> None:
    retype(document(out, 1), "0577-67220001", "222")
    write(source, rows(first={"facts": {"address": "和平路1号"}}))


def in_conflict(source: Path, out: Path) -> None:
    retype(document(out, 1), "0577-67220001", "222")
    write(source, rows(first={"facts": {"phone": "111"}}))


def deleted(_: Path, out: Path) -> None:
    document(out, 1).unlink()


def renamed(source: Path, out: Path) -> None:
    document(out, 1).rename(out / "甲镇" / "报县里的.docx")
    write(source, rows(first={"facts": {"address": "和平路1号"}}))


def renamed_without_ledger(source: Path, out: Path) -> None:
    renamed(source, out)
    (out / HOME / LEDGER_FILE).unlink()


def replaced(source: Path, out: Path) -> None:
    document(out, 1).write_bytes(b"somebody's own")
    write(source, rows(first={"facts": {"address": "和平路1号"}}))


def come_and_gone(source: Path, _: Path) -> None:
    write(source, [*rows()[1:], row(5), row(6)])


def reordered(source: Path, _: Path) -> None:
    write(source, rows()[::-1])


def one_of_all(source: Path, out: Path) -> None:
    typed_into(document(out, 2, SCORES, ".xlsx"), "H6", 14)
    write(source, rows(first=AID, third={"facts": {"address": "和平路3号"}}))


FORESEEN = [
    edited, in_conflict, deleted, renamed, renamed_without_ledger, replaced, come_and_gone, reordered, one_of_all,
]  # fmt: skip


@pytest.mark.parametrize("change", FORESEEN)
def test_what_a_diff_foretells_a_build_does(
    change: Callable[[Path, Path], None], source: Path, out: Path
) -> None:
    change(source, out)
    before = everything(out)
    found = diff(source, out)
    assert everything(out) == before, "a diff writes nothing"
    if (out / HOME / LEDGER_FILE).exists():
        altered(out, "UPDATE documents SET fate = 'same'")  # so that only what the build does is told
    result = built(source, out)
    done = "form <> 'summary' AND fate <> 'same'"
    fates = dict(asked(out, f"SELECT path, fate FROM documents WHERE {done}"))  # noqa: S608 - words of this test
    assert {each.path: each.fate for each in found.documents} == fates
    conflicts = [each for document_ in found.documents for each in document_.conflicts]
    assert len(conflicts) == codes(result).count("T115")
    assert "T116" not in codes(result) or "F127" in codes(found) or "T116" in codes(found)


@pytest.mark.parametrize("change", FORESEEN)
def test_the_files_of_the_whole_that_a_diff_names_are_those_that_change(
    change: Callable[[Path, Path], None], source: Path, out: Path
) -> None:
    change(source, out)
    found, before = diff(source, out), everything(out)
    built(source, out)
    after = everything(out)
    wholes = [path for path in after if path.endswith(("汇总表.xlsx", "目录.xlsx"))]
    assert set(found.summaries) == {path for path in wholes if after[path] != before.get(path)}


def test_conflicts_are_told_with_both_texts(source: Path, out: Path) -> None:
    in_conflict(source, out)
    (conflict,) = [each for document_ in diff(source, out).documents for each in document_.conflicts]
    assert (conflict.slot, conflict.typed, conflict.new, conflict.decided) == ("phone", "222", "111", None)
    result = run("diff", str(source), "--rubric", RUBRIC, "-o", str(out))
    assert result.exit_code == 1
    assert "1处两边都改了，待定夺" in result.stdout
    assert "[T115]" in result.stderr


def test_a_document_typed_into_is_no_change_of_a_build(source: Path, out: Path) -> None:
    retype(document(out, 1), "0577-67220001", "222")
    found = diff(source, out)
    assert found.empty
    assert [(each.fate, each.kept) for each in found.documents] == [("kept", 1)]
    text = shown(source, out)
    assert "没有变化，再出一次表什么也不会改。" in text
    assert "第1社区-申报表.docx 手改保留" in text


# -- what is asked, and how it is told -------------------------------------------------------------------
@pytest.mark.parametrize(
    "options", [{"only": ["第1社区"]}, {"townships": ["甲镇"]}], ids=["only", "township"]
)
def test_a_part_can_be_looked_at(options: dict[str, Any], source: Path, out: Path) -> None:
    write(
        source, rows(first={"facts": {"address": "和平路1号"}}, third={"facts": {"address": "和平路3号"}})[:3]
    )
    found = diff(source, out, **options)
    assert [(change.who[1], change.state) for change in found.changes] == [("第1社区", "changed")]
    assert (found.summaries, found.ranks) == ([], [])


def test_json_holds_exact_points_and_cells(source: Path, out: Path) -> None:
    write(source, rows(second=AID))
    result = run("diff", str(source), "--rubric", RUBRIC, "-o", str(out), "--format", "json")
    found = json.loads(result.stdout)
    assert (found["rubric"], found["causes"], found["passed"]) == (RUBRIC, [], None)
    (community,) = found["communities"]
    assert (community["township"], community["name"], community["state"]) == ("甲镇", "第2社区", "changed")
    assert community["points"] == [
        {"key": "item14", "label": "14 就业援助（比例）", "old": "15", "new": "45/7"}
    ]
    assert community["values"][0]["new_cell"] == "communities[1].indicators.aid_employed"
    assert found["documents"][0] == {
        "path": "甲镇/第2社区/第2社区-考核评分表.docx",
        "fate": "renewed",
        "causes": ["数据"],
        "kept": 0,
        "conflicts": [],
    }
    assert found["ranks"] == [{"township": "甲镇", "name": "第2社区", "old": 1, "new": 4}]
    assert found["summaries"] == ["甲镇/汇总表.xlsx", "全部汇总表.xlsx"]


def test_a_report_holds_everything_as_a_workbook(source: Path, out: Path, tmp_path: Path) -> None:
    in_conflict(source, out)
    write(source, [*rows(first={"facts": {"phone": "111", "station": "是"}}, second=AID)[:3], row(5)])
    target = tmp_path / "变化.xlsx"
    before = everything(out)
    run("diff", str(source), "--rubric", RUBRIC, "-o", str(out), "--report", str(target))
    assert everything(out) == before
    sheets = {
        sheet.title: [[str(value or "") for value in cells] for cells in sheet.iter_rows(values_only=True)]
        for sheet in load_workbook(target).worksheets
    }
    assert list(sheets) == ["变化", "文件", "两边都改了", "名次", "其他影响"]
    found = {title: {"|".join(cells) for cells in rows_} for title, rows_ in sheets.items()}
    assert {
        "甲镇|第1社区|有变化|数据|联系电话|0577-67220001|111|communities[0].facts.phone",
        "甲镇|第2社区|有变化|得分|14 就业援助（比例）|15|6.43|",
        "丙镇|第5社区|新增|||||",
    } <= found["变化"]
    assert {line for line in found["变化"] if line.startswith("乙镇|第4社区|数据里没有了")}
    assert (
        "甲镇|第1社区|甲镇/第1社区/第1社区-申报表.docx|手改保留，1处两边都改了，待定夺|数据" in found["文件"]
    )
    assert "||目录.xlsx|更新|" in found["文件"]
    (conflict,) = [line for line in found["两边都改了"] if "申报表" in line]
    assert conflict.startswith("甲镇/第1社区/第1社区-申报表.docx|")
    assert conflict.endswith("|222|111")
    assert {"丙镇|第5社区|—|1", "乙镇|第4社区|1|—"} <= found["名次"]
    assert "工作机构经费|0元（另有4个待定） → 5000元（另有3个待定）" in found["其他影响"]


def test_long_lists_are_cut_on_the_screen_and_whole_in_the_report(
    source: Path, out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("formgen.cli.diff._MOST", 2)
    write(source, [row(at, facts={"address": f"和平路{at}号"}) for at in range(1, 5)])
    target = tmp_path / "变化.xlsx"
    text = shown(source, out, "--report", str(target))
    assert "和平路2号" in text
    assert "和平路3号" not in text
    assert "另有2条没有列出，加 --report 文件.xlsx 看全部" in text
    assert len(list(load_workbook(target)["变化"].iter_rows(values_only=True))) >= 4 + 1


def test_a_folder_of_documents_that_is_a_missing_data_file_is_told(out: Path, tmp_path: Path) -> None:
    with pytest.raises(FormgenError) as caught:
        diff(tmp_path / "no-such.yaml", out)
    assert caught.value.problems[0].code == "F101"


def test_a_diff_leaves_the_times_of_all_files(source: Path, out: Path) -> None:
    write(source, rows(second=AID))
    before = states(out)
    listed = sorted(path.name for path in (out / HOME).rglob("*"))
    diff(source, out)
    assert states(out) == before
    assert sorted(path.name for path in (out / HOME).rglob("*")) == listed
