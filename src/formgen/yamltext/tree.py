"""YAML read as text with line numbers: every scalar stays as typed, and the schema gives it a type.

PyYAML alone would read ``1:3`` as 63, ``no`` as False and let a repeated key win silently.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from numbers import Number
from typing import Any

import yaml

from formgen.problems import FormgenError, Place, Problem
from formgen.yamltext import slips
from formgen.yamltext.losses import find_losses, find_lost_words
from formgen.yamltext.slip import Slip, Stop

_NULL_TAG = "tag:yaml.org,2002:null"
_DEEPEST = 40  # levels; no rubric or data file needs more
_MENDED_AT_MOST = 50  # slips; each one mended costs another reading
_LONGEST_PATH = 80  # characters that a problem shows of a path
_ADVICE = "请检查缩进、冒号后的空格和引号是否成对"
_BREAK = "\r\n|[\n\r\x85\u2028\u2029]"
# what YAML forbids, and what no one sees: soft hyphens, signs of no width, marks of direction
_FORBIDDEN = re.compile(
    "[^\t\x20-\x7e\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
    "|[\xad\u200b-\u200f\u202a-\u202e\u2060-\u2064]"
)


@dataclass(frozen=True, slots=True)
class Node:
    """A value with its place: text, None, a list of nodes, or a mapping of nodes.

    A mapping that changes were laid over keeps their places too, and those where keys were taken off it. ``again`` is
    what was written under the same key of the mapping once more: which of them is meant, only a person can say.
    """

    value: "str | list[Node] | dict[str, Node] | None"
    file: str
    line: int
    touched: tuple[Place, ...] = ()
    removed: "Mapping[str, Place]" = field(default_factory=dict)
    again: "tuple[Node, ...]" = ()

    def plain(self) -> Any:  # noqa: ANN401 - a tree of str, None, list and dict has no better type
        """Return the value without places."""
        if isinstance(self.value, dict):
            return {key: node.plain() for key, node in self.value.items()}
        if isinstance(self.value, list):
            return [node.plain() for node in self.value]
        return self.value

    def at(self, path: tuple[str | int, ...]) -> "Node | None":
        """Return the node at the end of ``path``, None when it ends before."""
        nodes = self._along(path)
        return nodes[-1] if len(nodes) == len(path) + 1 else None

    def place(self, path: tuple[str | int, ...] = (), author: str = "") -> Place:
        """Return the place of the deepest node that is still on ``path``, or where the next step was taken off it.

        Where that is not in the file of the ``author``, his own line comes first, if he changed anything around it; else
        the line of the last file that did.
        """
        nodes = self._along(path)
        there = Place(file=nodes[-1].file, line=nodes[-1].line)
        removed = nodes[-1].removed.get(str(path[len(nodes) - 1])) if len(nodes) <= len(path) else None
        if removed or not author or there.file == author:
            return removed or there
        changed = [place for node in reversed(nodes[1:]) for place in node.places if place.file != there.file]
        nearest = next((place for place in changed if place.file == author), next(iter(changed), None))
        return replace(nearest, path=f"（沿用 {there.file} 第{there.line}行）") if nearest else there

    @property
    def places(self) -> tuple[Place, ...]:
        """Return where it stands, and where it was changed, the latest first."""
        return (*reversed(self.touched), Place(file=self.file, line=self.line))

    def _along(self, path: tuple[str | int, ...]) -> "list[Node]":
        """Return this node and those below it that are on ``path``."""
        nodes = [self]
        for step in path:
            value = nodes[-1].value
            if isinstance(value, dict) and step in value:
                nodes.append(value[str(step)])
            elif isinstance(value, list) and isinstance(step, int) and step < len(value):
                nodes.append(value[step])
            else:
                break
        return nodes

    def find_text(self, text: str) -> "Node | None":
        """Return the first node below this one, or this one, that is exactly a text."""
        if isinstance(self.value, str):
            return self if self.value == text else None
        below = self.value.values() if isinstance(self.value, dict) else self.value or ()
        return next((found for node in below if (found := node.find_text(text))), None)

    def texts(self) -> Iterator[str]:
        """Yield all texts below this node."""
        if isinstance(self.value, str):
            yield self.value
        else:
            for node in self.value.values() if isinstance(self.value, dict) else self.value or ():
                yield from node.texts()

    def merged(self, change: "Node") -> "Node":
        """Return this tree with ``change`` applied to it, as RFC 7396 merges JSON.

        Mappings merge key by key, an empty value (null) removes the key, everything else is replaced.
        """
        if not isinstance(change.value, dict):
            return change
        together = dict(self.value) if isinstance(self.value, dict) else {}
        removed = dict(self.removed)
        for key, node in change.value.items():
            if node.value is None:
                together.pop(key, None)
                removed[key] = Place(file=node.file, line=node.line)
            else:
                below = together.get(key, Node({}, node.file, node.line))
                together[key] = below.merged(node)
        if not self.value:
            return Node(together, change.file, change.line, removed=removed)
        touched = (*self.touched, Place(file=change.file, line=change.line))
        return Node(together, self.file, self.line, touched, removed)

    def without(self, path: Sequence[str]) -> "Node":
        """Return this tree without what stands at the end of ``path``."""
        if not path or not isinstance(self.value, dict) or path[0] not in self.value:
            return self
        rest = {key: node for key, node in self.value.items() if key != path[0]}
        if len(path) > 1:
            rest = {**self.value, path[0]: self.value[path[0]].without(path[1:])}
        return replace(self, value=rest)

    def with_again(self, other: "Node") -> "Node":
        """Return this node with what was written under its key once more."""
        return replace(self, again=(*self.again, other))

    def joined(self) -> "Node":
        """Return this node with what was written under its key again laid over it.

        Keys of either mapping are kept, and items of either list; what stands in both has the other ``again``, unless
        they are the same. Items that are mappings stand for themselves: those of both lists are kept.
        """
        made = replace(self, again=())
        for other in (each.joined() for each in self.again):
            one, more = made.value, other.value
            if isinstance(one, dict) and isinstance(more, dict):
                both = {key: one[key].with_again(more[key]) for key in one if key in more}
                made = replace(made, value={**one, **more, **both})
            elif isinstance(one, list) and isinstance(more, list):
                if any(isinstance(each.value, dict) for each in (*one, *more)):
                    made = replace(made, value=[*one, *more])
                    continue
                pairs = [each.with_again(more[at]) for at, each in enumerate(one[: len(more)])]
                made = replace(made, value=[*pairs, *one[len(more) :], *more[len(one) :]])
            elif made.plain() != other.plain():
                made = made.with_again(other)
        return made

    def get(self, key: str) -> "Node | None":
        """Return a child of a mapping, or None."""
        return self.value.get(key) if isinstance(self.value, dict) else None

    def items(self) -> Iterator[tuple[str, "Node"]]:
        """Yield the children of a mapping; nothing for other nodes."""
        if isinstance(self.value, dict):
            yield from self.value.items()


# libyaml's reader where PyYAML was built with it: the same trees, ten times as fast
_READER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def load(text: str, file: str) -> tuple[Node, list[Problem]]:
    """Read one YAML document. Returns its tree and the problems found (repeated keys, words cut off by a ``#``).

    Raises FormgenError with R101 when the text is not YAML, R107 for aliases.
    """
    try:
        tree, problems = _read(text, file)
        return tree, [*problems, *find_lost_words(text, file)]
    except (yaml.YAMLError, RecursionError) as error:
        raise FormgenError(*recover(text, file).problems) from error


@dataclass(frozen=True, slots=True)
class Recovered:
    """What could be read of a text that may hold slips: the tree if there is one, and what is wrong."""

    tree: Node | None
    problems: tuple[Problem, ...]


@lru_cache(maxsize=16)  # a service and a build read the same rubric and the same settings again and again
def recover(text: str, file: str) -> Recovered:
    """Read one YAML document as far as it can be read, with every problem of its writing.

    What stops the reader is reported and mended, and the reading goes on; the same with what it would misread. Where
    there are problems, the tree serves only to find more of them.
    """
    lines, problems = _without_control_signs(text, file)
    for slip in slips.find_certain(lines):
        problems.append(_slip_problem(slip, file))
        lines[slip.at] = slip.mended
    for _ in range(_MENDED_AT_MOST):
        current = "\n".join(lines) + "\n"
        try:
            tree, found = _read(current, file)
            return Recovered(tree, (*problems, *found, *find_losses(current, file)))
        except FormgenError as error:
            return Recovered(None, (*problems, *error.problems))
        except RecursionError:
            return Recovered(None, (*problems, _too_deep(file)))
        except yaml.YAMLError as error:
            stop = _stop(error)
            cause = slips.find_cause(lines, stop) if stop else None
            if cause is None or cause.mended == lines[cause.at]:
                return Recovered(None, (*problems, _unknown_slip(stop, file)))
            problems.append(_slip_problem(cause, file))
            lines[cause.at] = cause.mended
    return Recovered(None, tuple(problems))


def _read(text: str, file: str) -> tuple[Node, list[Problem]]:
    """Return the tree of a text and its repeated keys. Raises YAMLError, or FormgenError for aliases."""
    if problems := _aliases(text, file):
        raise FormgenError(*problems)
    root = yaml.compose(text, Loader=_READER)
    if root is None:
        return Node({}, file, 1), []
    return _convert(root, file, problems, 0), problems


def _without_control_signs(text: str, file: str) -> tuple[list[str], list[Problem]]:
    """Return the lines of a text without signs that YAML forbids, and a problem for each line that had some."""
    lines = re.split(_BREAK, text)
    problems = []
    for at, line in enumerate(lines):
        if match := _FORBIDDEN.search(line):
            detail = f"这一行有看不见的字符（U+{ord(match[0]):04X}）"
            words = {"detail": detail, "advice": "请删去这一行，重新输入"}
            problems.append(Problem("R101", Place(file=file, line=at + 1), words))
            lines[at] = _FORBIDDEN.sub("", line)
    return lines, problems


@dataclass(frozen=True, slots=True)
class WrittenTwice:
    """The values that stand under one key of a mapping, in plain data."""

    values: tuple[object, ...]


def from_plain(value: object, file: str, path: str = "", depth: int = 0) -> Node:
    """Make a tree from values read elsewhere (JSON, records), without lines.

    Raises FormgenError: R101 for what is nested too deeply, D135 for a value that is none of text, number, answer, day,
    list and mapping: its Python name must not be printed on a form. F105 for a number of thousands of digits.
    """
    if depth > _DEEPEST:
        raise FormgenError(
            Problem(
                "R101",
                Place(file=file, path=_shorten(path)),
                {"detail": "嵌套太深", "advice": "请把数据写平一些"},
            )
        )
    if isinstance(value, WrittenTwice):
        first, *more = (from_plain(each, file, path, depth) for each in value.values)
        return replace(first, again=tuple(more))
    if isinstance(value, Mapping):
        named = {_scalar(key, file, path): item for key, item in value.items()}
        below = {
            key: from_plain(item, file, f"{path}.{key}" if path else key, depth + 1)
            for key, item in named.items()
        }
        return Node(below, file, 0)
    if isinstance(value, Sequence) and not isinstance(value, str | bytes | bytearray | memoryview):
        children = [from_plain(item, file, f"{path}[{at}]", depth + 1) for at, item in enumerate(value)]
        return Node(children, file, 0)
    if isinstance(value, bool):
        return Node("true" if value else "false", file, 0)
    if isinstance(value, float):
        return Node(f"{value:.15g}", file, 0)  # what a spreadsheet shows of it: 0.1 + 0.2 is 0.3
    return Node(None if value is None else _scalar(value, file, path), file, 0)


def _scalar(value: object, file: str, path: str) -> str:
    """Return a single value as text."""
    place = Place(file=file, path=_shorten(path))
    if not isinstance(value, str | Number | date | None):
        words = {"key": path, "shape": f"文字、数、是否或日期，不是{type(value).__name__}"}
        raise FormgenError(Problem("D135", place, words))
    try:
        return str(value)
    except ValueError as error:  # Python refuses to print more digits than this
        raise FormgenError(Problem("F105", place, {"file": file, "detail": "有一个数有几千位"})) from error


def _shorten(path: str) -> str:
    return path if len(path) <= _LONGEST_PATH else f"{path[:_LONGEST_PATH]}…"


def _line(marked: yaml.Node | yaml.Event) -> int:
    """Return the line a node or event starts on; PyYAML's own readers always mark it."""
    return marked.start_mark.line + 1 if marked.start_mark else 0


def _aliases(text: str, file: str) -> list[Problem]:
    """Find anchors, aliases and tags: an alias can expand into gigabytes, and a tag takes a word off the text."""
    return [
        Problem("R107", Place(file=file, line=_line(event)))
        for event in yaml.parse(text, Loader=_READER)
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None) or getattr(event, "tag", None)
    ]


def _slip_problem(slip: Slip, file: str) -> Problem:
    words = {"detail": slip.detail, "advice": slip.advice}
    return Problem("R101", Place(file=file, line=slip.at + 1), words)


def _stop(error: yaml.YAMLError) -> Stop | None:
    """Return where the reader gave up, None when it does not say."""
    mark, context = getattr(error, "problem_mark", None), getattr(error, "context_mark", None)
    if mark is None:
        return None
    return Stop(mark.line, mark.column, context.line if context else mark.line)


def _unknown_slip(stop: Stop | None, file: str) -> Problem:
    """Return the problem of a text that cannot be read for a reason that has no name here."""
    where = f"第{stop.line + 1}行第{stop.column + 1}列附近" if stop else "含有不可用的字符"
    words = {"detail": where, "advice": _ADVICE}
    return Problem("R101", Place(file=file, line=stop.line + 1 if stop else 0), words)


def _too_deep(file: str, line: int = 0) -> Problem:
    return Problem("R101", Place(file=file, line=line), {"detail": "嵌套太深", "advice": _ADVICE})


def _convert(node: yaml.Node, file: str, problems: list[Problem], depth: int) -> Node:
    line = _line(node)
    if depth > _DEEPEST:
        raise FormgenError(_too_deep(file, line))
    if isinstance(node, yaml.MappingNode):
        children: dict[str, Node] = {}
        for key_node, value_node in node.value:
            where = Place(file=file, line=_line(key_node))
            if not isinstance(key_node, yaml.ScalarNode):
                words = {"detail": "键写成了列表或一组键", "advice": "键写一个词；是原文的，整句加英文引号"}
                problems.append(Problem("R101", where, words))
                continue
            key = str(key_node.value)
            child = _convert(value_node, file, problems, depth + 1)
            # A mapping or list is best found by the line of its key.
            keyed = not isinstance(value_node, yaml.ScalarNode)
            given = Node(child.value, file, _line(key_node) if keyed else child.line)
            if key in children:
                problems.append(Problem("R102", where, {"key": key}))
                children[key] = children[key].with_again(given)
                continue
            children[key] = given
        return Node(children, file, line)
    if isinstance(node, yaml.SequenceNode):
        return Node([_convert(item, file, problems, depth + 1) for item in node.value], file, line)
    plain_null = node.tag == _NULL_TAG and not getattr(node, "style", None)
    if plain_null:
        return Node(None, file, line)
    block = getattr(node, "style", None) in {"|", ">"}
    return Node(str(node.value).rstrip("\n") if block else str(node.value), file, line)
