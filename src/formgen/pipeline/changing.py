"""Diff: what a build would change, before it changes anything."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from formgen import ranking
from formgen.forms.compiled import CompiledForm, forms_of
from formgen.forms.listing import lists
from formgen.forms.paper import UnreadableError, opened
from formgen.ledger import codec, hashes, home, report
from formgen.ledger.compare import Change, Namer, compare, ranks, within
from formgen.ledger.report import Cause, Diff, Foreseen, Quota, Sum
from formgen.ledger.snapshot import Snapshot, unpacked
from formgen.ledger.store import Inputs, Ledger, Who
from formgen.pack.remember import in_place, remembered
from formgen.pack.work import Made, Order, Packet
from formgen.pipeline.building import INDEX_FILE, SUMMARY_FILE, WHOLE_FILE
from formgen.pipeline.plan import Plan
from formgen.pipeline.search import Search
from formgen.problems import FormgenError, Problem, errors_in

__all__ = ["Diff", "diff", "diff_sheet"]
_TOLD = frozenset({"T111", "T119", "T120"})  # hints that say what becomes of a document


def diff(
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
    with home.looked_into(folder) as ledger:
        if since and (ledger is None or since not in [label for label, _, _ in ledger.submissions()]):
            known = "、".join(label for label, _, _ in ledger.submissions()) if ledger else ""
            raise FormgenError(
                Problem("F126", words={"label": since, "known": known or "（没有）"}), usage=True
            )
        return _Diff(planned, folder, ledger, since, done).result(certified)


def diff_sheet(found: Diff) -> bytes:
    """Return a diff as a workbook."""
    return lists(report.sheets(found))


class _Diff:
    """One comparison: snapshots as they were and as they would be, and what would become of the documents."""

    def __init__(
        self, planned: Plan, folder: Path, ledger: Ledger | None, since: str, done: Callable[[int], None]
    ) -> None:
        self.planned, self.folder, self.ledger, self.done = planned, folder, ledger, done
        self.rubric = planned.rubric.id
        entries = planned.source.entries
        self.everybody = {(each.township, each.name) for each in entries}
        self.chosen = [(entries[at].township, entries[at].name) for at in planned.chosen]
        self.whole = not (planned.options.only or planned.options.townships)
        self.known = {each.who: each for each in ledger.communities(self.rubric)} if ledger else {}
        self.old = {who: each.snapshot for who, each in self.known.items()}
        self.new = {who: data for who, data in self.old.items() if who in self.everybody}
        if ledger and since:
            self.old = {who: data for who, _, data in ledger.submitted(since, self.rubric)}
        self.read: dict[Who, Snapshot] = {}
        self.touched: set[str] = set()
        self.foreseen: list[Foreseen] = []
        self.problems = errors_in(planned.source.problems)

    def result(self, certified: int | None) -> Diff:
        """Run the build without writing, and compare."""
        planned = self.planned
        if self.ledger is None:
            self._read_documents()
        order = Order(
            planned.rubric, planned.ground.wishes, str(self.folder), planned.options.decisions, dry=True
        )
        for made in planned.runner()(order, self._packets()):
            self._take(made)
        name = Namer(planned.rubric, planned.ground.forms)
        gone = [who for who in self.old if who not in self.everybody] if self.whole else []
        changes = [change for who in (*self.chosen, *gone) if not (change := self._change(who, name)).empty]
        found = Diff(planned.rubric, self._causes(), changes, problems=self.problems)
        found.documents = [self._foreseen(each, changes) for each in self.foreseen]
        if self.whole:
            found.summaries = self._summaries(changes)
            self._ripple(found, certified)
        return found

    def _read_documents(self) -> None:
        """Read the documents back where there is no ledger: what they show is all that is known."""
        forms = forms_of(self.planned.rubric)
        for at, who in zip(self.planned.chosen, self.chosen, strict=True):
            shown: dict[str, dict[str, str]] = {}
            for form, suffix, path in self.planned.files_of(at):
                values = _shown(forms, form.id, suffix, self.folder / path)
                if values:
                    shown.setdefault(form.id, values)
            if shown:
                self.read[who] = Snapshot(forms=shown)
        if self.read:
            self.problems.append(Problem("F127", words={"folder": str(self.folder)}))

    def _packets(self) -> Iterator[Packet]:
        """Read the communities; those that a build would pass over are not looked at again."""
        planned, ledger = self.planned, self.ledger
        search = Search(planned, self.folder, ledger, fresh=False) if ledger else None
        inputs = ledger.inputs(planned.ground.inputs.digest) if ledger else None
        for count, (at, raw) in enumerate(planned.source.raws(planned.chosen), 1):
            self.done(count)
            digest, paths = hashes.of_data(raw), [path for *_, path in planned.files_of(at)]
            entry = planned.source.entries[at]
            known = self.known.get((entry.township, entry.name))
            if known and known.data_hash == digest and known.inputs == inputs:
                made = remembered(at, known)
                if made and in_place(self.folder, made, paths):
                    continue
            moved = search.moved(at) if search else {}
            yield Packet(at, entry.full_name, raw, planned.paths(at), digest, moved)
        self.problems += search.problems if search else []

    def _take(self, made: Made) -> None:
        """Keep what would become of one community."""
        entry = self.planned.source.entries[made.number]
        who = (entry.township, entry.name)
        known = self.known.get(who)
        before = remembered(made.number, known) if known else None
        self.problems += [each for each in made.problems if each.severity == "error" or each.code in _TOLD]
        if made.snapshot:
            self.new[who] = made.snapshot
        if before is None or codec.line_json(before.line) != codec.line_json(made.line):
            self.touched.add(entry.township)
        known_paths = {document.path for document in before.documents} if before else set()
        self.foreseen += [
            Foreseen(
                document.path,
                who,
                document.form_id,
                document.fate,
                document.kept,
                document.conflicts,
                moved=document.moved and document.path not in known_paths,
            )
            for document in made.documents
            if document.fate != "same" or (document.moved and document.path not in known_paths)
        ]

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
        """Return what changed beside the data since the last build."""
        last = self.ledger.last_inputs(self.rubric) if self.ledger else None
        if last is None or self.ledger is None:
            return []
        return report.causes(self.ledger.inputs_of(last), self.planned.ground.inputs)

    def _foreseen(self, each: Foreseen, changes: list[Change]) -> Foreseen:
        """Return a document's fate with what caused it."""
        found = ["数据"] if any(change.who == each.who and change.values for change in changes) else []
        then = self._inputs_then(each.who)
        if then is None:
            return each
        found += [cause.word for cause in report.causes(then, self.planned.ground.inputs, each.form)]
        return replace(each, causes=tuple(found))

    # -- the ripple -----------------------------------------------------------------------------------
    def _summaries(self, changes: list[Change]) -> list[str]:
        """Return the files of the whole that would change."""
        townships = self.touched | {change.who[0] for change in changes if change.state == "gone"}
        layout = self.planned.options.layout
        ordered = list(dict.fromkeys(each.township for each in self.planned.source.entries))
        found = [layout.township_file(each, SUMMARY_FILE) for each in ordered if each in townships]
        if found and len(ordered) > 1:
            found.append(WHOLE_FILE)
        others = any(each.state == "gone" for each in changes)
        if others or any(each.fate == "new" or each.moved for each in self.foreseen):
            found.append(INDEX_FILE)
        return found

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
                most = ranking.quota(rule, certified)
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
    """Return what a document shows in its slots, empty when it cannot be read."""
    compiled = next(each for each in forms if each.form.id == form)
    try:
        return opened(dict(compiled.templates)[suffix], path.read_bytes()).values()
    except (UnreadableError, OSError):
        return {}
