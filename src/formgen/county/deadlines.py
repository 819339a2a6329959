"""The dates of the notice that recur every year."""

from formgen.rubric.schema import Deadline


def in_time(rule: Deadline, day: tuple[int, int]) -> bool:
    """Return whether a day, given as (month, day), keeps a yearly deadline."""
    month, last = (int(part) for part in rule.by.split("-"))
    return day <= (month, last) if rule.inclusive else day < (month, last)
