"""Words beside awards, quotas, targets, deadlines, standards, marks and grades that the rule does not answer are told."""

from pathlib import Path
from typing import NamedTuple

import pytest

from formgen.commands.rubric import look_into_rubric

SMALL = (Path(__file__).parents[1] / "cases" / "small_rubric.yaml").read_text(encoding="utf-8")
MARK = "pass_mark: {points: 12, clause: 12分以上合格。}"
RATE = "measure: {kind: ratio, of: [employed], to: [willing]}, at_least: 90%"


class Case(NamedTuple):
    """A clause, the rule beside it, and what is told, nothing for an honest one."""

    kind: str
    clause: str
    body: str
    says: str = ""


def award(clause: str, says: str = "", body: str = "yuan: 5000, passed: true") -> Case:
    return Case("awards", clause, body, says)


def quota(clause: str, says: str = "", body: str = "most: 2, of: 全市的") -> Case:
    return Case("quotas", clause, body, says)


def target(clause: str, says: str = "", body: str = "at_least: 2, of: passed") -> Case:
    return Case("targets", clause, body, says)


def deadline(title: str, clause: str, by: str, says: str = "") -> Case:
    return Case("deadlines", clause, f"by: {by}", says)._replace(kind=f"deadlines {title}")


def gate(clause: str, body: str, says: str = "") -> Case:
    return Case("standards", clause, body, says)


CASES = [
    award("对合格的社区奖励5000元，对优秀的奖励1万元。", "的原文还写着1万元，没有一条奖补给这么多"),
    award(
        "按每人200元给予奖补。", "的原文写着“按每人200元”，yuan 却是一个社区一笔", "yuan: 200, passed: true"
    ),
    award("每招用1人奖励500元。", "的原文写着“每招用1人奖励500元”，yuan 却是", "yuan: 500, passed: true"),
    award("奖励5000元/户。", "的原文写着“5000元/户”，yuan 却是一个社区一笔"),
    award("对不合格的社区扣减5000元工作经费。", "的原文写着“扣减”，这里却是给"),
    award("合格后又退步的，追回5000元。", "的原文写着“追回”，这里却是给"),
    award("对前三名的社区奖励5000元。", "的原文写着“前三名”，凡是合格的都给"),
    award(
        "对得分排名前20%的奖励5000元。",
        "前20%”，凡是合格的都给",
    ),
    award("第一名奖励5000元。", "的原文写着“第一名”，凡是合格的都给"),
    award("对前三名的社区奖励5000元。", "", "yuan: 5000, answer: station"),
    award("对合格的奖励5000元，扣除已发的部分。"),
    award("对合格的奖励5000元/家，配备1名以上人员的优先。"),
    award("对合格的社区每个奖励5000元，省级奖励4000元。"),
    award("对合格的奖励5000元，一等的再奖励3000元。", "的原文还写着3000元"),
    quota("每个乡镇推荐1至2个。", "的原文写着“每个乡镇推荐1”，most 却是全部数据合计的"),
    quota("各街道最多申报2个。", "的原文写着“各街道最多申报2”，most 却是"),
    quota("各乡镇推荐的社区中，全市评选2个。"),
    quota(
        "推荐数量为总数的20%（四舍五入）。",
        "的原文写着“四舍五入”，名额却是舍去小数的",
        "share: 20%, of: 总数, to: communities",
    ),
    quota("推荐数量为总数的20%。", "", "share: 20%, of: 总数, to: communities"),
    target(
        "每个乡镇建成合格社区2个以上。",
        "的原文写着“每个乡镇建成”，at_least 却是".replace("建成”", "建成")[:12],
    ),
    target("各镇力争建成2个合格社区。", "的原文写着“各镇力争建成2”，at_least 却是全部数据合计的"),
    target("全县各乡镇共建成合格社区2个。"),
    deadline("送审", "6月20日前自评，7月10日前送审。", "06-20", "的原文写着“7月10日前送审”，by 却是06-20"),
    deadline("自评", "6月20日前自评，7月10日前送审。", "06-20"),
    deadline("送审情况", "7月10日前送审情况，6月20日前自评。", "07-09"),
    deadline("季报", "每季度末月25日前上报。", "06-25", "的原文写着“每季度”，时限却一年只有一个"),
    deadline("月报", "每月5日前报送。", "06-05", "的原文写着“每月”，时限却一年只有一个"),
    gate("就业率达到90%且设有服务站。", RATE, "的原文写着“90%且设有服务站”，后一个条件没有一条评定标准看它"),
    gate("就业率达到90%，并且培训全覆盖。", RATE, "后一个条件没有一条评定标准看它"),
    gate("就业率达到90%的，同时授予牌匾。", RATE),
    gate("有劳动能力且有就业愿望的就业率达到90%以上。", RATE),
    award("对连续三年合格的社区奖励5000元。", "的原文写着“连续三年”，凡是这一年合格的都给"),
    award("对连续三年以上保持称号的，由市里另行表彰；合格的奖励5000元。", ""),
    award("对得分最高者授牌，合格的均奖励5000元。", ""),
    award("对得分最高的授牌，奖励5000元。", "的原文写着“得分最高”，凡是这一年合格的都给"),
    award("对得分最高的社区奖励5000元。", "的原文写着“得分最高”，凡是这一年合格的都给"),
    award("对新创建的社区奖励5000元。", "的原文写着“新创建的”，凡是这一年合格的都给"),
    award("对新认定的充分就业社区奖励5000元。"),
    award("对连续三年合格的社区奖励5000元。", "", "yuan: 5000, answer: station"),
    quota("不超过10%，不足1个的不推荐。", "的原文写着“不足1个的不推荐”，at_least_one 却是 true", "share: 10%, of: 总数, at_least_one: true"),
    quota("不超过10%，不足1个的不推荐。", "", "share: 10%, of: 总数"),
    target("各街道合格率均达到80%。", "的原文写着“各街道合格率均达到80%”，看的却是全部", "at_least: 80%, of: passed, to: communities"),
    target("各街道平均合格率达到80%。", "", "at_least: 80%, of: passed, to: communities"),
    gate("无增设服务站发生。", "answer: station", "的原文与“增设服务站”相反，这里却要它答“是”"),
    gate("凡未增设服务站或弄虚作假的，一律不予认定。", "answer: station", "的原文写着“弄虚作假的”，没有一条评定标准看它"),
    gate("凡未增设服务站的，一律不予认定。", "answer: station"),
    gate("就业率达到90%或者台账齐全的。", RATE, "的原文写着“90%或者台账齐全的”，后一样没有一条评定标准看它"),
    gate("就业率达到90%或以上。", RATE),
    gate("就业率达到90%、公示栏上墙、无上访。", RATE, "的原文写着“公示栏上墙、无上访”，没有一条评定标准看它"),
    gate("就业率达到90%，公示栏上墙，且无上访。", RATE, "的原文写着“公示栏上墙、无上访”，没有一条评定标准看它"),
    gate("就业率达到90%，创业率达到80%。", RATE, "的原文写着“创业率达到80%”，没有一条评定标准看它"),
    gate("就业率达到90%，其中党员达到98%。", RATE, "的原文写着“其中党员达到98%”，没有一条评定标准看它"),
    gate("就业率低于90%、弄虚作假的，一律不予认定。", RATE, "的原文写着“弄虚作假的”，没有一条评定标准看它"),
    gate("凡未增设服务站、弄虚作假的，一律不予认定。", "answer: station", "的原文写着“弄虚作假的”，没有一条评定标准看它"),
    gate("加强服务，就业率达到90%以上，以年报为准。", RATE),
    gate("就业率达到90%以上，增设服务站。", RATE),
    gate("就业率连续两年达到90%。", RATE, "的原文写着“连续两年”，看的却只是一年的数"),
]  # fmt: skip
MARKS = [
    (MARK, "各项得分均达到60%且总分12分以上的为合格。", "的原文写着“各项得分均达到”，合格线却只看总分"),
    (MARK, "每项均达到60%、总分12分以上的合格。", "的原文写着“每项均达到”，合格线却只看总分"),
    (MARK, "以上各项得分合计12分以上合格。", ""),
    (MARK, "考核总分满20分，得分率60%以上为合格。", ""),
    (MARK, "12分以上的，同时授予牌匾。", ""),
    ("grades", "12分以上且就业率达到98%的为优秀，12分以下为一般。", "的原文写着“12分以上且就业率达到98%的为优秀”，等级却只看得分"),
    ("grades", "12分以上为优秀，12分以下为一般。", ""),
    ("gates", "就业率达到90%或者设有服务站的。", "的原文写着“就业率达到90%或者设有服务站的”，“就业率”、“站”却要都符合"),
    ("gates", "就业率达到90%，设有服务站或窗口。", ""),
]  # fmt: skip


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Return the hints on one rubric that holds all cases, so that it is checked once."""
    written: dict[str, list[str]] = {}
    for at, case in enumerate(CASES):
        kind, _, title = case.kind.partition(" ")
        line = f'{{title: {title or f"甲{at:02}"}, clause: "{case.clause}", {case.body}}}'
        written.setdefault(kind, []).append(f"  c{at}: {line}")
    text = SMALL
    for kind, lines in written.items():
        head, indent = (f"  {kind}:\n", "  ") if kind == "standards" else (f"{kind}:\n", "")
        body = "".join(f"{indent}{line}\n" for line in lines)
        text = text.replace(head, head + body, 1) if head in text else f"{text}{head}{body}"
    path = tmp_path_factory.mktemp("rules") / "small.yaml"
    path.write_text(text, encoding="utf-8")
    return [each.message for each in look_into_rubric(str(path)).problems if each.code == "R132"]


@pytest.mark.parametrize(
    "at", range(len(CASES)), ids=[f"{case.clause} {at}" for at, case in enumerate(CASES)]
)
def test_words_that_a_rule_does_not_answer_are_told(told: list[str], at: int) -> None:
    title = CASES[at].kind.partition(" ")[2]
    mine = [each for each in told if f"“{title or f'甲{at:02}'}”" in each]
    says = CASES[at].says
    assert (len(mine) == 1 and says in mine[0]) if says else mine == [], mine


@pytest.mark.parametrize(("kind", "clause", "says"), MARKS, ids=[each[1] for each in MARKS])
def test_words_that_a_mark_does_not_answer_are_told(
    tmp_path: Path, kind: str, clause: str, says: str
) -> None:
    text = SMALL.replace(MARK, MARK.replace("12分以上合格。", clause)) if kind == MARK else SMALL
    if kind == "grades":
        text += f"grades: {{clause: {clause}, bands: [{{title: 优秀, at_least: 12}}, {{title: 一般}}]}}\n"
    if kind == "gates":
        rate = f"    one: {{title: 就业率, clause: {clause}, {RATE}}}\n"
        station = f"    two: {{title: 站, clause: {clause}, answer: station}}\n"
        text = text.replace("rate: {title: 就业率", "rate: {title: 全年", 1)
        text = text.replace("  standards:\n", "  standards:\n" + rate + station, 1)
    path = tmp_path / "small.yaml"
    path.write_text(text, encoding="utf-8")
    found = [each.message for each in look_into_rubric(str(path)).problems if each.code == "R132"]
    assert [says in each for each in found] == ([True] if says else []), found
