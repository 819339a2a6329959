"""The PDF files that printing writes, and what is reported of them.

Knows that a PDF which somebody else made, or changed, is never overwritten; writes where it is told to.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from formgen.office.disk import FolderError, write_file
from formgen.printing.book import Book, is_own_pdf
from formgen.problems import FormgenError, Place, Problem, errors_in

Report = Callable[[int, int], None]  # receives the number of documents done, and the total


def report_nothing(_: int, __: int) -> None:
    """Report progress to nobody."""


def report_up_to(total: int, report: Report) -> Callable[[int], None]:
    """Return what reports a number done, which may count blanks too, as one of a total."""
    return lambda done: report(min(done, total), total)


class PdfFile(NamedTuple):
    """A PDF that was written, and how many pages it has."""

    path: Path
    pages: int


@dataclass(slots=True)
class PackResult:
    """The files that were written, how many documents they were made from, and every problem."""

    files: list[PdfFile] = field(default_factory=list)
    documents: int = 0
    problems: list[Problem] = field(default_factory=list)

    @property
    def failed(self) -> bool:
        """Return whether an error was found anywhere."""
        return bool(errors_in(self.problems))

    @property
    def pages(self) -> int:
        """Return how many pages all files have."""
        return sum(file.pages for file in self.files)

    def write(self, target: Path, book: Book) -> None:
        """Write a PDF, with the current time; one that is not ours, or cannot be replaced, is kept and reported.

        Raises FormgenError F108 for a folder that cannot be written to.
        """
        if target.exists() and not is_own_pdf(target):
            self.problems.append(Problem("F144", Place(file=target.name), {"file": str(target)}))
            return
        try:
            write_file(target, book.data)
            target.touch()  # newer than its document even when nothing in it changed
        except FolderError:
            raise
        except FormgenError as error:
            self.problems += error.problems
            return
        self.files.append(PdfFile(target, book.pages))
