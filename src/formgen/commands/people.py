"""What ``formgen people`` does: what is wrong with rosters, what they count, and who is behind a number."""

import difflib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from formgen import library
from formgen.commands.people_pages import PeoplePages, write_people_pages
from formgen.exact import exact_text
from formgen.intake.values import ANSWERS
from formgen.model import Answer
from formgen.problems import FormgenError, Problem
from formgen.quoting import quote, show
from formgen.registers.definition import find_counted
from formgen.registers.register import RegisterSpec
from formgen.registers.wording import say_definition
from formgen.reports.survey_page import UNNAMED_SURVEY, SurveyLine
from formgen.rosters.count import RosterCounts
from formgen.rosters.deadlines import Progress, RowDeadline, list_deadlines
from formgen.rosters.identity import age_on, mask
from formgen.rosters.roster import RosterCount
from formgen.rosters.sheets import list_roster_files
from formgen.rosters.supplement import PEOPLE_REGISTER
from formgen.workbook.roster import write_roster


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
    """A time limit of a person that is open, or cannot be decided: whose, since when, until when, how it stands."""

    person: PersonShown
    limit: str
    progress: Progress
    begun: date | None
    last: date | None
    days: int


@dataclass(frozen=True, slots=True)
class PeopleResult:
    """What rosters say: how many rows each community has, what was counted, who is due, every problem.

    ``deadlines`` are those that are open or undecided, the most urgent first; ``kept`` and ``late`` how many are done.
    ``pages`` are the files that were written.
    """

    rows: dict[str, int]
    indicators: tuple[IndicatorShown, ...]
    problems: tuple[Problem, ...]
    deadlines: tuple[DeadlineShown, ...] = ()
    kept: int = 0
    late: int = 0
    pages: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class PeopleAsked:
    """What is asked of rosters: some communities only, the people behind an indicator, who is due, numbers whole.

    ``pages`` is a folder for the roster and the 调查表 of each community, None where they are not wanted.
    """

    only: Sequence[str] = ()
    indicator: str = ""
    full: bool = False
    due: bool = False
    pages: Path | None = None


_EVERYTHING = PeopleAsked()
_WAITING = (Progress.OVERDUE, Progress.DUE, Progress.UNDECIDED)


def check_people(
    files: Sequence[Path], rubric: str, on: str, asked: PeopleAsked = _EVERYTHING
) -> PeopleResult:
    """Read and count rosters as on a day.

    Raises FormgenError N131 for an indicator that is not counted, N132 for an unknown community, N135 for time limits
    where the register has none, and as reading does.
    """
    notice = library.notice(rubric)
    key = _find_indicator(notice, asked.indicator) if asked.indicator else ""
    register = _register_of(notice)
    if asked.due and not register.limits:
        raise FormgenError(Problem("N135", words={"name": register.id}), usage=True)
    counts = notice.count(files, on)
    roster = counts.roster
    whos = _find_communities(counts, asked.only)
    viewer = _Viewer(notice, counts, full=asked.full)
    shown = tuple(
        viewer.show_indicator(who, each, people=each == key)
        for who in whos
        for each in ([key] if key else counts.countables)
        if (who, each) in counts.figures
    )
    held = Counter(row.who for row in roster.rows)
    rows = {roster.whos[who].full_name: held[who] for who in whos}
    deadlines = (
        [each for each in list_deadlines(roster) if roster.rows[each.row].who in whos] if asked.due else []
    )
    return PeopleResult(
        rows,
        () if asked.due else shown,
        tuple(roster.problems),
        viewer.show_deadlines(deadlines),
        sum(each.progress is Progress.KEPT for each in deadlines),
        sum(each.progress is Progress.LATE for each in deadlines),
        tuple(_write_pages(viewer, whos, list_roster_files(files), asked)) if asked.pages else (),
    )


def _write_pages(
    viewer: "_Viewer", whos: Sequence[int], sources: Sequence[Path], asked: PeopleAsked
) -> list[Path]:
    """Write the roster and the 调查表 of some communities into the folder that is asked for."""
    counts, folder = viewer.counts, asked.pages or Path()
    surveys = {
        who: [
            _say_line(viewer.show_indicator(who, key, people=False))
            for key in counts.countables
            if (who, key) in counts.figures
        ]
        for who in whos
    }
    title = viewer.notice.rubric.survey_title or UNNAMED_SURVEY
    return write_people_pages(counts.roster, surveys, PeoplePages(title, folder, sources, full=asked.full))


def _say_line(each: IndicatorShown) -> SurveyLine:
    """Return an item of the 调查表; one that is open is blank, and says why first."""
    number = say_count(each.count) if not each.lacking else ""
    why = ""
    if each.lacking:
        why = f"（待定：花名册缺{'、'.join(f'“{name}”' for name in each.lacking)}）"
    elif each.count.undecided:
        why = f"（待定：{len(each.count.undecided)}人定不下来）"
    elif not number:
        why = "（待定：花名册里没有，请自己填）"
    return SurveyLine(each.label, number, "" if each.unit == "是/否" else each.unit, why + each.sentence)


def say_count(count: RosterCount) -> str:
    """Return the value of a count as text, empty where it is open."""
    if count.value is None:
        return ""
    return ANSWERS[count.value] if isinstance(count.value, Answer) else exact_text(count.value)


def make_blank_roster(rubric: str, target: Path) -> None:
    """Write the empty roster of a notice. Raises FormgenError F150 for what is no workbook, F117 for what is there."""
    if target.suffix.lower() != ".xlsx":
        raise FormgenError(Problem("F150", words={"file": target.name}), usage=True)
    if target.exists():
        raise FormgenError(Problem("F117", words={"file": str(target)}))
    write_roster(_register_of(library.notice(rubric)), target)


def _register_of(notice: library.Notice) -> RegisterSpec:
    register = notice.loaded.registers.get(PEOPLE_REGISTER)
    if register is None:
        words = {"name": notice.rubric.id, "hint": "", "known": "（这份通知没有）"}
        raise FormgenError(Problem("N131", words=words), usage=True)
    return register


def _find_indicator(notice: library.Notice, which: str) -> str:
    """Return the key of a counted indicator by its key, its name or another spelling of it."""
    _register_of(notice)
    known = {key: each for key, each in notice.rubric.indicators.items() if each.counted}
    named = [key for key, each in known.items() if which in {key, each.zh, *each.also}]
    if len(named) != 1:
        near = difflib.get_close_matches(
            which, [*known, *(each.zh for each in known.values())], n=1, cutoff=0.5
        )
        hint = f"（是不是“{near[0]}”？）" if near else ""
        words = {
            "name": which,
            "hint": hint,
            "known": "、".join(f"{key}（{each.zh}）" for key, each in known.items()),
        }
        raise FormgenError(Problem("N131", words=words), usage=True)
    return named[0]


def _find_communities(counts: RosterCounts, only: Sequence[str]) -> list[int]:
    """Return the communities that are wanted, all with rows when none is named."""
    whos = counts.roster.whos
    found: list[int] = []
    for name in only:
        named = [at for at, who in enumerate(whos) if name in {who.name, who.full_name}]
        if not named:
            near = difflib.get_close_matches(name, [who.name for who in whos], n=1, cutoff=0.5)
            hint = f"（是不是“{near[0]}”？）" if near else ""
            raise FormgenError(Problem("N132", words={"name": name, "hint": hint}), usage=True)
        found += named
    return list(dict.fromkeys(found)) if only else list(range(len(whos)))


class _Viewer:
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
        """Return the time limits that are open or undecided, the most urgent first."""
        limits = self.counts.roster.register.limits
        waiting = [each for each in deadlines if each.progress in _WAITING]
        waiting.sort(key=lambda each: (_WAITING.index(each.progress), each.last or date.max, each.row))
        return tuple(
            DeadlineShown(
                self._show_person(each.row, decided=each.progress is not Progress.UNDECIDED),
                limits[each.limit].zh,
                each.progress,
                each.begun,
                each.last,
                each.days,
            )
            for each in waiting
        )

    def _show_person(self, at: int, *, decided: bool) -> PersonShown:
        """Return a person as shown; a number may stand in any cell, so that every text passes through ``quote``."""
        roster = self.counts.roster
        row = roster.rows[at]
        say, hide = (show, show) if self._full else (quote, mask)
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
