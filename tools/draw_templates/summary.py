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

# Header label, width in digits, tag, look of the value.
_COLUMNS = (
    ("序号", 4, "row.index", _FIGURE),
    ("社区（村）", 15, "row.name", _SMALL),
    (tag("column.label"), 6, "row.points", _FIGURE),
    ("合计", 5, "row.main", _FIGURE),
    ("附加分", 5, "row.bonus", _FIGURE),
    ("总分", 5, "row.total", _FIGURE),
    ("最后得分", 5, "row.final", _FIGURE),
    ("依据", 5, "row.basis", _VERDICT),
    ("是否合格", 6, "row.passed", _VERDICT),
    ("待定项、不合格的原因", 11.4, "row.pending", _REMARK),
    ("各级评分与计算的差异", 15, "row.differences", _REMARK),
)


def workbook() -> bytes:
    """Return the template; the row repeats downwards, its ``column.`` column sideways."""
    form = Sheet("汇总表", tuple(width for _, width, _, _ in _COLUMNS))
    form.line(tag("title"), sheet.TITLE, 34)
    form.line(tag("subtitle"), Look("楷体_GB2312", 14, shrink=True), 24)
    form.header([text for text, *_ in _COLUMNS], 48)
    form.row([(tag(name), look, 1) for _, _, name, look in _COLUMNS], 24)
    form.close()
    return form.package("汇总表", "landscape", fitted=True)
