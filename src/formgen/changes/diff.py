"""Diff: what a build would change, before it changes anything."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

from formgen.changes import diff_result
from formgen.changes.compare import Change, Namer, compare_ranks, compare_snapshots, take_quota
from formgen.changes.diff_result import AwardShift, AwardSum, Cause, Diff, PassedShift, QuotaShift
from formgen.county.quotas import most_allowed
from formgen.county.ranking import rankable
from formgen.filling.form_contents import compile_forms
from formgen.folder import submission
from formgen.folder.community_work import CommunityResult
from formgen.folder.left_documents import list_left_documents, report_left_documents
from formgen.folder.plan import Plan
from formgen.folder.regeneration import Regeneration
from formgen.folder.safe_names import safe_name
from formgen.folder.snapshot import Snapshot, unpack_snapshot, unpack_snapshots
from formgen.forms.compiled import CompiledForm
from formgen.ledger import access
from formgen.ledger.store import Ledger, SettledDocument
from formgen.model import Fate, Who
from formgen.office.package import UnreadableError
from formgen.problems import FormgenError, Problem, errors_in
from formgen.rubric.schema import CERTIFIED


def compare_with_folder(
    plan: Plan,
    folder: Path,
    since: str = "",
    certified: int | None = None,
    done: Callable[[int], None] = lambda _: None,
) -> Diff:
    """Return what a build would change in a folder; nothing is written there.

    ``since`` compares with a submission instead of the last build, ``certified`` is the base of the quotas.
    Raises FormgenError F126 for an unknown submission, and as ``build_folder`` does.
    """
    since = safe_name(since) if since else ""
    with access.look_into(folder) as ledger:
        entered = [each.label for each in ledger.submissions()] if ledger else []
        known = list(dict.fromkeys([*entered, *submission.list_labels(folder)]))
        if since and since not in known:
            words = {"label": since, "known": "、".join(known) or "（没有）"}
            raise FormgenError(Problem("F126", words=words), usage=True)
        base = _Base(ledger, since if since in entered else "", folder)
        if ledger is None or (since and since not in entered):  # what was handed in can still be read
            base = replace(base, read=submission.submission_folder(folder, since) if since else folder)
        return _Diff(plan, base, done).result(certified)


@dataclass(frozen=True, slots=True)
class _Base:
    """What is compared with: the ledger, a version it knows, or documents that have to be read."""

    ledger: Ledger | None
    since: str
    folder: Path
    read: Path | None = None


class _Diff:
    """One comparison: snapshots as they were and as they would be, and what would become of the documents."""

    def __init__(self, plan: Plan, base: _Base, done: Callable[[int], None]) -> None:
        self.plan, self.folder, self.ledger, self.done = plan, base.folder, base.ledger, done
        self.rubric, self.from_documents = plan.rubric.id, base.read
        entries, ledger = plan.source.entries, base.ledger
        self.everybody = {each.who for each in entries}
        self.chosen = [entries[at].who for at in plan.chosen]
        self.known = {each.who: each for each in ledger.communities(self.rubric)} if ledger else {}
        inputs = ledger.inputs(plan.basis.inputs.digest) if ledger else None
        self.old = {who: each.snapshot for who, each in self.known.items()}
        self.new = {who: data for who, data in self.old.items() if who in self.everybody}
        if ledger and base.since:
            self.old = ledger.submitted(base.since, self.rubric)
        elif base.read:
            self.old = {}
        self.regeneration = Regeneration(plan, base.folder, ledger, inputs, undo_log=None)
        self.read: dict[Who, Snapshot] = {}
        self.documents: list[SettledDocument] = []
        self.problems = errors_in(plan.source.problems)
        self.count = 0

    def result(self, certified: int | None) -> Diff:
        """Run the build without writing, and compare."""
        plan = self.plan
        if self.from_documents:
            self._read_documents(self.from_documents)
        self.regeneration.run(self._take)
        self.problems += [*self.regeneration.moved.problems, *plan.remarks]
        if self.ledger:
            left = list_left_documents(plan, self.ledger)
            self.problems += report_left_documents(left, self.folder)
        name = Namer(plan.rubric, plan.basis.forms)
        gone = [who for who in self.old if who not in self.everybody] if plan.whole else []
        changes = [change for who in (*self.chosen, *gone) if not (change := self._change(who, name)).empty]
        found = Diff(plan.rubric, self._causes(), changes, problems=self.problems)
        for each in self.regeneration.settle_summaries():
            self.problems += each.problems
            if each.settled and each.settled.fate is not Fate.SAME:
                found.summary_fates[each.file.path] = each.settled.fate
        with_values = {change.who for change in changes if change.values}
        found.documents = [self._with_causes(each, with_values) for each in self.documents]
        if plan.whole:
            self._add_effects(found, certified)
        return found

    def _read_documents(self, root: Path) -> None:
        """Read documents back where no snapshot is known: what formgen printed there is all that is known."""
        forms = {form.form.id: form for form in compile_forms(self.plan.basis.forms, self.plan.rubric)}
        for at, who in zip(self.plan.chosen, self.chosen, strict=True):
            moved = self.regeneration.moved.paths_of(at) if root == self.folder else {}
            shown: dict[str, dict[str, str]] = {}
            for form, suffix, path in self.plan.files_of(at):
                values = _shown(forms[form.id], suffix, root / moved.get(path, path))
                if values:
                    shown.setdefault(form.id, values)
            if shown:
                self.read[who] = Snapshot(forms=shown)
        if self.read:
            self.problems.append(Problem("F127", words={"folder": str(root)}))

    def _take(self, made: CommunityResult) -> None:
        """Keep what would become of one community."""
        if made.number not in self.regeneration.unchanged:
            self.problems += [
                each for each in made.problems if each.severity == "error" or each.entry.of_fate
            ]
            self.documents += [each for each in made.documents if each.fate is not Fate.SAME]
            if made.snapshot:
                self.new[self.plan.source.entries[made.number].who] = made.snapshot
        self.count += 1
        self.done(self.count)

    def _change(self, who: Who, name: Namer) -> Change:
        """Return what changed of one community."""
        old, new = self.old.get(who), self.new.get(who)
        if old is not None and old == new:
            return Change(who, "changed")
        packed = {side: data for side, data in (("was", old), ("now", new)) if data is not None}
        try:
            found = {side: unpack_snapshot(data) for side, data in packed.items()}
        except ValueError:
            self.problems.append(Problem("F151", words={"community": str(who)}))
            return Change(who, "changed")
        was = found["was"] if old is not None else self.read.get(who)
        return compare_snapshots(who, was, found.get("now"), name)

    # -- causes ---------------------------------------------------------------------------------------
    def _causes(self) -> list[Cause]:
        """Return what changed besides the data since the documents were made, even across several builds."""
        if self.ledger is None:
            return []
        numbers = sorted({self.known[who].inputs for who in self.chosen if who in self.known})
        now = self.plan.basis.inputs
        every = [diff_result.find_causes(self.ledger.inputs_of(number), now) for number in numbers]
        return list(dict.fromkeys(cause for causes in every for cause in causes))

    def _with_causes(self, document: SettledDocument, with_values: Collection[Who]) -> SettledDocument:
        """Return a document with what causes its fate; ``with_values`` are the communities whose data changed."""
        known = self.known.get(document.who)
        if known is None or self.ledger is None:
            return document
        then, now = self.ledger.inputs_of(known.inputs), self.plan.basis.inputs
        found = ["数据"] if document.who in with_values else []
        found += [cause.word for cause in diff_result.find_causes(then, now, document.form)]
        return replace(document, causes=tuple(found))

    # -- the effects -----------------------------------------------------------------------------------
    def _add_effects(self, found: Diff, certified: int | None) -> None:
        """Work out ranks, quotas, awards and verdicts where a total, a verdict or a membership changed."""
        if not self.old or not any(
            each.totals or each.awards or each.state != "changed" for each in found.changes
        ):
            return
        old_side = unpack_snapshots(self.old)
        new_side = unpack_snapshots({who: self.new[who] for who in self.chosen if who in self.new})
        unknown = {*old_side.unreadable, *new_side.unreadable}
        was, now = (
            {who: each for who, each in side.known.items() if who not in unknown}
            for side in (old_side, new_side)
        )
        old, new = _ranked_scores(was), _ranked_scores(now)
        found.ranks = compare_ranks(old, new)
        rubric = self.plan.rubric
        if certified is not None:
            for rule in [each for each in rubric.quotas.values() if each.to == CERTIFIED]:
                most = most_allowed(rule, certified)
                before, after = take_quota(old, most), take_quota(new, most)
                found.quotas.append(
                    QuotaShift(rule.title, most, sorted(after - before), sorted(before - after))
                )
        for key, award in rubric.awards.items():
            sums = [
                AwardSum.of([each.awards[key] for each in side.values() if key in each.awards])
                for side in (was, now)
            ]
            if sums[0] != sums[1]:
                found.awards.append(AwardShift(award.title, sums[0], sums[1]))
        passed = [sum(1 for each in side.values() if each.passed) for side in (was, now)]
        found.passed = PassedShift(*passed) if passed[0] != passed[1] else None


def _ranked_scores(side: Mapping[Who, Snapshot]) -> dict[Who, Fraction | None]:
    return {who: rankable(each.final, each.passed, waits=each.waits) for who, each in side.items()}


def _shown(form: CompiledForm, suffix: str, path: Path) -> dict[str, str]:
    """Return what formgen put into the slots of a document, empty when it cannot be read."""
    try:
        document = form.templates[suffix].open(path.read_bytes())
    except (UnreadableError, OSError):
        return {}
    typed = document.typed() or {}
    return {slot: text for slot, text in document.values().items() if slot not in typed}
