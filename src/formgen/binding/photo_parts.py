"""Pictures put into a Word document or a workbook: the part, its relation, its place. Knows both formats' drawings."""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple, cast

from lxml import etree

from formgen.binding.cells import FormCell
from formgen.binding.photos import Photo, PhotoSize, fit_photo
from formgen.binding.word_cells import WordBlank, read_word, table_rows
from formgen.forms.word.markup import DOCUMENT, W
from formgen.forms.xmltree import Element, parse_xml
from formgen.office.relations import list_relations, parse_part, relations_name, write_part

_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_PIC = "http://schemas.openxmlformats.org/drawingml/2006/picture"
_WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_XDR = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_EMU_PER_TWIP, _EMU_PER_POINT, _EMU_PER_PIXEL = 635, 12_700, 9_525
_SIDES, _EDGE = 216, 80  # twips: margins at both sides of a cell, and room above and below a picture
_USUAL_ROW, _USUAL_POINTS, _USUAL_WIDTH, _DIGIT = 312, 15.0, 9.14, 7
_AFTER_DRAWING = (
    "legacyDrawing",
    "legacyDrawingHF",
    "drawingHF",
    "picture",
    "oleObjects",
    "controls",
    "webPublishItems",
    "tableParts",
    "extLst",
)
_SINGLE_AND_CENTRED: tuple[tuple[str, dict[str, str]], ...] = (
    ("spacing", {"before": "0", "after": "0", "line": "240", "lineRule": "auto"}),
    ("ind", {"left": "0", "right": "0", "firstLineChars": "0", "firstLine": "0"}),
    ("jc", {"val": "center"}),
)
_MARGIN = 3 * _EMU_PER_PIXEL


class PlacedPhoto(NamedTuple):
    """A photo for a cell of a form, and how large it is there."""

    cell: FormCell
    photo: Photo
    size: PhotoSize


def place_photo(parts: Mapping[str, bytes], sheet: str, cell: FormCell, photo: Photo) -> PlacedPhoto:
    """Return a photo in a cell of a document, or of a sheet whose part is named. Raises UnfitError (B126)."""
    if sheet:
        tree = parse_part(parts[sheet])
        box = PhotoSize(sum(_columns(tree, cell)[cell.col - 1 :]), sum(_rows(tree, cell)[cell.row - 1 :]))
        box = PhotoSize(box.width - 2 * _MARGIN, box.height - 2 * _MARGIN)
    else:
        box = _word_box(_element(read_word(dict(parts)), cell), cell)
    return PlacedPhoto(cell, photo, fit_photo(photo, box, cell.text))


def _element(blank: WordBlank, cell: FormCell) -> Element:
    """Return the element of a cell, whatever its text is by now."""
    place = (cell.table, cell.row, cell.col)
    return next(element for each, element in blank.cells.items() if (each.table, each.row, each.col) == place)


def _add_part(parts: dict[str, bytes], owner: str, photo: Photo) -> str:
    """Add a picture to a package, related to a part. Returns the relation's id."""
    folder = owner.split("/", maxsplit=1)[0]
    number = 1 + sum(1 for name in parts if name.startswith(f"{folder}/media/formgen-photo-"))
    name = f"{folder}/media/formgen-photo-{number}.{photo.suffix}"
    parts[name] = photo.data
    types = parse_part(parts["[Content_Types].xml"])
    if not any(each.get("Extension", "").lower() == photo.suffix for each in types):
        made = etree.Element(
            f"{{{_TYPES}}}Default", Extension=photo.suffix, ContentType=f"image/{photo.suffix}"
        )
        types.insert(0, made)
        parts["[Content_Types].xml"] = write_part(types)
    return _relate(parts, owner, "image", name)


def _relate(parts: dict[str, bytes], owner: str, kind: str, name: str) -> str:
    """Relate a part to another. Returns the relation's id."""
    file = relations_name(owner)
    tree = (
        parse_part(parts[file])
        if file in parts
        else etree.Element(f"{{{_RELATIONS}}}Relationships", nsmap=cast("dict[str, str]", {None: _RELATIONS}))
    )
    known = {each.get("Id") for each in tree}
    number = next(at for at in range(1, len(known) + 2) if f"formgen{at}" not in known)
    etree.SubElement(
        tree,
        f"{{{_RELATIONS}}}Relationship",
        Id=f"formgen{number}",
        Type=f"{_OFFICE}/{kind}",
        Target=f"/{name}",
    )
    parts[file] = write_part(tree)
    return f"formgen{number}"


def _picture(relation: str, size: PhotoSize, number: int) -> str:
    """Return the XML of a picture, without its namespaces."""
    return (
        f'<pic:nvPicPr><pic:cNvPr id="{number}" name="照片{number}"/><pic:cNvPicPr>'
        '<a:picLocks noChangeAspect="1"/></pic:cNvPicPr></pic:nvPicPr>'
        f'<pic:blipFill><a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{size.width}" cy="{size.height}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr>'
    )


# -- Word ---------------------------------------------------------------------------------------------
def put_word_photos(parts: Mapping[str, bytes], placed: Sequence[PlacedPhoto]) -> dict[str, bytes]:
    """Return the parts of a document with photos in their cells, in place of the words there."""
    found, blank = dict(parts), read_word(dict(parts))
    for each in placed:
        relation = _add_part(found, DOCUMENT, each.photo)
        numbers = [
            int(node.get("id", "0"))
            for node in blank.tree.iter(f"{{{_WP}}}docPr")
            if node.get("id", "").isdigit()
        ]
        run = _inline(relation, each.size, max(numbers, default=0) + 1)
        _replace_words(_element(blank, each.cell), run)
    found[DOCUMENT] = etree.tostring(blank.tree, xml_declaration=True, encoding="UTF-8", standalone=True)
    return found


def _word_box(element: Element, cell: FormCell) -> PhotoSize:
    """Return the room in a cell of a Word table: the widths of its columns and the heights of its rows."""
    table = next(each for each in element.iterancestors() if each.tag == f"{W}tbl")
    columns = [_number(each, "w") for each in table.iterfind(f"{W}tblGrid/{W}gridCol")]
    width = sum(columns[cell.col - 1 : cell.last_col]) or _number(element.find(f"{W}tcPr/{W}tcW"), "w")
    rows = table_rows(table)[cell.row - 1 : cell.last_row]
    height = sum(_number(row.find(f"{W}trPr/{W}trHeight"), "val") or _USUAL_ROW for row in rows)
    return PhotoSize((width - _SIDES) * _EMU_PER_TWIP, (height - _EDGE) * _EMU_PER_TWIP)


def _number(node: Element | None, name: str) -> int:
    text = node.get(f"{W}{name}", "") if node is not None else ""
    return int(text) if text.isdigit() else 0


def _inline(relation: str, size: PhotoSize, number: int) -> Element:
    """Return a run with a picture in the line."""
    return parse_xml(
        (
            f'<w:r xmlns:w="{W[1:-1]}" xmlns:r="{_OFFICE}" xmlns:wp="{_WP}" xmlns:a="{_A}" xmlns:pic="{_PIC}"><w:drawing>'
            f'<wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{size.width}" cy="{size.height}"/>'
            f'<wp:docPr id="{number}" name="照片{number}"/><wp:cNvGraphicFramePr>'
            '<a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr>'
            f'<a:graphic><a:graphicData uri="{_PIC}"><pic:pic>{_picture(relation, size, number)}</pic:pic></a:graphicData></a:graphic>'
            "</wp:inline></w:drawing></w:r>"
        ).encode()
    )


def _replace_words(element: Element, run: Element) -> None:
    """Leave one paragraph in a cell, of single lines and centred, with a run: nothing cuts the picture off."""
    first, *others = list(element.iter(f"{W}p"))
    for each in others:
        if (parent := each.getparent()) is not None:
            parent.remove(each)
    style, look = first.find(f"{W}pPr/{W}pStyle"), first.find(f"{W}pPr/{W}rPr")
    for child in list(first):
        first.remove(child)
    properties = etree.SubElement(first, f"{W}pPr")
    if style is not None:
        properties.append(style)
    for name, values in _SINGLE_AND_CENTRED:
        etree.SubElement(properties, f"{W}{name}", {f"{W}{key}": value for key, value in values.items()})
    if look is not None:
        properties.append(look)
    first.append(run)


# -- Excel --------------------------------------------------------------------------------------------
def put_excel_photos(
    parts: Mapping[str, bytes], sheet: str, placed: Sequence[PlacedPhoto]
) -> dict[str, bytes]:
    """Return the parts of a workbook with photos over their cells of a sheet, whose part is named."""
    found = dict(parts)
    for each in placed:
        tree, size = parse_part(found[sheet]), each.size
        columns, rows = _columns(tree, each.cell), _rows(tree, each.cell)
        box = PhotoSize(sum(columns[each.cell.col - 1 :]), sum(rows[each.cell.row - 1 :]))
        drawing = _drawing_of(found, sheet)
        relation = _add_part(found, drawing, each.photo)
        top = parse_part(found[drawing])
        left = _walk(columns, each.cell.col - 1, (box.width - size.width) // 2)
        above = _walk(rows, each.cell.row - 1, (box.height - size.height) // 2)
        top.append(_anchor(left, above, relation, size, len(top) + 1))
        found[drawing] = write_part(top)
    return found


def _columns(tree: Element, cell: FormCell) -> list[int]:
    """Return the widths of the columns up to the last one of a cell."""
    return [_column(tree, at) for at in range(1, cell.last_col + 1)]


def _rows(tree: Element, cell: FormCell) -> list[int]:
    """Return the heights of the rows up to the last one of a cell."""
    return [_row(tree, at) for at in range(1, cell.last_row + 1)]


def _column(tree: Element, at: int) -> int:
    """Return the width of a column."""
    usual = tree.find(f"{_S}sheetFormatPr")
    width = float(usual.get("defaultColWidth", _USUAL_WIDTH)) if usual is not None else _USUAL_WIDTH
    for each in tree.iterfind(f"{_S}cols/{_S}col"):
        if int(each.get("min", "0")) <= at <= int(each.get("max", "0")):
            width = 0.0 if each.get("hidden") in {"1", "true"} else float(each.get("width", width))
    return round(width * _DIGIT) * _EMU_PER_PIXEL


def _row(tree: Element, at: int) -> int:
    """Return the height of a row."""
    usual = tree.find(f"{_S}sheetFormatPr")
    height = float(usual.get("defaultRowHeight", _USUAL_POINTS)) if usual is not None else _USUAL_POINTS
    found = next((each for each in tree.iterfind(f"{_S}sheetData/{_S}row") if each.get("r") == str(at)), None)
    if found is not None:
        height = 0.0 if found.get("hidden") in {"1", "true"} else float(found.get("ht", height))
    return round(height * _EMU_PER_POINT)


def _walk(sizes: Sequence[int], at: int, offset: int) -> tuple[int, int]:
    """Return the column or row that an offset from the beginning of one lies in, and the rest."""
    while at + 1 < len(sizes) and offset >= sizes[at]:
        offset -= sizes[at]
        at += 1
    return at, offset


def _drawing_of(parts: dict[str, bytes], sheet: str) -> str:
    """Return the part of a sheet's drawing, made where it has none."""
    known = next((each.part for each in list_relations(parts, sheet) if each.kind == "drawing"), "")
    if known in parts:
        return known
    number = next(at for at in range(1, len(parts) + 2) if f"xl/drawings/drawing{at}.xml" not in parts)
    name = f"xl/drawings/drawing{number}.xml"
    parts[name] = write_part(etree.Element(f"{{{_XDR}}}wsDr", nsmap={"xdr": _XDR, "a": _A}))
    types = parse_part(parts["[Content_Types].xml"])
    kind = "application/vnd.openxmlformats-officedocument.drawing+xml"
    etree.SubElement(types, f"{{{_TYPES}}}Override", PartName=f"/{name}", ContentType=kind)
    parts["[Content_Types].xml"] = write_part(types)
    tree = parse_part(parts[sheet])
    made = etree.Element(
        f"{_S}drawing", {f"{{{_OFFICE}}}id": _relate(parts, sheet, "drawing", name)}, nsmap={"r": _OFFICE}
    )
    after = next((each for each in tree if re.sub("{.*}", "", str(each.tag)) in _AFTER_DRAWING), None)
    tree.append(made) if after is None else after.addprevious(made)
    parts[sheet] = write_part(tree)
    return name


def _anchor(
    left: tuple[int, int], above: tuple[int, int], relation: str, size: PhotoSize, number: int
) -> Element:
    """Return a picture that stands at a cell, in its own size."""
    picture = _picture(relation, size, number).replace("pic:", "xdr:")
    return parse_xml(
        (
            f'<xdr:oneCellAnchor xmlns:xdr="{_XDR}" xmlns:a="{_A}" xmlns:r="{_OFFICE}"><xdr:from>'
            f"<xdr:col>{left[0]}</xdr:col><xdr:colOff>{left[1]}</xdr:colOff>"
            f"<xdr:row>{above[0]}</xdr:row><xdr:rowOff>{above[1]}</xdr:rowOff></xdr:from>"
            f'<xdr:ext cx="{size.width}" cy="{size.height}"/><xdr:pic>{picture}</xdr:pic><xdr:clientData/></xdr:oneCellAnchor>'
        ).encode()
    )
