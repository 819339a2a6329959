"""奖补资金汇总表: the money of a county by township, by fund and by community, added up by formulas.

What is 待定 is never 0: it stands in words, and is counted beside the sums. Knows awards and rows.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from formgen.county.awards import say_range
from formgen.county.owed import Owed
from formgen.intake.dates import format_date
from formgen.model import Who
from formgen.office.cells import format_column
from formgen.reports.county_rows import UNNAMED_TOWNSHIP
from formgen.reports.county_sheets import FIRST, CellContent, CountySheet, add_county_sheet, make_book
from formgen.reports.lists import Formula, stream_rows
from formgen.rubric.award import Award
from formgen.rubric.schema import Rubric
from formgen.rubric.terms import OPEN_VERDICT

_NO_FUND = "通知没有写明"
_EVERY = {"once": "一次", "year": "每年"}
_TOTAL, _TOTAL_KNOWN = "合计", "合计（不含待定）"


@dataclass(frozen=True, slots=True)
class AwardRow:
    """One community and its money in yuan by award, None for 待定."""

    who: Who
    money: Mapping[str, Fraction | None]


def make_award_workbook(
    programme: str,
    rubric: Rubric,
    rows: Sequence[AwardRow],
    says: Mapping[str, str],
    owed: Owed | None = None,
) -> bytes:
    """Return the workbook of the money of all communities, in the order of ``rows``; none of them may lack an award.

    ``owed`` says how the money came about where there is a register of titles and payments.
    """
    awards = {key: rubric.awards[key] for key in (rows[0].money if rows else {})}
    title = f"{programme}奖补资金汇总表"
    book = make_book()
    sheets = {
        "按乡镇": _list_townships(title, awards, rows),
        "按资金来源": _list_funds(f"{title}（按资金来源）", awards, rows),
        "明细": _list_communities(f"{programme}奖补资金明细表", awards, rows),
    }
    if owed:
        said = f"金额是{format_date(owed.day)}还应发的，扣除了称号台账里已发的；拟新认定的要等发文、登记以后才算。"
        sheets = {name: replace(sheet, notes=[said, *sheet.notes]) for name, sheet in sheets.items()}
        sheets["计算依据"] = _list_reasons(f"{programme}奖补资金计算依据", awards, rows, owed)
    bodies = {at: add_county_sheet(book, name, content) for at, (name, content) in enumerate(sheets.items())}
    return stream_rows(book, bodies, says)


def _list_townships(title: str, awards: Mapping[str, Award], rows: Sequence[AwardRow]) -> CountySheet:
    columns = {"序号": 6.0, "乡镇（街道）": 18.0}
    for award in awards.values():
        columns |= {f"{award.title}\n（个）": 11.0, f"{award.title}\n（元）": 14.0}
    columns |= {"金额合计\n（元）": 14.0, "备注": 30.0}
    groups = _group(rows, [row.who.township or UNNAMED_TOWNSHIP for row in rows])
    lines = list[tuple[CellContent, ...]]()
    for at, (township, members) in enumerate(groups.items()):
        sums = [_add_up(members, key) for key in awards]
        amounts = [f"{format_column(4 + 2 * place)}{FIRST + at}" for place in range(len(sums))]
        whole = Formula("+".join(amounts), sum((each.yuan for each in sums), Fraction(0)))
        pairs = (value for each in sums for value in (Fraction(each.count), each.yuan))
        lines.append((Fraction(at + 1), township, *pairs, whole, _say_open(awards, sums)))
    every = [_add_up(rows, key) for key in awards]
    lines.append(_make_total(lines, len(columns), every, remark=_say_open(awards, every)))
    return CountySheet(title, columns, lines, _write_notes(awards, every), frozenset({len(columns) - 1}))


def _list_funds(title: str, awards: Mapping[str, Award], rows: Sequence[AwardRow]) -> CountySheet:
    columns = {
        "序号": 6.0,
        "资金来源": 18.0,
        "奖补项目": 22.0,
        "个数": 8.0,
        "金额（元）": 14.0,
        "待定（个）": 10.0,
        "依据": 60.0,
    }
    in_order = sorted(awards, key=lambda key: awards[key].fund or _NO_FUND)
    lines = list[tuple[CellContent, ...]]()
    for at, key in enumerate(in_order, 1):
        award, added = awards[key], _add_up(rows, key)
        texts = (award.fund or _NO_FUND, award.title)
        numbers = (Fraction(added.count), added.yuan, Fraction(added.open))
        lines.append((Fraction(at), *texts, *numbers, award.clause))
    every = [_add_up(rows, key) for key in awards]
    lines.append(_make_total(lines, len(columns), every, first=3, remark=""))
    return CountySheet(title, columns, lines, _write_notes(awards, every), frozenset({len(columns) - 1}))


def _list_communities(title: str, awards: Mapping[str, Award], rows: Sequence[AwardRow]) -> CountySheet:
    columns = {"序号": 6.0, "乡镇（街道）": 18.0, "社区（村）": 24.0}
    columns |= {f"{award.title}\n（元）": 14.0 for award in awards.values()}
    columns |= {"金额合计\n（元）": 14.0}
    last = format_column(len(columns) - 1)
    lines = list[tuple[CellContent, ...]]()
    for at, row in enumerate(rows):
        known = [yuan for yuan in row.money.values() if yuan is not None]
        shown = [OPEN_VERDICT if yuan is None else yuan for yuan in row.money.values()]
        whole = Formula(f"SUM(D{FIRST + at}:{last}{FIRST + at})", sum(known, Fraction(0)))
        lines.append((Fraction(at + 1), row.who.township or UNNAMED_TOWNSHIP, row.who.name, *shown, whole))
    every = [_add_up(rows, key) for key in awards]
    lines.append(_make_total(lines, len(columns), every, first=3))
    return CountySheet(title, columns, lines, _write_notes(awards, every))


def _list_reasons(
    title: str, awards: Mapping[str, Award], rows: Sequence[AwardRow], owed: Owed
) -> CountySheet:
    """Return a line for each award that is due, was paid, or is open: what is due, what was paid, what is owed, and why."""
    columns = {
        "序号": 6.0, "乡镇（街道）": 16.0, "社区（村）": 20.0, "奖补项目": 20.0, "应发（元）": 12.0,
        "已发（元）": 12.0, "同组其他项\n已发（元）": 12.0, "补发（元）": 12.0, "依据": 56.0,
    }  # fmt: skip
    lines = list[tuple[CellContent, ...]]()
    for row in rows:
        for key, each in owed.of[row.who].items():
            if each.due == 0 == each.owed and not each.paid:
                continue
            due, rest = (OPEN_VERDICT if yuan is None else yuan for yuan in (each.due, each.owed))
            names = (row.who.township or UNNAMED_TOWNSHIP, row.who.name, awards[key].title)
            lines.append((Fraction(len(lines) + 1), *names, due, each.paid, each.others, rest, each.why))
    yearly = [award.title for award in awards.values() if award.every == "year"]
    once = "没有列出的，不应发，也没有发过。"
    each_year = f"{'、'.join(yearly)}每年一次，已发只算{owed.day.year}年的；没有列出的，{owed.day.year}年不应发，这一年也没有发过。"
    if len(yearly) < len(awards):
        each_year += "其余各项已发的算历年的；没有列出的，不应发，也没有发过。"
    notes = [
        f"应发照通知和称号台账，已发照台账，是这一项自己的。{each_year if yearly else once}",
        "从高不重复的几项为一组；补发是应发减去这一项和同组其他项已发的，已经够了的是0。",
    ]
    return CountySheet(title, columns, lines, notes, frozenset({len(columns) - 1}))


@dataclass(frozen=True, slots=True)
class _Added:
    """What one award comes to: how many get it, the money that is certain, how many are 待定."""

    count: int
    yuan: Fraction
    open: int


def _add_up(rows: Sequence[AwardRow], key: str) -> _Added:
    counts = Counter(row.money[key] for row in rows)
    known = {yuan: count for yuan, count in counts.items() if yuan is not None}
    paid = sum(count for yuan, count in known.items() if yuan)
    return _Added(paid, sum((yuan * count for yuan, count in known.items()), Fraction(0)), counts[None])


def _group(rows: Sequence[AwardRow], names: Sequence[str]) -> dict[str, list[AwardRow]]:
    groups: dict[str, list[AwardRow]] = {}
    for row, name in zip(rows, names, strict=True):
        groups.setdefault(name, []).append(row)
    return groups


def _make_total(
    lines: Sequence[tuple[CellContent, ...]],
    columns: int,
    added: Sequence[_Added],
    *,
    first: int = 2,
    remark: str | None = None,
) -> tuple[CellContent, ...]:
    """Return the row that adds up the columns from ``first`` on; the last one holds a remark where there is one."""
    end = FIRST + len(lines) - 1
    last = columns if remark is None else columns - 1
    sums = [
        Formula(
            f"SUM({format_column(at + 1)}{FIRST}:{format_column(at + 1)}{end})",
            sum((_number(line[at]) for line in lines), Fraction(0)),
        )
        for at in range(first, last)
    ]
    label = _TOTAL_KNOWN if any(each.open for each in added) else _TOTAL
    return ("", label, *[""] * (first - 2), *sums, *([] if remark is None else [remark]))


def _number(value: CellContent) -> Fraction:
    if isinstance(value, Formula):
        return value.result
    return value if isinstance(value, Fraction) else Fraction(0)


def _say_open(awards: Mapping[str, Award], sums: Sequence[_Added]) -> str:
    """Say how many are 待定 for each award, empty where none is."""
    told = [
        f"{award.title}{each.open}个" for award, each in zip(awards.values(), sums, strict=True) if each.open
    ]
    return f"待定：{'、'.join(told)}，没有计入" if told else ""


def _write_notes(awards: Mapping[str, Award], sums: Sequence[_Added]) -> list[str]:
    """Return the notes: by which clause each award is given, and what is not counted."""
    notes = [
        f"{award.title}：{_say_amount(award)}，{_EVERY[award.every]}；资金来源：{award.fund or _NO_FUND}。依据：{award.clause}"
        for award in awards.values()
    ]
    waiting = sum(each.open for each in sums)
    if waiting:
        notes.append(
            f"另有{waiting}项奖补待定（取决于还不知道的数据、结论或称号），没有算成0元，也没有计入合计。"
        )
    return notes


def _say_amount(award: Award) -> str:
    if award.yuan is None:
        return "金额由当地确定"
    return f"每个{say_range(award)}{'，由当地确定' if award.up_to is not None else ''}"
