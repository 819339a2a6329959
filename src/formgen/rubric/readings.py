"""The readings in force, laid over a rubric's tree: a reading that asks about a rule which another took away is idle.

Knows trees only: no rubric, no file.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from formgen.problems import Problem
from formgen.yamltext import Node

_LONGEST = 40  # signs of a value that a problem quotes
_RULES = frozenset({"criteria", "gates"})  # where ``kind`` decides which other keys there are


@dataclass(frozen=True, slots=True)
class LaidOver:
    """A tree with readings laid over it; ``idle`` are the names of those that found nothing to change."""

    tree: Node
    idle: tuple[str, ...]


def lay_readings(tree: Node, readings: Mapping[str, str]) -> LaidOver:
    """Lay the changes of some readings, by interpretation, over a tree; the later one in the file wins.

    Where one of them makes a method or measure one of another kind, what others say of the former kind has no place any
    more, in whatever order they stand.
    """
    changes = {name: change for name in readings if (change := _change_of(tree, name, readings[name]))}
    whole = _merge(tree, list(changes.values()))
    kept = {name: _without_former(change, tree, whole, top=True) for name, change in changes.items()}
    used = [change for change in kept.values() if change is not None]
    return LaidOver(_merge(tree, used), tuple(name for name, change in kept.items() if change is None))


def report_overruled(tree: Node, readings: Mapping[str, str], author: str) -> Iterator[Problem]:
    """Yield a problem R137 for each value in the author's own file that a reading of a file he extends would change."""
    for name, reading in readings.items():
        change = _change_of(tree, name, reading)
        if change is not None and change.file != author:
            for path, own, other in _list_overruled(tree, change, author):
                words = {
                    "name": name,
                    "reading": reading,
                    "key": ".".join(path),
                    "own": str(own.plain())[:_LONGEST],
                    "other": str(other.plain())[:_LONGEST],
                }
                yield Problem("R137", own.place(), words)


def _list_overruled(
    tree: Node, change: Node, author: str, path: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], Node, Node]]:
    if isinstance(change.value, dict):
        for key, node in change.value.items():
            if below := tree.get(key):
                yield from _list_overruled(below, node, author, (*path, key))
    elif tree.file == author and tree.plain() != change.plain():
        yield path, tree, change


def _change_of(tree: Node, name: str, reading: str) -> Node | None:
    change: Node | None = tree
    for step in ("interpretations", name, "readings", reading, "change"):
        change = change.get(step) if change else None
    return change if change and change.value else None


def _merge(tree: Node, changes: Sequence[Node]) -> Node:
    for change in changes:
        tree = tree.merged(change)
    return tree


def _without_former(
    change: Node, before: Node | None, after: Node | None, *, top: bool = False
) -> Node | None:
    """Return a change without what it says of rules that are of another kind now; None where nothing is left."""
    if not isinstance(change.value, dict) or not change.value or before is None or after is None:
        return change
    was, now = before.get("kind"), after.get("kind")
    if was and now and was.value != now.value and change.get("kind") is None:
        return None
    kept = {
        key: left
        for key, node in change.value.items()
        if (
            left := node
            if top and key not in _RULES
            else _without_former(node, before.get(key), after.get(key))
        )
        is not None
    }
    return Node(kept, change.file, change.line, change.touched, change.removed) if kept else None
