"""A data workbook that a clerk filled in, opened to be written into. Every part is found safe before openpyxl sees it."""

import io
import re
import warnings
from dataclasses import dataclass

from openpyxl import Workbook, load_workbook

from formgen.intake.files import Package, file_error
from formgen.intake.xlsx import iterate_elements
from formgen.office.cells import format_column, parse_address
from formgen.office.package import BROKEN
from formgen.office.patch import replace_parts

_MOST_COVERED = 200_000  # cells: openpyxl makes an object of each that a range covers
_SPREADING = ("mergeCell", "hyperlink", "comment")  # what applies to every cell of its range
_RANGE = re.compile(r"([A-Z]{1,3}[0-9]{1,7}):([A-Z]{1,3}[0-9]{1,7})")
_REFERENCE = re.compile(
    rb"""(<(?:\w+:)?(?:mergeCell|hyperlink|comment)\s(?:[^<>]*?\s)?ref\s*=\s*["'])([A-Z]+\d+:[A-Z]+\d+)(?=["'])"""
)


def open_workbook(data: bytes, file: str, *, macros: bool = False) -> Workbook:
    """Open a workbook once every part has been found safe. Ranges that go far beyond the data end with the data.

    ``macros`` keeps those that it has.

    Raises FormgenError F109 for what openpyxl cannot open, F105 for ranges that cover too much.
    """
    package = Package(data, file)
    for name in package.names:
        if name.endswith((".xml", ".rels", ".vml")):
            package.read(name)
    try:
        narrow = _narrow_parts(package, file)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what openpyxl cannot keep does not matter in a copy
            held = io.BytesIO(replace_parts(data, narrow) if narrow else data)
            return load_workbook(held, keep_vba=macros and package.holds("xl/vbaProject.bin"))
    except (*BROKEN, TypeError, AttributeError, SyntaxError) as error:
        raise file_error(file, "F109", "工作簿内容不完整") from error


@dataclass(slots=True)
class _Extent:
    """How far the data of a sheet go, and how many cells the ranges of a part cover."""

    row: int = 1
    column: int = 1
    covered: int = 0


def _narrow_parts(package: Package, file: str) -> dict[str, bytes]:
    """Return the parts in which ranges had to be cut, as they are after it. Raises FormgenError F105."""
    found: dict[str, bytes] = {}
    for name in sorted(package.names):
        data = package.read(name) if name.endswith(".xml") else b""
        if not _may_spread(data):
            continue
        extent = _measure(data)
        if extent.covered <= _MOST_COVERED:
            continue
        found[name] = _cut_ranges(data, extent)
        if _measure(found[name]).covered > _MOST_COVERED:
            raise file_error(file, "F105", "合并的单元格、批注或链接的范围太大")
    return found


def _may_spread(data: bytes) -> bool:
    """Return whether a part may have ranges: their names are in it, or it is not in an encoding like ASCII."""
    return b"\0" in data[:4] or any(name.encode() in data for name in _SPREADING)


def _measure(data: bytes) -> _Extent:
    """Return how far the data of a part go, and how many cells its ranges cover."""
    extent = _Extent()
    for element in iterate_elements(io.BytesIO(data), "row", "si", *_SPREADING):
        extent.covered += _count_cells(element.get("ref") or "")
        for cell in element.iterchildren("{*}c"):
            if len(cell) and (reference := cell.get("r")):
                column, row = parse_address(reference)
                extent.row, extent.column = max(extent.row, row), max(extent.column, column)
    return extent


def _count_cells(reference: str) -> int:
    """Return how many cells a range covers; what is no range of cells covers one."""
    match = _RANGE.fullmatch(reference)
    if match is None:
        return _MOST_COVERED + 1 if ":" in reference else 1
    first, last = parse_address(match[1]), parse_address(match[2])
    return (last.column - first.column + 1) * (last.row - first.row + 1)


def _cut_ranges(data: bytes, extent: _Extent) -> bytes:
    """Return a part with every range cut where the data end; two cells of each are left."""

    def cut(match: re.Match[bytes]) -> bytes:
        first, last = map(parse_address, match[2].decode().split(":"))
        column = min(last.column, max(extent.column, first.column + 1))
        row = min(last.row, max(extent.row, first.row + 1))
        return match[1] + match[2].partition(b":")[0] + f":{format_column(column)}{row}".encode()

    return _REFERENCE.sub(cut, data)
