"""What stands in a Word document and is no text of a paragraph: tables within a cell, formulas, pictures, remarks, notes.

Each is named in the words of a clerk, with its text where it has one.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from formgen.forms.word.markup import W
from formgen.forms.word.passage import MC, Passage, ShownField, choose_alternatives
from formgen.forms.xmltree import Element, parse_xml
from formgen.office.relations import list_relations

_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_GONE = {f"{W}del", f"{W}moveFrom", f"{MC}Fallback", f"{W}rPr", f"{W}pPr", f"{W}sdtPr"}
_DRAWN = {f"{W}drawing", f"{W}pict", f"{W}object"}
_FORMULA, _FIELD, _NUMBERING = "公式", "域", "自动编号"
_INLINE = {_FORMULA, _FIELD, _NUMBERING}
_KINDS = {
    "pic": "图片", "imagedata": "图片", "chart": "图表", "relIds": "图形", "contentPart": "手写的笔迹", "OLEObject": "嵌入的对象",
}  # fmt: skip
_NOTES = {
    f"{W}footnoteReference": ("footnotes", "footnote", "脚注"),
    f"{W}endnoteReference": ("endnotes", "endnote", "尾注"),
    f"{W}commentReference": ("comments", "comment", "批注"),
}
_CHANGING_FIELDS = frozenset(
    {"DATE", "TIME", "PRINTDATE", "SAVEDATE", "EDITTIME"}
)  # other words at each opening
_UNSEEN_FIELDS = {
    "XE", "TC", "TA", "SET", "RD", "PRIVATE", "BOOKMARK", "ASK", "NEXT", "NEXTIF", "SKIPIF", "ADVANCE", "IF", "FORMTEXT",
    "FORMCHECKBOX", "FORMDROPDOWN",
}  # fmt: skip


class BesideThing(NamedTuple):
    """A thing that is no text of a paragraph: its kind in a clerk's words, and what it says."""

    kind: str
    text: str = ""

    @property
    def is_inline(self) -> bool:
        """Return whether it is seen as a part of the text that it stands in."""
        return self.kind in _INLINE

    def __str__(self) -> str:
        """Return the thing in a clerk's words."""
        return f"{self.kind}：{self.text}" if self.text else self.kind


class NoteTexts:
    """The texts of the footnotes, endnotes and comments of a document."""

    def __init__(self, parts: Mapping[str, bytes], main: str) -> None:
        """Read the parts that the main part points to."""
        self._texts: dict[tuple[str, str], str] = {}
        kinds = {kind: tag for kind, tag, _ in _NOTES.values()}
        for each in list_relations(parts, main):
            if each.kind in kinds and each.part in parts:
                for note in parse_xml(parts[each.part]).iter(f"{W}{kinds[each.kind]}"):
                    paragraphs = list(note.iter(f"{W}p"))
                    text = Passage.of(paragraphs).text if paragraphs else ""
                    self._texts[each.kind, note.get(f"{W}id", "")] = " ".join(text.split())

    def of(self, reference: Element) -> BesideThing:
        """Return the note that a reference stands for."""
        part, _, kind = _NOTES[str(reference.tag)]
        return BesideThing(kind, self._texts.get((part, reference.get(f"{W}id", "")), ""))


def list_things(passage: Passage, notes: NoteTexts) -> list[BesideThing]:
    """Return the things in the cell of a passage; outside tables those in its paragraphs."""
    cell = next(passage.paragraphs[0].iterancestors(f"{W}tc", f"{W}txbxContent"), None)
    inside = cell is not None and cell.tag == f"{W}tc"
    owners: Sequence[Element] = [cell] if cell is not None and inside else passage.paragraphs
    found = list_things_of(owners, notes)
    found += [_name_field(each) for each in passage.fields if _is_unread(passage, each)]
    return [*found, *(BesideThing(_NUMBERING) for each in passage.paragraphs if _is_numbered(each))]


def list_things_of(owners: Sequence[Element], notes: NoteTexts) -> list[BesideThing]:
    """Return the tables, formulas, notes and drawings below some elements."""
    return [each for owner in owners for each in _walk(owner, notes)]


def _walk(owner: Element, notes: NoteTexts) -> Iterator[BesideThing]:
    for child in choose_alternatives(owner):
        if child.tag in _GONE or not isinstance(child.tag, str):
            continue
        if child.tag == f"{W}tbl":
            lines = [Passage.of([each]).text for each in child.iter(f"{W}p")]
            yield BesideThing("表格", " ".join(" ".join(lines).split()))
        elif child.tag == f"{_MATH}oMath":
            yield BesideThing(_FORMULA, "".join(each.text or "" for each in child.iter(f"{_MATH}t")))
        elif child.tag in _NOTES:
            note = notes.of(child)
            yield from [note] if note.text else []
        elif child.tag in _DRAWN:
            yield from _name_drawn(child)
        else:
            yield from _walk(child, notes)


def _name_drawn(element: Element) -> Iterator[BesideThing]:
    """Yield the kind of a drawing; what its text boxes say is read elsewhere."""
    names = [str(each.tag).rpartition("}")[2] for each in element.iter() if isinstance(each.tag, str)]
    known = next((_KINDS[name] for name in names if name in _KINDS), "")
    if known:
        yield BesideThing(known)
    elif "txbxContent" not in names:
        yield BesideThing("图形")


def _name_field(each: ShownField) -> BesideThing:
    return BesideThing(_FIELD, _read_code(each))


def _read_code(each: ShownField) -> str:
    simple = (element.get(f"{W}instr", "") for element in each.elements if element.tag == f"{W}fldSimple")
    told = (element.text or "" for element in each.elements if element.tag == f"{W}instrText")
    return " ".join("".join([*simple, *told]).split())


def _is_unread(passage: Passage, each: ShownField) -> bool:
    """Return whether a field shows something that does not stand in the document as text, or not for long."""
    word = _read_code(each).split(" ")[0].upper()
    if each.shown is not None or not word:
        return False
    empty = not passage.text[each.start : each.end].strip()
    return word == "EQ" or word in _CHANGING_FIELDS or (empty and word not in _UNSEEN_FIELDS)


def _is_numbered(paragraph: Element) -> bool:
    number = paragraph.find(f"{W}pPr/{W}numPr/{W}numId")
    return number is not None and number.get(f"{W}val", "0") != "0"
