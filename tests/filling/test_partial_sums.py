"""A formula of a template that needs missing points is named and stays blank: a gap is not a zero."""

from io import BytesIO
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.workbook.defined_name import DefinedName
from support import card_of, rubric_of
from support.small_form import VALUES, compiled, saved

from formgen.filling.filled_forms import fill_form
from formgen.filling.form_contents import compile_forms
from formgen.filling.slot_values import Wishes
from formgen.forms.form import Form, FormSpec, TemplateFile

SPEC = FormSpec.model_validate(
    {"title": "考核评分表", "file": "表", "columns": {"county": {"level": "county", "source": "entered"}}}
)


def book(total: str, column: str = "county") -> bytes:
    made = Workbook()
    page: Any = made.active
    page.append(["{{ name }}", ""])
    page.append(["{{ row.number }}", f"{{{{ row.{column} }}}}"])
    page.append(["合计", total])
    return saved(made)


def test_the_clerk_is_told_which_formula_passes_over_points() -> None:
    rubric = rubric_of("yongjia-2009")
    form = Form("own", SPEC, (TemplateFile("template.xlsx", book("=SUM(B2:B2)")),))
    made = fill_form(card_of(rubric, {}), compile_forms([form], rubric)[0], Wishes({}))
    (told,) = [problem for problem in made.problems if problem.code == "T156"]
    assert "“示例镇示例社区”的“考核评分表”上，单元格B21的公式要用的得分还有19格没有（" in told.message
    assert "{{ total.栏名 }}" in str(told)
    assert len(made.documents) == 1


CASES = [
    ("=SUM(B2:B2)", {}, []),
    ("=SUM(B2:B2)", {"b.county": ""}, [("B5", ("b.county",))]),
    ("=SUM(B2:B2)", {"b.county": "不适用"}, []),
    ("=ROUND(MAX(B2)*2,1)", {"c.county": ""}, [("B5", ("c.county",))]),
    ("{{ total.county }}", {"b.county": ""}, []),
    ("=COUNT(B2:B2)", {"b.county": ""}, []),
    ("=COUNTA(A1:A1)", {"b.county": ""}, []),
]


@pytest.mark.parametrize(("total", "gaps", "told"), CASES)
def test_a_sum_is_partial_where_a_point_is_missing(total: str, gaps: dict[str, str], told: list[Any]) -> None:
    fitted = compiled(book(total), ".xlsx").fit({**VALUES, **gaps})
    assert [(each.cell, each.missing) for each in fitted.partial_sums] == told


ROW, LOST = ["{{ row.number }}", "{{ row.self }}", "{{ row.county }}"], ("b.county",)
INDIRECT: dict[str, tuple[dict[str, str], dict[str, tuple[str, ...]]]] = {
    "a verdict": ({"A4": '=IF(MAX(C2:C2)>=2,"合格","不合格")'}, {"A6": LOST}),
    "a verdict on a sum": (
        {"A4": "=SUM(C2:C2)", "A5": '=IF(A4>=15,"合格","不合格")'},
        {"A6": LOST, "A7": LOST},
    ),
    "a difference in each row": ({"D2": "=B2-C2"}, {"D3": LOST}),
    "a sum of differences": ({"D2": "=B2-C2", "A4": "=SUM(D2:D2)"}, {"D3": LOST, "A6": LOST}),
    "a count of what reaches a limit": ({"A4": '=COUNTIF(C2:C2,">=5")'}, {"A6": LOST}),
    "a difference of totals": ({"A3": "{{ total.county }}", "A4": "=A3-1"}, {"A6": ("total.county",)}),
    "a total on another sheet": ({"封面!A1": "=SUM(评分表!C2:C2)"}, {"封面!A1": LOST}),
    "through another sheet": (
        {"封面!A1": "=SUM(评分表!C2:C2)", "A4": "=封面!A1/2"},
        {"封面!A1": LOST, "A6": LOST},
    ),
    "through a name": ({"A4": "=SUM(县评)"}, {"A6": LOST}),
    "whole columns": ({"E1": "=SUM(C:C)"}, {"E1": LOST}),
    "a formula that names itself": ({"A4": "=A4+SUM(C2:C2)"}, {"A6": LOST}),
    "the other column": ({"A4": "=SUM(B2:B2)*2"}, {}),
    "a question whether there are points": ({"A4": '=IF(COUNT(C2:C2)>1,COUNTBLANK(C2:C2),"")'}, {}),
}


def sheets(cells: dict[str, str]) -> bytes:
    made = Workbook()
    page: Any = made.active
    page.title = "评分表"
    page.append(["{{ name }}"])
    page.append(ROW)
    other: Any = made.create_sheet("封面")
    made.defined_names["县评"] = DefinedName("县评", attr_text="评分表!$C$2:$C$2")
    for address, text in cells.items():
        name, _, cell = address.rpartition("!")
        (other if name else page)[cell] = text
    return saved(made)


def formulas(data: bytes) -> dict[str, str]:
    book = load_workbook(BytesIO(data))
    return {
        cell.coordinate if page.title == "评分表" else f"{page.title}!{cell.coordinate}": str(cell.value)
        for page in book
        for row in page.iter_rows()
        for cell in row
        if cell.data_type == "f"
    }


@pytest.mark.parametrize(("cells", "told"), INDIRECT.values(), ids=INDIRECT)
def test_whatever_needs_a_missing_point_stays_blank_and_is_named(
    cells: dict[str, str], told: dict[str, tuple[str, ...]]
) -> None:
    template = compiled(sheets(cells), ".xlsx")
    values = {**VALUES, "b.county": "", "total.county": ""}
    assert {each.cell: each.missing for each in template.fit(values).partial_sums} == told
    whole, lacking = formulas(template.render(VALUES)), formulas(template.render(values))
    blank = {cell for cell, text in lacking.items() if text.startswith("=IF(COUNTBLANK(")}
    assert blank >= {*told}
    assert bool(blank) == bool(told)
    assert {cell for cell in whole if whole[cell] != lacking[cell]} == blank


def test_a_formula_stays_blank_while_one_of_the_scores_is() -> None:
    cells = {"D2": "=B2-C2", "A4": "=SUM(B2:C2)", "封面!A1": "=MAX(评分表!C2:C2)"}
    found = formulas(compiled(sheets(cells), ".xlsx").render({**VALUES, "b.county": ""}))
    assert found["D4"] == '=IF(COUNTBLANK(B4:B4)+COUNTBLANK(C4:C4)>0,"",B4-C4)'
    assert found["A6"] == '=IF(COUNTBLANK(B2:B4)+COUNTBLANK(C2:C4)>0,"",SUM(B2:C4))'
    assert found["封面!A1"] == "=IF(COUNTBLANK('评分表'!C2:C4)>0,\"\",MAX(评分表!C2:C4))"


def test_a_formula_stays_blank_when_a_score_goes_from_a_form_that_somebody_changed() -> None:
    template = compiled(book("=SUM(B2:B2)"), ".xlsx")
    opened = template.open(template.render(VALUES))
    at = opened.slots.index("b.county")
    anew = load_workbook(BytesIO(opened.rewrite({at: ""}, opened.checksums or [])))
    assert anew.worksheets[0]["B5"].value == '=IF(COUNTBLANK(B2:B4)>0,"",SUM(B2:B4))'
