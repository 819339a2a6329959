"""What a rubric counts by, held against the words of the notice beside it: numbers, days, titles. Hints only.

A clause may say more than one number, and a rule may follow from several clauses: where that is so, nothing is said.
Knows a typed rubric. Reads no file.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple

from formgen.exact import NotANumberError, exact_text, parse_decimal, percent_text
from formgen.problems import Problem
from formgen.rubric.award import Award
from formgen.rubric.clause_numbers import ClauseNumber, NumberKind, list_numbers, read_numeral
from formgen.rubric.clause_sayings import list_sayings
from formgen.rubric.schema import Deadline
from formgen.rubric.typed_rubric import TypedRubric
from formgen.rubric.units import mean_the_same
from formgen.spec import KeyPath, Threshold
from formgen.yamltext import Node

_POINTS_KEYS = frozenset({"points", "full", "start", "void_below"})  # of methods
_OF_MANY = re.compile(  # 每2篇得1分 is half a point for each, 每低1个百分点扣1分 a tier for each
    r"每(?:[^\d，。；]{0,6}(?:[2-9]|[1-9]\d)|[二两三四五六七八九十百]|[^，。；]{0,6}(?:百分点|%))"
)


class _Mark(NamedTuple):
    """A number that a rule counts by: of what kind, where it stands, and the words of the notice beside it.

    ``texts`` are the clause, and its title where the clause holds no such number; ``unit`` is that of a count, empty
    for any; ``rising`` says that it has to be reached, ``exclusive`` that the number itself does not count.
    """

    rule: str
    kind: NumberKind
    value: Fraction
    path: KeyPath
    texts: tuple[str, ...]
    unit: str = ""
    rising: bool = True
    exclusive: bool = False

    def is_said_by(self, number: ClauseNumber) -> bool:
        """Return whether a number of the clause means this one: itself, or the same said the other way round."""
        if self.kind == "ratio":  # 增长10% is 110%, 不合格率5%以下 is 95%
            return self.value in {number.value, 1 + number.value, 1 - number.value}
        if self.kind == "count":  # 有1户的不得分 is at most 0, 超过3个 is at least 4
            near = number.value + 1 if self.rising and number.beyond else number.value
            near = near if self.rising else number.value - 1
            return self.value in {number.value, near}
        if self.kind == "points" and number.strict:  # 超过60分 is the next mark that can be given
            return self.value >= number.value
        return self.value == number.value


def check_clauses(typed: TypedRubric) -> list[Problem]:
    """Return a hint for all that the words beside it contradict."""
    marks = [*_criteria(typed), *_gates(typed), *_pass_mark(typed), *_shares(typed), *_awards(typed)]
    groups: dict[tuple[object, ...], list[_Mark]] = {}
    for mark in marks:
        groups.setdefault((mark.kind, mark.texts[0], mark.path[0]), []).append(mark)
    return [
        *(problem for group in groups.values() for problem in _compare(typed, group)),
        *(problem for mark in marks for problem in _sides(typed, mark)),
        *_deadlines(typed),
        *_titles(typed),
    ]


def _compare(typed: TypedRubric, marks: Sequence[_Mark]) -> Iterator[Problem]:
    """Yield the marks of one clause that it does not say, where it says as many numbers of their kind as there are."""
    numbers = _numbers_beside(marks)
    values = {mark.value for mark in marks}
    if len({number.value for number in numbers}) != len(values):
        return
    left = [number for number in numbers if not any(mark.is_said_by(number) for mark in marks)]
    odd = [mark for mark in marks if not any(mark.is_said_by(number) for number in numbers)]
    unsaid = {mark.value for mark in odd}
    if not left or (marks[0].kind == "points" and len(values) > 1 and unsaid == values):
        return
    words = "、".join(dict.fromkeys(number.text for number in left))
    for mark in odd:
        key, written = mark.path[-1], typed.written(*mark.path)
        said = "只看不少于1" if key == "at_least_one" else f"却是{written or _write(mark)}"
        detail = f"的原文写着{words}，{key} {said}"
        yield typed.hint(mark.rule, detail, mark.path)


def _write(mark: _Mark) -> str:
    """Return the value of a mark that does not stand where it belongs."""
    return percent_text(mark.value) if mark.kind == "ratio" else exact_text(mark.value)


def _sides(typed: TypedRubric, mark: _Mark) -> Iterator[Problem]:
    """Yield a mark that the words limit from the other side, or that counts itself though they say that it does not."""
    if mark.path[-1] not in {"at_least", "at_most"}:
        return
    said = [number for number in _numbers_beside([mark]) if number.value == mark.value and number.bound]
    wanted, other = ("least", "at_most") if mark.rising else ("most", "at_least")
    if said and all(number.bound != wanted for number in said):
        side = "不少于它" if mark.rising else "不超过它"
        detail = f"的原文里 {said[0].text} 是{'上限' if mark.rising else '下限'}，{mark.path[-1]} 却要{side}，方向反了"
        yield typed.hint(mark.rule, detail, mark.path, f"改写 {other}；分子、分母数的是反面的，请核对指标")
    elif said and mark.kind == "ratio" and not mark.exclusive and all(number.strict for number in said):
        detail = f"的原文写着{'超过' if mark.rising else '低于'}{said[0].text}，不含本数，这里却含本数"
        yield typed.hint(mark.rule, detail, mark.path, "不含本数的写 boundary: exclude；含本数的，不用改")


def _numbers_beside(marks: Sequence[_Mark]) -> list[ClauseNumber]:
    """Return the numbers of the clause that are of the kind and unit of its marks; of its title where there are none."""
    kind, units = marks[0].kind, {mark.unit for mark in marks}
    for text in marks[0].texts:
        found = [
            number
            for number in list_numbers(text)
            if number.kind == kind and (kind != "count" or _fits(number.unit, units))
        ]
        if found:
            return found
    return []


def _fits(unit: str, units: Iterable[str]) -> bool:
    """Return whether a number counts what marks count; 个 may count anything."""
    return unit == "个" or any(not each or each == "个" or mean_the_same(unit, each) for each in units)


# -- marks ------------------------------------------------------------------------------------------------------
def _criteria(typed: TypedRubric) -> Iterator[_Mark]:
    for key, criterion in typed.rubric.criteria.items():
        root: KeyPath = ("criteria", key, "method")
        texts = (criterion.clause, criterion.name)
        for path, method in criterion.method.walk(root):
            for mark in method.marks(typed.rubric.conventions):
                name = "at_least" if mark.rising else "at_most"
                unit = _unit_of(typed, mark.measure.keys)
                where = (*path, *mark.path, name)
                found = _mark_of(mark.limit, criterion.label, where, texts, unit)
                yield found._replace(exclusive=mark.exclusive)
        node = typed.tree.at(root)
        left = {criterion.points - each.points for each in list_sayings(criterion.clause) if each.takes}
        for path, value in _list_points(node, root) if node and not _OF_MANY.search(criterion.clause) else ():
            if value not in left or "tiers" not in path:  # what is left of the whole is said by what is taken
                yield _Mark(criterion.label, "points", value, path, (criterion.clause,))


def _list_points(node: Node, path: KeyPath) -> Iterator[tuple[KeyPath, Fraction]]:
    """Yield the points above zero that a method gives or takes off, with the paths that lead to them."""
    below: Iterable[tuple[str | int, Node]] = (
        enumerate(node.value) if isinstance(node.value, list) else node.items()
    )
    for key, each in below:
        if key in _POINTS_KEYS and isinstance(each.value, str):
            try:
                value = parse_decimal(each.value)
            except NotANumberError:
                continue
            if value > 0:
                yield (*path, key), value
        else:
            yield from _list_points(each, (*path, key))


def _gates(typed: TypedRubric) -> Iterator[_Mark]:
    gates = typed.rubric.gates
    for key, gate in (gates.standards if gates else {}).items():
        unit = _unit_of(typed, gate.measure.keys if gate.measure else ())
        for name, limit in (("at_least", gate.at_least), ("at_most", gate.at_most)):
            if limit:
                path = ("gates", "standards", key, name)
                exclusive = gate.boundary_in(typed.rubric.conventions) == "exclude"
                texts = (gate.clause, gate.title)
                found = _mark_of(limit, f"评定标准“{gate.title}”", path, texts, unit)
                yield found._replace(exclusive=exclusive)


def _mark_of(limit: Threshold, rule: str, path: KeyPath, texts: tuple[str, ...], unit: str) -> _Mark:
    return _Mark(rule, limit.style, limit.value, path, texts, unit, path[-1] == "at_least")


def _unit_of(typed: TypedRubric, keys: Iterable[str]) -> str:
    """Return the unit of the first figure or fact of some keys, empty where it has none."""
    rubric = typed.rubric
    found = next((rubric.indicators.get(key) or rubric.facts.get(key) for key in keys), None)
    return (found.unit or "") if found else ""


def _pass_mark(typed: TypedRubric) -> Iterator[_Mark]:
    mark = typed.rubric.pass_mark
    if mark and not _is_rate_of_points(mark.clause, mark.points):
        yield _Mark("合格线", "points", mark.points, ("pass_mark", "points"), (mark.clause,))


def _is_rate_of_points(clause: str, points: Fraction) -> bool:
    """Return whether points are a rate of a clause of points that it names: 满20分，得分率60%."""
    numbers = list_numbers(clause)
    named = [each.value for each in numbers if each.kind == "points"]
    return any(each.value * most == points for each in numbers if each.kind == "ratio" for most in named)


def _shares(typed: TypedRubric) -> Iterator[_Mark]:
    for key, quota in typed.rubric.quotas.items():
        rule, texts = f"名额“{quota.title}”", (quota.clause, quota.title)
        if quota.share is not None and 0 < quota.share <= 1:  # others are faults by themselves
            yield _Mark(rule, "ratio", quota.share, ("quotas", key, "share"), texts)
        if quota.most is not None:
            yield _Mark(rule, "count", quota.most, ("quotas", key, "most"), texts, "个")
    for key, target in typed.rubric.targets.items():
        path, texts = ("targets", key, "at_least"), (target.clause, target.title)
        kind: NumberKind = "ratio" if target.to else "count"
        unit = _unit_of(typed, (target.of,)) or "个"
        unit = "个" if unit == "是/否" else unit
        if kind == "count" or 0 < target.at_least <= 1:
            yield _Mark(f"目标“{target.title}”", kind, target.at_least, path, texts, unit)


def _awards(typed: TypedRubric) -> Iterator[_Mark]:
    for key, award in typed.rubric.awards.items():
        rule, texts = f"奖补“{award.title}”", (award.clause, award.title)
        if award.yuan is not None:
            yield _Mark(rule, "yuan", award.yuan, ("awards", key, "yuan"), texts)
        if award.up_to is not None:
            yield _Mark(rule, "yuan", award.up_to, ("awards", key, "up_to"), texts)
        if award.at_least_one:
            unit = _unit_of(typed, (award.at_least_one,))
            yield _Mark(rule, "count", Fraction(1), ("awards", key, "at_least_one"), texts, unit)


# -- days -------------------------------------------------------------------------------------------------------
_NUMERAL = "[0-9０-９]{1,2}|[一二三四五六七八九十]{1,3}"
_DAY = re.compile(rf"(?P<month>{_NUMERAL})月份?(?:(?P<day>{_NUMERAL})[日号])?(?P<before>之?前|以前)?")
_LONGEST = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


class _Day(NamedTuple):
    """A day of the year, or a month: its day is None."""

    month: int
    day: int | None


def _deadlines(typed: TypedRubric) -> Iterator[Problem]:
    for key, deadline in typed.rubric.deadlines.items():
        days = {match[0]: _days_of(match) for match in _DAY.finditer(deadline.clause)}
        if len(set(days.values())) == 1 and not any(_fits_day(deadline, each) for each in days.values()):
            detail = f"的原文写着{next(iter(days))}，by 却是{deadline.by}"
            yield typed.hint(f"时限“{deadline.title}”", detail, ("deadlines", key, "by"))


def _days_of(match: re.Match[str]) -> tuple[_Day, ...]:
    """Return the days that words can mean: 9月1日前 is also 31 August, 9月前 August."""
    month = int(read_numeral(match["month"]) or 0)
    day = int(read_numeral(match["day"]) or 0) if match["day"] else None
    earlier = (month - 2) % len(_LONGEST) + 1
    if not match["before"]:
        return (_Day(month, day),)
    if day is None:
        return (_Day(month, None), _Day(earlier, None))
    return (_Day(month, day), _Day(month, day - 1) if day > 1 else _Day(earlier, _LONGEST[earlier - 1]))


def _fits_day(deadline: Deadline, days: Sequence[_Day]) -> bool:
    month, day = (int(part) for part in deadline.by.split("-"))
    return any(each.month == month and each.day in {None, day} for each in days)


# -- titles -----------------------------------------------------------------------------------------------------
_LEVELS = {
    "国家级": "国家|全国",
    "省级": "省",
    "市级": "市",
    "县级": "县|(?<!社)区",
    "区级": "(?<!社)区",
    "乡镇级": "乡|镇",
    "街道级": "街道",
    "村级": "村级",
    "社区级": "社区级",
}  # from above; with the words by which a clause names them
_IN_QUOTES = re.compile(r"[“《「]([^”》」]+)[”》」]")


def _titles(typed: TypedRubric) -> Iterator[Problem]:
    """Yield titles that an award asks for and its words do not name: no data holds titles, so nothing else can tell."""
    for key, award in typed.rubric.awards.items():
        levels, quoted = _levels_in(award), _IN_QUOTES.findall(award.clause)
        for title in award.titles:
            if title in levels or title in award.clause or title in award.title:
                continue
            known = "、".join(dict.fromkeys((*levels, *quoted))) or "原文没有写明级别和称号"
            detail = (
                f"的称号“{title}”原文里没有（原文有：{known}）"
                if levels or quoted
                else f"的称号“{title}”：{known}"
            )
            advice = "称号照原文写级别（如 市级）或名称；不凭称号给的，不写 titles"
            yield typed.hint(f"奖补“{award.title}”", detail, ("awards", key, "titles"), advice)


def _levels_in(award: Award) -> list[str]:
    """Return the levels that an award names, and those above where it says 及以上."""
    words = award.clause + award.title
    named = [level for level, pattern in _LEVELS.items() if re.search(pattern, words)]
    if named and re.search("级及?以上", words):
        return list(_LEVELS)[: list(_LEVELS).index(named[-1]) + 1]
    return named
