"""称号台账: which community was given which title when, what became of it, and what was paid (奖补发放), row by row.

Two lists, in sheets of one workbook or of several files, found by their headers; where they are in a file does not
matter. Knows cells, and the words by which a notice calls its titles and awards. Decides nothing: see ``county.titles``.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction
from pathlib import Path
from typing import TypeVar

from formgen.folding import fold, keep_letters
from formgen.intake.dates import format_date, parse_date
from formgen.intake.fields import Field
from formgen.intake.headed_lists import (
    NAME_WORDS,
    TOWNSHIP_WORDS,
    HeadedList,
    Heads,
    find_list,
    read_tables,
)
from formgen.intake.names import describe_strike, is_total
from formgen.intake.raw import STRUCK, Cell
from formgen.intake.values import UnusableError, read_field_text, read_name, read_value
from formgen.model import Answer, Who
from formgen.problems import FormgenError, Place, Problem
from formgen.quoting import mask_numbers
from formgen.rubric.schema import Rubric

_Value = TypeVar("_Value")
REGISTER = "称号台账"
_YEAR = re.compile(r"((?:19|20)\d\d)(?:年度?)?")

_DOCUMENT_YEAR = re.compile(r"[\[(〔【]((?:19|20)\d\d)[\])〕】]")


class TitleEvent(StrEnum):
    """What a row of the register says of a title; the value is the word that clerks choose."""

    GIVEN = "认定"
    REVIEWED = "复核合格"
    FAILED = "复核不合格"
    RECTIFY = "限期整顿"
    RECTIFIED = "整顿合格"
    CANCELLED = "取消"
    PLAQUE = "摘牌"
    WITHDRAWN = "退出"

    @property
    def ends(self) -> bool:
        """Return whether nobody holds the title after it."""
        return self in {TitleEvent.CANCELLED, TitleEvent.PLAQUE, TitleEvent.WITHDRAWN}


_EVENT_WORDS: Mapping[TitleEvent, str] = {
    TitleEvent.GIVEN: "授予 评定 命名 授牌 获评 新认定 重新认定 创建成功",
    TitleEvent.REVIEWED: "复评合格 复评通过 复核通过 通过复评 通过复核 复审合格 复审通过 年检合格",
    TitleEvent.FAILED: "复评不合格 复评未通过 复核未通过 未通过复评 未通过复核 复审不合格 复审未通过",
    TitleEvent.RECTIFY: "整顿 整改 限期整改 责令整改 规范整顿 责令整顿",
    TitleEvent.RECTIFIED: "整改合格 整改到位 整顿到位 恢复",
    TitleEvent.CANCELLED: "撤销 取消称号 撤销称号",
    TitleEvent.PLAQUE: "收回牌匾 收回 收牌",
    TitleEvent.WITHDRAWN: "自愿退出 放弃",
}
_EVENTS: Mapping[str, TitleEvent] = {
    word: event
    for event in TitleEvent
    for word in (event.value, event.name.lower(), *_EVENT_WORDS[event].split())
}
_BY_DOCUMENT = frozenset({TitleEvent.GIVEN, TitleEvent.CANCELLED})
LABELS: Mapping[str, str] = {
    "township": "乡镇（街道）",
    "name": "社区（村）",
    "title": "称号",
    "event": "事项",
    "day": "日期",
    "document": "文号",
    "until": "整顿期限",
    "award": "奖补项目",
    "year": "年度",
    "yuan": "金额（元）",
    "taking_part": "今年参加",
}
_BOTH: Heads = {
    "township": TOWNSHIP_WORDS,
    "name": NAME_WORDS,
    "document": frozenset(
        {"文号", "文件", "依据", "依据文件", "认定文件", "认定文号", "发文字号", "文件文号", "凭证"}
    ),
    "taking_part": frozenset({"今年参加", "参加今年评定", "是否参加"}),
}
_TITLE_HEADS: Heads = {
    **_BOTH,
    "title": frozenset({"称号", "称号级别", "级别", "荣誉称号", "认定级别", "称号名称", "称号或级别"}),
    "event": frozenset({"事项", "变动", "变动事项", "变动情况", "办理事项", "情况"}),
    "day": frozenset({"日期", "认定日期", "发文日期", "变动日期", "文件日期", "时间", "认定时间"}),
    "until": frozenset({"期限", "整顿期限", "整改期限", "限期", "到期日"}),
}
_PAYMENT_HEADS: Heads = {
    **_BOTH,
    "award": frozenset({"奖补", "奖补项目", "项目", "资金项目", "奖补名称", "奖励项目"}),
    "year": frozenset({"年度", "年份", "所属年度", "奖补年度"}),
    "yuan": frozenset(
        {"金额", "金额元", "发放金额", "发放金额元", "奖补金额", "奖补金额元", "已发金额", "已发金额元"}
    ),
    "day": frozenset({"日期", "发放日期", "拨付日期", "发放时间", "时间"}),
}
TITLE_COLUMNS = ("township", "name", "title", "event", "day", "document", "until", "taking_part")
PAYMENT_COLUMNS = ("township", "name", "award", "year", "yuan", "day", "document", "taking_part")


@dataclass(frozen=True, slots=True)
class TitleRow:
    """One thing that happened to a title: whose, what, on which day, by which document; ``until`` limits a 整顿."""

    who: Who
    title: str
    event: TitleEvent
    day: date
    document: str
    until: date | None
    place: Place
    taking_part: bool = True


@dataclass(frozen=True, slots=True)
class PaymentRow:
    """Money that was paid: to whom, by which award (its key), for which year, how much, on which day."""

    who: Who
    award: str
    year: int
    yuan: Fraction
    day: date | None
    document: str
    place: Place
    taking_part: bool = True


@dataclass(frozen=True, slots=True)
class UnreadRow:
    """A row that cannot be used: whose it is (a blank name where it does not tell), and of which list it is."""

    who: Who
    payment: bool
    place: Place


@dataclass(slots=True)
class TitleRegister:
    """What a register says: the rows that can be used, those that cannot, and what is wrong with them."""

    titles: list[TitleRow] = field(default_factory=list)
    payments: list[PaymentRow] = field(default_factory=list)
    unread: list[UnreadRow] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read_title_register(files: Sequence[Path], rubric: Rubric) -> TitleRegister:
    """Read the register of titles and of payments from some files.

    Raises FormgenError C130 for a file with neither list, F codes for what cannot be read.
    """
    register = TitleRegister()
    words = _Words(rubric)
    for file in files:
        lists = 0
        for table in read_tables(file, REGISTER):
            if found := find_list(table, _TITLE_HEADS, {"name", "title", "day"}):
                _read_list(register, found, words, payment=False)
            elif found := find_list(table, _PAYMENT_HEADS, {"name", "award", "yuan"}):
                _read_list(register, found, words, payment=True)
            lists += found is not None
        if not lists:
            raise FormgenError(Problem("C130", Place(file.name), {"file": file.name}))
    return register


class _Words:
    """The words of a notice for its titles and awards."""

    def __init__(self, rubric: Rubric) -> None:
        self.titles = {keep_letters(name): name for name in rubric.title_names}
        for title in rubric.titles.values():
            self.titles |= {keep_letters(word): title.zh for word in title.also}
        self.title_names = rubric.title_names
        self.awards = {keep_letters(each.title): key for key, each in rubric.awards.items()}
        self.awards |= {key: key for key in rubric.awards}
        self.award_names = [each.title for each in rubric.awards.values()]


def _read_list(register: TitleRegister, found: HeadedList, words: _Words, *, payment: bool) -> None:
    before = len(register.titles)
    for cell in found.unknown:
        register.problems.append(Problem("C136", cell.place, {"column": cell.text.replace("\n", "")}))
    for _, cells in found.rows(own={"yuan"}):
        reader = _RowReader(found, cells, words)
        heads = [cells[role].text for role in ("township", "name") if role in cells]
        if ("name" not in cells or any(map(is_total, heads))) and not {"title", "award"} & cells.keys():
            continue  # a total, or a remark below the list
        row = reader.read_payment() if payment else reader.read_title()
        if isinstance(row, TitleRow):
            register.titles.append(row)
        elif row:
            register.payments.append(row)
        else:
            register.unread.append(UnreadRow(reader.who, payment, reader.place))
        if row and row.day and (hint := _doubt_document(row, row.day, cells)):
            register.problems.append(hint)
        register.problems += reader.problems
    register.problems += _find_undocumented(register.titles[before:])


def _find_undocumented(rows: Sequence[TitleRow]) -> Iterator[Problem]:
    """Yield once for a list that titles were given or taken in it by no document."""
    bare = [row for row in rows if row.event in _BY_DOCUMENT and not row.document]
    if bare:
        yield Problem("C171", bare[0].place, {"count": str(len(bare)), "name": str(bare[0].who)})


def _doubt_document(row: TitleRow | PaymentRow, day: date, cells: Mapping[str, Cell]) -> Problem | None:
    """Return the hint C160 where a document is of another year than the day; it may be of the year before."""
    found = _DOCUMENT_YEAR.search(fold(row.document))
    if found is None or day.year - int(found[1]) in {0, 1}:
        return None
    words = {"name": str(row.who), "document": row.document, "year": found[1], "day": format_date(day)}
    return Problem("C160", cells["document"].place, words)


class _RowReader:
    """Reads one row; what cannot be used is a problem, and then there is no row."""

    def __init__(self, found: HeadedList, cells: Mapping[str, Cell], words: _Words) -> None:
        self.problems: list[Problem] = []
        self._found, self._cells, self._words = found, cells, words
        self.place = (cells.get("name") or next(iter(cells.values()))).place
        name = self._take("name", _read_place) or ""
        self.who = Who(self._take("township", _read_place) or "", name) if name else Who("", "")

    def read_title(self) -> TitleRow | None:
        """Return what a row of the titles says."""
        self._refuse_struck()
        self._require("name", "title", "day", *(["event"] if "event" in self._found.columns else []))
        title = self._choose("title", self._words.titles, self._words.title_names)
        event = TitleEvent.GIVEN
        if "event" in self._cells:
            event = self._choose("event", _EVENTS, list(TitleEvent)) or event
        day, until = self._take("day", _read_day), self._take("until", _read_day)
        if until and day and until < day:
            self.problems.append(Problem("C141", self._cells["until"].place, {"name": str(self.who)}))
        document, part = mask_numbers(self._text("document")), self._taking_part()
        if self.problems or title is None or day is None:
            return None
        return TitleRow(self.who, title, event, day, document, until, self.place, part)

    def read_payment(self) -> PaymentRow | None:
        """Return what a row of the payments says; the year is that of its day where it is not written."""
        self._refuse_struck()
        self._require("name", "award", "yuan")
        award = self._choose("award", self._words.awards, self._words.award_names)
        yuan = self._take("yuan", _read_yuan)
        day = self._take("day", _read_day)
        year = self._read_year() or (day.year if day else None)
        if year is None and not self.problems:
            words = {"name": str(self.who), "labels": f"{LABELS['year']}或{LABELS['day']}"}
            self.problems.append(Problem("C135", self.place, words))
        document, part = mask_numbers(self._text("document")), self._taking_part()
        if self.problems or award is None or yuan is None or year is None:
            return None
        return PaymentRow(self.who, award, year, yuan, day, document, self.place, part)

    def _refuse_struck(self) -> None:
        """Report a name that is struck through."""
        cell = self._cells.get("name")
        if cell and STRUCK in cell.text:
            words = {"label": LABELS["name"], "value": cell.text, "why": describe_strike(cell.text)}
            self.problems.append(Problem("D172", cell.place, words))

    def _require(self, *roles: str) -> None:
        lacking = [LABELS[role] for role in roles if role not in self._cells]
        if lacking:
            words = {"name": str(self.who), "labels": "、".join(lacking)}
            self.problems.append(Problem("C135", self.place, words))

    def _take(self, role: str, read: Callable[[Cell], _Value]) -> _Value | None:
        cell = self._cells.get(role)
        if cell is None:
            return None
        try:
            return read(cell)
        except UnusableError as error:
            self.problems.append(error.problem)
            return None

    def _text(self, role: str) -> str:
        return self._take(role, lambda cell: read_field_text(cell, Field(role, LABELS[role], "text"))) or ""

    def _choose(self, role: str, known: Mapping[str, _Value], shown: Sequence[str]) -> _Value | None:
        text = self._text(role)
        chosen = known.get(keep_letters(text))
        if text and chosen is None:
            words = {"label": LABELS[role], "value": text, "known": "、".join(shown) or "（通知没有写）"}
            self.problems.append(Problem("C133", self._cells[role].place, words))
        return chosen

    def _read_year(self) -> int | None:
        text = self._text("year")
        match = _YEAR.fullmatch(fold(text))
        if text and not match:
            words = {"label": LABELS["year"], "value": text, "known": "四位数的年份，如 2020"}
            self.problems.append(Problem("C133", self._cells["year"].place, words))
        return int(match[1]) if match else None

    def _taking_part(self) -> bool:
        found = self._take(
            "taking_part", lambda cell: read_value(cell, Field("taking_part", LABELS["taking_part"], "yesno"))
        )
        return found is not Answer.NO


def _read_place(cell: Cell) -> str:
    """Return the name of a place; one that is struck through is the same name, and the row says nothing for certain."""
    return read_name(cell).replace(STRUCK, "")


def _read_day(cell: Cell) -> date:
    plain = read_field_text(cell, Field("day", LABELS["day"], "date"))
    day = parse_date(plain)
    if day is None:
        raise UnusableError(cell, "D139", label=LABELS["day"], value=plain)
    return day


def _read_yuan(cell: Cell) -> Fraction:
    found = read_value(cell, Field("yuan", "金额", "count", unit="元", decimal=True))
    if not isinstance(found, Fraction):
        raise UnusableError(cell, "D107", label="金额", value=cell.text)
    return found
