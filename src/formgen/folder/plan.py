"""A build before anything is written: who, which forms, where to, and what it would be made from."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from formgen import intake
from formgen.filing.values import Wishes, read_column_wishes
from formgen.folder import hashes
from formgen.folder.paths import Layout, refuse_clashes
from formgen.folder.processes import Runner, jobs_for, parallel, serial
from formgen.folder.renew import Decisions
from formgen.forms.form import Form
from formgen.forms.load import load_forms
from formgen.intake import Source
from formgen.intake.selection import choose
from formgen.ledger.store import Inputs
from formgen.rubric.load import LoadedRubric, load_with_digest
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
class Ground:
    """What a build stands on beside its data: the rubric, its forms, what was asked for."""

    rubric: Rubric
    forms: tuple[Form, ...]
    wishes: Wishes
    inputs: Inputs


@dataclass(frozen=True, slots=True)
class Plan:
    """A build before anything is written: who, which forms, where to."""

    ground: Ground
    file: Path
    data_hash: str
    source: Source
    chosen: tuple[int, ...]
    options: Options

    @property
    def rubric(self) -> Rubric:
        """Return the rubric in force."""
        return self.ground.rubric

    def runner(self) -> Runner:
        """Return the way the work is shared out."""
        jobs = jobs_for(self.options.jobs, len(self.chosen))
        return self.options.runner or (serial if jobs == 1 else parallel(jobs))

    def paths(self, at: int) -> tuple[str, ...]:
        """Return the paths of a community's documents, without suffix, one a form."""
        entry = self.source.entries[at]
        return tuple(self.options.layout.path(entry, at + 1, form.spec.file) for form in self.ground.forms)

    def files_of(self, at: int) -> Iterator[tuple[Form, str, str]]:
        """Yield form, suffix and path of each of a community's documents."""
        for form, path in zip(self.ground.forms, self.paths(at), strict=True):
            for template in form.templates:
                yield form, template.suffix, f"{path}{template.suffix}"

    def files(self) -> Iterator[str]:
        """Yield every document's path below the output folder."""
        for at in self.chosen:
            yield from (path for _, _, path in self.files_of(at))


def ground(rubric_name: str, options: Options) -> Ground:
    """Load what a build stands on. Raises FormgenError for a bad rubric, form or column."""
    known = load_with_digest(rubric_name)
    return ground_of(rubric_name, known, load_forms(known.rubric.forms, known.folders), options)


def ground_of(rubric_name: str, known: LoadedRubric, forms: tuple[Form, ...], options: Options) -> Ground:
    """Return what a build stands on. Raises FormgenError T105 for a bad column."""
    wishes = Wishes(read_column_wishes(forms, options.columns), options.draft, options.date)
    return Ground(known.rubric, forms, wishes, hashes.inputs_of(rubric_name, known, forms, wishes))


def plan(source: Path, rubric_name: str, options: Options) -> Plan:
    """Read names only, choose communities, lay out all documents.

    Raises FormgenError for unreadable data, an unknown name or column, or documents that would share a file.
    """
    stands_on = ground(rubric_name, options)
    # before it is read: a file that is saved in between then differs from what is entered, and is read again
    data_hash = hashes.of_file(source) if source.is_file() else ""
    return plan_source(stands_on, intake.open_source(source, stands_on.rubric), source, data_hash, options)


def plan_source(stands_on: Ground, opened: Source, file: Path, data_hash: str, options: Options) -> Plan:
    """Choose communities of an opened source and lay out all documents; raises as ``plan`` does."""
    picked = tuple(choose(opened, options.only, options.townships))
    numbered = ((at + 1, opened.entries[at]) for at in picked)
    refuse_clashes(numbered, stands_on.forms[0].spec.file, options.layout)
    return Plan(stands_on, file, data_hash, opened, picked, options)
