"""The library: what an engineer embeds, and what the commands stand on.

    notice = formgen.notice("taizhou-2019")        # bundled, or the path of a .yaml file
    data = notice.read("data.xlsx")                # or bytes, or a dict; .communities, .problems
    card = notice.score(data.communities[0])       # .total, .outcomes, .explain()
    document = notice.form("taizhou-indicators").fill(card, draft=True)
    notice.build(data, "forms")                    # what the command does

Knows notices, data, forms and folders; prints nothing, asks nothing. Every fault is a ``Problem``; what cannot be
done at all raises ``FormgenError`` with all its problems.
"""

import errno
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import cast

from formgen import assets, intake
from formgen.filling.filled_forms import fill_form
from formgen.filling.form_contents import compile_forms
from formgen.filling.slot_values import Day, read_wishes
from formgen.folder.build import BuildResult, build_folder
from formgen.folder.document_paths import refuse_same_files
from formgen.folder.hashes import hash_file, join_hashes
from formgen.folder.plan import Options, Plan, list_names, make_basis, make_plan, wrong_option
from formgen.folder.safe_names import safe_name
from formgen.forms.compiled import CompiledForm
from formgen.forms.form import Form
from formgen.forms.load import load_form, load_forms
from formgen.intake import Intake, Source
from formgen.intake.community_choice import choose
from formgen.model import Community, Who
from formgen.problems import FormgenError, Place, Problem, errors_in
from formgen.registers.load import list_registers, load_register
from formgen.rosters.count import RosterCounts
from formgen.rosters.sheets import list_roster_files
from formgen.rosters.supplement import count_people, read_stated_day, supplement_source
from formgen.rubric.load import LoadedRubric, find_rubric, load_with_digest
from formgen.rubric.schema import Rubric
from formgen.rubric.score import Scorecard, score

Records = Mapping[str, object]  # what a YAML file holds: {"communities": [{"name": …, "township": …}]}
Given = str | Path | bytes | bytearray | memoryview | Records
_AS_USUAL = Options()
_SHOWN = 80  # characters of a path that cannot be one
_NO_PATH = frozenset({errno.ENAMETOOLONG, errno.EINVAL})


@dataclass(frozen=True)
class Scores:
    """Data scored: a scorecard per community, in the order of the data, and every problem found."""

    rubric: Rubric
    cards: tuple[Scorecard, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class Data:
    """The data of communities as read by the fields of a notice; values are typed when they are asked for.

    ``several`` says that they stand in several files, of which ``file`` is one.
    """

    rubric: Rubric
    source: Source
    file: Path
    digest: str = ""
    several: bool = False

    @cached_property
    def communities(self) -> tuple[Community, ...]:
        """All communities that can be used, in the order of the data."""
        return tuple(replace(each, rubric=self.rubric.id) for each in self._read.communities)

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """Everything wrong with the data, each problem with its place and its remedy."""
        return self._read.problems

    @cached_property
    def _read(self) -> Intake:
        return self.source.read_all()

    def score(self, only: str | Sequence[str] = ()) -> Scores:
        """Score all communities, or the one or those named in ``only``: then problems of the data as a whole are left out.

        Raises FormgenError D133 for unknown names.
        """
        cards, problems = [], [] if only else list(self.source.problems)
        for _, raw in self.source.raws(choose(self.source, list_names(only), ())):
            community, found = intake.read_community(raw, self.source.catalogue)
            card = score(self.rubric, community)
            cards.append(card)
            problems += [*found, *card.problems]
        return Scores(self.rubric, tuple(cards), tuple(problems))


@dataclass(frozen=True, slots=True)
class OutputDocument:
    """A document of one community, not yet written: the name of its file, its bytes, and every problem met.

    ``drafted`` are the fields whose text formgen drafted. The bytes name them in a custom property, ``drafted``, by which
    ``formgen pack`` and ``build --pdf`` print 草稿 on every page; the text itself begins with the line 〔草稿，核对修改后删去本行〕.
    """

    name: str
    data: bytes
    problems: tuple[Problem, ...]
    drafted: tuple[str, ...] = ()


@dataclass(frozen=True)
class NoticeForm:
    """A form of a notice, ready to be filled. It can be sent to another process."""

    compiled: CompiledForm
    rubric: Rubric

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
        date: Day = "",
        columns: Mapping[str, str] | Sequence[str] = MappingProxyType({}),
        suffix: str | None = None,
    ) -> OutputDocument:
        """Fill the form for one community; a missing value stays blank.

        Args:
            card: the scorecard of the community, by the notice of this form.
            draft: draft narratives that nobody wrote from the community's own figures.
            date: the date of the applicant's date line, in any of the ways clerks write it.
            columns: other sources for score columns, ``{"township": "computed"}`` or ``["township=computed"]``.
            suffix: the kind of document where there are several; the first of ``suffixes`` unless told.

        Raises FormgenError for a document that must not be made, such as a text over the notice's limit (T103); T105 for
        an unknown column or source, D139 for a date that cannot be read, T133 for the card of another notice, T134 for
        an unknown suffix.
        """
        form, given = self.compiled.form, cast("object", card)
        if not isinstance(given, Scorecard):
            raise wrong_option(given, "card", "应当是 score 得出的一份评分")
        _refuse_other("这份评分", card.rubric, self.rubric)
        wanted = self.suffixes[0] if suffix is None else suffix
        if wanted not in self.suffixes:
            words = {"form": form.spec.file, "value": str(wanted), "known": "、".join(self.suffixes)}
            raise FormgenError(Problem("T134", words=words))
        wishes = read_wishes([form], columns, drafts=draft, day=date)
        filled = fill_form(card, self.compiled, wishes, wanted)
        if not filled.documents:
            raise FormgenError(*filled.problems)
        name = safe_name(f"{safe_name(card.community.name)}-{safe_name(form.spec.file)}")
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

        Raises FormgenError T106 for one that is nowhere, T101 for a faulty form.yaml, T104 for two whose documents would
        have the same name.
        """
        forms = load_forms(self.rubric.forms, self.loaded.folders)
        refuse_same_files(forms)
        return forms

    @cached_property
    def compiled_forms(self) -> list[CompiledForm]:
        """All forms, compiled. Raises as ``forms`` does, T101 and T102 for faulty templates."""
        return compile_forms(self.forms, self.rubric)

    def form(self, name: str) -> "NoticeForm":
        """Return a form of the notice, compiled.

        Raises FormgenError R105 for what is no plain name, T106 for one that is nowhere, T101 and T102 for faulty
        settings and templates.
        """
        (compiled,) = compile_forms([load_form(name, self.loaded.folders)], self.rubric)
        return NoticeForm(compiled, self.rubric)

    def read(
        self, data: Given, name: str = "data", *, people: Sequence[str | Path] = (), on: Day = ""
    ) -> Data:
        """Read data by the fields of the notice: a workbook, CSV, YAML or JSON file, its bytes, or records.

        ``name`` is the file name that places in bytes or records carry; a suffix such as ``.csv`` helps to tell what
        bytes are. Records are what a YAML file holds: ``{"communities": [{"name": …, "township": …, …}]}``.

        ``people`` are rosters, files or folders: what the notice counts in them fills in what the data leave empty, as on
        the day ``on``, in any of the ways clerks write it; what differs is among the problems.

        Bad values become problems. Raises FormgenError with an F code when there is nothing to read: F106 for data
        without a community, F102 for what is neither a path nor bytes nor records; N130 for people without a day.
        """
        return self._count_beside(self._read(data, name), people, on)

    def read_files(
        self, files: Sequence[str | Path], *, people: Sequence[str | Path] = (), on: Day = ""
    ) -> Data:
        """Read several data files as one, as those of a county's townships: their order changes nothing.

        Who is in two of them is not used (C102, C103). Such data are scored and ranked; a folder is built from one file.
        Raises FormgenError as ``read`` does, with every file that cannot be read; C101 for a file named twice.
        """
        if len(files) == 1:
            return self.read(files[0], people=people, on=on)
        paths = [_as_path(each) for each in files]
        read = Data(self.rubric, intake.open_sources(paths, self.rubric), paths[0].absolute(), several=True)
        return self._count_beside(read, people, on)

    def _count_beside(self, read: Data, people: Sequence[str | Path], on: Day) -> Data:
        if people:
            counts = self.count(people, on, [entry.who for entry in read.source.entries])
            supplement_source(read.source, counts)
        return read

    def count(self, people: Sequence[str | Path], on: Day, known: Sequence[Who] = ()) -> RosterCounts:
        """Count people in rosters, files or folders, on a day: every number with the rows behind it.

        ``known`` are the communities they may be about, any when there are none. Raises FormgenError N130 without a day,
        N131 for a notice that counts no people, N106 for rosters without anybody, F codes for what cannot be read.
        """
        if not self.loaded.registers:
            words = {"name": self.rubric.id, "hint": "", "known": "（这份通知没有）"}
            raise FormgenError(Problem("N131", words=words), usage=True)
        return self.read_people(people, on, known)

    def read_people(self, people: Sequence[str | Path], on: Day, known: Sequence[Who] = ()) -> RosterCounts:
        """Read rosters and ledgers, and count in them what the notice counts, if anything. Raises as ``count``."""
        day = read_stated_day(on)
        folders = self.loaded.folders
        registers = {name: load_register(name, folders) for name in list_registers(folders)}
        return count_people([_as_path(each) for each in people], self.rubric, registers, day, known)

    def _read(self, data: Given, name: str) -> Data:
        if isinstance(data, str | Path):
            file = _as_path(data)
            # before it is read: a file that is saved in between then differs from what is entered, and is read again
            digest = hash_file(file)
            return Data(self.rubric, intake.open_source(file, self.rubric), file.absolute(), digest)
        if isinstance(data, bytes | bytearray | memoryview):
            return Data(self.rubric, intake.open_bytes(bytes(data), self.rubric, name), Path(name))
        given: object = data
        if not isinstance(given, Mapping):
            detail = f'应当是路径、字节或 {{"communities": […]}}，不是{type(given).__name__}'
            raise FormgenError(Problem("F102", Place(file=name), {"file": name, "detail": detail}))
        source = intake.open_records(given, self.rubric, name)
        if not source.entries and not errors_in(source.problems):
            raise FormgenError(Problem("F106", Place(file=name), {"file": name}))
        return Data(self.rubric, source, Path(name))

    def score(self, community: Community) -> Scorecard:
        """Score one community: what cannot be decided is 待定, with its reason.

        Raises FormgenError T133 for a community that was read for another notice.
        """
        given: object = community
        if not isinstance(given, Community):
            raise wrong_option(given, "community", "应当是 read 读出来的一个社区")
        known = {*self.rubric.facts, *self.rubric.indicators}
        if (
            community.rubric not in {"", self.rubric.id}
            or not {*community.facts, *community.indicators} <= known
        ):
            one = community.rubric or "另一个"
            words = {"what": f"“{community.full_name}”的数据", "one": one, "other": self.rubric.id}
            raise FormgenError(Problem("T133", community.place, words))
        return score(self.rubric, community)

    def build(
        self,
        data: Data | Given,
        folder: str | Path,
        options: Options = _AS_USUAL,
        done: Callable[[BuildResult], None] = lambda _: None,
        waiting: Callable[[], None] = lambda: None,
    ) -> BuildResult:
        """Make every form of every community below a folder, with 汇总表 and index, as ``formgen build`` does.

        What people typed into forms that lie there is kept. ``done`` is called after each community with what was
        built so far, ``waiting`` once when another run holds the folder. Returns counts, refusals and every problem;
        raises FormgenError for what stops the whole, such as a full disk (F108). Data in which there is nobody raise it
        before anything is written.
        """
        if not isinstance(folder, Path) and not f"{folder}".strip():
            raise wrong_option(folder, "folder", "请写一个文件夹；当前的文件夹写“.”")
        return build_folder(self.plan(data, options), _as_path(folder), done, waiting)

    def plan(
        self,
        data: Data | Given,
        options: Options = _AS_USUAL,
        *,
        people: Sequence[str | Path] = (),
        on: Day = "",
    ) -> Plan:
        """Plan a build: who, which forms, where to. A file is not read before that is needed.

        ``people`` and ``on`` are what ``read`` takes; data that were read have theirs already.

        Raises FormgenError for an unknown column, a date that cannot be read, data of another notice (T133); the plan
        does for unknown names, or documents that would share a file.
        """
        given: object = options
        if not isinstance(given, Options):
            raise wrong_option(given, "options", "应当是 Options")
        basis = make_basis(self.name, self.loaded, self.forms, options)
        if isinstance(data, str | Path):
            file = _as_path(data)
            plan = make_plan(basis, file, options)
            return self._with_people(plan, people, on) if people else plan
        read = data if isinstance(data, Data) else self.read(data, people=people, on=on)
        _refuse_other(f"“{read.file.name}”的数据", read.rubric, self.rubric)
        if read.several:
            raise wrong_option(read.source.file, "data", "应当是一个数据文件，出表时一次一个")
        return Plan(basis, read.file, read.digest, options, lambda: read.source)

    def _with_people(self, plan: Plan, people: Sequence[str | Path], on: Day) -> Plan:
        """Return a plan whose data are completed by rosters: it is made anew when one of these has changed."""
        day = read_stated_day(on)
        files = list_roster_files([_as_path(each) for each in people])
        hashes: list[tuple[str, ...]] = [(plan.data_hash, day.isoformat(), repr(self.loaded.registers))]
        hashes += [(str(file), hash_file(file)) for file in files]
        where = [file.absolute() for file in files]
        return replace(
            plan,
            data_hash=join_hashes(hashes),
            open_data=lambda: self.read(plan.file, people=where, on=day).source,
        )


def notice(source: str | Path) -> Notice:
    """Open a notice: a bundled one by its id, or a rubric file by its path, as seen from the working folder of now.

    Raises FormgenError: R115 for an unknown id, F101 for no such file, R codes with every fault of the rubric.
    """
    file = find_rubric(str(_as_path(f"{source}"))).absolute()
    bundled = file == (assets.folder("rubrics") / f"{source}.yaml").absolute()
    return Notice(str(source) if bundled else str(file), file, load_with_digest(str(file)))


def _refuse_other(what: str, given: Rubric, own: Rubric) -> None:
    """Raise FormgenError T133 for what was read or scored by another rubric, or by another reading of this one."""
    if given is not own and given != own:
        one, other = _name_rubric(given), _name_rubric(own)
        words = {"what": what, "one": f"{one}（另一种内容）" if one == other else one, "other": other}
        raise FormgenError(Problem("T133", words=words))


def _name_rubric(rubric: Rubric) -> str:
    """Return a rubric's id with the readings that its file chose: they tell two of one id apart."""
    chosen = "、".join(f"{key}＝{reading}" for key, reading in rubric.chosen.items())
    return f"{rubric.id}（{chosen}）" if chosen else rubric.id


def _as_path(given: str | Path) -> Path:
    """Return a path. Raises FormgenError F101 for one that no file can have: too long, or with a NUL in it."""
    try:
        path = Path(given)
        path.stat()
    except (TypeError, ValueError) as error:
        raise _no_path(given) from error
    except OSError as error:
        if error.errno in _NO_PATH:
            raise _no_path(given) from error
    return path


def _no_path(given: object) -> FormgenError:
    shown = f"{given}"[:_SHOWN].replace("\0", "�")
    return FormgenError(Problem("F101", Place(file=shown), {"file": shown}), usage=True)
