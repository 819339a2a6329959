"""Registers as offices keep them: which of ours each is, what is read of it, and that the rest is named."""

from pathlib import Path

import pytest
from support.invented_ledgers import REGISTERS
from support.invented_people import DAY, id_number

from formgen.rosters.ledgers import read_registers

MAN = id_number("19800101", 11)
CELLS = {
    "姓名": "试甲", "身份证号": MAN, "身份证号码": MAN, "证件号码": MAN, "性别": "男", "年龄": "46", "文化程度": "高中",
    "学历": "本科", "就业情况": "已就业", "参保情况": "职工", "登记失业时间": "2026-03-01", "失业登记日期": "2026-03-01",
    "户籍地址": "花园路1号", "常住地址": "花园路2号", "联系电话": "12000000001", "电话": "12000000001",
}  # fmt: skip
WORKFORCE = (
    "姓名,身份证号,年龄,性别,民族,婚姻状况,户籍地址,联系电话,文化程度,就业情况,从事行业,从事工种,就业地点,外出务工时间,外出务工月收入,"
    "是否打算外出就业,外出就业意向,打算返乡,现有技术等级,是否参加过培训,参加过的培训,培训意向,参保情况,填报人,审核人,填报日期"
)
OFFICES = [
    ("劳动力资源登记台帐", WORKFORCE, "people", "婚姻状况,从事行业,从事工种,就业地点,外出务工时间,外出务工月收入,是否打算外出就业,外出就业意向,打算返乡,现有技术等级,是否参加过培训"),
    ("农村劳动力转移就业人员（县外）", "姓名,身份证号,性别,就业情况,就业地点", "people", "就业地点"),
    ("城镇劳动力就业人员", "姓名,身份证号,性别,就业情况", "people", ""),
    ("就业困难人员认定申请表", "姓名,性别,身份证号码,就业创业证编号,登记失业时间,就业困难人员类型,联系电话,户籍地址,常住地址,个人声明,申请人签名", "hardship", "登记失业时间,个人声明,申请人签名"),
    ("就业困难人员认定情况表", "姓名,性别,年龄,类别,时限,经办人,电话", "hardship", "时限,经办人"),
    ("失业登记", "姓名,证件号码,失业登记状态,择业愿望,失业时间,失业登记日期,退工原因,退工时间", "unemployed", "失业登记状态,失业时间,退工时间"),
    ("社区就业台账", "序号,姓名,性别,身份证号,家庭地址,联系电话,转移就业状况,就业单位,培训情况", "people", "转移就业状况"),
    ("社区劳动者及就业情况台账", "姓名,性别,身份证号,就业情况", "people", ""),
]  # fmt: skip


def read(folder: Path, title: str, columns: str) -> tuple[dict[str, int], list[tuple[str, str]]]:
    """Return how many rows each register has of a sheet, and the problems of its header with their columns."""
    cells = [CELLS.get(each, "") for each in columns.split(",")]
    heads = f"东城社区{title}\n总户数：10　总人口：20（男9　女11）\n{columns}\n{','.join(cells)}\n填报人：李某,审核人：王某\n"
    (folder / f"东城社区{title}.csv").write_text(heads, encoding="utf-8")
    rosters = read_registers([folder], REGISTERS, DAY, "people")
    found = [each for roster in rosters.values() for each in roster.problems]
    told = [(each.code, str(each.words.get("column", ""))) for each in found if each.code != "N138"]
    return {name: len(each.rows) for name, each in rosters.items() if each.rows}, told


@pytest.mark.parametrize(("title", "columns", "register", "unknown"), OFFICES)
def test_a_register_of_an_office_is_read_and_the_columns_it_has_beyond_ours_are_named(
    title: str, columns: str, register: str, unknown: str, tmp_path: Path
) -> None:
    rows, told = read(tmp_path, title, columns)
    assert rows == {register: 1}
    assert told == [("N103", each) for each in unknown.split(",") if each]


def test_visits_side_by_side_in_one_row_are_told_and_only_the_first_is_read(tmp_path: Path) -> None:
    visit = "服务人员,走访日期,方式,走访内容"
    rows, told = read(tmp_path, "大中专毕业生就业跟踪服务台账", f"姓名,身份证号,电话,{visit},{visit}")
    assert rows == {"visits": 1}
    assert [column for code, column in told if code == "N104"] == ["服务人员", "走访日期", "方式", "走访内容"]


def test_a_file_on_following_up_the_jobless_may_be_of_three_registers_and_is_asked_about(
    tmp_path: Path,
) -> None:
    rows, told = read(tmp_path, "社区未就业人员跟踪服务档案", "姓名,性别,身份证号,登记失业时间")
    assert (rows, [code for code, _ in told]) == ({}, ["N136"])
