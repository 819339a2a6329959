"""The list of those whom a person chose (``--chosen``): a sheet with the columns 社区 and 理由, and 乡镇 and 名额 if need be.

Knows cells and headers; not who may be chosen.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from formgen.folding import keep_letters
from formgen.intake.files import file_error, read_content
from formgen.intake.names import clean_name, is_remark
from formgen.intake.raw import Cell
from formgen.intake.tables import Table, read_csv
from formgen.intake.xlsx import read_xlsx
from formgen.model import Who
from formgen.problems import FormgenError, Place, Problem

_HEADS: Mapping[str, frozenset[str]] = {
    "township": frozenset({"乡镇", "乡镇街道", "街道", "街道乡镇", "所属乡镇", "所属街道"}),
    "name": frozenset({"社区", "社区村", "村社区", "村", "社区名称", "社区村名称", "名称", "单位名称"}),
    "reason": frozenset({"理由", "选定理由", "选择理由", "推荐理由", "原因"}),
    "quota": frozenset({"名额"}),
}
_HEADER_ROWS = 20  # a header stands among the first rows


@dataclass(frozen=True, slots=True)
class ChosenRow:
    """A row of the list: whom it names, why, for which quota (empty where it does not say), and where it is."""

    who: Who
    reason: str
    quota: str
    place: Place


def read_choice_list(file: Path) -> list[ChosenRow]:
    """Read the list of those chosen: .xlsx or CSV.

    Raises FormgenError C105 for a file without the columns or without rows, F codes for what cannot be read.
    """
    content = read_content(file)
    if content.kind == "xlsx":
        tables: Sequence[Table] = read_xlsx(content.data, file.name)
    elif content.kind == "csv":
        tables = [read_csv(content.text, file.name)]
    else:
        raise file_error(file.name, "F102", "选定的名单应当是工作簿或 CSV 文件")
    for table in tables:
        for number in list(table.rows)[:_HEADER_ROWS]:
            columns = _find_columns(table.rows[number])
            if {"name", "reason"} <= columns.keys():
                return _read_rows(table, number, columns)
    raise _no_list(file.name, "没有“社区”和“理由”两列")


def _no_list(file: str, detail: str) -> FormgenError:
    return FormgenError(Problem("C105", Place(file), {"file": file, "detail": detail}))


def _find_columns(row: Mapping[int, Cell]) -> dict[str, int]:
    """Return the columns of a row that heads a list, by what they hold."""
    found: dict[str, int] = {}
    for column, cell in row.items():
        for role, words in _HEADS.items():
            if keep_letters(cell.text) in words:
                found.setdefault(role, column)
    return found


def _read_rows(table: Table, header: int, columns: Mapping[str, int]) -> list[ChosenRow]:
    rows = []
    for number in (each for each in table.rows if each > header):
        cells = {role: table.rows[number].get(column) for role, column in columns.items()}
        texts = {role: clean_name(cell.text) if cell else "" for role, cell in cells.items()}
        first = next((cell for cell in cells.values() if cell), None)
        if first is None or (not texts["reason"] and is_remark(first.text)):
            continue
        who = Who(texts.get("township", ""), texts["name"])
        rows.append(ChosenRow(who, texts["reason"], texts.get("quota", ""), first.place))
    if not rows:
        raise _no_list(table.file, "表头下面没有行")
    return rows
