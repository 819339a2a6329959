"""汇总表 and 目录: every community in its row, 待定 left blank and listed with its reason."""

import io
import tracemalloc
from dataclasses import replace
from fractions import Fraction

import pytest
from openpyxl import Workbook, load_workbook
from support import card_of, rubric_of

from formgen.problems import Place, Problem
from formgen.reports.lists import SheetBody, SheetRow, stream_rows
from formgen.reports.summary import IndexRow, make_index, make_summary
from formgen.reports.summary_row import SummaryRow, make_summary_row

YONGJIA, TAIZHOU = rubric_of("yongjia-2009"), rubric_of("taizhou-2019")


def lines() -> list[SummaryRow]:
    known = {"aid_required": 7, "aid_employed": 3}
    warning = Problem("T108", Place(), {"community": "示例镇甲社区", "label": "基本情况"})
    return [
        make_summary_row(card_of(YONGJIA, known, name="=1+1", scores={"self": {"item14": 15}}), [warning]),
        make_summary_row(card_of(YONGJIA, {}, name="A & B <c>")),
    ]


def test_each_community_has_a_row_with_points_as_numbers_and_pending_left_blank() -> None:
    book = load_workbook(io.BytesIO(make_summary("示例镇汇总表", YONGJIA, lines())))
    sheet = book["汇总表"] if "汇总表" in book.sheetnames else book.worksheets[0]
    rows = list(sheet.iter_rows(min_row=4, max_row=5, values_only=True))
    assert [row[:2] for row in rows] == [(1, "=1+1"), (2, "A & B <c>")]
    assert rows[0][2 + 13] == 6.43
    assert rows[0][2] is None
    assert rows[0][-1] == "14：自评15，计算6.43"
    assert str(rows[1][-2]).startswith("1、2、3")
    assert sheet.print_area.endswith("!$A$1:$AA$6")
    assert sheet["B4"].data_type == "s"


def test_what_is_open_differs_or_was_met_is_listed_with_its_reason() -> None:
    book = load_workbook(io.BytesIO(make_summary("示例镇汇总表", YONGJIA, lines())))
    waiting = list(book["待定事项"].iter_rows(min_row=2, values_only=True))
    per_community = len(YONGJIA.gates.standards) + 1 if YONGJIA.gates else 0  # and the verdict: no pass mark
    assert len(waiting) == 18 + 19 + 2 * per_community
    assert waiting[0][2] == "1 登记失业人员和持证人员就业率"
    assert "缺少" in str(waiting[0][3])
    (gap,) = book["各级评分与计算差异"].iter_rows(min_row=2, values_only=True)
    assert gap[3:] == ("自评", 15, 6.43, 8.57)
    (met,) = book["问题与提示"].iter_rows(min_row=2, values_only=True)
    assert met[0] == "T108"


def test_more_differences_than_a_row_can_hold_are_referred_to_the_sheet_that_lists_them_all() -> None:
    known = {"aid_required": 7, "aid_employed": 3}
    line = make_summary_row(card_of(YONGJIA, known, scores={"self": {"item14": "15"}}))
    line = replace(line, differences=line.differences * 19)
    book = load_workbook(io.BytesIO(make_summary("汇总表", YONGJIA, [line])))
    sheet = book.worksheets[0]
    shown = str(sheet.cell(4, sheet.max_column).value)
    assert (len(line.differences), book["各级评分与计算差异"].max_row) == (19, 20)
    assert shown.endswith("……（全部见“各级评分与计算差异”）")
    assert 340 <= sheet.row_dimensions[4].height <= 409


def test_a_whole_county_names_the_township_of_each_community() -> None:
    book = load_workbook(io.BytesIO(make_summary("汇总表", YONGJIA, lines(), whole=True)))
    assert book.worksheets[0]["B4"].value == "示例镇=1+1"


def test_a_rubric_with_bonus_shows_it_apart() -> None:
    line = make_summary_row(
        card_of(TAIZHOU, {"media_county": 1, "media_city": 0, "media_province": 0, "innovation_points": 1})
    )
    assert (line.bonus, line.total) == (Fraction(2), None)


def test_the_same_lines_give_the_same_bytes() -> None:
    assert make_summary("x", YONGJIA, lines()) == make_summary("x", YONGJIA, lines())


def test_the_index_keeps_names_as_text() -> None:
    book = load_workbook(io.BytesIO(make_index([IndexRow("示例镇", "=1+1", "申报表", "示例镇/=1+1/x.docx")])))
    (row,) = book["目录"].iter_rows(min_row=2)
    assert [cell.value for cell in row] == ["示例镇", "=1+1", "申报表", "示例镇/=1+1/x.docx"]
    assert {cell.data_type for cell in row} == {"s"}


def test_an_empty_list_is_a_workbook_too() -> None:
    book = load_workbook(io.BytesIO(make_index([])))
    assert [cell.value for cell in book["目录"][1]] == ["乡镇（街道）", "社区（村）", "表", "文件"]


def long_list(count: int) -> tuple[int, bytes]:
    """Write a list of so many rows; return the most bytes that were in use meanwhile, and the workbook."""
    book = Workbook()
    book.worksheets[0]["A1"] = "头"
    book.worksheets[0]["A2"] = "样"
    tracemalloc.start()
    data = stream_rows(book, {0: SheetBody(2, count, (SheetRow((f"第{at}行",), 15) for at in range(count)))})
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak, data


def test_a_long_list_takes_little_memory() -> None:
    (few, _), (many, data) = long_list(4_000), long_list(12_000)
    assert many < few + 8_000 * 50, "less than the shortest text of each row would take"
    rows = load_workbook(io.BytesIO(data), read_only=True).worksheets[0].iter_rows(values_only=True)
    assert [row[0] for row in rows] == ["头", *(f"第{at}行" for at in range(12_000))]


def test_a_sheet_without_its_pattern_row_is_a_fault_of_the_program() -> None:
    with pytest.raises(ValueError, match="no row 9"):
        stream_rows(Workbook(), {0: SheetBody(9, 0, ())})
