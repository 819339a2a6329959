"""The applicant's date: which dates of a form ``--date`` may print, and on which forms.

Whoever gives an opinion dates it: another organ's date is never printed beforehand. An application nobody has written
yet bears no date either.
"""

from collections.abc import Iterator, Mapping

from formgen.forms.form import Form
from formgen.rubric.schema import Rubric
from formgen.rubric.score import Scorecard

_OPINION, _DATE = "_opinion", "_date"


def find_date_lines(form: Form, rubric: Rubric) -> frozenset[str]:
    """Return the fields of a form that ``--date`` may date: those it calls ``dated``, but for dates of opinions."""
    dated = {key for key, field in form.spec.fields.items() if field.dated}
    return frozenset(dated - set(_find_dates_of_opinions(form, rubric)))


def _find_dates_of_opinions(form: Form, rubric: Rubric) -> Iterator[str]:
    """Yield the fields that date an opinion, told by their key or by their label."""
    opinions = {key: fact.zh for key, fact in rubric.facts.items() if fact.kind == "opinion"}
    stems = {key.removesuffix(_OPINION) for key in opinions}
    for key, field in form.spec.fields.items():
        labels = [field.label, *([rubric.facts[key].zh] if key in rubric.facts else [])]
        of_opinion = any(label.startswith(name) for label in labels for name in opinions.values())
        if of_opinion or (key.endswith(_DATE) and key.removesuffix(_DATE) in stems):
            yield key


def is_written(card: Scorecard, form: Form, texts: Mapping[str, object]) -> bool:
    """Return whether a form has what its applicant signs: the texts it expects, or without any, data at all."""
    expected = [key for key, field in form.spec.fields.items() if field.expected]
    if expected:
        return all(str(texts.get(key, "")).strip() for key in expected)
    community = card.community
    return bool(community.indicators or any(community.scores.values()) or _has_facts(card, form))


def _has_facts(card: Scorecard, form: Form) -> bool:
    return any(card.community.fact(key).strip() for key in card.rubric.facts if not _is_date(form, key))


def _is_date(form: Form, key: str) -> bool:
    field = form.spec.fields.get(key)
    return field is not None and field.dated
