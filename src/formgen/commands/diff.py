"""What ``formgen diff`` does: what a build would change, before anything is written."""

from collections.abc import Callable
from pathlib import Path

from formgen.changes import diff_result
from formgen.changes.diff import compare_with_folder
from formgen.changes.diff_result import Diff
from formgen.folder.plan import Plan
from formgen.office.output import write_output
from formgen.reports.lists import make_lists


def diff_build(
    plan: Plan,
    folder: Path,
    since: str = "",
    certified: int | None = None,
    done: Callable[[int], None] = lambda _: None,
) -> Diff:
    """Return what a build would change in a folder, compared with the last build or the version ``since``.

    ``certified`` is the base of the quotas. Raises FormgenError F126 for an unknown version, and as a build does.
    """
    return compare_with_folder(plan, folder, since, certified, done)


def write_diff(found: Diff, target: Path, source: Path) -> None:
    """Write a diff as a workbook of lists; ``source`` is the data file. Raises FormgenError as ``write_output`` does."""
    write_output(target, make_lists(diff_result.list_sheets(found)), "改动清单", [source])
