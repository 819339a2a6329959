"""What ``formgen check`` does: every problem of a data file at once, what is missing, and a copy with the cells marked."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from formgen import library
from formgen.filling.recipients import find_exclusion
from formgen.filling.slot_values import Wishes, fill
from formgen.forms.form import Form
from formgen.library import Notice, Scores
from formgen.problems import FormgenError, Problem
from formgen.rubric.score import Scorecard
from formgen.workbook.annotate import annotate_workbook


@dataclass(frozen=True, slots=True)
class Gap:
    """What a community still lacks: the labels of missing figures, and the criteria and standards left 待定."""

    community: str
    figures: tuple[str, ...]
    waiting: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CheckResult:
    """All that a build would refuse or leave open: problems, and what each community lacks."""

    scores: Scores
    problems: tuple[Problem, ...]
    gaps: tuple[Gap, ...]


def check_data(
    file: Path, rubric: str, marked: Path | None = None, people: Sequence[Path] = (), on: str = ""
) -> CheckResult:
    """Score a data file and fill its forms for the sake of the problems; ``marked`` is where a marked copy goes.

    ``people`` are rosters that are counted beside it, as on the day ``on``.

    Raises FormgenError F112 for a copy of what is no workbook, and as reading does.
    """
    notice = library.notice(rubric)
    scores = notice.read(file, people=people, on=on).score()
    problems = (*scores.problems, *_check_forms(notice, scores))
    if marked:
        annotate_workbook(file, problems, marked)
    gaps = (_find_gap(card) for card in scores.cards)
    return CheckResult(scores, problems, tuple(gap for gap in gaps if gap.figures or gap.waiting))


def _check_forms(notice: Notice, scores: Scores) -> list[Problem]:
    """Return what a build would say of the texts of the forms."""
    try:
        forms = notice.forms
    except FormgenError as error:
        return list(error.problems)
    found = [
        problem.about(card.community.full_name)
        for card in scores.cards
        for form in forms
        for problem in _try_form(card, form)
    ]
    return list({(each.code, each.place, str(each)): each for each in found}.values())


def _try_form(card: Scorecard, form: Form) -> tuple[Problem, ...]:
    excluded = find_exclusion(card, form)
    return (excluded,) if excluded else fill(card, form, Wishes({})).problems


def _find_gap(card: Scorecard) -> Gap:
    waiting = [card.short_label(key) for key in card.open_keys]
    waiting += [f"评定标准“{each.gate.title}”" for each in card.gates if each.is_open]
    return Gap(card.community.full_name, tuple(card.missing), tuple(waiting))
