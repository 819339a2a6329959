"""What lies upon a sheet and is no cell: remarks, text boxes, pictures, charts, formulas, named for a clerk."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from formgen.forms.xmltree import Element, parse_xml
from formgen.office.cells import CellAddress, parse_address
from formgen.office.relations import list_relations

_THREADED = "tc="  # begins the author under which older programs show a threaded remark
_KINDS = {
    "pic": "图片", "chart": "图表", "relIds": "图形", "contentPart": "手写的笔迹", "oleObj": "嵌入的对象", "cxnSp": "线条",
}  # fmt: skip


class LaidThing(NamedTuple):
    """A thing upon a sheet: the cell it begins at, and what it is in a clerk's words."""

    address: CellAddress
    words: str


def list_laid_things(parts: Mapping[str, bytes], sheet: str) -> list[LaidThing]:
    """Return the remarks and drawings of a sheet."""
    found = list[LaidThing]()
    for each in list_relations(parts, sheet):
        if each.part not in parts:
            continue
        if each.kind == "comments":
            found += _read_remarks(parse_xml(parts[each.part]))
        elif each.kind == "threadedComment":
            found += _read_threads(parse_xml(parts[each.part]))
        elif each.kind == "drawing":
            found += _read_drawing(parse_xml(parts[each.part]))
    return [*found, *_read_objects(parse_xml(parts[sheet]))]


def _read_remarks(tree: Element) -> Iterator[LaidThing]:
    authors = [each.text or "" for each in tree.iterfind("{*}authors/{*}author")]
    for each in tree.iterfind("{*}commentList/{*}comment"):
        number = int(each.get("authorId", "0"))
        if number < len(authors) and authors[number].startswith(_THREADED):
            continue
        yield from _remark(each, "".join(node.text or "" for node in each.iter("{*}t")))


def _read_threads(tree: Element) -> Iterator[LaidThing]:
    for each in tree.iterfind("{*}threadedComment"):
        yield from _remark(each, each.findtext("{*}text") or "")


def _remark(element: Element, text: str) -> Iterator[LaidThing]:
    if text.strip() and element.get("ref"):
        yield LaidThing(parse_address(element.get("ref", "")), f"批注：{' '.join(text.split())}")


def _read_drawing(tree: Element) -> Iterator[LaidThing]:
    for anchor in tree:
        start = anchor.find("{*}from")
        row, column = (
            start.findtext(f"{{*}}{name}", "0") if start is not None else "0" for name in ("row", "col")
        )
        words = _name_drawn(anchor)
        if words:
            yield LaidThing(CellAddress(int(column) + 1, int(row) + 1), words)


def _name_drawn(anchor: Element) -> str:
    """Return what an anchored drawing is; empty for one that shows nothing."""
    inner = [each for each in anchor.iter() if next(each.iterancestors("{*}Fallback"), None) is None]
    names = [str(each.tag).rpartition("}")[2] for each in inner]
    paragraphs = [each for each, name in zip(inner, names, strict=True) if name in {"p", "oMath"}]
    text = " ".join("".join(node.text or "" for node in each.iter("{*}t")) for each in paragraphs)
    if text.strip():
        return f"{'公式' if 'oMath' in names else '文本框'}：{' '.join(text.split())}"
    known = next((_KINDS[name] for name in names if name in _KINDS), "")
    return known or ("图形" if "sp" in names else "")


def _read_objects(sheet: Element) -> Iterator[LaidThing]:
    """Yield the objects of other programs, which the sheet itself names."""
    for each in sheet.iter("{*}oleObject"):
        if next(each.iterancestors("{*}Fallback"), None) is None:
            row, column = (each.findtext(f".//{{*}}from/{{*}}{name}", "0") for name in ("row", "col"))
            yield LaidThing(CellAddress(int(column) + 1, int(row) + 1), "嵌入的对象")
