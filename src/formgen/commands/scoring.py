"""Data scored: check, score, explain, annotate, and the empty data workbook."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from formgen import intake
from formgen.intake.selection import choose
from formgen.office.disk import write_file
from formgen.problems import FormgenError, Problem
from formgen.reports import score_explanations
from formgen.rubric.load import load_rubric
from formgen.rubric.schema import Rubric
from formgen.rubric.score import Scorecard, score
from formgen.workbook.annotate import annotate as annotated_copy
from formgen.workbook.blank import write_workbook


@dataclass(frozen=True, slots=True)
class Scored:
    """A data file scored: the rubric in force, a scorecard a community, every problem found."""

    rubric: Rubric
    cards: tuple[Scorecard, ...]
    problems: tuple[Problem, ...]


def score_file(source: Path, rubric_name: str, only: Sequence[str] = ()) -> Scored:
    """Read, check and score. ``only`` names communities; raises FormgenError D133 for unknown ones."""
    rubric = load_rubric(rubric_name)
    opened = intake.open_source(source, rubric)
    picked = choose(opened, only, ())
    cards, problems = [], [] if only else list(opened.problems)
    for _, raw in opened.raws(picked):
        community, found = intake.typed_community(raw, opened.catalogue)
        card = score(rubric, community)
        cards.append(card)
        problems += [*found, *card.problems]
    return Scored(rubric, tuple(cards), tuple(problems))


def annotate(source: Path, problems: Sequence[Problem], target: Path) -> None:
    """Write a copy of a workbook with the problems as coloured cells and notes."""
    annotated_copy(source, problems, target)


def workbook(rubric_name: str, target: Path) -> None:
    """Write the empty data workbook of a rubric. Raises FormgenError F117 rather than write over a file."""
    if target.exists():
        raise FormgenError(Problem("F117", words={"file": str(target)}))
    write_workbook(load_rubric(rubric_name), target)


def explanations(scored: Scored, target: Path) -> None:
    """Write the explanations as .docx or .xlsx. Raises FormgenError F113 for another suffix."""
    writers = {".docx": score_explanations.word, ".xlsx": score_explanations.sheet}
    writer = writers.get(target.suffix.lower())
    if writer is None:
        raise FormgenError(Problem("F113", words={"file": target.name}), usage=True)
    write_file(target, writer(scored.cards))
