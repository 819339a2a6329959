"""Narratives that kept a figure which the data changed since the last run: in the data, and as people typed them into forms.

Knows snapshots of two runs and texts; judges only figures that are named.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from formgen.filling.drafted_narrative import RATE
from formgen.filling.narrative_claims import ToldRow, find_claims_beside, list_disagreeing
from formgen.filling.narrative_figures import (
    DraftFigure,
    find_disagreeing,
    find_left_behind,
    is_same_figure,
    list_figures_in,
    name_figure,
    report_figure,
)
from formgen.folder.contradictions import PlacedForm
from formgen.folder.snapshot import Snapshot, unpack_snapshot
from formgen.forms.draft_line import remove_draft_line
from formgen.forms.form import Form
from formgen.ledger.store import Ledger
from formgen.problems import Place, Problem
from formgen.rubric.schema import Rubric
from formgen.rubric.score import Scorecard

_NUMBERS = ("indicators.", "facts.")
_EXACT = re.compile(r"[0-9]+(?:\.[0-9]+|/[1-9][0-9]*)?")  # as exact_text writes one


def find_outdated_figures(
    card: Scorecard, forms: Sequence[Form], before: bytes, now: Snapshot
) -> Iterator[Problem]:
    """Yield the figures in the narratives of the data that were right at the last run and are no longer.

    Those are left out that are told because the data say otherwise in any case.
    """
    rubric, community = card.rubric, card.community
    old = _read_numbers(before)
    for form in forms if old else ():
        for key, field in form.spec.fields.items():
            text = community.fact(key)
            if field.expected and text:
                place = community.facts[key].place
                told = list_disagreeing(card, field, text)
                for each in find_left_behind(rubric, field, text, old, _numbers_of(now)):
                    if not any(is_same_figure(each, one) for one in told):
                        yield report_figure(each, community.full_name, field.label, place)


def find_outdated_typing(
    rubric: Rubric,
    placed: Sequence[PlacedForm],
    before: bytes,
    now: bytes,
    figures: Mapping[str, Mapping[str, DraftFigure]],
) -> Iterator[Problem]:
    """Yield such figures in the narratives that people typed into forms, and those that the data say otherwise.

    ``figures`` are those of the drafts as the data give them now, by the id of the form.
    """
    old, new = _read_numbers(before), _read_numbers(now)
    values = _read_values(rubric, new)
    for each in placed:
        typed = (each.document.typed() if each.document else None) or {}
        for key, field in each.form.form.spec.fields.items():
            if field.expected and typed.get(key):
                place = Place(file=each.path)
                text, known = remove_draft_line(typed[key]), figures.get(each.form.form.id, {})
                drafted = list(find_disagreeing(known, field, text)) if known else []
                behind = find_left_behind(rubric, field, text, old, new)
                left = [one for one in behind if not any(is_same_figure(one, told) for told in drafted)]
                row = ToldRow(rubric, each.key.who.name, values)
                met = {one.new for one in [*drafted, *left]}
                claims = find_claims_beside(row, field, text) if field.draft else ()
                for figure in [*drafted, *left, *(one for one in claims if one.new not in met)]:
                    yield report_figure(figure, each.key.who.full_name, field.label, place)


def find_typed_claims(
    rubric: Rubric, placed: Sequence[PlacedForm], ledger: Ledger | None
) -> Iterator[Problem]:
    """Yield the figures that people typed into narratives and that the data of the last build say otherwise."""
    known = {each.who: each.snapshot for each in ledger.communities(rubric.id)} if ledger else {}
    for each in placed:
        now = known.get(each.key.who)
        if now and not each.own.untouched:
            figures = {each.form.form.id: _recall_draft_figures(rubric, each.form.form, now)}
            yield from find_outdated_typing(rubric, [each], b"", now, figures)


def _recall_draft_figures(rubric: Rubric, form: Form, snapshot: bytes) -> dict[str, DraftFigure]:
    """Return the figures of all drafts of a form as a packed snapshot tells them."""
    try:
        held = unpack_snapshot(snapshot)
    except ValueError:
        return {}
    texts = {f"{key}{RATE}": text for key, text in held.rates.items()}
    texts |= {key: text for key, text in _numbers_of(held).items() if _EXACT.fullmatch(text)}
    names = {
        name
        for each in form.spec.fields.values()
        for sentence in each.draft
        for name in list_figures_in(sentence)
    }
    return {name: DraftFigure(name_figure(rubric, name), texts.get(name, "")) for name in sorted(names)}


def _read_numbers(snapshot: bytes) -> dict[str, str]:
    """Return the numbers of a packed snapshot by key; none of one that cannot be read."""
    try:
        return _numbers_of(unpack_snapshot(snapshot)) if snapshot else {}
    except ValueError:
        return {}


def _read_values(rubric: Rubric, numbers: Mapping[str, str]) -> dict[str, Fraction]:
    """Return the figures and counts among the numbers of a snapshot; a telephone is none, nor is an answer."""
    counted = {*rubric.indicators, *(key for key, fact in rubric.facts.items() if fact.kind == "count")}
    return {key: Fraction(text) for key, text in numbers.items() if key in counted and _EXACT.fullmatch(text)}


def _numbers_of(snapshot: Snapshot) -> dict[str, str]:
    return {
        key.removeprefix(part): datum.text
        for key, datum in snapshot.data.items()
        for part in _NUMBERS
        if key.startswith(part)
    }
