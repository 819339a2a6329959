"""填报单: what a community fills in with a pen, item below item on one page, before it is typed into the data workbook.

Knows the fields of a rubric; the columns of the workbook have the same names, so that nothing has to be looked up.
"""

from collections.abc import Iterator, Sequence
from math import ceil
from typing import Any, NamedTuple

from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt

from formgen.forms.typeset import POINTS_PER_MM, measure_characters
from formgen.intake.fields import Catalogue, Field, make_catalogue
from formgen.model import MONTHS, Who
from formgen.office import package
from formgen.reports import word_document
from formgen.reports.summary_row import number_criteria
from formgen.reports.word_document import TableStyle, TextStyle
from formgen.rubric.schema import Rubric

_FACE = "仿宋_GB2312"
_TITLE, _LINE, _NOTE = TextStyle("方正小标宋简体", 15, 22), TextStyle(_FACE, 11, 18), TextStyle(_FACE, 9, 12)
_MARGIN = 12  # millimetres on all sides
_WIDE = 210 - 2 * _MARGIN
_TALL = (297 - 2 * _MARGIN) * POINTS_PER_MM
_WIDTHS = (9, 90, 74, 13)  # millimetres
_HEAD = ("序号", "名称", "填写", "单位")
_LEAST, _MOST, _GAP = 13.2, 24.0, 6.0  # points: the height of a row, and of the space before a further table
_LARGEST, _SMALLEST, _GRID_SIZE = 10.5, 7.5, 9  # points of type
_INSETS, _SPARE = 2.0, 10.0  # millimetres at both sides of a text, points that are left over
_NARRATIVE = "narrative"
_WHO = "乡镇（街道）：{township}　社区（村）：{name}（盖章）"
_BLANK = "＿" * 11
_SIGNED = "填报人：＿＿＿＿＿＿　负责人：＿＿＿＿＿＿　联系电话：＿＿＿＿＿＿＿＿　＿＿＿＿年＿＿月＿＿日"
_NOTES = "确实没有的填0；不知道的空着，不要填0；是或否的在□里打√。各项口径见数据工作簿的“填报说明”。评审打分的项目不在本单。"


class _Row(NamedTuple):
    """A row of the page: its number, what is asked, what stands in the place to write, the unit."""

    number: str
    label: str
    answer: str
    unit: str


def make_entry_pages(rubric: Rubric, whos: Sequence[Who] = ()) -> bytes:
    """Return the 填报单 of a rubric: one page for each community, or one with its name left blank."""
    title = f"{rubric.title}填报单"
    document = word_document.make_blank_document(title)
    word_document.set_normal_style(document)
    section = document.sections[0]
    section.left_margin = section.right_margin = Mm(_MARGIN)
    section.top_margin = section.bottom_margin = Mm(_MARGIN)
    section.header_distance = section.footer_distance = Mm(5)
    fields = make_catalogue(rubric)
    for at, who in enumerate(whos or [Who("", "")]):
        _add_page(document, fields, title, who, first=at == 0)
    return package.saved(document)


def _add_page(document: WordDocument, fields: Catalogue, title: str, who: Who, *, first: bool) -> None:
    head = _add_line(document, title, _TITLE, WD_ALIGN_PARAGRAPH.CENTER)
    head.paragraph_format.page_break_before = not first
    named = _WHO.format(township=who.township or _BLANK, name=who.name or _BLANK)
    _add_line(document, named, _LINE, WD_ALIGN_PARAGRAPH.LEFT)
    rows = [_Row(*_HEAD), *_list_rows(fields)]
    grids = list(_list_grids(fields))
    size = _choose_size(rows)
    pitch = _choose_pitch(sum(_count_lines(row, size) for row in rows), grids)
    word_document.add_table(document, _WIDTHS, rows, _make_style(pitch, size))
    for grid in grids:
        _add_line(document, "", TextStyle(_FACE, 4, _GAP), WD_ALIGN_PARAGRAPH.LEFT)
        first_width = 62 if len(grid) > 2 else 24  # noqa: PLR2004 - names of indicators, or a few words
        widths = [first_width, *[(_WIDE - first_width) / (len(grid[0]) - 1)] * (len(grid[0]) - 1)]
        word_document.add_table(document, widths, grid, _make_style(pitch, _GRID_SIZE))
    _add_line(document, _NOTES, _NOTE, WD_ALIGN_PARAGRAPH.LEFT).paragraph_format.space_before = Pt(2)
    _add_line(document, _SIGNED, _LINE, WD_ALIGN_PARAGRAPH.LEFT)


def _add_line(document: WordDocument, text: str, style: TextStyle, align: WD_ALIGN_PARAGRAPH) -> Any:  # noqa: ANN401 - python-docx types its paragraphs loosely
    paragraph = document.add_paragraph()
    word_document.write_paragraph(paragraph, text, style, align)
    return paragraph


def _choose_size(rows: Sequence[_Row]) -> float:
    """Return the size of type in which every name and every choice stands on one line, if it can be read."""
    fits = [
        (width - _INSETS) * POINTS_PER_MM / max(_measure(text), 1)
        for row in rows
        for text, width in zip(row, _WIDTHS, strict=True)
    ]
    return max(int(min(*fits, _LARGEST) * 2) / 2, _SMALLEST)


def _measure(text: str) -> float:
    """Return the width of a text in type of one point."""
    return sum(measure_characters(text, 1.0, _FACE))


def _count_lines(row: _Row, size: float) -> int:
    """Return how many lines the tallest text of a row takes."""
    return max(
        ceil(_measure(text) * size / ((width - _INSETS) * POINTS_PER_MM)) or 1
        for text, width in zip(row, _WIDTHS, strict=True)
    )


def _choose_pitch(lines: int, grids: Sequence[Sequence[Sequence[str]]]) -> float:
    """Return the height of a row that fills the page.

    Where rows would be lower than the least height, the table continues on a second page.
    """
    fixed = _TITLE.pitch + 2 * _LINE.pitch + 2 * _NOTE.pitch + len(grids) * _GAP + _SPARE
    count = lines + sum(len(grid) for grid in grids)
    return min(max((_TALL - fixed) / count - 1, _LEAST), _MOST)


def _make_style(pitch: float, size: float) -> TableStyle:
    """Return the style of a table whose rows are of a height."""
    cell = TextStyle(_FACE, size, min(pitch - 1, size + 3))
    return TableStyle(cell, cell, air=0, least=pitch, inset=_INSETS / 2, lefts=frozenset({1, 2}))


def _list_rows(fields: Catalogue) -> Iterator[_Row]:
    """Yield a row for every fact and figure that a community knows, in the order of the data workbook."""
    facts = fields.rubric.facts
    asked = [
        *(each for key, each in fields.facts.items() if not facts[key].in_box),
        *(each for each in fields.single if each.kind != "points"),
    ]
    for number, each in enumerate(asked, 1):
        yield _Row(str(number), each.label, _answer(each), each.unit if each.kind == "count" else "")


def _answer(field: Field) -> str:
    """Return what stands in the place to write: boxes to tick, or nothing."""
    match field.kind:
        case "yesno":
            return "　".join(["□是", "□否", *(["□无服务对象"] if field.nobody else [])])
        case "level":
            return " ".join(f"□{level}{label}" for level, label in field.levels.items())
        case _:
            return "另附纸" if field.key == _NARRATIVE else ""


def _list_grids(fields: Catalogue) -> Iterator[list[list[str]]]:
    """Yield the tables of months, and of the points a community gives itself."""
    if fields.monthly:
        months = ["各月", *(f"{month}月" for month in range(1, MONTHS + 1))]
        yield [months, *([fields.indicators[key].label, *[""] * MONTHS] for key in fields.monthly)]
    if "self" in fields.levels:
        numbers = number_criteria(fields.rubric)
        yield [
            ["评分项序号", *(numbers[key] for key in fields.rubric.ordered())],
            [fields.levels["self"], *[""] * len(numbers)],
        ]
