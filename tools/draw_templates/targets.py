"""目标任务完成情况: the targets of a notice, township by township, on a landscape page. No notice gives a layout: this is ours."""

from __future__ import annotations

from dataclasses import replace

from . import sheet
from .cells import tag
from .sheet import Look, Sheet

_LINE = Look("仿宋_GB2312", 12, "left")
_NOTE = Look("仿宋_GB2312", 10.5, "left")
_BLANK = "　" * 9
_SIGNED = ("单位负责人：", "审核人：", "填表人：", "联系电话：")

# Header label, width in digits, tag, look of the value.
_COLUMNS = (
    ("序号", 6, "row.index", sheet.NUMBER),
    ("目标", 34, "row.target", sheet.TEXT),
    ("乡镇（街道）", 22, "row.township", sheet.TEXT),
    ("目标数", 12, "row.at_least", sheet.NUMBER),
    ("完成数", 12, "row.done", sheet.NUMBER),
    ("是否达到", 14, "row.reached", sheet.TEXT),
    ("说明", 44, "row.remark", sheet.CLAUSE),
)


def workbook() -> bytes:
    """Return the template; the row repeats downwards."""
    form = Sheet("目标任务", tuple(width for _, width, _, _ in _COLUMNS))
    form.line(tag("title"), sheet.TITLE, 34)
    form.ends("填报单位（盖章）：", "填报日期：　　　　年　　月　　日", _LINE, 28)
    form.header([text for text, *_ in _COLUMNS], 30)
    form.row([(tag(name), look, 1) for _, _, name, look in _COLUMNS], 26)
    form.close()
    form.line(tag("notes"), _NOTE, 34)
    form.line(_BLANK.join(_SIGNED), replace(_LINE, shrink=True), 30)
    return form.package("目标任务", "landscape", fitted=True)
