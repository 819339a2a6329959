"""汇总表: many communities on landscape pages; the criterion column repeats."""

from __future__ import annotations

from dataclasses import replace

from . import sheet
from .cells import tag
from .sheet import Look, Sheet

_SMALL = Look("仿宋_GB2312", 10.5)
_REMARK = replace(_SMALL, horizontal="left")
_VERDICT = replace(_SMALL, shrink=True)
_FIGURE = Look("Times New Roman", 10.5, shrink=True)
_LINE = Look("仿宋_GB2312", 12, "left")
_BLANK = "　" * 9
_SIGNED = ("单位负责人：", "审核人：", "填表人：", "联系电话：")

# Header label, width in digits, tag, look of the value.
_COLUMNS = (
    ("序号", 3.6, "row.index", _FIGURE),
    ("社区（村）", 12, "row.name", _SMALL),
    (tag("column.label"), 4.4, "row.points", _FIGURE),
    ("合计", 5, "row.main", _FIGURE),
    ("附加分", 5, "row.bonus", _FIGURE),
    ("总分", 5, "row.total", _FIGURE),
    ("最后得分", 5, "row.final", _FIGURE),
    ("依据", 4.6, "row.basis", _VERDICT),
    ("名次", 5.4, "row.rank", _VERDICT),
    ("是否合格", 5.6, "row.passed", _VERDICT),
    ("等级", 5.6, "row.grade", _VERDICT),
    ("备注", 14, "row.remark", _REMARK),
)


def workbook() -> bytes:
    """Return the template; the row repeats downwards, its ``column.`` column sideways."""
    form = Sheet("汇总表", tuple(width for _, width, _, _ in _COLUMNS))
    form.line(tag("title"), sheet.TITLE, 34)
    form.ends("填报单位（盖章）：", "填报日期：　　　　年　　月　　日", _LINE, 28)
    form.header([text for text, *_ in _COLUMNS], 36)
    form.row([(tag(name), look, 1) for _, _, name, look in _COLUMNS], 22)
    form.close()
    form.line(tag("notes"), _REMARK, 34)
    form.line(_BLANK.join(_SIGNED), replace(_LINE, shrink=True), 30)
    return form.package("汇总表", "landscape", fitted=True)
