"""A filled form filled again: what a person typed stays, what the data say now is written where nobody typed."""

import io
import json
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from docx import Document
from docx.document import Document as WordDocument
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Border, Side
from support.drawn_forms import excel_form, word_form

import formgen
from formgen.binding.blank_file import read_blank
from formgen.binding.filled_form import FilledBlank, fill_blank
from formgen.binding.records import plain_records
from formgen.binding.refilling import RefilledBlank, refill_blank
from formgen.binding.synonyms import load_synonyms
from formgen.cli import cli
from formgen.model import Fate

FORM = (
    "申请表\n|姓名| |电话| |\n|性别|□男 □女|出生日期|　　年　月　日|\n"
    "|成员|关系|年龄|备注|\n| | | | |\n| | | | |\n|单位意见|\\n\\n（盖章）　　年　月　日|<|<|\n"
)
OLD = {"姓名": "张三", "性别": "男", "成员": ["张甲"], "关系": ["父"]}


def filled(record: Any, drawing: str = FORM) -> FilledBlank:
    return fill_blank(
        read_blank(word_form(drawing), "申请表.docx"), plain_records(record)[0], load_synonyms()
    )


def edited(data: bytes, edit: Callable[[WordDocument], None]) -> bytes:
    """Return a document as a person left it who opened and saved it."""
    document, stream = Document(io.BytesIO(data)), io.BytesIO()
    edit(document)
    document.save(stream)
    return stream.getvalue()


def typed(row: int, col: int, text: str) -> Callable[[WordDocument], None]:
    def edit(document: WordDocument) -> None:
        document.tables[0].cell(row, col).paragraphs[0].text = text

    return edit


def refilled(edit: Callable[[WordDocument], None], new: Any, **asked: bool) -> RefilledBlank:
    return refill_blank(filled(new), edited(filled(OLD).data, edit), "申请表-张三.docx", **asked)


def cells(data: bytes) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in Document(io.BytesIO(data)).tables[0].rows]


def test_a_form_that_nobody_saved_is_written_anew_and_one_that_is_the_same_is_left() -> None:
    old, new = filled(OLD), filled({**OLD, "电话": "1"})
    assert refill_blank(new, old.data, "表.docx") == RefilledBlank(Fate.RENEWED, new.data)
    assert refill_blank(old, old.data, "表.docx") == RefilledBlank(Fate.SAME)


@pytest.mark.parametrize(
    ("edit", "new", "at", "text"),
    [
        (typed(0, 3, "12345"), {**OLD, "性别": "男"}, (0, 3), "12345"),
        (typed(5, 1, "同意"), {**OLD, "电话": "12345"}, (5, 1), "同意\n\n（盖章）　　年　月　日"),
        (typed(5, 1, "同意"), {**OLD, "电话": "12345"}, (0, 3), "12345"),
        (typed(1, 3, "2001年2月3日"), {**OLD, "电话": "1"}, (1, 3), "2001年2月3日"),
        (typed(3, 2, "60"), {**OLD, "电话": "1"}, (3, 2), "60"),
        (typed(3, 2, "60"), {**OLD, "备注": ["病"]}, (3, 3), "病"),
        (typed(4, 0, "手填的人"), {**OLD, "电话": "1"}, (4, 0), "手填的人"),
    ],
)
def test_what_a_person_typed_stays_and_what_is_blank_is_filled(
    edit: Callable[[WordDocument], None], new: Any, at: tuple[int, int], text: str
) -> None:
    made = refilled(edit, new)
    assert {each.code for each in made.problems} <= {"B142", "B147"}
    assert made.fate in {Fate.MERGED, Fate.KEPT}
    if made.data:
        assert cells(made.data)[at[0]][at[1]] == text
        assert cells(made.data)[0][1] == "张三"


@pytest.mark.parametrize(
    ("edit", "new", "label", "shown"),
    [
        (typed(0, 1, "张三丰"), OLD, "姓名", ("张三丰", "张三")),
        (typed(1, 1, "□男 ☑女"), OLD, "性别", ("表上是“女”", "数据是“男”")),
        (typed(1, 3, "2001年2月3日"), {**OLD, "出生日期": "2001-02-04"}, "出生日期", ("表上是“2001-2-3”", "数据是“2001-2-4”")),
        (typed(3, 0, "李乙"), {**OLD, "关系": ["子"]}, "成员、关系", ("李乙、父", "张甲、子")),
        (typed(4, 2, "60"), {**OLD, "成员": ["张甲", "张乙"]}, "成员、年龄", ("60", "张乙")),
    ],
)  # fmt: skip
def test_what_both_say_differently_is_a_question_and_nothing_is_mixed(
    edit: Callable[[WordDocument], None], new: Any, label: str, shown: tuple[str, str]
) -> None:
    made = refilled(edit, new)
    (problem,) = made.problems
    assert problem.code == "B140"
    assert f"“{label}”" in problem.message
    assert all(each in problem.message for each in shown)
    assert not made.data  # nothing else was to be written
    chosen = refilled(edit, new, ours=True)
    assert [each.code for each in chosen.problems] == ["B141"]
    fresh = cells(filled(new).data)
    assert cells(chosen.data) == fresh


def test_an_opinion_is_never_replaced_by_the_data() -> None:
    made = refilled(typed(5, 1, "不同意"), {**OLD, "单位意见": "同意", "电话": "1"}, ours=True)
    assert [each.code for each in made.problems] == ["B140", "B147"]
    assert cells(made.data)[5][1].startswith("不同意")
    assert cells(made.data)[0][3] == "1"


LIST = "|成员|关系|备注|\n| | | |\n| | | |\n| | | |\n| | | |"
TWO = {"成员": ["张小", "张大"], "关系": ["子", "父"]}


def written_row(row: int, *texts: str) -> Callable[[WordDocument], None]:
    def edit(document: WordDocument) -> None:
        for at, text in enumerate(texts):
            if text:
                document.tables[0].cell(row, at).text = text

    return edit


def of_list(edit: Callable[[WordDocument], None], new: Any, **asked: bool) -> RefilledBlank:
    there = edited(filled(TWO, LIST).data, edit)
    return refill_blank(filled(new, LIST), there, "表.docx", **asked)


@pytest.mark.parametrize(
    ("edit", "new"),
    [
        (written_row(1, "", "", "病"), {"成员": ["张零", "张小", "张大"], "关系": ["女", "子", "父"]}),
        (written_row(1, "", "", "病"), {"成员": ["张大"], "关系": ["父"]}),
        (written_row(4, "张弟", "弟"), {"成员": ["张小", "张大", "张弟"], "关系": ["子", "父", "弟"]}),
    ],
)
def test_a_list_whose_rows_may_have_changed_places_is_one_question(
    edit: Callable[[WordDocument], None], new: Any
) -> None:
    made = of_list(edit, new)
    assert [each.code for each in made.problems] == ["B140"]
    assert not made.data
    assert cells(of_list(edit, new, ours=True).data) == cells(filled(new, LIST).data)


def test_a_row_is_added_to_a_list_of_which_a_person_wrote_remarks() -> None:
    new = {"成员": ["张小", "张大", "张三"], "关系": ["子", "父", "弟"]}
    made = of_list(written_row(1, "", "", "病"), new)
    assert [each.message for each in made.problems] == [
        "“表.docx”有1处表上填着、数据里没有，都留着：备注“病”。",
        "“表.docx”有2处表上空着，照数据填上了：成员、关系。",
    ]
    assert cells(made.data)[1:] == [
        ["张小", "子", "病"],
        ["张大", "父", " "],
        ["张三", "弟", " "],
        [" ", " ", " "],
    ]


def test_a_row_that_the_data_no_longer_have_is_told() -> None:
    made = of_list(written_row(1, "", "", "病"), {"成员": ["张小"], "关系": ["子"]})
    assert [each.code for each in made.problems] == ["B142"]
    assert "张大、父" in made.problems[0].message


STATES = "|姓名| |\n|婚姻状况|□未婚 □已婚 □离异 □丧偶|\n|单位意见|\\n（盖章）\\n年  月  日|"


def of_states(edit: Callable[[WordDocument], None], old: Any, new: Any, **asked: bool) -> RefilledBlank:
    there = edited(filled(old, STATES).data, edit)
    return refill_blank(filled(new, STATES), there, "表.docx", **asked)


@pytest.mark.parametrize("asked", ["丧偶", "未婚"])
@pytest.mark.parametrize("ours", [True, False])
def test_a_tick_that_may_belong_to_either_word_is_a_question_and_never_changed(
    asked: str, ours: bool
) -> None:
    text = "□未婚 □已婚 □离异√ □丧偶"
    made = of_states(typed(1, 1, text), {"婚姻状况": "已婚"}, {"婚姻状况": asked}, ours=ours)
    assert [each.code for each in made.problems] == ["B140"]
    assert f"表上是“{text}”" in made.problems[0].message
    assert not made.data


def signed(opinion: str, seal: str, day: str) -> Callable[[WordDocument], None]:
    def edit(document: WordDocument) -> None:
        for paragraph, text in zip(
            document.tables[0].cell(2, 1).paragraphs, (opinion, seal, day), strict=True
        ):
            paragraph.text = text

    return edit


@pytest.mark.parametrize(
    "edit",
    [
        signed("同意", "（盖章）王主任", "年  月  日"),
        signed("同意", "（盖章）", "王主任 年  月  日"),
        signed("不同意", "（盖章）", "2026年11月1日"),
        signed("不同意", "（盖章）", "年  月  日"),
    ],
)
@pytest.mark.parametrize("ours", [True, False])
def test_nothing_in_a_box_that_somebody_wrote_into_is_changed(
    edit: Callable[[WordDocument], None],
    ours: bool,
) -> None:
    old = {"姓名": "张三", "单位意见": "同意"}
    made = of_states(edit, old, {**old, "姓名": "张三", "单位意见日期": "2026-11-05"}, ours=ours)
    assert [each.code for each in made.problems] == ["B140"]
    assert not made.data


def test_the_date_is_filled_beside_an_opinion_that_the_data_gave() -> None:
    old = {"姓名": "张三", "单位意见": "同意"}
    made = of_states(typed(0, 1, "张三"), old, {**old, "单位意见日期": "2026-11-05"})
    assert [each.message for each in made.problems] == [
        "“表.docx”有1处表上空着，照数据填上了：单位意见日期。"
    ]
    assert cells(made.data)[2][1] == "同意\n（盖章）\n2026年11月5日"


def moved(document: WordDocument) -> None:
    document.tables[0].rows[-1]._tr.addnext(deepcopy(document.tables[0].rows[-1]._tr))


def renamed(document: WordDocument) -> None:
    document.tables[0].cell(0, 0).text = "户主"


def with_a_table(document: WordDocument) -> None:
    document.tables[0].cell(3, 3).add_table(1, 1).cell(0, 0).text = "手写的说明"


def with_revisions(document: WordDocument) -> None:
    paragraph = document.tables[0].cell(0, 3).paragraphs[0]._p
    for name, text in (("del", "111"), ("ins", "999")):
        mark = OxmlElement(f"w:{name}")
        mark.set(qn("w:id"), "9")
        mark.set(qn("w:author"), "甲")
        run = OxmlElement("w:r")
        words = OxmlElement("w:delText" if name == "del" else "w:t")
        words.text = text
        run.append(words)
        mark.append(run)
        paragraph.append(mark)


@pytest.mark.parametrize(
    ("edit", "why"), [(with_a_table, "格子里另插了表格"), (with_revisions, "有没接受的修订")]
)
def test_a_form_with_a_table_or_an_open_change_where_something_is_written_stays(
    edit: Callable[[WordDocument], None], why: str
) -> None:
    made = refilled(edit, {**OLD, "电话": "1"}, ours=True)
    assert made.fate is Fate.BESIDE
    assert why in made.why


@pytest.mark.parametrize("edit", [moved, renamed])
def test_a_form_whose_cells_or_words_moved_stays_and_the_new_one_goes_beside(
    edit: Callable[[WordDocument], None],
) -> None:
    made = refilled(edit, {**OLD, "电话": "1"})
    assert made.fate is Fate.BESIDE
    assert "挪动过" in made.why
    assert "户主" not in made.why or made.why.endswith("第1张表第1行第1格的“姓名”，现在是“户主”")
    assert made.data == filled({**OLD, "电话": "1"}).data


def test_a_damaged_file_stays_and_the_new_one_goes_beside() -> None:
    assert refill_blank(filled(OLD), b"PK no archive", "表.docx").fate is Fate.BESIDE


def test_a_workbook_is_merged_cell_by_cell() -> None:
    def fill(record: Any) -> FilledBlank:
        return fill_blank(read_blank(excel_form(FORM), "表.xlsx"), plain_records(record)[0], load_synonyms())

    book = load_workbook(io.BytesIO(fill(OLD).data))
    sheet = book.active
    assert sheet is not None
    name = next(cell for row in sheet.iter_rows() for cell in row if cell.value == "张三")
    sheet.cell(name.row, name.column + 2).value = "12345"
    made = refill_blank(fill({**OLD, "单位意见": "同意"}), saved(book), "表.xlsx")
    assert made.fate is Fate.MERGED
    after = load_workbook(io.BytesIO(made.data)).active
    assert after is not None
    values = {cell.value for row in after.iter_rows() for cell in row}
    assert {"张三", "12345"} <= values
    assert any(str(each).startswith("同意\n") for each in values)


def saved(book: Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_the_library_refills_what_a_person_edited() -> None:
    blank = formgen.bind(word_form(FORM), "申请表.docx")
    there = edited(blank.fill(OLD).data, typed(5, 1, "同意"))
    made = blank.refill({**OLD, "电话": "1"}, there)
    assert (made.fate, made.kept) == (Fate.MERGED, 1)
    assert cells(made.data)[0][3] == "1"
    with pytest.raises(formgen.FormgenError) as caught:
        formgen.bind("没有这份.docx")
    assert [each.code for each in caught.value.problems] == ["F101"]


# -- the command ----------------------------------------------------------------------------------------
def command(folder: Path, data: Any, *words: str) -> list[str]:
    (folder / "申请表.docx").write_bytes(word_form(FORM))
    (folder / "data.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    own = [
        "fill",
        str(folder / "申请表.docx"),
        "--data",
        str(folder / "data.json"),
        "-o",
        str(folder / "out"),
    ]
    return [*own, *words]


def run(folder: Path, data: Any, *words: str) -> Result:
    return CliRunner().invoke(cli, command(folder, data, *words))


def test_filling_again_says_what_became_of_each_file(tmp_path: Path) -> None:
    people = [{"姓名": name} for name in ("甲", "乙", "丙")]
    assert "已写好3份" in run(tmp_path, people).output
    file = tmp_path / "out" / "申请表-乙.docx"
    file.write_bytes(edited(file.read_bytes(), typed(5, 1, "同意")))
    people[1] |= {"电话": "1"}
    people[2] |= {"电话": "2"}
    result = run(tmp_path, people)
    assert "已写好3份，在" in result.output
    assert "其中更新1份、更新（手改保留）1份、没有变化1份。手填的1处都保留。" in result.output
    assert cells(file.read_bytes())[5][1].startswith("同意")


def test_records_of_one_name_that_changed_places_are_not_merged(tmp_path: Path) -> None:
    people = [{"姓名": "甲", "电话": phone} for phone in ("111", "222")]
    run(tmp_path, people)
    file = tmp_path / "out" / "申请表-甲.docx"
    file.write_bytes(edited(file.read_bytes(), typed(5, 1, "同意甲一")))
    before = file.read_bytes()
    result = run(tmp_path, people[::-1], "--ours")
    assert "有几条记录同名，分不清它是哪一条的" in result.output
    assert file.read_bytes() == before
    assert cells((tmp_path / "out" / "申请表-甲（新）.docx").read_bytes())[0][3] == "222"


def test_what_cannot_be_merged_is_written_beside_once(tmp_path: Path) -> None:
    run(tmp_path, {"姓名": "甲"})
    file = tmp_path / "out" / "申请表-甲.docx"
    file.write_bytes(edited(file.read_bytes(), moved))
    for phone in ("1", "1", "2"):
        result = run(tmp_path, {"姓名": "甲", "电话": phone})
        assert "[B143]" in result.output
        assert "新的一份写在“申请表-甲（新）.docx”" in result.output
    beside = tmp_path / "out" / "申请表-甲（新）.docx"
    assert cells(beside.read_bytes())[0][3] == "2"
    assert {*(tmp_path / "out").iterdir()} == {file, beside}
    beside.write_bytes(edited(beside.read_bytes(), typed(5, 1, "同意")))
    assert "新的一份写在“申请表-甲（新2）.docx”" in run(tmp_path, {"姓名": "甲", "电话": "3"}).output
    assert cells(beside.read_bytes())[5][1].startswith("同意")


def test_nothing_is_written_while_one_file_is_open(tmp_path: Path) -> None:
    run(tmp_path, [{"姓名": "甲"}, {"姓名": "乙"}])
    before = {each: each.read_bytes() for each in (tmp_path / "out").iterdir()}
    (tmp_path / "out" / ".~lock.申请表-乙.docx#").touch()
    result = run(tmp_path, [{"姓名": "甲", "电话": "1"}, {"姓名": "乙", "电话": "1"}])
    assert isinstance(result.exception, Exception) or result.exit_code == 1
    assert {each: each.read_bytes() for each in before} == before


def test_a_name_that_no_record_has_is_wrong_use_and_nothing_is_written(tmp_path: Path) -> None:
    with pytest.raises(formgen.FormgenError) as caught:
        CliRunner().invoke(
            cli, command(tmp_path, [{"姓名": "甲"}], "--only", "甲", "--only", "丙"), catch_exceptions=False
        )
    assert [each.message for each in caught.value.problems] == [
        "数据里没有第一个值是“丙”的记录，什么也没有写。"
    ]
    assert caught.value.usage
    assert not (tmp_path / "out").exists()


def test_a_record_keeps_its_file_when_only_it_is_filled(tmp_path: Path) -> None:
    people = [{"姓名": "甲"}, {"姓名": "乙"}]
    run(tmp_path, people, "--name", "表")
    assert "没有变化1份" in run(tmp_path, people, "--name", "表", "--only", "乙").output
    assert cells((tmp_path / "out" / "表.docx").read_bytes())[0][1] == "甲"


def test_a_filling_whose_record_is_gone_is_told(tmp_path: Path) -> None:
    run(tmp_path, [{"姓名": "甲"}, {"姓名": "乙"}])
    result = run(tmp_path, [{"姓名": "乙"}])
    assert "[B145] 提示 “申请表-甲.docx”是以前填的，这次的数据里没有这一条，没有动它。" in result.output
    assert "B145" not in run(tmp_path, [{"姓名": "甲"}, {"姓名": "乙"}], "--only", "乙").output


def test_strict_writes_nothing_beside_what_cannot_be_merged(tmp_path: Path) -> None:
    run(tmp_path, {"姓名": "甲"})
    file = tmp_path / "out" / "申请表-甲.docx"
    file.write_bytes(edited(file.read_bytes(), moved))
    assert "没有写文件" in run(tmp_path, {"姓名": "甲", "电话": "1"}, "--strict").output
    assert [*(tmp_path / "out").iterdir()] == [file]


def test_the_blank_is_never_written_over(tmp_path: Path) -> None:
    words = command(tmp_path, {"姓名": "甲"}, "--name", "申请表")
    words[words.index("-o") + 1] = str(tmp_path)
    before = (tmp_path / "申请表.docx").read_bytes()
    with pytest.raises(formgen.FormgenError) as caught:
        CliRunner().invoke(cli, words, catch_exceptions=False)
    assert [each.code for each in caught.value.problems] == ["B146"]
    assert "那是空白表或数据自己，什么也没有写" in caught.value.problems[0].message
    assert (tmp_path / "申请表.docx").read_bytes() == before


def test_a_total_that_somebody_typed_over_its_formula_is_named_and_nothing_merged() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["项目", "数量", "单价", "金额"], ["", "", "", "=B2*C2"], ["合计", "", "", "=SUM(D2:D2)"]):
        sheet.append(row)
    for line in sheet["A1:D3"]:
        for cell in line:
            cell.border = Border(left=Side("thin"), top=Side("thin"))

    def fill(record: Any) -> FilledBlank:
        return fill_blank(read_blank(saved(book), "表.xlsx"), plain_records(record)[0], load_synonyms())

    there = load_workbook(io.BytesIO(fill({"项目": "甲", "数量": "2"}).data))
    assert there.active is not None
    there.active["D3"] = 1000
    made = refill_blank(fill({"项目": "甲", "数量": "3"}), saved(there), "表.xlsx")
    assert made.fate is Fate.BESIDE
    assert made.why.endswith("工作表“Sheet”D3的公式改成了“1000”")
    told = [each.message for each in fill({"项目": "甲", "单价": "约2"}).problems]
    assert any("表上的公式要用来算，“约2”不是数" in each for each in told), told


@pytest.mark.parametrize("option", ["--report", "--pack"])
def test_what_a_run_reads_is_never_written_over(option: str, tmp_path: Path) -> None:
    words = command(tmp_path, {"姓名": "甲"})
    data = words[words.index("--data") + 1]
    with pytest.raises(formgen.FormgenError) as caught:
        CliRunner().invoke(cli, [*words, option, data], catch_exceptions=False)
    assert [each.code for each in caught.value.problems] == ["B146"]
    refused = CliRunner().invoke(cli, [*words, "--report", str(tmp_path / "申请表.docx")])
    assert refused.exit_code == 2
    assert json.loads(Path(data).read_text(encoding="utf-8")) == {"姓名": "甲"}


TWO_QUESTIONS = "|姓名| |\n|是否贫困户|□是  □否    类别：□甲 □乙 □丙|"


def test_two_questions_in_one_cell_are_ticked_and_kept_apart() -> None:
    def fill(answer: str) -> FilledBlank:
        return filled({"姓名": "张三", "是否贫困户": answer}, TWO_QUESTIONS)

    there = edited(fill("是").data, typed(1, 1, "☑是  □否    类别：□甲 ☑乙 □丙"))
    assert refill_blank(fill("是"), there, "表.docx").data == b""
    changed = refill_blank(fill("否"), there, "表.docx", ours=True)
    assert "表上是“是”，数据是“否”" not in changed.problems[-1].message
    assert [each.code for each in changed.problems] == ["B141", "B142"]
    assert cells(changed.data)[1][1].replace("√", "☑") == "□是  ☑否    类别：□甲 ☑乙 □丙"


def test_a_form_in_which_another_name_stands_gets_nothing_of_this_one(tmp_path: Path) -> None:
    run(tmp_path, {"姓名": "张三"})
    file = tmp_path / "out" / "申请表-张三.docx"
    file.write_bytes(edited(file.read_bytes(), typed(0, 1, "李四")))
    before = file.read_bytes()
    result = run(tmp_path, {"姓名": "张三", "电话": "222"}, "--ours")
    assert "上面的“姓名”是“李四”，也许是别人的" in result.output
    assert file.read_bytes() == before
