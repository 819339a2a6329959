"""Registers with a column for each title or award: read where nothing is ambiguous, and refused as a whole where it is."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from support.command import run

A, B = ["安仁镇", "甲村"], ["安仁镇", "乙村"]
PLACE = ["乡镇", "村名"]
DOC = "龙人社〔2020〕9号"
ONE, TWO, CITY = "龙泉市级：现有1个。", "龙泉市级：现有2个。", "丽水市级：现有1个。"
FIRST = "安仁镇甲村 │ 龙泉市级 │ 有"
REFUSED = "[C191] 错误"
DATED = ["2020-11-25", "2021.12.1"]
PAID = "奖补发放"
PAY_HEAD = ["乡镇", "村", "年度", "龙泉市级奖补（万元）", "省级奖补（万元）"]
Rows = list[list[Any]]
CASES: list[tuple[str, Rows, str, list[str]]] = [
    ("台账", [[*PLACE, "龙泉市级", "丽水市级"], [*A, *DATED], [*B, "2020-11-25", "—"]], "", [TWO, CITY, "共0个错误"]),
    ("台账", [[*PLACE, "龙泉市级认定日期", "龙泉市级认定文号", "龙泉市级取消日期"], [*A, "2020-11-25", DOC, "2022-1-5"], [*B, "2020-11-25", DOC, ""]], "", [ONE, "已失去：2022年1月5日取消"]),
    ("台账", [[*PLACE, "龙泉市级", None, "丽水市级", None], [None, None, "认定日期", "文号", "认定日期", "文号"], [*A, "2020-11-25", DOC, "2021-12-1", DOC]], "C1:D1 E1:F1", [f"2020年11月25日认定（{DOC}）", ONE, CITY]),
    ("台账", [[*PLACE, "龙泉市级"], [*A, "√"], [*B, "2020-11-25"]], "", ["[D139] 错误", "读到的是“√”", "龙泉市级：有几个还不能定（能定的有1个）"]),
    ("台账", [[*PLACE, "龙泉市级", "备注"], [*A, "2020-11-25", "村已拆迁"], [*B, "2020-11-25", ""]], "", ["[C189] 错误", "能定的有1个"]),
    ("台账", [[*PLACE, "龙泉市级"], [*B, "2020-11-25"], ["安仁镇", None, "2020-11-26"]], "", ["[C135] 错误", "台账里这一行缺社区（村）。", "龙泉市级：有几个还不能定"]),
    ("台账", [[*PLACE, "龙泉市级"], [*A, f"2020-11-25（{DOC}）"]], "", [f"2020年11月25日认定（{DOC}）", ONE]),
    ("台账", [[*PLACE, "龙泉市级"], [*A, f"2020年11月25日 {DOC}"]], "", [f"2020年11月25日认定（{DOC}）", ONE]),
    ("台账", [[*PLACE, "龙泉市级认定日期", "龙泉市级认定文号"], [*A, f"2020-11-25（{DOC}）", "龙人社〔2020〕77号"]], "", ["[D139] 错误", "能定的有0个"]),
    ("台账", [[*PLACE, "龙泉市级"], [*A, "2020-11-25"], ["合计", None, "1个"]], "", [FIRST, ONE, "共0个错误"]),
    ("取消", [[*PLACE, "龙泉市级"], [*A, "2020-11-25"]], "", ["[C139] 错误"]),
    ("作废", [[*PLACE, "龙泉市级"], [*A, "2020-11-25"]], "", ["[C130] 错误"]),
    ("拟认定", [[*PLACE, "龙泉市级"], [*A, "2020-11-25"]], "", ["[C187] 错误", "能定的有0个"]),
    *(("台账", [[*PLACE, "龙泉市级", "丽水市级", other], [*A, *DATED, text]], "", [REFUSED]) for other, text in (("文号", DOC), ("日期", "2022-1-1"), ("2022年", "省级"), ("省级复核", "通过"))),
    ("台账", [[*PLACE, "2020年", "2021年"], [*A, "龙泉市级", "丽水市级"]], "", [REFUSED]),
    ("台账", [[*PLACE, "龙泉市级", "丽水市级"], [*A, 90, 95]], "", [REFUSED]),
    (PAID, [PAY_HEAD, [*A, 2020, 1, 2], [*B, 2020, 1, ""], ["合计", "", "", 2, 2]], "", ["已发奖补3笔，共40000元"]),
    (PAID, [[*PAY_HEAD[:2], *PAY_HEAD[3:]], [*A, 1, 2]], "", ["[C186] 错误"]),
]  # fmt: skip


@pytest.mark.parametrize(("sheet", "rows", "merged", "words"), CASES)
def test_a_wide_list_is_read_or_refused_as_a_whole(
    sheet: str, rows: Sequence[Sequence[Any]], merged: str, words: Sequence[str], tmp_path: Path
) -> None:
    book = Workbook()
    made = book.worksheets[0]
    made.title = sheet
    for row in rows:
        made.append(list(row))
    for each in merged.split():
        made.merge_cells(each)
    book.save(tmp_path / "台账.xlsx")
    said = run(
        "titles", str(tmp_path / "台账.xlsx"), "--rubric", "longquan-2020", "--on", "2022-12-31"
    ).output
    assert [each for each in words if each not in said] == []
