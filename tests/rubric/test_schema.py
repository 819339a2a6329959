"""The JSON Schema that editors use accepts the bundled rubrics and refuses what formgen refuses."""

import copy
import json
import re
from typing import Any

import jsonschema
import pytest
import yaml

from formgen import assets
from formgen.rubric.schema import Rubric, json_schema
from formgen.rubric.typed_rubric import TAGGED

SCHEMA = json.loads(json_schema())
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)


class EditorLoader(yaml.SafeLoader):
    """Reads YAML as an editor does (YAML 1.2): dates and yes/no stay text."""


EditorLoader.yaml_implicit_resolvers = {
    first: [(tag, regexp) for tag, regexp in resolvers if not tag.endswith((":timestamp", ":int", ":bool"))]
    for first, resolvers in copy.deepcopy(yaml.SafeLoader.yaml_implicit_resolvers).items()
}
for tag, pattern in (("int", r"^[-+]?[0-9]+$"), ("bool", r"^(?:true|false)$")):
    EditorLoader.add_implicit_resolver(
        f"tag:yaml.org,2002:{tag}", re.compile(pattern), list("-+0123456789tf")
    )


def seen_by_editor(name: str) -> Any:
    text = (assets.folder("rubrics") / f"{name}.yaml").read_text(encoding="utf-8")
    return yaml.load(text, EditorLoader)  # noqa: S506 - a subclass of SafeLoader


@pytest.mark.parametrize("name", ["taizhou-2019", "yongjia-2009"])
def test_the_bundled_rubrics_are_valid(name: str) -> None:
    assert [error.message[:200] for error in VALIDATOR.iter_errors(seen_by_editor(name))] == []


def test_a_county_file_needs_only_its_changes() -> None:
    county = {"id": "x", "extends": "taizhou-2019", "chosen": {"P14": "exclude"}, "pass_mark": {"points": 70}}
    assert VALIDATOR.is_valid(county)
    assert not VALIDATOR.is_valid({**county, "pass_mark": {"point": 70}})


@pytest.mark.parametrize(
    "change", [{"total": "viele"}, {"colour": "red"}, {"criteria": {"item1": {"points": 5}}}]
)
def test_a_broken_rubric_is_refused(change: dict[str, Any]) -> None:
    assert not VALIDATOR.is_valid({**seen_by_editor("taizhou-2019"), **change})


def undescribed(schema: Any, where: str = "") -> list[str]:
    """Return the properties of a schema that lack a description, with the record they stand in."""
    if isinstance(schema, list):
        return [name for each in schema for name in undescribed(each, where)]
    if not isinstance(schema, dict):
        return []
    named = [
        f"{where}.{name}"
        for name, each in schema.get("properties", {}).items()
        if not re.search(r"[\u4e00-\u9fff]", each.get("description", ""))
    ]
    return named + [name for key, each in schema.items() for name in undescribed(each, f"{where}/{key}")]


def test_every_key_of_the_schema_is_described_in_chinese() -> None:
    assert undescribed(SCHEMA) == []
    assert undescribed({"properties": {"a": {"type": "string"}}}) == [".a"]


def test_the_schema_in_the_folder_is_the_one_that_is_printed() -> None:
    file = assets.folder("rubrics") / "rubric.schema.json"
    assert file.read_text(encoding="utf-8") == json_schema()


def test_the_editor_knows_what_the_check_knows_of_days() -> None:
    rubric = seen_by_editor("taizhou-2019")
    for day, valid in (("08-31", True), ("11月15日", False), ("13-45", False)):
        rubric["deadlines"]["county_review"]["by"] = day
        assert VALIDATOR.is_valid(rubric) is valid


def holds_kinds(shape: dict[str, Any]) -> bool:
    return "discriminator" in shape or any(holds_kinds(each) for each in shape.get("anyOf", ()))


def test_a_fault_below_every_key_that_holds_a_method_or_a_measure_is_placed_in_the_file() -> None:
    records = Rubric.model_json_schema()["$defs"].values()
    found = {
        key for each in records for key, shape in each.get("properties", {}).items() if holds_kinds(shape)
    }
    assert found == TAGGED
