"""汇总表 and 目录: every community in its row, 待定 left blank and listed with its reason."""

import io
import tracemalloc
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from support import card_of, rubric_of

from formgen.problems import Place, Problem
from formgen.reports.lists import SheetBody, SheetRow, stream_rows
from formgen.reports.summary import IndexRow, make_index, make_summary, name_summary
from formgen.reports.summary_row import (
    LevelDifference,
    OpenCriterion,
    SummaryRow,
    make_summary_row,
    number_criteria,
)
from formgen.rubric.schema import Rubric
from formgen.rubric.verdict import Verdict

YONGJIA, TAIZHOU = rubric_of("yongjia-2009"), rubric_of("taizhou-2019")


def lines() -> list[SummaryRow]:
    known = {"aid_required": 7, "aid_employed": 3}
    warning = Problem("T108", Place(), {"community": "示例镇甲社区", "label": "基本情况"})
    return [
        make_summary_row(card_of(YONGJIA, known, name="=1+1", scores={"self": {"item14": 15}}), [warning]),
        make_summary_row(card_of(YONGJIA, {}, name="A & B <c>")),
    ]


def scored(name: str, points: Sequence[int | str | None], final: int | None, verdict: Verdict) -> SummaryRow:
    """A line of the Taizhou notice with points for its thirteen criteria."""
    known = tuple(Fraction(each) if isinstance(each, int) else each for each in points)
    total = None if final is None else Fraction(final)
    main = None if total is None else total - 5
    return SummaryRow("示例镇", name, known, main, Fraction(5), total, total, "计算", verdict, (), (), (), ())


PASSES, FAILS, WAITS = Verdict(passed=True), Verdict(False, ("42分，不到60分",)), Verdict(None, ("1项待定",))


def table(data: bytes) -> list[dict[str, Any]]:
    """The rows of the first sheet below its header, by the first line of each label."""
    sheet = load_workbook(io.BytesIO(data)).worksheets[0]
    labels = [str(cell.value).splitlines()[0] for cell in sheet[3]]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4, max_row=sheet.max_row - 3)]
    return [dict(zip(labels, row, strict=True)) for row in rows]


def texts(data: bytes) -> str:
    """All texts of the first sheet, line by line."""
    sheet = load_workbook(io.BytesIO(data)).worksheets[0]
    return "\n".join(str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None)


def test_each_community_has_a_row_with_points_as_numbers_and_pending_left_blank() -> None:
    data = make_summary("示例镇汇总表", YONGJIA, lines())
    sheet = load_workbook(io.BytesIO(data)).worksheets[0]
    rows = table(data)
    assert [(row["序号"], row["社区（村）"]) for row in rows] == [(1, "=1+1"), (2, "A & B <c>")]
    assert (rows[0]["14"], rows[0]["1"]) == (6.43, None)
    assert rows[0]["备注"] == "待定21项；差异：自评14"
    assert rows[1]["备注"] == "待定22项"
    assert sheet.print_area.endswith("!$A$1:$Y$8")
    assert sheet["B4"].data_type == "s"


def test_what_is_open_differs_or_was_met_is_listed_with_its_reason() -> None:
    book = load_workbook(io.BytesIO(make_summary("示例镇汇总表", YONGJIA, lines())))
    waiting = list(book["待定事项"].iter_rows(min_row=3, values_only=True))
    per_community = len(YONGJIA.gates.standards) + 1 if YONGJIA.gates else 0  # and the verdict: no pass mark
    assert len(waiting) == 18 + 19 + 2 * per_community
    assert waiting[0][2] == "1 登记失业人员和持证人员就业率"
    assert "缺少" in str(waiting[0][3])
    (gap,) = book["各级评分与计算差异"].iter_rows(min_row=3, values_only=True)
    assert gap[3:] == ("自评", 15, 6.43, 8.57)
    (met,) = book["问题与提示"].iter_rows(min_row=3, values_only=True)
    assert met[0] == "T108"


def test_every_sheet_has_a_title_and_an_empty_one_does_not_exist() -> None:
    book = load_workbook(io.BytesIO(make_summary("示例镇汇总表", YONGJIA, lines())))
    assert [sheet["A1"].value for sheet in book.worksheets] == [
        "示例镇汇总表",
        "示例镇汇总表　待定事项",
        "示例镇汇总表　评定标准",
        "示例镇汇总表　各级评分与计算差异",
        "示例镇汇总表　问题与提示（核对用，不打印、不报送）",
    ]
    line = scored("甲村", [5] * 13, 95, PASSES)
    assert load_workbook(io.BytesIO(make_summary("汇总表", TAIZHOU, [line]))).sheetnames == ["汇总表"]


def test_a_sheet_is_signed_and_sealed_and_says_when() -> None:
    shown = texts(make_summary("示例镇汇总表", TAIZHOU, lines_of_ranks()))
    for words in ("填报单位（盖章）：", "填报日期：", "单位负责人：", "审核人：", "填表人：", "联系电话："):
        assert shown.count(words) == 1


def lines_of_ranks() -> list[SummaryRow]:
    return [
        scored("甲村", [5] * 13, 90, PASSES),
        scored("乙村", [5] * 13, 95, PASSES),
        scored("丙村", [5] * 13, 90, PASSES),
        scored("丁村", [5] * 13, 42, FAILS),
        scored("戊村", [5] * 12 + [None], None, WAITS),
        scored("己村", [5] * 13, 80, PASSES),
        scored("庚村", [5] * 13, 70, WAITS),
    ]


def test_ranks_are_those_of_the_command_rank_ties_are_shown_and_who_failed_or_waits_has_none() -> None:
    rows = table(make_summary("示例镇汇总表", TAIZHOU, lines_of_ranks()))
    assert [(row["社区（村）"], row["名次"]) for row in rows] == [
        ("甲村", "并列2"),
        ("乙村", 1),
        ("丙村", "并列2"),
        ("丁村", None),
        ("戊村", None),
        ("己村", 4),
        ("庚村", None),
    ]


def test_totals_that_wait_say_so_and_why_a_community_does_not_pass_is_said() -> None:
    rows = table(make_summary("示例镇汇总表", TAIZHOU, lines_of_ranks()))
    said = [(row["合计"], row["总分"], row["是否合格"], row["备注"]) for row in rows]
    assert said[1] == (90, 95, "合格", None)
    assert said[3] == (37, 42, "不合格", "42分，不到60分")
    assert said[4] == ("待定", "待定", "待定", "1项待定")
    assert "共7个社区（村）：合格4个，不合格1个，待定2个。" in texts(
        make_summary("汇总表", TAIZHOU, lines_of_ranks())
    )


@pytest.mark.parametrize(("label", "word"), [("是否合格", "不合格"), ("名次", "并列2")])
def test_words_stand_clear_of_the_lines_beside_them(label: str, word: str) -> None:
    sheet = load_workbook(io.BytesIO(make_summary("示例镇汇总表", TAIZHOU, lines_of_ranks()))).worksheets[0]
    (head,) = [cell for cell in sheet[3] if cell.value == label]
    below = next(
        cell for (cell,) in sheet[f"{head.column_letter}4:{head.column_letter}10"] if cell.value == word
    )
    room = sheet.column_dimensions[head.column_letter].width * 5.25  # points
    for cell in (head, below):
        wide = sum(0.5 if sign.isdecimal() else 1 for sign in str(cell.value))
        assert wide * cell.font.size + 4 <= room + 0.01


def test_a_total_just_below_the_mark_is_never_printed_as_the_mark() -> None:
    line = scored("甲村", [5] * 13, 60, FAILS)
    line = replace(line, total=Fraction(59_999, 1000), final=Fraction(59_999, 1000))
    (row,) = table(make_summary("汇总表", TAIZHOU, [line]))
    assert row["总分"] == "59.999"  # text: a narrow column would round a number


def test_totals_that_differ_are_printed_differently_beside_their_ranks() -> None:
    totals = ["90.994", "90.9901", "90", "89.9999"]
    whole = [
        replace(
            scored(f"{at}村", [5] * 13, 60, Verdict(passed=True)), total=Fraction(each), final=Fraction(each)
        )
        for at, each in enumerate(totals)
    ]
    rows = table(make_summary("汇总表", TAIZHOU, whole))
    assert [(row["总分"], row["名次"]) for row in rows[:4]] == [
        ("90.994", 1),
        (90.99, 2),
        (90, 3),
        ("89.9999", 4),
    ]


def test_means_are_printed_where_every_community_has_points() -> None:
    whole = [scored("甲村", [5, 4, *[3] * 11], 90, PASSES), scored("乙村", [4, None, *[3] * 11], 85, PASSES)]
    rows = table(make_summary("汇总表", TAIZHOU, whole))
    assert [row["社区（村）"] for row in rows] == ["甲村", "乙村", "平均"]
    assert (rows[2]["1"], rows[2]["2"], rows[2]["3"], rows[2]["总分"]) == (4.5, None, 3, 87.5)
    assert (rows[2]["序号"], rows[2]["名次"], rows[2]["是否合格"]) == (None, None, None)
    for some in (whole[:1], [*whole, scored("丙村", [5] * 13, None, WAITS)]):
        names = [row["社区（村）"] for row in table(make_summary("汇总表", TAIZHOU, some))]
        assert "平均" not in names


def test_no_column_says_what_another_says_or_nothing() -> None:
    (row,) = table(make_summary("汇总表", YONGJIA, [make_summary_row(card_of(YONGJIA, {}))]))
    assert not {"合计", "附加分", "最后得分", "依据"} & set(row)
    decided = replace(scored("甲村", [5] * 13, 90, PASSES), final=Fraction(88), basis="县级")
    (row,) = table(make_summary("汇总表", TAIZHOU, [decided]))
    assert (row["合计"], row["附加分"], row["总分"]) == (85, 5, 90)
    assert (row["最后得分"], row["依据"]) == (88, "县级")
    (row,) = table(make_summary("汇总表", TAIZHOU, [replace(decided, final=None, basis="计算")]))
    assert (row["总分"], row["最后得分"]) == (90, "待定")


def test_criteria_are_named_by_their_numbers_and_equal_numbers_are_told_apart() -> None:
    numbers = list(number_criteria(TAIZHOU).values())
    assert numbers == ["1", "2", "3", "4", "5", "6", "7", "8①", "8②", "8③", "8④", "9①", "9②"]
    assert [each for each in number_criteria(YONGJIA).values() if each.startswith("15")] == ["15①", "15②"]
    shown = texts(make_summary("汇总表", TAIZHOU, lines_of_ranks()))
    assert "8①\n30分" in shown
    assert "就业服务" not in shown
    assert "序号相同的依次加①②" in shown


NAMES = [
    ("台州市高质量就业社区（村）建设评价指标（试行）", "台州市", "高质量就业社区（村）建设评价得分汇总表"),
    ("温州市“充分就业社区”标准考核评分表", "永嘉县", "温州市“充分就业社区”标准考核得分汇总表"),
    ("示例县创建评分标准（暂行）（2020年）", "示例县", "创建评分标准（暂行）得分汇总表"),
    ("示例县考评办法", "甲县", "示例县考评办法得分汇总表"),
]


@pytest.mark.parametrize(("title", "area", "name"), NAMES)
def test_a_notice_that_names_no_summary_gets_a_name_from_its_title(title: str, area: str, name: str) -> None:
    notice = TAIZHOU.notice.model_copy(update={"area": area})
    assert name_summary(TAIZHOU.model_copy(update={"title": title, "notice": notice})) == name
    assert name_summary(YONGJIA) == "“充分就业社区”标准考核得分汇总表"
    assert (
        name_summary(rubric_of("yongjia-2009").model_copy(update={"summary_title": "某汇总表"})) == "某汇总表"
    )


def test_a_remark_names_what_waits_where_it_fits_a_line_and_counts_it_where_it_does_not() -> None:
    waiting = tuple(OpenCriterion(str(at), f"{at} 某项", "缺数", "") for at in range(1, 20))
    known = replace(scored("甲村", [5] * 13, None, WAITS), open=waiting[:3])
    many = replace(known, open=waiting)
    rows = table(make_summary("汇总表", TAIZHOU, [known, many]))
    assert [row["备注"] for row in rows] == ["待定：1至3", "待定19项"]


def test_criteria_in_which_levels_differ_are_named_where_a_line_holds_them_and_counted_where_not() -> None:
    numbers = list(number_criteria(YONGJIA).values())
    line = make_summary_row(card_of(YONGJIA, {}, name="某某社区"))
    gaps = [LevelDifference("自评", each, f"{each} 某项", Fraction(2), Fraction(1)) for each in numbers]
    odd = [*gaps[::2], *(replace(each, level="县级") for each in gaps)]
    alternating = [*gaps[::2], *(replace(each, level="县级") for each in gaps[1::2])]
    differing = [replace(line, differences=tuple(each)) for each in (gaps, odd, alternating)]
    data = make_summary("汇总表", YONGJIA, differing)
    rows, sheet = table(data), load_workbook(io.BytesIO(data)).worksheets[0]
    whole = f"{numbers[0]}至{numbers[-1]}"
    assert rows[0]["备注"].endswith(f"；差异：自评{whole}")
    assert rows[1]["备注"].endswith(f"；差异自评{len(gaps[::2])}、县级{len(gaps)}项")
    assert rows[2]["备注"].endswith(f"；差异自评{len(gaps[::2])}、县级{len(gaps[1::2])}项")
    assert {sheet.row_dimensions[row].height for row in range(4, 7)} == {sheet.row_dimensions[4].height}
    assert "差异只印项数的，各项见“各级评分与计算差异”表。" in texts(data)
    assert "各级评分与计算差异" in load_workbook(io.BytesIO(data)).sheetnames


@pytest.mark.parametrize("count", [1, 15, 45])
@pytest.mark.parametrize("rubric", [YONGJIA, TAIZHOU], ids=["yongjia", "taizhou"])
def test_fifteen_communities_with_differences_everywhere_stand_on_one_page(
    rubric: Rubric, count: int
) -> None:
    keys = list(rubric.criteria)
    gaps = tuple(LevelDifference("自评", "1", "1 某项", Fraction(2), Fraction(1)) for _ in range(12))
    line = make_summary_row(card_of(rubric, {}, name="某某社区"))
    line = replace(line, differences=gaps, points=tuple(Fraction(1) for _ in keys))
    data = make_summary("示例镇汇总表", rubric, [line] * count)
    sheet = load_workbook(io.BytesIO(data)).worksheets[0]
    heights = {sheet.row_dimensions[row].height for row in range(4, 4 + count)}
    assert len(heights) == 1, "one line a community"
    assert sheet.page_setup.fitToHeight == (1 if count <= 15 else 0)
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)


def test_what_stands_below_the_table_moves_down_with_the_rows() -> None:
    sheet = load_workbook(io.BytesIO(make_summary("汇总表", TAIZHOU, lines_of_ranks()))).worksheets[0]
    merged = {str(each) for each in sheet.merged_cells.ranges}
    assert merged == {"A1:U1", "A12:U12", "A13:U13"}
    assert str(sheet["A13"].value).startswith("单位负责人：")


def test_a_whole_county_names_the_township_of_each_community() -> None:
    book = load_workbook(io.BytesIO(make_summary("汇总表", YONGJIA, lines(), township=None)))
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
