"""The text that a document shows when it is printed: what proof-reading has to find on its pages.

Knows what Word and Excel leave out on paper: hidden runs, deletions, results of fields. Reads documents only.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from lxml import etree

from formgen.forms.excel.other_texts import list_worksheets
from formgen.forms.excel.worksheet import Worksheet, covers
from formgen.forms.word.markup import DOCUMENT, W
from formgen.forms.xmltree import Element, parse_xml
from formgen.office.cells import parse_address

_STRINGS, _BOOK = "xl/sharedStrings.xml", "xl/workbook.xml"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
# Shown elsewhere already, moved or deleted, or regenerated whenever the document is opened.
_UNSHOWN = frozenset({_FALLBACK, f"{W}moveFrom", f"{W}del", f"{W}fldSimple"})
_NO, _YES = frozenset({"0", "false", "off"}), frozenset({"1", "true", "on"})
_RANGE = re.compile(r"!(\$?[A-Z]{1,3}\$?\d+(?::\$?[A-Z]{1,3}\$?\d+)?)")


def read_word_text(parts: Mapping[str, bytes]) -> str:
    """Return the text that a Word document shows. Raises KeyError or XMLSyntaxError for one that cannot be read."""
    tree = etree.fromstring(parts[DOCUMENT], etree.XMLParser(resolve_entities=False))
    return "".join(_yield_shown(tree))


def read_excel_text(parts: Mapping[str, bytes]) -> str:
    """Return the text that the sheets of a workbook show on paper, in their order.

    Raises KeyError, StopIteration or XMLSyntaxError for one that cannot be read.
    """
    areas = _find_print_areas(parse_xml(parts[_BOOK]))
    texts = [
        _read_sheet(Worksheet(parts[sheet.part], parts.get(_STRINGS), parts[_BOOK]), areas.get(at, ()))
        for at, sheet in enumerate(list_worksheets(parts))
        if sheet.is_shown and b"sheetData" in parts[sheet.part]  # the others are charts
    ]
    return "".join(texts)


def _find_print_areas(book: Element) -> dict[int, list[str]]:
    """Return the ranges that are printed, by the number of the sheet; a sheet without any is printed whole."""
    areas: dict[int, list[str]] = {}
    for name in book.iter("{*}definedName"):
        if name.get("name") == "_xlnm.Print_Area" and name.get("localSheetId"):
            ranges = _RANGE.findall(name.text or "")
            areas[int(name.get("localSheetId", "0"))] = [each.replace("$", "") for each in ranges]
    return areas


def _read_sheet(sheet: Worksheet, areas: Sequence[str]) -> str:
    columns = [
        range(int(each.get("min", "0")), int(each.get("max", "0")) + 1)
        for each in sheet.tree.iter("{*}col")
        if each.get("hidden") in _YES
    ]
    return "".join(
        sheet.text(cell)
        for row in sheet.rows()
        if row.get("hidden") not in _YES
        for cell in row.iterfind("{*}c")
        if not any(parse_address(cell.get("r", "A1")).column in each for each in columns)
        and (not areas or any(covers(each, cell.get("r", "A1")) for each in areas))
    )


def _yield_shown(tree: Element) -> Iterator[str]:
    """Yield the texts that are printed as they are: none from hidden runs, and no results of fields."""
    depth = 0
    for node in tree.iter(f"{W}t", f"{W}fldChar"):
        if node.tag == f"{W}fldChar":
            depth += {"begin": 1, "end": -1}.get(node.get(f"{W}fldCharType", ""), 0)
        elif depth == 0 and not _is_hidden(node):
            yield node.text or ""


def _is_hidden(node: Element) -> bool:
    run = node.getparent()
    vanish = run.find(f"{W}rPr/{W}vanish") if run is not None else None
    if vanish is not None and vanish.get(f"{W}val", "1") not in _NO:
        return True
    return any(each.tag in _UNSHOWN for each in node.iterancestors())
