"""The data workbook: what is written is read back the same, twice the same bytes, and looks as it should."""

import io
from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from formgen.exact import exact_text
from formgen.intake import Intake, open_records, open_source
from formgen.intake.names import is_ditto
from formgen.model import Community
from formgen.office.cells import format_column
from formgen.problems import FormgenError
from formgen.rubric.load import load_rubric
from formgen.rubric.schema import Rubric
from formgen.workbook.blank import write_workbook

One = Callable[..., Intake]
_RUBRICS = {name: load_rubric(name) for name in ("taizhou-2019", "yongjia-2009")}


def values(community: Community) -> dict[str, Any]:
    """Return what a community holds, without places."""
    return {
        "name": (community.township, community.name),
        "facts": {key: (fact.text, fact.value) for key, fact in community.facts.items()},
        "indicators": {key: figure.value for key, figure in community.indicators.items()},
        "monthly": {
            key: [each and each.value for each in series] for key, series in community.monthly.items()
        },
        "judged": {key: (each.points, each.by, each.reason) for key, each in community.judged.items()},
        "scores": {
            level: {key: figure.value for key, figure in given.items()}
            for level, given in community.scores.items()
        },
    }


def written(rubric: Rubric, communities: tuple[Community, ...], path: Path) -> Intake:
    write_workbook(rubric, path, communities)
    return open_source(path, rubric).read_all()


_SIGNS = st.characters(exclude_categories=("Cc", "Cs", "Cn", "Co", "Zs", "Zl", "Zp", "Mn", "Cf"))
_TEXT = st.text(_SIGNS, min_size=1, max_size=12).filter(lambda text: "_x" not in text and not is_ditto(text))
_HAN = st.text(
    st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5, exclude_characters="某"),
    min_size=1,
    max_size=12,
)
_NAME = _HAN.map("{}村委会".format)  # others are doubted; 某村 is an example row
_TOWNSHIP = _HAN.map("{}镇".format)  # one with a number in front is asked about
_COUNT = st.integers(0, 10**7).map(str)


def _points(most: Fraction) -> st.SearchStrategy[str]:
    return st.integers(0, int(most * 2)).map(lambda half: exact_text(Fraction(half, 2)))


@st.composite
def communities(draw: st.DrawFn, rubric: Rubric) -> list[dict[str, Any]]:
    """Draw the records of some communities by a rubric: a workbook costs far more than a community in it."""
    names = draw(st.lists(_NAME, min_size=3, max_size=8, unique=True))
    return [{"name": name, "township": draw(_TOWNSHIP), **draw(_record(rubric))} for name in names]


@st.composite
def _record(draw: st.DrawFn, rubric: Rubric) -> dict[str, Any]:
    def some(choices: Mapping[str, st.SearchStrategy[Any]]) -> dict[str, Any]:
        keys = draw(st.lists(st.sampled_from(sorted(choices)), unique=True, max_size=6)) if choices else []
        return {key: draw(choices[key]) for key in keys}

    kinds = {"count": _COUNT, "yesno": st.sampled_from(["是", "否"])}
    indicators = {key: kinds[each.kind] for key, each in rubric.indicators.items() if each.kind in kinds}
    indicators |= {
        key: st.sampled_from(sorted(each.levels))
        for key, each in rubric.indicators.items()
        if each.kind == "level"
    }
    scores = {key: _points(each.points) for key, each in rubric.criteria.items()}
    judged = {
        key: st.fixed_dictionaries({"points": points, "by": _TEXT, "reason": _TEXT})
        for key, points in scores.items()
    }
    monthly = {
        key: st.lists(st.none() | _COUNT, min_size=12, max_size=12)
        for key, each in rubric.indicators.items()
        if each.monthly
    }
    if "monthly_rates" in rubric.indicators:
        monthly["monthly_rates"] = st.lists(
            st.integers(0, 10000).map(lambda n: f"{n / 100}%"), min_size=12, max_size=12
        )
    return {
        "facts": some({key: kinds.get(each.kind, _TEXT) for key, each in rubric.facts.items()}),
        "indicators": some(indicators),
        "monthly": some(monthly),
        "judged": some(judged),
        "scores": {level: some(scores) for level in rubric.columns},
    }


def told(intake: Intake) -> list[tuple[str, str]]:
    """Return what is said of communities, wherever it stands, but for what only a workbook or only a record can show."""
    found = [(each.code, each.message) for each in intake.problems if each.code not in {"D115", "D129"}]
    return sorted(found)


@pytest.mark.parametrize("name", sorted(_RUBRICS))
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_what_is_written_is_read_back_the_same(name: str, data: st.DataObject, tmp_path: Path) -> None:
    rubric = _RUBRICS[name]
    before = open_records({"communities": data.draw(communities(rubric))}, rubric).read_all()
    after = written(rubric, before.communities, tmp_path / "数据.xlsx")
    assert [values(each) for each in after.communities] == [values(each) for each in before.communities]
    again = written(rubric, after.communities, tmp_path / "再写.xlsx")
    assert {*told(after)} <= {*told(before)}  # what is refused is not written, and what is kept is told alike
    assert told(again) == told(after)


@pytest.mark.parametrize("name", sorted(_RUBRICS))
def test_the_same_workbook_has_the_same_bytes(name: str) -> None:
    one, other = io.BytesIO(), io.BytesIO()
    write_workbook(_RUBRICS[name], one)
    write_workbook(_RUBRICS[name], other)
    assert one.getvalue() == other.getvalue()


@pytest.mark.parametrize("name", sorted(_RUBRICS))
def test_an_empty_workbook_holds_no_community_and_no_fault(name: str, tmp_path: Path) -> None:
    with pytest.raises(FormgenError, match="F106"):
        written(_RUBRICS[name], (), tmp_path / "空.xlsx")


def test_values_that_cannot_be_used_are_written_as_they_were_typed(
    one: One, taizhou: Rubric, tmp_path: Path
) -> None:
    before = one(indicators={"employed": "很多"}, scores={"self": {"item1": 9}}, judged={"item9b": "六"})
    after = written(taizhou, before.communities, tmp_path / "数据.xlsx")
    assert {problem.code for problem in after.problems} >= {"D106", "D111"}
    assert after.communities[0].indicators["employed"].text == "很多"


def test_points_indicators_are_written_as_judged_points(one: One, yongjia: Rubric, tmp_path: Path) -> None:
    before = one(yongjia, indicators={"r3": 8, "r16": 3}, judged={"item4": 2})
    after = written(yongjia, before.communities, tmp_path / "数据.xlsx").communities[0]
    assert {key: each.points for key, each in after.judged.items()} == {"item3": 8, "item16": 3, "item4": 2}


def test_a_rate_is_written_as_a_percentage(one: One, yongjia: Rubric, tmp_path: Path) -> None:
    before = one(yongjia, monthly={"monthly_rates": ["0.5%", "96", "九成", *["100"] * 9]})
    after = written(yongjia, before.communities, tmp_path / "数据.xlsx")
    assert values(after.communities[0]) == values(before.communities[0])
    assert [problem.code for problem in after.problems] == ["D106", "D262"]


@pytest.mark.parametrize("name", ["=1+1", "A & B <c>", "../x", "👩‍🌾", "'", "-1", "007"])
def test_a_strange_name_stays_text(one: One, taizhou: Rubric, tmp_path: Path, name: str) -> None:
    after = written(taizhou, one(name=f"{name}村委会").communities, tmp_path / "数据.xlsx")
    assert [each.name for each in after.communities] == [f"{name}村委会"]


@pytest.fixture
def yongjia_book(yongjia: Rubric) -> Workbook:
    stream = io.BytesIO()
    write_workbook(yongjia, stream)
    return load_workbook(stream)


def test_the_sheets_bear_chinese_names(yongjia_book: Workbook) -> None:
    assert yongjia_book.sheetnames == ["社区数据", "十二个月", "各级评分", "评审打分", "填报说明", "下拉选项"]
    assert yongjia_book["下拉选项"].sheet_state == "hidden"


@pytest.mark.parametrize(
    ("sheet", "column", "last"), [("十二个月", "C", 601), ("各级评分", "C", 801), ("评审打分", "C", 3801)]
)
def test_the_drop_downs_hold_every_row_of_two_hundred_communities(
    yongjia_book: Workbook, sheet: str, column: str, last: int
) -> None:
    checks = yongjia_book[sheet].data_validations.dataValidation
    assert f"{column}2:{column}{last}" in {str(each.sqref) for each in checks if each.type == "list"}


def test_a_rubric_without_months_needs_no_such_sheet(taizhou: Rubric) -> None:
    stream = io.BytesIO()
    write_workbook(taizhou, stream)
    assert "十二个月" not in load_workbook(stream).sheetnames


def test_the_header_is_frozen_filtered_noted_and_printed_on_every_page(yongjia_book: Workbook) -> None:
    sheet = yongjia_book["社区数据"]
    assert sheet.freeze_panes == "C3"
    assert str(sheet.auto_filter.ref).startswith("A2:")
    assert (sheet.print_title_rows, sheet.print_title_cols) == ("$1:$2", "$A:$B")
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    titles = {str(cell.value): cell for cell in sheet[2]}
    assert "登记失业人员和持《再就业优惠证》人员数（有劳动能力和就业愿望）（人）" in titles
    comment = titles["其中已就业人数（人）"].comment
    assert comment
    assert "取数：就业登记台账" in comment.text


def test_a_wide_sheet_ends_its_pages_with_a_group_and_no_page_is_too_wide(taizhou: Rubric) -> None:
    stream = io.BytesIO()
    write_workbook(taizhou, stream)
    sheet = load_workbook(stream)["社区数据"]
    breaks = [each.id for each in sheet.col_breaks.brk]
    widths = [sheet.column_dimensions[format_column(at)].width for at in range(1, sheet.max_column + 1)]
    pages = [widths[start:end] for start, end in pairwise([2, *breaks, sheet.max_column])]
    assert len(pages) > 3
    assert max(map(sum, pages)) + sum(widths[:2]) <= 172
    setup = sheet.sheet_properties.pageSetUpPr
    assert (setup and setup.fitToPage, sheet.page_setup.scale) == (False, 62)
    assert all(sheet.cell(1, at + 1).value for at in breaks), "a page begins with the name of a group"
    colours = [sheet.cell(2, at).fill.fgColor.rgb for at in range(1, sheet.max_column + 1)]
    assert all(colours[at - 1] != colours[at] for at in breaks), (
        "no colour runs past the last column of a page"
    )


def test_an_empty_sheet_shows_ruled_rows_on_paper_and_is_read_as_empty(
    yongjia: Rubric, tmp_path: Path
) -> None:
    target = tmp_path / "空白.xlsx"
    write_workbook(yongjia, target)
    sheet = load_workbook(target)["社区数据"]
    assert all(sheet.cell(row, 3).border.bottom.style == "thin" for row in range(3, 23))
    assert not sheet.cell(23, 3).border.bottom.style
    with pytest.raises(FormgenError, match="F106"):
        open_source(target, yongjia)


def test_the_groups_stand_over_their_columns(yongjia_book: Workbook) -> None:
    labels = [cell.value for cell in yongjia_book["社区数据"][1] if cell.value]
    assert list(dict.fromkeys(labels))[:3] == ["乡镇和社区", "基本情况", "一、社区就业指标方面（40分）"]


def test_every_kind_of_column_is_checked_as_it_is_typed(yongjia_book: Workbook) -> None:
    checks = {
        (check.type, str(check.formula1))
        for check in yongjia_book["社区数据"].data_validations.dataValidation
    }
    assert {("whole", "0"), ("list", '"是,否"')} <= checks
    scores = yongjia_book["各级评分"].data_validations.dataValidation
    assert ("list", '"社区自评分,乡镇考评分,县级考评分,市级考评分"') in {
        (each.type, each.formula1) for each in scores
    }
    assert {("0", "15"), ("0", "2")} <= {
        (each.formula1, each.formula2) for each in scores if each.type == "decimal"
    }


def test_the_levels_are_offered_with_their_meaning(taizhou: Rubric) -> None:
    stream = io.BytesIO()
    write_workbook(taizhou, stream)
    checks = load_workbook(stream)["社区数据"].data_validations.dataValidation
    formulas = {str(check.formula1) for check in checks}
    assert '"0 无,1 有记录,2 就业困难人员,3 成效显著"' in formulas
    assert '"是,否,无服务对象"' in formulas


def test_criteria_with_one_number_stay_apart(yongjia_book: Workbook) -> None:
    titles = [cell.value for cell in yongjia_book["各级评分"][1]]
    assert "15 基础台帐（2分）" in titles
    assert "15 交办任务（2分）" in titles


def test_every_field_is_defined_in_the_guide(yongjia_book: Workbook, yongjia: Rubric) -> None:
    names = {row[0] for row in yongjia_book["填报说明"].iter_rows(values_only=True)}
    asked = {each.zh for each in yongjia.indicators.values() if each.kind not in {"points", "monthly_counts"}}
    assert asked | {fact.zh for fact in yongjia.facts.values()} <= names


def test_long_titles_of_score_columns_move_to_the_list_sheet(yongjia: Rubric) -> None:
    titles = {level: "很" * 80 + title for level, title in yongjia.columns.items()}
    stream = io.BytesIO()
    write_workbook(yongjia.model_copy(update={"columns": titles}), stream)
    checks = load_workbook(stream)["各级评分"].data_validations.dataValidation
    assert any("下拉选项" in str(check.formula1) for check in checks)


def test_an_indicator_that_no_criterion_reads_still_has_a_column(yongjia: Rubric, tmp_path: Path) -> None:
    extra = yongjia.indicators["zero_job_households"].model_copy(update={"zh": "另数", "also": []})
    points = yongjia.indicators["r3"].model_copy(update={"zh": "另评"})
    rubric = yongjia.model_copy(
        update={"indicators": {**yongjia.indicators, "extra": extra, "bonus": points}}
    )
    before = open_records(
        {"communities": [{"name": "东村", "indicators": {"extra": 3, "bonus": "7.25"}}]}, rubric
    ).read_all()
    after = written(rubric, before.communities, tmp_path / "数据.xlsx")
    assert values(after.communities[0])["indicators"] == {"extra": 3, "bonus": Fraction("7.25")}


def test_a_workbook_from_a_date_stays_a_date(taizhou: Rubric, tmp_path: Path) -> None:
    path = tmp_path / "数据.xlsx"
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.append(["社区", "地址"])
    sheet.append(["东村", date(2009, 9, 17)])
    made.save(path)
    assert open_source(path, taizhou).read_all().communities[0].fact("address") == "2009年9月17日"
