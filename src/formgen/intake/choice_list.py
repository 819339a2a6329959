"""The list of those whom a person chose (``--chosen``): a sheet with the columns 社区 and 理由, and 乡镇 and 名额 if need be.

Knows cells and headers; not who may be chosen.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from formgen.intake.headed_lists import (
    NAME_WORDS,
    TOWNSHIP_WORDS,
    HeadedList,
    Heads,
    find_list,
    read_tables,
)
from formgen.intake.names import clean_name, is_ditto, is_no_text, is_remark, is_total
from formgen.model import Who
from formgen.problems import FormgenError, Place, Problem
from formgen.quoting import quote_of_person

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

    The reason is printed on papers: numbers of persons in it are masked.
    """

    who: Who
    reason: str
    quota: str
    place: Place


def read_choice_list(file: Path) -> list[ChosenRow]:
    """Read the list of those chosen: .xlsx or CSV.

    Raises FormgenError C105 for a file without the columns or without rows, F codes for what cannot be read.
    """
    for table in read_tables(file, "选定的名单"):
        found = find_list(table, _HEADS, {"name", "reason"})
        if found:
            return _read_rows(found)
    raise _no_list(file.name, "没有“社区”和“理由”两列")


def _no_list(file: str, detail: str) -> FormgenError:
    return FormgenError(Problem("C105", Place(file), {"file": file, "detail": detail}))


def _read_rows(found: HeadedList) -> list[ChosenRow]:
    rows = []
    for _, cells in found.rows():
        texts = {role: clean_name(cell.text) for role, cell in cells.items()}
        first = next(iter(cells.values()))
        if _is_no_row(texts):
            continue
        who = Who(texts.get("township", ""), texts.get("name", ""))
        reason = "" if _is_no_reason(texts.get("reason", "")) else quote_of_person(texts["reason"])
        rows.append(ChosenRow(who, reason, texts.get("quota", ""), first.place))
    if not rows:
        raise _no_list(found.table.file, "表头下面没有行")
    return rows


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
