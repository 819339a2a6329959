"""What ``formgen diff`` writes: what a build would change, as a workbook of lists."""

from pathlib import Path

from formgen.changes.diff_result import Diff, list_sheets
from formgen.office.output import write_output
from formgen.reports.lists import make_lists


def write_diff(found: Diff, target: Path, source: Path) -> None:
    """Write a diff as a workbook of lists; ``source`` is the data file. Raises FormgenError as ``write_output`` does."""
    write_output(target, make_lists(list_sheets(found)), "改动清单", [source])
