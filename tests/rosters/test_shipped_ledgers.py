"""Every indicator that a bundled notice counts in ledgers, on rows worked by hand, edges of time included.

A case is some rows of one ledger of one community, on 30 November 2026; None is what stays open.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from support.invented_ledgers import REGISTERS, ledgers
from support.invented_people import id_number

from formgen import assets
from formgen.registers.definition import find_registry
from formgen.rosters.count import count_roster
from formgen.rosters.supplement import list_countables
from formgen.rubric.check_counted import list_definitions
from formgen.rubric.load import find_rubric, load_rubric

Row = Mapping[str, object]
HOME = {"name": "试甲", "household": "1", "found_date": "2026-03-05", "double_wish": "否", "first_job": "", "first_job_date": "",
        "second_job": "", "second_job_date": ""}  # fmt: skip
NUMBERED = {"id_number": id_number("19600307", 1)}
OTHER = {"name": "试丙", "household": "2"}
FIRST = {"first_job": "试乙", "first_job_date": "2026-03-25"}  # the twentieth day
SECOND = {
    "double_wish": "是",
    "second_job": "试甲",
    "second_job_date": "2026-04-05",
}  # the same day a month later
JOBLESS = {
    "name": "试甲",
    "id_number": id_number("19900307", 1),
    "unemployed_date": "2025-11-30",
    "job_date": "",
    "ended_date": "",
}

CASES: Mapping[tuple[str, str], Sequence[tuple[Sequence[Row], int | None]]] = {
    ("fushun-2008", "new_zero_job"): [
        ([{}], 1),
        ([{"found_date": "2026-01-01"}], 1),
        ([{"found_date": "2025-12-31"}], 0),
        ([{}, OTHER], 2),
        ([NUMBERED, NUMBERED], 1),  # one recognition on two rows
        ([{}, {"found_date": "2026-10-05"}], 2),  # anew in the same year
        ([{"found_date": ""}], None),
        ([{"found_date": "2027-01-05"}], None),
    ],
    ("fushun-2008", "settled_in_time"): [
        ([FIRST], 1),
        ([FIRST | {"first_job_date": "2026-03-26"}], 0),  # a day late
        ([FIRST | {"first_job_date": "2026-03-05"}], 1),  # on the day itself
        ([{}], 0),  # twenty days are long over
        ([{"found_date": "2026-11-10"}], None),  # the last day is the stated one: it may still come
        ([{"found_date": "2026-11-09"}], 0),
        ([FIRST | {"found_date": "2026-11-10", "first_job_date": "2026-11-30"}], 1),
        ([FIRST | {"found_date": "2025-12-31", "first_job_date": "2026-01-05"}], 0),  # found last year
        ([FIRST, OTHER], 1),
        ([FIRST | {"first_job_date": "三月"}], None),
        ([FIRST | {"first_job_date": ""}], None),  # somebody has a job, and nobody says since when
    ],
    ("fushun-2008", "wants_two"): [
        ([{"double_wish": "是"}], 1),
        ([{}], 0),
        ([{"double_wish": ""}], None),
        ([{"double_wish": "是", "found_date": "2025-12-31"}], 0),
    ],
    ("fushun-2008", "two_in_time"): [
        ([FIRST | SECOND], 1),
        ([FIRST | SECOND | {"second_job_date": "2026-04-06"}], 0),
        ([FIRST | SECOND | {"found_date": "2026-01-31", "first_job_date": "2026-02-10", "second_job_date": "2026-02-28"}], 1),
        ([FIRST | SECOND | {"found_date": "2026-01-31", "first_job_date": "2026-02-10", "second_job_date": "2026-03-01"}], 0),
        ([FIRST | SECOND | {"double_wish": "否"}], 0),
        ([FIRST | {"double_wish": "是"}], 0),
        ([{"double_wish": "是", "found_date": "2026-10-30"}], None),
        ([{"double_wish": "是", "found_date": "2026-10-29"}], 0),
    ],
    ("yichun-2010", "zero_job"): [
        ([{}], 1),
        ([FIRST], 1),
        ([{"found_date": "2009-03-05"}], 1),
        ([{"found_date": "2026-11-30"}], 1),
        ([{"found_date": "2026-12-01"}], None),
        ([{}, OTHER], 2),
    ],
    ("yichun-2010", "zero_job_settled"): [
        ([FIRST], 1),
        ([FIRST | {"first_job_date": "2026-11-30"}], 1),
        ([{}], 0),
        ([FIRST, {"found_date": "2026-10-05"}], 1),  # settled once, and not after the second recognition
        ([FIRST | {"first_job_date": "2026-03-04"}], None),  # before it was recognised
    ],
    ("huachuan-2010", "zero_job"): [
        ([{}], 1),
        ([FIRST], 0),
        ([{}, {"found_date": "2026-10-05"}], 1),  # one household
        ([FIRST, {"found_date": "2026-10-05"}], 1),
        ([{}, OTHER | FIRST], 1),
        ([FIRST | {"first_job_date": "三月"}], None),
    ],
    ("huachuan-2010", "unemployed"): [
        ([{}], 1),
        ([{"job_date": "2026-11-30"}], 0),
        ([{"ended_date": "2026-05-05"}], 0),
        ([{"unemployed_date": "2026-11-30"}], 1),
        ([{"unemployed_date": "2026-12-01"}], None),
        ([{"job_date": "2026-02-05"}, {"unemployed_date": "2026-08-05"}], 1),
        ([{"job_date": "三月"}], None),
    ],
    ("huachuan-2010", "long_unemployed"): [
        ([{}], 1),  # a year to the day
        ([{"unemployed_date": "2025-12-01"}], 0),
        ([{"unemployed_date": "2019-12-01"}], 1),
        ([{"job_date": "2026-11-30"}], 0),
        ([{"job_date": "2026-02-05"}, {"unemployed_date": "2026-08-05"}], 0),  # not without a break
        ([{"unemployed_date": ""}], None),
    ],
}  # fmt: skip

read = cache(load_rubric)


@pytest.mark.parametrize(
    ("notice", "key", "rows", "expected"),
    [(*named, rows, expected) for named, cases in CASES.items() for rows, expected in cases],
)
def test_an_indicator_of_a_bundled_notice_counts_in_its_ledger_as_worked_by_hand(
    notice: str, key: str, rows: Sequence[Row], expected: int | None
) -> None:
    rubric = read(notice)
    register = find_registry(key, list_definitions(rubric))
    usual = HOME if register == "zero_job" else JOBLESS
    given: Any = {register: [{**usual, **each} for each in rows]}
    countables = [
        each
        for each in list_countables(rubric)
        if find_registry(each.key, list_definitions(rubric)) == register
    ]
    found = count_roster(ledgers(**given)[register], countables).figures[0, key]
    assert found.value == expected, found


def test_every_indicator_that_is_counted_in_a_ledger_is_worked_by_hand() -> None:
    counted = {
        (notice, key)
        for notice in assets.rubric_ids()
        for rubric in [read(notice)]
        for key in list_definitions(rubric)
        if find_registry(key, list_definitions(rubric)) != "people"
    }
    loans = {("yongjia-2009", key) for key in ("loan_applications", "loans_due", "loans_recovered")}
    assert counted == {*CASES} | loans


def test_a_limit_that_is_counted_is_one_of_the_register() -> None:
    tree = yaml.safe_load(find_rubric("fushun-2008").read_text(encoding="utf-8"))
    kept = [
        condition["kept"]
        for each in tree["indicators"].values()
        for condition in each.get("counted", {}).get("where", {}).values()
        if isinstance(condition, dict) and "kept" in condition
    ]
    assert kept == [*REGISTERS["zero_job"].limits]


def test_where_twenty_working_days_are_meant_nothing_is_counted_by_the_calendar(tmp_path: Path) -> None:
    own = tmp_path / "本县.yaml"
    own.write_text("extends: fushun-2008\nchosen: {P44: working}\n", encoding="utf-8")
    assert [*list_definitions(load_rubric(str(own)))] == ["new_zero_job", "wants_two", "two_in_time"]
