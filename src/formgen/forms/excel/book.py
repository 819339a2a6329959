"""The workbook of a template: its sheets, which of them is the form, and fields where none can be filled."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

from formgen.forms.contents import FIELD
from formgen.forms.excel.faults import report_fault
from formgen.forms.excel.runs import NS
from formgen.forms.excel.worksheet import Worksheet
from formgen.forms.text import HALF_BRACES, TAG_MARK
from formgen.forms.xmltree import Element
from formgen.office.relations import list_relations, parse_part

WORKBOOK_PART, STRINGS, STYLES = "xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml"
_S = f"{{{NS}}}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_MARKUP = re.compile(rb"<[^>]*>")
_HEADER_CODE = re.compile(r'&"[^"]*"|&K[0-9A-F]{6}|&\d+|&[A-Za-z]')  # types and page numbers of a header
_WIDE = "花括号是全角的，请改成半角 {{ }}"
_ELSEWHERE = (
    ("comments", "批注"),
    ("threadedComments", "批注"),
    ("vmlDrawing", "批注或控件"),
    ("charts/", "图表"),
    ("drawings/", "图形、文本框"),
    ("docProps/", "文件属性"),
    ("workbook.xml", "工作表名或名称"),
)
_AFTER_NAMES = ("definedNames", "externalReferences", "functionGroups", "sheets")


@dataclass(frozen=True, slots=True)
class BookSheet:
    """A worksheet of a workbook: its name, its part, whether it is hidden."""

    name: str
    part: str
    hidden: bool
    sheet: Worksheet


@dataclass(frozen=True, slots=True)
class TemplateBook:
    """A workbook as a template: its parts and worksheets, the one that is the form, and its name for a clerk."""

    parts: dict[str, bytes]
    sheets: tuple[BookSheet, ...]
    form: BookSheet
    shown: str


def open_book(parts: dict[str, bytes], shown: str) -> TemplateBook:
    """Return the workbook of a template. Raises FormgenError T101 where its fields cannot be filled."""
    sheets = open_sheets(parts, shown)
    book = TemplateBook(parts, tuple(sheets), _pick_form(sheets, shown), shown)
    _check_fields(book)
    _refuse_fields_elsewhere(book)
    return book


def open_sheets(parts: Mapping[str, bytes], shown: str) -> list[BookSheet]:
    """Return the worksheets of a workbook. Raises FormgenError T101 where there is none."""
    known = {each.id: each for each in list_relations(parts, WORKBOOK_PART) if each.kind == "worksheet"}
    found = list[BookSheet]()
    for each in parse_part(parts[WORKBOOK_PART]).iter(f"{_S}sheet"):
        relation = known.get(each.get(f"{_R}id", ""))
        if relation is not None and relation.part in parts:
            sheet = Worksheet(
                parts[relation.part], parts.get(STRINGS), parts[WORKBOOK_PART], parts.get(STYLES)
            )
            hidden = each.get("state", "visible") != "visible"
            found.append(BookSheet(each.get("name", ""), relation.part, hidden, sheet))
    if not found:
        raise report_fault(shown, "没有第一张工作表或已损坏")
    return found


def _pick_form(sheets: list[BookSheet], shown: str) -> BookSheet:
    """Return the sheet that holds the fields. Raises FormgenError T101 where there is none, or another."""
    with_fields = [(each, cell) for each in sheets if (cell := _first_field(each.sheet)) is not None]
    if not with_fields:
        raise report_fault(shown, "没有字段（{{ name }}、{{ row.… }} 等）")
    loops = [found for found in with_fields if find_loops(found[0].sheet)]
    form = (loops or with_fields)[0][0]
    for other, cell in with_fields:
        if other is not form:
            first = f"'{form.name}'!{_first_field(form.sheet)}"
            detail = f"只有一张工作表可以有字段（“{form.name}”已经有了）；这里请用公式，如 ={first}"
            raise report_fault(shown, detail, other.name, cell)
    if form.hidden:
        raise report_fault(shown, "有字段的工作表是隐藏的，印不出来；请取消隐藏", form.name)
    return form


def find_loops(sheet: Worksheet) -> list[Element]:
    """Return the rows that print a row of the form."""
    return [row for row in sheet.rows() if any(names_group(sheet.text(cell), "row") for cell in row)]


def names_group(text: str, group: str) -> bool:
    """Return whether a text has a field of a group: ``{{ row.number }}`` is one of ``row``."""
    return any(name.startswith(f"{group}.") for name in FIELD.findall(text))


def _first_field(sheet: Worksheet) -> str | None:
    return next((cell.get("r", "") for cell in sheet.cells() if _is_tagged(sheet.text(cell))), None)


def _is_tagged(text: str) -> bool:
    return bool(FIELD.search(text) or TAG_MARK.search(text.translate(HALF_BRACES)))


def _check_fields(book: TemplateBook) -> None:
    """Raise FormgenError T101 for a field written wrongly, by its cell, and for one that nobody would fill."""
    form, shown = book.form, book.shown
    for cell in form.sheet.cells():
        text, address = form.sheet.text(cell), cell.get("r", "")
        rest = FIELD.sub("", text)
        if "{{" in (cell.findtext(f"{_S}f") or ""):
            raise report_fault(
                shown, "公式里不能有字段；请把字段写在另一格，公式引用那一格", form.name, address
            )
        if FIELD.search(text) and ("{{{" in text or "}}}" in text):
            raise report_fault(shown, "字段的花括号多了，左右各写两个", form.name, address)
        if not TAG_MARK.search(rest.translate(HALF_BRACES)):
            continue
        if "{%" in rest:
            raise report_fault(shown, "Excel 模板里不能写 {% … %}；评分行自己会重复", form.name, address)
        wide = rest.translate(HALF_BRACES) != rest
        raise report_fault(shown, _WIDE if wide else "字段的写法不对，应当是 {{ 字段 }}", form.name, address)
    for part in form.sheet.tree:
        if part.tag == f"{_S}sheetData":
            continue
        if b"{{" in etree.tostring(part, with_tail=False) or _holds_field(part):
            where = "页眉页脚" if part.tag == f"{_S}headerFooter" else "单元格以外的地方"
            raise report_fault(shown, f"{where}不能有字段；请写在单元格里", form.name)


def _holds_field(part: Element) -> bool:
    """Return whether a header or footer has a field, in whatever types its signs are."""
    texts = (each.text or "" for each in part) if part.tag == f"{_S}headerFooter" else ()
    return any(_is_tagged(_HEADER_CODE.sub("", each)) for each in texts)


def _refuse_fields_elsewhere(book: TemplateBook) -> None:
    """Raise FormgenError T101 for a field in a part where it would be printed as it stands."""
    own = {STRINGS, *(each.part for each in book.sheets)}
    for name, data in book.parts.items():
        if name in own or not name.endswith((".xml", ".vml")):
            continue
        text = _MARKUP.sub(b"", data) + (data if name == WORKBOOK_PART else b"")
        if b"{{" in text or b"{%" in text:
            where = next((words for part, words in _ELSEWHERE if part in name), name)
            raise report_fault(book.shown, f"{where}里不能有字段；请写在单元格里")


def holds_formulas(book: TemplateBook) -> bool:
    """Return whether any cell of a workbook is computed."""
    return any(each.sheet.tree.find(f".//{_S}c/{_S}f") is not None for each in book.sheets)


def compute_on_load(workbook: Element) -> None:
    """Have every program compute all formulas as it opens the workbook."""
    found = workbook.find(f"{_S}calcPr")
    if found is None:
        before = next(each for name in _AFTER_NAMES if (each := workbook.find(f"{_S}{name}")) is not None)
        found = etree.Element(f"{_S}calcPr")
        before.addnext(found)
    found.attrib.pop("calcMode", "")
    found.set("fullCalcOnLoad", "1")


def refuse_data_tables(book: TemplateBook) -> None:
    """Raise FormgenError T101 for results whose formulas a file does not hold."""
    for each in book.sheets:
        for cell in each.sheet.cells():
            formula = cell.find(f"{_S}f")
            if formula is not None and formula.get("t") == "dataTable":
                raise report_fault(
                    book.shown, "模拟运算表印出来不会更新；请删去", each.name, cell.get("r", "")
                )
