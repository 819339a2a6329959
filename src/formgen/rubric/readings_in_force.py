"""Which readings are really in force: two that want different things, and values of an author that answer a question himself.

Knows trees only: no rubric, no file.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from typing import Any

from formgen.problems import Place, Problem
from formgen.rubric.readings import change_of, lay_readings, show_value
from formgen.spec import KeyPath
from formgen.yamltext import Node, from_plain

_OWN = "own"  # the reading that stands for what an author wrote himself
_TEXTS = frozenset({"zh", "name", "title", "label", "clause", "note", "says", "definition", "source", "base"})
_SHOWN = 3  # values that a reading quotes
_KEYS_OF_CONVENTIONS = {"boundary": "boundary", "when_zero": "when_zero", "judged_step": "step"}


@dataclass(frozen=True, slots=True)
class _Leaf:
    """A value below a change, and the path that leads to it; None takes a key off."""

    path: KeyPath
    node: Node


def report_clashes(tree: Node, readings: Mapping[str, str]) -> Iterator[Problem]:
    """Yield a problem R138 for each two readings in force, by interpretation, that want different values at one place."""
    changes = lay_readings(tree, readings).changes
    leaves = {name: list(_list_leaves(change)) for name, change in changes.items()}
    for at, (other, there) in enumerate(leaves.items()):
        for name, here in list(leaves.items())[at + 1 :]:
            clash = next(((mine, its) for mine in here for its in there if _differ(mine, its)), None)
            if clash:
                words = {
                    "key": _write(max((each.path for each in clash), key=len)),
                    "name": f"{name}＝{readings[name]}",
                    "value": show_value(clash[0].node),
                    "other": f"{other}＝{readings[other]}",
                    "another": show_value(clash[1].node),
                }
                yield Problem("R138", _place_of_choice(tree, name, other), words)


def _place_of_choice(tree: Node, *names: str) -> Place:
    """Return where the last of some readings was chosen, else where the first question stands."""
    chosen = tree.get("chosen")
    nodes = [node for name in names if chosen and (node := chosen.get(name))]
    return nodes[0].place() if nodes else tree.place(("interpretations", names[0]))


def _differ(one: _Leaf, other: _Leaf) -> bool:
    """Return whether two changes cannot both be made: another value, or one inside what the other replaces."""
    shorter = min(len(one.path), len(other.path))
    if one.path[:shorter] != other.path[:shorter]:
        return False
    if len(one.path) == len(other.path):
        return bool(one.node.plain() != other.node.plain())
    return one.node.value is not None or other.node.value is not None


def _list_leaves(change: Node, path: KeyPath = ()) -> Iterator[_Leaf]:
    if isinstance(change.value, dict) and change.value:
        for key, node in change.value.items():
            yield from _list_leaves(node, (*path, key))
    else:
        yield _Leaf(path, change)


def _write(path: KeyPath) -> str:
    return ".".join(str(step) for step in path)


# -- questions that an author answers himself -----------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class OwnAnswer:
    """What an author, or a file he extends, wrote where an interpretation has readings: the paths, and what stood there.

    ``alike`` is the reading that says the same, None for none; ``named`` says that somebody chose a reading by name,
    ``beside`` that only keys of methods and standards overrule the convention that it sets.
    """

    name: str
    reading: str
    paths: tuple[KeyPath, ...]
    alike: str | None
    named: bool
    beside: bool

    @property
    def in_words(self) -> bool:
        """Return whether only texts were written: whether they say what the reading says nobody but a person knows."""
        return all(path[-1] in _TEXTS for path in self.paths)


@dataclass(frozen=True, slots=True)
class OwnAnswers:
    """A tree whose readings are those really in force, and the problems of those that an author overruled."""

    tree: Node
    problems: list[Problem]


def settle_own_answers(tree: Node, layers: Sequence[Node]) -> OwnAnswers:
    """Find what was written in later files than the interpretations that ask about it, and say so in their readings.

    ``layers`` are the files by themselves, the nearest first. Beside a default the later value stands, and the reading
    that says the same is in force, or one that says what was written. Beside a reading that somebody chose it is a problem
    R137; where it is a key of one method beside the convention that the reading sets, a hint R139.
    """
    problems: list[Problem] = []
    settled = tree
    bases = _list_bases(layers)
    for name, reading in _list_readings(tree) if len(layers) > 1 else ():
        asked = _asked_in(tree, layers, name)
        if not asked:
            continue
        base = bases[asked]
        settled = _without_rewritten(settled, base, name)
        answer = _find_answer(tree, base, name, reading)
        if answer is None or (answer.named and answer.in_words):
            continue
        if answer.named:
            problems.append(_report(tree, base, answer))
        if not answer.named or answer.beside:
            settled = settled.merged(_state(settled, answer))
    return OwnAnswers(settled, problems)


def _list_readings(tree: Node) -> Iterator[tuple[str, str]]:  # an interpretation and its reading in force
    asked, chosen = tree.get("interpretations"), tree.get("chosen")
    for name, interpretation in asked.items() if asked else ():
        readings = interpretation.get("readings")
        named = [node for node in (chosen and chosen.get(name), interpretation.get("default")) if node]
        known = [
            node.value
            for node in named
            if isinstance(node.value, str) and readings and readings.get(node.value)
        ]
        if known:
            yield name, known[0]


def _list_bases(layers: Sequence[Node]) -> list[Node]:
    """Return for each of some files the tree that it and those behind it make."""
    return [reduce(Node.merged, reversed(layers[at:])) for at in range(len(layers))]


def _asked_in(tree: Node, layers: Sequence[Node], name: str) -> int:
    """Return in which of some files a question was last written, the nearest being 0."""
    asked = tree.at(("interpretations", name))
    files = [layer.file for layer in layers]
    return (
        min((files.index(each.file) for each in asked.places if each.file in files), default=0)
        if asked
        else 0
    )


def _find_answer(tree: Node, base: Node, name: str, reading: str) -> OwnAnswer | None:
    asked, chosen = tree.at(("interpretations", name, "readings")), tree.get("chosen")
    mine = change_of(tree, name, reading)
    taken = [leaf.path for leaf in _list_leaves(mine)] if mine else []
    others = [each for each, _ in asked.items() if each != reading] if asked else []
    wanted = {each: change for each in others if (change := change_of(tree, name, each))}
    answered = [
        path
        for change in wanted.values()
        for path in _list_answered(tree, base, change)
        if not any(path[: len(each)] == each for each in taken)
    ]
    changes = [*wanted.values(), *([mine] if mine else [])]
    paths = dict.fromkeys([*answered, *_list_beside_conventions(tree, base, name, changes, mine)])
    if not paths:
        return None
    alike = [each for each, change in wanted.items() if not mine and not _list_effects(tree, change)]
    named = chosen is not None and chosen.get(name) is not None
    return OwnAnswer(name, reading, tuple(paths), next(iter(alike), None), named, not answered)


def _list_answered(
    tree: Node | None, base: Node | None, change: Node, path: KeyPath = ()
) -> Iterator[KeyPath]:
    """Yield the paths at which a reading that is not in force would change something, and somebody wrote something else."""
    was = _plain(base)
    if was == change.plain() or (change.value is None and tree is not None):
        return
    if isinstance(change.value, dict) and (base is None or isinstance(base.value, dict)):
        kind, former = change.get("kind"), base.get("kind") if base else None
        retyped = kind is not None and former is not None and kind.value != former.value
        for key, node in change.items():
            if not retyped or key == "kind":
                yield from _list_answered(_child(tree, key), _child(base, key), node, (*path, key))
    elif _are_alike(change, base) and _are_alike(change, tree):
        for at, node in enumerate(change.value if isinstance(change.value, list) else ()):
            yield from _list_answered(_child(tree, at), _child(base, at), node, (*path, at))
    elif _plain(tree) != was:
        yield path


def _are_alike(change: Node, other: Node | None) -> bool:
    """Return whether both are lists of the same length."""
    lists = isinstance(change.value, list) and other is not None and isinstance(other.value, list)
    return lists and len(change.value or ()) == len((other.value if other else None) or ())


def _child(node: Node | None, key: str | int) -> Node | None:
    return node.at((key,)) if node else None


def _list_beside_conventions(
    tree: Node, base: Node, name: str, changes: Sequence[Node], mine: Node | None
) -> Iterator[KeyPath]:
    """Yield keys of methods and standards, written later, that overrule a convention about which an interpretation asks."""
    asked = {key for change in changes if (group := change.get("conventions")) for key, _ in group.items()}
    criteria = tree.at(("interpretations", name, "criteria"))
    rules: list[KeyPath] = [("criteria", key) for key in (criteria.texts() if criteria else ())]
    rules += [("gates", "standards")] if rules else []
    for convention in sorted(asked & set(_KEYS_OF_CONVENTIONS)):
        path = ("conventions", convention)
        general = _plain((mine.at(path) if mine else None) or tree.at(path))
        leaves = (leaf for rule in rules if (node := tree.at(rule)) for leaf in _list_leaves(node, rule))
        for leaf in leaves:
            own = leaf.node.value
            if leaf.path[-1] == _KEYS_OF_CONVENTIONS[convention] and own not in {
                general,
                _plain(base.at(leaf.path)),
            }:
                yield leaf.path


def _list_effects(tree: Node, change: Node | None) -> dict[KeyPath, Any]:
    """Return the values of a tree that a change makes others, as they become."""
    leaves = _list_leaves(change) if change else ()
    return {
        leaf.path: leaf.node.plain()
        for leaf in leaves
        if leaf.node.value != {} and leaf.node.plain() != _plain(tree.at(leaf.path))
    }


def _plain(node: Node | None) -> Any:  # noqa: ANN401 - a tree of str, None, list and dict
    return node.plain() if node else None


def _without_rewritten(tree: Node, base: Node, name: str) -> Node:
    """Return a tree whose interpretation no longer speaks of criteria with another method than it asked about.

    One that asks about a convention speaks of every method.
    """
    where = ("interpretations", name, "criteria")
    criteria, readings = tree.at(where), tree.at(("interpretations", name, "readings"))
    general = any(
        change.get("conventions")
        for key, _ in (readings.items() if readings else ())
        if (change := change_of(tree, name, key))
    )
    if general or criteria is None or not isinstance(criteria.value, list):
        return tree
    kept = [each for each in criteria.value if not _is_rewritten(tree, base, str(each.value))]
    return (
        tree.merged(_nest(where, replace(criteria, value=kept))) if len(kept) < len(criteria.value) else tree
    )


def _is_rewritten(tree: Node, base: Node, criterion: str) -> bool:
    path = ("criteria", criterion, "method", "kind")
    now, before = tree.at(path), base.at(path)
    return now is not None and before is not None and now.value != before.value


def _nest(path: Sequence[str], node: Node) -> Node:
    for key in reversed(path):
        node = Node({key: node}, node.file, node.line)
    return node


def _report(tree: Node, base: Node, answer: OwnAnswer) -> Problem:
    path = answer.paths[0]
    own, before = tree.at(path), base.at(path)
    words = {"name": answer.name, "reading": answer.reading, "key": _write(path), "own": _show(own)}
    if answer.beside:
        return Problem("R139", tree.place(path), words)
    return Problem("R137", tree.place(path), {**words, "whose": "自己", "other": _show(before)})


def _show(node: Node | None) -> str:
    return show_value(node) if node else "（没有）"


def _state(tree: Node, answer: OwnAnswer) -> Node:
    """Return the change that makes the readings of a tree say what is in force."""
    if answer.alike:
        return from_plain({"chosen": {answer.name: answer.alike}}, tree.file)
    place = ("interpretations", answer.name, "readings")
    former = tree.at((*place, answer.reading)) or Node({}, tree.file, tree.line)
    values = "；".join(f"{_write(path)} {_show(tree.at(path))}" for path in answer.paths[:_SHOWN])
    values += f"等{len(answer.paths)}处" if len(answer.paths) > _SHOWN else ""
    said = f"{_show(former.get('zh'))}（自己的文件另写了，以它为准：{values}）"
    stated = former.merged(from_plain({"zh": said}, tree.file))
    return _nest((*place, _OWN), stated).merged(from_plain({"chosen": {answer.name: _OWN}}, tree.file))


# -- readings without effect ----------------------------------------------------------------------------------
def report_same_readings(tree: Node, layers: Sequence[Node]) -> Iterator[Problem]:
    """Yield a hint R140 for each reading that makes of the rubric what another of the same question makes of it."""
    asked = tree.get("interpretations")
    bases = _list_bases(layers)
    for name, interpretation in asked.items() if asked else ():
        readings = interpretation.get("readings")
        base = bases[_asked_in(tree, layers, name)] if layers else tree
        seen: list[tuple[str, dict[KeyPath, Any]]] = []
        for reading, _ in readings.items() if readings else ():
            effects = _list_effects(base, change_of(tree, name, reading))
            same = next((other for other, made in seen if made == effects), None)
            seen.append((reading, effects))
            if same:
                place = tree.place(("interpretations", name, "readings", reading))
                yield Problem("R140", place, {"name": name, "reading": reading, "same": same})
