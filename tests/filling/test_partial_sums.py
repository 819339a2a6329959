"""A formula of a template that adds up points says so where some are missing: a gap is not a zero."""

from typing import Any

import pytest
from openpyxl import Workbook
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
    assert "“示例镇示例社区”的“考核评分表”上，单元格B21的公式只加了有分的格子，还有19格没有分" in told.message
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
