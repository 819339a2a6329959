"""A build before anything is written: who, which forms, where to, and what it would be made from."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from formgen import intake
from formgen.filling.applicant_date import find_date_lines
from formgen.filling.form_check import refuse_faulty_form
from formgen.filling.form_contents import compile_forms, report_doubtful_templates
from formgen.filling.slot_values import Day, Wishes, read_wishes
from formgen.folder import hashes
from formgen.folder.document_paths import PATTERNS, Layout, refuse_clashes
from formgen.folder.processes import Runner, choose_jobs, make_parallel_runner, run_serially
from formgen.folder.renew import Decisions
from formgen.forms.form import Form
from formgen.intake import Source
from formgen.intake.community_choice import choose
from formgen.ledger.store import Inputs
from formgen.problems import FormgenError, Place, Problem
from formgen.rubric.load import LoadedRubric
from formgen.rubric.schema import Rubric

_SHOWN = 60  # characters of a wrong value


@dataclass(frozen=True, slots=True)
class Options:
    """What a build may be asked for beside its data, rubric and folder.

    ``columns`` are other sources for score columns, ``{"township": "computed"}`` or ``["township=computed"]``; ``date``
    is the applicant's, in any of the ways clerks write it. ``only`` and ``townships`` take one name or several,
    ``layout`` also ``"folders"``, ``"flat"`` or a pattern.
    """

    columns: Mapping[str, str] | Sequence[str] = ()
    draft: bool = False
    date: Day = ""
    only: str | Sequence[str] = ()
    townships: str | Sequence[str] = ()
    layout: str | Layout = field(default_factory=Layout)
    jobs: int | None = None
    runner: Runner | None = None
    decisions: Decisions = field(default_factory=Decisions)

    def refuse_wrong(self) -> None:
        """Raise FormgenError F171 for what an option cannot be: worker processes none or fewer, names that are no texts."""
        jobs = self.jobs
        if jobs is not None and (not isinstance(jobs, int) or isinstance(jobs, bool) or jobs < 1):
            raise wrong_option(jobs, "jobs", "应当是1以上的整数")
        for option in ("only", "townships"):
            given = getattr(self, option)
            names = (given,) if isinstance(given, str) else given
            if not isinstance(names, Sequence) or not all(isinstance(name, str) for name in names):
                raise wrong_option(given, option, "应当是一个名称，或名称的列表")

    @property
    def chosen_layout(self) -> Layout:
        """Return where documents go."""
        layout = self.layout
        return layout if isinstance(layout, Layout) else Layout(PATTERNS.get(layout, layout))

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of the communities wanted, none for all."""
        return list_names(self.only)

    @property
    def township_names(self) -> tuple[str, ...]:
        """Return the names of the townships wanted, none for all."""
        return list_names(self.townships)

    @property
    def selection(self) -> str:
        """Return what decides which documents are made, and where."""
        parts = [self.chosen_layout.pattern, self.names, self.township_names]
        return json.dumps(parts, ensure_ascii=False)


def wrong_option(value: object, option: str, detail: str) -> FormgenError:
    """Return F171 for an option that cannot be used."""
    shown = f"{value!r}"[:_SHOWN]
    words = {"option": option, "value": shown, "detail": detail}
    return FormgenError(Problem("F171", words=words), usage=True)


def list_names(given: str | Sequence[str]) -> tuple[str, ...]:
    """Return names that were given as one or as several; none for an empty text."""
    return (given,) if isinstance(given, str) and given else tuple(given)


@dataclass(frozen=True, slots=True)
class Basis:
    """What a build stands on beside its data: the rubric, its forms, what was asked for."""

    rubric: Rubric
    forms: tuple[Form, ...]
    wishes: Wishes
    inputs: Inputs


class PlannedFile(NamedTuple):
    """A document of a plan: its form, its suffix, its path below the output folder."""

    form: Form
    suffix: str
    path: str


@dataclass(frozen=True)
class Plan:
    """A build before anything is written: who, which forms, where to.

    The data are opened when they are first asked for: where nothing changed since the last build they never are.
    ``data_hash`` was taken before that, so that a file saved in between is read again by the next build.
    """

    basis: Basis
    file: Path
    data_hash: str
    options: Options
    open_data: Callable[[], Source] = field(repr=False)

    @cached_property
    def source(self) -> Source:
        """The data; raises FormgenError where they cannot be read."""
        return self.open_data()

    @cached_property
    def chosen(self) -> tuple[int, ...]:
        """The communities wanted, by their place in the data.

        Raises FormgenError for data in which there is nobody, an unknown name, or documents that would share a file.
        """
        options, entries = self.options, self.source.entries
        if not entries:
            file = self.source.file
            nobody = Problem("F106", Place(file=file), {"file": file})
            raise FormgenError(*self.source.problems, nobody)
        picked = tuple(choose(self.source, options.names, options.township_names))
        numbered = ((at + 1, entries[at]) for at in picked)
        refuse_clashes(numbered, [form.spec.file for form in self.basis.forms], self.layout)
        return picked

    @cached_property
    def layout(self) -> Layout:
        """Where documents go."""
        return self.options.chosen_layout

    @property
    def whole(self) -> bool:
        """Return whether all communities are wanted."""
        return not (self.options.names or self.options.township_names)

    @property
    def remarks(self) -> list[Problem]:
        """Return what a person should know of what was asked for: nothing to fill, a date that no form prints.

        Raises FormgenError as ``try_forms`` does.
        """
        forms, day = self.basis.forms, self.basis.wishes.date
        if not forms:
            return [Problem("T135")]
        dated = not day or any(find_date_lines(form, self.rubric) for form in forms)
        empty = report_doubtful_templates(compile_forms(forms, self.rubric), self.rubric)
        return [*([] if dated else [Problem("F155", words={"date": day})]), *empty]

    def with_decisions(self, decisions: Decisions) -> "Plan":
        """Return the plan with what a person said of conflicts; the data are not read anew."""
        options = replace(self.options, decisions=decisions)
        return replace(self, options=options, open_data=lambda: self.source)

    @property
    def rubric(self) -> Rubric:
        """Return the rubric in force."""
        return self.basis.rubric

    def runner(self) -> Runner:
        """Return the way the work is shared out."""
        jobs = choose_jobs(self.options.jobs, len(self.chosen))
        return self.options.runner or (run_serially if jobs == 1 else make_parallel_runner(jobs))

    def paths(self, at: int) -> tuple[str, ...]:
        """Return the paths of a community's documents, without suffix, one per form."""
        entry = self.source.entries[at]
        return tuple(self.layout.path(entry, at + 1, form.spec.file) for form in self.basis.forms)

    def files_of(self, at: int) -> Iterator[PlannedFile]:
        """Yield each of a community's documents."""
        for form, path in zip(self.basis.forms, self.paths(at), strict=True):
            for template in form.templates:
                yield PlannedFile(form, template.suffix, f"{path}{template.suffix}")

    def try_forms(self) -> None:
        """Compile the forms, for their faults only. Raises FormgenError T101, T102 or T130."""
        compile_forms(self.basis.forms, self.rubric)

    def files(self) -> Iterator[str]:
        """Yield every document's path below the output folder."""
        for at in self.chosen:
            yield from (each.path for each in self.files_of(at))


def make_basis(rubric_name: str, known: LoadedRubric, forms: tuple[Form, ...], options: Options) -> Basis:
    """Return what a build stands on.

    Raises FormgenError T105 for a bad column, D139 for a date, T110 for a layout, T101 for faulty settings of a form.
    """
    options.refuse_wrong()
    _ = options.chosen_layout
    for form in forms:
        refuse_faulty_form(form, known.rubric)
    wishes = read_wishes(forms, options.columns, drafts=options.draft, day=options.date)
    return Basis(known.rubric, forms, wishes, hashes.make_inputs(rubric_name, known, forms, wishes))


def make_plan(basis: Basis, file: Path, options: Options) -> Plan:
    """Plan a build of a data file; the path counts as seen from the folder that is the working one now."""
    data_hash = hashes.hash_file(file)
    place = file.absolute() if data_hash else file  # one that is not there is named as it was written
    return Plan(basis, place, data_hash, options, lambda: intake.open_source(place, basis.rubric))
