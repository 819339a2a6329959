"""What ``formgen undo`` does: the last run over a folder undone, its files put back."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from formgen.ledger import access
from formgen.ledger.store import HOME
from formgen.ledger.undo import UndoResult, read_last_run, undo_last_run
from formgen.office.disk import require_folder
from formgen.problems import FormgenError, Problem


class UndoPreview(NamedTuple):
    """What an undo would do: the kind of the last run and when it was, how many files go back or are taken away.

    ``workbook`` is a data workbook outside the folder that goes back, too.
    """

    kind: str
    at: str
    back: int
    away: int
    workbook: Path | None


def preview_undo(folder: Path, waiting: Callable[[], None] = lambda: None) -> UndoPreview:
    """Return what an undo would do. Raises FormgenError F101 for no folder, F122 for nothing to undo."""
    require_folder(folder)
    if not (folder / HOME).is_dir():
        raise FormgenError(Problem("F122", words={"folder": str(folder)}))
    with access.lock_folder(folder, waiting):
        run = read_last_run(folder)
    back = sum(1 for each in run.files if each.aside)
    return UndoPreview(run.kind, run.at, back, len(run.files) - back, run.workbook)


def undo_run(folder: Path, waiting: Callable[[], None] = lambda: None) -> UndoResult:
    """Undo the last run over a folder, the ledger too."""
    with access.lock_folder(folder, waiting):
        return undo_last_run(folder)
