"""Faults of an Excel template, said with the sheet and the cell."""

from collections.abc import Iterator
from contextlib import contextmanager

from formgen.forms.excel.references import UnmovableError
from formgen.problems import FormgenError, Place, Problem


def report_fault(shown: str, detail: str, sheet: str = "", cell: str = "") -> FormgenError:
    """Return T101 for a template, named to a clerk as ``shown``."""
    return FormgenError(Problem("T101", Place(sheet=sheet, cell=cell), {"file": shown, "detail": detail}))


@contextmanager
def blame(shown: str, sheet: str, cell: str = "", what: str = "") -> Iterator[None]:
    """Report a reference that cannot be moved as a fault of what stands at a cell."""
    try:
        yield
    except UnmovableError as error:
        raise report_fault(shown, f"{what}{error}", sheet, cell) from error
