"""A remark of a ledger that says what its columns do not: asked about; one that speaks of something else is let pass."""

from pathlib import Path

import pytest
from support.invented_ledgers import REGISTERS
from support.invented_people import DAY, id_number

from formgen.rosters.ledgers import read_registers

WOMAN = id_number("19810620", 2)
LEDGERS = {
    "posts": ("公益性岗位台账", "公益性岗位,上岗日期,离岗日期", "保洁,2026-01-05,"),
    "unemployed": ("失业人员台账", "失业登记日期,就业日期", "2026-01-05,"),
    "hardship": ("就业困难人员台账", "认定日期,就业日期,退出日期", "2026-01-05,,"),
    "trainings": ("培训台账", "培训项目,开始日期,结束日期", "电工,2026-01-05,2026-01-20"),
    "visits": ("走访台账", "走访日期,走访方式", "2026-01-05,上门"),
}
TOLD = [
    *(("posts", each) for each in ("已离岗", "2026年3月辞职", "走了")),
    *(("unemployed", each) for each in ("已就业", "找到工作了", "已退休")),
    *(("hardship", each) for each in ("已上岗", "已退出", "取消认定")),
    *(("trainings", each) for each in ("缺考", "中途退出", "未参加")),
    *(("visits", each) for each in ("未走访", "家中无人")),
]
PASSED = [
    *(("posts", each) for each in ("未离岗", "拟3月离岗", "新上岗")),
    *(("unemployed", each) for each in ("未就业", "待就业", "要求就业了再说")),
    *(("hardship", each) for each in ("未退出", "将取消认定")),
    *(("trainings", each) for each in ("合格", "成绩良好")),
    *(("visits", each) for each in ("已走访", "本人在家")),
]


def told(ledger: str, remark: str, folder: Path) -> list[str]:
    name, head, row = LEDGERS[ledger]
    text = f"姓名,身份证号,{head},备注\n试甲,{WOMAN},{row},{remark}\n"
    (folder / f"东城社区{name}.csv").write_text(text, encoding="utf-8")
    problems = read_registers([folder], REGISTERS, DAY, "people")[ledger].problems
    return [each.message for each in problems if each.code == "N179"]


@pytest.mark.parametrize(("ledger", "remark"), TOLD)
def test_a_remark_that_the_columns_contradict_is_asked_about(
    ledger: str, remark: str, tmp_path: Path
) -> None:
    (message,) = told(ledger, remark, tmp_path)
    assert message.startswith(f"“备注”写着“{remark}”，不知这一")
    assert message.endswith("还照不照各列算，按定不下来处理。")


@pytest.mark.parametrize(("ledger", "remark"), PASSED)
def test_a_remark_that_fits_the_columns_is_let_pass(ledger: str, remark: str, tmp_path: Path) -> None:
    assert told(ledger, remark, tmp_path) == []
