"""A template that leaves out rows or columns, or stands a total where it is none, is named before anybody prints it."""

import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from openpyxl import load_workbook
from support import rubric_of
from support.small_form import saved
from support.trial_form import codes, said, table, trial

from formgen import assets
from formgen.commands.rubric import look_into_rubric
from formgen.commands.submit import submit_version
from formgen.filling.form_contents import compile_forms
from formgen.filling.printed_labels import find_label_doubts
from formgen.filling.printed_rows import find_row_doubts
from formgen.forms.form import TemplateFile
from formgen.forms.load import load_form

RUBRIC, FORM = "yongjia-2009", "yongjia-scorecard"
Change = Callable[[Any], object]


def doubts(name: str, change: Change, form_id: str = FORM) -> list[str]:
    """What is said of a template of the 考核评分表, or another form, that somebody changed."""
    data = (assets.folder("templates") / form_id / name).read_bytes()
    made: Any = Document(io.BytesIO(data)) if name.endswith(".docx") else load_workbook(io.BytesIO(data))
    change(made.tables[0] if name.endswith(".docx") else made.active)
    form = replace(load_form(form_id), templates=(TemplateFile(name, saved(made)),), digest="")
    (compiled,) = compile_forms([form], rubric_of(RUBRIC))
    asked = (compiled, Path(name).suffix, rubric_of(RUBRIC))
    return [*find_row_doubts(*asked), *find_label_doubts(*asked)]


def put(row: int, column: int, text: str) -> Change:
    def change(own: Any) -> None:
        paragraph = own.rows[row].cells[column].paragraphs[0]
        for run in paragraph.runs:
            run.text = ""
        paragraph.runs[0].text = text

    return change


def put_line(table: Any, text: str) -> None:
    """Write a line above a table."""
    made = Document()
    table._tbl.addprevious(made.add_paragraph(text)._p)


def each(*changes: Change) -> Change:
    return lambda own: [change(own) for change in changes]


def cells(**texts: str | None) -> Change:
    def change(sheet: Any) -> None:
        for address, text in texts.items():
            sheet[address] = text

    return change


WORD: dict[str, tuple[Change, list[str]]] = {
    "as it is": (lambda _: None, []),
    "the first row of each part": (
        lambda own: own._tbl.remove(own.rows[2]._tr),
        ["少印了6项：1 登记失业人员和持证人员就业率、4 平台挂牌、"],
    ),
    "the points of one column": (put(4, 6, ""), ["“县级考评分”一栏少印了13项：2 消除零就业家庭、"]),
    "the points of another column": (
        put(4, 6, "{{ row.city }}"),
        ["“县级考评分”一栏少印了13项：", "“市级考评分”的分（第1个表第"],
    ),
    "two totals exchanged": (
        each(put(7, 6, "{{ total.city }}"), put(7, 7, "{{ total.county }}")),
        [
            "“县级考评分”的合计（第1个表第21行第6格）印在“市级考评分”一栏",
            "“市级考评分”的合计（第1个表第21行第5格）印在“县级考评分”一栏",
        ],
    ),
    "a total left out": (put(7, 6, ""), ["“县级考评分”一栏没有合计"]),
    "a column left out": (
        each(put(2, 6, ""), put(4, 6, ""), put(7, 6, "")),
        ["没有“县级考评分”一栏"],
    ),
}
EXCEL: dict[str, tuple[Change, list[str]]] = {
    "as it is": (lambda _: None, []),
    "sums written by hand": (cells(E7="=SUM(E6:E6)", F7="=SUM(F6)", G7="=SUM(G6)", H7="=SUM(H6)"), []),
    "a rounded sum": (cells(H7="=ROUND(SUM(H6),0)"), ["单元格H25的合计不是把各行相加（公式 =ROUND("]),
    "an average": (cells(F7="=AVERAGE(F6:F6)*19"), ["单元格F25的合计不是把各行相加"]),
    "half the sum": (cells(F7="=SUM(F6:F6)/2"), ["单元格F25的合计不是把各行相加"]),
    "the sum of another column": (
        cells(H7="=SUM(G6)"),
        ["“市级考评分”一栏没有合计", "单元格H25的合计加的是“县级考评分”一栏"],
    ),
    "two totals exchanged": (
        cells(G7="{{ total.city }}", H7="{{ total.county }}"),
        ["“县级考评分”的合计（单元格H25）印在“市级", "“市级考评分”的合计（单元格G25）印在“县级"],
    ),
    "points under another name": (
        cells(E6="{{ row.county }}", G6="{{ row.self }}", E7="{{ total.county }}", G7="{{ total.self }}"),
        [
            "“社区自评分”的分（单元格G6）印在“县级考评分”的栏名下面",
            "“县级考评分”的分（单元格E6）印在“社区自评分”的",
        ],
    ),
    "points and full marks exchanged": (
        cells(D6="{{ row.self }}", E6="{{ row.points }}"),
        [
            "“社区自评分”的分（单元格D6）印在分值的栏名下面",
            "各项的分值（单元格E6）印在“社区自评分”的栏名下面",
        ],
    ),
    "points and numbers exchanged": (
        cells(A6="{{ row.city }}", H6="{{ row.number }}"),
        ["各项的序号（单元格H6）印在“市级考评分”的栏名下面"],
    ),
    "a sum over another column too": (
        cells(G7="=SUM(G6:G6,H6:H6)"),
        ["单元格G25的合计还加了“市级考评分”一栏（公式 =SUM("],
    ),
    "two other columns added": (
        cells(H7="=SUM(E6)+SUM(F6)"),
        ["“市级考评分”一栏没有合计", "单元格H25的合计加的是“社区自评分”“乡镇考评分”一栏"],
    ),
    "two columns added": (
        cells(E7="=SUM(E6)+SUM(F6)+SUM(G6)"),
        ["单元格E25的合计还加了“乡镇考评分”“县级考评分”一栏"],
    ),
    "points and full marks in one cell": (
        cells(G6="{{ row.county }}/{{ row.points }}"),
        ["“县级考评分”的分（单元格G6）同一格里还有别的数（＿/15）"],
    ),
    "points with their full marks in brackets": (
        cells(G6="{{ row.county }}（满分{{ row.points }}分）"),
        ["“县级考评分”的分（单元格G6）同一格里还有别的数（＿（满分15分））"],
    ),
    "points of two levels in one cell": (
        cells(G6="{{ row.county }}/{{ row.self }}"),
        [
            "“社区自评分”的分（单元格G6）同一格里",
            "“县级考评分”的分（单元格G6）同一格里",
        ],
    ),
    "points with their unit": (cells(G6="{{ row.county }}分"), []),
    "a share in a row below": (cells(A10="折算", H10="=H7/2"), []),
}


def expect(found: list[str], expected: list[str]) -> None:
    assert len(found) == len(expected), found
    for one, begins in zip(found, expected, strict=True):
        assert one.startswith(begins)


@pytest.mark.parametrize(("change", "expected"), WORD.values(), ids=WORD)
def test_what_a_word_template_leaves_out_or_puts_elsewhere_is_known(
    change: Change, expected: list[str]
) -> None:
    expect(doubts("template.docx", change), expected)


@pytest.mark.parametrize(("change", "expected"), EXCEL.values(), ids=EXCEL)
def test_what_an_excel_template_leaves_out_or_adds_up_otherwise_is_known(
    change: Change, expected: list[str]
) -> None:
    expect(doubts("template.xlsx", change), expected)


LABELS: dict[str, tuple[Change, list[str]]] = {
    "as it is": (lambda _: None, []),
    "two opinions exchanged": (
        each(put(4, 1, "{{ county_opinion }}"), put(4, 4, "{{ township_opinion }}")),
        [
            "“县人事劳动保障部门意见”（第1个表第5行第2格）印在“乡镇劳动保障所意见”的格子里",
            "“乡镇劳动保障所意见”（第1个表第5行第4格）印在“县人事劳动保障部门意见”的格子里",
            "“乡镇劳动保障所意见日期”（第1个表第6行第2格）印在“县人事",
            "“县人事劳动保障部门意见日期”（第1个表第6行第4格）印在“乡镇",
        ],
    ),
    "two fields of a sentence exchanged": (
        put(1, 2, "地址{{ phone }}，联系电话{{ address }}。"),
        [
            "“联系电话”（第1个表第2行第2格）印在“社区地址”的格子里",
            "“社区地址”（第1个表第2行第2格）印在“联系电话”的",
        ],
    ),
    "two fields of a line exchanged": (
        lambda table: put_line(table, "负责人：{{ phone }}　联系电话：{{ person_in_charge }}"),
        ["“联系电话”（表格外面）印在“负责人”的格子里", "“负责人”（表格外面）印在“联系电话”的"],
    ),
    "a sentence as it should be": (
        lambda table: put_line(
            table, "{{ township }}{{ name }}，负责人{{ person_in_charge }}，联系电话：{{ phone }}。"
        ),
        [],
    ),
    "two dates exchanged": (
        each(put(5, 1, "{{ county_date }}"), put(5, 4, "{{ township_date }}")),
        [
            "“县人事劳动保障部门意见日期”（第1个表第6行第2格）印在“乡镇劳动保障所意见”下面",
            "“乡镇劳动保障所意见日期”（第1个表第6行第4格）印在“县人事",
        ],
    ),
    "two facts exchanged": (
        each(put(1, 6, "{{ address }}"), put(1, 2, "{{ phone }}")),
        [
            "“联系电话”（第1个表第2行第2格）印在“社区地址”的格子里",
            "“社区地址”（第1个表第2行第4格）印在“联系电话”的格子里",
        ],
    ),
    "another label in the cell itself": (
        put(1, 6, "负责人：{{ phone }}"),
        ["“联系电话”（第1个表第2行第4格）印在“负责人”的格子里"],
    ),
    "a fact whose tag was taken out": (
        put(1, 6, ""),
        ["“联系电话”（第1个表第2行第3格）后面没有要填的“联系电话”"],
    ),
    "an opinion whose tag was taken out": (
        put(4, 1, ""),
        ["“乡镇劳动保障所意见”（第1个表第5行第1格）后面没有要填的“乡镇劳动保障所意见”"],
    ),
    "the name where another fact belongs": (
        put(0, 10, "{{ name }}"),
        ["“社区（村）名称”（第1个表第1行第6格）印在“隶属关系”的格子里"],
    ),
}


@pytest.mark.parametrize(("change", "expected"), LABELS.values(), ids=LABELS)
def test_a_field_beside_the_label_of_another_is_known(change: Change, expected: list[str]) -> None:
    expect(doubts("template.docx", change, "yongjia-application"), expected)


@pytest.mark.parametrize("form", sorted(assets.rubric_ids()))
def test_no_form_of_ours_is_doubted(form: str) -> None:
    assert [each.code for each in look_into_rubric(form).problems if each.code == "T187"] == []


def test_the_office_is_told_when_the_rubric_is_checked_and_the_forms_are_made_and_handed_in(
    tmp_path: Path,
) -> None:
    def draw(document: Any) -> None:
        table(
            document,
            ("序号", "自评分", "县级考评分"),
            ("{%tr for row in rows %}", "", ""),
            ("{{ row.number }}", "{{ row.self }}", "{{ row.county }}"),
            ("{%tr endfor %}", "", ""),
            ("合计", "{{ total.county }}", "{{ total.self }}"),
        )

    made = trial(tmp_path, draw)
    built = made.build()
    assert codes(built).count("T187") == 2
    assert (
        "模板“trial/template.docx”印出来，“自评分”的合计（第1个表第4行第3格）印在“县级考评分”一栏，每个社区都这样"
        in said(built)
    )
    checked = look_into_rubric(str(tmp_path / "trial.yaml"))
    assert [each.code for each in checked.problems].count("T187") == 2
    assert [each.code for each in submit_version(made.out, "第1稿").problems].count("T187") == 2
