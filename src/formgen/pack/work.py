"""The unit of work: one community's raw rows in, its documents out. Independent of all others, and picklable."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from formgen.forms.compiled import forms_of
from formgen.forms.fields import Wishes, fill
from formgen.forms.line import Line, line_of
from formgen.intake import Raw, catalogue, typed_community
from formgen.pack.keep import put
from formgen.problems import FormgenError, Problem
from formgen.rubric.schema import Rubric
from formgen.rubric.score import score

FATAL = frozenset(
    {"F108"}
)  # a full disk or a folder that takes no file stops the run; anything else does not


@dataclass(frozen=True, slots=True)
class Order:
    """What is the same for every community of a run: the rubric, what the person asked for, where to write."""

    rubric: Rubric
    wishes: Wishes
    folder: str


@dataclass(frozen=True, slots=True)
class Packet:
    """One community: its place in the run, its name, its raw rows, and the path of each form without suffix."""

    number: int
    name: str
    raw: Raw
    paths: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A filled document: its form's name, its path below the output folder, and its bytes."""

    form: str
    path: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Made:
    """What became of one community: its documents, what was refused, every problem, its line for summaries."""

    number: int
    documents: tuple[Document, ...]
    refused: tuple[str, ...]
    problems: tuple[Problem, ...]
    line: Line | None

    @property
    def fatal(self) -> Problem | None:
        """Return the problem for which the whole run has to stop, None when there is none."""
        return next((problem for problem in self.problems if problem.code in FATAL), None)


class Bench:
    """A worker's own tools: the forms of an order, compiled once."""

    def __init__(self, order: Order) -> None:
        """Compile the forms. Raises FormgenError for a broken template."""
        self._order = order
        self._forms = forms_of(order.rubric)
        self._catalogue = catalogue(order.rubric)

    def fill(self, packet: Packet) -> Made:
        """Type, score and fill one community. Never raises: what fails is said, the others go on."""
        try:
            return self._fill(packet)
        except Exception as error:  # noqa: BLE001 - one bad community must not stop thirty thousand others
            words = {"community": packet.name, "detail": f"{type(error).__name__}: {error}"}
            return Made(packet.number, (), packet.paths, (Problem("F114", packet.raw.place, words),), None)

    def _fill(self, packet: Packet) -> Made:
        community, values = typed_community(packet.raw, self._catalogue)
        card = score(self._order.rubric, community)
        documents: list[Document] = []
        refused: list[str] = []
        met: list[Problem] = []
        for form, path in zip(self._forms, packet.paths, strict=True):
            filled = fill(card, form.form, self._order.wishes)
            met += filled.problems
            for suffix, template in form.templates:
                name = f"{path}{suffix}"
                try:
                    data = None if filled.refused else template.render(filled.values)
                except FormgenError as error:
                    met += error.problems
                    data = None
                if data is None:
                    refused.append(name)
                else:
                    documents.append(Document(form.form.spec.file, name, data))
        problems = (*values, *card.problems, *met)
        return Made(packet.number, tuple(documents), tuple(refused), problems, line_of(card, met))


def written(made: Made, folder: Path) -> Made:
    """Write the documents of a community; return what became of it, the bytes left out."""
    kept: list[Document] = []
    refused: list[str] = list(made.refused)
    problems: list[Problem] = list(made.problems)
    for document in made.documents:
        try:
            problems += put(folder / document.path, document.data)
            kept.append(replace(document, data=b""))
        except FormgenError as error:
            refused.append(document.path)
            problems += error.problems
    return replace(made, documents=tuple(kept), refused=tuple(refused), problems=tuple(problems))


def work(bench: Bench, packets: Sequence[Packet], folder: Path | None) -> list[Made]:
    """Fill some communities; write their documents where a folder is given, else hand the bytes back."""
    filled = [bench.fill(packet) for packet in packets]
    return [written(made, folder) for made in filled] if folder else filled
