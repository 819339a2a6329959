"""What a header that is not known may have been meant for."""

import pytest

from formgen.intake import open_bytes
from formgen.intake.records import suggest
from formgen.rubric.load import load_rubric

KNOWN = ("其中已就业人数", "带动就业人数", "无不良记录")


@pytest.mark.parametrize(
    ("header", "guess"),
    [
        ("其中己就业人数", "（是不是“其中已就业人数”？）"),
        ("上年其中已就业人数", ""),
        ("2018年其中已就业人数", ""),
        ("未就业人数", ""),
        ("无不良纪录", "（是不是“无不良记录”？）"),
        ("天气", ""),
    ],
)
def test_a_header_of_another_year_or_of_the_contrary_is_no_misspelling(header: str, guess: str) -> None:
    assert suggest(header, KNOWN) == guess


_ANSWERS = "劳动力资源全员登记入册,失业人员全部登记并建档建卡,援助对象全部实名制登记并建有联系卡,建有就业安置去向台帐和离退休人员台帐,年度工作计划和统计报表"
_ALL_SIX = f"机构、人员、经费、场地、制度、工作六个到位,{_ANSWERS}"
_RATES = "城镇从业人员与登记失业人员合计,零就业家庭户数,其中至少1人实现就业的户数,就业困难人员数,其中实现就业的就业困难人员数,登记失业人员和持《再就业优惠证》人员数,其中实现就业再就业的人数,服务平台面积,平台在临街（巷）面,设有培训教室,设有创业指导室,设有信息查询室"


@pytest.mark.parametrize(
    ("rubric_id", "columns", "code", "words"),
    [
        ("yichun-2010", _RATES, "D154", "缺少1列：“城镇登记失业人员数”。"),
        ("yichun-2010", f"{_RATES},城镇登记失业人数", "D155", "“城镇登记失业人数”像是“城镇登记失业人员数”"),
        ("huangshi-2010", _ANSWERS, "D154", "缺少1列：“机构、人员、经费、场地、制度、工作六个到位”。"),
        (
            "huangshi-2010",
            f"六个到位,{_ANSWERS}",
            "D155",
            "“六个到位”像是“机构、人员、经费、场地、制度、工作六个到位”",
        ),
        ("huangshi-2010", f"{_ALL_SIX},考评总分", "D155", "“考评总分”像是“评审 1 考评总分”"),
        ("huangshi-2010", _ALL_SIX, "", ""),
    ],
)
def test_a_column_of_a_standard_is_missed_and_guessed_as_one_of_a_criterion(
    rubric_id: str, columns: str, code: str, words: str
) -> None:
    row = ",".join(["甲镇", "东村", *[""] * len(columns.split(","))])
    data = f"乡镇,社区名称,{columns}\n{row}\n".encode()
    problems = open_bytes(data, load_rubric(rubric_id), "数据.csv").read_all().problems
    assert [each.code for each in problems] == ([code] if code else [])
    assert words in "".join(each.message for each in problems)
