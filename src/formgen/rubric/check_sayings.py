"""What a clause says and no part of its method does: 缺一项不得分, 按比例, 倒扣, points, words that join. Hints only.

One list of sayings, each with what a method must have for it. Where a person gives points nothing is said: he reads the
clause. Knows a typed rubric. Reads no file.
"""

import itertools
import re
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple

from formgen.exact import exact_text
from formgen.folding import keep_letters, list_pairs
from formgen.problems import Problem
from formgen.rubric.clause_numbers import list_numbers, read_numeral
from formgen.rubric.clause_sayings import ALL_TAKEN, Saying, list_sayings
from formgen.rubric.methods.method import MethodSpec, PointsFor
from formgen.rubric.typed_rubric import TypedRubric
from formgen.rubric.whole_criterion import Whole, list_wholes, name_of_figure
from formgen.spec import KeyPath
from formgen.yamltext import Node

_ADVICE = "请补上；由人定的写 judged，别处已经写了的，不用改"
_ZERO = r"(?:不得分|不计分|不给分|得0分|记0分|计0分|得零分|0分|零分)"
_OTHERS = re.compile(  # who gets nothing without being named: those that reach no tier, and have none of the elements
    r"(?:^|[，,])(?:否则?|其余|其他|其它|反之)?(?:未|没有?|无|不|达不到|未达到?|不足|低于|少于|不满|不符合|不具备|没做到|未做到)?"
    r"(?:的|者|则|均|一律|标准|要求|条件|规定|到|以上|的话)*$"
)
_NO = re.compile("没有?|未能?|无|不|有|的|得|分")
_COMPARED = re.compile(
    r"\d|[一二两三四五六七八九十半]+[成个人户件起次]|以下|不足|低于|少于|不满|不到|超过|高于|多于|达不到|未达|否则|其余|其他|其它"
)


def check_sayings(typed: TypedRubric) -> list[Problem]:
    """Return a hint for each saying of a clause that no part of the method of its criterion answers."""
    found: list[Problem] = []
    for whole in list_wholes(typed):
        for demand in _DEMANDS:
            found += _ask(typed, whole, demand)
        found += _points(typed, whole)
        found += _alternatives(typed, whole)
    return found


# -- sayings and what answers them --------------------------------------------------------------------------------
class _Demand(NamedTuple):
    """Words of a clause, and whether a criterion answers them."""

    words: re.Pattern[str]
    is_met: Callable[[TypedRubric, Whole, re.Match[str]], bool]
    advice: str = _ADVICE


def _is_proportional(typed: TypedRubric, whole: Whole, _said: re.Match[str]) -> bool:
    shares = "share" in whole.kinds
    return shares or any(typed.written(*part.path, "otherwise") == "proportional" for part in whole.inner)


def _is_voided(typed: TypedRubric, whole: Whole, _said: re.Match[str]) -> bool:
    """Return whether one that lacks ends all: by a mark below which nothing is given, a case, or one element only."""
    if whole.kinds & {"conditional", "levels"} or len(whole.own) == 1:
        return True
    return any(typed.written(*part.path, "void_below") for part in whole.inner) or not whole.own


def _has_marks(_typed: TypedRubric, whole: Whole, _said: re.Match[str]) -> bool:
    """Return whether all points can be had for less than the whole: a share gives them for the whole only."""
    return "share" not in whole.kinds or len(whole.inner) > 1


def _may_end_below(_typed: TypedRubric, whole: Whole, _said: re.Match[str]) -> bool:
    """Return whether deductions are there, whose floor is looked at elsewhere."""
    return "deductions" in whole.kinds


def _is_never(_typed: TypedRubric, _whole: Whole, _said: re.Match[str]) -> bool:
    return False


def _gives_nothing(typed: TypedRubric, whole: Whole, said: re.Match[str]) -> bool:
    """Return whether those who get nothing are those whom the method gives nothing."""
    kinds, who = whole.kinds, said["who"]
    if kinds & {"conditional", "levels", "best"} or _COMPARED.search(who) or _OTHERS.search(who):
        return True
    if any(typed.written(*part.path, "void_below") for part in whole.inner):
        return True
    if any(own.takes and own.points >= whole.criterion.points for own in whole.own):
        return True
    named = [own for own in whole.own if not own.takes and _names(typed, own, who)]
    before = list_sayings(whole.clause[: said.start("who")])[-1:]  # 有场地得3分，没有场地的不得分
    contrary = (
        before
        and not before[0].takes
        and list_pairs(_NO.sub("", who)) & list_pairs(_NO.sub("", before[0].words))
    )
    return len(whole.own) == len(named) == 1 or bool(contrary)


def _names(typed: TypedRubric, own: PointsFor, words: str) -> bool:
    """Return whether words speak of what points are given for."""
    return bool((list_pairs(own.label) | list_pairs(name_of_figure(typed, own.of))) & list_pairs(words))


def _counts_lacks(_typed: TypedRubric, whole: Whole, _said: re.Match[str]) -> bool:
    """Return whether what is taken for each that lacks is taken at all: points that are added up take nothing."""
    return "weighted_count" not in whole.kinds or any(own.takes for own in whole.own)


def _counts_beyond(typed: TypedRubric, whole: Whole, _said: re.Match[str]) -> bool:
    """Return whether points for each above a number are not given for each from the first."""
    counted = [own for own in whole.own if not own.takes]
    names = "".join(own.label + (name_of_figure(typed, own.of)) for own in counted)
    return "weighted_count" not in whole.kinds or bool(re.search("超|以后|以外|多于|多出", names))


def _doubles(_typed: TypedRubric, whole: Whole, _said: re.Match[str]) -> bool:
    """Return whether some of what is counted gives, or costs, twice as much as something else."""
    points = {own.points for own in whole.own}
    adds = whole.kinds <= {"weighted_count", "deductions", "checklist"}
    return not adds or any(2 * each in points for each in points)


def _ends_counting(typed: TypedRubric, whole: Whole, said: re.Match[str]) -> bool:
    """Return whether a number of the method is the most that is counted, or its points, or a figure names it."""
    node, most = typed.tree.at(whole.path), read_numeral(said["most"])
    if node is None or most is None or not {"weighted_count"} <= whole.kinds <= {"weighted_count", "sum"}:
        return True
    if any(_LIMITED.search(each) for each in _texts(typed, whole)):
        return True
    times = next((many for sign, many in _A_YEAR.items() if sign in said[0]), 1)
    worth = [Fraction(1)] if said[0].endswith("分") else [own.points for own in whole.own]
    enough = {most * times, *(points * most * times for points in worth)}
    return bool(enough & set(_list_numbers(typed, node, whole.path)))


def _texts(typed: TypedRubric, whole: Whole) -> list[str]:
    """Return the names of all figures of a criterion, with what they count."""
    figures = (typed.rubric.indicators.get(key) for key in sorted(whole.criterion.keys))
    return [f"{each.zh} {each.definition}" for each in figures if each]


def _compares(typed: TypedRubric, whole: Whole, said: re.Match[str]) -> bool:
    """Return whether a figure says itself that it compares, or a person or a yes decides: 比上年提高5%."""
    if "平均" in said[0] and not any(each.kind == "ratio" for each in list_numbers(whole.clause)):
        return True  # told as a mark that the clause does not name
    figures = [typed.rubric.indicators.get(key) for key in whole.criterion.keys]
    decided = any(each is None or each.kind == "yesno" for each in figures)
    return decided or any(_COMPARING.search(each) for each in _texts(typed, whole))


def _holds_both(typed: TypedRubric, whole: Whole, said: re.Match[str]) -> bool:
    """Return whether tiers stand beside other parts, or read what a second condition names."""
    if whole.kinds != {"tiers"} or len(whole.inner) > 1:
        return True
    names = "".join(name_of_figure(typed, key) for key in sorted(whole.criterion.keys))
    more = _GIVEN.split(said["more"])[0]
    return bool(re.search(r"\d", more) or list_pairs(more) & list_pairs(names))


def _speaks_of_years(typed: TypedRubric, whole: Whole, _said: re.Match[str]) -> bool:
    """Return whether a figure says itself that it is of several years, or a person or a yes decides."""
    figures = [typed.rubric.indicators.get(key) for key in whole.criterion.keys]
    return any(each is None or each.kind == "yesno" or "年" in each.zh for each in figures)


_ADVICE_ON_LESS = (
    "这一项的分扣不到别的项上，请改用 deductions（floor 写负数）或由人定；确是在本项里扣的，不用改"
)
_LIMITED = re.compile("不超过|最多|至多|不多于|限(?![期时度])")
_A_YEAR = {"季": 4, "月": 12, "半年": 2}
_COMPARING = re.compile(
    "上年|去年|上一|往年|同期|同比|环比|年初|基期|增[长加幅量速]|提高|上升|下降|减少|降幅|平均|差[额距值]"
)
_GIVEN = re.compile("的?(?:可?得|计|加|给)|的$")
_PER = r"(?:人次|[个名人户家件起次处项条篇份笔场间台所期天])"
_DEMANDS = (
    _Demand(re.compile(r"按(?:照)?(?:其|实际|相应|同等|完成|达到|所占)*(?:的)?比例(?!为|是)"), _is_proportional),
    _Demand(
        re.compile(rf"缺(?:少|失)?(?:其中)?(?:任何|任意)?(?:一|1)[项个条]?(?:的|者|，|,|则|均|本项)*{_ZERO}|缺一不可"),
        _is_voided,
        "请写 void_below（累计不足全部得分的不得分）；由人定的写 judged，别处已经写了的，不用改",
    ),
    _Demand(re.compile(r"(?<!不)(?<!不[得可予再会作])倒扣"), _may_end_below, _ADVICE_ON_LESS),
    _Demand(
        re.compile(r"(?:从|在)?总分(?:里|中|内)?(?:中|再)?扣(?!除?完)"),
        _is_never,
        _ADVICE_ON_LESS,
    ),
    _Demand(
        re.compile(
            r"(?:^|[。；;，,（(])(?P<who>[^。；;，,（(]*?)(?:的|者)?[，,]?"
            rf"(?:则|一律|均|本项|该项|此项|全项)*{_ZERO}"
        ),
        _gives_nothing,
    ),
    _Demand(re.compile(r"达到?(?!100%)\d[\d.]*%(?:及?以上)?的?[，,]?(?:即|可|则|就)?得满分"), _has_marks),
    _Demand(
        re.compile(r"每(?:少|缺|欠|漏|差(?!错|评))[^，,。；;]{0,6}扣[^，,。；;]*分"),
        _counts_lacks,
        "请改用 deductions（of 写应有的，less 写已有的）；确是加分的，不用改",
    ),
    _Demand(
        re.compile(rf"(?:满|超过|达到?|多于)\d+{_PER}(?:以?后|之后|以上的?|的)?[，,]?(?:后)?每(?:再|多|增加?|超过?|新增)+[^，,。；;]*[得加]\d[^，,。；;]*分"),
        _counts_beyond,
        "请改数超过以后的；指标数的就是超过的，在名称里写明",
    ),
    _Demand(re.compile(r"(?:加倍|双倍|翻倍|减半)(?:计|给|加|得|扣|奖)*分?"), _doubles),
    _Demand(
        re.compile(
            r"(?:每个?(?:季度?|月|半年))?(?:不超过|不得超过|不多于|最多|至多|限)(?:计|算|报|计算|认定|加)*"
            rf"(?P<most>\d+|[一二两三四五六七八九十]){_PER}(?!以[上下]|[^，。；;]{{0,6}}得)"
        ),
        _ends_counting,
        "请在指标的口径里写明最多数几个，或改低 cap；别处已经写了的，不用改",
    ),
    _Demand(
        re.compile(r"\d[\d.]*(?:%|‰)(?:及?以[上下内])?的?[，,]?(?:且|并且|同时(?![报为授给])|并(?=[有无设达未]))(?P<more>[^，。；,;]{2,})"),
        _holds_both,
        "另一个条件请改用 conditional，或由人定；别处已经写了的，不用改",
    ),
    _Demand(
        re.compile(r"每个?(?:季度?|月|半年)(?:不超过|不得超过|最多|至多|限)(?:得|计|加|给)*(?P<most>\d+|[一二两三四五六七八九十])分"),
        _ends_counting,
        "请在指标的口径里写明每季（月）最多数几个；别处已经写了的，不用改",
    ),
    _Demand(
        re.compile(
            r"(?:比|较|与)(?:上一?年|去年|前一年|上一?季|上一?月|往年|年初|同期)[^，。；,;]{0,8}?[高升增降减低长少多平]"
            r"|[同环]比[^，。；,;]{0,6}?[高升增降减低长少多平]|(?:高于|低于|超过|达到?|不低于|比)(?:全[省市县区镇]|本[省市县])[^，。；,;]{0,8}平均"
        ),
        _compares,
        "请把比的结果录成指标（如 比上年增加数），或在口径里写明和什么比；由人定的写 judged，不用改",
    ),
    _Demand(
        re.compile(r"连续[二两三四五2-5]年"), _speaks_of_years, "往年的数请另设指标；由人定的写 judged，不用改"
    ),
    _Demand(
        re.compile(
            r"(?:^|[。；;，,（(])(?P<who>[^。；;，,（(]{2,}?)(?:的|者)[，,]?(?:则|一律|本项|该项|此项|全项|分数?|分值)*"
            + ALL_TAKEN
        ),
        _gives_nothing,
    ),
)  # fmt: skip


def _ask(typed: TypedRubric, whole: Whole, demand: _Demand) -> Iterator[Problem]:
    """Yield a hint for what is said and not answered, once for each demand."""
    for said in demand.words.finditer(whole.clause):
        if not demand.is_met(typed, whole, said):
            words = said[0].strip("，,。；;（(").replace(",", "，")
            detail = f"的原文里有“{words}”，算法里没有"
            yield typed.hint(whole.criterion.label, detail, whole.path, demand.advice)
            return


# -- points -------------------------------------------------------------------------------------------------------
_OPEN = re.compile(r"酌情|视情|适当|或|至|到|-")


def _points(typed: TypedRubric, whole: Whole) -> Iterator[Problem]:
    """Yield points that a clause gives or takes and that follow from no number of the method."""
    node = typed.tree.at(whole.path)
    if not whole.own or node is None or whole.kinds - {"deductions", "checklist", "weighted_count"}:
        return
    known = {*_list_numbers(typed, node, whole.path), whole.criterion.points}
    listed = list_sayings(whole.criterion.clause)
    if len(listed) <= len(whole.own):  # each is compared with one of them elsewhere
        return
    told: set[Saying] = set()  # what alone names a ground is compared with its points elsewhere
    for own in whole.own:
        mine = [each for each in listed if _list_named(typed, [own], each.words)]
        told |= set(mine) if len(mine) == 1 else set()
    for said in listed:
        if said in told or not said.points or _OPEN.search(said.words):
            continue
        if not _follows(said, known) or _takes_all(whole, said):
            words = re.split("[,，]", said.words)[-1]
            detail = f"的原文里有“{words}”，算法里没有{exact_text(said.points)}分"
            yield typed.hint(whole.criterion.label, detail, whole.path, _ADVICE)


def _follows(said: Saying, known: set[Fraction]) -> bool:
    """Return whether points are among some numbers, or what is left of one of them, or two of them together."""
    each = said.points / said.each if said.each else said.points
    together = {one + other for one, other in itertools.combinations(known, 2)}
    apart = {abs(one - other) for one, other in itertools.combinations(known, 2)}
    return bool({said.points, each} & (known | together | (apart if said.takes else set())))


def _takes_all(whole: Whole, said: Saying) -> bool:
    """Return whether points that are taken are those of the whole, and nothing takes as many: 造成影响的扣5分."""
    taken = {own.points for own in whole.own if own.takes}
    counts = {each.value for each in list_numbers(said.words) if each.kind == "count"}
    taken |= {points * count for points in taken for count in counts}
    return said.takes and said.points == whole.criterion.points and max(taken, default=0) < said.points


def _list_numbers(typed: TypedRubric, node: Node, path: KeyPath) -> Iterator[Fraction]:
    """Yield all numbers below a node of a method."""
    below = enumerate(node.value) if isinstance(node.value, list) else node.items()
    for step, inner in below:
        number = typed.number(*path, step) if isinstance(inner.value, str) else None
        if number is not None:
            yield number
        yield from _list_numbers(typed, inner, (*path, step))


# -- one or the other ---------------------------------------------------------------------------------------------
def _alternatives(typed: TypedRubric, whole: Whole) -> Iterator[Problem]:
    """Yield elements that are added up though the clause gives its points for one or the other."""
    for part in whole.inner:
        own = part.method.own_points
        for said in list_sayings(whole.criterion.clause) if _adds(part.method) else ():
            one, found, other = said.words.rpartition("或")
            ends = (re.split("[,，]", one)[-1], re.split("[,，]", other)[0])
            sides = [_list_named(typed, own, text) for text in ends]
            if found and all(len(side) == 1 for side in sides) and sides[0] != sides[1]:
                labels = "、".join(f"“{side[0].label}”" for side in sides)
                if all(side[0].points < said.points for side in sides):
                    words = said.words.replace(",", "，")
                    detail = f"的原文写着“{words}”，{labels}却要都有才得{exact_text(said.points)}分"
                    yield typed.hint(
                        whole.criterion.label,
                        detail,
                        (*part.path, *sides[0][0].path),
                        "请改用 best 或 conditional；别处已经写了的，不用改",
                    )


def _adds(method: MethodSpec) -> bool:
    return len(method.own_points) > 1 and not any(own.takes for own in method.own_points)


def _list_named(typed: TypedRubric, own: Sequence[PointsFor], words: str) -> list[PointsFor]:
    """Return what stands by its whole label, or by the name of its figure, in some words."""
    plain = keep_letters(words)
    return [
        each
        for each in own
        if keep_letters(each.label) in plain or keep_letters(name_of_figure(typed, each.of)) in plain
    ]
