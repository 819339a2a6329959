"""What the dates of a ledger say of a stated day and of the months before it: from the day itself on, never after."""

from datetime import date

import pytest
from support.invented_ledgers import count_one, ledgers, number
from support.invented_people import id_number

MAN = id_number("19900307", 1)
STATE = {
    "registry": "unemployed",
    "where": {"unemployed_date": {"passed": True}, "job_date": {"passed": False}},
}
ONE = {"name": "试甲", "id_number": MAN, "unemployed_date": "2026-03-31", "job_date": "2026-06-01"}


@pytest.mark.parametrize(
    ("day", "there"),
    [("2026-03-31", 1), ("2026-05-31", 1), ("2026-06-01", 0), ("2026-11-30", 0)],
)
def test_somebody_is_unemployed_from_the_day_of_registration_to_the_day_before_the_job(
    day: str, there: int
) -> None:
    roster = ledgers(
        date.fromisoformat(day), unemployed=[{**ONE, "job_date": ONE["job_date"] if not there else ""}]
    )
    assert number(roster["unemployed"], **STATE) == (there, 0)


def test_the_months_follow_from_the_dates_up_to_the_stated_day() -> None:
    again = {**ONE, "unemployed_date": "2026-08-15", "job_date": ""}
    roster = ledgers(unemployed=[ONE, again])["unemployed"]
    found = count_one(roster, monthly=True, **STATE).monthly
    months = {month: each.number for (_, _, month), each in found.items()}
    assert months == {1: 0, 2: 0, 3: 1, 4: 1, 5: 1, 6: 0, 7: 0, 8: 1, 9: 1, 10: 1, 11: 1}


def test_the_month_of_the_stated_day_is_counted_on_that_day() -> None:
    roster = ledgers(date(2026, 3, 30), unemployed=[{**ONE, "unemployed_date": "2026-03-30", "job_date": ""}])
    found = count_one(roster["unemployed"], monthly=True, **STATE).monthly
    assert {month: each.number for (_, _, month), each in found.items()} == {1: 0, 2: 0, 3: 1}


def test_a_date_that_is_not_known_leaves_every_month_open() -> None:
    roster = ledgers(unemployed=[{**ONE, "unemployed_date": "三月"}])["unemployed"]
    found = count_one(roster, monthly=True, **STATE).monthly
    assert {each.value for (_, _, month), each in found.items() if month < 6} == {None}


def test_what_asks_for_no_date_has_no_months() -> None:
    roster = ledgers(unemployed=[ONE])["unemployed"]
    assert count_one(roster, monthly=True, registry="unemployed").monthly == {}


def test_the_month_in_the_name_of_a_ledger_is_not_the_month_of_its_rows() -> None:
    roster = ledgers(file="东城社区2026年5月.csv", unemployed=[ONE])["unemployed"]
    assert [row.month for row in roster.rows] == [0]
