"""评分说明 as a Word document: a page a community, and once at the end what holds for all of them.

Knows scorecards and their explanations, and how high a table stands; words nothing anew.
"""

from collections.abc import Iterator, Sequence
from math import ceil
from typing import NamedTuple

from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt

from formgen.exact import points_text
from formgen.forms.typeset import POINTS_PER_MM, break_lines, measure_characters
from formgen.office import package
from formgen.reports import word_document
from formgen.reports.score_explanations import describe_total, list_differences
from formgen.reports.word_document import TableStyle, TextStyle
from formgen.rubric.explain import Explanation
from formgen.rubric.schema import Rubric
from formgen.rubric.score import Scorecard
from formgen.rubric.terms import STATE_WORDS

_TITLE = "评分说明"
_FACE, _HEAD_FACE = "仿宋_GB2312", "黑体"
_NAME, _RESULT = TextStyle("方正小标宋简体", 16, 24), TextStyle(_FACE, 10.5, 15)
_SIDE, _TOP, _BOTTOM = 15, 17, 15  # millimetres of margin
_PAGE = (297 - _TOP - _BOTTOM) * POINTS_PER_MM
_SPARE = 24  # points of a page that the ends of rows leave empty
_INSET, _RULE = 1.0, 0.5  # millimetres at the sides of a cell's text, points of a rule
_WIDTHS = (29, 11, 11, 11, 118)  # millimetres
_FULL, _COMMON = ("评分项", "分值", "得分", "差"), ("评分项", "原文", "佐证材料")
_COMMON_WIDTHS = (34, 96, 50)
_SIZES = (
    (10.5, 14.0, 2.0),
    (9.0, 12.0, 1.5),
    (8.5, 11.0, 1.0),
    (8.0, 10.5, 1.0),
    (7.5, 9.5, 0.5),
)  # type, pitch, air
_LEFTS = frozenset({0, 4})


class _Line(NamedTuple):
    """A row of a community's table."""

    item: str
    full: str
    points: str
    lacking: str
    why: str


def explain_in_word(cards: Sequence[Scorecard]) -> bytes:
    """Return the explanations of some communities as a Word document: a page each, and what holds for all at the end."""
    document = word_document.make_blank_document(_TITLE)
    word_document.set_normal_style(document)
    section = document.sections[0]
    section.left_margin = section.right_margin = Mm(_SIDE)
    section.top_margin, section.bottom_margin = Mm(_TOP), Mm(_BOTTOM)
    section.header_distance = section.footer_distance = Mm(8)
    if cards:
        word_document.add_running_head(document, f"{_TITLE}　依据{cards[0].rubric.notice.cited}")
    word_document.add_page_numbers(document)
    for at, card in enumerate(cards):
        _add_community(document, card, first=at == 0)
    if cards:
        _add_common(document, cards)
    return package.saved(document)


def _add_community(document: WordDocument, card: Scorecard, *, first: bool) -> None:
    name = card.community.full_name
    _add_title(document, f"{name}　{_TITLE}", first=first)
    result = "".join((describe_total(card), *card.explain_final()))
    word_document.write_paragraph(document.add_paragraph(), result, _RESULT, WD_ALIGN_PARAGRAPH.LEFT)
    rows = [_Line(*_FULL, f"依据（{name}）"), *_list_lines(card)]
    used = _NAME.pitch + 8 + _count_lines(result, _RESULT, sum(_WIDTHS)) * _RESULT.pitch
    word_document.add_table(document, _WIDTHS, rows, _choose_style(rows, _PAGE - used))


def _add_title(document: WordDocument, text: str, *, first: bool) -> None:
    """Add a title on a new page; it is a heading, so that readers list it."""
    head = document.add_paragraph(style="Heading 1")
    word_document.write_paragraph(head, text, _NAME, WD_ALIGN_PARAGRAPH.CENTER)
    head.runs[0].font.bold = False
    word_document.paint_black(head)
    shape = head.paragraph_format
    shape.page_break_before, shape.space_before, shape.space_after = not first, Pt(0), Pt(4)


def _list_lines(card: Scorecard) -> Iterator[_Line]:
    """Yield the rows of a community: its criteria, then its standards."""
    entered = list_differences(card)
    for each in card.explain():
        decided = [used.name for used in each.readings if used.decisive]
        told = [f"（口径{'、'.join(decided)}）"] if decided else []
        why = "".join((*each.sentences, *told, *(f"{text}。" for text in entered.get(each.key, ()))))
        points = each.points or STATE_WORDS[each.state]
        yield _Line(f"{each.number} {each.name}", each.full, points, _say_lacking(card, each), why)
    for standard in card.explain_standards():
        yield _Line(f"评定标准：{standard.title}", "", standard.words, "", "".join(standard.sentences))


def _say_lacking(card: Scorecard, each: Explanation) -> str:
    """Return how many points a criterion lacks, empty where it has all, or none yet."""
    points = card.points(each.key)
    lacking = None if points is None else card.rubric.criteria[each.key].points - points
    return points_text(lacking) if lacking else ""


def _add_common(document: WordDocument, cards: Sequence[Scorecard]) -> None:
    """Add what holds for all communities: the clauses with their evidence, and the readings in force."""
    rubric = cards[0].rubric
    _add_title(document, "原文、佐证材料和口径", first=False)
    notice = f"依据：{rubric.notice.identified}"
    word_document.write_paragraph(document.add_paragraph(), notice, _RESULT, WD_ALIGN_PARAGRAPH.LEFT)
    rows, readings = list(_list_clauses(rubric)), ["通知没有写明的，按以下口径：", *_list_readings(cards)]
    used = _NAME.pitch + 4 + _count_lines(notice, _RESULT, sum(_COMMON_WIDTHS)) * _RESULT.pitch
    style, text_style = _choose_common_styles(rows, readings, used)
    word_document.add_table(document, _COMMON_WIDTHS, rows, style)
    for text in readings:
        paragraph = document.add_paragraph()
        word_document.write_paragraph(paragraph, text, text_style, WD_ALIGN_PARAGRAPH.LEFT)


def _list_clauses(rubric: Rubric) -> Iterator[Sequence[str]]:
    yield _COMMON
    for key in rubric.ordered():
        criterion = rubric.criteria[key]
        label = f"{criterion.label}（{points_text(criterion.points)}分）"
        yield label, criterion.clause, "；".join(criterion.evidence)
    for gate in rubric.gates.standards.values() if rubric.gates else ():
        yield f"评定标准：{gate.title}", gate.clause, ""


def _list_readings(cards: Sequence[Scorecard]) -> list[str]:
    """Return the readings that bear on a criterion of somebody, each once, in the order of the rubric."""
    used = {
        reading.name: f"{reading.name} {reading.title}：{reading.reading}"
        for card in cards
        for each in card.explain()
        for reading in each.readings
    }
    return [used[name] for name in cards[0].rubric.interpretations if name in used]


# -- the size of type ---------------------------------------------------------------------------------------
def _make_style(size: float, pitch: float, air: float, lefts: frozenset[int] = _LEFTS) -> TableStyle:
    cell, head = TextStyle(_FACE, size, pitch), TextStyle(_HEAD_FACE, size, pitch)
    return TableStyle(cell, head, air=air, inset=_INSET, lefts=lefts)


def _choose_style(rows: Sequence[_Line], room: float) -> TableStyle:
    """Return the largest type in which a table fits; one that fits in no type continues on a second page."""
    styles = [_make_style(*each) for each in _SIZES]
    return next((style for style in styles if _measure(rows, style) <= room), styles[-1])


def _choose_common_styles(
    rows: Sequence[Sequence[str]], readings: Sequence[str], used: float
) -> tuple[TableStyle, TextStyle]:
    """Return the types in which the table and the readings below it take the fewest pages, the largest of such."""
    columns = frozenset(range(len(_COMMON)))
    tables = [_make_style(*each, lefts=columns) for each in _SIZES[1:]]
    styles = [(tables[0], _RESULT), *((table, table.cell) for table in tables)]

    def count_pages(each: tuple[TableStyle, TextStyle]) -> int:
        table, text = each
        lines = sum(_count_lines(line, text, sum(_COMMON_WIDTHS)) for line in readings)
        return ceil((used + _measure(rows, table, _COMMON_WIDTHS) + lines * text.pitch) / (_PAGE - _SPARE))

    return min(styles, key=count_pages)


def _measure(rows: Sequence[Sequence[str]], style: TableStyle, widths: Sequence[float] = _WIDTHS) -> float:
    """Return how high a table stands, in points."""
    return sum(
        max(
            _count_lines(text, style.cell, width - 2 * _INSET)
            for text, width in zip(row, widths, strict=True)
        )
        * style.cell.pitch
        + 2 * style.air
        + _RULE
        for row in rows
    )


def _count_lines(text: str, style: TextStyle, width: float) -> int:
    """Return how many lines a text takes on a width in millimetres."""
    measured = measure_characters(text, style.size, style.face)
    return max(len(list(break_lines(text, measured, width * POINTS_PER_MM))), 1)
