"""A figure in a narrative that the data changed is told with the old and the new one; a number that means another thing is not."""

from pathlib import Path
from typing import Any

import pytest
from docx import Document
from support.four import RUBRIC, built, codes, document, rows, write

from formgen.commands.check import check_data

DRAFTED = "有劳动能力和就业愿望的登记失业人员和持《再就业优惠证》人员{total}人，其中已就业{employed}人。"


def told(result: Any) -> list[str]:
    return [str(each) for each in result.problems if each.code == "T163"]


def data(tmp_path: Path, text: str, employed: int = 97, **figures: int) -> Path:
    first = {"facts": {"narrative": text}, "indicators": {"target_employed": employed, **figures}}
    return write(tmp_path / "data.yaml", rows(first=first))


LEFT = {
    "as drafted": "我社区登记失业人员100人，其中已就业97人。",
    "in own words": "一年来，已就业居民达到97人，效果良好。",
    "full width": "登记失业人员１００人，已就业９７人。",
    "with blanks": "登记失业人员 100 人，已就业 97 人。",
    "over two lines": "登记失业人员100人，\n已就业97人。",
}


@pytest.mark.parametrize("text", LEFT.values(), ids=LEFT)
def test_a_figure_that_the_data_changed_is_told_with_both(text: str, tmp_path: Path) -> None:
    built(data(tmp_path, text), tmp_path / "out")
    result = built(data(tmp_path, text, 98), tmp_path / "out")
    (said,) = told(result)
    for word in ("甲镇第1社区", "创建充分就业社区工作基本情况", "97", "98", "已就业", "提示"):
        assert word in said
    assert told(built(tmp_path / "data.yaml", tmp_path / "out")) == [said], "it is still so"


OTHER = {
    "the same digits of something else": "已建立台账97本，登记失业人员100人。",
    "the name without the figure": "已就业人员较多，共走访97户。",
    "part of another number": "已就业1970人，又已就业97.5人。",
    "a part of a hundred": "已就业97%。",
    "a year": "97年已就业多人。",
    "another time": "去年已就业97人。",
    "both figures": "已就业由97人增加到98人。",
    "the new figure": "其中已就业98人。",
    "no figure": "已建立台账。",
}


@pytest.mark.parametrize("text", OTHER.values(), ids=OTHER)
def test_equal_digits_alone_are_no_contradiction(text: str, tmp_path: Path) -> None:
    built(data(tmp_path, text), tmp_path / "out")
    assert told(built(data(tmp_path, text, 98), tmp_path / "out")) == []


def test_a_figure_that_did_not_change_is_nobodys_business(tmp_path: Path) -> None:
    text = "登记失业人员100人，已就业96人。"
    built(data(tmp_path, text), tmp_path / "out")
    assert told(built(data(tmp_path, text, r3=9), tmp_path / "out")) == []


def test_a_sentence_of_the_draft_with_other_figures_is_told_by_every_check(tmp_path: Path) -> None:
    source = data(tmp_path, DRAFTED.format(total=100, employed=95))
    (said,) = told(check_data([source], RUBRIC))
    for word in ("甲镇第1社区", "95", "97"):
        assert word in said
    assert told(built(source, tmp_path / "out")) == [said]
    right = data(tmp_path, DRAFTED.format(total=100, employed="９７") + "台账齐全。")
    assert told(check_data([right], RUBRIC)) == []
    before = data(tmp_path, "2008年" + DRAFTED.format(total=90, employed=80))
    assert told(check_data([before], RUBRIC)) == []


def test_a_text_typed_into_the_form_is_looked_at_too(tmp_path: Path) -> None:
    source = data(tmp_path, "")
    built(source, tmp_path / "out", draft=True)
    path = document(tmp_path / "out", 1)
    paper = Document(str(path))
    every = (cell for table in paper.tables for row in table.rows for cell in row.cells)
    cell = next(cell for cell in every if "其中已就业97人" in cell.text)
    cell.text = "我们社区其中已就业97人，都已登记。"
    paper.save(str(path))
    built(source, tmp_path / "out", draft=True)
    result = built(data(tmp_path, "", 98), tmp_path / "out", draft=True)
    assert "T115" not in codes(result)
    (said,) = told(result)
    assert "97" in said
    assert "98" in said
    assert "第1社区-申报表.docx" in said
