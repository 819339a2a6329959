"""Versions of one ledger side by side: told once, as those of a roster are, and not entry by entry."""

from collections.abc import Sequence
from datetime import date

import pytest
from support.invented_ledgers import REGISTERS
from support.invented_people import DAY, id_number, sheet_of

from formgen.registers.definition import Definition
from formgen.rosters.belonging import CommunityList
from formgen.rosters.count import Countable, count_roster
from formgen.rosters.read import RegisterReader
from formgen.rosters.repeats import find_repeats
from formgen.rosters.roster import Roster

LOANS = ("姓名", "身份证号", "申请日期", "放款日期")
A, B, C = (
    [f"试{name}", id_number("19900307", at), f"2026-03-0{at}", "2026-04-01"]
    for name, at in (("甲", 1), ("乙", 3), ("丙", 5))
)
VACANCIES = ("用工单位", "招聘岗位", "招聘人数", "收集日期")
JOB, OTHER_JOB = ["示例厂", "钳工", "3", "2026-03-05"], ["示例厂", "车工", "2", "2026-03-05"]


def read(name: str, head: Sequence[str], files: dict[str, list[list[str]]], day: date = DAY) -> Roster:
    reader = RegisterReader(REGISTERS[name], day, CommunityList(()))
    for file, rows in files.items():
        reader.take(sheet_of([head, *rows], file=file))
    find_repeats(reader.roster)
    return reader.roster


@pytest.mark.parametrize(
    ("name", "head", "files", "codes", "expected"),
    [
        ("loans", LOANS, {"甲村贷款台账初稿.xlsx": [A, B], "甲村贷款台账终稿.xlsx": [A, B, C]}, ["N181"], (2, 1)),
        ("loans", LOANS, {"甲村贷款台账.xlsx": [A, B], "甲村贷款台账(1).xlsx": [A, B]}, ["N181"], (2, 0)),
        ("vacancies", VACANCIES, {"甲村用工.xlsx": [JOB, OTHER_JOB], "甲村用工 - 副本.xlsx": [JOB]}, ["N181"], (1, 1)),
        ("loans", LOANS, {"甲村一组贷款台账.xlsx": [A, B], "甲村二组贷款台账.xlsx": [A]}, ["N137"], (2, 0)),
        ("trainings", ("姓名", "身份证号", "培训项目", "开始日期"), {"甲村5月培训台账.xlsx": [A], "甲村6月培训台账.xlsx": [A, B]}, ["N137"], (2, 0)),
    ],
)  # fmt: skip
def test_versions_of_a_ledger_are_told_once(
    name: str,
    head: Sequence[str],
    files: dict[str, list[list[str]]],
    codes: list[str],
    expected: tuple[int, int],
) -> None:
    roster = read(name, head, files)
    assert [each.code for each in roster.problems if each.code not in {"N105", "N138"}] == codes
    made = Countable("it", "it", Definition.model_validate({"registry": name, "count": "rows"}))
    found = count_roster(roster, [made]).figures[0, "it"]
    assert (found.number, len(found.undecided)) == expected


def test_versions_of_a_ledger_are_named_as_such() -> None:
    roster = read("loans", LOANS, {"甲村贷款台账初稿.xlsx": [A, B], "甲村贷款台账终稿.xlsx": [A, B, C]})
    (problem,) = roster.problems
    assert problem.message == (
        "“甲村贷款台账初稿.xlsx”、“甲村贷款台账终稿.xlsx”像是同一份台账的几稿：2笔各份里都有，只数一次，"
        "各份不一致的按定不下来处理；1笔不是各份都有，按定不下来处理。"
    )
