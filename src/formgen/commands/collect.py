"""What ``formgen collect`` does: entries of people read from the forms, and taken into the data after a yes."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from formgen import library
from formgen.folder.changed_lists import ChangedLists
from formgen.folder.identified_documents import walk_office_files
from formgen.folder.ledger_entries import is_as_left
from formgen.folder.ledger_naming import data_path, find_named, rubric_name
from formgen.folder.returned_forms import CollectResult, ReturnedValue, collect_from_folder
from formgen.forms.text import format_value
from formgen.intake.dates import format_date, parse_date
from formgen.ledger import access
from formgen.office.disk import refuse_open, require_folder
from formgen.problems import Place, Problem
from formgen.rubric.schema import Rubric
from formgen.workbook.amend import amend_workbook, foresee, is_workbook

_YEAR = timedelta(days=366)


class LastBuild(NamedTuple):
    """What the forms in a folder were built from; None and empty where that is not known."""

    file: Path | None
    rubric: str


def find_last_build(folder: Path) -> LastBuild:
    """Return the data file and the rubric of the last build in a folder; None and empty where they are not known."""
    with access.look_into(folder) as ledger:
        run = ledger.last_build() if ledger else None
        if ledger is None or run is None or run.inputs is None:
            return LastBuild(None, "")
        file = find_named(run.data, folder)
        return LastBuild(file if file.is_file() else None, rubric_name(ledger.inputs_of(run.inputs), folder))


def collect_entries(source: Path, rubric: str, folder: Path) -> CollectResult:
    """Read back what people typed into the forms of a folder.

    What the build itself printed, computed points and drafts too, is nobody's entry. A value whose cell in the
    workbook cannot take it is reported and left out; data that are no workbook take none (``is_writable``). Raises
    FormgenError F101 for no folder.
    """
    require_folder(folder)
    notice = library.notice(rubric)
    scored = notice.read(source).score()
    with access.look_into(folder) as ledger:
        rows = ledger.documents() if ledger else []
        lists = ChangedLists(folder, notice.rubric, ledger).find(walk_office_files(folder))
    left = {each.path: each for each in rows if each.fate.untyped}

    def as_left(path: str) -> bool:
        kept = left.get(path)
        return kept is not None and is_as_left(folder, kept)

    known = [each.path for each in rows]
    collected = collect_from_folder(folder, scored.cards, notice.compiled_forms, as_left, known)
    late = find_late_dates(collected.found, notice.rubric, date.today())  # noqa: DTZ011 - the day of whoever sits here
    collected = replace(collected, problems=(*collected.problems, *late, *lists))
    amendments = [each.amendment for each in collected.found]
    if not is_workbook(source):
        return replace(collected, is_writable=False)
    foreseen = foresee(source, notice.rubric, amendments)
    found = tuple(each for each in collected.found if each.amendment in foreseen.writable)
    return replace(collected, found=found, problems=(*collected.problems, *foreseen.problems))


def find_late_dates(found: Iterable[ReturnedValue], rubric: Rubric, today: date) -> Iterator[Problem]:
    """Yield a problem for each date that lies a year and more ahead: a slip of the year, and it would be printed."""
    for each in found:
        given = each.amendment
        fact = rubric.facts.get(given.key)
        day = parse_date(format_value(given.value)) if fact and fact.kind == "date" else None
        if day and day - today > _YEAR:
            words = {"label": f"{given.who} {each.label}", "value": format_date(day), "file": given.origin}
            yield Problem("T195", Place(file=given.origin), words)


def take_over(
    source: Path,
    rubric: str,
    folder: Path,
    collected: CollectResult,
    waiting: Callable[[], None] = lambda: None,
) -> Path:
    """Write what was read back into the data workbook. Returns the copy of the workbook as it was.

    Raises FormgenError: F107 while the workbook is open, F112, F119 or D138.
    """
    refuse_open(source)
    rules = library.notice(rubric).rubric
    amendments = [each.amendment for each in collected.found]
    with access.run_over(folder, "collect", waiting, source) as run:
        number = run.ledger.begin("collect", data_path(source, folder))
        kept = amend_workbook(source, rules, amendments, run.undo_log.before_write)
        run.ledger.end(number, {"taken": len(amendments)})
    return kept
