"""What all tests share: communities made from plain data, rubrics loaded once."""

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from formgen import intake
from formgen.commands.build import plan_build
from formgen.filling.form_contents import compile_forms
from formgen.folder.build import BuildResult, build_unchanged
from formgen.folder.plan import Options
from formgen.forms.compiled import CompiledForm
from formgen.forms.form import Form
from formgen.forms.load import load_forms
from formgen.forms.template import Template
from formgen.model import Community
from formgen.problems import Problem
from formgen.rubric.load import load_rubric
from formgen.rubric.schema import Rubric
from formgen.rubric.score import Scorecard, score

CASES = Path(__file__).parents[1] / "cases" / "worked_cases.yaml"


@cache
def rubric_of(name: str) -> Rubric:
    return load_rubric(name)


def forms_of(rubric: Rubric) -> list[CompiledForm]:
    """Compile the bundled forms of a rubric."""
    return compile_forms(load_forms(rubric.forms), rubric)


def template_of(form: Form, rubric: Rubric) -> Template:
    """Compile the one template of a form."""
    (compiled,) = compile_forms([form], rubric)
    (template,) = compiled.templates.values()
    return template


def community_of(rubric: Rubric, indicators: Mapping[str, Any] | None = None, **more: Any) -> Community:
    """Read one community through the intake, as a YAML file would bring it."""
    data = {
        "communities": [
            {"name": "示例社区", "township": "示例镇", "indicators": dict(indicators or {}), **more}
        ]
    }
    return intake.open_records(data, rubric, "data.yaml").read_all().communities[0]


def card_of(rubric: Rubric | str, indicators: Mapping[str, Any] | None = None, **more: Any) -> Scorecard:
    found = rubric_of(rubric) if isinstance(rubric, str) else rubric
    return score(found, community_of(found, indicators, **more))


def unchanged(file: Path, rubric: str, options: Options, folder: Path) -> BuildResult | None:
    """Return what a build reports that has nothing to do, None for one that has."""
    return build_unchanged(plan_build(file, rubric, options), folder)


def full_marks() -> dict[str, Any]:
    """Return figures of Yongjia's notice that give 99 of 100 points: nobody applied for a loan."""
    points = {
        "r3": 10,
        "r4": 2,
        "r5": 3,
        "r6": 3,
        "r7": 2,
        "r8": 3,
        "r9": 3,
        "r10": 5,
        "r12": 5,
        "r13": 2,
        "r15": 2,
    }
    counts = {"target_total": 100, "target_employed": 96, "zero_job_households": 0, "loan_applications": 0}
    rest = {"aid_required": 1, "aid_employed": 1, "r16": 4, "aid_records_missing": 0, "r17": 2, "r18": 2}
    return {**points, **counts, **rest, "complaints_individual": 0, "complaints_collective": 0}


def without_missing_columns(problems: Iterable[Problem]) -> list[Problem]:
    """Return problems but D154: a table made for one figure lacks all other columns."""
    return [problem for problem in problems if problem.code != "D154"]
