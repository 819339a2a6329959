"""A number that its format shows as something else is named, where it is printed and where it comes back."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from support.trial_form import codes, said, score_sheet, trial

from formgen.forms.excel.shown_numbers import explain_format

OTHER = {
    "a word in front": ('"扣"0', "3", "印的时候加上“扣”"),
    "words around": ('"得"0"分"', "4", "印的时候加上“得分”"),
    "a word under a condition": ('[<6]"优";0', "5", "把它印成“优”"),
    "a word for zero": ('0;-0;"无"', "0", "把它印成“无”"),
    "nothing for zero": ("0;;", "0", "把它什么也不印"),
    "nothing at all": (";;;", "5", "把它什么也不印"),
    "no decimals": ("0", "4.96", "把它印成5"),
    "a half rounded": ("0", "4.5", "把它印成5"),
    "one decimal": ("0.0_ ", "4.96", "把它印成5.0"),
    "a whole number with groups": ("#,##0", "4.5", "把它印成5"),
    "thousands": ("0,", "5000", "把它印成别的数"),
    "a fraction": ("# ?/?", "0.5", "把它印成别的数"),
    "no sign": ("0;0", "-3", "印的时候不带负号"),
}
SAME = {
    "the usual one": ("General", "4.96"),
    "that of WPS": ('G/通用格式"分"', "4.5"),
    "a unit": ('0"分"', "5"),
    "decimals enough": ("0.00", "4.96"),
    "a condition that is not met": ('[<6]"优";0', "7"),
    "a colour": ("[Red]0", "5"),
    "brackets for the negative": ("0.00_);[Red]\\(0.00\\)", "-3"),
    "a sign for the negative": ("0.0_ ;[Red]\\-0.0\\ ", "-4.5"),
    "text": ("@", "5"),
    "groups": ("#,##0.##", "1234.5"),
    "a currency": ("¥0.00", "5"),
}


@pytest.mark.parametrize(("code", "number", "why"), OTHER.values(), ids=OTHER)
def test_a_format_that_shows_something_else_says_what(code: str, number: str, why: str) -> None:
    assert explain_format(code, Decimal(number)) == f"数字格式“{code}”{why}"


@pytest.mark.parametrize(("code", "number"), SAME.values(), ids=SAME)
def test_a_format_that_shows_the_number_says_nothing(code: str, number: str) -> None:
    assert explain_format(code, Decimal(number)) == ""


def draw(code: str) -> Any:
    def change(book: Any) -> None:
        score_sheet(book)
        book.active["E3"].number_format = code

    return change


@pytest.mark.parametrize("code", ['"扣"0', '[<4]"差";0', '0;;"无"', "0,"])
def test_the_format_of_a_template_that_shows_something_else_is_named_with_its_cell(
    code: str, tmp_path: Path
) -> None:
    built = trial(tmp_path, draw(code), ".xlsx").build()
    named = explain_format(code, Decimal(3))
    assert codes(built) == (["T183", "T183"] if named else [])
    if named:
        assert f"“甲镇示例村”的“示例表”上，单元格E3的“县级考评分 1 台帐”是3，{named}。" in said(built)


@pytest.mark.parametrize("code", ["0.00", '0"分"', "General"])
def test_a_format_of_a_template_that_shows_the_number_is_no_matter(code: str, tmp_path: Path) -> None:
    one = trial(tmp_path, draw(code), ".xlsx")
    assert codes(one.build()) == []


@pytest.mark.parametrize(("code", "value"), [('"扣"0', 2), ('[<6]"优";0', 5), ("0", 4.96), ("0;;", 0)])
def test_a_number_typed_in_such_a_format_is_not_read_but_named(
    code: str, value: float, tmp_path: Path
) -> None:
    one = trial(tmp_path, score_sheet, ".xlsx")
    book = load_workbook(one.form)
    book.worksheets[0]["E3"] = value
    book.worksheets[0]["E3"].number_format = code
    book.save(one.form)
    collected = one.collect()
    assert (collected.found, codes(collected)) == ((), ["T150"])
    assert f"“县级考评分 1 台帐”（单元格E3）没有读（数字格式“{code}”" in said(collected)
