"""Workbooks as other programs write them: every legal form of XML and of names of parts, rows after any gap."""

import io
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.comments import Comment

from formgen.intake import Intake, open_source
from formgen.problems import FormgenError
from formgen.rubric.schema import Rubric

Book = Callable[..., Path]
_HEAD = ["乡镇", "社区名称", "已就业人数"]
_ROWS = [_HEAD, ["甲镇", "东村", 1], ["", "西村", 2]]
_SHEET = "xl/worksheets/sheet1.xml"


def changed(path: Path, change: Callable[[str, bytes], tuple[str, bytes]]) -> Path:
    """Write every part of a workbook again, with another name or content."""
    stream = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(*change(name, old.read(name)))
    path.write_bytes(stream.getvalue())
    return path


def with_sheet(path: Path, texts: Mapping[str, str]) -> Path:
    """Replace texts in the first sheet, each of which must be there."""

    def change(name: str, data: bytes) -> tuple[str, bytes]:
        if name == _SHEET:
            text = data.decode()
            for old, new in texts.items():
                assert old in text
                text = text.replace(old, new)
            return name, text.encode()
        return name, data

    return changed(path, change)


def names(intake: Intake) -> list[str]:
    return [each.full_name for each in intake.communities]


@pytest.mark.parametrize(
    "form",
    [
        "<mergeCell ref='A2:A3'/>",
        '<mergeCell\n  ref = "A2:A3" ></mergeCell>',
        '<mergeCell ref="A2&#58;A3"/>',
        '<mergeCell ref="$A$2:$A$3"/>',
        '<x:mergeCell xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main" ref="A2:A3"/>',
        '<mergeCell ref="C9"/><mergeCell ref="A2:A3"/>',
        '<!-- ref="B2:B3" --><mergeCell ref="A2:A3"/>',
    ],
)
def test_merged_cells_are_seen_in_every_form_of_xml(book: Book, taizhou: Rubric, form: str) -> None:
    path = with_sheet(book(_ROWS, merge=["A2:A3"]), {'<mergeCell ref="A2:A3"/>': form})
    intake = open_source(path, taizhou).read_all()
    assert names(intake) == ["甲镇东村", "甲镇西村"]
    assert [each.code for each in intake.problems] == ["D154"]  # nothing was filled in


def test_merged_cells_are_seen_in_utf_16(book: Book, taizhou: Rubric) -> None:
    def change(name: str, data: bytes) -> tuple[str, bytes]:
        if name != _SHEET:
            return name, data
        text = data.decode().split("?>", 1)[-1]
        return name, ('<?xml version="1.0" encoding="UTF-16"?>' + text).encode("utf-16")

    intake = open_source(changed(book(_ROWS, merge=["A2:A3"]), change), taizhou).read_all()
    assert names(intake) == ["甲镇东村", "甲镇西村"]
    assert [each.code for each in intake.problems] == ["D154"]


_RENAMED: Mapping[str, Callable[[str], str]] = {
    "shared strings in capitals": lambda name: name.replace("sharedStrings", "SharedStrings"),
    "all in capitals": lambda name: name if "Content" in name else name.upper(),
    "backslashes": lambda name: name.replace("/", "\\"),
    "a slash in front": lambda name: f"/{name}",
}


@pytest.mark.parametrize("rename", _RENAMED.values(), ids=_RENAMED)
def test_names_of_parts_are_compared_as_office_compares_them(
    book: Book, taizhou: Rubric, rename: Callable[[str], str]
) -> None:
    path = changed(book(_ROWS), lambda name, data: (rename(name), data))
    assert len(open_source(path, taizhou).read_all().communities) == 2


@pytest.mark.parametrize("folder", ["xl/tables9/", "xl/", "data/", "xl/a b/"])
def test_sheets_are_found_by_their_relation_wherever_they_lie(
    book: Book, taizhou: Rubric, folder: str
) -> None:
    def change(name: str, data: bytes) -> tuple[str, bytes]:
        target = f"/{folder}blatt.xml".replace(" ", "%20").encode()
        data = data.replace(b"/xl/worksheets/sheet1.xml", target)
        return (f"{folder}blatt.xml" if name == _SHEET else name), data

    path = changed(book(_ROWS), change)
    assert len(open_source(path, taizhou).read_all().communities) == 2


def test_a_workbook_need_not_lie_in_the_folder_xl(book: Book, taizhou: Rubric) -> None:
    path = changed(
        book(_ROWS), lambda name, data: (name.replace("xl/", "book/"), data.replace(b"xl/", b"book/"))
    )
    assert len(open_source(path, taizhou).read_all().communities) == 2


def test_a_sheet_whose_part_is_missing_is_said_to_be(book: Book, taizhou: Rubric) -> None:
    path = changed(
        book(_ROWS), lambda name, data: (name, data.replace(b"worksheets/sheet1.xml", b"nowhere.xml"))
    )
    with pytest.raises(FormgenError, match=r"F109.*缺少xl/nowhere.xml"):
        open_source(path, taizhou)


def test_a_sheet_without_a_relation_is_said_to_be_missing(book: Book, taizhou: Rubric) -> None:
    def change(name: str, data: bytes) -> tuple[str, bytes]:
        return name, data.replace(b'r:id="rId1"', b'r:id="rId77"') if name == "xl/workbook.xml" else data

    with pytest.raises(FormgenError, match=r"F109.*缺少工作表“社区数据”的内容"):
        open_source(changed(book(_ROWS), change), taizhou)


def test_a_part_that_is_there_twice_is_refused(book: Book, taizhou: Rubric) -> None:
    path = book(_ROWS)
    with zipfile.ZipFile(path, "a") as package:
        package.writestr("XL/worksheets/Sheet1.xml", package.read(_SHEET))
    with pytest.raises(FormgenError, match=r"F109.*有两份"):
        open_source(path, taizhou)


# -- rows --------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("row", [4, 1_100, 1_500, 30_000, 1_048_576])
@pytest.mark.parametrize("formatted", [False, True])
def test_a_row_after_any_gap_is_read(book: Book, taizhou: Rubric, row: int, formatted: bool) -> None:
    gap = "".join(
        f'<row r="{at}"><c r="A{at}" s="0"/></row>' for at in range(4, min(row, 5_000)) if formatted
    )
    far = (
        f'<row r="{row}"><c r="B{row}" t="inlineStr"><is><t>南村</t></is></c><c r="C{row}"><v>7</v></c></row>'
    )
    path = with_sheet(book(_ROWS), {"</sheetData>": f"{gap}{far}</sheetData>"})
    intake = open_source(path, taizhou).read_all()
    assert [each.name for each in intake.communities] == ["东村", "西村", "南村"]
    assert intake.communities[2].indicators["employed"].place.cell == f"C{row}"


def test_a_csv_is_read_after_any_gap(tmp_path: Path, taizhou: Rubric) -> None:
    path = tmp_path / "a.csv"
    path.write_text("社区,已就业人数\n东村,1\n" + ",\n" * 5_000 + "西村,2\n", encoding="utf-8")
    assert names(open_source(path, taizhou).read_all()) == ["东村", "西村"]


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ('<row r="2"><c r="B2" t="inlineStr"><is><t>南村</t></is></c></row>', "第2行出现了两次"),
        ('<row r="9"><c r="B9"><v>1</v></c><c r="B9"><v>2</v></c></row>', "第9行里的同一格出现了两次"),
    ],
)
def test_a_row_or_cell_that_is_there_twice_is_refused(
    book: Book, taizhou: Rubric, rows: str, words: str
) -> None:
    path = with_sheet(book(_ROWS), {"</sheetData>": f"{rows}</sheetData>"})
    with pytest.raises(FormgenError, match=f"F109.*工作表“社区数据”的{words}"):
        open_source(path, taizhou)


def test_rows_may_stand_in_any_order(book: Book, taizhou: Rubric) -> None:
    early = '<row r="9"><c r="B9" t="inlineStr"><is><t>南村</t></is></c></row>'
    path = with_sheet(book(_ROWS), {"<sheetData>": f"<sheetData>{early}"})
    assert [each.name for each in open_source(path, taizhou).read_all().communities] == [
        "东村",
        "西村",
        "南村",
    ]


def test_what_stands_beside_the_cells_is_named_as_not_read(tmp_path: Path, taizhou: Rubric) -> None:
    book = Workbook()
    page: Any = book.active
    page.title = "社区数据"
    page.append(["乡镇", "社区名称", "有就业愿望人数", "已就业人数"])
    page.append(["甲镇", "东村", 1000, 980])
    page["D2"].comment = Comment("此数有误", "张三")
    page["C2"].comment = Comment("本程序所写", "formgen")
    book.create_sheet("调整说明")["A1"] = "东村已就业人数应为900人"
    book.save(tmp_path / "数据.xlsx")
    problems = open_source(tmp_path / "数据.xlsx", taizhou).problems
    said = [problem.message for problem in problems]
    (beside,) = (problem for problem in problems if problem.code == "D199")
    assert beside.message == "批注、文本框没有读：“社区数据”的D2的批注。"
    assert beside.mend == "里面写着更正、说明的，请把要用的写进格里；不用的可以不管。"
    assert "没有读：“调整说明”（没有表头，只有文字）。" in said
