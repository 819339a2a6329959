"""A build before anything is written: who, which forms, where to, and what it would be made from."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from formgen import intake
from formgen.filling.slot_values import Wishes, read_column_wishes
from formgen.folder import hashes
from formgen.folder.document_paths import Layout, refuse_clashes
from formgen.folder.processes import Runner, choose_jobs, make_parallel_runner, run_serially
from formgen.folder.renew import Decisions
from formgen.forms.form import Form
from formgen.intake import Source
from formgen.intake.selection import choose
from formgen.ledger.store import Inputs
from formgen.rubric.load import LoadedRubric
from formgen.rubric.schema import Rubric


@dataclass(frozen=True, slots=True)
class Options:
    """What a build may be asked for beside its data, rubric and folder."""

    columns: Sequence[str] = ()
    draft: bool = False
    date: str = ""
    only: Sequence[str] = ()
    townships: Sequence[str] = ()
    layout: Layout = field(default_factory=Layout)
    jobs: int | None = None
    runner: Runner | None = None
    decisions: Decisions = field(default_factory=Decisions)

    @property
    def selection(self) -> str:
        """Return what decides which documents are made, and where."""
        return json.dumps([self.layout.pattern, list(self.only), list(self.townships)], ensure_ascii=False)


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

        Raises FormgenError for an unknown name, or documents that would share a file.
        """
        options, entries = self.options, self.source.entries
        picked = tuple(choose(self.source, options.only, options.townships))
        numbered = ((at + 1, entries[at]) for at in picked)
        refuse_clashes(numbered, self.basis.forms[0].spec.file, options.layout)
        return picked

    @property
    def whole(self) -> bool:
        """Return whether all communities are wanted."""
        return not (self.options.only or self.options.townships)

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
        return tuple(self.options.layout.path(entry, at + 1, form.spec.file) for form in self.basis.forms)

    def files_of(self, at: int) -> Iterator[PlannedFile]:
        """Yield each of a community's documents."""
        for form, path in zip(self.basis.forms, self.paths(at), strict=True):
            for template in form.templates:
                yield PlannedFile(form, template.suffix, f"{path}{template.suffix}")

    def files(self) -> Iterator[str]:
        """Yield every document's path below the output folder."""
        for at in self.chosen:
            yield from (each.path for each in self.files_of(at))


def make_basis(rubric_name: str, known: LoadedRubric, forms: tuple[Form, ...], options: Options) -> Basis:
    """Return what a build stands on. Raises FormgenError T105 for a bad column."""
    wishes = Wishes(read_column_wishes(forms, options.columns), options.draft, options.date)
    return Basis(known.rubric, forms, wishes, hashes.make_inputs(rubric_name, known, forms, wishes))


def make_plan(basis: Basis, file: Path, options: Options) -> Plan:
    """Plan a build of a data file."""
    data_hash = hashes.hash_file(file) if file.is_file() else ""
    return Plan(basis, file, data_hash, options, lambda: intake.open_source(file, basis.rubric))
