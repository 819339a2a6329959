"""Every example and every table of the documentation is what the program reads and accepts."""

import re
from functools import cache
from pathlib import Path
from typing import get_args

import pytest
from pydantic import BaseModel, TypeAdapter
from support import doc_pages, key_tables, people_tables
from support.doc_pages import ROOT, Block, text_of

from formgen import assets, intake, yamltext
from formgen.exact import exact_text
from formgen.filling.form_contents import contents_of
from formgen.forms.form import FormSpec
from formgen.forms.load import load_form
from formgen.intake import vocabulary
from formgen.model import Answer, State
from formgen.registers.definition import Definition
from formgen.registers.limit import TimeLimit, VisitRound
from formgen.registers.load import list_limit_faults, load_register
from formgen.registers.wording import say_definition
from formgen.rubric.conventions import Conventions
from formgen.rubric.indicator import Indicator
from formgen.rubric.load import inspect_rubric, load_rubric
from formgen.rubric.measures import Measure
from formgen.rubric.methods import Method
from formgen.rubric.schema import BasicFact, Criterion, Interpretation, Publication, Rubric, Section

CLERKS, DATA, RUBRICS = (ROOT / "docs" / name for name in ("clerks.md", "data.md", "rubrics.md"))
EXAMPLES = [
    block
    for page in (RUBRICS, DATA)
    for block in doc_pages.blocks(page)
    if block.language in {"yaml", "json", "csv"}
]


@cache
def rubric_of(name: str) -> Rubric:
    return load_rubric(name)


def examples(mark: str) -> list[Block]:
    return [block for block in EXAMPLES if block.mark.startswith(mark)]


# -- data -------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", assets.rubric_ids())
def test_the_tables_of_keys_equal_the_rubric(name: str) -> None:
    fresh = key_tables.section(rubric_of(name))
    assert fresh in text_of(DATA), f"regenerate them: python tests/support/key_tables.py\n\n{fresh}"


def test_the_tables_of_the_page_on_people_are_those_of_the_register_and_the_rubrics() -> None:
    page = text_of(people_tables.PAGE)
    assert page == people_tables.written(page), "regenerate them: python tests/support/people_tables.py"


@pytest.mark.parametrize("block", examples("data "), ids=str)
def test_a_data_example_is_read_without_a_problem(block: Block, tmp_path: Path) -> None:
    path = tmp_path / f"example.{block.language}"
    path.write_text(block.text, encoding="utf-8")
    taken = intake.open_source(path, rubric_of(block.mark.removeprefix("data "))).read_all()
    found = [problem.code for problem in taken.problems if problem.code != "D134"]
    assert found == (["D154"] if block.language == "csv" else [])
    assert len(taken.communities) == len(re.findall(r'name"?: |示例.村,', block.text))


KINDS_OF_WRITING = {
    "整数": ("taizhou-2019", "labour_able"),
    "是/否": ("taizhou-2019", "base_site"),
    "是/否（可填无服务对象）": ("taizhou-2019", "grad_support"),
    "档次": ("taizhou-2019", "referral_level"),
    "得分": ("taizhou-2019", "innovation_points"),
    "百分数": ("yongjia-2009", "monthly_rates"),
}


def read_one(kind: str, writing: str) -> tuple[str, list[str]]:
    """Return what a writing is read as, and the codes of the problems it makes."""
    name, key = KINDS_OF_WRITING[kind]
    monthly = kind == "百分数"
    data = {"monthly": {key: [writing] * 12}} if monthly else {"indicators": {key: writing}}
    taken = intake.open_records({"communities": [{"name": "示例村", **data}]}, rubric_of(name)).read_all()
    community = taken.communities[0]
    figure = community.monthly[key][0] if monthly else community.indicators[key]
    assert figure is not None
    answers = {Answer.YES: "是", Answer.NO: "否", Answer.NOBODY: "无服务对象"}
    value = figure.value
    shown = "" if value is None else answers[value] if isinstance(value, Answer) else exact_text(value)
    return shown, sorted({problem.code for problem in taken.problems})


ACCEPTED = [
    (kind, writing, value)
    for kind, cell, value in doc_pages.table_after(text_of(DATA), "accepted writings")
    for writing in doc_pages.code_in(cell)
]
REFUSED = [
    (kind, writing, code)
    for kind, cell, code in doc_pages.table_after(text_of(DATA), "refused writings")
    for writing in doc_pages.code_in(cell)
]


@pytest.mark.parametrize(("kind", "writing", "value"), ACCEPTED)
def test_an_accepted_writing_is_read_as_the_page_says(kind: str, writing: str, value: str) -> None:
    shown, codes = read_one(kind, writing)
    wanted = {"9/2": "4.5", "24/25": "0.96"}.get(value, value)
    assert (shown, codes) == (wanted, [])


@pytest.mark.parametrize(("kind", "writing", "code"), REFUSED)
def test_a_refused_writing_gives_the_problem_the_page_names(kind: str, writing: str, code: str) -> None:
    assert read_one(kind, writing) == ("", [code])


def test_the_sheets_and_columns_of_the_data_workbook_are_the_ones_described() -> None:
    described = text_of(DATA)
    heads = (
        vocabulary.TOWNSHIP,
        vocabulary.NAME,
        vocabulary.SERIES,
        vocabulary.LEVEL,
        vocabulary.CRITERION,
        vocabulary.POINTS,
        vocabulary.BY,
        vocabulary.REASON,
    )
    sheets = (*vocabulary.SHEETS.values(), vocabulary.DEFINITIONS, vocabulary.FINDINGS)
    assert [word for word in (*heads, *sheets) if word not in described] == []


def test_every_state_of_a_criterion_is_described_with_the_json_output() -> None:
    assert {str(state) for state in State} <= set(
        doc_pages.code_in(doc_pages.sections(text_of(DATA))["输出的 JSON"])
    )


# -- rubrics ----------------------------------------------------------------------------------------------
def test_every_example_says_what_it_is_an_example_of() -> None:
    kinds = (
        "method",
        "measure",
        "counted",
        "limits",
        "rounds",
        "rubric file",
        "county file",
        "form",
        "data ",
    )
    assert [str(block) for block in EXAMPLES if not block.mark.startswith(kinds)] == []
    assert all(examples(kind) for kind in kinds)


@pytest.mark.parametrize("block", examples("counted"), ids=str)
def test_an_example_of_what_is_counted_is_valid_and_can_be_read_back(block: Block) -> None:
    tree, problems = yamltext.load(block.text, "example")
    definitions = TypeAdapter(dict[str, Definition]).validate_python(tree.plain())
    register = load_register("people")
    assert problems == []
    assert all(say_definition(each, register, {}) for each in definitions.values())


@pytest.mark.parametrize("block", examples("limits"), ids=str)
def test_an_example_of_time_limits_fits_the_bundled_register(block: Block) -> None:
    tree, problems = yamltext.load(block.text, "example")
    limits = TypeAdapter(dict[str, TimeLimit]).validate_python(tree.plain())
    register = load_register("people").model_copy(update={"limits": limits})
    assert problems == []
    assert (len(limits), list(list_limit_faults(register))) == (2, [])


@pytest.mark.parametrize("block", examples("rounds"), ids=str)
def test_an_example_of_rounds_of_visits_fits_the_bundled_ledgers(block: Block) -> None:
    tree, problems = yamltext.load(block.text, "example")
    rounds = TypeAdapter(dict[str, VisitRound]).validate_python(tree.plain())
    register = load_register("unemployed").model_copy(update={"rounds": rounds})
    assert problems == []
    assert (len(rounds), list(list_limit_faults(register))) == (1, [])


@pytest.mark.parametrize("block", examples("method"), ids=str)
def test_a_method_example_is_valid(block: Block) -> None:
    tree, problems = yamltext.load(block.text, "example")
    method: Method = TypeAdapter(Method).validate_python(tree.plain())
    assert problems == []
    assert method.kind == tree.plain()["kind"]


@pytest.mark.parametrize("block", examples("measure"), ids=str)
def test_a_measure_example_is_valid(block: Block) -> None:
    tree, problems = yamltext.load(block.text, "example")
    measure: Measure = TypeAdapter(Measure).validate_python(tree.plain())
    assert problems == []
    assert measure.kind == tree.plain()["kind"]


@pytest.mark.parametrize(
    ("union", "mark"), [(Method, "method"), (Measure, "measure")], ids=["method", "measure"]
)
def test_every_kind_has_an_example(union: object, mark: str) -> None:
    members = get_args(get_args(union)[0])
    kinds = {get_args(member.model_fields["kind"].annotation)[0] for member in members}
    shown = {yamltext.load(block.text, "example")[0].plain()["kind"] for block in examples(mark)}
    assert kinds == shown


@pytest.mark.parametrize("block", [*examples("rubric file"), *examples("county file")], ids=str)
def test_a_rubric_example_loads_without_a_problem(block: Block, tmp_path: Path) -> None:
    path = tmp_path / "example.yaml"
    path.write_text(block.text, encoding="utf-8")
    loaded = inspect_rubric(path)
    assert loaded.problems == []
    assert loaded.rubric is not None


def county(at: int, folder: Path) -> Rubric:
    path = folder / "county.yaml"
    path.write_text(examples("county file")[at].text, encoding="utf-8")
    return load_rubric(str(path))


def test_the_example_of_chosen_readings_puts_them_in_force(tmp_path: Path) -> None:
    conventions = county(0, tmp_path).conventions
    assert (conventions.boundary, conventions.when_zero, conventions.judged_step) == ("exclude", "zero", None)


def test_the_example_of_other_marks_changes_the_marks_and_nothing_else(tmp_path: Path) -> None:
    changed, before = county(1, tmp_path), rubric_of("taizhou-2019")
    method = changed.criteria["item1"].method
    assert method.kind == "tiers"
    assert [tier.threshold.text for tier in method.tiers] == ["90%", "95%"]
    assert {key: each for key, each in changed.criteria.items() if key != "item1"} == {
        key: each for key, each in before.criteria.items() if key != "item1"
    }


def test_the_example_of_another_method_puts_it_in_force(tmp_path: Path) -> None:
    changed = county(2, tmp_path)
    assert changed.criteria["item13"].method.kind == "checklist"
    assert changed.pass_mark is not None
    assert changed.pass_mark.points == 85


@pytest.mark.parametrize("block", examples("form"), ids=str)
def test_a_form_example_is_valid(block: Block) -> None:
    tree, problems = yamltext.load(block.text, "form.yaml")
    FormSpec.model_validate(tree.plain())
    assert problems == []


def test_the_examples_of_a_drawn_form_and_of_a_bound_blank_show_every_key() -> None:
    drawn, bound = (set(yamltext.load(each.text, "form.yaml")[0].plain()) for each in examples("form"))
    assert drawn | bound == set(FormSpec.model_fields)
    assert drawn == set(FormSpec.model_fields) - {"blank"}


def test_every_key_of_a_rubric_is_explained() -> None:
    named = set(doc_pages.code_in(text_of(RUBRICS)))
    keys = {name for model in (Rubric, Conventions, BasicFact, Indicator) for name in model.model_fields}
    assert sorted(keys - named) == []


def test_the_keys_that_an_author_has_to_write_are_listed() -> None:
    rows = doc_pages.table_after(text_of(RUBRICS), "required-keys")
    listed = {where: set(doc_pages.code_in(keys)) for where, keys, _ in rows}
    models: dict[str, type[BaseModel]] = {
        "顶层": Rubric,
        "`notice`": Publication,
        "评分项": Criterion,
        "部分": Section,
        "指标": Indicator,
        "基本情况": BasicFact,
        "口径": Interpretation,
    }
    for name, model in models.items():
        required = {key for key, field in model.model_fields.items() if field.is_required()}
        assert listed[name] == required, name


# -- templates --------------------------------------------------------------------------------------------
def test_every_tag_shown_to_clerks_is_known_to_some_template() -> None:
    known: set[str] = set()
    for name in assets.rubric_ids():
        rubric = rubric_of(name)
        for form in map(load_form, rubric.forms):
            seen = contents_of(rubric, form).make_context(lambda slot: slot)
            known |= {key for key, value in seen.items() if isinstance(value, str)}
            known |= {f"total.{key}" for key in seen["total"]}
            known |= {f"row.{key}" for row in seen["rows"] for key in row}
            known |= {f"section.{key}" for section in seen["sections"] for key in section}
    shown = set(re.findall(r"\{\{ ([a-z_.]+) \}\}", text_of(CLERKS)))
    assert shown
    assert sorted(shown - known) == []


def test_every_template_folder_is_named_to_clerks() -> None:
    named = set(doc_pages.code_in(text_of(CLERKS)))
    folders = {path.name for path in (ROOT / "templates").iterdir() if path.is_dir()}
    assert sorted(folders - named) == []
