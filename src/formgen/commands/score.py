"""What ``formgen score`` does: read data files, check them, score their communities."""

from collections.abc import Sequence
from pathlib import Path

from formgen import library
from formgen.library import Scores


def score_data(
    files: Sequence[Path], rubric: str, only: Sequence[str] = (), people: Sequence[Path] = (), on: str = ""
) -> Scores:
    """Score data files as one by a rubric; ``only`` names communities. Raises FormgenError D133 for unknown ones."""
    return library.notice(rubric).read_files(files, people=people, on=on).score(only)
