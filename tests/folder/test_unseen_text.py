"""What cannot be seen in a form that came back is not read as if it could: type of the colour of the paper, hidden rows."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.cell.cell import MergedCell
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Color, Font, PatternFill
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.styles.numbers import NumberFormat
from support.four import RUBRIC
from support.trial_form import Trial, codes, opinion_table, run, said, score_sheet, trial

from formgen.commands.collect import collect_entries

OPINION = run("同意推荐")
NOT_SEEN = "“不”印出来看不见（字和底一个颜色，或字太小），连着读是“不同意推荐”，不算它是“同意推荐”"
WHITE = '<w:color w:val="FFFFFF"/>'
NO_ROW = "<w:tr><w:trPr><w:hidden/></w:trPr>"


@pytest.fixture
def one(tmp_path: Path) -> Trial:
    return trial(tmp_path, opinion_table)


UNSEEN = {
    "white": run("不", WHITE),
    "nearly white": run("不", '<w:color w:val="F2F2F2"/>'),
    "white with a colour of the theme": run("不", '<w:color w:val="FFFFFF" w:themeColor="background1"/>'),
    "black on black": run("不", '<w:color w:val="000000"/><w:highlight w:val="black"/>'),
    "of the colour behind the run": run(
        "不", '<w:color w:val="4472C4"/><w:shd w:val="clear" w:color="auto" w:fill="4472C4"/>'
    ),
    "of one point": run("不", '<w:sz w:val="2"/>'),
    "white in a control": f"<w:sdt><w:sdtContent>{run('不', WHITE)}</w:sdtContent></w:sdt>",
}


@pytest.mark.parametrize("unseen", UNSEEN.values(), ids=UNSEEN)
def test_type_that_nobody_sees_is_named_with_both_readings(one: Trial, unseen: str) -> None:
    one.edit((OPINION, unseen + OPINION))
    collected = one.collect()
    assert (collected.found, codes(collected)) == ((), ["T150"])
    assert f"“县级意见”（第1个表第2行第2格）没有读（{NOT_SEEN}）" in said(collected)
    assert f"没有读（{NOT_SEEN}）" in said(one.build())


SEEN = {
    "white on a dark run": run("情况属实", WHITE + '<w:shd w:val="clear" w:fill="1F3864"/>'),
    "white on a black mark": run("情况属实", WHITE + '<w:highlight w:val="black"/>'),
    "white on a blue mark": run("情况属实", WHITE + '<w:highlight w:val="blue"/>'),
    "white in a dark line": (
        f'<w:pPr><w:shd w:val="clear" w:fill="000000"/></w:pPr>{run("情况属实", WHITE)}'
    ),
    "red": run("情况属实", '<w:color w:val="FF0000"/>'),
    "automatic": run("情况属实", '<w:color w:val="auto"/>'),
    "light grey": run("情况属实", '<w:color w:val="BFBFBF"/>'),
    "black on a yellow mark": run("情况属实", '<w:highlight w:val="yellow"/>'),
    "small": run("情况属实", '<w:sz w:val="10"/>'),
}


@pytest.mark.parametrize("typed", SEEN.values(), ids=SEEN)
def test_other_colours_and_sizes_change_nothing_of_what_is_read(one: Trial, typed: str) -> None:
    one.edit((OPINION, typed))
    assert one.read() == {"县级意见": "情况属实"}
    assert codes(one.collect()) == []


ROWS = {
    "hidden": "<w:trPr><w:hidden/></w:trPr>",
    "of no height": '<w:trPr><w:trHeight w:val="10" w:hRule="exact"/></w:trPr>',
}


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)
def test_a_row_of_a_table_that_nobody_sees_is_not_read(one: Trial, row: str) -> None:
    def hide(text: str) -> str:
        head, tail = text[: text.index(OPINION)], text[text.index(OPINION) :]
        start = head.rindex("<w:tr>") if "<w:tr>" in head else head.rindex("<w:tr ")
        end = head.index(">", start) + 1
        return f"{head[:end]}{row}{head[end:]}{tail}".replace(OPINION, run("不同意"))

    one.rewrite(hide)
    collected = one.collect()
    assert (collected.found, codes(collected)) == (
        (),
        ["T150", "T181"],
    )  # what is printed there is not seen, either
    assert "“不同意”是隐藏的文字" in said(collected)


# -- Excel ------------------------------------------------------------------------------------------
@pytest.fixture
def sheet(tmp_path: Path) -> Trial:
    return trial(tmp_path, score_sheet, ".xlsx")


def typed_with(one: Trial, **looks: Any) -> None:
    """Let somebody type a score into E3 and give the cell a look."""
    book = load_workbook(one.form)
    page: Any = book.active
    page["E3"] = 2
    for name, look in looks.items():
        setattr(page["E3"], name, look)
    book.save(one.form)


BLUE = PatternFill("solid", fgColor="FF4472C4")
CELL_UNSEEN = "“2”印出来看不见（字和底一个颜色，或字太小），连着读是“2”，不算它就是空的"
HIDDEN_LOOKS: dict[str, dict[str, Any]] = {
    "white": {"font": Font(color="FFFFFFFF")},
    "white of the theme": {"font": Font(color=Color(theme=0))},
    "white of the palette": {"font": Font(color=Color(indexed=9))},
    "a shade of white": {"font": Font(color=Color(theme=0, tint=-0.05))},
    "blue on blue": {"font": Font(color="FF4472C4"), "fill": BLUE},
    "black on black": {"fill": PatternFill("solid", fgColor="FF000000")},
    "of one point": {"font": Font(sz=1)},
}


@pytest.mark.parametrize("looks", HIDDEN_LOOKS.values(), ids=HIDDEN_LOOKS)
def test_a_score_that_nobody_sees_is_named(sheet: Trial, looks: dict[str, Any]) -> None:
    typed_with(sheet, **looks)
    collected = sheet.collect()
    assert (collected.found, codes(collected)) == ((), ["T150"])
    assert f"“县级考评分 1 台帐”（单元格E3）没有读（{CELL_UNSEEN}）" in said(collected)


SEEN_LOOKS: dict[str, dict[str, Any]] = {
    "white on blue": {"font": Font(color="FFFFFFFF"), "fill": BLUE},
    "red": {"font": Font(color="FFFF0000")},
    "a colour of the theme": {"font": Font(color=Color(theme=4))},
    "a dark shade of white": {"font": Font(color=Color(theme=0, tint=-0.5))},
    "black on yellow": {"fill": PatternFill("solid", fgColor="FFFFFF00")},
    "on a pattern": {"fill": PatternFill("gray125")},
    "small": {"font": Font(sz=6)},
}


@pytest.mark.parametrize("looks", SEEN_LOOKS.values(), ids=SEEN_LOOKS)
def test_a_score_in_other_colours_is_read(sheet: Trial, looks: dict[str, Any]) -> None:
    typed_with(sheet, **looks)
    assert sheet.read() == {"县级考评分 1 台帐": "2"}
    assert codes(sheet.collect()) == []


ROW = "这一行隐藏了，打开看不见，也印不出来"
SHEET_AWAY = "整张工作表隐藏了，打开看不见，也印不出来"
COLUMN = "这一列隐藏了，打开看不见，也印不出来"


def hide(page: Any, kind: str) -> None:
    if kind == "a row":
        page.row_dimensions[3].hidden = True
    elif kind == "a row without height":
        page.row_dimensions[3].height = 0.1
    elif kind.endswith("sheet"):
        page.parent.create_sheet("另一张")
        page.parent.active = 1
        page.sheet_state = "veryHidden" if kind == "the hardly found sheet" else "hidden"
    elif kind == "a column":
        page.column_dimensions["E"].hidden = True
    else:
        page.column_dimensions["E"].width = 0.1


@pytest.mark.parametrize(
    ("kind", "why"),
    [
        ("the sheet", SHEET_AWAY),
        ("the hardly found sheet", SHEET_AWAY),
        ("a row", ROW),
        ("a row without height", ROW),
        ("a column", COLUMN),
        ("a column without width", COLUMN),
    ],
)
def test_a_score_in_a_hidden_row_or_column_is_named(sheet: Trial, kind: str, why: str) -> None:
    book = load_workbook(sheet.form)
    page: Any = book.active
    page["E3"] = 2
    hide(page, kind)
    book.save(sheet.form)
    collected = sheet.collect()
    assert "县级考评分 1 台帐" not in {each.label for each in collected.found}
    assert set(codes(collected)) == {"T150", "T181"}  # what is printed there is not seen, either
    assert codes(collected).count("T150") == 1, "what nobody typed is not listed"
    assert f"“县级考评分 1 台帐”（单元格E3）没有读（{why}）" in said(collected)
    assert f"请打开“甲镇/示例村/{sheet.form.name}”，把隐藏的取消隐藏，压窄、压矮的拉开，再收一次" in said(
        collected
    )


def test_what_the_template_itself_hides_is_read(tmp_path: Path) -> None:
    def draw(book: Any) -> None:
        score_sheet(book)
        book.active.column_dimensions["E"].hidden = True

    one = trial(tmp_path, draw, ".xlsx")
    one.edit(('<c r="E3" s="0"><v>3</v></c>', '<c r="E3" s="0"><v>2</v></c>'))
    assert one.read() == {"县级考评分 1 台帐": "2"}
    assert codes(one.collect()) == []


def rule(**look: Any) -> Any:
    make: Any = Rule
    made: Any = DifferentialStyle
    return make(type="expression", formula=["TRUE"], dxf=made(**look))


PAINTED: dict[str, tuple[Any, bool]] = {
    "white": (rule(font=Font(color="FFFFFFFF")), True),
    "white on white": (rule(font=Font(color="FFFFFFFF"), fill=PatternFill(bgColor="FFFFFFFF")), True),
    "nothing": (rule(numFmt=NumberFormat(numFmtId=190, formatCode=";;;")), True),
    "white on red": (
        rule(font=Font(color="FFFFFFFF"), fill=PatternFill("solid", bgColor="FFFF0000")),
        False,
    ),
    "red": (rule(font=Font(color="FFFF0000")), False),
    "a fill alone": (rule(fill=PatternFill(bgColor="FFFFC7CE")), False),
}


@pytest.mark.parametrize(("painted", "is_unseen"), PAINTED.values(), ids=PAINTED)
def test_what_a_conditional_format_paints_over_is_named(painted: Any, is_unseen: bool, sheet: Trial) -> None:
    book = load_workbook(sheet.form)
    page: Any = book.active
    page["E3"] = 2
    page.conditional_formatting.add("E3", painted)
    book.save(sheet.form)
    if not is_unseen:
        assert sheet.read() == {"县级考评分 1 台帐": "2"}
        return
    assert "（单元格E3）没有读（“2”印出来看不见（字和底一个颜色，或字太小），是条件格式改的）" in said(
        sheet.collect()
    )


def test_a_whole_column_that_nobody_sees_is_one_message(out: Path, source: Path) -> None:
    (form,) = (out / "甲镇" / "第1社区").glob("*-考核评分表.xlsx")
    book = load_workbook(form)
    page: Any = book.active
    for number, row in enumerate(page.iter_rows(min_row=4, min_col=8, max_col=8), 1):
        if not isinstance(row[0], MergedCell):
            row[0].value, row[0].font = number / 10, Font(color="FFFFFFFF")
    book.save(form)
    told = [each for each in collect_entries(source, RUBRIC, out).problems if each.code == "T150"]
    assert len(told) == 1
    assert "，同一栏共" in str(told[0])


FORMATS = {
    "rounded": ("0", "把它印成4"),
    "with other words": ('0"万分"', "印的时候加上"),
    "as nothing": (";;;", "什么也不印"),
}


@pytest.mark.parametrize(("code", "why"), FORMATS.values(), ids=FORMATS)
def test_a_format_that_somebody_put_on_a_score_as_it_was_is_told(code: str, why: str, tmp_path: Path) -> None:
    one = trial(tmp_path, score_sheet, ".xlsx")
    book = load_workbook(one.form)
    page: Any = book.active
    page["E3"] = 3.6
    book.save(one.form)
    assert one.read() == {"县级考评分 1 台帐": "18/5"}
    page["E3"].number_format = code
    book.save(one.form)
    collected = one.collect()
    assert (collected.found, codes(collected)) == ((), ["T150"])
    assert why in said(collected)


@pytest.mark.parametrize("code", [";;;", '0"万分"', "0,", '"9"'])
def test_a_format_that_somebody_put_on_a_score_that_was_printed_is_told(code: str, tmp_path: Path) -> None:
    one = trial(tmp_path, score_sheet, ".xlsx")
    book = load_workbook(one.form)
    page: Any = book.active
    page["E3"].number_format = code
    book.save(one.form)
    assert codes(one.collect()) == ["T150"]


# -- printed words ----------------------------------------------------------------------------------
def told_of(one: Trial) -> str:
    """What a build says of altered printed words."""
    return "\n".join(str(each) for each in one.build().problems if each.code == "T181")


PRINTED_LOOKS = {
    "struck through": ("<w:strike/>", "划了删除线"),
    "hidden": ("<w:vanish/>", "删去了"),
    "white": (WHITE, "印出来看不见（字和底一个颜色，或字太小）"),
}


@pytest.mark.parametrize(("look", "how"), PRINTED_LOOKS.values(), ids=PRINTED_LOOKS)
def test_official_words_that_are_struck_or_hidden_in_word_are_told(
    tmp_path: Path, look: str, how: str
) -> None:
    def draw(document: Any) -> None:
        document.add_paragraph("本表一式三份，经公示后上报。")
        opinion_table(document)

    one = trial(tmp_path, draw)
    one.edit(
        ("<w:r><w:t>本表一式三份，经公示后上报。</w:t></w:r>", run("本表一式三份，经公示后上报。", look))
    )
    assert f"印好的“本表一式三份，经公示后上报。”{how}" in told_of(one)


def strike(page: Any) -> None:
    page["B3"].font = Font(strike=True)


def whiten(page: Any) -> None:
    page["B3"].font = Font(color="FFFFFFFF")


def hide_column(page: Any) -> None:
    page.column_dimensions["B"].hidden = True


@pytest.mark.parametrize(
    ("change", "how"),
    [
        (strike, "划了删除线"),
        (whiten, "印出来看不见（字和底一个颜色，或字太小）"),
        (hide_column, "是隐藏的文字"),
    ],
)
def test_official_words_that_are_struck_or_hidden_in_excel_are_told(
    sheet: Trial, change: Callable[[Any], None], how: str
) -> None:
    book = load_workbook(sheet.form)
    page: Any = book.active
    words = page["B3"].value
    change(page)
    book.save(sheet.form)
    assert f"单元格B3印好的“{words}”{how}" in told_of(sheet)


def test_official_words_that_the_template_hides_are_told_of_nobody(tmp_path: Path) -> None:
    def draw(book: Any) -> None:
        score_sheet(book)
        hide_column(book.active)

    one = trial(tmp_path, draw, ".xlsx")
    one.edit(('<c r="E3" s="0"><v>3</v></c>', '<c r="E3" s="0"><v>2</v></c>'))
    assert told_of(one) == ""


CIRCULAR = {
    "its own cell": "E3+E4+E{0}",
    "a range with its own cell": "SUM(E3:E{0})",
    "a fixed range with its own cell": "SUM($E$3:$E${0})",
}


@pytest.mark.parametrize("formula", CIRCULAR.values(), ids=CIRCULAR)
def test_a_total_that_adds_itself_is_told(formula: str, tmp_path: Path) -> None:
    def draw(book: Any) -> None:
        score_sheet(book)
        book.active["A9"], book.active["E9"] = "合计", "{{ total.county }}"

    one = trial(tmp_path, draw, ".xlsx")
    book = load_workbook(one.form)
    page: Any = book.active
    (row,) = (row for row in range(1, page.max_row + 1) if page[f"A{row}"].value == "合计")
    page[f"E{row}"] = f"={formula.format(row)}"
    book.save(one.form)
    told = "\n".join(str(each) for each in one.build().problems)
    assert "这一格的公式把自己也算进去了，算不出数，“县级考评分 合计”没有核对" in told
