"""Count what definitions say, exactly, and keep the rows behind every number.

A row that may count or not is undecided: the number then stays open, with the rows that have to be looked at.
"""

from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple

from formgen.intake.names import compare_form
from formgen.model import Answer
from formgen.problems import Problem
from formgen.registers.definition import HOUSEHOLDS, PERSONS, ROWS, Definition, Member, find_counted
from formgen.registers.register import RegisterSpec
from formgen.rosters.cells import REFUSED
from formgen.rosters.conditions import Truth, all_of, any_of, make_test
from formgen.rosters.expiry import read_having_on
from formgen.rosters.having import Having, is_there
from formgen.rosters.households import Household, ask_about_strays, find_households
from formgen.rosters.roster import Roster, RosterCount, RosterRow
from formgen.rosters.things import doubt_things, tell_of_words, tell_other_numbers
from formgen.rosters.which_roster import tell_which_counts


@dataclass(frozen=True, slots=True)
class Countable:
    """An indicator that is counted: its key and name, its definition, whether it is an answer, whether it has months."""

    key: str
    label: str
    definition: Definition
    answer: bool = False
    monthly: bool = False


@dataclass(frozen=True)
class RosterCounts:
    """What was counted: by community (its number in the roster), and by month where there are monthly rosters.

    ``beside`` is what was counted in ledgers; their communities have the same numbers.
    """

    roster: Roster
    countables: Mapping[str, Countable]
    figures: Mapping[tuple[int, str], RosterCount]
    monthly: Mapping[tuple[int, str, int], RosterCount] = field(default_factory=dict)
    lacking: Mapping[str, frozenset[str]] = field(default_factory=dict)
    beside: Sequence["RosterCounts"] = ()

    @property
    def registers(self) -> Sequence["RosterCounts"]:
        """The counts of every register: the roster of people first, then those of ledgers."""
        return (self, *self.beside)

    @property
    def problems(self) -> list[Problem]:
        """What is wrong in any of the registers."""
        return [each for counts in self.registers for each in counts.roster.problems]

    @cached_property
    def held(self) -> frozenset[int]:
        """The communities that have a row."""
        return frozenset(row.who for row in self.roster.rows)

    @cached_property
    def files(self) -> Mapping[int, str]:
        """The names of the files in which each community stands; of several the first, and how many they are."""
        named: dict[int, dict[str, None]] = {}
        for row in self.roster.rows:
            named.setdefault(row.who, {})[self.roster.sheets[row.sheet].file] = None
        return {
            who: next(iter(files)) if len(files) == 1 else f"{next(iter(files))}等{len(files)}个文件"
            for who, files in named.items()
        }


def count_roster(roster: Roster, countables: Sequence[Countable]) -> RosterCounts:
    """Count every indicator for every community with a row in the roster; monthly ones for each month there is."""
    by_month: dict[int, list[int]] = {}
    for at, row in enumerate(roster.rows):
        by_month.setdefault(row.month, []).append(at)
    known = {each.key: each for each in countables}
    tell_which_counts(roster)
    tell_of_words(roster, [each.definition for each in countables])
    months = sorted(month for month in by_month if 0 < month <= roster.day.month)
    year = by_month.get(0) or (by_month[months[-1]] if months else [])
    figures = _Counter(roster, known, year, roster.day).count()
    monthly = {
        (who, key, month): found
        for month in months
        for (who, key), found in _count_month(roster, known, by_month[month], month).items()
    }
    if roster.register.repeats is not None:
        dated = {key for key, each in known.items() if each.monthly and _is_dated(key, known)}
        monthly = {
            (who, key, month): found
            for month in (range(1, roster.day.month + 1) if dated else ())
            for (who, key), found in _count_month(roster, known, year, month).items()
            if key in dated
        }
    lacking = {key: _find_lacking(roster, known, key) for key in known}
    return RosterCounts(roster, known, figures, monthly, {key: each for key, each in lacking.items() if each})


def _is_dated(key: str, known: Mapping[str, Countable]) -> bool:
    """Return whether the dates of a ledger say what an indicator was at the end of each month."""
    definition = known[key].definition
    asked = (each for _, where in definition.wheres() for each in where.values())
    return any({"passed", "kept", "months_past"} & {*each.given} for each in asked) or any(
        _is_dated(base, known) for base in definition.bases if base in known
    )


def _count_month(
    roster: Roster, known: Mapping[str, Countable], rows: Sequence[int], month: int
) -> Mapping[tuple[int, str], RosterCount]:
    day = roster.day
    end = date(day.year, month, monthrange(day.year, month)[1])
    found = _Counter(roster, known, rows, min(day, end)).count()
    return {(who, key): each for (who, key), each in found.items() if known[key].monthly}


def _find_lacking(roster: Roster, known: Mapping[str, Countable], key: str) -> frozenset[str]:
    """Return the columns that an indicator needs and some sheet with rows does not have."""
    needed = list_columns(key, known, roster.register)
    held = {row.sheet for row in roster.rows}
    return frozenset(column for sheet in held for column in needed & roster.lacking.get(sheet, frozenset()))


def list_columns(key: str, known: Mapping[str, Countable], register: RegisterSpec) -> frozenset[str]:
    """Return the columns that an indicator needs, those of its bases included; age stands on the birthday."""
    definition = known[key].definition
    own = {column for _, where in definition.wheres() for column in where} - {"age"}
    own |= {
        column
        for _, where in definition.wheres()
        for each in where.values()
        if each.kept in register.limits
        for column in register.list_limited(each.kept)
    }
    own |= {each for each in (definition.add, definition.count) if each} - {PERSONS, HOUSEHOLDS, ROWS}
    return frozenset(own).union(
        *(list_columns(base, known, register) for base in definition.bases if base in known)
    )


class _Counter:
    """Counts some rows on one day."""

    def __init__(
        self, roster: Roster, known: Mapping[str, Countable], rows: Sequence[int], day: date
    ) -> None:
        self.roster, self.known, self.rows, self.day = roster, known, rows, day
        self._definitions = {key: each.definition for key, each in known.items()}
        self._of_rows: dict[str, dict[int, Truth]] = {}
        self._of_households: dict[str, list[Truth]] = {}
        self._found: list[Household] | None = None
        held = set(rows)
        self._twins = [twins for twins in roster.twins if twins[0] in held]

    def count(self) -> dict[tuple[int, str], RosterCount]:
        """Return the count of every indicator for every community."""
        whos = list(dict.fromkeys(self.roster.rows[at].who for at in self.rows))
        return {(who, key): count for key in self.known for who, count in self._count_one(key, whos).items()}

    def _count_one(self, key: str, whos: Sequence[int]) -> dict[int, RosterCount]:
        numbers = dict.fromkeys(whos, 0)
        behind: dict[int, list[int]] = {who: [] for who in whos}
        undecided: dict[int, list[int]] = {who: [] for who in whos}
        for unit in self._units(key):
            if unit.truth:
                numbers[unit.who] += unit.number
                behind[unit.who] += unit.rows
            elif unit.truth is None:
                undecided[unit.who] += unit.rows
        answer = self.known[key].answer
        return {
            who: RosterCount(
                key,
                numbers[who],
                behind[who],
                undecided[who],
                _value(
                    numbers[who],
                    undecided=bool(undecided[who]) or who in self.roster.open_whos,
                    answer=answer,
                ),
            )
            for who in whos
        }

    def _units(self, key: str) -> "list[_Unit]":
        """Return what is counted for an indicator: people, households, or the different things in a column."""
        definition = self.known[key].definition
        counted = find_counted(key, self._definitions)
        if counted == HOUSEHOLDS:
            judged = zip(self._households, self._judge_households(key), strict=True)
            return [_Unit(house.who, truth, 1, house.rows) for house, truth in judged if truth is not False]
        truths = self._judge_rows(key)
        if counted == PERSONS and self.roster.register.repeats is not None:
            return [self._with_number(each, definition) for each in self._list_persons(truths)]
        if counted in {PERSONS, ROWS}:
            rows = self.roster.rows
            units = [
                _Unit(rows[at].who, truth, 1, (at,)) for at, truth in truths.items() if not rows[at].repeat
            ]
            return [self._with_number(each, definition) for each in units] if definition.add else units
        return [self._with_number(each, definition) for each in self._group(truths, counted)]

    def _list_persons(self, truths: Mapping[int, Truth]) -> "list[_Unit]":
        """Return the people of a ledger with several rows a person; undecided who may be the same as another."""
        groups: dict[tuple[int, str], list[int]] = {}
        for at in truths:
            row = self.roster.rows[at]
            shared = self.roster.compared(row, self.roster.register.once_per or "")
            own = f"号{shared}" if shared else row.id_number or row.person
            own = own or f"名{self.roster.text(row, 'name')}"
            groups.setdefault((row.who, own), []).append(at)
        rows = self.roster.rows
        return [
            _Unit(
                who,
                any_of(truths[at] for at in held)
                if own[0] == "号" or not any(rows[at].unsure for at in held)
                else None,
                1,
                tuple(held),
            )
            for (who, own), held in groups.items()
        ]

    def _group(self, truths: Mapping[int, Truth], column: str) -> "list[_Unit]":
        """Return the different things in a column of the rows that count."""
        groups: dict[tuple[int, str], list[int]] = {}
        nameless: list[_Unit] = []
        for at in truths:
            row = self.roster.rows[at]
            value = self.roster.value(row, column)
            if isinstance(value, str) and read_having_on(value, self.day) in {Having.ENDED, Having.OPEN}:
                nameless.append(_Unit(row.who, None, 0, (at,)))
            elif isinstance(value, str) and is_there(value) is False:
                continue
            elif value is None or value is REFUSED:
                nameless.append(_Unit(row.who, None, 0, (at,)))
            elif named := compare_form(str(value)):
                groups.setdefault((row.who, named), []).append(at)
        doubtful = doubt_things(self.roster, groups, column)
        found = [
            _Unit(who, None if key in doubtful else any_of(truths[at] for at in rows), 1, tuple(rows))
            for key, rows in groups.items()
            for who in key[:1]
        ]
        return [*found, *nameless]

    def _with_number(self, unit: "_Unit", definition: Definition) -> "_Unit":
        """Return a unit with the number of a column, where numbers are added; undecided where its rows differ."""
        if not definition.add:
            return unit
        found = {self.roster.value(self.roster.rows[at], definition.add) for at in unit.rows}
        number = next(iter(found)) if len(found) == 1 else None
        if len(found) > 1 and unit.truth:
            tell_other_numbers(self.roster, unit.rows, definition.add)
        if isinstance(number, int):
            return _Unit(unit.who, unit.truth, number, unit.rows)
        return _Unit(unit.who, None, 0, unit.rows)

    # -- what is true of rows and households ---------------------------------------------------------
    def _judge_rows(self, key: str) -> dict[int, Truth]:
        """Return what is known of every row that may belong to an indicator; rows that do not are left out."""
        if key not in self._of_rows:
            definition = self.known[key].definition
            base = self._judge_rows(definition.of) if definition.of else dict.fromkeys(self.rows, True)
            test = make_test(definition.where, definition.either, self.roster.register, self.day)
            rows = self.roster.rows
            judged: dict[int, Truth] = {}
            for at, truth in base.items():
                own = test(rows[at])
                if own is not False:
                    judged[at] = None if truth is None or own is None or rows[at].doubtful else True
            self._of_rows[key] = self._settle_twins(judged)
        return self._of_rows[key]

    def _settle_twins(self, judged: dict[int, Truth]) -> dict[int, Truth]:
        """Return the same with nothing decided about people whose rows differ."""
        for twins in self._twins:
            truths = {judged.get(at, False) for at in twins}
            if len(truths) > 1:
                judged.update(dict.fromkeys(twins, None))
        return judged

    @property
    def _households(self) -> list[Household]:
        if self._found is None:
            self._found = find_households(self.roster, self.rows)
        return self._found

    def _judge_households(self, key: str) -> list[Truth]:
        """Return what is known of every household."""
        if key not in self._of_households:
            definition = self.known[key].definition
            count = len(self._households)
            base = self._judge_households(definition.of) if definition.of else [True] * count
            having = [self._judge_members(each) for each in definition.having]
            without = [[_negate(each) for each in self._judge_members(other)] for other in definition.without]
            judged = [all_of(each) for each in zip(base, *having, *without, strict=True)]
            self._of_households[key] = [
                None if truth and house.doubtful else truth
                for truth, house in zip(judged, self._households, strict=True)
            ]
        return self._of_households[key]

    def _judge_members(self, member: Member) -> list[Truth]:
        """Return whether each household has somebody of some kind."""
        test = make_test(member.where, member.either, self.roster.register, self.day)
        base = self._judge_rows(member.of) if member.of else None

        def judge(at: int) -> Truth:
            row: RosterRow = self.roster.rows[at]
            truths = [test(row), True if base is None else base.get(at, False)]
            truth = all_of(truths)
            return None if truth and row.doubtful else truth

        truths = [any_of(judge(at) for at in house.rows) for house in self._households]
        return self._doubt_by_strays(truths)

    def _doubt_by_strays(self, truths: list[Truth]) -> list[Truth]:
        """Return the same with no household without somebody whom a row without a household may be; it is asked about."""
        strays: dict[int, list[int]] = {}
        for truth, house in zip(truths, self._households, strict=True):
            if house.alone and truth is not False:
                strays.setdefault(house.who, []).extend(house.rows)
        doubtful = [
            truth is False and not house.alone and house.who in strays
            for truth, house in zip(truths, self._households, strict=True)
        ]
        for who in dict.fromkeys(
            house.who for house, each in zip(self._households, doubtful, strict=True) if each
        ):
            ask_about_strays(self.roster, strays[who])
        return [None if each else truth for truth, each in zip(truths, doubtful, strict=True)]


class _Unit(NamedTuple):
    """One thing that is counted, or may be: whose, whether it counts, as how many, and its rows."""

    who: int
    truth: Truth
    number: int
    rows: tuple[int, ...]


def _negate(truth: Truth) -> Truth:
    return None if truth is None else not truth


def _value(number: int, *, undecided: bool, answer: bool) -> Fraction | Answer | None:
    """Return the value of a count; an answer is yes as soon as there is one, and never no: who is not listed may exist."""
    if answer:
        return Answer.YES if number else None
    return None if undecided else Fraction(number)
