"""The sheet of the data workbook that explains how to fill it in. Knows the fields of the rubric."""

from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet

from formgen.exact import exact_text
from formgen.intake import vocabulary
from formgen.intake.fields import Catalogue, Field
from formgen.office.cells import write_text
from formgen.workbook.style import cell_at, set_up_print, write_table

_WIDTHS = (38, 8, 50, 26, 34, 24)
_HEAD = ("名称", "单位", "口径", "取数台账", "评分项", "可填内容")


def write_guide(sheet: Worksheet, fields: Catalogue) -> None:
    """Write the guide: the steps, then every field with its definition."""
    notice = fields.rubric.notice
    lines = [
        f"{fields.rubric.title}　填报说明",
        f"依据：{notice.full_name}",
        *_steps(fields),
    ]
    for row, line in enumerate(lines, start=1):
        cell = cell_at(sheet, row, 1)
        write_text(cell, line)
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=len(_WIDTHS))
        cell.alignment = Alignment(vertical="center", wrap_text=True)
        cell.font = Font(name="宋体", size=14 if row == 1 else 10, bold=row == 1)
        sheet.row_dimensions[row].height = 28 if row == 1 else 18
    start = len(lines) + 2
    write_table(sheet, start, [_HEAD, *(_line(fields, each) for each in _all(fields))], _WIDTHS)
    set_up_print(sheet, f"{start}:{start}")


def _steps(fields: Catalogue) -> list[str]:
    sheets = [vocabulary.SHEETS["data"]]
    steps = [
        f"“{vocabulary.SHEETS['data']}”一行一个社区（村）；乡镇和名称在各工作表中要写得一样。",
        "没有数据的格子留空。空格表示“还不知道”，不会当作0；确实没有的数请填0，是或否的请填“否”。",
        "人数、户数填整数；联系电话的列已设为文本，直接填号码。",
    ]
    if fields.monthly:
        sheets.append(vocabulary.SHEETS["months"])
        labels = "、".join(f"“{fields.indicators[key].label}”" for key in fields.monthly)
        steps.append(
            f"“{vocabulary.SHEETS['months']}”每个指标一行（{labels}），就业率写成96%或96，不要写0.96。"
        )
    if fields.rubric.criteria:
        steps.append(
            f"“{vocabulary.SHEETS['scores']}”每级评分一行，评分栏为{'、'.join(fields.levels.values())}。"
        )
        steps.append(f"“{vocabulary.SHEETS['judged']}”填评审人给的分，请写明评审人职务和理由，以备核查。")
    steps.append("列的先后可以调整，也可以加列；请不要改第一、二行的列名。填好后用 formgen check 检查。")
    return [f"{number}. {step}" for number, step in enumerate(steps, start=1)]


def _all(fields: Catalogue) -> list[Field]:
    shown = [*fields.facts.values(), *fields.single]
    return [
        *shown,
        *(fields.indicators[key] for key in fields.monthly if fields.indicators[key].kind == "rate"),
    ]


def _line(fields: Catalogue, field: Field) -> tuple[str, ...]:
    criteria = "、".join(fields.judged[key].label for key in field.criteria)
    return field.label, field.unit, field.definition, field.source, criteria, _accepts(field)


def _accepts(field: Field) -> str:
    """Return what a field accepts, in a clerk's words."""
    most = "" if field.most is None else exact_text(field.most)
    levels = "、".join(f"{level} {label}" for level, label in field.levels.items())
    return {
        "count": "不小于0的数，可带小数" if field.decimal else "不小于0的整数",
        "yesno": "是、否、无服务对象" if field.nobody else "是、否",
        "level": levels,
        "points": f"0至{most}" if most else "0以上的数",
        "rate": "各月百分数，如96%",
        "phone": "号码（文本）",
        "opinion": "文字",
        "date": "日期，如 2026-11-24",
        "text": "文字",
    }[field.kind]
