"""Who is due and who is overdue on a stated day; what is not known is undecided, and nobody is listed twice."""

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest
from support.invented_people import DAY, id_number, people_sheet
from support.limited_register import write_limited_register

from formgen.registers.load import load_register
from formgen.rosters.deadlines import Progress, list_deadlines
from formgen.rosters.read import take_sheets
from formgen.rosters.repeats import find_repeats
from formgen.rosters.roster import Roster
from formgen.rosters.sheets import RosterSheet

MAN = id_number("19900307", 1)
KEYS = ("name", "id_number", "registered_unemployed", "unemployed_date", "job_date")
Make = Callable[..., Roster]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Return what reads sheets by a register with a time limit."""
    write_limited_register(tmp_path)
    register = load_register("people", [tmp_path])

    def made(*sheets: RosterSheet) -> Roster:
        roster = take_sheets(sheets, register, DAY)
        find_repeats(roster)
        return roster

    return made


def sheet(*people: Mapping[str, object], file: str = "东城社区.csv") -> RosterSheet:
    usual = {**dict.fromkeys(KEYS, ""), "name": "试甲", "registered_unemployed": "是"}
    return people_sheet([{**usual, **each} for each in people], file=file)


CASES = [
    ("2026-10-31", "", Progress.DUE, 0),
    ("2026-10-30", "", Progress.DUE, 0),
    ("2026-10-29", "", Progress.OVERDUE, 1),
    ("2026-11-30", "", Progress.DUE, 30),
    ("2026-06-01", "2026-07-01", Progress.KEPT, 152),
    ("2026-06-01", "2026-07-02", Progress.LATE, 152),
    ("2026-12-01", "", Progress.UNDECIDED, 0),
    ("十月", "", Progress.UNDECIDED, 0),
    ("2026-06-01", "2026-05-31", Progress.UNDECIDED, 152),
    ("2026-06-01", "2026-12-01", Progress.UNDECIDED, 152),
    ("2026-06-01", "不详", Progress.UNDECIDED, 152),
]


@pytest.mark.parametrize(("begun", "done", "progress", "days"), CASES)
def test_a_time_limit_is_due_until_its_last_day(
    begun: str, done: str, progress: Progress, days: int, make: Make
) -> None:
    (found,) = list_deadlines(make(sheet({"unemployed_date": begun, "job_date": done})))
    assert (found.limit, found.row, found.progress, found.days) == ("job", 0, progress, days)


@pytest.mark.parametrize(
    "person", [{"unemployed_date": ""}, {"unemployed_date": "2026-01-01", "registered_unemployed": "否"}]
)
def test_who_is_not_concerned_is_not_listed(person: dict[str, object], make: Make) -> None:
    assert list_deadlines(make(sheet(person))) == []


@pytest.mark.parametrize("unsure", [{"registered_unemployed": ""}, {"name": "试甲（已迁出）"}])
def test_who_may_be_concerned_is_undecided_and_keeps_the_last_day(
    unsure: dict[str, object], make: Make
) -> None:
    (found,) = list_deadlines(make(sheet({"unemployed_date": "2026-10-01", **unsure})))
    assert (found.progress, found.last) == (Progress.UNDECIDED, date(2026, 11, 1))


@pytest.mark.parametrize(
    ("second", "progress"),
    [
        ({}, Progress.OVERDUE),
        ({"unemployed_date": "2026-11-01"}, Progress.UNDECIDED),
        ({"registered_unemployed": "否"}, Progress.UNDECIDED),
    ],
)
def test_who_stands_twice_is_listed_once_and_undecided_where_the_rows_differ(
    second: dict[str, object], progress: Progress, make: Make
) -> None:
    person = {"id_number": MAN, "unemployed_date": "2026-10-01"}
    found = list_deadlines(make(sheet(person, {**person, **second})))
    assert [each.progress for each in found] == [progress]


def test_of_monthly_rosters_the_last_one_counts(make: Make) -> None:
    person = {"unemployed_date": "2026-09-01"}
    first = sheet(person, file="东城社区9月.csv")
    second = sheet({**person, "job_date": "2026-09-20"}, file="东城社区10月.csv")
    assert [each.progress for each in list_deadlines(make(first, second))] == [Progress.KEPT]


def test_a_file_without_the_columns_is_left_out_and_said(make: Make) -> None:
    roster = make(people_sheet([{"name": "试甲", "registered_unemployed": "是"}]))
    assert list_deadlines(roster) == []
    assert [(each.code, each.message) for each in roster.problems] == [
        ("N134", "没有“就业日期”、“失业登记日期”，“登记失业后一个月内就业”没有看。")
    ]
