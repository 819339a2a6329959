"""What somebody changed of how a form is printed is told before anybody prints it, and when it is read back."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.enum.table import WD_ROW_HEIGHT_RULE
from docx.shared import Mm, Pt
from openpyxl import load_workbook
from support.trial_form import Trial, codes, opinion_table, said, score_sheet, trial

from formgen.commands.submit import submit_version

Change = Callable[[Any], object]


def setup(**values: Any) -> Change:
    def change(page: Any) -> None:
        for key, value in values.items():
            setattr(page.page_setup, key, value)

    return change


def set_area(area: str | None) -> Change:
    def change(page: Any) -> None:
        page.print_area = area

    return change


CHANGED: dict[str, tuple[Change, str]] = {
    "a print area without a column": (set_area("A1:D5"), "的打印区域没有包括单元格E2、E3、E4等5格，"),
    "a print area without rows": (set_area("A1:E3"), "的打印区域没有包括单元格A4、B4、C4等9格，"),
    "a small scale": (setup(scale=40), "的打印缩放改成了40%，"),
    "paper turned": (setup(orientation="landscape"), "的纸张改成了横向，"),
}
USUAL: dict[str, Change] = {
    "a print area of all": set_area("A1:F20"),
    "a scale that is near": setup(scale=95),
    "other paper of the same kind": setup(paperSize=9),
    "a low row that is read": lambda page: page.row_dimensions.__getitem__(3).__setattr__("height", 9),
}


@pytest.fixture
def sheet(tmp_path: Path) -> Trial:
    return trial(tmp_path, score_sheet, ".xlsx")


def edit(one: Trial, change: Change) -> None:
    """Change the sheet as a person does."""
    book = load_workbook(one.form)
    change(book.active)
    book.save(one.form)


@pytest.mark.parametrize(("change", "words"), CHANGED.values(), ids=CHANGED)
def test_a_changed_page_of_a_sheet_is_told(change: Change, words: str, sheet: Trial) -> None:
    edit(sheet, change)
    for found in (sheet.collect(), sheet.build()):
        assert codes(found) == ["T188"]
        assert f"“甲镇示例村”的“示例表”{words}" in said(found)


@pytest.mark.parametrize("change", USUAL.values(), ids=USUAL)
def test_what_prints_the_same_is_not_told(change: Change, sheet: Trial) -> None:
    edit(sheet, change)
    assert codes(sheet.collect()) == []


@pytest.mark.parametrize(
    ("area", "left"),
    [
        ("$A:$E", False),
        ("$A:$D", True),
        ("$1:$20", False),
        ("$1:$2,'评分表'!$A$3:$E$9", False),
        ("$A$1", True),
    ],
)
def test_print_areas_are_read_however_they_are_written(area: str, left: bool, sheet: Trial) -> None:
    name = f'<definedNames><definedName name="_xlnm.Print_Area" localSheetId="0">\'评分表\'!{area}</definedName></definedNames>'
    sheet.rewrite(lambda text: text.replace("</sheets>", f"</sheets>{name}"), "xl/workbook.xml")
    assert codes(sheet.collect()) == (["T188"] if left else [])


SMALL = {
    "a low row": (lambda page: page.row_dimensions.__getitem__(3).__setattr__("height", 4), "这一行压得太矮"),
    "a narrow column": (
        lambda page: page.column_dimensions.__getitem__("E").__setattr__("width", 0.8), "这一列压得太窄",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("change", "why"), SMALL.values(), ids=SMALL)
def test_a_score_in_a_row_or_column_too_small_for_letters_is_not_read(
    change: Change, why: str, sheet: Trial
) -> None:
    def typed(page: Any) -> None:
        page["E3"] = 2
        change(page)

    edit(sheet, typed)
    assert "县级考评分 1 台帐" not in sheet.read()
    assert f"没有读（{why}，字看不见，也印不出来）" in said(sheet.collect())


def test_a_template_with_a_page_of_its_own_is_told_of_nothing(tmp_path: Path) -> None:
    def draw(book: Any) -> None:
        score_sheet(book)
        book.active.print_area = "A1:D5"
        setup(scale=60, orientation="landscape")(book.active)

    one = trial(tmp_path, draw, ".xlsx")
    edit(one, lambda page: page.__setitem__("D3", 5))
    assert codes(one.collect()) == []


PAPER = {
    "turned": ((Mm(297), Mm(210)), "改成了横向"),
    "of another size": ((Mm(297), Mm(420)), "改成了别的大小"),
}


@pytest.mark.parametrize(("size", "words"), PAPER.values(), ids=PAPER)
def test_other_paper_of_a_word_form_is_told_before_it_is_handed_in(
    size: tuple[Mm, Mm], words: str, tmp_path: Path
) -> None:
    one = trial(tmp_path, opinion_table)
    paper = Document(str(one.form))
    paper.sections[0].page_width, paper.sections[0].page_height = size
    paper.save(str(one.form))
    found = submit_version(one.out, "第1稿").problems
    assert [each.code for each in found] == ["T188"]
    assert words in str(found[0])


def test_an_opinion_that_is_hidden_text_and_a_row_too_low_for_letters_are_not_passed_over(
    tmp_path: Path,
) -> None:
    one = trial(tmp_path, opinion_table)
    paper = Document(str(one.form))
    table = paper.tables[0]
    table.rows[1].cells[1].paragraphs[0].text = ""
    table.rows[1].cells[1].paragraphs[0].add_run("不同意").font.hidden = True
    table.rows[0].cells[1].text = "999"
    table.rows[0].height, table.rows[0].height_rule = Pt(4), WD_ROW_HEIGHT_RULE.EXACTLY
    paper.save(str(one.form))
    assert one.read() == {}
    words = said(one.collect())
    assert "没有读（“不同意”是隐藏的文字，打开看不见，也印不出来）" in words
    assert "“999”是隐藏的文字" in words
