"""Files that are not what they seem: each is refused in clear words, none is trusted."""

import contextlib
import io
import re
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from formgen.intake import files, open_source
from formgen.problems import FormgenError
from formgen.rubric.schema import Rubric

Book = Callable[..., Path]
_OLE = bytes.fromhex("D0CF11E0A1B11AE1") + b"\0" * 500
_ROWS = [["社区", "户数"], ["东村", 3]]


def packed(members: Mapping[str, bytes | str]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in members.items():
            package.writestr(name, data)
    return stream.getvalue()


def repacked(path: Path, changed: Mapping[str, bytes | None]) -> None:
    """Replace members of a workbook; None removes one."""
    with zipfile.ZipFile(path) as package:
        members = {name: package.read(name) for name in package.namelist()}
    members |= {name: data for name, data in changed.items() if data is not None}
    path.write_bytes(
        packed({name: data for name, data in members.items() if changed.get(name, b"") is not None})
    )


def old(*streams: str) -> bytes:
    """What a file of old Office begins with, and the names of its streams."""
    return _OLE + b"".join(f"{name}\0".encode("utf-16-le") for name in streams)


@pytest.mark.parametrize(
    ("name", "data", "code", "words"),
    [
        ("a.xlsx", _OLE + "EncryptedPackage".encode("utf-16-le"), "F103", "“a.xlsx”设了打开密码"),
        ("a.xlsx", old("Workbook"), "F104", "“a.xlsx”是旧版 Excel 文件"),
        ("a.et", old("Book"), "F104", "“a.et”是旧版 Excel 文件"),
        ("a.xls", old("Workbook", "WordDocument"), "F104", "“a.xls”是旧版 Excel 文件"),
        (
            "a.doc",
            old("WordDocument", "Workbook"),
            "F102",
            "“a.doc”不是能读的数据文件（是 Word 文档，不是工作簿",
        ),
        ("a.wps", old("WordDocument"), "F102", "是 Word 文档，不是工作簿"),
        ("a.xlsx", old("WordDocument"), "F102", "是 Word 文档，不是工作簿"),
        ("a.ppt", old("PowerPoint Document"), "F102", "是演示文稿，不是工作簿"),
        ("a.msg", old("__properties_version1.0"), "F102", "是旧版 Office 文件，但不是工作簿"),
        ("a.docx", packed({"word/document.xml": "x", "[Content_Types].xml": "x"}), "F102", "是 Word 文档"),
        (
            "a.pptx",
            packed({"ppt/slide.xml": "x", "[Content_Types].xml": "x"}),
            "F102",
            "是演示文稿，不是工作簿",
        ),
        (
            "a.xls",
            b"<html><table></table></html>",
            "D227",
            "“a.xls”的内容是网页表格（HTML），不是工作簿，没有读。",
        ),
        ("a.csv", "<table><tr><td>社区名称</td></tr></table>".encode(), "D227", "内容是网页表格（HTML）"),
        ("a.et", "社区名称\t户数\n东村\t5\n".encode("gb18030"), "D227", "内容是用制表符分列的文字"),
        ("a.xls", "社区名称,户数\n东村,5\n".encode(), "D227", "内容是文字（CSV），不是工作簿"),
        (
            "a.xls",
            b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
            "D227",
            "内容是XML 表格",
        ),
        ("a.xls", b"\x09\x04\x06\x00\x00\x00\x10\x00", "F104", "旧版 Excel 文件"),
        (
            "a.csv",
            "鄉鎮,社區名稱,戶數\n雲嶼鎮,雲嶼村,5\n".encode("big5"),
            "D228",
            "像是繁体中文编码（Big5）的文字（有“鄉鎮”），没有读。",
        ),
        ("a.xlsx", "社区,户数\n".encode(), "F102", "扩展名是 .xlsx，内容却是文字"),
        ("a.md", b"# x", "F102", "扩展名是 .md"),
        ("a.csv", b"\x89PNG\0\0", "F102", "内容既不是工作簿，也不是文字"),
        ("a.xlsx", b"PK\x03\x04 broken", "F109", "“a.xlsx”打不开（压缩结构不完整）"),
        (
            "a.xlsx",
            packed({"word/document.xml": "x", "[Content_Types].xml": "x"}),
            "F102",
            "是 Word 文档，不是工作簿",
        ),
        ("a.zip", packed({"x": "x"}), "F102", "是压缩包或别的文档"),
        ("a.xlsx", packed({"xl/x.xml": "x", "[Content_Types].xml": "x"}), "F109", "缺少xl/workbook.xml"),
        (
            "a.xlsx",
            packed({"xl/workbook.xml": "<a", "[Content_Types].xml": "x"}),
            "F109",
            "工作簿内容不完整",
        ),
        (
            "a.xlsx",
            packed({"xl/workbook.xml": "<!DOCTYPE a><a/>", "[Content_Types].xml": "x"}),
            "F105",
            "含有 DOCTYPE",
        ),
        ("a.xlsb", packed({"xl/workbook.bin": "x", "[Content_Types].xml": "x"}), "F102", "二进制工作簿"),
        ("a.csv", b"\x81\xff\xff\x80", "F110", "文字编码认不出来"),
        ("a.csv", b"\xef\xbb\xbf\xff", "F110", "文字编码认不出来"),
        ("a.csv", b"", "F106", "没有读到任何社区"),
    ],
)
def test_a_wrong_file_is_refused_in_clear_words(
    taizhou: Rubric, tmp_path: Path, name: str, data: bytes, *, code: str, words: str
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(FormgenError) as caught:
        open_source(path, taizhou).read_all()
    (problem,) = caught.value.problems
    assert problem.code == code
    assert words in problem.message
    assert problem.mend


def test_a_missing_file_is_named_with_its_path(taizhou: Rubric, tmp_path: Path) -> None:
    with pytest.raises(FormgenError, match=r"F101.*没有.xlsx"):
        open_source(tmp_path / "没有.xlsx", taizhou).read_all()


def test_a_folder_is_no_file(taizhou: Rubric, tmp_path: Path) -> None:
    with pytest.raises(FormgenError, match=r"F102.*这是文件夹"):
        open_source(tmp_path, taizhou).read_all()


def test_a_path_that_cannot_be_read_is_refused(taizhou: Rubric, tmp_path: Path) -> None:
    (tmp_path / "a").write_text("x", encoding="utf-8")
    with pytest.raises(FormgenError, match=r"F109.*路径不可用"):
        open_source(tmp_path / "a" / "b.xlsx", taizhou).read_all()


def test_a_file_of_gigabytes_is_not_even_opened(taizhou: Rubric, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    with path.open("wb") as stream:
        stream.truncate(files.MOST_BYTES + 1)
    with pytest.raises(FormgenError, match=r"F105.*超过200兆字节"):
        open_source(path, taizhou).read_all()


def test_a_zip_bomb_is_refused_before_it_is_opened(taizhou: Rubric, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(packed({"[Content_Types].xml": "x", "xl/workbook.xml": b"\0" * (30 * 2**20)}))
    with pytest.raises(FormgenError, match=r"F105.*压缩比异常"):
        open_source(path, taizhou).read_all()


def test_many_large_parts_are_refused_together(taizhou: Rubric, tmp_path: Path) -> None:
    parts = {f"xl/{at}.xml": b"\0" * (19 * 2**20) for at in range(11)}
    path = tmp_path / "a.xlsx"
    path.write_bytes(packed({"[Content_Types].xml": "x", **parts}))
    with pytest.raises(FormgenError, match=r"F105.*超过200兆字节"):
        open_source(path, taizhou).read_all()


def test_a_part_larger_than_it_says_is_refused(taizhou: Rubric, tmp_path: Path) -> None:
    size = 5_000_000
    data = packed({"[Content_Types].xml": "x", "xl/workbook.xml": b"\0" * size})
    path = tmp_path / "a.xlsx"
    path.write_bytes(data.replace(size.to_bytes(4, "little"), (100).to_bytes(4, "little")))
    with pytest.raises(FormgenError, match=r"F109.*xl/workbook.xml读不出来"):
        open_source(path, taizhou).read_all()


@pytest.mark.parametrize("name", ["数据.csv", "数据.xls", "数据.json", "数据"])
def test_a_workbook_is_known_by_its_content(book: Book, taizhou: Rubric, name: str) -> None:
    assert (
        len(
            open_source(book(_ROWS, file="x.xlsx").rename(book(_ROWS).with_name(name)), taizhou)
            .read_all()
            .communities
        )
        == 1
    )


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.csv", '{"communities": [{"name": "东村"}]}'),
        ("a.txt", "# 数据\ncommunities:\n  - name: 东村\n"),
        ("a.yml", "{communities: [{name: 东村}]}"),
        ("a.txt", "社区\n东村\n"),
        ("a", "社区\n东村\n"),
    ],
)
def test_text_is_known_by_its_content(tmp_path: Path, taizhou: Rubric, name: str, text: str) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    assert [each.name for each in open_source(path, taizhou).read_all().communities] == ["东村"]


@pytest.mark.parametrize("name", ["a.csv", "a.yaml", "a.json"])
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    text=st.text()
    | st.lists(
        st.sampled_from(["社区", "户数", "自评", "1月", ",", "\n", "96%", '"', "合计", ":", "- "])
    ).map("".join)
)
def test_no_text_breaks_the_reading(taizhou: Rubric, tmp_path: Path, name: str, text: str) -> None:
    path = tmp_path / name
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    with contextlib.suppress(FormgenError):
        open_source(path, taizhou).read_all()


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.text(alphabet='<>/="rctv is1A', max_size=80))
def test_no_sheet_breaks_the_reading(book: Book, taizhou: Rubric, rows: str) -> None:
    path = book(_ROWS)
    repacked(path, {_SHEET: sheet(_INLINE + rows)})
    with contextlib.suppress(FormgenError):
        open_source(path, taizhou).read_all()


# -- the insides of a workbook ---------------------------------------------------------------------------
_SHEET = "xl/worksheets/sheet1.xml"
_NS = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def sheet(rows: str, tail: str = "") -> bytes:
    return f'<?xml version="1.0"?><worksheet {_NS}><sheetData>{rows}</sheetData>{tail}</worksheet>'.encode()


_INLINE = (
    '<row r="1"><c r="A1" t="inlineStr"><is><t>社区</t></is></c>'
    '<c r="B1" t="inlineStr"><is><r><t>户</t></r><r><t>数</t></r>'
    '<rPh sb="0" eb="1"><t>HU</t></rPh></is></c></row>'
)


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ('<c r="B2"><v>3</v></c>', "3"),
        ("<c><v>3</v></c>", "3"),
        ('<c r="B2" t="str"><f>A1</f><v>3</v></c>', "3"),
        ('<c r="B2" s="999"><v>3.0000000000000001</v></c>', "3"),
        ('<c r="B2" t="str"><f>A1</f><v></v></c>', ""),
        ('<c r="B2" t="inlineStr"/>', ""),
        ('<c r="B2" t="inlineStr"><is><t>_x0033_</t></is></c>', "3"),
        ('<c r="B2"/>', ""),
    ],
)
def test_cells_of_every_program_are_read(book: Book, taizhou: Rubric, cell: str, text: str) -> None:
    path = book(_ROWS)
    name = '<c r="A2" t="inlineStr"><is><t>东村</t></is></c>'
    repacked(path, {_SHEET: sheet(f"{_INLINE}<row>{name}{cell}</row>")})
    intake = open_source(path, taizhou).read_all()
    assert [problem.code for problem in intake.problems] == ["D154"]
    assert intake.communities[0].fact("households") == text


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ('<c r="B2" t="d"><v>2009-09-17T00:00:00</v></c>', "D106"),
        ('<c r="B2"><v>1E999</v></c>', "D106"),
        ('<c r="B2"><f>1/0</f></c>', "D123"),
        ('<c r="B2" t="e"><v>#REF!</v></c>', "D124"),
    ],
)
def test_cells_that_hold_no_number_are_reported(book: Book, taizhou: Rubric, cell: str, code: str) -> None:
    path = book(_ROWS)
    name = '<c r="A2" t="inlineStr"><is><t>东村</t></is></c>'
    repacked(path, {_SHEET: sheet(f'{_INLINE}<row r="2">{name}{cell}</row>')})
    assert [problem.code for problem in open_source(path, taizhou).read_all().problems] == ["D154", code]


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="1"><c r="A1" t="s"><v>99</v></c></row>',
        '<row r="x"/>',
        '<row r="1"><c r="1A"><v>1</v></c></row>',
        '<row r="1"><c r="A1"><v>eins</v></c></row>',
        "<row",
    ],
)
def test_a_sheet_that_contradicts_itself_is_refused(book: Book, taizhou: Rubric, rows: str) -> None:
    path = book(_ROWS)
    repacked(path, {_SHEET: sheet(rows)})
    with pytest.raises(FormgenError, match=r"F109.*工作簿内容不完整"):
        open_source(path, taizhou).read_all()


def test_a_workbook_without_styles_is_read(book: Book, taizhou: Rubric) -> None:
    path = book(_ROWS)
    repacked(path, {"xl/styles.xml": None})
    assert open_source(path, taizhou).read_all().communities[0].fact("households") == "3"


def test_a_million_blank_rows_do_not_matter(book: Book, taizhou: Rubric) -> None:
    path = book(_ROWS)
    name = '<row r="2"><c r="A2" t="inlineStr"><is><t>东村</t></is></c></row>'
    blank = "".join(f'<row r="{at}"><c r="A{at}" s="0"/></row>' for at in range(3, 300_000))
    stray = '<row r="1048576"><c r="A1048576"><v>1</v></c></row>'
    repacked(path, {_SHEET: sheet(_INLINE + name + blank + stray)})
    assert [each.name for each in open_source(path, taizhou).read_all().communities] == ["东村"]


def test_a_value_far_to_the_right_is_refused(book: Book, taizhou: Rubric) -> None:
    path = book(_ROWS)
    repacked(path, {_SHEET: sheet(_INLINE + '<row r="2"><c r="XFD2"><v>1</v></c></row>')})
    with pytest.raises(FormgenError, match=r"F105.*超过500列"):
        open_source(path, taizhou).read_all()


def test_days_counted_from_1904_are_understood(book: Book, taizhou: Rubric) -> None:
    path = book([["社区", "地址"], ["东村", 38611]], formats={"B2": "yyyy-mm-dd"})
    with zipfile.ZipFile(path) as package:
        main = package.read("xl/workbook.xml")
    repacked(path, {"xl/workbook.xml": re.sub(rb"<workbookPr\b", b'<workbookPr date1904="1"', main)})
    assert open_source(path, taizhou).read_all().communities[0].fact("address") == "2009年9月17日"


# -- writing ----------------------------------------------------------------------------------------------
