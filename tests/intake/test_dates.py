from datetime import date
from fractions import Fraction

import pytest

from formgen.intake.dates import format_date, parse_date, parse_serial


@pytest.mark.parametrize(
    "typed",
    [
        "2009-09-17",
        "2009.9.17",
        "2009/9/17",
        "2009年9月17日",
        "２００９年９月１７日",
        " 2009 年 9 月 17 日 ",
        "20090917",
        "二〇〇九年九月十七日",
        "二○○九年九月十七日",
        "2009/9/17 0:00",
        "2009-09-17 00:00:00",
        "2009-09-17T10:30:00.000",
    ],
)
def test_a_date_is_read_however_it_is_typed(typed: str) -> None:
    assert parse_date(typed) == date(2009, 9, 17)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("二〇一九年十月十日", date(2019, 10, 10)),
        ("二〇一九年十二月三十一日", date(2019, 12, 31)),
        ("二零二〇年一月二十日", date(2020, 1, 20)),
    ],
)
def test_chinese_numerals_up_to_31_are_read(typed: str, day: date) -> None:
    assert parse_date(typed) == day


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "去年",
        "2009-13-01",
        "2009-02-30",
        "20091301",
        "二〇〇九年十三月一日",
        "二〇〇九年一二月一日",
        "二〇〇九年一月二三十日",
        "9月17日",
        "2009-09-17 1:2",
        "10:30",
    ],
)
def test_what_is_no_date_is_none(typed: str) -> None:
    assert parse_date(typed) is None


@pytest.mark.parametrize(
    ("serial", "from_1904", "day"),
    [
        (Fraction(40073), False, date(2009, 9, 17)),
        (Fraction("40073.75"), False, date(2009, 9, 17)),
        (Fraction(1), False, date(1900, 1, 1)),
        (Fraction(61), False, date(1900, 3, 1)),
        (Fraction(38611), True, date(2009, 9, 17)),
        (Fraction(0), False, None),
        (Fraction(-5), False, None),
        (Fraction(10**9), False, None),
    ],
)
def test_a_spreadsheet_day_number_is_a_day(serial: Fraction, from_1904: bool, day: date | None) -> None:
    assert parse_serial(serial, from_1904=from_1904) == day


def test_a_date_prints_in_chinese() -> None:
    assert format_date(date(2009, 9, 17)) == "2009年9月17日"
