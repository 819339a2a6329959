"""What can be proved of what is measured, and of the marks it is held against: tiers and standards alike.

A quotient whose value is fixed, whose figures stand the wrong way round, or a mark that nothing can ever reach. Knows
a typed rubric. Reads no file.
"""

import itertools
from collections.abc import Iterator

from formgen.exact import exact_text
from formgen.problems import Problem
from formgen.rubric.check_figures import report_faults
from formgen.rubric.measures.measure import ADVICE_ON_QUOTIENTS, Mark, MeasureSpec, Quotient
from formgen.rubric.typed_rubric import TypedRubric
from formgen.rubric.units import are_unlike
from formgen.spec import KeyPath


def check_measures(typed: TypedRubric) -> list[Problem]:
    """Return every fault of what methods and standards measure and divide, and of the marks of methods."""
    found: list[Problem] = []
    for key, criterion in typed.rubric.criteria.items():
        for path, method in criterion.method.walk(("criteria", key, "method")):
            for inner, measure in method.measures:
                found += _measure(typed, measure, criterion.label, (*path, *inner))
            for mark in method.marks(typed.rubric.conventions):
                found += check_mark(typed, mark, criterion.label, path)
                found += _idle_mark(typed, mark, criterion.label, path)
            for quotient in method.quotients:
                found += _quotient(typed, quotient, criterion.label, path)
    gates = typed.rubric.gates
    for key, gate in (gates.standards if gates else {}).items():
        if gate.measure:
            path = ("gates", "standards", key, "measure")
            found += _measure(typed, gate.measure, f"评定标准“{gate.title}”", path)
    return [*found, *_idle_months(typed)]


def _wrong(typed: TypedRubric, rule: str, detail: str, advice: str, *path: str | int) -> Problem:
    return Problem("R126", typed.place(*path), {"rule": rule, "detail": detail, "advice": advice})


# -- quotients ------------------------------------------------------------------------------------------------
def _measure(typed: TypedRubric, measure: MeasureSpec, rule: str, path: KeyPath) -> Iterator[Problem]:
    yield from _months(typed, measure, rule, path)
    for quotient in measure.quotients:
        yield from _quotient(typed, quotient, rule, path)
    for proportion in measure.proportions:
        yield from doubt_order(typed, proportion, rule, path)
    yield from report_faults(typed, measure.faults(), rule, path)


def _months(typed: TypedRubric, measure: MeasureSpec, rule: str, path: KeyPath) -> Iterator[Problem]:
    """Yield figures that are read by months and cannot be given by months."""
    for key in measure.monthly_keys:
        figure = typed.rubric.indicators.get(key)
        if figure and not figure.monthly and figure.kind == "count":
            detail = f"要十二个月的“{key}”，它却没有按月填（monthly）"
            advice = f"在指标 {key} 写 monthly: true"
            yield _wrong(typed, rule, detail, advice, *path)


def _measures(typed: TypedRubric) -> Iterator[MeasureSpec]:
    """Yield everything that methods and standards measure."""
    for criterion in typed.rubric.criteria.values():
        for inner in criterion.method.walk():
            yield from (each.measure for each in inner.method.measures)
    gates = typed.rubric.gates
    yield from (gate.measure for gate in (gates.standards.values() if gates else ()) if gate.measure)


def _idle_months(typed: TypedRubric) -> Iterator[Problem]:
    """Yield figures that are asked for by months though nothing reads them so."""
    if not typed.is_whole("criteria") or not typed.is_whole("gates"):
        return
    used = {key for measure in _measures(typed) for key in measure.monthly_keys}
    for key, figure in typed.rubric.indicators.items():
        if figure.monthly and key not in used:
            detail = "写了 monthly: true，却没有哪一项看十二个月平均"
            words = {"rule": f"指标 {key}", "detail": detail, "advice": "不用按月填的，请删去 monthly"}
            yield Problem("R132", typed.place("indicators", key), words)


def _quotient(typed: TypedRubric, quotient: Quotient, rule: str, path: KeyPath) -> Iterator[Problem]:
    """Yield what makes a quotient senseless."""
    of, to = quotient.of, quotient.to
    path = (*path, *quotient.path)
    above = typed.rubric.figures.wholes_above(to[0])
    for name, keys in (("of", of), ("to", to)):
        double = next((key for at, key in enumerate(keys) if key in keys[:at]), None)
        if double:
            yield _wrong(typed, rule, f"的 {name} 里“{double}”写了两次", ADVICE_ON_QUOTIENTS, *path)
    if set(of) == set(to):
        yield _wrong(typed, rule, "的 of 和 to 相同，永远是100%", ADVICE_ON_QUOTIENTS, *path)
    elif set(to) < set(of):
        yield _wrong(typed, rule, "的分母都在分子里，永远不低于100%", ADVICE_ON_QUOTIENTS, *path)
    elif len(to) == 1 and (whole := next((key for key in of if key in above), None)):
        detail = f"的分子和分母写反了：“{to[0]}”是“{whole}”的一部分（relations）"
        yield _wrong(typed, rule, detail, ADVICE_ON_QUOTIENTS, *path)
    elif len(to) == 1 and (whole := next((key for key in of if _is_counted_within(typed, to[0], key)), None)):
        detail = f"的分子和分母写反了：“{to[0]}”是在“{whole}”里数的（counted）"
        yield _wrong(typed, rule, detail, ADVICE_ON_QUOTIENTS, *path)
    else:
        yield from doubt_order(typed, quotient, rule, path)
        yield from doubt_units(typed, quotient, rule, path)


_ADVICE_ON_DOUBTS = "请核对分子、分母各是哪个；确是这样算的，不用改"


def doubt_order(typed: TypedRubric, quotient: Quotient, rule: str, path: KeyPath) -> Iterator[Problem]:
    """Yield a hint where a fraction looks upside down: what is below the line cannot be without what is above it."""
    figures, below = typed.rubric.figures, quotient.to[0]
    for needed in quotient.of if len(quotient.to) == 1 else ():
        if needed in figures.needed_by(below) and below not in figures.needed_by(needed):
            detail = f"的分子和分母像是写反了：有“{below}”必须先有“{needed}”（relations）"
            yield _doubt(typed, rule, detail, *path)
            return


def doubt_units(typed: TypedRubric, quotient: Quotient, rule: str, path: KeyPath) -> Iterator[Problem]:
    """Yield a hint where a share adds or divides figures, or facts, of unlike units."""
    keys = dict.fromkeys((*quotient.of, *quotient.to))
    units = {key: unit for key in keys if (unit := _unit_of(typed, key))}
    for one, other in itertools.combinations(units, 2):
        if are_unlike(units[one], units[other]):
            detail = f"里“{one}”的单位是{units[one]}，“{other}”的单位是{units[other]}，单位不同"
            yield _doubt(typed, rule, detail, *path)
            return


def _doubt(typed: TypedRubric, rule: str, detail: str, *path: str | int) -> Problem:
    words = {"rule": rule, "detail": detail, "advice": _ADVICE_ON_DOUBTS}
    return Problem("R132", typed.place(*path), words)


def _unit_of(typed: TypedRubric, key: str) -> str:
    """Return the unit of a figure or fact that is a number, empty for others."""
    rubric = typed.rubric
    found = rubric.indicators.get(key) or rubric.facts.get(key)
    return found.unit or "" if found and found.kind in {"count", "points"} else ""


def _is_counted_within(typed: TypedRubric, part: str, whole: str) -> bool:
    """Return whether a figure is counted among what another counts, one by one: a sum of a column is no part."""
    seen = {part}
    while (figure := typed.rubric.indicators.get(part)) and figure.counted and figure.counted.of:
        if figure.counted.add or figure.counted.count or figure.counted.of in seen:
            return False
        part = figure.counted.of
        seen.add(part)
        if part == whole:
            return True
    return False


# -- marks ----------------------------------------------------------------------------------------------------
def check_mark(typed: TypedRubric, mark: Mark, rule: str, path: KeyPath) -> Iterator[Problem]:
    """Yield what is wrong with a mark: one that can never be reached, or that is no whole number for a count."""
    value, text = mark.limit.value, mark.limit.text
    path = (*path, *mark.path)
    same_style = mark.measure.style == mark.limit.style
    most = mark.measure.largest_value(typed.rubric.figures) if same_style else None
    if value < 0:
        yield _wrong(typed, rule, f"的界限“{text}”是负数", "界限写0或正数", *path)
    elif same_style and not mark.limit.for_each_one:
        detail = f"的界限“{text}”前项不是1，看不出是不是写反了"
        yield _wrong(typed, rule, detail, _ADVICE_ON_PROPORTIONS, *path)
    elif most is not None and value > most:
        limit = "100%" if mark.measure.style == "ratio" else exact_text(most)
        detail = f"的界限“{text}”超过{limit}，" + ("永远达不到" if mark.rising else "谁都达得到")
        advice = "写0%到100%之间的百分数" if mark.measure.style == "ratio" else "请核对界限和指标的最大值"
        yield _wrong(typed, rule, detail, advice, *path)
    elif mark.exclusive and (value == most if mark.rising else value == 0):
        verb = "超过" if mark.rising else "低于"
        detail = f"的界限“{text}”不含本数，要{verb}{text}，永远达不到"
        yield _wrong(typed, rule, detail, "含本数的写 boundary: include；不然请核对界限", *path)
    elif mark.measure.style == mark.limit.style == "ratio" and value > 1:
        advice = "分子可以大于分母的（如增长），不用改；不然写0%到100%之间的百分数"
        words = {"rule": rule, "detail": f"的界限“{text}”超过100%", "advice": advice}
        yield Problem("R132", typed.place(*path), words)
    elif mark.rising and mark.exclusive and mark.measure.style == mark.limit.style == "ratio" and value == 1:
        detail = "要超过100%（不含本数）"
        words = {
            "rule": rule,
            "detail": detail,
            "advice": "含本数的写 boundary: include；分子可以大于分母的，不用改",
        }
        yield Problem("R132", typed.place(*path), words)
    elif mark.measure.style == mark.limit.style == "count" and value.denominator != 1:
        read = [typed.rubric.indicators[key] for key in mark.measure.keys if key in typed.rubric.indicators]
        if {each.kind for each in read} == {"count"} and not any(each.decimal for each in read):
            advice = "数量写整数；比率要写百分号"
            yield _wrong(typed, rule, f"的界限“{text}”不是整数，数的却是个数", advice, *path)


_ADVICE_ON_PROPORTIONS = (
    "写成 1:n（如 1:3、1:2.5），即每1个 one 有几个 many；one 和 many 对调的，at_least 和 at_most 也对调"
)


def _idle_mark(typed: TypedRubric, mark: Mark, rule: str, path: KeyPath) -> Iterator[Problem]:
    """Yield a mark of a method that everyone is within: what stands below it is never given."""
    if mark.limit.style == mark.measure.style and always_holds(typed, mark):
        detail = f"的界限“{mark.limit.text}”谁都达到，比它低的得分和 otherwise 永远用不上"
        yield _wrong(typed, rule, detail, "请核对界限；谁都有的得分写在 otherwise", *path, *mark.path)


def always_holds(typed: TypedRubric, mark: Mark) -> bool:
    """Return whether a mark is one that everyone reaches, or stays within."""
    if mark.rising:
        return mark.limit.value == 0 and not mark.exclusive
    most = mark.measure.largest_value(typed.rubric.figures)
    return most is not None and mark.limit.value == most and not mark.exclusive
