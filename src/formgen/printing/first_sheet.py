"""A workbook of which one sheet goes on paper: the others are hidden from print. Knows the XML of a workbook's sheets."""

from collections.abc import Mapping

from lxml import etree

_BOOK = "xl/workbook.xml"
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def show_first_sheet(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the parts of a workbook with all sheets hidden but the first.

    Raises KeyError or XMLSyntaxError for a workbook that cannot be read.
    """
    tree = etree.fromstring(parts[_BOOK], etree.XMLParser(resolve_entities=False))
    for at, sheet in enumerate(tree.iter(f"{_MAIN}sheet")):
        if at:
            sheet.set("state", "hidden")
        else:
            sheet.attrib.pop("state", "")
    for view in tree.iter(f"{_MAIN}workbookView"):
        for name in ("activeTab", "firstSheet"):
            view.attrib.pop(name, "")
    shown: bytes = etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
    return {**parts, _BOOK: shown}
