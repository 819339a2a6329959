"""Cells of a workbook as spreadsheets and other programs write them: a value is what the clerk sees, or it is refused."""

import io
import zipfile
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font
from support import without_missing_columns

from formgen.intake import Intake, open_bytes, open_source
from formgen.model import Answer
from formgen.problems import FormgenError
from formgen.rubric.schema import Rubric

Book = Callable[..., Path]
_HEAD = ["社区名称", "其中已就业人数", "创新举措酌情分", "地址"]


def _with_cell(path: Path, cell: str) -> bytes:
    """Return a workbook in which B2 is some XML."""
    made = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                data = data.replace(b'<c r="B2" t="n"><v>5</v></c>', cell.encode())
                assert cell.encode() in data
            new.writestr(name, data)
    return made.getvalue()


def _code(intake: Intake) -> str:
    (problem,) = without_missing_columns(intake.problems)
    assert intake.communities[0].indicators["employed"].value is None
    return problem.code


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="B2" t="b"><v>1</v></c>',
        '<c r="B2" t="b"><v>2</v></c>',
        '<c r="B2"><v>1_000</v></c>',
        '<c r="B2"><v>٣</v></c>',
        '<c r="B2"><v>1e999</v></c>',
        '<c r="B2"><v>nan</v></c>',
        '<c r="B2" t="d"><v>2019-08-30</v></c>',
        '<c r="B2" t="str"><v>783①</v></c>',
        '<c r="B2" t="inlineStr"><is><r><t>783</t></r><r><rPr><vertAlign val="superscript"/></rPr><t>1</t></r></is></c>',
        '<c r="B2" t="inlineStr"><is><r><t>783</t></r><r><rPr><vertAlign val="subscript"/></rPr><t>1</t></r></is></c>',
        '<c r="B2" t="inlineStr"><is><r><rPr><strike/></rPr><t>800</t></r><r><t>783</t></r></is></c>',
    ],
)
def test_what_is_no_plain_number_is_not_read_as_one(book: Book, taizhou: Rubric, cell: str) -> None:
    data = _with_cell(book([_HEAD, ["东村", 5]]), cell)
    assert _code(open_bytes(data, taizhou, "a.xlsx").read_all()) in {"D106", "D124"}


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ('<c r="B2"><v>1E3</v></c>', 1000),
        ('<c r="B2"><v>783.0</v></c>', 783),
        ('<c r="B2"><v>783.00000000000011</v></c>', 783),
        (
            '<c r="B2" t="inlineStr"><is><r><t>78</t></r><r><rPr><b/><strike val="0"/></rPr><t>3</t></r></is></c>',
            783,
        ),
        ('<c r="B2" t="str"><v>1,000</v></c>', 1000),
        ('<c r="B2"><v>１２</v></c>', 12),
    ],
)
def test_a_number_is_what_the_spreadsheet_shows(book: Book, taizhou: Rubric, cell: str, value: int) -> None:
    intake = open_bytes(_with_cell(book([_HEAD, ["东村", 5]]), cell), taizhou, "a.xlsx").read_all()
    assert without_missing_columns(intake.problems) == []
    assert intake.communities[0].indicators["employed"].value == value


@pytest.mark.parametrize(
    "code", ["h:mm", "[h]:mm", "mm:ss", "yyyy/m/d", "[$-804]上午/下午h时mm分", "[mm]:ss", "d"]
)
def test_a_number_shown_as_a_date_or_time_is_not_a_count(book: Book, taizhou: Rubric, code: str) -> None:
    for value in (0, 2000):
        intake = open_source(book([_HEAD, ["东村", value]], formats={"B2": code}), taizhou).read_all()
        assert _code(intake) == "D106"
        assert "，是日期或时间。" in without_missing_columns(intake.problems)[0].message


@pytest.mark.parametrize(
    "code",
    ["0.00", "#,##0", "0人", '0"户"', "¥#,##0", "General", "0_ ", "[Red]0", "#,##0.00_);[Red](#,##0.00)"],
)
def test_a_format_that_only_dresses_a_number_changes_nothing(book: Book, taizhou: Rubric, code: str) -> None:
    intake = open_source(book([_HEAD, ["东村", 783]], formats={"B2": code}), taizhou).read_all()
    assert without_missing_columns(intake.problems) == []
    assert intake.communities[0].indicators["employed"].value == 783


def test_a_raised_sign_stays_raised_in_a_text(book: Book, taizhou: Rubric) -> None:
    area = CellRichText("占地5m", TextBlock(InlineFont(vertAlign="superscript"), "2"))
    intake = open_source(book([_HEAD, ["东村", 5, None, area]]), taizhou).read_all()
    assert intake.communities[0].fact("address") == "占地5m²"


def test_the_noise_of_a_float_is_not_read(book: Book, taizhou: Rubric) -> None:
    intake = open_source(book([_HEAD, ["东村", 5, 0.1 + 0.2 + 0.2]]), taizhou).read_all()
    assert intake.communities[0].indicators["innovation_points"].value == Fraction(1, 2)


def test_an_identity_number_in_an_unknown_column_is_nowhere(book: Book, taizhou: Rubric) -> None:
    source = open_source(book([["社区名称", "身份证号码"], ["东村", 330102199001011234]]), taizhou)
    intake = source.read_all()
    assert "33010219900101" not in repr(intake)


# -- damaged files --------------------------------------------------------------------------------------
@pytest.mark.parametrize("step", [37, 41])
def test_a_damaged_workbook_is_said_to_be_damaged(book: Book, taizhou: Rubric, step: int) -> None:
    whole = book([_HEAD, *([f"村{at}", at, 0.5, "某路" * 20] for at in range(200))]).read_bytes()
    codes = set()
    for at in range(10, len(whole), step):
        data = bytearray(whole)
        data[at] ^= 0xFF
        try:
            open_bytes(bytes(data), taizhou, "a.xlsx")
        except FormgenError as error:
            codes |= {problem.code for problem in error.problems}
    assert "F109" in codes
    assert codes <= {"F102", "F105", "F106", "F109", "D101"}


@pytest.mark.parametrize("method", [1, 6, 10, 14, 97])
def test_a_part_packed_in_a_strange_way_is_said_to_be_damaged(
    book: Book, taizhou: Rubric, method: int
) -> None:
    whole = book([_HEAD, ["东村", 5]]).read_bytes()
    data = whole.replace(
        b"PK\x03\x04\x14\x00\x00\x00\x08\x00", b"PK\x03\x04\x14\x00\x00\x00" + bytes([method, 0])
    )
    data = data.replace(b"\x14\x03\x14\x00\x00\x00\x08\x00", b"\x14\x03\x14\x00\x00\x00" + bytes([method, 0]))
    assert data != whole
    with pytest.raises(FormgenError) as caught:
        open_bytes(data, taizhou, "a.xlsx")
    assert caught.value.problems[0].code == "F109"


_HABITS = [
    "783",
    "1,000",
    "７８３",
    " 783 ",
    "783人",
    "783①",
    "12 34",
    "96%",
    "约3",
    "-",
    "0.5",
    "1e3",
    "1 000",
    "000",
    "#N/A",
]


def test_a_workbook_and_a_csv_give_the_same_values_and_problems(book: Book, taizhou: Rubric) -> None:
    rows = [[f"村{at}", text] for at, text in enumerate(_HABITS)]
    workbook = open_source(book([["社区名称", "其中已就业人数"], *rows]), taizhou).read_all()
    lines = "".join(f'{name},"{text}"\n' for name, text in rows)
    plain = open_bytes(f"社区名称,其中已就业人数\n{lines}".encode(), taizhou, "a.csv").read_all()
    read = [
        [each.indicators["employed"].value for each in intake.communities] for intake in (workbook, plain)
    ]
    assert read[0] == read[1]
    assert [value for value in read[0] if value is not None] == [783, 1000, 783, 783, 783, 1000]
    messages = [
        [problem.message for problem in without_missing_columns(intake.problems)]
        for intake in (workbook, plain)
    ]
    assert messages[0] == messages[1]
    assert len(messages[0]) == len(_HABITS) - 6


_SHOWN = [
    ('0"%"', "像是百分数"),
    ("0\\%", "像是百分数"),
    ('0"（估）"', "783（估）"),
    ('"约"0', "像是约数"),
    ('0"人左右"', "像是约数"),
    ('0"百人"', "783百人"),
    ('0.00"千人"', "783千人"),
    ('#,##0"+"', "像是约数"),
    ('"≥"0', "像是约数"),
    ("0,", "让它显示成别的样子"),
    ('0.0,"千"', "让它显示成别的样子"),
    ('0!.0,"万"', "让它显示成别的样子"),
    ('0"0"', "让它显示成别的样子"),
    ("000-0000", "让它显示成别的样子"),
    ('"无"', "让它显示成别的样子"),
]


@pytest.mark.parametrize(("code", "words"), _SHOWN)
def test_a_number_that_a_format_shows_as_another_is_refused_as_if_it_were_typed(
    book: Book, taizhou: Rubric, code: str, words: str
) -> None:
    intake = open_source(book([_HEAD, ["东村", 783]], formats={"B2": code}), taizhou).read_all()
    assert _code(intake) == "D106"
    assert words in without_missing_columns(intake.problems)[0].message


@pytest.mark.parametrize("words", ["待核", "无", "未报"])
def test_a_zero_that_a_format_shows_as_words_is_refused(book: Book, taizhou: Rubric, words: str) -> None:
    formats = {"B2": f'0;-0;"{words}"', "B3": f'0;-0;"{words}"'}
    intake = open_source(book([_HEAD, ["东村", 0], ["西村", 783]], formats=formats), taizhou).read_all()
    assert [each.indicators["employed"].value for each in intake.communities] == [None, 783]
    assert "让它显示成别的样子" in without_missing_columns(intake.problems)[0].message


@pytest.mark.parametrize("code", ["0;-0;;@", '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ', "0;-0;0", "#,##0"])
def test_a_zero_that_a_format_shows_as_bookkeepers_do_is_one(book: Book, taizhou: Rubric, code: str) -> None:
    intake = open_source(book([_HEAD, ["东村", 0]], formats={"B2": code}), taizhou).read_all()
    assert intake.communities[0].indicators["employed"].value == 0
    assert without_missing_columns(intake.problems) == []


@pytest.mark.parametrize(
    ("code", "number", "answer"),
    [
        ('"是";;"否"', 1, Answer.YES),
        ('"是";;"否"', 0, Answer.NO),
        ('"否"', 1, Answer.NO),
        ('[=1]"否";[=0]"是"', 1, None),
        ('[=1]"否";[=0]"是"', 0, None),
        ('"待核"', 1, None),
        ("0", 1, Answer.YES),
        ("General", 0, Answer.NO),
    ],
)
def test_an_answer_is_what_the_format_of_its_number_shows(
    book: Book, taizhou: Rubric, code: str, number: int, answer: Answer | None
) -> None:
    rows = [["社区名称", "专门服务场地（窗口）"], ["东村", number]]
    intake = open_source(book(rows, formats={"B2": code}), taizhou).read_all()
    assert intake.communities[0].indicators["base_site"].value == answer
    assert ("D109" in {each.code for each in intake.problems}) == (answer is None)


def test_a_percentage_that_a_format_shows_is_one(book: Book, yongjia: Rubric) -> None:
    months = ["就业率", *range(96, 100), *[97] * 8]
    rows = [["社区名称", "指标", *[f"{at}月" for at in range(1, 13)]], ["东村", *months]]
    data = [["社区名称", "零就业家庭户数"], ["东村", 0]]
    for code in ('0"%"', "0", "General"):
        path = book(rows, sheet="十二个月", formats={"C2": code}, more={"社区数据": data})
        community = open_source(path, yongjia).read_all().communities[0]
        first = community.monthly["monthly_rates"][0]
        assert first is not None
        assert first.value == Fraction(24, 25)


def _codes(intake: Intake) -> list[str]:
    return [each.code for each in without_missing_columns(intake.problems)]


def _strike(path: Path, *references: str) -> Path:
    made = load_workbook(path)
    for reference in references:
        made.worksheets[0][reference].font = Font(strike=True)
    made.save(path)
    return path


def test_a_number_struck_out_is_not_read(book: Book, taizhou: Rubric) -> None:
    for value in (783, "783", "是"):
        intake = open_source(_strike(book([_HEAD, ["东村", value]]), "B2"), taizhou).read_all()
        assert _code(intake) == "D106"
        assert "里面有划掉的字（删除线）" in without_missing_columns(intake.problems)[0].message


def test_a_row_struck_out_is_asked_about(book: Book, taizhou: Rubric) -> None:
    path = _strike(book([_HEAD, ["东村", 783], ["西村", 5]]), "A3", "B3")
    intake = open_source(path, taizhou).read_all()
    assert [each.name for each in intake.communities] == ["东村"]
    assert _codes(intake) == ["D121"]
    assert "（有划掉的字）" in without_missing_columns(intake.problems)[0].message


def test_a_header_struck_out_heads_nothing(book: Book, taizhou: Rubric) -> None:
    intake = open_source(_strike(book([_HEAD, ["东村", 783]]), "B1"), taizhou).read_all()
    assert "employed" not in intake.communities[0].indicators


_MARKS = [
    ("云屿村①", "后面的“①”像是注码"),
    ("前屿村¹", "后面的“¹”像是注码"),
    ("云屿东\u0336村", "有划掉的字"),
    ("1 云屿村", "前面像是有序号"),
    ("云①屿村", "含有“①”"),
    ("云屿村委会②", "后面的“②”像是注码"),
]


@pytest.mark.parametrize(("name", "why"), _MARKS)
def test_marks_in_a_name_are_asked_about(book: Book, taizhou: Rubric, name: str, why: str) -> None:
    intake = open_source(book([_HEAD, ["东村", 783], [name, 5]]), taizhou).read_all()
    assert [each.name for each in intake.communities] == ["东村"]
    assert _codes(intake) == ["D121"]
    assert why in without_missing_columns(intake.problems)[0].message


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("路1号①", "后面的“①”像是注码"),
        ("路²", "后面的“²”像是注码"),
        ("东路李\u0336四\u0336", "有划掉的字"),
    ],
)
def test_marks_in_a_short_text_are_not_printed(book: Book, taizhou: Rubric, text: str, why: str) -> None:
    intake = open_source(book([_HEAD, ["东村", 783, None, text]]), taizhou).read_all()
    assert _codes(intake) == ["D172"]
    assert f"，{why}，没有采用。" in without_missing_columns(intake.problems)[0].message
    assert intake.communities[0].fact("address") == ""
