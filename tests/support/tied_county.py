"""A county of six communities in two files with a tie at the cut of its quota: a notice, the data, a list of those chosen."""

from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook

from support.four import row, write

RUBRIC = """\
id: county
extends: yongjia-2009
chosen: {P33: pass_85}
quotas:
  recommendation:
    title: 推荐数量
    clause: 推荐数量不超过已认定总数的10%。
    share: 10%
    of: 历年累计认定的总数
"""
ENOUGH = "20"  # recognised before: two places
NAMES = ("一村", "二村", "三村", "四村", "五村", "六村")
# complaints cost a point each: 99, 98, 98, 98, 97 points, and one that fails
COMPLAINTS = (0, 1, 1, 1, 2, 0)


def rubric(folder: Path, text: str = RUBRIC) -> str:
    """Write the notice; return its path."""
    path = folder / "county.yaml"
    path.write_text(text, encoding="utf-8")
    return str(path)


def data(folder: Path, names: Sequence[str] = NAMES) -> list[str]:
    """Write the data of two townships; return their paths. The last community fails."""
    rows = []
    for at, (name, complaints) in enumerate(zip(names, COMPLAINTS, strict=True)):
        changed: dict[str, object] = {"complaints_individual": complaints}
        if at == len(names) - 1:
            changed["target_employed"] = 50
        facts = {"person_in_charge": f"示例{at}", "station": "是", "fulltime_staff": 1}
        township = "甲镇" if at % 2 else "乙镇"
        rows.append(row(1, name=name, township=township, indicators=changed, facts=facts))
    return [
        str(write(folder / "甲镇.yaml", [each for each in rows if each["township"] == "甲镇"])),
        str(write(folder / "乙镇.yaml", [each for each in rows if each["township"] == "乙镇"])),
    ]


def chosen(folder: Path, *rows: Sequence[str], head: Sequence[str] = ("社区", "理由")) -> str:
    """Write a list of those chosen; return its path."""
    book = Workbook()
    sheet = book.worksheets[0]
    for each in (head, *rows):
        sheet.append(list(each))
    path = folder / "选定.xlsx"
    book.save(path)
    return str(path)
