"""A list that somebody changed, or that older data made, is never handed in or printed in silence."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.comments import Comment
from openpyxl.worksheet.worksheet import Worksheet
from support.four import RUBRIC, built, document, rows, write

from formgen import library
from formgen.commands.collect import collect_entries
from formgen.commands.pack import look_into_ledger
from formgen.commands.submit import submit_version
from formgen.folder.changed_lists import ChangedLists
from formgen.ledger import access
from formgen.ledger.store import HOME
from formgen.printing.known_folder import read_printed_folder
from formgen.printing.options import Choice, PackOptions

LIST = "甲镇/汇总表.xlsx"


def told(folder: Path, code: str = "T220") -> list[str]:
    """What ``submit`` says of lists: the words of the problem."""
    return [each.message for each in submit_version(folder, "第1稿").problems if each.code == code]


def edit(folder: Path, change: Callable[[Worksheet], object], name: str = LIST) -> None:
    book = load_workbook(folder / name)
    change(book.worksheets[0])
    book.save(folder / name)


def put(cell: str, value: str | float | None) -> Callable[[Worksheet], None]:
    def change(sheet: Worksheet) -> None:
        sheet[cell] = value

    return change


def exchange_rows(sheet: Worksheet) -> None:
    """Sort the list the other way round, with new numbers, as an office does by rank."""
    one, other = ([cell.value for cell in sheet[row]] for row in (4, 5))
    for row, values in ((4, other), (5, one)):
        for at, value in enumerate(values[1:], 2):
            sheet.cell(row, at).value = value


def remark(sheet: Worksheet) -> None:
    sheet["C4"].comment = Comment("县里要求改成5分", "office")


def hide(sheet: Worksheet) -> None:
    sheet.row_dimensions[5].hidden = True


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (put("C4", 99), "C4“第1社区”的“1 15分”写的是“99”，按数据是“15”"),
        (put("C4", "=7+8"), "C4“第1社区”的“1 15分”写的是“=7+8”，按数据是“15”"),
        (put("C4", None), "C4“第1社区”的“1 15分”写的是“空”，按数据是“15”"),
        (put("B5", "第二居委会"), "B5“第2社区”的“社区（村）”写的是“第二居委会”，按数据是“第2社区”"),
        (put("A1", "甲镇先进社区汇总表"), "A1写的是“甲镇先进社区汇总表”，印的是“甲镇"),
        (put("AF5", "名次保留"), "AF5“第2社区”旁边另有“名次保留”"),
        (put("A12", "以上经镇长办公会研究。"), "A12另有“以上经镇长办公会研究。”"),
        (remark, "C4的批注“县里要求改成5分”"),
        (hide, "没有“第2社区”一行（删去或隐藏了）"),
        (lambda sheet: sheet.delete_cols(4), "没有“2 15分”一栏（删去或隐藏了）"),
        (lambda sheet: sheet.delete_rows(5), "没有“第2社区”一行（删去或隐藏了）"),
    ],
)
def test_what_somebody_changed_in_a_list_is_told_before_it_is_handed_in(
    change: Callable[[Worksheet], object], words: str, out: Path
) -> None:
    edit(out, change)
    (message,) = told(out)
    assert words in message
    assert message.startswith(f"“{LIST}”生成以后有人改过，和按数据印的不一样：")


@pytest.mark.parametrize(
    "change",
    [
        lambda _: None,
        exchange_rows,
        put("C4", "15分"),
        put("A2", "填报单位（盖章）：甲镇人民政府"),
        lambda sheet: sheet.insert_cols(3),
    ],
)
def test_lists_that_say_the_same_are_no_news(change: Callable[[Worksheet], object], out: Path) -> None:
    edit(out, change)
    assert told(out) == []


def test_a_list_that_was_renamed_is_held_against_its_township(out: Path) -> None:
    edit(out, put("C4", 99))
    (out / LIST).rename(out / "甲镇汇总（定稿）.xlsx")
    assert "“甲镇汇总（定稿）.xlsx”生成以后" in told(out)[0]


def test_a_changed_list_is_told_when_forms_are_collected_and_built_anew(source: Path, out: Path) -> None:
    edit(out, put("C4", 99))
    words = "C4“第1社区”的“1 15分”写的是“99”，按数据是“15”"
    for result in (collect_entries(source, RUBRIC, out), built(source, out)):
        assert words in next(each.message for each in result.problems if each.code == "T220")


def test_a_list_of_older_data_is_told_with_its_numbers(source: Path, out: Path) -> None:
    old = (out / LIST).read_bytes()
    write(source, rows(first={"indicators": {"r3": 8}}))
    built(source, out, only=("第1社区",))
    whole, own = told(out, "T221")
    assert whole.startswith("“全部汇总表.xlsx”没有跟着最近一次出表更新，和现在的表格不一样：")
    assert "E4“第1社区”的“3 10分”写的是“10”，按数据是“8”" in own
    built(source, out)
    assert (out / LIST).read_bytes() != old
    assert not [each for each in submit_version(out, "第2稿").problems if each.code[:3] == "T22"]


def test_a_changed_list_that_is_kept_when_the_new_one_is_thrown_away_is_told(source: Path, out: Path) -> None:
    edit(out, put("C4", 99))
    write(source, rows(first={"indicators": {"r3": 8}}))
    built(source, out)
    (out / "甲镇/汇总表（新）.xlsx").unlink()
    assert "“第1社区”的“1 15分”写的是“99”" in told(out)[0]


def test_without_a_record_it_is_told_that_somebody_changed_a_list(out: Path) -> None:
    shutil.rmtree(out / HOME)
    edit(out, put("C4", 99))
    assert told(out, "T222") == [
        f"“{LIST}”生成以后有人改过，改了什么核对不了：文件夹里没有留下可以对照的记录。"
    ]


def test_lists_that_are_not_printed_are_not_looked_at_for_print(out: Path) -> None:
    edit(out, put("C4", 99))
    with access.look_into(out) as ledger:
        lists = ChangedLists(out, library.notice(RUBRIC).rubric, ledger)
        assert lists.find(["乙镇/汇总表.xlsx", document(out, 1).relative_to(out).as_posix()]) == []
        assert len(lists.find([LIST])) == 1


def test_a_form_that_the_last_build_made_and_that_lies_nowhere_is_told_before_it_is_handed_in(
    out: Path,
) -> None:
    document(out, 1).unlink()
    document(out, 2).rename(out / "甲镇" / "改了名的表.docx")
    (said,) = told(out, "T223")
    assert said == "最近一次出的“甲镇/第1社区/第1社区-申报表.docx”不在文件夹里，共1份没有交、没有印。"


@pytest.mark.parametrize(
    ("choice", "missing"),
    [
        (Choice(), 1),
        (Choice(only=["第2社区"]), 0),
        (Choice(forms=["考核评分表"]), 0),
        (Choice(kind="excel"), 1),
    ],
)
def test_a_form_that_is_not_printed_because_it_is_lost_is_told_where_it_was_wanted(
    choice: Choice, missing: int, out: Path
) -> None:
    document(out, 1).unlink()
    known = read_printed_folder(out, "")
    notice = library.notice(known.rubric)
    items = known.list_documents(notice.rubric, notice.compiled_forms, PackOptions(choice=choice)).items
    assert len(look_into_ledger(known, notice, items, choice)) == missing
