"""A formula of a template that can only give an error is named with its cell, before anything is printed."""

import re
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.workbook.defined_name import DefinedName
from support.small_form import compiled, edited, saved
from support.trial_form import codes, said, trial

SHEET = "xl/worksheets/sheet1.xml"


def draw(book: Workbook, formula: str) -> None:
    page: Any = book.active
    page.title = "评分表"
    page.append(["{{ name }}"])
    page.append(["{{ row.number }}", "{{ row.self }}", "{{ row.county }}"])
    page["A4"] = formula
    book.create_sheet("封面")
    book.defined_names["县评"] = DefinedName("县评", attr_text="评分表!$C$2:$C$2")
    book.defined_names["错名"] = DefinedName("错名", attr_text="AVG(评分表!$C$2:$C$2)")
    book.defined_names["旧表"] = DefinedName("旧表", attr_text="#REF!")


def made(formula: str, stored: str = "") -> list[tuple[str, str]]:
    book = Workbook()
    draw(book, formula)
    data = saved(book)
    if stored:
        empty = re.compile(rb'<c r="A4"[^>]*>(<f>.*?</f>)<v[^<]*(?:</v>)?')
        full = rb'<c r="A4" t="e">\1<v>' + stored.encode() + b"</v>"
        data = edited(data, {SHEET: lambda part: empty.sub(full, part)})
    return [(each.cell, each.why) for each in compiled(data, ".xlsx").faulty_formulas]


FAULTY = {
    "=SUM(#REF!)": "引用已经失效，是#REF!",
    "=SUM(C2:C2)+#NAME?": "引用已经失效，是#NAME?",
    "=SUM(旧表)": "引用已经失效，是#REF!",
    "=台账!B2": "没有工作表“台账”",
    "='2024 台账'!B2*2": "没有工作表“2024 台账”",
    "=SUM(市评)": "没有名称“市评”",
    "=SUN": "没有名称“SUN”",
    "=SUMM(B2:B2)": "没有函数“SUMM”",
    "=IF(TRUE,求和(B2:B2),0)": "没有函数“求和”",
    '=IFERROR(_xludf.DUMMYFUNCTION("B2"),0)': "没有函数“_xludf.DUMMYFUNCTION”",
    "=SUM(错名)": "没有函数“AVG”",
    "=ROUND(SUM(B2:B2,2)": "括号不配对",
}


@pytest.mark.parametrize(("formula", "why"), FAULTY.items())
def test_a_formula_that_names_what_is_not_there_is_known(formula: str, why: str) -> None:
    assert made(formula) == [("A4", why)]


@pytest.mark.parametrize(
    "formula",
    [
        "=SUM(县评)",
        "=封面!B2",
        "='封面'!B2",
        "=IF(TRUE,1.5,2E3)",
        '=SUM(C2:C2)&"#REF!台账!B2"',
        "=SUM(C:C)",
        '=SUMIF(B2:B2,">0")&"SUMM("',
        "=_xlfn.XLOOKUP(1,B2:B2,C2:C2)",
        "=_xlfn._xlws.SORT(B2:B2)",
        "=IFS(TRUE,1)",
        "=RANK.EQ(1,B2:B2)",
        "=sum(b2:b2)",
        '=DATEDIF(1,2,"d")',
        "=NUMBERSTRING(12,1)",
        "=县评(1)",
    ],
)
def test_a_formula_that_names_what_is_there_is_none_of_them(formula: str) -> None:
    assert made(formula) == []


STORED = {
    "a division by zero": ("=1/0", "#DIV/0!", True),
    "a function of a newer program": ("=TEXTJOIN(B2:B2)", "#NAME?", True),
    "what depends on a field": ("=SUM(B2:B2)-1", "#VALUE!", False),
    "a row that comes later": ("=INDEX(B2:B2,2)", "#REF!", False),
    "what depends on a name": ("=1/县评", "#DIV/0!", False),
}


@pytest.mark.parametrize(("formula", "stored", "known"), STORED.values(), ids=STORED)
def test_a_stored_error_counts_where_no_field_may_have_caused_it(
    formula: str, stored: str, known: bool
) -> None:
    assert made(formula, stored) == ([("A4", f"结果是{stored}")] if known else [])


def test_the_clerk_is_told_of_the_cell_when_the_forms_are_made(tmp_path: Path) -> None:
    built = trial(tmp_path, lambda book: draw(book, "=台账!B2"), ".xlsx").build()
    assert codes(built) == ["T182"]
    assert "模板“trial/template.xlsx”的单元格A4，公式算不出来（没有工作表“台账”）" in said(built)
