"""What a person who looks at a sheet may take for left out, and which is read and counted all the same: it is told.

Hidden rows and sheets, and people of whom a remark says that they are gone. Knows rows as they stand; decides nothing.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from formgen.folding import remove_blanks
from formgen.intake.names import is_no_text
from formgen.intake.sheet_names import find_set_aside
from formgen.intake.table_words import says_void
from formgen.problems import Problem
from formgen.quoting import shorten
from formgen.rosters.header import RosterHeader, is_gone_head
from formgen.rosters.part_lines import PartKind, read_part_line
from formgen.rosters.roster import RosterRow
from formgen.rosters.sheets import RosterSheet, plain_value, text_of_value

_SHOWN = 5  # rows that a message names
_GONE_SHEET = re.compile(
    "死亡|亡故|病故|去世|已故|迁出|迁离|外迁|销户|注销|转出|减员|除名|(?<=[村区])[-_—(（]?(?:旧|老|废|原|历史|往期|以前|不计入?|不统计|不算|空白?表|备)[)）]?$"
)
_COMING = re.compile("迁入|转入|新增|增减|变动")  # a list of those who came as well
_VOID_TITLE = re.compile(
    "作废|废弃|停用|(?<![按照据见附同参看依])(?:样表|样例|范例|例表)(?!另?[见附]|参|由|填)"
)  # 样表见前屿村 speaks of another sheet
_INVENTED = re.compile("(?:示例|样本|测试|演示|练习)(?:村|社区|镇|乡|街道)")  # the names in samples
_NOT_GONE = frozenset({"否", "未", "不是", "0", "无"})


def find_void_sheet(titles: Sequence[str], *, people: bool) -> str:
    """Return the word in the titles of a sheet that says that it is not in force, or that its people are gone.

    ``titles`` are the names of sheet and file, and the lines above the header; ``people`` says that it is a list of people.
    """
    sheet, file, *above = titles
    word = "" if _INVENTED.search(sheet) else find_set_aside(sheet)
    found = [word, *(match[0] for each in (file, *above) if (match := _VOID_TITLE.search(each)))]
    found += [shorten(each) for each in above if says_void(each)]
    for each in (sheet, *above) if people else ():
        gone = _GONE_SHEET.search(remove_blanks(each))
        found += [gone[0]] if gone and not _COMING.search(each) else []
    return next(filter(None, found), "")


def read_lone_text(row: Sequence[object]) -> str:
    """Return the text of a row that has one alone, or behind its number; empty for any other row."""
    filled = list(islice((each for each in row if each not in {"", None}), 3))
    filled = filled[1:] if len(filled) > 1 and text_of_value(plain_value(filled[0])).isdecimal() else filled
    return filled[0].strip() if len(filled) == 1 and isinstance(filled[0], str) else ""


@dataclass
class GoneLines:
    """The lines between the rows of a sheet that say that the people below, or above, are gone; rows count from 0."""

    ranges: list[tuple[int, int, str]] = field(default_factory=list)
    begun: tuple[int, str] | None = None
    others: list[tuple[int, str]] = field(default_factory=list)

    def take(self, number: int, text: str, own: str = "") -> bool:
        """Take a line that stands alone in the list of the community ``own``; return whether it is one that parts the list."""
        part = read_part_line(text, own)
        if part is None:
            return False
        self.end(number)
        if part is PartKind.GONE and "以上" in text:
            self.ranges.append((0, number, text))
        elif part is PartKind.GONE:
            self.begun = (number, text)
        elif part is PartKind.OTHER:
            self.others.append((number, text))
        return True

    def end(self, number: int) -> None:
        """Close what a line has begun."""
        if self.begun:
            self.ranges.append((self.begun[0], number, self.begun[1]))
        self.begun = None

    def doubt(self, rows: Sequence[RosterRow], sheet: RosterSheet) -> Iterator[Problem]:
        """Leave undecided the people whom a line speaks of, and yield a problem for each line."""
        for first, last, text in self.ranges:
            for row in rows:
                row.doubtful = row.doubtful or first <= row.number < last
            place = sheet.place(first or last)
            yield Problem("N161", place, {"value": shorten(text)})
        for number, text in self.others:
            yield Problem("N182", sheet.place(number), {"value": shorten(text)})


def doubt_gone(
    sheet: RosterSheet, header: RosterHeader, row: RosterRow, values: Sequence[object]
) -> Iterator[Problem]:
    """Leave undecided who stands beside a day of death or of moving away, and yield the problem."""
    for column, label in header.others.items():
        text = text_of_value(plain_value(values[column])) if column < len(values) else ""
        if is_gone_head(label) and not is_no_text(text) and text not in _NOT_GONE:
            row.doubtful = True
            yield Problem("N162", sheet.place(row.number, column), {"label": label, "value": shorten(text)})


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
