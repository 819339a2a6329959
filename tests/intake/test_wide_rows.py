"""Rows of a CSV in which a comma has divided a number."""

import pytest
from support import without_missing_columns

from formgen.intake import Intake, open_bytes
from formgen.problems import FormgenError
from formgen.rubric.load import load_rubric

_HEAD = "乡镇,社区（村）名称,有就业愿望人数,其中已就业人数"


def _read(text: str) -> Intake:
    return open_bytes(text.encode(), load_rubric("taizhou-2019"), "数据.csv").read_all()


WIDE = [
    (_HEAD, "甲镇,子村,1,000,980", "有5格，表头只有4格"),
    (_HEAD, "甲镇,子村,1,234,1,180", "有6格，表头只有4格"),
    (_HEAD, "甲镇,子村,800,780,990", "有5格，表头只有4格"),
    (_HEAD, "甲镇,子村,八百,780,多出来的", "有5格，表头只有4格，“有就业愿望人数”一格是“八百”"),
    (f"{_HEAD},户数", "甲镇,子村,1,234,980,", "有6格，表头只有5格"),
    (f"{_HEAD},户数", "甲镇,子村,1,000,980", "有一格“1”，后一格是“000”"),
    (f"{_HEAD},户数,地址", "甲镇,子村,12,034,980", "有一格“12”，后一格是“034”"),
    (f"某某县统计表\n{_HEAD}", "甲镇,子村,1,000,980", "有5格，表头只有4格"),
    (_HEAD.replace(",", ";"), "甲镇;子村;1;000;980", "有5格，表头只有4格"),
]


@pytest.mark.parametrize(("head", "row", "why"), WIDE)
def test_no_figure_of_a_row_is_used_in_which_a_number_was_divided(head: str, row: str, why: str) -> None:
    other = "乙镇,丑村,700,690".replace(",", ";" if ";" in head else ",")
    intake = _read(f"{head}\n{row}\n{other}\n")
    wide, right = intake.communities
    assert (wide.name, dict(wide.indicators), dict(wide.facts)) == ("子村", {}, {})
    assert {key: figure.value for key, figure in right.indicators.items()} == {
        "labour_willing": 700,
        "employed": 690,
    }
    found = [problem for problem in intake.problems if problem.code == "D170"]
    assert [problem.message.split("，多半")[0] for problem in found] == [f"这一行{why}"]
    assert found[0].place.cell == f"A{head.count(chr(10)) + 2}"
    assert "请去掉数里的逗号" in found[0].mend


_LONG = f"乡镇,村名,户数,人口数,{_HEAD.split(',', 2)[2]},备注"
_SHIFTED = {
    "a number among the remarks": (
        _LONG,
        "云屿镇,甲村,560,1,820,500,490",
        "云屿镇,乙村,300,900,500,490,",
        "“备注”一格是“490”",
    ),
    "two numbers divided": (
        f"{_HEAD},持证人数,备注",
        "云屿镇,甲村,1,250,1,230",
        "云屿镇,乙村,300,290,50,",
        "“备注”一格是“230”",
    ),
    "a number where an answer belongs": (
        f"{_HEAD},专门服务场地（窗口）,备注",
        "云屿镇,甲村,1,820,980,是",
        "云屿镇,乙村,500,490,是,",
        "“专门服务场地（窗口）”一格是“980”",
    ),
    "two numbers before two answers": (
        f"{_HEAD},专门服务场地（窗口）,专业工作人员,备注,说明",
        "云屿镇,甲村,1,250,1,230,是,否",
        "云屿镇,乙村,500,490,是,否,,",
        "“专业工作人员”一格是“230”",
    ),
    "a number where a person belongs": (
        f"{_HEAD},联系人",
        "云屿镇,甲村,1,820,980",
        "云屿镇,乙村,500,490,张三",
        "“联系人”一格是“980”",
    ),
    "a row as long as two others": (
        f"{_HEAD},户数,人口数",
        "云屿镇,甲村,1,820,980,560",
        "云屿镇,乙村,1500,1490,300,1900\n云屿镇,丙村,1600,1490,300,1900",
        "“有就业愿望人数”是“1”，后一格是“820”",
    ),
    "a row shorter than the others": (
        f"{_HEAD},户数,人口数",
        "云屿镇,甲村,1,820,980",
        "云屿镇,乙村,1500,1490,300,1900",
        "“有就业愿望人数”是“1”，后一格是“820”",
    ),
}


@pytest.mark.parametrize("case", _SHIFTED)
def test_no_figure_of_a_row_is_used_whose_cells_fit_only_when_two_are_joined(case: str) -> None:
    head, row, others, why = _SHIFTED[case]
    for text in (f"{head}\n{row}\n{others}\n", f"{head}\n{others}\n{row}\n"):
        intake = _read(text)
        (divided,) = (each for each in intake.communities if each.name == "甲村")
        assert (dict(divided.indicators), dict(divided.facts)) == ({}, {})
        found = [problem.message.split("，多半")[0] for problem in intake.problems if problem.code == "D170"]
        assert found == [f"这一行{why}"]


_UNSHIFTED = [
    (f"{_HEAD},户数", "甲镇,子村,1,820,990\n甲镇,丑村,1500,1490,300"),
    (f"{_HEAD},户数", "甲镇,子村,1,20,990\n甲镇,丑村,1500,1490,300\n甲镇,寅村,1600,1490,310"),
    (f"{_HEAD},户数", "甲镇,子村,98,820,990\n甲镇,丑村,1500,1490,300\n甲镇,寅村,1600,1490,310"),
    (f"{_HEAD},户数,人口数", "甲镇,子村,500,480,300,900\n甲镇,丑村,560,480,310,100"),
    (f"{_HEAD},户数,人口数", "甲镇,子村,500,480,300,900\n甲镇,丑村,56,480,310,100"),
    (f"{_HEAD},户数,备注", "甲镇,子村,500,480,300,撤并村\n甲镇,丑村,56,480,310,含2个组"),
    (f"{_HEAD},专门服务场地（窗口）,备注", "甲镇,子村,500,480,1,\n甲镇,丑村,560,480,0,有"),
    (f"{_HEAD},联系电话,备注", "甲镇,子村,560,480,13800001234,\n甲镇,丑村,560,480,2,"),
    (f"{_HEAD},专门服务场地（窗口）,备注", "甲镇,子村,500,480,2,\n甲镇,丑村,1560,1480,980,"),
    (f"{_HEAD},排名", "甲镇,子村,500,480,2\n甲镇,丑村,560,480,1"),
    (f"{_HEAD},户数,人口数", "甲镇,子村,5,480,300,900\n甲镇,丑村,1560,480,310,100"),
    (
        f"{_HEAD},户数,人口数",
        "甲镇,子村,1人,480,300,900\n甲镇,丑村,1560,480,310,1100\n甲镇,寅村,1560,480,310,1100",
    ),
]


@pytest.mark.parametrize(("head", "rows"), _UNSHIFTED)
def test_rows_whose_cells_may_be_what_they_are_are_read(head: str, rows: str) -> None:
    intake = _read(f"{head}\n{rows}\n")
    assert "D170" not in {problem.code for problem in intake.problems}
    assert all("employed" in each.indicators for each in intake.communities)


NARROW = [
    (_HEAD, '甲镇,子村,"1,000",980'),
    (_HEAD, "甲镇,子村,1000,980,"),
    (_HEAD, "甲镇,子村,1000,980,,,"),
    (f"{_HEAD},,", "甲镇,子村,1000,980,,"),
    (f"{_HEAD},户数", "甲镇,子村,1000,980,300"),
    (f"{_HEAD},户数", "甲镇,子村,1000,980"),
]


@pytest.mark.parametrize(("head", "row"), NARROW)
def test_other_rows_are_read_whatever_blanks_end_them(head: str, row: str) -> None:
    intake = _read(f"{head}\n{row}\n")
    (community,) = intake.communities
    assert {key: figure.value for key, figure in community.indicators.items()} == {
        "labour_willing": 1000,
        "employed": 980,
    }
    assert "D170" not in {problem.code for problem in intake.problems}


@pytest.mark.parametrize(
    ("head", "row", "cell"),
    [
        (_HEAD, "甲镇,子村,1000,980,待核", "E2"),
        (_HEAD, "甲镇,子村,1000,980,,2户待核", "F2"),
        (f"{_HEAD},备注", "甲镇,子村,1000,980,按时,已报", "F2"),
    ],
)
def test_a_remark_behind_the_last_column_is_told_with_its_cell_and_spoils_no_figure(
    head: str, row: str, cell: str
) -> None:
    intake = _read(f"{head}\n{row}\n")
    assert [figure.value for figure in intake.communities[0].indicators.values()] == [1000, 980]
    found = without_missing_columns(intake.problems)
    assert [(each.code, each.place.cell) for each in found] == [("D102", cell)]


@pytest.mark.parametrize("remark", ["待核", "2户待核", "已报，无误"])
def test_two_figures_before_a_remark_that_cannot_be_one_are_read(remark: str) -> None:
    intake = _read(f"{_HEAD}\n甲镇,子村,250,240,{remark}\n")
    assert [figure.value for figure in intake.communities[0].indicators.values()] == [250, 240]


def test_a_figure_under_no_words_is_reported() -> None:
    intake = _read(f"{_HEAD},\n甲镇,子村,1000,980,55\n")
    assert [problem.message for problem in without_missing_columns(intake.problems)] == [
        "不认识的列“E（没有表头）”。"
    ]


_CUT = {
    "the last line cut in a number": (f"{_HEAD},户数", "甲镇,甲村,100,98,30\n甲镇,子村,100,9", "A3"),
    "with a line end": (f"{_HEAD},户数", "甲镇,甲村,100,98,30\n甲镇,子村,100,9\n", "A3"),
    "the only line": (f"{_HEAD},户数", "甲镇,子村,100,9", "A2"),
    "in the middle": (f"{_HEAD},户数", "甲镇,子村,98,30\n甲镇,甲村,100,98,30\n", "A2"),
    "in the township": (f"{_HEAD},户数", "甲镇,甲村,100,98,30\n甲", "A3"),
    "in the name": (f"{_HEAD},户数", "甲镇,甲村,100,98,30\n甲镇,子", "A3"),
}


@pytest.mark.parametrize("case", _CUT)
def test_no_figure_of_a_row_is_used_that_has_fewer_cells_than_the_header(case: str) -> None:
    head, rows, cell = _CUT[case]
    intake = _read(f"{head}\n{rows}")
    found = [problem for problem in intake.problems if problem.code == "D196"]
    assert [problem.place.cell for problem in found] == [cell]
    assert "，表头有5格，像是文件没有存完，或少了逗号；这一行的数都没有采用" in found[0].message
    assert [dict(each.indicators) for each in intake.communities if each.name == "子村"] in ([], [{}])
    assert "子" not in {each.name for each in intake.communities}


@pytest.mark.parametrize(
    "rows",
    [
        "甲镇,甲村,100,98\n甲镇,子村,100,98\n",
        "甲镇,甲村,100,98\n甲镇,子村,100,98",
        "甲镇,甲村,100,98,30\n合计,,100,98",
        "甲镇,甲村,100,98,30\n填表人：王",
        "甲镇,甲村,100,98,30",
    ],
)
def test_rows_may_be_short_where_all_are_and_below_the_table(rows: str) -> None:
    assert "D196" not in {problem.code for problem in _read(f"{_HEAD},户数\n{rows}").problems}


_OPEN_QUOTES = [
    ('甲镇,甲村,100,98\n甲镇,"子村,100,98\n甲镇,丑村,50,40\n', 3),
    ('甲镇,甲村,100,"98', 2),
    ('甲镇,"子村,100,98\n甲镇,"丑村",50,40\n甲镇,寅村,50,40\n', 2),
    ('甲镇,"子村,100,98\n甲镇,丑村,50,40\n甲镇,寅村",50,40\n', 2),
]


@pytest.mark.parametrize(("rows", "line"), _OPEN_QUOTES)
def test_a_quote_that_swallows_rows_is_named_with_its_line(rows: str, line: int) -> None:
    with pytest.raises(FormgenError) as refused:
        _read(f"{_HEAD}\n{rows}")
    (problem,) = refused.value.problems
    assert (problem.code, problem.place.line) == ("D221", line)
    assert problem.message == (
        '这一行有一个引号（"）没有成对，后面的行被并进了这一行的一格，这个文件没有读。'
    )
    assert problem.mend.startswith("请用记事本打开，在这一行补上或删去引号")


@pytest.mark.parametrize("rows", ['甲镇,甲村,100,98,"第一,\n第二"\n', '甲镇,甲村,100,98,"第一\n第二"'])
def test_a_text_of_several_lines_is_no_open_quote(rows: str) -> None:
    assert [each.name for each in _read(f"{_HEAD},备注\n{rows}").communities] == ["甲村"]


def test_a_line_break_in_a_township_is_named_as_such() -> None:
    messages = [problem.message for problem in _read(f'{_HEAD}\n"甲\n镇",子村,100,98\n').problems]
    assert "名称“甲□镇”中间有换行，没有采用。" in messages


@pytest.mark.parametrize(
    ("row", "sign"),
    [
        ("甲镇;子村;100;98", ";"),
        ("甲镇，子村，100，98", "，"),
        ("甲镇\t子村\t100\t98", "制表符"),
        ("甲镇|子村|100|98", "|"),
        ("甲镇、子村、100、98", "、"),
        ("子村 100 98", "空格"),
        ("填表人：王某，审核人：李某", ""),
        ("合计、100、98", ""),
    ],
)
def test_a_row_that_other_signs_part_is_an_error_with_the_sign(row: str, sign: str) -> None:
    intake = _read(f"{_HEAD}\n{row}\n乙镇,丑村,700,690\n")
    assert [each.name for each in intake.communities] == ["丑村"]
    found = [(each.place.cell, each.message) for each in intake.problems if each.code == "D203"]
    message = f"这一行的各格挤在一格里，像是用“{sign}”隔开的，没有读。"
    assert found == ([("A2", message)] if sign else [])


@pytest.mark.parametrize("typed", ["，", "；", "|", "、", "  ", "\u3000\u3000"])
def test_a_file_that_other_signs_part_is_told_so(typed: str) -> None:
    with pytest.raises(FormgenError) as refused:
        _read(f"{_HEAD}\n甲镇,子村,100,98\n".replace(",", typed))
    (problem,) = refused.value.problems
    sign = typed.strip() or "空格"
    assert problem.code == "D204"
    assert problem.message.startswith(f"这个文件的各格像是用“{sign}”隔开的，不是英文逗号")


def test_a_text_with_a_zero_byte_is_told_its_line() -> None:
    with pytest.raises(FormgenError) as refused:
        _read(f"{_HEAD}\n甲镇,子村,10\0,98\n")
    (problem,) = refused.value.problems
    assert "第2行有不能用的字符（NUL）" in problem.message


@pytest.mark.parametrize("sign", ["，", "；", "|"])
def test_a_file_whose_header_alone_is_parted_by_other_signs_is_told_so(sign: str) -> None:
    for title in ("", "就业情况表\n"):
        with pytest.raises(FormgenError) as refused:
            _read(f"{title}{_HEAD.replace(',', sign)}\n甲镇,子村,100,98\n甲镇,丑村,100,98\n")
        assert [each.code for each in refused.value.problems] == ["D204"]
