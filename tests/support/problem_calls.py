"""Where the source makes a problem: its code and the names of its words, as far as the text of the source tells."""

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from string import Formatter

from formgen.problems import CATALOGUE

PLACE_OF_WORDS = 2  # in Problem(code, place, words)


@dataclass(frozen=True, slots=True)
class Call:
    """A call that makes a problem: where, with which codes, with which words; None for what cannot be decided."""

    where: str
    codes: frozenset[str] | None
    words: frozenset[str] | None


def words_of(code: str) -> frozenset[str]:
    """Return the names of the words that a problem of the catalogue shows."""
    entry = CATALOGUE[code]
    texts = (entry.message, entry.mend)
    return frozenset(name for text in texts for _, name, _, _ in Formatter().parse(text) if name)


def calls_in(source: str, name: str) -> Iterator[Call]:
    """Yield the calls of a module that make problems; ``name`` is its name for people."""
    module = ast.parse(source)
    for call, function in _calls(module, module):
        scope = _Scope(module, function, call)
        where = f"{name}:{call.lineno}"
        if ast.unparse(call.func) == "Problem":
            yield Call(where, scope.codes(call.args[0]), scope.keys(_given(call)))
        elif ast.unparse(call.func) == "UnusableError":
            yield Call(where, scope.codes(call.args[1]), scope.keywords(call.keywords))


def calls_of(paths: Iterable[Path]) -> list[Call]:
    """Return the calls of all modules."""
    return [call for path in paths for call in calls_in(path.read_text(encoding="utf-8"), path.name)]


def _calls(node: ast.AST, function: ast.AST) -> Iterator[tuple[ast.Call, ast.AST]]:
    """Yield all calls below a node, each with the function that it stands in."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Call):
            yield child, function
        yield from _calls(child, child if isinstance(child, ast.FunctionDef) else function)


def _given(call: ast.Call) -> ast.expr | None:
    """Return the argument that holds the words, None when there is none."""
    named = next((each.value for each in call.keywords if each.arg == "words"), None)
    return call.args[PLACE_OF_WORDS] if len(call.args) > PLACE_OF_WORDS else named


def _joined(found: Iterable[frozenset[str] | None]) -> frozenset[str] | None:
    """Return all names together, None as soon as some are not known."""
    parts = list(found)
    return None if None in parts else frozenset().union(*(part for part in parts if part))


@dataclass(frozen=True, slots=True)
class _Scope:
    """A call in its function: what the names in it stand for where it is made."""

    module: ast.Module
    function: ast.AST
    call: ast.Call

    def codes(self, node: ast.expr) -> frozenset[str] | None:
        """Return the codes that an expression may be."""
        match node:
            case ast.Constant(value=str(code)):
                return frozenset({code})
            case ast.IfExp(body=one, orelse=other):
                return _joined([self.codes(one), self.codes(other)])
            case ast.Subscript(value=ast.Dict(values=values)):
                return _joined(self.codes(value) for value in values)
            case ast.Subscript(value=ast.Name(id=name)):
                table = self._value(name)
                return _joined(map(self.codes, table.values)) if isinstance(table, ast.Dict) else None
            case ast.Name(id=name):
                value = self._value(name)
                return None if value is None else self.codes(value)
            case _:
                return None

    def keys(self, node: ast.expr | None) -> frozenset[str] | None:
        """Return the keys of an expression that is a mapping."""
        match node:
            case None:
                return frozenset()
            case ast.Dict(keys=keys, values=values):
                return _joined(self._key(*each) for each in zip(keys, values, strict=True))
            case ast.Name(id=name):
                value = self._value(name)
                return None if value is None else _joined([self.keys(value), self._added(name, value.lineno)])
            case _:
                return None

    def keywords(self, keywords: Iterable[ast.keyword]) -> frozenset[str] | None:
        """Return the names of keyword arguments, those of a mapping behind ``**`` among them."""
        return _joined(frozenset({each.arg}) if each.arg else self.keys(each.value) for each in keywords)

    def _key(self, key: ast.expr | None, value: ast.expr) -> frozenset[str] | None:
        """Return the keys that an entry of a dict brings: its own, or those of the mapping behind ``**``."""
        if key is None:
            return self.keys(value)
        return (
            frozenset({key.value}) if isinstance(key, ast.Constant) and isinstance(key.value, str) else None
        )

    def _value(self, name: str) -> ast.expr | None:
        """Return what was assigned to a name last before the call, on every way that leads to it; else None."""
        for scope in (self.function, self.module):
            stored = [
                each
                for each in ast.walk(scope)
                if isinstance(each, ast.Name) and each.id == name and isinstance(each.ctx, ast.Store)
            ]
            before = [each for each in stored if scope is self.module or each.lineno <= self.call.lineno]
            if before:
                last = max(before, key=lambda each: each.lineno)
                return self._assigned(scope, last)
        return None

    def _assigned(self, scope: ast.AST, name: ast.Name) -> ast.expr | None:
        """Return the value of the assignment of a name, None when the call can be reached without it."""
        for node in ast.walk(scope):
            for block in (getattr(node, field, None) for field in ("body", "orelse", "finalbody")):
                if not isinstance(block, list) or (scope is not self.module and not self._within(block)):
                    continue
                for each in block:
                    if isinstance(each, ast.Assign) and each.targets == [name]:
                        return each.value
                    if isinstance(each, ast.AnnAssign) and each.target == name:
                        return each.value
        return None

    def _within(self, block: list[ast.stmt]) -> bool:
        return any(self.call in ast.walk(each) for each in block)

    def _added(self, name: str, since: int) -> frozenset[str] | None:
        """Return the keys that were put into a mapping between its assignment and the call."""
        return _joined(
            self._key(each.slice, each.value)
            for each in ast.walk(self.function)
            if isinstance(each, ast.Subscript)
            and isinstance(each.ctx, ast.Store)
            and isinstance(each.value, ast.Name)
            and each.value.id == name
            and since < each.lineno <= self.call.lineno
        )
