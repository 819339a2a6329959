"""The text of a cell as runs: stretches in types of their own, kept when a field among them is filled.

Knows SpreadsheetML only.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from lxml import etree

from formgen.forms.contents import FIELD
from formgen.forms.xmltree import Element

NS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_S = f"{{{NS}}}"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


class TextRun(NamedTuple):
    """A stretch of text with the XML of its type, empty where it is the cell's own."""

    look: str
    text: str


def read_string(item: Element) -> str:
    """Return the text of a string; how it is pronounced stands beside it and is not read."""
    return "".join(node.text or "" for node in _texts(item))


def read_runs(item: Element) -> list[TextRun]:
    """Return the runs of a string, each field whole in the run it begins in."""
    found = list[TextRun]()
    for node in _texts(item):
        parent = node.getparent()
        look = parent.find(f"{_S}rPr") if parent is not None and parent.tag == f"{_S}r" else None
        shown = etree.tostring(look, encoding="unicode", with_tail=False) if look is not None else ""
        found.append(TextRun(shown.replace(f' xmlns="{NS}"', ""), node.text or ""))
    return _with_whole_fields(found)


def _texts(item: Element) -> Iterator[Element]:
    for node in item.iter(f"{_S}t"):
        if not any(each.tag == f"{_S}rPh" for each in node.iterancestors()):
            yield node


def _with_whole_fields(runs: Sequence[TextRun]) -> list[TextRun]:
    """Return runs in which no field is spread over two."""
    whole = "".join(run.text for run in runs)
    fields = [match.span() for match in FIELD.finditer(whole)]
    found, at = list[TextRun](), 0
    for run in runs:
        start, end = at, at + len(run.text)
        for first, last in fields:
            start = last if first < start < last else start
            end = last if first < end < last else end
        found.append(TextRun(run.look, whole[start : max(start, end)]))
        at += len(run.text)
    return [run for run in found if run.text] if fields else list(runs)


def is_rich(runs: Sequence[TextRun]) -> bool:
    """Return whether runs have types of their own."""
    return any(run.look for run in runs)


def map_runs(runs: Sequence[TextRun], change: Callable[[str], str]) -> list[TextRun]:
    """Return runs with their texts changed."""
    return [TextRun(run.look, change(run.text)) for run in runs]


def parse_look(look: str) -> Element:
    """Return the type of a run as an element."""
    return etree.fromstring(look.replace("<rPr", f'<rPr xmlns="{NS}"', 1))


def put_runs(cell: Element, runs: Sequence[TextRun]) -> None:
    """Put runs into a cell as an inline string; without a text it is left empty."""
    for child in list(cell):
        cell.remove(child)
    cell.attrib.pop("t", "")
    if not any(run.text for run in runs):
        return
    cell.set("t", "inlineStr")
    inner = etree.SubElement(cell, f"{_S}is")
    rich = is_rich(runs)
    for run in runs:
        parent = etree.SubElement(inner, f"{_S}r") if rich else inner
        if run.look:
            parent.append(parse_look(run.look))
        text = parent.find(f"{_S}t")
        if text is None:
            text = etree.SubElement(parent, f"{_S}t")
        text.text = (text.text or "") + run.text
        text.set(_SPACE, "preserve")
