"""A ledger on paper: its own title and unit, the columns that are still to be filled in, nothing private; read again as it is."""

import io
from pathlib import Path

import pytest
from openpyxl import load_workbook
from support.invented_ledgers import REGISTERS, ledgers
from support.invented_people import DAY, id_number

from formgen.reports.roster_pages import print_roster
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
        ["" if value is None else str(value) for value in row] for row in sheet.iter_rows(values_only=True)
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


def test_a_printed_ledger_is_read_again_as_what_it_is(tmp_path: Path) -> None:
    file = tmp_path / "东城社区.xlsx"
    file.write_bytes(print_roster(ledgers(visits=[VISIT])["visits"], 0, full=True))
    rosters = read_registers([file], REGISTERS, DAY, "people")
    assert {name: len(each.rows) for name, each in rosters.items() if each.rows} == {"visits": 1}
