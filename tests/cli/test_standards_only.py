"""A notice of standards without points works in every command."""

import json
from pathlib import Path

import pytest
from openpyxl import load_workbook
from support.command import run
from support.four import texts

RUBRIC = str(Path(__file__).parents[1] / "support" / "standards-only.yaml")
ROWS = "乡镇,社区（村）名称,在岗人数,已经建成\n甲镇,东村,2,是\n甲镇,西村,1,是\n乙镇,南村,,\n"


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("COLUMNS", "200")
    path = tmp_path / "数据.csv"
    path.write_text(ROWS, encoding="utf-8")
    return path


def test_the_rubric_has_nothing_wrong() -> None:
    assert "没有发现问题" in run("rubric", "check", RUBRIC).output


def test_each_standard_is_checked_scored_and_explained(data: Path) -> None:
    checked = run("check", str(data), "--rubric", RUBRIC)
    assert "评定标准“甲”、评定标准“乙”" in checked.output
    assert "读到3个社区（村），其中1个还有待定的项目" in checked.output
    scored = run("score", str(data), "--rubric", RUBRIC).output
    assert "不合格：评定标准“乙”不符合——甲镇西村。" in scored
    assert "总分" not in scored
    records = json.loads(run("score", str(data), "--rubric", RUBRIC, "--format", "json").output)
    assert [each["passed"] for each in records["communities"]] == [True, False, None]
    explained = run("explain", str(data), "--rubric", RUBRIC, "--community", "西村").output
    assert "甲镇西村　不合格：评定标准“乙”不符合。" in explained
    assert "· 在岗人数：1人（C3）。\n  · 未达到2。" in explained


def test_the_ranking_lists_verdicts_without_ranks(data: Path) -> None:
    ranked = json.loads(run("rank", str(data), "--rubric", RUBRIC, "--format", "json").output)
    assert [(each["name"], each["rank"], each["passed"]) for each in ranked["communities"]] == [
        ("东村", None, True),
        ("西村", None, False),
        ("南村", None, None),
    ]


def test_a_quota_without_points_names_those_that_pass(data: Path, tmp_path: Path) -> None:
    text = Path(RUBRIC).read_text(encoding="utf-8").replace("id: standards-only", "id: own")
    quota = (
        "quotas:\n  two: {title: 推荐数, clause: 不超过十分之一。, share: 10%, of: 总数, to: communities}\n"
    )
    rubric = tmp_path / "own.yaml"
    rubric.write_text(text + quota, encoding="utf-8")
    passed = sum(
        "合格" in line and "不合格" not in line and "│" in line
        for line in run("rank", str(data), "--rubric", str(rubric)).output.splitlines()
    )
    assert passed == 1
    told = run("rank", str(data), "--rubric", str(rubric), "--communities", "50").output
    assert "最多5个；在名额内：" in told
    tied = json.loads(
        run("rank", str(data), "--rubric", str(rubric), "--communities", "10", "--format", "json").output
    )
    assert len(tied["quotas"]["two"]["within"]) + len(tied["quotas"]["two"]["contested"]) == 1


GATES = Path(RUBRIC).read_text(encoding="utf-8").partition("gates:")[2]


@pytest.mark.parametrize(
    ("gates", "code", "words"),
    [
        (GATES.replace("  standards:\n", ""), "R104", "缺少“gates.standards”"),
        (" {decisive: true}\n", "R104", "缺少“gates.standards”"),
        (" {standards: {}}\n", "R105", "不能为空"),
        (GATES.replace("standards:", "standard:"), "R103", "你要写的是 standards"),
    ],
)
def test_standards_that_are_left_out_or_misspelt_are_one_message(
    tmp_path: Path, gates: str, code: str, words: str
) -> None:
    rubric = tmp_path / "standards-only.yaml"
    before = Path(RUBRIC).read_text(encoding="utf-8").partition("gates:")[0]
    rubric.write_text(f"{before}gates:{gates}", encoding="utf-8")
    (line,) = [
        each for each in run("rubric", "check", str(rubric)).output.splitlines() if each.startswith("[")
    ]
    assert line.startswith(f"[{code}]")
    assert words in line


def test_the_blank_workbook_asks_for_no_points_and_reads_back(tmp_path: Path) -> None:
    target = tmp_path / "空白.xlsx"
    run("workbook", "--rubric", RUBRIC, "-o", str(target))
    book = load_workbook(target)
    assert book.sheetnames == ["社区数据", "填报说明"]
    assert [cell.value for cell in book["社区数据"][2]] == [
        "乡镇（街道）",
        "社区（村）名称",
        "已经建成",
        "在岗人数（人）",
    ]
    assert "评定标准" in [cell.value for cell in book["社区数据"][1]]


@pytest.mark.parametrize("suffix", [".docx", ".xlsx"])
def test_explanations_are_written(data: Path, tmp_path: Path, suffix: str) -> None:
    target = tmp_path / f"说明{suffix}"
    assert run("explain", str(data), "--rubric", RUBRIC, "-o", str(target)).exit_code == 0
    assert target.stat().st_size > 1000


UNMET = "评定标准“计划和报表”不符合，结论不由它定（1个：甲镇乙村）。"


def test_a_standard_that_fails_without_deciding_is_named_wherever_the_verdict_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    answers = {"six_in_place": "是", "workforce": "是", "unemployed": "是", "aided": "是", "placements": "是"}
    data = tmp_path / "数据.json"
    communities = [
        {
            "township": "甲镇",
            "name": name,
            "facts": {**answers, "plans": plans},
            "scores": {level: {"total": 90} for level in ("township", "county", "city")},
        }
        for name, plans in (("甲村", "是"), ("乙村", "否"))
    ]
    data.write_text(json.dumps({"communities": communities}, ensure_ascii=False), "utf-8")
    given = (str(data), "--rubric", "huangshi-2010")
    for command in ("score", "rank", "compare"):
        assert UNMET in run(command, *given).output
        record = json.loads(run(command, *given, "--format", "json").output)
        told = record["unmet"] if command == "compare" else record["communities"]
        key = "standards" if command == "compare" else "unmet"
        assert {each["name"]: each[key] for each in told if each[key]} == {"乙村": ["计划和报表"]}
    built = run("build", *given, "-o", str(tmp_path / "out"))
    assert UNMET in built.output
    (summary,) = (tmp_path / "out").rglob("汇总表.xlsx")
    rows = list(load_workbook(summary).worksheets[0].iter_rows(min_row=4, max_row=5, values_only=True))
    assert [row[-1] for row in rows] == ["待定：1", "不符合：“计划和报表”；待定：1"]


YICHUN: dict[str, dict[str, object]] = {
    "facts": {"on_street": "是", "classroom": "是", "guidance_room": "是", "inquiry_room": "是"},
    "indicators": {
        "labour_force": 1000, "registered": 25, "zero_job": 2, "zero_job_settled": 2, "hard_to_employ": 20,
        "hard_employed": 19, "registered_or_card": 100, "card_employed": 85, "area": 100,
    },
}  # fmt: skip


def test_results_name_the_standards_that_fail_or_are_open_where_they_do_not_decide(tmp_path: Path) -> None:
    changed: dict[str, dict[str, object]] = {
        "甲社区": {},
        "乙社区": {"registered": 26},
        "丙社区": {"zero_job": 0, "zero_job_settled": 0},
    }
    communities = [
        {
            "township": "云镇",
            "name": name,
            "facts": YICHUN["facts"],
            "indicators": {**YICHUN["indicators"], **each},
        }
        for name, each in changed.items()
    ]
    data = tmp_path / "数据.json"
    data.write_text(json.dumps({"communities": communities}, ensure_ascii=False), "utf-8")
    said = run("rank", str(data), "--rubric", "yichun-2010", "-o", str(tmp_path / "名单")).output
    assert "评定标准“零就业家庭安置”待定，结论不由它定（1个：云镇丙社区）。" in said
    results = load_workbook(tmp_path / "名单" / "考核结果.xlsx").worksheets[0]
    open_one = "通知没有起决定作用的评定标准（可选定口径P47）"
    assert [row[-1] for row in results.iter_rows(min_row=4, max_row=6, values_only=True)] == [
        open_one,
        f"{open_one}；评定标准不符合：“登记失业率”",
        f"{open_one}；评定标准待定：“零就业家庭安置”",
    ]
    letter = "".join(texts(tmp_path / "名单" / "上报函.docx"))
    assert "〔还有3个社区（村）的结论，通知没有写怎样定；由你们定的，定下来以后再上报〕" in letter
