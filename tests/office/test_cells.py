"""Addresses of cells, and texts made comparable."""

import pytest
from openpyxl.utils import get_column_letter

from formgen.folding import fold, keep_letters, remove_blanks
from formgen.office.cells import format_column, parse_address, parse_column


def test_the_letters_of_a_column_are_those_of_excel_and_lead_back_to_it() -> None:
    columns = range(1, 16_385)  # XFD is the last that Excel has
    assert [format_column(each) for each in columns] == [get_column_letter(each) for each in columns]
    assert [parse_column(format_column(each)) for each in columns] == list(columns)


def test_an_address_is_a_column_and_a_row() -> None:
    assert parse_address("AB12") == (28, 12)


@pytest.mark.parametrize("text", ["", "A", "12", "a1", "A1:B2", "ABCD1", "$A$1"])
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="^" + text.replace("$", r"\$") + "$"):
        parse_address(text)


def test_folding_makes_width_alike_and_leaves_what_is_within() -> None:
    assert fold(" Ａ１ 村　") == "A1 村"


def test_blanks_are_removed_wherever_they_are_and_width_stays() -> None:
    assert remove_blanks(" 东　村\n１ ") == "东村１"


def test_only_letters_and_digits_are_kept_in_lower_case() -> None:
    assert keep_letters("（No．）联系 电话：１") == "no联系电话1"
