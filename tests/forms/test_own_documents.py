"""Word and Excel documents of our own say nothing that a library says of itself, and hold no live formula."""

import io
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from docx import Document
from openpyxl import load_workbook
from support import card_of, rubric_of

from formgen.model import Who
from formgen.office import package
from formgen.printing.cover_pages import CoverRow, draw_cover_list, draw_draft_word, draw_page_numbers
from formgen.reports.change_sheet import ChangeRow, ChangeSheetContent, make_change_sheet
from formgen.reports.entry_page import make_entry_pages
from formgen.reports.explanation_pages import explain_in_word
from formgen.reports.score_explanations import explain_in_excel
from formgen.reports.summary import IndexRow, make_index, make_summary
from formgen.reports.summary_row import make_summary_row
from formgen.workbook.blank import write_workbook

RUBRIC = rubric_of("yongjia-2009")
ROW = ChangeRow("上塘镇清溪社区", "申报表", "联系电话", "1", "2")
WORD: Mapping[str, Callable[[], bytes]] = {
    "更正说明": lambda: make_change_sheet(ChangeSheetContent("标题", "文号", "第1稿", [ROW], {})),
    "评分说明": lambda: explain_in_word([card_of(RUBRIC, {})]),
    "填报单": lambda: make_entry_pages(RUBRIC),
    "材料清单": lambda: draw_cover_list("上塘镇", [CoverRow("a", "b", "1", "1", "")], "共1份。"),
    "页码": lambda: draw_page_numbers(2),
    "草稿": draw_draft_word,
}


@pytest.mark.parametrize("name", WORD)
def test_a_word_document_says_that_it_is_ours_and_in_chinese(name: str) -> None:
    data = WORD[name]()
    own = Document(io.BytesIO(data)).core_properties
    assert (own.author, own.last_modified_by, own.comments) == ("formgen", "formgen", "")
    assert own.language == "zh-CN"
    parts = package.parts_in(io.BytesIO(data))
    assert not [part for part in parts if "thumbnail" in part or "WithEffects" in part or "customXml" in part]
    text = b"".join(parts.values())
    for foreign in (b"python-docx", b"Macintosh", b"ja-JP", b"en-US", b".jpeg"):
        assert foreign not in text
    assert b'<w:zoom w:val="bestFit" w:percent="100"/>' in parts["word/settings.xml"]
    assert WORD[name]() == data, "same content, same bytes"


@pytest.mark.parametrize("name", ["更正说明", "评分说明", "填报单"])
def test_a_document_that_is_handed_out_has_a_title(name: str) -> None:
    assert name in Document(io.BytesIO(WORD[name]())).core_properties.title


FORMULAS = ["=1+1", '=HYPERLINK("http://x","y")', "=cmd|'/C calc'!A0", "+1", "-1", "@甲(A1)", "{=1}"]


def written(payload: str) -> dict[str, bytes]:
    card = card_of(RUBRIC, {}, name=payload)
    lines = [make_summary_row(card), make_summary_row(card)]
    stream = io.BytesIO()
    write_workbook(RUBRIC, stream, [card.community])
    return {
        "summary": make_summary(f"{payload}汇总表", RUBRIC, lines, township=payload),
        "whole": make_summary(payload, RUBRIC, lines, township=None),
        "index": make_index([IndexRow(payload, payload, payload, payload)]),
        "explanations": explain_in_excel([card]),
        "data": stream.getvalue(),
    }


def cells(data: bytes) -> list[Any]:
    return [
        cell
        for sheet in load_workbook(io.BytesIO(data)).worksheets
        for row in sheet.iter_rows()
        for cell in row
    ]


@pytest.mark.parametrize("payload", FORMULAS)
def test_no_cell_of_a_list_holds_a_live_formula(payload: str) -> None:
    for name, data in written(payload).items():
        assert [cell.coordinate for cell in cells(data) if cell.data_type == "f"] == [], name
        assert any(payload in str(cell.value) for cell in cells(data)), name


def test_a_workbook_of_lists_says_that_it_is_ours() -> None:
    for data in written("甲").values():
        assert load_workbook(io.BytesIO(data)).properties.creator == "formgen"


# -- the 填报单 ---------------------------------------------------------------------------------------------
def entry(rubric: str, *whos: Who) -> Any:
    return Document(io.BytesIO(make_entry_pages(rubric_of(rubric), whos)))


def test_every_item_stands_below_the_other_under_the_name_it_has_in_the_data_workbook() -> None:
    document = entry("taizhou-2019")
    rows = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    assert rows[0] == ["序号", "名称", "填写", "单位"]
    assert [row[0] for row in rows[1:]] == [str(at) for at in range(1, len(rows))]
    answers = {row[1]: row[2:] for row in rows[1:]}
    assert answers["户数"] == ["", "户"]
    assert answers["专业工作人员"] == ["□是　□否", ""]
    assert answers["创业担保贷款贴息"] == ["□是　□否　□无服务对象", ""]
    assert answers["其他就业创业服务"] == ["□0无 □1办理 □2成效显著", ""]
    assert answers["建设成效"] == ["另附纸", ""]
    assert not [name for name in answers if "评审分" in name or "意见" in name]


def test_months_and_self_assessment_have_places_of_their_own() -> None:
    _, months, own = entry("yongjia-2009").tables
    assert [cell.text for cell in months.rows[0].cells] == ["各月", *(f"{at}月" for at in range(1, 13))]
    assert [row.cells[0].text for row in months.rows[1:]][-1] == "就业率"
    assert [cell.text for cell in own.rows[0].cells][-5:] == ["15①", "16", "17", "15②", "18"]
    assert own.rows[1].cells[0].text == "社区自评分"


def test_a_page_bears_the_name_of_its_community_or_a_line_to_write_it_on() -> None:
    named = entry("taizhou-2019", Who("云屿镇", "前屿村"), Who("云屿镇", "沙岙村"))
    lines = [each.text for each in named.paragraphs if each.text.startswith("乡镇")]
    assert lines == [
        "乡镇（街道）：云屿镇　社区（村）：前屿村（盖章）",
        "乡镇（街道）：云屿镇　社区（村）：沙岙村（盖章）",
    ]
    assert entry("taizhou-2019").paragraphs[1].text.count("＿" * 11) == 2
