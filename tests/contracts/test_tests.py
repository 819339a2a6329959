"""The shape of the tests, held by tests: what several share stands in ``tests/support``, and nowhere else."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
SUPPORT = TESTS / "support"
MODULES = [path for path in sorted(TESTS.rglob("*.py")) if path.name != "conftest.py"]
ROOMS = {path.name for path in TESTS.iterdir() if path.is_dir()} - {SUPPORT.name}


def imported(source: str) -> Iterator[str]:
    """Yield the dotted name of everything that a module imports."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{'.' * node.level}{node.module or ''}.{each.name}" for each in node.names)


def of_a_test(name: str) -> bool:
    """Tell whether a name that is imported leads into a test module."""
    return any(part.startswith("test_") or part == "conftest" for part in name.split("."))


@pytest.mark.parametrize(
    ("line", "leads"),
    [
        ("from cli.test_cli import run", True),
        ("import ledger.test_store", True),
        ("from forms import test_paper", True),
        ("from .test_paper import FORMS", True),
        ("from conftest import county_file", True),
        ("from support.command import run", False),
        ("from formgen.exact import exact_text", False),
    ],
)
def test_an_import_of_a_test_is_seen_however_it_is_written(line: str, leads: bool) -> None:
    assert [of_a_test(name) for name in imported(line)] == [leads]


def test_no_test_imports_another_test() -> None:
    sources = {path: path.read_text(encoding="utf-8") for path in MODULES}
    assert len(sources) > 60
    found = [(path.name, name) for path in MODULES for name in imported(sources[path]) if of_a_test(name)]
    assert found == []


def test_every_module_beside_the_tests_stands_in_support() -> None:
    others = [path for path in MODULES if not path.name.startswith("test_")]
    assert {path.parent for path in others} == {SUPPORT}


def test_no_shared_module_bears_the_name_of_a_room() -> None:
    assert {path.stem for path in SUPPORT.glob("*.py")} & ROOMS == set()
