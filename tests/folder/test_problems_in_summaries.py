"""A 汇总表 lists what was wrong with the data of its communities, with the place and what to do."""

from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from formgen.commands.build import plan_build
from formgen.folder.build import build_folder
from formgen.folder.plan import Options

SHEET = "问题与提示"


def build(tmp_path: Path, text: str) -> Path:
    data, out = tmp_path / "数据.csv", tmp_path / "out"
    data.write_text(text, encoding="utf-8")
    build_folder(plan_build(data, "yongjia-2009", Options()), out)
    return out


def listed(path: Path) -> list[tuple[Any, ...]]:
    rows = list(load_workbook(path)[SHEET].iter_rows(min_row=3, values_only=True))
    return [row for row in rows if row[0] != "T108"]


HEADS = "乡镇,社区（村）名称,其中已就业人数"
READ = [
    (f"{HEADS}\n甲镇,东村,很多\n", "D106", "东村", "应当是数，读到的是“很多”", "改成数字"),
    (f"{HEADS}\n甲镇,东村,-3\n", "D108", "东村", "不能是负数", "核对"),
    (f"{HEADS},写错的列\n甲镇,东村,3,5\n", "D102", "", "写错的列", "改成数据工作簿里的列名"),
]


@pytest.mark.parametrize(("text", "code", "whose", "words", "mend"), READ)
def test_a_problem_of_reading_stands_in_the_summary(
    tmp_path: Path, text: str, code: str, whose: str, words: str, mend: str
) -> None:
    rows = listed(build(tmp_path, text) / "甲镇" / "汇总表.xlsx")
    (row,) = [row for row in rows if row[0] == code]
    assert "数据.csv" in row[1]
    assert whose in row[1]
    assert words in row[2]
    assert mend in row[3]


def test_a_township_lists_its_own_communities_and_the_county_all(tmp_path: Path) -> None:
    out = build(tmp_path, f"{HEADS}\n甲镇,东村,很多\n乙镇,西村,不少\n")
    told = {
        path: [row[2] for row in listed(out / path) if row[0] == "D106"]
        for path in ("甲镇/汇总表.xlsx", "乙镇/汇总表.xlsx", "全部汇总表.xlsx")
    }
    assert [[word for word in ("很多", "不少") if word in str(each)] for each in told.values()] == [
        ["很多"],
        ["不少"],
        ["很多", "不少"],
    ]


def test_the_summary_follows_when_only_a_problem_of_the_whole_changes(tmp_path: Path) -> None:
    first = listed(build(tmp_path, f"{HEADS},写错的列\n甲镇,东村,3,5\n") / "甲镇" / "汇总表.xlsx")
    second = listed(build(tmp_path, f"{HEADS},另一列\n甲镇,东村,3,5\n") / "甲镇" / "汇总表.xlsx")
    assert "写错的列" in str(first)
    assert "写错的列" not in str(second)
    assert "另一列" in str(second)
