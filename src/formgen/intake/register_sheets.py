"""Which sheets of a 称号台账 are read, and what their names and titles say of all their rows.

A sheet that speaks of titles, money or 取消 and cannot be read is never passed over in silence. Knows cells and words.
"""

import re
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath

from formgen.folding import fold, keep_letters, remove_blanks
from formgen.intake.headed_lists import HeadedList, find_list
from formgen.intake.names import is_no_text
from formgen.intake.raw import Cell
from formgen.intake.register_remarks import is_harmless, is_remark_head
from formgen.intake.register_words import (
    EVENTS,
    MONEY_WORDS,
    PAYMENT_HEADS,
    STATES,
    TITLE_HEADS,
    TitleEvent,
    find_scale,
    read_unit_below,
)
from formgen.intake.sheet_names import find_set_aside
from formgen.intake.table_words import says_void
from formgen.intake.tables import Table
from formgen.intake.vocabulary import DEFINITIONS, FINDINGS, SHEETS
from formgen.intake.wide_registers import WideColumn, find_wide
from formgen.problems import Place, Problem
from formgen.quoting import shorten

_PLANNED = re.compile(
    "公示|拟(?!定)|计划|预算|预拨|应发|应补|应付|待发|待拨|测算|草案|征求意见|推荐名单|申报名单|候选|初审名单|建议名单"
)
_OF_YEARS = re.compile("年|期|档|历史")  # 历年, 存档: a register is kept over the years
_SURELY_VOID = re.compile(
    "作废|废弃|弃用|停用|副本|备份|复件|拷贝|样表|样例|样本|示例|范例|例表|举例|模板|模版|样稿|测试|试填|练习|演示|[a-z]"
)
_VOID_TITLE = re.compile("作废|副本|备份|样表|样例|示例|范例|例表")
_EVENT_IN_TEXT = re.compile(
    "|".join(sorted((each for each in EVENTS if not each.isascii()), key=len, reverse=True))
)
_REVIEW = "复核|复评|复审|复查|年检"
_DOUBTED = re.compile(rf"{_REVIEW}|[不未没](?:予|再|被|能|有)?(?:认定|授予|评定|命名|取消|撤销|撤消)")
_ENDING = "取消|撤销|撤消|撤回|撤牌|摘牌|摘除|除牌|除名|收回|退出|放弃|整顿|整改"
_CHANGING_HEAD = re.compile(
    rf".*(?:{_ENDING}|{_REVIEW})(?:称号|情况|结果|牌匾)?(?:日期|时间|年度|年份|文号|文件|情况|结果|原因)?"
)
_CHANGING = re.compile(
    rf"{_ENDING}|撤村|撤并|并村|并入|并到|合并|作废|失效|吊销|注销|废止|终止|过期|期满|不再|重复|不合格|有误|有错|写错|登错|错误|更正|退回|缓发|暂缓|拟|公示"
    r"|(?:未|没有?)(?:通过|到|发|拨|付|领|兑|认定)|待(?:定|发|拨|付|批|核|查|公示|认定|复核)"
)
_NO = frozenset({"否", "未", "×", "x", "X"})  # 是否发放：否
_NOTHING = re.compile(r"[\s\-‐‑‒–—―−－/／\\×xX]*|\s*(?:否|无|未|没有|暂无)\s*")
_OF_REGISTERS = re.compile(rf"称号|奖补|奖励|补助|拨付|发放|认定|{_ENDING}")
_SPEAKS = re.compile("称号|奖补|奖励|拨付|取消|撤销|撤消|摘牌|收回")
_EXPLAINING = re.compile("说明|选项|目录|字典|下拉|代码")  # sheets about the register, not of it
_YEAR_HEAD = re.compile(r"(?:19|20)\d\d(?:年度?)?")
_DAY_HEAD = re.compile(r"(?:认定|命名|授予|评定)?(?:日期|时间|年度|年份|情况|文号)?$")
_LONGEST = 20  # signs of a cell that is no explanation
_HEADER_ROWS = 20
_UNNAMED = re.compile(r"(?:sheet|工作表)\d*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class RegisterSheet:
    """A list of titles or of payments: what a row of titles says that has no word of its own, the yuan of one of its money.

    ``title`` and ``award`` are those of all its rows where the list is a column of a wide one; ``refusal`` is why no row of
    it can be used.
    """

    found: HeadedList
    payment: bool
    event: TitleEvent = TitleEvent.GIVEN
    scale: int = 1
    title: str = ""
    award: str = ""
    refusal: Problem | None = None

    def speaks(self, cells: Mapping[str, Cell]) -> bool:
        """Return whether a row says anything for this list: in a wide one a blank, a dash and 否 say that there is nothing."""
        if not (self.title or self.award):
            return True
        said = [cells[role].text for role in ("day", "yuan") if role in cells]
        own = [cells["document"].text] if self.title and "document" in cells else []
        return not all(_NOTHING.fullmatch(text) for text in (*said, *own))


def sort_sheet(
    table: Table, titles: Mapping[str, str], awards: Mapping[str, str], others: Iterable[str]
) -> Sequence[RegisterSheet] | Problem | None:
    """Return the lists of a sheet, the problem that it is not read, or None for one that has nothing to do with titles.

    ``titles`` and ``awards`` are those of the notice by their words, ``others`` the names of the other sheets.
    """
    names = {*titles, *awards}
    found = find_list(table, TITLE_HEADS, {"name", "title", "day"})
    payment = found is None
    found = found or find_list(table, PAYMENT_HEADS, {"name", "award", "yuan"})
    wide = [] if found or _is_other(_title(table)) else find_wide(table, titles, awards)
    if found is None and not wide and (heads := _list_turned(table, names)):
        words = {"sheet": table.sheet or _title(table), "heads": "、".join(heads)}
        return Problem("C191", _place(table), words)
    if found is None and not wide:
        spoken = _speaks_of_titles(table, names)
        return Problem("C186", _place(table), {"sheet": _title(table)}) if spoken else None
    columns = wide or ([WideColumn(found)] if found else [])
    list_of_all = columns[0].found
    word = find_set_aside(_title(table), others)
    void = next(
        (
            text
            for text in (*list_of_all.above, *_list_lone(list_of_all))
            if _VOID_TITLE.search(text) or says_void(text)
        ),
        "",
    )
    if _SURELY_VOID.search(word) or void:
        return Problem("C185", _place(table), {"sheet": _title(table), "text": shorten(word or void.strip())})
    return [_sort_column(each, word, payment=bool(each.award) or (payment and not wide)) for each in columns]


def _sort_column(column: WideColumn, word: str, *, payment: bool) -> RegisterSheet:
    """Return a list, or a column of a wide one, with what the name and the titles of its sheet say of all its rows."""
    found = column.found
    made = RegisterSheet(found, payment, title=column.title, award=column.award)
    texts = [_title(found.table), *found.above]
    doubt = "" if _OF_YEARS.search(word) else word
    doubt = doubt or next((match[0] for text in texts if (match := _PLANNED.search(text))), "")
    if doubt:
        words = {"sheet": _title(found.table), "text": doubt}
        return replace(made, refusal=Problem("C187", _place(found.table), words))
    if payment:
        unit = column.unit if column.award else found.head("yuan")
        return replace(made, scale=find_scale(unit, [*_list_units(found), *texts]))
    if column.event:
        return replace(made, event=column.event)
    return replace(_find_event(found, texts), title=column.title)


def _find_event(found: HeadedList, texts: Iterable[str]) -> RegisterSheet:
    """Return a list of titles with the event that its name, titles and heads speak of; one that speaks of several is refused."""
    if "event" in found.columns:
        return RegisterSheet(found, payment=False)
    said = [remove_blanks(fold(each)) for each in (*texts, found.head("day"), found.head("document"))]
    events = {EVENTS[word] for text in said for word in _EVENT_IN_TEXT.findall(text)}
    if len(events) > 1 or any(_DOUBTED.search(_drop_events(text)) for text in said):
        place = Place(found.table.file, found.table.sheet)
        return RegisterSheet(
            found, payment=False, refusal=Problem("C188", place, {"sheet": _title(found.table)})
        )
    return RegisterSheet(found, payment=False, event=next(iter(events), TitleEvent.GIVEN))


def _list_units(found: HeadedList) -> Iterable[str]:
    """Yield the unit that a second row of heads gives for the money: a row below the head that names nobody."""
    second = next((number for number in found.table.rows if number > found.header), 0)
    row = found.table.rows[second] if second else {}
    if found.columns["name"] not in row and (cell := row.get(found.columns["yuan"])):
        yield read_unit_below(cell.text)


def _drop_events(text: str) -> str:
    """Return a text without the reviews that say how they ended."""
    return re.sub(rf"(?:{_REVIEW})(?=不?合格|未?通过)|通过(?:{_REVIEW})", "", text)


def find_head_event(found: HeadedList) -> TitleEvent | None:
    """Return what the head of the days says that happened on them: 认定日期."""
    word = keep_letters(found.head("day")).removesuffix("日期").removesuffix("时间")
    return EVENTS.get(word)


def doubt_row(found: HeadedList, number: int, yuan: Cell | None) -> Problem | None:
    """Return what stands in a row beside what was read of it and may change that: a day of 取消, 已取消, other money."""
    for column, head in found.beside.items():
        cell = found.table.spread(number, column)
        text = cell.text.strip() if cell else ""
        if cell is None or is_no_text(text):
            continue
        word = keep_letters(head.text)
        free = is_remark_head(head.text) and word not in STATES and not _CHANGING_HEAD.fullmatch(word)
        changing = (
            not is_harmless(text, _read_title(found, number), payment=yuan is not None)
            if free
            else text in _NO
            or word in STATES
            or _CHANGING_HEAD.fullmatch(word)
            or _CHANGING.search(remove_blanks(text))
        )
        if changing or (word in MONEY_WORDS and not (yuan and yuan.text == cell.text)):
            words = {"label": head.text.replace("\n", ""), "value": shorten(text)}
            return Problem("C189", cell.place, words)
    return None


def _read_title(found: HeadedList, number: int) -> str:
    """Return the title, or the award, that a row names."""
    column = found.columns.get("title", found.columns.get("award"))
    cell = None if column is None else found.table.spread(number, column)
    return cell.text if cell else ""


def _speaks_of_titles(table: Table, names: Container[str]) -> bool:
    """Return whether a sheet without such a list may be one: it names communities, and titles, awards or what became of them."""
    title = _title(table)
    if _is_other(title):
        return False
    rows = [table.rows[number] for number in list(table.rows)[:_HEADER_ROWS]]
    lines = [[keep_letters(cell.text) for cell in row.values()] for row in rows]
    words = [word for line in lines for word in line]
    if not any("村" in each or "社区" in each for each in words):  # 单位, 项目名称, 到账数
        return any(any(map(str.isdecimal, line)) and any(word in names for word in line) for line in lines)
    if _OF_REGISTERS.search(title):
        return True
    return any(word in names or (_SPEAKS.search(word) and len(word) <= _LONGEST) for word in words)


def _list_turned(table: Table, names: Container[str]) -> list[str]:
    """Return the titles, or years over titles, that stand side by side in a heading where each should have a row."""
    if _is_other(_title(table)):
        return []
    for number in list(table.rows)[:_HEADER_ROWS]:
        heads = {column: keep_letters(cell.text) for column, cell in table.rows[number].items()}
        if not any("村" in head or "社区" in head for head in heads.values()):
            continue
        titles = [head for head in heads.values() if _drop_day(head) in names]
        years = [column for column, head in heads.items() if _YEAR_HEAD.fullmatch(head)]
        below = [
            keep_letters(cell.text)
            for row in table.rows
            if row > number
            for column, cell in table.rows[row].items()
            if column in years
        ]
        return titles or ([heads[column] for column in years] if any(each in names for each in below) else [])
    return []


def _is_other(title: str) -> bool:
    """Return whether a sheet is one of the data workbook, or explains the register."""
    return title in {*SHEETS.values(), DEFINITIONS, FINDINGS} or _EXPLAINING.search(title) is not None


def _drop_day(head: str) -> str:
    """Return a heading without what only says that days or documents stand below it."""
    return _DAY_HEAD.sub("", head)


def _list_lone(found: HeadedList) -> Iterable[str]:
    """Yield the texts that stand alone in a row and speak of the whole table."""
    for number in found.table.rows:
        cells = found.table.rows[number]
        if number > found.header and len(cells) == 1:
            yield from (cell.text for cell in cells.values() if "表" in cell.text)


def _title(table: Table) -> str:
    """Return the name of a sheet; that of the file where the sheet has none of its own."""
    own = table.sheet and not _UNNAMED.fullmatch(table.sheet.strip())
    return table.sheet if own else PurePath(table.file).stem


def _place(table: Table) -> Place:
    return Place(table.file, table.sheet)
