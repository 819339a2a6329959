"""Numbers beside the data that are not those in use: told with both, and never taken; what agrees is not told."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from formgen.intake import Intake, open_source
from formgen.rubric.schema import Rubric

Book = Callable[..., Path]
Rows = Sequence[Sequence[Any]]
HEAD = ["乡镇", "社区名称", "有劳动能力和就业愿望的适龄人员数", "其中已就业人数"]
DATA = [["云屿镇", "前屿村", 1000, 980], ["云屿镇", "后屿村", 1000, 970]]
USED = "“云屿镇前屿村”的“{}”{}{}，用的是980（社区数据!D2）"


def told(intake: Intake) -> list[tuple[str, str, str]]:
    return [
        (each.code, each.place.cell, each.message)
        for each in intake.problems
        if each.code in {"D201", "D202"}
    ]


SHEETS: list[tuple[str, Rows, str, str]] = [
    ("更正表", [["社区名称", "更正项目", "原数", "现数"], ["前屿村", "其中已就业人数", 980, 900]], "D2", "其中已就业人数"),
    (
        "调整说明",
        [["序号", "村名", "项目", "原数", "现数", "原因"], [1, "前屿村", "已就业人数", 980, "900", "重复"]],
        "E2",
        "已就业人数",
    ),
    ("调整", [["社区", "指标", "调整后", "调整前"], ["前屿村", "其中已就业人数", 900, 980]], "C2", "其中已就业人数"),
    ("更正", [["社区", "已就业更正前", "已就业更正后"], ["前屿村", 980, 900]], "C2", "已就业"),
    ("更正", [["社区", "更正内容"], ["前屿村", "已就业900"]], "B2", "已就业"),
    ("情况说明", [["村名", "说明"], ["前屿村", "已就业人数980人报错，应为900人"]], "B2", "已就业人数"),
    ("说明", [["前屿村其中已就业人数应为 900 人，原填 980 人有误。"]], "A1", "其中已就业人数"),
    ("数据有误", [["前屿村有劳动能力1000人；已就业更正为900人"]], "A1", "已就业"),
]  # fmt: skip


@pytest.mark.parametrize(("sheet", "rows", "cell", "word"), SHEETS, ids=[each[0] for each in SHEETS])
def test_a_sheet_of_corrections_is_an_error_with_both_numbers_and_changes_nothing(
    book: Book, taizhou: Rubric, sheet: str, rows: Rows, cell: str, word: str
) -> None:
    intake = open_source(book([HEAD, *DATA], more={sheet: rows}), taizhou).read_all()
    message = f"这里写了{USED.format(word, '的更正：', 900)}，没有照它改。"
    assert told(intake) == [("D201", cell, message)]
    assert intake.communities[0].indicators["employed"].value == 980


NOTES: list[tuple[str, str, object, str]] = [
    ("D201", "其中已就业人数（更正后）", 900, "这里写了" + USED.format("其中已就业人数", "的更正：", 900)),
    ("D201", "更正后其中已就业人数", "900", "这里写了" + USED.format("其中已就业人数", "的更正：", 900)),
    ("D201", "备注", "已就业应为900", "这里写了" + USED.format("已就业", "的更正：", 900)),
    ("D201", "备注", "已就业人数以900人为准", "这里写了" + USED.format("已就业人数", "的更正：", 900)),
    ("D202", "备注", "其中已就业人数900人", "这里写了" + USED.format("其中已就业人数", "", 900)),
    ("", "备注", "其中已就业人数980人，含灵活就业120人", ""),
    ("", "备注", "已就业人数差5人达到98%", ""),
    ("", "备注", "已就业人数见附件2", ""),
    ("", "备注", "已就业人数含灵活就业120人", ""),
    ("", "备注", "上年已就业人数900人", ""),
    ("", "备注", "已就业人数原报900，现为980", ""),  # done already
    ("", "备注", "2026年11月已就业人数核对无误", ""),
    ("", "其中已就业人数（更正后）", 980, ""),
    ("", "上年已就业人数", 900, ""),
]


@pytest.mark.parametrize(("code", "head", "note", "message"), NOTES)
def test_a_column_or_note_with_another_number_is_told_with_both(
    book: Book, taizhou: Rubric, code: str, head: str, note: object, message: str
) -> None:
    rows = [[*HEAD, head], [*DATA[0], note], [*DATA[1], None]]
    intake = open_source(book(rows), taizhou).read_all()
    found = told(intake)
    assert [(each, cell) for each, cell, _ in found] == ([(code, "E2")] if code else [])
    assert all(words.startswith(message) for _, _, words in found)
    assert intake.communities[0].indicators["employed"].value == 980


@pytest.mark.parametrize(
    ("rows", "place"),
    [
        ([HEAD, *DATA, ["注：前屿村已就业人数以900为准"]], "A4"),
        ([["说明：前屿村已就业人数更正为900人"], HEAD, *DATA], "A1"),
    ],
)
def test_a_line_that_corrects_a_number_is_told_once(
    book: Book, taizhou: Rubric, rows: Rows, place: str
) -> None:
    intake = open_source(book(rows), taizhou).read_all()
    assert [(code, cell) for code, cell, _ in told(intake)] == [("D201", place)]
    assert "D222" not in {each.code for each in intake.problems}


def test_a_correction_that_names_nobody_is_told_without_a_guess(book: Book, taizhou: Rubric) -> None:
    more = {"说明": [["已就业应为900人，原填980人有误。"]]}
    ((code, _, words),) = told(open_source(book([HEAD, *DATA], more=more), taizhou).read_all())
    assert (code, words) == ("D201", "这里写了“已就业”的更正：900，看不出是哪个社区的，没有照它改。")


def test_a_copy_without_townships_is_still_held_against_the_main_sheet(book: Book, taizhou: Rubric) -> None:
    more = {"更正表": [["社区名称", "其中已就业人数"], ["前屿村", 900]]}
    intake = open_source(book([HEAD, *DATA], more=more), taizhou).read_all()
    (found,) = [each for each in intake.problems if each.code == "D195"]
    assert "更正表!B2写的是900，社区数据!D2是980" in found.message
