"""The data workbook of a rubric: what clerks fill in, and what ``open_source`` reads back.

Knows the fields of the rubric and their columns; its looks are in ``style``.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from typing import IO

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from formgen.exact import exact_text
from formgen.intake import vocabulary
from formgen.intake.fields import Catalogue, Field, make_catalogue
from formgen.model import MONTHS, Answer, Community, Figure
from formgen.office import package
from formgen.office.cells import format_column, write_text
from formgen.office.disk import write_file
from formgen.rubric.schema import Rubric
from formgen.workbook.guide import write_guide
from formgen.workbook.style import (
    EntryColumn,
    cell_at,
    copy_look,
    fits_in_list,
    make_amount_check,
    make_choice_check,
    make_count_check,
    make_points_check,
    make_range_check,
    measure_row,
    write_header,
)

_BASICS, _WHO, _OPINIONS, _STANDARDS = "基本情况", "乡镇和社区", "各级意见", "评定标准"
_WHO_COLUMNS = (
    EntryColumn(vocabulary.TOWNSHIP, _WHO, width=14, format="@", left=True),
    EntryColumn(vocabulary.NAME, _WHO, width=18, format="@", left=True),
)


def write_workbook(rubric: Rubric, target: Path | IO[bytes], communities: Sequence[Community] = ()) -> None:
    """Write the data workbook of a rubric with some communities filled in; the same input gives the same bytes.

    A points indicator that belongs to a judged criterion is written to the sheet of judged points. An
    existing file is replaced as a whole. Raises FormgenError F107, F108 or F111.
    """
    fields = make_catalogue(rubric)
    book = Workbook()
    first = book.active
    if isinstance(first, Worksheet):
        book.remove(first)
    lists = _Choices()
    _data_sheet(book.create_sheet(vocabulary.SHEETS["data"]), fields, communities)
    if fields.monthly:
        _months_sheet(book.create_sheet(vocabulary.SHEETS["months"]), fields, communities, lists)
    if rubric.criteria:  # a notice of standards only has no points to enter
        _scores_sheet(book.create_sheet(vocabulary.SHEETS["scores"]), fields, communities, lists)
        _judged_sheet(book.create_sheet(vocabulary.SHEETS["judged"]), fields, communities, lists)
    write_guide(book.create_sheet(vocabulary.DEFINITIONS), fields)
    if lists.columns:
        lists.write(book.create_sheet("下拉选项"))
    book.properties.creator = "formgen"
    data = package.saved(book)
    if isinstance(target, Path):
        write_file(target, data)
    else:
        target.write(data)


class _Choices:
    """The choices of drop-downs that are too long for a validation rule, kept in a hidden sheet."""

    def __init__(self) -> None:
        self.columns: list[Sequence[str]] = []

    def reference(self, choices: Sequence[str]) -> str:
        """Keep some choices and return where they will be."""
        self.columns.append(choices)
        letter = format_column(len(self.columns))
        return f"'下拉选项'!${letter}$1:${letter}${len(choices)}"

    def write(self, sheet: Worksheet) -> None:
        for at, choices in enumerate(self.columns, start=1):
            for row, choice in enumerate(choices, start=1):
                write_text(cell_at(sheet, row, at), choice)
        sheet.sheet_state = "hidden"


# -- sheets -----------------------------------------------------------------------------------------
def _data_sheet(sheet: Worksheet, fields: Catalogue, communities: Sequence[Community]) -> None:
    indicators = sorted(fields.single, key=lambda each: _section(fields, each)[0])
    later = [each for key, each in fields.facts.items() if fields.rubric.facts[key].in_box]
    basics = [each for each in fields.facts.values() if each not in later]
    columns = [
        *_WHO_COLUMNS,
        *(_column(each, _BASICS) for each in basics),
        *(_column(each, _section(fields, each)[1]) for each in indicators),
        *(_column(each, _OPINIONS) for each in later),
    ]
    row = write_header(sheet, columns, frozen=2, groups=True)
    for at, community in enumerate(communities, start=row):
        facts, figures = community.facts, community.indicators
        found = [
            *(facts.get(each.key) for each in basics),
            *(figures.get(each.key) for each in indicators),
            *(facts.get(each.key) for each in later),
        ]
        values = [_value(each.value, each.text) if each else None for each in found]
        _fill(sheet, at, columns, [community.township, community.name, *values])


def _months_sheet(
    sheet: Worksheet, fields: Catalogue, communities: Sequence[Community], lists: _Choices
) -> None:
    labels = [fields.indicators[key].label for key in fields.monthly]
    choices = make_range_check(vocabulary.SERIES, lists.reference(labels))
    columns = [
        *_WHO_COLUMNS,
        EntryColumn(
            vocabulary.SERIES, _WHO, "填哪一个指标的十二个月，从下拉列表中选", 30, "@", choices, left=True
        ),
        *(EntryColumn(f"{month}月", "各月", width=8) for month in range(1, MONTHS + 1)),
    ]
    row = write_header(sheet, columns, frozen=3, groups=False, rows_each=len(labels))
    rows = [(each, key) for each in communities for key in fields.monthly if any(each.monthly.get(key, ()))]
    for at, (community, key) in enumerate(rows, start=row):
        series = [_month(each, fields.indicators[key]) for each in community.monthly[key]]
        who = [community.township, community.name, fields.indicators[key].label]
        _fill(sheet, at, columns, [*who, *series])


def _scores_sheet(
    sheet: Worksheet, fields: Catalogue, communities: Sequence[Community], lists: _Choices
) -> None:
    titles = list(fields.levels.values())
    check = (
        make_choice_check(vocabulary.LEVEL, titles)
        if fits_in_list(titles)
        else make_range_check(vocabulary.LEVEL, lists.reference(titles))
    )
    columns = [
        *_WHO_COLUMNS,
        EntryColumn(
            vocabulary.LEVEL, _WHO, "这一行是哪一级的评分，从下拉列表中选", 14, "@", check, left=True
        ),
        *(_score_column(fields, each) for each in fields.judged.values()),
    ]
    row = write_header(sheet, columns, frozen=3, groups=False, rows_each=len(titles))
    rows = [(each, level) for each in communities for level in fields.levels if each.scores.get(level)]
    for at, (community, level) in enumerate(rows, start=row):
        given = community.scores[level]
        values = [
            _value(given[key].value, given[key].text) if key in given else None for key in fields.judged
        ]
        _fill(sheet, at, columns, [community.township, community.name, fields.levels[level], *values])


def _judged_sheet(
    sheet: Worksheet, fields: Catalogue, communities: Sequence[Community], lists: _Choices
) -> None:
    choices = lists.reference([each.label for each in fields.judged.values()])
    columns = [
        *_WHO_COLUMNS,
        EntryColumn(
            vocabulary.CRITERION,
            _WHO,
            "给哪一项打分，从下拉列表中选",
            34,
            "@",
            make_range_check(vocabulary.CRITERION, choices),
            left=True,
        ),
        EntryColumn(
            vocabulary.POINTS,
            "评分",
            "0至该项分值",
            8,
            check=make_points_check(vocabulary.POINTS, exact_text(_highest(fields))),
        ),
        EntryColumn(vocabulary.BY, "评分", "写职务，不必写姓名", 20, "@", left=True),
        EntryColumn(vocabulary.REASON, "评分", "为什么给这个分", 40, "@", left=True),
    ]
    row = write_header(sheet, columns, frozen=3, groups=False, rows_each=max(len(fields.judged), 1))
    given = [(community, line) for community in communities for line in _judgements(fields, community)]
    for at, (community, line) in enumerate(given, start=row):
        _fill(sheet, at, columns, [community.township, community.name, *line])


def _judgements(fields: Catalogue, community: Community) -> Iterator[list[str | Fraction | None]]:
    """Yield label, points, who and why of every judged criterion, points indicators included."""
    twins = {
        criterion: community.indicators[key]
        for key, criterion in fields.points_indicators.items()
        if key in community.indicators
    }
    for key, field in fields.judged.items():
        if judgement := community.judged.get(key):
            yield [field.label, _value(judgement.points, judgement.text), judgement.by, judgement.reason]
        elif twin := twins.get(key):
            yield [field.label, _value(twin.value, twin.text), "", ""]


# -- columns and cells --------------------------------------------------------------------------------
def _section(fields: Catalogue, field: Field) -> tuple[int, str]:
    """Return position and title of the first section that uses an indicator; those without one come last."""
    titles = [section.title for section in fields.rubric.sections.values()]
    if not field.criteria:
        gates = fields.rubric.gates
        decides = gates is not None and any(field.key in gate.keys for gate in gates.standards.values())
        return len(titles), _STANDARDS if decides else "其他"
    title = fields.rubric.section_of(field.criteria[0]).title
    return titles.index(title), title


def _column(field: Field, group: str) -> EntryColumn:
    """Return the column of a fact or an indicator in the data sheet."""
    unit = f"（{field.unit}）" if field.unit and field.kind in {"count", "points"} else ""
    lines = [field.definition, f"取数：{field.source}" if field.source else ""]
    note = "\n".join(line for line in lines if line)
    match field.kind:
        case "count":
            number, check = (
                ("General", make_amount_check(field.label))
                if field.decimal
                else ("0", make_count_check(field.label))
            )
            return EntryColumn(field.label + unit, group, note, 13, number, check)
        case "yesno":
            answers = ["是", "否", *(["无服务对象"] if field.nobody else [])]
            return EntryColumn(
                field.label, group, note, 13, "General", make_choice_check(field.label, answers)
            )
        case "level":
            choices = [f"{level} {label}" for level, label in field.levels.items()]
            return EntryColumn(
                field.label, group, note, 16, "General", make_choice_check(field.label, choices)
            )
        case "points":
            limited = (
                make_points_check(field.label, exact_text(field.most)) if field.most is not None else None
            )
            return EntryColumn(field.label + unit, group, note, 13, "General", limited)
        case "phone":
            return EntryColumn(field.label, group, note, 16, "@", left=True)
        case _:
            return EntryColumn(field.label, group, note, _text_width(field), "@", left=True)


def _text_width(field: Field) -> float:
    """Return the width of a text column: a narrative needs more space."""
    return 40 if field.key == "narrative" else max(14, 2 * len(field.label) + 2)


def _score_column(fields: Catalogue, field: Field) -> EntryColumn:
    most = exact_text(field.most or Fraction(0))
    title = f"{field.label}（{most}分）"
    section = fields.rubric.section_of(field.key).title
    return EntryColumn(title, section, field.definition, 9, "General", make_points_check(field.label, most))


def _highest(fields: Catalogue) -> Fraction:
    return max(each.most or Fraction(0) for each in fields.judged.values())


def _value(value: Fraction | Answer | None, text: str) -> str | Fraction | None:
    """Return what a cell should contain: a number, or the text that was typed."""
    return value if isinstance(value, Fraction) else text


def _month(figure: Figure | None, field: Field) -> str | Fraction | None:
    """Return a month's cell; a rate is written as a percentage, as it is meant."""
    if figure is None:
        return None
    if field.kind == "rate" and isinstance(figure.value, Fraction):
        return f"{exact_text(figure.value * 100)}%"
    return _value(figure.value, figure.text)


def _fill(
    sheet: Worksheet, row: int, columns: Sequence[EntryColumn], values: Sequence[str | Fraction | None]
) -> None:
    """Write one row of data."""
    for at, value in enumerate(values, start=1):
        cell = cell_at(sheet, row, at)
        if isinstance(value, str):
            write_text(cell, value)
        elif value is not None:
            cell.value = value.numerator if value.denominator == 1 else float(value)
        if not cell.has_style:  # below the ruled rows
            copy_look(cell, cell_at(sheet, row - 1, at))
    sheet.row_dimensions[row].height = measure_row(columns, values)
