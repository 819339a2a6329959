"""What ``formgen score`` does: read a data file, check it, score its communities."""

from collections.abc import Sequence
from pathlib import Path

from formgen import library
from formgen.library import Scores


def score_data(
    file: Path, rubric: str, only: Sequence[str] = (), people: Sequence[Path] = (), on: str = ""
) -> Scores:
    """Score a data file by a rubric; ``only`` names communities. Raises FormgenError D133 for unknown ones."""
    return library.notice(rubric).read(file, people=people, on=on).score(only)
