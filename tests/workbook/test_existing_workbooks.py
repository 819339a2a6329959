"""A clerk's workbook is opened for writing within bounds: ranges that cover a whole sheet, formats at its very end."""

import io
import subprocess
import sys
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook
from support import without_missing_columns

from formgen.intake import open_source
from formgen.model import Who
from formgen.problems import FormgenError, Problem
from formgen.rubric.schema import Rubric
from formgen.workbook.amend import Amendment, amend_workbook
from formgen.workbook.annotate import annotate_workbook
from formgen.workbook.existing import open_workbook

Book = Callable[..., Path]
_ROWS = [["社区", "户数", "电话"], ["东村", "很多", "0577-1"], ["西村", 3, "0577-2"]]
_END = b"</sheetData>"


def _changed(path: Path, old: bytes, new: bytes, part: str = "xl/worksheets/sheet1.xml") -> Path:
    """Replace bytes in a part of a workbook."""
    made = io.BytesIO()
    with zipfile.ZipFile(path) as before, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            data = before.read(name)
            assert name != part or old in data
            after.writestr(name, data.replace(old, new) if name == part else data)
    path.write_bytes(made.getvalue())
    return path


WIDE = {
    "the rest of the sheet": b'<mergeCells><mergeCell ref="D1:XFD1048576"/></mergeCells>',
    "a column": b'<mergeCells count="1"><mergeCell ref="D1:D1048576"/></mergeCells>',
    "single quotes": b"<mergeCells><mergeCell ref='D1:D1048576'/></mergeCells>",
    "many columns": b"<mergeCells>" + b"".join(b'<mergeCell ref="%s1:%s1048576"/>' % (c, c) for c in (b"D", b"E", b"F")) + b"</mergeCells>",
    "links": b'<hyperlinks><hyperlink ref="A1:XFD1048576" location="A1"/></hyperlinks>',
}  # fmt: skip


@pytest.mark.parametrize("ranges", WIDE.values(), ids=WIDE)
def test_a_range_far_beyond_the_data_ends_with_the_data(
    book: Book, taizhou: Rubric, tmp_path: Path, ranges: bytes
) -> None:
    source = _changed(book(_ROWS), _END, _END + ranges)
    problems = without_missing_columns(open_source(source, taizhou).read_all().problems)
    tracemalloc.start()
    annotate_workbook(source, problems, tmp_path / "标注.xlsx")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 20_000_000
    sheet = load_workbook(tmp_path / "标注.xlsx")["社区数据"]
    assert sheet["B2"].value == "很多"
    assert sheet.max_row == 3


@pytest.mark.parametrize(
    "ranges",
    [
        b'<mergeCells><mergeCell ref="D1&#58;XFD1048576"/></mergeCells>',
        b'<mergeCells><mergeCell ref="D1:XFD1048576 "/></mergeCells>',
        b'<mergeCells><mergeCell ref="D:XFD"/></mergeCells>',
        b"<mergeCells>" + b'<mergeCell ref="A1:Z20"/>' * 400 + b"</mergeCells>",
    ],
)
def test_a_range_that_cannot_be_cut_is_refused(book: Book, tmp_path: Path, ranges: bytes) -> None:
    last = b'<row r="20"><c r="Z20"><v>1</v></c></row>'
    source = _changed(book(_ROWS), _END, last + _END + ranges)
    with pytest.raises(FormgenError) as caught:
        open_workbook(source.read_bytes(), source.name)
    assert caught.value.problems[0].code in {"F105", "F109"}
    assert list(tmp_path.iterdir()) == [source]


def test_ranges_of_a_usual_size_stay_as_they_are(book: Book) -> None:
    source = book(_ROWS, merge=["A5:C5", "A6:A8"])
    opened = open_workbook(source.read_bytes(), source.name)
    assert {str(each) for each in opened["社区数据"].merged_cells.ranges} == {"A5:C5", "A6:A8"}


@pytest.mark.skipif(sys.platform != "linux", reason="asks Linux for the memory of a process")
def test_the_memory_of_the_whole_command_stays_small(book: Book, tmp_path: Path) -> None:
    source = _changed(book(_ROWS), _END, _END + WIDE["the rest of the sheet"])
    words = ["check", str(source), "--rubric", "taizhou-2019", "--annotate", str(tmp_path / "标注.xlsx")]
    program = (
        "import sys\nfrom pathlib import Path\nfrom formgen import cli\n"
        f"sys.argv = {['formgen', *words]!r}\n"
        "try:\n    cli.run()\nexcept SystemExit:\n    pass\n"
        "lines = Path('/proc/self/status').read_text().splitlines()\n"
        "print(*(line.split()[1] for line in lines if line.startswith('VmHWM')), file=sys.stderr)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (tmp_path / "标注.xlsx").exists()
    assert int(done.stderr.split()[-1]) < 200 * 1024


def test_a_value_is_added_below_the_data_not_below_the_formats(yongjia: Rubric, book: Book) -> None:
    scores = [["社区名称", "评分栏", "item1"], ["东村", "社区自评分", 15]]
    source = book([["社区名称", "地址"], ["东村", "某路"]], more={"各级评分": scores})
    _changed(
        source, _END, b'<row r="1048576"><c r="A1048576" s="0"/></row>' + _END, "xl/worksheets/sheet2.xml"
    )
    amend_workbook(source, yongjia, [Amendment(Who("", "东村"), "city", "item1", "14", "表.docx")])
    (community,) = open_source(source, yongjia).read_all().communities
    assert community.scores["city"]["item1"].place.cell == "C3"


@pytest.mark.parametrize("head", ["_x001B_[31m红", "甲_x0007_乙", "甲\u202e乙", "_x0000_"])
def test_a_header_with_escape_sequences_is_marked_without_them(
    book: Book, taizhou: Rubric, tmp_path: Path, head: str
) -> None:
    source = book([["社区", "户数", head], ["东村", "很多", "值"]])
    problems = without_missing_columns(open_source(source, taizhou).read_all().problems)
    assert [problem.code for problem in problems] == ["D102", "D106"]
    assert "〔U+" in problems[0].message
    annotate_workbook(source, problems, tmp_path / "标注.xlsx")
    with zipfile.ZipFile(tmp_path / "标注.xlsx") as archive:
        assert not any(b"\x1b" in archive.read(name) for name in archive.namelist())
    assert load_workbook(tmp_path / "标注.xlsx")["问题清单"]["F2"].value == problems[0].message


def test_what_was_quoted_of_a_cell_is_masked_in_the_list(book: Book, taizhou: Rubric, tmp_path: Path) -> None:
    source = book([["社区", "户数"], ["东村", "约98（330102199001011234）"]])
    problems = without_missing_columns(open_source(source, taizhou).read_all().problems)
    annotate_workbook(source, [*problems, Problem("D101")], tmp_path / "标注.xlsx")
    listed = load_workbook(tmp_path / "标注.xlsx")["问题清单"]["F2"].value
    assert "约98（3301**********1234）" in listed
