"""The values of one form for one community: texts with their limits, and the points of each column.

Knows scorecards and forms as data; no template.
"""

import dataclasses
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from formgen.exact import exact_text, points_text, round_points
from formgen.filling.applicant_date import find_date_lines, is_written
from formgen.filling.drafted_narrative import draft_narrative
from formgen.filling.narrative_claims import find_left_open, list_disagreeing
from formgen.filling.narrative_figures import report_figure
from formgen.filling.points import INAPPLICABLE, sum_points
from formgen.filling.rows import IDENTITY, FormRow, group_rows
from formgen.forms.form import SOURCES, ColumnSource, Form, FormField
from formgen.forms.text import SlotValue
from formgen.intake.dates import format_date, parse_date
from formgen.problems import FormgenError, Place, Problem
from formgen.rubric.score import Scorecard
from formgen.rubric.terms import OPEN_VERDICT
from formgen.rubric.totals import FinalScore

CONVERTED = (
    "→"  # between what the rows add up to and what that is converted to; a blank follows, to break a line at
)

Day = str | date  # a day, or how a person writes one


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the person asked for: other sources for columns, drafts for missing narratives, a date for the date line."""

    columns: Mapping[str, ColumnSource]
    draft: bool = False
    date: str = ""

    def asked(self) -> dict[str, str]:
        """Return what was asked for, as options name it."""
        return {
            **self.columns,
            **({"draft": "yes"} if self.draft else {}),
            **({"date": self.date} if self.date else {}),
        }


@dataclass(frozen=True, slots=True)
class FilledValues:
    """The values of a form by slot name, and the problems met; ``refused`` when it must not be made.

    ``drafted`` are the fields whose text formgen drafted, ``unwritten`` those that the data lack, each with what is
    said of it.
    """

    values: Mapping[str, SlotValue]
    problems: tuple[Problem, ...]
    refused: bool
    drafted: tuple[str, ...] = ()
    unwritten: Mapping[str, Problem] = dataclasses.field(default_factory=dict)


def find_values(card: Scorecard, form: Form, wishes: Wishes) -> FilledValues:
    """Return the value of every slot of a form. A missing value is an empty text, never a guess."""
    rubric, community = card.rubric, card.community
    values: dict[str, SlotValue] = {"name": community.name, "township": community.township}
    values |= {key: community.fact(key) for key in rubric.facts if key not in IDENTITY}
    values |= {key: _indicator_text(card, key) for key in rubric.indicators}
    counted = _Counted.of(card)
    columns = list(_fill_columns(counted, form, wishes.columns))
    values |= {key: value for column in columns for key, value in column.show(counted).items()}
    problems = list(_unequal_totals(counted, form, columns))
    drafted: list[str] = []
    unwritten: dict[str, Problem] = {}
    for key, own in form.spec.fields.items():
        found = _fill_field(card, key, own, wishes)
        values[key] = found.text
        problems += found.problems
        drafted += [key] if found.drafted else []
        unwritten |= {key: found.unwritten} if found.unwritten else {}
    if wishes.date and is_written(card, form, values):
        lines = find_date_lines(form, rubric)
        values |= {key: wishes.date for key in lines if not community.fact(key).strip()}
    refused = any(problem.severity == "error" for problem in problems)
    return FilledValues(values, tuple(problems), refused, tuple(drafted), unwritten)


def find_blank_values(form: Form, slots: Iterable[str]) -> dict[str, SlotValue]:
    """Return the values of a form that nobody has filled in."""
    fields = form.spec.fields
    nothing = dict.fromkeys((*IDENTITY, *slots), "")
    return {**nothing, **{key: field.blank for key, field in fields.items() if field.blank}}


def _indicator_text(card: Scorecard, key: str) -> str:
    figure = card.community.indicators.get(key)
    if figure is None or figure.bad:
        return ""
    return exact_text(figure.value) if isinstance(figure.value, Fraction) else figure.text


@dataclass(frozen=True, slots=True)
class _Counted:
    """What counts of a scorecard, found once for all cells of a form.

    ``level`` decides, ``withheld`` are its points that cannot be used; ``idle`` does not apply; the levels ``through``
    entered points for all that does. Nothing is known to be final where there are points of a level that nobody knows.
    """

    card: Scorecard
    final: FinalScore
    marks: Sequence[Fraction]
    level: str | None
    withheld: frozenset[str]
    idle: frozenset[str]
    through: frozenset[str]

    @classmethod
    def of(cls, card: Scorecard) -> "_Counted":
        """Find what counts of a scorecard."""
        level, applying = card.deciding_level, card.applying
        return cls(
            card,
            card.final,
            card.rubric.marks,
            level,
            frozenset(card.exceeding_scores(level) if level else ()),
            frozenset(card.outcomes).difference(applying),
            frozenset(each for each in card.rubric.columns if applying and not card.missing_scores(each)),
        )

    def shown(self, key: str, level: str, source: ColumnSource) -> SlotValue:
        """Return what a cell of a score column prints: points, 不适用, or nothing.

        A level that entered points for all that applies said by that what does not.
        """
        if source == "final" and self.card.stray_levels:
            return ""
        points = self._choose_points(key, level, source)
        if points is not None:
            return points
        if source == "blank" or key not in self.idle:
            return ""
        return INAPPLICABLE if source != "entered" or level in self.through else ""

    def _choose_points(self, key: str, level: str, source: ColumnSource) -> Fraction | None:
        """Return the points of a cell. A level that decides prints those that count, however they are asked for."""
        entered, computed = self.card.claim(level, key), self.card.points(key)
        if level == self.level and source in {"final", "entered", "either"}:
            return None if key in self.withheld or key in self.idle else entered
        match source:
            case "entered":
                return entered
            case "final" | "computed":
                return computed
            case "either":
                return computed if entered is None else entered
            case "blank":
                return None


@dataclass(frozen=True, slots=True)
class _FilledColumn:
    """A column of points: its name, its level, its rows with their points, and its total. Exact, not yet for print."""

    name: str
    level: str
    rows: Mapping[FormRow, SlotValue]
    total: SlotValue

    def show(self, counted: _Counted) -> dict[str, SlotValue]:
        """Return the values of the column by slot, as they are printed."""
        criteria = counted.card.rubric.criteria
        found = {
            f"{row.key}.{self.name}": _print(
                points, [sum((criteria[key].points for key in row.criteria), Fraction(0))]
            )
            for row, points in self.rows.items()
        }
        found[f"total.{self.name}"] = self._show_total(counted)
        return found

    def _show_total(self, counted: _Counted) -> SlotValue:
        """Return the total as it is printed: with what it is converted to, where that is what counts."""
        final, marks = counted.final.main, counted.marks
        if final is not None and self.is_converted(counted):
            return f"{_say(self.total, marks)}{CONVERTED} {points_text(final, marks)}"
        return _print(self.total, marks)

    def is_converted(self, counted: _Counted) -> bool:
        """Return whether the total is one that is converted to what counts: without points for what does not apply."""
        idle = (points for row, points in self.rows.items() if counted.idle.issuperset(row.criteria))
        return (
            counted.final.converted and self.is_final(counted) and all(each == INAPPLICABLE for each in idle)
        )

    def is_final(self, counted: _Counted) -> bool:
        """Return whether the total is, as printed, that of the points that count."""
        plain, final = counted.final.plain.main, counted.final.main
        if plain is None or final is None:
            return False
        return _say(self.total, counted.marks) == points_text(plain, counted.marks)


def _print(points: SlotValue, marks: Sequence[Fraction]) -> SlotValue:
    return round_points(points, marks) if isinstance(points, Fraction) else points


def _say(points: SlotValue, marks: Sequence[Fraction]) -> str:
    return points_text(points, marks) if isinstance(points, Fraction) else points


def _fill_columns(
    counted: _Counted, form: Form, asked: Mapping[str, ColumnSource]
) -> Iterator[_FilledColumn]:
    """Yield the points of every column; one with a gap has no total."""
    rubric = counted.card.rubric
    rows = [row for group in group_rows(rubric, form) for row in group.rows]
    for name, column in form.spec.columns.items():
        source = asked.get(name, column.source)
        points = {
            row: sum_points([counted.shown(key, column.level, source) for key in row.criteria])
            for row in rows
        }
        main = [points[row] for row in rows if not rubric.is_bonus(row.criteria[0])]
        yield _FilledColumn(name, column.level, points, sum_points(main))


def _unequal_totals(counted: _Counted, form: Form, columns: Sequence[_FilledColumn]) -> Iterator[Problem]:
    """Yield T140 where the column that decides prints another total than the one that counts, T180 where both."""
    card, final, marks = counted.card, counted.final, counted.marks
    for column in columns:
        decides = column.level in {card.rubric.final_column, final.level}
        converted = column.is_converted(counted)
        if isinstance(column.total, Fraction) and (converted or (decides and not column.is_final(counted))):
            spec = form.spec.columns[column.name]
            words = {
                "community": card.community.full_name,
                "form": form.spec.title,
                "label": spec.title or card.rubric.columns[spec.level],
                "shown": points_text(column.total, marks),
                "final": "" if final.main is None else f"{points_text(final.main, marks)}分",
                "counts": _say_final(card),
                "due": exact_text(final.plain.due),
            }
            yield Problem("T180" if converted else "T140", card.community.place, words)


def _say_final(card: Scorecard) -> str:
    """Return what the lists go by: a score and what it rests on, or that it is 待定, and why."""
    if card.final.main is None:
        why = "；".join(card.explain_unusable())
        return f"{OPEN_VERDICT}（{why}）" if why else OPEN_VERDICT
    return f"按{card.basis}的{points_text(card.final.main, card.rubric.marks)}分"


def count_characters(text: str) -> int:
    """Count 字 as an office does: every character, punctuation included, without blanks and line breaks."""
    return sum(1 for character in text if not character.isspace())


class _FieldText(NamedTuple):
    """The text of a field, what is to be said of it, and whether formgen drafted it.

    ``unwritten`` says that the data lack it; it is one of the problems.
    """

    text: str
    problems: tuple[Problem, ...] = ()
    drafted: bool = False
    unwritten: Problem | None = None


def _fill_field(card: Scorecard, key: str, field: FormField, wishes: Wishes) -> _FieldText:
    """Return the text of a field: what was written, else a draft or what is printed for nothing."""
    community = card.community
    text = community.fact(key)
    words = {"community": community.full_name, "label": field.label}
    place = community.facts[key].place if key in community.facts else community.place
    if not text.strip() and field.expected:
        drafted = draft_narrative(card, field) if wishes.draft else ""
        unwritten = Problem("T109" if drafted else "T108", place, words)
        return _FieldText(drafted, (unwritten,), bool(drafted), unwritten)
    if not text.strip() and (field.blank or field.dated):
        return _FieldText(field.blank or "")
    disagreeing = _read_over(card, field, text, place)
    count = count_characters(text)
    if field.limit is not None and count > field.limit:
        more = {"count": str(count), "limit": str(field.limit)}
        return _FieldText(text, (Problem("T103", place, {**words, **more}), *disagreeing))
    return _FieldText(text, disagreeing)


def _read_over(card: Scorecard, field: FormField, text: str, place: Place) -> tuple[Problem, ...]:
    """Return what is to be said of a text that was written: figures that the data say otherwise, D241 for a blank left."""
    name = card.community.full_name
    found = [report_figure(each, name, field.label, place) for each in list_disagreeing(card, field, text)]
    left = find_left_open(text) if field.draft else ""
    if left:
        words = {"community": name, "label": field.label, "text": left}
        found.append(Problem("D241", place, words))
    return tuple(found)


def read_wishes(
    forms: Sequence[Form],
    columns: Mapping[str, str] | Sequence[str] = (),
    *,
    drafts: bool = False,
    day: Day = "",
) -> Wishes:
    """Read what a person asks for of some forms, checked.

    ``columns`` is ``{"township": "computed"}`` or ``["township=computed"]``, ``drafts`` asks for drafts of narratives
    that nobody wrote, ``day`` is the applicant's. Raises FormgenError T105 for a column or
    a source that no form can meet, D139 for a date that cannot be read.
    """
    if isinstance(columns, str):
        columns = [columns]
    asked = (
        [f"{key}={wanted}" for key, wanted in columns.items()]
        if isinstance(columns, Mapping)
        else columns or ()
    )
    return Wishes(read_column_wishes(forms, asked), drafts, _print_date(day))


def _print_date(given: Day) -> str:
    """Return a date in any of the ways clerks write it as it is printed; empty for none."""
    if not given:
        return ""
    found: object = parse_date(given) if isinstance(given, str) else given
    if not isinstance(found, date):
        raise FormgenError(Problem("D139", words={"label": "申报日期", "value": str(given)}), usage=True)
    return format_date(found)


def read_column_wishes(forms: Sequence[Form], asked: Sequence[str]) -> dict[str, ColumnSource]:
    """Read ``column=source`` wishes. Raises FormgenError T105 for those that no form can meet."""
    columns = list(dict.fromkeys(name for form in forms for name in form.spec.columns))
    wishes: dict[str, ColumnSource] = {}
    problems = []
    for wish in asked:
        name, _, wanted = wish.partition("=")
        source = next((source for source in SOURCES if source == wanted), None)
        if source is None or name not in columns:
            words = {
                "value": wish,
                "columns": "、".join(columns) or "（没有）",
                "sources": "、".join(SOURCES),
            }
            problems.append(Problem("T105", words=words))
        else:
            wishes[name] = source
    if problems:
        raise FormgenError(*problems, usage=True)
    return wishes
