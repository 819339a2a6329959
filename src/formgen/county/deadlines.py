"""The dates of the notice: those that recur every year, and those of one year."""

from formgen.intake.dates import CalendarDay
from formgen.rubric.schema import Deadline


def in_time(rule: Deadline, day: CalendarDay | tuple[int, int]) -> bool:
    """Return whether a day keeps a deadline; a (month, day) is one of the year that the deadline is about."""
    month, last = (int(part) for part in rule.by.split("-"))
    if isinstance(day, tuple):
        return _keeps(rule, day, (month, last))
    year = rule.year or day.year
    return _keeps(rule, (day.year, day.month, day.day), (year, month, last))


def _keeps(rule: Deadline, day: tuple[int, ...], last: tuple[int, ...]) -> bool:
    return day <= last if rule.inclusive else day < last
