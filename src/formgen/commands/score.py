"""What ``formgen score`` does: read data files, check them, score their communities."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from formgen import library
from formgen.intake.judged_points import supplement_judged
from formgen.library import Notice, Scores


@dataclass(frozen=True, slots=True)
class ScoreAsked:
    """What stands beside the data: rosters, counted as on a day, and the points of 抽查评分表."""

    people: Sequence[Path] = ()
    on: str = ""
    judged: Sequence[Path] = ()


DATA_ALONE = ScoreAsked()


def score_data(
    files: Sequence[Path], rubric: str, only: Sequence[str] = (), people: Sequence[Path] = (), on: str = ""
) -> Scores:
    """Score data files as one by a rubric; ``only`` names communities. Raises FormgenError D133 for unknown ones."""
    return score_files(files, rubric, ScoreAsked(people, on), only)


def score_files(
    files: Sequence[Path], rubric: str, asked: ScoreAsked = DATA_ALONE, only: Sequence[str] = ()
) -> Scores:
    """Score data files as one with what stands beside them, as ``score_data`` does."""
    return score_by(library.notice(rubric), files, asked, only)


def score_by(
    notice: Notice, files: Sequence[Path], asked: ScoreAsked = DATA_ALONE, only: Sequence[str] = ()
) -> Scores:
    """Score data files by a notice that is open already."""
    data = notice.read_files(files, people=asked.people, on=asked.on)
    supplement_judged(data.source, asked.judged)
    return data.score(only)
