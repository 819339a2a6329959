"""How a sheet is printed: its print area, its scale, its paper. What somebody changed of it is named for a clerk."""

import re
from collections.abc import Collection, Iterator
from typing import NamedTuple

from formgen.forms.excel.runs import NS
from formgen.forms.xmltree import Element
from formgen.office.cells import CellAddress, format_address, parse_column

_S = f"{{{NS}}}"
_TRUE = {"1", "true", "on"}
_AREA = "_xlnm.print_area"
_CORNER = r"\$?([A-Z]{1,3})?\$?(\d{1,7})?"
_RANGE = re.compile(rf"!{_CORNER}(?::{_CORNER})?(?=,|$)")
_LAST = 1 << 20  # no sheet has more rows or columns
_LEAST, _MOST = 0.8, 1.2  # of the scale of the template: what is smaller or larger is told
_SHOWN = 3
_A4 = "9"


class PrintRange(NamedTuple):
    """Cells that are printed, from a corner to the other."""

    first: CellAddress
    last: CellAddress

    def covers(self, cell: CellAddress) -> bool:
        """Return whether a cell is one of them."""
        return (
            self.first.column <= cell.column <= self.last.column
            and self.first.row <= cell.row <= self.last.row
        )


class SheetPage(NamedTuple):
    """How a sheet is printed: its areas, none for all of it; its scale in per cent, None where it fits pages by itself.

    ``paper`` is the number of its size (ECMA-376 18.3.1.63), empty where none is said.
    """

    areas: tuple[PrintRange, ...] = ()
    scale: int | None = 100
    is_wide: bool = False
    paper: str = ""

    def prints(self, cell: CellAddress) -> bool:
        """Return whether a cell is printed."""
        return not self.areas or any(each.covers(cell) for each in self.areas)


def read_sheet_page(sheet: Element, workbook: Element, name: str) -> SheetPage:
    """Return how a sheet is printed, by its name in the workbook."""
    setup = sheet.find(f"{_S}pageSetup")
    fit = sheet.find(f"{_S}sheetPr/{_S}pageSetUpPr")
    is_fit = fit is not None and fit.get("fitToPage") in _TRUE
    scale = setup.get("scale", "100") if setup is not None else "100"
    return SheetPage(
        tuple(_read_areas(workbook, name)),
        None if is_fit or not scale.isdigit() else int(scale),
        setup is not None and setup.get("orientation") == "landscape",
        setup.get("paperSize", "") if setup is not None else "",
    )


def _read_areas(workbook: Element, name: str) -> Iterator[PrintRange]:
    names = [each.get("name", "") for each in workbook.iter(f"{_S}sheet")]
    own = str(names.index(name)) if name in names else ""
    for each in workbook.iter(f"{_S}definedName"):
        if each.get("name", "").casefold() == _AREA and each.get("localSheetId") == own:
            for found in _RANGE.finditer(each.text or ""):
                left, top, right, bottom = found.groups()
                if ":" not in found[0]:
                    right, bottom = left, top
                yield PrintRange(
                    CellAddress(parse_column(left) if left else 1, int(top or 1)),
                    CellAddress(parse_column(right) if right else _LAST, int(bottom or _LAST)),
                )


def list_page_changes(printed: SheetPage, shown: SheetPage, cells: Collection[CellAddress]) -> Iterator[str]:
    """Yield what of a sheet is printed otherwise than its template is; ``cells`` are those that the template prints."""
    left = sorted(
        {each for each in cells if not shown.prints(each)}, key=lambda each: (each.row, each.column)
    )
    if left:
        named = "、".join(map(format_address, left[:_SHOWN]))
        more = f"等{len(left)}格" if len(left) > _SHOWN else ""
        yield f"的打印区域没有包括单元格{named}{more}"
    if shown.is_wide != printed.is_wide:
        yield f"的纸张改成了{'横' if shown.is_wide else '竖'}向"
    if shown.paper and shown.paper != (printed.paper or _A4):
        yield "的纸张改成了别的大小"
    usual = printed.scale or 100
    if shown.scale is not None and not _LEAST * usual <= shown.scale <= _MOST * usual:
        yield f"的打印缩放改成了{shown.scale}%"
