"""The marked copy: bad cells coloured, noted and listed; the source untouched."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.comments import Comment

from formgen.intake import open_records, open_source
from formgen.problems import FormgenError, Place, Problem
from formgen.rubric.schema import Rubric
from formgen.workbook.annotate import annotate_workbook
from formgen.workbook.blank import write_workbook

Book = Callable[..., Path]
_ROWS = [["社区", "户数", "电话"], ["东村", "很多", 57712345678], ["西村", 3, "0577-1"]]


@pytest.fixture
def marked(book: Book, taizhou: Rubric, tmp_path: Path) -> Path:
    source = book(_ROWS)
    made = load_workbook(source)
    made["社区数据"]["B2"].comment = Comment("请核实", "张三")
    made.save(source)
    target = tmp_path / "标注.xlsx"
    annotate_workbook(source, open_source(source, taizhou).read_all().problems, target)
    return target


def test_bad_cells_are_coloured_by_severity(marked: Path) -> None:
    sheet = load_workbook(marked)["社区数据"]
    assert [sheet[cell].fill.fgColor.rgb for cell in ("B2", "C2", "B3")] == [
        "00FF9999",
        "00FFE699",
        "00000000",
    ]


def test_the_problem_is_added_to_the_note_of_its_cell(marked: Path) -> None:
    comment = load_workbook(marked)["社区数据"]["B2"].comment
    assert comment
    assert comment.text.startswith("请核实\n[D106] “户数”应当是数，读到的是“很多”。")


def test_all_problems_are_listed_with_the_way_to_mend_them(marked: Path) -> None:
    head, *rows = load_workbook(marked)["问题清单"].iter_rows(values_only=True)
    assert sorted(str(row[0]) for row in rows) == ["D106", "D130", "D154", "D199"]
    missing, first, second = (
        next(row for row in rows if row[0] == code) for code in ("D154", "D106", "D130")
    )
    assert head == ("编号", "程度", "社区（村）", "工作表", "单元格", "问题", "怎样改")
    assert missing[:5] == ("D154", "错误", None, "社区数据", None)
    assert first[:5] == ("D106", "错误", "东村", "社区数据", "B2")
    assert str(first[6]).startswith("请改成数字")
    assert second[:2] == ("D130", "提示")


def test_the_list_leads_to_each_cell(marked: Path) -> None:
    sheet = load_workbook(marked)["问题清单"]
    links = {sheet.cell(cell.row, 1).value: cell.hyperlink for cell in sheet["E"] if cell.hyperlink}
    assert {code: (link.ref[0], link.location) for code, link in links.items()} == {
        "D106": ("E", "'社区数据'!B2"),
        "D130": ("E", "'社区数据'!C2"),
    }


def test_a_marked_copy_is_read_and_marked_again(marked: Path, taizhou: Rubric) -> None:
    intake = open_source(marked, taizhou).read_all()
    assert [problem.code for problem in intake.problems] == ["D154", "D106", "D130"]
    again = marked.with_name("再标注.xlsx")
    annotate_workbook(marked, intake.problems, again)
    assert load_workbook(again).sheetnames == ["社区数据", "问题清单"]


def test_the_same_marks_have_the_same_bytes(book: Book, taizhou: Rubric, tmp_path: Path) -> None:
    source = book(_ROWS)
    problems = open_source(source, taizhou).read_all().problems
    targets = [tmp_path / "一.xlsx", tmp_path / "二.xlsx"]
    for target in targets:
        annotate_workbook(source, problems, target)
    assert targets[0].read_bytes() == targets[1].read_bytes()


def test_problems_without_a_cell_are_only_listed(book: Book, tmp_path: Path) -> None:
    source, target = book(_ROWS, merge=["A3:B3"]), tmp_path / "标注.xlsx"
    places = [Place(), Place(sheet="没有", cell="A1"), Place(sheet="社区数据", cell="B3")]
    annotate_workbook(source, [Problem("D101", place) for place in places], target)
    assert len(list(load_workbook(target)["问题清单"].iter_rows())) == 4


def test_only_a_workbook_can_be_marked(tmp_path: Path) -> None:
    source = tmp_path / "数据.csv"
    source.write_text("社区\n东村\n", encoding="utf-8")
    with pytest.raises(FormgenError, match=r"F112.*“数据.csv”不是 .xlsx 工作簿，不能标注"):
        annotate_workbook(source, [], tmp_path / "标注.xlsx")
    assert [path.name for path in tmp_path.iterdir()] == ["数据.csv"]


def cut(source: Path) -> bytes:
    return source.read_bytes()[:1000]


def without_meaning(source: Path) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            new.writestr(name, b"<a" if name == "xl/workbook.xml" else old.read(name))
    return stream.getvalue()


@pytest.mark.parametrize("damage", [cut, without_meaning])
def test_a_workbook_that_is_broken_cannot_be_marked(
    book: Book, tmp_path: Path, damage: Callable[[Path], bytes]
) -> None:
    source = book(_ROWS)
    source.write_bytes(damage(source))
    with pytest.raises(FormgenError, match="F109"):
        annotate_workbook(source, [], tmp_path / "标注.xlsx")


def test_text_that_looks_like_a_formula_stays_text(taizhou: Rubric, tmp_path: Path) -> None:
    source, target = tmp_path / "数据.xlsx", tmp_path / "标注.xlsx"
    write_workbook(
        taizhou,
        source,
        open_records({"communities": [{"name": "=1+1村委会"}]}, taizhou).read_all().communities,
    )
    annotate_workbook(source, [], target)
    assert [each.name for each in open_source(target, taizhou).read_all().communities] == ["=1+1村委会"]
