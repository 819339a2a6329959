"""Diff: what a build would change, before it changes anything."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

from formgen.changes import report
from formgen.changes.compare import Change, Namer, compare, ranks, within
from formgen.changes.report import Cause, Diff, Foreseen, Quota, Sum
from formgen.county.quotas import most_allowed
from formgen.filing.contents import compile_forms
from formgen.folder import hashes, submission
from formgen.folder.memory import in_place, remembered
from formgen.folder.names import safe_name
from formgen.folder.plan import Plan
from formgen.folder.renew import Decisions, Renewer
from formgen.folder.search import Search
from formgen.folder.snapshot import Snapshot, unpacked
from formgen.folder.summaries import wholes
from formgen.folder.work import Made, Order, Packet
from formgen.forms.compiled import CompiledForm
from formgen.ledger import access
from formgen.ledger.store import Inputs, Ledger, Who
from formgen.ledger.undo import Journal
from formgen.office.package import UnreadableError
from formgen.problems import FormgenError, Problem, errors_in

_TOLD = frozenset({"T111", "T119", "T120", "T123"})  # hints that say what becomes of a document


def compare_with_folder(
    planned: Plan,
    folder: Path,
    since: str = "",
    certified: int | None = None,
    done: Callable[[int], None] = lambda _: None,
) -> Diff:
    """Return what a build would change in a folder; nothing is written there.

    ``since`` compares with a submission instead of the last build, ``certified`` is the base of the quotas.
    Raises FormgenError F126 for an unknown submission, and as ``build`` does.
    """
    since = safe_name(since) if since else ""
    with access.looked_into(folder) as ledger:
        entered = [each.label for each in ledger.submissions()] if ledger else []
        known = list(dict.fromkeys([*entered, *submission.labels(folder)]))
        if since and since not in known:
            words = {"label": since, "known": "、".join(known) or "（没有）"}
            raise FormgenError(Problem("F126", words=words), usage=True)
        base = _Base(ledger, since if since in entered else "", folder)
        if ledger is None or (since and since not in entered):  # what was handed in can still be read
            base = replace(base, read=submission.folder_of(folder, since) if since else folder)
        return _Diff(planned, base, done).result(certified)


@dataclass(frozen=True, slots=True)
class _Base:
    """What is compared with: the ledger, a version it knows, or documents that have to be read."""

    ledger: Ledger | None
    since: str
    folder: Path
    read: Path | None = None


class _Diff:
    """One comparison: snapshots as they were and as they would be, and what would become of the documents."""

    def __init__(self, planned: Plan, base: _Base, done: Callable[[int], None]) -> None:
        self.planned, self.folder, self.ledger, self.done = planned, base.folder, base.ledger, done
        self.rubric, self.from_documents = planned.rubric.id, base.read
        entries, ledger = planned.source.entries, base.ledger
        self.everybody = {(each.township, each.name) for each in entries}
        self.chosen = [(entries[at].township, entries[at].name) for at in planned.chosen]
        self.whole = not (planned.options.only or planned.options.townships)
        self.known = {each.who: each for each in ledger.communities(self.rubric)} if ledger else {}
        self.inputs = ledger.inputs(planned.ground.inputs.digest) if ledger else None
        self.old = {who: each.snapshot for who, each in self.known.items()}
        self.new = {who: data for who, data in self.old.items() if who in self.everybody}
        if ledger and base.since:
            self.old = {who: data for who, _, data in ledger.submitted(base.since, self.rubric)}
        elif base.read:
            self.old = {}
        self.search = Search(planned, base.folder, ledger, fresh=ledger is None or not ledger.runs())
        self.read: dict[Who, Snapshot] = {}
        self.results: dict[int, Made] = {}
        self.foreseen: list[Foreseen] = []
        self.problems = errors_in(planned.source.problems)

    def result(self, certified: int | None) -> Diff:
        """Run the build without writing, and compare."""
        planned = self.planned
        if self.from_documents:
            self._read_documents(self.from_documents)
        order = Order(
            planned.rubric,
            planned.ground.forms,
            planned.ground.wishes,
            str(self.folder),
            planned.options.decisions,
            dry=True,
        )
        for made in planned.runner()(order, self._packets()):
            self._take(made)
        self.problems += self.search.problems
        name = Namer(planned.rubric, planned.ground.forms)
        gone = [who for who in self.old if who not in self.everybody] if self.whole else []
        changes = [change for who in (*self.chosen, *gone) if not (change := self._change(who, name)).empty]
        found = Diff(planned.rubric, self._causes(), changes, wholes=self._wholes(), problems=self.problems)
        found.documents = [self._foreseen(each, changes) for each in self.foreseen]
        if self.whole:
            self._ripple(found, certified)
        return found

    def _read_documents(self, root: Path) -> None:
        """Read documents back where no snapshot is known: what formgen printed there is all that is known."""
        forms = compile_forms(self.planned.ground.forms, self.planned.rubric)
        for at, who in zip(self.planned.chosen, self.chosen, strict=True):
            moved = self.search.moved(at) if root == self.folder else {}
            shown: dict[str, dict[str, str]] = {}
            for form, suffix, path in self.planned.files_of(at):
                values = _shown(forms, form.id, suffix, root / moved.get(path, path))
                if values:
                    shown.setdefault(form.id, values)
            if shown:
                self.read[who] = Snapshot(forms=shown)
        if self.read:
            self.problems.append(Problem("F127", words={"folder": str(root)}))

    def _packets(self) -> Iterator[Packet]:
        """Read the communities; those that a build would pass over are not looked at again."""
        planned = self.planned
        for count, (at, raw) in enumerate(planned.source.raws(planned.chosen), 1):
            self.done(count)
            digest, paths = hashes.of_data(raw), [path for *_, path in planned.files_of(at)]
            entry = planned.source.entries[at]
            known = self.known.get((entry.township, entry.name))
            if known and known.data_hash == digest and known.inputs == self.inputs:
                made = remembered(at, known)
                if made and in_place(self.folder, made, paths):
                    self.results[at] = made
                    continue
            yield Packet(at, entry.full_name, raw, planned.paths(at), digest, self.search.moved(at))

    def _take(self, made: Made) -> None:
        """Keep what would become of one community."""
        entry = self.planned.source.entries[made.number]
        who = (entry.township, entry.name)
        self.results[made.number] = made
        self.problems += [each for each in made.problems if each.severity == "error" or each.code in _TOLD]
        if made.snapshot:
            self.new[who] = made.snapshot
        self.foreseen += [
            Foreseen(document.path, who, document.form_id, document.fate, document.kept, document.conflicts)
            for document in made.documents
            if document.fate != "same"
        ]

    def _wholes(self) -> dict[str, str]:
        """Return the files of the whole that would change, with what would become of them."""
        lines = [made.line for _, made in sorted(self.results.items()) if made.line]
        pen = Renewer(self.folder, Journal(self.folder, ""), Decisions(), self.planned.rubric, dry=True)
        found = {
            whole.path: pen.put(whole.path, whole.make()).fate
            for whole in wholes(self.planned, self.results, lines, self.inputs)
            if not whole.stands(self.folder, self.ledger)
        }
        return {path: fate for path, fate in found.items() if fate != "same"}

    def _change(self, who: Who, name: Namer) -> Change:
        """Return what changed of one community."""
        old, new = self.old.get(who), self.new.get(who)
        if old is not None and old == new:
            return Change(who, "changed")
        was = unpacked(old) if old is not None else self.read.get(who)
        return compare(who, was, unpacked(new) if new is not None else None, name)

    # -- causes ---------------------------------------------------------------------------------------
    def _inputs_then(self, who: Who) -> Inputs | None:
        known = self.known.get(who)
        return self.ledger.inputs_of(known.inputs) if known and self.ledger else None

    def _causes(self) -> list[Cause]:
        """Return what changed beside the data since the documents were made, were it in several builds."""
        if self.ledger is None:
            return []
        numbers = sorted({self.known[who].inputs for who in self.chosen if who in self.known})
        now = self.planned.ground.inputs
        every = [report.causes(self.ledger.inputs_of(number), now) for number in numbers]
        return list(dict.fromkeys(cause for causes in every for cause in causes))

    def _foreseen(self, each: Foreseen, changes: list[Change]) -> Foreseen:
        """Return a document's fate with what caused it."""
        found = ["数据"] if any(change.who == each.who and change.values for change in changes) else []
        then = self._inputs_then(each.who)
        if then is None:
            return each
        found += [cause.word for cause in report.causes(then, self.planned.ground.inputs, each.form)]
        return replace(each, causes=tuple(found))

    # -- the ripple -----------------------------------------------------------------------------------
    def _ripple(self, found: Diff, certified: int | None) -> None:
        """Work out ranks, quotas, awards and verdicts where a total, a verdict or a membership changed."""
        if not self.old or not any(
            each.totals or each.awards or each.state != "changed" for each in found.changes
        ):
            return
        was = {who: unpacked(data) for who, data in self.old.items()}
        now = {who: unpacked(self.new[who]) for who in self.chosen if who in self.new}
        old, new = _totals(was), _totals(now)
        found.ranks = ranks(old, new)
        rubric = self.planned.rubric
        if certified is not None:
            for rule in rubric.quotas.values():
                most = most_allowed(rule, certified)
                before, after = within(old, most), within(new, most)
                found.quotas.append(Quota(rule.title, most, sorted(after - before), sorted(before - after)))
        for key, award in rubric.awards.items():
            sums = [
                Sum.of([each.awards[key] for each in side.values() if key in each.awards])
                for side in (was, now)
            ]
            if sums[0] != sums[1]:
                found.awards.append((award.title, sums[0], sums[1]))
        passed = [sum(1 for each in side.values() if each.passed) for side in (was, now)]
        found.passed = (passed[0], passed[1]) if passed[0] != passed[1] else None


def _totals(side: Mapping[Who, Snapshot]) -> dict[Who, Fraction | None]:
    return {who: each.total for who, each in side.items()}


def _shown(forms: list[CompiledForm], form: str, suffix: str, path: Path) -> dict[str, str]:
    """Return what formgen put into the slots of a document, empty when it cannot be read."""
    compiled = next(each for each in forms if each.form.id == form)
    try:
        paper = compiled.templates[suffix].open(path.read_bytes())
    except (UnreadableError, OSError):
        return {}
    typed = paper.typed() or {}
    return {slot: text for slot, text in paper.values().items() if slot not in typed}
