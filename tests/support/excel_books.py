"""The workbooks that are looked at as paper, and what Excel calculates of them."""

import io
import zipfile
from functools import cache
from typing import Any

from lxml import etree
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from formgen import assets
from formgen.changes.diff_result import Diff, list_sheets
from formgen.filling.form_contents import compile_forms
from formgen.filling.slot_values import Wishes, find_values
from formgen.forms.load import load_form
from formgen.reports import score_explanations
from formgen.reports.lists import ListSheet, make_lists
from formgen.reports.summary import IndexRow, make_index, make_summary
from formgen.reports.summary_row import make_summary_row
from formgen.rubric.schema import Rubric
from formgen.rubric.score import Scorecard
from support import card_of, rubric_of

LONG = "滨江新城南片区高标准就业创业服务综合示范社区（含东苑西苑两个小区西区）"
A4 = (595.28, 841.89)
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
FORMS = {"yongjia-scorecard": "yongjia-2009", "taizhou-indicators": "taizhou-2019"}
STATES = ("blank", "filled", "long")
LISTS = ("summary", "summary-taizhou", "index", "handout", "diff")


def card(rubric: Rubric, state: str) -> Scorecard:
    """Return the community of a state; where it is filled, every figure is as wide as figures are."""
    kinds: dict[str, Any] = {"count": 1234, "yesno": "是", "level": 1}
    inputs = {key: kinds[each.kind] for key, each in rubric.indicators.items() if each.kind in kinds}
    most = {key: str(criterion.points) for key, criterion in rubric.criteria.items()}
    less = {key: f"{int(criterion.points) - 1}.33" for key, criterion in rubric.criteria.items()}
    name = LONG if state == "long" else "示例社区"
    if state == "blank":
        return card_of(rubric, {}, name=name, township="上塘镇")
    phone = {"phone": "0577-00000000"} if "phone" in rubric.facts else {}
    scores: dict[str, Any] = {**dict.fromkeys(rubric.columns, most), str(rubric.final_column): less}
    return card_of(rubric, inputs, name=name, township="上塘镇", scores=scores, facts=phone)


@cache
def filled(form: str, state: str) -> bytes:
    """Return a score form; ``template`` as it is before it is filled."""
    if state == "template":
        return (assets.folder("templates") / form / "template.xlsx").read_bytes()
    rubric = rubric_of(FORMS[form])
    (compiled,) = compile_forms([load_form(form)], rubric)
    return compiled.templates[".xlsx"].render(
        find_values(card(rubric, state), compiled.form, Wishes({})).values
    )


@cache
def listed(name: str) -> bytes:
    """Return a workbook of lists, long texts and long names in it."""
    rubrics = [rubric_of(each) for each in ("yongjia-2009", "taizhou-2019")]
    cards = [[card(rubric, state) for state in STATES] for rubric in rubrics]
    if name.startswith("summary"):
        at = int(name == "summary-taizhou")
        found = [make_summary_row(each, []) for each in cards[at] * 12]
        return make_summary("示例镇汇总表", rubrics[at], found, township=None)
    if name == "index":
        return make_index(
            [IndexRow("上塘镇", LONG, "考核评分表", f"上塘镇/{LONG}/{LONG}-考核评分表.xlsx")] * 60
        )
    if name == "handout":
        return score_explanations.explain_in_excel(cards[1])
    columns = {title: each.columns for title, each in list_sheets(Diff(rubrics[0], [], [])).items()}
    words = "原来的文字与现在的文字，都要印全。" * 4
    return make_lists(
        {title: ListSheet(each, [tuple(words for _ in each)] * 9) for title, each in columns.items()}
    )


def sheets_of(data: bytes) -> list[Worksheet]:
    return list(load_workbook(io.BytesIO(data)).worksheets)


def normal_font(data: bytes) -> tuple[str, str]:
    """Return face and size of the font in whose digits a workbook measures its columns."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        styles = etree.fromstring(archive.read("xl/styles.xml"))
    font = next(styles.iter(f"{{{MAIN}}}font"))
    name, size = (str(next(font.iter(f"{{{MAIN}}}{part}")).get("val")) for part in ("name", "sz"))
    return name, size


def fitted(sheet: Worksheet) -> bool:
    """Tell whether a sheet is shrunk to its page: Excel then takes no notice of page breaks."""
    setup = sheet.sheet_properties.pageSetUpPr
    return bool(setup and setup.fitToPage)


def footer(sheet: Worksheet) -> str:
    """Return what stands at the outer edge below odd pages and even ones."""
    found = sheet.HeaderFooter
    assert found.oddFooter is not None
    assert found.evenFooter is not None
    return f"{found.oddFooter.right.text} {found.evenFooter.left.text}"


def header_of(sheet: Worksheet) -> str:
    """Return what stands on the right above every page."""
    found = sheet.HeaderFooter.oddHeader
    return str(found.right.text) if found else ""


def points_wide(sheet: Worksheet, digit: int = 8) -> float:
    """Return how wide a sheet is in Excel, where a digit of the Normal style has so many pixels."""
    widths = [
        (each.width, each.max - each.min + 1 if each.max and each.min else 1)
        for each in sheet.column_dimensions.values()
    ]
    return sum(int((256 * width + 128 // digit) / 256 * digit) * count for width, count in widths) * 0.75


def room(sheet: Worksheet) -> tuple[float, float]:
    """Return the width and the height of the page within its margins, in points."""
    wide, tall = A4 if sheet.page_setup.orientation == "portrait" else A4[::-1]
    margins = sheet.page_margins
    return wide - (margins.left + margins.right) * 72, tall - (margins.top + margins.bottom) * 72


def heights(sheet: Worksheet) -> dict[int, float]:
    return {row: float(sheet.row_dimensions[row].height or 0) for row in range(1, sheet.max_row + 1)}
