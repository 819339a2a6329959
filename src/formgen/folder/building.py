"""Build: make what is new, renew what changed, leave the rest, and enter all of it in the ledger."""

import json
import os
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path

from formgen.filing.contents import compile_forms
from formgen.folder import codec, hashes
from formgen.folder.memory import in_place, kept_of, packed, remembered
from formgen.folder.memory import unchanged as as_left
from formgen.folder.plan import Ground, Plan
from formgen.folder.renew import Decisions, Renewer
from formgen.folder.search import Search
from formgen.folder.summaries import WHOLE_FORM, Whole, wholes
from formgen.folder.work import FATAL, Made, Order, Packet
from formgen.ledger import access
from formgen.ledger.store import HOME, Inputs, Kept, Known, Ledger, Who
from formgen.office.disk import make_folder
from formgen.problems import FormgenError, Problem, errors_in
from formgen.reports.line import Line, share_parts
from formgen.rubric.schema import Rubric

_TOLD = frozenset(
    {"renewed", "merged", "beside"}
)  # fates of documents that were there before, for the history


@dataclass(slots=True)
class Built:
    """What a build made: how many documents, which were left out, every problem, a line a community.

    ``fates`` counts what became of the documents, ``kept`` the places that people filled and that were kept.
    """

    rubric: Rubric
    files: int = 0
    refused: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    fates: Counter[str] = field(default_factory=Counter)
    kept: int = 0
    pool: dict[object, object] = field(default_factory=dict, repr=False)

    @property
    def failed(self) -> bool:
        """Tell whether an error was found anywhere."""
        return bool(errors_in(self.problems))

    def take(self, made: Made) -> None:
        """Add one community to what was built."""
        self.files += len(made.documents)
        self.refused += made.refused
        self.problems += made.problems
        self.fates.update(document.fate for document in made.documents)
        self.kept += sum(document.kept for document in made.documents)
        if made.line:
            self.lines.append(made.line)


def build(
    planned: Plan,
    folder: Path,
    done: Callable[[Built], None] = lambda _: None,
    waiting: Callable[[], None] = lambda: None,
) -> Built:
    """Make every form of every chosen community, a 汇总表 a township, one for all, and an index.

    ``done`` is called after each community with what was made so far, ``waiting`` when another run holds the
    folder. One bad community never stops the others; a full disk does: raises FormgenError F108, with what was
    made kept.
    """
    if not (folder / HOME).is_dir():
        _ = planned.chosen  # data that cannot be read make no folder
    make_folder(folder)
    with access.locked(folder, waiting):
        as_before = _pass_over(planned, folder)
        if as_before:
            return as_before
        _ = planned.chosen
        with access.started(folder, "build") as run:
            return _Build(planned, folder, run, done).run(run.told)


def data_path(source: Path, folder: Path) -> str:
    """Return where the data file lies as seen from the folder, so that both may be moved and names stay out."""
    try:
        return Path(os.path.relpath(source, folder)).as_posix()
    except ValueError:  # another drive of Windows
        return source.name


def rubric_path(name: str, folder: Path) -> str:
    """Return how the ledger of a folder names a rubric: an id as it is, a file as seen from the folder."""
    return data_path(Path(name), folder) if Path(name).is_file() else name


def rubric_name(entered: Inputs, folder: Path) -> str:
    """Return the id or the path of the rubric that was entered in the ledger of a folder."""
    file = folder / entered.rubric_name
    return str(file) if file.is_file() else entered.rubric_name


def inputs_number(ledger: Ledger, stands_on: Ground, folder: Path) -> int:
    """Return the number of the inputs of a build, entered with their slots where they are new."""
    known = ledger.inputs(stands_on.inputs.digest)
    if known is not None:
        return known
    slots = hashes.slots_of(compile_forms(stands_on.forms, stands_on.rubric))
    name = rubric_path(stands_on.inputs.rubric_name, folder)
    return ledger.enter_inputs(replace(stands_on.inputs, rubric_name=name, slots=slots))


def _other_options(planned: Plan, ledger: Ledger) -> list[Problem]:
    """Tell that a build is asked for with other options than the last: a forgotten one changes every document."""
    last = ledger.last_build()
    if last is None or last.inputs is None:
        return []
    then = ledger.inputs_of(last.inputs)
    before = _options_text(then.wishes, json.loads(last.selection)[0])
    now = _options_text(planned.ground.inputs.wishes, planned.options.layout.pattern)
    if before == now or then.rubric_id != planned.rubric.id:
        return []
    return [Problem("T126", words={"before": before, "now": now})]


def _options_text(wishes: Mapping[str, str], pattern: str) -> str:
    columns = [f"--column {key}={value}" for key, value in wishes.items() if key not in {"draft", "date"}]
    date = [f"--date {wishes['date']}"] if "date" in wishes else []
    flags = [*(["--draft"] if "draft" in wishes else []), *date, *columns]
    return "、".join([*flags, f"样式{pattern}"])


class _Build:
    """One run over a folder."""

    def __init__(
        self, planned: Plan, folder: Path, run: access.StartedRun, done: Callable[[Built], None]
    ) -> None:
        ledger = run.ledger
        self.planned, self.folder, self.ledger, self.done = planned, folder, ledger, done
        self.rubric = planned.rubric.id
        self.fresh = not ledger.runs()
        self.inputs = inputs_number(ledger, planned.ground, folder)
        self.notes = run.journal
        self.pen = Renewer(folder, self.notes, planned.options.decisions, planned.rubric)
        self.results: dict[int, Made] = {}
        self.skipped: set[int] = set()
        self.so_far = Built(planned.rubric)
        self.other_options = _other_options(planned, ledger)
        self.search = Search(planned, folder, ledger, fresh=self.fresh)

    def run(self, told: Sequence[Problem]) -> Built:
        """Do the whole run."""
        planned, options = self.planned, self.planned.options
        self.number = self.ledger.begin(
            "build", data_path(planned.file, self.folder), planned.data_hash, self.inputs, options.selection
        )
        order = Order(
            planned.rubric,
            planned.ground.forms,
            planned.ground.wishes,
            str(self.folder),
            options.decisions,
            self.notes.folder,
        )
        with closing(planned.runner()(order, self._packets())) as results:
            for made in results:
                if made.fatal:
                    raise FormgenError(made.fatal)
                self._keep(made)
        built = self._gathered(told)
        self._summaries(built)
        built.problems += self.other_options + self.search.problems + self._gone()
        again = [*planned.source.problems, *(each for each in built.problems if each.code == "T117")]
        self.ledger.end(self.number, built.fates, codec.packed([codec.problem_json(each) for each in again]))
        return built

    def _packets(self) -> Iterator[Packet]:
        """Read the communities one after the other; those that nothing changed for are taken from the ledger."""
        for at, raw in self.planned.source.raws(self.planned.chosen):
            entry = self.planned.source.entries[at]
            paths = self.planned.paths(at)
            digest = hashes.of_data(raw)
            if made := self._settled(at, (entry.township, entry.name), digest):
                self.skipped.add(at)
                self._take(at, made)
                continue
            moved = self.search.moved(at)
            self.search.forget(at)
            yield Packet(at, f"{entry.township}{entry.name}", raw, paths, digest, moved)

    def _settled(self, at: int, who: Who, digest: str) -> Made | None:
        """Return what became of a community when neither its data, the inputs nor its documents changed."""
        known = self.ledger.community(self.rubric, who)
        if known is None or known.data_hash != digest or known.inputs != self.inputs:
            return None
        made = remembered(at, known)
        paths = [path for _, _, path in self.planned.files_of(at)]
        return made if made and in_place(self.folder, made, paths) else None

    def _keep(self, made: Made) -> None:
        """Enter one community in the ledger."""
        entry = self.planned.source.entries[made.number]
        who = (entry.township, entry.name)
        if made.snapshot:
            known = Known(
                who, made.number, self.inputs, made.hash if made.settled else "", packed(made), made.snapshot
            )
            self.ledger.record(self.rubric, self.number, known, *kept_of(who, made))
        for document in made.documents:
            if document.fate in _TOLD or document.conflicts:
                conflicts = [[each.slot, each.typed, each.new, each.decided] for each in document.conflicts]
                self.ledger.happened(self.number, document.path, document.fate, conflicts)
        self._take(made.number, made)

    def _take(self, at: int, made: Made) -> None:
        """Keep what the files of the whole tell of a community, equal parts once; its snapshot is in the ledger."""
        line = share_parts(made.line, self.so_far.pool) if made.line else None
        self.results[at] = replace(made, line=line, snapshot=b"")
        self.so_far.files += len(made.documents)
        self.done(self.so_far)

    def _gathered(self, told: Sequence[Problem]) -> Built:
        """Put together what was made, in the order of the data."""
        built = Built(self.planned.rubric, problems=[*told, *self.planned.source.problems])
        for at in sorted(self.results):
            built.take(self.results[at])
        whos = [(at, (each.township, each.name)) for at, each in enumerate(self.planned.source.entries)]
        self.ledger.number(self.rubric, (each for each in whos if each[0] in self.skipped))
        return built

    def _gone(self) -> list[Problem]:
        """Report communities that are no longer in the data and whose documents still lie there."""
        if self.planned.options.only or self.planned.options.townships:
            return []
        here = {(entry.township, entry.name) for entry in self.planned.source.entries}
        self.ledger.keep_only(self.rubric, here)
        left = [
            each
            for each in self.ledger.documents(self.rubric)
            if each.form != WHOLE_FORM and each.who not in here
        ]
        self.ledger.forget(each.path for each in left if not (self.folder / each.path).exists())
        counts = Counter(each.who for each in left if (self.folder / each.path).exists())
        return [
            Problem("T117", words={"community": "".join(who), "count": str(count)})
            for who, count in counts.items()
        ]

    def _summaries(self, built: Built) -> None:
        """Write the files of the whole, but for those that stand as they are."""
        for whole in wholes(self.planned, self.results, built.lines, self.inputs):
            built.files += 1
            if whole.stands(self.folder, self.ledger):
                built.fates["same"] += 1
                continue
            try:
                settled = self.pen.put(whole.path, whole.make())
            except (
                FormgenError
            ) as error:  # a 汇总表 that is open must not lose what was entered of the documents
                if any(problem.code in FATAL for problem in error.problems):
                    raise
                built.problems += error.problems
                built.refused.append(whole.path)
                built.files -= 1
                self._enter(replace(whole, digest=""), "same")
                continue
            built.problems += settled.problems
            built.fates[settled.fate] += 1
            self._enter(whole, settled.fate)

    def _enter(self, whole: Whole, fate: str) -> None:
        """Enter a file of the whole in the ledger."""
        file = self.folder / whole.path
        if not file.exists():
            return
        stat = file.stat()
        kept = Kept(
            whole.path, ("", ""), WHOLE_FORM, file.suffix, stat.st_size, stat.st_mtime_ns, fate, moved=False
        )
        digest = "" if fate == "beside" else whole.digest
        self.ledger.enter_document(self.rubric, self.number, self.inputs, digest, kept)
        if fate in _TOLD:
            self.ledger.happened(self.number, whole.path, fate)


def build_unchanged(planned: Plan, folder: Path, waiting: Callable[[], None] = lambda: None) -> Built | None:
    """Return what a build would report when nothing changed since the last: neither data, inputs nor documents.

    None when anything changed, was left unsettled or cannot be known. Raises FormgenError as ``build`` does.
    """
    if not (folder / HOME).is_dir():
        return None
    with access.locked(folder, waiting):
        return _pass_over(planned, folder)


def _pass_over(planned: Plan, folder: Path) -> Built | None:
    """Enter a build that has nothing to do, without reading the data; None for one that has."""
    options = planned.options
    if not (planned.whole and planned.data_hash) or options.decisions != Decisions():
        return None
    with access.looked_into(folder) as ledger:
        inputs = ledger.inputs(planned.ground.inputs.digest) if ledger else None
        if ledger is None or inputs is None:
            return None
        before = ledger.same_as_last(planned.data_hash, inputs, options.selection)
        built = None if before is None else _as_before(ledger, folder, planned.rubric, inputs, before)
        if built and before is not None:
            data = data_path(planned.file, folder)
            run = ledger.begin("build", data, planned.data_hash, inputs, options.selection)
            ledger.end(run, built.fates, before)
        return built


def _as_before(ledger: Ledger, folder: Path, rubric: Rubric, inputs: int, before: bytes) -> Built | None:
    """Return what was built, from the ledger alone; None when a document is not as it was left."""
    documents = ledger.documents(rubric.id)
    as_it_was = all(as_left(folder, each.path, each.size, each.time) for each in documents)
    if not as_it_was or ledger.open_wholes(rubric.id, WHOLE_FORM):
        return None
    built = Built(rubric)
    try:
        built.problems += [codec.problem_of(each) for each in codec.unpacked(before)]
    except codec.BROKEN:
        return None
    for at, known in enumerate(ledger.communities(rubric.id)):
        made = remembered(at, known)
        if made is None or not known.data_hash or known.inputs != inputs:
            return None
        built.take(made)
    wholes = sum(1 for each in documents if each.form == WHOLE_FORM)
    built.files += wholes
    built.fates["same"] += wholes
    return built
