"""What is wrong with the payments of one community: one that stands twice, an amount that no award has, no title for it.

Knows payments, awards and how titles stand.
"""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from formgen.county.titles import TitleState
from formgen.exact import exact_text
from formgen.intake.dates import CalendarDay, format_date, parse_date
from formgen.intake.title_register import PaymentRow
from formgen.model import Who
from formgen.problems import Problem
from formgen.rubric.award import Award
from formgen.rubric.schema import Rubric


def check_payments(
    rubric: Rubric, who: Who, rows: Sequence[PaymentRow], states: Mapping[str, TitleState] | None
) -> Iterator[Problem]:
    """Yield what is wrong with the payments of a community; ``states`` is None while not all of its titles could be read."""
    first: dict[tuple[str, int], PaymentRow] = {}
    signed = parse_date(rubric.notice.signed)
    for row in sorted(rows, key=lambda each: each.year):
        award = rubric.awards[row.award]
        words = {"name": str(who), "year": str(row.year), "award": award.title}
        earlier = first.setdefault((row.award, row.year), row)
        if earlier is not row:
            yield Problem("C151", row.place, {**words, "other": earlier.place.short})
        if signed and _is_before(row, signed):
            day = format_date(row.day) if row.day else f"{row.year}年"
            yield Problem("C140", row.place, {"name": str(who), "day": day, "signed": format_date(signed)})
        paid_before = sum(
            (each.yuan for each in first.values() if each is not row and _is_of_group(rubric, each, award)),
            Fraction(0),
        )
        if allowed := _say_allowed(award, row.yuan, paid_before, _count_titles(award, states or {})):
            yuan = exact_text(row.yuan)
            yield Problem("C152", row.place, {**words, "yuan": yuan, "allowed": allowed})
        if states is not None and award.titles and row.yuan and not _was_given(award, row, states):
            yield Problem("C153", row.place, {**words, "titles": "、".join(award.titles)})


def _is_before(row: PaymentRow, signed: CalendarDay) -> bool:
    return row.day < signed if row.day else row.year < signed.year


def _is_of_group(rubric: Rubric, row: PaymentRow, award: Award) -> bool:
    return award.group is not None and rubric.awards[row.award].group == award.group


def _count_titles(award: Award, states: Mapping[str, TitleState]) -> int:
    """Return how many times an amount may be paid in a year."""
    if award.times == "once":
        return 1
    return max(sum(1 for title in award.titles if title in states), 1)


def _say_allowed(award: Award, yuan: Fraction, paid_before: Fraction, times: int) -> str:
    """Say which amounts an award has, where this is none of them; empty where it is, and where anything may be."""
    if award.yuan is None or not yuan:
        return ""
    if award.up_to is not None:
        fits = award.yuan <= yuan <= award.up_to
        return "" if fits else f"{exact_text(award.yuan)}至{exact_text(award.up_to)}元"
    whole = [award.yuan * count for count in range(1, times + 1)]
    rest = award.yuan - paid_before
    allowed = [*whole, *([rest] if 0 < rest < award.yuan else [])]
    return "" if yuan in allowed else "、".join(f"{exact_text(each)}元" for each in allowed)


def _was_given(award: Award, row: PaymentRow, states: Mapping[str, TitleState]) -> bool:
    """Return whether one of the titles that an award asks for had been given when it was paid."""
    given = [each for title in award.titles if title in states for each in states[title].given]
    return any(each.day <= row.day if row.day else each.day.year <= row.year for each in given)
