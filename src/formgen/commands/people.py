"""What ``formgen people`` does: what is wrong with rosters, what they count, and who is behind a number."""

import difflib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

from formgen import library
from formgen.commands.people_pages import PeoplePages, write_people_pages
from formgen.commands.people_views import WAITING, DeadlineShown, IndicatorShown, RegisterViewer, say_count
from formgen.exact import cut_text
from formgen.folder.papers import PaperWritten
from formgen.problems import FormgenError, Problem
from formgen.reports.survey_page import UNNAMED_SURVEY, SurveyLine
from formgen.rosters.count import RosterCounts
from formgen.rosters.deadlines import Progress, list_deadlines, list_looked_at
from formgen.rosters.rounds import list_rounds, list_rounds_looked_at
from formgen.rosters.sheets import list_roster_files
from formgen.rosters.supplement import PEOPLE_REGISTER
from formgen.workbook.roster import write_roster


@dataclass(frozen=True, slots=True)
class PeopleResult:
    """What rosters say: how many people each community has, what was counted, who is due, every problem.

    ``ledgers`` is how many rows each ledger has, with what a row is.
    ``deadlines`` are those that are open or undecided, the most urgent first; ``kept`` and ``late`` how many are done,
    ``ended`` how many were not when their registration ended. ``looked_at`` are the names of all limits and rounds, with
    whether there was something to look at.
    ``pages`` are the files that were written; ``countable`` says whether the notice counts anything in registers.
    """

    rows: dict[str, int]
    ledgers: dict[str, str]
    indicators: tuple[IndicatorShown, ...]
    problems: tuple[Problem, ...]
    deadlines: tuple[DeadlineShown, ...] = ()
    kept: int = 0
    late: int = 0
    ended: int = 0
    looked_at: Mapping[str, bool] = field(default_factory=dict)
    pages: tuple[Path, ...] = ()
    countable: bool = True


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


def check_people(
    files: Sequence[Path], rubric: str, on: str, asked: PeopleAsked = _EVERYTHING
) -> PeopleResult:
    """Read and count rosters as on a day.

    Raises FormgenError N131 for an indicator that is not counted, N132 for an unknown community, N135 for time limits
    where the register has none, and as reading does.
    """
    notice = library.notice(rubric)
    key = _find_indicator(notice, asked.indicator) if asked.indicator else ""
    counts = notice.read_people(files, on)
    whos = _find_communities(counts, asked.only)
    viewers = [RegisterViewer(notice, each, full=asked.full) for each in counts.registers]
    shown = tuple(
        viewer.show_indicator(who, each, people=each == key)
        for who in whos
        for viewer in viewers
        for each in ([key] if key else viewer.counts.countables)
        if (who, each) in viewer.counts.figures
    )
    held = Counter(row.who for row in counts.roster.rows)
    rows = {counts.roster.whos[who].full_name: held[who] for who in whos}
    deadlines = _find_deadlines(viewers, whos) if asked.due else _NO_DEADLINES
    pages = _write_pages(viewers, whos, list_roster_files(files), asked) if asked.pages else []
    return PeopleResult(
        rows=rows,
        ledgers={each.roster.register.title: _say_rows(each) for each in counts.beside},
        indicators=() if asked.due else shown,
        countable=bool(notice.loaded.registers),
        problems=(*counts.problems, *(one for each in pages for one in each.problems)),
        deadlines=deadlines.waiting,
        kept=deadlines.kept,
        late=deadlines.late,
        ended=deadlines.ended,
        looked_at=deadlines.looked_at,
        pages=tuple(each.file for each in pages),
    )


def _say_rows(counts: RosterCounts) -> str:
    roster = counts.roster
    return f"{sum(not row.repeat for row in roster.rows)}{roster.register.rows}"


class _Deadlines(NamedTuple):
    """The time limits that are open or undecided, the most urgent first, and how many were kept or kept late."""

    waiting: tuple[DeadlineShown, ...]
    kept: int
    late: int
    ended: int
    looked_at: Mapping[str, bool]


_NO_DEADLINES = _Deadlines((), 0, 0, 0, {})


def _find_deadlines(viewers: Sequence[RegisterViewer], whos: Sequence[int]) -> _Deadlines:
    """Return how the time limits of some communities stand. Raises FormgenError N135 where no register has any."""
    ledgers = {each.counts.roster.register.id: each.counts.roster for each in viewers}
    notice = viewers[0].notice.rubric.id
    registers = [each.register for each in ledgers.values() if each.sheets]
    stated = [limit for each in registers for limit in (*each.limits.values(), *each.rounds.values())]
    if not any(not each.notices or notice in each.notices for each in stated):
        words = {"name": "、".join(each.id for each in registers)}
        raise FormgenError(Problem("N135", words=words), usage=True)
    shown: list[DeadlineShown] = []
    progress: Counter[Progress] = Counter()
    looked_at: dict[str, bool] = {}
    for viewer in viewers:
        roster = viewer.counts.roster
        if roster.sheets:
            looked_at |= list_looked_at(roster, notice) | list_rounds_looked_at(roster, ledgers, notice)
        found = [*list_deadlines(roster, notice), *list_rounds(roster, ledgers, notice)]
        own = [each for each in found if roster.rows[each.row].who in whos]
        progress.update(each.progress for each in own)
        shown += viewer.show_deadlines(sorted(own, key=lambda each: each.row))
    shown.sort(key=lambda each: (WAITING.index(each.progress), each.last or date.max))
    kept, late, ended = (progress[each] for each in (Progress.KEPT, Progress.LATE, Progress.ENDED))
    return _Deadlines(tuple(shown), kept, late, ended, looked_at)


def _write_pages(
    viewers: Sequence[RegisterViewer], whos: Sequence[int], sources: Sequence[Path], asked: PeopleAsked
) -> list[PaperWritten]:
    """Write the registers and the 调查表 of some communities into the folder that is asked for."""
    surveys = {
        who: [
            line
            for viewer in viewers
            for key in viewer.counts.countables
            if (who, key) in viewer.counts.figures
            for line in _list_lines(viewer, who, key)
        ]
        for who in whos
    }
    title = viewers[0].notice.rubric.survey_title or UNNAMED_SURVEY
    people, *ledgers = (each.counts.roster for each in viewers)
    return write_people_pages(
        people, ledgers, surveys, PeoplePages(title, asked.pages or Path(), sources, full=asked.full)
    )


def _list_lines(viewer: RegisterViewer, who: int, key: str) -> Iterator[SurveyLine]:
    """Yield the item of an indicator, and its rate where it has one: open while either number is, or of nobody."""
    yield _say_line(viewer.show_indicator(who, key, people=False))
    counts = viewer.counts
    definition = counts.countables[key].definition
    if not definition.rate or not definition.of:
        return
    part, whole = (
        None if each in counts.lacking else counts.figures[who, each].value for each in (key, definition.of)
    )
    labels = [counts.countables[each].label for each in (key, definition.of)]
    number, why = "", "（待定：这两个数还没有定）"
    if isinstance(part, Fraction) and isinstance(whole, Fraction):
        number, why = (cut_text(part / whole * 100), "") if whole else ("", "（待定：分母为0）")
    yield SurveyLine(definition.rate, number, "%", f"{why}“{labels[0]}”÷“{labels[1]}”")


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


def make_blank_roster(rubric: str, target: Path) -> list[str]:
    """Write the empty roster and ledgers that a notice is read with; return the titles of the ledgers.

    Raises FormgenError F150 for what is no workbook, F117 for what is there.
    """
    if target.suffix.lower() != ".xlsx":
        raise FormgenError(Problem("F150", words={"file": target.name}), usage=True)
    if target.exists():
        raise FormgenError(Problem("F117", words={"file": str(target)}))
    registers = library.notice(rubric).registers
    ledgers = [each for name, each in registers.items() if name != PEOPLE_REGISTER]
    write_roster(registers[PEOPLE_REGISTER], ledgers, target)
    return [each.title for each in ledgers]


def _find_indicator(notice: library.Notice, which: str) -> str:
    """Return the key of a counted indicator by its key, its name or another spelling of it."""
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
            "known": "、".join(f"{key}（{each.zh}）" for key, each in known.items()) or "（这份通知没有）",
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
