"""A second table below the first one: its rows are not read by the columns of the first, and it is asked about."""

import pytest
from support.invented_people import id_number, roster_of, sheet_of

HEAD = ["姓名", "身份证号", "有劳动能力", "就业状态"]
A = ["试甲", id_number("19900307", 1), "是", "已就业"]
B = ["试乙", id_number("19900307", 3), "是", "已就业"]
OTHERS: list[list[list[object]]] = [
    [["姓名", "身份证号", "就业状态", "有劳动能力"], ["试乙", B[1], "已就业", "是"]],
    [["序号", "姓名", "身份证号", "有劳动能力"], [1, "试乙", B[1], "是"]],
    [["就业困难人员"], ["姓名", "身份证号", "困难类别", "认定日期"], ["试乙", B[1], "大龄", "2026-03-01"]],
    [[], ["姓 名", "身份证号", "文化程度", "性别"], ["试乙", B[1], "初中", "男"]],
]


@pytest.mark.parametrize("below", OTHERS)
def test_the_rows_of_a_second_table_are_not_read_by_the_columns_of_the_first(
    below: list[list[object]],
) -> None:
    roster = roster_of(sheet_of([HEAD, A, *below]))
    assert [roster.text(row, "name") for row in roster.rows] == ["试甲"]
    (problem,) = (each for each in roster.problems if each.code == "N184")
    assert problem.message == "从这一行起是另一个表头，各列和上面的不一样，下面的各行没有读。"
    assert roster.open_whos == {0}


@pytest.mark.parametrize(
    "below", [[HEAD, B], [["序号", "姓名"], B], [["姓名"], B], [["第2页"], HEAD, B], [HEAD[:3], B]]
)
def test_a_header_that_is_repeated_ends_nothing(below: list[list[object]]) -> None:
    roster = roster_of(sheet_of([HEAD, A, *below]))
    assert {"试甲", "试乙"} <= {roster.text(row, "name") for row in roster.rows}
    assert [each.code for each in roster.problems if each.code == "N184"] == []


def test_rows_below_the_first_header_again_are_read() -> None:
    roster = roster_of(
        sheet_of([HEAD, A, *OTHERS[0], HEAD, ["试丙", id_number("19900307", 5), "是", "失业"]])
    )
    assert [roster.text(row, "name") for row in roster.rows] == ["试甲", "试丙"]
