"""Points that a clause gives for other words or marks, gives to nobody, takes otherwise or does not allow."""

from fractions import Fraction
from typing import NamedTuple

import pytest

from formgen.commands.rubric import look_into_rubric
from formgen.rubric.clause_sayings import list_limits, list_sayings

HEAD = """
id: small
title: 评分表
notice: {title: 通知, number: 甲发〔2024〕1号, issuers: [甲局], signed: 2024-03-01, area: 甲县}
columns: {self: 自评分, county: 县级考评分}
final_column: county
forms: []
indicators:
  willing: {zh: 有就业愿望人数, kind: count, unit: 人, definition: 年底在册人数, source: 台账}
  employed: {zh: 已就业人数, kind: count, unit: 人, definition: 其中已就业的, source: 台账}
  site: {zh: 有服务用房, kind: yesno, unit: 是/否, definition: 有, source: 台账}
  crew: {zh: 有工作人员, kind: yesno, unit: 是/否, definition: 有, source: 台账}
  county: {zh: 县级媒体报道数, kind: count, unit: 篇, definition: 数, source: 台账}
  city: {zh: 市级媒体报道数, kind: count, unit: 篇, definition: 数, source: 台账}
  errors: {zh: 差错人次, kind: count, unit: 人次, definition: 数, source: 台账}
  late: {zh: 迟报次数, kind: count, unit: 次, definition: 数, source: 台账}
  service: {zh: 服务, kind: level, unit: 档, definition: 档, source: 台账, levels: {"0": 无, "1": 有记录, "2": 显著}}
"""


class Case(NamedTuple):
    """A clause, the method beside it, the points of the criterion, and what is told, without the name of the criterion."""

    clause: str
    method: str
    says: tuple[str, ...] = ()
    points: int = 5


def tiers(*pairs: tuple[str, int], otherwise: str = "0", rule: str = "at_least") -> str:
    written = ", ".join(f"{{{rule}: {mark}, points: {points}}}" for mark, points in pairs)
    rate = "measure: {kind: ratio, of: [employed], to: [willing]}"
    return f"kind: tiers, {rate}, tiers: [{written}], otherwise: {otherwise}"


def by_count(*pairs: tuple[int, int], otherwise: str = "0", rule: str = "at_least") -> str:
    written = ", ".join(f"{{{rule}: {mark}, points: {points}}}" for mark, points in pairs)
    return f"kind: tiers, measure: {{kind: count, of: errors}}, tiers: [{written}], otherwise: {otherwise}"


def taken(of: str, points: int) -> str:
    return f"kind: deductions, start: 5, deductions: [{{of: {of}, label: 甲, points: {points}}}]"


def checklist(site: object, crew: object, *, labels: tuple[str, str] = ("场地", "人员")) -> str:
    first, second = labels
    return (
        f"kind: checklist, items: [{{of: site, label: {first}, points: {site}}}, "
        f"{{of: crew, label: {second}, points: {crew}}}]"
    )


def counted(county: object, city: object, cap: int = 5) -> str:
    terms = f"{{of: county, label: 县级, points: {county}}}, {{of: city, label: 市级, points: {city}}}"
    return f"kind: weighted_count, terms: [{terms}], cap: {cap}"


def deducted(errors: object, late: object = None, more: str = "", times: str = "") -> str:
    grounds = [f"{{of: errors, label: 差错, points: {errors}{times}}}"]
    grounds += [f"{{of: late, label: 迟报, points: {late}}}"] if late else []
    return f"kind: deductions, start: 5, deductions: [{', '.join(grounds)}]{more}"


def levels(first: tuple[str, int], second: tuple[str, int]) -> str:
    written = ", ".join(
        f"{{level: {at}, label: {label}, points: {points}}}"
        for at, (label, points) in enumerate((first, second), 1)
    )
    return f"kind: levels, of: service, levels: [{written}]"


_TURNED = "就业率达到95%得15分，98%以上得10分。"
_RIGHT = "就业率达到95%得10分，98%以上得15分。"
_TWO = tiers(("95%", 10), ("98%", 15))
_ONCE = ", times: once"
TOLD = [
    Case(
        _TURNED,
        _TWO,
        ("的原文写着95%得15分，这里 95% 却得10分。", "的原文写着98%得10分，这里 98% 却得15分。"),
        15,
    ),
    Case(
        _RIGHT,
        tiers(("95%", 10), ("98%", 15), otherwise="5"),
        ("的原文里没有得5分的，otherwise 却给5分。",),
        15,
    ),
    Case(
        "90%以上不足95%的得3分，95%以上的得5分，有台帐加1分。",
        tiers(("90%", 2), ("95%", 5)),
        ("的原文写着90%得3分，这里 90% 却得2分。",),
    ),
    Case(
        "30%以下得3分，20%以下得5分，有台帐加1分。",
        tiers(("30%", 2), ("20%", 5), rule="at_most"),
        ("的原文写着30%得3分，这里 30% 却得2分。",),
    ),
    Case("每发现1人次差错扣2分，扣完为止。", deducted(1), ("的原文写着“差错”2分，points 却是1。",)),
    Case("有一人次的，扣2分。", deducted(1), ("的原文写着“有一人次的，扣2分”，points 却是1。",)),
    Case(
        "每发现1人次差错扣2分。",
        deducted(2, times=_ONCE),
        ("的原文写着“每发现1人次差错扣2分”，times 却是 once，只扣一次。",),
    ),
    Case(
        "差错每人次，扣2分；迟报每次扣1分。",
        deducted(1, 2),
        ("的原文写着“差错”2分，points 却是1。", "的原文写着“迟报”1分，points 却是2。"),
    ),
    Case(
        "有差错的，不论多少，扣2分。",
        deducted(2),
        ("的原文写着“有差错的，不论多少，扣2分”，这里却每个都扣。",),
    ),
    Case("每2人次差错扣1分。", deducted(1), ("的原文写着“每2人次差错扣1分”，points 却是1。",)),
    Case("差错每人次扣2分，最多扣3分。", deducted(2), ("的原文写着最多扣3分，从5分扣到0分却扣5分。",)),
    Case(
        "差错每人次扣2分，扣完为止。", deducted(2, more=", floor: 2"), ("的原文写着扣完为止，floor 却是2。",)
    ),
    Case("差错每人次扣2分，扣完为止，不计负分。", deducted(2)),
    Case("差错每人次扣2分，扣完为止，不倒扣。", deducted(2)),
    Case("差错每人次扣2分，不得倒扣。", deducted(2)),
    Case("差错每人次扣2分，可计负分。", deducted(2), ("的原文写着倒扣，floor 却不是负数。",)),
    Case("差错每人次扣2分，可以倒扣。", deducted(2), ("的原文写着倒扣，floor 却不是负数。",)),
    Case(
        "有场地，得10分；有人员，得5分。",
        checklist(5, 10),
        ("的原文写着“场地”10分，points 却是5。", "的原文写着“人员”5分，points 却是10。"),
        15,
    ),
    Case(
        "服务用房得10分，工作人员得5分。",
        checklist(5, 10, labels=("场地", "专人")),
        ("的原文写着“服务用房得10分”，points 却是5。", "的原文写着“工作人员得5分”，points 却是10。"),
        15,
    ),
    Case(
        "有场地得3分，有人员得2分，有制度酌情。",
        checklist(4, 1),
        ("的原文写着“场地”3分，points 却是4。", "的原文写着“人员”2分，points 却是1。"),
    ),
    Case(
        "服务用房、工作人员两落实，缺一项扣5分。", checklist(5, 5, labels=("服务用房", "工作人员")), points=10
    ),
    Case("满10人次得2分，每超5人次加1分，加满3分为止。", by_count((10, 2), (15, 3), (20, 4), (25, 5))),
    Case("有场地、人员，各得3分。", checklist(3, 2), ("的原文写着“人员”3分，points 却是2。",)),
    Case(
        "县级媒体每篇得1分，市级媒体每篇得2分，最多5分。",
        counted(2, 1),
        ("的原文写着“县级”1分，points 却是2。", "的原文写着“市级”2分，points 却是1。"),
    ),
    Case(
        "被县级媒体报道，每篇得1分，市级媒体得2分。", counted(1, 3), ("的原文写着“市级”2分，points 却是3。",)
    ),
    Case(
        "县级媒体每篇得1分，市级媒体每篇得2分，最多5分。",
        counted(1, 2, 15),
        ("的原文写着最多5分，points 却是15。",),
        15,
    ),
    Case(
        "有记录得3分，成效显著得5分。",
        levels(("成效显著", 3), ("有记录的", 5)),
        ("的原文写着“成效显著”5分，points 却是3。", "的原文写着“有记录得3分”，points 却是5。"),
    ),
    Case(
        "有记录得3分，成效显著得5分。",
        levels(("有记录", 2), ("显著", 5)),
        ("的原文写着“有记录”3分，points 却是2。",),
    ),
    Case(
        "报道每篇得1分，其中报道最多4分；有场地得3分，有人员得2分。",
        "kind: sum, parts: {media: {label: 报道, method: {kind: weighted_count, terms: "
        f"[{{of: county, label: 县级, points: 1}}], cap: 3}}}}, rest: {{label: 其余, method: {{{checklist(1, 1)}}}}}}}",
        (
            "的原文写着“场地”3分，points 却是1。",
            "的原文写着“人员”2分，points 却是1。",
            "的原文写着最多4分，评分办法里没有最多得4分的。",
        ),
    ),
    Case(
        "有台帐，得2分；有制度，得2分。", "kind: judged", ("的原文写着得2分、2分，加起来4分，points 却是5。",)
    ),
    Case("建立台帐，得3分。", "kind: judged", ("的原文写着得3分，points 却是5。",)),
    Case("酌情给1至3分。", "kind: judged", ("的原文写着最多3分，points 却是5。",)),
]
HONEST = [
    Case(_RIGHT, _TWO, points=15),
    Case("就业率达到95%且在册90%以上得10分，98%以上得15分。", _TWO, points=15),
    Case(f"{_RIGHT}不足95%的得5分。", tiers(("95%", 10), ("98%", 15), otherwise="5"), points=15),
    Case(_RIGHT, tiers(("95%", 10), ("98%", 15), otherwise="proportional"), points=15),
    Case("达到95%以上的得5分，90%以上不足95%的得3分，90%以下不得分。", tiers(("90%", 3), ("95%", 5))),
    Case("5分：95%以上；3分：90%以上。", tiers(("90%", 3), ("95%", 5))),
    Case(
        "95%得5分，每低1个百分点扣1分。",
        tiers(("91%", 1), ("92%", 2), ("93%", 3), ("94%", 4), ("95%", 5)),
    ),
    Case("就业率、培训率均达95%得5分，其中之一达到90%得2分。", tiers(("90%", 2), ("95%", 5))),
    Case("有场地、人员，各得2分，另酌情1分。", checklist(2, 2), points=4),
    Case("有场地、人员，共得4分。", checklist(1, 3), points=4),
    Case("场地和人员齐全得5分。", checklist(3, 2)),
    Case("场地（3分）、人员（2分）。", checklist(3, 2)),
    Case("3分：有场地；2分：有人员。", checklist(3, 2)),
    Case("有场地的，得3分；没有场地的，得0分；有人员的，得2分；缺一项扣1分。", checklist(3, 2)),
    Case("在县级、市级媒体发表的，每2篇分别得1分、2分，最多5分。", counted("0.5", 1)),
    Case("每发表1篇得1分（市级媒体2分），5分封顶。", counted(1, 2)),
    Case("差错每发现1人次扣1分，迟报扣2分，扣完5分为止。", deducted(1, 2)),
    Case("差错每发现1人次扣1分，最多扣3分。", deducted(1, more=", floor: 2")),
    Case("每2人次差错扣1分。", deducted("0.5")),
    Case("有差错的，扣2分。", deducted(2, times=_ONCE)),
    Case("每季度检查，有差错的扣2分。", deducted(2, times=_ONCE)),
    Case("每有1人次差错扣2分，倒扣不超过5分。", deducted(2, more=", floor: -5")),
    Case("台帐齐全得5分，基本齐全得3分，不全得1分。", "kind: judged"),
    Case("建立台帐得3分，其余酌情给分。", "kind: judged"),
    Case("台帐不全的，视情扣1-2分。", "kind: judged"),
    Case("每建一本台帐得1分，最多5分。", "kind: judged"),
    *(
        Case(clause, "kind: judged", (f"的原文写着最多{most}分，points 却是5。",) if most else ())
        for clause, most in [
            ("酌情给分，最多3分。", "3"),
            ("由评审酌情给分，最高可得三分。", "3"),
            ("按台帐给分，3分封顶。", "3"),
            ("满分为 3 分，酌情给分。", "3"),
            ("酌情给分，最多5分。", ""),
            ("酌情给分，每项最多3分。", ""),
            ("酌情给分，其中台帐不超过3分。", ""),
            ("发现问题酌情扣分，最多扣3分。", ""),
            ("最多3分，有创新的最多5分。", ""),
        ]
    ),
]

UNSAID = [
    Case(
        "就业率达到98%的，得15分；达到95%的，得10分；不足95%的，得5分。",
        _TWO,
        ("的原文写着得5分，各档和 otherwise 里没有得5分的。",),
        15,
    ),
    Case(
        "就业率达到98%的，得15分；达到95%的，得10分；不足95%的，得5分。",
        tiers(("95%", 10), ("98%", 15), otherwise="5"),
        (),
        15,
    ),
    Case(
        "就业率高于全县平均水平的得15分，否则得10分。",
        _TWO,
        (
            "的原文写着“否则得10分”，otherwise 却是0。",
            "的原文里没有95%、98%，这里却按95%、98%分档。",
        ),
        15,
    ),
    Case(
        "就业率达95%得基本分10分，每高1个百分点加2分，最多15分。",
        tiers(("95%", 10), ("96%", 11), ("97%", 15)),
        (
            "的原文写着“95%得基本分10分，每高1个百分点加2分”，96%得12分，这里却得11分。",
            "的原文写着“95%得基本分10分，每高1个百分点加2分”，97%得14分，这里却得15分。",
        ),
        15,
    ),
    Case(
        "就业率达到95%得满分，每下降1个百分点扣5分。",
        tiers(("93%", 5), ("94%", 10), ("95%", 15)),
        (),
        15,
    ),
    Case(
        "就业率达到95%得满分，每下降1个百分点扣5分。",
        tiers(("93%", 5), ("94%", 12), ("95%", 15)),
        ("的原文写着“95%得满分，每下降1个百分点扣5分”，94%得10分，这里却得12分。",),
        15,
    ),
    Case(
        "九成五以上得10分，九成八以上得15分。",
        tiers(("85%", 10), ("98%", 15)),
        ("的原文写着九成五，at_least 却是85%。",),
        15,
    ),
    Case("九成五以上得10分，九成八及以上得15分。", _TWO, (), 15),
    Case(
        "差错五十人次得10分，一百人次得15分。",
        by_count((15, 10), (100, 15)),
        ("的原文写着五十人次，at_least 却是15。",),
        15,
    ),
    Case(
        "差错全县前三名得15分，其余10分。",
        by_count((3, 15), otherwise="10"),
        ("的原文里没有3，这里却按3分档。",),
        15,
    ),
    Case(
        "有1人次差错扣2分，2人次扣4分，3人次及以上扣5分。", by_count((2, 1), (1, 3), (0, 5), rule="at_most")
    ),
    Case(
        "有1人次差错扣2分，2人次扣4分，3人次及以上扣5分。",
        by_count((2, 2), (1, 3), (0, 5), rule="at_most"),
        ("的原文里没有扣3分的，这里得2分，正好扣3分。",),
    ),
    Case(
        "满分5分，每发生1人次差错扣1分，发生2人次以上的不得分。",
        deducted(1),
        ("的原文写着“发生2人次以上”的不得分，评分办法里没有。",),
    ),
    Case("满分5分，每发生1人次差错扣3分，发生2人次以上的不得分。", deducted(3)),
    Case(
        "每少报道1篇扣1分。",
        "kind: deductions, start: 5, deductions: [{of: county, label: 报道, points: 1}]",
        ("的原文写着“每少报道1篇扣1分”，这里却是每有1个“报道”扣1分，方向反了。",),
    ),
    Case(
        "每少报道1篇扣1分。",
        "kind: deductions, start: 5, deductions: [{of: county, less: city, label: 报道, points: 1}]",
    ),
    Case(
        "差错超过3人次的，每人次扣2分。",
        deducted(2),
        ("的原文写着“差错超过3人次的，每人次扣2分”，这里却从第1个扣起。",),
    ),
    Case(
        "县级每篇得5分，少于2篇的不得分。",
        "kind: weighted_count, terms: [{of: county, label: 县级, points: 5}], cap: 5",
        ("的原文写着“少于2篇”的不得分，评分办法里没有。",),
    ),
    Case("差错每人次扣1分，其他情况酌情处理。", deducted(1)),
    Case(
        "每减少1人次差错扣1分。",
        deducted(1),
        ("的原文写着“每减少1人次差错扣1分”，这里却是每有1个“差错”扣1分，方向反了。",),
    ),
    Case("达到98%以上得15分，95%以上得10分，其余不得分。", _TWO, (), 15),
    Case("就业率98%得15分，95%得10分，有台帐另加1分。", _TWO, (), 15),
]
SAID = [
    Case(
        "95%得5分，每低1个百分点扣1分。",
        tiers(("94%", 4), ("95%", 5)),
        ("的原文里有“每低1个百分点扣1分”，过了94%还应得3分，otherwise 却是0。",),
    ),
    Case("95%得5分，每低1个百分点扣1分，低于94%的不得分。", tiers(("94%", 4), ("95%", 5))),
    Case(
        "就业率每达到10%得1.5分。",
        tiers(("50%", 7), ("90%", 15)),
        ("的原文里有“每达到10%得1.5分”，50%和90%之间却没有别的档。",),
        15,
    ),
    Case(
        "90%以上得10分；每超1个百分点加1分。",
        tiers(("90%", 10), ("95%", 15)),
        ("的原文里有“每超1个百分点加1分”，90%和95%之间却没有别的档。",),
        15,
    ),
    *(
        Case(f"就业率达到95%得5分，{words}。", tiers(("95%", 5)), (f"的原文里有“{said}”，算法里没有。",))
        for words, said in (
            ("未达到的按比例得分", "按比例"),
            ("不足的按实际比例折算得分", "按实际比例"),
            ("否则倒扣3分", "倒扣"),
            ("否则从总分中扣3分", "从总分中扣"),
            ("未建台账的不得分", "未建台账的不得分"),
            ("材料弄虚作假的，本项不得分", "材料弄虚作假的，本项不得分"),
            ("无专人负责的得0分", "无专人负责的得0分"),
        )
    ),
    *(
        Case(f"就业率达到95%得5分，{words}。", tiers(("95%", 5)))
        for words in (
            "否则不得分",
            "未达到的不得分",
            "达不到要求的一律不得分",
            "低于95%的，本项不得分",
            "其余不得分",
            "没有的得0分",
        )
    ),
    Case("就业率达到95%得5分，未达到的按比例得分。", tiers(("95%", 5), otherwise="proportional")),
    Case(
        "有场地得3分，有人员得2分，缺一项不得分。",
        checklist(3, 2),
        ("的原文里有“缺一项不得分”，算法里没有。",),
    ),
    Case("有场地得3分，有人员得2分，缺一项不得分。", checklist(3, 2) + ", void_below: 5"),
    Case(
        "有场地得3分，人员到位再得2分（无场地的不得分）。",
        checklist(3, 2),
        ("的原文里有“无场地的不得分”，算法里没有。",),
    ),
    Case("有场地得3分，没有场地的不得分；有人员得2分，没有的不得分。", checklist(3, 2)),
    Case(
        "有场地或有人员的，得5分。",
        checklist(3, 2),
        ("的原文写着“有场地或有人员的，得5分”，“场地”、“人员”却要都有才得5分。",),
    ),
    Case("有场地或窗口的得3分，有专职或兼职人员的得2分。", checklist(3, 2)),
    Case(
        "发现群体性事件的，本项不得分；每发生1人次差错扣1分。",
        deducted(1),
        ("的原文里有“发现群体性事件的，本项不得分”，算法里没有。",),
    ),
    Case("每发生1人次差错扣1分，迟报的不得分。", deducted(1, 5)),
    Case(
        "基本分3分，每发生1人次差错扣1分；没有差错的加2分。",
        deducted(1),
        ("的原文里有“基本分3分”，算法里没有3分。", "的原文里有“没有差错的加2分”，算法里没有2分。"),
    ),
    Case(
        "每季报道不少于4篇，每少一篇扣1分。",
        "kind: weighted_count, terms: [{of: county, label: 报道, points: 1}], cap: 5",
        ("的原文里有“每少一篇扣1分”，算法里没有。",),
    ),
    Case(
        "报道满3篇后，每多一篇得1分。",
        "kind: weighted_count, terms: [{of: county, label: 报道, points: 1}], cap: 5",
        ("的原文里有“满3篇后，每多一篇得1分”，算法里没有。",),
    ),
    Case(
        "报道每篇得1分，每增加一篇加1分。",
        "kind: weighted_count, terms: [{of: county, label: 报道, points: 1}], cap: 5",
    ),
    Case(
        "按就业率计算得分，就业率达到90%的得满分。",
        "kind: share, of: employed, to: willing, full: 5",
        ("的原文里有“达到90%的得满分”，算法里没有。",),
    ),
    Case("按就业率计算得分，达到100%的得满分。", "kind: share, of: employed, to: willing, full: 5"),
    Case("每培训10篇得1分，最多5分。", counted("0.1", "0.1")),
    Case("没有差错得5分，有差错不得分。", by_count((0, 5), rule="at_most")),
    Case("差错扣1分，倒扣、不得分由评审决定。", "kind: judged"),
]
MORE = [  # small words that change who gets points
    Case("每季度组织一次例会，少一次扣2分。", taken("county", 2), ("的原文写着“每季度组织一次例会，少一次扣2分”，这里却是每有1个“甲”扣2分，方向反了。",)),
    Case("就业率达到95%以上，同时报送总结的得5分。", tiers(("95%", 5))),
    Case("例会缺席一次扣2分。", taken("late", 2)),
    Case("每迟报一次扣1分，累计三次以上的不得分。", taken("late", 1), ("的原文写着“累计三次以上”的不得分，评分办法里没有。",)),
    Case("每迟报一次扣2分，三次以上的不得分。", taken("late", 2)),
    Case("每迟报一次扣1分，造成严重后果的全部扣完。", taken("late", 1), ("的原文里有“造成严重后果的全部扣完”，算法里没有。",)),
    Case("每迟报一次扣1分，全部扣完为止。", taken("late", 1)),
    Case("满10人次得2分，以后每增加5人次加1分。", by_count((10, 2), (25, 5)), ("的原文里有“每增加5人次加1分”，10和25之间却没有别的档。",)),
    Case("满10人次得2分，以后每增加5人次加1分。", by_count((10, 2), (15, 3), (20, 4), (25, 5))),
    Case("就业率达到95%且台账齐全的得5分。", tiers(("95%", 5)), ("的原文里有“95%且台账齐全的得5分”，算法里没有。",)),
    Case("就业率95%以上并无上访的得5分。", tiers(("95%", 5)), ("的原文里有“95%以上并无上访的得5分”，算法里没有。",)),
    Case("有劳动能力且有就业愿望的就业率达到95%得5分。", tiers(("95%", 5))),
    Case("就业率连续两年达到95%得5分。", tiers(("95%", 5)), ("的原文里有“连续两年”，算法里没有。",)),
    Case("县级每篇1分，市级的加倍计分。", counted(1, 1), ("的原文里有“加倍计分”，算法里没有。",)),
    Case("县级每篇1分，市级的加倍计分。", counted(1, 2)),
    Case("每篇1分，每年不超过3篇。", counted(1, 1), ("的原文里有“不超过3篇”，算法里没有。",)),
    Case("每篇1分，每年不超过5篇。", counted(1, 1)),
    Case("每季度组织一次例会，差一次扣2分。", taken("county", 2), ("的原文写着“每季度组织一次例会，差一次扣2分”，这里却是每有1个“甲”扣2分，方向反了。",)),
    Case("例会每差一次扣2分。", taken("county", 2), ("的原文写着“例会每差一次扣2分”，这里却是每有1个“甲”扣2分，方向反了。",)),
    Case("县级媒体报道每季度一篇，未报道一次扣2分。", taken("county", 2), ("的原文写着“县级媒体报道每季度一篇，未报道一次扣2分”，这里却是“县级媒体报道数”每有1个扣分，方向反了。",)),
    Case("未报道一次扣2分。", taken("late", 2)),
    Case("有差错一次扣2分。", taken("errors", 2)),
    Case("每迟报一次扣1分，情节严重的扣完。", taken("late", 1), ("的原文里有“情节严重的扣完”，算法里没有。",)),
    Case("每迟报一次扣1分，情节严重的，全扣。", taken("late", 1), ("的原文里有“情节严重的，全扣”，算法里没有。",)),
    Case("每迟报一次扣1分，情节严重的扣除本项全部得分。", taken("late", 1), ("的原文里有“情节严重的扣除本项全部”，算法里没有。",)),
    Case("每迟报一次扣1分，弄虚作假的取消本项得分。", taken("late", 1), ("的原文里有“弄虚作假的取消本项得分”，算法里没有。",)),
    Case("每迟报一次扣1分，造成影响的扣5分。", taken("late", 1), ("的原文里有“造成影响的扣5分”，算法里没有5分。",)),
    Case("每迟报一次扣1分，三次以上的扣完。", taken("late", 1), ("的原文写着“三次以上”的不得分，评分办法里没有。",)),
    Case("每迟报一次扣1分，5次以上的扣5分。", taken("late", 1)),
    Case("迟报的，每次扣1分，本项分值扣完即止。", taken("late", 1)),
    Case("迟报的扣1分，扣完后不计负分。", taken("late", 1)),
    Case("有迟报的扣完本项分。", taken("late", 5)),
]  # fmt: skip
DEMANDS = [  # what is demanded beside the number that is read
    Case(clause, tiers(("95%", 5)), (f"的原文里有“{left}”，算法里没有。",))
    for clause, left in [
        ("就业率达到95%、台账齐全的，得5分。", "台账齐全"),
        ("就业率达到95%以上，台账齐全，制度健全，得5分。", "台账齐全、制度健全"),
        ("台账齐全、就业率达到95%以上的，得5分。", "台账齐全"),
        ("就业率达到95%和台账齐全的，得满分。", "台账齐全"),
        ("就业率达到95%以上，无上访。", "无上访"),
        ("就业率达到95%，零就业家庭动态清零的，得5分。", "零就业家庭动态清零"),
        ("就业率达到95%以上，其中残疾人就业率达到80%以上，得5分。", "其中残疾人就业率达到80%以上"),
        ("就业率达到95%以上，每次培训不少于30人，得5分。", "每次培训不少于30人"),
    ]
]
DEMANDS += [
    Case("就业率比上年提高5%的得5分。", tiers(("5%", 5)), ("的原文里有“比上年提高”，算法里没有。",)),
    Case("已就业人数同比增长5%以上得5分。", tiers(("5%", 5)), ("的原文里有“同比增”，算法里没有。",)),
    Case("就业率95%，高于全县平均水平的得5分。", tiers(("95%", 5)), ("的原文里有“高于全县平均”，算法里没有。",)),
    Case("就业率比上年提高，酌情给分。", "kind: judged"),
    Case("每篇1分，每季度限1篇。", counted(1, 1), ("的原文里有“每季度限1篇”，算法里没有。",)),
    Case("每篇1分，每季度限1篇。", counted(1, 1, cap=4), points=4),
    Case("每篇1分，限报3篇。", counted(1, 1), ("的原文里有“限报3篇”，算法里没有。",)),
    Case("每篇1分，每月最多得1分。", counted(1, 1), ("的原文里有“每月最多得1分”，算法里没有。",)),
    Case("每篇1分，最多得5分，限期补报的不计。", counted(1, 1)),
    Case("差错3人次以下、有整改记录的，得5分。", by_count((3, 5), rule="at_most"), ("的原文里有“有整改记录”，算法里没有。",)),
    Case("有劳动能力、有就业愿望的人员就业率达到95%以上的社区，得5分。", tiers(("95%", 5))),
    Case("加强援助，落实政策，就业率达到95%（含），以年报为准，得5分，每低1个百分点扣1分。", tiers(("91%", 1), ("92%", 2), ("93%", 3), ("94%", 4), ("95%", 5))),
    Case("就业率达到95%以上，完成年度目标的，得5分，其余不得分。", tiers(("95%", 5))),
    Case("就业率98%以上得5分，95%以上、不足98%的得3分，低于95%不得分。", tiers(("95%", 3), ("98%", 5))),
    Case("就业率达到95%以上，即已就业的人占有就业愿望的人95%以上，得5分。", tiers(("95%", 5))),
]  # fmt: skip
CASES = [*TOLD, *HONEST, *UNSAID, *SAID, *MORE, *DEMANDS]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> list[list[str]]:
    """Return the hints at the clauses of all cases; each is a criterion of one rubric, so that it is checked once."""
    total = sum(case.points for case in CASES)
    keys = [f"c{at}" for at in range(len(CASES))]
    written = [
        HEAD,
        f"total: {total}",
        f"sections: {{all: {{title: 全部, points: {total}, criteria: [{', '.join(keys)}]}}}}",
        "criteria:",
    ]
    for key, case in zip(keys, CASES, strict=True):
        written.append(
            f'  {key}: {{number: "{key}", name: 项, points: {case.points}, clause: "{case.clause}", method: {{{case.method}}}}}'
        )
    path = tmp_path_factory.mktemp("clauses") / "small.yaml"
    path.write_text("\n".join(written), encoding="utf-8")
    found = [each for each in look_into_rubric(str(path)).problems if each.code == "R132"]
    spoken = [
        each.message for each in found if each.message.partition("”的原文")[2][:2] in {"写着", "里没", "里有"}
    ]
    return [[each.partition("”")[2] for each in spoken if each.startswith(f"“{key} 项”")] for key in keys]


@pytest.mark.parametrize("at", range(len(CASES)), ids=[case.clause for case in CASES])
def test_points_are_held_against_the_clause_beside_them(told: list[list[str]], at: int) -> None:
    assert sorted(told[at]) == sorted(CASES[at].says)


@pytest.mark.parametrize(
    ("clause", "said"),
    [
        ("有专门场地（窗口），得3分；数据完整得2分", ["3", "2"]),
        ("每2篇得1分，发现一处扣0.5分", ["1/2", "-0.5"]),
        ("本项8分，有场地得3分", ["3"]),
        ("以上累计得分不足9分的，本项不得分", []),
        ("10分：制度健全；5分：基本健全", []),
        ("达到60分以上的得5分，60分为合格", ["5"]),
        ("每少一户扣1分，扣完5分为止", ["-1/1"]),
        ("新增1:3得三分", ["3"]),
        ("考评90分，总分100分", ["90"]),
    ],
)
def test_what_a_clause_gives_and_takes_is_read_with_how_many_it_is_for(clause: str, said: list[str]) -> None:
    found = [
        f"{'-' * each.takes}{float(each.points):g}{f'/{each.each}' if each.each else ''}"
        for each in list_sayings(clause)
    ]
    assert found == said


def test_the_most_of_a_clause_is_read_with_whether_it_is_given_or_taken() -> None:
    found = list_limits("最多得5分，扣分最多扣3分，扣完二分为止。")
    assert [(each.points, each.takes) for each in found] == [
        (Fraction(5), False),
        (Fraction(3), True),
        (Fraction(2), True),
    ]
