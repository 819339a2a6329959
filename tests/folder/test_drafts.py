"""A draft says on the form that it is one, until somebody has read it; what a person made of it stays."""

from pathlib import Path
from typing import Any

import pytest
from docx import Document
from support.four import RUBRIC, built, codes, document, rows, write

from formgen.commands.collect import collect_entries
from formgen.commands.submit import submit_version
from formgen.folder.build import BuildResult
from formgen.folder.renew import Decisions
from formgen.forms.checksums import DRAFTED
from formgen.forms.draft_line import DRAFT_LINE, find_draft_line, remove_draft_line
from formgen.library import notice
from formgen.office.identity import is_untouched, read_says

WITHOUT: dict[str, Any] = {"first": {"facts": {"narrative": ""}}}


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return write(tmp_path / "data.yaml", rows(**WITHOUT))


@pytest.fixture
def out(source: Path, tmp_path: Path) -> Path:
    built(source, tmp_path / "out", draft=True)
    return tmp_path / "out"


def cells(path: Path) -> list[Any]:
    paper = Document(str(path))
    return [cell for table in paper.tables for row in table.rows for cell in row.cells]


def narrative(out: Path, number: int = 1) -> str:
    texts: list[str] = [cell.text for cell in cells(document(out, number))]
    return next(text for text in texts if "登记失业人员" in text or "台账" in text)


def edit(out: Path, old: str, new: str) -> None:
    """Type over a stretch of the narrative in Word, and save."""
    path = document(out, 1)
    paper = Document(str(path))
    every = (cell for table in paper.tables for row in table.rows for cell in row.cells)
    cell = next(cell for cell in every if DRAFT_LINE in cell.text)
    cell.text = cell.text.replace(old, new)
    paper.save(str(path))


def collected(source: Path, out: Path) -> list[str]:
    return [str(each.amendment.value) for each in collect_entries(source, RUBRIC, out).found]


def is_drafted(out: Path) -> bool:
    (form,) = (each for each in notice(RUBRIC).compiled_forms if each.form.spec.file == "申报表")
    return form.templates[".docx"].open(document(out, 1).read_bytes()).drafted


def test_a_draft_begins_with_a_line_that_says_so_and_no_other_text_does(out: Path) -> None:
    assert narrative(out).startswith(f"{DRAFT_LINE}\n")
    assert is_drafted(out)
    assert is_untouched(document(out, 1))
    assert [number for number in (2, 3, 4) if DRAFT_LINE in narrative(out, number)] == []


@pytest.mark.parametrize(
    ("old", "new"),
    [("97人", "97人，另有3人正在培训"), ("。", "；"), (f"{DRAFT_LINE}\n", f"本社区：\n{DRAFT_LINE}\n")],
)
def test_the_mark_goes_with_the_next_build_once_somebody_edited_the_text(
    old: str, new: str, source: Path, out: Path
) -> None:
    before = narrative(out)
    edit(out, old, new)
    written = remove_draft_line(before.replace(old, new))
    assert collected(source, out) == [written]
    result = built(source, out, draft=True)
    assert "T115" not in codes(result)
    assert narrative(out) == written
    assert not is_drafted(out)
    assert collected(source, out) == [written]
    states = document(out, 1).read_bytes()
    built(source, out, draft=True)
    assert document(out, 1).read_bytes() == states


def test_whoever_only_takes_the_line_away_has_read_the_draft(source: Path, out: Path) -> None:
    text = narrative(out).removeprefix(f"{DRAFT_LINE}\n")
    edit(out, f"{DRAFT_LINE}\n", "")
    assert not is_drafted(out)
    assert collected(source, out) == [text]
    built(source, out, draft=True)
    assert narrative(out) == text


def test_a_new_draft_contests_nothing_that_a_person_wrote(source: Path, out: Path) -> None:
    edit(out, "97人", "97人，另有3人正在培训")
    built(source, out, draft=True)
    written = narrative(out)
    write(source, rows(first={"facts": {"narrative": ""}, "indicators": {"target_employed": 98}}))
    for decisions in (Decisions(), Decisions("ours")):
        result = built(source, out, draft=True, decisions=decisions)
        assert "T115" not in codes(result)
        assert narrative(out) == written


def test_a_draft_that_stands_is_drafted_anew_when_the_data_change(source: Path, out: Path) -> None:
    write(source, rows(first={"facts": {"narrative": ""}, "indicators": {"target_employed": 98}}))
    built(source, out, draft=True)
    assert narrative(out).startswith(f"{DRAFT_LINE}\n")
    assert "98人" in narrative(out)
    assert read_says(document(out, 1))[DRAFTED] == "narrative"


MARKS = {
    DRAFT_LINE: "",
    "［草稿,核对修改后删去本行］": "",
    "〔草稿，核对修改后删去本行": "",
    "草稿，核对、修改后删去这一行": "",
    "这不是草稿，已核对。": "这不是草稿，已核对。",
    "草稿": "",
    "草 稿〕": "",
    "〔草稿": "",
    "草稿，核对后": "",
    "核对修改后删去": "",
    "删去本行。": "",
    "草稿：\n": "",
    "草稿箱整理": "草稿箱整理",
    "核对台账12本": "核对台账12本",
}


@pytest.mark.parametrize(("mark", "left"), MARKS.items(), ids=MARKS)
def test_the_mark_is_known_however_it_was_touched(mark: str, left: str) -> None:
    assert remove_draft_line(f"{mark}\n正文") == (f"{left}\n正文" if left else "正文")


WORDS = [
    ({"zero_job_households": 0}, "“零就业家庭”已全部消除。", "户。"),
    ({"zero_job_households": 2}, "尚有“零就业家庭”2户。", "已全部消除"),
    ({"zero_job_households": 0, "aid_required": 0}, "“零就业家庭”已全部消除。", "要求社区提供就业援助"),
    ({"zero_job_households": 0, "loan_applications": 0}, "“零就业家庭”已全部消除。", "小额担保贷款"),
]


@pytest.mark.parametrize(("figures", "there", "absent"), WORDS)
def test_a_draft_says_of_nothing_that_there_is_none_of_it(
    figures: dict[str, int], there: str, absent: str, tmp_path: Path
) -> None:
    source = write(tmp_path / "data.yaml", rows(first={"facts": {"narrative": ""}, "indicators": figures}))
    built(source, tmp_path / "out", draft=True)
    assert there in narrative(tmp_path / "out")
    assert absent not in narrative(tmp_path / "out")


TOUCHED = (
    "［草稿，核对修改后删去本行］",
    "〔草稿，已核对〕",
    "【草 稿】已核对。",
    "(草稿)",
    "《草稿，还要改》",
    "〔核对修改后删去本行〕",
    "〔草稿（张三看过），核对修改后删去本行〕",
    "〔草稿，还没有核对",
)
OTHER = (
    "（起草稿件3篇）全部办结。",
    "这一段是（草稿）上说的。",
    "（一）完成台账，草稿另存。",
)


@pytest.mark.parametrize("mark", TOUCHED)
def test_a_draft_whose_mark_was_only_touched_is_one_still_and_no_data(
    mark: str, source: Path, out: Path
) -> None:
    edit(out, DRAFT_LINE, mark)
    told = collect_entries(source, RUBRIC, out)
    assert (told.found, [each.code for each in told.problems]) == ((), ["T170"])
    assert f"还带着“{find_draft_line(narrative(out))}”一行，文字算没有核对过的草稿，没有读" in str(
        told.problems[0]
    )
    assert is_drafted(out)
    assert "T168" in submitted(out)
    built(source, out, draft=True)
    assert narrative(out).startswith(mark)
    write(source, rows(first={"facts": {"narrative": ""}, "indicators": {"target_employed": 98}}))
    assert not collect_entries(source, RUBRIC, out).found
    built(source, out, draft=True)
    assert narrative(out).startswith(f"{DRAFT_LINE}\n")
    assert "98人" in narrative(out)


@pytest.mark.parametrize("mark", TOUCHED)
def test_an_edited_text_is_read_without_any_mark(mark: str) -> None:
    assert remove_draft_line(f"{mark}\n改好了的正文。") == "改好了的正文。"


@pytest.mark.parametrize("text", OTHER)
def test_a_text_that_speaks_of_a_draft_is_none(text: str) -> None:
    assert remove_draft_line(f"{text}\n正文。") == f"{text}\n正文。"


def test_text_in_the_line_of_the_mark_stays() -> None:
    assert remove_draft_line("（草稿）现有402户（略）。") == "现有402户（略）。"


def submitted(out: Path) -> list[str]:
    """The codes that a submission tells."""
    return [each.code for each in submit_version(out, "一稿").problems]


def test_a_mark_left_on_an_edited_text_goes_after_its_text_went_into_the_data(
    source: Path, out: Path
) -> None:
    edit(out, "97人", "97人，另有3人正在培训")
    assert "T168" in submitted(out)
    written = remove_draft_line(narrative(out))
    assert collected(source, out) == [written]
    write(source, rows(first={"facts": {"narrative": written}}))
    result = built(source, out, draft=True)
    assert "T115" not in codes(result)
    assert narrative(out) == written
    assert not is_drafted(out)
    assert "T115" not in codes(built(source, out, draft=True))


def test_a_contested_text_loses_its_mark_and_stays_contested(source: Path, out: Path) -> None:
    edit(out, "97人", "97人，另有3人正在培训")
    written = remove_draft_line(narrative(out))
    write(source, rows(first={"facts": {"narrative": "数据里另写了一段。"}}))
    for _ in range(2):
        assert "T115" in codes(built(source, out, draft=True))
        assert narrative(out) == written


def told_of_texts(result: BuildResult) -> list[str]:
    """What is said of narratives that the data lack, to the clerk and in the 汇总表."""
    rows_ = [problem.code for row_ in result.rows for problem in row_.problems]
    told = [problem.code for problem in result.problems]
    unwritten = ("T108", "T109")
    assert [code for code in rows_ if code in unwritten] == [code for code in told if code in unwritten]
    return [code for code in told if code in unwritten]


@pytest.mark.parametrize("draft", [True, False])
@pytest.mark.parametrize(
    ("old", "new"),
    [("97人", "97人，另有3人正在培训"), (f"{DRAFT_LINE}\n", ""), (DRAFT_LINE, "基本情况如下：")],
)
def test_a_text_that_somebody_wrote_into_the_form_is_neither_missing_nor_a_draft(
    old: str, new: str, draft: bool, source: Path, out: Path
) -> None:
    assert told_of_texts(built(source, out, draft=True)) == ["T109"]
    edit(out, old, new)
    assert told_of_texts(built(source, out, draft=draft)) == []
    assert told_of_texts(built(source, out, draft=draft)) == []


@pytest.mark.parametrize(("old", "new"), [("草稿，核对", "草稿,核对"), (DRAFT_LINE, f"{DRAFT_LINE} ")])
def test_a_draft_whose_text_nobody_edited_is_told_with_every_build(
    old: str, new: str, source: Path, out: Path
) -> None:
    edit(out, old, new)
    assert told_of_texts(built(source, out, draft=True)) == ["T109"]
    assert told_of_texts(built(source, out)) == ["T108"]


def test_a_text_written_into_a_form_without_a_draft_is_not_missing(
    source: Path, out: Path, tmp_path: Path
) -> None:
    place = next(at for at, cell in enumerate(cells(document(out, 1))) if DRAFT_LINE in cell.text)
    plain = tmp_path / "plain"
    assert told_of_texts(built(source, plain)) == ["T108"]
    paper = Document(str(document(plain, 1)))
    every = [cell for table in paper.tables for row_ in table.rows for cell in row_.cells]
    every[place].text = "自己写的情况。"
    paper.save(str(document(plain, 1)))
    assert told_of_texts(built(source, plain)) == []
    assert collected(source, plain) == ["自己写的情况。"]


def test_only_the_line_goes_from_a_draft_that_somebody_edited_and_formatted(source: Path, out: Path) -> None:
    path = document(out, 1)
    paper = Document(str(path))
    every = (cell for table in paper.tables for row_ in table.rows for cell in row_.cells)
    cell = next(cell for cell in every if DRAFT_LINE in cell.text)
    last = cell.paragraphs[-1]
    last.add_run("另有").add_break()
    last.add_run("3人正在培训。").bold = True
    before = [each.text for each in cell.paragraphs]
    paper.save(str(path))
    built(source, out, draft=True)
    found = next(each for each in cells(path) if "3人正在培训" in each.text)
    assert [each.text for each in found.paragraphs] == [
        each for text in before if (each := remove_draft_line(text)) or DRAFT_LINE not in text
    ]
    assert "另有\n3人正在培训。" in found.text
    assert [run.text for each in found.paragraphs for run in each.runs if run.bold] == ["3人正在培训。"]
