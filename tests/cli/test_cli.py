"""The command as a clerk meets it: what it prints, where it writes, how it ends."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from openpyxl import load_workbook
from support import full_marks, rubric_of
from support.command import TAIZHOU, YONGJIA, run

from formgen import assets
from formgen.commands.score import score_data
from formgen.folder.build import BuildResult
from formgen.ledger.store import HOME
from formgen.problems import FormgenError, Problem

SAMPLES = Path(__file__).parents[2] / "samples"
SMALL = """communities:
  - name: 示例社区
    township: 示例镇
    indicators: {aid_required: 7, aid_employed: 3, target_total: 100, target_employed: 96}
    scores: {self: {item14: 7, item1: 15}}
"""


@pytest.fixture
def small(tmp_path: Path) -> str:
    path = tmp_path / "data.yaml"
    path.write_text(SMALL, encoding="utf-8")
    return str(path)


def test_help_is_in_chinese_and_names_every_command() -> None:
    result = run("--help")
    assert result.exit_code == 0
    for name in ("demo", "workbook", "check", "score", "explain", "rank", "build", "collect", "rubric"):
        assert f"\n  {name} " in result.output
    assert "Usage" not in result.output
    assert "Options" not in result.output


@pytest.mark.parametrize(
    "name", ["demo", "workbook", "check", "score", "explain", "rank", "build", "collect", "rubric"]
)
def test_the_help_of_every_command_is_in_chinese(name: str) -> None:
    result = run(name, "--help")
    assert "用法：" in result.output
    assert "显示这份说明" in result.output
    assert "required" not in result.output


def test_help_answers_at_once() -> None:
    before = os.times()
    subprocess.run([sys.executable, "-m", "formgen", "--help"], check=True, capture_output=True)
    after = os.times()
    busy = after.children_user + after.children_system - before.children_user - before.children_system
    assert busy < 0.4 * float(os.environ.get("FORMGEN_SLOW", "1")), "whatever else the machine does meanwhile"


WRONG = [
    (["bogus"], "没有这个命令：bogus"),
    (["score"], "缺少参数 数据文件"),
    (["score", "x.yaml"], "缺少选项 --rubric"),
    (["score", "x.yaml", "--rubrik", "y"], "没有选项 --rubrik，是不是 --rubric"),
    (["score", "x.yaml", "--rubric"], "选项 --rubric 后面缺少内容"),
    (
        ["rank", YONGJIA, "--rubric", "yongjia-2009", "--on", "2026-02-30"],
        "选项 --on 的内容不对，应写成 2026-11-25",
    ),
    (
        ["build", YONGJIA, "--rubric", "yongjia-2009", "-o", "x", "--date", "2月30日"],
        "选项 --date 的内容不对，应写成",
    ),
    (["score", "x.yaml", "--rubric", "y", "--format", "xml"], "选项 --format 的内容不对，可选：text、json"),
    (
        ["build", "x.yaml", "y.yaml", "--rubric", "z", "-o", "表格"],
        "多写了“y.yaml”：formgen build 后面只写一个数据文件",
    ),
]


@pytest.mark.parametrize(("words", "message"), WRONG, ids=[message for _, message in WRONG])
def test_wrong_use_is_told_in_chinese_with_exit_code_2(words: list[str], message: str) -> None:
    result = run(*words)
    assert result.exit_code == 2
    assert message in result.output
    assert "--help" in result.output


def test_an_unknown_rubric_is_wrong_use(small: str) -> None:
    result = run("score", small, "--rubric", "nowhere")
    assert (result.exit_code, f"可用的编号：{'、'.join(assets.rubric_ids())}" in result.output) == (2, True)


def test_a_missing_file_is_a_problem() -> None:
    result = run("score", "no-such.xlsx", "--rubric", "yongjia-2009")
    assert result.exit_code == 1
    assert "[F101] 错误 找不到文件“no-such.xlsx”" in result.output


@pytest.fixture
def fault(small: str, monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], Any]:
    """Run a command that ends in a fault of formgen itself, with a folder for temporary files."""

    def fails(*_: object) -> None:
        raise ZeroDivisionError

    def ends(folder: Path) -> Any:
        monkeypatch.setattr("tempfile.tempdir", str(folder))
        monkeypatch.setattr("formgen.cli.score.score_files", fails)
        return run("score", small, "--rubric", "yongjia-2009")

    return ends


def test_a_fault_of_formgen_itself_shows_no_traceback(fault: Callable[[Path], Any], tmp_path: Path) -> None:
    victim, folder = tmp_path / "victim.txt", tmp_path / "temporary"
    folder.mkdir()
    victim.write_text("typed")
    (folder / "formgen-error.txt").symlink_to(
        victim
    )  # as somebody may have laid it into a folder of all users
    result = fault(folder)
    assert result.exit_code == 1
    assert "程序内部出错（ZeroDivisionError）" in result.output
    assert "Traceback" not in result.output
    (report,) = folder.glob("formgen-error-*.txt")
    assert str(report) in result.output
    assert "ZeroDivisionError" in report.read_text(encoding="utf-8")
    assert report.stat().st_mode & 0o077 == 0
    assert victim.read_text() == "typed"


def test_a_fault_that_cannot_be_written_down_is_told_all_the_same(
    fault: Callable[[Path], Any], tmp_path: Path
) -> None:
    result = fault(tmp_path / "no-such")
    assert (result.exit_code, "出错的经过也写不下来" in result.output) == (1, True)
    assert "Traceback" not in result.output


def test_an_interruption_is_told(small: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("formgen.cli.score.score_files", interrupted)
    result = run("score", small, "--rubric", "yongjia-2009")
    assert (result.exit_code, "已中止" in result.output) == (1, True)


def scored(*words: str) -> Any:
    return json.loads(run("score", *words, "--format", "json").stdout)


def test_score_as_json_gives_exact_points_and_states(small: str) -> None:
    (community,) = scored(small, "--rubric", "yongjia-2009")["communities"]
    assert community["criteria"]["item14"]["points"] == "45/7"
    assert community["criteria"]["item1"] == {
        "points": "15",
        "state": "scored",
        "max": "15",
        "entered": {"self": "15"},
    }
    assert community["criteria"]["item2"]["state"] == "pending"
    assert community["criteria"]["item2"]["points"] is None
    assert (community["total"], community["bonus"], community["passed"]) == (None, "0", None)


def test_score_as_json_names_the_parts_of_a_criterion() -> None:
    first = scored(TAIZHOU, "--rubric", "taizhou-2019")["communities"][0]["criteria"]["item8a"]
    assert first["parts"]["referral"] == {"points": "7", "state": "scored"}


def test_score_as_text_shows_claims_against_computation(small: str) -> None:
    result = run("score", small, "--rubric", "yongjia-2009")
    assert result.exit_code == 0
    assert "待定" in result.stdout
    assert "6.43" in result.stdout


def test_score_tells_contradictions_and_ends_with_1() -> None:
    result = run("score", YONGJIA, "--rubric", "yongjia-2009")
    assert result.exit_code == 1
    assert "[D113]" in result.stderr
    assert "朝霞社区" in result.stdout


def test_a_community_can_be_picked_and_a_wrong_one_is_told() -> None:
    result = run("score", TAIZHOU, "--rubric", "taizhou-2019", "--community", "云屿村")
    assert "109.5" in result.stdout
    result = run("score", TAIZHOU, "--rubric", "taizhou-2019", "--community", "无名村")
    assert (result.exit_code, "[D133]" in result.output) == (2, True)


def test_a_picked_community_tells_only_its_own_problems() -> None:
    words = ("score", YONGJIA, "--rubric", "yongjia-2009", "--community")
    assert run(*words, "清溪社区").exit_code == 0
    assert "[D113]" in run(*words, "朝霞社区").stderr
    assert "[D115]" in run(*words, "竹里社区").stderr


def test_a_missing_rubric_file_is_told() -> None:
    result = run("score", YONGJIA, "--rubric", "nofile.yaml")
    assert (result.exit_code, "找不到文件“nofile.yaml”" in result.output) == (2, True)


def test_explain_tells_clause_figures_tier_reading_and_evidence() -> None:
    result = run("explain", TAIZHOU, "--rubric", "taizhou-2019", "--community", "前屿村")
    assert (
        "原文：辖区户籍人口中有劳动能力和就业愿望的适龄人员就业率达95%，得3分，98%以上得5分。"
        in result.stdout
    )
    assert "（社区数据!" in result.stdout
    assert "还差1人（其他数不变）" in result.stdout
    assert "口径：P01" in result.stdout
    assert "佐证：人力资源台账" in result.stdout


@pytest.mark.parametrize("suffix", [".docx", ".xlsx"])
def test_explain_can_be_handed_out(suffix: str, small: str, tmp_path: Path) -> None:
    target = tmp_path / f"说明{suffix}"
    assert run("explain", small, "--rubric", "yongjia-2009", "-o", str(target)).exit_code == 0
    first = target.read_bytes()
    run("explain", small, "--rubric", "yongjia-2009", "-o", str(target))
    assert target.read_bytes() == first


def test_explain_refuses_other_kinds_of_file(small: str, tmp_path: Path) -> None:
    result = run("explain", small, "--rubric", "yongjia-2009", "-o", str(tmp_path / "x.pdf"))
    assert (result.exit_code, "[F113] 错误 说明只能写成 .docx 或 .xlsx" in result.output) == (2, True)


def test_explain_shows_a_claim_that_differs(small: str) -> None:
    assert "自评：7分，与计算不同" in run("explain", small, "--rubric", "yongjia-2009").stdout


def test_check_lists_all_problems_and_annotates_a_copy(tmp_path: Path) -> None:
    copy = tmp_path / "标注.xlsx"
    result = run("check", YONGJIA, "--rubric", "yongjia-2009", "--annotate", str(copy))
    assert result.exit_code == 1
    assert "[D113]" in result.stdout
    assert "[D115]" in result.stdout
    assert copy.is_file()


def test_check_as_json_gives_each_problem_with_its_cell() -> None:
    result = run("check", YONGJIA, "--rubric", "yongjia-2009", "--format", "json")
    problems = {problem["code"]: problem for problem in json.loads(result.stdout)["problems"]}
    assert problems["D113"]["cell"]
    assert problems["D113"]["mend"]


def test_check_says_when_all_is_well_only_when_nothing_is_missing(tmp_path: Path) -> None:
    community: dict[str, Any] = {
        "name": "东社区",
        "township": "甲镇",
        "facts": {
            "narrative": "已经建成。",
            "service_complete": "是",
            "person_in_charge": "张三",
            "phone": "0577-6000",
            "affiliation": "甲镇",
            "address": "路1号",
            "households": "300",
            "residents": "900",
            "station": "否",
            "fulltime_staff": "2",
            "institution": "是",
        },
        "indicators": full_marks(),
    }
    path = tmp_path / "数据.json"
    path.write_text(json.dumps({"communities": [community]}), encoding="utf-8")
    decided = tmp_path / "本县.yaml"
    decided.write_text("id: ours\nextends: yongjia-2009\nchosen: {P33: pass_85}\n", encoding="utf-8")
    result = run("check", str(path), "--rubric", str(decided))
    assert (result.exit_code, result.stdout) == (0, "读到1个社区（村）。没有发现问题。\n")
    lacks = "通知没有合格线（可选定口径P33）"
    undecided = run("check", str(path), "--rubric", "yongjia-2009")
    expected = f"读到1个社区（村）。\n是否合格待定（1个社区）：{lacks}。\n"
    assert (undecided.exit_code, undecided.stdout) == (0, expected)
    record = json.loads(run("check", str(path), "--rubric", "yongjia-2009", "--format", "json").stdout)
    assert record["open_verdicts"] == [{"reason": lacks, "communities": ["甲镇东社区"]}]
    for part, key in (
        *(("facts", key) for key in ("narrative", "service_complete", "phone", "address")),
        ("indicators", "r3"),
    ):
        less = {**community, part: {name: each for name, each in community[part].items() if name != key}}
        path.write_text(json.dumps({"communities": [less]}), encoding="utf-8")
        assert "没有发现问题" not in run("check", str(path), "--rubric", "yongjia-2009").stdout


def test_check_says_where_the_level_that_decides_is_not_finished(tmp_path: Path) -> None:
    book = load_workbook(SAMPLES / "taizhou-2019" / "data.xlsx")
    sheet = book["各级评分"]
    rows = {(each[1].value, each[2].value): each for each in sheet.iter_rows(min_row=2)}
    rows["双帆村", "县级考评分"][3].value = None
    book.save(tmp_path / "数据.xlsx")
    result = run("check", str(tmp_path / "数据.xlsx"), "--rubric", "taizhou-2019")
    for which in ("9 附加分（创新举措）|1个社区：云屿镇前屿村", "1|1个社区：云屿镇双帆村"):
        number, _, whose = which.partition("|")
        said = f"县级考评分还有1项没有录入（{number}），以按数据计算的得分为准（{whose}）。"
        assert said in result.stdout
    record = json.loads(
        run("check", str(tmp_path / "数据.xlsx"), "--rubric", "taizhou-2019", "--format", "json").stdout
    )
    assert ["云屿镇双帆村"] in [each["communities"] for each in record["unfinished"]]


def test_what_waits_for_no_figure_says_why_and_who_decides_wherever_it_is_listed(tmp_path: Path) -> None:
    data = tmp_path / "数据.yaml"
    figures = "{target_total: 0, target_employed: 0, loan_applications: 1, loans_due: 3, loans_recovered: 2}"
    data.write_text(
        f"communities: [{{township: 甲镇, name: 子村, indicators: {figures}}}]\n", encoding="utf-8"
    )
    whys = ("分母为0，待定，由评审决定。", "未达到标准，通知没有写明如何给分，由评审决定。")
    for command in ("check", "score"):
        said = run(command, str(data), "--rubric", "yongjia-2009").stdout
        assert [said.count(why) for why in whys] == [1, 1]
    record = json.loads(run("check", str(data), "--rubric", "yongjia-2009", "--format", "json").stdout)
    told = {each["item"]: each["reason"] for each in record["missing"][0]["open"]}
    assert told["评定标准“就业率达到96%”"].endswith(whys[0])
    assert told["11 小额担保贷款"].endswith(whys[1])
    assert "14 就业援助（比例）" not in told  # its figures are missing


def test_build_and_summary_name_what_the_level_that_decides_lacks(tmp_path: Path) -> None:
    folder = tmp_path / "表"
    data = str(SAMPLES / "taizhou-2019" / "data.xlsx")
    built = run("build", data, "--rubric", "taizhou-2019", "-o", str(folder), "-q")
    lack = "县级考评分还有1项没有录入（9 附加分（创新举措）），以按数据计算的得分为准（1个：云屿镇前屿村）。"
    assert lack in built.stdout
    (path,) = folder.glob("*/汇总表.xlsx")
    notes = [cell.value for row in load_workbook(path).worksheets[0] for cell in row]
    assert any(lack in str(each) for each in notes)


def test_what_is_said_of_all_communities_is_not_said_again_of_one() -> None:
    data = str(SAMPLES / "taizhou-2019" / "data.xlsx")
    said = run("score", data, "--rubric", "taizhou-2019", "--community", "前屿村").stdout
    assert said.count("还有1项没有录入") == 1


def test_check_lists_what_each_community_lacks_instead(tmp_path: Path) -> None:
    names = tmp_path / "名单.csv"
    names.write_text("乡镇,社区（村）名称,户数\n甲镇,东村,100\n", encoding="utf-8")
    result = run("check", str(names), "--rubric", "taizhou-2019")
    assert "没有发现问题" not in result.output
    assert "读到1个社区（村），其中1个还有待定的项目，见上表。" in result.output
    record = json.loads(run("check", str(names), "--rubric", "taizhou-2019", "--format", "json").stdout)
    (gap,) = record["missing"]
    assert gap["community"] == "甲镇东村"
    assert "其中已就业人数" in gap["figures"]
    assert len(gap["waiting"]) == len(rubric_of("taizhou-2019").criteria)


def test_check_lists_what_a_form_prints_and_nobody_gave(tmp_path: Path) -> None:
    facts = {
        "narrative": "已经建成。",
        "service_complete": "是",
        "person_in_charge": "张三",
        "residents": "900",
        "station": "否",
        "fulltime_staff": "2",
        "institution": "是",
    }
    community = {"name": "东社区", "township": "甲镇", "facts": facts, "indicators": full_marks()}
    path = tmp_path / "数据.json"
    path.write_text(json.dumps({"communities": [community]}), encoding="utf-8")
    result = run("check", str(path), "--rubric", "yongjia-2009")
    assert result.exit_code == 0
    assert "读到1个社区（村），表上要印的还没有填全，见上表。" in result.output
    record = json.loads(run("check", str(path), "--rubric", "yongjia-2009", "--format", "json").stdout)
    (gap,) = record["missing"]
    assert sorted(gap["facts"]) == ["社区地址", "联系电话", "隶属关系"]
    assert (gap["figures"], gap["waiting"]) == ([], [])


def test_check_tells_of_texts_that_fit_no_box_as_a_build_does(tmp_path: Path) -> None:
    data = tmp_path / "数据.csv"
    data.write_text(f"乡镇,社区（村）名称,地址\n甲镇,东村,{'甲镇东村' * 45}\n", encoding="utf-8")
    result = run("check", str(data), "--rubric", "taizhou-2019")
    built = run("build", str(data), "--rubric", "taizhou-2019", "-o", str(tmp_path / "出表"))
    for output in (result.output, built.output):
        assert "[T128]" in output


def test_check_tells_of_texts_that_a_build_would_refuse(tmp_path: Path) -> None:
    data = tmp_path / "数据.csv"
    data.write_text(f"乡镇,社区（村）名称,建设成效\n甲镇,东村,{'好' * 301}\n", encoding="utf-8")
    result = run("check", str(data), "--rubric", "taizhou-2019")
    assert result.exit_code == 1
    assert "“甲镇东村”的“建设成效”有301字，超过300字" in result.output


def test_a_workbook_is_written_and_read_back_empty(tmp_path: Path) -> None:
    target = tmp_path / "数据.xlsx"
    assert run("workbook", "--rubric", "taizhou-2019", "-o", str(target)).exit_code == 0
    result = run("score", str(target), "--rubric", "taizhou-2019")
    assert (result.exit_code, "[F106]" in result.output) == (1, True)


def made(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and HOME not in path.parts
    }


def test_communities_are_ranked_with_quota_awards_and_deadlines() -> None:
    words = ("rank", TAIZHOU, "--rubric", "taizhou-2019")
    result = run(*words, "--certified", "49", "--on", "2019年9月10日")
    lines = [line for line in result.stdout.splitlines() if "云屿镇" in line]
    assert "云屿村" in lines[0]
    assert "109.5" in lines[0]
    assert "待定" in lines[-2], "the last line says why"
    assert "市级奖补：凭称号发放。依据：对当年被评为市级及以上" in result.stdout
    assert "49个，最多4个" in result.stdout
    assert "县级评定（每年8月底前，08-31）：已过时限" in result.stdout
    assert "推荐上报（9月中旬前，09-20）：在时限以内" in result.stdout


def test_a_ranking_as_json_leaves_open_what_hangs_on_the_unknown() -> None:
    result = run("rank", YONGJIA, "--rubric", "yongjia-2009", "--format", "json", "--on", "2009-12-01")
    found = json.loads(result.stdout)
    first, last = found["communities"][0], found["communities"][-1]
    assert (first["rank"], first["name"], first["total"]) == (1, "白鹭洲社区", "100")
    assert (last["rank"], last["total"]) == (None, None)
    assert set(first["awards"]) == {"station", "staff", "plaque"}
    assert first["awards"]["plaque"] is None
    assert (found["quotas"], found["deadlines"]) == ({}, {})
    assert found["targets"]["share"]["reached"] is None
    assert first["reasons"] == ["通知没有合格线（可选定口径P33）"]
    assert run("rank", YONGJIA, "--rubric", "yongjia-2009", "--on", "昨天").exit_code == 2


def test_build_makes_every_form_twice_the_same(tmp_path: Path) -> None:
    for name in ("one", "two"):
        result = run("build", YONGJIA, "--rubric", "yongjia-2009", "-o", str(tmp_path / name))
        assert result.exit_code == 1, "the sample holds one contradiction"
    first = made(tmp_path / "one")
    assert first == made(tmp_path / "two")
    assert len(first) == 17 * 3 + 4
    assert "上塘镇/汇总表.xlsx" in first
    assert "已生成55个文件" in result.stdout
    assert "待定" in result.stdout


def test_build_fills_a_column_from_the_computation_when_asked(small: str, tmp_path: Path) -> None:
    result = run(
        "build",
        small,
        "--rubric",
        "yongjia-2009",
        "-o",
        str(tmp_path),
        "--column",
        "township=computed",
        "--draft",
    )
    assert result.exit_code == 0
    assert "[T109]" in result.stderr
    result = run(
        "build", small, "--rubric", "yongjia-2009", "-o", str(tmp_path), "--column", "village=computed"
    )
    assert (result.exit_code, "[T105]" in result.output) == (2, True)


def test_build_refuses_one_form_and_makes_the_others(tmp_path: Path) -> None:
    source = tmp_path / "data.yaml"
    long = "好" * 301
    source.write_text(
        f"communities:\n  - {{name: 甲村, township: 示例镇, facts: {{narrative: {long}}}}}\n",
        encoding="utf-8",
    )
    result = run("build", str(source), "--rubric", "taizhou-2019", "-o", str(tmp_path / "out"))
    assert result.exit_code == 1
    assert "没有生成" in result.stdout
    assert sorted(made(tmp_path / "out")) == [
        "目录.xlsx",
        "示例镇/汇总表.xlsx",
        "示例镇/甲村/甲村-评价指标.docx",
        "示例镇/甲村/甲村-评价指标.xlsx",
    ]


def test_a_dry_run_lists_every_file_and_writes_nothing(tmp_path: Path) -> None:
    result = run(
        "build",
        YONGJIA,
        "--rubric",
        "yongjia-2009",
        "-o",
        str(tmp_path / "out"),
        "--dry-run",
        "--layout",
        "flat",
    )
    assert result.exit_code == 0
    assert len(result.stdout.splitlines()) == 17 * 3
    assert "上塘镇-清溪社区-申报表.docx" in result.stdout
    assert not (tmp_path / "out").exists()


def test_a_pattern_of_names_is_taken_and_a_wrong_one_refused(small: str, tmp_path: Path) -> None:
    words = ("build", small, "--rubric", "yongjia-2009", "-o", str(tmp_path / "out"), "--name")
    assert run(*words, "{form}/{number}-{name}").exit_code == 0
    assert (tmp_path / "out" / "申报表" / "00001-示例社区.docx").is_file()
    result = run(*words, "{name}")
    assert (result.exit_code, "[T110]" in result.output) == (2, True)


def test_quiet_shows_errors_only(tmp_path: Path) -> None:
    result = run("build", YONGJIA, "--rubric", "yongjia-2009", "-o", str(tmp_path / "out"), "-q")
    assert "[D113]" in result.stderr
    assert "提示 " not in result.stderr
    loud = run("build", YONGJIA, "--rubric", "yongjia-2009", "-o", str(tmp_path / "again"))
    counts = next(line for line in loud.stderr.splitlines() if line.startswith("共"))
    assert not counts.endswith("0个提示。")
    assert f"{counts}\n提示没有列出，不加 -q 再运行一次可以看到。\n" in result.stderr


def test_a_run_that_is_stopped_says_how_far_it_came(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stops(planned: Any, _: Path, done: Any, *__: Any) -> None:
        done(BuildResult(planned.rubric, files=3))
        raise KeyboardInterrupt

    monkeypatch.setattr("formgen.cli.build.build_folder", stops)
    result = run("build", YONGJIA, "--rubric", "yongjia-2009", "-o", str(tmp_path / "out"))
    assert result.exit_code == 1
    assert "中途停止：1个社区的3份表格已经写好并保留" in result.stderr
    assert "已中止" in result.stderr


def test_a_file_that_holds_no_data_is_not_to_be_tried_again(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.csv"
    wrong.write_text("a,b\n1,2\n", encoding="utf-8")
    result = run("build", str(wrong), "--rubric", "yongjia-2009", "-o", str(tmp_path / "out"))
    assert result.exit_code == 1
    assert "[D101]" in result.stderr
    assert "再运行一次" not in result.output


def test_a_form_changed_by_hand_is_kept_and_the_new_one_lies_beside(small: str, tmp_path: Path) -> None:
    words = ("build", small, "--rubric", "yongjia-2009", "-o", str(tmp_path))
    run(*words)
    form = tmp_path / "示例镇" / "示例社区" / "示例社区-申报表.docx"
    form.write_bytes(b"somebody's own")
    result = run(*words)
    assert "[T111]" in result.stderr
    assert form.read_bytes() == b"somebody's own"
    assert (form.parent / "示例社区-申报表（新）.docx").is_file()


def test_a_filled_workbook_is_never_written_over(tmp_path: Path) -> None:
    target = tmp_path / "数据.xlsx"
    target.write_bytes(b"filled")
    result = run("workbook", "--rubric", "taizhou-2019", "-o", str(target))
    assert (result.exit_code, "[F117]" in result.output, target.read_bytes()) == (1, True, b"filled")


def test_build_into_a_place_that_cannot_be_written_is_told(small: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    result = run("build", small, "--rubric", "yongjia-2009", "-o", str(tmp_path / "file" / "out"))
    assert (result.exit_code, "[F108]" in result.output) == (1, True)


def test_a_document_that_cannot_be_filled_is_left_out(
    small: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuses(*_: object) -> bytes:
        raise FormgenError(Problem("D122", words={"label": "phone"}))

    monkeypatch.setattr("formgen.forms.word.template.WordTemplate.render", refuses)
    result = run("build", small, "--rubric", "yongjia-2009", "-o", str(tmp_path / "out"))
    assert result.exit_code == 1
    assert "[D122]" in result.stderr
    assert result.stdout.count("没有生成") == 2


def test_the_demo_builds_all_samples_and_says_where_to_look(tmp_path: Path) -> None:
    result = run("demo", "-o", str(tmp_path / "demo"))
    assert result.exit_code == 0
    assert "17个社区（村），55个文件" in result.stdout
    assert "12个社区（村），37个文件" in result.stdout
    assert (tmp_path / "demo" / "yongjia-2009" / "评分说明.docx").is_file()


def test_rubrics_are_listed_shown_and_checked(tmp_path: Path) -> None:
    assert "台州市" in run("rubric", "list").stdout
    shown = run("rubric", "show", "taizhou-2019").stdout
    assert "每年8月底前（8月31日，含当日）" in shown
    assert "[include] 含本数（达到即得分）" in shown
    assert "奖补　市级奖补（20000元，每年，市财政列支）" in shown
    assert "奖补　县级奖补（由当地确定，每年，就业补助资金列支）" in shown
    yongjia = run("rubric", "show", "yongjia-2009").stdout
    assert "评定标准　就业率达到96%" in yongjia
    assert "以市级考评分为准" in yongjia
    path = assets.folder("rubrics") / "yongjia-2009.yaml"
    assert "19个评分项，没有发现问题" in run("rubric", "check", str(path)).stdout
    broken = tmp_path / "broken.yaml"
    broken.write_text("id: x\nextends: yongjia-2009\ntotal: 99\n", encoding="utf-8")
    result = run("rubric", "check", str(broken))
    assert (result.exit_code, "[R110]" in result.stdout) == (1, True)


def test_the_committed_schema_is_the_one_the_command_gives() -> None:
    committed = (assets.folder("rubrics") / "rubric.schema.json").read_text(encoding="utf-8")
    assert run("rubric", "schema").stdout == committed


def test_the_sums_of_the_sample_are_those_of_the_notice() -> None:
    cards = score_data([Path(YONGJIA)], "yongjia-2009").cards
    by_township = [card.community.township for card in cards]
    assert (by_township.count("上塘镇"), by_township.count("瓯北镇")) == (5, 12)
    for fact, total in (("households", 33533), ("residents", 94672)):
        values = [card.community.facts[fact].value for card in cards]
        assert sum(value for value in values if isinstance(value, Fraction)) == total


def test_collect_shows_what_it_found_and_writes_only_after_a_yes(tmp_path: Path) -> None:
    data, out = tmp_path / "data.xlsx", tmp_path / "forms"
    data.write_bytes(Path(YONGJIA).read_bytes())
    run("build", str(data), "--rubric", "yongjia-2009", "-o", str(out), "--only", "望云社区")
    (form,) = out.rglob("*-考核评分表.xlsx")
    book = load_workbook(form)
    book.worksheets[0]["H9"] = 2
    book.save(form)
    words = ("collect", str(out), "--data", str(data), "--rubric", "yongjia-2009")
    before = data.read_bytes()
    asked = run(*words)
    assert "市级考评分 4 平台挂牌" in asked.stdout
    assert data.read_bytes() == before
    written = run(*words, "--yes")
    assert (written.exit_code, "已写入" in written.stdout) == (0, True)
    assert data.read_bytes() != before
    assert "读到0处填写" in run(*words).stdout


CSV_DATA = "乡镇,社区（村）名称,联系电话\n上塘镇,清溪社区,0577-1\n"
YAML_DATA = "communities:\n  - name: 清溪社区\n    township: 上塘镇\n    facts:\n      phone: 0577-1\n"
JSON_DATA = '{"communities": [{"name": "清溪社区", "township": "上塘镇", "facts": {"phone": "0577-1"}}]}'


@pytest.mark.parametrize(
    ("suffix", "text", "place"),
    [
        ("csv", CSV_DATA, "C2"),
        ("yaml", YAML_DATA, "communities[0].facts.phone"),
        ("json", JSON_DATA, "communities[0].facts.phone"),
    ],
)
def test_what_was_collected_for_data_that_are_no_workbook_is_listed_with_its_place_and_not_asked_about(
    suffix: str, text: str, place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    data, out = tmp_path / f"数据.{suffix}", tmp_path / "forms"
    data.write_text(text, encoding="utf-8-sig" if suffix == "csv" else "utf-8")
    run("build", str(data), "--rubric", "yongjia-2009", "-o", str(out))
    (form,) = out.rglob("*-申报表.docx")
    paper = Document(str(form))
    cells = [cell for table in paper.tables for row in table.rows for cell in row.cells]
    next(cell for cell in cells if cell.text == "0577-1").paragraphs[0].runs[0].text = "0577-2"
    paper.save(str(form))
    words = ("collect", str(out), "--data", str(data), "--rubric", "yongjia-2009")
    for result in (run(*words), run(*words, "--yes")):
        assert result.exit_code == 1
        assert (
            f"[F112] 错误 “数据.{suffix}”不是 .xlsx 工作簿，不能标注，收回的也不能写进去；文件没有动。"
            in result.stderr
        )
        assert "打开原来的文件自己改好、存盘" in result.stderr
        for word in (
            "0577-1",
            "0577-2",
            place,
            f"没有写入：数据.{suffix} 不是数据工作簿，请照上表“改在”一栏自己改。",
        ):
            assert word in result.stdout
        assert "y 写入" not in result.stdout
    assert data.read_text(encoding="utf-8-sig" if suffix == "csv" else "utf-8") == text


@pytest.mark.parametrize("name", ["空白.pdf", "空白", "空白.xls", "空白.csv"])
def test_the_data_workbook_is_written_as_a_workbook_only(name: str, tmp_path: Path) -> None:
    result = run("workbook", "--rubric", "taizhou-2019", "-o", str(tmp_path / name))
    assert (
        result.exit_code,
        f"[F150] 错误 数据工作簿只能写成 .xlsx，填报单只能写成 .docx，写的是“{name}”" in result.stderr,
    ) == (
        2,
        True,
    )
    assert list(tmp_path.iterdir()) == []


def test_an_entry_page_is_written_for_each_community_of_the_data(tmp_path: Path) -> None:
    target, data = tmp_path / "填报单.docx", str(SAMPLES / "taizhou-2019" / "data.xlsx")
    result = run("workbook", "--rubric", "taizhou-2019", "-o", str(target), "--data", data)
    assert "打印出来手填，收齐后录入数据工作簿。" in result.stdout
    text = "".join(paragraph.text for paragraph in Document(str(target)).paragraphs)
    assert text.count("填报人：") == 12
    assert "社区（村）：前屿村（盖章）" in text
    before = target.read_bytes()
    assert "[F117]" in run("workbook", "--rubric", "taizhou-2019", "-o", str(target)).stderr
    assert target.read_bytes() == before


def test_names_are_printed_on_entry_pages_only(tmp_path: Path) -> None:
    data = str(SAMPLES / "taizhou-2019" / "data.xlsx")
    result = run("workbook", "--rubric", "taizhou-2019", "-o", str(tmp_path / "空白.xlsx"), "--data", data)
    assert (result.exit_code, list(tmp_path.iterdir())) == (2, [])
    assert "[F166] 错误 写了 --data，要生成的却是数据工作簿“空白.xlsx”" in result.stderr
    assert "把文件名改成以 .docx 结尾" in result.stderr
