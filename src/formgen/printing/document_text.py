"""The text that a document shows when it is printed: what proof-reading has to find on its pages.

Knows what Word and Excel leave out on paper: hidden runs, deletions, results of fields. Reads documents only.
"""

from collections.abc import Iterator, Mapping

from lxml import etree

from formgen.forms.excel.document import find_first_sheet
from formgen.forms.excel.worksheet import Worksheet
from formgen.forms.word.markup import DOCUMENT, W
from formgen.forms.xmltree import Element

_STRINGS, _BOOK = "xl/sharedStrings.xml", "xl/workbook.xml"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
# Shown elsewhere already, moved or deleted, or regenerated whenever the document is opened.
_UNSHOWN = frozenset({_FALLBACK, f"{W}moveFrom", f"{W}del", f"{W}fldSimple"})
_NO = frozenset({"0", "false", "off"})


def read_word_text(parts: Mapping[str, bytes]) -> str:
    """Return the text that a Word document shows. Raises KeyError or XMLSyntaxError for one that cannot be read."""
    tree = etree.fromstring(parts[DOCUMENT], etree.XMLParser(resolve_entities=False))
    return "".join(_yield_shown(tree))


def read_excel_text(parts: Mapping[str, bytes]) -> str:
    """Return the text that the first sheet of a workbook shows.

    Raises KeyError, StopIteration or XMLSyntaxError for one that cannot be read.
    """
    sheet = Worksheet(parts[find_first_sheet(parts)], parts.get(_STRINGS), parts[_BOOK])
    return "".join(sheet.text(cell) for cell in sheet.cells())


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
