"""What ``formgen check`` does: every problem of a data file at once, and a copy with the cells marked."""

from pathlib import Path

from formgen import library
from formgen.library import Scores
from formgen.workbook.annotate import annotate_workbook


def check_data(file: Path, rubric: str, marked: Path | None = None) -> Scores:
    """Score a data file for the sake of its problems; ``marked`` is where a copy with coloured cells goes.

    Raises FormgenError F112 for a copy of what is no workbook, and as reading does.
    """
    scores = library.notice(rubric).read(file).score()
    if marked:
        annotate_workbook(file, scores.problems, marked)
    return scores
