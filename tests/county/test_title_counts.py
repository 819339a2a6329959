"""How many have a title: a row that cannot be used leaves open what it speaks of, and no other title."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from openpyxl import Workbook
from support.command import run

HEAD = ["乡镇", "社区（村）", "称号", "事项", "日期", "文号", "备注"]
GOOD = ["安仁镇", "甲村", "龙泉市级", "认定", "2020-11-25", "龙人社〔2020〕9号", ""]
CITY = ["安仁镇", "乙村", "丽水市级", "认定", "2020-11-25", "丽人社〔2020〕9号", ""]
ONE, TWO = "龙泉市级：现有1个。", "龙泉市级：现有2个。"
OPEN = "龙泉市级：有几个还不能定（能定的有1个），见列出的各条。"
CITY_OPEN = "丽水市级：有几个还不能定（能定的有0个），见列出的各条。"
OWN = ["安仁镇", "乙村", *GOOD[2:]]
CASES: list[tuple[list[list[str]], list[str]]] = [
    ([[*CITY[:6], "被人反映过"]], [ONE, CITY_OPEN, "安仁镇乙村 │ 丽水市级 │ 待定"]),
    ([[*CITY[:4], "2020年内", *CITY[5:]]], [ONE, CITY_OPEN]),
    ([OWN, [*CITY[:4], "2020年内", *CITY[5:]]], [TWO, CITY_OPEN]),
    ([OWN, [*CITY[:6], "村已拆迁"]], [OPEN, CITY_OPEN]),
    ([[*CITY[:6], "龙泉市级也已认定，待补"]], [OPEN, CITY_OPEN]),
    ([["安仁镇", "乙村", "国家级", *CITY[3:]]], [OPEN]),
    ([["安仁镇", "", *CITY[2:]]], [ONE]),
    ([["安仁镇", "", *GOOD[2:]]], [OPEN]),
]


@pytest.mark.parametrize(("rows", "words"), CASES)
def test_a_row_that_cannot_be_used_leaves_open_only_what_it_speaks_of(
    rows: Sequence[Sequence[str]], words: Sequence[str], tmp_path: Path
) -> None:
    book = Workbook()
    for row in (HEAD, GOOD, *rows):
        book.worksheets[0].append(list(row))
    book.save(tmp_path / "台账.xlsx")
    said = run(
        "titles", str(tmp_path / "台账.xlsx"), "--rubric", "longquan-2020", "--on", "2021-01-01"
    ).output
    assert [each for each in words if each not in said] == []
