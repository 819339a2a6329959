"""Ledgers kept anew each month, visits that count or do not, months that went without one, registrations that ended."""

from pathlib import Path
from typing import Any

import pytest
from support.invented_ledgers import REGISTERS, ledgers, problems
from support.invented_people import DAY, id_number

from formgen.problems import FormgenError
from formgen.registers.limit import VisitRound
from formgen.rosters.deadlines import Progress, list_deadlines, list_looked_at
from formgen.rosters.ledgers import read_registers
from formgen.rosters.roster import Roster
from formgen.rosters.rounds import list_rounds, list_rounds_looked_at

MAN, OTHER = id_number("19900307", 1), id_number("19900307", 3)
LATE, SOON, OPEN, ENDED = Progress.OVERDUE, Progress.DUE, Progress.UNDECIDED, Progress.ENDED
JOBLESS = {
    "name": "试甲",
    "id_number": MAN,
    "unemployed_date": "2026-01-10",
    "job_date": "",
    "ended_date": "",
}


def visit(day: str, way: str = "上门", number: str = MAN) -> dict[str, Any]:
    return {"name": "试甲" if number == MAN else "试乙", "id_number": number, "visit_date": day, "way": way}


def judge(rosters: dict[str, Roster], notice: str) -> list[tuple[Progress, tuple[str, ...]]]:
    return [
        (each.progress, each.missed)
        for roster in rosters.values()
        for each in list_rounds(roster, rosters, notice)
    ]


# -- ledgers kept anew each month -----------------------------------------------------------------------------
HEAD = "姓名,身份证号,失业登记日期,就业日期,失业登记注销日期"
FIRST, SECOND = f"试甲,{MAN},2026-09-10,,", f"试乙,{OTHER},2026-09-12,,"
SERIES = [
    ({"10月": [FIRST, SECOND], "11月": [f"试甲,{MAN},2026-09-10,2026-11-05,", SECOND]}, ["2026-11-05", ""], []),
    ({"11月": [FIRST], "10月": [FIRST, SECOND]}, [""], ["《失业人员台账》11月的一份里没有试乙，以前的月份有；照最近一份看，没有算。"]),
    ({"10月": [FIRST], "11月": [SECOND]}, ["", ""], []),
    ({"11月": [FIRST, SECOND]}, ["", ""], []),
    ({"11月": [FIRST], "12月": [f"试甲,{MAN},2026-09-10,2026-11-05,"]}, [""], []),
]  # fmt: skip


@pytest.mark.parametrize(("months", "jobs", "words"), SERIES)
def test_of_the_same_ledger_of_several_months_the_last_counts(
    months: dict[str, list[str]], jobs: list[str], words: list[str], tmp_path: Path
) -> None:
    for month, rows in months.items():
        (tmp_path / f"东城社区失业人员台账{month}.csv").write_text("\n".join([HEAD, *rows]), encoding="utf-8")
    roster = read_registers([tmp_path], REGISTERS, DAY, "people")["unemployed"]
    assert [str(roster.value(row, "job_date")) for row in roster.rows] == jobs
    assert [(each.code, each.message) for each in roster.problems] == [("N155", each) for each in words]


def test_visits_of_several_months_all_count(tmp_path: Path) -> None:
    for month, day in (("10月", "2026-10-05"), ("11月", "2026-11-05")):
        text = f"姓名,身份证号,走访日期,走访人\n试甲,{MAN},2026-03-05,试干部\n试甲,{MAN},{day},试干部"
        (tmp_path / f"东城社区走访台账{month}.csv").write_text(text, encoding="utf-8")
    assert len(read_registers([tmp_path], REGISTERS, DAY, "people")["visits"].rows) == 4


# -- which visits count, and what was missed --------------------------------------------------------------------
TALKS = [
    ([visit("2026-06-05"), visit("2026-09-05"), visit("2026-11-05")], (SOON, ())),
    ([visit("2026-06-05", "电话"), visit("2026-09-05", "电话"), visit("2026-11-05", "电话")], (LATE, ("2026年第2季度", "2026年第3季度"))),
    ([visit("2026-06-05"), visit("2026-11-05")], (SOON, ("2026年第3季度",))),
    ([visit("2026-11-05")], (SOON, ("2026年第2季度", "2026年第3季度"))),
    ([visit("2026-06-05"), visit("2026-11-05", "")], (OPEN, ())),
]  # fmt: skip


@pytest.mark.parametrize(("visits", "expected"), TALKS)
def test_a_talk_is_face_to_face_and_quarters_without_one_are_named(
    visits: list[dict[str, Any]], expected: tuple[Progress, tuple[str, ...]]
) -> None:
    assert judge(ledgers(unemployed=[JOBLESS], visits=visits), "xinfeng-2010") == [expected]


STRETCHES = [
    ({"every": "month"}, "2026-06-15", ["2026-08-05", "2026-10-05"], ["2026年7月", "2026年9月"]),
    ({"every": "month", "by_day": 10}, "2026-06-15", ["2026-07-11", "2026-08-10"], ["2026年7月", "2026年9月", "2026年10月", "2026年11月"]),
    ({"every": "half_year"}, "2025-02-10", [], ["2025年下半年", "2026年上半年"]),
    ({"every": "year"}, "2024-02-10", [], ["2025年"]),
    ({"every": "week"}, "2026-11-10", ["2026-11-20"], ["2026-11-23至2026-11-29"]),
    ({"months": 3}, "2026-01-10", ["2026-05-01"], ["2026-01-11至2026-04-10", "2026-05-02至2026-08-01", "2026-08-02至2026-11-01"]),
    ({"months": 3}, "2026-01-15", ["2026-11-01"], ["2026-01-16至2026-04-15", "2026-04-16至2026-07-15", "2026-07-16至2026-10-15"]),
    ({"weeks": 2}, "2026-10-15", [], ["2026-10-16至2026-10-29", "2026-10-30至2026-11-12", "2026-11-13至2026-11-26"]),
    ({"months": 3}, "2026-01-10", ["2026-04-10", "2026-07-10", "2026-10-10"], []),
]  # fmt: skip


@pytest.mark.parametrize(("rhythm", "begun", "visits", "missed"), STRETCHES)
def test_every_stretch_without_a_visit_is_named(
    rhythm: dict[str, Any], begun: str, visits: list[str], missed: list[str]
) -> None:
    usual = {"zh": "走访", "begins": "a", "visits": "visits", "visited": "visit_date", "clause": "示例"}
    each = VisitRound.model_validate({**usual, **rhythm})
    day = type(DAY).fromisoformat
    assert list(each.list_missed(day(begun), [day(one) for one in visits], DAY)) == missed


FAMILY = {"name": "试甲", "id_number": MAN, "found_date": "2026-09-15", "first_job_date": ""}
HOME = [
    {"name": "试甲", "id_number": MAN, "household": "1"},
    {"name": "试乙", "id_number": OTHER, "household": "1"},
]
PAID = [visit("2026-10-05", number=OTHER), visit("2026-11-05", number=OTHER)]
HOMES = [
    (HOME, (SOON, ())),
    ([HOME[0], {**HOME[1], "household": "2"}], (LATE, ("2026年10月",))),
    ([HOME[0], {**HOME[1], "household": ""}], (LATE, ("2026年10月",))),
]


@pytest.mark.parametrize(("people", "expected"), HOMES)
def test_a_visit_to_another_of_the_household_is_one_to_the_household(
    people: list[dict[str, Any]], expected: tuple[Progress, tuple[str, ...]]
) -> None:
    assert judge(ledgers(people=people, zero_job=[FAMILY], visits=PAID), "nantong-2010") == [expected]


def test_a_round_that_asks_of_visits_what_their_ledger_has_not_is_refused() -> None:
    rosters = ledgers(unemployed=[JOBLESS], visits=[visit("2026-11-05")])
    rounds = rosters["unemployed"].register.rounds
    talk = rounds["talk"].model_copy(update={"which": {"nosuch": next(iter(rounds["talk"].which.values()))}})
    rosters["unemployed"].register = rosters["unemployed"].register.model_copy(
        update={"rounds": {"talk": talk}}
    )
    with pytest.raises(FormgenError, match="《走访台账》没有“nosuch”这一列"):
        judge(rosters, "xinfeng-2010")


# -- what ended, and what was not looked at -----------------------------------------------------------------------
ENDS = [({"ended_date": "2026-11-01"}, ENDED), ({"ended_date": ""}, LATE), ({"ended_date": "不详"}, OPEN)]


@pytest.mark.parametrize(("change", "progress"), ENDS)
def test_a_limit_stops_where_the_registration_ends(change: dict[str, str], progress: Progress) -> None:
    roster = ledgers(unemployed=[{**JOBLESS, **change}])["unemployed"]
    assert [each.progress for each in list_deadlines(roster, "demin-2010")] == [progress]


def test_a_column_that_may_be_missing_is_told_and_the_rest_is_looked_at() -> None:
    bare = {key: value for key, value in JOBLESS.items() if key != "ended_date"}
    rosters = ledgers(unemployed=[bare], visits=[visit("2026-11-05")])
    assert [progress for progress, _ in judge(rosters, "xinfeng-2010")] == [SOON]
    assert problems(rosters)[-1] == (
        "N156",
        "没有“失业登记注销日期”一列，“尚未就业的每季度谈话一次”当作都没有注销的看。",
    )
    assert list_rounds_looked_at(rosters["unemployed"], rosters, "xinfeng-2010") == {
        "尚未就业的每季度谈话一次": True
    }


def test_what_could_not_be_looked_at_is_known() -> None:
    bare = {key: value for key, value in JOBLESS.items() if key != "job_date"}
    rosters = ledgers(unemployed=[bare])
    assert list_looked_at(rosters["unemployed"], "demin-2010") == {"登记失业后一周内安置就业": False}
    assert list_rounds_looked_at(rosters["unemployed"], rosters, "xinfeng-2010") == {
        "尚未就业的每季度谈话一次": False
    }


# -- the roster against a ledger ------------------------------------------------------------------------------------
EMPLOYED = [{**HOME[0], "employment": "失业"}, {**HOME[1], "employment": "已就业"}]
OPENS: list[tuple[dict[str, Any], list[dict[str, Any]], str]] = [
    ({"zero_job": [FAMILY]}, EMPLOYED, "“试乙”的“就业状态”是“已就业”（东城社区，东城社区.csv 单元格A3），这里“第一人就业日期”却空着。"),
    ({"zero_job": [FAMILY]}, [EMPLOYED[0], {**EMPLOYED[1], "household": "2"}], ""),
    ({"zero_job": [{**FAMILY, "first_job_date": "2026-10-01"}]}, EMPLOYED, ""),
    ({"unemployed": [{**JOBLESS, "id_number": OTHER, "name": "试乙"}]}, EMPLOYED, "“试乙”的“就业状态”是“已就业”（东城社区，东城社区.csv 单元格A3），这里“就业日期”却空着。"),
    ({"unemployed": [JOBLESS]}, EMPLOYED, ""),
]  # fmt: skip


@pytest.mark.parametrize(("given", "people", "words"), OPENS)
def test_who_has_a_job_in_the_roster_and_none_in_a_ledger_is_asked_about(
    given: dict[str, Any], people: list[dict[str, Any]], words: str
) -> None:
    told = [each for each in problems(ledgers(people=people, **given)) if each[0] == "N157"]
    assert told == ([("N157", f"《社区（村）劳动人口调查花名册》里{words}")] if words else [])
