"""The papers of a county: who stands on them, what they say of numbers, and what they never overwrite."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook
from support import tied_county
from support.command import TAIZHOU, YONGJIA, run
from support.four import texts
from support.tied_county import ENOUGH, RUBRIC

from formgen.office.identity import read_identity

DAYS = "2019-10-08..2019-10-14"


def papers(folder: Path, *words: str, text: str = RUBRIC, base: str = ENOUGH) -> Path:
    """Write the papers of the tied county; return their folder."""
    files = tied_county.data(folder)
    result = run(
        "rank", *files, "--rubric", tied_county.rubric(folder, text), "--certified", base,
        "-o", str(folder / "名单"), *words,
    )  # fmt: skip
    assert result.exit_code == 0, result.output
    return folder / "名单"


def rows_of(path: Path, table: int = 0) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in Document(str(path)).tables[table].rows]


def test_the_recommendation_keeps_who_is_tied_apart_from_who_is_in(tmp_path: Path) -> None:
    made = papers(tmp_path) / "推荐名单.docx"
    (inside,) = rows_of(made)[1:]
    assert inside == ["1", "乙镇", "一村", "99", "1", "示例0", "0577-67220001", ""]
    assert [[row[0], row[2], row[4], row[7]] for row in rows_of(made, 1)[1:]] == [
        ["—", "三村", "并列2", "同分待定"],
        ["—", "二村", "并列2", "同分待定"],
        ["—", "四村", "并列2", "同分待定"],
    ]
    said = "".join(texts(made))
    assert "〔以下还没有定，不在名单内，也没有排除；还有1个名额，定下来以后再盖章〕" in said
    assert "名额的依据：推荐数量不超过已认定总数的10%。历年累计认定的总数为20个，最多2个。" in said
    assert "--" not in said


@pytest.mark.parametrize(
    ("reason", "printed"),
    [
        ("服务对象最多", "服务对象最多"),
        ("见李四99999919800101001X，电话120 0000 0003", "见李四9999**********001X，电话120****0003"),
        ("座机（0578）7654321", "座机057****4321"),
        ("电话0577-67220001，2026年共12次", "电话057*****0001，2026年共12次"),
    ],
)
def test_a_choice_stands_on_the_recommendation_with_its_reason(
    reason: str, printed: str, tmp_path: Path
) -> None:
    chosen = tied_county.chosen(tmp_path, ["二村", reason])
    made = papers(tmp_path, "--chosen", chosen) / "推荐名单.docx"
    assert rows_of(made)[2][-1] == f"同分，人工选定：{printed}"
    assert len(Document(str(made)).tables) == 1
    assert "乙镇三村、甲镇四村与选定的同分，没有选定，不在名单内。" in "".join(texts(made))


def test_a_public_notice_has_names_and_days_and_nothing_to_call_or_identify_anybody(tmp_path: Path) -> None:
    folder = papers(tmp_path, "--publicity", DAYS)
    for name in ("公示名单（拟推荐）.docx", "公示名单（拟认定）.docx"):
        assert rows_of(folder / name)[0] == ["序号", "乡镇（街道）", "社区（村）"]
        said = "".join(texts(folder / name))
        assert "公示时间：2019年10月8日至2019年10月14日（共7天）。" in said
        assert "0577" not in said
        assert "示例" not in said
    assert "本稿不能张贴：还有1个名额没有定" in "".join(texts(folder / "公示名单（拟推荐）.docx"))
    assert "不能张贴" not in "".join(texts(folder / "公示名单（拟认定）.docx"))
    assert [row[2] for row in rows_of(folder / "公示名单（拟认定）.docx")[1:]] == [
        "一村",
        "三村",
        "二村",
        "四村",
        "五村",
    ]


def test_days_that_nobody_gave_are_left_blank(tmp_path: Path) -> None:
    said = "".join(texts(papers(tmp_path) / "公示名单（拟推荐）.docx"))
    assert "公示时间：　　　　年　　月　　日至　　　　年　　月　　日。" in said


@pytest.mark.parametrize(
    ("days", "words"),
    [
        ("2019-10-08", "认不出开始和结束两天"),
        ("2019-10-08..十月", "认不出开始和结束两天"),
        ("2019-10-14..2019-10-08", "结束的一天在开始以前"),
        ("2009-09-16..2009-09-30", "比通知（2009-09-17）还早"),
    ],
)
def test_days_that_cannot_be_are_refused(days: str, words: str) -> None:
    result = run("rank", YONGJIA, "--rubric", "yongjia-2009", "--publicity", days)
    assert result.exit_code == 2
    assert f"[C116] 错误 公示时间“{days}”不能用：{words}" in result.output


def test_the_annex_names_everybody_who_passed_and_leaves_its_number_blank(tmp_path: Path) -> None:
    made = papers(tmp_path, "--title", "县级充分就业社区") / "认定名单（附件）.docx"
    assert rows_of(made)[1] == ["1", "乙镇一村", "县级充分就业社区"]
    assert len(rows_of(made)) == 6
    assert "（＿＿〔20＿＿〕＿＿号文件附件）" in texts(made)


def test_the_letter_takes_its_numbers_from_the_ranking(tmp_path: Path) -> None:
    folder = papers(tmp_path, "--to", "温州市劳动和社会保障局")
    said = "".join(texts(folder / "上报函.docx"))
    assert "温州市劳动和社会保障局：" in said
    assert "参加评定的社区（村）共6个：合格5个，不合格1个。" in said
    assert "现推荐1个：乙镇一村（名单附后）。" in said
    assert "〔还有1个名额没有定，名单定下来以后改写本段〕" in said
    assert "1.“充分就业社区”推荐名单" in said


def test_the_results_list_everybody_with_rank_verdict_and_reason(tmp_path: Path) -> None:
    sheet = load_workbook(papers(tmp_path) / "考核结果.xlsx").worksheets[0]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3, max_row=9)]
    assert rows[0] == ["序号", "名次", "乡镇（街道）", "社区（村）", "最后得分", "结论", "备注"]
    assert [row[1] for row in rows[1:]] == [1, "并列2", "并列2", "并列2", 5, None]
    assert rows[6][5:] == ["不合格", "评定标准“就业率达到96%”不符合；84分，不到85分"]


def amounts(path: Path, sheet: str) -> Iterator[tuple[object, ...]]:
    """Yield the rows of a sheet with the results that its formulas have stored."""
    return load_workbook(path, data_only=True)[sheet].iter_rows(min_row=4, values_only=True)


def test_money_is_added_up_by_formulas_whose_results_are_right(tmp_path: Path) -> None:
    made = papers(tmp_path) / "奖补资金汇总表.xlsx"
    by_township = list(amounts(made, "按乡镇"))
    assert by_township[0][1:9] == ("乙镇", 3, 15000, 3, 45000, 3, 15000, 75000)
    assert by_township[2][1:9] == ("合计", 6, 30000, 6, 90000, 5, 25000, 145000)
    book = load_workbook(made)
    assert book["按乡镇"]["I4"].value == "=D4+F4+H4"
    assert book["按乡镇"]["I6"].value == "=SUM(I4:I5)"
    assert book["明细"]["G4"].value == "=SUM(D4:F4)"
    assert [row[3:6] for row in amounts(made, "按资金来源")][3] == (17, 145000, 0)
    assert "依据：参与创建的社区增设" in str(by_township[3][0])


def test_money_that_is_open_is_no_zero_and_not_in_the_sums(tmp_path: Path) -> None:
    result = run("rank", YONGJIA, "--rubric", "yongjia-2009", "-o", str(tmp_path / "名单"))
    assert "[C11" not in result.output
    rows = list(amounts(tmp_path / "名单" / "奖补资金汇总表.xlsx", "按乡镇"))
    assert rows[2][1] == "合计（不含待定）"
    assert rows[2][-1] == "待定：合格奖励（并授予牌匾）13个，没有计入"
    assert "没有算成0元，也没有计入合计" in str(rows[3][0])
    details = list(amounts(tmp_path / "名单" / "奖补资金汇总表.xlsx", "明细"))
    assert "待定" in [row[5] for row in details]
    annex = tmp_path / "名单" / "认定名单（附件）.docx"
    assert "〔还有13个社区（村）结论待定，没有列入；定下来以后再印发〕" in texts(annex)


def test_money_that_hangs_on_titles_makes_no_sheet(tmp_path: Path) -> None:
    result = run("rank", TAIZHOU, "--rubric", "taizhou-2019", "--certified", "49", "-o", str(tmp_path))
    assert "[C113] 提示 “推荐数量”还有2个名额没有定：云屿镇前屿村" in result.output
    assert not (tmp_path / "奖补资金汇总表.xlsx").exists()
    remarks = {row[7] for row in rows_of(tmp_path / "推荐名单.docx", 1)[1:]}
    assert remarks == {"可能因待定的社区落在名额外", "得分、结论或称号待定，可能进入名额"}


def test_of_many_of_whom_nothing_is_decided_ten_are_named_with_the_count(tmp_path: Path) -> None:
    records = [{"name": f"第{at}村", "township": "甲镇"} for at in range(1, 13)]
    (tmp_path / "数据.json").write_text(json.dumps({"communities": records}), encoding="utf-8")
    words = ["--rubric", "taizhou-2019", "--certified", "20", "-o", str(tmp_path / "名单")]
    said = run("rank", str(tmp_path / "数据.json"), *words).output
    assert "甲镇第10村等12个待定，可能进入名额" in said
    assert "[C113] 提示 “推荐数量”还有2个名额没有定：甲镇第1村、甲镇第2村" in said
    assert "甲镇第10村等12个。" in said
    assert "第11村" not in said.partition("推荐数量：")[2]


def test_without_a_base_there_is_no_recommendation_and_that_is_said(tmp_path: Path) -> None:
    result = run("rank", TAIZHOU, "--rubric", "taizhou-2019", "-o", str(tmp_path))
    assert "[C114] 提示 “推荐数量”不能算：没有写已认定的总数（--certified），推荐名单没有做" in result.output
    assert not (tmp_path / "推荐名单.docx").exists()


def test_a_base_of_zero_recommends_nobody_and_says_so(tmp_path: Path) -> None:
    files = tied_county.data(tmp_path)
    result = run(
        "rank",
        *files,
        "--rubric",
        tied_county.rubric(tmp_path),
        "--certified",
        "0",
        "-o",
        str(tmp_path / "名单"),
    )
    assert "[C115] 提示 “推荐数量”算出来是0个（已认定的（--certified）0个）" in result.output
    assert len(rows_of(tmp_path / "名单" / "推荐名单.docx")) == 1
    assert "拟推荐下列0个" not in "".join(texts(tmp_path / "名单" / "上报函.docx"))


def test_what_a_person_typed_is_never_overwritten(tmp_path: Path) -> None:
    made = papers(tmp_path) / "推荐名单.docx"
    document = Document(str(made))
    document.add_paragraph("经局长办公会研究同意。")
    document.save(str(made))
    before = made.read_bytes()
    files = [str(tmp_path / "甲镇.yaml"), str(tmp_path / "乙镇.yaml")]
    words = ["--rubric", str(tmp_path / "county.yaml"), "--certified", "30", "-o", str(made.parent)]
    result = run("rank", *files, *words)
    assert "[T111]" in result.output
    assert "[T220]" in result.output
    assert "另有“经局长办公会研究同意。”" in result.output
    assert f"已写好 {made.parent / '推荐名单（新）.docx'}。" in result.output
    assert made.read_bytes() == before


def test_a_document_of_another_kind_is_not_overwritten(tmp_path: Path) -> None:
    folder = papers(tmp_path)
    (folder / "上报函.docx").rename(folder / "推荐名单.docx")
    files = [str(tmp_path / "甲镇.yaml"), str(tmp_path / "乙镇.yaml")]
    words = ["--rubric", str(tmp_path / "county.yaml"), "--certified", "20", "-o", str(folder)]
    assert "[F117] 错误" in run("rank", *files, *words).output


@pytest.mark.parametrize("name", ["名单.docx", "county.yaml"])
def test_papers_are_written_into_a_folder(name: str, tmp_path: Path) -> None:
    tied_county.rubric(tmp_path)
    result = run("rank", YONGJIA, "--rubric", "yongjia-2009", "-o", str(tmp_path / name))
    assert result.exit_code == 2
    assert f"[C117] 错误 要写的不止一份，“{tmp_path / name}”却不是文件夹" in result.output


def test_the_order_of_files_and_the_day_change_no_byte(tmp_path: Path) -> None:
    folder = papers(tmp_path)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    other = tmp_path / "另"
    other.mkdir()
    files = tied_county.data(other)[::-1]
    run(
        "rank",
        *files,
        "--rubric",
        tied_county.rubric(other),
        "--certified",
        ENOUGH,
        "-o",
        str(other / "名单"),
    )
    assert {path.name: path.read_bytes() for path in (other / "名单").iterdir()} == before
    assert len(before) == 7


@pytest.mark.parametrize(
    "name", ["=1+1村", "+1村", "-1村", "@甲村", "<甲&乙>村", "甲%s村", "formgen-rows-0村"]
)
def test_odd_names_stand_on_the_papers_as_they_are(name: str, tmp_path: Path) -> None:
    records = [
        {"name": name, "township": "甲镇", "facts": {"phone": "0577-67220001"}, "indicators": {}},
        {"name": "乙村", "township": "甲镇"},
    ]
    (tmp_path / "数据.json").write_text(json.dumps({"communities": records}), encoding="utf-8")
    words = ["--rubric", "taizhou-2019", "--certified", "10", "-o", str(tmp_path / "名单")]
    run("rank", str(tmp_path / "数据.json"), *words)
    book = load_workbook(tmp_path / "名单" / "考核结果.xlsx")
    cells = [cell for row in book.worksheets[0].iter_rows(min_row=4, max_row=5) for cell in row]
    assert name in [cell.value for cell in cells]
    assert all(cell.data_type != "f" for cell in cells)
    assert name in [row[2] for row in rows_of(tmp_path / "名单" / "推荐名单.docx", 1)]


def test_every_paper_says_what_it_is(tmp_path: Path) -> None:
    for path in papers(tmp_path).iterdir():
        identity = read_identity(path)
        assert identity is not None
        assert identity.untouched
        assert path.name.startswith(identity.says["paper"])


def test_every_paper_that_names_a_community_says_that_an_opinion_refuses_it(tmp_path: Path) -> None:
    files = tied_county.data(tmp_path)
    record = Path(files[1])
    assert record.name == "乙镇.yaml"
    text = record.read_text(encoding="utf-8")
    record.write_text(
        text.replace('"示例0"', '"示例330102199001011234", "county_opinion": "不同意推荐"'), encoding="utf-8"
    )
    result = run(
        "rank", *files, "--rubric", tied_county.rubric(tmp_path), "--certified", ENOUGH, "-o", str(tmp_path / "名单"),
    )  # fmt: skip
    assert "[D240] 提示" in result.output
    said = "乙镇一村的县人事劳动保障部门意见写着不同意的话，请核对"
    made = sorted((tmp_path / "名单").glob("*.docx"))
    assert {each.name: said in "".join(texts(each)) for each in made} == {
        "上报函.docx": True,
        "公示名单（拟推荐）.docx": True,
        "公示名单（拟认定）.docx": True,
        "推荐名单.docx": True,
        "认定名单（附件）.docx": True,
    }
    inside = rows_of(tmp_path / "名单" / "推荐名单.docx")[1]
    assert (inside[5], inside[7]) == ("示例3301**********1234", said.removeprefix("乙镇一村的"))
