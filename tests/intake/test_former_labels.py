"""A workbook made before a label was put right is read and written as before."""

from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook

from formgen.intake import open_source
from formgen.model import Who
from formgen.rubric.schema import Rubric
from formgen.workbook.amend import Amendment, amend_workbook

Book = Callable[..., Path]
NOW = ("县人事劳动保障部门意见", "县人事劳动保障部门意见日期")
BEFORE = ("县人事劳动社会保障部门意见", "县人事劳动社会保障部门意见日期")


@pytest.mark.parametrize("labels", [NOW, BEFORE], ids=["now", "before"])
def test_the_columns_of_the_county_are_known_by_either_label(
    book: Book, yongjia: Rubric, labels: tuple[str, str]
) -> None:
    path = book([["社区", *labels], ["东村", "同意上报", "2009-11-24"]])
    read = open_source(path, yongjia).read_all()
    facts = read.communities[0].facts
    assert (facts["county_opinion"].text, facts["county_date"].text) == ("同意上报", "2009年11月24日")
    assert [each for each in read.problems if labels[0] in str(each)] == []


def test_what_is_collected_goes_into_the_column_of_the_former_label(book: Book, yongjia: Rubric) -> None:
    path = book([["社区", *BEFORE], ["东村", "同意上报", ""]])
    opinion = Amendment(Who("", "东村"), "", "county_opinion", "情况属实", "申报表.docx")
    amend_workbook(path, yongjia, [opinion])
    sheet = load_workbook(path).worksheets[0]
    assert [cell.value for cell in sheet[1]] == ["社区", *BEFORE]
    assert sheet["B2"].value == "情况属实"
