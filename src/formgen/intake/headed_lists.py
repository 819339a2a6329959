"""Lists that an office keeps beside the data: a row of headers among the first rows of a sheet, and rows below it.

Knows cells and the words of headers; not what a list is for.
"""

from collections.abc import Collection, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from formgen.folding import keep_letters
from formgen.intake.files import file_error, read_content
from formgen.intake.names import is_ditto
from formgen.intake.raw import Cell
from formgen.intake.tables import Table, read_csv
from formgen.intake.xlsx import read_xlsx
from formgen.problems import Place, Problem

Heads = Mapping[str, Container[str]]
_HEADER_ROWS = 20  # a header stands among the first rows
_SHOWN = 5  # rows that are named one by one
NUMBER_WORDS = frozenset({"序号", "编号", "no"})
_REMARKS = frozenset({"备注", "说明"})
TOWNSHIP_WORDS = frozenset({"乡镇", "乡镇街道", "街道", "街道乡镇", "所属乡镇", "所属街道"})
NAME_WORDS = frozenset(
    {"社区", "社区村", "村社区", "村", "社区名称", "社区村名称", "村社区名称", "名称", "单位名称"}
    | {"村名", "村名称", "社区名", "行政村", "行政村名称", "村居", "村居名称", "村社", "村社名称"}
)


@dataclass(frozen=True, slots=True)
class HeadedList:
    """A list in a sheet: the row that heads it, its columns by what they hold, the headers that were not understood.

    ``beside`` are the heads of the columns that hold none of it, those of remarks among them.
    """

    table: Table
    header: int
    columns: Mapping[str, int]
    unknown: tuple[Cell, ...] = ()
    beside: Mapping[int, Cell] = field(default_factory=dict)

    @property
    def above(self) -> list[str]:
        """Return the texts above the header."""
        rows = (number for number in self.table.rows if number < self.header)
        return [cell.text for number in rows for cell in self.table.rows[number].values()]

    def head(self, role: str) -> str:
        """Return what stands above a column, empty where there is none."""
        return self.table.rows[self.header][self.columns[role]].text if role in self.columns else ""

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


def tell_hidden(table: Table, numbers: Sequence[int]) -> list[Problem]:
    """Return one hint for what is hidden and was read: a sheet, or some of its rows."""
    rows = [each for each in numbers if table.hidden.sheet or each in table.hidden.rows]
    if not rows:
        return []
    named = "、".join(f"第{each}行" for each in rows[:_SHOWN]) + (f"等{len(rows)}行" if rows[_SHOWN:] else "")
    what = f"工作表“{table.sheet}”" if table.hidden.sheet else named
    return [Problem("D160", Place(table.file, table.sheet), {"hidden": what})]


def find_list(table: Table, heads: Heads, needed: Collection[str]) -> HeadedList | None:
    """Return the list of a sheet whose header names all that is needed, None where there is none."""
    for number in list(table.rows)[:_HEADER_ROWS]:
        row = table.rows[number]
        found: dict[str, int] = {}
        beside: dict[int, Cell] = {}
        for column, cell in row.items():
            word = keep_letters(cell.text)
            role = next((role for role, words in heads.items() if word in words), "")
            if role and role not in found:
                found[role] = column
            elif word not in NUMBER_WORDS:
                beside[column] = cell
        if set(needed) <= found.keys():
            unknown = [cell for cell in beside.values() if keep_letters(cell.text) not in _REMARKS]
            return HeadedList(table, number, found, tuple(unknown), beside)
    return None
