"""Rules that notices other than the first two need: who is concerned, who decides an amount, townships, decimals."""

import json
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path

import pytest
from openpyxl import load_workbook
from support import card_of, rubric_of
from support.command import run
from support.four import texts
from support.title_rows import write_register

from formgen import assets
from formgen.commands.rubric import look_into_rubric
from formgen.county.awards import Recipient, calculate_award, calculate_awards, refuse_odd_amounts
from formgen.county.counts import NOTHING_ASKED, CountResult, CountsAsked
from formgen.county.quota_places import QuotaPlaces
from formgen.county.quotas import QuotaResult, apply_quotas, judge_targets, say_most
from formgen.model import Fact
from formgen.reports.county_rows import say_quota
from formgen.rubric.load import inspect_rubric, load_rubric
from formgen.rubric.score import Scorecard

FUSHUN, LONGQUAN, NINGBO = (rubric_of(name) for name in ("fushun-2008", "longquan-2020", "ningbo-2010"))


def longquan(name: str, township: str, recognised: str) -> Scorecard:
    return card_of(LONGQUAN, {}, name=name, township=township, facts={"recognised": recognised})


# -- a standard for some communities only ----------------------------------------------------------------------
def test_a_standard_that_does_not_concern_a_community_says_so() -> None:
    card = card_of(FUSHUN, {}, facts={"resettled": "否", "one_stop": "否"})
    result = next(each for each in card.gates if each.key == "resettled_window")
    assert (result.words, result.is_open, result.sentences()) == (
        "不适用",
        False,
        ["是棚改回迁社区：否（communities[0].facts.resettled）。"],
    )


@pytest.mark.parametrize(
    ("answer", "words", "said"),
    [
        ("", "待定", "缺少“是棚改回迁社区”"),
        ("也许", "数据有误", "是棚改回迁社区：“也许”（communities[0].facts.resettled），不能采用"),
    ],
)
def test_whom_a_standard_concerns_is_never_guessed(answer: str, words: str, said: str) -> None:
    facts = {"resettled": answer} if answer else {}
    card = card_of(FUSHUN, {}, facts={**facts, "one_stop": "否"})
    result = next(each for each in card.gates if each.key == "resettled_window")
    assert result.words == words
    assert said in "".join(result.sentences())


# -- money -----------------------------------------------------------------------------------------------------
AMOUNTS = [("19999", None), ("20000", 20000), ("25000", 25000), ("30000", 30000), ("30001", None)]


@pytest.mark.parametrize(("amount", "yuan"), AMOUNTS)
def test_an_amount_that_a_person_chose_is_paid_within_the_limits_only(amount: str, yuan: int | None) -> None:
    card = card_of(NINGBO, {}, facts={"community_reward": amount})
    given = Recipient(None, card.community.facts, ["充分就业社区"])
    assert calculate_award(NINGBO.awards["community_first"], given) == yuan
    said = [f"“社区创建奖励金额”填的{amount}不在“社区创建奖励”的20000至30000元之间。"] * (yuan is None)
    assert [each.message for each in refuse_odd_amounts(card)] == said


TITLES = [
    (["龙泉市级"], [10000, 0, 0]),
    (["龙泉市级", "丽水市级"], [0, 15000, 0]),
    (["省级", "龙泉市级"], [0, 0, 20000]),
    ([], [0, 0, 0]),
    (None, [None, None, None]),
]


@pytest.mark.parametrize(("titles", "money"), TITLES)
def test_of_a_group_of_awards_only_the_highest_is_paid(
    titles: list[str] | None, money: list[int | None]
) -> None:
    assert list(calculate_awards(LONGQUAN, Recipient(None, {}, titles)).values()) == money


def test_an_award_of_a_group_waits_while_a_higher_one_may_follow() -> None:
    awards = {
        "low": LONGQUAN.awards["county_award"].model_copy(update={"titles": [], "answer": "low"}),
        "high": LONGQUAN.awards["city_award"].model_copy(update={"titles": [], "answer": "high"}),
    }
    rubric = LONGQUAN.model_copy(update={"awards": awards})

    def paid(**answers: str) -> list[Fraction | None]:
        given = {"low": "recognised", "high": "recognised"}
        facts: Mapping[str, Fact] = {
            key: card_of(LONGQUAN, {}, facts={given[key]: word}).community.facts["recognised"]
            for key, word in answers.items()
        }
        return list(calculate_awards(rubric, Recipient(None, facts)).values())

    assert paid(low="是") == [None, None]
    assert paid(low="是", high="否") == [10000, 0]
    assert paid(high="是") == [0, 15000]
    assert paid(low="否") == [0, None]


# -- quotas and targets ----------------------------------------------------------------------------------------
def test_a_quota_of_a_fixed_number_is_given_among_those_that_the_notice_names() -> None:
    rubric = FUSHUN.model_copy(
        update={"gates": FUSHUN.gates.model_copy(update={"decisive": True}) if FUSHUN.gates else None}
    )
    cards = [
        card_of(rubric, {}, name=f"第{at}社区", facts={"full_employment": "是" if at % 2 else "否"})
        for at in range(4)
    ]
    quota = apply_quotas(rubric, cards, CountsAsked(communities=300))["advanced"]
    assert quota.most == 10
    assert [who.name for who in quota.places.waiting] == ["第1社区", "第3社区"]
    cards.append(card_of(rubric, {}, name="没填的社区"))  # may still be one of them
    waiting = apply_quotas(rubric, cards, CountsAsked(communities=300))["advanced"].places.waiting
    assert [who.name for who in waiting] == ["第1社区", "第3社区", "没填的社区"]
    cards = [
        card_of(FUSHUN, {}, name=card.community.name, facts={"full_employment": "是"}) for card in cards[1::2]
    ]
    among = apply_quotas(FUSHUN, cards, CountsAsked(communities=300))["advanced"]
    assert [who.name for who in among.places.tied] == ["第1社区", "第3社区"], (
        "P47 is open: a person chooses, nobody is in"
    )
    assert (among.places.within, among.alike) == ((), "可以参加评选")


CHOSEN_FUSHUN = """
communities:
  - {name: 甲社区, township: 东街道, facts: {full_employment: 是}}
  - {name: 乙社区, township: 东街道, facts: {full_employment: 是}}
  - {name: 丙社区, township: 东街道, facts: {full_employment: 否}}
  - {name: 丁社区, township: 东街道, facts: {full_employment: 是}}
"""


def test_whom_a_notice_leaves_to_a_vote_a_person_chooses_and_the_letter_names_for_what(
    tmp_path: Path,
) -> None:
    (tmp_path / "data.yaml").write_text(CHOSEN_FUSHUN, encoding="utf-8")
    (tmp_path / "选定.csv").write_text("社区,理由\n乙社区,评选第一\n", encoding="utf-8")
    held = [
        ["东街道", f"{name}社区", "充分就业社区", "认定", "2008-06-01", "抚〔2008〕1号"] for name in "甲乙丁"
    ]
    given = ["东街道", "丁社区", "先进单位", "认定", "2008-12-01", "抚〔2008〕9号"]
    file = write_register(tmp_path / "台账.xlsx", [*held, given])
    words = [
        "rank",
        str(tmp_path / "data.yaml"),
        "--rubric",
        "fushun-2008",
        "--titles",
        file,
        "--on",
        "2008-12-31",
    ]
    said = run(*words, "--chosen", str(tmp_path / "选定.csv"), "-o", str(tmp_path / "名单")).output
    assert (
        "定额（称号台账里今年已认定1个）10个，最多9个；还有9个名额，东街道甲社区、东街道乙社区可以参加评选，由你们定"
        in said
    )
    assert "你们选定：东街道乙社区（评选第一）" in said
    assert "[C108]" not in said
    letter = "".join(texts(tmp_path / "名单" / "上报函.docx"))
    assert "关于推荐创建充分就业社区先进单位的函" in letter
    assert (
        "全市的先进单位数最多10个，今年已认定1个，还有9个名额。现推荐1个：东街道乙社区（名单附后）。"
        in letter
    )
    (tmp_path / "选定.csv").write_text("社区,理由\n丙社区,评选第一\n", encoding="utf-8")
    refused = run(*words, "--chosen", str(tmp_path / "选定.csv")).output
    assert "选定的“东街道丙社区”没有同分待定（不在通知规定的范围内，或称号不够、已经有了）" in refused


@pytest.fixture
def townships(tmp_path: Path) -> Path:
    file = tmp_path / "county.yaml"
    numbers = "{安仁镇: 2, 兰巨乡: 1, 八都镇: 1, 住龙镇: 21}"
    file.write_text(
        f"id: county\nextends: longquan-2020\ntargets: {{built: {{townships: {numbers}}}}}\n",
        encoding="utf-8",
    )
    return file


DATA = """
communities:
  - {name: 甲村, township: 安仁镇, facts: {recognised: 是}}
  - {name: 乙村, township: 安仁镇, facts: {recognised: 是}}
  - {name: 丙村, township: 兰巨乡, facts: {recognised: 否}}
  - {name: 丁村, township: 八都镇}
  - {name: 戊村, township: 城北乡, facts: {recognised: 是}}
"""


def test_each_township_has_its_own_target_and_result(townships: Path, tmp_path: Path) -> None:
    rubric = load_rubric(str(townships))
    cards = [longquan("甲村", "安仁镇", "是"), longquan("乙村", "兰巨乡", "否")]
    parts = judge_targets(rubric, cards, NOTHING_ASKED)["built"].townships
    assert {part.township: part.at_least for part in parts} == {
        "安仁镇": 2,
        "兰巨乡": 1,
        "八都镇": 1,
        "住龙镇": 21,
    }
    assert [part.reached for part in parts] == [False, False, None, None]
    data = tmp_path / "data.yaml"
    data.write_text(DATA, encoding="utf-8")
    printed = run("rank", str(data), "--rubric", str(townships)).stdout
    for line in (
        "  安仁镇：目标2个，已达到（评为合格的2个）",
        "  兰巨乡：目标1个，未达到（评为合格的0个）",
        "  八都镇：目标1个，不能判断（1个社区（村）结论待定）",
        "  住龙镇：目标21个，不能判断（数据中没有这个乡镇（街道））",
        "  城北乡：没有下达目标数（评为合格的1个）",
    ):
        assert line in printed.splitlines()
    record = json.loads(run("rank", str(data), "--rubric", str(townships), "--format", "json").stdout)
    assert record["targets"]["built"]["townships"][0] == {
        "township": "安仁镇",
        "at_least": "2",
        "of": "2",
        "reached": True,
    }


def test_the_targets_are_written_as_a_sheet_to_be_stamped(townships: Path, tmp_path: Path) -> None:
    data, target = tmp_path / "data.yaml", tmp_path / "targets.xlsx"
    data.write_text(DATA, encoding="utf-8")
    result = run("rank", str(data), "--rubric", str(townships), "--targets", str(target))
    assert (result.exit_code, f"已生成 {target}。" in result.stdout) == (0, True)
    sheet = load_workbook(target).worksheets[0]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0][0] == "龙泉市目标任务完成情况"
    built = "建成高质量就业社区（村）数"
    assert rows[3:10] == [
        [1, "参与建设活动社区（村）数", "合计", 48, 5, "未达到", None],
        [2, built, "安仁镇", 2, 2, "达到", None],
        [3, built, "兰巨乡", 1, 0, "未达到", None],
        [4, built, "八都镇", 1, None, "待定", "1个社区（村）结论待定"],
        [5, built, "住龙镇", 21, None, "待定", "数据中没有这个乡镇（街道）"],
        [6, built, "城北乡", "没有下达", 1, None, None],
        [7, built, "合计", 25, None, "未达到", "1个社区（村）结论待定，不论怎样都达不到"],
    ]
    assert "依据《关于推进2020年高质量就业社区（村）建设工作的通知》。" in str(rows[11][0])
    again = run("rank", str(data), "--rubric", str(townships), "--targets", str(data))
    assert (again.exit_code, data.read_text(encoding="utf-8")) == (2, DATA)


def test_a_share_is_written_with_its_base(tmp_path: Path) -> None:
    data, target = tmp_path / "data.yaml", tmp_path / "targets.xlsx"
    rows = [
        f"  - {{name: 第{at}社区, township: 站前街道, facts: {{community: 是, full_employment: {answer}}}}}\n"
        for at, answer in enumerate("是是否")
    ]
    data.write_text(f"communities:\n{''.join(rows)}", encoding="utf-8")
    run("rank", str(data), "--rubric", "fushun-2008", "--targets", str(target))
    sheet = load_workbook(target).worksheets[0]
    assert [cell.value for cell in sheet[4]] == [
        1,
        "本县区充分就业社区比例",
        "合计",
        "60%",
        2,
        "达到",
        "“是社区”3个，占66.66…%",
    ]


def test_targets_of_a_notice_without_any_are_refused(tmp_path: Path) -> None:
    data = tmp_path / "data.yaml"
    data.write_text("communities: [{name: 甲社区, township: 乙街道}]\n", encoding="utf-8")
    target = tmp_path / "targets.xlsx"
    result = run("rank", str(data), "--rubric", "ningbo-2010", "--targets", str(target))
    assert (result.exit_code, target.exists()) == (2, False)
    assert "[F173]" in result.stderr
    assert "“ningbo-2010”没有写目标（targets），没有可写的。" in result.stderr


def test_rank_names_an_amount_beyond_the_limits(tmp_path: Path) -> None:
    data = tmp_path / "data.yaml"
    facts = "{community_reward: 35000}"
    data.write_text(f"communities: [{{name: 甲社区, township: 乙街道, facts: {facts}}}]\n", encoding="utf-8")
    result = run("rank", str(data), "--rubric", "ningbo-2010")
    assert result.exit_code == 1
    assert "“社区创建奖励金额”填的35000不在“社区创建奖励”的20000至30000元之间" in result.stderr
    shown = run("rubric", "show", "ningbo-2010").stdout
    assert "奖补　社区创建奖励（20000至30000元，由人定，每年）" in shown


# -- numbers with decimals -------------------------------------------------------------------------------------
def test_an_area_may_have_decimals_and_a_number_of_people_may_not(tmp_path: Path) -> None:
    yichun = rubric_of("yichun-2010")
    card = card_of(yichun, {"area": "99.5", "zero_job": "1.5"})
    result = next(each for each in card.gates if each.key == "area")
    assert (result.words, result.sentences()[-1]) == ("不符合", "未达到100。")
    assert "zero_job" not in {
        key for key, each in card.community.indicators.items() if each.value is not None
    }
    target = tmp_path / "book.xlsx"
    assert run("workbook", "--rubric", "yichun-2010", "-o", str(target)).exit_code == 0
    book = load_workbook(target)
    texts = [str(cell.value) for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    assert "不小于0的数，可带小数" in texts
    checks = [each for sheet in book.worksheets for each in sheet.data_validations.dataValidation]
    assert any(each.type == "decimal" and "可带小数" in str(each.error) for each in checks)


def test_a_notice_without_a_number_is_cited_by_its_title() -> None:
    assert LONGQUAN.notice.cited == "《关于推进2020年高质量就业社区（村）建设工作的通知》"
    assert FUSHUN.notice.cited == "抚再办发〔2008〕4号"
    title = "《关于推进2020年高质量就业社区（村）建设工作的通知》"
    assert LONGQUAN.notice.identified == f"龙泉市人力资源和社会保障局、龙泉市财政局{title}"
    assert FUSHUN.notice.identified == f"抚再办发〔2008〕4号《{FUSHUN.notice.title}》"


# -- faults of these rules -------------------------------------------------------------------------------------
def notice_with(changes: str, tmp_path: Path, extends: str) -> list[str]:
    file = tmp_path / "county.yaml"
    file.write_text(f"id: county\nextends: {extends}\n{changes}\n", encoding="utf-8")
    return [each.message for each in inspect_rubric(file).problems]


FAULTS = [
    ("fushun-2008", "gates: {standards: {work: {only: work}}}", "只管“work”答“是”的，又要它答“是”，谁都符合"),
    ("fushun-2008", "gates: {standards: {work: {only: nosuch}}}", "“nosuch”没有定义"),
    ("fushun-2008", "titles: {community: {told_by: nosuch}}", "“nosuch”没有定义"),
    ("fushun-2008", "titles: {community: {told_by: area}}", "“area”没有定义"),
    ("fushun-2008", "gates: {standards: {work: {only: area}}}", "“area”是count（整数）类"),
    ("fushun-2008", "indicators: {area: {kind: yesno}}", "写了 decimal，却是yesno（是/否）类"),
    ("fushun-2008", "quotas: {advanced: {share: 10%}}", "share 和 most 要写一样，只写一样"),
    ("fushun-2008", "quotas: {advanced: {most: null}}", "share 和 most 要写一样，只写一样"),
    ("fushun-2008", "quotas: {advanced: {most: 1.5}}", "的“1.5”不是个数"),
    ("fushun-2008", "quotas: {advanced: {to: communities}}", "写了 most，to 不起作用"),
    ("fushun-2008", "quotas: {advanced: {among: nosuch}}", "“nosuch”没有定义"),
    ("longquan-2020", "targets: {built: {townships: {甲镇: 24}}}", "加起来是24，不是25"),
    ("longquan-2020", "targets: {built: {townships: {甲镇: 24.5, 乙镇: 0.5}}}", "给“甲镇”的目标不是个数"),
    (
        "longquan-2020",
        "targets: {built: {of: certified, townships: {甲镇: 25}}}",
        "数的却不是各乡镇（街道）的个数",
    ),
    ("longquan-2020", "awards: {city_award: {group: other}}", "的组 other 里只有它一条"),
    ("ningbo-2010", "awards: {community_first: {up_to: 20000}}", "的 up_to 用不上"),
    ("ningbo-2010", "awards: {community_first: {amount: null}}", "的 up_to 用不上"),
    ("ningbo-2010", "awards: {community_first: {up_to: null}}", "写了金额，又写了 amount"),
    ("ningbo-2010", "awards: {community_first: {amount: district}}", "“district”是yesno"),
    ("ningbo-2010", "notice: {signed: 2010-13-01}", "不是一个日子"),
]


@pytest.mark.parametrize(("extends", "changes", "said"), FAULTS)
def test_what_is_wrong_with_such_a_rule_is_said(
    extends: str, changes: str, said: str, tmp_path: Path
) -> None:
    found = notice_with(changes, tmp_path, extends)
    assert any(said in each for each in found), found


LATER = sorted({*assets.rubric_ids()} - {"taizhou-2019", "yongjia-2009"})


@pytest.mark.parametrize("name", LATER)
def test_each_notice_that_came_later_has_no_fault_and_names_what_its_source_lacks(name: str) -> None:
    checked = look_into_rubric(name)
    assert checked.problems == []
    assert checked.rubric is not None
    assert checked.rubric.gaps


@pytest.mark.parametrize(
    ("rubric", "most"),
    [
        ("fuzhou-2010", "算得1个（原文写“约占”，按不超过20%、去掉小数算）"),
        ("taizhou-2019", "最多1个"),
    ],
)
def test_a_share_that_is_about_is_not_printed_as_the_most_there_may_be(rubric: str, most: str) -> None:
    rule = next(iter(rubric_of(rubric).quotas.values()))
    assert say_most(rule, 1) == most
    papers = say_quota(rule, QuotaResult(CountResult(Fraction(9), rule.of), 1, QuotaPlaces()))
    assert papers.endswith(f"{rule.of}为9个，{most}。")
