"""What ``formgen check`` does: every problem of a data file at once, what is missing, and a copy with the cells marked."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from formgen import library
from formgen.commands.days_ahead import find_days_ahead
from formgen.commands.score import DATA_ALONE, ScoreAsked, score_by
from formgen.county.awards import refuse_odd_amounts
from formgen.county.lacks import find_lacks
from formgen.filling.filled_forms import check_texts, list_printed
from formgen.filling.recipients import find_exclusion
from formgen.filling.slot_values import Wishes
from formgen.forms.compiled import CompiledForm
from formgen.library import Notice, Scores
from formgen.problems import FormgenError, Problem
from formgen.rubric.open_parts import OpenPart, list_open_parts
from formgen.rubric.score import Scorecard
from formgen.workbook.annotate import annotate_workbook


@dataclass(frozen=True, slots=True)
class Gap:
    """What a community still lacks, by labels.

    ``figures`` are missing and scored, ``facts`` missing and printed or needed for money, a target or a quota, ``waiting``
    what is left 待定: criteria, standards, and these; ``open`` the criteria and standards that have their figures.
    """

    community: str
    figures: tuple[str, ...]
    facts: tuple[str, ...]
    waiting: tuple[str, ...]
    open: tuple[OpenPart, ...] = ()


_CELL_BEHIND = re.compile(r"（([^（）]*[A-Z]{1,3}\d+)）$")


@dataclass(frozen=True, slots=True)
class OpenVerdict:
    """Why it stays open whether some communities pass, where it is not for what they lack."""

    reason: str
    communities: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CheckResult:
    """All that a build would refuse or leave open: problems, what each community lacks, and which verdicts stay open.

    ``unfinished`` says where the level that decides entered some points and not all.
    """

    scores: Scores
    problems: tuple[Problem, ...]
    gaps: tuple[Gap, ...]
    open_verdicts: tuple[OpenVerdict, ...] = ()
    unfinished: tuple[OpenVerdict, ...] = ()


def check_data(
    files: Sequence[Path], rubric: str, marked: Path | None = None, asked: ScoreAsked = DATA_ALONE
) -> CheckResult:
    """Score data files and fill their forms for the sake of the problems; ``marked`` is where a marked copy goes.

    ``asked`` is what stands beside the data.

    Raises FormgenError F112 for a copy of what is no workbook, C104 for a copy of several, and as reading does.
    """
    if marked and len(files) > 1:
        raise FormgenError(Problem("C104"), usage=True)
    notice = library.notice(rubric)
    scores = score_by(notice, files, asked)
    forms, faults = _load_forms(notice)
    amounts = (problem for card in scores.cards for problem in refuse_odd_amounts(card))
    ahead = find_days_ahead(notice.rubric, scores.cards, date.today())  # noqa: DTZ011 - the day of whoever sits here
    problems = (*scores.problems, *amounts, *ahead, *faults, *_check_forms(forms, scores))
    if marked:
        annotate_workbook(files[0], problems, marked)
    printed = list_printed(forms)
    facts = {key: fact.zh for key, fact in notice.rubric.facts.items() if key in printed}
    gaps = (_find_gap(card, facts) for card in scores.cards)
    listed = tuple(gap for gap in gaps if gap.figures or gap.facts or gap.waiting)
    unfinished = _group((card.explain_lack().rstrip("。"), card) for card in scores.cards)
    return CheckResult(scores, problems, listed, _group(_list_open_verdicts(scores.cards)), unfinished)


def _group(reasons: Iterable[tuple[str, Scorecard]]) -> tuple[OpenVerdict, ...]:
    """Return each reason with the communities that it is said of; one that differs in its cell alone is one reason."""
    found: dict[str, list[tuple[str, str]]] = {}
    for reason, card in reasons:
        if reason:
            cell = _CELL_BEHIND.search(reason)
            same = reason[: cell.start()] if cell else reason
            found.setdefault(same, []).append((cell[1] if cell else "", card.community.full_name))
    return tuple(
        OpenVerdict(
            _say_cells(reason, [cell for cell, _ in said]), tuple(dict.fromkeys(name for _, name in said))
        )
        for reason, said in found.items()
    )


def _say_cells(reason: str, cells: Sequence[str]) -> str:
    """Return a reason with the first of the cells it stands for, and how many they are."""
    named = list(dict.fromkeys(filter(None, cells)))
    more = f"等{len(named)}处" if len(named) > 1 else ""
    return f"{reason}（{named[0]}{more}）" if named else reason


def _list_open_verdicts(cards: Sequence[Scorecard]) -> Iterator[tuple[str, Scorecard]]:
    """Yield each reason for which it stays open who passes, but for what waits for data: that is a gap."""
    for card in cards:
        verdict = card.verdict
        if verdict.passed is None:
            waits = card.open_keys or any(each.is_open for each in card.gates)
            yield from ((reason, card) for reason in ([verdict.undecidable] if waits else verdict.reasons))


def _load_forms(notice: Notice) -> tuple[Sequence[CompiledForm], Sequence[Problem]]:
    """Return the forms of a notice, and why there are none."""
    try:
        return notice.compiled_forms, ()
    except FormgenError as error:
        return (), error.problems


def _check_forms(forms: Sequence[CompiledForm], scores: Scores) -> list[Problem]:
    """Return what a build would say of the texts of the forms."""
    found = [
        problem.about(card.community.full_name)
        for card in scores.cards
        for form in forms
        for problem in _try_form(card, form)
    ]
    return list({(each.code, each.place, str(each)): each for each in found}.values())


def _try_form(card: Scorecard, form: CompiledForm) -> tuple[Problem, ...]:
    excluded = find_exclusion(card, form.form)
    return (excluded,) if excluded else check_texts(card, form, Wishes({}))


def _find_gap(card: Scorecard, facts: Mapping[str, str]) -> Gap:
    """Return what a community lacks; ``facts`` are those that the forms print, with their labels."""
    waiting = [card.short_label(key) for key in card.open_keys]
    waiting += [f"评定标准“{each.gate.title}”" for each in card.gates if each.is_open]
    community, lacks = card.community, find_lacks(card)
    waiting += dict.fromkeys(each.what for each in lacks)
    blank = [label for key, label in facts.items() if not community.fact(key).strip()]
    blank += [each.label for each in lacks if each.label not in card.missing]
    return Gap(
        community.full_name,
        tuple(card.missing),
        tuple(dict.fromkeys(blank)),
        tuple(waiting),
        tuple(list_open_parts(card)),
    )
