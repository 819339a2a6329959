"""What can be proved of what is measured, and of the marks it is held against: tiers and standards alike.

A quotient whose value is fixed, whose figures stand the wrong way round, or a mark that nothing can ever reach. Knows
a draft. Reads no file.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from formgen.exact import exact_text
from formgen.problems import Problem
from formgen.rubric.check_figures import wholes_above
from formgen.rubric.draft import Draft
from formgen.rubric.measures import Measure
from formgen.rubric.measures.count import Count
from formgen.rubric.measures.lowest import Lowest
from formgen.rubric.measures.monthly_mean import MonthlyMean
from formgen.rubric.measures.proportion import Proportion
from formgen.rubric.measures.ratio import Ratio
from formgen.rubric.methods.deductions import Deductions
from formgen.rubric.methods.method import KeyPath
from formgen.rubric.methods.share import Share
from formgen.rubric.methods.tiers import Tiers
from formgen.spec import Threshold


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark of a tier or a standard: ``rising`` ones are reached, others not exceeded; ``exclusive`` without itself."""

    limit: Threshold
    rising: bool
    exclusive: bool
    measure: Measure


@dataclass(frozen=True, slots=True)
class Quotient:
    """Figures above and below the line; a method says itself when they are the same."""

    of: Sequence[str]
    to: Sequence[str]
    of_method: bool = False


def check_measures(draft: Draft) -> list[Problem]:
    """Return every fault of what tiers, standards, shares and deductions measure, and of the marks of tiers."""
    found: list[Problem] = []
    for key, criterion in draft.rubric.criteria.items():
        for path, method in criterion.method.walk(("criteria", key, "method")):
            match method:
                case Tiers():
                    found += _measure(draft, method.measure, criterion.label, (*path, "measure"))
                    found += _marks(draft, method, criterion.label, path)
                case Share(of=of, to=to):
                    found += _quotient(draft, Quotient([of], [to], of_method=True), criterion.label, path)
                case Deductions():
                    found += _deducted(draft, method, criterion.label, path)
                case _:
                    pass
    gates = draft.rubric.gates
    for key, gate in (gates.standards if gates else {}).items():
        if gate.measure:
            path = ("gates", "standards", key, "measure")
            found += _measure(draft, gate.measure, f"评定标准“{gate.title}”", path)
    return [*found, *_idle_months(draft)]


def _wrong(draft: Draft, rule: str, detail: str, advice: str, *path: str | int) -> Problem:
    return Problem("R126", draft.place(*path), {"rule": rule, "detail": detail, "advice": advice})


# -- quotients ------------------------------------------------------------------------------------------------
def _measure(draft: Draft, measure: Measure, rule: str, path: KeyPath) -> Iterator[Problem]:
    match measure:
        case Ratio(of=of, to=to):
            yield from _quotient(draft, Quotient(of, to), rule, path)
        case MonthlyMean(of=one, to=all_of_them):
            yield from _months(draft, measure, rule, path)
            yield from _quotient(draft, Quotient([one], [all_of_them]), rule, path)
        case Proportion(one=one, many=many):
            if one == many:
                yield _wrong(draft, rule, "的 one 和 many 是同一个指标，永远是1:1", _QUOTIENT_ADVICE, *path)
        case Lowest(among=among):
            for at, each in enumerate(among):
                yield from _quotient(draft, Quotient(each.of, each.to), rule, (*path, "among", at))
                if any(
                    set(each.of) == set(other.of) and set(each.to) == set(other.to) for other in among[:at]
                ):
                    detail = "的 among 里有两个一样的比率"
                    yield _wrong(draft, rule, detail, _QUOTIENT_ADVICE, *path, "among", at)
        case _:
            pass


def _months(draft: Draft, measure: MonthlyMean, rule: str, path: KeyPath) -> Iterator[Problem]:
    """Yield figures of a mean of months that cannot be given by months."""
    for key in (measure.of, measure.to):
        figure = draft.rubric.indicators.get(key)
        if figure and not figure.monthly and figure.kind == "count":
            detail = f"要十二个月的“{key}”，它却没有按月填（monthly）"
            advice = f"在指标 {key} 写 monthly: true"
            yield _wrong(draft, rule, detail, advice, *path)


def _measures(draft: Draft) -> Iterator[Measure]:
    """Yield everything that tiers and standards measure."""
    for criterion in draft.rubric.criteria.values():
        yield from (each.method.measure for each in criterion.method.walk() if isinstance(each.method, Tiers))
    gates = draft.rubric.gates
    yield from (gate.measure for gate in (gates.standards.values() if gates else ()) if gate.measure)


def _idle_months(draft: Draft) -> Iterator[Problem]:
    """Yield figures that are asked for by months though no mean of months reads them."""
    if not draft.is_whole("criteria") or not draft.is_whole("gates"):
        return
    used: set[str] = set()
    for measure in _measures(draft):
        used |= {measure.of, measure.to} if isinstance(measure, MonthlyMean) else set()
    for key, figure in draft.rubric.indicators.items():
        if figure.monthly and key not in used:
            detail = "写了 monthly: true，却没有哪一项看十二个月平均"
            words = {"rule": f"指标 {key}", "detail": detail, "advice": "不用按月填的，请删去 monthly"}
            yield Problem("R132", draft.place("indicators", key), words)


_QUOTIENT_ADVICE = "请核对分子 of（one）、分母 to（many）各是哪个指标"


def _quotient(draft: Draft, quotient: Quotient, rule: str, path: KeyPath) -> Iterator[Problem]:
    """Yield what makes a quotient senseless."""
    of, to = quotient.of, quotient.to
    for name, keys in (("of", of), ("to", to)):
        double = next((key for at, key in enumerate(keys) if key in keys[:at]), None)
        if double:
            yield _wrong(draft, rule, f"的 {name} 里“{double}”写了两次", _QUOTIENT_ADVICE, *path)
    if quotient.of_method and set(of) == set(to):
        return
    if set(of) == set(to):
        yield _wrong(draft, rule, "的 of 和 to 相同，永远是100%", _QUOTIENT_ADVICE, *path)
    elif set(to) < set(of):
        yield _wrong(draft, rule, "的分母都在分子里，永远不低于100%", _QUOTIENT_ADVICE, *path)
    elif len(to) == 1 and (whole := next((key for key in of if key in wholes_above(draft, to[0])), None)):
        detail = f"的分子和分母写反了：“{to[0]}”是“{whole}”的一部分（relations）"
        yield _wrong(draft, rule, detail, _QUOTIENT_ADVICE, *path)


def _deducted(draft: Draft, method: Deductions, rule: str, path: KeyPath) -> Iterator[Problem]:
    for at, ground in enumerate(method.deductions):
        if ground.less and ground.less in wholes_above(draft, ground.of):
            detail = f"的 of 和 less 写反了：“{ground.of}”是“{ground.less}”的一部分（relations），永远不扣分"
            advice = "of 写总数，less 写其中先减去的"
            yield _wrong(draft, rule, detail, advice, *path, "deductions", at)


# -- marks ----------------------------------------------------------------------------------------------------
def _marks(draft: Draft, method: Tiers, rule: str, path: KeyPath) -> Iterator[Problem]:
    exclusive = method.boundary_in(draft.rubric.conventions) == "exclude"
    for at, tier in enumerate(method.tiers):
        for limit in (tier.at_least, tier.at_most):
            if limit:
                mark = Mark(limit, limit is tier.at_least, exclusive, method.measure)
                yield from check_mark(draft, mark, rule, (*path, "tiers", at))


def check_mark(draft: Draft, mark: Mark, rule: str, path: KeyPath) -> Iterator[Problem]:
    """Yield what is wrong with a mark: one that can never be reached, or that is no whole number for a count."""
    value, text = mark.limit.value, mark.limit.text
    most = _largest(draft, mark.measure) if mark.measure.style == mark.limit.style else None
    if value < 0:
        yield _wrong(draft, rule, f"的界限“{text}”是负数", "界限写0或正数", *path)
    elif most is not None and value > most:
        limit = "100%" if mark.measure.style == "ratio" else exact_text(most)
        detail = f"的界限“{text}”超过{limit}，" + ("永远达不到" if mark.rising else "谁都达得到")
        advice = "写0%到100%之间的百分数" if mark.measure.style == "ratio" else "请核对界限和指标的最大值"
        yield _wrong(draft, rule, detail, advice, *path)
    elif mark.exclusive and (value == most if mark.rising else value == 0):
        verb = "超过" if mark.rising else "低于"
        detail = f"的界限“{text}”不含本数，要{verb}{text}，永远达不到"
        yield _wrong(draft, rule, detail, "含本数的写 boundary: include；不然请核对界限", *path)
    elif mark.measure.style == mark.limit.style == "ratio" and value > 1:
        advice = "分子可以大于分母的（如增长），不用改；不然写0%到100%之间的百分数"
        words = {"rule": rule, "detail": f"的界限“{text}”超过100%", "advice": advice}
        yield Problem("R132", draft.place(*path), words)
    elif mark.rising and mark.exclusive and mark.measure.style == mark.limit.style == "ratio" and value == 1:
        detail = "要超过100%（不含本数）"
        words = {
            "rule": rule,
            "detail": detail,
            "advice": "含本数的写 boundary: include；分子可以大于分母的，不用改",
        }
        yield Problem("R132", draft.place(*path), words)
    elif mark.measure.style == mark.limit.style == "count" and value.denominator != 1:
        kinds = {
            draft.rubric.indicators[key].kind for key in mark.measure.keys if key in draft.rubric.indicators
        }
        if kinds == {"count"}:
            advice = "数量写整数；比率要写百分号"
            yield _wrong(draft, rule, f"的界限“{text}”不是整数，数的却是个数", advice, *path)


def always_holds(draft: Draft, mark: Mark) -> bool:
    """Return whether a mark is one that everyone reaches, or stays within."""
    if mark.rising:
        return mark.limit.value == 0 and not mark.exclusive
    most = _largest(draft, mark.measure)
    return most is not None and mark.limit.value == most and not mark.exclusive


def _largest(draft: Draft, measure: Measure) -> Fraction | None:
    """Return the largest value that a measure can have by what the rubric says of its figures, None for no limit."""
    one = Fraction(1)
    match measure:
        case Ratio(of=of, to=to):
            return one if _is_part(draft, of, to) else None
        case MonthlyMean(of=part, to=whole):
            return one if _is_part(draft, [part], [whole]) else None
        case Proportion(one=whole, many=part):
            return one if part != whole and _is_part(draft, [part], [whole]) else None
        case Lowest(among=among):
            return one if any(_is_part(draft, each.of, each.to) for each in among) else None
        case Count(of=key):
            figure = draft.rubric.indicators.get(key)
            return None if figure is None else one if figure.kind == "yesno" else figure.most


def _is_part(draft: Draft, of: Sequence[str], to: Sequence[str]) -> bool:
    """Return whether the rubric says that a quotient never exceeds one."""
    within = set(of) <= set(to)
    return within or (len(of) == 1 and bool(wholes_above(draft, of[0], strict=True).intersection(to)))
