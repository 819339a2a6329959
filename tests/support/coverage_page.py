"""Write docs/coverage.md from the inventory of rules: ``python tests/support/coverage_page.py > docs/coverage.md``."""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

INVENTORY = Path(__file__).parent / "inventory.yaml"
_KINDS: Mapping[str, str] = {
    "activity": "活动",
    "additive": "逐项相加",
    "additive_or_upgrade": "相加或升档",
    "aggregate": "平均",
    "archive": "档案",
    "award": "奖补",
    "award_parameter": "当地定的奖补",
    "award_rule": "奖补办法",
    "award_schedule": "分年的奖补",
    "cadence": "周期",
    "capped_count": "计数封顶",
    "category": "分类",
    "checklist": "清单",
    "complaint_deduction": "投诉扣分",
    "conditional_default": "缺省得分",
    "count_target": "个数目标",
    "data_item": "数据",
    "deadline": "时限",
    "deduction": "扣分",
    "discretionary": "酌情分",
    "discretionary_choice": "由人选",
    "document_meta": "文件",
    "eligibility_gate": "申报条件",
    "floor_rule": "不足则不得分",
    "form": "表",
    "form_field": "表上的栏",
    "form_list": "表的目录",
    "fund_rule": "经费",
    "fund_source": "资金来源",
    "gate": "评定标准",
    "gate/standard": "评定标准",
    "grade": "等级",
    "grouping": "分组",
    "ledger": "台账",
    "legal_basis": "依据",
    "max4": "最高分",
    "noise": "杂文",
    "note": "附注",
    "org": "组织",
    "pass_threshold": "合格线",
    "period": "年度",
    "policy_reference": "引用的政策",
    "process_step": "程序",
    "proportional": "按比例",
    "quota": "名额",
    "ratio": "比率",
    "ratio_target": "比例目标",
    "ratio_tier": "比例分档",
    "report": "汇总",
    "requirement": "要求",
    "row_max": "一行的分值",
    "rubric": "标准",
    "rubric_reference": "引用的标准",
    "rule_reference": "引用的办法",
    "section_sum": "部分的分值",
    "state_machine": "称号的变动",
    "table": "表格",
    "table_layout": "表的格式",
    "target": "目标",
    "task": "任务",
    "threshold": "界限",
    "threshold_judged": "界限（由评审定）",
    "tier": "分档",
    "time_limit": "期限",
    "title_levels": "称号级别",
    "total": "总分",
    "unit_deduction": "逐个扣分",
    "upgrade": "升档",
}
_OPENING = """\
# 覆盖情况

五份文件里的每一条规则，各由什么覆盖，或者为什么不能覆盖。一共{total}条：{covered}条有评分标准的键、表、花名册或命令，{lacking}条不能覆盖，都写明原因。

- `编号:键` 是评分标准里的一处，如 `taizhou-2019:quotas.recommendation`；写到 `gaps` 的，是原文没有、已在评分标准里写明缺什么。
- `form:` 是一份表，`register:` 是一种花名册，`formgen …` 是命令和选项。

本页由 `tests/support/inventory.yaml` 生成，请不要手工修改：`python tests/support/coverage_page.py > docs/coverage.md`。
"""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of a document: what covers it, and why it cannot be covered, or only so far."""

    id: str
    clause: str
    kind: str
    covered_by: tuple[str, ...] = ()
    why: str = ""

    @property
    def covered(self) -> bool:
        """Return whether something covers it: to say what the source lacks is not enough."""
        return any(not name.endswith(":gaps") for name in self.covered_by)

    @property
    def kind_words(self) -> str:
        """Return its kind in Chinese."""
        return "、".join(_KINDS[part] for part in self.kind.split("+"))


def read_inventory() -> dict[str, list[Rule]]:
    """Return the rules of every document."""
    read = yaml.safe_load(INVENTORY.read_text(encoding="utf-8"))
    return {
        document: [Rule(**{**each, "covered_by": tuple(each.get("covered_by", ()))}) for each in rules]
        for document, rules in read.items()
    }


def page() -> str:
    """Return the whole page."""
    inventory = read_inventory()
    rules = [each for every in inventory.values() for each in every]
    opening = _OPENING.format(
        total=len(rules),
        covered=sum(each.covered for each in rules),
        lacking=sum(not each.covered for each in rules),
    )
    return "\n".join([opening, *(_table(document, every) for document, every in inventory.items())])


def _table(document: str, rules: Sequence[Rule]) -> str:
    head = "| 编号 | 原文 | 类别 | 由什么覆盖 | 说明 |\n|---|---|---|---|---|"
    rows = "\n".join(_row(each) for each in rules)
    return f"## {document}\n\n{head}\n{rows}\n"


def _row(rule: Rule) -> str:
    covered = "<br>".join(f"`{each}`" for each in rule.covered_by)
    cells = (rule.id, rule.clause.replace("|", r"\|"), rule.kind_words, covered, rule.why)
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")  # type: ignore[union-attr]
    sys.stdout.write(page())
