"""What ``formgen ledger`` does: runs, documents and versions of a folder, as its ledger knows them."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from formgen.ledger import access
from formgen.ledger.store import Run, Submission
from formgen.model import Fate
from formgen.office.disk import require_folder
from formgen.problems import FormgenError, Problem


@dataclass(frozen=True, slots=True)
class LedgerView:
    """A ledger as it is shown: runs, documents by fate, versions handed in; ``running`` while a run holds the folder."""

    runs: tuple[Run, ...]
    fates: Counter[Fate]
    submissions: tuple[Submission, ...]
    running: bool = False


def read_ledger(folder: Path) -> LedgerView:
    """Return what a folder's ledger holds. Raises FormgenError F101 for no folder, F131 for no ledger, F120."""
    require_folder(folder)
    running = access.is_locked(folder)
    with access.look_into(folder) as ledger:
        if ledger is None:
            raise FormgenError(Problem("F131", words={"folder": str(folder)}))
        fates = Counter(each.fate for each in ledger.documents())
        return LedgerView(tuple(ledger.runs()), fates, tuple(ledger.submissions()), running)
