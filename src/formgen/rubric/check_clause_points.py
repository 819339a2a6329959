"""The points of a criterion held against its clause: which words, and which mark, give or take which points. Hints only.

Only what the clause says plainly is compared: one number of points for one mark, one ground, one level. Knows a typed
rubric. Reads no file.
"""

import itertools
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple

from formgen.exact import exact_text
from formgen.folding import keep_letters
from formgen.problems import Problem
from formgen.rubric.clause_numbers import list_numbers
from formgen.rubric.clause_sayings import Saying, list_sayings
from formgen.rubric.measures.measure import Mark
from formgen.rubric.methods.method import PointsFor
from formgen.rubric.schema import Criterion
from formgen.rubric.typed_rubric import TypedRubric
from formgen.rubric.units import are_unlike
from formgen.spec import KeyPath

_NAMED = 2  # letters of a name that tell it from others
_ALIKE, _UNLIKE = 0.75, 0.5  # how much of a name the words have to share, and those beside them may
_LONGEST, _SHORTEST = 24, 6  # signs of a clause that a problem quotes
_ONCE = "请核对；只扣一次的写 times: once，每次都扣的不写"


class _Entry(NamedTuple):
    """Points that a method gives or takes for something, with the path of the method."""

    path: KeyPath
    own: PointsFor

    @property
    def where(self) -> KeyPath:
        """Return where its points stand."""
        return (*self.path, *self.own.path, "points")


def check_clause_points(typed: TypedRubric) -> list[Problem]:
    """Return a hint for all points that the clause of their criterion gives otherwise, or does not give."""
    return [problem for key in typed.rubric.criteria for problem in _criterion(typed, key)]


def _criterion(typed: TypedRubric, key: str) -> Iterator[Problem]:
    criterion = typed.rubric.criteria[key]
    said = list_sayings(criterion.clause)
    entries: list[_Entry] = []
    of_marks: set[Saying] = set()
    for path, method in criterion.method.walk(("criteria", key, "method")):
        for mark in method.marks(typed.rubric.conventions):
            of_mark = _for_mark(typed, mark, said) if "tiers" in mark.path else None
            if of_mark:
                of_marks.add(of_mark)
                yield from _compare_mark(typed, criterion, mark, of_mark, (*path, *mark.path, "points"))
        entries += [_Entry(path, own) for own in method.own_points]
        yield from _compare_given(typed, criterion, path)
    yield from _compare_entries(typed, criterion, entries, [each for each in said if each not in of_marks])


# -- marks --------------------------------------------------------------------------------------------------------
def _for_mark(typed: TypedRubric, mark: Mark, said: Sequence[Saying]) -> Saying | None:
    """Return what is said of a mark, None where nothing or more than one thing is."""
    against = "most" if mark.rising else "least"
    figures = typed.rubric.indicators
    units = [figures[key].unit for key in mark.measure.keys if key in figures]
    found = [
        each
        for each in said
        if not each.takes
        and (number := each.mark(rising=mark.rising))
        and (number.kind, number.value) == (mark.limit.style, mark.limit.value)
        and number.bound != against
        and not (number.unit and any(are_unlike(number.unit, unit) for unit in units))
    ]
    return found[0] if len(found) == 1 else None


def _compare_mark(
    typed: TypedRubric, criterion: Criterion, mark: Mark, said: Saying, where: KeyPath
) -> Iterator[Problem]:
    points = typed.number(*where)
    if points is not None and points != said.points:
        text = mark.limit.text
        detail = f"的原文写着{text}得{exact_text(said.points)}分，这里 {text} 却得{exact_text(points)}分"
        yield typed.hint(criterion.label, detail, where)


def _compare_given(typed: TypedRubric, criterion: Criterion, path: KeyPath) -> Iterator[Problem]:
    """Yield the points that a method gives below all marks, though the clause does not give them."""
    points = typed.number(*path, "otherwise")
    known = {number.value for number in list_numbers(criterion.clause) if number.kind == "points"}
    if points is not None and points > 0 and known and points not in known:
        detail = f"的原文里没有得{exact_text(points)}分的，otherwise 却给{exact_text(points)}分"
        yield typed.hint(criterion.label, detail, (*path, "otherwise"))


# -- grounds, elements, levels ------------------------------------------------------------------------------------
def _compare_entries(
    typed: TypedRubric, criterion: Criterion, entries: Sequence[_Entry], said: Sequence[Saying]
) -> Iterator[Problem]:
    """Yield the entries whose points, or how often they are taken, the clause says otherwise."""
    pairs = list(_pair(typed, entries, said))
    sums = {each: sum(entry.own.points for entry, other in pairs if other == each) for _, each in pairs}
    owned = {each for entry, each in pairs if _each(each) in {entry.own.points, sums[each]}}
    for entry, each in pairs:
        label, points, wanted = entry.own.label, entry.own.points, _each(each)
        if 0 < points != wanted and (each not in owned or "各" in each.words):
            named = f"“{label}”{exact_text(each.points)}分"
            if each.each not in {None, 1} or keep_letters(label) not in keep_letters(each.words):
                named = f"“{_quote(each)}”"
            detail = f"的原文写着{named}，points 却是{exact_text(points)}"
            yield typed.hint(criterion.label, detail, entry.where)
        where = (*entry.where[:-1], "times")
        if entry.own.takes and entry.own.once and each.each is not None:
            detail = f"的原文写着“{_quote(each)}”，times 却是 once，只扣一次"
            yield typed.hint(criterion.label, detail, where, _ONCE)
        elif entry.own.takes and not entry.own.once and each.once:
            detail = f"的原文写着“{_quote(each)}”，这里却每个都扣"
            yield typed.hint(criterion.label, detail, where, _ONCE)


def _quote(said: Saying) -> str:
    """Return the end of the words of a saying, from the start of a phrase where it is short enough."""
    words = said.words.replace("，，", "，")
    while len(words) > _LONGEST and "，" in words[:-_SHORTEST]:
        words = words.partition("，")[2]
    return words if len(words) <= _LONGEST else f"…{words[-_LONGEST:]}"


def _each(said: Saying) -> Fraction:
    """Return the points for one: 每2篇得1分 is half a point for each."""
    return said.points / said.each if said.each else said.points


def _pair(
    typed: TypedRubric, entries: Sequence[_Entry], said: Sequence[Saying]
) -> Iterator[tuple[_Entry, Saying]]:
    """Yield entries with what is said of them: by name, and the last by itself where all others have theirs."""
    for takes in (False, True):
        mine = [entry for entry in entries if entry.own.takes == takes]
        theirs = [each for each in said if each.takes == takes]
        found: dict[_Entry, Saying] = {}
        for name_of, find in itertools.product((_label, _name_of_figure), (_find_inside, _find_near)):
            free = [each for each in theirs if each not in found.values()]
            named = {entry: keep_letters(name_of(typed, entry.own)) for entry in mine if entry not in found}
            long = {entry: name for entry, name in named.items() if len(name) >= _NAMED}
            found |= {entry: each for entry, name in long.items() if (each := find(name, free))}
        yield from found.items()
        rest = [entry for entry in mine if entry not in found]
        left = [each for each in theirs if each not in found.values()]
        if len(mine) == len(theirs) and len(rest) == len(left) == 1 and rest[0].own.of:
            yield rest[0], left[0]


def _label(_typed: TypedRubric, own: PointsFor) -> str:
    return own.label


def _name_of_figure(typed: TypedRubric, own: PointsFor) -> str:
    """Return the name of the figure that is read, or of the level of it; empty for none."""
    figure = typed.rubric.indicators.get(own.of)
    if figure is None:
        return ""
    return figure.zh if own.level is None else figure.levels.get(str(own.level), "")


def _find_inside(name: str, said: Sequence[Saying]) -> Saying | None:
    """Return the only saying in which a name stands, None for none or several."""
    inside = [each for each in said if name in keep_letters(each.words)]
    return inside[0] if len(inside) == 1 else None


def _find_near(name: str, said: Sequence[Saying]) -> Saying | None:
    """Return the only saying in which a name nearly stands, None for none or several."""
    shares = {each: _share(name, keep_letters(each.words)) for each in said}
    near = sorted(shares, key=lambda each: shares[each], reverse=True)
    alone = near and shares[near[0]] >= _ALIKE and all(shares[each] <= _UNLIKE for each in near[1:])
    return near[0] if alone else None


def _share(name: str, text: str) -> float:
    """Return how many of the pairs of letters of a name stand in a text."""
    pairs = {name[at : at + 2] for at in range(len(name) - 1)}
    return sum(each in text for each in pairs) / len(pairs)
