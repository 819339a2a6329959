"""A figure in a narrative that the data changed is told with the old and the new one; a number that means another thing is not."""

from pathlib import Path
from typing import Any

import pytest
from docx import Document
from support.four import RUBRIC, built, codes, document, rows, write

from formgen.commands.check import check_data
from formgen.commands.submit import submit_version
from formgen.forms.draft_line import has_draft_line

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


def test_a_figure_in_several_sentences_is_told_once(tmp_path: Path) -> None:
    text = f"{DRAFTED.format(total=100, employed=97)}全年已就业97人。"
    built(data(tmp_path, text), tmp_path / "out")
    (said,) = told(built(data(tmp_path, text, 98), tmp_path / "out"))
    assert "97" in said


OTHER = {
    "the same digits of something else": "已建立台账97本，登记失业人员100人。",
    "the name without the figure": "已就业人员较多，共走访97户。",
    "part of another number": "全镇已就业1970人，又已就业97.5人。",
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


TYPED = {
    "another number": ("台账齐全，其中已就业96人。", ["96人", "97"]),
    "the number of the data": ("台账齐全，其中已就业97人。", []),
    "another time": ("去年已就业96人。", []),
    "a rate": ("十二个月平均就业率95%。", ["95%", "97%"]),
}


@pytest.mark.parametrize(("text", "words"), TYPED.values(), ids=TYPED)
def test_a_figure_typed_into_the_form_is_held_against_the_data_at_once(
    text: str, words: list[str], tmp_path: Path
) -> None:
    source = data(tmp_path, "我们社区台账齐全。")
    built(source, tmp_path / "out")
    path = document(tmp_path / "out", 1)
    paper = Document(str(path))
    every = (cell for table in paper.tables for row in table.rows for cell in row.cells)
    next(cell for cell in every if "台账齐全" in cell.text).text = text
    paper.save(str(path))
    submitted = told(submit_version(tmp_path / "out", "第1稿"))
    said = told(built(source, tmp_path / "out"))
    assert submitted == said
    assert len(said) == bool(words), said
    assert all(word in said[0] for word in words), said


def accept_draft(path: Path) -> None:
    """Take the line off the draft on a form."""
    paper = Document(str(path))
    every = (cell for table in paper.tables for row in table.rows for cell in row.cells)
    cell = next(cell for cell in every if "其中已就业97人" in cell.text)
    line = next(each for each in cell.paragraphs if has_draft_line(each.text))
    line._p.getparent().remove(line._p)
    paper.save(str(path))


CHANGED_BEHIND_A_DRAFT: dict[str, tuple[dict[str, int], list[tuple[str, str]]]] = {
    "a figure in the middle of a sentence": ({"target_employed": 98}, [("97人", "98")]),
    "figures of several sentences": (
        {
            "households": 2000,
            "residents": 5000,
            "target_employed": 98,
            "target_total": 101,
            "fulltime_staff": 4,
        },
        [("家庭", "2000"), ("常住人口", "5000"), ("97人", "98"), ("100人", "101"), ("工作人员", "4")],
    ),
    "nothing of the draft": ({"r3": 9}, []),
}


@pytest.mark.parametrize(("changed", "named"), CHANGED_BEHIND_A_DRAFT.values(), ids=CHANGED_BEHIND_A_DRAFT)
def test_every_figure_of_an_accepted_draft_is_held_against_the_data(
    changed: dict[str, int], named: list[tuple[str, str]], tmp_path: Path
) -> None:
    usual = {"households": 1900, "residents": 4800, "fulltime_staff": 3}
    facts = {"narrative": "", **usual}
    source = write(tmp_path / "data.yaml", rows(first={"facts": facts}))
    built(source, tmp_path / "out", draft=True)
    accept_draft(document(tmp_path / "out", 1))
    assert told(built(source, tmp_path / "out", draft=True)) == []
    now = {key: changed.get(key, value) for key, value in facts.items()}
    others = {key: value for key, value in changed.items() if key not in facts}
    write(source, rows(first={"facts": now, "indicators": others}))
    result = built(source, tmp_path / "out", draft=True)
    said = told(result)
    assert len(said) == len(named), said
    for words, new in named:
        assert any(words in each and f"是{new}" in each for each in said), (words, said)
