"""考核结果: all communities of a county by rank, with score, verdict and reasons, in Excel. Knows rows and the rubric."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from formgen.county.owed import Owed
from formgen.county.title_changes import OPEN_RESULT
from formgen.exact import exact_text
from formgen.intake.dates import format_date
from formgen.reports.county_rows import CountyRow, count_verdicts
from formgen.reports.county_sheets import CellContent, CountySheet, add_county_sheet, make_book
from formgen.reports.lists import stream_rows
from formgen.rubric.schema import Rubric
from formgen.rubric.terms import OPEN_VERDICT

_TOTAL, _BASIS, _GRADE, _REMARK = "总分", "依据", "等级", "备注"
_HELD, _CHANGE, _OWED = "现有称号", "称号变化", "应发奖补\n（元）"


def make_results(
    programme: str,
    rubric: Rubric,
    rows: Sequence[CountyRow],
    says: Mapping[str, str],
    owed: Owed | None = None,
) -> bytes:
    """Return the workbook of the results of all communities, in the order of ``rows``.

    ``owed`` is what is owed to each by award where there is a register of titles: then the sheet has titles as well.
    """
    columns = {"序号": 6.0, "名次": 9.0, "乡镇（街道）": 18.0, "社区（村）": 24.0}
    other = any(row.final != row.total or row.basis not in {"", "计算"} for row in rows)
    if rubric.criteria:
        columns |= {_TOTAL: 10.0} if other else {}
        columns |= {"最后得分": 10.0, _BASIS: 12.0} if other else {"最后得分": 10.0}
    columns |= {"结论": 10.0, **({_GRADE: 12.0} if rubric.grades else {})}
    if owed:
        columns |= {_HELD: 34.0, _CHANGE: 14.0, **({_OWED: 14.0} if rubric.awards else {})}
    columns |= {_REMARK: 36.0 if owed else 44.0}
    lines = [
        _make_line(at, row, columns, _add_up(owed.money(row.who) if owed else {}))
        for at, row in enumerate(rows, 1)
    ]
    content = CountySheet(
        f"{programme}考核结果",
        columns,
        lines,
        list(_write_notes(rubric, rows, owed)),
        frozenset(at for at, name in enumerate(columns) if name in {_HELD, _REMARK}),
    )
    book = make_book()
    return stream_rows(book, {0: add_county_sheet(book, "考核结果", content)}, says)


def _add_up(money: Mapping[str, Fraction | None]) -> CellContent:
    """Return the money of a community, 待定 in words where a part of it is."""
    known = [yuan for yuan in money.values() if yuan is not None]
    total = sum(known, Fraction(0))
    if len(known) == len(money):
        return total
    return f"{exact_text(total)}，另有待定" if total else OPEN_VERDICT


def _make_line(
    at: int, row: CountyRow, columns: Mapping[str, float], owed: CellContent
) -> tuple[CellContent, ...]:
    change = "" if row.change is None else row.change.value
    values: dict[str, CellContent] = {
        "序号": Fraction(at),
        "名次": row.rank,
        "乡镇（街道）": row.township,
        "社区（村）": row.who.name,
        _TOTAL: row.total,
        "最后得分": row.final,
        _BASIS: row.basis,
        "结论": row.verdict,
        _GRADE: row.grade,
        _HELD: row.held,
        _CHANGE: change,
        _OWED: owed,
        _REMARK: "；".join(filter(None, [row.reasons, _say_change(row)])),
    }
    return tuple(values[each] for each in columns)


def _say_change(row: CountyRow) -> str:
    """Say why the title of a community changes so, where the remark does not say it already."""
    if row.change is None or row.why_change in {"", OPEN_RESULT}:
        return ""
    return f"称号{row.change.value}：{row.why_change}"


def _write_notes(rubric: Rubric, rows: Sequence[CountyRow], owed: Owed | None) -> Iterator[str]:
    yield f"依据{rubric.notice.full_name}。共{len(rows)}个社区（村）：{count_verdicts(rows)}。"
    if rubric.pass_mark:
        yield f"合格的依据：{rubric.pass_mark.clause}"
    for gate in rubric.gates.standards.values() if rubric.gates else ():
        yield f"评定标准“{gate.title}”：{gate.clause}"
    if rubric.criteria:
        yield "名次按最后得分排，同分并列；不合格的、待定的没有名次。"
    if rubric.grades:
        yield f"等级的依据：{rubric.grades.clause}"
    for title in rubric.titles.values() if owed else ():
        if title.passed:
            yield f"称号“{title.zh}”的依据：{title.clause}"
    if owed:
        yield f"现有称号、已发奖补照称号台账，看到{format_date(owed.day)}为止。"
    if owed and rubric.awards:
        yield "应发奖补扣除了已发的，拟新认定的要等发文、登记以后才算，逐项依据见奖补资金汇总表。"
