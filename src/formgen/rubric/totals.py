"""Totals of a score table: what counts, what does not apply, and which score is final.

Knows the rubric and points. Pure: no file, clock or format.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction

from formgen.rubric.schema import Rubric


@dataclass(frozen=True, slots=True)
class Total:
    """The points of one column of the table: 合计 without 附加分, and 附加分; None while anything in it is 待定.

    ``due`` are the points that 合计 could reach (应得): the 分值 of all that applies. Where nothing applies, there is no 合计.
    """

    main: Fraction | None
    bonus: Fraction | None
    due: Fraction

    @property
    def total(self) -> Fraction | None:
        """Return 合计 and 附加分 together, None while anything is 待定."""
        return None if self.main is None or self.bonus is None else self.main + self.bonus


def add_points(
    rubric: Rubric, points: Mapping[str, Fraction | None], applying: Mapping[str, Fraction]
) -> Total:
    """Add up the points of the criteria of a rubric; a rubric of standards only has no total.

    ``applying`` are the criteria that apply, each with the points it could reach here: others count nowhere.
    """
    extra = {key for section in rubric.sections.values() if section.bonus for key in section.criteria}
    main = [points.get(key) for key in applying if key not in extra]
    none_applies = not main and any(key not in extra for key in rubric.criteria)
    bonus = [points.get(key) for key in applying if key in extra]
    due = sum((most for key, most in applying.items() if key not in extra), Fraction(0))
    return Total(None if none_applies or not rubric.criteria else _add(main), _add(bonus), due)


def _add(values: Collection[Fraction | None]) -> Fraction | None:
    known = [value for value in values if value is not None]
    return sum(known, Fraction(0)) if len(known) == len(values) else None


@dataclass(frozen=True, slots=True)
class FinalScore:
    """The score that counts for verdict, rank, quota and award.

    ``level`` is the column that decided it, None for the computation. ``plain`` are its points as they are entered or
    computed; ``main`` and ``bonus`` are what counts, which differs where something does not apply and the rubric
    converts what is left to the whole (折算).
    """

    level: str | None
    plain: Total
    main: Fraction | None

    @property
    def bonus(self) -> Fraction | None:
        """Return 附加分: it is never converted."""
        return self.plain.bonus

    @property
    def total(self) -> Fraction | None:
        """Return what counts, None while it is 待定."""
        return None if self.main is None or self.bonus is None else self.main + self.bonus

    @property
    def converted(self) -> bool:
        """Return whether the points that count were converted from fewer than the whole."""
        return self.main is not None and self.main != self.plain.main


def make_final(rubric: Rubric, level: str | None, plain: Total) -> FinalScore:
    """Return the score that counts: converted to the whole (实得÷应得×总分) where the rubric says so."""
    if plain.main is None or rubric.conventions.not_applicable == "plain" or plain.due == rubric.total:
        return FinalScore(level, plain, plain.main)
    return FinalScore(level, plain, plain.main * rubric.total / plain.due if plain.due else None)
