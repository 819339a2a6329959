"""Levels under names that the notice does not have: which one may be meant, and columns of points that nobody knows."""

from collections.abc import Callable
from pathlib import Path

import pytest

from formgen.intake import open_source
from formgen.intake.level_names import hint_level
from formgen.rubric.schema import Rubric

Book = Callable[..., Path]
TITLES = {
    "self": "社区自评分",
    "township": "乡镇考评分",
    "county": "县级考评分",
    "city": "市级考评分",
}


@pytest.mark.parametrize(
    ("name", "level"),
    [
        ("县级复核分", "county"),
        ("县级考评分（初评）", "county"),
        ("区级考评分", "county"),
        ("县（市、区）考评分", "county"),
        ("县市区考评分", "county"),
        ("县级市考评", "county"),
        ("镇考评得分", "township"),
        ("街道打分", "township"),
        ("设区市考评分", ""),  # a city, or a county
        ("市及考评分", "city"),
        ("村级自评", "self"),
        ("社区自查分", "self"),
        ("县乡两级考评分", ""),
        ("复核分", ""),
        ("评委1", ""),
        ("", ""),
    ],
)
def test_the_level_that_a_name_speaks_of_is_asked_about(name: str, level: str) -> None:
    assert hint_level(name, TITLES) == (f"（是不是“{TITLES[level]}”？）" if level else "")


@pytest.mark.parametrize(
    ("header", "stray"),
    [
        ("县级复核分 4 平台挂牌", True),
        ("县级复核分 4 平台挂牌（2分）", True),
        ("区考评分：平台挂牌", True),
        ("人社局 4 平台挂牌", True),
        ("上年县级考评分 4 平台挂牌", False),
        ("是否评上平台挂牌", False),
        ("满分 4 平台挂牌", False),
        ("参考分：4 平台挂牌", False),
        ("全镇平均分 4 平台挂牌", False),
        ("扣分 4 平台挂牌", False),
        ("县级考评分 4 平台挂牌", False),  # a level of the notice
    ],
)
def test_a_column_of_points_of_an_unknown_level_is_an_error_and_leaves_the_score_open(
    book: Book, yongjia: Rubric, header: str, stray: bool
) -> None:
    rows = [["乡镇", "社区", "零就业家庭户数", header], ["甲镇", "东村", 0, 1], ["甲镇", "西村", 0, None]]
    read = open_source(book(rows), yongjia).read_all()
    told = [each for each in read.problems if each.code == "D200"]
    assert [each.place.cell for each in told] == (["D1"] if stray else [])
    assert all(f"列“{header}”像是一级的评分，看不出是哪一级" in each.message for each in told)
    assert [len(each.stray) for each in read.communities] == [int(stray), 0]


@pytest.mark.parametrize(
    "level",
    ["满分", "标准分", "标准", "分值", "权重", "上年", "去年县级", "2018年县级考评分", "平均分", "合计"],
)
def test_a_row_of_points_that_are_of_no_level_is_a_hint_and_decides_nothing(
    book: Book, yongjia: Rubric, level: str
) -> None:
    scores = [["社区名称", "评分栏", "4 平台挂牌"], ["东村", "县级考评分", 1], ["东村", level, 2]]
    data = [["社区名称", "零就业家庭户数"], ["东村", 0]]
    intake = open_source(book(data, more={"各级评分": scores}), yongjia).read_all()
    (told,) = [each for each in intake.problems if each.code in {"D127", "D215"}]
    assert (told.code, told.place.cell) == ("D215", "B3")
    assert told.message == f"评分栏写着“{level}”的行不像是一级的评分，没有读。"
    (community,) = intake.communities
    assert community.stray == ()
    assert community.scores["county"]["item4"].value == 1


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("9b", ["9 附加分（媒体报道）", "9 附加分（创新举措）"]),
        ("第9项", ["9 附加分（媒体报道）", "9 附加分（创新举措）"]),
        ("9附加分", ["9 附加分（媒体报道）", "9 附加分（创新举措）"]),
        ("创新举措", ["9 附加分（创新举措）"]),
        ("第3", ["3 劳动者就业技能水平"]),
        ("社会保障情況", ["4 社会保障情况"]),
        ("15", []),
        ("打分", []),
        ("", []),
    ],
)
def test_an_item_is_guessed_by_its_number_and_its_words(
    taizhou: Rubric, book: Book, text: str, labels: list[str]
) -> None:
    rows = [["社区名称", "评分项", "得分"], ["东村", text, 1]]
    intake = open_source(
        book([["社区名称", "户数"], ["东村", 5]], more={"评审打分": rows}), taizhou
    ).read_all()
    (message,) = [each.message for each in intake.problems if each.code == "D128"]
    meant = "或".join(f"“{each}”" for each in labels)
    guess = f"（是不是{meant}？）" if labels else "（这一格空着）" * (not text)
    assert message == f"没有评分项“{text}”{guess}。"


@pytest.mark.parametrize(
    ("title", "sheet", "word"),
    [
        ("各级评分（初评）", "各级评分", "初评"),
        ("各级评分（百分制折算前）", "各级评分", "百分制折算前"),
        ("", "各级评分（复核前）", "复核前"),
        ("各级评分表", "各级评分", ""),
        ("各级评分（百分制）", "各级评分", ""),
        ("非草稿", "各级评分", ""),
        ("县级考评分（未折算）", "各级评分", ""),
        ("", "各级评分（未经折算）", ""),
        ("各级评分（尚未折算）", "各级评分", "尚未折算"),
        ("各级评分（待折算）", "各级评分", "待折算"),
        ("未审核通过的不填", "各级评分", ""),
        ("暂定3名评审员", "各级评分", ""),
        ("评分前请先核对数据（初审由乡镇负责）", "各级评分", ""),
        ("各级评分（非草稿）", "各级评分", ""),
        ("初评后的各级评分", "各级评分", ""),
        ("此前的初评分作废", "各级评分", ""),
        ("初评分见附件", "各级评分", ""),
        ("代替10月的初评表", "各级评分", ""),
        ("本表为初评分，原初评分作废", "各级评分", "初评"),
        ("本表为初评分，见附件", "各级评分", "初评"),
        ("各级评分初评表（初评由乡镇负责）", "各级评分", "初评"),
    ],
)
def test_points_that_may_not_be_the_last_are_asked_about(
    yongjia: Rubric, book: Book, title: str, sheet: str, word: str
) -> None:
    rows = [*([[title]] if title else []), ["社区名称", "评分栏", "4 平台挂牌"], ["东村", "自评", 1]]
    intake = open_source(book([["社区名称", "户数"], ["东村", 5]], more={sheet: rows}), yongjia).read_all()
    found = [each.message for each in intake.problems if each.code == "D225"]
    assert found == ([f"“{title or sheet}”写着“{word}”，照样当作这一级最后评的分来读。"] if word else [])


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("县级考评分尚未定稿", "未定稿"),
        ("以上为初评分，终评另报", "初评"),
        ("以上评分仅供参考", "仅供参考"),
        ("以上得分未经评审会讨论", "未经评审会讨论"),
        ("注：得分待县局核定", "待县局核定"),
        ("得分暂定，以公示为准", "暂定"),
        ("初审人：张三", ""),
        ("经初评、复评，以上为最后得分", ""),
        ("初评由乡镇负责，终评分由县级填写", ""),
        ("未审核的数据不得填报", ""),
        ("填表人：张三", ""),
    ],
)
@pytest.mark.parametrize("sheet", ["各级评分", "评审打分"])
def test_a_line_below_points_that_says_they_are_not_the_last_is_asked_about(
    taizhou: Rubric, book: Book, sheet: str, line: str, word: str
) -> None:
    levels = [["社区名称", "评分栏", "1 总体就业率"], ["东村", "县级考评分", 1]]
    judged = [["社区名称", "评分项", "得分"], ["东村", "9 附加分（创新举措）", 1]]
    rows = [*(levels if sheet == "各级评分" else judged), [line]]
    intake = open_source(book([["社区名称", "户数"], ["东村", 5]], more={sheet: rows}), taizhou).read_all()
    found = [each.message for each in intake.problems if each.code == "D225"]
    assert found == ([f"“{line}”写着“{word}”，照样当作这一级最后评的分来读。"] if word else [])
