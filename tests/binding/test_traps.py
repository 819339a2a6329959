"""Traps met on real blanks: the value lands in its own cell, and no other cell changes."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from docx import Document
from support.drawn_forms import excel_form, word_form

from formgen.binding.blank_file import read_blank
from formgen.binding.cells import FormOfCells
from formgen.binding.excel_cells import read_excel
from formgen.binding.filled_form import fill_blank
from formgen.binding.records import plain_records
from formgen.binding.synonyms import load_synonyms
from formgen.binding.word_cells import read_word
from formgen.office.package import parts_in

# name, drawing (cells by |, < continues left, ^ continues above), record, what changes by row and column, codes of questions
CASES: list[tuple[str, str, dict[str, Any], dict[tuple[int, int], str], list[str]]] = [
    ("label alone with a colon", "|姓名：| |性别：| |", {"姓名": "张三"}, {(1, 2): "张三"}, []),
    (
        "label alone with a colon, nothing beside",
        "|姓名：|<|<|<|\n|民族| |籍贯| |",
        {"姓名": "张三"},
        {(1, 1): "姓名：张三"},
        [],
    ),
    (
        "note under the table",
        "|名称| |电话| |\n|2、名称：填写单位的全称，不要简称。|<|<|<|",
        {"名称": "甲公司"},
        {(1, 2): "甲公司"},
        [],
    ),
    (
        "stray blank before choice words",
        "|性别| |男  女|<|\n|姓名| |民族| |",
        {"性别": "男"},
        {(1, 3): "√男  女"},
        [],
    ),
    (
        "hint between label and blank",
        "|联系电话|（请填写手机号码）| |\n|姓名|<| |",
        {"联系电话": "139"},
        {(1, 3): "139"},
        [],
    ),
    ("hint in the blank", "|自我评价|（不少于1500字的总结）|", {"自我评价": "好"}, {(1, 2): "好"}, []),
    ("label with a seal word", "|建设单位（盖章）| |负责人签名| |", {"建设单位": "甲"}, {(1, 2): "甲"}, []),
    (
        "opinion with preset words",
        "|单位意见|同意聘用\\n\\n（盖章）\\n   年   月   日|",
        {"单位意见": "情况属实"},
        {(1, 2): "同意聘用\n情况属实\n（盖章）\n   年   月   日"},
        [],
    ),
    (
        "opinion with only a date line",
        "|乡镇意见|\\n\\n   年   月   日|",
        {"乡镇意见": "同意"},
        {(1, 2): "同意\n\n   年   月   日"},
        [],
    ),
    (
        "spaced labels are no options",
        "|建   筑   面   积| |申    请    人| |",
        {"建筑面积": "90", "申请人": "张三"},
        {(1, 2): "90", (1, 4): "张三"},
        [],
    ),
    ("options as bare words", "|婚姻状况|已婚   未婚   离异|", {"婚姻状况": "未婚"}, {(1, 2): "已婚   √未婚   离异"}, []),
    (
        "unit words that are heads",
        "|课程|学分|年度|\n| | | |\n| | | |",
        {"学分": ["2", "3"]},
        {(2, 2): "2", (3, 2): "3"},
        [],
    ),
    ("gap before a unit", "|建筑面积|      平方米|用途| |", {"建筑面积": "90平方米"}, {(1, 2): "90平方米"}, []),
    (
        "head with a blank at its right",
        "|姓名|性别|电话| |\n| | | | |\n| | | | |",
        {"电话": ["1", "2"]},
        {(2, 3): "1", (3, 3): "2"},
        [],
    ),
    (
        "blank below that is the neighbour's",
        "|成绩| |\n|总评|<|\n|等级| |",
        {"等级": "优"},
        {(3, 2): "优"},
        [],
    ),
    (
        "wide label over a wide box",
        "|主要事迹|<|<|<|<| |\n| |<|<|<|<|^|",
        {"主要事迹": "很多"},
        {(2, 1): "很多"},
        [],
    ),
    (
        "same label by row",
        "|申请人| |身份证号码| |\n|共有人| |身份证号码| |",
        {"共有人/身份证号码": "22", "申请人": "张三"},
        {(2, 4): "22", (1, 2): "张三"},
        [],
    ),
    (
        "same label twice, no group",
        "|申请人| |身份证号码| |\n|共有人| |身份证号码| |",
        {"身份证号码": "22"},
        {},
        ["B101"],
    ),
    (
        "vertical group",
        "|配\\n偶\\n情\\n况\\n（没有不填）|姓名| |\n|^|电话| |\n|子\\n女|姓名| |\n|^|电话| |",
        {"配偶情况": {"姓名": "李四"}, "子女": {"电话": "5"}},
        {(1, 3): "李四", (4, 3): "5"},
        [],
    ),
    (
        "person named in the row before",
        "|学生| |班级| |\n|手机| |邮箱| |\n|教师| |职称| |\n|手机| |邮箱| |",
        {"教师/手机": "139"},
        {(4, 2): "139"},
        [],
    ),
    (
        "two blocks side by side",
        "|姓名|电话|姓名|电话|\n| | | | |\n| | | | |",
        {"姓名": ["a", "b", "c"]},
        {(2, 1): "a", (3, 1): "b", (2, 3): "c"},
        [],
    ),
    (
        "same label in rows one under the other",
        "|成员| |\n|成员| |\n|成员| |",
        {"成员": ["a", "b"]},
        {(1, 2): "a", (2, 2): "b"},
        [],
    ),
    (
        "a row of totals below a matrix",
        "|险种|月数|金额|\n|养老| | |\n|医疗| | |\n|合计| | |",
        {"养老/金额": "4200", "合计/金额": "6300"},
        {(2, 3): "4200", (4, 3): "6300"},
        [],
    ),
    (
        "a total of no column",
        "|险种|月数|金额|\n|养老| | |\n|医疗| | |\n|合计| | |",
        {"合计": "6300"},
        {},
        ["B101"],
    ),
    (
        "a total of the only column that is added up",
        "|姓名|月数|金额|\n| | | |\n| | | |\n|合计|<| |",
        {"金额": ["1", "2"], "合计": "3"},
        {(2, 3): "1", (3, 3): "2", (4, 3): "3"},
        [],
    ),
    (
        "heads that are broken into lines",
        "|姓名|与申请人\\n关系|年龄|身份证号|健康\\n状况|\n| | | | | |\n| | | | | |",
        {"与申请人关系": ["妻", "子"], "健康状况": ["好"], "年龄": ["40"]},
        {(2, 2): "妻", (3, 2): "子", (2, 5): "好", (2, 3): "40"},
        [],
    ),
    (
        "heads with blanks between their words",
        "|姓名|健康  状况|文化  程度|\n| | | |\n| | | |",
        {"健康状况": ["好"], "文化程度": ["高中"]},
        {(2, 2): "好", (2, 3): "高中"},
        [],
    ),
    (
        "opinions side by side",
        "|街道\\n意见|\\n\\n（盖章）   年  月  日|区县人社\\n部门意见|\\n\\n（盖章）   年  月  日|",
        {"街道意见": "同意", "区县人社部门意见": "属实"},
        {(1, 2): "同意\n\n（盖章）   年  月  日", (1, 4): "属实\n\n（盖章）   年  月  日"},
        [],
    ),
    (
        "a label with a gap in brackets",
        "|出生年月\\n(    岁)| |\n|姓名| |",
        {"出生年月": "1980.03", "姓名": "张"},
        {(1, 2): "1980.03", (2, 2): "张"},
        [],
    ),
    (
        "a box above a date",
        "|呈报\\n单位|\\n\\n        年   月   日|",
        {"呈报单位": "某局"},
        {(1, 2): "某局\n\n        年   月   日"},
        [],
    ),
    (
        "choices are row labels",
        "|类别|数量|金额|\n|甲类 有○ 无○| | |\n|乙类 有○ 无○| | |",
        {"乙类/数量": "3"},
        {},
        ["B102"],
    ),
    ("label within others", "|原单位| |单位意见| |", {"单位": "甲"}, {}, ["B102"]),
    (
        "matrix",
        "|项目|2021年|2022年|\n|收入| | |\n|支出| | |",
        {"支出/2022年": "7", "收入": {"2021年": "5"}},
        {(3, 3): "7", (2, 2): "5"},
        [],
    ),
    (
        "tick in a matrix",
        "|内容|好|中|差|\n|态度| | | |\n|质量| | | |",
        {"质量": "中"},
        {(3, 3): "√"},
        [],
    ),
    ("boxes before words", "|是否低保|□是   □否|", {"是否低保": "否"}, {(1, 2): "□是   ☑否"}, []),
    ("boxes behind words", "|登记类型|初次○ 变更○|", {"登记类型": "变更"}, {(1, 2): "初次○ 变更☑"}, []),
    ("preset tick goes", "|类型|☑甲 □乙|", {"类型": "乙"}, {(1, 2): "□甲 ☑乙"}, []),
    ("option that is not there", "|类型|□甲 □乙|", {"类型": "丙"}, {}, ["B105"]),
    ("own label beside choices", "|附件|项目：□无 □有|", {"项目": "有"}, {(1, 2): "项目：□无 ☑有"}, []),
    ("words for a date", "|日期|   年   月   日|", {"日期": "尽快"}, {}, ["B104"]),
    ("a date by its digits", "|日期|   年   月   日|", {"日期": "2024-03-05"}, {(1, 2): "2024年3月5日"}, []),
    ("one character per box", "|代码" + "| " * 18 + "|", {"代码": "91AB"}, {(1, 2): "9", (1, 3): "1", (1, 4): "A", (1, 5): "B"}, []),
    ("several gaps, one text", "|地址|____区____街道|", {"地址": "很远"}, {}, ["B104"]),
    ("several gaps, a text with their words", "|地址|____区____街道|", {"地址": "甲区乙街道"}, {(1, 2): "甲区乙街道"}, []),
    ("two words of one family", "|移动电话| |固定电话| |", {"电话": "1"}, {}, ["B101"]),
    ("a synonym", "|联系电话| |姓名| |", {"手机": "1"}, {(1, 2): "1"}, []),
    ("a synonym yields to the label itself", "|联系电话| |姓名| |", {"手机": "1", "联系电话": "2"}, {(1, 2): "2"}, ["B102"]),
    ("stacked label of two columns", "|年核\\n度结\\n考果| |", {"年度考核结果": "优"}, {(1, 2): "优"}, []),
    ("a formula stays text", "|姓名| |民族| |", {"姓名": "=1+1"}, {(1, 2): "=1+1"}, []),
    (
        "preset in a list",
        "|称谓|姓名|\n|本人| |\n| | |",
        {"姓名": ["a", "b"]},
        {(2, 2): "a", (3, 2): "b"},
        [],
    ),
    ("a head that is made of date words", "|起止年月|学校|专业|\n| | | |\n| | | |", {"起止年月": ["2020", "2021"]}, {(2, 1): "2020", (3, 1): "2021"}, []),
    (
        "a declaration is no opinion box",
        "|姓名| |\n|本人承诺以上属实。\\n签名：     年   月   日|<|",
        {"本人承诺以上属实。": "同意"},
        {},
        ["B102"],
    ),
    (
        "opinions side by side over their seals",
        "|乡镇意见\\n|县级意见\\n|\n|（盖章）\\n   年   月   日|（盖章）\\n   年   月   日|",
        {"县级意见": "同意", "乡镇意见日期": "2024-3-5"},
        {(1, 2): "县级意见\n同意", (2, 1): "（盖章）\n2024年3月5日"},
        [],
    ),
    (
        "a blank over the seal of a tall label",
        "|乡\\n镇\\n意\\n见| |\n|^|单位（盖章）：\\n   年   月   日|",
        {"乡镇意见": "同意"},
        {(1, 2): "同意"},
        [],
    ),
    ("a gap in a sentence", "|姓名| |\n|注：家庭共有      人，其中劳动力      人。|<|", {"其中劳动力": "2"}, {(2, 1): "注：家庭共有      人，其中劳动力2人。"}, []),
    ("a date before another label in a line", "|填表日期：    年    月    日      编号：       |<|\n|甲| |", {"填表日期": "2024-3-5", "编号": "7"}, {(1, 1): "填表日期：2024年3月5日      编号：7"}, []),
    ("the √ of a hint is no box", "|类别|（在相应类别前打√）\\n□甲 □乙|", {"类别": "乙"}, {(1, 2): "（在相应类别前打√）\n□甲 ☑乙"}, []),
    ("inline labels", "|姓名：        电话：       |<|\n|甲| |", {"电话": "1"}, {(1, 1): "姓名：        电话：1"}, []),
]  # fmt: skip
KINDS: dict[str, tuple[Callable[[str], bytes], Callable[[dict[str, bytes]], FormOfCells]]] = {
    ".docx": (word_form, lambda parts: read_word(parts).form),
    ".xlsx": (excel_form, lambda parts: read_excel(parts).form),
}


@pytest.mark.parametrize("suffix", KINDS)
@pytest.mark.parametrize(
    ("name", "drawing", "record", "changes", "codes"), CASES, ids=[each[0] for each in CASES]
)
def test_a_value_lands_in_its_own_cell_and_no_other_changes(
    name: str,
    drawing: str,
    record: dict[str, Any],
    changes: dict[tuple[int, int], str],
    codes: list[str],
    suffix: str,
) -> None:
    draw, read = KINDS[suffix]
    blank = read_blank(draw(drawing), f"{name}{suffix}")
    filled = fill_blank(blank, plain_records(record)[0], load_synonyms())
    before = {(cell.row, cell.col): cell.text for cell in blank.form.tables[0].cells}
    after = {
        (cell.row, cell.col): cell.text for cell in read(parts_in(io.BytesIO(filled.data))).tables[0].cells
    }
    changed = {place: text.replace("√", "☑") for place, text in after.items() if before[place] != text}
    assert changed == {place: text.replace("√", "☑") for place, text in changes.items()}
    assert [problem.code for problem in filled.problems] == codes


@pytest.mark.parametrize(
    ("lines", "after"),
    [
        ("\n\n（盖章）\n年  月  日", "同意\n\n（盖章）\n年  月  日"),
        ("\n（盖章）\n年  月  日", "同意\n（盖章）\n年  月  日"),
        ("（以上属实）\n\n（盖章）\n年  月  日", "（以上属实）\n同意\n（盖章）\n年  月  日"),
        ("本表属实。\n（盖章）\n年  月  日", "本表属实。\n同意\n（盖章）\n年  月  日"),
    ],
)
def test_an_opinion_goes_above_the_seal_where_lines_end_with_soft_breaks(lines: str, after: str) -> None:
    document, stream = Document(), io.BytesIO()
    table = document.add_table(2, 2)
    for at, label in enumerate(("姓名", "单位意见")):
        table.cell(at, 0).text = label
    table.cell(1, 1).text = lines  # python-docx makes soft breaks of line ends
    document.save(stream)
    blank = read_blank(stream.getvalue(), "表.docx")
    record = plain_records({"姓名": "张三", "单位意见": "同意"})[0]
    filled = fill_blank(blank, record, load_synonyms())
    read = read_word(parts_in(io.BytesIO(filled.data))).form.tables[0]
    assert [each.text for each in read.cells] == ["姓名", "张三", "单位意见", after]
    assert filled.problems == ()
