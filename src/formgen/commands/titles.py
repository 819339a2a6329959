"""What ``formgen titles`` does: how the titles of a register stand on a day, and what was paid."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from formgen import library
from formgen.county.owed import tell_excess
from formgen.county.title_book import TitleBook
from formgen.library.titles import require_titles
from formgen.problems import Problem
from formgen.workbook.title_register import write_title_register


@dataclass(frozen=True, slots=True)
class TitlesAsked:
    """The files of a register, and the day on which it is looked at."""

    files: Sequence[Path]
    day: date


def look_up_titles(
    rubric: str, asked: TitlesAsked, data: Sequence[Path] = ()
) -> tuple[TitleBook, list[Problem]]:
    """Return how the titles of a register stand, with all problems; ``data`` are the files whose names it is held against."""
    notice = library.notice(rubric)
    read = notice.read_files(data) if data else None
    book = notice.titles(asked.files, asked.day, read)
    return book, [*(read.source.problems if read else ()), *book.problems, *tell_excess(notice.rubric, book)]


def make_blank_register(rubric: str, target: Path) -> None:
    """Write the empty register of a notice. Raises FormgenError C156 for one without titles."""
    rules = library.notice(rubric).rubric
    require_titles(rules)
    write_title_register(rules, target)
