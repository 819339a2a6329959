"""The unit of work: one community's raw rows in, its documents out. Independent of all others, and picklable."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from formgen.filing.contents import compile_forms
from formgen.filing.documents import FilledDocument, fill_form
from formgen.filing.values import Wishes
from formgen.folder.renew import Decisions, Fate, Renewer
from formgen.folder.snapshot import snapshot
from formgen.forms.compiled import CompiledForm
from formgen.forms.form import Form
from formgen.forms.merge import Conflict
from formgen.forms.text import SlotValue
from formgen.intake import Raw, make_catalogue, read_community
from formgen.ledger.undo import Journal
from formgen.problems import FormgenError, Problem
from formgen.reports.line import Line, make_line
from formgen.rubric.schema import Rubric
from formgen.rubric.score import score

FATAL = frozenset(
    {"F108"}
)  # a full disk or a folder that takes no file stops the run; anything else does not


@dataclass(frozen=True, slots=True)
class Order:
    """What is the same for every community of a run: the rubric, its forms, what the person asked for, where to write.

    ``journal`` is the folder for the way back; ``dry`` finds out what would be written, and writes nothing.
    """

    rubric: Rubric
    forms: tuple[Form, ...]
    wishes: Wishes
    folder: str
    decisions: Decisions = field(default_factory=Decisions)
    journal: str = ""
    dry: bool = False


@dataclass(frozen=True, slots=True)
class Packet:
    """One community: its place in the run, its name, its raw rows, and the path of each form without suffix.

    ``moved`` tells where a person put documents that are not at these paths; ``hash`` is that of the data.
    """

    number: int
    name: str
    raw: Raw
    paths: tuple[str, ...]
    hash: str = ""
    moved: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Document:
    """A document: its form, its path below the output folder, what it was filled with; then what became of it."""

    form: str
    path: str
    filled: FilledDocument | None = None
    form_id: str = ""
    suffix: str = ""
    moved: bool = False
    hash: str = ""
    size: int = 0
    time: int = 0
    fate: Fate = "new"
    kept: int = 0
    conflicts: tuple[Conflict, ...] = ()


@dataclass(frozen=True, slots=True)
class Made:
    """What became of one community: its documents, what was refused, every problem, its line for summaries.

    ``hash`` is that of its data, ``snapshot`` what the ledger remembers of it.
    """

    number: int
    documents: tuple[Document, ...]
    refused: tuple[str, ...]
    problems: tuple[Problem, ...]
    line: Line | None
    hash: str = ""
    snapshot: bytes = b""

    @property
    def fatal(self) -> Problem | None:
        """Return the problem for which the whole run has to stop, None when there is none."""
        return next((problem for problem in self.problems if problem.code in FATAL), None)

    @property
    def settled(self) -> bool:
        """Tell whether nothing is left that the next run should try again or list again."""
        waiting = any(
            document.fate == "beside" or any(each.decided is None for each in document.conflicts)
            for document in self.documents
        )
        return self.line is not None and not waiting and not {p.code for p in self.problems} & _PASSING


_PASSING = frozenset({"F107", "F111", "F117", "F118"})  # faults of a file that may be gone at the next run


class Bench:
    """A worker's own tools: the forms of an order, compiled once, and the pen that writes documents."""

    def __init__(self, order: Order) -> None:
        """Compile the forms. Raises FormgenError for a broken template."""
        self._order = order
        self._forms = compile_forms(order.forms, order.rubric)
        self._catalogue = make_catalogue(order.rubric)
        root = Path(order.folder)
        self._journal = Journal(root, order.journal)
        self._renewer = Renewer(root, self._journal, order.decisions, order.rubric, dry=order.dry)

    def close(self) -> None:
        """Close the notes for the way back."""
        self._journal.close()

    def fill(self, packet: Packet) -> Made:
        """Type, score and fill one community. Never raises: what fails is said, the others go on."""
        try:
            return self._fill(packet)
        except Exception as error:  # noqa: BLE001 - one bad community must not stop thirty thousand others
            words = {"community": packet.name, "detail": f"{type(error).__name__}: {error}"}
            return Made(packet.number, (), packet.paths, (Problem("F114", packet.raw.place, words),), None)

    def _fill(self, packet: Packet) -> Made:
        community, found = read_community(packet.raw, self._catalogue)
        card = score(self._order.rubric, community)
        documents: list[Document] = []
        refused: list[str] = []
        met: list[Problem] = []
        printed: dict[str, Mapping[str, SlotValue]] = {}
        for form, path in zip(self._forms, packet.paths, strict=True):
            filled = fill_form(card, form, self._order.wishes)
            printed[form.form.id] = filled.values
            met += filled.problems
            refused += [f"{path}{suffix}" for suffix in filled.refused]
            documents += [_placed(each, form, path, packet.moved) for each in filled.documents]
        return Made(
            packet.number,
            tuple(documents),
            tuple(refused),
            (*found, *card.problems, *met),
            make_line(card, met),
            packet.hash,
            snapshot(card, printed).packed(),
        )

    def written(self, made: Made) -> Made:
        """Write the documents of a community; return what became of it, the bytes left out."""
        kept: list[Document] = []
        refused: list[str] = list(made.refused)
        problems: list[Problem] = list(made.problems)
        for document in made.documents:
            try:
                done, found = self._write(document)
                kept.append(done)
                problems += found
            except FormgenError as error:
                refused.append(document.path)
                problems += error.problems
        stale = [path for path in refused if (Path(self._order.folder) / path).is_file()]
        problems += [Problem("T123", words={"file": path}) for path in stale]
        return replace(made, documents=tuple(kept), refused=tuple(refused), problems=tuple(problems))

    def _write(self, document: Document) -> tuple[Document, tuple[Problem, ...]]:
        if document.filled is None:  # it was written before
            return document, ()
        form = next(each for each in self._forms if each.form.id == document.form_id)
        settled = self._renewer.put_form(document.path, form, document.filled)
        target = Path(self._order.folder) / document.path
        stat = target.stat() if target.exists() else None
        done = replace(
            document,
            filled=None,
            size=stat.st_size if stat else 0,
            time=stat.st_mtime_ns if stat else 0,
            fate=settled.fate,
            kept=settled.kept,
            conflicts=settled.conflicts,
        )
        return done, settled.problems


def _placed(filled: FilledDocument, form: CompiledForm, path: str, moved: Mapping[str, str]) -> Document:
    """Return a filled document with the path it goes to: its own, or where a person put it."""
    name = f"{path}{filled.suffix}"
    elsewhere = moved.get(name)
    digest = hashlib.sha256(filled.data).hexdigest()[:16]
    return Document(
        form.form.spec.file, elsewhere or name, filled, form.form.id, filled.suffix,
        moved=elsewhere is not None, hash=digest,
    )  # fmt: skip


def work(bench: Bench, packets: Sequence[Packet], *, write: bool) -> list[Made]:
    """Fill some communities; write their documents too, or hand the bytes back."""
    filled = [bench.fill(packet) for packet in packets]
    return [bench.written(made) for made in filled] if write else filled
