"""Time limits and rounds of visits of a register: from which date on, until when, which date says it. Knows no row."""

from calendar import monthrange
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from types import MappingProxyType
from typing import Literal, Self

from pydantic import model_validator

from formgen.registers.definition import Where
from formgen.spec import Key, Name, Spec, Text, described

_WEEK, _YEAR = 7, 12
Every = Literal["week", "month", "quarter", "half_year", "year"]
_MONTHS: Mapping[str, int] = MappingProxyType({"month": 1, "quarter": 3, "half_year": 6, "year": 12})
_EVERY_WORDS: Mapping[str, str] = MappingProxyType(
    {"week": "每周", "month": "每月", "quarter": "每季度", "half_year": "每半年", "year": "每年"}
)


class TimedRule(Spec):
    """A rule about time: for which rows, how long, by which document.

    The day on which a stretch of time begins does not count, its last day does.
    """

    zh: Text = described("名称：如 登记失业后一个月内就业、每季度走访一次")
    where: Where = described("只管哪些行：列: 条件，都要满足", default={})
    clause: Text = described("出处：哪一份文件、怎样说的")
    notices: list[Name] = described("只用于哪些评分标准：写编号；不写则都用", default=[])
    days: int | None = described("几天（日历天）；days、weeks、months 写一样", default=None, ge=1, le=3660)
    weeks: int | None = described("几周", default=None, ge=1, le=520)
    months: int | None = described("几个月：到那个月的同一天，没有这一天的到月底", default=None, ge=1, le=120)

    def last_day(self, begun: date) -> date:
        """Return the last day of the stretch."""
        if self.months is None:
            return begun + timedelta(days=(self.days or 0) + _WEEK * (self.weeks or 0))
        return add_months(begun, self.months)

    @property
    def lengths(self) -> int:
        """Return how many of days, weeks and months are given: one, where it is right."""
        return sum(each is not None for each in (self.days, self.weeks, self.months))

    @property
    def length(self) -> str:
        """Return how long it is, in words."""
        if self.months is not None:
            return f"{self.months}个月"
        return f"{self.weeks}周" if self.weeks is not None else f"{self.days}天"


class TimeLimit(TimedRule):
    """A time limit: within it another date must have come."""

    begins: Key = described("从哪一天起：一列日期的键，如 unemployed_date；当天不算，从第二天起算")
    done: Key = described("哪一天办到：一列日期的键，如 job_date；那一列要写 blank: none，空着就是还没有办到")
    until: list[Key] = described("到哪一天为止：几列日期的键，有一列填了（如注销）就不再催办", default=[])

    @model_validator(mode="after")
    def _has_one_length(self) -> Self:
        if self.lengths != 1:
            message = "days、weeks、months 要写一样，只写一样"
            raise ValueError(message)
        return self


class VisitRound(TimedRule):
    """Visits that come round: in every week, month or quarter of the calendar, or within a time of the last one.

    The day, or the week, month or quarter, in which it begins is that of the registration itself; the first visit is
    due in the next one.
    """

    begins: Key = described("从哪一天起：一列日期的键，如 unemployed_date")
    until: list[Key] = described("到哪一天为止：几列日期的键，有一列填了就不再走访", default=[])
    every: Every | None = described(
        "每周、每月、每季、每半年、每年（按日历）：week、month、quarter、half_year、year", default=None
    )
    by_day: int | None = described("每月几日以前（含）；只用于 every: month", default=None, ge=1, le=31)
    visits: Name = described("走访写在哪一种台账里：如 visits")
    visited: Key = described("那种台账里哪一列是走访的日期：如 visit_date")
    which: Where = described("只算哪些走访：那种台账里的 列: 条件，如 {way: 上门}；不写则都算", default={})
    of: Literal["person", "household"] = described(
        "走访谁：person 这个人；household 一户里的哪个人都行（花名册里同一户编号的）", default="person"
    )

    @model_validator(mode="after")
    def _has_one_rhythm(self) -> Self:
        if self.lengths + (self.every is not None) != 1:
            message = "every、days、weeks、months 要写一样，只写一样"
            raise ValueError(message)
        if self.by_day and self.every != "month":
            message = "by_day 只用于 every: month"
            raise ValueError(message)
        return self

    def next_day(self, last: date) -> date:
        """Return the last day for the visit after the one on a day, or after the day on which it begins."""
        if self.every is None:
            return self.last_day(last)
        if self.every == "week":
            return last + timedelta(days=2 * _WEEK - 1 - last.weekday())  # the Sunday of the next week
        length = _MONTHS[self.every]
        first = date(last.year, (last.month - 1) // length * length + 1, 1)
        if self.by_day:
            following = add_months(first, 1)
            return following.replace(day=min(self.by_day, monthrange(following.year, following.month)[1]))
        return add_months(first, 2 * length) - timedelta(days=1)

    def list_missed(self, begun: date, visits: Sequence[date], day: date) -> Iterator[str]:
        """Yield the stretches that were over before a day and in which there was no visit, in words."""
        last, seen = self.next_day(begun), begun
        while last < day:
            first = self._first_of(last) if self.every else seen + timedelta(days=1)
            held = [each for each in visits if first <= each <= last]
            if held:
                seen = max(held)
            else:
                yield self._name_stretch(first, last)
                seen = last
            last = self.next_day(last if self.every else seen)

    def _first_of(self, day: date) -> date:
        """Return the first day of the week, month, quarter or year of the calendar in which a day is."""
        if self.every == "week":
            return day - timedelta(days=day.weekday())
        length = _MONTHS[self.every or "month"]
        return date(day.year, (day.month - 1) // length * length + 1, 1)

    def _name_stretch(self, first: date, last: date) -> str:
        """Return a stretch of time in words: 2026年7月."""
        number = (first.month - 1) // _MONTHS.get(self.every or "", 1) + 1
        words = {
            "month": f"{number}月",
            "quarter": f"第{number}季度",
            "half_year": "上半年" if number == 1 else "下半年",
            "year": "",
        }
        if self.every in words:
            return f"{first.year}年{words[self.every]}"
        return f"{first.isoformat()}至{last.isoformat()}"

    @property
    def rhythm(self) -> str:
        """Return how often, in words."""
        if self.every is None:
            return f"每{self.length}"
        return _EVERY_WORDS[self.every] + (f"{self.by_day}日前" if self.by_day else "")


def add_months(day: date, count: int) -> date:
    """Return the same day of a later month, or its last day where it has none."""
    months = day.month - 1 + count
    year, month = day.year + months // _YEAR, months % _YEAR + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
