"""From raw communities to typed ones: every bad value becomes a problem, nothing is raised.

Knows the catalogue of fields and the kinds of values; nothing of files and sheets.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from formgen.exact import exact_text
from formgen.folding import remove_blanks
from formgen.intake.fields import Catalogue, Field, make_catalogue
from formgen.intake.month_sums import tell_strange_months
from formgen.intake.raw import Cell, Raw, RawJudgement
from formgen.intake.values import (
    ANSWERS,
    UnusableError,
    read_field_text,
    read_name,
    read_value,
    refuse_faulty,
)
from formgen.model import MONTHS, Answer, Community, Fact, Figure, Judgement, State
from formgen.problems import Problem
from formgen.rubric.schema import Rubric
from formgen.rubric.terms import OPEN_VERDICT, STATE_WORDS

_MOBILE = re.compile(r"1[3-9]\d{9}")  # has no 0 at its beginning that could be lost


def read_community(raw: Raw, fields: Catalogue | Rubric) -> tuple[Community, tuple[Problem, ...]]:
    """Return a community with its values typed, and the problems of these values.

    ``raw`` comes from ``Source.raws``, so its names can be used. Pass the catalogue when many are read.
    """
    reader = _CommunityReader(
        make_catalogue(fields) if isinstance(fields, Rubric) else fields, [*raw.problems]
    )
    community = reader.read_community(raw)
    return community, tuple(problem.about(community.full_name) for problem in reader.problems)


@dataclass
class _CommunityReader:
    """Types one value after another and keeps the problems."""

    catalogue: Catalogue
    problems: list[Problem] = field(default_factory=list)

    def read_community(self, raw: Raw) -> Community:
        """Type a community."""
        indicators = {
            key: self.read_figure(cell, self.catalogue.indicators[key])
            for key, cell in raw.indicators.items()
        }
        judged = {
            key: self.read_judgement(given, self.catalogue.judged[key]) for key, given in raw.judged.items()
        }
        self.refuse_two_points(indicators, judged)
        scores = {
            level: {
                key: self.read_score(cell, self.catalogue.scores[level][key]) for key, cell in cells.items()
            }
            for level, cells in raw.scores.items()
        }
        totals = {level: self.read_total(level, cell) for level, cell in raw.totals.items()}
        entered = {
            level: given for level, given in scores.items() if any(each.value for each in given.values())
        }
        self.compare_totals(totals, entered)
        return Community(
            name=read_name(raw.name) if raw.name else "",
            township=read_name(raw.township) if raw.township else "",
            place=raw.place,
            facts=self.read_facts(raw.facts),
            indicators=indicators,
            monthly=self.read_monthly(raw, indicators),
            judged=judged,
            scores=scores,
            stray=tuple(Figure(None, cell.text, cell.place) for cell in raw.stray),
            doubts=tuple(Figure(None, cell.text, cell.place) for cell in raw.doubts),
            totals={level: total for level, total in totals.items() if total and level not in entered},
            verdict=_read_verdict(raw.verdict),
        )

    def read_figure(self, cell: Cell, spec: Field) -> Figure:
        """Type one value; what cannot be used stays as text without a value."""
        if cell.kind == "unusable":
            return Figure(None, cell.text, cell.place)
        try:
            value = read_value(cell, spec)
        except UnusableError as error:
            self.problems.append(error.problem)
            return Figure(None, cell.text, cell.place)
        return Figure(value, ANSWERS[value] if isinstance(value, Answer) else cell.text, cell.place)

    def read_score(self, cell: Cell, spec: Field) -> Figure:
        """Type the points of a level; 不适用 stays as text, and scoring tells where it cannot stand."""
        if cell.kind == "text" and remove_blanks(cell.text) == STATE_WORDS[State.NOT_APPLICABLE]:
            return Figure(None, STATE_WORDS[State.NOT_APPLICABLE], cell.place)
        return self.read_figure(cell, spec)

    def read_total(self, level: str, cell: Cell) -> Figure | None:
        """Type a sum that somebody wrote; None for a formula without a result, which is right once it is calculated."""
        if cell.kind == "formula":
            return None
        label = f"{self.catalogue.levels[level]}合计" if level else "总分"
        if remove_blanks(cell.text) == OPEN_VERDICT:
            return Figure(None, OPEN_VERDICT, cell.place)
        return self.read_figure(cell, Field("total", label, "points", "分"))

    def compare_totals(
        self, totals: Mapping[str, Figure | None], scores: Mapping[str, Mapping[str, Figure]]
    ) -> None:
        """Tell where the sum that somebody wrote for a level is not that of the points it entered; it is used nowhere."""
        for level, entered in scores.items():
            total = totals.get(level)
            values = [
                figure.value
                for figure in entered.values()
                if figure.value is not None and not isinstance(figure.value, Answer)
            ]
            declined = sum(figure.text == STATE_WORDS[State.NOT_APPLICABLE] for figure in entered.values())
            blank = len(self.catalogue.scores[level]) - len(values) - declined
            added = sum(values, Fraction(0))
            if total is None or not isinstance(total.value, Fraction) or total.value == added:
                continue
            words = {"label": f"{self.catalogue.levels[level]}合计", "total": exact_text(total.value)}
            words |= {
                "sum": exact_text(added),
                "blank": f"（有{blank}项没有填，或不能采用）" if blank else "",
            }
            self.problems.append(Problem("D190", total.place, words))

    def read_facts(self, cells: Mapping[str, Cell]) -> dict[str, Fact]:
        """Type the basic facts; those that cannot be printed are left out."""
        made = {key: self.read_fact(cell, self.catalogue.facts[key]) for key, cell in cells.items()}
        return {key: fact for key, fact in made.items() if fact}

    def read_fact(self, cell: Cell, spec: Field) -> Fact | None:
        """Type one basic fact; counts and answers are always printed in the same way."""
        if cell.kind == "unusable":
            return None
        try:
            text = read_field_text(cell, spec)
        except UnusableError as error:
            self.problems.append(error.problem)
            return None
        numeric = cell.kind != "text" and not isinstance(cell.value, str)
        if spec.kind == "phone" and numeric and not _MOBILE.fullmatch(text):
            self.problems.append(Problem("D130", cell.place, {"label": spec.label, "value": text}))
        if spec.kind not in {"count", "yesno"}:
            return Fact(text, cell.place)
        value = self.read_figure(cell, spec).value
        if value is None:
            return Fact(text, cell.place)
        return Fact(ANSWERS[value] if isinstance(value, Answer) else exact_text(value), cell.place, value)

    def read_monthly(
        self, raw: Raw, indicators: Mapping[str, Figure]
    ) -> dict[str, tuple[Figure | None, ...]]:
        """Type the monthly series that hold anything."""
        made = {}
        for key, cells in raw.monthly.items():
            if not any(cells):
                continue
            spec = self.catalogue.indicators[key]
            made[key] = self.read_series(cells, spec, raw)
            if key in indicators:
                self.problems.append(Problem("D129", indicators[key].place, {"label": spec.label}))
        return made

    def read_series(self, cells: Sequence[Cell | None], spec: Field, raw: Raw) -> tuple[Figure | None, ...]:
        """Type one series of twelve months; one with more months cannot be used at all."""
        first = next((cell.place for cell in cells if cell), raw.place)
        figures = [self.read_figure(cell, spec) if cell else None for cell in cells]
        if len(cells) > MONTHS:
            words = {"label": spec.label, "count": str(len(cells))}
            self.problems.append(Problem("D116", first, words))
            return tuple(each and Figure(None, each.text, each.place) for each in figures[:MONTHS])
        figures += [None] * (MONTHS - len(figures))
        gaps = [f"{month}月" for month, figure in enumerate(figures, start=1) if figure is None]
        if gaps:
            self.problems.append(Problem("D115", first, {"label": spec.label, "months": "、".join(gaps)}))
        self.problems += tell_strange_months(figures, spec)
        return tuple(figures)

    def read_judgement(self, given: RawJudgement, spec: Field) -> Judgement:
        """Type the points a person gave."""
        figure = self.read_figure(given.points, spec)
        points = None if isinstance(figure.value, Answer) else figure.value
        by, reason = self.read_note(given.by, spec), self.read_note(given.reason, spec)
        missing = [words for words, text in (("评审人职务", by), ("理由", reason)) if not text]
        if given.formal and missing and figure.value is not None:
            words = {"label": spec.label, "missing": "和".join(missing)}
            self.problems.append(Problem("D134", figure.place, words))
        return Judgement(points, by, reason, figure.text, figure.place)

    def read_note(self, cell: Cell | None, spec: Field) -> str:
        """Return who or why as text, empty when missing or unprintable."""
        if cell is None:
            return ""
        try:
            refuse_faulty(cell)
            return read_field_text(cell, spec)
        except UnusableError as error:
            self.problems.append(error.problem)
            return ""

    def refuse_two_points(self, indicators: dict[str, Figure], judged: dict[str, Judgement]) -> None:
        """Refuse points that were given twice, as an indicator and for the criterion, but differ."""
        for key, criterion in self.catalogue.points_indicators.items():
            figure, judgement = indicators.get(key), judged.get(criterion)
            if not figure or not judgement or figure.value == judgement.points:
                continue
            words = {
                "label": self.catalogue.judged[criterion].label,
                "one": f"{figure.text}（{figure.place.short}）",
                "other": f"{judgement.text}（{judgement.place.short}）",
            }
            self.problems.append(Problem("D120", judgement.place, words))
            indicators[key] = Figure(None, figure.text, figure.place)
            judged[criterion] = Judgement(
                None, judgement.by, judgement.reason, judgement.text, judgement.place
            )


def _read_verdict(cell: Cell | None) -> Figure | None:
    """Return what somebody wrote of passing, as it stands; None for a formula without a result."""
    return Figure(None, cell.text, cell.place) if cell and cell.kind != "formula" else None
