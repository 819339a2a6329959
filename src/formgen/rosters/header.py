"""Find the header of a roster, wherever it is, and what each of its columns means. Knows a register; no row below."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice

from formgen.folding import keep_letters
from formgen.intake.headers import is_unit
from formgen.intake.records import suggest
from formgen.intake.vocabulary import Meaning, Vocabulary
from formgen.problems import Problem
from formgen.registers.register import ColumnKind, RegisterSpec
from formgen.rosters.sheets import RosterSheet, plain_value, text_of_value

_SEARCHED = 60  # rows from the top in which a header may be
_FEWEST = 2  # columns that are known in a header
_SILENT = frozenset({"序号", "编号", "备注", "no", "填报人", "填表人", "审核人", "填报日期"})
_NOTES: Mapping[ColumnKind, frozenset[str]] = {
    "yesno": frozenset({"是/否", "是否", "是或否", "有/无", "有无", "填是或否", "√", "打√"}),
    "age": frozenset({"周岁", "岁", "填整数"}),
    "id_number": frozenset({"18位", "号码", "必填18位"}),
    "date": frozenset({"年月日", "年-月-日", "年/月/日", "日期", "yyyy-mm-dd"}),
    "count": frozenset({"人", "个", "填整数"}),
    "phone": frozenset({"手机", "手机号", "手机号码", "座机"}),
    "month": frozenset({"1-12", "月"}),
}
_FOR_ALL = frozenset({"必填", "选填", "可不填", "可填", "全称", "名称"})

LEFT = "(?:死亡|亡故|病故|去世|身故|离世|迁出|迁离|外迁|搬离|搬出|销户|注销|转出)"  # words for those who are gone
_GONE_HEAD = re.compile(
    rf"(?:是否|户口|户籍|人员|已)*{LEFT}(?:[或及和]?{LEFT})*(?:日期|时间|年月|年度|情况|原因|去向|地|地址|标志|标记|登记)?"
)


@dataclass(frozen=True)
class RosterHeader:
    """The header of a sheet: its last row, counted from 0, and the columns by their keys, counted from 0.

    ``unknown`` are the columns whose words have no meaning, ``doubled`` those whose meaning an earlier one has.
    """

    bottom: int
    columns: Mapping[str, int]
    texts: Mapping[int, str]
    unknown: Mapping[int, str] = field(default_factory=dict)
    doubled: Mapping[int, str] = field(default_factory=dict)

    @cached_property
    def others(self) -> Mapping[int, str]:
        """Return the words above the columns that are not read, remarks among them."""
        return {at: text for at, text in self.texts.items() if at not in set(self.columns.values())}


def make_roster_words(register: RegisterSpec) -> Vocabulary:
    """Return the words that head the columns of a register."""
    words = Vocabulary()
    for key, column in register.columns.items():
        words.add(Meaning("facts", key), key, column.zh, column.also)
    words.allow_notes(lambda meaning: _list_column_notes(register, meaning.key))
    return words


def _list_column_notes(register: RegisterSpec, key: str) -> frozenset[str]:
    column = register.columns[key]
    notes = _FOR_ALL | _NOTES.get(column.kind, frozenset())
    joined = {sign.join(column.choices) for sign in "/、或"}
    return notes | joined if column.choices else notes


def find_roster_header(sheet: RosterSheet, words: Vocabulary, subject: str = "name") -> RosterHeader | None:
    """Return the header of a sheet: the row that names the most columns, that of its subject among them."""
    rows = [_texts(row) for row in islice(sheet.rows(), _SEARCHED)]
    best, most = None, _FEWEST - 1
    for at, row in enumerate(rows):
        known = {meaning.key for text in row.values() if (meaning := words.look_up(text))}
        below = _texts_below(rows, at, words, subject)
        known |= {meaning.key for text in below.values() if (meaning := words.look_up(text))}
        if len(known) > most and subject in known:
            best, most = at, len(known)
    return _make_header(rows, best, words, subject) if best is not None else None


def _texts(row: Sequence[object]) -> dict[int, str]:
    shown = ((at, text_of_value(plain_value(value))) for at, value in enumerate(row))
    return {at: text for at, text in shown if text}


def _texts_below(
    rows: Sequence[Mapping[int, str]], at: int, words: Vocabulary, subject: str
) -> Mapping[int, str]:
    """Return the second row of a header: the words of columns under a common one, nothing where it holds data."""
    below = rows[at + 1] if at + 1 < len(rows) else {}
    names = [column for column, text in rows[at].items() if _means(words, text, subject)]
    free = all(words.look_up(text) or is_unit(text) for text in below.values())
    return below if free and not any(column in below for column in names) else {}


def _means(words: Vocabulary, text: str, key: str) -> bool:
    meaning = words.look_up(text)
    return meaning is not None and meaning.key == key


def _make_header(rows: Sequence[Mapping[int, str]], at: int, words: Vocabulary, subject: str) -> RosterHeader:
    below = _texts_below(rows, at, words, subject)
    shown = {**rows[at], **{column: text for column, text in below.items() if not is_unit(text)}}
    columns: dict[str, int] = {}
    unknown: dict[int, str] = {}
    doubled: dict[int, str] = {}
    for column, text in sorted(shown.items()):
        meaning = words.look_up(text)
        if meaning is None:
            if keep_letters(text) not in _SILENT:
                unknown[column] = text
        elif meaning.key in columns:
            doubled[column] = text
        else:
            columns[meaning.key] = column
    return RosterHeader(at + bool(below), columns, shown, unknown, doubled)


def is_gone_head(text: str) -> bool:
    """Return whether a column says when somebody died or moved away, or that he did."""
    return _GONE_HEAD.fullmatch(keep_letters(text)) is not None


def report_columns(sheet: RosterSheet, header: RosterHeader, words: Vocabulary) -> list[Problem]:
    """Return a problem for each column that was not understood or stands twice."""
    found = []
    for column, text in header.unknown.items():
        if is_gone_head(text):
            continue  # what stands in it is told
        hint = suggest(text, words.shown)
        found.append(Problem("N103", sheet.place(header.bottom, column), {"column": text, "hint": hint}))
    for column, text in header.doubled.items():
        meaning = words.look_up(text)
        first = header.columns[meaning.key] if meaning else column
        other = sheet.place(header.bottom, first).short
        found.append(Problem("N104", sheet.place(header.bottom, column), {"column": text, "other": other}))
    return found
