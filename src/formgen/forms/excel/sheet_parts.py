"""The parts that belong to a sheet, moved along as a row is repeated: drawings, remarks, tables, charts, controls.

Each is found by its relation, whatever it is called.
"""

import re
from collections.abc import Mapping
from typing import NamedTuple

from lxml import etree

from formgen.forms.excel.book import TemplateBook, names_group
from formgen.forms.excel.faults import blame, report_fault
from formgen.forms.excel.references import (
    Insertion,
    UnmovableError,
    grow_ranges,
    move_formula,
    move_place,
    rows_of,
)
from formgen.forms.excel.worksheet import covers
from formgen.forms.xmltree import Element
from formgen.office.relations import list_relations, parse_part, relations_name, write_part

_REMARKS = frozenset({"comments", "threadedComment"})
_CHARTS = frozenset({"chart", "chartEx"})
_PIVOTS = frozenset({"pivotTable", "slicer", "timeline"})
_CACHES = frozenset({"numCache", "strCache", "multiLvlStrCache"})
_LINKS = ("fmlaLink", "fmlaRange", "fmlaTxbx")
_VML_PLACE = re.compile(r"(<(?:\w+:)?(Anchor|Row|FmlaLink|FmlaRange|FmlaTxbx)>)([^<]*)(</(?:\w+:)?\2>)")
_TOP, _BOTTOM = 2, 6  # of the numbers of an anchor in VML: column, offset, row, offset, twice


class PartFollower(NamedTuple):
    """What follows the inserted rows in other parts; ``shown`` names the template to a clerk."""

    rows: Insertion
    shown: str

    def move_parts_of(self, parts: dict[str, bytes], sheet: str) -> None:
        """Let the parts of a sheet follow, and the charts of the whole workbook."""
        for each in list_relations(parts, sheet):
            if each.part not in parts:
                continue
            if each.kind in _PIVOTS:
                raise report_fault(self.shown, "数据透视表、切片器不能跟着评分行走；请删去", self.rows.sheet)
            if each.kind == "vmlDrawing":
                parts[each.part] = self._move_vml(parts[each.part])
            elif each.kind in {"drawing", "table", "ctrlProp", *_REMARKS}:
                tree = parse_part(parts[each.part])
                before = etree.tostring(tree)
                self._move_part(tree, each.kind)
                if etree.tostring(tree) != before:
                    parts[each.part] = write_part(tree)
        self._move_charts(parts)
        self._refuse_pivots(parts)

    def move_links_of(self, parts: dict[str, bytes], sheet: str, own: str) -> None:
        """Let the links of the sheet ``own`` follow that some programs write as addresses: ``#Sheet1!A9``."""
        name = relations_name(sheet)
        if name not in parts:
            return
        tree = parse_part(parts[name])
        for each in tree:
            before = each.get("Target", "")
            if before.startswith("#") and each.get("TargetMode") == "External":
                after = f"#{move_place(before[1:], self.rows, own)}"
                if after != before:
                    each.set("Target", after)
                    parts[name] = write_part(tree)

    def _move_part(self, tree: Element, kind: str) -> None:
        if kind == "drawing":
            self.move_anchors(tree)
        elif kind == "table":
            self._move_table(tree)
        elif kind == "ctrlProp":
            self._move_links(tree, _LINKS)
        else:
            for each in tree.iter():
                if each.get("ref"):
                    each.set("ref", move_place(each.get("ref", ""), self.rows, self.rows.sheet))

    def move_anchors(self, tree: Element) -> None:
        """Move whatever is anchored to cells; a frame that covers the repeated row grows."""
        for start in list(tree.iter("{*}from")):
            anchor = start.getparent()
            end = anchor.find("{*}to") if anchor is not None else None
            top, bottom = start.find("{*}row"), end.find("{*}row") if end is not None else None
            if top is None:
                continue
            first = int(top.text or "0") + 1
            last = int(bottom.text or "0") + 1 if bottom is not None else first
            into = end.findtext("{*}rowOff") if end is not None else None
            self._refuse_in_row(first, last - 1 if into == "0" and last > first else last)
            top.text = str(self.rows.moved(first) - 1)
            if bottom is not None:
                bottom.text = str(self.rows.moved(last) - 1)
        for each in tree.iter():
            if each.get("textlink"):
                detail = f"文本框的文字取自{each.get('textlink')}，印出来不会更新；请直接写文字，或删去"
                raise report_fault(self.shown, detail, self.rows.sheet)

    def _refuse_in_row(self, first: int, last: int) -> None:
        if self.rows.extra and first == last == self.rows.first:
            detail = "评分行里的图形不能逐行重复；请移到别的行"
            raise report_fault(self.shown, detail, self.rows.sheet, f"A{self.rows.first}")

    def _move_table(self, tree: Element) -> None:
        ref = tree.get("ref", "A1")
        top, bottom = rows_of(ref)
        heads, totals = int(tree.get("headerRowCount", "1")), int(tree.get("totalsRowCount", "0"))
        data = range(top + heads, bottom - totals + 1)
        if self.rows.extra and top <= self.rows.first <= bottom and self.rows.first not in data:
            detail = f"评分行不能是“表格”（{ref}）的标题行、汇总行；请在“表设计”里转换为区域"
            raise report_fault(self.shown, detail, self.rows.sheet, ref.partition(":")[0])
        for each in tree.iter():
            if isinstance(each.tag, str) and each.get("ref"):
                each.set("ref", grow_ranges(each.get("ref", ""), self.rows))
            if isinstance(each.tag, str) and etree.QName(each).localname.endswith("Formula") and each.text:
                with blame(self.shown, self.rows.sheet, ref.partition(":")[0], "“表格”里的公式"):
                    each.text = move_formula(each.text, self.rows, self.rows.sheet)

    def _move_links(self, tree: Element, names: tuple[str, ...]) -> None:
        for each in tree.iter():
            for name in names:
                if each.get(name):
                    each.set(name, move_place(each.get(name, ""), self.rows, self.rows.sheet))

    def _move_vml(self, data: bytes) -> bytes:
        """Move shapes as Excel writes them for remarks and old controls; not all of it is XML."""

        def change(match: re.Match[str]) -> str:
            opening, name, text, closing = match.groups()
            if name == "Anchor":
                numbers = [int(each) for each in text.split(",")]
                for at in (_TOP, _BOTTOM):
                    numbers[at] = self.rows.moved(numbers[at] + 1) - 1
                text = ", ".join(map(str, numbers))
            elif name == "Row":
                text = str(self.rows.moved(int(text) + 1) - 1)
            else:
                text = move_place(text, self.rows, self.rows.sheet)
            return f"{opening}{text}{closing}"

        return _VML_PLACE.sub(change, data.decode()).encode()

    def _move_charts(self, parts: dict[str, bytes]) -> None:
        """Let charts show the cells where they are now; what they showed last is forgotten."""
        for name in _parts_of_kind(parts, _CHARTS):
            tree = parse_part(parts[name])
            for each in tree.iter("{*}f"):
                with blame(self.shown, self.rows.sheet, what="图表引用的"):
                    each.text = self._move_series(each.text or "")
            for cache in [each for each in tree.iter() if _is_cache(each)]:
                parent = cache.getparent()
                if parent is not None:
                    parent.remove(cache)
            parts[name] = write_part(tree)

    def _move_series(self, text: str) -> str:
        """Return what a series shows: one of the repeated row alone shows all of its rows."""
        try:
            return move_formula(text, self.rows, "")
        except UnmovableError:
            return move_formula(_as_range(text), self.rows, "")

    def _refuse_pivots(self, parts: Mapping[str, bytes]) -> None:
        for name in _parts_of_kind(parts, frozenset({"pivotCacheDefinition"})):
            for each in parse_part(parts[name]).iter("{*}worksheetSource"):
                if each.get("sheet", "").casefold() == self.rows.sheet.casefold():
                    detail = "数据透视表取自这张工作表，印出来不会更新；请删去"
                    raise report_fault(self.shown, detail, self.rows.sheet)


def refuse_fields_in_tables(book: TemplateBook, loop: Element | None) -> None:
    """Raise FormgenError T101 for a list with a head that is filled, or with rows merged by section."""
    form = book.form
    for each in list_relations(book.parts, form.part):
        if each.kind != "table" or each.part not in book.parts:
            continue
        ref = parse_part(book.parts[each.part]).get("ref", "A1")
        top, bottom = rows_of(ref)
        for cell in form.sheet.cells():
            at, text = cell.getparent(), form.sheet.text(cell)
            number = rows_of(cell.get("r", ""))[0]
            merged = at is loop and top <= number <= bottom and names_group(text, "section")
            if merged or (number == top and "{{" in text and covers(ref, cell.get("r", ""))):
                detail = f"“表格”（{ref}）的标题不能有字段，里面也不能按部分合并；请在“表设计”里转换为区域"
                raise report_fault(book.shown, detail, form.name, cell.get("r", ""))


def _parts_of_kind(parts: Mapping[str, bytes], kinds: frozenset[str]) -> list[str]:
    """Return the parts that others relate to as one of some kinds."""
    owners = [name for name in parts if not name.endswith(".rels")]
    found = (each for name in owners for each in list_relations(parts, name) if each.kind in kinds)
    return sorted({each.part for each in found if each.part in parts})


def _is_cache(each: Element) -> bool:
    return isinstance(each.tag, str) and etree.QName(each).localname in _CACHES


def _as_range(text: str) -> str:
    """Return a reference to one cell as a range: a series of one cell is all of its rows."""
    sheet, mark, cell = text.rpartition("!")
    return (
        f"{sheet}!{cell}:{cell}"
        if mark and ":" not in cell and "," not in text and cell.startswith("$")
        else text
    )
