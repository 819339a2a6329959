"""Documents that a person moved or deleted: where they lie now, and what is said of it.

Knows the plan and the ledger.
"""

from pathlib import Path

from formgen.folder.identified_documents import DocumentKey, IdentifiedDocuments
from formgen.folder.plan import Plan
from formgen.ledger.store import Ledger
from formgen.model import Who
from formgen.problems import Problem


class MovedDocuments:
    """Looks for documents that are not where they were put; ``problems`` says what it found, each once."""

    def __init__(self, plan: Plan, folder: Path, ledger: Ledger | None) -> None:
        """Start without searching. Without a ledger, and before the first run, any document may have been moved."""
        self.problems: list[Problem] = []
        self._plan, self._folder, self._ledger = plan, folder, ledger
        self._fresh = ledger is None or not ledger.runs()
        self._identified: IdentifiedDocuments | None = None
        self._moved: dict[int, dict[str, str]] = {}

    def paths_of(self, at: int) -> dict[str, str]:
        """Return where documents of a community lie that are not at their own paths, by these paths."""
        if at not in self._moved:
            self._moved[at] = self._look_for(at, self._plan.source.entries[at].who)
        return self._moved[at]

    def _look_for(self, at: int, who: Who) -> dict[str, str]:
        rubric = self._plan.rubric.id
        rows = self._ledger.documents_of(rubric, who) if self._ledger else []
        found: dict[str, str] = {}
        for form, suffix, path in self._plan.files_of(at):
            if (self._folder / path).exists():
                continue
            own = [row for row in rows if (row.form, row.suffix) == (form.id, suffix)]
            placed = [row.path for row in own if row.moved and (self._folder / row.path).exists()]
            made_here = any(row.path == path or row.moved for row in own)
            if placed:
                found[path] = placed[0]
            elif made_here or self._fresh:
                candidates = self._others().find(DocumentKey(rubric, form.id, who, suffix))
                found |= self._report(path, candidates, was_here=made_here)
        return found

    def forget_lost(self, at: int) -> None:
        """Let the ledger forget documents of a community that are no longer there."""
        if self._ledger is None:
            return
        rows = self._ledger.documents_of(self._plan.rubric.id, self._plan.source.entries[at].who)
        self._ledger.forget(row.path for row in rows if not (self._folder / row.path).exists())

    def _report(self, path: str, candidates: list[str], *, was_here: bool) -> dict[str, str]:
        """Say what became of a document that is not in its place; one that was found stays where it is."""
        if len(candidates) == 1:
            self.problems.append(Problem("T116", words={"file": path, "found": candidates[0]}))
            return {path: candidates[0]}
        if was_here or candidates:
            among = f"，像是它的有{len(candidates)}份：{'、'.join(candidates[:3])}" if candidates else ""
            self.problems.append(Problem("T118", words={"file": path, "among": among}))
        return {}

    def _others(self) -> IdentifiedDocuments:
        if self._identified is None:
            rows = self._ledger.documents() if self._ledger else []
            self._identified = IdentifiedDocuments(self._folder, {row.path for row in rows if not row.moved})
        return self._identified
