"""What a clause says that a method leaves out: points for the rest, steps, who gets nothing, from where it counts. Hints only.

Only methods that stand alone are looked at: what is one part of a sum may be said by another part. Knows a typed rubric.
Reads no file.
"""

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple

from formgen.exact import exact_text
from formgen.folding import fold, remove_blanks
from formgen.problems import Problem
from formgen.rubric.clause_numbers import read_numeral
from formgen.rubric.clause_sayings import ALL_TAKEN, Saying, list_sayings
from formgen.rubric.measures.measure import Mark
from formgen.rubric.methods.method import MethodSpec, PointsFor
from formgen.rubric.schema import Criterion
from formgen.rubric.typed_rubric import TypedRubric
from formgen.spec import KeyPath

_NOTHING = Fraction(0)
_REST = re.compile(r"(?:^|[，,。；;])(?:否则|其余|其他|其它|除此(?:以|之)外)[^，,。；;]*$")
_MORE = re.compile(r"另|[附再]?加|奖励|酌情|视情|累计|每")  # points that come on top
_RANKS = re.compile(r"[前第后][\d一二三四五六七八九十百]+")
_POINTS = re.compile(r"[\d.一二三四五六七八九十百]+分(?!之)")
_NUMERAL = re.compile(r"\d|[一二两三四五六七八九十百千]")
_RATIO = re.compile(r"[%‰]|[一二三四五六七八九\d]成|分之|半|全[部体员]|所有|(?<!平)均")
_UNIT = "(?:人次|[人户个件起次篇名处项家场份])"
_COUNT = r"\d+|[一二两三四五六七八九十]"
_PERCENT = frozenset({"%", "百分点", "个百分点"})


def _amount(name: str) -> str:
    return rf"(?P<{name}>\d+(?:\.\d+)?)(?P<{name}_unit>%|个?百分点|{_UNIT})"


_STEPS = re.compile(
    _amount("base")
    + r"[^。；;每分]*?[得计给](?:基[本础]分)?(?:(?P<points>\d+(?:\.\d+)?)分|(?P<full>满分))[^。；;每分]*?"
    + r"每(?:再)?(?P<way>提?升?高|增加?长?|上升|超过?|多|低|下降|降低?|减少|少)于?出?"
    + _amount("step")
    + r"[的，,]*(?P<sign>增?加|扣|减)(?P<each>\d+(?:\.\d+)?)分"
)
_NO_POINTS = re.compile(
    rf"[，,的者则一律均项本该此]*(?:不得分|不计分|不给分|[得计记为]?(?:0|零)分|分?值?{ALL_TAKEN})"
)
_MARKED = re.compile(
    rf"(?P<words>[^，,。；;]*?(?:(?:少于|不足|低于|不满|未达到?|超过|多于|达到?|满)(?P<before>{_COUNT}){_UNIT}"
    rf"|(?P<after>{_COUNT}){_UNIT}(?:及?以[上下])))(?=" + _NO_POINTS.pattern + ")"
)
_FEWER = re.compile(
    rf"每(?:少|缺|减少|欠|漏|差(?!错|评))|(?:^|[，,。；;])(?:少|缺|漏|欠|差(?!错|评))[^，,。；;]{{0,4}}[一1]{_UNIT}"
)  # 少一次扣4分
_LACK = re.compile(r"减|降|低|少|缺|未|漏|差(?!错)|没|无|不|欠|逾|迟|超")
_BEYOND = re.compile(rf"(?:超过|多于|大于)(?P<free>\d+){_UNIT}")


def _print(words: str) -> str:
    """Return folded words with the comma of print."""
    return words.replace(",", "，")


class _Alone(NamedTuple):
    """A method that is the whole of a criterion, with the path of it and the marks of its tiers."""

    criterion: Criterion
    path: KeyPath
    method: MethodSpec
    tiers: Sequence[Mark]

    @property
    def clause(self) -> str:
        """Return the clause without blanks."""
        return fold(remove_blanks(self.criterion.clause))

    def points(self, typed: TypedRubric, mark: Mark) -> Fraction | None:
        """Return the points of a tier."""
        return typed.number(*self.path, *mark.path, "points")


def check_unsaid(typed: TypedRubric) -> list[Problem]:
    """Return a hint for what the clause of a criterion says and its method does not."""
    found: list[Problem] = []
    for key, criterion in typed.rubric.criteria.items():
        inner = list(criterion.method.walk(("criteria", key, "method")))
        if len(inner) != 1:
            continue
        ((path, method),) = inner
        tiers = [mark for mark in method.marks(typed.rubric.conventions) if "tiers" in mark.path]
        alone = _Alone(criterion, path, method, tiers)
        if tiers:
            steps = list(_compare_steps(typed, alone))
            found += steps or [*_find_points_left(typed, alone), *_compare_taken(typed, alone)]
            found += _find_foreign(typed, alone)
        for own in method.own_points:
            found += _compare_direction(typed, alone, own)
        found += _find_nothing_left(typed, alone)
    return found


# -- tiers --------------------------------------------------------------------------------------------------------
def _find_points_left(typed: TypedRubric, alone: _Alone) -> Iterator[Problem]:
    """Yield points of the clause that no tier gives, and points for the rest that ``otherwise`` does not give."""
    otherwise = typed.number(*alone.path, "otherwise")
    if otherwise is None:
        return
    given = {otherwise, alone.criterion.points, *(alone.points(typed, mark) for mark in alone.tiers)}
    where = (*alone.path, "otherwise")
    for said in list_sayings(alone.criterion.clause):
        if said.takes or said.each is not None or _MORE.search(said.words):
            continue
        if _REST.search(said.words) and said.points != otherwise:
            last = re.split("[，,]", said.words)[-1]
            detail = f"的原文写着“{last}”，otherwise 却是{exact_text(otherwise)}"
            yield typed.hint(alone.criterion.label, detail, where)
        elif said.points not in given and not _is_compared(alone, said):
            points = exact_text(said.points)
            detail = f"的原文写着得{points}分，各档和 otherwise 里没有得{points}分的"
            yield typed.hint(alone.criterion.label, detail, where)


def _compare_taken(typed: TypedRubric, alone: _Alone) -> Iterator[Problem]:
    """Yield the tiers whose points are not what is left, where the clause only takes points: 有1件扣2分，2件扣4分."""
    said = list_sayings(alone.criterion.clause)
    if not said or not all(each.takes and each.each is None for each in said):
        return
    known = {alone.criterion.points, _NOTHING, *(alone.criterion.points - each.points for each in said)}
    for mark in alone.tiers:
        points = alone.points(typed, mark)
        if points is not None and points not in known:
            taken = exact_text(alone.criterion.points - points)
            detail = f"的原文里没有扣{taken}分的，这里得{exact_text(points)}分，正好扣{taken}分"
            yield typed.hint(alone.criterion.label, detail, (*alone.path, *mark.path, "points"))


def _is_compared(alone: _Alone, said: Saying) -> bool:
    """Return whether what is said is said of the mark of a tier, whose points are held against it elsewhere."""
    return any(
        (number := said.mark(rising=mark.rising)) is not None
        and (number.kind, number.value) == (mark.limit.style, mark.limit.value)
        for mark in alone.tiers
    )


def _compare_steps(typed: TypedRubric, alone: _Alone) -> Iterator[Problem]:
    """Yield the tiers whose points are not those of so many steps from the base: 达95%得10分，每高1个百分点加2分."""
    found = _STEPS.search(alone.clause)
    if found is None or (found["base_unit"] == "%") != (found["step_unit"] in _PERCENT):
        return
    base, step, each = (Fraction(found[name]) for name in ("base", "step", "each"))
    start = alone.criterion.points if found["full"] else Fraction(found["points"])
    rises, adds = found["way"][0] in "提升高增上超多", found["sign"].endswith("加")
    if not step or rises != adds:
        return
    for mark in alone.tiers:
        value = mark.limit.value * (100 if mark.limit.style == "ratio" else 1)
        steps = (value - base) / step if rises else (base - value) / step
        points = alone.points(typed, mark)
        if steps < 0 or steps.denominator != 1 or points is None or not mark.rising:
            continue
        wanted = start + each * steps if rises else start - each * steps
        wanted = max(min(wanted, alone.criterion.points), _NOTHING)
        if points != wanted:
            text = mark.limit.text
            detail = f"的原文写着“{_print(found[0])}”，{text}得{exact_text(wanted)}分，这里却得{exact_text(points)}分"
            yield typed.hint(alone.criterion.label, detail, (*alone.path, *mark.path, "points"))


def _find_foreign(typed: TypedRubric, alone: _Alone) -> Iterator[Problem]:
    """Yield the marks of tiers where the clause gives points, but names no number of their kind at all."""
    sayings = list_sayings(alone.criterion.clause)
    text = f"{alone.clause}{fold(remove_blanks(alone.criterion.name))}"
    left = _POINTS.sub("", _RANKS.sub("", text))
    named = {"ratio": _RATIO, "count": _NUMERAL}
    foreign = [
        mark
        for mark in alone.tiers
        if (sign := named.get(mark.limit.style)) and mark.limit.value not in {0, 1} and not sign.search(left)
    ]
    if sayings and foreign:
        marks = "、".join(dict.fromkeys(mark.limit.text for mark in foreign))
        detail = f"的原文里没有{marks}，这里却按{marks}分档"
        advice = "请核对；要和平均、名次比的，先在数据里录入比的结果"
        yield typed.hint(alone.criterion.label, detail, (*alone.path, *foreign[0].path), advice)


# -- points for each ----------------------------------------------------------------------------------------------
def _compare_direction(typed: TypedRubric, alone: _Alone, own: PointsFor) -> Iterator[Problem]:
    """Yield a ground that is taken for what there is though the clause takes for what lacks, or that counts from the first."""
    if not own.takes:
        return
    path = (*alone.path, *own.path)
    figure = typed.rubric.indicators.get(own.of)
    names = f"{own.label}{figure.zh if figure else ''}"
    said = [
        each
        for each in list_sayings(alone.criterion.clause)
        if each.takes
        and (each.each is not None or _FEWER.search(each.words))
        and (own.label in each.words or len(alone.method.own_points) == 1)
    ]
    for each in said if len(said) == 1 and not typed.written(*path, "less") else ():
        quoted = re.split("[。；;]", each.words)[-1]
        if _FEWER.search(each.words) and not _LACK.search(names):
            detail = (
                f"的原文写着“{quoted}”，这里却是每有1个“{own.label}”扣{exact_text(own.points)}分，方向反了"
            )
            advice = "请改数少了的（of 写应有的，less 写已有的）；指标数的就是少了的，不用改"
            yield typed.hint(alone.criterion.label, detail, (*path, "of"), advice)
        free = _BEYOND.search(each.words)
        if free and not _BEYOND.search(names) and "超" not in names:
            detail = f"的原文写着“{quoted}”，这里却从第1个扣起"
            advice = f"请改数超过{free['free']}个以后的；指标数的就是超过的，不用改"
            yield typed.hint(alone.criterion.label, detail, (*path, "of"), advice)


def _find_nothing_left(typed: TypedRubric, alone: _Alone) -> Iterator[Problem]:
    """Yield a number from which the clause gives nothing, where points for each would still give some."""
    own = [] if typed.written(*alone.path, "void_below") else alone.method.own_points
    start = typed.number(*alone.path, "start") or _NOTHING
    for found in _MARKED.finditer(alone.clause) if own else ():
        count = read_numeral(found["before"] or found["after"]) or _NOTHING
        if all(each.takes and not each.once and each.points * count >= start > 0 for each in own):
            continue
        detail = f"的原文写着“{_print(found['words'])}”的不得分，评分办法里没有"
        advice = "请改用分档，或先判断的办法（conditional）；别处已经写了的，不用改"
        yield typed.hint(alone.criterion.label, detail, alone.path, advice)
