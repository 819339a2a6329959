"""更正说明: what changed since a version was handed in, with room for the reasons and the seal.

Knows the rows it is given; not how they were found.
"""

import io
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt

from formgen.forms.typeset import POINTS_PER_MM, measure_characters
from formgen.office import identity, package
from formgen.reports import word_document

TITLE = "更正说明"
_HEAD = ("序号", "社区（村）", "表", "栏目", "原报", "更正为", "更正原因")
_BLANK = "＿" * 12  # where a person writes who receives it
_WIDTHS = (13, 27, 22, 32, 26, 26, 26)  # millimetres; together the text width
_NAMES, _WIDEST = 1, 39  # the column of names, and how wide it gets at the cost of the others
_INSET = 4  # millimetres of a column's width that no text gets
_REASON = len(_HEAD) - 1
_NUMBERS, _WIDEST_NUMBER = (4, 5), 36  # the columns of what was and what is, and how wide a number makes them
_GIVING, _NARROWEST = (2, 3, 4, 5, 6), 16  # the columns that give room to others, and how narrow they get
# what Word breaks within, though nobody does: dates, numbers and Latin words
_WORD = re.compile(r"\d+年\d+月(?:\d+日)?|\d+月\d+日|[!-~]+")


class ChangeRow(NamedTuple):
    """One line of a change sheet: whose, on which form, in which field, what was handed in, what it is now."""

    community: str
    form: str
    label: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class ChangeSheetContent:
    """What a change sheet says: the title and number of the notice, the version handed in, the rows.

    ``reasons`` are those that a person typed into an earlier sheet, by row; ``note`` is a last sentence, or empty;
    ``differs`` tells that it names words or fields of forms that differ. ``addressee`` is who receives it, empty where
    a person writes it; ``townships`` are known names, after which the name of a community may break.
    """

    title: str
    number: str
    label: str
    rows: Sequence[ChangeRow]
    reasons: Mapping[ChangeRow, str]
    note: str = ""
    addressee: str = ""
    townships: Collection[str] = ()
    differs: bool = False


def say_no_rows(*, differs: bool) -> str:
    """Return what a sheet without rows says: it denies nothing that its note names."""
    return "没有逐格列出的更正，另有的改动见下。" if differs else "各表的栏目没有更正。"


def make_change_sheet(sheet: ChangeSheetContent) -> bytes:
    """Return the change sheet of a rubric's documents against a submission."""
    document = word_document.begin_document(TITLE)
    made = f"现作如下更正，共{len(sheet.rows)}处：" if sheet.rows else say_no_rows(differs=sheet.differs)
    opening = f"根据{sheet.number}，我单位报送的《{sheet.title}》材料（{sheet.label}），{made}"
    receiver = document.add_paragraph()
    to = f"{sheet.addressee or _BLANK}："
    word_document.write_paragraph(receiver, to, word_document.TEXT_STYLE, WD_ALIGN_PARAGRAPH.LEFT)
    first = document.add_paragraph()
    word_document.write_paragraph(first, opening, word_document.TEXT_STYLE, WD_ALIGN_PARAGRAPH.JUSTIFY)
    first.paragraph_format.first_line_indent, first.paragraph_format.space_after = Pt(28), Pt(6)
    if sheet.rows:
        rows = [list(_HEAD), *_number_rows(sheet)]
        word_document.add_table(document, _choose_widths(rows), rows)
    if sheet.note:
        last = document.add_paragraph()
        word_document.write_paragraph(last, sheet.note, word_document.SMALL_STYLE, WD_ALIGN_PARAGRAPH.JUSTIFY)
        last.paragraph_format.first_line_indent, last.paragraph_format.space_before = Pt(24), Pt(6)
    word_document.add_seal(document)
    word_document.add_page_numbers(document)
    parts = identity.prepared(package.unpacked(document))
    return package.join(identity.signed([package.compress(name, data) for name, data in parts.items()]))


def read_reasons(data: bytes) -> dict[ChangeRow, str]:
    """Return the reasons that a person typed into a change sheet, by row; empty for anything else."""
    try:
        tables = Document(io.BytesIO(data)).tables
        rows = [[cell.text.strip() for cell in row.cells] for row in tables[0].rows] if tables else []
    except Exception:  # noqa: BLE001 - a person's file may be anything; without reasons the sheet is made all the same
        return {}
    return {
        ChangeRow(*row[1:_REASON]): row[_REASON]
        for row in rows[1:]
        if len(row) == len(_HEAD) and row[_REASON]
    }


def _number_rows(sheet: ChangeSheetContent) -> list[list[str]]:
    reasons = {_strip(row): reason for row, reason in sheet.reasons.items()}
    return [
        [str(at), _part_name(row.community, sheet.townships), *row[1:], reasons.get(_strip(row), "")]
        for at, row in enumerate(sheet.rows, 1)
    ]


def _part_name(name: str, townships: Collection[str]) -> str:
    """Return a name on two lines where it is too long for one: its township, then its own."""
    township = next((each for each in townships if each and name.startswith(each)), "")
    own = name.removeprefix(township)
    if not township or not own or _measure(name) <= _WIDEST:
        return name
    return f"{township}\n{own}"


def _choose_widths(rows: Sequence[Sequence[str]]) -> list[float]:
    """Return the widths of the columns: numbers are not broken, nor are names, where there is room for them.

    What a column gets beyond its share is taken from those that have more than they need.
    """
    longest = max(_measure(line) for row in rows for line in row[_NAMES].split("\n"))
    widths = dict[int, float](enumerate(_WIDTHS))
    widths[_NAMES] = max(widths[_NAMES], min(longest, _WIDEST))
    least = {at: max([_NARROWEST, *_measure_words(rows, at)]) for at in _GIVING}
    widths |= {at: max(widths[at], min(least[at], _WIDEST_NUMBER)) for at in _NUMBERS}
    spare = {at: max(widths[at] - least[at], 0) for at in _GIVING}
    missing = sum(widths.values()) - sum(_WIDTHS)
    share = min(missing / (sum(spare.values()) or 1), 1)
    return [width - share * spare.get(at, 0) for at, width in widths.items()]


def _measure_words(rows: Sequence[Sequence[str]], at: int) -> Iterator[float]:
    """Yield the widths of the numbers, dates and words of a column."""
    yield from (_measure(word) for row in rows for word in _WORD.findall(row[at]))


def _measure(text: str) -> float:
    """Return the millimetres a line of the table needs for a text."""
    size = word_document.LIST_STYLE.cell.size
    room = measure_characters(text, size, word_document.LIST_STYLE.cell.face)
    return sum(room) / POINTS_PER_MM + _INSET


def _strip(row: ChangeRow) -> ChangeRow:
    """Return a row as it is compared: without outer blanks, the name as one."""
    texts = [word_document.separate_units(text).strip() for text in row]
    return ChangeRow(texts[0].replace("\n", ""), *texts[1:])
