"""What ``formgen compare`` does: claims against the computation over a county, and a sample for visits."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from formgen.commands.score import ScoreAsked, score_files
from formgen.county.comparison import compare_claims, count_levels
from formgen.county.sample import DrawnCommunity, draw_sample, say_method
from formgen.folder.papers import describe_paper
from formgen.model import Who
from formgen.office.output import refuse_output, write_output
from formgen.problems import FormgenError, Problem
from formgen.reports.comparison_sheets import CompareContent, make_comparison
from formgen.reports.summary import name_programme
from formgen.workbook.field_sheet import make_field_sheet

_KIND = "对照表"
_HOW = "每项填0至满分之间的数，空着的是没有评；评审人和日期只在上面写一次，为什么给这些分写在右边。"


@dataclass(frozen=True, slots=True)
class CompareAsked:
    """What is asked: how many to draw by which seed, and where the comparison and the sheet for reviewers go."""

    sample: int | None = None
    seed: str = ""
    output: Path | None = None
    sheet: Path | None = None


@dataclass(frozen=True, slots=True)
class CompareResult:
    """What was compared and drawn, the files that were written, every problem of the data."""

    content: CompareContent
    files: tuple[Path, ...]
    problems: tuple[Problem, ...]


def compare_data(
    files: Sequence[Path], rubric: str, asked: CompareAsked, judged: Sequence[Path] = ()
) -> CompareResult:
    """Compare what levels entered with what the data give; draw a sample where one is asked for.

    Raises FormgenError C118 for a sample without a seed, C119 for one of more than there are, C120 for a file that is no
    .xlsx, C122 where nobody judges, F117 and F168 rather than write over something.
    """
    targets = [each for each in (asked.output, asked.sheet) if each is not None]
    for target in targets:
        if target.suffix.lower() != ".xlsx":
            raise FormgenError(Problem("C120", words={"file": target.name}), usage=True)
    if asked.sheet is not None:
        refuse_output(asked.sheet, sources=files)
    scores = score_files(files, rubric, ScoreAsked(judged=judged))
    rules, cards = scores.rubric, scores.cards
    whos = [card.community.who for card in cards]
    sample = _draw(whos, asked)
    method = say_method(len(sample), asked.seed, len(whos)) if sample else ""
    counts = count_levels(rules, cards)
    verdicts = [(card.community.who, card.verdict) for card in cards]
    content = CompareContent(
        name_programme(rules), rules, compare_claims(cards), counts, sample, method, verdicts
    )
    if asked.output is not None:
        write_output(asked.output, make_comparison(content, describe_paper(rules, _KIND)), _KIND, files)
    if asked.sheet is not None:
        listed = [each.who for each in sample] or whos
        notes = [*([method] if method else []), _HOW]
        data = make_field_sheet(f"{content.programme}抽查评分表", rules, listed, notes)
        write_output(asked.sheet, data, sources=files)
    return CompareResult(content, tuple(targets), scores.problems)


def _draw(whos: Sequence[Who], asked: CompareAsked) -> list[DrawnCommunity]:
    """Return the sample that is asked for, none where none is."""
    if asked.sample is None:
        return []
    count = str(asked.sample)
    if not asked.seed.strip():
        raise FormgenError(Problem("C118", words={"count": count}), usage=True)
    if asked.sample > len(whos):
        raise FormgenError(Problem("C119", words={"count": count, "known": str(len(whos))}), usage=True)
    return draw_sample(whos, asked.sample, asked.seed)
