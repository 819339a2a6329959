"""A township that is written only once above its villages, and the marks for: the same as above."""

from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook

from formgen.intake import Intake, open_bytes, open_source
from formgen.rubric.schema import Rubric

Book = Callable[..., Path]
_HEAD = "乡镇,社区（村）名称,联系人,有就业愿望人数,已就业人数\n"


def read(rubric: Rubric, rows: str) -> Intake:
    return open_bytes((_HEAD + rows).encode(), rubric, "数据.csv").read_all()


def names(intake: Intake) -> list[str]:
    return [each.full_name for each in intake.communities]


def told(intake: Intake) -> list[tuple[str, str]]:
    """Return the problems but D154: these tables have few columns."""
    return [(each.code, each.message) for each in intake.problems if each.code != "D154"]


def test_a_township_only_in_its_first_row_is_that_of_the_rows_below(taizhou: Rubric) -> None:
    rows = "石塘镇,甲村,,2,1\n,乙村,,2,1\n,丙村,,2,1\n合计,,,6,3\n松门镇,甲村,,2,1\n,丁村,,2,1\n"
    intake = read(taizhou, rows)
    assert names(intake) == ["石塘镇甲村", "石塘镇乙村", "石塘镇丙村", "松门镇甲村", "松门镇丁村"]
    assert told(intake) == [
        ("D150", "第3–4、7行没有写乡镇，按上面最近一行的乡镇读（如“乙村”读作“石塘镇”的）。")
    ]


def test_a_township_in_a_row_of_its_own_is_that_of_the_rows_below(taizhou: Rubric) -> None:
    rows = "石塘镇,,,,\n,甲村,,2,1\n,乙村,,2,1\n石塘镇小计,,,4,2\n松门镇,,,,\n,甲村,,2,1\n"
    intake = read(taizhou, rows)
    assert names(intake) == ["石塘镇甲村", "石塘镇乙村", "松门镇甲村"]
    assert [code for code, _ in told(intake)] == ["D150"]


_NUMBERED_HEAD = "序号,乡镇,社区（村）名称,有就业愿望人数,已就业人数\n"


def read_numbered(rubric: Rubric, rows: str) -> Intake:
    return open_bytes((_NUMBERED_HEAD + rows).encode(), rubric, "数据.csv").read_all()


@pytest.mark.parametrize("sign", ["一、", "（一）", "1.", "1、", "①", "", "一 "])
@pytest.mark.parametrize("end", ["", "：", ":"])
def test_a_heading_in_front_of_its_villages_names_their_township(
    taizhou: Rubric, sign: str, end: str
) -> None:
    intake = read_numbered(
        taizhou, f"{sign}石塘镇{end},,,,\n1,,甲村,2,1\n{sign}松门镇{end},,,,\n1,,甲村,2,1\n"
    )
    assert names(intake) == ["石塘镇甲村", "松门镇甲村"]
    assert [code for code, _ in told(intake)] == ["D150"]


@pytest.mark.parametrize(
    "between",
    [
        "松门镇情况表,,,,", "以下为松门镇,,,,", ",松门镇情况表,,,", ",以下为松门镇,,,", "松门镇2019年数据表,,,,",
        ",松门镇,,200,100", "松门镇,,,200,100",
    ],
)  # fmt: skip
def test_rows_below_an_unclear_word_of_a_township_are_asked_about(taizhou: Rubric, between: str) -> None:
    intake = read_numbered(taizhou, f"1,石塘镇,甲村,2,1\n{between}\n1,,乙村,2,1\n")
    (asked,) = [message for code, message in told(intake) if code == "D151"]
    assert asked.startswith("第4行没有写乡镇，看不出是哪个乡镇的（上面写的是“")
    assert names(intake) == ["石塘镇甲村", "乙村"]
    assert ("D104" in [code for code, _ in told(intake)]) is ("200" in between)


@pytest.mark.parametrize("area", ["张三", "备用", "某某"])
def test_a_township_unlike_the_others_is_asked_about(taizhou: Rubric, area: str) -> None:
    intake = read(taizhou, f"石塘镇,甲村,,2,1\n松门镇,乙村,,2,1\n{area},丙村,,2,1\n")
    assert names(intake) == ["石塘镇甲村", "松门镇乙村"]
    assert any(code == "D121" and area in message for code, message in told(intake))


@pytest.mark.parametrize("area", ["经济开发区", "滨海新区", "东部新城", "国营农场", "城东办事处"])
def test_other_kinds_of_townships_are_believed(taizhou: Rubric, area: str) -> None:
    intake = read(taizhou, f"石塘镇,甲村,,2,1\n松门镇,乙村,,2,1\n{area},丙村,,2,1\n")
    assert names(intake)[2] == f"{area}丙村"


@pytest.mark.parametrize("area", ["温岭石塘镇", "三门县石塘镇", "温岭市石塘镇"])
def test_a_county_in_front_of_a_township_is_another_spelling(taizhou: Rubric, area: str) -> None:
    intake = read(taizhou, f"石塘镇,甲村,,2,1\n{area},乙村,,2,1\n")
    assert [code for code, _ in told(intake)] == ["D152"]


@pytest.mark.parametrize("header", ["社区（村）名", "村（社区）名", "建制村", "社区（行政村）", "村委会名称"])
def test_other_words_for_the_name_of_a_community_are_known(taizhou: Rubric, header: str) -> None:
    text = f"乡镇,{header},有就业愿望人数,已就业人数\n石塘镇,甲村,2,1\n"
    assert names(open_bytes(text.encode(), taizhou, "数据.csv").read_all()) == ["石塘镇甲村"]


def test_townships_without_a_word_for_it_are_believed_where_they_are_the_habit(taizhou: Rubric) -> None:
    intake = read(taizhou, "城东,甲村,,2,1\n城西,乙村,,2,1\n石塘镇,丙村,,2,1\n")
    assert len(names(intake)) == 3


def test_a_blank_between_two_rows_of_one_township_is_filled(taizhou: Rubric) -> None:
    intake = read(taizhou, "石塘镇,甲村,,2,1\n石塘镇,乙村,,2,1\n,丙村,,2,1\n石塘镇,丁村,,2,1\n")
    assert names(intake)[2] == "石塘镇丙村"
    assert [code for code, _ in told(intake)] == ["D150"]


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        (
            "石塘镇,甲村,,2,1\n石塘镇,乙村,,2,1\n,丙村,,2,1\n松门镇,丁村,,2,1\n",
            "第4行没有写乡镇，看不出是哪个乡镇的。",
        ),
        (",甲村,,2,1\n石塘镇,乙村,,2,1\n松门镇,丁村,,2,1\n", "第2行没有写乡镇，看不出是哪个乡镇的。"),
        ("石塘镇,甲村,,2,1\n石塘镇,乙村,,2,1\n,丙村,,2,1\n", "第4行没有写乡镇，看不出是哪个乡镇的。"),
    ],
)
def test_a_blank_that_may_be_of_either_township_is_asked_about(
    taizhou: Rubric, rows: str, words: str
) -> None:
    intake = read(taizhou, rows)
    assert told(intake) == [("D151", words)]
    assert "" in {each.township for each in intake.communities}


def test_without_any_township_nothing_is_asked(taizhou: Rubric) -> None:
    assert told(read(taizhou, ",甲村,,2,1\n,乙村,,2,1\n")) == []


_TITLES: dict[str, tuple[dict[str, list[str]], str]] = {
    "sheets of townships": ({"云屿镇": [], "石塘镇": []}, "云屿镇"),
    "a sheet of data of a township": ({"台州市云屿镇数据": []}, "云屿镇"),
    "a title with a township": ({"社区数据": ["云屿镇2019年高质量就业社区（村）数据表"]}, "云屿镇"),
    "a title with a year first": ({"社区数据": ["2019年度城东街道统计表", "填报单位：城东街道"]}, "城东街道"),
}


@pytest.mark.parametrize("case", _TITLES)
def test_a_township_that_only_a_title_names_is_asked_for(book: Book, taizhou: Rubric, case: str) -> None:
    sheets, area = _TITLES[case]
    head = ["社区名称", "已就业人数"]
    tables = {
        title: [*([line] for line in lines), head, [f"{mark}东村", 1], [f"{mark}西村", 1]]
        for mark, (title, lines) in zip("甲乙", sheets.items(), strict=False)
    }
    (first, rows), *others = tables.items()
    intake = open_source(book(rows, sheet=first, more=dict(others)), taizhou).read_all()
    found = [message for code, message in told(intake) if code == "D151"]
    assert len(found) == len(tables)
    assert found[0].endswith(f"行没有写乡镇，看不出是哪个乡镇的（标题、工作表或文件的名称里有“{area}”）。")


@pytest.mark.parametrize("file", ["云屿镇.xlsx", "2019年云屿镇数据表.xlsx", "云屿镇（定稿）.xlsx"])
def test_a_township_that_only_the_file_is_called_by_is_asked_for(
    book: Book, taizhou: Rubric, file: str
) -> None:
    rows = [["社区名称", "已就业人数"], ["东村", 1], ["西村", 1]]
    (found,) = told(open_source(book(rows, file=file), taizhou).read_all())
    assert found[0] == "D151"
    assert found[1].endswith("（标题、工作表或文件的名称里有“云屿镇”）。")


@pytest.mark.parametrize(
    "title", ["各乡镇（街道）数据表", "全镇数据表", "城镇就业情况", "乡镇考评分", "台州市高质量就业社区数据"]
)
def test_a_title_that_names_no_township_asks_nothing(book: Book, taizhou: Rubric, title: str) -> None:
    rows = [[title], ["社区名称", "已就业人数"], ["东村", 1], ["西村", 1]]
    assert told(open_source(book(rows), taizhou).read_all()) == []


def test_a_title_below_the_header_is_no_township(taizhou: Rubric) -> None:
    intake = read(taizhou, "石塘镇,甲村,,2,1\n松门镇2019年名单,,,,\n松门镇,乙村,,2,1\n")
    assert names(intake) == ["石塘镇甲村", "松门镇乙村"]


def test_rows_that_are_many_are_named_by_the_first(taizhou: Rubric) -> None:
    rows = "".join(f"{area}镇,甲村,,2,1\n,乙村,,2,1\n" for area in "东西南北上下")
    assert told(read(taizhou, rows))[0][1].startswith("第3、5、7、9、11行等6行没有写乡镇")


@pytest.mark.parametrize(
    "mark",
    [
        "〃", "″", "”", '""', "同上", " 同上 ", "ditto", "々",
        "同", "同上。", "如上", "(同上)", "同 上", "同前", "〃〃", "上同", "do.", "同上一行", "均同上", "仝上",
    ],
)  # fmt: skip
def test_a_mark_for_the_same_as_above_is_the_cell_above(taizhou: Rubric, mark: str) -> None:
    mark = '"""' + '"' if mark == '""' else mark
    intake = read(
        taizhou, f"石塘镇,甲村,张三,2,1\n{mark},乙村,{mark.strip()},{mark.strip()},1\n{mark},丙村,李四,3,1\n"
    )
    assert names(intake) == ["石塘镇甲村", "石塘镇乙村", "石塘镇丙村"]
    assert told(intake) == []
    second = intake.communities[1]
    assert second.fact("contact") == "张三"
    willing = second.indicators["labour_willing"]
    assert willing.value == 2
    assert willing.place.cell == "D3"


def test_a_mark_may_stand_below_a_mark(taizhou: Rubric) -> None:
    intake = read(taizhou, "石塘镇,甲村,张三,2,1\n〃,乙村,〃,2,1\n平均,,,2,1\n〃,丙村,〃,2,1\n")
    assert [each.fact("contact") for each in intake.communities] == ["张三"] * 3


def test_a_mark_for_a_name_is_no_community(taizhou: Rubric) -> None:
    assert [code for code, _ in told(read(taizhou, "石塘镇,甲村,张三,2,1\n〃,〃,李四,2,1\n"))] == ["D104"]


def test_in_other_sheets_a_mark_for_the_name_is_the_name_above(book: Book, yongjia: Rubric) -> None:
    data = [["乡镇", "社区名称", "零就业家庭户数"], ["甲镇", "东村", 0], ["乙镇", "东村", 0]]
    rows = [
        ["乡镇", "社区名称", "评分栏", "4 平台挂牌"],
        ["甲镇", "东村", "自评", 1],
        ["〃", "〃", "乡镇", 2],
    ]
    intake = open_source(book(data, more={"各级评分": rows}), yongjia).read_all()
    assert told(intake) == []
    assert {key: each["item4"].value for key, each in intake.communities[0].scores.items()} == {
        "self": 1,
        "township": 2,
    }


def test_a_merged_township_needs_no_word(book: Book, taizhou: Rubric) -> None:
    rows = [["乡镇", "社区名称", "已就业人数"], ["甲镇", "东村", 1], ["", "西村", 1], ["乙镇", "东村", 1]]
    intake = open_source(book(rows, merge=["A2:A3"]), taizhou).read_all()
    assert names(intake) == ["甲镇东村", "甲镇西村", "乙镇东村"]
    assert told(intake) == []


@pytest.mark.parametrize("area", ["同上镇", "如上镇", "同左", "同上乡镇", "见上", "同下"])
def test_a_township_that_refers_to_another_row_is_asked_about(taizhou: Rubric, area: str) -> None:
    intake = read(taizhou, f"石塘镇,甲村,,2,1\n{area},乙村,,2,1\n")
    assert names(intake) == ["石塘镇甲村"]
    assert told(intake) == [("D121", f"“{area}”不能用作名称（像是说和别的一行一样）。")]


@pytest.mark.parametrize("area", ["同里镇", "同安街道", "如东县", "同仁乡", "和前镇村"])
def test_a_township_whose_name_begins_so_is_believed(taizhou: Rubric, area: str) -> None:
    assert names(read(taizhou, f"{area},甲村,,2,1\n"))[0] == f"{area}甲村"


def test_a_value_that_is_taken_from_above_says_from_which_cell(book: Book, taizhou: Rubric) -> None:
    rows = [["社区名称", "已就业人数"], ["东村", 9], ["西村", "〃"], ["北村", "同上"]]
    places = [
        each.indicators["employed"].place for each in open_source(book(rows), taizhou).read_all().communities
    ]
    assert [place.short.split("!")[1] for place in places] == ["B2", "B3，同上，取自B2", "B4，同上，取自B2"]


_DOUBTFUL: dict[str, tuple[str, str]] = {
    "a row that is refused": ("石塘镇,甲村,,7,5\n石塘镇,某某村,,6,5\n石塘镇,乙村,,〃,1\n", "上面第3行没有采用"),
    "an example": ("石塘镇,示例村,,6,5\n石塘镇,甲村,,〃,1\n", "上面第2行没有采用"),
    "a row that is there twice": ("石塘镇,甲村,,6,5\n石塘镇,甲村,,6,5\n石塘镇,乙村,,〃,1\n", "上面第3行没有采用"),
    "a mark in a row that is refused": (
        "石塘镇,甲村,,7,5\n石塘镇,某某村,,〃,5\n石塘镇,乙村,,同上。,1\n",
        "上面第3行没有采用",
    ),
    "a subtotal": ("石塘镇,甲村,,7,5\n,小计,,70,5\n石塘镇,乙村,,〃,1\n", "上面一行不是社区的"),
    "a part of a total": ("石塘镇,甲村,,7,5\n,其中：女,,3,5\n石塘镇,乙村,,〃,1\n", "上面一行不是社区的"),
    "an empty cell": ("石塘镇,甲村,,7,5\n石塘镇,丙村,,,5\n石塘镇,乙村,,〃,1\n", "上面第3行这一列是空的"),
    "no row": ("石塘镇,乙村,,〃,1\n", "上面没有社区"),
}  # fmt: skip


@pytest.mark.parametrize("case", _DOUBTFUL)
def test_a_mark_below_what_is_no_value_of_a_community_is_asked_about(taizhou: Rubric, case: str) -> None:
    rows, why = _DOUBTFUL[case]
    intake = read(taizhou, rows)
    (asked,) = [message for code, message in told(intake) if code == "D175"]
    assert f"”，但{why}，看不出是多少，没有采用。" in asked
    assert intake.communities[-1].indicators["labour_willing"].value is None


def test_a_mark_below_a_hidden_row_is_asked_about(book: Book, taizhou: Rubric) -> None:
    rows = [
        ["乡镇", "社区名称", "已就业人数"],
        ["甲镇", "东村", 9],
        ["甲镇", "西村", "〃"],
        ["同上", "北村", "同上"],
    ]
    path = book(rows)
    workbook = load_workbook(path)
    workbook.worksheets[0].row_dimensions[2].hidden = True
    workbook.save(path)
    intake = open_source(path, taizhou).read_all()
    assert names(intake) == ["甲镇东村", "甲镇西村", "甲镇北村"]
    assert [each.indicators["employed"].value for each in intake.communities] == [9, None, None]
    assert [message for code, message in told(intake) if code == "D175"] == [
        f"“已就业人数”填的是“{mark}”，但上面第2行是隐藏的，看不出是多少，没有采用。"
        for mark in ("〃", "同上")
    ]


@pytest.mark.parametrize("above", ["石塘镇,示例村,,6,5\n", ",,,6,5\n"])
def test_a_township_is_not_that_of_a_row_that_is_refused(taizhou: Rubric, above: str) -> None:
    intake = read(taizhou, f"{above}〃,甲村,,6,5\n〃,乙村,,6,5\n")
    assert names(intake) == []
    asked = "“〃”不能用作名称（是“同上”，看不出是同哪一行）。"
    assert [message for code, message in told(intake) if code == "D121"][-2:] == [asked, asked]


def test_a_mark_in_the_sheet_of_points_is_asked_about_as_what_it_is(book: Book, yongjia: Rubric) -> None:
    data = [["乡镇", "社区名称", "零就业家庭户数"], ["甲镇", "东村", 0]]
    rows = [
        ["乡镇", "社区名称", "评分栏", "4 平台挂牌"],
        ["甲镇", "东村", "自评", 1],
        ["甲镇", "东村", "乡镇", "同上"],
    ]
    (found,) = told(open_source(book(data, more={"各级评分": rows}), yongjia).read_all())
    assert found[0] == "D106"
    assert "读到的是“同上”，像是“同上”。" in found[1]
