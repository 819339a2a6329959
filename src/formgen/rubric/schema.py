"""The records of a rubric file: a notice as data, and the JSON Schema that editors check it by.

Knows what a notice can say. How a criterion is scored is known by its method, see ``methods``.
"""

import copy
import json
from fractions import Fraction
from functools import cached_property
from typing import Any, Literal

from formgen.rubric.award import Award
from formgen.rubric.conventions import Boundary, Conventions
from formgen.rubric.figures import PartOfWhole, Prerequisite, StatedFigures
from formgen.rubric.grades import Grades
from formgen.rubric.indicator import Indicator
from formgen.rubric.measures import Measure
from formgen.rubric.methods import Method
from formgen.rubric.relation import Relation
from formgen.rubric.title import Title
from formgen.rubric.trace import Aspect
from formgen.spec import Amount, Exact, Key, MonthDay, Name, Spec, Text, ThresholdField, described

UNNUMBERED = "无文号"
WhenGateZero = Literal["pending", "holds", "fails", "not_applicable"]


class Publication(Spec):
    """The notice itself: who issued what, when, on what basis."""

    title: Text = described("标题：通知的标题")
    number: Text = described("文号：发文字号；没有文号的写“无文号”")
    issuers: list[Text] = described("发文机关", min_length=1)
    signed: Text = described("成文日期，如 2009-09-17；原文没有日期的写“未注明”")
    printed: Text | None = described("印发日期，如 2009-09-21", default=None)
    basis: list[Text] = described("依据：依据的文件", default=[])
    area: Text = described("地区：适用地区")
    repairs: list[Text] = described("订正：对扫描件的订正说明", default=[])

    @property
    def cited(self) -> str:
        """Return what a paper cites it by: its number, or its title where it has none."""
        return f"《{self.title}》" if self.number == UNNUMBERED else self.number

    @property
    def identified(self) -> str:
        """Return its number and title; of one without a number who issued it, and its title."""
        named = "、".join(self.issuers) if self.number == UNNUMBERED else self.number
        return f"{named}《{self.title}》"

    @property
    def full_name(self) -> str:
        """Return its title, with its number where it has one."""
        return f"《{self.title}》" + ("" if self.number == UNNUMBERED else f"（{self.number}）")


class BasicFact(Spec):
    """A basic fact of a community that a form prints or an award needs."""

    zh: Text = described("名称：表头上的名称")
    kind: Literal["text", "phone", "count", "yesno", "opinion", "date"] = described(
        "类型：text 文字；phone 电话；count 整数；yesno 是/否；opinion 意见；date 日期", default="text"
    )
    unit: Text | None = described("单位", default=None)
    also: list[Text] = described("其他写法：表头的其他写法", default=[])
    note: Text | None = described("填报说明", default=None)

    @property
    def in_box(self) -> bool:
        """Return whether it stands in an opinion or date box, which people fill by hand once the figures are in."""
        return self.kind in {"opinion", "date"}


class Criterion(Spec):
    """One scored row of the notice, its clause word for word."""

    number: Text = described("序号：印在表上的序号")
    name: Text = described("简称")
    points: Amount = described("分值")
    clause: Text = described("原文：评估标准或评分办法，逐字照录")
    repair: Text | None = described("订正：对扫描件的订正说明", default=None)
    method: Method = described("评分办法：kind 写用哪一种，如 tiers（分档）")
    evidence: list[Text] = described("佐证材料；通知没有列的不写", default=[])

    @cached_property
    def keys(self) -> frozenset[str]:
        """Return the keys of all indicators the method reads."""
        return frozenset(self.method.keys)

    @property
    def label(self) -> str:
        """Return number and name as one text."""
        return f"{self.number} {self.name}"


class Section(Spec):
    """A group of criteria as the table prints it."""

    title: Text = described("名称：印在表上的部分名称")
    number: Text | None = described("序号：印在表上的部分序号", default=None)
    points: Amount = described("分值：本部分分值合计")
    criteria: list[Key] = described("评分项：本部分的评分项，按印表的先后", min_length=1)
    bonus: bool = described("附加分，不计入总分100", default=False)
    one_row: bool = described("表上合印为一行", default=False)
    repair: Text | None = described("订正：对扫描件的订正说明", default=None)


class Reading(Spec):
    """One reading of an open question: its meaning, and what it changes in the rubric."""

    zh: Text = described("意思：这种读法的意思")
    change: dict[str, Any] = described("改动：选用此读法时对本标准的改动（与县级文件同样写法）", default={})
    reachable: dict[Key, Amount] = described("此读法下最高可得分不等于分值的评分项", default={})

    def bears_on(self, criterion: str) -> bool:
        """Return whether it changes a criterion, or the most points it can give."""
        changed = self.change.get("criteria")
        return criterion in self.reachable or (isinstance(changed, dict) and criterion in changed)


class Interpretation(Spec):
    """A question the notice leaves open, its readings and the default."""

    title: Text = described("名称：口径的名称")
    question: Text = described("问题：通知没有写明的问题")
    default: Name = described("默认的读法")
    readings: dict[Name, Reading] = described("读法：各种读法", min_length=1)
    because: Text = described("理由：默认读法的理由")
    criteria: list[Key] = described("评分项：涉及的评分项", default=[])
    aspect: Aspect | None = described("环节：计算过程中由它决定的环节", default=None)


class PassMark(Spec):
    """The least total that passes."""

    points: Amount = described("分值：达到多少分合格")
    include_bonus: bool = described("附加分：是否把附加分算在内", default=True)
    clause: Text = described("原文")


class Gate(Spec):
    """A standard that must hold besides the points."""

    title: Text = described("名称：这条标准的简称")
    clause: Text = described("原文")
    measure: Measure | None = described("量什么：与 at_least 或 at_most 一起写", default=None)
    at_least: ThresholdField | None = described("达到（下限），如 95%、1:3、2", default=None)
    at_most: ThresholdField | None = described("不超过（上限），如 0", default=None)
    boundary: Boundary | None = described(
        "含不含本数；不写的，at_least 按 conventions，at_most 含本数", default=None
    )
    answer: Key | None = described("是/否：须为“是”的指标或基本情况的键", default=None)
    only: Key | None = described(
        "只管哪些：这一项答“是”的才看，答“否”的不适用；是/否的指标或基本情况的键；不写则都看", default=None
    )
    otherwise: Literal["fails", "pending"] = described(
        "达不到时：fails 不符合；pending 由评审认定（answer 指明填在哪里）", default="fails"
    )
    when_zero: WhenGateZero = described(
        "分母为0：pending 待定；holds 视为符合；fails 视为不符合；not_applicable 不适用", default="pending"
    )

    def boundary_in(self, conventions: Conventions) -> Boundary:
        """Return whether the mark itself counts; the convention is of 以上, so that it says nothing of limits from above."""
        return self.boundary or ("include" if self.at_most is not None else conventions.boundary)

    @property
    def keys(self) -> frozenset[str]:
        """Return the keys of all indicators and facts it reads."""
        named = [key for key in (self.answer, self.only) if key]
        return frozenset([*(self.measure.keys if self.measure else []), *named])


class Gates(Spec):
    """The gates, and whether failing one decides."""

    decisive: bool = described("一票否决：任一条不符合即不合格", default=True)
    standards: dict[Key, Gate] = described("评定标准：一条一个键", min_length=1)


class Deadline(Spec):
    """A date that recurs every year, or is of one year."""

    title: Text = described("名称")
    clause: Text = described("原文")
    by: MonthDay = described("最后一天：月-日，如 08-31")
    year: int | None = described("只是哪一年的：四位数的年份；每年都有的不写", default=None, ge=1990, le=2200)
    inclusive: bool = described("当日是否算在内", default=True)


PASSED, CERTIFIED, COMMUNITIES = "passed", "certified", "communities"
COUNTED = frozenset({PASSED, CERTIFIED, COMMUNITIES})
_WHAT_COUNTS = (
    "passed 评为合格的个数；certified 已认定的总数（--certified）；communities 全部社区（村）（--communities，"
    "不写则为数据中列出的个数）；或基本情况、指标的键：是/否的数“是”，数目的相加"
)


class Quota(Spec):
    """At most a share of a number, rounded down, or a number as it stands."""

    title: Text = described("名称")
    clause: Text = described("原文")
    share: Exact | None = described("比例，如 10%；share、most 写一样", default=None)
    most: Amount | None = described("个数，如 10；share、most 写一样", default=None)
    among: Key | None = described(
        "在哪些里评选：答“是”的；是/否的基本情况或指标的键；不写则都算", default=None
    )
    of: Text = described("基数的含义")
    to: Key = described(f"基数：{_WHAT_COUNTS}", default=CERTIFIED)
    batch: bool = described("基数是已认定的总数时，有台账的只数当年认定的", default=False)
    at_least_one: bool = described("不足1个时是否可推1个", default=False)
    gives: Key | None = described(
        "推荐的是哪个称号：有台账时，已有它的、没有它须先有的称号的，都不占名额", default=None
    )


class Target(Spec):
    """A goal for a whole area: a count or a share to reach."""

    title: Text = described("名称")
    clause: Text = described("原文")
    at_least: Exact = described("目标：不写 to 的写个数；写了 to 的写百分数或分数，如 20%、1/3")
    of: Key = described(f"数什么：{_WHAT_COUNTS}")
    to: Key | None = described("占什么的比例：写法同 of；不写则看个数", default=None)
    base: Text | None = described("基数的含义", default=None)
    townships: dict[Text, Amount] = described(
        "各乡镇（街道）的目标数，加起来等于 at_least；只用于个数", default={}
    )


class SourceGap(Spec):
    """Something that the source does not hold, so that the rubric cannot either."""

    where: Text = described("位置：在通知的哪里，如 附件1")
    missing: Text = described("缺什么")
    clause: Text | None = described("原文：提到它的话", default=None)


class Rubric(Spec):
    """A notice as data."""

    id: Name = described("编号，与文件名相同")
    extends: Text | None = described("继承：继承的评分标准编号或文件", default=None)
    notice: Publication = described("通知：标题、文号、发文机关、日期")
    title: Text = described("名称：评分表名称")
    summary_title: Text | None = described(
        "汇总表的名称，前面会加乡镇；不写则由 title 得出，如“…评分表”得“…得分汇总表”", default=None
    )
    survey_title: Text | None = described(
        "调查表的名称：花名册数出的数印在一页上；不写则为“社区（村）劳动人口调查表”", default=None
    )
    total: Amount = described("总分（不含附加分）；没有分数的写 0")
    bonus: Amount = described("附加分上限", default=Fraction(0))
    columns: dict[Literal["self", "township", "county", "city"], Text] = described("评分栏")
    final_column: Literal["self", "township", "county", "city", "latest"] = described("以哪一栏为准")
    criteria: dict[Key, Criterion] = described("评分项：一项一个键；没有分数的写 {}")
    sections: dict[Key, Section] = described("部分：表上的各部分；没有分数的写 {}")
    indicators: dict[Key, Indicator] = described("指标：评分要读的数")
    facts: dict[Key, BasicFact] = described("基本情况：表上要印、奖补要看的内容", default={})
    relations: dict[Key, Relation] = described("关系：数与数的关系", default={})
    conventions: Conventions = described("通用约定", default=Conventions())
    interpretations: dict[Name, Interpretation] = described("口径：通知没有写明的问题和各种读法", default={})
    chosen: dict[Name, Name] = described("选用的读法（口径: 读法）；不写的用默认", default={})
    pass_mark: PassMark | None = described("合格线", default=None)
    gates: Gates | None = described("评定标准：分数以外的评定标准", default=None)
    grades: Grades | None = described("等级：最后得分分几等", default=None)
    deadlines: dict[Key, Deadline] = described("时限", default={})
    titles: dict[Key, Title] = described("称号：由低到高", default={})
    awards: dict[Key, Award] = described("奖补", default={})
    quotas: dict[Key, Quota] = described("名额", default={})
    targets: dict[Key, Target] = described("目标", default={})
    gaps: list[SourceGap] = described("原文所缺：原文没有、因此没有录入的内容", default=[])
    forms: list[Name] = described("要填的表（templates 下的文件夹）；没有的写 []")

    def reading(self, name: str) -> str:
        """Return the reading in force of an interpretation: the chosen one where one was chosen."""
        interpretation = self.interpretations[name]
        chosen = self.chosen.get(name)
        return chosen if chosen and chosen in interpretation.readings else interpretation.default

    @property
    def pass_points(self) -> Fraction | None:
        """Return the least points that pass, None when the notice names none."""
        return self.pass_mark.points if self.pass_mark else None

    @property
    def marks(self) -> list[Fraction]:
        """Return the numbers that totals are held against: pass mark, grades, the most points without and with 附加分."""
        passing = [] if self.pass_points is None else [self.pass_points]
        graded = self.grades.limits if self.grades else []
        return [*passing, *graded, self.total, self.total + self.bonus]

    @property
    def figures(self) -> StatedFigures:
        """Return its figures, with what its relations say of parts and wholes, and of what needs what."""
        related = [
            (each.level, PartOfWhole(each.part, each.whole))
            for each in self.relations.values()
            if each.part and each.whole and each.level != "off"
        ]
        strict = [pair for level, pair in related if level == "error"]
        needed = [
            Prerequisite(each.given, each.needs)
            for each in self.relations.values()
            if each.given and each.needs and each.level != "off"
        ]
        return StatedFigures(self.indicators, [pair for _, pair in related], strict, needed)

    @property
    def title_names(self) -> list[str]:
        """Return the names of all titles, from the lowest; those that only awards name come last."""
        named = [each.zh for each in self.titles.values()]
        return list(
            dict.fromkeys([*named, *(each for award in self.awards.values() for each in award.titles)])
        )

    def title_of(self, name: str) -> Title | None:
        """Return what the notice says of a title by its name; None for one that only awards name."""
        return next((each for each in self.titles.values() if each.zh == name), None)

    def expected_maxima(self, criterion: str) -> frozenset[Fraction]:
        """Return the most points a criterion may give: its 分值, unless a reading in force says less.

        Where several readings in force change the criterion, it may reach its 分值 again.
        """
        found = [
            reading
            for name, interpretation in self.interpretations.items()
            if (reading := interpretation.readings.get(self.reading(name))) and reading.bears_on(criterion)
        ]
        less = frozenset(each.reachable[criterion] for each in found if criterion in each.reachable)
        full = frozenset({self.criteria[criterion].points})
        return less | full if len(found) > 1 else less or full

    def section_of(self, criterion: str) -> Section:
        """Return the section a criterion belongs to."""
        return next(section for section in self.sections.values() if criterion in section.criteria)

    def is_bonus(self, criterion: str) -> bool:
        """Return whether a criterion is 附加分."""
        return self.section_of(criterion).bonus

    def ordered(self) -> list[str]:
        """Return the criterion keys in the order of the printed table."""
        return [key for section in self.sections.values() for key in section.criteria]


def json_schema() -> str:
    """Return the JSON Schema of a rubric file, for editors.

    A whole rubric must be complete; a file that ``extends`` another holds only its changes.
    """
    whole = Rubric.model_json_schema()
    definitions = whole.pop("$defs")
    changes = _as_changes(copy.deepcopy(whole))
    changes["required"] = ["id", "extends"]
    definitions |= {f"Change{name}": _as_changes(copy.deepcopy(body)) for name, body in definitions.items()}
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "formgen rubric",
        "if": {"required": ["extends"]},
        "then": changes,
        "else": whole,
        "$defs": definitions,
    }
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"


def _as_changes(schema: Any) -> Any:  # noqa: ANN401 - JSON has no better type
    """Relax a schema in place so that a part of the record is valid by itself."""
    if isinstance(schema, list):
        return [_as_changes(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    relaxed = {
        key: _as_changes(item) for key, item in schema.items() if key not in {"required", "discriminator"}
    }
    if isinstance(relaxed.get("oneOf"), list):
        relaxed["anyOf"] = relaxed.pop("oneOf")
    if isinstance(relaxed.get("$ref"), str):
        relaxed["$ref"] = relaxed["$ref"].replace("#/$defs/", "#/$defs/Change")
    return relaxed
