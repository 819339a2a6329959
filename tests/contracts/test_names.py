"""One word, one thing: what the names of the source must never do, read from its syntax trees."""

import ast
import builtins
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src" / "formgen"
FILES = sorted(SOURCE.rglob("*.py"))
# A name that several modules define with one meaning: why that is no clash.
SHARED = {
    "score": "the command is named as what it does",
}


def module_of(path: Path) -> str:
    parts = path.relative_to(SOURCE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def bindings(node: ast.stmt) -> Iterator[str]:
    """Yield the names that a statement of a module defines; imports are others' names."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        yield node.name
    elif isinstance(node, ast.Assign):
        yield from (
            each.id for target in node.targets for each in ast.walk(target) if isinstance(each, ast.Name)
        )
    elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
        yield node.target.id


def imported(tree: ast.Module) -> Iterator[str]:
    for node in tree.body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield from (alias.asname or alias.name.split(".")[0] for alias in node.names)


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def test_there_is_source_to_look_at() -> None:
    assert len(FILES) > 100


def test_no_public_name_is_defined_in_two_modules() -> None:
    places = defaultdict(list)
    for path in FILES:
        for name in dict.fromkeys(name for node in tree_of(path).body for name in bindings(node)):
            if not name.startswith("_"):
                places[name].append(module_of(path))
    doubled = {name: where for name, where in places.items() if len(where) > 1 and name not in SHARED}
    assert doubled == {}


@pytest.mark.parametrize("path", FILES, ids=module_of)
def test_nothing_of_our_own_is_imported_under_another_name(path: Path) -> None:
    aliases = [
        f"{alias.name} as {alias.asname}"
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("formgen")
        for alias in node.names
        if alias.asname
    ]
    assert aliases == []


@pytest.mark.parametrize("path", FILES, ids=module_of)
def test_no_name_ends_in_an_underscore_to_dodge_another(path: Path) -> None:
    names = {node.id for node in ast.walk(tree_of(path)) if isinstance(node, ast.Name)}
    names |= {node.arg for node in ast.walk(tree_of(path)) if isinstance(node, ast.arg)}
    names |= {
        node.name for node in ast.walk(tree_of(path)) if isinstance(node, ast.FunctionDef | ast.ClassDef)
    }
    assert [name for name in sorted(names) if name.endswith("_") and not name.startswith("_")] == []


def shadows(tree: ast.Module) -> Iterator[str]:
    """Yield the names of arguments and local variables that hide a function, class or import of their module."""
    own = {
        node.name
        for node in tree.body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
    } | set(imported(tree))
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            arguments = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
            stored = [
                each.id
                for each in ast.walk(node)
                if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)
            ]
            for name in {*(each.arg for each in arguments), *stored} & own:
                yield f"{node.name}: {name}"


@pytest.mark.parametrize("path", FILES, ids=module_of)
def test_no_variable_hides_a_function_or_import_of_its_module(path: Path) -> None:
    assert sorted(set(shadows(tree_of(path)))) == []


@pytest.mark.parametrize("path", [path for path in FILES if path.name == "__init__.py"], ids=module_of)
def test_no_package_offers_a_function_under_the_name_of_its_own_module(path: Path) -> None:
    modules = {each.stem for each in path.parent.glob("*.py")} | {
        each.name for each in path.parent.iterdir() if each.is_dir()
    }
    tree = tree_of(path)
    offered = {
        alias.asname or alias.name
        for node in tree.body
        if isinstance(node, ast.ImportFrom) and node.module != module_of(path)
        for alias in node.names
    } | {name for node in tree.body for name in bindings(node)}
    assert sorted(offered & modules) == []


def test_the_looks_at_names_do_find_faults() -> None:
    tree = ast.parse("from a import b\ndef f(b):\n    f = 1\n")
    assert set(shadows(tree)) == {"f: b", "f: f"}
    assert list(bindings(ast.parse("x: int = 1").body[0])) == ["x"]
    assert not hasattr(builtins, "formgen")
