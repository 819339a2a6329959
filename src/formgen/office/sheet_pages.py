"""The numbers of the pages of a printed list, as GB/T 9704-2012 (7.5) wants them. Knows openpyxl's sheets only."""

from typing import Any

_NUMBER, _FACE, _SIZE, _NOTE_SIZE = "— &P —", "宋体,常规", 14, 8
_AIR = "　"  # a character from the edge


def number_sheet_pages(sheet: Any, note: str = "") -> None:  # noqa: ANN401 - openpyxl types its sheets only in part
    """Number the pages of a sheet below: odd ones at the right, even ones at the left; ``note`` stands at the other side."""
    sheet.HeaderFooter.differentOddEven = True
    odd, even = sheet.oddFooter, sheet.evenFooter
    for part, text in ((odd.right, f"{_NUMBER}{_AIR}"), (even.left, f"{_AIR}{_NUMBER}")):
        part.text, part.font, part.size = text, _FACE, _SIZE
    if note:
        for part in (odd.left, even.right):
            part.text, part.size = note, _NOTE_SIZE


def drop_page_numbers_below(sheet: Any) -> None:  # noqa: ANN401 - openpyxl types its sheets only in part
    """Take the numbers of pages off a sheet that prints on one page, or has them elsewhere."""
    sheet.HeaderFooter.differentOddEven = None
    for foot in (sheet.oddFooter, sheet.evenFooter):
        foot.left.text = foot.right.text = None
