"""Exact numbers in and out."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formgen import exact

READ = [
    ("96%", Fraction(24, 25)),
    ("９６％", Fraction(24, 25)),
    ("1,234", Fraction(1234)),
    (" 12.5 ", Fraction(25, 2)),
    ("1/3", Fraction(1, 3)),
    ("-3", Fraction(-3)),
    ("2.5‰", Fraction(1, 400)),
    (".5", Fraction(1, 2)),
]


@pytest.mark.parametrize(("text", "value"), READ)
def test_a_number_is_read_exactly(text: str, value: Fraction) -> None:
    assert exact.parse(text) == value


@pytest.mark.parametrize(
    "text", ["", "abc", "1e5", "1e9999999", "12,34", "1/0", "三", "1%%", "٣", "9" * 50, "--1"]
)
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(exact.NotANumberError):
        exact.parse(text)


def test_an_exponent_is_told_apart() -> None:
    with pytest.raises(exact.NotANumberError) as caught:
        exact.parse("1e5")
    assert caught.value.exponent


@pytest.mark.parametrize(
    ("text", "value"), [("1:3", 3), ("1： 3.5", Fraction(7, 2)), ("2:3", Fraction(3, 2))]
)
def test_a_proportion_is_the_second_for_each_of_the_first(text: str, value: Fraction) -> None:
    assert exact.parse_proportion(text) == value


@pytest.mark.parametrize("text", ["0:3", "1:", "a:b"])
def test_a_broken_proportion_is_refused(text: str) -> None:
    with pytest.raises(exact.NotANumberError):
        exact.parse_proportion(text)


PRINTED = [
    ("12.5", "12.5"),
    ("45/7", "6.43"),
    ("0.005", "0.01"),
    ("-0.005", "-0.01"),
    ("3", "3"),
    ("0.004", "0.004"),
    ("0.00004", "0.00004"),
    ("14.99625", "14.996"),
    ("15.0001", "15.0001"),
    ("-14.99999", "-14.99999"),
    ("300001/3", "100000.33"),
]


@pytest.mark.parametrize(("value", "text"), PRINTED)
def test_points_are_printed_with_two_decimals_and_look_whole_only_where_they_are(
    value: str, text: str
) -> None:
    assert exact.points_text(Fraction(value)) == text


MARKS = [
    ("59.996", "60", "59.996"),
    ("59.496", "59.5", "59.496"),
    ("59.504", "59.5", "59.504"),
    ("59.49999999", "59.5", "59.49999999"),
    ("59.5", "59.5", "59.5"),
    ("85.1249", "85.125", "85.12"),
    ("640/7", "91.43", "91.429"),
]


@pytest.mark.parametrize(("value", "mark", "text"), MARKS)
def test_points_never_look_like_a_mark_they_are_not(value: str, mark: str, text: str) -> None:
    assert exact.points_text(Fraction(value), [Fraction(mark)]) == text


@given(st.sets(st.fractions(0, 100, max_denominator=3000), max_size=12))
def test_a_list_prints_different_numbers_differently_and_in_their_order(values: set[Fraction]) -> None:
    printed = exact.round_apart(values, [Fraction(85), Fraction("59.5")])
    assert printed.keys() == values
    shown = [printed[value] for value in sorted(values)]
    assert shown == sorted(set(shown))
    assert all(abs(printed[value] - value) <= Fraction("0.005") for value in values)


@pytest.mark.parametrize(
    ("value", "text"), [("0.94999", "94.99…%"), ("0.95", "95%"), ("-0.5", "-50%"), ("1/3", "33.33…%")]
)
def test_a_rate_is_cut_never_rounded_up(value: str, text: str) -> None:
    assert exact.percent_text(Fraction(value)) == text


@given(st.decimals(-(10**6), 10**6, places=4))
def test_a_decimal_survives_reading_and_writing(value: Decimal) -> None:
    assert exact.parse(exact.exact_text(Fraction(value))) == Fraction(value)


@given(st.fractions())
def test_an_exact_text_loses_nothing(value: Fraction) -> None:
    assert Fraction(exact.exact_text(value)) == value


@given(st.decimals(0, 10**6, places=2))
def test_a_spreadsheet_float_is_the_decimal_that_was_typed(value: Decimal) -> None:
    assert exact.of_float(float(value)) == Fraction(value)
