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
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from formgen import assets, intake
from formgen.county.owed import Owed
from formgen.county.title_book import TitleBook
from formgen.filling.form_contents import compile_forms
from formgen.filling.slot_values import Day
from formgen.folder.build import BuildResult, build_folder
from formgen.folder.document_paths import refuse_same_files
from formgen.folder.hashes import hash_file, join_hashes
from formgen.folder.plan import Options, Plan, make_basis, make_plan, wrong_option
from formgen.forms.compiled import CompiledForm
from formgen.forms.form import Form
from formgen.forms.load import load_form, load_forms
from formgen.library.data import Data, Scores
from formgen.library.form import NoticeForm, OutputDocument
from formgen.library.programme_forms import adapt_form, adapt_forms
from formgen.library.refusals import as_path, refuse_other
from formgen.library.titles import open_titles, owe_scored
from formgen.model import Community, Who
from formgen.problems import FormgenError, Place, Problem, errors_in
from formgen.registers.load import list_registers, load_register
from formgen.registers.register import RegisterSpec
from formgen.rosters.count import RosterCounts
from formgen.rosters.sheets import list_roster_files
from formgen.rosters.supplement import count_people, read_stated_day, supplement_source
from formgen.rubric.load import LoadedRubric, find_rubric, load_with_digest
from formgen.rubric.schema import Rubric
from formgen.rubric.score import Scorecard, score

__all__ = ["Data", "Given", "Notice", "NoticeForm", "OutputDocument", "Records", "Scores", "notice"]

Records = Mapping[str, object]  # what a YAML file holds: {"communities": [{"name": …, "township": …}]}
Given = str | Path | bytes | bytearray | memoryview | Records
_AS_USUAL = Options()


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
        forms = adapt_forms(load_forms(self.rubric.forms, self.loaded.folders), self.rubric)
        refuse_same_files(forms)
        return forms

    @cached_property
    def compiled_forms(self) -> list[CompiledForm]:
        """All forms, compiled. Raises as ``forms`` does, T101 and T102 for faulty templates."""
        return compile_forms(self.forms, self.rubric)

    @property
    def registers(self) -> dict[str, RegisterSpec]:
        """The roster and the ledgers that can be read for the notice: those beside the rubric file, else the bundled ones.

        Raises FormgenError N102 with every fault of a register's file.
        """
        folders = self.loaded.folders
        return {name: load_register(name, folders) for name in list_registers(folders)}

    def form(self, name: str) -> NoticeForm:
        """Return a form of the notice, compiled.

        Raises FormgenError R105 for what is no plain name, T106 for one that is nowhere, T101 and T102 for faulty
        settings and templates.
        """
        form = adapt_form(load_form(name, self.loaded.folders), self.rubric)
        (compiled,) = compile_forms([form], self.rubric)
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
        paths = [as_path(each) for each in files]
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
        N158 for a notice that counts no people, N106 for rosters without anybody, F codes for what cannot be read.
        """
        if not self.loaded.registers:
            raise FormgenError(Problem("N158", words={"name": self.rubric.id}), usage=True)
        return self.read_people(people, on, known)

    def read_people(self, people: Sequence[str | Path], on: Day, known: Sequence[Who] = ()) -> RosterCounts:
        """Read rosters and ledgers, and count in them what the notice counts, if anything. Raises as ``count``."""
        day = read_stated_day(on)
        return count_people([as_path(each) for each in people], self.rubric, self.registers, day, known)

    def titles(self, register: Sequence[str | Path], on: Day, data: Data | None = None) -> TitleBook:
        """Read a register of titles and payments, and say how every title stands on a day, as ``formgen titles`` does.

        ``data`` are the communities whose names the register is held against; without them those it names itself are
        taken. Bad rows are among the problems of the book. Raises FormgenError as ``open_titles`` does; T133 for data of
        another notice.
        """
        if data is not None:
            refuse_other(f"“{data.file.name}”的数据", data.rubric, self.rubric)
        whos = None if data is None else [entry.who for entry in data.source.entries]
        return open_titles(self.rubric, [as_path(each) for each in register], on, whos)

    def owed(self, scores: Scores, book: TitleBook) -> Owed:
        """Return what is owed to each community by each award, what was due and paid, and why; None is 待定.

        ``book`` is that of ``titles`` with the data that were scored. Raises FormgenError T133 for scores by another notice.
        """
        refuse_other("这些评分", scores.rubric, self.rubric)
        return owe_scored(scores, book)

    def _read(self, data: Given, name: str) -> Data:
        if isinstance(data, str | Path):
            file = as_path(data)
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
        return build_folder(self.plan(data, options), as_path(folder), done, waiting)

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
            file = as_path(data)
            plan = make_plan(basis, file, options)
            return self._with_people(plan, people, on) if people else plan
        read = data if isinstance(data, Data) else self.read(data, people=people, on=on)
        refuse_other(f"“{read.file.name}”的数据", read.rubric, self.rubric)
        if read.several:
            raise wrong_option(read.source.file, "data", "应当是一个数据文件，出表时一次一个")
        return Plan(basis, read.file, read.digest, options, lambda: read.source)

    def _with_people(self, plan: Plan, people: Sequence[str | Path], on: Day) -> Plan:
        """Return a plan whose data are completed by rosters: it is made anew when one of these has changed."""
        day = read_stated_day(on)
        files = list_roster_files([as_path(each) for each in people])
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
    file = find_rubric(str(as_path(f"{source}"))).absolute()
    bundled = file == (assets.folder("rubrics") / f"{source}.yaml").absolute()
    return Notice(str(source) if bundled else str(file), file, load_with_digest(str(file)))
