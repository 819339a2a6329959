"""What comes back from upper levels: read it from the forms, and take it into the data after a yes."""

from collections.abc import Callable
from pathlib import Path

from formgen import library
from formgen.folder.building import data_path, rubric_name
from formgen.folder.memory import unchanged
from formgen.folder.returns import Collected
from formgen.folder.returns import collect as read_folder
from formgen.ledger import access
from formgen.ledger import undo as way_back
from formgen.ledger.undo import Journal
from formgen.office.disk import refuse_open
from formgen.problems import FormgenError, Place, Problem
from formgen.workbook.amend import amend

_AS_MADE = frozenset({"new", "renewed", "same"})  # fates of documents that no person had changed


def last_build(folder: Path) -> tuple[Path | None, str]:
    """Return the data file and the rubric of the last build in a folder; None and empty where they are not known."""
    with access.looked_into(folder) as ledger:
        run = next((run for run in reversed(ledger.runs()) if run.kind == "build"), None) if ledger else None
        if ledger is None or run is None or run.inputs is None:
            return None, ""
        file = folder / run.data
        return (file if file.is_file() else None), rubric_name(ledger.inputs_of(run.inputs), folder)


def collect(source: Path, rubric: str, folder: Path) -> Collected:
    """Read back what people typed into the forms of a folder.

    What the build itself printed, computed points and drafts too, is nobody's entry. Raises FormgenError F101 for
    no folder.
    """
    if not folder.is_dir():
        raise FormgenError(Problem("F101", Place(file=str(folder)), {"file": str(folder)}))
    notice = library.notice(rubric)
    scored = notice.read(source).score()
    with access.looked_into(folder) as ledger:
        rows = ledger.documents() if ledger else []
    left = {each.path: each for each in rows if each.fate in _AS_MADE}

    def as_left(path: str) -> bool:
        kept = left.get(path)
        return kept is not None and unchanged(folder, path, kept.size, kept.time)

    return read_folder(folder, scored.cards, notice.compiled_forms, as_left)


def take_over(
    source: Path,
    rubric: str,
    folder: Path,
    collected: Collected,
    waiting: Callable[[], None] = lambda: None,
) -> Path:
    """Write what was read back into the data workbook. Returns the copy of the workbook as it was.

    Raises FormgenError: F107 while the workbook is open, F112, F119 or D138.
    """
    refuse_open(source)
    rules = library.notice(rubric).rubric
    amendments = [each.amendment for each in collected.found]
    with access.locked(folder, waiting), access.opened(folder) as (ledger, _):
        journal = Journal(folder, way_back.begin(folder, "collect"))
        try:
            run = ledger.begin("collect", data_path(source, folder))
            kept = amend(source, rules, amendments, journal.before_write)
            ledger.end(run, {"taken": len(amendments)})
        finally:
            journal.close()
            way_back.end(folder)
    return kept
