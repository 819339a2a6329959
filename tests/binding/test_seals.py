"""Places of seals: listed, never written, and told from labels that name who seals."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from support.drawn_forms import excel_form, word_form

from formgen.binding.blank_file import Blank, read_blank
from formgen.binding.filled_form import FilledBlank, fill_blank
from formgen.binding.records import plain_records
from formgen.binding.seals import seal_marks
from formgen.binding.synonyms import load_synonyms
from formgen.office.package import parts_in

DRAW: dict[str, Callable[[str], bytes]] = {".docx": word_form, ".xlsx": excel_form}


def blank_of(drawing: str, suffix: str = ".docx") -> Blank:
    return read_blank(DRAW[suffix](drawing), f"表{suffix}")


def fill(blank: Blank, record: Any) -> FilledBlank:
    return fill_blank(blank, plain_records(record)[0], load_synonyms())


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("（公章）", ["（公章）"]),
        ("单位（盖章）：", ["单位（盖章）"]),
        ("单 位（盖 章）：      年  月  日", ["单位（盖章）"]),
        ("负责人（签字）：        单位（盖章）：", ["单位（盖章）"]),
        ("经办人：        单位公章", ["单位公章"]),
        ("签字（盖章）", ["签字（盖章）"]),
        ("法定代表人（签字或盖章）：", ["法定代表人（签字或盖章）"]),
        ("以上属实。（盖章）", ["（盖章）"]),
        ("村（居）委会（盖章）", ["村（居）委会（盖章）"]),
        ("填报单位（章）：  负责人（签章）：", ["填报单位（章）", "负责人（签章）"]),
        ("盖    章", ["盖章"]),
        ("本表须加盖公章后报送", []),
        ("3.本表一式两份并盖章", []),
        ("公章保管人", []),
        ("营业执照（复印件加盖公章）", []),
        ("获得奖章", []),
        ("乡镇审核意见（盖章）", []),
        ("负责人（签字）：", []),
    ],
)
def test_a_text_shows_where_seals_go(text: str, labels: list[str]) -> None:
    assert [mark.label for mark in seal_marks(text)] == labels


# drawing, key, place of the seal by row and column (0, 0 in a paragraph)
SEALED = [
    ("|姓名| |电话| |\n|（公章）|<|<|<|", "公章", (2, 1)),
    ("|姓名| |公章| |", "公章", (1, 4)),
    ("|姓名| |单位盖章| |", "单位盖章", (1, 4)),
    ("|姓名| |签字（盖章）| |", "签字（盖章）", (1, 4)),
    ("|姓名| |电话| |\n|单位（盖章）：|<|<|<|", "单位", (2, 1)),
    ("|姓名| |电话| |\n|单位（盖章）：       年   月   日|<|<|<|", "单位", (2, 1)),
    ("|姓名| |电话| |\n|单位（盖章）\\n\\n   年   月   日|<|<|<|", "单位", (2, 1)),
    ("|姓名| |电话| |\n|负责人（签字）：      单位（盖章）：      |<|<|<|", "单位", (2, 1)),
    ("|姓名|金额|领款人签章|\n| | | |\n| | | |", "领款人签章", (2, 3)),
    ("|项目|数量|签章|\n|甲| | |\n|乙| | |", "甲/签章", (2, 3)),
    ("|姓名| |\n填报单位（盖章）：            ", "填报单位", (0, 0)),
    ("|姓名| |\n（单位公章）", "单位公章", (0, 0)),
]


@pytest.mark.parametrize("suffix", DRAW)
@pytest.mark.parametrize(("drawing", "key", "place"), SEALED, ids=[f"{each[1]}-{each[2]}" for each in SEALED])
def test_the_place_of_a_seal_is_listed_and_never_written(
    drawing: str, key: str, place: tuple[int, int], suffix: str
) -> None:
    blank = blank_of(drawing, suffix)
    seals = [each for each in blank.bound.fields if each.kind == "seal"]
    if place != (0, 0):
        assert place in [(cell.row, cell.col) for each in seals for cell in each.cells]
    assert seals
    for value in ("某单位", ["某单位", "某乡"]):
        filled = fill(blank, {key: value})
        assert [each.code for each in filled.problems] == ["B121"]
        assert f"“{key}”在表上是盖章、签字的地方；没有填。可能是：" in filled.problems[0].message
        assert parts_in(io.BytesIO(filled.data)) == blank.parts


def test_who_seals_is_written_beside_its_label() -> None:
    filled = fill(
        blank_of("|建设单位（盖章）| |法定代表人（签章）| |"), {"建设单位": "甲", "法定代表人": "乙"}
    )
    assert filled.problems == ()


def test_a_value_takes_the_blank_and_not_the_seal_of_one_label() -> None:
    filled = fill(blank_of("|申请单位| |电话| |\n|申请单位（盖章）：|<|<|<|"), {"申请单位": "甲"})
    assert (filled.problems, filled.matches[0].fields[0].kind) == ((), "right")


def test_the_lines_for_a_signature_and_a_seal_are_no_opinion_box() -> None:
    blank = blank_of("|姓名| |\n|负责人（签字）：\\n单位（盖章）：\\n   年   月   日|<|")
    assert [(each.label, each.kind) for each in blank.bound.fields] == [
        ("姓名", "right"),
        ("负责人（签字）", "seal"),
        ("单位（盖章）", "seal"),
    ]


def test_columns_of_seals_side_by_side_are_one_list() -> None:
    blank = blank_of("|姓名|签章|姓名|签章|\n| | | | |\n| | | | |")
    assert [(each.label, len(each.cells)) for each in blank.bound.fields] == [("姓名", 4), ("签章", 4)]


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ("部门（盖章）：              制表日期：   年  月  日", "制表日期"),
        ("单位（公章）：    日期：  年 月 日", "日期"),
        ("负责人（签章）：      经办人：      报送日期：   年  月  日", "报送日期"),
    ],
)
@pytest.mark.parametrize("suffix", DRAW)
def test_a_date_beside_a_seal_in_a_line_above_or_below_a_table_is_filled(
    suffix: str, line: str, key: str
) -> None:
    for drawing in (f"{line}\n|姓名|电话|\n| | |\n", f"|姓名|电话|\n| | |\n{line}\n"):
        filled = fill(blank_of(drawing, suffix), {key: "2026-03-05"})
        form = filled.written
        texts = [each.text for each in form.paragraphs] + [each.text for each in form.tables[0].cells]
        shown = [text for text in texts if "2026" in text]
        assert filled.problems == ()
        assert shown == [line[: line.index(key)] + f"{key}：2026年3月5日"]
