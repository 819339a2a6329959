"""调查表: what was counted from the roster of one community, on a page to be stamped, each number with how it was counted.

No notice gives a layout for it; this one is ours, and the page says so. What is open is left blank, and says why.
"""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt

from formgen.office import package
from formgen.reports import word_document
from formgen.reports.roster_pages import OWN_LAYOUT
from formgen.reports.word_document import SMALL_STYLE, TableStyle, TextStyle

UNNAMED_SURVEY = "社区（村）劳动人口调查表"
_WIDTHS = (12, 50, 18, 12, 92)  # millimetres
_HEAD = ("序号", "项目", "数", "单位", "怎么数的")
_CELL, _HEADER = TextStyle("仿宋_GB2312", 9.5, 12.5), TextStyle("黑体", 9.5, 12.5)
_LEFTS = frozenset({1, 4})
_WHO = "填报单位（盖章）：{who}　　统计日：{day}"
_SIGNED = "填报人：＿＿＿＿＿＿　　审核人：＿＿＿＿＿＿　　填报日期：＿＿＿＿年＿＿月＿＿日"
_NOTE = f"本表的数由《{{register}}》逐人数出，共{{people}}人；空着的还定不下来，请核对后填写。{OWN_LAYOUT}。"


class SurveyLine(NamedTuple):
    """One item: its name, its number as text or empty while it is open, its unit, how it is counted, or why it is open."""

    label: str
    number: str
    unit: str
    how: str


class SurveyHead(NamedTuple):
    """What stands above and below the items: title, community, day, the title of the register, how many people it has."""

    title: str
    who: str
    day: date
    register: str
    people: int


def print_survey(head: SurveyHead, lines: Sequence[SurveyLine]) -> bytes:
    """Return the page of a community as a Word document."""
    document = word_document.begin_document(head.title)
    section = document.sections[0]
    section.left_margin = section.right_margin = Mm(13)
    section.top_margin, section.bottom_margin = Mm(20), Mm(18)
    day = f"{head.day.year}年{head.day.month}月{head.day.day}日"
    line = document.add_paragraph()
    word_document.write_paragraph(
        line, _WHO.format(who=head.who, day=day), SMALL_STYLE, WD_ALIGN_PARAGRAPH.LEFT
    )
    line.paragraph_format.space_after = Pt(4)
    rows = [_HEAD, *((str(number), *each) for number, each in enumerate(lines, 1))]
    style = TableStyle(_CELL, _HEADER, air=1, least=20, lefts=_LEFTS)
    word_document.add_table(document, _WIDTHS, rows, style)
    note = document.add_paragraph()
    text = _NOTE.format(register=head.register, people=head.people)
    word_document.write_paragraph(note, text, TextStyle("仿宋_GB2312", 9, 13), WD_ALIGN_PARAGRAPH.LEFT)
    note.paragraph_format.space_before = Pt(3)
    signed = document.add_paragraph()
    word_document.write_paragraph(signed, _SIGNED, SMALL_STYLE, WD_ALIGN_PARAGRAPH.LEFT)
    signed.paragraph_format.space_before = Pt(8)
    return package.saved(document)
