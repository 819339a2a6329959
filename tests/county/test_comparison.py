"""Claims against the computation over a county, the sample, and the sheet for reviewers."""

import hashlib
import json
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path

import pytest
from openpyxl import load_workbook
from support import card_of, full_marks, rubric_of
from support.command import YONGJIA, run
from support.four import row, write

from formgen.county.comparison import Concern, compare_claims, count_levels
from formgen.county.sample import draw_sample, make_digest
from formgen.model import Who
from formgen.rubric.score import Scorecard

RUBRIC = rubric_of("yongjia-2009")
SHEET = ["--rubric", "yongjia-2009"]


def card(name: str, scores: dict[str, dict[str, object]], **indicators: object) -> Scorecard:
    return card_of("yongjia-2009", {**full_marks(), **indicators}, name=name, scores=scores)


# -- comparing ------------------------------------------------------------------------------------------
def test_what_cannot_be_used_comes_first_then_the_largest_difference_then_what_is_open() -> None:
    cards = [
        card("一村", {"self": {"item3": 9}}),
        card("二村", {"self": {"item3": 6}, "county": {"item3": 10}}),
        card("三村", {"self": {"item1": 15}}, target_total="不详"),
        card("四村", {"self": {"item2": 16}}),
        card("五村", {"self": {"item3": 10}}),
    ]
    found = compare_claims(cards)
    assert [(each.who.name, each.concern, int(each.largest)) for each in found] == [
        ("四村", Concern.UNUSABLE, 0),
        ("二村", Concern.DIFFERS, 4),
        ("一村", Concern.DIFFERS, 1),
        ("三村", Concern.OPEN, 15),
    ]


def test_a_number_of_a_person_in_the_place_of_points_is_masked() -> None:
    (each,) = compare_claims([card("一村", {"self": {"item3": "330102199001011234"}})])
    assert each.entries["self"].text == "3301**********1234"


def test_a_claim_for_what_does_not_apply_differs_by_all_of_it() -> None:
    (each,) = compare_claims([card("一村", {"self": {"item14": 15}}, aid_required=0, aid_employed=0)])
    assert each.concern in {Concern.DIFFERS, Concern.OPEN}
    assert each.largest == 15


def test_levels_are_counted_criterion_by_criterion() -> None:
    cards = [
        card("一村", {"self": {"item3": 9, "item2": "很好"}}),
        card("二村", {"self": {"item3": 10}, "county": {"item3": 8}}),
        card("三村", {"self": {"item1": 15}}, target_total="不详"),
    ]
    counted = {(each.key, each.level): each for each in count_levels(RUBRIC, cards)}
    third = counted["item3", "self"]
    assert (third.entered, third.above, third.below, third.difference) == (2, 0, 1, Fraction(-1))
    assert counted["item3", "county"].difference == -2
    assert counted["item2", "self"].unusable == 1
    assert counted["item1", "self"].open == 1


def test_the_command_writes_the_comparison_as_a_workbook(tmp_path: Path) -> None:
    made = tmp_path / "对照.xlsx"
    result = run("compare", YONGJIA, *SHEET, "-o", str(made), "--sample", "3", "--seed", "2019Q3")
    assert f"已写好 {made}。" in result.output
    book = load_workbook(made)
    assert book.sheetnames == ["对照", "按评分项", "抽查名单"]
    rows = [*book["对照"].iter_rows(min_row=3, values_only=True)]
    assert rows[0][3:] == (
        "评分项", "分值", "社区自评分", "乡镇考评分", "县级考评分", "市级考评分", "计算", "最大相差", "要看什么",
    )  # fmt: skip
    assert rows[1][2:] == (
        "望云社区", "1 登记失业人员和持证人员就业率", 15, 15, 15, None, None, 0, 15, "与计算不同",
    )  # fmt: skip
    before = made.read_bytes()
    run("compare", YONGJIA, *SHEET, "-o", str(made), "--sample", "3", "--seed", "2019Q3")
    assert made.read_bytes() == before


def test_the_comparison_as_json_has_exact_points() -> None:
    found = json.loads(run("compare", YONGJIA, *SHEET, "--format", "json").stdout)
    first = found["comparisons"][0]
    assert (first["name"], first["computed"], first["concern"], first["largest"]) == (
        "望云社区",
        "0",
        "differs",
        "15",
    )
    assert first["entered"]["self"] == {"points": "15", "text": "15"}


def test_where_nothing_differs_the_command_says_so(tmp_path: Path) -> None:
    data = write(tmp_path / "数据.yaml", [row(1, scores={"self": {"item1": 15}})])
    assert "各级评分和计算没有不同。" in run("compare", str(data), *SHEET).output


@pytest.mark.parametrize("scores", [{}, {"county": {}}, {"county": 17}, {"citty": {"item1": 5}}])
def test_where_no_level_entered_anything_nothing_is_said_of_differences(
    tmp_path: Path, scores: dict[str, object]
) -> None:
    data, made = write(tmp_path / "数据.yaml", [{**row(1), "scores": scores}]), tmp_path / "对照.xlsx"
    said = run("compare", str(data), *SHEET, "-o", str(made)).output
    assert "数据里没有能采用的各级评分，没有可以比的。" in said
    assert "没有不同" not in said
    sheet = load_workbook(made).worksheets[0]
    assert "数据里没有能采用的各级评分" in str([cell.value for line in sheet for cell in line])


# -- the sample -----------------------------------------------------------------------------------------
WHOS = [Who("甲镇", f"{at}村") for at in range(40)]


def test_a_sample_is_the_smallest_digests_of_seed_and_name() -> None:
    drawn = draw_sample(WHOS, 5, "2019Q3")
    every = sorted(hashlib.sha256(f"2019Q3|甲镇|{at}村".encode()).hexdigest() for at in range(40))
    assert [each.digest for each in drawn] == every[:5]
    assert make_digest("2019Q3", drawn[0].who) == every[0]


def test_a_sample_does_not_depend_on_the_order_of_the_data_and_grows_by_what_comes_next() -> None:
    assert draw_sample(WHOS[::-1], 5, "2019Q3") == draw_sample(WHOS, 5, "2019Q3")
    assert draw_sample(WHOS, 8, "2019Q3")[:5] == draw_sample(WHOS, 5, "2019Q3")
    assert draw_sample(WHOS, 5, "2019Q4") != draw_sample(WHOS, 5, "2019Q3")


def test_the_method_stands_where_the_sample_does() -> None:
    said = run("compare", YONGJIA, *SHEET, "--sample", "3", "--seed", "2019Q3").output
    assert "抽取办法：全部17个社区（村），各取“2019Q3|乡镇|名称”（UTF-8）的 SHA-256，从小到大取前3个" in said
    assert said.count("抽查3：") == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--sample", "3"], "[C118] 错误 要抽3个，没有写种子"),
        (["--sample", "3", "--seed", "  "], "[C118] 错误 要抽3个，没有写种子"),
        (["--sample", "18", "--seed", "x"], "[C119] 错误 要抽18个，数据里只有17个"),
        (["-o", "对照.docx"], "[C120] 错误 “对照.docx”不是 .xlsx 文件"),
        (["--sheet", "抽查.csv"], "[C120] 错误 “抽查.csv”不是 .xlsx 文件"),
    ],
)
def test_what_cannot_be_drawn_or_written_is_refused(words: list[str], said: str) -> None:
    result = run("compare", YONGJIA, *SHEET, *words)
    assert result.exit_code == 2
    assert said in result.output


# -- the sheet for reviewers ----------------------------------------------------------------------------
def _without_points(indicators: Mapping[str, object]) -> dict[str, object]:
    """Return indicators without the points that reviewers give for the items 3 and 4."""
    return {key: value for key, value in indicators.items() if key not in {"r3", "r4"}}


def field_sheet(folder: Path, **cells: str | int | None) -> list[str]:
    """Write data of two communities and the sheet for reviewers, filled in; return both paths."""
    rows = [{**row(at), "indicators": _without_points(row(at)["indicators"])} for at in (1, 2)]
    data = write(folder / "数据.yaml", rows)
    made = folder / "抽查.xlsx"
    assert run("compare", str(data), *SHEET, "--sheet", str(made)).exit_code == 0
    book = load_workbook(made)
    sheet = book.worksheets[0]
    filled: dict[str, str | int | None] = {
        "C2": "县考评组成员",
        "F2": "2009-11-20",
        "D4": 9,
        "E4": 2,
        "R4": "台账齐全",
        **cells,
    }
    for address, value in filled.items():
        sheet[address] = value
    book.save(made)
    return [str(data), str(made)]


def test_the_sheet_has_the_judged_items_with_their_most_points_and_refuses_more(tmp_path: Path) -> None:
    sheet = load_workbook(field_sheet(tmp_path)[1]).worksheets[0]
    heads = [str(cell.value) for cell in sheet[3]]
    assert heads[:5] == [
        "序号",
        "乡镇（街道）",
        "社区（村）",
        "3 就业服务机构\n满分10分",
        "4 平台挂牌\n满分2分",
    ]
    assert heads[-1] == "说明"
    checks = {str(each.sqref): (each.type, each.formula2) for each in sheet.data_validations.dataValidation}
    assert checks["D4:D5"] == ("decimal", "10")
    assert [cell.value for cell in sheet[4]][:3] == ["1", "甲镇", "第1社区"]


def test_points_of_the_sheet_count_as_judged_with_who_and_why(tmp_path: Path) -> None:
    data, judged = field_sheet(tmp_path)
    scored = json.loads(run("score", data, *SHEET, "--judged", judged, "--format", "json").stdout)
    first, second = scored["communities"]
    assert (first["criteria"]["item3"]["points"], first["criteria"]["item3"]["state"]) == ("9", "judged")
    assert second["criteria"]["item3"]["points"] is None
    said = run("explain", data, *SHEET, "--judged", judged, "--community", "第1社区").output
    assert "县考评组成员" in said
    assert "2009年11月20日实地查看：台账齐全" in said
    for command in ("check", "rank", "compare"):
        assert "抽查.xlsx" not in run(command, data, *SHEET, "--judged", judged).output


@pytest.mark.parametrize("said", ["得9分", "得分：9", "评9分", "计 9 分", "得９分", "9分", "实得9.0分"])
def test_a_word_that_gives_points_may_stand_before_the_number(said: str, tmp_path: Path) -> None:
    data, judged = field_sheet(tmp_path)
    book = load_workbook(judged)
    book.worksheets[0]["D4"] = said
    book.save(judged)
    scored = run("score", data, *SHEET, "--judged", judged, "--format", "json")
    item = json.loads(scored.stdout)["communities"][0]["criteria"]["item3"]
    assert (item["points"], item["state"], "抽查.xlsx" in scored.stderr) == ("9", "judged", False)


NO_POINTS: list[dict[str, str | int | None]] = [
    {"D4": said} for said in ("扣1分", "得9分扣1分", "应得9分", "得-1分", "得约9分")
]
FAULTS: list[tuple[dict[str, str | int | None], str, str]] = [
    ({"D4": "满分"}, "D106", "单元格D4"),
    *((cells, "D106", "单元格D4") for cells in NO_POINTS),
    ({"D4": "=5-1"}, "D123", "单元格D4"),
    ({"A1": "（作废）抽查评分表"}, "C196", "抽查评分表上面写着“（作废）抽查评分表”，里面的分没有读"),
    ({"D4": 11}, "D111", "抽查.xlsx 工作表“抽查评分” 单元格D4"),
    ({"D4": "很好"}, "D106", "单元格D4"),
    ({"C4": "第9社区"}, "C124", "单元格C4：抽查评分表里的“甲镇第9社区”在数据里没有"),
    ({"C4": None}, "D104", "这一行有数据，但没有社区名称"),
    ({"E3": "卫生状况"}, "C125", "“卫生状况”一列不认识，没有读"),
    ({"E3": "3 就业服务机构"}, "C125", "一列前面已有一列，没有读"),
    ({"E3": "4 平台挂牌\n满分10分"}, "C173", "写的满分是10分，评分标准里是满分2分，这一列没有读"),
    ({"D4": None, "E4": None, "R4": "9分，台账齐全"}, "D205", "说明里却写了“9分，台账齐全”，没有当成得分"),
    ({"R4": "第3项复核后改为8分"}, "D201", "“3 就业服务机构”的更正：8分，用的是9（抽查评分!D4），没有照它改"),
    ({"R4": "平台挂牌应为1分"}, "D201", "“4 平台挂牌”的更正：1分，用的是2（抽查评分!E4），没有照它改"),
    ({"R4": "改为1分"}, "D201", "“得分”的更正：1分，看不出是哪一项的"),
    ({"C2": None}, "D134", "评审人职务"),
    ({"F2": "十一月"}, "D139", "“评审日期”"),
    ({"F2": None, "R4": None}, "D134", "理由"),
]


@pytest.mark.parametrize(("cells", "code", "words"), FAULTS)
def test_a_fault_of_the_sheet_is_told_with_its_place(
    cells: dict[str, str | int | None], code: str, words: str, tmp_path: Path
) -> None:
    data, judged = field_sheet(tmp_path, **cells)
    result = run("check", data, *SHEET, "--judged", judged)
    assert f"[{code}]" in result.output
    assert words in result.output


@pytest.mark.parametrize(
    "cells",
    [
        {"D4": "无", "E4": None, "C2": None},
        {"D4": "已核", "E4": None, "C2": None},
        {"A1": "抽查评分表（作废票不计）"},
    ],
)
def test_nothing_is_asked_about_points_that_are_not_there(
    cells: dict[str, str | int | None], tmp_path: Path
) -> None:
    data, judged = field_sheet(tmp_path, **cells)
    said = run("check", data, *SHEET, "--judged", judged).output
    assert [code for code in ("[D134]", "[C196]") if code in said] == []


def test_points_that_are_merged_over_several_rows_are_nobodys(tmp_path: Path) -> None:
    data, judged = field_sheet(tmp_path)
    book = load_workbook(judged)
    book.worksheets[0].merge_cells("D4:D5")
    book.save(judged)
    result = run("score", data, *SHEET, "--judged", judged, "--format", "json")
    found = [each["criteria"]["item3"]["points"] for each in json.loads(result.stdout)["communities"]]
    assert found == [None, None]
    assert "D4:D5合并成了一格，看不出“3 就业服务机构”各是多少，没有采用" in result.stderr


TWICE: list[tuple[dict[str, str | int], str | None]] = [
    ({"D4": 8}, None),
    ({"D4": "9分"}, "9"),
    ({"D4": "9.0"}, "9"),
    ({"D4": "９"}, "9"),
    ({"D4": "—", "E4": "/"}, "9"),
    ({"C8": "合计", "D8": 9}, "9"),
    ({"A8": "评审人签字：", "D8": 9}, "9"),
    ({"A8": "评审人：某某", "D8": "合计", "E8": 2}, "9"),
]


@pytest.mark.parametrize(("cells", "points"), TWICE)
def test_points_that_stand_in_two_places_and_differ_are_used_from_neither(
    cells: dict[str, str | int], points: str | None, tmp_path: Path
) -> None:
    data, one = field_sheet(tmp_path)
    other = tmp_path / "另一组.xlsx"
    book = load_workbook(one)
    for address, value in cells.items():
        book.worksheets[0][address] = value
    book.save(other)
    result = run("score", data, *SHEET, "--judged", one, "--judged", str(other), "--format", "json")
    found = json.loads(result.stdout)["communities"][0]["criteria"]["item3"]
    assert found["points"] == points
    assert ("[D120]" in result.stderr) == (points is None)
    assert "另一组.xlsx" not in result.stderr or points is None


@pytest.mark.parametrize(
    ("cell", "points"),
    [("√", None), ("满分", None), ("扣1分", None), ("未看", "9"), ("未抽查", "9"), ("（没有看）", "9")],
)
def test_what_is_no_points_is_told_as_such_and_what_was_not_looked_at_says_nothing(
    cell: str, points: str | None, tmp_path: Path
) -> None:
    data, one = field_sheet(tmp_path)
    other = tmp_path / "另一组.xlsx"
    book = load_workbook(one)
    book.worksheets[0]["D4"] = cell
    book.worksheets[0].row_dimensions[4].hidden = True
    for address, text in {"A8": "参加人员签名：王五", "D8": "评审组长："}.items():
        book.worksheets[0][address] = text
    book.save(other)
    result = run("score", data, *SHEET, "--judged", one, "--judged", str(other), "--format", "json")
    assert json.loads(result.stdout)["communities"][0]["criteria"]["item3"]["points"] == points
    assert [each in result.stderr for each in ("[D120]", "[D104]", "[D106]")] == [
        False,
        False,
        points is None,
    ]
    assert "[D160] 提示 另一组.xlsx 工作表“抽查评分”：隐藏的内容也照样读了：第4行。" in result.stderr


def test_points_that_differ_are_told_with_their_files(tmp_path: Path) -> None:
    data, one = field_sheet(tmp_path)
    book = load_workbook(one)
    book.worksheets[0]["D4"] = 8
    book.save(tmp_path / "另一组.xlsx")
    said = run("check", data, *SHEET, "--judged", one, "--judged", str(tmp_path / "另一组.xlsx")).output
    assert "9（抽查.xlsx 抽查评分!D4）与8（另一组.xlsx 抽查评分!D4）" in said


def test_a_sheet_that_is_filled_in_is_never_replaced(tmp_path: Path) -> None:
    data, judged = field_sheet(tmp_path)
    result = run("compare", data, *SHEET, "--sheet", judged)
    assert f"[F117] 错误 “{judged}”已经存在" in result.output


@pytest.mark.parametrize(("file", "said"), [(YONGJIA, "[C123]"), ("选.csv", "[F102]")])
def test_another_file_is_no_sheet_of_reviewers(file: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "选.csv").write_text("a,b\n", encoding="utf-8")
    path = file if file == YONGJIA else str(tmp_path / file)
    assert said in run("score", YONGJIA, *SHEET, "--judged", path).output


def test_a_notice_that_nobody_judges_by_has_no_such_sheet(tmp_path: Path) -> None:
    (tmp_path / "x.yaml").write_text("id: x\nextends: taizhou-2019\nsections: {}\n", encoding="utf-8")
    standards = Path(__file__).parents[1] / "support" / "standards-only.yaml"
    data = tmp_path / "数据.yaml"
    data.write_text("communities:\n  - {name: 前屿村, township: 云屿镇}\n", encoding="utf-8")
    result = run("compare", str(data), "--rubric", str(standards), "--sheet", str(tmp_path / "抽查.xlsx"))
    assert "[C122] 错误" in result.output
