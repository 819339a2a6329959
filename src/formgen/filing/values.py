"""The values of one form for one community: texts with their limits, and the points of each column."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from formgen.exact import exact_text
from formgen.filing.draft import draft
from formgen.filing.rows import IDENTITY, groups
from formgen.forms.form import SOURCES, Form, FormField, Source
from formgen.problems import FormgenError, Problem
from formgen.rubric.score import Scorecard

Value = str | Fraction


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the person asked for: other sources for columns, drafts for missing narratives, a date for the date line."""

    columns: Mapping[str, Source]
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
class Filled:
    """The values of a form by slot name, and the problems met; ``refused`` when it must not be made.

    ``drafted`` are the fields whose text formgen drafted.
    """

    values: Mapping[str, Value]
    problems: tuple[Problem, ...]
    refused: bool
    drafted: tuple[str, ...] = ()


def fill(card: Scorecard, form: Form, wishes: Wishes) -> Filled:
    """Return the value of every slot of a form. A missing value is an empty text, never a guess."""
    rubric, community = card.rubric, card.community
    values: dict[str, Value] = {"name": community.name, "township": community.township}
    values |= {key: community.fact(key) for key in rubric.facts if key not in IDENTITY}
    values |= {key: _indicator_text(card, key) for key in rubric.indicators}
    values |= _points(card, form, wishes.columns)
    problems: list[Problem] = []
    drafted: list[str] = []
    for key, field in form.spec.fields.items():
        text, more = _limited(card, key, field, wishes)
        values[key] = text
        problems += more
        drafted += [key for problem in more if problem.code == "T109"]
    refused = any(problem.severity == "error" for problem in problems)
    return Filled(values, tuple(problems), refused, tuple(drafted))


def blank(form: Form, slots: Iterable[str]) -> dict[str, Value]:
    """Return the values of a form that nobody has filled in."""
    fields = form.spec.fields
    nothing = dict.fromkeys((*IDENTITY, *slots), "")
    return {**nothing, **{key: field.blank for key, field in fields.items() if field.blank}}


def _indicator_text(card: Scorecard, key: str) -> str:
    figure = card.community.indicators.get(key)
    if figure is None or figure.bad:
        return ""
    return exact_text(figure.value) if isinstance(figure.value, Fraction) else figure.text


def _points(card: Scorecard, form: Form, asked: Mapping[str, Source]) -> dict[str, Value]:
    """Return the points of every row and column; a column with a gap has no total."""
    rubric, found = card.rubric, dict[str, Value]()
    rows = [row for group in groups(rubric, form) for row in group.rows]
    for name, column in form.spec.columns.items():
        source = asked.get(name, column.source)
        by_row = {row.key: _row_points(card, row.criteria, column.level, source) for row in rows}
        main = [
            points for row in rows if not rubric.is_bonus(row.criteria[0]) for points in [by_row[row.key]]
        ]
        known = [points for points in main if points is not None]
        for key, points in by_row.items():
            found[f"{key}.{name}"] = "" if points is None else points
        found[f"total.{name}"] = sum(known, Fraction(0)) if len(known) == len(main) else ""
    return found


def _row_points(card: Scorecard, keys: tuple[str, ...], level: str, source: Source) -> Fraction | None:
    points = [_shown(card, key, level, source) for key in keys]
    if any(each is None for each in points):
        return None
    return sum((each for each in points if each is not None), Fraction(0))


def _shown(card: Scorecard, key: str, level: str, source: Source) -> Fraction | None:
    entered, computed = card.claim(level, key), card.points(key)
    match source:
        case "entered":
            return entered
        case "computed":
            return computed
        case "either":
            return computed if entered is None else entered
        case "blank":
            return None


def count_characters(text: str) -> int:
    """Count 字 as an office does: every character, punctuation included, without blanks and line breaks."""
    return sum(1 for character in text if not character.isspace())


def _limited(card: Scorecard, key: str, field: FormField, wishes: Wishes) -> tuple[str, list[Problem]]:
    """Return the text of a field and what is to be said about its length."""
    community = card.community
    text = community.fact(key)
    words = {"community": community.full_name, "label": field.label}
    place = community.facts[key].place if key in community.facts else community.place
    if not text.strip() and field.expected:
        drafted = draft(card, field) if wishes.draft else ""
        code = "T109" if drafted else "T108"
        return drafted, [Problem(code, place, words)]
    if not text.strip() and (field.blank or field.dated):
        return (wishes.date if field.dated else "") or field.blank or "", []
    count = count_characters(text)
    words["count"] = str(count)
    if field.limit is not None and count > field.limit:
        return text, [Problem("T103", place, {**words, "limit": str(field.limit)})]
    return text, []


def column_wishes(forms: Sequence[Form], asked: Sequence[str]) -> dict[str, Source]:
    """Read ``column=source`` wishes. Raises FormgenError T105 for those that no form can meet."""
    columns = list(dict.fromkeys(name for form in forms for name in form.spec.columns))
    wishes: dict[str, Source] = {}
    problems = []
    for wish in asked:
        name, _, wanted = wish.partition("=")
        source = next((source for source in SOURCES if source == wanted), None)
        if source is None or name not in columns:
            words = {"value": wish, "columns": "、".join(columns), "sources": "、".join(SOURCES)}
            problems.append(Problem("T105", words=words))
        else:
            wishes[name] = source
    if problems:
        raise FormgenError(*problems, usage=True)
    return wishes
