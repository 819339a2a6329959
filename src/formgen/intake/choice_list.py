"""The list of those whom a person chose (``--chosen``): a sheet with the columns 社区 and 理由, and 乡镇 and 名额 if need be.

Knows cells and headers; not who may be chosen.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from formgen.intake.choice_words import (
    asks_something_else,
    doubts_choice,
    is_deciding_head,
    names_choice,
    says_yes,
)
from formgen.intake.headed_lists import (
    NAME_WORDS,
    TOWNSHIP_WORDS,
    HeadedList,
    Heads,
    find_list,
    read_tables,
)
from formgen.intake.names import clean_name, is_ditto, is_no_text, is_remark, is_total
from formgen.intake.raw import Cell
from formgen.intake.sheet_names import find_set_aside
from formgen.intake.table_words import says_void
from formgen.intake.tables import Table
from formgen.model import Who
from formgen.problems import FormgenError, Place, Problem
from formgen.quoting import quote_of_person, shorten

_HEADS: Heads = {
    "township": TOWNSHIP_WORDS,
    "name": NAME_WORDS,
    "reason": frozenset({"理由", "选定理由", "选择理由", "推荐理由", "推荐原因", "选定原因", "原因"}),
    "quota": frozenset({"名额"}),
}
_BELOW = re.compile(
    r"共计?\s*\d+\s*[个名家]?|.{0,8}(?:签字|签名|签章|盖章)\s*[:：]?.{0,10}"
)  # rows below a list
_SIGNED = re.compile(r"(?:经办|填表|填报|制表|审核|复核|登记|联系|负责|单位负责)人?\s*[:：].*")
_NO_REASON = re.compile(r"(?:待|暂缺|暂无|[无没]有?)(?:补|填|定|写|查|核|理由|原因)?(?:写|充)?")


@dataclass(frozen=True, slots=True)
class ChosenRow:
    """A row of the list: whom it names, why, for which quota (empty where it does not say), and where it is.

    The reason is printed on papers: numbers of persons in it are masked. ``doubt`` is why the row may not be a choice.
    """

    who: Who
    reason: str
    quota: str
    place: Place
    doubt: Problem | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class ChoiceList:
    """A list of those chosen, and the hints about what stands beside it and was not read."""

    rows: Sequence[ChosenRow] = ()
    hints: Sequence[Problem] = ()


def read_choice_list(file: Path) -> ChoiceList:
    """Read the list of those chosen: .xlsx or CSV.

    Raises FormgenError C105 for a file without the columns or without rows, or with several such lists, F codes for what
    cannot be read.
    """
    tables = read_tables(file, "选定的名单")
    lists = [found for table in tables if (found := find_list(table, _HEADS, {"name", "reason"}))]
    valid = [found for found in lists if not _is_set_aside(found, tables)]
    if not lists:
        raise _no_list(file.name, "没有“社区”和“理由”两列")
    if len(valid) != 1:
        sheets = "、".join(f"“{each.table.sheet}”" for each in lists)
        why = "有几张名单" if valid else "名单写着作废、旧稿一类的字"
        raise _no_list(file.name, f"{why}（工作表{sheets}），不知用哪一张；请只留一张，其余的移到别的文件里")
    return ChoiceList(_read_rows(valid[0]), tuple(_tell_unread(valid[0], tables)))


def _is_set_aside(found: HeadedList, tables: Sequence[Table]) -> bool:
    """Return whether the name of a sheet, or what stands above its list, says that it is not to be read."""
    others = (each.sheet for each in tables if each is not found.table)
    return bool(find_set_aside(found.table.sheet, others)) or any(map(says_void, found.above))


def _tell_unread(found: HeadedList, tables: Sequence[Table]) -> list[Problem]:
    """Return one hint that names the columns and the other sheets that were not read; columns that decide, or cast doubt, were."""
    read = _list_deciding(found)
    columns = [
        head
        for at, head in found.beside.items()
        if head in found.unknown
        and at not in read
        and (below := _list_below(found, at))
        and not any(doubts_choice(each, head=head.text) for each in below)
    ]
    sheets = [each.sheet for each in tables if each is not found.table and each.rows]
    named = [*(f"“{shorten(each.text)}”一列" for each in columns), *(f"工作表“{each}”" for each in sheets)]
    if not named:
        return []
    place = columns[0].place if columns else Place(found.table.file)
    return [Problem("C193", place, {"what": "、".join(named)})]


def _no_list(file: str, detail: str) -> FormgenError:
    return FormgenError(Problem("C105", Place(file), {"file": file, "detail": detail}))


def _read_rows(found: HeadedList) -> list[ChosenRow]:
    rows = []
    decided = _list_deciding(found)
    for number, cells in found.rows():
        texts = {role: clean_name(cell.text) for role, cell in cells.items()}
        first = next(iter(cells.values()))
        if _is_no_row(texts):
            continue
        who = Who(texts.get("township", ""), texts.get("name", ""))
        reason = "" if _is_no_reason(texts.get("reason", "")) else quote_of_person(texts["reason"])
        doubt = _doubt_row(found, number, decided, who)
        rows.append(ChosenRow(who, reason, texts.get("quota", ""), first.place, doubt))
    if not rows:
        raise _no_list(found.table.file, "表头下面没有行")
    return rows


def _list_below(found: HeadedList, column: int) -> list[str]:
    """Return the texts below the head of a column."""
    rows = (found.table.rows[number] for number in found.table.rows if number > found.header)
    return [row[column].text for row in rows if column in row]


def _list_deciding(found: HeadedList) -> list[int]:
    """Return the columns in which it stands whether a row is chosen, by their heads or by the words below them."""
    told = {at: _list_below(found, at) for at in found.beside}
    return [
        at
        for at, head in found.beside.items()
        if (told[at] and is_deciding_head(head.text))
        or (head in found.unknown and not asks_something_else(head.text) and any(map(names_choice, told[at])))
    ]


def _doubt_row(found: HeadedList, number: int, decided: Sequence[int], who: Who) -> Problem | None:
    """Return why a row may not be a choice: a word in any of its cells, no yes where the list has one, or it is hidden."""
    name, hidden = str(who), found.table.hidden
    place = Place(found.table.file, found.table.sheet, f"A{number}")
    cells: Mapping[int, Cell] = found.table.rows[number]
    doubts = [
        cell
        for column, cell in cells.items()
        if (
            not says_yes(cell.text)
            if column in decided
            else doubts_choice(
                cell.text, who.name, found.beside[column].text if column in found.beside else None
            )
        )
    ]
    if doubts:
        words = {"name": name, "why": f"这一行写着“{quote_of_person(shorten(doubts[0].text.strip()))}”"}
        return Problem("C194", doubts[0].place, words)
    if hidden.sheet or number in hidden.rows:
        return Problem("C194", place, {"name": name, "why": "这一行是隐藏的"})
    if empty := next((column for column in decided if found.table.spread(number, column) is None), None):
        words = {"name": name, "why": f"这一行的“{found.beside[empty].text}”没有写"}
        return Problem("C194", place, words)
    return None


def _is_no_reason(text: str) -> bool:
    """Return whether a text gives no reason, or none yet; 同上 that stands below nothing is none either."""
    return is_no_text(text) or is_ditto(text) or _NO_REASON.fullmatch(text) is not None


def _is_no_row(texts: Mapping[str, str]) -> bool:
    """Return whether a row names nobody: a total, or who filled in the list, in whatever column."""
    if "name" in texts:
        if _SIGNED.fullmatch(texts["name"]):
            return True
        alone = not texts.get("reason")
        return is_total(texts["name"]) or (
            alone and any(is_remark(each) or _BELOW.fullmatch(each) for each in texts.values())
        )
    return all(is_remark(each) or is_total(each) for each in texts.values())
