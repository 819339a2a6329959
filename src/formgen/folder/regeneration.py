"""One pass over the communities of a plan: what nothing changed for is left, the rest is filled and put in its place.

A build and a diff are the same pass; a diff's is dry: it finds out what would become of each document, writes nothing.
"""

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from formgen.folder.community_work import CommunityResult, Order, Packet
from formgen.folder.hashes import hash_data
from formgen.folder.ledger_entries import are_in_place, recall
from formgen.folder.list_differences import report_changed_list
from formgen.folder.moved_documents import MovedDocuments
from formgen.folder.plan import Plan
from formgen.folder.renew import Renewer, RenewResult
from formgen.folder.summaries import SummaryFile, list_others, list_summaries
from formgen.ledger.store import Ledger
from formgen.ledger.undo import UndoLog
from formgen.model import Fate, Who
from formgen.office.disk import FolderError
from formgen.problems import FormgenError, Problem
from formgen.reports.summary_row import share_parts


@dataclass(frozen=True, slots=True)
class SettledSummary:
    """A file of the whole and what became of it; ``settled`` is None for one that could not be written."""

    file: SummaryFile
    settled: RenewResult | None
    problems: tuple[Problem, ...] = ()
    stood: bool = False


class Regeneration:
    """A pass over a folder. ``results`` say what became of each community, by its place in the data.

    ``unchanged`` are the communities that were taken from the ledger; ``inputs`` is the number of what the documents
    are made from, None while the ledger does not know it.
    """

    def __init__(
        self, plan: Plan, folder: Path, ledger: Ledger | None, inputs: int | None, undo_log: UndoLog | None
    ) -> None:
        """Prepare a pass; without a undo_log it is dry."""
        self.results: dict[int, CommunityResult] = {}
        self.unchanged: set[int] = set()
        self.moved = MovedDocuments(plan, folder, ledger)
        self._plan, self._folder, self._ledger, self._inputs = plan, folder, ledger, inputs
        self._dry, self._undo_log = undo_log is None, undo_log or UndoLog(folder, "")
        self._equal_parts: dict[object, object] = {}

    def run(self, take: Callable[[CommunityResult], None]) -> None:
        """Go over all communities of the plan; ``take`` gets what became of each, with its snapshot.

        Raises FormgenError for what stops the whole run.
        """
        plan = self._plan
        order = Order(
            plan.rubric,
            plan.basis.forms,
            plan.basis.wishes,
            str(self._folder),
            plan.options.decisions,
            self._undo_log.folder,
            self._dry,
        )
        with closing(plan.runner()(order, self._packets(take))) as results:
            for made in results:
                if made.fatal:
                    raise FormgenError(made.fatal)
                self._keep(made, take)

    def _packets(self, take: Callable[[CommunityResult], None]) -> Iterator[Packet]:
        """Read the communities one after the other; those that nothing changed for are taken from the ledger."""
        source = self._plan.source
        for at, raw in source.raws(self._plan.chosen):
            who, digest = source.entries[at].who, hash_data(raw)
            if made := self._recall(at, who, digest):
                self.unchanged.add(at)
                self._keep(made, take)
                continue
            moved = self.moved.paths_of(at)
            if not self._dry:
                self.moved.forget_lost(at)
            known = self._ledger.community(self._plan.rubric.id, who) if self._ledger else None
            before = known.snapshot if known else b""
            yield Packet(at, who, raw, self._plan.paths(at), digest, moved, before)

    def _recall(self, at: int, who: Who, digest: str) -> CommunityResult | None:
        """Return what became of a community when neither its data, the inputs nor its documents changed."""
        rubric, ledger = self._plan.rubric.id, self._ledger
        known = ledger.community(rubric, who) if ledger else None
        if not ledger or not known or (known.data_hash, known.inputs) != (digest, self._inputs):
            return None
        made = recall(at, known, ledger.documents_of(rubric, who))
        paths = [each.path for each in self._plan.files_of(at)]
        return made if made and are_in_place(self._folder, made, paths) else None

    def _keep(self, made: CommunityResult, take: Callable[[CommunityResult], None]) -> None:
        """Keep only what the summaries need of a community, sharing equal values."""
        take(made)
        row = share_parts(made.row, self._equal_parts) if made.row else None
        self.results[made.number] = replace(made, row=row, snapshot=b"")

    def settle_summaries(self) -> Iterator[SettledSummary]:
        """Write the summaries, skipping those that are up to date.

        A 汇总表 that is open must not lose what was entered of the documents: its problem is handed on. Raises
        FormgenError for what stops the whole run.
        """
        plan = self._plan
        renewer = Renewer(self._folder, self._undo_log, plan.options.decisions, plan.rubric, dry=self._dry)
        others = list_others(plan, self._folder, self._ledger)
        for file in list_summaries(plan, self.results, self._inputs, others):
            if file.stands(self._folder, self._ledger):
                yield SettledSummary(file, RenewResult(Fate.SAME), stood=True)
                continue
            data = file.make()
            try:
                settled = renewer.put(file.path, data)
            except FolderError:
                raise
            except FormgenError as error:
                yield SettledSummary(replace(file, digest=""), None, error.problems)
                continue
            yield SettledSummary(file, settled, (*settled.problems, *self._find_changes(file, settled, data)))

    def _find_changes(self, file: SummaryFile, settled: RenewResult, data: bytes) -> list[Problem]:
        """Return what somebody changed in a list that was kept."""
        if settled.fate is not Fate.BESIDE:
            return []
        return report_changed_list(file.path, (self._folder / file.path).read_bytes(), data)
