"""What was counted in a roster beside what was typed: empty cells are filled in, differences are listed.

A typed value stays what counts. A part is not filled in where its base was typed differently: the two would be of
different people. Knows raw communities and counts; where the data come from is not its business.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from pathlib import Path

from formgen.exact import exact_text
from formgen.intake.columns import leave_out_given
from formgen.intake.dates import parse_date
from formgen.intake.fields import Catalogue
from formgen.intake.raw import Cell, Raw
from formgen.intake.source import Source
from formgen.intake.values import ANSWERS, UnusableError, read_value
from formgen.model import MONTHS, Answer, Who
from formgen.problems import FormgenError, Place, Problem
from formgen.registers.definition import find_registry
from formgen.registers.register import RegisterSpec
from formgen.rosters.count import Countable, RosterCounts, count_roster
from formgen.rosters.ledgers import read_registers
from formgen.rosters.linking import link_ledger
from formgen.rosters.repeats import find_repeats
from formgen.rosters.roster import Roster, RosterCount
from formgen.rubric.check_counted import list_definitions
from formgen.rubric.schema import Rubric

PEOPLE_REGISTER = "people"
COUNTED_HERE = "按花名册数出"
_SHOWN = 3


def read_stated_day(given: str | date) -> date:
    """Return the day on which people are counted. Raises FormgenError N130 for none, D139 for what is no date."""
    if given == "":
        raise FormgenError(Problem("N130"), usage=True)
    found = parse_date(given) if isinstance(given, str) else given
    if found is None:
        raise FormgenError(Problem("D139", words={"label": "统计日", "value": str(given)}), usage=True)
    return found


def list_countables(rubric: Rubric) -> list[Countable]:
    """Return the indicators of a rubric that are counted, in its order."""
    return [
        Countable(
            key,
            rubric.indicators[key].zh,
            each,
            rubric.indicators[key].kind == "yesno",
            rubric.indicators[key].monthly,
        )
        for key, each in list_definitions(rubric).items()
    ]


def count_people(
    paths: Sequence[Path],
    rubric: Rubric,
    registers: Mapping[str, RegisterSpec],
    day: date,
    known: Iterable[Who] = (),
) -> RosterCounts:
    """Read rosters and ledgers, and count every indicator of a rubric that is counted in them.

    ``registers`` are those that a sheet may be of, the roster of people among them. Raises FormgenError as reading does.
    """
    rosters = read_registers(paths, registers, day, PEOPLE_REGISTER, known)
    people = rosters[PEOPLE_REGISTER]
    definitions = list_definitions(rubric)
    countables = list_countables(rubric)
    counted = {}
    for name, roster in rosters.items():
        if roster is not people:
            link_ledger(roster, people)
        find_repeats(roster)
        own = [each for each in countables if find_registry(each.key, definitions) == name]
        counted[name] = count_roster(roster, own)
        roster.problems += _list_lacking(counted[name])
    beside = tuple(each for name, each in counted.items() if name != PEOPLE_REGISTER)
    return replace(counted[PEOPLE_REGISTER], beside=beside)


def _list_lacking(counts: RosterCounts) -> list[Problem]:
    """Return one problem for all indicators that lack the same columns."""
    by_columns: dict[frozenset[str], list[str]] = {}
    for key, columns in counts.lacking.items():
        by_columns.setdefault(columns, []).append(counts.countables[key].label)
    roster = counts.roster
    found = []
    for columns, labels in by_columns.items():
        names = [
            f"“{roster.register.columns[each].zh}”" for each in roster.register.columns if each in columns
        ]
        words = {"columns": "、".join(names), "labels": "”、“".join(labels)}
        found.append(Problem("N127", _place_lacking(roster, columns), words))
    return found


def _place_lacking(roster: Roster, columns: frozenset[str]) -> Place:
    """Return the files that lack some columns, of many the first, with their number; of one file the sheets."""
    held = [roster.sheets[at] for at in dict.fromkeys(row.sheet for row in roster.rows)]
    lacking = {row.sheet for row in roster.rows if columns & roster.lacking.get(row.sheet, frozenset())}
    sheets = [roster.sheets[at] for at in sorted(lacking)]
    files = list(dict.fromkeys(each.file for each in sheets))
    if len(files) != 1:
        return Place(file=_name_some(files, "个文件"))
    whole = len(sheets) == sum(each.file == files[0] for each in held)
    return Place(file=files[0], sheet="" if whole else _name_some([each.name for each in sheets], "张表"))


def _name_some(names: Sequence[str], unit: str) -> str:
    return "、".join(names[:_SHOWN]) + (f"等{len(names)}{unit}" if len(names) > _SHOWN else "")


def supplement_source(source: Source, counts: RosterCounts) -> None:
    """Put what was counted beside what the data of a source say; the roster knows its communities by their places."""
    missing = [
        Problem("N129", entry.place, {"name": entry.full_name, "title": each.roster.register.title})
        for each in counts.registers
        if each.roster.rows and each.countables
        for at, entry in enumerate(source.entries)
        if at not in each.held
    ]

    def supplement(raw: Raw, at: int) -> Raw:
        for each in counts.registers:
            raw = _Supplement(each, source.catalogue, raw, at).make()
        return raw

    counted = {key for each in counts.registers for key in _list_counted(each) if key not in each.lacking}
    source.problems = tuple(leave_out_given(source.problems, source.catalogue, counted))
    source.supplement([*counts.problems, *missing], supplement)


def _list_counted(counts: RosterCounts) -> Iterator[str]:
    """Yield the keys that were counted for some community, or for some month of it."""
    yield from (key for (_, key), each in counts.figures.items() if each.value is not None)
    yield from (key for (_, key, _), each in counts.monthly.items() if each.value is not None)


@dataclass
class _Supplement:
    """Puts counts into one raw community."""

    counts: RosterCounts
    catalogue: Catalogue
    raw: Raw
    who: int
    problems: list[Problem] = field(default_factory=list)
    differing: set[str] = field(default_factory=set)

    def make(self) -> Raw:
        """Return the community with the counts where nothing was typed, and with what differs among its problems."""
        indicators = dict(self.raw.indicators)
        monthly = {key: list(each) for key, each in self.raw.monthly.items()}
        rates = any(self.catalogue.indicators[key].kind == "rate" for key in monthly)
        for key, countable in self.counts.countables.items():
            if key not in self.catalogue.indicators:
                continue
            months = self._list_months(key)
            if months and key not in indicators and not rates:
                monthly[key] = self._fill_months(countable, months, monthly.get(key))
            elif found := self.counts.figures.get((self.who, key)):
                taken = self._take(countable, found, indicators.get(key))
                by_month = countable.monthly and (rates or key in monthly)
                if taken and not by_month:
                    indicators[key] = taken
        monthly = {key: each for key, each in monthly.items() if any(each) or key in self.raw.monthly}
        return replace(
            self.raw, indicators=indicators, monthly=monthly, problems=[*self.raw.problems, *self.problems]
        )

    def _list_months(self, key: str) -> Mapping[int, RosterCount]:
        found = ((month, self.counts.monthly.get((self.who, key, month))) for month in range(1, MONTHS + 1))
        return {month: each for month, each in found if each}

    def _fill_months(
        self, countable: Countable, months: Mapping[int, RosterCount], typed: list[Cell | None] | None
    ) -> list[Cell | None]:
        """Return twelve months, those that are empty as the rosters of these months say."""
        series = list(typed or [None] * MONTHS)
        for month, found in months.items():
            if month <= len(series):
                taken = self._take(countable, found, series[month - 1], f"（{month}月）")
                series[month - 1] = series[month - 1] or taken
        return series

    def _take(
        self,
        countable: Countable,
        found: RosterCount,
        typed: Cell | None,
        when: str = "",
    ) -> Cell | None:
        """Return the cell of a count where nothing was typed; compare it with what was."""
        label = f"{countable.label}{when}"
        if countable.key in self.counts.lacking:
            return None
        if typed:
            self._compare(countable.key, label, found, typed)
            return None
        if found.undecided and not countable.answer:
            self._report_undecided(label, found)
        if found.value is None:
            return None
        base = countable.definition.of
        if base in self.differing:
            words = {
                "label": label,
                "counted": self._say(found.value, countable.key),
                "base": self._label(str(base)),
            }
            self.differing.add(countable.key)
            self.problems.append(Problem("N133", self.raw.place, words))
            return None
        if part := next(self._list_differing_parts(countable.key), None):
            words = {
                "label": label,
                "counted": self._say(found.value, countable.key),
                "part": self._label(part),
            }
            self.problems.append(Problem("N159", self.raw.place, words))
            return None
        return self._make_cell(found)

    def _list_differing_parts(self, base: str) -> Iterator[str]:
        """Yield what was typed as a part of a base, or of a part of it, other than the roster says."""
        for key, countable in self.counts.countables.items():
            if countable.definition.of == base:
                if self._is_typed_differently(key):
                    yield key
                yield from self._list_differing_parts(key)

    def _is_typed_differently(self, key: str) -> bool:
        months = enumerate(self.raw.monthly.get(key, ()), 1)
        pairs = [(self.raw.indicators.get(key), self.counts.figures.get((self.who, key)))]
        pairs += [(cell, self.counts.monthly.get((self.who, key, month))) for month, cell in months]
        for typed, found in pairs:
            with suppress(UnusableError):
                if typed and found and read_value(typed, self.catalogue.indicators[key]) != found.value:
                    return True
        return False

    def _compare(self, key: str, label: str, found: RosterCount, typed: Cell) -> None:
        """Report a typed value that is not among those the roster allows; what it leaves open may be as typed."""
        try:
            value = read_value(typed, self.catalogue.indicators[key])
        except UnusableError:
            self.differing.add(key)
            return
        if isinstance(value, Answer):
            same = found.value is None or value is found.value
        else:
            same = found.number <= value <= found.number + len(found.undecided)
            same = same or (value > found.number and self.who in self.counts.roster.open_whos)
        if value != found.value:
            self.differing.add(key)
        if same:
            return
        own = found.value if found.value is not None else Fraction(found.number)
        more = f"，另有{len(found.undecided)}人定不下来" if found.undecided else ""
        words = {"label": label, "typed": typed.text, "counted": f"{self._say(own, key)}{more}"}
        self.problems.append(Problem("N128", typed.place, words))

    def _report_undecided(self, label: str, found: RosterCount) -> None:
        roster = self.counts.roster
        places = [
            roster.sheets[roster.rows[at].sheet].place(roster.rows[at].number) for at in found.undecided
        ]
        rows = "、".join(place.short for place in places[:_SHOWN]) + ("等" if len(places) > _SHOWN else "")
        words = {
            "label": label,
            "number": str(found.number),
            "unit": "",
            "count": str(len(places)),
            "rows": rows,
        }
        place = Place(file=places[0].file, sheet=places[0].sheet)
        self.problems.append(Problem("N126", place, words))

    def _label(self, key: str) -> str:
        return self.counts.countables[key].label

    def _say(self, value: Fraction | Answer, key: str) -> str:
        unit = self.catalogue.indicators[key].unit
        return ANSWERS[value] if isinstance(value, Answer) else f"{exact_text(value)}{unit}"

    def _make_cell(self, found: RosterCount) -> Cell:
        """Return a count as a cell: its place is the roster."""
        value = found.value
        file = self.counts.files[self.who]
        if isinstance(value, Answer):
            return Cell(ANSWERS[value], "text", file, path=COUNTED_HERE)
        return Cell(str(found.number), "number", file, path=COUNTED_HERE)
