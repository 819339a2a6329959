"""称号台账: which community was given which title when, what became of it, and what was paid (奖补发放), row by row.

Two lists, in sheets of one workbook or of several files, found by their headers; where they are in a file does not
matter. Knows cells, and the words by which a notice calls its titles and awards. Decides nothing: see ``county.titles``.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import TypeVar

from formgen.folding import fold, keep_letters
from formgen.intake.dates import format_date, parse_date, split_day
from formgen.intake.fields import Field
from formgen.intake.headed_lists import HeadedList, read_tables, tell_hidden
from formgen.intake.names import describe_strike, is_total
from formgen.intake.raw import STRUCK, Cell
from formgen.intake.register_sheets import RegisterSheet, doubt_row, find_head_event, sort_sheet
from formgen.intake.register_words import BY_DOCUMENT, EVENTS, LABELS, TitleEvent
from formgen.intake.values import UnusableError, read_field_text, read_name, read_value
from formgen.model import Answer, Who
from formgen.problems import FormgenError, Place, Problem
from formgen.quoting import mask_numbers
from formgen.rubric.schema import Rubric

_Value = TypeVar("_Value")
REGISTER = "称号台账"
_COUNTED = re.compile(r"\s*[共计]{0,2}\s*\d+\s*[个笔项家次]?\s*")  # what a total says of titles
_BELOW_ZERO = re.compile(r"[-−－﹣]\s*\d")
_YEAR = re.compile(r"((?:19|20)\d\d)(?:年度?)?")

_DOCUMENT_YEAR = re.compile(r"[\[(〔【]((?:19|20)\d\d)[\])〕】]")


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
    """A row that cannot be used: whose it is (a blank name where it does not tell), and of which list it is.

    ``titles`` are those that it speaks of, none where it does not tell; ``changed`` says that something beside the row may
    change it. ``whole`` stands for a sheet of which nothing was read: it may be about anybody.
    """

    who: Who
    payment: bool
    place: Place
    titles: frozenset[str] = frozenset()
    changed: bool = False
    whole: bool = False


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
        lists, unread = 0, list[Problem]()
        tables = read_tables(file, REGISTER)
        for table in tables:
            others = [each.sheet for each in tables if each is not table]
            found = sort_sheet(table, words.titles, words.awards, others)
            if isinstance(found, Problem):
                unread.append(found)
                register.problems.append(found)
                if found.severity == "error":
                    register.unread.append(
                        UnreadRow(Who("", ""), payment=False, place=found.place, whole=True)
                    )
                continue
            before = len(register.titles)
            for sheet in found or ():
                _read_list(register, sheet, words)
                lists += 1
            register.problems += _find_undocumented(register.titles[before:])
        if not lists:
            turned = next((each for each in unread if each.severity == "error"), None)
            raise FormgenError(turned or Problem("C130", Place(file.name), {"file": file.name}))
    told = {(each.code, each.place, str(each)): each for each in register.problems}  # once for a wide list
    register.problems = list(told.values())
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


def _read_list(register: TitleRegister, sheet: RegisterSheet, words: _Words) -> None:
    found, told = sheet.found, len(register.problems)
    register.problems += [sheet.refusal] if sheet.refusal else []
    numbers = []
    for number, cells in found.rows(own={"yuan"}):
        if _is_no_row(found, number, cells) or not sheet.speaks(cells):
            continue  # a total, a remark below the list, or nothing in this column of a wide one
        numbers.append(number)
        _read_row(register, sheet, _RowReader(sheet, number, cells, words))
    heard = {each.words["label"] for each in register.problems[told:] if each.code == "C189"}
    columns = {cell.text.replace("\n", ""): cell for cell in found.unknown}
    for name, cell in columns.items():
        register.problems += [] if name in heard else [Problem("C136", cell.place, {"column": name})]
    register.problems += tell_hidden(found.table, numbers)


def _is_no_row(found: HeadedList, number: int, cells: Mapping[str, Cell]) -> bool:
    """Return whether a row below the header says nothing of one community."""
    heads = [cells[role].text for role in ("township", "name") if role in cells]
    chosen = [cells[role].text for role in ("title", "award") if role in cells]
    if heads and is_total(heads[-1]) and all(map(_COUNTED.fullmatch, chosen)):
        return True
    every = [cell.text for cell in found.table.rows[number].values()]
    if not {"title", "award"} & found.columns.keys():  # a wide list: its days and money say that a row is one
        return any(map(is_total, [*heads, *every]))
    if chosen and not ("name" not in cells and all(map(is_total, chosen))):
        return False
    return "name" not in cells or any(map(is_total, [*heads, *every]))


def _read_row(register: TitleRegister, sheet: RegisterSheet, reader: "_RowReader") -> None:
    if sheet.refusal:
        register.unread.append(reader.leave_out())
        return
    row = reader.read_payment() if sheet.payment else reader.read_title()
    if isinstance(row, TitleRow):
        register.titles.append(row)
    elif row:
        register.payments.append(row)
    else:
        register.unread.append(reader.leave_out())
    if row and row.day and (hint := _doubt_document(row, row.day, reader.cells)):
        register.problems.append(hint)
    register.problems += reader.problems


def _find_undocumented(rows: Sequence[TitleRow]) -> Iterator[Problem]:
    """Yield once for a list that titles were given or taken in it by no document."""
    bare = [row for row in rows if row.event in BY_DOCUMENT and not row.document]
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

    def __init__(self, sheet: RegisterSheet, number: int, cells: Mapping[str, Cell], words: _Words) -> None:
        self.problems: list[Problem] = []
        self._sheet, self._found, self._number = sheet, sheet.found, number
        self.cells, self._words = cells, words
        self.place = (cells.get("name") or next(iter(cells.values()))).place
        name = self._take("name", _read_place) or ""
        self.who = Who(self._take("township", _read_place) or "", name) if name else Who("", "")
        self._doubt: Problem | None = None

    def read_title(self) -> TitleRow | None:
        """Return what a row of the titles says."""
        self._refuse_doubtful()
        own = [role for role in ("title", "event") if role in self._found.columns]
        self._require("name", "day", *own)
        title = self._sheet.title or self._choose("title", self._words.titles, self._words.title_names)
        event = self._sheet.event
        if "event" in self.cells:
            event = self._choose("event", EVENTS, list(TitleEvent)) or event
            self._compare_head(event)
        day, until = self._take("day", _read_day), self._take("until", _read_day)
        if until and day and until < day:
            self.problems.append(Problem("C141", self.cells["until"].place, {"name": str(self.who)}))
        document, part = mask_numbers(self._read_document()), self._taking_part()
        if self.problems or title is None or day is None:
            return None
        return TitleRow(self.who, title, event, day, document, until, self.place, part)

    def read_payment(self) -> PaymentRow | None:
        """Return what a row of the payments says; the year is that of its day where it is not written."""
        self._refuse_doubtful()
        self._require("name", "yuan", *(["award"] if "award" in self._found.columns else []))
        scale = self._sheet.scale
        award = self._sheet.award or self._choose("award", self._words.awards, self._words.award_names)
        yuan = self._take("yuan", partial(_read_yuan, scale=scale))
        day = self._take("day", _read_day)
        year = self._read_year() or (day.year if day else None)
        if year is None and not self.problems:
            words = {"name": self._named(), "labels": f"{LABELS['year']}或{LABELS['day']}"}
            self.problems.append(Problem("C135", self.place, words))
        document, part = mask_numbers(self._read_document()), self._taking_part()
        if self.problems or award is None or yuan is None or year is None:
            return None
        return PaymentRow(self.who, award, year, yuan, day, document, self.place, part)

    def leave_out(self) -> UnreadRow:
        """Return the row as one that cannot be used, with the titles that it and what stands beside it speak of."""
        own: str | None = self._sheet.title
        if "title" in self.cells:
            own = self._words.titles.get(keep_letters(self.cells["title"].text))
        beside = keep_letters(self._doubt.words["value"]) if self._doubt else ""
        named = {title for word, title in self._words.titles.items() if beside and word in beside}
        titles = frozenset({own, *named}) if own else frozenset()
        return UnreadRow(self.who, self._sheet.payment, self.place, titles, changed=bool(self._doubt))

    def _compare_head(self, event: TitleEvent) -> None:
        """Report a day of which the head says that something else happened on it."""
        headed = find_head_event(self._found)
        if headed and headed is not event and "day" in self.cells:
            words = {"name": str(self.who), "event": event.value, "label": self._found.head("day")}
            self.problems.append(Problem("C190", self.cells["day"].place, words))

    def _refuse_doubtful(self) -> None:
        """Report a name that is struck through, and what stands beside the row and may change it."""
        self._doubt = doubt_row(self._found, self._number, self.cells.get("yuan"))
        self.problems += [self._doubt] if self._doubt else []
        cell = self.cells.get("name")
        if cell and STRUCK in cell.text:
            words = {"label": LABELS["name"], "value": cell.text, "why": describe_strike(cell.text)}
            self.problems.append(Problem("D172", cell.place, words))

    def _require(self, *roles: str) -> None:
        lacking = [LABELS[role] for role in roles if role not in self.cells]
        if lacking:
            words = {"name": self._named(), "labels": "、".join(lacking)}
            self.problems.append(Problem("C135", self.place, words))

    def _named(self) -> str:
        """Return the words that say whose row it is, empty where no name is written."""
        return f"“{self.who}”的" if self.who.name else ""

    def _take(self, role: str, read: Callable[[Cell], _Value]) -> _Value | None:
        cell = self.cells.get(role)
        if cell is None:
            return None
        try:
            return read(cell)
        except UnusableError as error:
            self.problems.append(error.problem)
            return None

    def _text(self, role: str) -> str:
        return self._take(role, lambda cell: read_field_text(cell, Field(role, LABELS[role], "text"))) or ""

    def _read_document(self) -> str:
        """Return the document of a row, from its own cell or from behind the day: 2020-11-25（龙人社〔2020〕9号）."""
        written, day = self._text("document"), self.cells.get("day")
        behind = split_day(day.text)[1] if day else ""
        if day and written and behind and keep_letters(written) != keep_letters(behind):
            words = {"label": LABELS["day"], "value": day.text}
            self.problems.append(Problem("D139", day.place, words))
        return written or behind

    def _choose(self, role: str, known: Mapping[str, _Value], shown: Sequence[str]) -> _Value | None:
        text = self._text(role)
        chosen = known.get(keep_letters(text))
        if text and chosen is None:
            words = {"label": LABELS[role], "value": text, "known": "、".join(shown) or "（通知没有写）"}
            self.problems.append(Problem("C133", self.cells[role].place, words))
        return chosen

    def _read_year(self) -> int | None:
        text = self._text("year")
        match = _YEAR.fullmatch(fold(text))
        if text and not match:
            words = {"label": LABELS["year"], "value": text, "known": "四位数的年份，如 2020"}
            self.problems.append(Problem("C133", self.cells["year"].place, words))
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
    alone, document = split_day(cell.text)
    written = cell._replace(content=alone, kind="text") if document else cell
    plain = read_field_text(written, Field("day", LABELS["day"], "date"))
    day = parse_date(plain)
    if day is None:
        raise UnusableError(cell, "D139", label=LABELS["day"], value=plain)
    return day


def _read_yuan(cell: Cell, scale: int) -> Fraction:
    """Return the yuan of a cell; a unit in the cell below a head with another one is a contradiction."""
    if _BELOW_ZERO.match(fold(cell.text).strip()):
        raise UnusableError(cell, "C192", value=cell.text)
    found = read_value(cell, Field("yuan", "金额", "count", unit="元", decimal=True))
    if not isinstance(found, Fraction) or (scale > 1 and "元" in cell.as_shown().text):
        raise UnusableError(cell, "D107", label="金额", value=cell.text)
    return found * scale
