"""``formgen rank`` with a register of titles: who is new, keeps and loses, what is owed, who may be put forward."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from openpyxl import load_workbook
from support.command import TAIZHOU, run
from support.four import texts
from support.title_rows import write_register

import formgen
from formgen.model import Who

TOWN = "云屿镇"
HELD = ("云屿村", "前屿村", "沙岙村", "青礁村", "双帆村")
COUNTY = [[TOWN, name, "县级", "认定", "2019-08-30", "某人社〔2019〕8号"] for name in HELD]
ELSEWHERE = [["别镇", f"第{at}村", "县级", "认定", "2019-08-30"] for at in range(15)]
RECTIFIED = [[TOWN, "沙岙村", "县级", "限期整顿", "2020-06-01", "", "2020-12-01"]]
CITY = [[TOWN, "云屿村", "市级", "认定", "2019-10-30"]]
WORDS = ["--rubric", "taizhou-2019", "--on", "2020-09-10"]


def ranked(*words: str) -> Mapping[str, Any]:
    told: Mapping[str, Any] = json.loads(run("rank", *words, "--format", "json").stdout)
    return told


def taizhou(folder: Path, titles: Sequence[Sequence[Any]], *more: str) -> Mapping[str, Any]:
    file = write_register(folder / "台账.xlsx", titles)
    return ranked(TAIZHOU, *WORDS, "--titles", file, *more)


def by_name(told: Mapping[str, Any], part: str) -> dict[str, Any]:
    return {each["name"]: each[part] for each in told["communities"]}


def test_who_is_new_who_keeps_and_what_is_open_follows_from_register_and_verdict(tmp_path: Path) -> None:
    told = taizhou(tmp_path, COUNTY)
    changes = {name: title["change"] for name, title in by_name(told, "title").items()}
    assert (changes["云屿村"], changes["海棠村"], changes["月湾村"]) == ("kept", "new", "open")
    failed = by_name(told, "title")["青礁村"]
    assert (failed["change"], failed["why"]) == ("open", "已有称号，今年不合格，以后怎样通知没有写")
    money = {name: each["county_award"] for name, each in by_name(told, "awards").items()}
    assert {name for name, yuan in money.items() if yuan is None} == set(HELD), (
        "others have no title to be paid for"
    )


def test_the_base_of_a_quota_is_all_that_were_ever_recognised_in_the_register_unless_somebody_gives_it(
    tmp_path: Path,
) -> None:
    rows = [*COUNTY, *ELSEWHERE]
    assert taizhou(tmp_path, rows)["quotas"]["recommendation"]["base"] == "20"
    given = taizhou(tmp_path, rows, "--certified", "49")["quotas"]["recommendation"]
    assert (given["base"], given["most"]) == ("49", 4)
    gone = [[TOWN, "青礁村", "县级", "取消", "2020-01-01"]]
    assert taizhou(tmp_path, [*rows, *gone])["quotas"]["recommendation"]["base"] == "20"
    doubtful = [["别镇", "第1村", "县级", "取消", "2019-01-01"]]
    quota = taizhou(tmp_path, [*rows, *doubtful])["quotas"]["recommendation"]
    assert (quota["base"], quota["most"]) == (None, None)


def test_the_batch_of_the_year_is_counted_where_the_notice_is_read_so(tmp_path: Path) -> None:
    rubric = tmp_path / "county.yaml"
    rubric.write_text("id: county\nextends: taizhou-2019\nchosen: {P15b: this_year}\n", encoding="utf-8")
    new = [["别镇", f"新{at}村", "县级", "认定", "2020-08-30"] for at in range(11)]
    file = write_register(tmp_path / "台账.xlsx", [*COUNTY, *ELSEWHERE, *new])
    told = ranked(TAIZHOU, "--rubric", str(rubric), "--on", "2020-09-10", "--titles", file)
    assert told["quotas"]["recommendation"]["base"] == "11"


def test_only_who_holds_the_lower_title_and_not_the_next_is_put_forward(tmp_path: Path) -> None:
    quota = taizhou(tmp_path, [*COUNTY, *ELSEWHERE, *CITY])["quotas"]["recommendation"]
    assert quota["within"] == ["云屿镇前屿村", "云屿镇双帆村"]
    assert quota["waiting"] == []
    file = write_register(tmp_path / "台账.xlsx", [*COUNTY, *ELSEWHERE, *CITY])
    said = run("rank", TAIZHOU, *WORDS, "--titles", file).output
    assert (
        "[C157] 提示 “推荐数量”要从有“县级”称号的里面推荐，合格而台账里没有的不占名额：云屿镇海棠村、云屿镇后岙村。"
        in said
    )


@pytest.mark.parametrize("word", ["取消", "摘牌", "复核不合格"])
def test_a_place_waits_for_who_has_lost_a_title_in_the_year_in_which_the_data_pass_it(
    word: str, tmp_path: Path
) -> None:
    lost = [[TOWN, "前屿村", "县级", word, "2020-03-10"]]
    quota = taizhou(tmp_path, [*COUNTY, *ELSEWHERE, *CITY, *lost], "--certified", "10")["quotas"][
        "recommendation"
    ]
    assert (quota["within"], quota["waiting"]) == ([], ["云屿镇前屿村"])


def test_a_place_waits_for_who_has_a_title_that_is_a_question(tmp_path: Path) -> None:
    twice = [[TOWN, "前屿村", "县级", "认定", "2019-09-30"]]
    quota = taizhou(tmp_path, [*COUNTY, *CITY, *twice], "--certified", "20")["quotas"]["recommendation"]
    assert quota["waiting"] == ["云屿镇前屿村"]
    assert "云屿镇前屿村" not in quota["within"]


def test_a_register_wants_a_day(tmp_path: Path) -> None:
    file = write_register(tmp_path / "台账.xlsx", COUNTY)
    result = run("rank", TAIZHOU, "--rubric", "taizhou-2019", "--titles", file)
    assert (result.exit_code, "[C155] 错误 用称号台账（--titles）没有写看哪一天" in result.output) == (
        2,
        True,
    )


def test_the_library_says_of_titles_and_money_what_the_command_does(tmp_path: Path) -> None:
    paid = [[TOWN, "云屿村", "县级奖补", 2019, 3000, "2019-12-01"]]
    file = write_register(tmp_path / "台账.xlsx", [*COUNTY, *CITY], paid)
    told = ranked(TAIZHOU, *WORDS, "--titles", file)
    notice = formgen.notice("taizhou-2019")
    data = notice.read(TAIZHOU)
    book = notice.titles([file], "2020年9月10日", data)
    owed = notice.owed(data.score(), book)
    assert owed.of.keys() == {each.who for each in data.communities}
    for community in told["communities"]:
        found = owed.of[Who(community["township"], community["name"])]
        assert {key: each.why for key, each in found.items()} == {
            key: each["why"] for key, each in community["owed"].items()
        }
    assert book.state(Who(TOWN, "云屿村"), "市级").holds is True


@pytest.mark.parametrize(("day", "code"), [("", "C155"), ("去年", "D139")])
def test_the_library_refuses_titles_without_a_day(day: str, code: str) -> None:
    with pytest.raises(formgen.FormgenError) as refused:
        formgen.notice("taizhou-2019").titles([], day)
    assert [each.code for each in refused.value.problems] == [code]


NINGBO = """
communities:
  - {name: 甲社区, township: 某街道, facts: {district: 否, street: 否, community: 是, recognised: 是}}
  - {name: 乙社区, township: 某街道, facts: {district: 否, street: 否, community: 是, recognised: 否}}
  - {name: 丙社区, township: 某街道, facts: {district: 否, street: 否, community: 是, recognised: 是}}
  - {name: 丁社区, township: 某街道, facts: {district: 否, street: 否, community: 是, recognised: 是}}
  - {name: 戊社区, township: 某街道, facts: {district: 否, street: 否, recognised: 是}}
"""
NINGBO_TWO = """
communities:
  - {name: 丙社区, township: 某街道, facts: {district: 否, street: 否, community: 是, recognised: 是}}
  - {name: 某街道, township: 某街道, facts: {district: 否, street: 是, community: 否, recognised: 是}}
"""
REVIEWS = [
    ["某街道", "甲社区", "充分就业社区", "认定", "2009-12-20"],
    ["某街道", "乙社区", "充分就业社区", "认定", "2009-12-20"],
    ["某街道", "丁社区", "充分就业社区", "认定", "2008-12-20"],
    ["某街道", "丁社区", "充分就业社区", "复核合格", "2009-12-20"],
    ["某街道", "丁社区", "充分就业社区", "复核不合格", "2010-03-01"],
]
OUTCOMES = [
    ("甲社区", "kept", ""),
    ("乙社区", "loses", "没有通过复核，通知规定收回"),
    ("丙社区", "new", ""),
    ("丁社区", "barred", "2010年收回"),
    ("戊社区", "open", "没有写明是不是认定这个称号的"),
]


@pytest.mark.parametrize(("name", "change", "why"), OUTCOMES)
def test_a_yearly_review_keeps_or_takes_a_title_as_the_notice_says(
    name: str, change: str, why: str, tmp_path: Path
) -> None:
    data = tmp_path / "data.yaml"
    data.write_text(NINGBO, encoding="utf-8")
    file = write_register(tmp_path / "台账.xlsx", REVIEWS)
    told = ranked(str(data), "--rubric", "ningbo-2010", "--titles", file, "--on", "2010-12-01")
    found = by_name(told, "title")[name]
    assert (found["change"], found["why"]) == (change, why)


def test_money_of_the_ranking_is_what_is_owed_with_its_reason(tmp_path: Path) -> None:
    data = tmp_path / "data.yaml"
    data.write_text(NINGBO, encoding="utf-8")
    rows = [*REVIEWS, ["某街道", "甲社区", "充分就业社区", "复核合格", "2010-12-20"]]
    file = write_register(tmp_path / "台账.xlsx", rows)
    told = ranked(str(data), "--rubric", "ningbo-2010", "--titles", file, "--on", "2010-12-31")
    assert by_name(told, "awards")["甲社区"]["community_again"] == "10000"
    assert (
        by_name(told, "owed")["甲社区"]["community_again"]["why"]
        == "凭“充分就业社区”应发10000元，本年没有发过"
    )
    assert by_name(told, "awards")["乙社区"]["community_again"] == "0"


def test_a_notice_that_gives_no_title_to_who_passed_says_nothing_of_one(tmp_path: Path) -> None:
    data = tmp_path / "data.yaml"
    data.write_text("communities: [{name: 甲社区, township: 某街道}]", encoding="utf-8")
    rows = [
        ["某街道", "甲社区", "充分就业社区", "认定", "2008-04-20"],
        ["某街道", "甲社区", "充分就业社区", "取消", "2009-04-20"],
    ]
    file = write_register(tmp_path / "台账.xlsx", rows)
    said = run("rank", str(data), "--rubric", "fushun-2008", "--titles", file, "--on", "2008-12-31").output
    assert "称号：" not in said
    assert "不认定" not in said
    assert "台账里这一天以后的1行没有算。" in said


# -- the papers ------------------------------------------------------------------------------------------------
LONGQUAN = """
communities:
  - {name: 甲村, township: 安仁镇, facts: {recognised: 是}}
  - {name: 乙村, township: 安仁镇, facts: {recognised: 是}}
  - {name: 丙村, township: 八都镇, facts: {recognised: 否}}
  - {name: 丁村, township: 八都镇, facts: {recognised: 是}}
"""
STEPS = [
    ["安仁镇", "甲村", "龙泉市级", "认定", "2020-11-25", "龙人社〔2020〕9号"],
    ["安仁镇", "甲村", "丽水市级", "认定", "2021-11-25"],
    ["八都镇", "丙村", "龙泉市级", "认定", "2020-11-25"],
    ["八都镇", "丁村", "龙泉市级", "认定", "2020-11-25"],
    ["安仁镇", "乙村", "龙泉市级", "认定", "2020-11-25"],
    ["安仁镇", "乙村", "龙泉市级", "取消", "2020-12-01"],
]
MONEY = [
    ["安仁镇", "甲村", "龙泉市级奖补", 2020, 10000, "2020-12-25"],
    ["八都镇", "丙村", "龙泉市级奖补", 2020, 10000],
]


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("papers")
    (folder / "data.yaml").write_text(LONGQUAN, encoding="utf-8")
    file = write_register(folder / "台账.xlsx", STEPS, MONEY)
    words = ["--rubric", "longquan-2020", "--titles", file, "--on", "2021-12-31", "-o", str(folder / "名单")]
    said = run("rank", str(folder / "data.yaml"), *words).output
    assert "[C154] 提示 台账.xlsx 工作表“称号” 单元格B5：“八都镇丁村”2020年认定“龙泉市级”" in said
    assert "称号：新认定1个，保持2个，待定1个。" in said
    return folder / "名单"


FULL = "龙泉市级高质量就业社区（村）"


def rows_of(path: Path, sheet: str) -> list[tuple[Any, ...]]:
    return [
        row
        for row in load_workbook(path, data_only=True)[sheet].iter_rows(min_row=4, values_only=True)
        if any(row[1:4])
    ]


def test_the_annex_names_who_is_new_apart_from_who_keeps_and_whom_a_person_decides(papers: Path) -> None:
    document = Document(str(papers / "认定名单（附件）.docx"))
    said = "".join(texts(papers / "认定名单（附件）.docx"))
    assert "〔安仁镇乙村（以前有过，已失去：2020年12月1日取消）：请核对能不能再认定，核对后删去本行〕" in said
    assert "一、新认定（1个）" in said
    assert "二、保持称号（2个）" in said
    assert "拟收回" not in said
    assert "〔八都镇丙村的称号由人定（见考核结果的备注），没有列入〕" in said
    tables = [[[cell.text for cell in row.cells] for row in table.rows][1:] for table in document.tables]
    assert tables == [
        [["1", "安仁镇乙村", FULL]],
        [["1", "安仁镇甲村", FULL], ["2", "八都镇丁村", FULL]],
    ]


def test_the_public_notice_names_who_is_new_only(papers: Path) -> None:
    table = Document(str(papers / "公示名单（拟认定）.docx")).tables[0]
    assert [row.cells[2].text for row in table.rows][1:] == ["乙村"]
    said = texts(papers / "公示名单（拟认定）.docx")
    assert f"拟认定下列1个社区（村）为{FULL}，现予公示。" in "".join(said)


NOTICES: list[tuple[str, list[list[Any]], list[str], dict[str, str]]] = [
    ("taizhou-2019", [*COUNTY, *ELSEWHERE], ["--title", "台州市高质量就业社区（村）"], {
        "公示名单（拟认定）.docx": "拟认定下列2个社区（村）为台州市高质量就业社区（村），现予公示。",
        "公示名单（拟推荐）.docx": "为市级高质量就业社区（村），现予公示。",
        "认定名单（附件）.docx": "云屿镇云屿村县级高质量就业社区（村）",
    }),
    ("taizhou-2019", [*COUNTY, *ELSEWHERE], ["--certified", "5"], {
        "公示名单（拟推荐）.docx": "〔本稿不能张贴：没有可以公示的社区（村）〕",
        "推荐名单.docx": "〔没有可以推荐的社区（村），不要盖章〕",
        "上报函.docx": "〔没有可以推荐的社区（村），核对以前不要上报〕",
    }),
    ("taizhou-2019", [*COUNTY, *ELSEWHERE], [], {
        "上报函.docx": "〔还有5个社区（村）结论待定，定下来以后再上报〕",
        "推荐名单.docx": "市级高质量就业社区（村）推荐名单",
    }),
    ("taizhou-2019", [*COUNTY, *ELSEWHERE, [TOWN, "前屿村", *RECTIFIED[0][2:]]], [], {
        name: f"云屿镇前屿村整顿中（至2020年12月1日），通知没有写能不能推荐，请核对{rest}〕"
        for name, rest in (
            ("推荐名单.docx", "，核对以前不要盖章"), ("公示名单（拟推荐）.docx", ""), ("上报函.docx", "，核对以前不要上报"),
        )
    }),
    ("taizhou-2019", [*COUNTY, *RECTIFIED], [], {
        "认定名单（附件）.docx": "沙岙村县级高质量就业社区（村）整顿中（至2020年12月1日）",
    }),
]  # fmt: skip


@pytest.mark.parametrize(("rubric", "rows", "words", "papers_say"), NOTICES)
def test_each_paper_has_the_title_that_it_is_about(
    rubric: str, rows: list[list[Any]], words: list[str], papers_say: dict[str, str], tmp_path: Path
) -> None:
    file = write_register(tmp_path / "台账.xlsx", rows)
    folder = tmp_path / "名单"
    run(
        "rank", TAIZHOU, "--rubric", rubric, "--on", "2020-09-10", "--titles", file, *words, "-o", str(folder)
    )
    for name, said in papers_say.items():
        assert said in "".join(texts(folder / name)), name


def test_who_is_put_forward_under_a_rectification_is_asked_about(tmp_path: Path) -> None:
    rows = [*COUNTY, *ELSEWHERE, [TOWN, "前屿村", *RECTIFIED[0][2:]], [TOWN, "青礁村", *RECTIFIED[0][2:]]]
    told = run("rank", TAIZHOU, *WORDS, "--titles", write_register(tmp_path / "台账.xlsx", rows)).output
    assert told.count("[C195]") == 1
    assert "[C195] 提示" in told
    assert "推荐名单上的“云屿镇前屿村”，它的“县级”整顿中（至2020年12月1日），通知没有写能不能推荐。" in told


def test_a_public_notice_for_several_titles_names_each(tmp_path: Path) -> None:
    (tmp_path / "data.yaml").write_text(NINGBO_TWO, encoding="utf-8")
    file = write_register(
        tmp_path / "台账.xlsx", [["某街道", "远处社区", "充分就业社区", "认定", "2009-12-20"]]
    )
    words = ["--rubric", "ningbo-2010", "--titles", file, "--on", "2010-12-01", "-o", str(tmp_path / "名单")]
    run("rank", str(tmp_path / "data.yaml"), *words)
    made = tmp_path / "名单" / "公示名单（拟认定）.docx"
    assert "拟认定下列2个社区（村）为下表所列的称号，现予公示。" in "".join(texts(made))
    table = Document(str(made)).tables[0]
    assert [[cell.text for cell in row.cells][2:] for row in table.rows][1:] == [
        ["丙社区", "充分就业社区"],
        ["某街道", "充分就业街道"],
    ]


def test_the_money_sheet_says_ranges_and_of_which_year_the_money_was_paid(tmp_path: Path) -> None:
    (tmp_path / "data.yaml").write_text(NINGBO_TWO, encoding="utf-8")
    file = write_register(
        tmp_path / "台账.xlsx", [["某街道", "远处社区", "充分就业社区", "认定", "2009-12-20"]]
    )
    words = ["--rubric", "ningbo-2010", "--titles", file, "--on", "2010-12-01", "-o", str(tmp_path / "名单")]
    run("rank", str(tmp_path / "data.yaml"), *words)
    made = load_workbook(tmp_path / "名单" / "奖补资金汇总表.xlsx")
    said = {sheet.title: "".join(str(cell.value or "") for row in sheet for cell in row) for sheet in made}
    assert "社区创建奖励：每个20000至30000元，由当地确定，每年；" in said["按乡镇"]
    assert "没有列出的，2010年不应发，这一年也没有发过。" in said["计算依据"]
    assert "没有列出的，不应发，也没有发过。" not in said["计算依据"]


def test_the_results_say_which_titles_are_held_what_changes_and_what_is_owed(papers: Path) -> None:
    rows = {row[3]: row[4:] for row in rows_of(papers / "考核结果.xlsx", "考核结果")}
    assert rows["甲村"] == (
        "合格",
        "龙泉市级：2020年11月25日认定（龙人社〔2020〕9号）；丽水市级：2021年11月25日认定",
        "保持",
        5000,
        "称号保持：已有称号，不重复认定",
    )
    assert rows["乙村"][2:4] == ("新认定", 0)
    assert rows["丙村"][2:4] == ("待定", 0)
    assert rows["丁村"][2:4] == ("保持", "待定")


def test_the_money_sheet_pays_the_difference_and_says_why(papers: Path) -> None:
    made = papers / "奖补资金汇总表.xlsx"
    details = {row[2]: row[3:7] for row in rows_of(made, "明细")}
    assert details["甲村"] == (0, 5000, 0, 5000)
    assert details["丁村"] == ("待定", 0, 0, 0)
    reasons = {(row[2], row[3]): row[4:] for row in rows_of(made, "计算依据")}
    assert reasons["甲村", "丽水市级奖补"] == (
        15000,
        0,
        10000,
        5000,
        "凭“丽水市级”应发15000元，已发2020年的“龙泉市级奖补”10000元，补发5000元",
    )
    assert reasons["甲村", "龙泉市级奖补"][:4] == (0, 10000, 0, 0)
    assert reasons["丙村", "龙泉市级奖补"][:4] == (10000, 10000, 0, 0)
    assert reasons["丁村", "龙泉市级奖补"][3] == "待定"
    total = next(row for row in rows_of(made, "按乡镇") if "合计" in str(row[1]))
    assert total[1:8] == ("合计（不含待定）", 0, 0, 1, 5000, 0, 0)


def test_a_public_notice_is_not_fit_to_be_published_while_the_title_of_who_passed_is_a_question(
    tmp_path: Path,
) -> None:
    (tmp_path / "data.yaml").write_text(LONGQUAN, encoding="utf-8")
    twice = ["安仁镇", "乙村", "龙泉市级", "认定"]
    file = write_register(tmp_path / "台账.xlsx", [[*twice, "2020-11-25"], [*twice, "2020-12-25"]])
    words = [
        "--rubric",
        "longquan-2020",
        "--titles",
        file,
        "--on",
        "2021-12-31",
        "-o",
        str(tmp_path / "名单"),
    ]
    assert run("rank", str(tmp_path / "data.yaml"), *words).exit_code == 1
    said = texts(tmp_path / "名单" / "公示名单（拟认定）.docx")
    assert "〔本稿不能张贴：1个合格的社区（村）称号待定〕" in said


def test_nothing_is_said_of_money_where_the_notice_gives_none(tmp_path: Path) -> None:
    data, title = tmp_path / "数据.yaml", "充分就业社区"
    data.write_text(
        "communities: [{name: 甲社区, township: 云街道, facts: {community: 是}}]\n", encoding="utf-8"
    )
    file = write_register(tmp_path / "台账.xlsx", [["云街道", "甲社区", title, "认定", "2008-04-20"]])
    words = ["--rubric", "fushun-2008", "--on", "2008-12-31", "--titles", file, "-o", str(tmp_path / "名单")]
    assert "奖补" not in run("rank", str(data), *words).stdout
    sheet = tmp_path / "名单" / "考核结果.xlsx"
    said = [
        str(cell)
        for row in load_workbook(sheet).worksheets[0].iter_rows(values_only=True)
        for cell in row
        if cell
    ]
    assert [each for each in said if "应发奖补" in each or "奖补资金汇总表" in each] == []
