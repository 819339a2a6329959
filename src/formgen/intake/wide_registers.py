"""Wide lists of a 称号台账: a column, or a group of columns, for each title or award, where each should have its own row.

Such a list is read as several, one for each column of days or of money. Where a column of it is not understood, none of
it is read. Knows headings only.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from formgen.folding import keep_letters
from formgen.intake.dates import parse_date, split_day
from formgen.intake.headed_lists import NUMBER_WORDS, HeadedList
from formgen.intake.raw import Cell
from formgen.intake.register_remarks import is_remark_head
from formgen.intake.register_words import EVENTS, MONEY_WORDS, PAYMENT_HEADS, TITLE_HEADS, TitleEvent
from formgen.intake.tables import Table

_HEADER_ROWS = 20
_YEAR_HEAD = re.compile(r"(?:19|20)\d\d(?:年度?)?")
_SHARED = ("township", "name", "year", "document", "taking_part")  # what a row has once for all its columns


@dataclass(frozen=True, slots=True)
class WideColumn:
    """One column of a wide list as a list of its own: of which title and what happened to it, or of which award.

    ``event`` is None where the heading does not say it; ``unit`` is what the heading of an award says of its money.
    """

    found: HeadedList
    title: str = ""
    event: TitleEvent | None = None
    award: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class _Head:
    """What stands over a column: the title or award, and what the rest of the heading says."""

    name: str
    payment: bool
    rest: str


def find_wide(table: Table, titles: Mapping[str, str], awards: Mapping[str, str]) -> list[WideColumn]:
    """Return the columns of a wide list; none where the sheet is no such list, or not all of it is understood."""
    for number in list(table.rows)[:_HEADER_ROWS]:
        lower = _find_lower(table, number)
        heads = dict(_list_heads(table, number, lower))
        shared = _find_shared({column: keep_letters(cell.text) for column, cell in heads.items()})
        if "name" not in shared:
            continue
        named = {
            column: head
            for column, cell in heads.items()
            if column not in shared.values()
            and (head := _split_head(keep_letters(cell.text), titles, awards))
        }
        if named and not any(_YEAR_HEAD.fullmatch(keep_letters(cell.text)) for cell in heads.values()):
            others = {
                column: cell for column, cell in heads.items() if column not in {*shared.values(), *named}
            }
            return _make_columns(HeadedList(table, lower or number, shared), named, others)
    return []


def _find_lower(table: Table, number: int) -> int:
    """Return the row of a second line of headings, 0 where there is none: below a merged title stand 日期 and 文号."""
    second = next((each for each in table.rows if each > number), 0)
    words = [keep_letters(cell.text) for cell in table.rows[second].values()] if second else []
    parts = [*(TITLE_HEADS[role] for role in ("day", "document")), MONEY_WORDS]
    return second if words and all(any(word in part for part in parts) for word in words) else 0


def _list_heads(table: Table, number: int, lower: int) -> Iterator[tuple[int, Cell]]:
    """Yield the heading of each column, with what stands above it where it is merged over several."""
    for column in sorted({*table.rows[number], *(table.rows[lower] if lower else ())}):
        above = table.spread(number, column)
        below = table.rows[lower].get(column) if lower else None
        if cell := below or above:
            both = above.text + below.text if above and below else cell.text
            yield column, cell._replace(content=both, kind="text")


def _find_shared(heads: Mapping[int, str]) -> dict[str, int]:
    words = {**PAYMENT_HEADS, **TITLE_HEADS}
    found: dict[str, int] = {}
    for column, head in heads.items():
        role = next((role for role in _SHARED if head in words[role]), "")
        if role:
            found.setdefault(role, column)
    return found


def _split_head(head: str, titles: Mapping[str, str], awards: Mapping[str, str]) -> _Head | None:
    """Return the title or award with which a heading begins, the longest that fits."""
    fitting = [(word, False) for word in titles if head.startswith(word)]
    fitting += [(word, True) for word in awards if head.startswith(word)]
    if not fitting:
        return None
    word, payment = max(fitting, key=lambda each: (len(each[0]), each[1]))
    return _Head(awards[word] if payment else titles[word], payment, head.removeprefix(word))


@dataclass(slots=True)
class _Sorted:
    """The columns of a wide list by what they hold."""

    days: dict[tuple[str, TitleEvent | None], int] = field(default_factory=dict)
    documents: dict[tuple[str, TitleEvent | None], int] = field(default_factory=dict)
    money: dict[str, tuple[int, str]] = field(default_factory=dict)

    def put(self, column: int, head: _Head) -> bool:
        """Take a column; return whether its heading is understood, and no other column has it."""
        if head.payment:
            fits = not head.rest or head.rest in MONEY_WORDS
            before = len(self.money)
            self.money.setdefault(head.name, (column, head.rest))
            return fits and len(self.money) > before
        event, what = _split_rest(head.rest)
        of = {"day": self.days, "document": self.documents}.get(what)
        if of is None or (head.name, event) in of:
            return False
        of[head.name, event] = column
        return True

    def settle_documents(self) -> bool:
        """Give documents of which the heading does not say what happened to the only days of their title."""
        for title, event in list(self.documents):
            own = [each for each in self.days if each[0] == title]
            if (title, event) not in self.days:
                if event is not None or len(own) != 1:
                    return False
                self.documents[own[0]] = self.documents.pop((title, event))
        return True


def _make_columns(
    shared: HeadedList, named: Mapping[int, _Head], others: Mapping[int, Cell]
) -> list[WideColumn]:
    """Return the columns of days and of money; none where a heading says what is not understood."""
    columns, words = _Sorted(), {column: keep_letters(cell.text) for column, cell in others.items()}
    known = [each for heads in (TITLE_HEADS, PAYMENT_HEADS) for each in heads.values()]
    if any(word in each for word in words.values() for each in known):
        return []  # a day, a title, or an event that the row has once for several titles
    if not all(columns.put(column, head) for column, head in named.items()):
        return []
    days, money = columns.days, columns.money
    if not columns.settle_documents() or (days and money) or (money and "year" not in shared.columns):
        return []
    if days and (not _has_day(shared, days.values()) or (len(days) > 1 and "document" in shared.columns)):
        return []
    beside = {column: cell for column, cell in others.items() if words[column] not in NUMBER_WORDS}
    unknown = tuple(cell for cell in beside.values() if not is_remark_head(cell.text))

    def take(**own: int) -> HeadedList:
        return HeadedList(shared.table, shared.header, {**shared.columns, **own}, unknown, beside)

    documents = {of: {"document": column} for of, column in columns.documents.items()}
    made = [
        WideColumn(take(day=column, **documents.get(of, {})), title=of[0], event=of[1])
        for of, column in days.items()
    ]
    return made or [
        WideColumn(take(yuan=column), award=award, unit=unit) for award, (column, unit) in money.items()
    ]


def _has_day(shared: HeadedList, columns: Collection[int]) -> bool:
    """Return whether a day stands in one of some columns: below the names of levels there may be points as well."""
    cells = (
        shared.table.rows[row].get(column)
        for row in shared.table.rows
        if row > shared.header
        for column in columns
    )
    return any(isinstance(each.value, date) or parse_date(split_day(each.text)[0]) for each in cells if each)


def _split_rest(rest: str) -> tuple[TitleEvent | None, str]:
    """Return what happened and whether days or documents stand below, by the rest of a heading: 认定日期, 取消文号."""
    event = next(
        (EVENTS[word] for word in sorted(EVENTS, key=len, reverse=True) if rest.startswith(word)), None
    )
    if not rest or rest in EVENTS or rest in TITLE_HEADS["day"]:
        return event, "day"
    return event, "document" if rest in TITLE_HEADS["document"] else ""
