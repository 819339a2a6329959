"""The readings in force, laid over a rubric's tree: a reading that asks about a rule which another took away is idle.

Knows trees only: no rubric, no file.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from formgen.problems import Problem
from formgen.yamltext import Node

_LONGEST = 40  # signs of a value that a problem quotes
_RULES = frozenset({"criteria", "gates"})  # where ``kind`` decides which other keys there are


@dataclass(frozen=True, slots=True)
class LaidOver:
    """A tree with readings laid over it, and what they changed; ``idle`` are the names of those that found nothing to change."""

    tree: Node
    idle: tuple[str, ...]
    changes: Mapping[str, Node]


def lay_readings(tree: Node, readings: Mapping[str, str]) -> LaidOver:
    """Lay the changes of some readings, by interpretation, over a tree; the later one in the file wins.

    Where one of them makes a method or measure one of another kind, what others say of the former kind has no place any
    more, in whatever order they stand.
    """
    changes = {name: change for name in readings if (change := change_of(tree, name, readings[name]))}
    whole = _merge(tree, list(changes.values()))
    kept = {name: _without_former(change, tree, whole, top=True) for name, change in changes.items()}
    used = {name: change for name, change in kept.items() if change is not None}
    return LaidOver(_merge(tree, list(used.values())), tuple(name for name in kept if name not in used), used)


def report_overruled(tree: Node, readings: Mapping[str, str], files: Sequence[str]) -> Iterator[Problem]:
    """Yield a problem R137 for each value that a reading would change though it was written in a later file than the reading.

    ``files`` are the names of the file looked at and of those it extends, the nearest first: whoever wrote the later one
    knew the reading. What he wrote may be a value, one that stands inside what the reading replaces, or that a key is
    taken off.
    """
    order = {name: -at for at, name in enumerate(files)}
    for name, reading in readings.items():
        change = change_of(tree, name, reading)
        for each in _list_overruled(tree, change, order) if change else ():
            whose = "自己" if each.own.file == files[0] else f"沿用的 {each.own.file} 里"
            words = {
                "name": name,
                "reading": reading,
                "key": ".".join(each.path),
                "whose": whose,
                "own": show_value(each.own),
                "other": show_value(each.change),
            }
            yield Problem("R137", each.own.place(), words)


@dataclass(frozen=True, slots=True)
class _Overruled:
    """A value that somebody wrote, and the change of a reading that takes its place."""

    path: tuple[str, ...]
    own: Node
    change: Node


def _list_overruled(
    tree: Node, change: Node, order: Mapping[str, int], path: tuple[str, ...] = ()
) -> Iterator[_Overruled]:
    """Yield what a change overrules of what stands in later files than it: ``order`` grows with them."""
    if not isinstance(change.value, dict) or not isinstance(tree.value, dict):
        found = (each for each in _list_leaves(tree, path) if _is_later(each.own, change, order))
        yield from (replace(each, change=change) for each in found if each.own.plain() != change.plain())
        return
    for key, node in change.value.items():
        there, removed = (*path, key), tree.removed.get(key)
        if below := tree.get(key):
            yield from _list_overruled(below, node, order, there)
        elif removed and node.value is not None:
            own = Node(None, removed.file, removed.line)
            yield from [_Overruled(there, own, node)] if _is_later(own, node, order) else []


def _list_leaves(tree: Node, path: tuple[str, ...]) -> Iterator[_Overruled]:
    """Yield the values of a tree that are no mappings."""
    if not isinstance(tree.value, dict):
        yield _Overruled(path, tree, tree)
    for key, node in tree.items():
        yield from _list_leaves(node, (*path, key))


def _is_later(own: Node, change: Node, order: Mapping[str, int]) -> bool:
    """Return whether a value stands in a file that extends the one in which a change stands."""
    return order.get(own.file, -len(order)) > order.get(change.file, -len(order))


def show_value(node: Node) -> str:
    """Return a value as a problem quotes it."""
    if node.value is None:
        return "（删去）"
    words = node.value if isinstance(node.value, str) else "、".join(node.texts())
    return words if len(words) <= _LONGEST else f"{words[:_LONGEST]}…"


def change_of(tree: Node, name: str, reading: str) -> Node | None:
    """Return what a reading of an interpretation changes, None for nothing."""
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
