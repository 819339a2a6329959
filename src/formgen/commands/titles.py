"""What ``formgen titles`` does: how the titles of a register stand on a day, and what was paid."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from formgen import library
from formgen.county.title_book import TitleBook, open_title_book
from formgen.intake.title_register import read_title_register
from formgen.model import Who
from formgen.problems import FormgenError, Problem
from formgen.rubric.schema import Rubric
from formgen.workbook.title_register import write_title_register


@dataclass(frozen=True, slots=True)
class TitlesAsked:
    """The files of a register, and the day on which it is looked at."""

    files: Sequence[Path]
    day: date


def open_register(rubric: Rubric, asked: TitlesAsked, whos: Sequence[Who] | None = None) -> TitleBook:
    """Return the book of a register; ``whos`` are the communities of the data, None to take those it names.

    Raises FormgenError C156 for a notice without titles, and as ``read_title_register`` does.
    """
    _require_titles(rubric)
    return open_title_book(rubric, read_title_register(asked.files, rubric), asked.day, whos)


def look_up_titles(
    rubric: str, asked: TitlesAsked, data: Sequence[Path] = ()
) -> tuple[TitleBook, list[Problem]]:
    """Return how the titles of a register stand, with all problems; ``data`` are the files whose names it is held against."""
    notice = library.notice(rubric)
    if not data:
        book = open_register(notice.rubric, asked)
        return book, list(book.problems)
    source = notice.read_files(data).source
    book = open_register(notice.rubric, asked, [entry.who for entry in source.entries])
    return book, [*source.problems, *book.problems]


def make_blank_register(rubric: str, target: Path) -> None:
    """Write the empty register of a notice. Raises FormgenError C156 for one without titles."""
    rules = library.notice(rubric).rubric
    _require_titles(rules)
    write_title_register(rules, target)


def _require_titles(rubric: Rubric) -> None:
    if not rubric.title_names and not rubric.awards:
        raise FormgenError(Problem("C156", words={"name": rubric.id}), usage=True)
