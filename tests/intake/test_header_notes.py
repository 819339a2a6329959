"""What stands in brackets behind a column's name: its unit, or another figure."""

import time
from fractions import Fraction

import pytest

from formgen.intake import Intake, open_bytes
from formgen.rubric.load import load_rubric

HEADS = [
    "其中已就业人数（人）",
    "其中已就业人数(人)",
    "其中已就业人数【人】",
    "其中已就业人数〔人〕",
    "其中已就业人数[人]",
    "其中已就业人数（单位：人）",
    "其中已就业人数（单位:人）",
    "其中已就业人数/人",
    "其中已就业人数（人数）",
    "其中已就业人数（整数）（必填）",
    "其中已就业人数（人，必填）",
    "其中已就业人数，单位：人",
    "其中已就\n业人数（人）",
    "其中已就业人数\n（人）",
    "其中已就业人数（\n人）",
    "其中已就业人数（人\r\n）",
    "其中 已就业 人数（人）",
    "其中已就业人数（employed）",
    "*其中已就业人数（人）：",
]


def _read(head: str, value: str = "5", rubric: str = "taizhou-2019") -> Intake:
    quoted = head.replace('"', '""')
    text = f'乡镇,社区名称,户数,"{quoted}"\n甲镇,东村,3,{value}\n'
    return open_bytes(text.encode(), load_rubric(rubric), "数据.csv").read_all()


def _figures(intake: Intake) -> dict[str, object]:
    (community,) = intake.communities
    return {key: figure.value for key, figure in community.indicators.items()}


@pytest.mark.parametrize("head", HEADS)
def test_its_own_unit_may_stand_behind_a_name(head: str) -> None:
    assert _figures(_read(head)) == {"employed": Fraction(5)}


OTHERS = [
    "（万人）", "（%）", "（％）", "(‰)", "（户）", "（个）", "（2018年）", "（上年）", "（去年同期）", "（不含退休）", "（其中女性）", "（估计）",
    "（人）（上年）", "（上年）（人）", "【万人】", "〔千人〕", "/万人", "：万人", "，单位：万人", "%", "％", "‰", "（人/户）", "（人（上年））", "（比例）", "①", "²",
    "（人，上年）", "（累计）", "（计划数）", "（万人", "+", "（￥）", "（？）",
]  # fmt: skip


@pytest.mark.parametrize("note", OTHERS)
def test_a_name_with_anything_else_behind_it_is_another_column(note: str) -> None:
    intake = _read(f"其中已就业人数{note}")
    assert _figures(intake) == {}
    assert any("其中已就业人数" in problem.message for problem in intake.problems)


@pytest.mark.parametrize(
    ("head", "value", "rubric", "key"),
    [
        ("专门服务场地（窗口）（是/否）", "是", "taizhou-2019", "base_site"),
        ("专门服务场地（窗口）（填是或否）", "是", "taizhou-2019", "base_site"),
        ("专门服务场地（窗口）是/否", "是", "taizhou-2019", "base_site"),
        ("离校未就业高校毕业生摸底调查和帮扶（是/否/无服务对象）", "是", "taizhou-2019", "grad_support"),
        ("成功推荐（0-3）", "2", "taizhou-2019", "referral_level"),
        ("成功推荐（0～3）", "2", "taizhou-2019", "referral_level"),
        ("成功推荐（档次）", "2", "taizhou-2019", "referral_level"),
        ("创新举措酌情分（分）", "2", "taizhou-2019", "innovation_points"),
        ("创新举措酌情分（满分5分）", "2", "taizhou-2019", "innovation_points"),
        ("创新举措酌情分（0—5分）", "2", "taizhou-2019", "innovation_points"),
        ("新创办的市场主体数（户）", "2", "taizhou-2019", "new_entities"),
        ("县级媒体报道（篇）", "2", "taizhou-2019", "media_county"),
        ("到期贷款（笔）", "2", "yongjia-2009", "loans_due"),
    ],
)
def test_every_kind_of_field_has_its_own_notes(head: str, value: str, rubric: str, key: str) -> None:
    assert set(_figures(_read(head, value, rubric))) == {key}


@pytest.mark.parametrize(
    "head",
    [
        "创新举措酌情分（满分10分）",
        "创新举措酌情分（%）",
        "成功推荐（人）",
        "专门服务场地（窗口）（个）",
        "县级媒体报道（次）",
    ],
)
def test_the_note_of_another_field_makes_another_column(head: str) -> None:
    assert _figures(_read(head, "2")) == {}


@pytest.mark.parametrize(
    "head", ["联系电话（传真）", "联系电话（村书记）", "地址（旧）", "户数（户籍）", "人口数（户）"]
)
def test_a_fact_is_not_taken_from_another_column(head: str) -> None:
    (community,) = _read(head, "5").communities
    assert set(community.facts) == {"households"}


@pytest.mark.parametrize(
    "head", ["联系电话（手机）", "地址（必填）", "建设成效（300字以内）", "建设成效（文字）", "人口数（人）"]
)
def test_a_fact_has_its_own_notes(head: str) -> None:
    (community,) = _read(head, "5").communities
    assert len(community.facts) == 2


@pytest.mark.parametrize("mark", ["¹", "²", "①", "₂", "（2）"])
def test_a_footnote_mark_does_not_make_another_criterion(mark: str) -> None:
    text = f"社区名称,到期贷款,自评 item1{mark}\n东村,1,2\n"
    (community,) = open_bytes(text.encode(), load_rubric("yongjia-2009"), "a.csv").read_all().communities
    assert not community.scores


@pytest.mark.parametrize("note", ["（a）", "(", "（（", "）", "（人）", "/人", "单位：人", " "])
def test_long_words_above_a_column_take_no_time(note: str) -> None:
    start = time.process_time()
    intake = _read("社区（村）名称" + note * 30_000)
    assert time.process_time() - start < 2
    assert _figures(intake) == {}
