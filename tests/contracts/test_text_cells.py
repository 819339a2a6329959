"""No text in a workbook of ours is a formula, whatever it begins with; and none breaks the file."""

import ast
import io
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from support import card_of, forms_of, rubric_of

from formgen.county.awards import awards_without_title
from formgen.county.comparison import compare_claims, count_levels
from formgen.county.ranking import rank_cards
from formgen.county.sample import draw_sample
from formgen.filling.slot_values import Wishes, find_values
from formgen.model import Fact, Figure
from formgen.problems import Place, Problem
from formgen.reports import score_explanations
from formgen.reports.award_sheets import AwardRow, make_award_workbook
from formgen.reports.comparison_sheets import CompareContent, make_comparison
from formgen.reports.county_rows import make_county_rows
from formgen.reports.lists import ListSheet, make_lists
from formgen.reports.results_sheet import make_results
from formgen.reports.summary import IndexRow, make_index, make_summary
from formgen.reports.summary_row import make_summary_row
from formgen.rubric.score import Scorecard, score
from formgen.workbook.amend import Amendment, amend_workbook
from formgen.workbook.annotate import annotate_workbook
from formgen.workbook.blank import write_workbook
from formgen.workbook.field_sheet import make_field_sheet

SOURCE = Path(__file__).parents[2] / "src" / "formgen"
PAYLOADS = [
    "=1+1",
    '=HYPERLINK("http://x","y")',
    "=cmd|'/C calc'!A0",
    "+1+1",
    "-1+1",
    "@SUM(1)",
    "\x1b]0;x\x07=1",
    "\u202e=1",
]
_FORMULA = re.compile(rb"<(?:\w+:)?f\b[^>]*>[^<]*")
_PAYLOAD = re.compile(rb"1\+1|HYPERLINK|cmd|SUM\(1\)|=1|;x")


def _card(payload: str, rubric: str) -> Scorecard:
    card = card_of(rubric)
    printable = re.sub("[\x00-\x1f\u202e]", "", payload)
    facts = {key: Fact(printable, Place()) for key in ("phone", "address", "narrative", "township_opinion")}
    community = replace(card.community, name=f"{printable}村", township=f"{printable}镇", facts=facts)
    return score(card.rubric, community)


def _summary(payload: str, _: Path) -> bytes:
    card = _card(payload, "taizhou-2019")
    problem = Problem("D102", Place(payload, payload, "A1"), {"column": payload, "hint": payload})
    return make_summary(f"{payload}汇总表", card.rubric, [make_summary_row(card, [problem])], township=None)


def _index(payload: str, _: Path) -> bytes:
    return make_index([IndexRow(payload, payload, payload, payload)])


def _lists(payload: str, _: Path) -> bytes:
    return make_lists({"单": ListSheet({payload: 20}, [(payload,)])})


def _explanations(payload: str, _: Path) -> bytes:
    return score_explanations.explain_in_excel([_card(payload, "taizhou-2019")])


def _form(payload: str, _: Path) -> bytes:
    card = _card(payload, "taizhou-2019")
    form = next(each for each in forms_of(card.rubric) if ".xlsx" in each.templates)
    return form.templates[".xlsx"].render(find_values(card, form.form, Wishes({})).values)


def _workbook(payload: str, folder: Path) -> bytes:
    card = _card(payload, "yongjia-2009")
    write_workbook(card.rubric, folder / "数据.xlsx", [card.community])
    return (folder / "数据.xlsx").read_bytes()


def _annotated(payload: str, folder: Path) -> bytes:
    _workbook(payload, folder)
    places = [Place("数据.xlsx", "社区数据", "A3"), Place(payload, payload, "B9"), Place()]
    problems = [Problem("D102", place, {"column": payload, "hint": payload}) for place in places]
    annotate_workbook(folder / "数据.xlsx", problems, folder / "标注.xlsx")
    return (folder / "标注.xlsx").read_bytes()


def _amended(payload: str, folder: Path) -> bytes:
    card = _card(payload, "yongjia-2009")
    _workbook(payload, folder)
    typed = [("", "address", payload), ("city", "item1", payload)]
    amendments = [Amendment(card.community.who, level, key, text, "表.docx") for level, key, text in typed]
    amend_workbook(folder / "数据.xlsx", rubric_of("yongjia-2009"), amendments)
    return (folder / "数据.xlsx").read_bytes()


def _county_papers(payload: str, _: Path) -> bytes:
    card = _card(payload, "yongjia-2009")
    rows = make_county_rows(card.rubric, rank_cards([card]))
    return make_results(payload, card.rubric, rows, {})


def _awards(payload: str, _: Path) -> bytes:
    card = _card(payload, "yongjia-2009")
    row = AwardRow(card.community.who, awards_without_title(card))
    return make_award_workbook(payload, card.rubric, [row], {})


def _comparison(payload: str, _: Path) -> bytes:
    card = _card(payload, "yongjia-2009")
    scores = {"self": {"item3": Figure(None, payload, Place())}}
    card = score(card.rubric, replace(card.community, scores=scores))
    drawn = draw_sample([card.community.who], 1, payload)
    found, counts = compare_claims([card]), count_levels(card.rubric, [card])
    content = CompareContent(payload, card.rubric, found, counts, drawn, payload)
    return make_comparison(content, {})


def _field_sheet(payload: str, _: Path) -> bytes:
    card = _card(payload, "yongjia-2009")
    return make_field_sheet(payload, card.rubric, [card.community.who], [payload])


MAKERS = [
    _summary, _index, _lists, _explanations, _form, _workbook, _annotated, _amended, _county_papers, _awards,
    _comparison, _field_sheet,
]  # fmt: skip


@pytest.mark.parametrize("maker", MAKERS, ids=[maker.__name__ for maker in MAKERS])
@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_text_is_a_formula(maker: Callable[[str, Path], bytes], payload: str, tmp_path: Path) -> None:
    found = 0
    with zipfile.ZipFile(io.BytesIO(maker(payload, tmp_path))) as archive:
        for name in archive.namelist():
            data = archive.read(name)
            if name.startswith("xl/worksheets/sheet"):
                assert not any(_PAYLOAD.search(formula) for formula in _FORMULA.findall(data))
            assert b"\x1b" not in data
            assert "\u202e".encode() not in data
            found += 1
    assert found > 5


# -- the source ---------------------------------------------------------------------------------------
_NUMBERS = {"value.numerator if value.denominator == 1 else float(value)"}


def _writes(path: Path) -> Iterator[str]:
    """Yield what a module puts into cells of openpyxl by itself."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Assign):
            targets = [each for target in node.targets for each in ast.walk(target)]
            if any(isinstance(each, ast.Attribute) and each.attr == "value" for each in targets):
                yield ast.unparse(node.value)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            most = {"cell": 2, "append": 0}.get(node.func.attr)
            takes_sheet = ast.unparse(node.func.value) in {"sheet", "page", "book"}
            if most is not None and takes_sheet and len(node.args) > most:
                yield ast.unparse(node)


def test_text_comes_into_a_workbook_by_one_helper() -> None:
    modules = [
        path
        for path in SOURCE.rglob("*.py")
        if "openpyxl" in path.read_text(encoding="utf-8") and path.parent.name in {"reports", "workbook"}
    ]
    found = {(path.name, write) for path in modules for write in _writes(path)}
    assert {write for _, write in found} <= _NUMBERS
    assert len(found) == len(_NUMBERS)
