"""The roster and the 调查表 of a community on paper: every person once, whole rows, sums of each page, nothing private."""

import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from docx import Document
from openpyxl import load_workbook
from support.command import run
from support.invented_people import WORKER, id_number, people, people_sheet, roster_of

from formgen.reports.roster_pages import TO_CHECK, print_roster
from formgen.rosters.roster import Roster

SAMPLES = Path(__file__).parents[2] / "samples" / "people"
FIRST = "东城社区"
NUMBER = id_number("19820709", 3)
MASKED = f"9999**********{NUMBER[-4:]}"


def lines_of(roster: Roster, *, full: bool = False) -> list[list[str]]:
    sheet = load_workbook(io.BytesIO(print_roster(roster, 0, full=full))).worksheets[0]
    return [
        ["" if value is None else str(value).replace("\n", "") for value in row]
        for row in sheet.iter_rows(values_only=True)
    ]


def row_of(given: Mapping[str, object], **more: Any) -> dict[str, str]:
    """Return what is printed of one person, by the labels of the columns."""
    lines = lines_of(people(given), **more)
    return dict(zip(lines[2], lines[3], strict=True))


@pytest.mark.parametrize(
    ("given", "label", "printed"),
    [
        ({"id_number": NUMBER}, "身份证号", MASKED),
        ({"id_number": NUMBER}, "出生日期", "1982年"),
        ({"id_number": NUMBER}, "年龄", "44"),
        ({"able": "是"}, "出生日期", None),
        ({"phone": "12000000003"}, "联系电话", "120****0003"),
        ({"able": "是"}, "有劳动能力", "是"),
        ({"able": "√"}, "有劳动能力", "是"),
        ({"able": "否"}, "有劳动能力", "否"),
        ({"employment": "自由职业"}, "就业状态", TO_CHECK),
        ({"jobs_created": "3"}, "带动就业人数", "3"),
        ({"employer": "=SUM(1,2)"}, "就业单位", "=SUM(1,2)"),
        ({"address": f"号码{NUMBER}"}, "住址", f"号码{MASKED}"),
    ],
)
def test_a_value_is_printed_as_it_was_understood(
    given: Mapping[str, object], label: str, printed: str | None
) -> None:
    assert row_of(given).get(label) == printed


@pytest.mark.parametrize(
    ("key", "label", "told"),
    [("birth", "出生日期", "1982年"), ("sex", "性别", "男"), ("age", "年龄", "44")],
)
def test_what_the_number_tells_is_printed_where_others_have_typed_it(key: str, label: str, told: str) -> None:
    typed = {"birth": "1990-01-01", "sex": "女", "age": "36"}
    lines = lines_of(people({"id_number": NUMBER, key: ""}, {key: typed[key]}))
    shown = {**typed, "birth": "1990年"}[key]
    assert [line[lines[2].index(label)] for line in lines[3:5]] == [told, shown]


def test_the_whole_number_is_printed_only_where_it_is_asked_for() -> None:
    whole = row_of({"id_number": NUMBER}, full=True)
    assert (whole["身份证号"], whole["出生日期"]) == (NUMBER, "1982-07-09")
    assert NUMBER not in str(lines_of(people({"id_number": NUMBER})))


def test_columns_without_a_word_and_those_of_the_place_are_left_out() -> None:
    given = [{"name": "试甲", "community": FIRST, "township": "甲镇", "employer": "", "able": "是"}]
    assert lines_of(roster_of(people_sheet(given)))[2] == ["序号", "姓名", "有劳动能力"]


def test_who_stands_in_the_roster_twice_alike_is_printed_once() -> None:
    one = {"name": "试甲", "id_number": NUMBER, **WORKER}
    lines = lines_of(people(one, one, {"name": "试乙", **WORKER}))
    assert [line[1] for line in lines[3:5]] == ["试甲", "试乙"]
    assert "共2人" in lines[1][0]


def test_of_monthly_rosters_the_last_is_printed() -> None:
    months = [{"name": name, "month": month} for name, month in (("试甲", 1), ("试乙", 2), ("试丙", 2))]
    lines = lines_of(roster_of(people_sheet(months)))
    assert [line[1] for line in lines[3:5]] == ["试乙", "试丙"]


@pytest.mark.parametrize("count", [1, 16, 17, 200])
def test_the_sums_of_the_pages_add_up_to_those_of_all(count: int) -> None:
    given = [{"able": "是" if at % 3 else "否", "jobs_created": at % 5} for at in range(count)]
    named = people_sheet([{"name": f"试{at}人", **each} for at, each in enumerate(given)])
    made = print_roster(roster_of(named), 0, full=False)
    sheet = load_workbook(io.BytesIO(made)).worksheets[0]
    rows = [[str(value or "") for value in row] for row in sheet.iter_rows(min_row=4, values_only=True)]
    pages = [row for row in rows if row[0] == "本页"]
    (whole,) = [row for row in rows if row[0] == "合计"]
    assert whole[1:] == [
        f"{count}人",
        str(sum(each["able"] == "是" for each in given)),
        str(sum(int(each["jobs_created"]) for each in given)),
    ]
    assert len(pages) in {0, len(sheet.row_breaks.brk) + 1}
    assert (len(pages) > 1) == (count > 16)
    for at in (2, 3):
        assert not pages or sum(int(page[at]) for page in pages) == int(whole[at])
    ends = [each.id for each in sheet.row_breaks.brk]
    assert [sheet.cell(end, 1).value for end in ends] == ["本页"] * len(ends)
    assert rows[-1][0].startswith("填报人")


def test_the_header_stands_on_every_page_and_the_list_is_as_wide_as_its_page() -> None:
    sheet = load_workbook(io.BytesIO(print_roster(people(WORKER), 0, full=False))).worksheets[0]
    assert sheet.print_title_rows == "$3:$3"
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.oddFooter is not None
    assert sheet.oddFooter.left.text == "本表式样由程序编排，通知没有附样表；身份证号、电话中间几位已隐去"


def test_a_narrow_list_is_printed_on_a4_and_a_wide_one_on_a3() -> None:
    texts = [
        "address",
        "employer",
        "certificate",
        "training",
        "training_wish",
        "post",
        "business",
        "hardship",
    ]
    wide = dict.fromkeys(texts, "很长很长很长很长很长的字")
    papers = [
        load_workbook(io.BytesIO(print_roster(people(given), 0, full=False)))
        .worksheets[0]
        .page_setup.paperSize
        for given in (WORKER, {**WORKER, **wide})
    ]
    assert papers == [9, 8]


def write_pages(folder: Path, *more: str, rubric: str = "taizhou-2019") -> Result:
    roster = SAMPLES / "花名册.xlsx"
    return run("people", str(roster), "--rubric", rubric, "--on", "2026-11-30", "-o", str(folder), *more)


def test_the_survey_of_longquan_has_the_figures_that_its_notice_speaks_of(tmp_path: Path) -> None:
    write_pages(tmp_path, "--community", FIRST, rubric="longquan-2020")
    (page,) = tmp_path.rglob("*调查表.docx")
    document = Document(str(page))
    assert document.paragraphs[0].text == "高质量就业社区（村）建设调查表"
    assert document.paragraphs[-2].text.endswith("本表式样由程序编排，通知没有附样表。")
    rows = [[cell.text for cell in row.cells] for row in document.tables[0].rows][1:]
    rates = [row[1:] for row in rows if row[3] == "%"]
    how = "“辖区内劳动者已就业人数”÷“其中有劳动能力和就业愿望的人数”"
    assert rates == [["辖区内劳动者就业率", "100", "%", how]]
    numbers = {label: int(number) for _, label, number, *_ in rows}
    employed = numbers["辖区内劳动者已就业人数"]
    kinds = [number for label, number in numbers.items() if label.startswith("就业结构：")]
    assert (len(rows), employed, sum(kinds)) == (14, 21, employed)


RATES = [
    (("是", "已就业", "失业"), "50", ""),
    (("是", "已就业", ""), "", "（待定：这两个数还没有定）"),
    (("否", "失业", "失业"), "", "（待定：分母为0）"),
]


@pytest.mark.parametrize(("people", "number", "why"), RATES)
def test_a_rate_of_the_survey_is_open_while_its_numbers_are(
    people: tuple[str, str, str], number: str, why: str, tmp_path: Path
) -> None:
    willing, *states = people
    rows = [
        f"{name},男,1986-05-01,是,{willing},{state}"
        for name, state in zip(("试甲", "试乙"), states, strict=True)
    ]
    roster = tmp_path / "东城社区.csv"
    roster.write_text(
        "\n".join(["姓名,性别,出生日期,有劳动能力,有就业愿望,就业状态", *rows]), encoding="utf-8"
    )
    run("people", str(roster), "--rubric", "longquan-2020", "--on", "2026-11-30", "-o", str(tmp_path / "印"))
    (page,) = tmp_path.rglob("*调查表.docx")
    (rate,) = [row for row in Document(str(page)).tables[0].rows if row.cells[3].text == "%"]
    assert (rate.cells[2].text, rate.cells[4].text.partition("“")[0]) == (number, why)


def test_each_community_gets_its_roster_and_its_survey(tmp_path: Path) -> None:
    done = write_pages(tmp_path / "印")
    assert done.exit_code == 0
    assert "已写好6份花名册、调查表" in done.output
    named = sorted(file.name for file in (tmp_path / "印" / "示例甲镇").iterdir())
    assert named == sorted(
        f"{name}-{kind}"
        for name in ("东城社区", "南城社区", "西城社区")
        for kind in ("花名册.xlsx", "调查表.docx")
    )


def test_the_survey_prints_what_was_counted_and_leaves_open_what_is_open(tmp_path: Path) -> None:
    write_pages(tmp_path, "--community", FIRST)
    (page,) = tmp_path.rglob("*调查表.docx")
    document = Document(str(page))
    rows = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    (employed,) = [row for row in rows if row[1] == "其中已就业人数"]
    assert employed[2:4] == ["20", "人"]
    (posts,) = [row for row in rows if row[1] == "辖区内有公益性岗位"]
    assert posts[2] == ""
    assert posts[4].startswith("（待定：花名册里没有，请自己填）")
    assert "共40人" in document.paragraphs[-2].text


def test_the_same_rosters_give_the_same_bytes_and_what_somebody_changed_is_kept(tmp_path: Path) -> None:
    write_pages(tmp_path)
    first = {file: file.read_bytes() for file in tmp_path.rglob("*.*")}
    assert write_pages(tmp_path).exit_code == 0
    assert {file: file.read_bytes() for file in tmp_path.rglob("*.*")} == first
    changed = next(file for file in first if file.suffix == ".docx")
    document = Document(str(changed))
    document.paragraphs[0].add_run("改过")
    document.save(str(changed))
    kept, other = changed.read_bytes(), next(file for file in first if file != changed)
    other.unlink()
    for _ in range(2):
        done = write_pages(tmp_path)
        beside = changed.with_name(f"{changed.stem}（新）.docx")
        assert (
            f"[N164] 提示 “{changed}”有人填过、改过，没有覆盖。 → 新的一份写在“{beside.name}”" in done.stderr
        )
        assert (done.exit_code, changed.read_bytes() == kept, beside.read_bytes() == first[changed]) == (
            0,
            True,
            True,
        )
        assert set(tmp_path.rglob("*.*")) == {*first, beside}
        assert other.read_bytes() == first[other]


def test_pages_go_to_a_folder(tmp_path: Path) -> None:
    done = write_pages(tmp_path / "花名册.xlsx")
    assert done.exit_code == 2
    assert "[F165] 错误 一个社区一份花名册，要写到一个文件夹里" in done.stderr


def test_the_line_to_sign_is_whole_below_a_narrow_list() -> None:
    sheet = load_workbook(io.BytesIO(print_roster(people(WORKER), 0, full=False))).worksheets[0]
    lines = [
        row[0] for row in sheet.iter_rows() if str(row[0].value or "").startswith(("填报人", "填报单位"))
    ]
    assert [cell.alignment.shrink_to_fit for cell in lines] == [True, True]
