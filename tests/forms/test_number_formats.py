"""A number that its format shows as something else is named, where it is printed and where it comes back."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from openpyxl import load_workbook
from support.trial_form import VILLAGE, Trial, codes, said, score_sheet, trial

from formgen.commands.build import plan_build
from formgen.folder.build import BuildResult, build_folder
from formgen.folder.plan import Options
from formgen.forms.excel.runs import NS
from formgen.forms.excel.shown_numbers import explain_format, read_format_codes, shows_another

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
        plain = "；这一格改用“常规”格式，照原数印" if shows_another(code, Decimal(3)) else ""
        assert f"“甲镇示例村”的“示例表”上，单元格E3的“县级考评分 1 台帐”是3，{named}{plain}。" in said(built)


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


# -- digits that a format would not print -----------------------------------------------------------
@pytest.mark.parametrize(
    ("code", "number", "other"),
    [
        ("0.0", "13.46", True),
        ("0.0_ ", "13.46", True),
        ("#,##0 ;(#,##0)", "13.46", True),
        ("0%", "13", True),
        ("0,", "5000", True),
        ("0;;", "0", True),
        (";;;", "5", True),
        ("0;0", "-3", True),
        ('"扣"0', "4.96", True),
        ('0"分"', "4.5", True),
        ("yyyy/m/d", "5", False),
        ('"扣"0', "3", False),
        ('0;-0;"无"', "0", False),
        ("0.00", "13.46", False),
        ("General", "13.46", False),
    ],
)
def test_it_is_known_which_formats_print_another_number(code: str, number: str, other: bool) -> None:
    assert shows_another(code, Decimal(number)) is other


@pytest.mark.parametrize("built_in", [1, 9, 12, 37, 38, 41, 48])
def test_the_formats_that_a_file_names_by_number_are_known_too(built_in: int) -> None:
    styles = etree.fromstring(
        f'<styleSheet xmlns="{NS}"><cellXfs><xf numFmtId="{built_in}"/></cellXfs></styleSheet>'
    )
    (code,) = read_format_codes(styles)
    assert shows_another(code, Decimal("13.46"))


def draw_all(code: str) -> Any:
    """A form whose scores, their formula and their total have a format."""

    def change(book: Any) -> None:
        score_sheet(book)
        page = book.active
        page.insert_rows(4)
        page["D4"], page["E4"], page["F3"] = "{{ total.self }}", "{{ total.county }}", "=E3*2"
        for cell in ("D3", "E3", "D4", "E4"):
            page[cell].number_format = code

    return change


def shown(one: Trial) -> dict[str, tuple[Any, str]]:
    """The numbers of a form with the format of each."""
    page: Any = load_workbook(one.form, data_only=True).worksheets[0]
    return {cell: (page[cell].value, page[cell].number_format) for cell in ("D3", "E3", "E4", "E5")}


def build_scores(one: Trial, **county: float) -> BuildResult:
    village = {**VILLAGE, "scores": {**VILLAGE["scores"], "county": county}}
    data = one.folder / "data.json"
    data.write_text(json.dumps({"communities": [village]}, ensure_ascii=False), encoding="utf-8")
    return build_folder(plan_build(data, str(one.folder / "trial.yaml"), Options(jobs=1)), one.out)


def test_a_number_that_its_format_would_print_as_another_is_printed_with_all_its_digits(
    tmp_path: Path,
) -> None:
    one = trial(tmp_path, draw_all("0.0"), ".xlsx")
    result = build_scores(one, item1=3.46, item2=2)
    assert shown(one) == {
        "D3": (4, "0.0"),
        "E3": (3.46, "General"),
        "E4": (2, "0.0"),
        "E5": (5.46, "General"),
    }
    told = "单元格E3的“县级考评分 1 台帐”是3.46，数字格式“0.0”把它印成3.5；这一格改用“常规”格式，照原数印。"
    assert told in said(result)


def test_a_later_build_prints_all_digits_in_a_form_that_somebody_edited(tmp_path: Path) -> None:
    one = trial(tmp_path, draw_all("0.0"), ".xlsx")
    book = load_workbook(one.form)
    book.worksheets[0]["B6"] = "0576-9"
    book.save(one.form)
    build_scores(one, item1=3.46, item2=2)
    assert (shown(one)["E3"], shown(one)["E4"]) == ((3.46, "General"), (2, "0.0"))
    assert shown(one)["E5"] == (5.46, "General")


def test_a_format_that_only_adds_words_stays(tmp_path: Path) -> None:
    one = trial(tmp_path, draw('"扣"0'), ".xlsx")
    page: Any = load_workbook(one.form).worksheets[0]
    assert page["E3"].number_format == '"扣"0'
