"""A notice of standards without points works in every command."""

import json
from pathlib import Path

import pytest
from openpyxl import load_workbook
from support.command import run

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
