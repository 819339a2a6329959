"""The library: what an engineer embeds, and what the commands stand on.

    notice = formgen.notice("taizhou-2019")        # bundled, or the path of a .yaml file
    data = notice.read("data.xlsx")                # or bytes, or a dict; .communities, .problems
    card = notice.score(data.communities[0])       # .total, .outcomes, .explain()
    document = notice.form("taizhou-indicators").fill(card, draft=True)
    notice.build(data, "forms")                    # what the command does

Knows notices, data, forms and folders; prints nothing, asks nothing. Every fault is a ``Problem``; what cannot be
done at all raises ``FormgenError`` with all its problems.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import MappingProxyType

from formgen import intake
from formgen.filling.filled_forms import fill_form
from formgen.filling.form_contents import compile_forms
from formgen.filling.slot_values import Wishes
from formgen.folder.build import BuildResult, build_folder
from formgen.folder.hashes import hash_file
from formgen.folder.plan import Options, Plan, make_basis, make_plan
from formgen.folder.safe_names import safe_name
from formgen.forms.compiled import CompiledForm
from formgen.forms.form import ColumnSource, Form
from formgen.forms.load import load_form, load_forms
from formgen.intake import Intake, Source
from formgen.intake.selection import choose
from formgen.model import Community
from formgen.problems import FormgenError, Problem
from formgen.rubric.load import LoadedRubric, find_rubric, load_with_digest
from formgen.rubric.schema import Rubric
from formgen.rubric.score import Scorecard, score

Records = Mapping[str, object] | Sequence[object]
_AS_USUAL = Options()


@dataclass(frozen=True)
class Scores:
    """Data scored: a scorecard per community, in the order of the data, and every problem found."""

    rubric: Rubric
    cards: tuple[Scorecard, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class Data:
    """The data of communities as read by the fields of a notice; values are typed when they are asked for."""

    rubric: Rubric
    source: Source
    file: Path
    digest: str = ""

    @cached_property
    def communities(self) -> tuple[Community, ...]:
        """All communities that can be used, in the order of the data."""
        return self._read.communities

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """Everything wrong with the data, each problem with its place and its remedy."""
        return self._read.problems

    @cached_property
    def _read(self) -> Intake:
        return self.source.read_all()

    def score(self, only: Sequence[str] = ()) -> Scores:
        """Score all communities, or those named in ``only``: then problems of the data as a whole are left out.

        Raises FormgenError D133 for unknown names.
        """
        cards, problems = [], [] if only else list(self.source.problems)
        for _, raw in self.source.raws(choose(self.source, only, ())):
            community, found = intake.read_community(raw, self.source.catalogue)
            card = score(self.rubric, community)
            cards.append(card)
            problems += [*found, *card.problems]
        return Scores(self.rubric, tuple(cards), tuple(problems))


@dataclass(frozen=True, slots=True)
class OutputDocument:
    """A document of one community, not yet written: the name of its file, its bytes, and every problem met.

    ``drafted`` are the fields whose text formgen drafted; the document says so too, and prints with 草稿.
    """

    name: str
    data: bytes
    problems: tuple[Problem, ...]
    drafted: tuple[str, ...] = ()


@dataclass(frozen=True)
class NoticeForm:
    """A form of a notice, ready to be filled."""

    compiled: CompiledForm

    @property
    def folder(self) -> Path:
        """The folder where the form was found."""
        return self.compiled.form.folder

    @property
    def suffixes(self) -> tuple[str, ...]:
        """The kinds of documents the form has templates for, the one for Word first."""
        return tuple(self.compiled.templates)

    def fill(
        self,
        card: Scorecard,
        *,
        draft: bool = False,
        date: str = "",
        columns: Mapping[str, ColumnSource] = MappingProxyType({}),
        suffix: str | None = None,
    ) -> OutputDocument:
        """Fill the form for one community; a missing value stays blank.

        Args:
            card: the scorecard of the community, of a notice that has this form.
            draft: draft narratives that nobody wrote from the community's own figures.
            date: what to print in the applicant's date line, exactly as it should appear.
            columns: other sources for score columns, such as ``{"township": "computed"}``.
            suffix: the kind of document where there are several; the first of ``suffixes`` unless told.

        Raises FormgenError for a document that must not be made, such as a text over the notice's limit (T103).
        """
        wanted = suffix or self.suffixes[0]
        filled = fill_form(card, self.compiled, Wishes(columns, draft, date), wanted)
        if not filled.documents:
            raise FormgenError(*filled.problems)
        name = safe_name(f"{card.community.name}-{self.compiled.form.spec.file}")
        return OutputDocument(f"{name}{wanted}", filled.documents[0].data, filled.problems, filled.drafted)


@dataclass(frozen=True)
class Notice:
    """An official notice: its rubric, and its forms."""

    name: str
    file: Path
    loaded: LoadedRubric

    @property
    def rubric(self) -> Rubric:
        """The rubric in force, readings applied."""
        return self.loaded.rubric

    @cached_property
    def forms(self) -> tuple[Form, ...]:
        """The forms the rubric asks for: those beside the rubric file, else the bundled ones.

        Raises FormgenError T106 for one that is nowhere, T101 for a faulty form.yaml.
        """
        return load_forms(self.rubric.forms, self.loaded.folders)

    @cached_property
    def compiled_forms(self) -> list[CompiledForm]:
        """All forms, compiled. Raises as ``forms`` does, T101 and T102 for faulty templates."""
        return compile_forms(self.forms, self.rubric)

    def form(self, name: str) -> "NoticeForm":
        """Return a form of the notice, compiled. Raises FormgenError T106, or T101 and T102 for faulty templates."""
        return NoticeForm(*compile_forms([load_form(name, self.loaded.folders)], self.rubric))

    def read(self, data: str | Path | bytes | Records, name: str = "data") -> Data:
        """Read data by the fields of the notice: a workbook, CSV, YAML or JSON file, its bytes, or records.

        ``name`` is the file name that places in bytes or records carry; a suffix such as ``.csv`` helps to tell what
        bytes are. Records are what a YAML file holds: ``{"communities": [{"name": …, "township": …, …}]}``.

        Bad values become problems. Raises FormgenError with an F code when a file cannot be read at all.
        """
        if isinstance(data, str | Path):
            file = Path(data)
            # before it is read: a file that is saved in between then differs from what is entered, and is read again
            digest = hash_file(file) if file.is_file() else ""
            return Data(self.rubric, intake.open_source(file, self.rubric), file, digest)
        if isinstance(data, bytes):
            return Data(self.rubric, intake.open_bytes(data, self.rubric, name), Path(name))
        return Data(self.rubric, intake.open_records(data, self.rubric, name), Path(name))

    def score(self, community: Community) -> Scorecard:
        """Score one community. Never raises: what cannot be decided is 待定, with its reason."""
        return score(self.rubric, community)

    def build(
        self,
        data: Data | str | Path | bytes | Records,
        folder: str | Path,
        options: Options = _AS_USUAL,
        done: Callable[[BuildResult], None] = lambda _: None,
        waiting: Callable[[], None] = lambda: None,
    ) -> BuildResult:
        """Make every form of every community below a folder, with 汇总表 and index, as ``formgen build`` does.

        What people typed into forms that lie there is kept. ``done`` is called after each community with what was
        built so far, ``waiting`` once when another run holds the folder. Returns counts, refusals and every problem;
        raises FormgenError for what stops the whole, such as a full disk (F108).
        """
        return build_folder(self.plan(data, options), Path(folder), done, waiting)

    def plan(self, data: Data | str | Path | bytes | Records, options: Options = _AS_USUAL) -> Plan:
        """Plan a build: who, which forms, where to. A file is not read before that is needed.

        Raises FormgenError for an unknown column; the plan does for unknown names, or documents that would share a
        file.
        """
        basis = make_basis(self.name, self.loaded, self.forms, options)
        if isinstance(data, str | Path):
            return make_plan(basis, Path(data), options)
        read = data if isinstance(data, Data) else self.read(data)
        return Plan(basis, read.file, read.digest, options, lambda: read.source)


def notice(source: str | Path) -> Notice:
    """Open a notice: a bundled one by its id, or a rubric file by its path.

    Raises FormgenError: R115 for an unknown id, F101 for no such file, R codes with every fault of the rubric.
    """
    file = find_rubric(str(source))
    return Notice(str(source), file, load_with_digest(str(source)))
