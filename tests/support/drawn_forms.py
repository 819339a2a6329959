"""Blank forms drawn as text, made into Word documents and workbooks.

Cells of a row are separated by ``|``; ``<`` continues the cell at the left, ``^`` the cell above, ``/`` at the end of
a piece with ``\\n`` begins a line. A line without ``|`` is a paragraph outside tables (a merged row of a sheet).
"""

import io
import zipfile
from collections.abc import Sequence
from xml.sax.saxutils import escape

from openpyxl import Workbook
from openpyxl.styles import Border, Side
from openpyxl.worksheet.worksheet import Worksheet

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_P = "http://schemas.openxmlformats.org/package/2006"
_FACE = '<w:rPr><w:rFonts w:eastAsia="宋体"/><w:sz w:val="24"/></w:rPr>'


def cells_of(line: str) -> list[str]:
    """Return the cells of a drawn row."""
    return [
        cell.replace("\\n", "\n") for cell in line.strip("\n").removeprefix("|").removesuffix("|").split("|")
    ]


def _blocks(drawing: str) -> list[str | list[list[str]]]:
    found: list[str | list[list[str]]] = []
    for line in drawing.strip("\n").split("\n"):
        if "|" not in line:
            found.append(line)
        elif found and isinstance(found[-1], list):
            found[-1].append(cells_of(line))
        else:
            found.append([cells_of(line)])
    return found


def _paragraph(text: str) -> str:
    """Return a paragraph; ``￼`` in its text is a drawn box."""
    pieces = (
        f'<w:r>{_FACE}<w:t xml:space="preserve">{escape(piece)}</w:t></w:r>' if piece else ""
        for piece in text.split("￼")
    )
    run = "<w:r><w:pict/></w:r>".join(pieces)
    return f"<w:p><w:pPr>{_FACE}</w:pPr>{run}</w:p>"


def _is(rows: Sequence[Sequence[str]], row: int, col: int, sign: str) -> bool:
    return row < len(rows) and col < len(rows[row]) and rows[row][col].strip() == sign


def _cell(rows: Sequence[Sequence[str]], row: int, col: int, width: int) -> tuple[str, int]:
    """Return the XML of a cell and its columns."""
    span = 1
    while _is(rows, row, col + span, "<"):
        span += 1
    text = rows[row][col]
    merge = ""
    if text.strip() == "^":
        merge, text = "<w:vMerge/>", ""
    elif _is(rows, row + 1, col, "^"):
        merge = '<w:vMerge w:val="restart"/>'
    grid = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    body = "".join(map(_paragraph, text.split("\n")))
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width * span}" w:type="dxa"/>{grid}{merge}</w:tcPr>{body}</w:tc>',
        span,
    )


def _table(rows: Sequence[Sequence[str]], height: str = "") -> str:
    count = max(map(len, rows))
    width = 9000 // count
    lines = ""
    for row, cells in enumerate(rows):
        col, drawn = 0, ""
        while col < len(cells):
            piece, span = _cell(rows, row, col, width)
            drawn += piece
            col += span
        lines += f"<w:tr>{height}{drawn}</w:tr>"
    grid = f'<w:gridCol w:w="{width}"/>' * count
    sides = "".join(
        f'<w:{side} w:val="single" w:sz="4"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    look = (
        f'<w:tblW w:w="9000" w:type="dxa"/><w:tblBorders>{sides}</w:tblBorders><w:tblLayout w:type="fixed"/>'
    )
    return f"<w:tbl><w:tblPr>{look}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{lines}</w:tbl>"


def word_form(drawing: str, height: str = "") -> bytes:
    """Return a Word document of a drawing; ``height`` is put into the properties of each row."""
    body = "".join(
        _paragraph(block) if isinstance(block, str) else _table(block, height) for block in _blocks(drawing)
    )
    page = '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1440" w:right="1440" w:bottom="1440" w:left="1440"/></w:sectPr>'
    return word_package(f"{body}{_paragraph('')}{page}")


def word_package(body: str) -> bytes:
    """Return a Word document with a body."""
    office = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_P}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{office}.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="{office}.styles+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{_P}/relationships"><Relationship Id="rId1" Type="{_R}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{_P}/relationships"><Relationship Id="rId1" Type="{_R}/styles" Target="styles.xml"/></Relationships>',
        "word/styles.xml": f'<w:styles xmlns:w="{_W}"/>',
        "word/document.xml": f'<w:document xmlns:w="{_W}" xmlns:r="{_R}"><w:body>{body}</w:body></w:document>',
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + text)
    return stream.getvalue()


def excel_form(drawing: str, *, lines: bool = True) -> bytes:
    """Return a workbook of a drawing on one sheet; paragraphs are merged rows without lines."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "表"
    blocks = _blocks(drawing)
    width = max(len(row) for block in blocks if isinstance(block, list) for row in block)
    side, top = Side(style="thin"), 1
    for block in blocks:
        if isinstance(block, str):
            sheet.cell(top, 1, block or None)
            sheet.merge_cells(start_row=top, end_row=top, start_column=1, end_column=width)
            top += 1
            continue
        for row, cells in enumerate(block):
            for col, text in enumerate(cells):
                cell = sheet.cell(top + row, col + 1)
                if lines:
                    cell.border = Border(left=side, right=side, top=side, bottom=side)
                if text.strip() not in {"<", "^", ""}:
                    cell.value = text
        _merge(sheet, block, top)
        top += len(block)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _merge(sheet: Worksheet, block: list[list[str]], top: int) -> None:
    """Merge what ``<`` and ``^`` continue."""
    for row, cells in enumerate(block):
        for col, text in enumerate(cells):
            if text.strip() in {"<", "^"}:
                continue
            right, down = _reach(block, row, col)
            if right or down:
                first, last = top + row, top + row + down
                sheet.merge_cells(
                    start_row=first, end_row=last, start_column=col + 1, end_column=col + right + 1
                )


def _reach(block: list[list[str]], row: int, col: int) -> tuple[int, int]:
    """Return how many columns and rows a cell takes besides its own."""
    right = down = 0
    while _is(block, row, col + right + 1, "<"):
        right += 1
    while _is(block, row + down + 1, col, "^"):
        down += 1
    return right, down
