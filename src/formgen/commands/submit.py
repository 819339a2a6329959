"""What ``formgen submit`` does: freeze the version that is handed in."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path

from formgen import library
from formgen.filling.form_contents import report_doubtful_templates
from formgen.folder import contradictions, submission
from formgen.folder.changed_lists import ChangedLists
from formgen.folder.identified_documents import is_second, walk_office_files
from formgen.folder.ledger_naming import rubric_name
from formgen.folder.left_documents import (
    list_outdated_paths,
    list_unmade_paths,
    report_edited,
    report_missing,
)
from formgen.folder.outdated_figures import find_typed_claims
from formgen.folder.safe_names import safe_name
from formgen.folder.uncollected import find_uncollected
from formgen.folder.unreadable_formats import report_unreadable_formats
from formgen.ledger import access
from formgen.ledger.store import Ledger
from formgen.office.disk import require_folder
from formgen.office.identity import read_says
from formgen.problems import FormgenError, Problem


@dataclass(frozen=True, slots=True)
class SubmitResult:
    """A version that was frozen: where, how many files, and what a person should look at."""

    folder: Path
    files: int
    problems: tuple[Problem, ...]


def submit_version(folder: Path, label: str, waiting: Callable[[], None] = lambda: None) -> SubmitResult:
    """Freeze a copy of a folder under a label.

    Raises FormgenError: F101 for no folder, F125 for a label that is taken, F128 for a folder without documents,
    F107 or F109 for documents that are open or damaged, F119 while another run holds the folder.
    """
    require_folder(folder)
    label = safe_name(label)
    if next(walk_office_files(folder), None) is None:
        raise FormgenError(Problem("F128", words={"folder": str(folder)}), *report_unreadable_formats(folder))
    with access.run_over(folder, "submit", waiting) as run:
        if label in [each.label for each in run.ledger.submissions()]:
            place = str(submission.submission_folder(folder, label))
            raise FormgenError(Problem("F125", words={"label": label, "folder": place}))
        known = {each.path for each in run.ledger.documents()}
        found = _to_look_at(folder, run.ledger, known)
        count = submission.freeze(folder, label, known, run.undo_log)
        number = run.ledger.begin("submit", label)
        run.ledger.submit(label, count)
        run.ledger.end(number, {"files": count})
    submission.confirm(folder)
    return SubmitResult(submission.submission_folder(folder, label), count, (*run.problems, *found))


def _to_look_at(folder: Path, ledger: Ledger, known: Collection[str]) -> list[Problem]:
    """Return what a person should know before a version is handed in.

    Second versions, documents that the last build no longer wanted, open conflicts, other people's files.
    """
    names = list(walk_office_files(folder))
    found = [Problem("T122", words={"file": name}) for name in names if is_second(folder, name)]
    outdated, unmade = set(list_outdated_paths(ledger)), list_unmade_paths(ledger)
    found += [
        Problem("T123" if name in unmade else "T137", words={"file": name})
        for name in names
        if name in outdated
    ]
    found += report_edited((name for name in names if name in outdated - unmade), folder)
    found += [Problem("T124", words={"community": str(who)}) for who in ledger.unsettled()]
    others = [name for name in names if not submission.belongs(folder, name, known)]
    found += [Problem("T125", words={"file": name}) for name in others]
    found += [*report_missing(ledger, folder, outdated), *report_unreadable_formats(folder, known)]
    return [*found, *_find_contradictions(folder, ledger, names, known)]


def _find_contradictions(
    folder: Path, ledger: Ledger, names: Collection[str], known: Collection[str]
) -> list[Problem]:
    """Return what the documents say against each other; F161 where the notice that they follow is not known."""
    last = ledger.last_build()
    rubric = rubric_name(ledger.inputs_of(last.inputs), folder) if last and last.inputs is not None else ""
    own = (read_says(folder / name).get("rubric", "") for name in names)
    rubric = rubric or next(filter(None, own), "")
    try:
        notice = library.notice(rubric)
        forms = notice.compiled_forms
    except FormgenError:
        return [Problem("F161", words={"folder": str(folder)})]
    placed = contradictions.list_forms(folder, names, notice.rubric, forms)
    used = [form for form in forms if form.form.id in {each.form.form.id for each in placed}]
    return [
        *report_doubtful_templates(used, notice.rubric),
        *contradictions.find_contradictions(placed, notice.rubric),
        *find_uncollected(placed, notice.rubric, ledger),
        *find_typed_claims(notice.rubric, placed, ledger),
        *contradictions.find_revised(placed),
        *contradictions.find_copies(placed, known),
        *contradictions.find_drafts(placed),
        *ChangedLists(folder, notice.rubric, ledger).find(names),
    ]
