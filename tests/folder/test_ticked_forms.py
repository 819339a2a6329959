"""Boxes that are printed beside the slots of a form: a tick is a word of its own, and is told."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font
from support.four import codes
from support.trial_form import trial

PRINTED = "□同意　□不同意"
W14 = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
CONTROL = (
    f'</w:t></w:r><w:sdt><w:sdtPr><w14:checkbox {W14}><w14:checked w14:val="1"/></w14:checkbox></w:sdtPr>'
    "<w:sdtContent><w:r><w:t>☒</w:t></w:r></w:sdtContent></w:sdt><w:r><w:t>"
)
SYMBOL = '</w:t></w:r><w:r><w:sym w:font="Wingdings 2" w:char="F052"/></w:r><w:r><w:t>'


def paper(document: Any) -> None:
    document.add_paragraph("{{ name }}")
    made = document.add_table(2, 2)
    for row, texts in zip(made.rows, (("乡镇审查", PRINTED), ("联系电话", "{{ phone }}")), strict=True):
        row.cells[0].text, row.cells[1].text = texts


def sheet(book: Any) -> None:
    own = book.worksheets[0]
    own["A1"], own["A2"], own["B2"], own["A3"], own["B3"] = (
        "{{ name }}", "乡镇审查", PRINTED, "联系电话", "{{ phone }}",
    )  # fmt: skip


Draw = Callable[[Any], None]
TICKED: dict[str, tuple[Draw, str, str, str]] = {
    "a ticked box": (paper, ".docx", "☑同意　□不同意", "☑同意"),
    "a full box": (paper, ".docx", "■同意　□不同意", "■同意"),
    "a tick within": (paper, ".docx", "□同意　√不同意", "√不同意"),
    "both": (paper, ".docx", "☑同意　☑不同意", "☑不同意"),
    "a control": (paper, ".docx", f"{CONTROL}同意　□不同意", "☑同意"),
    "a symbol": (paper, ".docx", f"{SYMBOL}同意　□不同意", "☑同意"),
    "in a sheet": (sheet, ".xlsx", "□同意　☑不同意", "☑不同意"),
}


@pytest.mark.parametrize("edit", TICKED)
def test_a_tick_beside_the_slots_is_told(edit: str, tmp_path: Path) -> None:
    draw, suffix, typed, words = TICKED[edit]
    one = trial(tmp_path, draw, suffix)
    one.edit((PRINTED, typed))
    (problem,) = one.collect().problems
    assert problem.code == "T181"
    assert words in problem.message


def test_another_drawing_of_an_open_box_is_no_tick(tmp_path: Path) -> None:
    one = trial(tmp_path, paper)
    one.edit((PRINTED, "☐同意 ☐不同意"))
    assert codes(one.collect()) == []


def opinion_sheet(book: Any) -> None:
    own = book.worksheets[0]
    own["A1"], own["A2"], own["B2"], own["C2"] = "{{ name }}", "县级意见", "{{ county_opinion }}", "o"
    own["C2"].font = Font(name="Wingdings")


def symbols(*texts: str) -> CellRichText:
    """Texts in Wingdings 2 and in the font of the cell, by turns."""
    font = InlineFont(rFont="Wingdings 2")
    return CellRichText(*(each if at % 2 else TextBlock(font, each) for at, each in enumerate(texts)))


IN_CELLS: dict[str, tuple[object, str, str]] = {
    "runs in Wingdings 2": (symbols("R", "同意　", "\uf0a3", "不同意"), "", "☑同意　☐不同意"),
    "a cell in Wingdings": ("\uf0fe", "Wingdings", "☑"),
    "letters of a cell in Wingdings": ("\xfe", "wingdings", "☑"),
    "Greek": ("αR", "Symbol", "αR"),
    "an unknown symbol": (symbols("\uf020", "同意"), "", ""),
}


@pytest.mark.parametrize(("typed", "font", "read"), IN_CELLS.values(), ids=IN_CELLS)
def test_symbols_in_the_cells_of_a_sheet_are_read_as_they_are_seen(
    typed: object, font: str, read: str, tmp_path: Path
) -> None:
    one = trial(tmp_path, opinion_sheet, ".xlsx")
    book: Any = load_workbook(one.form)
    book.worksheets[0]["B2"] = typed
    if font:
        book.worksheets[0]["B2"].font = Font(name=font)
    book.save(one.form)
    assert one.read() == ({"县级意见": read} if read else {})
    assert codes(one.collect()) == ([] if read else ["T114"])
