"""Lists of ours in a folder that somebody changed, or that are of older data, held against what the last build would print.

Knows the ledger, which has the row of each community, and bytes; changes nothing.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from formgen.folder.identified_documents import is_second
from formgen.folder.ledger_entries import is_as_left, recall_row
from formgen.folder.list_differences import report_changed_list, report_unknown_list
from formgen.folder.papers import PAPER
from formgen.folder.summaries import SUMMARY_FORM, make_list
from formgen.ledger.store import Ledger
from formgen.office.identity import Identity, read_identity
from formgen.problems import Problem
from formgen.reports.summary import KIND, WHOLE_SUMMARY
from formgen.reports.summary_row import SummaryRow
from formgen.rubric.schema import Rubric

_NO_RECORD = "文件夹里没有留下可以对照的记录"


@dataclass(frozen=True)
class ChangedLists:
    """Looks at the lists of a folder; without a ledger it can only tell that somebody changed one."""

    folder: Path
    rubric: Rubric
    ledger: Ledger | None

    def find(self, paths: Iterable[str]) -> list[Problem]:
        """Return the problems of the lists among some documents, second versions left out; forms are not opened for it."""
        forms = (
            {each.path for each in self.ledger.documents() if each.form != SUMMARY_FORM}
            if self.ledger
            else set()
        )
        return [
            problem
            for path in paths
            if path not in forms
            and (own := read_identity(self.folder / path))
            and own.covers_several
            and not is_second(self.folder, path)
            for problem in self._look_at(path, own)
        ]

    def _look_at(self, path: str, own: Identity) -> list[Problem]:
        if own.says.get("rubric") != self.rubric.id:
            return []
        if KIND not in own.says:
            changed = PAPER in own.says and not own.untouched
            return [report_unknown_list(path, _NO_RECORD)] if changed else []
        if own.untouched and self._is_current(path):
            return []
        whole = own.says[KIND] == WHOLE_SUMMARY
        rows = self._list_rows(None if whole else own.says.get("township", ""))
        if not rows:
            return [] if own.untouched else [report_unknown_list(path, _NO_RECORD)]
        printed = make_list(self.rubric, rows, None if whole else own.says.get("township", ""))
        shown = (self.folder / path).read_bytes()
        return report_changed_list(path, shown, printed, touched=not own.untouched)

    def _is_current(self, path: str) -> bool:
        """Return whether the last build looked at all communities, and left a list as it lies there."""
        last = self.ledger.last_build() if self.ledger else None
        known = self.ledger.document(path) if self.ledger else None
        if last is None or known is None or not last.done:
            return False
        _, *chosen = json.loads(last.selection or "[[]]")
        return not any(chosen) and bool(known.digest) and is_as_left(self.folder, known)

    def _list_rows(self, township: str | None) -> list[SummaryRow]:
        """Return the rows of a township's communities as the last build of each left them, or of all."""
        if self.ledger is None:
            return []
        known = self.ledger.communities(self.rubric.id)
        own = (each for each in known if township is None or each.who.township == township)
        return [row for row in map(recall_row, own) if row]
