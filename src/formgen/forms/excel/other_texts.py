"""What a workbook shows outside the cells of its form: other sheets, headers and footers.

Knows the parts of a workbook; touches no file.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import PurePosixPath
from typing import NamedTuple

from formgen.forms.excel.reading import Grid, OpenedBook
from formgen.forms.excel.runs import NS
from formgen.forms.pairing import list_added
from formgen.forms.spans import ShownText, is_page_number
from formgen.forms.xmltree import Element, parse_xml
from formgen.office.cells import format_column

_S = f"{{{NS}}}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_WORKBOOK, _RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_CODE = re.compile(r'&(?:"[^"]*"|K[0-9A-Fa-f]{6}|K\d\d[+-]\d{3}|\d{1,3}|[A-Za-z])')
_HEADERS = "页眉页脚"
_FEW = 4  # texts of a sheet that are told one by one


class OpenedSheet(NamedTuple):
    """A sheet of a workbook: its name, the part that holds it, and whether a person sees it."""

    name: str
    part: str
    is_shown: bool = True


class OtherText(NamedTuple):
    """A text outside the form: its sheet (empty for that of the form), its place there, and whether it is computed."""

    sheet: str
    place: str
    text: str
    is_computed: bool = False


def list_worksheets(parts: Mapping[str, bytes]) -> list[OpenedSheet]:
    """Return the sheets of a workbook in their order. Raises KeyError where it is damaged."""
    relations = {each.get("Id", ""): each.get("Target", "") for each in parse_xml(parts[_RELATIONS])}
    found = []
    for sheet in parse_xml(parts[_WORKBOOK]).iter(f"{_S}sheet"):
        target = relations.get(sheet.get(f"{_R}id", ""), "")
        path = PurePosixPath(target) if target.startswith("/") else PurePosixPath("/xl") / target
        is_shown = sheet.get("state", "visible") == "visible"
        found.append(OpenedSheet(sheet.get("name", ""), str(path).lstrip("/"), is_shown))
    return found


def list_filled_worksheets(parts: Mapping[str, bytes]) -> Iterator[OpenedSheet]:
    """Yield the sheets of a workbook that hold cells, in their order. Raises KeyError where it is damaged."""
    for sheet in list_worksheets(parts):
        if sheet.part in parts and b"sheetData" in parts[sheet.part]:
            yield sheet


def list_other_texts(parts: Mapping[str, bytes], form: str) -> Iterator[OtherText]:
    """Yield what the sheets beside that of the form say, ``form`` being its part, and all headers and footers."""
    book = OpenedBook.of(parts, parse_xml(parts[_WORKBOOK]))
    for sheet in list_worksheets(parts):
        if not sheet.is_shown or sheet.part not in parts:
            continue
        tree = parse_xml(parts[sheet.part])
        name = "" if sheet.part == form else sheet.name
        if name:
            grid = Grid(tree, book)
            for at, cell in sorted(grid.elements.items(), key=lambda item: (item[0].row, item[0].column)):
                text = grid.see(at).text.strip()
                if text and not grid.is_hidden(at):
                    place = f"单元格{format_column(at.column)}{at.row}"
                    yield OtherText(name, place, text, cell.find(f"{_S}f") is not None)
        yield from (OtherText(name, _HEADERS, text) for text in _read_headers(tree))


def _read_headers(tree: Element) -> Iterator[str]:
    """Yield the texts of the headers and footers of a sheet, without the codes of their types and fields."""
    for each in tree.iterfind(f"{_S}headerFooter/*"):
        text = _CODE.sub(" ", (each.text or "").replace("&&", "＆")).replace("＆", "&")
        if text.strip():
            yield " ".join(text.split())


def name_added_texts(shown: Sequence[OtherText], printed: Sequence[OtherText]) -> Iterator[ShownText]:
    """Yield what somebody wrote outside the form; many texts of a sheet are told as one."""
    known = {each.sheet for each in printed}
    typed = [each for each in shown if not (each.is_computed and each.sheet in known)]
    added = list_added(typed, printed, lambda each: each.text)
    added = [each for each in added if each.place != _HEADERS or not is_page_number(each.text)]
    for sheet, group in groupby(added, lambda each: each.sheet):
        texts = list(group)
        where = f"工作表“{sheet}”" if sheet else ""
        if len(texts) > _FEW:
            few = "、".join(each.text for each in texts[:_FEW])
            yield ShownText(where or _HEADERS, f"{few}等{len(texts)}处")
            continue
        for each in texts:
            yield ShownText(f"{where}{each.place}", each.text)
