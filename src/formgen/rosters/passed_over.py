"""What a person who looks at a sheet may take for left out, and which is read and counted all the same: it is told.

Hidden rows and sheets, and people of whom a remark says that they are gone. Knows rows as they stand; decides nothing.
"""

import re
from collections.abc import Iterator, Sequence

from formgen.problems import Problem
from formgen.quoting import quote_of_person, shorten
from formgen.rosters.header import RosterHeader
from formgen.rosters.sheets import RosterSheet

_SHOWN = 5  # rows that a message names
_GONE = re.compile(
    "已故|亡故|病故|身故|死亡|去世|过世|逝世|迁出|搬离|搬走|搬出|外迁|户口已?迁|转出|注销|作废|重复|已删|删除|除名|不在本[村社]"
)
_OTHERS = re.compile("[父母夫妻子女儿公婆偶][^，,。；;]{0,3}(?:已故|亡故|病故|身故|死亡|去世|过世|逝世)")


def list_hidden_rows(sheet: RosterSheet, numbers: Sequence[int]) -> list[Problem]:
    """Return one hint for what is hidden and was read: a sheet, or some of its rows, counted from 0."""
    rows = numbers if sheet.hidden else [each for each in numbers if each in sheet.hidden_rows]
    if not rows:
        return []
    named = "、".join(f"第{each + 1}行" for each in rows[:_SHOWN]) + (
        f"等{len(rows)}行" if len(rows) > _SHOWN else ""
    )
    what = f"工作表“{sheet.name}”" if sheet.hidden else named
    return [Problem("D160", sheet.place(rows[0]), {"hidden": what})]


def find_gone(
    sheet: RosterSheet, header: RosterHeader, number: int, row: Sequence[object]
) -> Iterator[Problem]:
    """Yield a hint for each remark of a row that says that somebody is not there any more."""
    for column, label in header.others.items():
        value = row[column] if column < len(row) else ""
        if isinstance(value, str) and _GONE.search(value) and not _OTHERS.search(value):
            words = {"label": label, "value": quote_of_person(shorten(value))}
            yield Problem("N152", sheet.place(number, column), words)
