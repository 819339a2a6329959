"""The page of coverage: each rule of the documents has what covers it, or why nothing does; and what is named exists."""

from functools import cache
from typing import Any

import click
import pytest
from support import coverage_page, rubric_of
from support.coverage_page import Rule, read_inventory
from support.doc_pages import ROOT, text_of

from formgen import assets
from formgen.cli import cli
from formgen.registers.load import bundled_registers

INVENTORY = read_inventory()
RULES = [rule for rules in INVENTORY.values() for rule in rules]
NAMED = sorted({name for rule in RULES for name in rule.covered_by})


def test_the_page_is_that_of_the_inventory() -> None:
    fresh = coverage_page.page()
    told = "regenerate it: python tests/support/coverage_page.py > docs/coverage.md"
    assert text_of(ROOT / "docs" / "coverage.md") == fresh, told


def test_no_rule_is_unaccounted_for_and_none_stands_twice() -> None:
    assert [rule.id for rule in RULES if not (rule.covered or rule.why)] == []
    assert len({rule.id for rule in RULES}) == len(RULES)


def test_every_bundled_notice_and_its_forms_cover_some_rule() -> None:
    rubrics = {name.partition(":")[0] for name in NAMED}
    forms = {f"form:{form}" for name in assets.rubric_ids() for form in rubric_of(name).forms}
    assert {*assets.rubric_ids()} <= rubrics
    assert forms <= set(NAMED)


@pytest.mark.parametrize("name", NAMED)
def test_what_covers_a_rule_exists(name: str) -> None:
    assert exists(name)


@pytest.mark.parametrize(
    "name",
    [
        "form:nosuch",
        "register:nosuch",
        "formgen nosuch",
        "formgen rank --nosuch",
        "taizhou-2019:criteria.item99",
    ],
)
def test_what_does_not_exist_covers_nothing(name: str) -> None:
    assert not exists(name)


def test_a_rule_says_its_kind_in_chinese() -> None:
    assert Rule("X-1", "原文", "deadline+process_step").kind_words == "时限、程序"


def exists(name: str) -> bool:
    """Return whether a key, form, register, or command with its options exists."""
    before, _, behind = name.partition(":")
    if before == "form":
        return (assets.folder("templates") / behind / "form.yaml").is_file()
    if before == "register":
        return behind in bundled_registers()
    if name.startswith("formgen "):
        return is_command(name.split()[1:])
    return leads_somewhere(written(before), behind.split("."))


def is_command(words: list[str]) -> bool:
    with click.Context(cli) as context:
        command = cli.get_command(context, words[0])
    params = command.params if command else ()
    options = {each for option in params if isinstance(option, click.Option) for each in option.opts}
    return command is not None and set(words[1:]) <= options


@cache
def written(name: str) -> Any:
    return rubric_of(name).model_dump()


def leads_somewhere(value: Any, path: list[str]) -> bool:
    """Return whether a path of keys and positions leads to something that a rubric says."""
    for step in path:
        if isinstance(value, list):
            value = value[int(step)] if int(step) < len(value) else None
        else:
            value = value.get(step) if isinstance(value, dict) else None
    return value is not None
