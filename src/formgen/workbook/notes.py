"""Notes of cells, added to those that a sheet has: the text in one part, the box that shows it in another.

Knows the markup of notes; not what they say.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from formgen.office.cells import parse_address
from formgen.office.patch import Edit, Stretch, apply_edits, parse_stretches, put_inside
from formgen.workbook.parts import WorkbookParts
from formgen.workbook.sheet_edit import write_markup_text

_AUTHOR = "formgen"
_NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_VML_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_DRAWING = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel"></xml>'
)
_URNS = (
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel"'
)
_SHAPE_TYPE = (
    f'<v:shapetype {_URNS} id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_SHAPE_NUMBER = re.compile(rb"_x0000_s(\d+)")
_BEHIND_DRAWING = frozenset(
    {
        "legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems", "tableParts",
        "extLst",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _NoteParts:
    """The parts that hold the texts and the boxes of the notes of a sheet."""

    comments: str
    drawing: str


def add_notes(parts: WorkbookParts, sheet: str, notes: Mapping[str, str]) -> None:
    """Add a note to some cells of a sheet, behind the one that a cell has. Cells that people discuss are left alone."""
    discussed = {
        each.attributes.get("ref", "")
        for part in parts.find(sheet, "threadedComment")
        for each in parse_stretches(parts.read(part)).children
    }
    wanted = {cell: text for cell, text in notes.items() if cell not in discussed}
    if not wanted:
        return
    held = _find_parts(parts, sheet)
    known = {
        each.attributes.get("ref", "")
        for each in parse_stretches(parts.read(held.comments)).find_all("commentList")
        for each in each.children
    }
    parts.edit(held.comments, lambda data: _add_texts(data, wanted))
    new = [cell for cell in wanted if cell not in known]
    if new:
        parts.edit(held.drawing, lambda data: _add_boxes(data, new))


def _find_parts(parts: WorkbookParts, sheet: str) -> _NoteParts:
    """Return the parts of the notes of a sheet, made where it has none."""
    comments = next(iter(parts.find(sheet, "comments")), "")
    root = parse_stretches(parts.read(sheet), lambda name, _: name != "sheetData")
    legacy = root.find("legacyDrawing")
    relations = parts.relations(sheet)
    numbers = [value for key, value in legacy.attributes.items() if key.endswith("id")] if legacy else []
    drawing = next((relations[number].target for number in numbers if number in relations), "")
    if not comments:
        comments = parts.free_name("xl/comments{}.xml")
        strict = parts.namespace.startswith("http://purl")
        parts.changed[comments] = (
            f'{_HEAD}<comments xmlns="{_STRICT if strict else _NAMESPACE}"><authors></authors>'
            "<commentList></commentList></comments>"
        ).encode()
        parts.declare(comments, _COMMENTS_TYPE)
        parts.relate(sheet, "comments", comments)
    if not drawing:
        drawing = parts.free_name("xl/drawings/vmlDrawing{}.vml")
        parts.changed[drawing] = _DRAWING.encode()
        parts.declare_suffix("vml", _VML_TYPE)
        number = parts.relate(sheet, "vmlDrawing", drawing)
        tag = f'legacyDrawing xmlns:r="{parts.namespace}" r:id="{number}"/>'
        parts.edit(sheet, lambda data: _add_drawing(data, tag))
    return _NoteParts(comments, drawing)


def _add_drawing(data: bytes, tag: str) -> bytes:
    """Return a sheet that shows a drawing, named in the place that the order of its elements gives it."""
    root = parse_stretches(data, lambda name, _: name not in {"sheetData", "row"})
    text = f"<{root.prefix}{tag}".encode()
    behind = next((each for each in root.children if each.name in _BEHIND_DRAWING), None)
    edit = Edit(behind.start, behind.start, text) if behind else put_inside(data, root, text)
    return apply_edits(data, [edit])


def _add_texts(data: bytes, notes: Mapping[str, str]) -> bytes:
    """Return the part of the texts with some added."""
    root = parse_stretches(data)
    authors, held = root.find("authors"), root.find("commentList")
    if authors is None or held is None:
        message = "no notes"
        raise ValueError(message)
    names = [data[each.inner : each.close].decode() for each in authors.children]
    edits: list[Edit] = []
    if _AUTHOR not in names:
        author = f"<{root.prefix}author>{_AUTHOR}</{root.prefix}author>".encode()
        edits.append(put_inside(data, authors, author))
        names.append(_AUTHOR)
    known = {each.attributes.get("ref", ""): each for each in held.children}
    made = []
    for cell, text in notes.items():
        if cell in known:
            edits += _lengthen(data, known[cell], text)
        else:
            made.append(
                f'<{root.prefix}comment ref="{cell}" authorId="{names.index(_AUTHOR)}"><{root.prefix}text>'
                f"{_write_run(text, root.prefix)}</{root.prefix}text></{root.prefix}comment>"
            )
    if made:
        edits.append(put_inside(data, held, "".join(made).encode()))
    return apply_edits(data, edits)


def _lengthen(data: bytes, comment: Stretch, text: str) -> list[Edit]:
    """Return the edit that puts a text behind that of a note, unless it says so already."""
    inner = comment.find("text")
    run = _write_run(f"\n{text}", comment.prefix)
    if inner is None or write_markup_text(text).encode() in data[inner.start : inner.end]:
        return []
    return [put_inside(data, inner, run.encode())]


def _write_run(text: str, prefix: str) -> str:
    return f'<{prefix}r><{prefix}t xml:space="preserve">{write_markup_text(text)}</{prefix}t></{prefix}r>'


def _add_boxes(data: bytes, cells: list[str]) -> bytes:
    """Return the part of the boxes with one for each of some cells."""
    end = data.rfind(b"</xml>")  # Excel writes boxes that are no XML now and then
    if end < 0:
        message = "no drawing"
        raise ValueError(message)
    number = max([1024, *(int(match[1]) for match in _SHAPE_NUMBER.finditer(data))])
    made = [] if b"_x0000_t202" in data else [_SHAPE_TYPE]
    for at, cell in enumerate(cells, number + 1):
        column, row = parse_address(cell)
        anchor = f"{column}, 15, {max(row - 2, 0)}, 10, {column + 3}, 15, {row + 3}, 4"
        made.append(
            f'<v:shape {_URNS} id="_x0000_s{at}" type="#_x0000_t202" fillcolor="#ffffe1" o:insetmode="auto" '
            'style="position:absolute;margin-left:59.25pt;margin-top:1.5pt;width:144px;height:79px;z-index:1;'
            'visibility:hidden"><v:fill color2="#ffffe1"/><v:shadow color="black" obscured="t"/>'
            '<v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto"><div style="text-align:left">'
            f'</div></v:textbox><x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
            f"<x:Anchor>{anchor}</x:Anchor><x:AutoFill>False</x:AutoFill><x:Row>{row - 1}</x:Row>"
            f"<x:Column>{column - 1}</x:Column></x:ClientData></v:shape>"
        )
    return apply_edits(data, [Edit(end, end, "".join(made).encode())])
