"""Lists that an office keeps beside the data: a row of headers among the first rows of a sheet, and rows below it.

Knows cells and the words of headers; not what a list is for.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from formgen.folding import keep_letters
from formgen.intake.files import file_error, read_content
from formgen.intake.names import is_ditto
from formgen.intake.raw import Cell
from formgen.intake.tables import Table, read_csv
from formgen.intake.xlsx import read_xlsx

Heads = Mapping[str, frozenset[str]]
_HEADER_ROWS = 20  # a header stands among the first rows
_SILENT = frozenset({"序号", "编号", "备注", "说明", "no"})
TOWNSHIP_WORDS = frozenset({"乡镇", "乡镇街道", "街道", "街道乡镇", "所属乡镇", "所属街道"})
NAME_WORDS = frozenset(
    {"社区", "社区村", "村社区", "村", "社区名称", "社区村名称", "村社区名称", "名称", "单位名称"}
)


@dataclass(frozen=True, slots=True)
class HeadedList:
    """A list in a sheet: the row that heads it, its columns by what they hold, the headers that were not understood."""

    table: Table
    header: int
    columns: Mapping[str, int]
    unknown: tuple[Cell, ...] = ()

    def rows(self, own: Collection[str] = ()) -> Iterator[tuple[int, Mapping[str, Cell]]]:
        """Yield the number and the cells of each row below the header by what they hold; blank rows are left out.

        A merged cell, and 同上, hold what the cell above does; but what each row has of its ``own`` is nobody's there.
        """
        above: dict[str, Cell] = {}
        for number in (each for each in self.table.rows if each > self.header):
            cells = dict[str, Cell]()
            for role, column in self.columns.items():
                if role in own and self._is_shared(number, column):
                    continue
                cell = self.table.spread(number, column)
                if cell and role not in own and is_ditto(cell.text) and role in above:
                    cell = above[role]._replace(
                        reference=cell.reference, line=cell.line, same_as=above[role].reference
                    )
                if cell and cell.text.strip():
                    cells[role] = cell
            if cells:
                above = cells
                yield number, cells

    def _is_shared(self, row: int, column: int) -> bool:
        """Return whether a cell is merged with those above or below it."""
        return any(
            each.top <= row <= each.bottom and each.left <= column <= each.right and each.bottom > each.top
            for each in self.table.merged
        )


def read_tables(file: Path, what: str) -> list[Table]:
    """Return the tables of a workbook or CSV file. Raises FormgenError with an F code; ``what`` says what was expected."""
    content = read_content(file)
    if content.kind == "xlsx":
        return list(read_xlsx(content.data, file.name))
    if content.kind == "csv":
        return [read_csv(content.text, file.name)]
    raise file_error(file.name, "F102", f"{what}应当是工作簿或 CSV 文件")


def find_list(table: Table, heads: Heads, needed: Collection[str]) -> HeadedList | None:
    """Return the list of a sheet whose header names all that is needed, None where there is none."""
    for number in list(table.rows)[:_HEADER_ROWS]:
        row = table.rows[number]
        found: dict[str, int] = {}
        unknown = []
        for column, cell in row.items():
            word = keep_letters(cell.text)
            role = next((role for role, words in heads.items() if word in words), "")
            if role and role not in found:
                found[role] = column
            elif word not in _SILENT:
                unknown.append(cell)
        if set(needed) <= found.keys():
            return HeadedList(table, number, found, tuple(unknown))
    return None
