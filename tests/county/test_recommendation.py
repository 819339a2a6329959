"""Who is recommended where several are tied at the cut: whom a person chose, and nobody else."""

from pathlib import Path

import pytest
from openpyxl import load_workbook
from support import tied_county
from support.command import run
from support.tied_county import ENOUGH, RUBRIC

from formgen.commands.county_papers import find_open_places
from formgen.commands.rank import RankBeside, Ranking, rank_communities
from formgen.county.counts import CountsAsked
from formgen.problems import FormgenError

TWO_QUOTAS = RUBRIC + ("  second: {title: 表扬数量, clause: 表扬不超过10%。, share: 10%, of: 已认定的总数}\n")


def ranked(folder: Path, chosen: str = "", text: str = RUBRIC, base: str = ENOUGH) -> Ranking:
    files = [Path(each) for each in tied_county.data(folder)]
    asked = CountsAsked(int(base))
    return rank_communities(
        files, tied_county.rubric(folder, text), asked, None, RankBeside(Path(chosen) if chosen else None)
    )


def test_who_is_tied_at_the_cut_is_neither_in_nor_out(tmp_path: Path) -> None:
    given = ranked(tmp_path).recommendations["recommendation"]
    assert [str(who) for who in given.recommended] == ["乙镇一村"]
    assert [str(who) for who in given.tied] == ["乙镇三村", "甲镇二村", "甲镇四村"]
    assert (given.left, given.undecided) == (1, True)


def test_nobody_has_a_place_that_a_community_set_aside_may_take(tmp_path: Path) -> None:
    names = ["一村", "二村", "三村", "四村", "五村", "六村"]
    files = [Path(each) for each in tied_county.data(tmp_path, names)]
    south = files[1].read_text(encoding="utf-8")
    files[1].write_text(south.replace("三村", "一村"), encoding="utf-8")  # one name twice: neither is used
    base = CountsAsked(certified=20)
    ranking = rank_communities(files, tied_county.rubric(tmp_path), base)
    assert [str(each) for each in ranking.set_aside] == ["乙镇一村（数据有误，没有采用）"]
    (given,) = ranking.recommendations.values()
    assert given.undecided
    assert given.recommended == ()
    (problem,) = (each for each in find_open_places(ranking) if each.code == "C113")
    assert "乙镇一村（数据有误，没有采用）" in problem.message


def test_a_choice_fills_the_places_that_are_left_and_keeps_its_reason(tmp_path: Path) -> None:
    chosen = tied_county.chosen(tmp_path, ["甲镇二村", "服务对象最多"])
    ranking = ranked(tmp_path, chosen)
    given = ranking.recommendations["recommendation"]
    assert [str(who) for who in given.recommended] == ["乙镇一村", "甲镇二村"]
    assert [*given.chosen.values()] == ["服务对象最多"]
    assert [str(who) for who in given.passed_over] == ["乙镇三村", "甲镇四村"]
    assert (given.tied, given.undecided, ranking.problems) == ((), False, ())


def test_a_choice_of_fewer_than_there_are_places_leaves_the_rest_tied(tmp_path: Path) -> None:
    chosen = tied_county.chosen(tmp_path, ["二村", "服务对象最多"])
    given = ranked(tmp_path, chosen, base="30").recommendations["recommendation"]
    assert [str(who) for who in given.recommended] == ["乙镇一村", "甲镇二村"]
    assert [str(who) for who in given.tied] == ["乙镇三村", "甲镇四村"]
    assert given.left == 1


FAULTS = [
    ([["八村", "好"]], "C106", "选定的“八村”在数据里没有"),
    ([["二社区居委会", "好"]], "C106", "选定的“二社区居委会”在数据里没有"),
    ([["", "好"]], "C106", "选定的“（空）”在数据里没有"),
    ([["一村", "好"]], "C108", "选定的“乙镇一村”没有同分待定（按名次已经在名额内）"),
    ([["五村", "好"]], "C108", "（名次在名额以外）"),
    ([["六村", "好"]], "C108", "（结论是不合格）"),
    ([["二村", "好"], ["甲镇二村", "好"]], "C109", "选定的“甲镇二村”写了两次"),
    *(([["二村", why]], "C110", "选定“二村”没有写理由") for why in ("", "—", "/", "无")),
    ([["二村", "好"], ["三村", "好"]], "C111", "选定了2个（甲镇二村、乙镇三村），名额只剩1个"),
    *(([["二村", text]], "C110", "选定“二村”没有写理由") for text in ("待补", "同上", "无理由", "暂无")),
    *(
        ([["二村", text]], "C194", f"名单里的“二村”：这一行写着“{text}”，不知是不是选定的")
        for text in (
            "投票少，落选",
            "不选，去年投诉",
            "备选",
            "未推荐",
            "票少（未选上）",
            "本村放弃",
            "经研究不予推荐",
            "未入围",
            "会议否决",
            "否",
            "票数少落选",
            "二村票少落选",
            "与丙村相比落选",
            "输给三村落选",
            "经村两委研究放弃",
            "不得不放弃",
            "同分村中得票最少落选",
            "放弃本次申报",
            "未通过会议表决",
            "备选第二位",
        )
    ),
]


@pytest.mark.parametrize(("rows", "code", "words"), FAULTS)
def test_a_choice_that_resolves_no_tie_is_a_problem_and_none_is_taken(
    rows: list[list[str]], code: str, words: str, tmp_path: Path
) -> None:
    ranking = ranked(tmp_path, tied_county.chosen(tmp_path, *rows))
    (problem,) = ranking.problems
    assert (problem.code, problem.place.file) == (code, "选定.xlsx")
    assert words in str(problem)
    assert problem.place.cell
    given = ranking.recommendations["recommendation"]
    assert [str(who) for who in given.recommended] == ["乙镇一村"]


@pytest.mark.parametrize(
    ("head", "rows", "words"),
    [
        ("是否选定", [["二村", "好", "是"], ["三村", "较好", "否"]], "“三村”：这一行写着“否”"),
        ("选定结果", [["二村", "好", "选定"], ["三村", "票少", "未选定"]], "“三村”：这一行写着“未选定”"),
        ("是否推荐", [["二村", "好", "√"], ["三村", "好", ""]], "“三村”：这一行的“是否推荐”没有写"),
        ("评选结果", [["二村", "好", "第二名"]], "“二村”：这一行写着“第二名”"),
        ("备注", [["二村", "好", "落选"]], "“二村”：这一行写着“落选”"),
        ("情况", [["二村", "好", "入围"], ["三村", "好", "出局"]], "“三村”：这一行写着“出局”"),
        ("是否入围", [["二村", "好", "否"]], "“二村”：这一行写着“否”"),
        ("党委会研究", [["二村", "好", "不推荐"]], "“二村”：这一行写着“不推荐”"),
        ("党委会", [["二村", "好", "否"]], "“二村”：这一行写着“否”"),
        ("审批意见", [["二村", "好", "否"]], "“二村”：这一行写着“否”"),
        ("其他说明", [["二村", "好", "落选"]], "“二村”：这一行写着“落选”"),
        ("是否备选", [["二村", "好", "是"]], "“二村”：这一行写着“是”"),
        ("落选原因", [["二村", "好", "票少"]], "“二村”：这一行写着“票少”"),
        ("", [["二村", "好", "否"]], "“二村”：这一行写着“否”"),
        ("意见", [["二村", "好", "同意推荐"], ["三村", "好", "再议"]], "“三村”：这一行写着“再议”"),
    ],
)
def test_a_row_that_any_column_passes_over_is_no_choice(
    head: str, rows: list[list[str]], words: str, tmp_path: Path
) -> None:
    ranking = ranked(tmp_path, tied_county.chosen(tmp_path, *rows, head=("社区", "理由", head)))
    (problem,) = ranking.problems
    assert problem.code == "C194"
    assert words in str(problem)
    assert ranking.recommendations["recommendation"].chosen == {}


@pytest.mark.parametrize(
    ("head", "row"),
    [
        ("是否选定", ["二村", "去年落选，今年补上；其他村落选", "是"]),
        ("备注", ["二村", "丙村放弃，顺延", "未发生投诉"]),
        ("选定情况", ["二村（甲镇）", "同分中服务对象最多，不重复推荐", "拟推荐"]),
        ("是否推荐", ["二村", "群众选举得票多", ""]),
        *(
            ("备注", [name, "服务对象最多", ""])
            for name in (
                "甲镇二村村委会",
                "二村委会",
                "二村村民委员会",
                "二村民委员会",
                "二村委",
                "二村村委会（甲镇）",
            )
        ),
        *(
            ("备注", ["二村", reason, ""])
            for reason in (
                "未发生落选情形",
                "未被否决",
                "丙村因失业率高未选，故选本村",
                "备选方案论证充分",
                "放弃休息日上门服务，群众称赞",
                "组织落选人员开展再就业",
                "落选社区中得分最高",
                "没有人弃权，一致同意",
                "淘汰落后产能，腾出岗位",
                "未列入失信名录",
                "不选择性执行政策",
                "因丙村放弃，由本村递补",
            )
        ),
    ],
)
def test_honest_words_in_a_list_of_those_chosen_are_no_doubt(
    head: str, row: list[str], tmp_path: Path
) -> None:
    ranking = ranked(tmp_path, tied_county.chosen(tmp_path, row, head=("社区", "理由", head)))
    assert list(ranking.problems) == []
    assert [str(who) for who in ranking.recommendations["recommendation"].chosen] == ["甲镇二村"]


@pytest.mark.parametrize(
    ("head", "text"),
    [
        ("有无否决事项", "否"),
        ("是否有欠薪", "否"),
        ("去年是否入选", "否"),
        ("上年结果", "落选"),
        ("是否零就业", "×"),
        ("是否落选", "否"),
        ("是否重复推荐", "否"),
    ],
)
def test_a_no_to_another_question_decides_nothing(head: str, text: str, tmp_path: Path) -> None:
    ranking = ranked(
        tmp_path, tied_county.chosen(tmp_path, ["二村", "好", text], head=("社区", "理由", head))
    )
    (problem,) = ranking.problems
    assert f"[C193] 提示 选定.xlsx 工作表“Sheet” 单元格C1：选定的名单里，“{head}”一列没有读" in str(problem)
    assert [str(who) for who in ranking.recommendations["recommendation"].chosen] == ["甲镇二村"]


def change_list(path: str, sheet: str = "Sheet", hidden: int = 0, *others: str) -> None:
    """Give the sheet of a list another name, hide a row of it, add sheets with another choice."""
    book = load_workbook(path)
    book.worksheets[0].title = sheet
    book.worksheets[0].row_dimensions[hidden or 99].hidden = True
    for each in others:
        added = book.create_sheet(each)
        added.append(["社区", "理由"] if "名单" in each else ["抽签办法"])
        added.append(["三村", "好"])
    book.save(path)


def test_what_is_not_read_of_a_list_of_those_chosen_is_named(tmp_path: Path) -> None:
    chosen = tied_county.chosen(tmp_path, ["二村", "好", "9"], head=("社区", "理由", "票数"))
    change_list(chosen, "名单", 0, "办法")
    ranking = ranked(tmp_path, chosen)
    (problem,) = ranking.problems
    assert "[C193] 提示" in str(problem)
    assert "选定的名单里，“票数”一列、工作表“办法”没有读" in str(problem)
    assert [str(who) for who in ranking.recommendations["recommendation"].chosen] == ["甲镇二村"]


def test_a_hidden_row_is_no_choice(tmp_path: Path) -> None:
    chosen = tied_county.chosen(tmp_path, ["二村", "好"])
    change_list(chosen, "Sheet", 2)
    (problem,) = ranked(tmp_path, chosen).problems
    assert "单元格A2：名单里的“二村”：这一行是隐藏的" in str(problem)


@pytest.mark.parametrize(
    ("sheet", "others", "words"),
    [
        ("名单", ["名单二"], "有几张名单（工作表“名单”、“名单二”），不知用哪一张"),
        ("名单（作废）", [], "名单写着作废、旧稿一类的字"),
    ],
)
def test_of_several_lists_none_is_taken(sheet: str, others: list[str], words: str, tmp_path: Path) -> None:
    chosen = tied_county.chosen(tmp_path, ["二村", "好"])
    change_list(chosen, sheet, 0, *others)
    with pytest.raises(FormgenError) as caught:
        ranked(tmp_path, chosen)
    assert words in str(caught.value.problems[0])


def test_a_void_list_gives_way_to_the_one_beside_it_and_is_named(tmp_path: Path) -> None:
    chosen = tied_county.chosen(tmp_path, ["二村", "好"])
    change_list(chosen, "名单（作废）", 0, "名单")
    ranking = ranked(tmp_path, chosen)
    assert [str(who) for who in ranking.recommendations["recommendation"].chosen] == ["乙镇三村"]
    assert "选定的名单里，工作表“名单（作废）”没有读" in str(ranking.problems[0])


def test_one_faulty_row_keeps_the_others_from_being_taken(tmp_path: Path) -> None:
    ranking = ranked(tmp_path, tied_county.chosen(tmp_path, ["二村", "好"], ["八村", "好"]))
    assert [each.code for each in ranking.problems] == ["C106"]
    assert ranking.recommendations["recommendation"].chosen == {}


def test_a_name_of_two_communities_needs_its_township(tmp_path: Path) -> None:
    names = ("一村", "二村", "二村", "四村", "五村", "六村")
    files = [Path(each) for each in tied_county.data(tmp_path, names)]
    rubric, asked = tied_county.rubric(tmp_path), CountsAsked(20)
    bare = tied_county.chosen(tmp_path, ["二村", "好"])
    (problem,) = rank_communities(files, rubric, asked, None, RankBeside(Path(bare))).problems
    assert "[C107] 错误 选定.xlsx 工作表“Sheet” 单元格A2：选定的“二村”有几个：乙镇二村、甲镇二村" in str(
        problem
    )
    told = tied_county.chosen(tmp_path, ["甲镇", "二村", "好"], head=("乡镇（街道）", "社区（村）", "理由"))
    given = rank_communities(files, rubric, asked, None, RankBeside(Path(told))).recommendations[
        "recommendation"
    ]
    assert [str(who) for who in given.chosen] == ["甲镇二村"]


def test_a_choice_while_the_base_is_unknown_is_a_problem(tmp_path: Path) -> None:
    files = [Path(each) for each in tied_county.data(tmp_path)]
    chosen = tied_county.chosen(tmp_path, ["二村", "好"])
    ranking = rank_communities(files, tied_county.rubric(tmp_path), beside=RankBeside(Path(chosen)))
    assert "没有同分待定（名额还不能算：没有写已认定的总数（--certified））" in str(ranking.problems[0])


def test_where_there_are_two_quotas_a_choice_says_which(tmp_path: Path) -> None:
    chosen = tied_county.chosen(tmp_path, ["二村", "好"])
    (problem,) = ranked(tmp_path, chosen, TWO_QUOTAS).problems
    assert "[C112] 错误" in str(problem)
    assert "请加“名额”一列，写明：“推荐数量”、“表扬数量”" in str(problem)
    told = tied_county.chosen(tmp_path, ["二村", "好", "表扬数量"], head=("社区", "理由", "名额"))
    given = ranked(tmp_path, told, TWO_QUOTAS).recommendations
    assert [len(given[key].chosen) for key in ("recommendation", "second")] == [0, 1]


@pytest.mark.parametrize(
    ("rows", "head", "words"),
    [
        ([["二村", "好"]], ("社区", "备注"), "“选定.xlsx”不能用作选定的名单：没有“社区”和“理由”两列"),
        ([], ("社区", "理由"), "表头下面没有行"),
    ],
)
def test_a_list_of_those_chosen_has_its_columns_and_rows(
    rows: list[list[str]], head: tuple[str, ...], words: str, tmp_path: Path
) -> None:
    with pytest.raises(FormgenError) as caught:
        ranked(tmp_path, tied_county.chosen(tmp_path, *rows, head=head))
    (problem,) = caught.value.problems
    assert problem.code == "C105"
    assert words in str(problem)


@pytest.mark.parametrize(
    "footer",
    [
        ["", "填表人：张三"],
        ["填表人：张三", ""],
        ["经办人：李四", "2019年10月8日"],
        ["合计", "1个"],
        ["", "合计：1个"],
        ["共1个", ""],
        ["局长签字：", ""],
    ],
)
def test_who_signs_a_list_is_not_chosen(footer: list[str], tmp_path: Path) -> None:
    ranking = ranked(tmp_path, tied_county.chosen(tmp_path, ["二村", "好"], footer))
    assert list(ranking.problems) == []
    assert [str(who) for who in ranking.recommendations["recommendation"].chosen] == ["甲镇二村"]


def test_a_list_of_those_chosen_may_be_csv_but_no_yaml(tmp_path: Path) -> None:
    (tmp_path / "选定.csv").write_text("社区,理由\n二村,好\n填表人：某,\n", encoding="utf-8")
    given = ranked(tmp_path, str(tmp_path / "选定.csv")).recommendations["recommendation"]
    assert [str(who) for who in given.chosen] == ["甲镇二村"]
    (tmp_path / "选定.yaml").write_text("社区: 二村\n", encoding="utf-8")
    with pytest.raises(FormgenError) as caught:
        ranked(tmp_path, str(tmp_path / "选定.yaml"))
    assert "选定的名单应当是工作簿或 CSV 文件" in str(caught.value.problems[0])


def test_the_command_says_whom_a_person_chose_and_why(tmp_path: Path) -> None:
    words = ["rank", *tied_county.data(tmp_path), "--rubric", tied_county.rubric(tmp_path)]
    chosen = tied_county.chosen(tmp_path, ["二村", "服务对象最多"])
    result = run(*words, "--certified", ENOUGH, "--chosen", chosen)
    assert "你们选定：甲镇二村（服务对象最多）" in result.output
    record = run(*words, "--certified", ENOUGH, "--chosen", chosen, "--format", "json").output
    assert '"甲镇二村": "服务对象最多"' in record
