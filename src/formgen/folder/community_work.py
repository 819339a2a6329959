"""The unit of work: one community's raw rows in, its documents out. Independent of all others, and picklable."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from formgen.county.awards import refuse_odd_amounts
from formgen.filling.filled_forms import FilledDocument, fill_form
from formgen.filling.form_contents import compile_forms
from formgen.filling.narrative_figures import DraftFigure, read_draft_figures
from formgen.filling.recipients import find_exclusion
from formgen.filling.slot_values import Wishes
from formgen.folder.contradictions import find_contradictions, list_forms
from formgen.folder.outdated_figures import find_outdated_figures, find_outdated_typing
from formgen.folder.renew import Decisions, Renewer, RenewResult
from formgen.folder.snapshot import take_snapshot
from formgen.forms.compiled import CompiledForm
from formgen.forms.form import Form
from formgen.forms.text import SlotValue
from formgen.intake import Raw, make_catalogue, read_community
from formgen.ledger.store import SettledDocument
from formgen.ledger.undo import UndoLog
from formgen.model import NO_COMMUNITY, Fate, Who
from formgen.office.disk import FolderError, can_write
from formgen.problems import FormgenError, Problem
from formgen.reports.summary_row import SummaryRow, make_summary_row
from formgen.rubric.schema import Rubric
from formgen.rubric.score import Scorecard, score


@dataclass(frozen=True, slots=True)
class Order:
    """What is the same for every community of a run: the rubric, its forms, what the person asked for, where to write.

    ``undo_log`` is the folder of the undo log; ``dry`` finds out what would be written, and writes nothing.
    """

    rubric: Rubric
    forms: tuple[Form, ...]
    wishes: Wishes
    folder: str
    decisions: Decisions = field(default_factory=Decisions)
    undo_log: str = ""
    dry: bool = False


@dataclass(frozen=True, slots=True)
class Packet:
    """One community: its place in the data, who it is, its raw rows, and the path of each form without suffix.

    ``moved`` tells where a person put documents that are not at these paths; ``hash`` is that of the data, ``before``
    the snapshot of the run before.
    """

    number: int
    who: Who
    raw: Raw
    paths: tuple[str, ...]
    hash: str = ""
    moved: Mapping[str, str] = field(default_factory=dict)
    before: bytes = b""


@dataclass(frozen=True, slots=True)
class PlacedDocument:
    """A filled document and where it goes: the id of its form, its path below the output folder.

    ``moved`` tells that this is where a person put it, not a path of the layout.
    """

    form: str
    path: str
    filled: FilledDocument
    moved: bool


@dataclass(frozen=True, slots=True)
class UnwrittenText:
    """A text that the data lack: the id of its form, its slot, what is said of it unless somebody wrote it there."""

    form: str
    slot: str
    problem: Problem


@dataclass(frozen=True, slots=True)
class CommunityResult:
    """What became of one community: its documents, what was refused, every problem, its row for summaries.

    ``hash`` is that of its data, ``snapshot`` what the ledger remembers of it, ``filled`` the documents that are still
    to be written, ``before`` the snapshot of the run before, ``unwritten`` the texts that the data lack, ``figures``
    those of drafts, by the id of the form.
    """

    number: int
    documents: tuple[SettledDocument, ...]
    refused: tuple[str, ...]
    problems: tuple[Problem, ...]
    row: SummaryRow | None
    hash: str = ""
    snapshot: bytes = b""
    filled: tuple[PlacedDocument, ...] = ()
    who: Who = NO_COMMUNITY
    before: bytes = b""
    unwritten: tuple[UnwrittenText, ...] = ()
    figures: Mapping[str, Mapping[str, DraftFigure]] = field(default_factory=dict)

    @property
    def fatal(self) -> Problem | None:
        """Return the problem for which the whole run has to stop, None when there is none."""
        return next((problem for problem in self.problems if problem.entry.stops), None)

    @property
    def settled(self) -> bool:
        """Return whether nothing is left that the next run should try again or list again."""
        waiting = any(each.fate is Fate.BESIDE or each.open_conflicts for each in self.documents)
        return self.row is not None and not waiting and not any(p.entry.passing for p in self.problems)


class Worker:
    """What fills and writes: the forms of an order, compiled once, and the renewer of its folder."""

    def __init__(self, order: Order) -> None:
        """Compile the forms. Raises FormgenError for a broken template."""
        self._order = order
        self._forms = {form.form.id: form for form in compile_forms(order.forms, order.rubric)}
        self._catalogue = make_catalogue(order.rubric)
        self._root = Path(order.folder)
        self._undo_log = UndoLog(self._root, order.undo_log)
        self._renewer = Renewer(self._root, self._undo_log, order.decisions, order.rubric, dry=order.dry)

    def close(self) -> None:
        """Close the undo log."""
        self._undo_log.close()

    def fill(self, packet: Packet) -> CommunityResult:
        """Type, score and fill one community. Never raises: what fails is said, the others go on."""
        try:
            return self._fill(packet)
        except Exception as error:  # noqa: BLE001 - one bad community must not stop thirty thousand others
            words = {"community": packet.who.full_name, "detail": f"{type(error).__name__}: {error}"}
            problem = Problem("F114", packet.raw.place, words)
            return CommunityResult(packet.number, (), packet.paths, (problem,), None, who=packet.who)

    def _fill(self, packet: Packet) -> CommunityResult:
        community, found = read_community(packet.raw, self._catalogue)
        card = score(self._order.rubric, community)
        documents: list[PlacedDocument] = []
        refused: list[str] = []
        met: list[Problem] = []
        unwritten: list[UnwrittenText] = []
        printed: dict[str, Mapping[str, SlotValue]] = {}
        for form, path in zip(self._forms.values(), packet.paths, strict=True):
            if excluded := find_exclusion(card, form.form):
                printed[form.form.id] = {}
                met.append(excluded)
                refused += [f"{path}{suffix}" for suffix in form.templates]
                continue
            filled = fill_form(card, form, self._order.wishes)
            printed[form.form.id] = filled.values
            met += filled.problems
            unwritten += (UnwrittenText(form.form.id, *each) for each in filled.unwritten.items())
            refused += [f"{path}{suffix}" for suffix in filled.refused]
            documents += [_place(each, form, path, packet.moved) for each in filled.documents]
        snapshot = take_snapshot(card, printed)
        forms = [form.form for form in self._forms.values()]
        met += refuse_odd_amounts(card)
        met += find_outdated_figures(card, forms, packet.before, snapshot)
        return CommunityResult(
            packet.number,
            (),
            tuple(refused),
            (*found, *card.problems, *met),
            make_summary_row(card, [*found, *met]),
            packet.hash,
            snapshot.pack(),
            tuple(documents),
            packet.who,
            packet.before,
            tuple(unwritten),
            figures={each.id: _read_draft_figures(card, each) for each in forms},
        )

    def write(self, made: CommunityResult) -> CommunityResult:
        """Write the documents of a community; return what became of it."""
        documents: list[SettledDocument] = []
        refused: list[str] = list(made.refused)
        met: list[Problem] = []
        typed: dict[str, frozenset[str]] = {}
        for placed in made.filled:
            try:
                settled = self._renewer.put_form(placed.path, self._forms[placed.form], placed.filled)
            except FormgenError as error:
                refused.append(placed.path)
                met += self._confine(error)
                continue
            typed[placed.path] = settled.typed
            documents.append(self._enter(placed, made.who, settled))
            met += settled.problems
        made = self._drop_written(made, typed)
        problems = [*made.problems, *met, *self._find_contradictions(made, documents)]
        stale = [path for path in refused if (self._root / path).is_file()]
        problems += [Problem("T123", words={"file": path}) for path in stale]
        return replace(
            made,
            documents=tuple(documents),
            refused=tuple(refused),
            problems=tuple(problems),
            filled=(),
            before=b"",
            unwritten=(),
            figures={},
        )

    def _drop_written(self, made: CommunityResult, typed: Mapping[str, frozenset[str]]) -> CommunityResult:
        """Return a result that says of no text that it is missing or a draft, where somebody wrote it into the form.

        ``typed`` are the slots that hold what a person wrote, by the path of their document.
        """
        written = [
            each.problem
            for each in made.unwritten
            if (places := self._list_paths(made, each))
            and all(each.slot in typed.get(path, ()) for path in places)
        ]
        if not written:
            return made
        row = made.row
        left = replace(row, problems=_without(row.problems, written)) if row else None
        return replace(made, row=left, problems=_without(made.problems, written))

    def _list_paths(self, made: CommunityResult, text: UnwrittenText) -> list[str]:
        """Return the paths of the documents that a text is printed in."""
        return [
            each.path
            for each in made.filled
            if each.form == text.form
            and text.slot in self._forms[each.form].templates[each.filled.suffix].slots
        ]

    def _confine(self, error: FormgenError) -> list[Problem]:
        """Return the problems of a document that cannot be written; those of one folder below the whole stop no other."""
        if not isinstance(error, FolderError) or error.full or not can_write(self._root):
            return list(error.problems)
        return [Problem("F170", each.place, each.words) for each in error.problems]

    def _find_contradictions(
        self, made: CommunityResult, documents: Sequence[SettledDocument]
    ) -> list[Problem]:
        """Return what the documents of a community say against each other, where somebody changed one of a form."""
        changed = {each.form for each in documents if each.fate in {Fate.KEPT, Fate.MERGED}}
        if self._order.dry or not changed:
            return []
        paths = [each.path for each in documents if each.form in changed and each.fate is not Fate.BESIDE]
        placed = list_forms(self._root, paths, self._order.rubric, list(self._forms.values()))
        outdated = find_outdated_typing(self._order.rubric, placed, made.before, made.snapshot, made.figures)
        return [*find_contradictions(placed, self._order.rubric), *outdated]

    def _enter(self, placed: PlacedDocument, who: Who, settled: RenewResult) -> SettledDocument:
        target = self._root / placed.path
        stat = target.stat() if target.exists() else None
        return SettledDocument(
            placed.path,
            who,
            placed.form,
            placed.filled.suffix,
            stat.st_size if stat else 0,
            stat.st_mtime_ns if stat else 0,
            settled.fate,
            placed.moved,
            settled.kept,
            conflicts=settled.conflicts,
        )


def _without(problems: Sequence[Problem], gone: Sequence[Problem]) -> tuple[Problem, ...]:
    return tuple(each for each in problems if each not in gone)


def _read_draft_figures(card: Scorecard, form: Form) -> dict[str, DraftFigure]:
    """Return the figures of all drafts of a form."""
    fields = form.spec.fields.values()
    return {name: figure for each in fields for name, figure in read_draft_figures(card, each).items()}


def _place(filled: FilledDocument, form: CompiledForm, path: str, moved: Mapping[str, str]) -> PlacedDocument:
    """Return a filled document with the path it goes to: its own, or where a person put it."""
    name = f"{path}{filled.suffix}"
    return PlacedDocument(form.form.id, moved.get(name, name), filled, moved=name in moved)


def work_on(worker: Worker, packets: Sequence[Packet], *, write: bool) -> list[CommunityResult]:
    """Fill some communities; write their documents too, or hand the bytes back."""
    filled = [worker.fill(packet) for packet in packets]
    return [worker.write(made) for made in filled] if write else filled
