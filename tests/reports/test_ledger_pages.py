"""A ledger on paper: its own title and unit, the columns that are still to be filled in, nothing private; read again as it is."""

import io
import zipfile
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from support.invented_ledgers import REGISTERS, ledgers
from support.invented_people import DAY, id_number

from formgen.forms.heights import measure_width
from formgen.reports.roster_pages import _break_label, print_roster
from formgen.rosters.ledgers import read_registers
from formgen.rosters.roster import Roster

MAN = id_number("19900307", 1)
VISIT = {
    "name": "试甲",
    "id_number": MAN,
    "phone": "12000000003",
    "visit_date": "2026-03-05",
    "content": "问需要",
    "result": "",
}
LOAN = {"name": "试甲", "id_number": "", "amount": "50000", "applied_date": "2026-01-05"}
VACANCY = {
    "employer": "示例厂",
    "job": "钳工",
    "wanted": "3",
    "phone": "12000000003",
    "collected_date": "2026-03-05",
}


def lines_of(roster: Roster, *, full: bool = False) -> list[list[str]]:
    sheet = load_workbook(io.BytesIO(print_roster(roster, 0, full=full))).worksheets[0]
    return [
        ["" if value is None else str(value).replace("\n", "") for value in row]
        for row in sheet.iter_rows(values_only=True)
    ]


@pytest.mark.parametrize(
    ("register", "rows", "title", "count", "total"),
    [
        ("visits", [VISIT, {**VISIT, "visit_date": "2026-04-05"}], "走访台账", "共2次", "2次"),
        ("visits", [VISIT, VISIT], "走访台账", "共1次", "1次"),
        ("vacancies", [VACANCY], "用工信息台账", "共1条", "1条"),
    ],
)
def test_a_ledger_has_its_own_title_and_counts_what_its_rows_are(
    register: str, rows: list[dict[str, object]], title: str, count: str, total: str
) -> None:
    lines = lines_of(ledgers(**{register: rows})[register])  # type: ignore[arg-type]
    assert lines[0][0] == title
    assert count in lines[1][0]
    assert total in next(line for line in lines if line[0] == "合计")


def test_a_column_that_is_to_be_filled_in_is_printed_and_one_that_the_ledger_lacks_is_not() -> None:
    head = lines_of(ledgers(visits=[VISIT])["visits"])[2]
    assert head == ["序号", "姓名", "性别", "身份证号", "联系电话", "走访日期", "走访内容", "处理结果"]


@pytest.mark.parametrize(("full", "phone"), [(False, "120****0003"), (True, "12000000003")])
def test_numbers_of_persons_are_masked_unless_they_were_asked_for(full: bool, phone: str) -> None:
    for register, row in (("visits", VISIT), ("vacancies", VACANCY)):
        shown = str(lines_of(ledgers(**{register: [row]})[register], full=full))  # type: ignore[arg-type]
        assert phone in shown
        assert (MAN in shown) is (full and register == "visits")


def sheet_of(roster: Roster) -> Any:
    return load_workbook(io.BytesIO(print_roster(roster, 0, full=False))).worksheets[0]


def test_a_column_is_as_wide_as_its_sum() -> None:
    rows = [{**LOAN, "name": f"试{at}", "amount": f"{50000 + at}"} for at in range(30)]
    sheet = sheet_of(ledgers(loans=rows)["loans"])
    (total,) = [row for row in sheet.iter_rows() if row[0].value == "合计"]
    (cell,) = [cell for cell in total if cell.value == "1500435"]
    assert sheet.column_dimensions[cell.column_letter].width >= measure_width(cell.value)


@pytest.mark.parametrize(
    ("label", "width", "lines"),
    [
        ("姓名", 6.0, "姓名"),
        ("出生日期", 7.0, "出生\n日期"),
        ("失业登记日期", 11.0, "失业登记\n日期"),
        ("公益性岗位", 9.0, "公益性\n岗位"),
        ("就业困难人员类别", 7.0, "就业困\n难人员\n类别"),
        ("贷款金额（元）", 9.0, "贷款金额\n（元）"),
        ("贷款金额（元）", 8.0, "贷款\n金额\n（元）"),
    ],
)
def test_labels_break_into_lines_of_one_length(label: str, width: float, lines: str) -> None:
    assert _break_label(label, width) == lines


def test_the_labels_of_a_printed_ledger_part_no_word_of_two_signs() -> None:
    person = {"name": "试甲", "id_number": MAN, "birth": "1990-03-07", "age": "36"}
    sheet = sheet_of(ledgers(trainings=[{**person, "training": "电工", "referred": "是"}])["trainings"])
    labels = [str(cell.value) for cell in sheet[3]]
    assert {"年龄", "出生\n日期"} < set(labels)
    assert min(len(line) for label in labels for line in label.split("\n")) > 1


def test_pages_of_long_texts_are_filled_and_in_the_wide_column_there_are_fewer() -> None:
    visits = [
        {**VISIT, "name": f"试{at}", "content": "上门了解情况、宣传政策、询问培训意愿。" * (1 + at % 3)}
        for at in range(80)
    ]
    sheet = sheet_of(ledgers(visits=visits)["visits"])
    page = 500 * max(1.0, sum(each.width for each in sheet.column_dimensions.values()) / 149)
    ends = [each.id for each in sheet.row_breaks.brk]
    for first, end in pairwise([3, *ends]):
        rows = [sheet.row_dimensions[row].height for row in range(first + 1, end + 1)]
        assert 0.8 * page < sheet.row_dimensions[3].height + sum(rows) + (52 if first == 3 else 0) <= page
    assert max(each.width for each in sheet.column_dimensions.values()) > 26
    assert len(ends) < 6


def test_widths_are_measured_in_a_face_that_other_programs_have_too() -> None:
    data = print_roster(ledgers(visits=[VISIT])["visits"], 0, full=False)
    assert b"Calibri" not in zipfile.ZipFile(io.BytesIO(data)).read("xl/styles.xml")


def test_a_printed_ledger_is_read_again_as_what_it_is(tmp_path: Path) -> None:
    file = tmp_path / "东城社区.xlsx"
    file.write_bytes(print_roster(ledgers(visits=[VISIT])["visits"], 0, full=True))
    rosters = read_registers([file], REGISTERS, DAY, "people")
    assert {name: len(each.rows) for name, each in rosters.items() if each.rows} == {"visits": 1}


def test_numbers_and_dates_stay_on_one_line_and_long_texts_are_broken() -> None:
    long = {**VISIT, "visit_date": "2026-04-05", "content": "问需要，" * 99}
    sheet = sheet_of(ledgers(visits=[VISIT, long])["visits"])
    columns = {cell.value.replace("\n", ""): cell.column for cell in sheet[3]}
    shown = {
        label: sheet.cell(4, columns[label]).alignment
        for label in ("联系电话", "身份证号", "走访日期", "走访内容")
    }
    shrunk = {label: bool(each.shrink_to_fit) and not each.wrap_text for label, each in shown.items()}
    assert shrunk == {"联系电话": True, "身份证号": True, "走访日期": True, "走访内容": False}
    assert shown["走访内容"].wrap_text
