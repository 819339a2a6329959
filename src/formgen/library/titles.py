"""The register of titles and payments beside a notice: how titles stand on a day, and what is owed."""

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from formgen.county.owed import Owed, owe_all
from formgen.county.title_book import TitleBook, open_title_book
from formgen.county.title_changes import find_outcome, find_unsettled
from formgen.filling.slot_values import Day
from formgen.intake.dates import parse_date
from formgen.intake.title_register import read_title_register
from formgen.library.data import Scores
from formgen.model import Who
from formgen.problems import FormgenError, Problem
from formgen.rubric.schema import Rubric


def open_titles(
    rubric: Rubric, files: Sequence[Path], on: Day, whos: Iterable[Who] | None = None
) -> TitleBook:
    """Return the book of a register; ``whos`` are the communities of the data, None to take those it names.

    Raises FormgenError C155 without a day, D139 for what is no date, C156 for a notice without titles, C130 for a file that
    is no register, F codes for what cannot be read.
    """
    require_titles(rubric)
    return open_title_book(rubric, read_title_register(files, rubric), _read_day(on), whos)


def require_titles(rubric: Rubric) -> None:
    """Raise FormgenError C156 for a notice without titles and without money."""
    if not rubric.title_names and not rubric.awards:
        raise FormgenError(Problem("C156", words={"name": rubric.id}), usage=True)


def owe_scored(scores: Scores, book: TitleBook) -> Owed:
    """Return what is owed to every community that was scored, after what was paid before; a title at stake is open."""
    outcomes = [find_outcome(scores.rubric, card, book) for card in scores.cards]
    return owe_all(scores.rubric, scores.cards, book, find_unsettled(scores.cards, outcomes))


def _read_day(on: Day) -> date:
    if on == "":
        raise FormgenError(Problem("C155"), usage=True)
    found = parse_date(on) if isinstance(on, str) else on
    if found is None:
        raise FormgenError(Problem("D139", words={"label": "日期", "value": str(on)}), usage=True)
    return found
