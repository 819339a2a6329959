"""What ``formgen workbook`` does: the empty data workbook of a notice, or its 填报单 to be filled in with a pen."""

from io import BytesIO
from pathlib import Path

from formgen import library
from formgen.office.output import refuse_output, write_output
from formgen.problems import FormgenError, Problem
from formgen.reports.entry_page import make_entry_pages
from formgen.rubric.schema import Rubric
from formgen.workbook.blank import write_workbook

WORKBOOK, ENTRY_PAGE = ".xlsx", ".docx"


def make_blank_workbook(rubric: Rubric) -> bytes:
    """Return the empty data workbook of a rubric."""
    held = BytesIO()
    write_workbook(rubric, held)
    return held.getvalue()


def make_workbook(rubric: str, target: Path, data: Path | None = None) -> None:
    """Write the empty data workbook of a rubric (.xlsx), or its 填报单 (.docx) with the communities of ``data``.

    Raises FormgenError F150 for a target of another kind, F166 for data with a workbook, F117 rather than write over a
    file.
    """
    suffix = target.suffix.lower()
    if suffix not in {WORKBOOK, ENTRY_PAGE}:
        raise FormgenError(Problem("F150", words={"file": target.name}), usage=True)
    if data is not None and suffix == WORKBOOK:
        raise FormgenError(Problem("F166", words={"file": target.name}), usage=True)
    refuse_output(target, sources=[data] if data else [])
    notice = library.notice(rubric)
    if suffix == WORKBOOK:
        write_output(target, make_blank_workbook(notice.rubric))
    else:
        whos = [each.who for each in notice.read(data).communities] if data else []
        write_output(target, make_entry_pages(notice.rubric, whos))
