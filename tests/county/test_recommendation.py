"""Who is recommended where several are tied at the cut: whom a person chose, and nobody else."""

from pathlib import Path

import pytest
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
    ([["", "好"]], "C106", "选定的“（空）”在数据里没有"),
    ([["一村", "好"]], "C108", "选定的“乙镇一村”没有同分待定（按名次已经在名额内）"),
    ([["五村", "好"]], "C108", "（名次在名额以外）"),
    ([["六村", "好"]], "C108", "（结论是不合格）"),
    ([["二村", "好"], ["甲镇二村", "好"]], "C109", "选定的“甲镇二村”写了两次"),
    *(([["二村", why]], "C110", "选定“二村”没有写理由") for why in ("", "—", "/", "无")),
    ([["二村", "好"], ["三村", "好"]], "C111", "选定了2个（甲镇二村、乙镇三村），名额只剩1个"),
    *(([["二村", text]], "C110", "选定“二村”没有写理由") for text in ("待补", "同上", "无理由", "暂无")),
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
