"""Visits that come round, time limits of ledgers, and dates that cannot be: on a stated day, edges included."""

from datetime import date

import pytest
from support.invented_ledgers import ledgers, number, problems
from support.invented_people import DAY, id_number

from formgen.registers.limit import VisitRound
from formgen.registers.load import bundled_registers, load_register
from formgen.rosters.deadlines import Progress, list_deadlines
from formgen.rosters.roster import Roster
from formgen.rosters.rounds import list_rounds

MAN, OTHER = id_number("19900307", 1), id_number("19900307", 3)
BASE = {"zh": "走访", "begins": "a", "visits": "visits", "visited": "visit_date", "clause": "示例"}


# -- the last day of a round ------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("rhythm", "last", "following"),
    [
        ({"every": "week"}, "2026-11-30", "2026-12-13"),  # a Monday
        ({"every": "week"}, "2026-11-29", "2026-12-06"),  # a Sunday
        ({"every": "month"}, "2026-01-31", "2026-02-28"),
        ({"every": "month"}, "2027-12-01", "2028-01-31"),
        ({"every": "month"}, "2028-01-01", "2028-02-29"),
        ({"every": "month", "by_day": 25}, "2026-11-26", "2026-12-25"),
        ({"every": "month", "by_day": 31}, "2026-10-01", "2026-11-30"),
        ({"every": "quarter"}, "2026-01-01", "2026-06-30"),
        ({"every": "quarter"}, "2026-12-31", "2027-03-31"),
        ({"every": "half_year"}, "2026-06-30", "2026-12-31"),
        ({"every": "year"}, "2026-01-01", "2027-12-31"),
        ({"months": 3}, "2026-11-30", "2027-02-28"),
        ({"weeks": 2}, "2026-11-30", "2026-12-14"),
    ],
)
def test_the_next_visit_is_due_until_the_last_day_of_the_next_period(
    rhythm: dict[str, object], last: str, following: str
) -> None:
    each = VisitRound.model_validate({**BASE, **rhythm})
    assert each.next_day(date.fromisoformat(last)).isoformat() == following


@pytest.mark.parametrize("rhythm", [{}, {"every": "month", "months": 1}, {"every": "week", "by_day": 5}])
def test_a_round_has_one_rhythm(rhythm: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="every"):
        VisitRound.model_validate({**BASE, **rhythm})


# -- who is due -------------------------------------------------------------------------------------------
JOBLESS = {
    "name": "试甲",
    "id_number": MAN,
    "unemployed_date": "2026-01-10",
    "job_date": "",
    "ended_date": "",
    "hardship": "",
}
NANTONG = "nantong-2010"


def visit(day: str, **other: str) -> dict[str, object]:
    return {"name": "试甲", "id_number": MAN, "visit_date": day, "way": "上门", **other}


def due(rosters: dict[str, Roster], notice: str = NANTONG) -> list[tuple[str, Progress, str, int]]:
    return [
        (each.limit, each.progress, each.last.isoformat() if each.last else "", each.days)
        for roster in rosters.values()
        for each in list_rounds(roster, rosters, notice)
    ]


LATE, SOON, OPEN = Progress.OVERDUE, Progress.DUE, Progress.UNDECIDED
ROUNDS = [
    ({}, [visit("2026-08-30")], [("follow_up", SOON, "2026-11-30", 0)]),
    ({}, [visit("2026-08-29")], [("follow_up", LATE, "2026-11-29", 1)]),
    (
        {},
        [visit("2026-02-01"), visit("2026-10-01"), visit("2026-05-01")],
        [("follow_up", SOON, "2027-01-01", 32)],
    ),
    ({}, [visit("2025-12-31")], [("follow_up", LATE, "2026-04-10", 234)]),
    ({"unemployed_date": "2026-11-29"}, [visit("2026-01-01")], [("follow_up", SOON, "2027-02-28", 90)]),
    ({"hardship": "大龄"}, [visit("2026-10-01")], [("hardship", SOON, "2026-11-30", 0)]),
    ({"hardship": "大龄"}, [visit("2026-09-30")], [("hardship", LATE, "2026-10-31", 30)]),
    ({"hardship": "大龄"}, [visit("2026-11-02")], [("hardship", SOON, "2026-12-31", 31)]),
    ({"job_date": "2026-11-30"}, [visit("2026-02-01")], []),
    ({"ended_date": "2026-06-01"}, [visit("2026-02-01")], []),
    ({"job_date": "不详"}, [visit("2026-02-01")], [("follow_up", OPEN, "2026-05-01", 213)]),
    ({"unemployed_date": ""}, [visit("2026-02-01")], [("follow_up", OPEN, "", 0)]),
    ({"unemployed_date": "2026-12-01"}, [visit("2026-02-01")], [("follow_up", OPEN, "", 0)]),
    ({}, [visit("2026-12-01")], [("follow_up", OPEN, "2026-04-10", 234)]),
    ({}, [visit("十月")], [("follow_up", OPEN, "2026-04-10", 234)]),
    ({}, [visit("2026-10-01", id_number="")], [("follow_up", SOON, "2027-01-01", 32)]),
    ({}, [visit("2026-10-01", id_number=OTHER, name="试乙")], [("follow_up", LATE, "2026-04-10", 234)]),
]


@pytest.mark.parametrize(("person", "visits", "expected"), ROUNDS)
def test_who_was_not_visited_in_time_is_overdue_and_what_is_not_known_is_undecided(
    person: dict[str, object], visits: list[dict[str, object]], expected: list[object]
) -> None:
    assert due(ledgers(unemployed=[{**JOBLESS, **person}], visits=visits)) == expected


def test_a_visit_to_one_of_two_people_of_a_name_makes_neither_overdue() -> None:
    two = [JOBLESS, {**JOBLESS, "id_number": OTHER}]
    found = due(ledgers(unemployed=two, visits=[visit("2026-11-01", id_number="")]))
    assert [progress for _, progress, _, _ in found] == [OPEN, OPEN]


def test_rounds_of_another_notice_are_left_out() -> None:
    rosters = ledgers(unemployed=[JOBLESS], visits=[visit("2026-10-01")])
    assert due(rosters, "taizhou-2019") == []
    assert [limit for limit, *_ in due(rosters, "xinfeng-2010")] == ["talk"]


def test_without_the_ledger_of_visits_nobody_is_judged_and_it_is_said() -> None:
    rosters = ledgers(unemployed=[JOBLESS])
    assert due(rosters) == []
    assert problems(rosters)[0] == (
        "N143",
        "没有读到要对照的《走访台账》，“失业人员每三个月跟踪一次”没有看。",
    )


# -- time limits of households ----------------------------------------------------------------------------
FOUND = {
    "name": "试甲",
    "id_number": MAN,
    "found_date": "2026-11-10",
    "double_wish": "否",
    "first_job_date": "",
    "second_job_date": "",
}
LIMITS = [
    ({}, [("first_job", SOON, 0)]),
    ({"found_date": "2026-11-09"}, [("first_job", LATE, 1)]),
    ({"first_job_date": "2026-11-30"}, [("first_job", Progress.KEPT, 0)]),
    ({"found_date": "2026-10-01", "first_job_date": "2026-10-22"}, [("first_job", Progress.LATE, 40)]),
    (
        {"found_date": "2026-10-30", "first_job_date": "2026-11-01", "double_wish": "是"},
        [("first_job", Progress.KEPT, 11), ("second_job", SOON, 0)],
    ),
    (
        {"found_date": "2026-10-29", "first_job_date": "2026-11-01", "double_wish": "是"},
        [("first_job", Progress.KEPT, 12), ("second_job", LATE, 1)],
    ),
    ({"double_wish": ""}, [("first_job", SOON, 0), ("second_job", OPEN, 10)]),
    (
        {"double_wish": "是", "second_job": "试乙", "second_job_date": "2026-11-20"},
        [("first_job", OPEN, 0), ("second_job", OPEN, 10)],
    ),
    (
        {"double_wish": "是", "first_job_date": "2026-11-15", "second_job_date": "2026-11-20"},
        [("first_job", Progress.KEPT, 0), ("second_job", Progress.KEPT, 10)],
    ),
]


@pytest.mark.parametrize(("change", "expected"), LIMITS)
def test_a_household_without_a_job_has_twenty_days_and_two_jobs_a_month(
    change: dict[str, object], expected: list[object]
) -> None:
    roster = ledgers(zero_job=[{**FOUND, **change}])["zero_job"]
    found = list_deadlines(roster, "fushun-2008")
    assert [(each.limit, each.progress, each.days) for each in found] == expected
    assert list_deadlines(roster, "taizhou-2019") == []


# -- dates that cannot be ---------------------------------------------------------------------------------
WRONG = [
    (
        "visits",
        visit("2026-12-01"),
        [("N141", "“走访日期”是2026年12月1日，在统计日2026年11月30日以后，按不清楚处理。")],
    ),
    (
        "trainings",
        {"name": "试甲", "training": "电工", "begin_date": "2026-05-02", "end_date": "2026-05-01"},
        [("N142", "“结束日期”是2026年5月1日，早于“开始日期”2026年5月2日，两个都按不清楚处理。")],
    ),
    (
        "trainings",
        {"name": "试甲", "training": "电工", "begin_date": "2026-05-02", "end_date": "2026-05-02"},
        [],
    ),
    ("visits", visit("2026-11-30"), []),
    ("visits", visit("去年"), [("N105", "“走访日期”应当是日期（如2026-03-05），读到的是“去年”。")]),
]


@pytest.mark.parametrize(("register", "row", "expected"), WRONG)
def test_a_date_that_cannot_be_is_said_and_not_used(
    register: str, row: dict[str, object], expected: list[tuple[str, str]]
) -> None:
    rosters = ledgers(DAY, "东城社区.csv", **{register: [row]})
    assert problems(rosters) == expected
    column = "visit_date" if register == "visits" else "begin_date"
    counted = number(rosters[register], registry=register, count="rows", where={column: {"within": "year"}})
    assert counted == ((0, 1) if expected else (1, 0))


@pytest.mark.parametrize("name", bundled_registers())
def test_every_bundled_rule_about_time_names_its_document_and_notice(name: str) -> None:
    register = load_register(name)
    rules = [*register.limits.values(), *register.rounds.values()]
    assert [each.zh for each in rules if not (each.notices and "“" in each.clause)] == []


@pytest.mark.parametrize("name", bundled_registers())
def test_every_round_is_held_against_dates_that_there_are(name: str) -> None:
    kinds = [
        load_register(each.visits).columns[each.visited].kind for each in load_register(name).rounds.values()
    ]
    assert set(kinds) <= {"date"}
