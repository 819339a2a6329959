"""Build: make what is new, renew what changed, leave the rest, and enter all of it in the ledger."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from formgen.folder import codec
from formgen.folder.community_work import CommunityResult
from formgen.folder.ledger_entries import is_as_left, pack_result, recall
from formgen.folder.ledger_naming import data_path, enter_basis, find_other_options
from formgen.folder.left_documents import (
    find_laid_copies,
    list_left_documents,
    report_edited,
    report_gone,
    report_left_documents,
    report_old_whole,
    report_seconds,
)
from formgen.folder.plan import Plan
from formgen.folder.regeneration import Regeneration, SettledSummary
from formgen.folder.renew import Decisions
from formgen.folder.summaries import SUMMARY_FORM
from formgen.folder.unreadable_formats import report_unreadable_formats
from formgen.ledger import access
from formgen.ledger.packing import UNREADABLE_JSON, pack_json, unpack_json
from formgen.ledger.store import HOME, KnownCommunity, Ledger, SettledDocument
from formgen.model import NO_COMMUNITY, Fate, Who
from formgen.office.disk import is_folder, make_folder
from formgen.problems import Problem, errors_in
from formgen.reports.summary_row import SummaryRow
from formgen.rubric.schema import Rubric


@dataclass(slots=True)
class BuildResult:
    """What a build made: how many documents, which were left out, every problem, one row per community.

    ``fates`` counts what became of the documents, ``kept`` the places that people filled and that were kept.
    """

    rubric: Rubric
    files: int = 0
    refused: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    rows: list[SummaryRow] = field(default_factory=list)
    fates: Counter[Fate] = field(default_factory=Counter)
    kept: int = 0

    @property
    def failed(self) -> bool:
        """Return whether an error was found anywhere."""
        return bool(errors_in(self.problems))

    @property
    def tally(self) -> dict[str, int]:
        """Return how many documents became what, for the ledger."""
        return {str(fate): count for fate, count in self.fates.items()}

    def take(self, made: CommunityResult) -> None:
        """Add one community to what was built."""
        self.files += len(made.documents)
        self.refused += made.refused
        self.problems += made.problems
        self.fates.update(document.fate for document in made.documents)
        self.kept += sum(document.kept for document in made.documents)
        if made.row:
            self.rows.append(made.row)


def build_folder(
    plan: Plan,
    folder: Path,
    done: Callable[[BuildResult], None] = lambda _: None,
    waiting: Callable[[], None] = lambda: None,
) -> BuildResult:
    """Make every form of every chosen community, one 汇总表 per township, one for all, and an index.

    ``done`` is called after each community with what was made so far, ``waiting`` when another run holds the
    folder. One bad community never stops the others; a full disk does: raises FormgenError F108, with what was
    made kept.
    """
    if not is_folder(folder / HOME):
        _ = plan.chosen  # data that cannot be read make no folder
    make_folder(folder)
    with access.lock_folder(folder, waiting):
        as_before = _pass_over(plan, folder)
        if as_before:
            return as_before
        _ = plan.chosen
        with access.start_run(folder, "build") as run:
            return _Build(plan, folder, run, done).run()


class _Build:
    """One run over a folder: a regeneration, entered in the ledger."""

    def __init__(
        self, plan: Plan, folder: Path, run: access.StartedRun, done: Callable[[BuildResult], None]
    ) -> None:
        self.plan, self.folder, self.ledger, self.done = plan, folder, run.ledger, done
        self.problems, self.rubric = run.problems, plan.rubric.id
        self.inputs = enter_basis(run.ledger, plan.basis, folder)
        self.regeneration = Regeneration(plan, folder, run.ledger, self.inputs, run.undo_log)
        self.so_far = BuildResult(plan.rubric)

    def run(self) -> BuildResult:
        """Do the whole run."""
        plan, ledger = self.plan, self.ledger
        other_options = find_other_options(plan, ledger)
        data = data_path(plan.file, self.folder)
        number = ledger.begin("build", data, plan.data_hash, self.inputs, plan.options.selection)
        self.regeneration.run(self._take)
        built = self._gather()
        for each in self.regeneration.settle_summaries():
            self._take_summary(built, each)
        lasting = [*plan.remarks, *self._gone(), *self._left()]
        built.problems += [*other_options, *self.regeneration.moved.problems, *lasting]
        built.problems += report_unreadable_formats(self.folder)
        again = [codec.problem_to_json(each) for each in (*plan.source.problems, *lasting)]
        ledger.end(number, built.tally, pack_json(again))
        told = {problem.words.get("file", "") for problem in self.regeneration.moved.problems}
        built.problems += find_laid_copies(ledger, self.folder, self.rubric, told)
        built.problems += report_seconds(self.folder, _list_beside(built, self.folder))
        return built

    def _take(self, made: CommunityResult) -> None:
        """Enter one community in the ledger, unless it stands there."""
        if made.snapshot and made.number not in self.regeneration.unchanged:
            data_hash = made.hash if made.settled else ""
            known = KnownCommunity(
                made.who, made.number, self.inputs, data_hash, pack_result(made), made.snapshot
            )
            self.ledger.enter_community(self.rubric, known, made.documents)
        self.so_far.files += len(made.documents)
        self.done(self.so_far)

    def _gather(self) -> BuildResult:
        """Put together what was made, in the order of the data."""
        built = BuildResult(self.plan.rubric, problems=[*self.problems, *self.plan.source.problems])
        for _, made in sorted(self.regeneration.results.items()):
            built.take(made)
        entries = self.plan.source.entries
        self.ledger.number(self.rubric, ((at, entries[at].who) for at in self.regeneration.unchanged))
        return built

    def _take_summary(self, built: BuildResult, summary: SettledSummary) -> None:
        """Enter a file of the whole in the ledger, unless it stands there."""
        built.problems += summary.problems
        if summary.settled is None:
            built.refused.append(summary.file.path)
        else:
            built.files += 1
            built.fates[summary.settled.fate] += 1
        file = self.folder / summary.file.path
        if summary.stood or not file.exists():
            return
        fate = summary.settled.fate if summary.settled else Fate.SAME
        digest = "" if fate is Fate.BESIDE else summary.file.digest
        stat = file.stat()
        document = SettledDocument(
            summary.file.path, NO_COMMUNITY, SUMMARY_FORM, file.suffix, stat.st_size, stat.st_mtime_ns, fate,
            digest=digest,
        )  # fmt: skip
        self.ledger.enter_document(self.rubric, document)

    def _gone(self) -> list[Problem]:
        """Report communities that are no longer in the data and whose documents still lie there.

        A build of some communities looks in their townships, and for their names in others: of the rest the data may say
        nothing.
        """
        entries = self.plan.source.entries
        here = {entry.who for entry in entries}
        chosen = [entries[at].who for at in self.plan.chosen]
        townships, names = {who.township for who in chosen}, {who.name for who in chosen}

        def is_gone(who: Who) -> bool:
            looked_at = self.plan.whole or who.township in townships or who.name in names
            return looked_at and who not in here

        self.ledger.forget_communities(self.rubric, is_gone)
        documents = self.ledger.documents(self.rubric)
        left = [each for each in documents if each.form != SUMMARY_FORM and is_gone(each.who)]
        self.ledger.forget(each.path for each in left if not (self.folder / each.path).exists())
        lying = [each for each in left if (self.folder / each.path).exists()]
        return [
            *report_gone(Counter(each.who for each in lying), {who.township for who in here}),
            *report_edited((each.path for each in lying), self.folder),
        ]

    def _left(self) -> list[Problem]:
        """Report documents of communities in the data that this build has no form, template or path for."""
        left = list_left_documents(self.plan, self.ledger)
        self.ledger.forget(each.path for each in left if not (self.folder / each.path).exists())
        return [
            *report_left_documents(left, self.folder),
            *report_edited((each.path for each in left if (self.folder / each.path).exists()), self.folder),
            *report_old_whole(self.plan, self.ledger, self.folder),
        ]


def build_unchanged(
    plan: Plan, folder: Path, waiting: Callable[[], None] = lambda: None
) -> BuildResult | None:
    """Return what a build would report when nothing changed since the last: neither data, inputs nor documents.

    None when anything changed, was left unsettled or cannot be known. Raises FormgenError as ``build_folder`` does.
    """
    if not (folder / HOME).is_dir():
        return None
    with access.lock_folder(folder, waiting):
        return _pass_over(plan, folder)


def _pass_over(plan: Plan, folder: Path) -> BuildResult | None:
    """Record a build that has nothing to do, without reading the data; None if there is work to do."""
    options = plan.options
    if not (plan.whole and plan.data_hash) or options.decisions != Decisions():
        return None
    with access.look_into(folder) as ledger:
        inputs = ledger.inputs(plan.basis.inputs.digest) if ledger else None
        if ledger is None or inputs is None:
            return None
        before = ledger.same_as_last(plan.data_hash, inputs, options.selection)
        built = None if before is None else _as_before(ledger, folder, plan.rubric, inputs, before)
        if built and before is not None:
            data = data_path(plan.file, folder)
            run = ledger.begin("build", data, plan.data_hash, inputs, options.selection)
            ledger.end(run, built.tally, before)
            built.problems += find_laid_copies(ledger, folder, plan.rubric.id)
            built.problems += report_seconds(folder, _list_beside(built, folder))
            built.problems += report_unreadable_formats(folder)
        return built


def _list_beside(built: BuildResult, folder: Path) -> set[Path]:
    """Return the second versions that the problems of a build name."""
    named = (each.words for each in built.problems if each.words.get("beside"))
    return {
        root / Path(words["file"]).with_name(words["beside"]) for words in named for root in (folder, Path())
    }


def _as_before(
    ledger: Ledger, folder: Path, rubric: Rubric, inputs: int, before: bytes
) -> BuildResult | None:
    """Return what was built, from the ledger alone; None when a document is not as it was left."""
    documents = ledger.documents(rubric.id)
    summaries = [each for each in documents if each.form == SUMMARY_FORM]
    if not all(is_as_left(folder, each) for each in documents) or not all(each.digest for each in summaries):
        return None
    built = BuildResult(rubric)
    try:
        built.problems += [codec.problem_from_json(each) for each in unpack_json(before)]
    except UNREADABLE_JSON:
        return None
    by_community: dict[Who, list[SettledDocument]] = {}
    for each in documents:
        by_community.setdefault(each.who, []).append(each)
    for at, known in enumerate(ledger.communities(rubric.id)):
        made = recall(at, known, by_community.get(known.who, ()))
        if made is None or not known.data_hash or known.inputs != inputs:
            return None
        built.take(made)
    built.files += len(summaries)
    built.fates[Fate.SAME] += len(summaries)
    return built
