"""What a person who looks at a sheet may take for left out, and which is read and counted all the same: it is told.

Hidden rows and sheets, and people of whom a remark says that they are gone. Knows rows as they stand; decides nothing.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice

from formgen.folding import remove_blanks
from formgen.intake.dates import parse_date
from formgen.intake.names import is_no_text
from formgen.intake.sheet_names import find_set_aside
from formgen.intake.table_words import says_void
from formgen.problems import Problem
from formgen.quoting import quote_of_person, shorten
from formgen.registers.register import RegisterSpec
from formgen.rosters.header import RosterHeader, is_gone_head
from formgen.rosters.own_remarks import says_done, says_of_row
from formgen.rosters.part_lines import Part, read_part_line
from formgen.rosters.roster import RosterRow
from formgen.rosters.sheets import RosterSheet, plain_value, text_of_value

_DAY = re.compile(r"20\d\d[-./年]\d{1,2}[-./月]\d{1,2}日?")
_SHOWN = 5  # rows that a message names
_DEAD = "已故|亡故|病故|身故|死亡|去世|过世|逝世|病逝|去逝|已逝|离世|辞世|已亡|身亡|^亡$"
_GONE = re.compile(
    rf"{_DEAD}|迁出|搬离|搬走|搬出|外迁|户口已?迁(?![入回来进]|到本)|户[口籍][^，]{{0,2}}转走|迁走|转出|调出|注销|作废|重复|已删|删除|除名|不在本[村社]"
    r"|不再?(?:参与|参加|纳入)?(?:统计|计入|算在?)|合并到|^同第?\d+[号行]|^(?:已|户口|户籍)*销户|^(?:[此本该]行)?[系属]?(?:错录|误录|重录|重户)$"
)
_AWAY = re.compile(
    "空挂|服刑|入狱|坐牢|羁押|在押|(?:被|已|在|行政|刑事)拘留|被?判刑|入伍|参军|当兵|服兵?役|(?<!退出)(?<!退)现役|在部队|出国|出境|国外|境外|移居|[入国]外籍|外国籍"
    "|失踪|失联|[嫁招]到外|外嫁|嫁出|下落不明|(?:不属于?|非|不是)本(?:村|社区)(?:村民|居民|人员?)?$"
)  # who may not be counted though nothing says that he is gone
_KIN = "[父母夫妻子女儿公婆偶兄弟姐妹]|户主|[家亲]属|家人|老伴|家[中里有]"
_OTHERS = re.compile(
    rf"(?:{_KIN})[^，,。；;]{{0,3}}(?:{_DEAD}|{_AWAY.pattern})"
    rf"|(?:{_DEAD}|{_AWAY.pattern})(?:人员|军人|者|人)?的?(?:[家亲遗]属|子女|配偶|父母|妻子|丈夫|监护人)"
)
_PAPERS = "营业执照|执照|低保|残疾证|公司|企业|个体|店|账户|银行卡|(?:失业|求职|工商|经营)登记|社保|医保|档案|原?单位|原?岗位"
_NOT_SO = re.compile(
    "(?:未|没有?|不|尚未|并未|无)(?:有|曾|办理?|予|会)?(?:死亡|迁出|搬离|搬走|搬出|外迁|转出|调出|注销|作废|重复|删除|除名|合并|服刑|入伍|参军|服役|出国|出境|失联|判刑|拘留)"
    "|(?:(?<!身份)证|执照|低保|公司|企业|店|账户|银行|(?:失业|求职|工商|经营)登记|(?:社保|医保|养老|保险|党组?织?)(?:关系)?|档案|合同)(?:已经?|被|现)?(?:注销|作废|转出|调出|删除|重复|销户)"
    rf"|(?:注销|作废|转出|调出|删除)了?(?:{_PAPERS})|曾经?(?:被|在|因[^，]{{0,4}})?(?:部队|服兵?役|服刑|入伍|参军|当兵|出国|出境|入狱|坐牢|判刑|拘留|羁押|失踪|失联|移居)"
    "|[迁搬转返]回|回[国乡迁村]|(?<!未)归[来国]|期满|刑满|缓刑|解除|找到|退役|退伍"
)
_CLAUSE = re.compile(r"[，,。；;、\s]+")
_GONE_SHEET = re.compile(
    "死亡|亡故|病故|去世|已故|迁出|迁离|外迁|销户|注销|转出|减员|除名|(?<=[村区])[-_—(（]?(?:旧|老|废|原|历史|往期|以前|不计入?|不统计|不算|空白?表|备)[)）]?$"
)
_COMING = re.compile("迁入|转入|新增|增减|变动")  # a list of those who came as well
_VOID_TITLE = re.compile("作废|废弃|停用|样表|样例|范例|例表")
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
        if part is Part.GONE and "以上" in text:
            self.ranges.append((0, number, text))
        elif part is Part.GONE:
            self.begun = (number, text)
        elif part is Part.OTHER:
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


def find_gone(
    sheet: RosterSheet, header: RosterHeader, made: RosterRow, row: Sequence[object], register: RegisterSpec
) -> Iterator[Problem]:
    """Yield a problem for each remark of a row that says that somebody is not there any more, or that its cells are not right.

    Whether the latter counts is left undecided, unless the day that the remark names stands in the row.
    """
    filled = {key for key, cell in zip(register.columns, made.values, strict=False) if cell not in {"", None}}
    doubts = [
        *register.doubtful_remarks,
        *chain(*(words for key, words in register.doubtful_beside.items() if key in filled)),
    ]
    done = tuple(chain(*(words for key, words in register.doubtful_without.items() if key not in filled)))
    for column, label in header.others.items():
        value = row[column] if column < len(row) else ""
        if not isinstance(value, str) or not value:
            continue
        words = {"label": label, "value": quote_of_person(shorten(value)), "rows": register.rows}
        place = sheet.place(made.number, column)
        doubtful = says_of_row(value, doubts) and not _names_own_day(value, made)
        if doubtful or says_done(value, done):
            made.doubtful = True
            yield Problem("N179", place, words)
        elif code := _say_gone(value, people=register.repeats is None, head=_is_head(made, register)):
            yield Problem(code, place, words)


def _say_gone(text: str, *, people: bool, head: bool) -> str:
    """Return the code of the problem of a remark that says that somebody is gone, or away; empty for any other.

    ``head`` says that the row is that of who heads the household, of whom 户主已故 speaks.
    """
    said = [each for each in _CLAUSE.split(text) if not _NOT_SO.search(each)]
    said = [each for each in said if (head and each.startswith("户主")) or not _OTHERS.search(each)]
    if any(_GONE.search(each) for each in said):
        return "N152" if people else "N178"
    return "N180" if people and any(_AWAY.search(each) for each in said) else ""


def _is_head(row: RosterRow, register: RegisterSpec) -> bool:
    keys = list(register.columns)
    return "relation" in keys and row.values[keys.index("relation")] == "户主"


def _names_own_day(text: str, row: RosterRow) -> bool:
    """Return whether every day that a text names stands in the row, and it names one."""
    named = [parse_date(found[0]) for found in _DAY.finditer(text)]
    return bool(named) and all(day in row.values for day in named)
