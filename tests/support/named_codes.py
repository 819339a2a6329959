"""The codes of problems that a test expects: those in its texts, not in its comments or docstrings."""

import ast
import re
from collections.abc import Iterator

_CODE = re.compile(r"(?<![A-Za-z0-9])[A-Z]\d{3}(?![A-Za-z0-9])")


def expected_in(source: str) -> set[str]:
    """Return the codes that a test module expects of the program.

    A docstring expects nothing, neither does a problem that the test makes itself, nor a code that must not come.
    """
    return {code for text in _texts(ast.parse(source)) for code in _CODE.findall(text)}


def _texts(node: ast.AST) -> Iterator[str]:
    """Yield the texts below a node that say what is expected."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Constant):
            if isinstance(child.value, str):
                yield child.value
        elif not _expects_nothing(child):
            yield from _texts(child)


def _expects_nothing(node: ast.AST) -> bool:
    match node:
        case ast.Expr(value=ast.Constant()):
            return True
        case ast.Call(func=ast.Name(id="Problem")):
            return True
        case ast.Compare(ops=[ast.NotIn() | ast.NotEq()]):
            return True
        case _:
            return False
