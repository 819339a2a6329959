"""Which line of a file brings about a fault that shows in a file it extends: the one without which the fault is gone.

Knows trees and problems; how a tree is looked at is told by the caller.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from formgen.problems import Place, Problem
from formgen.yamltext import Node

_NO_CAUSES = frozenset({"id", "extends"})


class _Fault(NamedTuple):
    """What a problem says, wherever it stands."""

    code: str
    message: str


class _Change(NamedTuple):
    """What one of the files says at a path."""

    layer: int
    path: tuple[str, ...]


@dataclass(slots=True)
class OwnChanges:
    """Files as their authors wrote them, the nearest first, each laid over those behind it.

    ``look`` finds the problems of a tree. What it found without some of the changes is kept.
    """

    layers: Sequence[Node]
    look: Callable[[Node], Iterable[Problem]]
    _seen: dict[_Change, frozenset[_Fault]] = field(default_factory=dict)

    def name_causes(self, problems: Sequence[Problem]) -> list[Problem]:
        """Return problems, each at the line of the nearest file that brings it about, where there is one."""
        return [self._at_cause(problem) for problem in problems]

    def _at_cause(self, problem: Problem) -> Problem:
        there, fault = problem.place, _Fault(problem.code, problem.message)
        for at, layer in enumerate(self.layers[:-1]):
            if there.file == layer.file:
                return problem
            path = self._find_cause(fault, _Change(at, ()), layer).path if there.file else ()
            if path and (cause := layer.at(path)):
                where = f"（沿用 {there.file} 第{there.line}行）"
                return replace(problem, place=Place(file=cause.file, line=cause.line, path=where))
        return problem

    def _find_cause(self, fault: _Fault, change: _Change, node: Node) -> _Change:
        """Return the smallest change without which a fault is gone; ``change`` itself where none inside it is one."""
        for key, below in node.items():
            inner = _Change(change.layer, (*change.path, key))
            if inner.path[0] not in _NO_CAUSES and fault not in self._list_without(inner):
                return self._find_cause(fault, inner, below)
        return change

    def _list_without(self, change: _Change) -> frozenset[_Fault]:
        """Return the faults of the tree without one of the changes."""
        if change not in self._seen:
            *above, tree = (
                layer.without(change.path) if at == change.layer else layer
                for at, layer in enumerate(self.layers)
            )
            for layer in reversed(above):
                tree = tree.merged(layer)
            self._seen[change] = frozenset(_Fault(each.code, each.message) for each in self.look(tree))
        return self._seen[change]
