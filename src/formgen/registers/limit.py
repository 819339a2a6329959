"""A time limit of a register: from which date on, how long, and which date says that it was kept. Knows no row."""

from calendar import monthrange
from datetime import date, timedelta
from typing import Self

from pydantic import model_validator

from formgen.registers.definition import Where
from formgen.spec import Key, Spec, Text, described

_WEEK, _YEAR = 7, 12


class TimeLimit(Spec):
    """A time limit; the day on which it begins does not count, its last day does."""

    zh: Text = described("名称：如 登记失业后一个月内就业")
    begins: Key = described("从哪一天起：一列日期的键，如 unemployed_date；当天不算，从第二天起算")
    done: Key = described("哪一天办到：一列日期的键，如 job_date；那一列要写 blank: none，空着就是还没有办到")
    where: Where = described("只管哪些行：列: 条件，都要满足", default={})
    days: int | None = described("几天（日历天）；days、weeks、months 写一样", default=None, ge=1, le=3660)
    weeks: int | None = described("几周", default=None, ge=1, le=520)
    months: int | None = described("几个月：到那个月的同一天，没有这一天的到月底", default=None, ge=1, le=120)
    clause: Text = described("出处：哪一份文件、怎样说的")

    @model_validator(mode="after")
    def _has_one_length(self) -> Self:
        if sum(each is not None for each in (self.days, self.weeks, self.months)) != 1:
            message = "days、weeks、months 要写一样，只写一样"
            raise ValueError(message)
        return self

    def last_day(self, begun: date) -> date:
        """Return the last day of the limit."""
        if self.months is None:
            return begun + timedelta(days=(self.days or 0) + _WEEK * (self.weeks or 0))
        months = begun.month - 1 + self.months
        year, month = begun.year + months // _YEAR, months % _YEAR + 1
        return date(year, month, min(begun.day, monthrange(year, month)[1]))

    @property
    def length(self) -> str:
        """Return how long the limit is, in words."""
        if self.months is not None:
            return f"{self.months}个月"
        return f"{self.weeks}周" if self.weeks is not None else f"{self.days}天"
