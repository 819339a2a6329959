"""考核结果: all communities of a county by rank, with score, verdict and reasons, in Excel. Knows rows and the rubric."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from formgen.reports.county_rows import CountyRow, count_verdicts
from formgen.reports.county_sheets import CellContent, CountySheet, add_county_sheet, make_book
from formgen.reports.lists import stream_rows
from formgen.rubric.schema import Rubric

_TOTAL, _BASIS = "总分", "依据"


def make_results(programme: str, rubric: Rubric, rows: Sequence[CountyRow], says: Mapping[str, str]) -> bytes:
    """Return the workbook of the results of all communities, in the order of ``rows``."""
    columns = {"序号": 6.0, "名次": 9.0, "乡镇（街道）": 18.0, "社区（村）": 24.0}
    other = any(row.final != row.total or row.basis not in {"", "计算"} for row in rows)
    if rubric.criteria:
        columns |= {_TOTAL: 10.0} if other else {}
        columns |= {"最后得分": 10.0, _BASIS: 12.0} if other else {"最后得分": 10.0}
    columns |= {"结论": 10.0, "备注": 44.0}
    lines = [_make_line(at, row, columns) for at, row in enumerate(rows, 1)]
    content = CountySheet(
        f"{programme}考核结果",
        columns,
        lines,
        list(_write_notes(rubric, rows)),
        frozenset({len(columns) - 1}),
    )
    book = make_book()
    return stream_rows(book, {0: add_county_sheet(book, "考核结果", content)}, says)


def _make_line(at: int, row: CountyRow, columns: Mapping[str, float]) -> tuple[CellContent, ...]:
    values: dict[str, CellContent] = {
        "序号": Fraction(at),
        "名次": row.rank,
        "乡镇（街道）": row.township,
        "社区（村）": row.who.name,
        _TOTAL: row.total,
        "最后得分": row.final,
        _BASIS: row.basis,
        "结论": row.verdict,
        "备注": row.reasons,
    }
    return tuple(values[each] for each in columns)


def _write_notes(rubric: Rubric, rows: Sequence[CountyRow]) -> Iterator[str]:
    yield f"依据{rubric.notice.number}《{rubric.notice.title}》。共{len(rows)}个社区（村）：{count_verdicts(rows)}。"
    if rubric.pass_mark:
        yield f"合格的依据：{rubric.pass_mark.clause}"
    for gate in rubric.gates.standards.values() if rubric.gates else ():
        yield f"评定标准“{gate.title}”：{gate.clause}"
    if rubric.criteria:
        yield "名次按最后得分排，同分并列；不合格的、待定的没有名次。"
