"""Rows and columns of a sheet that nobody sees: hidden, filtered away, or too low or too narrow."""

from formgen.forms.colours import LOWEST_ROW
from formgen.forms.excel.runs import NS
from formgen.forms.xmltree import Element
from formgen.office.cells import CellAddress

_S = f"{{{NS}}}"
_TRUE = {"1", "true", "on"}
_NARROWEST = 1.0  # signs of width: a narrower column shows nothing
_NOTHING = 0.5  # points or signs: what is smaller is hidden
_USUAL = 15.0  # points of a row that does not say its height
_SHEET = "整张工作表隐藏了，打开看不见，也印不出来"
_ROW, _COLUMN = "这一行隐藏了，打开看不见，也印不出来", "这一列隐藏了，打开看不见，也印不出来"
_LOW, _NARROW = "这一行压得太矮，字看不见，也印不出来", "这一列压得太窄，字看不见，也印不出来"


class HiddenParts:
    """The rows and columns of a sheet that are not seen. Rows must have their numbers."""

    def __init__(self, sheet: Element, *, is_shown: bool = True) -> None:
        """Read the rows and columns of a sheet, which may itself not be shown."""
        self._is_shown = is_shown
        usual = sheet.find(f"{_S}sheetFormatPr")
        others = 0.0 if usual is not None and usual.get("zeroHeight") in _TRUE else _USUAL
        self._rows = {int(row.get("r", "0")): _measure(row, "ht", _USUAL) for row in sheet.iter(f"{_S}row")}
        self._other_rows = others
        self._columns = [
            (range(int(each.get("min", "0")), int(each.get("max", "0")) + 1), _measure(each, "width", _USUAL))
            for each in sheet.iterfind(f"{_S}cols/{_S}col")
        ]

    def explain(self, first: CellAddress, last: CellAddress) -> str:
        """Return why cells from one to another are not seen, in a clerk's words; empty where some of them are."""
        if not self._is_shown:
            return _SHEET
        height = sum(self._rows.get(row, self._other_rows) for row in range(first.row, last.row + 1))
        if height < LOWEST_ROW:
            return _LOW if height >= _NOTHING else _ROW
        width = sum(map(self._measure_column, range(first.column, last.column + 1)))
        if width < _NARROWEST:
            return _NARROW if width >= _NOTHING else _COLUMN
        return ""

    def _measure_column(self, column: int) -> float:
        return next((width for columns, width in self._columns if column in columns), _USUAL)


def _measure(part: Element, size: str, usual: float) -> float:
    """Return the height of a row or the width of a column, nothing for one that is hidden."""
    if part.get("hidden") in _TRUE:
        return 0.0
    try:
        return float(part.get(size, usual))
    except ValueError:
        return usual
