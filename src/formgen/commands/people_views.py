"""What is shown of registers: numbers, the people behind them, who is due. Numbers of persons are masked unless asked for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from formgen import library
from formgen.exact import exact_text
from formgen.intake.values import ANSWERS
from formgen.model import Answer
from formgen.quoting import quote_of_person, show
from formgen.registers.definition import find_counted
from formgen.registers.wording import say_definition
from formgen.rosters.count import RosterCounts
from formgen.rosters.deadlines import Progress, RowDeadline
from formgen.rosters.identity import age_on, mask
from formgen.rosters.roster import RosterCount

WAITING = (Progress.OVERDUE, Progress.DUE, Progress.UNDECIDED)  # the most urgent first


@dataclass(frozen=True, slots=True)
class PersonShown:
    """A person behind a number, or perhaps behind it; numbers of persons are masked unless they were asked for."""

    community: str
    name: str
    sex: str
    age: str
    id_number: str
    phone: str
    place: str
    decided: bool


@dataclass(frozen=True, slots=True)
class IndicatorShown:
    """An indicator as it was counted in one community: the number, how many rows are undecided, and what is counted.

    ``people`` are the rows behind the number, then those that are undecided; ``lacking`` are missing columns.
    """

    community: str
    key: str
    label: str
    unit: str
    count: RosterCount
    sentence: str
    people: tuple[PersonShown, ...] = ()
    lacking: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DeadlineShown:
    """A time limit of a person that is open, or cannot be decided: whose, since when, until when, how it stands.

    ``missed`` are the earlier months or quarters without a visit.
    """

    person: PersonShown
    limit: str
    clause: str
    progress: Progress
    begun: date | None
    last: date | None
    days: int
    missed: tuple[str, ...] = ()


class RegisterViewer:
    """Shows what was counted; numbers of persons are masked unless they were asked for."""

    def __init__(self, notice: library.Notice, counts: RosterCounts, *, full: bool) -> None:
        """Work out the sentences of all indicators."""
        self.notice, self.counts, self._full = notice, counts, full
        definitions = {key: each.definition for key, each in counts.countables.items()}
        labels = {key: each.label for key, each in counts.countables.items()}
        register = counts.roster.register
        self._sentences = {
            key: say_definition(
                each,
                register,
                labels,
                find_counted(key, definitions),
                answer=counts.countables[key].answer,
            )
            for key, each in definitions.items()
        }

    def show_indicator(self, who: int, key: str, *, people: bool) -> IndicatorShown:
        """Return an indicator of a community, with its people where they are wanted."""
        counts = self.counts
        count, columns = counts.figures[who, key], counts.roster.register.columns
        rows = [(at, True) for at in count.behind] + [(at, False) for at in count.undecided]
        return IndicatorShown(
            community=counts.roster.whos[who].full_name,
            key=key,
            label=counts.countables[key].label,
            unit=self.notice.rubric.indicators[key].unit,
            count=count,
            sentence=self._sentences[key],
            people=tuple(self._show_person(at, decided=decided) for at, decided in rows) if people else (),
            lacking=tuple(columns[each].zh for each in columns if each in counts.lacking.get(key, ())),
        )

    def show_deadlines(self, deadlines: Sequence[RowDeadline]) -> tuple[DeadlineShown, ...]:
        """Return the time limits and rounds of visits that are open or undecided."""
        register = self.counts.roster.register
        named = {**register.limits, **register.rounds}
        return tuple(
            DeadlineShown(
                self._show_person(each.row, decided=each.progress is not Progress.UNDECIDED),
                named[each.limit].zh,
                named[each.limit].clause,
                each.progress,
                each.begun,
                each.last,
                each.days,
                each.missed,
            )
            for each in deadlines
            if each.progress in WAITING
        )

    def _show_person(self, at: int, *, decided: bool) -> PersonShown:
        """Return a person as shown; a number may stand in any cell, so that every text passes through ``quote_of_person``."""
        roster = self.counts.roster
        row = roster.rows[at]
        say, hide = (show, show) if self._full else (quote_of_person, mask)
        age = str(age_on(row.birth, roster.day)) if row.birth else _typed_age(roster.value(row, "age"))
        place = roster.place(row)
        return PersonShown(
            community=roster.whos[row.who].full_name,
            name=say(roster.text(row, "name")),
            sex=row.sex,
            age=age,
            id_number=hide(row.id_number or roster.text(row, "id_number")),
            phone=hide(roster.text(row, "phone")),
            place=f"{show(place.file)} {place.short}",
            decided=decided,
        )


def _typed_age(value: object) -> str:
    return f"{value}" if isinstance(value, int) else ""


def say_count(count: RosterCount) -> str:
    """Return the value of a count as text, empty where it is open."""
    if count.value is None:
        return ""
    return ANSWERS[count.value] if isinstance(count.value, Answer) else exact_text(count.value)
