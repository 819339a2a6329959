"""What a rule counts by and what the notice says beside it: a slip of the pen in one of them is asked about, no honest one is."""

from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

import pytest

from formgen.commands.rubric import look_into_rubric
from formgen.problems import Problem
from formgen.rubric.clause_numbers import list_numbers
from formgen.rubric.units import are_unlike, mean_the_same

NUMBERS = [
    ("就业率达到96%；", "96%"),
    ("９６％以上", "96%"),
    ("百分之九十六点五", "193/200"),
    ("百分之百", "1"),
    ("千分之五", "1/200"),
    ("5‰", "1/200"),
    ("不超过三分之一", "1/3"),
    ("2/3以上", "2/3"),
    ("六成以上", "3/5"),
    ("半数以上", "1/2"),
    ("给予5000元", "5000"),
    ("给予5,000元", "5000"),
    ("2万元/家", "20000"),
    ("1.5万元", "15000"),
    ("2万5000元", "25000"),
    ("两万五千元", "25000"),
    ("一千五元", "1500"),
    ("伍仟元整", "5000"),
    ("¥5000", "5000"),
    ("不少于3个", "3"),
    ("不少于三个", "3"),
    ("至少一个", "1"),
    ("二十户以上", "20"),
    ("一百零五户以下", "105"),
    ("建成三个社区", "3"),
    ("配备两名以上专职人员", "2"),
    ("达1:3", "3"),
    ("一比三", "3"),
    ("1：2.5", "5/2"),
    ("80分以上合格", "80"),
    ("得十分", "10"),
    ("二〇〇九元", "2009"),
]
NO_NUMBERS = [
    "3至5个",
    "3-5个",
    "60%－80%",
    "1万至2万元",
    "三四个",
    "几万元",
    "数百元",
    "万元户",
    "三元区",
    "一个机构",
    "一户不剩",
    "围绕三个方面",
    "第3个",
    "前3名",
    "3个月",
    "5个工作日",
    "5个百分点",
    "每超过1%",
    "每少1户",
    "满分100分",
    "最多5分",
    "权重20%",
    "十分重要",
    "三分钟",
    "2009年",
    "〔2009〕151号",
    "2019/6/7",
    "千方百计",
]


@pytest.mark.parametrize(("clause", "value"), NUMBERS, ids=[clause for clause, _ in NUMBERS])
def test_a_number_of_a_clause_is_read_however_it_is_written(clause: str, value: str) -> None:
    wanted = Fraction(value.removesuffix("%")) / (100 if value.endswith("%") else 1)
    assert [each.value for each in list_numbers(clause)] == [wanted]


@pytest.mark.parametrize("clause", NO_NUMBERS)
def test_what_is_no_certain_number_is_left_out(clause: str) -> None:
    assert list_numbers(clause) == ()


def look(folder: Path, changes: str, base: str) -> list[Problem]:
    path = folder / "county.yaml"
    path.write_text(f"id: county\nextends: {base}\n{changes}\n", encoding="utf-8")
    return look_into_rubric(str(path)).problems


class Slip(NamedTuple):
    """What an author changes in a bundled notice, and what he reads; ``code`` is that of a hint unless it is a fault."""

    change: str
    words: str
    base: str = "yongjia-2009"
    code: str = "R132"


def method(criterion: str, body: str) -> str:
    return f"criteria: {{{criterion}: {{method: {{{body}}}}}}}"


def quota(clause: str, share: str) -> str:
    return f"quotas: {{q: {{title: 先进, clause: {clause}, share: {share}, of: 总数}}}}"


def standard(clause: str, body: str) -> str:
    return f"gates: {{standards: {{z: {{title: 甲, clause: {clause}, {body}}}}}}}"


RATE = "measure: {kind: ratio, of: [loans_recovered], to: [loans_due]}"
HOUSEHOLDS = "measure: {kind: count, of: zero_job_households}"
TAIZHOU = "taizhou-2019"
BESIDE = [
    Slip("awards: {plaque: {yuan: 50000}}", "“奖补“合格奖励（并授予牌匾）””的原文写着5000元，yuan 却是50000"),
    Slip("awards: {city_award: {yuan: 2000}}", "的原文写着2万元，yuan 却是2000", TAIZHOU),
    Slip(
        "awards: {staff: {clause: 配备两名以上专职人员的社区，每年给予15000元补助}}",
        "的原文写着两名，at_least_one 只看不少于1",
    ),
    Slip("gates: {standards: {rate: {at_least: 86%}}}", "的原文写着96%，at_least 却是86%"),
    Slip(standard("零就业家庭不超过3户。", HOUSEHOLDS + ", at_most: 5"), "的原文写着3户，at_most 却是5"),
    Slip(standard("零就业家庭不超过三户。", HOUSEHOLDS + ", at_most: 5"), "的原文写着三户，at_most 却是5"),
    Slip(
        standard("回收率达到百分之九十五。", RATE + ", at_least: 90%"), "写着百分之九十五，at_least 却是90%"
    ),
    Slip(method("item1", "tiers: [{at_least: 95%, points: 15}]"), "的原文写着96%，at_least 却是95%"),
    Slip(
        method("item1", "tiers: [{at_least: 94%, points: 3}, {at_least: 98%, points: 5}]"),
        "的原文写着95%，at_least 却是94%",
        TAIZHOU,
    ),
    Slip(
        method(
            "item6",
            'tiers: [{at_least: "1:3", points: 3}, {at_least: "1:4", points: 4}, {at_least: "1:6", points: 5}]',
        ),
        "的原文写着1:5，at_least 却是1:6",
        TAIZHOU,
    ),
    Slip(
        method("item1", "tiers: [{at_least: 95%, points: 2}, {at_least: 98%, points: 5}]"),
        "的原文写着95%得3分，这里 95% 却得2分",
        TAIZHOU,
    ),
    Slip("pass_mark: {points: 80}", "“合格线”的原文写着60分，points 却是80", TAIZHOU),
    Slip("targets: {first_year: {at_least: 5}}", "的原文写着3个，at_least 却是5"),
    Slip("targets: {share: {at_least: 30%}}", "的原文写着20%，at_least 却是30%"),
    Slip("targets: {one_third: {at_least: 1/4}}", "的原文写着三分之一，at_least 却是1/4", TAIZHOU),
    Slip(quota("先进不超过三分之一", "10%"), "的原文写着三分之一，share 却是10%"),
    Slip(quota("先进不超过一成的", "20%"), "的原文写着一成，share 却是20%"),
    Slip(quota("从优推荐", "10%").replace("title: 先进", "title: 百分之五的先进"), "百分之五，share 却是10%"),
    Slip("deadlines: {county_review: {by: 03-31}}", "“时限“县级评定””的原文写着8月，by 却是03-31", TAIZHOU),
    Slip("deadlines: {d: {title: 上报, clause: 11月15日前上报, by: 11-25}}", "写着11月15日前，by 却是11-25"),
    Slip(
        "awards: {plaque: {passed: null, titles: [无此称号]}}",
        "的称号“无此称号”原文里没有（原文有：充分就业社区）",
    ),
    Slip("awards: {plaque: {passed: null, titles: [省级]}}", "的称号“省级”原文里没有"),
    Slip("awards: {station: {answer: null, titles: [优秀], clause: 给予5000元}}", "原文没有写明级别和称号"),
    Slip(
        "awards: {city_award: {titles: [乡镇级]}}",
        "的称号“乡镇级”原文里没有（原文有：国家级、省级、市级）",
        TAIZHOU,
    ),
]
SENSELESS = [
    Slip(
        method("item14", "of: aid_required, to: aid_employed"),
        "的分子和分母写反了：“aid_employed”是“aid_required”的一部分",
        code="R126",
    ),
    Slip(
        standard("甲", "measure: {kind: ratio, of: [loan_applications], to: [loans_due]}, at_least: 50%"),
        "“评定标准“甲””的分子和分母像是写反了",
    ),
    Slip(method("item6", "measure: {one: jobs_created, many: new_entities}"), "像是写反了", TAIZHOU),
    Slip(
        "targets: {x: {title: 甲, clause: 乙, at_least: 50%, of: institution, to: service_complete}}",
        "“目标“甲””的分子和分母像是写反了",
    ),
    Slip(
        "targets: {x: {title: 甲, clause: 乙, at_least: 50%, of: residents, to: households}}",
        "的 of 和 to 写反了",
        code="R126",
    ),
    Slip(
        "relations: {employed_within_willing: null}\n"
        + method("item1", "measure: {of: [labour_willing], to: [employed]}"),
        "“employed”是在“labour_willing”里数的（counted）",
        TAIZHOU,
        "R126",
    ),
    Slip(
        method("item11", "otherwise: {measure: {of: [loans_recovered], to: [zero_job_households]}}"),
        "“loans_recovered”的单位是笔，“zero_job_households”的单位是户，单位不同",
    ),
    Slip(
        method(
            "item11",
            "otherwise: {measure: {of: [loans_recovered, aid_employed], to: [loans_due, aid_required]}}",
        ),
        "“loans_recovered”的单位是笔，“aid_employed”的单位是人",
    ),
    Slip(method("item14", "of: loans_due, to: aid_employed"), "单位不同"),
    Slip("relations: {z: {part: r3, whole: r4}}", "两头是评审人各自评的分", code="R126"),
    Slip("relations: {z: {part: site_points, whole: innovation_points}}", "各自评的分", TAIZHOU, "R126"),
    Slip("relations: {z: {part: r3, whole: residents}}", "拿评分“r3”和个数比大小", code="R126"),
    Slip("relations: {z: {part: loans_due, whole: r3}}", "拿评分“r3”和个数比大小", code="R126"),
    Slip("relations: {z: {given: r3, needs: r4}}", "两头都是评审人评的分"),
]


@pytest.mark.parametrize("slip", [*BESIDE, *SENSELESS], ids=[each.words for each in [*BESIDE, *SENSELESS]])
def test_what_contradicts_the_words_beside_it_or_makes_no_sense_is_named(tmp_path: Path, slip: Slip) -> None:
    problems = look(tmp_path, slip.change, slip.base)
    found = [each for each in problems if slip.words in each.message]
    assert [(each.code, each.place.file) for each in found] == [(slip.code, "county.yaml")], problems


EXCHANGED = [
    Slip(
        "targets: {share: {to: station}}",
        "的 to 是 station（增设劳动就业服务站），原文说的却像是 institution",
    ),
    Slip(
        "awards: {station: {answer: institution}}",
        "的 answer 看的是 institution（已建立劳动保障机构），原文说的却像是 station",
    ),
    Slip("criteria: {item1: {method: {measure: {to: [labour_able]}}}}", "（labour_willing）。", TAIZHOU),
    Slip("criteria: {item3: {method: {measure: {to: [labour_able]}}}}", "（labour_willing）。", TAIZHOU),
    Slip("criteria: {item5: {method: {measure: {to: [labour_willing]}}}}", "（labour_able）。", TAIZHOU),
]


@pytest.mark.parametrize("slip", EXCHANGED, ids=[each.change for each in EXCHANGED])
def test_a_count_that_the_clause_does_not_name_is_asked_about(tmp_path: Path, slip: Slip) -> None:
    """The clause names one count in words of its own, and the method reads another whose words it does not have."""
    (found,) = look(tmp_path, slip.change, slip.base)
    assert (found.code, found.severity) == ("R132", "warning")
    assert slip.words in found.message


HONEST = [
    Slip(standard("逾期贷款较上年下降10%。", RATE + ", at_most: 90%"), "a decrease"),
    Slip(standard("逾期率低于5%。", RATE + ", at_least: 95%"), "the other side of a rate"),
    Slip(standard("发生1户零就业家庭的，不予认定。", HOUSEHOLDS + ", at_most: 0"), "one is too many"),
    Slip(standard("零就业家庭少于3户。", HOUSEHOLDS + ", at_most: 2"), "fewer than"),
    Slip(standard("零就业家庭控制在3至5户。", HOUSEHOLDS + ", at_most: 5"), "a range"),
    Slip(
        standard("零就业家庭逐年减少，走访2名以上。", HOUSEHOLDS + ", at_most: 5"), "a number of other things"
    ),
    Slip(standard("回收率达到90%，以年报的98%为准。", RATE + ", at_least: 90%"), "two numbers"),
    Slip("targets: {first_year: {clause: 围绕三个方面开展创建。}}", "a part of a name"),
    Slip("targets: {first_year: {clause: 达标社区超过2个。}}", "more than two are three"),
    Slip("awards: {plaque: {clause: 省级10000元，市级5000元。}}", "one of two amounts"),
    Slip("deadlines: {d: {title: 上报, clause: 11月15日前上报, by: 11-14}}", "the day before"),
    Slip(
        "deadlines: {d: {title: 上报, clause: 9月1日前上报, by: 08-31}}", "the last day of the month before"
    ),
    Slip("deadlines: {d: {title: 上报, clause: 1月前上报, by: 12-31}}", "the month before"),
    Slip("deadlines: {d: {title: 上报, clause: 八月至十月上报, by: 12-31}}", "two months"),
    Slip("deadlines: {d: {title: 上报, clause: 年底前上报, by: 12-31}}", "no month"),
    Slip("awards: {plaque: {passed: null, titles: [充分就业社区]}}", "a title of the clause"),
    Slip("awards: {city_award: {titles: [国家级, 省级]}}", "levels above", TAIZHOU),
    Slip(
        "relations: {z: {part: complaints_collective, whole: complaints_individual}}", "two numbers of cases"
    ),
    Slip(
        "indicators: {aid_employed: {counted: null}}\nrelations: {aid_employed_within_required: null, "
        "z: {given: aid_required, needs: aid_employed, level: warning, says: 甲}}\n"
        + method("item14", "of: aid_required, to: aid_employed, full: 15"),
        "each needs the other",
    ),
]


@pytest.mark.parametrize("honest", HONEST, ids=[each.words for each in HONEST])
def test_what_can_follow_from_the_words_beside_it_is_let_pass(tmp_path: Path, honest: Slip) -> None:
    assert [each.message for each in look(tmp_path, honest.change, honest.base)] == []


def test_a_growth_is_more_than_the_whole_by_what_the_clause_says(tmp_path: Path) -> None:
    growth = standard(
        "申请数较上年增长10%。", "measure: {kind: ratio, of: [loan_applications], to: [aid_records_missing]}"
    )
    (problem,) = look(tmp_path, growth.replace("missing]}", "missing]}, at_least: 110%"), "yongjia-2009")
    assert "的界限“110%”超过100%" in problem.message
    problems = look(tmp_path, growth.replace("missing]}", "missing]}, at_least: 120%"), "yongjia-2009")
    assert any("的原文写着10%，at_least 却是120%" in each.message for each in problems)


@pytest.mark.parametrize(
    ("one", "other", "unlike", "alike"),
    [
        ("人", "名", False, True),
        ("人", "户", True, False),
        ("元", "万元", True, False),
        ("笔", "件", False, True),
        ("笔", "元", True, False),
        ("个", "人", False, False),
        ("个", "个", False, True),
        ("亩", "亩", False, True),
    ],
)
def test_units_are_unlike_only_where_that_is_sure(one: str, other: str, unlike: bool, alike: bool) -> None:
    assert are_unlike(one, other) == are_unlike(other, one) == unlike
    assert mean_the_same(one, other) == mean_the_same(other, one) == alike
