"""What is known about a folder of forms: its rubric, its communities in the order of the data, its documents.

Knows the ledger of a folder and what its documents say of themselves; reads only. Refuses what is not there.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from formgen.folder.identified_documents import walk_office_files
from formgen.folder.ledger_naming import rubric_name
from formgen.forms.compiled import CompiledForm
from formgen.intake.community_choice import unknown_names
from formgen.ledger import access
from formgen.model import Who
from formgen.office.disk import require_folder
from formgen.office.identity import read_says
from formgen.printing.document_list import SUMMARY, Inventory, list_documents, make_sort_key
from formgen.printing.options import Choice, PackOptions
from formgen.problems import FormgenError, Place, Problem
from formgen.rubric.schema import Rubric


@dataclass(frozen=True, slots=True)
class KnownFolder:
    """A folder of forms, the id or path of their rubric, and the communities in the order of the data, if known."""

    path: Path
    rubric: str
    communities: Sequence[Who] = ()
    placed: frozenset[str] = frozenset()

    def list_documents(
        self, rubric: Rubric, forms: Sequence[CompiledForm], options: PackOptions
    ) -> Inventory:
        """Return the documents that the options ask for, in order. Raises FormgenError T131 for unknown forms."""
        _refuse_unknown_forms(options, forms)
        by_form = options.by_form or options.split == "form"
        key = make_sort_key(self.communities, rubric.forms, by_form=by_form)
        return list_documents(self.path, forms, options.choice, key, self.placed)

    def refuse_empty(self, found: Inventory, choice: Choice) -> None:
        """Raise FormgenError D133 or D137 for communities and townships without documents, F147 for no documents."""
        _refuse_unknown_places(choice, found.known)
        if not found.items:
            raise FormgenError(*found.problems, Problem("F147", words={"folder": str(self.path)}))


def read_printed_folder(folder: Path, rubric: str = "") -> KnownFolder:
    """Return what is known about a folder; ``rubric`` is the one asked for, empty for that of the folder.

    Raises FormgenError: F101 or F148 for no folder, F147 for no documents, F130 when the rubric is not known.
    """
    if folder.is_file():
        raise FormgenError(Problem("F148", Place(file=str(folder)), {"file": str(folder)}))
    require_folder(folder)
    if next(walk_office_files(folder), None) is None:
        raise FormgenError(Problem("F147", words={"folder": str(folder)}))
    return _read_ledger(folder, rubric) or KnownFolder(folder, rubric or _read_rubric(folder))


def _read_ledger(folder: Path, rubric: str) -> KnownFolder | None:
    """Return what the ledger of a folder knows; None without a ledger, or where nothing was built."""
    with access.look_into(folder) as ledger:
        if ledger is not None:
            run = next((run for run in reversed(ledger.runs()) if run.inputs is not None), None)
            if run is not None and run.inputs is not None:
                inputs = ledger.inputs_of(run.inputs)
                communities = [each.who for each in ledger.communities(inputs.rubric_id)]
                name = rubric or rubric_name(inputs, folder)
                if not name:
                    raise FormgenError(Problem("F130"), usage=True)
                placed = frozenset(each.path for each in ledger.documents())
                return KnownFolder(folder, name, communities, placed)
    return None


def _read_rubric(folder: Path) -> str:
    """Return the rubric that the first document to name one names. Raises FormgenError F130 when none does."""
    said = (read_says(folder / path).get("rubric", "") for path in walk_office_files(folder))
    name = next(filter(None, said), "")
    if not name:
        raise FormgenError(Problem("F130", words={}))
    return name


def _refuse_unknown_forms(options: PackOptions, forms: Sequence[CompiledForm]) -> None:
    known = [*(form.form.spec.file for form in forms), *([SUMMARY] if options.choice.summaries else [])]
    problems = [
        Problem("T131", words={"value": name, "known": "、".join(known)})
        for name in (*options.copies.by_form, *options.choice.forms)
        if name not in known
    ]
    if problems:
        raise FormgenError(*problems, usage=True)


def _refuse_unknown_places(choice: Choice, known: Sequence[Who]) -> None:
    whos = list(dict.fromkeys(known))
    names = {name for township, own in whos for name in (own, f"{township}{own}")}
    townships = list(dict.fromkeys(township for township, _ in whos))
    faults = [
        *unknown_names("D133", choice.only, names, [name for _, name in whos]),
        *unknown_names("D137", choice.townships, set(townships), townships),
    ]
    if faults:
        raise FormgenError(*faults, usage=True)
