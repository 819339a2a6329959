"""Conditions of a definition as functions of a row: True, False, or None where the row does not tell.

Three-valued throughout: a missing value is not “no”. A condition that fails decides whatever else is missing.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date

from formgen.folding import keep_letters
from formgen.registers.definition import Condition, Where
from formgen.registers.limit import TimeLimit, add_months
from formgen.registers.register import MAN, WOMAN, AgeRange, ColumnKind, RegisterColumn, RegisterSpec
from formgen.rosters.cells import NOTHING, REFUSED, MonthOfBirth
from formgen.rosters.expiry import is_there_on
from formgen.rosters.identity import age_on
from formgen.rosters.roster import RosterRow

Truth = bool | None
Test = Callable[[RosterRow], Truth]


def all_of(truths: Iterable[Truth]) -> Truth:
    """Return whether all hold: one that does not decides, else one that is not known."""
    result: Truth = True
    for truth in truths:
        if truth is False:
            return False
        if truth is None:
            result = None
    return result


def any_of(truths: Iterable[Truth]) -> Truth:
    """Return whether any holds: one that does decides, else one that is not known."""
    result: Truth = False
    for truth in truths:
        if truth:
            return True
        if truth is None:
            result = None
    return result


def make_test(where: Where, either: Sequence[Where], register: RegisterSpec, day: date) -> Test:
    """Return the test of a row by some conditions, on a day."""
    tests = [_make_one(key, each, register, day) for key, each in where.items()]
    groups = [make_test(one, [], register, day) for one in either]
    if groups:
        tests.append(lambda row: any_of(group(row) for group in groups))

    def test(row: RosterRow) -> Truth:
        result: Truth = True
        for each in tests:
            truth = each(row)
            if truth is False:
                return False
            if truth is None:
                result = None
        return result

    return test


def _make_one(key: str, condition: Condition, register: RegisterSpec, day: date) -> Test:
    """Return the test of one column; everything that its condition names must hold."""
    if condition.kept:
        return _make_kept(condition, key, register, day)
    if key == "age":
        return _make_age(condition, register, day)
    at = list(register.columns).index(key)
    if condition.one_of and len(condition.given) == 1:
        return _make_equal(at, condition.one_of, register.columns[key].kind)
    checks: list[Callable[[object], Truth]] = []
    if condition.one_of:
        words = frozenset(map(keep_letters, condition.one_of))
        checks.append(lambda value: keep_letters(str(value)) in words)
    if condition.present is not None:
        wanted = condition.present
        column = register.columns[key]
        said = column.kind == "text"
        checks.append(
            lambda value: _agrees(_has(column, str(value), day) if said else value != NOTHING, wanted=wanted)
        )
    checks += _list_date_checks(condition, day)
    least, most = condition.at_least, condition.at_most
    if least is not None or most is not None:
        checks.append(lambda value: isinstance(value, int) and _is_between(value, least, most))

    def test(row: RosterRow) -> Truth:
        value = row.values[at]
        return None if value is None or value is REFUSED else all_of(check(value) for check in checks)

    return test


def _make_equal(at: int, words: Sequence[str], kind: ColumnKind) -> Test:
    """Return the test whether a cell is one of some words; most conditions are that, so it is done in one step."""
    if kind not in {"yesno", "choice"}:
        folded = frozenset(map(keep_letters, words))

        def is_alike(row: RosterRow) -> Truth:
            value = row.values[at]
            return None if value is None or value is REFUSED else keep_letters(str(value)) in folded

        return is_alike
    wanted: frozenset[object] = frozenset(word == "是" if kind == "yesno" else word for word in words)

    def test(row: RosterRow) -> Truth:
        value = row.values[at]
        return None if value is None or value is REFUSED else value in wanted

    return test


def _list_date_checks(condition: Condition, day: date) -> Iterator[Callable[[object], Truth]]:
    """Yield the checks of a date by a day."""
    first = date(day.year, 1, 1)
    passed, months = condition.passed, condition.months_past
    if condition.within == "year":
        yield lambda value: isinstance(value, date) and first <= value <= day
    if passed is not None:
        yield lambda value: (isinstance(value, date) and value <= day) is passed
    if months is not None:
        yield lambda value: isinstance(value, date) and add_months(value, months) <= day


def _make_kept(condition: Condition, key: str, register: RegisterSpec, day: date) -> Test:
    """Return the test whether a time limit was kept, beside what else is asked of the column."""
    kept = _make_limit(register.limits[str(condition.kept)], register, day)
    rest = condition.model_copy(update={"kept": None})
    if not rest.given:
        return kept
    others = _make_one(key, rest, register, day)
    return lambda row: all_of((kept(row), others(row)))


def _make_limit(limit: TimeLimit, register: RegisterSpec, day: date) -> Test:
    """Return the test whether a time limit was kept by a day; not known where it is not over yet."""
    places = {key: at for at, key in enumerate(register.columns)}
    begins, done, former = places[limit.begins], places[limit.done], register.columns[limit.done].not_before

    def test(row: RosterRow) -> Truth:
        begun, end = row.values[begins], row.values[done]
        if not isinstance(begun, date) or begun > day or end is None or end is REFUSED:
            return None
        last = limit.last_day(begun)
        if not isinstance(end, date) or end > day:
            return None if day <= last else False
        if former and not isinstance(row.values[places[former]], date):
            return None
        return end <= last

    return test


def _has(column: RegisterColumn, text: str, day: date) -> Truth:
    """Return whether a text says that there is what its column asks for; not known where it names something else."""
    there = is_there_on(text, day)
    return None if there and column.is_other(text) else there


def _agrees(truth: Truth, *, wanted: bool) -> Truth:
    return None if truth is None else truth is wanted


def _is_between(value: int, least: int | None, most: int | None) -> bool:
    return (least is None or value >= least) and (most is None or value <= most)


def _make_age(condition: Condition, register: RegisterSpec, day: date) -> Test:
    """Return the test of an age: by the birthday; a typed age alone is known to a year only."""
    at = list(register.columns).index("age")
    born = list(register.columns).index("birth") if "birth" in register.columns else None
    ages = register.ages[condition.ages] if condition.ages else None

    def holds(age: int, sex: str) -> Truth:
        if not _is_between(age, condition.at_least, condition.at_most):
            return False
        return _is_within(age, sex, ages) if ages else True

    def test(row: RosterRow) -> Truth:
        if row.birth:
            return holds(age_on(row.birth, day), row.sex)
        month = None if born is None else row.values[born]
        if isinstance(month, MonthOfBirth):
            within = {holds(age_on(each, day), row.sex) for each in month.ends}
            return within.pop() if len(within) == 1 else None
        typed = row.values[at]
        if not isinstance(typed, int):
            return None
        found = {holds(age, row.sex) for age in (typed - 1, typed, typed + 1)}
        return found.pop() if len(found) == 1 else None

    return test


def _is_within(age: int, sex: str, ages: AgeRange) -> Truth:
    found = {ages.of(each)[0] <= age <= ages.of(each)[1] for each in ([sex] if sex else [MAN, WOMAN])}
    return found.pop() if len(found) == 1 else None
