"""A form filled for one community: from its scorecard to the bytes of its documents, Word and Excel alike.

Knows scorecards and compiled forms; touches no file.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from formgen.filling.rows import label_of
from formgen.filling.slot_values import Wishes, count_characters, find_values
from formgen.forms.compiled import CompiledForm
from formgen.forms.draft_line import add_draft_line
from formgen.forms.fit import Misprint, Overflow, PartialSum
from formgen.forms.text import SlotValue, format_value
from formgen.problems import FormgenError, Problem
from formgen.rubric.score import Scorecard

_OVERFLOWS = {"continue": "T127", "grow": "T128", "refuse": "T129", "shrink": "T132"}
_SHOWN_CELLS = 3


@dataclass(frozen=True, slots=True)
class FilledDocument:
    """One document of a form: the suffix of its file, its bytes, its drafts.

    ``values`` are those of its slots as they were made to fit, a draft with the line that says so.
    """

    suffix: str
    data: bytes
    values: Mapping[str, SlotValue]
    drafted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FilledForm:
    """What became of a form of one community.

    ``values`` are those of its slots; ``refused`` the suffixes of the documents that must not be made, with the reason
    among the problems; ``drafted`` the fields whose text formgen drafted, ``unwritten`` those that the data lack, each
    with what the problems say of it.
    """

    values: Mapping[str, SlotValue]
    documents: tuple[FilledDocument, ...]
    refused: tuple[str, ...]
    problems: tuple[Problem, ...]
    drafted: tuple[str, ...] = ()
    unwritten: Mapping[str, Problem] = field(default_factory=dict)


def fill_form(card: Scorecard, form: CompiledForm, wishes: Wishes, suffix: str | None = None) -> FilledForm:
    """Fill a form for a community: all its documents, or that of one suffix. Never raises for bad data."""
    filled = find_values(card, form.form, wishes)
    templates = [(own, template) for own, template in form.templates.items() if suffix in {None, own}]
    if filled.refused:
        return FilledForm(filled.values, (), tuple(own for own, _ in templates), filled.problems)
    documents: list[FilledDocument] = []
    refused: list[str] = []
    problems = list(filled.problems)
    drafts = {key: add_draft_line(format_value(filled.values[key])) for key in filled.drafted}
    for own, template in templates:
        fitted = template.fit({**filled.values, **drafts} if drafts else filled.values)
        problems += [_report_overflow(each, filled.values, form, card) for each in fitted.overflows]
        problems += [_report_misprint(each, filled.values, form, card) for each in fitted.misprints]
        problems += _report_blank_formulas(fitted.partial_sums, form, card)
        if any(each.over == "refuse" for each in fitted.overflows):
            refused.append(own)
            continue
        try:
            data = template.render(fitted.values, filled.drafted)
            documents.append(FilledDocument(own, data, fitted.values, filled.drafted))
        except FormgenError as error:
            problems += error.problems
            refused.append(own)
    return FilledForm(
        filled.values, tuple(documents), tuple(refused), tuple(problems), filled.drafted, filled.unwritten
    )


def check_texts(card: Scorecard, form: CompiledForm, wishes: Wishes) -> tuple[Problem, ...]:
    """Return all that filling a form would say of its texts, without a document: missing, too long, fitting no box."""
    filled = find_values(card, form.form, wishes)
    overflows = [
        each for template in form.templates.values() for each in template.fit(filled.values).overflows
    ]
    more = () if filled.refused else [_report_overflow(each, filled.values, form, card) for each in overflows]
    return (*filled.problems, *more)


def list_printed(forms: Iterable[CompiledForm]) -> frozenset[str]:
    """Return the slots of some forms, but those that may stay blank: somebody fills these in by hand."""
    return frozenset(
        slot
        for form in forms
        for template in form.templates.values()
        for slot in template.slots
        if slot not in form.form.spec.fields
    )


def _report_overflow(
    met: Overflow, values: Mapping[str, SlotValue], form: CompiledForm, card: Scorecard
) -> Problem:
    """Return the problem of a text that fits its box in no type."""
    community, rubric = card.community, card.rubric
    fact = community.facts.get(met.slot)
    words = {
        "community": community.full_name,
        "label": label_of(rubric, form.form, met.slot),
        "count": str(count_characters(format_value(values[met.slot]))),
        "rest": str(met.rest),
    }
    return Problem(_OVERFLOWS[met.over], fact.place if fact else community.place, words)


def _report_misprint(
    met: Misprint, values: Mapping[str, SlotValue], form: CompiledForm, card: Scorecard
) -> Problem:
    """Return the problem of a number that its cell shows as something else."""
    words = {
        "community": card.community.full_name,
        "form": form.form.spec.title,
        "cell": met.cell,
        "label": label_of(card.rubric, form.form, met.slot),
        "value": format_value(values[met.slot]),
        "why": met.why,
    }
    return Problem("T183", card.community.place, words)


def _report_blank_formulas(
    met: Sequence[PartialSum], form: CompiledForm, card: Scorecard
) -> Iterator[Problem]:
    """Yield the problem of formulas that stay blank, since scores are missing that they need."""
    if met:
        missing = list(dict.fromkeys(slot for each in met for slot in each.missing))
        more = f"等{len(met)}格" if len(met) > _SHOWN_CELLS else ""
        words = {
            "community": card.community.full_name,
            "form": form.form.spec.title,
            "cell": f"{'、'.join(each.cell for each in met[:_SHOWN_CELLS])}{more}",
            "count": str(len(missing)),
            "label": label_of(card.rubric, form.form, missing[0]),
        }
        yield Problem("T156", card.community.place, words)
