"""What ``formgen workbook`` does: the empty data workbook of a notice."""

from pathlib import Path

from formgen import library
from formgen.problems import FormgenError, Problem
from formgen.workbook.blank import write_workbook


def make_workbook(rubric: str, target: Path) -> None:
    """Write the empty data workbook of a rubric.

    Raises FormgenError F150 for a target that is no .xlsx file, F117 rather than write over a file.
    """
    if target.suffix.lower() != ".xlsx":
        raise FormgenError(Problem("F150", words={"file": target.name}), usage=True)
    if target.exists():
        raise FormgenError(Problem("F117", words={"file": str(target)}))
    write_workbook(library.notice(rubric).rubric, target)
