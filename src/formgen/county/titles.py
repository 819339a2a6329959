"""How a title stands on a day, as it follows from the rows of a register: held, in 整顿, lost, or a question.

What the rows contradict, and what the notice leaves open, is never decided: the title is 待定, with a problem. Knows the
rows of one community and one title.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import groupby

from formgen.intake.dates import CalendarDay, format_date, parse_date
from formgen.intake.register_words import TitleEvent
from formgen.intake.title_register import TitleRow
from formgen.problems import Problem
from formgen.rubric.schema import Rubric
from formgen.rubric.title import Title


class Standing(StrEnum):
    """How a title stands, in a clerk's words."""

    HELD = "有"
    RECTIFYING = "整顿中"
    OPEN = "待定"
    LOST = "已失去"
    EXPIRED = "已过年度"
    NEVER = "没有"


_HOLDS = {Standing.HELD: True, Standing.RECTIFYING: True, Standing.OPEN: None}


@dataclass(slots=True)
class TitleState:
    """One title of one community on a day: how it stands, and the rows that say so.

    ``given`` are the recognitions that count, the last one last, ``reviewed`` the reviews that were passed; ``lost`` is the
    row by which it ended. ``early`` says that it was given before the notice, ``doubtful`` that its rows contradict each other.
    """

    title: str
    standing: Standing = Standing.NEVER
    given: list[TitleRow] = field(default_factory=list)
    reviewed: list[TitleRow] = field(default_factory=list)
    last: TitleRow | None = None
    lost: TitleRow | None = None
    early: bool = False
    doubtful: bool = False

    @property
    def holds(self) -> bool | None:
        """Return whether the community has the title, None where that is a question."""
        return _HOLDS.get(self.standing, False)

    @property
    def rectifying(self) -> str:
        """Return that a title is held under a 整顿, and until when; empty where it is not."""
        if self.standing is not Standing.RECTIFYING or self.last is None:
            return ""
        if self.last.until:
            return f"{self.standing.value}（至{format_date(self.last.until)}）"
        return f"{self.standing.value}（{format_date(self.last.day)}责令，没有写期限）"

    @property
    def words(self) -> str:
        """Return how it stands, with the day and the document."""
        row = self.lost or self.last
        if row is None:
            return self.standing.value
        if self.standing is Standing.HELD:
            since = self.given[-1]
            said = f"{format_date(since.day)}认定" + (f"（{since.document}）" if since.document else "")
            return said if row is since else f"{said}，{format_date(row.day)}{row.event.value}"
        until = f"，到{format_date(row.until)}" if row.until and row.event is TitleEvent.RECTIFY else ""
        document = f"（{row.document}）" if row.document else ""
        return f"{self.standing.value}：{format_date(row.day)}{row.event.value}{document}{until}"


def judge_title(
    rubric: Rubric, title: str, rows: Sequence[TitleRow], day: CalendarDay, *, complete: bool = True
) -> tuple[TitleState, list[Problem]]:
    """Return how a title stands on a day by its rows up to that day, and what is wrong with them.

    Where not all rows of the community could be read (not ``complete``), nothing is said that one of those may explain.
    """
    judge = _Judge(rubric, title)
    in_order = sorted((row for row in rows if row.day <= day), key=lambda row: row.day)
    for _, same_day in groupby(in_order, key=lambda row: row.day):
        judge.take(list(same_day))
    judge.look_from(day)
    return judge.state, [*judge.problems, *(judge.gaps if complete else ())]


class _Judge:
    """Takes the rows of one title one day after another."""

    def __init__(self, rubric: Rubric, title: str) -> None:
        self.state = TitleState(title)
        self.problems: list[Problem] = []
        self.gaps: list[Problem] = []  # what a row that is missing would explain
        self._rule = rubric.title_of(title) or Title(zh=title, clause=title)
        self._signed = parse_date(rubric.notice.signed)
        self._rectified: TitleRow | None = None  # the last 整顿 that was ordered since the title was given

    def take(self, rows: Sequence[TitleRow]) -> None:
        """Take the rows of one day; what cannot be true together leaves the title a question."""
        events = list(dict.fromkeys(row.event for row in rows))
        row = rows[-1]
        if len(events) > 1 and not all(event.ends for event in events):
            words = {**self._words(row), "one": events[0].value, "other": events[1].value}
            self._contradict("C147", row, words)
            return
        if row.event is TitleEvent.GIVEN:
            for each in rows:
                self._give(each)
        elif not self.state.given:
            self._contradict("C139", row, {**self._words(row), "event": row.event.value}, gap=True)
        elif self.state.standing is Standing.LOST:
            if not row.event.ends:
                self._contradict("C139", row, {**self._words(row), "event": row.event.value}, gap=True)
        else:
            self._change(row)

    def _give(self, row: TitleRow) -> None:
        state, before = self.state, self.state.given[-1] if self.state.given else None
        words = self._words(row)
        twice = next((each for each in state.given if each.day.year == row.day.year), None)
        if twice:
            said = {"name": words["name"], "title": words["title"], "year": str(row.day.year)}
            if self._rule.anew and state.lost and state.lost.day.year == row.day.year:
                self._contradict("C146", row, said)
            else:
                self._contradict("C137", row, {**said, "other": twice.place.short})
            return
        if self._rule.anew and state.lost and state.lost.day.year == row.day.year:
            said = {"name": words["name"], "title": words["title"], "year": str(row.day.year)}
            self._contradict("C146", row, said)
        elif before and state.holds is not False and not self._rule.lasts:
            self._contradict("C138", row, {**words, "since": format_date(before.day)}, gap=True)
        if self._signed and row.day < self._signed:
            state.early = True
            said = {"name": words["name"], "day": words["day"], "signed": format_date(self._signed)}
            self.problems.append(Problem("C140", row.place, said))
        state.given.append(row)
        state.standing, state.last, state.lost, self._rectified = Standing.HELD, row, None, None

    def _change(self, row: TitleRow) -> None:
        state, words = self.state, self._words(row)
        state.last = row
        match row.event:
            case TitleEvent.REVIEWED:
                state.reviewed.append(row)
                state.standing = Standing.HELD
            case TitleEvent.RECTIFIED:
                if state.standing is not Standing.RECTIFYING:
                    said = {"name": str(row.who), "day": format_date(row.day), "title": row.title}
                    self.gaps.append(Problem("C184", row.place, said))
                state.standing = Standing.HELD
            case TitleEvent.RECTIFY:
                state.standing, self._rectified = Standing.RECTIFYING, row
                if row.until is None:
                    self.problems.append(Problem("C148", row.place, words))
            case TitleEvent.FAILED if self._rule.failing != "withdrawn":
                state.standing = Standing.OPEN
            case _:
                self._doubt_taking(row)
                state.standing, state.lost = Standing.LOST, row

    def _doubt_taking(self, row: TitleRow) -> None:
        """Report a title that was taken away without a 整顿 where one has to come first, or before it was over."""
        if not row.event.ends or row.event is TitleEvent.WITHDRAWN:
            return
        ordered = self._rectified
        if self._rule.rectify_first and not ordered:
            self.gaps.append(Problem("C144", row.place, self._words(row)))
        open_still = self.state.standing is Standing.RECTIFYING and ordered is not None and ordered.until
        if open_still and row.day < open_still:
            said = {"name": str(row.who), "day": format_date(row.day), "title": row.title}
            self.gaps.append(Problem("C183", row.place, {**said, "until": format_date(open_still)}))

    def look_from(self, day: CalendarDay) -> None:
        """Settle what hangs on the day: a 整顿 that ran out, a review that nobody recorded, a year that is over."""
        state, last = self.state, self.state.last
        if self.state.doubtful:
            state.standing = Standing.OPEN
        if last is None or state.standing in {Standing.LOST, Standing.NEVER}:
            return
        if self._rule.lasts and state.given[-1].day.year != day.year:
            state.standing = Standing.EXPIRED
        elif last.event is TitleEvent.FAILED and state.standing is Standing.OPEN and not self.state.doubtful:
            self.gaps.append(Problem("C149", last.place, self._words(last)))
        elif state.standing is Standing.RECTIFYING and last.until and last.until < day:
            said = {"name": str(last.who), "title": state.title, "until": format_date(last.until)}
            self.gaps.append(Problem("C142", last.place, said))
            state.standing = Standing.OPEN
        elif state.standing is Standing.HELD and (years := list(self._list_unreviewed(day))):
            said = {
                "name": str(last.who),
                "title": state.title,
                "years": "、".join(f"{each}年" for each in years),
            }
            self.gaps.append(Problem("C143", last.place, said))
            state.standing = Standing.OPEN

    def _list_unreviewed(self, day: CalendarDay) -> Iterator[int]:
        """Yield the years that are over and without a review, where the notice has one each year."""
        reviewed = {row.day.year for row in self.state.reviewed}
        since = self.state.given[-1].day.year
        yield from (year for year in range(since + 1, day.year) if self._rule.review and year not in reviewed)

    def _words(self, row: TitleRow) -> dict[str, str]:
        return {"name": str(row.who), "title": row.title, "day": format_date(row.day)}

    def _contradict(self, code: str, row: TitleRow, words: dict[str, str], *, gap: bool = False) -> None:
        self.state.doubtful = True
        (self.gaps if gap else self.problems).append(Problem(code, row.place, words))
