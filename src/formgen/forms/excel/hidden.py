"""Rows and columns of a sheet that nobody sees: hidden, filtered away, or without height or width."""

from collections.abc import Iterator

from formgen.forms.excel.runs import NS
from formgen.forms.xmltree import Element
from formgen.office.cells import CellAddress

_S = f"{{{NS}}}"
_TRUE = {"1", "true", "on"}
_LEAST = 0.5  # points of height, or signs of width: less shows nothing
_SHEET = "整张工作表隐藏了，打开看不见，也印不出来"
_ROW, _COLUMN = "这一行隐藏了，打开看不见，也印不出来", "这一列隐藏了，打开看不见，也印不出来"


class HiddenParts:
    """The rows and columns of a sheet that are not seen. Rows must have their numbers."""

    def __init__(self, sheet: Element, *, is_shown: bool = True) -> None:
        """Read the rows and columns of a sheet, which may itself not be shown."""
        self._is_shown = is_shown
        usual = sheet.find(f"{_S}sheetFormatPr")
        self._rows = {int(row.get("r", "0")): _is_away(row, "ht") for row in sheet.iter(f"{_S}row")}
        self._other_rows = usual is not None and usual.get("zeroHeight") in _TRUE
        self._columns = list(_list_hidden_columns(sheet))

    def explain(self, first: CellAddress, last: CellAddress) -> str:
        """Return why cells from one to another are not seen, in a clerk's words; empty where some of them are."""
        if not self._is_shown:
            return _SHEET
        if all(self._rows.get(row, self._other_rows) for row in range(first.row, last.row + 1)):
            return _ROW
        columns = range(first.column, last.column + 1)
        if all(any(column in each for each in self._columns) for column in columns):
            return _COLUMN
        return ""


def _list_hidden_columns(sheet: Element) -> Iterator[range]:
    for column in sheet.iterfind(f"{_S}cols/{_S}col"):
        if _is_away(column, "width"):
            yield range(int(column.get("min", "0")), int(column.get("max", "0")) + 1)


def _is_away(part: Element, size: str) -> bool:
    """Return whether a row or column is hidden, or so small that nothing of it is seen."""
    if part.get("hidden") in _TRUE:
        return True
    try:
        return float(part.get(size, "1")) < _LEAST
    except ValueError:
        return False
